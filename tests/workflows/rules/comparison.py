"""A sitting held against the reference: each act, every finding, every number of every tally, all who came."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from schemas import calendars
from schemas.base import Model
from schemas.bodies import Body
from schemas.ids import DossierId
from schemas.messages import Cast, Close, Reconvene, Recuse
from schemas.minutes import ItemMinutes, Minutes, RollCall
from schemas.ports import AgendaAnswer
from schemas.receipts import Receipt
from schemas.refusals import Refusal
from schemas.sitting import SittingStatus
from schemas.verdict import Outcome, Tally
from tests.simulators.sitting_simulator import SittingSimulator
from tests.workflows.rules import reference_closing, reference_count, reference_rights
from tests.workflows.rules import reference_sitting as story_of
from tests.workflows.rules.random_sittings import Drawn, known_of, roll_of
from tests.workflows.rules.reference_closing import Found, Result
from tests.workflows.rules.reference_count import Counts
from tests.workflows.rules.reference_sitting import Ground, ReferenceMeeting, ReferenceSitting, Told
from workflows.rules.voting import tally

TURNS = {
    "sitting_adjourned": ReferenceMeeting.NO_QUORUM,
    "second_round_called": ReferenceMeeting.SECOND_ROUND,
    "sitting_closed": ReferenceMeeting.CLOSED,
}
"""The result of a closing, by the fact that it wrote."""


class Comparison:
    """A second count beside the simulator: it records the acts that were taken, and counts by itself."""

    def __init__(self, drawn: Drawn, now: datetime, seen: Counter[str]) -> None:
        """Have a sitting convened; it may be refused."""
        self.register, body = drawn.body, drawn.body.on(calendars.day_of(now))
        known = known_of(drawn.register, drawn.call.agenda, body=body).evolve(refusal=roll_of(body).refusal)
        self.simulator, self.seen = SittingSimulator(drawn.call, known, now), seen
        places: dict[Ground, int] = {(each.award, each.basis): each.count for each in drawn.call.places}
        comparable = reference_rights.are_comparable(drawn.register, drawn.call.agenda, places)
        allowed = comparable and reference_rights.may_convene(drawn.call, body, now)
        answer = self.simulator.convene(known)
        self.was_convened = isinstance(answer, Receipt)
        assert self.was_convened == allowed, answer
        self.seen[answer.kind if isinstance(answer, Receipt) else answer.reason] += 1
        self.story = ReferenceSitting(
            sitting=drawn.call.sitting_id,
            body=body or drawn.body.body,
            agenda=drawn.call.agenda,
            register=drawn.register,
            places=places,
            waits=drawn.call.opens_at is not None,
        )
        self.sent: list[tuple[Model, Receipt]] = []
        self._first: reference_closing.Result | None = None

    @property
    def body(self) -> Body | None:
        """The body as the register has it now; None where it has no seats today."""
        return self.register.on(calendars.day_of(self.simulator.now))

    def send(
        self, act: Told | Close, *, allowed: bool, known: AgendaAnswer | None = None, gone: Collection[DossierId] = ()
    ) -> None:
        """Send an act, and see that it is taken if it may be; and then once more, as after a lost answer."""
        assert isinstance(act, Model)
        before = self.simulator.state
        answer = self.simulator.act(act, known, gone)
        if isinstance(answer, Refusal):
            assert not allowed, (act, answer)
            assert self.simulator.state is before
            self.seen[answer.reason] += 1
            return
        if answer.sequence <= before.sequence:
            self._was_taken_before(act, answer)
            assert self.simulator.state is before
            return
        assert allowed, act
        assert self.simulator.act(act, known, gone) == answer
        assert self.simulator.state.sequence == before.sequence + 1
        self.sent.append((act, answer))
        if isinstance(act, Close):
            self.closed(act, gone)
        else:
            self._told(act)
        self.seen[answer.kind] += 1

    def _told(self, act: Told) -> None:
        self.story.told.append(act)
        if isinstance(act, Reconvene):
            self._sits()

    def _sits(self) -> None:
        assert self.body is not None
        before, self.story.body = self.story.body, self.body
        self.seen["another roll"] += [seat.id for seat in before.seats] != [seat.id for seat in self.body.seats]
        self.seen["another holder"] += before.seats != self.body.seats

    def _was_taken_before(self, act: Model, answer: Receipt) -> None:
        assert any(receipt == answer and _gist(each) == _gist(act) for each, receipt in self.sent)
        if isinstance(act, Recuse):
            on_it = set(act.dossiers).intersection(story_of.heard(self.story))
            assert on_it <= set(self.simulator.state.recused.get(act.seat, ()))

    def send_again(self, number: int) -> None:
        """Send again what was taken once, whenever that was: it is answered as before, or has been overtaken."""
        act, receipt = self.sent[number % len(self.sent)]
        before = self.simulator.state
        known = known_of(self.story.register, story_of.heard(self.story), body=self.body)
        answer = self.simulator.act(act, known)
        stands = isinstance(act, Cast) and story_of.handed_in(self.story).get(act.seat) is act
        may_be_refused = not stands or story_of.status(self.story) == "adjourned"
        assert answer == receipt or (isinstance(answer, Refusal) and may_be_refused), (act, answer)
        assert self.simulator.state is before
        self.seen["answered again" if isinstance(answer, Receipt) else "overtaken"] += 1

    def close_by_itself(self, gone: Collection[DossierId]) -> None:
        """Have the rule close the ballot, or the clock."""
        self.seen["closed early"] += self.simulator.closes_early
        act = self.simulator.close_by_itself(gone)
        assert self.simulator.last is not None
        self.sent.append((act, self.simulator.last))
        self.closed(act, gone)

    def open_ballot(self) -> None:
        """Have the ballot opened at its time, with the roll of the day, or adjourned where nobody presides on it."""
        self.simulator.open_ballot(roll_of(self.body))
        if self.body is None or not reference_rights.is_presided(self.body):
            self.story.told.append(ReferenceMeeting.UNPRESIDED)
            self.seen[ReferenceMeeting.UNPRESIDED.value] += 1
            return
        self.story.told.append(ReferenceMeeting.OPENED)
        self._sits()

    def closed(self, act: Close, gone: Collection[DossierId]) -> None:
        """Hold the findings of a closing against those of the reference."""
        state, second = self.simulator.state, self._first is not None
        assert self.simulator.last is not None
        turn = TURNS[self.simulator.last.kind]
        expected = reference_closing.close(self.story, act, gone, self._first)
        assert turn is expected.turn
        minutes = state.first.minutes if state.first else state.minutes
        assert minutes is not None
        agree(self.story, minutes, expected, second=second)
        self.story.told.append(turn)
        if turn is ReferenceMeeting.SECOND_ROUND:
            assert state.first is not None
            told = [(each.dossiers, each.places) for each in state.first.contested]
            assert told == [(each.dossiers, each.places) for each in expected.tied]
            self._first, self.story.tied = expected, expected.tied
        self.seen.update(f"{'again ' if second else ''}{item.finding}" for item in minutes.items)

    def counts_nobody_twice(self) -> None:
        """See that no voter has two ballots, no ballot is a stranger's, and both remember the same sitting."""
        state, handed = self.simulator.state, story_of.handed_in(self.story)
        standing = {seat: ballot for seat, ballot in state.ballots.items() if not ballot.withdrawn}
        voters = [ballot.by or seat for seat, ballot in standing.items()]
        assert len(set(voters)) == len(voters)
        assert set(state.ballots) <= set(state.roll)
        assert list(state.roll) == [seat.id for seat in story_of.roll(self.story)]
        assert state.status is not SittingStatus.OPEN or set(standing) == set(handed)
        assert state.meeting == story_of.meeting(self.story)
        assert state.status == story_of.status(self.story)
        assert [item.dossier_id for item in state.agenda] == story_of.heard(self.story)

    def ends_as_told(self) -> None:
        """See that a reader of the facts alone remembers the same."""
        assert self.simulator.told_anew() == self.simulator.state


