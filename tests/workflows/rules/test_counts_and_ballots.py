"""The same votes, entered once as single ballots and once as the tellers' sums, give the same tallies and findings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from schemas.ballots import Choice, Vote
from schemas.ids import ActorId, DossierId, SeatId
from schemas.messages import Adjourn, Cast, Close, CountVotes, Reconvene, Recuse, ScoreDossier
from schemas.minutes import Finding, Minutes
from schemas.receipts import Receipt
from schemas.refusals import Reason, Refusal
from schemas.routes import BallotKind
from schemas.sitting import SittingStatus
from schemas.submission import Reasoned
from schemas.vote_clauses import BlankPapers
from schemas.vote_counts import CountKind, ItemSums
from tests.builders.values import NOON
from tests.builders.vote_counts import a_count
from tests.faults.seeds import SOAK
from tests.simulators.sitting_simulator import SittingSimulator
from tests.workflows.rules import random_acts, random_sittings, reference_rights
from tests.workflows.rules import reference_sitting as story_of
from tests.workflows.rules.comparison import Comparison
from tests.workflows.rules.random_sittings import CITED, CONVENED_ON, Drawn, chance, known_of, roll_of, some

TELLERS = (ActorId("van-phong"), ActorId("van-thu"))


def a_drawn_sitting(dice: Random, seen: Counter[str]) -> tuple[Drawn, Comparison]:
    """Return a sitting that may be convened, with a rule on blanks at times; the reference counts its ballots."""
    while True:
        drawn = random_sittings.a_sitting(dice)
        blanks = BlankPapers(abstain=chance(dice, 0.5), **CITED) if chance(dice, 0.6) else None
        register = {
            name: (item, rule.model_copy(update={"blanks": blanks})) for name, (item, rule) in drawn.register.items()
        }
        observer = Comparison(replace(drawn, register=register), NOON, seen)
        if observer.was_convened:
            return replace(drawn, register=register), observer


@dataclass
class Pair:
    """One sitting twice: its seats vote by ballots in one, and by papers or hands in the other."""

    dice: Random
    seen: Counter[str]

    def __post_init__(self) -> None:
        """Convene both."""
        drawn, self.observer = a_drawn_sitting(self.dice, self.seen)
        body = drawn.body.on(CONVENED_ON)
        known = known_of(drawn.register, drawn.call.agenda, body=body)
        self.counted = SittingSimulator(drawn.call, known, NOON)
        assert isinstance(self.counted.convene(known), Receipt)
        self.called = self.counted.state.body.seats

    @property
    def table(self) -> list[str]:
        """The dossiers put to the vote."""
        return story_of.table(self.observer.story)

    @property
    def is_secret(self) -> bool:
        """Whether papers are counted, and not hands."""
        return any(self.observer.story.rule(name).ballot is BallotKind.SECRET for name in self.table)

    def aside(self, seat: SeatId) -> set[str]:
        """Return from what a seat steps aside."""
        entry = story_of.seat_named(self.observer.story, seat)
        assert entry is not None
        return story_of.aside(self.observer.story, entry, None).intersection(self.table)

    def prepare(self) -> None:
        """Let seats step aside, and dossiers be scored, in both."""
        for _ in range(self.dice.choice([0, 0, 1, 3])):
            recusal = random_acts.a_recusal(self.observer.story, self.dice)
            if reference_rights.may_recuse(self.observer.story, recusal):
                self._both(recusal)
        for _ in range(8):
            score = random_acts.a_score(self.observer.story, self.dice)
            if reference_rights.may_score(self.observer.story, score):
                self._both(score)

    def have_it_open(self) -> bool:
        """Open the ballots of both over the roll of that day, called again where they were put off; it may not be."""
        if self.status is SittingStatus.OPEN and chance(self.dice, 0.15):
            by, meeting = random_acts.the_secretary(self.observer.story), self.counted.state.meeting
            self._both(Adjourn(by=by, meeting=meeting, reason="Mất điện."))
        if self.status is SittingStatus.ADJOURNED:
            self._let_time_pass()
            self._call_again()
        if self.status is SittingStatus.CALLED:
            self._let_time_pass()
            self.observer.open_ballot()
            self.counted.open_ballot(roll_of(self.observer.body))
        assert self.counted.state.body == self.observer.simulator.state.body
        return self.status is SittingStatus.OPEN

    @property
    def status(self) -> SittingStatus:
        """Where both stand."""
        assert self.counted.state.status is self.observer.simulator.state.status
        return self.counted.state.status

    def _let_time_pass(self) -> None:
        """Have members leave and come, and others take their seats, before the roll is looked up."""
        self.observer.simulator.now += timedelta(hours=self.dice.randint(1, 40))
        self.counted.now = self.observer.simulator.now
        if chance(self.dice, 0.6):
            self.observer.register = self.observer.register.changed(self.dice)

    def _call_again(self) -> None:
        body, story = self.observer.body, self.observer.story
        opens_at = self.counted.now + timedelta(hours=1) if chance(self.dice, 0.4) else None
        by = (body and body.secretary) or random_acts.the_secretary(story)
        again = Reconvene(by=by, meeting=story_of.meeting(story) + 1, opens_at=opens_at)
        known, allowed = roll_of(body), reference_rights.may_reconvene(story, again, body, self.counted.now)
        self.observer.send(again, allowed=allowed, known=known)
        assert isinstance(self.counted.act(again, known), Receipt) == allowed

    def _both(self, act: Adjourn | Recuse | ScoreDossier | Cast) -> None:
        self.observer.send(act, allowed=True)
        assert isinstance(self.counted.act(act), Receipt), act

    def vote(self) -> None:
        """Have most seats vote: by a ballot in one sitting, by their count in the other, in writing in both."""
        self.seen["counted over another roll"] += self.counted.state.roll != tuple(seat.id for seat in self.called)
        self.seen["counted over other holders"] += self.counted.state.body.seats != self.called
        ballots: list[Cast] = []
        attended: list[SeatId] = []
        late: list[Cast] = []
        for seat in self.observer.simulator.state.roll:
            may_vote = [name for name in self.table if name not in self.aside(seat)]
            if not may_vote:
                attended += some(self.dice, [seat], 0.5)
            elif chance(self.dice, 0.15):
                # Here a show of hands counts all who are present, and a chair that is present votes.
                is_silent = self.is_secret and seat != self.observer.story.body.chair
                attended += some(self.dice, [seat], 0.5 if is_silent else 0)
            else:
                ballot = self._ballot(seat, may_vote)
                (late if ballot.written else ballots).append(ballot)
        self.dice.shuffle(late)
        soon = [late.pop() for _ in range(self.dice.randint(0, len(late)))]
        for ballot in soon:
            self._both(ballot)
        for ballot in ballots:
            self.observer.send(ballot, allowed=True)
        if ballots or attended:
            self._count(ballots, attended)
        for ballot in late:
            self._both(ballot)
        self._close(ballots, attended)

    def _ballot(self, seat: SeatId, named: Sequence[str]) -> Cast:
        written = all(self.observer.story.rule(name).written for name in self.table) and chance(self.dice, 0.15)
        votes = {name: self._vote() for name in named}
        for tied in self.observer.story.tied:
            approved = [name for name in tied.dossiers if votes.get(name) is Vote.APPROVE]
            votes |= dict.fromkeys(approved[tied.places :], Vote.DISAPPROVE)
        return Cast(
            seat=seat,
            choices=tuple(Choice(dossier_id=DossierId(name), vote=vote) for name, vote in votes.items()),
            written=written,
            meeting=self.observer.simulator.state.meeting,
        )

    def _vote(self) -> Vote:
        # In a second round the papers that are invalid are so as a whole, or the limit on approvals would not hold.
        often = [Vote.APPROVE] * 5 + [Vote.DISAPPROVE] * 3 + [Vote.ABSTAIN]
        return self.dice.choice(often if self.observer.story.tied else [*often, Vote.INVALID])

    def _count(self, ballots: Sequence[Cast], attended: Sequence[SeatId]) -> None:
        present = [*(ballot.seat for ballot in ballots), *attended]
        voters = sum(len(self.aside(seat)) < len(self.table) for seat in present)
        issued = self.dice.randint(len(ballots), voters) if self.is_secret else voters
        self.dice.shuffle(present)
        self.sent = a_count(
            random_acts.the_secretary(self.observer.story),
            present,
            *(self._sums(DossierId(name), ballots) for name in self.table),
            kind=CountKind.PAPER if self.is_secret else CountKind.HANDS,
            issued=issued,
            returned=len(ballots) if self.is_secret else voters,
            tellers=TELLERS,
            meeting=self.counted.state.meeting,
            revision=1,
        )
        self._send(ballots)

    def _sums(self, name: DossierId, ballots: Sequence[Cast]) -> ItemSums:
        votes = Counter(choice.vote for ballot in ballots for choice in ballot.choices if choice.dossier_id == name)
        blanks = self.observer.story.rule(name).blanks
        meaning = Vote.ABSTAIN if blanks is not None and blanks.abstain else Vote.INVALID
        blank = self.dice.randint(0, votes[meaning])
        votes[meaning] -= blank
        return ItemSums(
            dossier_id=name,
            approve=votes[Vote.APPROVE],
            disapprove=votes[Vote.DISAPPROVE],
            abstain=votes[Vote.ABSTAIN],
            blank=blank,
            invalid=votes[Vote.INVALID],
        )

    def _send(self, ballots: Sequence[Cast]) -> None:
        """Send the count; the chair's vote is given only where it is asked for."""
        answer = self.counted.act(self.sent)
        if isinstance(answer, Refusal):
            assert answer.reason is Reason.CHAIR_VOTE_NEEDED, (self.sent, answer)
            self.seen[answer.reason] += 1
            self.sent = self._with_the_chair(self.sent, ballots, answer.details)
            answer = self.counted.act(self.sent)
        assert isinstance(answer, Receipt), (self.sent, answer)

    def _with_the_chair(self, act: CountVotes, ballots: Sequence[Cast], named: Sequence[str]) -> CountVotes:
        (own,) = [ballot for ballot in ballots if ballot.seat == self.observer.story.body.chair]
        votes: Mapping[str, Vote] = {choice.dossier_id: choice.vote for choice in own.choices}
        items = tuple(
            each.model_copy(update={"chair": votes[each.dossier_id]}) if each.dossier_id in named else each
            for each in act.items
        )
        return act.model_copy(update={"items": items})

    def _close(self, ballots: Sequence[Cast], attended: Sequence[SeatId]) -> None:
        gone = tuple(DossierId(name) for name in some(self.dice, self.table, 0.08))
        back = tuple(
            Reasoned(dossier_id=DossierId(name), reasons=("Thiếu biên bản.",))
            for name in some(self.dice, self.table, 0.08)
        )
        by, meeting = random_acts.the_secretary(self.observer.story), self.counted.state.meeting
        close = Close(by=by, meeting=meeting, attended=tuple(attended), returned=back)
        answer = self.counted.act(close.model_copy(update={"attended": ()}), gone=gone)
        if isinstance(answer, Refusal):
            # A written opinion came after the count, and made the votes equal.
            assert answer.reason is Reason.CHAIR_VOTE_NEEDED
            self.seen["late tie"] += 1
            again = self._with_the_chair(self.sent, ballots, answer.details)
            self.sent = _undisclosed(self.counted, again.model_copy(update={"revision": again.revision + 1}))
            answer = self.counted.act(close.model_copy(update={"attended": ()}), gone=gone)
        assert isinstance(answer, Receipt), answer
        self.observer.send(close, allowed=True, gone=gone)

    def minutes(self) -> tuple[Minutes, Minutes]:
        """Return the minutes of both, of the last meeting that was closed."""
        states = (self.observer.simulator.state, self.counted.state)
        assert states[0].status is states[1].status
        first, second = (state.first.minutes if state.first else state.minutes for state in states)
        assert first is not None
        assert second is not None
        return first, second


