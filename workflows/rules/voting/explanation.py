"""The explanation of a sitting's finding: seats entitled and present, votes needed and reached, and the rule."""

from collections.abc import Iterator, Sequence

from schemas.ballots import Vote
from schemas.bodies import Language
from schemas.labels import COUNT_KINDS
from schemas.legal_values import Base, Cited
from schemas.minutes import Finding, ItemMinutes
from schemas.routes import BallotKind, VoteRule
from schemas.sitting import Places
from schemas.verdict import Tally
from schemas.vote_counts import CountRecord, Sums
from workflows.rules.voting import counted_papers, sentences, tally
from workflows.rules.voting.sentences import Sentence

_FOUND = {
    Finding.CARRIED: Sentence("Kết luận: đạt.", "Found: carried."),
    Finding.DEFEATED: Sentence("Kết luận: không đạt.", "Found: defeated."),
    Finding.NO_PLACE: Sentence("Kết luận: đủ phiếu, hết chỉ tiêu.", "Found: enough approved, and no place is left."),
    Finding.TIED: Sentence("Chưa kết luận: chưa phân định được chỉ tiêu cuối.", "Undecided: equal for the last place."),
    Finding.NO_QUORUM: Sentence("Kết luận: không đủ thành viên dự họp.", "Found: no quorum, undecided."),
    Finding.UNSCORED: Sentence("Kết luận: chưa chốt điểm.", "Found: its points are not settled, undecided."),
    Finding.GONE: Sentence("Không xét: hồ sơ đã rút hoặc đang tạm dừng.", "Not considered: withdrawn, or on hold."),
    Finding.RETURNED: Sentence("Kết luận: trả lại đơn vị, không biểu quyết.", "Found: sent back to its unit, no vote."),
}


def explain(
    item: ItemMinutes, rule: VoteRule, places: Sequence[Places], language: Language, count: CountRecord | None = None
) -> list[str]:
    """Return the explanation of one dossier's result, a sentence for each step; `count` is the tellers' record."""
    return [said.in_language(language) for said in _lines(item, rule, places, count)]


def _lines(
    item: ItemMinutes, rule: VoteRule, places: Sequence[Places], count: CountRecord | None
) -> Iterator[Sentence]:
    if item.finding not in {Finding.RETURNED, Finding.GONE}:
        yield _entitled(item.tally)
        yield _came(item.tally, rule)
        yield _quorum(item, rule)
        yield from _papers(count)
        if item.finding is not Finding.NO_QUORUM:
            yield from _sums(item.sums, rule)
            yield _reached(item.tally)
            yield _threshold(item.tally, rule)
            yield from _chair(rule)
            yield from _points(item, rule)
            yield from _placed(item, places)
    yield _FOUND[item.finding]
    # They name numbers and clauses of the case: minutes are written in Vietnamese.
    yield from (Sentence(f"Biên bản ghi: {each}", f"The minutes say: {each}") for each in item.reasons)


def _entitled(counted: Tally) -> Sentence:
    aside = counted.recused
    if not aside:
        return Sentence(
            f"Có quyền biểu quyết: {counted.seats} thành viên.", f"Entitled to vote: {counted.seats} seats."
        )
    return Sentence(
        f"Có quyền biểu quyết: {counted.seats - aside} trên {counted.seats} thành viên;"
        f" {aside} không tham gia vì có liên quan.",
        f"Entitled to vote: {counted.seats - aside} of {counted.seats} seats; {aside} stepped aside.",
    )


def _came(counted: Tally, rule: VoteRule) -> Sentence:
    secret = rule.ballot is BallotKind.SECRET
    how = Sentence("bỏ phiếu kín", "by secret ballot") if secret else Sentence("biểu quyết công khai", "by open ballot")
    written, absent = counted.written, counted.seats - counted.present
    return Sentence(
        f"Có mặt {counted.present}, vắng {absent}; {how.vi}, {counted.cast} phiếu"
        + (f", trong đó {written} ý kiến bằng văn bản của thành viên vắng mặt" if written else "")
        + f". {_clause(rule).vi}",
        f"Present {counted.present}, absent {absent}; {how.en}, {counted.cast} votes"
        + (f", {written} of them in writing from absent members" if written else "")
        + f". {_clause(rule).en}",
    )


def _quorum(item: ItemMinutes, rule: VoteRule) -> Sentence:
    counted, share = item.tally, sentences.share_of(rule.quorum)
    less = rule.quorum.of is Base.SEATS_LESS_RECUSED
    of = counted.seats - counted.recused if less else counted.seats
    needed = tally.votes_needed(rule.quorum, of=of)
    came = Sentence("không đủ", "not reached") if item.finding is Finding.NO_QUORUM else Sentence("đủ", "reached")
    aside = Sentence(", không kể người không tham gia", ", less those who stepped aside") if less else Sentence("", "")
    return Sentence(
        f"Số thành viên tối thiểu phải dự: {share.vi} của {of}{aside.vi}, là {needed}: {came.vi}."
        f" {_clause(rule.quorum).vi}",
        f"Quorum: {share.en} of {of}{aside.en}, which is {needed}: {came.en}. {_clause(rule.quorum).en}",
    )


