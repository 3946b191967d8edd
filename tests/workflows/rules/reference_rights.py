"""Who may do what in a sitting, written a second time from the docstrings of `schemas`: yes or no, without reasons."""

from collections.abc import Collection
from datetime import date, datetime

from schemas.ballots import Vote
from schemas.bodies import Body, BodyKind
from schemas.ids import ActorId, SeatId
from schemas.messages import Adjourn, Amend, Cast, Close, Convene, Reconvene, Recuse, ScoreDossier, WithdrawBallot
from schemas.routes import BallotKind, VoteRule
from schemas.scoring import ScoreStep, ScoringTable, Sheet
from tests.workflows.rules import reference_sitting as story_of
from tests.workflows.rules.reference_sitting import Ground, ReferenceSitting, Register


def may_convene(call: Convene, body: Body | None, now: datetime) -> bool:
    """Answer for the caller of a body, as the register has it on the day; none where it has no seats then."""
    return _may_call(call, body) and _lies_ahead(call.closes_at, now)


def _may_call(act: Convene | Reconvene, body: Body | None) -> bool:
    if body is None or act.by not in _presidium(body):
        return False
    return act.opens_at is not None or is_presided(body)


def is_presided(body: Body) -> bool:
    """Return whether a chair or a deputy is in office."""
    return body.chair is not None or bool(body.deputies)


def _presidium(body: Body) -> set[SeatId | ActorId | None]:
    return {body.chair, body.secretary, *body.deputies}


def are_comparable(register: Register, names: Collection[str], grounds: Collection[Ground]) -> bool:
    """Return whether all that vie for one place are put in order by the same points, round and last words."""
    for ground in grounds:
        rules = [register[name][1] for name in names if (register[name][0].award, register[name][0].basis) == ground]
        for rule in rules:
            for other in rules:
                if _scored_by(rule) != _scored_by(other) or _told_apart_by(rule) != _told_apart_by(other):
                    return False
    return True


def _scored_by(rule: VoteRule) -> object:
    table = rule.points
    return table and ([(group.id, group.most) for group in table.groups], table.bonus, table.penalty)


def _told_apart_by(rule: VoteRule) -> object:
    return rule.ties and (rule.ties.second_round, rule.ties.last_words)


def _lies_ahead(closes_at: datetime | None, now: datetime) -> bool:
    return closes_at is None or closes_at > now


def presides(story: ReferenceSitting, by: str) -> bool:
    """Return whether a person is the chair, a deputy, or the secretary."""
    return by in _presidium(story.body)


def is_open_for(story: ReferenceSitting, meeting: int) -> bool:
    """Return whether a ballot is open, and this is its meeting."""
    return story_of.status(story) == "open" and story_of.meeting(story) == meeting


def may_cast(story: ReferenceSitting, act: Cast, day: date) -> bool:
    """Answer for a ballot that was not taken before."""
    seat = story_of.seat_named(story, act.seat)
    if seat is None or act.sitting_id not in {None, story.sitting} or not is_open_for(story, act.meeting):
        return False
    if act.revision <= story_of.last_revision(story, act.seat):
        return False
    rules = [story.rule(name) for name in story_of.table(story)]
    if story_of.voter(act) != act.seat:
        substitute = story_of.substitute_of(seat, act.by)
        allowed = all(rule.substitutes is not None for rule in rules)
        if substitute is None or not allowed or not story_of.covers(substitute.tenure, day):
            return False
    for other, ballot in story_of.handed_in(story).items():
        # A seat's ballot is changed by its own voter, and who voted for one seat votes for no other.
        if (other == act.seat) != (story_of.voter(ballot) == story_of.voter(act)):
            return False
    if act.written and not all(rule.written is not None for rule in rules):
        return False
    if any(choice.reason for choice in act.choices) and any(rule.ballot is BallotKind.SECRET for rule in rules):
        return False
    stepped_aside = story_of.aside(story, seat, act.by)
    asked = sorted(name for name in story_of.table(story) if name not in stepped_aside)
    return sorted(choice.dossier_id for choice in act.choices) == asked and not _approves_too_many(story, act)


def _approves_too_many(story: ReferenceSitting, act: Cast) -> bool:
    if not story_of.in_second_round(story):
        return False
    approved = [choice.dossier_id for choice in act.choices if choice.vote is Vote.APPROVE]
    return any(sum(name in tied.dossiers for name in approved) > tied.places for tied in story.tied)


def may_withdraw(story: ReferenceSitting, act: WithdrawBallot) -> bool:
    """Answer for a ballot that is taken back for the first time."""
    ballot = story_of.handed_in(story).get(act.seat)
    if ballot is None or not is_open_for(story, act.meeting):
        return False
    return ballot.revision == act.revision and story_of.voter(ballot) == (act.by or act.seat)


