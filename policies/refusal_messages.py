"""Refusals of dossiers for which the law has no rules, with advice on what to do."""

from collections.abc import Iterable, Mapping

from schemas import labels
from schemas.dossier import AskedSimplified, ChosenRegime, Dossier
from schemas.policy import AwardRule, Regime
from schemas.refusals import Reason, Refusal

_KINDS: Mapping[str, str] = {
    "individual": "cá nhân",
    "collective": "tập thể",
    "household": "hộ gia đình",
    "enterprise": "doanh nghiệp",
}

_MOST_NAMED = 20
"""The most awards named in the refusal of an unknown one."""


def no_law(dossier: Dossier) -> Refusal:
    """Return the refusal of a day of receipt for which no law is known."""
    return Refusal(
        reason=Reason.NO_LAW_IN_FORCE,
        message=f"Hệ thống chưa có văn bản áp dụng cho ngày tiếp nhận {dossier.received_on:%d/%m/%Y}."
        " Hãy kiểm tra lại ngày tiếp nhận; nếu ngày đúng, đề nghị quản trị hệ thống bổ sung văn bản áp dụng.",
        details=(dossier.dossier_id, dossier.received_on.isoformat()),
    )


def not_more_favourable(dossier: Dossier, chosen: ChosenRegime, own: Regime, found: Regime | None) -> Refusal:
    """Return the refusal of a chosen regime that cannot replace the day's own."""
    return Refusal(
        reason=Reason.NOT_MORE_FAVOURABLE,
        message=f"Không thể áp dụng {found.title.vi if found else chosen.regime} như quy định có lợi hơn cho hồ sơ tiếp"
        f" nhận ngày {dossier.received_on:%d/%m/%Y}: {_why_not(own, found)}. Hãy bỏ phần chọn văn bản để hồ sơ theo"
        f" {own.title.vi}, hoặc chọn một văn bản sau có quy định chuyển tiếp.",
        details=(dossier.dossier_id, own.id, chosen.regime),
    )


def _why_not(own: Regime, found: Regime | None) -> str:
    if found is None:
        return "hệ thống không có văn bản này"
    if found.in_force_from <= own.in_force_from:
        return "văn bản này không có hiệu lực sau văn bản của ngày tiếp nhận"
    return "văn bản này không có quy định chuyển tiếp cho hồ sơ tiếp nhận trước ngày có hiệu lực"


def unknown_award(dossier: Dossier, regime: Regime, awards: Iterable[AwardRule]) -> Refusal:
    """Return the refusal of an award or ground that the law does not have, with those that it has."""
    known = ", ".join(f"{rule.award}/{rule.basis}" for rule in tuple(awards)[:_MOST_NAMED])
    return Refusal(
        reason=Reason.UNKNOWN_AWARD,
        message=f"{regime.title.vi} không có hình thức {dossier.award} theo căn cứ {dossier.basis}."
        f" Hãy chọn một trong các hình thức: {known}.",
        details=(dossier.dossier_id, regime.id, dossier.award, dossier.basis),
    )


def not_for_this_nominee(dossier: Dossier, rule: AwardRule) -> Refusal:
    """Return the refusal of a kind of nominee, with the kinds that the award is for."""
    allowed = ", ".join(_KINDS[kind] for kind in rule.nominees)
    return Refusal(
        reason=Reason.NOT_FOR_THIS_NOMINEE,
        message=f"{rule.name.vi} dành cho {allowed}, không dành cho {_KINDS[dossier.nominee.kind]}."
        " Hãy chọn hình thức khác hoặc sửa loại đối tượng được đề nghị.",
        details=(dossier.dossier_id, dossier.nominee.id, rule.award, rule.basis),
    )


def not_simplified(dossier: Dossier, asked: AskedSimplified, rule: AwardRule) -> Refusal:
    """Return the refusal of the simplified procedure, with the grounds on which it applies, if any."""
    grounds = rule.simplified.grounds if rule.simplified else ()
    allowed = "; ".join(labels.SIMPLIFIED_GROUNDS[ground].vi for ground in grounds)
    why = f"chỉ áp dụng khi {allowed}" if grounds else "không áp dụng cho hình thức này"
    return Refusal(
        reason=Reason.NOT_SIMPLIFIED,
        message=f"{rule.name.vi}: thủ tục đơn giản {why}; hồ sơ nêu lý do {labels.SIMPLIFIED_GROUNDS[asked.ground].vi}."
        " Hãy đề nghị theo thủ tục thông thường, hoặc sửa lý do nếu ghi nhầm.",
        details=(dossier.dossier_id, rule.award, rule.basis, asked.ground),
    )