def _gist(act: Model) -> dict[str, object]:
    # Neither the actor nor the order in which a ballot names its dossiers distinguishes acts.
    said = act.model_dump(exclude={"by", "sitting_id"})
    if isinstance(act, Cast):
        said |= {"by": story_of.voter(act), "choices": sorted(map(repr, act.choices))}
    return said


def agree(story: ReferenceSitting, minutes: Minutes, expected: Result, *, second: bool) -> None:
    """Assert that minutes hold the findings of the reference."""
    assert [item.dossier_id for item in minutes.items] == list(expected.items)
    for item in minutes.items:
        _item_agrees(story, item, expected.items[item.dossier_id])
    assert list(minutes.present) == list(expected.present)
    assert list(minutes.absent) == list(expected.absent)
    assert list(minutes.written) == list(expected.written)
    assert [(each.seat, each.substitute) for each in minutes.substitutes] == list(expected.substitutes)
    stepped_aside = {each.seat: (set(each.dossiers), each.count) for each in minutes.recused}
    assert stepped_aside == {seat: (set(names), len(set(names))) for seat, names in expected.recused.items()}
    declared = story_of.declared(story)
    for each in minutes.recused:
        assert each.reasons == {name: why for name, why in declared.get(each.seat, {}).items() if name in each.dossiers}
    roll_calls = minutes.second_round if second else minutes.roll_calls
    assert [_read(call) for call in roll_calls] == list(expected.roll_calls)


def _read(call: RollCall) -> tuple[str, str | None, bool, str]:
    return call.seat, call.by, call.written, call.marks


def _item_agrees(story: ReferenceSitting, item: ItemMinutes, expected: Found) -> None:
    assert item.finding is expected.finding, (item, expected)
    assert item.points == expected.points
    assert item.tally == tally_of(story, item.dossier_id, expected.counts)
    # A dossier that keeps the same rule takes its finding.
    outcome = item.finding.outcome
    assert outcome in {None, Outcome.RETURN} or tally.meets(item.tally, story.rule(item.dossier_id), outcome)
    again = None if expected.second is None else tally_of(story, item.dossier_id, expected.second)
    assert item.second == again


def tally_of(story: ReferenceSitting, dossier: str, counts: Counts) -> Tally:
    """Return a dossier's tally as the minutes would give what the reference counted."""
    threshold = story.rule(dossier).threshold
    of = reference_count.base(counts, threshold.of)
    return Tally(
        seats=counts.seats,
        present=counts.present,
        recused=counts.aside,
        written=counts.written,
        cast=counts.cast,
        approve=counts.approve,
        disapprove=counts.disapprove,
        abstain=counts.abstain,
        invalid=counts.invalid,
        base=of,
        of=threshold.of,
        needed=reference_count.needed(threshold.share, threshold.exceed, of),
    )
