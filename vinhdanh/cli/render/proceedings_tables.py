"""What `vinhdanh show` prints of a dossier's proceedings: holds, officer, publication, objections and opinions."""

from collections.abc import Iterator

from schemas import labels
from schemas.dossier import DossierView
from schemas.proceedings import Held, Opinion, Publication
from schemas.succession import Split, Succeeded
from vinhdanh.cli.language import LANGUAGE, words
from vinhdanh.cli.render import formats


def rows(view: DossierView) -> Iterator[tuple[str, str]]:
    """Yield what has been done of them, each with its name."""
    if view.held is not None:
        yield words("Tạm dừng xét", "On hold"), _held(view.held)
    elif view.released is not None:
        yield (
            words("Tiếp tục xét", "Released"),
            words(f"theo mục nhật ký số {view.released}", f"by entry {view.released}"),
        )
    if view.succeeded:
        yield words("Kế thừa", "Succession"), "\n".join(map(_succeeded, view.succeeded))
    yield from ((words("Chia tách", "Split"), _split(each)) for each in view.split)
    if view.officer is not None:
        yield words("Thẩm định", "Appraiser"), view.officer
    if view.publication is not None:
        yield words("Đăng công khai", "Published"), _publication(view.publication)
        yield words("Phản ánh", "Objections"), _objections(view, view.publication)
    if view.opinions:
        yield words("Ý kiến hiệp y", "Opinions"), "\n".join(map(_opinion, view.opinions))


def _held(held: Held) -> str:
    left = min((term.working_days for term in held.stopped), default=None)
    rest = "" if left is None else words(f"; thời hạn còn {left} ngày làm việc", f"; {left} working days left")
    ground = labels.HOLD_GROUNDS[held.ground].in_language(LANGUAGE)
    since = formats.instant(held.since)
    return words(
        f"{held.by}, từ {since} (mục số {held.number}): {ground}{rest}",
        f"{held.by}, since {since} (entry {held.number}): {ground}{rest}",
    )


def _succeeded(each: Succeeded) -> str:
    roles = ", ".join(labels.BODY_ROLES[role].in_language(LANGUAGE) for role in each.roles)
    on = formats.day(each.on)
    return words(
        f"{each.now.name} ({each.now.id}) thay {each.was.name} ({each.was.id}) từ {on}, là {roles}"
        f" (mục số {each.number})",
        f"{each.now.name} ({each.now.id}) in place of {each.was.name} ({each.was.id}) since {on}, as {roles}"
        f" (entry {each.number})",
    )


def _split(split: Split) -> str:
    heirs, on = ", ".join(f"{body.name} ({body.id})" for body in split.into), formats.day(split.on)
    return words(
        f"{split.was.name} ({split.was.id}), từ {on}: chờ chỉ định một bên kế thừa trong {heirs}",
        f"{split.was.name} ({split.was.id}), since {on}: one successor is to be named of {heirs}",
    )


def _publication(published: Publication) -> str:
    over = words(" (đã hết thời gian)", " (term passed)") if published.ended else ""
    since, until = formats.day(published.since), formats.day(published.until)
    return words(f"{published.where}, từ {since} đến hết {until}{over}", f"{published.where}, {since} to {until}{over}")


def _objections(view: DossierView, published: Publication) -> str:
    count = sum(objection.number > published.number for objection in view.objections)
    earlier = len(view.objections) - count
    before = words(f", và {earlier} ở lần đăng trước", f", and {earlier} to the one before") if earlier else ""
    return f"{count or words('chưa có', 'none')}{before}"


def _opinion(opinion: Opinion) -> str:
    agency = opinion.agency
    return f"{agency.name} ({agency.id}), {words('yêu cầu số', 'request')} {opinion.asked}: {_answer(opinion)}"


def _answer(opinion: Opinion) -> str:
    if opinion.agrees is not None:
        late = words(", trả lời quá hạn nên không tính", ", late, does not count") if opinion.late else ""
        return (words("đồng ý", "agrees") if opinion.agrees else words("không đồng ý", "disagrees")) + late
    until = (
        words(f" đến hết {formats.day(opinion.due_on)}", f" until {formats.day(opinion.due_on)}")
        if opinion.due_on
        else ""
    )
    return (words("không trả lời", "no answer") if opinion.silent else words("chờ trả lời", "awaited")) + until
