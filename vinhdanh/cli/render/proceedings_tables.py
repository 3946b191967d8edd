"""What `vinhdanh show` prints of a dossier's proceedings: holds, officer, publication, objections and opinions."""

from collections.abc import Iterator

from schemas import labels
from schemas.dossier import DossierView
from schemas.proceedings import Held, Opinion, Publication
from vinhdanh.cli.render import formats


def rows(view: DossierView) -> Iterator[tuple[str, str]]:
    """Yield what has been done of them, each with its name."""
    if view.held is not None:
        yield "Tạm dừng xét", _held(view.held)
    elif view.released is not None:
        yield "Tiếp tục xét", f"theo mục nhật ký số {view.released}"
    if view.officer is not None:
        yield "Thẩm định", view.officer
    if view.publication is not None:
        yield "Đăng công khai", _publication(view.publication)
        yield "Phản ánh", _objections(view, view.publication)
    if view.opinions:
        yield "Ý kiến hiệp y", "\n".join(map(_opinion, view.opinions))


def _held(held: Held) -> str:
    left = min((term.working_days for term in held.stopped), default=None)
    rest = "" if left is None else f"; thời hạn còn {left} ngày làm việc"
    ground = labels.HOLD_GROUNDS[held.ground].vi
    return f"{held.by}, từ {formats.instant(held.since)} (mục số {held.number}): {ground}{rest}"


def _publication(published: Publication) -> str:
    over = " (đã hết thời gian)" if published.ended else ""
    return f"{published.where}, từ {formats.day(published.since)} đến hết {formats.day(published.until)}{over}"


def _objections(view: DossierView, published: Publication) -> str:
    count = sum(objection.number > published.number for objection in view.objections)
    earlier = len(view.objections) - count
    before = f", và {earlier} ở lần đăng trước" if earlier else ""
    return f"{count or 'chưa có'}{before}"


def _opinion(opinion: Opinion) -> str:
    agency = opinion.agency
    return f"{agency.name} ({agency.id}), yêu cầu số {opinion.asked}: {_answer(opinion)}"


def _answer(opinion: Opinion) -> str:
    if opinion.agrees is not None:
        late = ", trả lời quá hạn nên không tính" if opinion.late else ""
        return f"{'đồng ý' if opinion.agrees else 'không đồng ý'}{late}"
    until = f" đến hết {formats.day(opinion.due_on)}" if opinion.due_on else ""
    return f"không trả lời{until}" if opinion.silent else f"chờ trả lời{until}"
