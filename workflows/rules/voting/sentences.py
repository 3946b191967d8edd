"""Sentences that explain a sitting's finding, for minutes and letters, in Vietnamese and English."""

from typing import NamedTuple

from schemas.bodies import Language
from schemas.legal_values import Base, Requirement, fraction
from schemas.minutes import Finding
from schemas.routes import VoteRule
from schemas.scoring import Points, ScoringTable
from schemas.verdict import Tally
from workflows.rules import citations
from workflows.rules.voting import tally
from workflows.rules.voting.tally import Votes


class Sentence(NamedTuple):
    """A sentence in both languages."""

    vi: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the sentence in that language."""
        return self.vi if language is Language.VIETNAMESE else self.en


GONE = Sentence(
    "Hồ sơ đã rút, tạm dừng hoặc chuyển đi trong khi biểu quyết nên không có kết luận.",
    "The dossier was withdrawn, put on hold or moved during the vote: nothing was found of it.",
)

UNSCORED = Sentence(
    "Chưa chốt điểm nên không có kết luận; hồ sơ chờ phiên sau.",
    "Its points were not settled: nothing was found of it, and it waits for another sitting.",
)

_BASES = {
    Base.ALL_SEATS: Sentence("tổng số {} thành viên", "all {} seats"),
    Base.SEATS_LESS_RECUSED: Sentence(
        "{} thành viên được biểu quyết hồ sơ này", "the {} seats that may vote on this dossier"
    ),
    Base.SEATS_PRESENT: Sentence("{} thành viên có mặt", "the {} seats present"),
    Base.BALLOTS_CAST: Sentence("{} phiếu thu về", "the {} votes cast"),
}


def of_votes(found: Finding, votes: Votes, rule: VoteRule) -> tuple[str, ...]:
    """Return the minutes' sentences on a count, in Vietnamese: why it was not carried, or by which casting vote."""
    counted = tally.count(votes, rule)
    if found is Finding.NO_QUORUM:
        return absence(votes, rule).vi, citations.citation_of(rule.quorum)
    if found is Finding.CARRIED:
        return (casting_vote(rule).vi,) if counted.approve < counted.needed else ()
    if tally.reaches(votes, rule):
        return without_chair(rule).vi, attendance(counted).vi
    return shortfall(counted, rule.threshold).vi, attendance(counted).vi, citations.citation_of(rule.threshold)


def absence(votes: Votes, rule: VoteRule) -> Sentence:
    """Return by how far a quorum was missed."""
    came, needed = tally.quorum(votes, rule)
    share = share_of(rule.quorum)
    if rule.quorum.of is Base.SEATS_LESS_RECUSED:
        able = votes.seats - votes.recused
        return Sentence(
            f"Không đủ số thành viên để biểu quyết: có mặt {came} trên {able} thành viên được biểu quyết,"
            f" cần ít nhất {needed} ({share.vi} số đó).",
            f"No quorum: {came} of the {able} seats that may vote were present, {needed} were needed ({share.en}).",
        )
    return Sentence(
        f"Không đủ số thành viên để biểu quyết: có mặt {came} trên tổng số {votes.seats} thành viên,"
        f" cần ít nhất {needed} ({share.vi} tổng số thành viên).",
        f"No quorum: {came} of {votes.seats} seats were present, {needed} were needed ({share.en} of all seats).",
    )


def shortfall(counted: Tally, threshold: Requirement) -> Sentence:
    """Return by how far a threshold was missed."""
    base, share = _BASES[counted.of], share_of(threshold)
    return Sentence(
        f"Không đạt tỷ lệ: được {counted.approve} phiếu đồng ý, cần ít nhất {counted.needed} phiếu"
        f" ({share.vi} tính trên {base.vi.format(counted.base)}).",
        f"Too few approved: {counted.approve} did, {counted.needed} were needed"
        f" ({share.en} of {base.en.format(counted.base)}).",
    )


def base_of(counted: Tally) -> Sentence:
    """Return the base of a share."""
    return Sentence(*(each.format(counted.base) for each in _BASES[counted.of]))


def without_chair(rule: VoteRule) -> Sentence:
    """Return that enough approved, and the chair did not."""
    where = _chair_source(rule)
    return Sentence(f"Đủ tỷ lệ nhưng chủ tọa không đồng ý. {where}", f"Enough approved, and the chair did not. {where}")


def casting_vote(rule: VoteRule) -> Sentence:
    """Return that the chair's vote broke a tie."""
    where = _chair_source(rule)
    return Sentence(
        f"Số phiếu ngang nhau, theo ý kiến của chủ tọa. {where}", f"The votes were equal; the chair's decided. {where}"
    )


def _chair_source(rule: VoteRule) -> str:
    return citations.citation_of(rule.chair) if rule.chair else ""


def too_few_points(points: Points, table: ScoringTable) -> Sentence | None:
    """Return by how far the least points were missed; None where they were not."""
    if table.least is None:
        return None
    part, of = fraction(table.least)
    if points * of >= part * table.whole:
        return None
    return Sentence(
        f"Không đủ điểm: được {written(points).vi} điểm, cần ít nhất {table.least} của {table.whole} điểm.",
        f"Too few points: {written(points).en}, where {table.least} of {table.whole} were needed.",
    )


def written(points: Points) -> Sentence:
    """Return points as either language writes them, without trailing zeros."""
    plain = f"{points:f}"
    short = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return Sentence(short.replace(".", ","), short)


def attendance(counted: Tally) -> Sentence:
    """Return how many seats were present, and how many voted."""
    aside, wrote = counted.recused, counted.written
    vi = f"Có mặt {counted.present} trên tổng số {counted.seats} thành viên, thu về {counted.cast} phiếu"
    en = f"{counted.present} of {counted.seats} seats were present, {counted.cast} voted"
    if wrote:
        vi, en = f"{vi}, trong đó {wrote} ý kiến bằng văn bản", f"{en}, {wrote} of them in writing"
    if aside:
        vi, en = f"{vi}; {aside} thành viên không tham gia biểu quyết hồ sơ này", f"{en}; {aside} stepped aside"
    return Sentence(f"{vi}.", f"{en}.")


def share_of(requirement: Requirement) -> Sentence:
    """Return a share as the law writes it."""
    if requirement.exceed:
        return Sentence(f"trên {requirement.share}", f"more than {requirement.share}")
    return Sentence(f"từ {requirement.share} trở lên", f"at least {requirement.share}")