def _papers(count: CountRecord | None) -> Iterator[Sentence]:
    if count is not None:
        how, record = COUNT_KINDS[count.kind], count.record.name
        yield Sentence(
            f"Ban kiểm phiếu ({', '.join(count.tellers)}) kiểm {how.vi}: phát ra {count.issued}, thu về"
            f" {count.returned}. Biên bản kiểm phiếu: {record}.",
            f"Tellers ({', '.join(count.tellers)}) counted ({how.en}): {count.issued} issued, {count.returned}"
            f" returned. Record of the count: {record}.",
        )


def _sums(sums: Sums | None, rule: VoteRule) -> Iterator[Sentence]:
    if sums is None:
        return
    yield Sentence(
        f"Kiểm phiếu hồ sơ này: hợp lệ {sums.valid} (đồng ý {sums.approve}, không đồng ý {sums.disapprove}, không có"
        f" ý kiến {sums.abstain}), phiếu trắng {sums.blank}, không hợp lệ {sums.invalid}.",
        f"Counted for this dossier: {sums.valid} valid ({sums.approve} approve, {sums.disapprove} disapprove,"
        f" {sums.abstain} abstain), {sums.blank} blank, {sums.invalid} invalid.",
    )
    if sums.blank:
        abstains = counted_papers.meaning_of_a_blank(rule) is Vote.ABSTAIN
        said = (
            Sentence("Phiếu trắng tính là không có ý kiến.", "Blanks count as abstentions.")
            if abstains
            else Sentence("Phiếu trắng tính là không hợp lệ.", "Blanks are invalid.")
        )
        where = _clause(rule.blanks) if rule.blanks else Sentence("", "")
        yield Sentence(f"{said.vi} {where.vi}".strip(), f"{said.en} {where.en}".strip())


def _reached(counted: Tally) -> Sentence:
    return Sentence(
        f"Kết quả: đồng ý {counted.approve}, không đồng ý {counted.disapprove},"
        f" không có ý kiến {counted.abstain}, không hợp lệ {counted.invalid}.",
        f"Votes: approve {counted.approve}, disapprove {counted.disapprove},"
        f" abstain {counted.abstain}, invalid {counted.invalid}.",
    )


def _threshold(counted: Tally, rule: VoteRule) -> Sentence:
    share, base = sentences.share_of(rule.threshold), sentences.base_of(counted)
    enough = Sentence("đạt", "reached") if counted.approve >= counted.needed else Sentence("không đạt", "not reached")
    return Sentence(
        f"Tỷ lệ cần: {share.vi} tính trên {base.vi}, là {counted.needed} phiếu; được {counted.approve}: {enough.vi}."
        f" {_clause(rule.threshold).vi}",
        f"Threshold: {share.en} of {base.en}, which is {counted.needed}; {counted.approve} approved: {enough.en}."
        f" {_clause(rule.threshold).en}",
    )


_CHAIR = {
    "must_approve": Sentence("Phải có phiếu đồng ý của chủ tọa.", "The chair must approve."),
    "breaks_ties": Sentence(
        "Khi số phiếu ngang nhau thì theo ý kiến của chủ tọa.", "Where votes are equal, the chair's decides."
    ),
}


def _chair(rule: VoteRule) -> Iterator[Sentence]:
    if rule.chair is not None:
        said, where = _CHAIR[rule.chair.vote], _clause(rule.chair)
        yield Sentence(f"{said.vi} {where.vi}", f"{said.en} {where.en}")


def _points(item: ItemMinutes, rule: VoteRule) -> Iterator[Sentence]:
    if rule.points is not None and item.points is not None:
        whole, where, scored = rule.points.whole, _clause(rule.points), sentences.written(item.points)
        yield Sentence(
            f"Điểm: {scored.vi} trên bảng điểm {whole}. {where.vi}",
            f"Points: {scored.en}, on a table of {whole}. {where.en}",
        )


def _placed(item: ItemMinutes, places: Sequence[Places]) -> Iterator[Sentence]:
    place = next((each for each in places if (each.award, each.basis) == (item.award, item.basis)), None)
    if place is None:
        yield Sentence("Hình thức này không giới hạn chỉ tiêu.", "There is no limit of places for this award.")
    else:
        out_of = (
            Sentence(f" (tính trên {place.out_of})", f" (out of {place.out_of})") if place.out_of else Sentence("", "")
        )
        yield Sentence(f"Chỉ tiêu: {place.count}{out_of.vi}.", f"Places: {place.count}{out_of.en}.")
    if item.second is not None:
        yield Sentence(
            f"Vòng hai, giữa các hồ sơ bằng nhau: được {item.second.approve} phiếu đồng ý.",
            f"Second round, among those that were equal: {item.second.approve} approved.",
        )


def _clause(rule: Cited) -> Sentence:
    doubt = Sentence("", "") if rule.verified else Sentence(" (chưa kiểm chứng)", " (not verified)")
    return Sentence(f"Căn cứ{doubt.vi}: {rule.citation}", f"By{doubt.en}: {rule.citation}")
