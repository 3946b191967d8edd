"""Data of a run that the case's sources do not give: invented here, in one place, and marked so wherever shown."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from schemas.ballots import Choice, Vote
from schemas.bodies import SeasonLabel
from schemas.documents import Document
from schemas.dossier import Period, SubmittedDossier
from schemas.ids import ActorId, BodyId, DocumentKind, DossierId, NomineeId, SeatId, SittingId, SubmissionId
from schemas.messages import Cast, Convene, Decide, PutForward, SubmitDossier
from schemas.nominee import Collective
from schemas.sitting import Places
from schemas.stages import Stage
from schemas.submission import Letter
from schemas.verdict import DecisionRef
from worker.demo.case import Case, Member, Proposal

INVENTED = (
    "each member's ballots, in the cluster and in the five councils (no unit votes for itself)",
    "five city councils of nine members each, and that they considered the dossiers",
    "that one dossier was submitted without its report of achievements, and supplemented",
    "the papers of the dossiers, and the offices' mailboxes",
    "the submission, and the number and date of the decision",
)
"""What of the demonstration is invented."""

AUTHORITY = BodyId("VN-PM")
SUBMITTER = ActorId("VN-BNV")
LATE = BodyId("VN-DN")
"""The member whose dossier is handed in incomplete."""

REGISTER = Path(__file__).with_name("register.toml")
"""The bodies of the case: `python -m worker register load` reads it."""

COUNCIL_SEATS = 9
REPORT = DocumentKind("achievement_report")
LETTER = DocumentKind("proposal_letter")
LABEL = "(giả định)"


class SampleData:
    """One run of a case; `run` keeps the identifiers of several runs apart."""

    def __init__(self, case: Case, run: str = "") -> None:
        self.case = case
        self._run = run

    def dossier_id(self, nominee: BodyId) -> DossierId:
        """Return the dossier of a member."""
        return DossierId(f"{self.case.cluster.id}-{self.case.cluster.year}-{nominee}{self._run}")

    @property
    def agenda(self) -> tuple[DossierId, ...]:
        """All dossiers, in the order of the proposals."""
        return tuple(self.dossier_id(proposal.nominee) for proposal in self.case.proposal)

    def submission_of(self, proposal: Proposal) -> SubmitDossier:
        """Return a member's submission; the late one lacks its report."""
        cluster, unit = self.case.cluster, proposal.nominee
        name = cluster.named(unit)
        kinds = (LETTER,) if unit == LATE else (LETTER, REPORT)
        dossier = SubmittedDossier(
            dossier_id=self.dossier_id(unit),
            nominee=Collective(id=NomineeId(f"{unit}{self._run}"), name=name),
            award=proposal.award,
            basis=proposal.basis,
            period=Period(first=date(cluster.year, 1, 1), last=date(cluster.year, 12, 31)),
            unit=unit,
            cluster=cluster.id,
            council=council_id(unit),
            received_on=cluster.conference_on,
            documents=tuple(paper(kind, unit) for kind in kinds),
        )
        return SubmitDossier(dossier=dossier, by=ActorId(unit))

    def cluster_sitting(self) -> Convene:
        """Return the call of the cluster's conference, with as many places as it made proposals."""
        cluster = self.case.cluster
        return Convene(
            sitting_id=SittingId(f"{cluster.id}-{cluster.year}{self._run}"),
            body=cluster.id,
            season=SeasonLabel(str(cluster.year)),
            stage=Stage.CLUSTER,
            agenda=self.agenda,
            by=ActorId(cluster.leader),
            places=_places(self.case.proposal),
        )

    def council_sitting(self, member: Member) -> Convene:
        """Return the call of a member's own council over that member's dossier."""
        council = council_id(member.id)
        return Convene(
            sitting_id=SittingId(f"{council}-{self.case.cluster.year}{self._run}"),
            body=council,
            stage=Stage.COUNCIL,
            agenda=(self.dossier_id(member.id),),
            by=ActorId(f"TT-{council}"),
        )

    def ballots(self, sitting: Convene) -> Iterable[Cast]:
        """Yield one ballot for each seat: all approve, but no seat votes on its own unit's dossier."""
        for seat in self._seats(sitting):
            own = {self.dossier_id(BodyId(seat))}
            choices = tuple(
                Choice(dossier_id=dossier, vote=Vote.ABSTAIN if dossier in own else Vote.APPROVE)
                for dossier in sitting.agenda
            )
            yield Cast(seat=seat, choices=choices)

    def _seats(self, sitting: Convene) -> Iterable[SeatId]:
        if sitting.stage is Stage.CLUSTER:
            return (SeatId(member.id) for member in self.case.cluster.member)
        return (SeatId(f"{sitting.body}-{number}") for number in range(1, COUNCIL_SEATS + 1))

    def list_for_the_authority(self, today: date) -> PutForward:
        """Return the letter that puts all dossiers before the Prime Minister."""
        return PutForward(
            submission_id=SubmissionId(f"TTR-{self.case.cluster.id}-{self.case.cluster.year}{self._run}"),
            authority=AUTHORITY,
            letter=Letter(number=f"01/TTr-BNV {LABEL}", signed_on=today, signatory="Bộ Nội vụ"),
            agenda=self.agenda,
            by=SUBMITTER,
        )

    def decision(self, today: date) -> Decide:
        """Return the one decision over all of them."""
        number = DecisionRef(number=f"01/QĐ-TTg {LABEL}", decided_on=today, signatory="Thủ tướng Chính phủ")
        return Decide(by=ActorId(AUTHORITY), decision=number, granted=self.agenda)


def council_id(unit: BodyId) -> BodyId:
    """Return the council of a city."""
    return BodyId(f"HD-{unit}")


def paper(kind: DocumentKind, unit: BodyId) -> Document:
    """Return a reference to an invented paper."""
    name = {"proposal_letter": "Tờ trình", "achievement_report": "Báo cáo thành tích"}[kind]
    return Document(
        kind=kind,
        name=f"{name} {LABEL}",
        uri=f"https://kho.vinhdanh.example/{unit}/{kind}.pdf",
        sha256=hashlib.sha256(f"{unit}/{kind}".encode()).hexdigest(),
        size=123_456,
    )


def _places(proposals: Sequence[Proposal]) -> tuple[Places, ...]:
    wanted = [(proposal.award, proposal.basis) for proposal in proposals]
    return tuple(
        Places(award=award, basis=basis, count=wanted.count((award, basis))) for award, basis in dict.fromkeys(wanted)
    )
