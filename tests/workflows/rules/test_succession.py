"""Who acts in the place of a body that has ended, which findings stand, and who names one of several successors."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from schemas import calendars
from schemas.facts import BodySplit, BodySucceeded, DossierLapsed, FellOverdue
from schemas.ids import ActorId, BodyId
from schemas.messages import Conclude, GiveOpinion
from schemas.ports import FindingAnswer
from schemas.refusals import Reason, Refusal
from schemas.stages import Stage
from schemas.succession import BodyRole
from schemas.verdict import Outcome
from tests.builders import walks
from tests.builders.values import NOON, a_dossier_for_all, an_organisation
from tests.simulators.dossier_simulator import DossierSimulator, walked
from workflows.rules.act import NoLongerDue
from workflows.rules.dossier import dossier_acts, dossier_checks, dossier_view, office_state, succession

UNIT, CLUSTER, AGENCY, HEAD = "so-noi-vu", "cum-thi-dua-1", "ban-tdkt", "chu-tich-tinh"
A, B = "co-quan-a", "co-quan-b"


def why(refusal: Refusal | None) -> Reason | None:
    """Return the reason of a refusal."""
    return refusal.reason if refusal else None


@pytest.mark.parametrize(
    ("stage", "was"),
    [(Stage.UNIT, UNIT), (Stage.CLUSTER, CLUSTER), (Stage.APPRAISAL, AGENCY), (Stage.PARTY, "ban-thuong-vu")],
)
def test_the_successor_is_awaited_with_the_term_and_the_number_of_before(stage: Stage, was: str) -> None:
    """The dossier does not move: it answers the same request, by the same day."""
    walk = walked(stage)
    before = walk.state.awaiting
    assert before is not None

    after = walk.follow(was, A).state.awaiting

    assert after == before.evolve(body=an_organisation(A))
    assert dossier_view.row(walk.state).awaited == an_organisation(A)


def test_one_body_may_have_several_roles() -> None:
    """It is replaced in all of them, by one fact."""
    one = an_organisation(AGENCY)
    walk = DossierSimulator(a_dossier_for_all(agency=one, head=one), walked(Stage.PARTY).state.rules).submit()

    fact = walk.follow(AGENCY, A).facts[-1]

    assert isinstance(fact, BodySucceeded)
    assert fact.roles == (BodyRole.AGENCY, BodyRole.HEAD)
    assert (walk.state.dossier.agency, walk.state.dossier.head) == (an_organisation(A), an_organisation(A))
    assert succession.named(walk.state).count(BodyId(A)) == 1


@pytest.mark.parametrize(
    "walk",
    [
        pytest.param(lambda: walked(Stage.CLUSTER).follow(UNIT, A), id="known already"),
        pytest.param(lambda: walked(Stage.CLUSTER).follow(UNIT, A, B), id="its split is known"),
        pytest.param(lambda: walked(Stage.WITHDRAWN), id="at its end"),
    ],
)
def test_nothing_is_written_where_nothing_is_new(walk: Callable[[], DossierSimulator]) -> None:
    """Told again, it says nothing."""
    state = walk().state
    into = (B, A) if state.split else (A,)

    assert succession.followed(state, walks.a_succession(UNIT, *into), NOON) is None
    with pytest.raises(NoLongerDue):
        dossier_acts.follow(walks.a_succession(UNIT, *into)).write(state, NOON)


@pytest.mark.parametrize("body", ["la-hoac", UNIT])
def test_a_body_that_is_not_named_or_has_no_successor_changes_nothing(body: str) -> None:
    """A dissolved body stays what it was."""
    into = () if body == UNIT else (A,)

    assert succession.followed(walked(Stage.CLUSTER).state, walks.a_succession(body, *into), NOON) is None


def test_a_split_that_the_register_mends_is_decided_by_it() -> None:
    """The agency has nothing left to name."""
    walk = walked(Stage.CLUSTER).follow(UNIT, A, B).follow(UNIT, B, sequence=3)

    assert (walk.state.dossier.unit, walk.state.split) == (an_organisation(B), ())


def test_a_split_that_the_register_changes_is_written_again() -> None:
    """The last one holds."""
    walk = walked(Stage.CLUSTER).follow(UNIT, A, B).follow(UNIT, A, "co-quan-c", sequence=3)

    (split,) = walk.state.split
    assert [body.id for body in split.into] == [A, "co-quan-c"]


def hears(walk: DossierSimulator, body: str, on: date | None) -> Reason | None:
    """Return why a finding of a body, of a day, is refused now."""
    act, found = walks.a_hearing(walk.state, Outcome.FORWARD)
    verdict = found.verdict
    assert verdict is not None
    dated = FindingAnswer(verdict=verdict.evolve(body=BodyId(body)), rule=found.rule, on=on)
    return why(dossier_checks.may_hear(walk.state, act, dated))


ENDED_ON = calendars.day_of(NOON + timedelta(hours=1))
BEFORE = ENDED_ON - timedelta(days=1)


@pytest.mark.parametrize(
    ("body", "on", "refused"),
    [
        (CLUSTER, BEFORE, None),
        (CLUSTER, ENDED_ON, Reason.NOT_AT_THIS_STAGE),
        (CLUSTER, None, Reason.NOT_AT_THIS_STAGE),
        (A, ENDED_ON, None),
        (B, BEFORE, None),
        ("la-hoac", BEFORE, Reason.NOT_AT_THIS_STAGE),
    ],
)
def test_a_vote_of_before_the_end_stands(body: str, on: date | None, refused: Reason | None) -> None:
    """Of the former body and of those between; never of one that had ended by then."""
    walk = walked(Stage.CLUSTER).follow(CLUSTER, B).follow(B, A)
    if body == B:
        # It ended a day later in this case: it may have found on the day before.
        on = BEFORE

    assert hears(walk, body, on) is refused


@pytest.mark.parametrize(("on", "refused"), [(BEFORE, None), (ENDED_ON, Reason.SUCCESSOR_NOT_NAMED)])
def test_a_vote_of_before_a_split_stands_too(on: date, refused: Reason | None) -> None:
    """One of afterwards does not, whoever the successor will be."""
    assert hears(walked(Stage.CLUSTER).follow(CLUSTER, A, B), CLUSTER, on) is refused


def test_the_former_name_stays_with_what_was_found() -> None:
    """The cluster that found is not the one that came after it."""
    walk = walked(Stage.COUNCIL).follow(CLUSTER, A)

    assert walk.state.passages[-1].body.id == CLUSTER
    assert walk.state.dossier.cluster == an_organisation(A)


def test_what_was_found_in_time_is_told_under_the_name_of_then() -> None:
    """Heard after the succession, it is the former body's nevertheless."""
    walk = walked(Stage.CLUSTER).follow(CLUSTER, A)
    act, found = walks.a_hearing(walk.state, Outcome.FORWARD)
    assert found.verdict is not None
    former = FindingAnswer(verdict=found.verdict.evolve(body=BodyId(CLUSTER)), rule=found.rule, on=BEFORE)

    walk.do(dossier_acts.hear(act, former))

    assert walk.state.stage is Stage.COUNCIL
    assert walk.state.passages[-1].body == an_organisation(CLUSTER)


