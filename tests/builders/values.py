"""Values for tests, each whole as it is: a test names only what is unusual about its own.

What two tests must not share (a dossier, its nominee, a stream) is numbered by `a_number`, and by nothing else.
"""

import itertools
import uuid
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, TypeVar

from schemas.base import Model
from schemas.bodies import Body, BodyKind, Contact, Language, Organisation, RecordRef, SeasonLabel, Seat
from schemas.calendars import WorkCalendar
from schemas.digests import NO_PREVIOUS
from schemas.documents import Document
from schemas.dossier import ROLES, Dossier, Period, SubmittedDossier
from schemas.facts import Fact
from schemas.ids import AwardId, BasisId, BodyId, NomineeId, RegimeId
from schemas.legal_values import Base, Counting, Name, Requirement, Term
from schemas.nominee import Collective
from schemas.notices import Addressee, Notice, NoticeContext, Template
from schemas.policy import AwardRule, DocumentRule, Regime, Rules
from schemas.ports import DossierRow, Entry
from schemas.routes import (
    CENTRAL,
    BallotKind,
    DecisionRule,
    OfficeRule,
    OpinionsRule,
    PublicationRule,
    SignatureRule,
    Silence,
    StageRule,
    Submitter,
    VoteRule,
)
from schemas.stages import Stage
from schemas.verdict import DecisionRef

AWARD = AwardId("gov_emulation_flag")
BASIS = BasisId("central_cluster")
REGIME = RegimeId("nd98-2023")
UNIT = BodyId("so-noi-vu")
CLUSTER = BodyId("cum-thi-dua-1")
COUNCIL = BodyId("hoi-dong-tw")
AUTHORITY = BodyId("thu-tuong")
AGENCY = BodyId("ban-tdkt")
PARTY = BodyId("ban-thuong-vu")
HEAD = BodyId("chu-tich-tinh")
MINISTRY = BodyId("bo-noi-vu")
SEASON = SeasonLabel("2023")

SAID = "5" * 64
"""The digest of what opens a stream, for tests that do not check it."""

NOON = datetime(2024, 3, 4, 5, tzinfo=UTC)
"""A Monday in March, noon in Hanoi."""

_CITED: dict[str, Any] = {"citation": "Điều 1", "verified": True}

ModelT = TypeVar("ModelT", bound=Model)

_SESSION = uuid.uuid4().hex[:8]
_numbers = itertools.count(1)


def a_number() -> str:
    """Return a text that no other call returns, in this session or another: `3f2a9c1e-17`."""
    return f"{_SESSION}-{next(_numbers)}"


def a_name(vi: str = "Cờ thi đua của Chính phủ", en: str = "Government Emulation Flag") -> Name:
    """Return a name in both languages."""
    return Name(vi=vi, en=en)


def a_contact(organisation: str = UNIT, language: Language = Language.VIETNAMESE) -> Contact:
    """Return the office of an organisation; its mailbox carries the organisation's identifier."""
    return Contact(name=f"Văn phòng {organisation}", email=f"{organisation}@vinhdanh.example", language=language)


def an_organisation(id: str = UNIT, **changes: Any) -> Organisation:
    """Return a unit, cluster, council or authority, as a fact names it."""
    return _made(Organisation, changes, id=id, name=f"Đơn vị {id}")


def a_document(kind: str = "proposal_letter", **changes: Any) -> Document:
    """Return a paper of a kind; each kind has a digest of its own."""
    return _made(
        Document,
        changes,
        kind=kind,
        name=f"Văn bản {kind}",
        uri=f"https://store.vinhdanh.example/{kind}.pdf",
        sha256=uuid.uuid5(uuid.NAMESPACE_URL, kind).hex * 2,
        size=2048,
    )


def a_dossier(dossier_id: str | None = None, **changes: Any) -> Dossier:
    """Return a collective's dossier for the flag of 2023 with both papers; no other dossier has its nominee."""
    dossier_id = dossier_id or f"hs-{a_number()}"
    return _made(
        Dossier,
        changes,
        dossier_id=dossier_id,
        nominee=Collective(id=NomineeId(f"tt-{dossier_id[-61:]}"), name="Thành phố Ven Sông"),
        award=AWARD,
        basis=BASIS,
        period=Period(first=date(2023, 1, 1), last=date(2023, 12, 31)),
        unit=an_organisation(UNIT),
        cluster=an_organisation(CLUSTER),
        council=an_organisation(COUNCIL),
        received_on=date(2024, 3, 1),
        documents=(a_document("proposal_letter"), a_document("achievement_report")),
    )