def may_recuse(story: ReferenceSitting, act: Recuse) -> bool:
    """Answer for a seat that steps aside."""
    seat = story_of.seat_named(story, act.seat)
    if seat is None or story_of.status(story) == "closed":
        return False
    theirs = {str(seat.id), *(substitute.id for substitute in seat.substitutes)}
    votes_now = story_of.status(story) == "open" and act.seat in story_of.handed_in(story)
    named = set(act.dossiers)
    on_it = named <= set(story_of.table(story)) and len(named) == len(act.dossiers)
    return (act.by in theirs or presides(story, act.by)) and not votes_now and on_it


def may_score(story: ReferenceSitting, act: ScoreDossier) -> bool:
    """Answer for points, in their turn."""
    if act.dossier_id not in story_of.heard(story) or story_of.in_second_round(story):
        return False
    table = story.rule(act.dossier_id).points
    if table is None or story_of.status(story) == "closed" or not _may_speak_of_points(story, act):
        return False
    before = [each for each in story.told if isinstance(each, ScoreDossier) and each.dossier_id == act.dossier_id]
    steps = [each.step for each in before]
    in_turn = {
        ScoreStep.SELF: ScoreStep.CHECKED not in steps,
        ScoreStep.CHECKED: ScoreStep.SELF in steps and ScoreStep.CONTESTED not in steps,
        ScoreStep.CONTESTED: ScoreStep.CHECKED in steps and ScoreStep.SETTLED not in steps,
        ScoreStep.SETTLED: ScoreStep.CONTESTED in steps,
    }[act.step]
    on_the_table = act.sheet is None or _fits(table, act.sheet)
    return act.turn == len(before) + 1 and in_turn and on_the_table


def _may_speak_of_points(story: ReferenceSitting, act: ScoreDossier) -> bool:
    unit = story.item(act.dossier_id).unit
    is_the_unit = unit is not None and act.by == str(unit)
    if is_the_unit or act.step in {ScoreStep.SELF, ScoreStep.CONTESTED}:
        return is_the_unit and act.step in {ScoreStep.SELF, ScoreStep.CONTESTED}
    if presides(story, act.by):
        return True
    seat = story_of.seat_named(story, act.by)
    if act.step is ScoreStep.SETTLED or seat is None:
        return False
    is_cluster = story.body.kind is BodyKind.CLUSTER
    return (seat.unit or (seat.id if is_cluster else None)) != unit or unit is None


def _fits(table: ScoringTable, sheet: Sheet) -> bool:
    if sorted(scored.group for scored in sheet.groups) != sorted(group.id for group in table.groups):
        return False
    most = {group.id: group.most for group in table.groups}
    within = all(scored.points <= most[scored.group] for scored in sheet.groups)
    return within and sheet.bonus <= (table.bonus or 0) and sheet.penalty <= (table.penalty or 0)


def may_amend(story: ReferenceSitting, act: Amend, elsewhere: Collection[str]) -> bool:
    """Answer for an amendment; some of the dossiers may not wait for the body."""
    if story_of.status(story) not in {"called", "adjourned"} or story_of.in_second_round(story):
        return False
    agenda, struck = set(story_of.heard(story)), {each.dossier_id for each in act.strike}
    left = (agenda - struck) | set(act.add)
    named_rightly = struck <= agenda and not agenda & set(act.add) and bool(left) and not left & set(elsewhere)
    in_turn = presides(story, act.by) and act.revision == story_of.amended(story) + 1
    return in_turn and named_rightly and are_comparable(story.register, left, story.places)


def may_close(story: ReferenceSitting, act: Close) -> bool:
    """Answer for a closing."""
    wrote = {seat for seat, ballot in story_of.handed_in(story).items() if ballot.written}
    on_the_roll = all(story_of.seat_named(story, seat) for seat in act.attended)
    returned = [each.dossier_id for each in act.returned]
    named_rightly = set(returned) <= set(story_of.table(story)) and len(set(returned)) == len(returned)
    attended_rightly = on_the_roll and not wrote & set(act.attended)
    return presides(story, act.by) and is_open_for(story, act.meeting) and attended_rightly and named_rightly


def may_adjourn(story: ReferenceSitting, act: Adjourn) -> bool:
    """Answer for a caller that puts a sitting off."""
    runs = story_of.status(story) in {"called", "open"} and story_of.meeting(story) == act.meeting
    return presides(story, act.by) and runs


def may_reconvene(story: ReferenceSitting, act: Reconvene, body: Body | None, now: datetime) -> bool:
    """Answer for a caller that calls an adjourned sitting again; the presidium is that of the day."""
    next_one = story_of.status(story) == "adjourned" and act.meeting == story_of.meeting(story) + 1
    return _may_call(act, body) and next_one and _lies_ahead(act.closes_at, now)