def test_an_awaited_agency_is_succeeded_and_answers_the_same_request() -> None:
    """The former one is told whose answer it is now."""
    walk = walked(Stage.OPINIONS).ask("so-y-te", "so-tai-chinh").opine("so-tai-chinh").follow("so-y-te", A)
    (request,) = {each.asked for each in walk.state.opinions}
    former = GiveOpinion(by=ActorId("so-y-te"), answers=request, agrees=True)

    refused = dossier_acts.give_opinion(former).check(walk.state, walk.now)

    assert why(refused) is Reason.NOT_YOURS
    assert refused is not None
    assert refused.details == (A,)
    assert walk.opine(A).state.stage is Stage.CENTRAL_APPRAISAL


def test_what_an_agency_has_answered_stays_its_own() -> None:
    """Its successor is not asked again."""
    walk = walked(Stage.OPINIONS).ask("so-y-te", "so-tai-chinh").opine("so-y-te")

    assert BodyId("so-y-te") not in succession.named(walk.state)


def test_an_agency_that_was_asked_for_itself_answers_once_for_both() -> None:
    """Two requests to one body would wait for a second answer that is the first one again."""
    walk = walked(Stage.OPINIONS).ask("so-y-te", "so-tai-chinh").follow("so-y-te", "so-tai-chinh")

    assert [each.agency.id for each in office_state.asked(walk.state)] == ["so-tai-chinh"]
    assert walk.opine("so-tai-chinh").state.stage is Stage.CENTRAL_APPRAISAL