def _undisclosed(sitting: SittingSimulator, act: CountVotes) -> CountVotes:
    """Send a count without the chair's votes that no longer decide: they would be disclosed for nothing."""
    while isinstance(answer := sitting.act(act), Refusal):
        assert answer.reason is Reason.SECRET_BALLOT, answer
        (name,) = answer.details
        bare = tuple(each.model_copy(update={"chair": None}) if each.dossier_id == name else each for each in act.items)
        act = act.model_copy(update={"items": bare})
    return act


def test_papers_and_ballots_find_the_same() -> None:
    """Whatever the rules, the recusals and the votes, in the first round and in the second, and whoever has a seat.

    Rolls change between the call and the opening, and from one meeting to the next.
    """
    seen: Counter[str] = Counter()
    for seed in range(500 * SOAK):
        _held_twice(Random(seed), seen)  # noqa: S311 - dice, not secrets

    expected = {
        *Finding,
        *("again carried", "again no_place", "hands", "papers", Reason.CHAIR_VOTE_NEEDED),
        *("counted over another roll", "counted over other holders", "counted in another meeting"),
    }
    assert {each for each in expected if not seen[each]} == set()


def _held_twice(dice: Random, seen: Counter[str]) -> None:
    pair = Pair(dice, seen)
    for _ in range(3):
        if pair.status is not SittingStatus.CLOSED and pair.have_it_open():
            pair.prepare()
            seen["papers" if pair.is_secret else "hands"] += 1
            seen["counted in another meeting"] += any(isinstance(act, Reconvene) for act in pair.observer.story.told)
            pair.vote()
            ballots, papers = pair.minutes()
            _assert_equal(ballots, papers)
            seen.update(f"{'again ' if item.second else ''}{item.finding}" for item in papers.items)
    assert pair.counted.told_anew() == pair.counted.state


def _assert_equal(ballots: Minutes, papers: Minutes) -> None:
    bare = tuple(item.evolve(sums=None, second_sums=None) for item in papers.items)
    assert bare == ballots.items
    assert (papers.present, papers.absent, papers.written) == (ballots.present, ballots.absent, ballots.written)
    assert papers.recused == ballots.recused
    written = [call for call in ballots.roll_calls if call.written]
    assert list(papers.roll_calls) == written
