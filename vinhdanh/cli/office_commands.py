"""What offices do to a dossier, each as one command: assign, publish, object, ask, opine, conclude, hold, release."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, BinaryIO, TypeVar

import typer

from schemas.dossier import DossierView
from schemas.ids import DossierId
from schemas.messages import AskOpinions, Assign, Conclude, GiveOpinion, Hold, Publish, RaiseObjection, Release
from schemas.names import dossier_stream
from schemas.receipts import Receipt
from schemas.refusals import Reason
from vinhdanh import declined
from vinhdanh.cli import runner
from vinhdanh.cli.arguments import DAYS, By, Dossier, File, MaybeFile
from vinhdanh.cli.render import tables
from vinhdanh.cli.runner import CommandRunner
from vinhdanh.declined import Declined
from vinhdanh.dossiers import Dossiers
from vinhdanh.facade import VinhDanh

Answering = TypeVar("Answering", Assign, Publish, AskOpinions, GiveOpinion, Conclude, Release)

Sent = Callable[[Dossiers, DossierId, Answering], Awaitable[Receipt]]

_UNSAID = 0
"""Facts are counted from 1: an act that answers none of them is not meant."""

Answers = Annotated[int | None, typer.Option(help="Theo mục nhật ký số mấy; nếu không ghi thì lấy ở hồ sơ.")]
Told = Annotated[str | None, typer.Option(help="Nội dung.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the others."""
    app.command(help="Phân công người thẩm định (assign): bằng tệp, bằng tùy chọn, hoặc cả hai.")(assign)
    app.command(help="Ghi nhận đăng công khai (publish): bằng tệp, bằng tùy chọn, hoặc cả hai.")(publish)
    app.command("object", help="Phản ánh về hồ sơ đang đăng công khai (raise_objection).")(object_to)
    app.command(help="Lấy ý kiến hiệp y của các cơ quan ghi trong tệp (ask_opinions).")(ask)
    app.command(help="Trả lời ý kiến hiệp y (give_opinion): bằng tệp, bằng tùy chọn, hoặc cả hai.")(opine)
    app.command(help="Kết luận của cơ quan đang xét hồ sơ (conclude); báo cáo kèm theo thì ghi trong tệp.")(conclude)
    app.command(help="Tạm dừng xét hồ sơ (hold): bằng tệp, bằng tùy chọn, hoặc cả hai.")(hold)
    app.command(help="Cho tiếp tục xét hồ sơ đang tạm dừng (release).")(release)


def assign(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    officer: Annotated[str | None, typer.Option(help="Mã vị trí công tác được giao; không ghi tên người.")] = None,
    revision: Annotated[int | None, typer.Option(help="Lần phân công; nếu không ghi là thay lần trước.")] = None,
    answers: Answers = None,
) -> None:
    """Charge an officer with an appraisal."""
    act = _read(Assign, file, by=by, officer=officer, revision=revision, answers=answers)
    _do(context, dossier, act, _assign)