def test_of_a_split_body_nobody_acts() -> None:
    """Neither it nor a successor that is not named; the refusal says who is to name one."""
    walk = walked(Stage.PARTY).follow("ban-thuong-vu", A, B)
    assert walk.state.awaiting is not None
    answers = walk.state.awaiting.answers

    old, new = (
        dossier_acts.conclude(Conclude(by=ActorId(by), answers=answers, outcome=Outcome.FORWARD)).check(
            walk.state, walk.now
        )
        for by in ("ban-thuong-vu", A)
    )

    assert (why(old), why(new)) == (Reason.SUCCESSOR_NOT_NAMED, Reason.NOT_YOURS)
    assert old is not None
    assert old.details == (A, B)
    assert AGENCY in old.message


@pytest.mark.parametrize(
    ("by", "was", "now", "refused"),
    [
        (AGENCY, UNIT, A, None),
        (AGENCY, UNIT, "la-hoac", Reason.NOT_A_SUCCESSOR),
        (AGENCY, CLUSTER, A, Reason.NOT_A_SUCCESSOR),
        (HEAD, UNIT, A, Reason.NOT_YOURS),
        (UNIT, UNIT, A, Reason.NOT_YOURS),
        (A, UNIT, A, Reason.NOT_YOURS),
    ],
)
def test_only_the_agency_names_one_of_the_register_s(by: str, was: str, now: str, refused: Reason | None) -> None:
    """Nobody names itself."""
    state = walked(Stage.PARTY).follow(UNIT, A, B).state

    assert why(succession.may_succeed(state, walks.a_naming(state, was, now, by=ActorId(by)))) is refused


def test_where_the_agency_was_split_itself_the_head_names_its_successor() -> None:
    """And where both were, nobody can: the register must."""
    walk = walked(Stage.PARTY).follow(AGENCY, A, B)
    by_head = walks.a_naming(walk.state, AGENCY, A)
    both = walked(Stage.PARTY).follow(AGENCY, A, B).follow(HEAD, "x", "y").state

    assert by_head.by == HEAD
    assert succession.may_succeed(walk.state, by_head) is None
    assert walk.succeed(AGENCY, B).state.dossier.agency == an_organisation(B)
    assert succession.who_names(both) is None
    assert why(succession.may_succeed(both, walks.a_naming(both, AGENCY, A))) is Reason.NOT_YOURS
    refused = succession.undecided(both, ActorId(AGENCY))
    assert refused is not None
    assert "danh mục" in refused.message


def test_at_its_end_a_dossier_names_no_successor() -> None:
    """It is closed."""
    state = walked(Stage.PARTY).follow(UNIT, A, B).state
    closed = state.evolve(stage=Stage.WITHDRAWN, awaiting=None)

    assert why(succession.may_succeed(closed, walks.a_naming(state, UNIT, A))) is Reason.DOSSIER_CLOSED
    assert succession.undecided(closed, ActorId(UNIT)) is None
    assert succession.named(closed) == ()


def test_a_dossier_does_not_lapse_while_nobody_can_supplement_it() -> None:
    """Its unit was split: the term passes, and it goes on waiting; otherwise it lapses."""
    split, whole = walked(Stage.UNIT).follow(UNIT, A, B), walked(Stage.UNIT).follow(UNIT, A)

    for walk in (split, whole):
        walk.strike().strike()

    assert isinstance(split.facts[-1], FellOverdue)
    assert isinstance(whole.facts[-1], DossierLapsed)
    assert split.state.stage is Stage.UNIT


def test_the_agency_s_naming_carries_what_the_register_had() -> None:
    """The fact can be checked by the same record."""
    walk = walked(Stage.PARTY).follow(UNIT, A, B).succeed(UNIT, B)

    split, named = walk.facts[-2:]
    assert isinstance(split, BodySplit)
    assert isinstance(named, BodySucceeded)
    assert (named.record, named.on, named.document, named.was) == (split.record, split.on, split.document, split.was)
    assert (named.by, named.now.id, walk.state.split) == (AGENCY, B, ())
