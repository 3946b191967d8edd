"""Who is told what: each fact writes to the office that it concerns, with all that its letter needs."""

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import pytest

from schemas.facts import DossierFact
from schemas.ids import ActorId, BodyId, DossierId
from schemas.notices import Addressee, Notice, Template
from schemas.proceedings import HoldGround
from schemas.stages import Stage
from schemas.verdict import Outcome
from tests.builders.announced_facts import a_tally
from tests.builders.values import (
    a_decision_ref,
    a_document_rule,
    a_dossier,
    a_name,
    a_term,
    a_vote_rule,
    some_rules,
)
from tests.simulators.dossier_simulator import DossierSimulator, walked
from workflows.rules.views import notice_rules

REASONS = ("Cần làm rõ số liệu năm 2023.",)
DUE, UNIT_DUE = date(2024, 4, 1), date(2024, 3, 18)
"""Twenty and ten working days after the builders' Monday."""

OF_SITTINGS = {
    *(Template.CONVENED, Template.LEFT_THE_ROLL, Template.AMENDED, Template.ADJOURNED, Template.RECONVENED),
    *(Template.SECOND_ROUND, Template.MINUTES),
}


def letter(walk: DossierSimulator) -> Notice:
    """Return the one letter that the last fact of a walk asks for."""
    (notice,) = notice_rules.about_dossier(walk.state, walk.facts[-1])
    return notice


def told(body: str) -> Addressee:
    """Return a body as a recipient."""
    return Addressee(body=BodyId(body))


def said(notice: Notice) -> dict[str, object]:
    """Return a letter's content beyond which dossier it is about."""
    about = {name: getattr(notice.about, name) for name in notice.about.model_fields_set}
    usual = {"reference", "nominee", "award"}
    assert set(about) >= usual
    return {name: value for name, value in about.items() if name not in usual and value not in (None, ())}


def twin() -> DossierSimulator:
    """Return a dossier that is another one's twin."""
    walk = DossierSimulator()
    walk.state = walk.state.model_copy(update={"twin_of": DossierId("hs-dau")})
    return walk.submit()


UNIT, CLUSTER, COUNCIL, AUTHORITY, AGENCY, MINISTRY = (
    f"Đơn vị {body}" for body in ("so-noi-vu", "cum-thi-dua-1", "hoi-dong-tw", "thu-tuong", "ban-tdkt", "bo-noi-vu")
)
REPORT = a_name("Văn bản achievement_report", "achievement_report")