def publish(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    where: Annotated[str | None, typer.Option(help="Cổng thông tin, báo, bảng tin.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=DAYS, metavar="NGÀY", help="Đăng từ ngày nào.")] = None,
    answers: Answers = None,
) -> None:
    """Record a publication."""
    day = since.date().isoformat() if since else None
    act = _read(Publish, file, by=by, where=where, since=day, answers=answers)
    _do(context, dossier, act, Dossiers.publish)


def object_to(
    context: typer.Context, dossier: Dossier, file: MaybeFile = None, by: By = None, text: Told = None
) -> None:
    """Object to a published dossier."""
    act = runner.message(RaiseObjection, runner.fields(file), by=by, text=text)
    command: CommandRunner = context.obj
    command.do(lambda vinhdanh: vinhdanh.dossiers.object(DossierId(dossier), act), tables.receipt)


def ask(context: typer.Context, dossier: Dossier, file: File, by: By = None, answers: Answers = None) -> None:
    """Ask agencies for their opinions."""
    act = _read(AskOpinions, file, by=by, answers=answers)
    _do(context, dossier, act, Dossiers.ask_opinions)


def opine(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    agrees: Annotated[bool | None, typer.Option("--agrees/--disagrees", help="Đồng ý hay không.")] = None,
    text: Told = None,
    answers: Annotated[int | None, typer.Option(help="Yêu cầu số mấy; nếu không ghi là yêu cầu sau cùng.")] = None,
) -> None:
    """Answer a request for an opinion."""
    act = _read(GiveOpinion, file, by=by, agrees=agrees, text=text, answers=answers)
    _do(context, dossier, act, Dossiers.give_opinion, _request)


def conclude(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    outcome: Annotated[
        str | None, typer.Option(metavar="forward|return|refuse", help="Chuyển tiếp, trả lại, không đề nghị.")
    ] = None,
    reason: Annotated[list[str] | None, typer.Option(help="Lý do; nêu nhiều lần được.")] = None,
    answers: Answers = None,
) -> None:
    """Say what an office finds."""
    act = _read(Conclude, file, by=by, outcome=outcome, reasons=reason or None, answers=answers)
    _do(context, dossier, act, Dossiers.conclude)


def hold(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    ground: Annotated[
        str | None,
        typer.Option(
            metavar="discipline|investigation|complaint",
            help="Xem xét kỷ luật; điều tra, thanh tra, kiểm toán có dấu hiệu vi phạm; khiếu nại, tố cáo, phản ánh.",
        ),
    ] = None,
    reason: Told = None,
    after: Annotated[
        int | None, typer.Option(help="Tiếp tục xét lần trước là mục nhật ký số mấy; nếu không ghi thì lấy ở hồ sơ.")
    ] = None,
) -> None:
    """Put a dossier on hold."""
    act = runner.message(Hold, runner.fields(file), by=by, ground=ground, reason=reason, after=after)
    command: CommandRunner = context.obj
    command.do(lambda vinhdanh: _hold(vinhdanh.dossiers, DossierId(dossier), act), tables.receipt)


def release(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    reason: Told = None,
    answers: Annotated[
        int | None, typer.Option(help="Tạm dừng theo mục nhật ký số mấy; nếu không ghi thì lấy ở hồ sơ.")
    ] = None,
) -> None:
    """Let a dossier that is on hold go on."""
    act = _read(Release, file, by=by, reason=reason, answers=answers)
    _do(context, dossier, act, Dossiers.release, _held_by)


def _read(kind: type[Answering], file: BinaryIO | None, **options: object) -> Answering:
    return runner.message(kind, {"answers": _UNSAID, **runner.fields(file)}, **options)


def _brought_here(view: DossierView, _: Answering) -> int:
    if view.awaiting is None:
        raise declined.ended(dossier_stream(view.dossier_id))
    return view.awaiting.answers


def _request(view: DossierView, act: GiveOpinion) -> int:
    # The last one, answered or not: the same answer sent again must not become one to an older request.
    requests = [opinion.asked for opinion in view.opinions if opinion.agency.id == str(act.by)]
    if not requests:
        raise Declined(Reason.NOT_ASKED, f"{act.by} không được hỏi ý kiến về hồ sơ này.", (act.by,))
    return max(requests)


def _held_by(view: DossierView, _: Release) -> int:
    if view.held is None:
        raise Declined(Reason.NOT_ON_HOLD, "Hồ sơ không tạm dừng xét.")
    return view.held.number


def _do(
    context: typer.Context,
    dossier: str,
    act: Answering,
    send: Sent[Answering],
    number: Callable[[DossierView, Answering], int] = _brought_here,
) -> None:
    async def answering(vinhdanh: VinhDanh) -> Receipt:
        dossiers, dossier_id = vinhdanh.dossiers, DossierId(dossier)
        if act.answers != _UNSAID:
            return await send(dossiers, dossier_id, act)
        answers = number(await dossiers.show(dossier_id), act)
        with runner.add_retry_hint(answers):
            return await send(dossiers, dossier_id, act.evolve(answers=answers))

    command: CommandRunner = context.obj
    command.do(answering, tables.receipt)


async def _hold(dossiers: Dossiers, dossier_id: DossierId, act: Hold) -> Receipt:
    if "after" in act.model_fields_set:
        return await dossiers.hold(dossier_id, act)
    after = (await dossiers.show(dossier_id)).released or 0
    with runner.add_retry_hint(after, "after"):
        return await dossiers.hold(dossier_id, act.evolve(after=after))


async def _assign(dossiers: Dossiers, dossier_id: DossierId, act: Assign) -> Receipt:
    names_revision = "revision" in act.model_fields_set
    while True:
        try:
            return await dossiers.assign(dossier_id, act)
        except Declined as error:
            if names_revision or error.reason is not Reason.ALREADY_SAID:
                raise
            # Whoever is charged is named; this is the same officer, or the next.
            standing, officer = error.details
            step = 0 if officer == act.officer else 1
            act = act.evolve(revision=int(standing) + step)