def submitted(dossier: Dossier) -> SubmittedDossier:
    """Return a dossier as its unit submits it: its bodies by their identifiers."""
    named = {role: body.id for role in ROLES if (body := getattr(dossier, role)) is not None}
    proposal = {field: getattr(dossier, field) for field in SubmittedDossier.model_fields if field not in ROLES}
    return SubmittedDossier.model_validate({**proposal, **named})


def a_seat(number: int, **changes: Any) -> Seat:
    """Return the seat with a number: `seat-1`."""
    return _made(Seat, changes, id=f"seat-{number}", name=f"Thành viên {number}")


def a_body(id: str = CLUSTER, seats: int = 5, kind: BodyKind = BodyKind.CLUSTER, **changes: Any) -> Body:
    """Return a body of so many seats, `seat-1` in the chair, and `secretary-<id>` at its desk."""
    return _made(
        Body,
        changes,
        id=id,
        kind=kind,
        name=f"Cơ quan xét {id}",
        on=date(2024, 3, 4),
        record=RecordRef(sequence=1, hash=SAID),
        season=SEASON if kind is BodyKind.CLUSTER else None,
        seats=tuple(a_seat(number) for number in range(1, seats + 1)),
        chair="seat-1",
        secretary=f"secretary-{id}",
    )


def a_requirement(share: str = "2/3", of: Base = Base.ALL_SEATS, **changes: Any) -> Requirement:
    """Return a share that must be reached."""
    return _made(Requirement, changes, share=share, of=of, **_CITED)


def a_term(working_days: int = 20, remind_before: int | None = 5, **changes: Any) -> Term:
    """Return a term in working days."""
    return _made(Term, changes, working_days=working_days, remind_before=remind_before, **_CITED)


def a_vote_rule(stage: Stage = Stage.CLUSTER, **changes: Any) -> VoteRule:
    """Return the rule of a vote: secret, two thirds for a quorum, 80 % of all seats to carry, twenty days."""
    return _made(
        VoteRule,
        changes,
        stage=stage,
        ballot=BallotKind.SECRET,
        quorum=a_requirement("2/3"),
        threshold=a_requirement("80%"),
        term=a_term(),
        **_CITED,
    )


def a_decision_rule(**changes: Any) -> DecisionRule:
    """Return the rule of a decision that has no term: the ministry submits, the authority decides."""
    ministry = Submitter(body=an_organisation(MINISTRY), **_CITED)
    return _made(DecisionRule, changes, body=an_organisation(AUTHORITY), submitted_by=ministry, **_CITED)


def a_publication_rule(stage: Stage = Stage.PUBLICATION, **changes: Any) -> PublicationRule:
    """Return the rule of a publication of ten working days."""
    return _made(PublicationRule, changes, stage=stage, body=_central(stage), term=a_term(10, None), **_CITED)


def an_office_rule(stage: Stage = Stage.APPRAISAL, **changes: Any) -> OfficeRule:
    """Return the rule of an appraisal of twenty working days, that stand still while the unit supplements."""
    return _made(OfficeRule, changes, stage=stage, body=_central(stage), term=a_term(20, 5, pauses=True), **_CITED)


def an_opinions_rule(silence: Silence = Silence.AGREES, **changes: Any) -> OpinionsRule:
    """Return the rule of opinions that are given within ten working days."""
    return _made(OpinionsRule, changes, stage=Stage.OPINIONS, silence=silence, term=a_term(10, None), **_CITED)


def a_signature_rule(stage: Stage = Stage.HEAD, **changes: Any) -> SignatureRule:
    """Return the rule of a signature that has no term."""
    return _made(SignatureRule, changes, stage=stage, body=_central(stage), **_CITED)


def _central(stage: Stage) -> Organisation | None:
    return an_organisation(MINISTRY) if stage in CENTRAL else None


def a_long_route() -> tuple[StageRule, ...]:
    """Return a route that passes every stage there is."""
    return (
        a_vote_rule(Stage.CLUSTER),
        a_publication_rule(),
        an_office_rule(officer=True),
        a_vote_rule(Stage.COUNCIL),
        an_office_rule(Stage.PARTY),
        a_signature_rule(),
        an_opinions_rule(),
        an_office_rule(Stage.CENTRAL_APPRAISAL),
        a_publication_rule(Stage.CENTRAL_PUBLICATION),
        a_vote_rule(Stage.CENTRAL_COUNCIL, body=an_organisation(MINISTRY)),
        a_signature_rule(Stage.ENDORSEMENT),
        a_decision_rule(),
    )