CASES: list[tuple[Callable[[], DossierSimulator], Template, str, dict[str, object]]] = [
    (lambda: walked(Stage.CLUSTER), Template.RECEIVED, UNIT, {"next_body": CLUSTER, "due_on": DUE}),
    (
        lambda: walked(Stage.UNIT),
        Template.INCOMPLETE,
        UNIT,
        {"next_body": UNIT, "due_on": UNIT_DUE, "missing": (REPORT,)},
    ),
    (
        lambda: walked(Stage.UNIT).supplement(),
        Template.INCOMPLETE,
        UNIT,
        {"next_body": UNIT, "due_on": UNIT_DUE, "missing": (REPORT,)},
    ),
    (
        lambda: walked(Stage.UNIT).supplement("achievement_report"),
        Template.RECEIVED,
        UNIT,
        {"next_body": CLUSTER, "due_on": DUE},
    ),
    (twin, Template.REFUSED_AS_TWIN, UNIT, {"first": "hs-dau"}),
    (
        lambda: walked(Stage.COUNCIL),
        Template.FORWARDED,
        UNIT,
        {"stage": Stage.CLUSTER, "body": CLUSTER, "next_body": COUNCIL, "due_on": DUE, "vote": a_tally(4)},
    ),
    (
        lambda: walked(Stage.COUNCIL).hear(Outcome.RETURN),
        Template.RETURNED,
        UNIT,
        {"stage": Stage.COUNCIL, "body": COUNCIL, "next_body": UNIT, "due_on": UNIT_DUE, "reasons": REASONS},
    ),
    (
        lambda: walked(Stage.REFUSED),
        Template.REFUSED,
        UNIT,
        {"stage": Stage.CLUSTER, "body": CLUSTER, "reasons": REASONS, "vote": a_tally(1)},
    ),
    (
        lambda: walked(Stage.DECISION).hear(Outcome.REFUSE),
        Template.REFUSED,
        UNIT,
        {"stage": Stage.DECISION, "body": AUTHORITY, "reasons": REASONS, "decision": a_decision_ref()},
    ),
    (
        lambda: walked(Stage.GRANTED),
        Template.GRANTED,
        UNIT,
        {"stage": Stage.DECISION, "body": AUTHORITY, "decision": a_decision_ref()},
    ),
    (lambda: walked(Stage.WITHDRAWN), Template.WITHDRAWN, UNIT, {"reasons": ("Đơn vị xem xét lại.",)}),
    (
        lambda: walked(Stage.UNIT).strike(),
        Template.REMINDED,
        UNIT,
        {"stage": Stage.UNIT, "next_body": UNIT, "due_on": UNIT_DUE},
    ),
    (
        lambda: walked(Stage.CLUSTER).strike(),
        Template.REMINDED,
        CLUSTER,
        {"stage": Stage.CLUSTER, "next_body": CLUSTER, "due_on": DUE},
    ),
    (
        lambda: walked(Stage.CLUSTER).strike().strike(),
        Template.OVERDUE,
        CLUSTER,
        {"stage": Stage.CLUSTER, "next_body": CLUSTER, "due_on": DUE},
    ),
    (lambda: walked(Stage.LAPSED), Template.LAPSED, UNIT, {"due_on": UNIT_DUE}),
]

OF_OFFICES: list[tuple[Callable[[], DossierSimulator], Template, str, dict[str, object]]] = [
    (
        lambda: walked(Stage.PUBLICATION).publish(),
        Template.PUBLISHED,
        UNIT,
        {"stage": Stage.PUBLICATION, "where": "Cổng thông tin", "next_body": AGENCY},
    ),
    (
        lambda: walked(Stage.PUBLICATION).publish().object(),
        Template.OBJECTED,
        AGENCY,
        {"stage": Stage.PUBLICATION, "next_body": AGENCY, "reasons": ("Chưa đúng đối tượng.",)},
    ),
    (
        lambda: walked(Stage.PUBLICATION).publish().object().strike(),
        Template.OBJECTED,
        AGENCY,
        {"stage": Stage.PUBLICATION, "next_body": AGENCY, "items": 1},
    ),
    (
        lambda: walked(Stage.PUBLICATION).publish().strike(),
        Template.FORWARDED,
        UNIT,
        {"stage": Stage.PUBLICATION, "body": AGENCY, "next_body": AGENCY},
    ),
    (
        lambda: walked(Stage.UNIT).recount(UNIT_DUE),
        Template.RECOUNTED,
        UNIT,
        {"stage": Stage.UNIT, "next_body": UNIT, "was": UNIT_DUE},
    ),
    (
        lambda: walked(Stage.APPRAISAL).follow("so-noi-vu", "so-moi"),
        Template.SUCCEEDED,
        "Đơn vị so-moi",
        {
            "stage": Stage.APPRAISAL,
            "body": UNIT,
            "next_body": AGENCY,
            "successors": ("Đơn vị so-moi (so-moi)",),
            "since": date(2024, 3, 19),
            "document": "Nghị quyết 202/2025/QH15",
        },
    ),
    (
        lambda: walked(Stage.APPRAISAL).follow("so-noi-vu", "so-1", "so-2"),
        Template.SPLIT,
        AGENCY,
        {"stage": Stage.APPRAISAL, "body": UNIT, "successors": ("Đơn vị so-1 (so-1)", "Đơn vị so-2 (so-2)")},
    ),
    (
        lambda: walked(Stage.OPINIONS).ask("so-tai-chinh"),
        Template.OPINION_ASKED,
        "Đơn vị so-tai-chinh",
        {"stage": Stage.OPINIONS, "next_body": AGENCY},
    ),
    (
        lambda: walked(Stage.OPINIONS).ask("so-tai-chinh").opine("so-tai-chinh"),
        Template.FORWARDED,
        UNIT,
        {"stage": Stage.OPINIONS, "body": AGENCY, "next_body": MINISTRY},
    ),
    (
        lambda: walked(Stage.OPINIONS).ask("so-tai-chinh").strike(),
        Template.FORWARDED,
        UNIT,
        {"stage": Stage.OPINIONS, "body": AGENCY, "next_body": MINISTRY},
    ),
]


