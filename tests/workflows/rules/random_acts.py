"""What is sent to a sitting, drawn at random: mostly what its sender may send, and at times almost that."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from schemas.ballots import Choice, Vote
from schemas.bodies import Body
from schemas.ids import ActorId, DossierId, SeatId, SittingId
from schemas.messages import Adjourn, Amend, Cast, Close, Reconvene, Recuse, ScoreDossier, WithdrawBallot
from schemas.scoring import Scored, ScoreStep, Sheet
from schemas.submission import Reasoned
from tests.workflows.rules import reference_sitting as story_of
from tests.workflows.rules.random_sittings import chance, some
from tests.workflows.rules.reference_sitting import ReferenceSitting

STRANGER = ActorId("stranger")


def rarely(dice: Random) -> bool:
    """Return whether the sender makes a mistake."""
    return chance(dice, 0.06)


def who_presides(story: ReferenceSitting, dice: Random) -> ActorId:
    """Return who convenes, amends, adjourns and closes; at times a member, or a deputy who is not in office."""
    return _of_the_presidium(story.body, dice)


def _of_the_presidium(body: Body, dice: Random) -> ActorId:
    if rarely(dice):
        return dice.choice([STRANGER, *(ActorId(seat.id) for seat in body.seats)])
    return dice.choice([ActorId(each) for each in (body.chair, body.secretary, *body.deputies) if each is not None])


def the_secretary(story: ReferenceSitting) -> ActorId:
    """Return the secretary: no body here is without one."""
    assert story.body.secretary is not None
    return story.body.secretary


def the_meeting(story: ReferenceSitting, dice: Random) -> int:
    """Return which meeting is meant: mostly this one."""
    now = story_of.meeting(story)
    return max(1, now + dice.choice([-1, 1])) if rarely(dice) else min(now, 20)


def a_seat_of(story: ReferenceSitting, dice: Random) -> SeatId:
    """Return a seat: mostly of the body, on its roll or not."""
    return SeatId("seat-9") if chance(dice, 0.02) else dice.choice(story.body.seats).id


def a_ballot(story: ReferenceSitting, dice: Random, seat: SeatId | None = None) -> Cast:
    """Return a ballot of a seat, by itself or a substitute."""
    seat = seat or a_seat_of(story, dice)
    by, last = _who_votes(story, dice, seat), story_of.last_revision(story, seat)
    return Cast(
        seat=seat,
        by=by,
        sitting_id=dice.choice([None, SittingId("phien-1"), SittingId("phien-2")]) if rarely(dice) else None,
        choices=_choices(story, dice, seat, by),
        written=chance(dice, 0.12),
        revision=max(1, last + dice.choice([-1, 0, 2])) if rarely(dice) else last + 1,
        meeting=the_meeting(story, dice),
    )


def _who_votes(story: ReferenceSitting, dice: Random, seat: SeatId) -> ActorId | None:
    entry = story_of.seat_named(story, seat)
    handed = story_of.handed_in(story).get(seat)
    if handed is not None and chance(dice, 0.7):
        return handed.by
    if rarely(dice):
        return dice.choice([STRANGER, ActorId(seat), ActorId("seat-2"), ActorId("expert-1")])
    if entry is not None and entry.substitutes and chance(dice, 0.25):
        return dice.choice(entry.substitutes).id
    return None


def _choices(story: ReferenceSitting, dice: Random, seat: SeatId, by: ActorId | None) -> tuple[Choice, ...]:
    entry, table = story_of.seat_named(story, seat), story_of.table(story)
    stepped_aside = story_of.aside(story, entry, by) if entry else set()
    named = [name for name in table if name not in stepped_aside]
    if rarely(dice):
        named = dice.choice([named[1:], [*named, *named[:1]], table, [*named, "d-6"]])
    room = {name: tied.places for tied in story.tied for name in tied.dossiers}
    choices, approved = [], dict.fromkeys(room, 0)
    for name in named or table[:1]:
        vote = dice.choice([Vote.APPROVE] * 5 + [Vote.DISAPPROVE, Vote.DISAPPROVE, Vote.ABSTAIN, Vote.INVALID])
        rivals = next((tied.dossiers for tied in story.tied if name in tied.dossiers), ())
        if sum(approved[rival] for rival in rivals) >= room.get(name, 99) and chance(dice, 0.85):
            vote = Vote.DISAPPROVE
        approved[name] = int(vote is Vote.APPROVE)
        reason = "Thành tích rõ" if chance(dice, 0.02) else None
        choices.append(Choice(dossier_id=DossierId(name), vote=vote, reason=reason))
    dice.shuffle(choices)
    return tuple(choices)


def a_withdrawal(story: ReferenceSitting, dice: Random) -> WithdrawBallot:
    """Return that a ballot is taken back: mostly one that stands, by its own voter."""
    handed = story_of.handed_in(story)
    if not handed or rarely(dice):
        return WithdrawBallot(seat=a_seat_of(story, dice), revision=dice.randint(1, 3))
    ballot = dice.choice(list(handed.values()))
    by = STRANGER if rarely(dice) else ballot.by
    return WithdrawBallot(seat=ballot.seat, by=by, revision=ballot.revision, meeting=the_meeting(story, dice))


def a_recusal(story: ReferenceSitting, dice: Random) -> Recuse:
    """Return that a seat steps aside from something on the agenda."""
    seat = a_seat_of(story, dice)
    entry = story_of.seat_named(story, seat)
    owners = [ActorId(seat), the_secretary(story), *(each.id for each in (entry.substitutes if entry else ()))]
    named = some(dice, story_of.table(story), 0.2) or [dice.choice(story_of.table(story))]
    if rarely(dice):
        named = [*named, dice.choice([named[0], "d-7", *story_of.heard(story)])]
    return Recuse(
        seat=seat,
        by=STRANGER if rarely(dice) else dice.choice(owners),
        dossiers=tuple(map(DossierId, named)),
        reason=dice.choice(["Có quan hệ với người được đề nghị", "Đồng tác giả"]),
    )


def a_score(story: ReferenceSitting, dice: Random) -> ScoreDossier:
    """Return the next step of a dossier's points, or another one."""
    known = [name for name in story_of.heard(story) if story.item(name).unit] or story_of.heard(story)
    name = dice.choice(["d-7", *story_of.heard(story)]) if rarely(dice) else dice.choice(known)
    done = [each.step for each in story.told if isinstance(each, ScoreDossier) and each.dossier_id == name]
    step = _next_step(dice, done)
    unit = story.item(name).unit
    by = ActorId(unit) if unit and step in {ScoreStep.SELF, ScoreStep.CONTESTED} else who_presides(story, dice)
    if step is ScoreStep.CHECKED and chance(dice, 0.4):
        by = ActorId(a_seat_of(story, dice))
    contests = step is ScoreStep.CONTESTED
    return ScoreDossier(
        by=by,
        dossier_id=DossierId(name),
        step=step,
        turn=dice.randint(1, 4) if rarely(dice) else len(done) + 1,
        sheet=None if contests else a_sheet(dice),
        reason="Chưa tính điểm thưởng" if contests else None,
    )