def a_dossier_for_all(**changes: Any) -> Dossier:
    """Return a dossier that names every office a long route needs."""
    named = {"agency": an_organisation(AGENCY), "party": an_organisation(PARTY), "head": an_organisation(HEAD)}
    return a_dossier(**{**named, **changes})


def a_document_rule(kind: str, brought_by: Stage = Stage.UNIT, **changes: Any) -> DocumentRule:
    """Return that a dossier needs a paper of a kind."""
    return _made(
        DocumentRule,
        changes,
        kind=kind,
        name=a_name(f"Văn bản {kind}", kind),
        brought_by=brought_by,
        **_CITED,
    )


def an_award_rule(**changes: Any) -> AwardRule:
    """Return the flag's rule: cluster, council, decision; two papers; ten days for a supplement."""
    return _made(
        AwardRule,
        changes,
        award=AWARD,
        basis=BASIS,
        name=a_name(),
        nominees=("collective",),
        decided_by=a_name("Chính phủ", "the Government"),
        signed_by=a_name("Thủ tướng Chính phủ", "the Prime Minister"),
        route=(a_vote_rule(Stage.CLUSTER), a_vote_rule(Stage.COUNCIL), a_decision_rule()),
        documents=(a_document_rule("proposal_letter"), a_document_rule("achievement_report")),
        supplement=a_term(10, 3),
        **_CITED,
    )


def some_rules(**changes: Any) -> Rules:
    """Return the rules of the flag; what is changed is its award's rule."""
    return Rules(
        regime=REGIME,
        counting=Counting(first_day_counts=False, **_CITED),
        award=an_award_rule(**changes),
    )


def a_law(**changes: Any) -> str:
    """Return the digest under which the ledger keeps these rules."""
    return sha256(some_rules(**changes).model_dump_json(exclude_none=True).encode()).hexdigest()


def a_calendar(**changes: Any) -> WorkCalendar:
    """Return the years 2023 to 2026 with two holidays and one Saturday that is worked."""
    swapped = {"days_off": (date(2024, 4, 18), date(2024, 4, 30)), "days_worked": (date(2024, 5, 4),)}
    return _made(WorkCalendar, changes, first=date(2023, 1, 1), last=date(2026, 12, 31), **swapped)


def a_decision_ref(**changes: Any) -> DecisionRef:
    """Return the decision that grants."""
    return _made(
        DecisionRef,
        changes,
        number="231/QĐ-TTg",
        decided_on=date(2024, 6, 14),
        signatory="Thủ tướng Chính phủ",
        document=a_document("decision"),
    )


def a_standing(dossier: Dossier | None = None, stage: Stage = Stage.CLUSTER, **changes: Any) -> DossierRow:
    """Return where a dossier stands at a stage: awaited there by whom its route names."""
    dossier = dossier or a_dossier()
    awaited = {
        Stage.UNIT: dossier.unit,
        Stage.CLUSTER: dossier.cluster,
        Stage.COUNCIL: dossier.council,
        Stage.DECISION: an_organisation(AUTHORITY),
    }
    return _made(
        DossierRow,
        changes,
        dossier=dossier,
        award_name="Cờ thi đua của Chính phủ",
        regime=REGIME,
        stage=stage,
        awaited=awaited.get(stage),
        due_at=None if stage.is_final else datetime(2024, 4, 1, 17, tzinfo=UTC),
        overdue=False,
    )


def a_notice(to: str = UNIT, template: Template = Template.RECEIVED, **about: Any) -> Notice:
    """Return a letter to a body; the named values are its subject."""
    return Notice(template=template, to=Addressee(body=BodyId(to)), about=_made(NoticeContext, about, reference="hs-1"))


def an_entry(fact: Fact, act: str | None = None, **changes: Any) -> Entry:
    """Return a fact to keep, as if nothing came before it; unless a test sets it, each place is its own act."""
    return _made(Entry, changes, act=act or f"act-{fact.sequence}", follows=NO_PREVIOUS, fact=fact)


def _made(model: type[ModelT], changes: dict[str, Any], **usual: Any) -> ModelT:
    return model(**{**usual, **changes})


def a_regime(id: str, *awards: AwardRule, since: int = 2024) -> Regime:
    """Return a regime with these awards, in force from the first day of a year."""
    return Regime(
        id=RegimeId(id),
        title=a_name(f"Văn bản {id}", id),
        in_force_from=date(since, 1, 1),
        counting=Counting(first_day_counts=True, **_CITED),
        awards=awards,
        **_CITED,
    )