@pytest.mark.parametrize(("walk", "template", "reader", "particulars"), OF_OFFICES)
def test_what_offices_do_is_told_to_whom_it_concerns(
    walk: Callable[[], DossierSimulator], template: Template, reader: str, particulars: dict[str, object]
) -> None:
    """Its unit, the agency that examines an objection, or the one that is asked; each until the day that counts."""
    walked_on = walk()

    notice = letter(walked_on)

    assert (notice.template, notice.to) == (template, told(reader.removeprefix("Đơn vị ")))
    assert said(notice) | particulars == said(notice)
    assert walked_on.state.awaiting is not None
    assert notice.about.due_on == walked_on.state.awaiting.due_on


SILENT: list[Callable[[], DossierSimulator]] = [
    lambda: walked(Stage.APPRAISAL).assign(),
    lambda: walked(Stage.OPINIONS).ask("so-tai-chinh").opine("so-tai-chinh", agrees=False),
    lambda: walked(Stage.CLUSTER).recount(date(2024, 12, 30)),
]


@pytest.mark.parametrize("walk", SILENT)
def test_what_concerns_nobody_outside_is_told_to_nobody(walk: Callable[[], DossierSimulator]) -> None:
    """An officer's name, an answer that the agency in charge reads for itself, a holiday after every term that runs."""
    walked_on = walk()

    assert notice_rules.about_dossier(walked_on.state, walked_on.facts[-1]) == ()


HOLDS: list[tuple[Callable[[], DossierSimulator], list[str], dict[str, object]]] = [
    (
        lambda: walked(Stage.CLUSTER).hold(),
        ["so-noi-vu", "cum-thi-dua-1"],
        {"stage": Stage.CLUSTER, "body": CLUSTER, "next_body": CLUSTER, "ground": HoldGround.COMPLAINT},
    ),
    (
        lambda: walked(Stage.PARTY).hold(by=ActorId("chu-tich-tinh")),
        ["so-noi-vu", "ban-thuong-vu", "ban-tdkt"],
        {"stage": Stage.PARTY, "body": "Đơn vị chu-tich-tinh", "ground": HoldGround.COMPLAINT},
    ),
    (
        lambda: walked(Stage.APPRAISAL).hold().release(),
        ["so-noi-vu", "ban-tdkt"],
        {"stage": Stage.APPRAISAL, "body": AGENCY, "next_body": AGENCY},
    ),
    (
        lambda: walked(Stage.OPINIONS).ask("so-tai-chinh").hold().opine("so-tai-chinh").release(),
        ["so-noi-vu", "bo-noi-vu", "ban-tdkt"],
        {"stage": Stage.CENTRAL_APPRAISAL, "body": AGENCY, "next_body": MINISTRY},
    ),
]