def _next_step(dice: Random, done: list[ScoreStep]) -> ScoreStep:
    if rarely(dice):
        return dice.choice(list(ScoreStep))
    if ScoreStep.SELF not in done:
        return ScoreStep.SELF
    if ScoreStep.CONTESTED in done:
        return ScoreStep.SETTLED
    return dice.choice([ScoreStep.CHECKED, ScoreStep.CHECKED, ScoreStep.CONTESTED])


def a_sheet(dice: Random) -> Sheet:
    """Return a sheet: few numbers, so that some are equal; at times off the table."""
    points = Decimal(dice.choice(["2", "4.5", "5", "6"]))
    bonus = Decimal(dice.choice(["0", "0", "0.5", "1"]))
    group = "others" if chance(dice, 0.03) else "tasks"
    scored = Scored(group=group, points=Decimal(7) if chance(dice, 0.03) else points)
    return Sheet(groups=(scored,), bonus=bonus, penalty=Decimal(dice.choice(["0", "0", "2"])))


def an_amendment(story: ReferenceSitting, dice: Random) -> Amend:
    """Return an amendment that strikes some and adds some that were never on the agenda."""
    agenda = story_of.heard(story)
    ever = {*story.agenda, *(name for each in story.told if isinstance(each, Amend) for name in each.add)}
    fresh = [name for name in story.register if name not in ever]
    strike = some(dice, agenda, 0.3)
    add = some(dice, fresh, 0.3)
    if rarely(dice):
        add = dice.choice([agenda[:1], add])
    add = [name for name in add if name not in strike] or ([] if strike else fresh[:1] or agenda[:1])
    return Amend(
        by=who_presides(story, dice),
        revision=story_of.amended(story) + (2 if rarely(dice) else 1),
        strike=tuple(Reasoned(dossier_id=DossierId(name), reasons=("Chưa đủ giấy tờ.",)) for name in strike),
        add=tuple(map(DossierId, add)),
    )


def an_adjournment(story: ReferenceSitting, dice: Random) -> Adjourn:
    """Return that the sitting is put off."""
    return Adjourn(by=who_presides(story, dice), meeting=the_meeting(story, dice), reason="Hoãn vì bão.")


def a_reconvening(story: ReferenceSitting, dice: Random, body: Body | None, now: datetime) -> Reconvene:
    """Return that it is called again, mostly by the presidium of the day."""
    opens_at = now + timedelta(hours=1) if chance(dice, 0.2) else None
    closes_at = now + timedelta(hours=-1 if rarely(dice) else 30) if chance(dice, 0.2) and not opens_at else None
    meeting = max(2, story_of.meeting(story) + (2 if rarely(dice) else 1))
    return Reconvene(
        by=_of_the_presidium(body or story.body, dice), meeting=meeting, opens_at=opens_at, closes_at=closes_at
    )


def a_closing(story: ReferenceSitting, dice: Random) -> Close:
    """Return a closing: who else was there, and what is sent back."""
    wrote = [seat for seat, ballot in story_of.handed_in(story).items() if ballot.written]
    there = some(dice, [seat.id for seat in story_of.roll(story) if seat.id not in wrote], dice.choice([0, 0.3, 1]))
    if rarely(dice):
        there.append(dice.choice([a_seat_of(story, dice), *map(SeatId, wrote)]))
    back = some(dice, story_of.heard(story) if rarely(dice) else story_of.table(story), 0.08)
    return Close(
        by=who_presides(story, dice),
        meeting=the_meeting(story, dice),
        attended=tuple(there),
        returned=tuple(Reasoned(dossier_id=DossierId(name), reasons=("Thiếu biên bản.",)) for name in back),
    )