@pytest.mark.parametrize(("walk", "readers", "particulars"), HOLDS)
def test_a_hold_and_a_release_are_told_to_all_whom_they_stop(
    walk: Callable[[], DossierSimulator], readers: list[str], particulars: dict[str, object]
) -> None:
    """Its unit, the awaited office and its agency: each once, whatever else it is."""
    walked_on = walk()

    notices = notice_rules.about_dossier(walked_on.state, walked_on.facts[-1])

    assert [notice.to for notice in notices] == [told(reader) for reader in readers]
    assert {notice.template.value for notice in notices} == {walked_on.facts[-1].kind.removeprefix("dossier_")}
    assert len({notice.about for notice in notices}) == 1
    assert said(notices[0]) | particulars == said(notices[0])
    assert len(notices[0].about.reasons) == 1
    assert walked_on.state.awaiting is not None
    assert notices[0].about.due_on == walked_on.state.awaiting.due_on


@pytest.mark.parametrize(("walk", "template", "reader", "particulars"), CASES)
def test_each_fact_of_a_dossier_is_told_to_whom_it_concerns(
    walk: Callable[[], DossierSimulator], template: Template, reader: str, particulars: dict[str, object]
) -> None:
    """Its unit gets the outcome; the awaited office reads that time runs out. No other office reads more."""
    walked_on = walk()

    notice = letter(walked_on)

    dossier = walked_on.state.dossier
    assert notice.template is template
    assert notice.to == told(reader.removeprefix("Đơn vị "))
    assert (notice.about.reference, notice.about.nominee) == (dossier.dossier_id, dossier.nominee.name)
    assert notice.about.award == walked_on.state.rules.award.name
    assert said(notice) == particulars


def test_every_fact_and_every_template_of_a_dossier_is_among_these() -> None:
    """One that is added must have a recipient."""
    walks = [*SILENT, *(walk for walk, *_ in (*CASES, *OF_OFFICES)), *(walk for walk, *_ in HOLDS)]
    kinds = {walk().facts[-1].kind for walk in walks}

    assert kinds == {kind for fact in get_args(DossierFact) for kind in get_args(fact.model_fields["kind"].annotation)}
    sent = {template for _, template, *_ in (*CASES, *OF_OFFICES)} | {Template.HELD, Template.RELEASED}
    assert sent == set(Template) - OF_SITTINGS


def doubtful(walk: Callable[[DossierSimulator], DossierSimulator]) -> tuple[str, ...]:
    """Return the doubts in the last letter of a dossier whose every term, paper and stage is uncertain."""
    unsure: dict[str, Any] = {"verified": False, "citation": "Điều 9"}
    rules = some_rules(
        documents=(a_document_rule("proposal_letter", **unsure),),
        route=(a_vote_rule(**unsure), *some_rules().award.route[1:]),
        supplement=a_term(10, 3, **unsure),
    )
    return letter(walk(DossierSimulator(a_dossier(documents=()), rules).submit())).about.unverified


UNIT_S = ("Giấy tờ «Văn bản proposal_letter»: Điều 9", "Thời hạn bổ sung hồ sơ: Điều 9")
CLUSTER_S = ("Bước Cụm, khối thi đua: Điều 9",)


@pytest.mark.parametrize(
    ("walk", "doubts"),
    [
        pytest.param(lambda walk: walk, UNIT_S, id="incomplete"),
        pytest.param(lambda walk: walk.strike(), UNIT_S, id="reminded"),
        pytest.param(lambda walk: walk.strike().strike(), UNIT_S, id="lapsed"),
        pytest.param(lambda walk: walk.supplement("proposal_letter"), (), id="received"),
        pytest.param(lambda walk: walk.supplement("proposal_letter").hear(Outcome.REFUSE), CLUSTER_S, id="refused"),
        pytest.param(lambda walk: walk.supplement("proposal_letter").hear(Outcome.RETURN), UNIT_S, id="returned"),
        pytest.param(lambda walk: walk.withdraw(), (), id="withdrawn"),
    ],
)
def test_a_letter_says_which_of_its_rules_are_uncertain(
    walk: Callable[[DossierSimulator], DossierSimulator], doubts: tuple[str, ...]
) -> None:
    """An office that must act by a day, or is refused, is told where that may be wrong."""
    assert doubtful(walk) == doubts
