"""What offices do to a dossier, each as one command, from `assign` to `succeed`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated

import typer

from schemas.ids import DossierId
from schemas.messages import AskOpinions, Assign, Conclude, GiveOpinion, Hold, Publish, RaiseObjection, Release, Succeed
from vinhdanh.cli import answering_acts, numbered_acts, runner
from vinhdanh.cli.arguments import By, Dossier, File, MaybeFile, a_day
from vinhdanh.cli.language import words
from vinhdanh.cli.render import tables
from vinhdanh.cli.runner import CommandRunner
from vinhdanh.dossiers import Dossiers

Answers = Annotated[
    int | None,
    typer.Option(
        help=words(
            "Theo mục nhật ký số mấy; nếu không ghi thì lấy ở hồ sơ.",
            "The number of the entry that this answers; by default, the dossier's current one.",
        )
    ),
]
Told = Annotated[str | None, typer.Option(help=words("Nội dung.", "The text."))]


def assign(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    officer: Annotated[
        str | None,
        typer.Option(
            help=words("Mã vị trí công tác được giao; không ghi tên người.", "The id of the post, not a person's name.")
        ),
    ] = None,
    revision: Annotated[
        int | None,
        typer.Option(
            help=words(
                "Lần phân công; nếu không ghi là thay lần trước.",
                "Which assignment; by default, one that replaces the last.",
            )
        ),
    ] = None,
    answers: Answers = None,
) -> None:
    """Charge an officer with an appraisal."""
    act = answering_acts.read(Assign, file, by=by, officer=officer, revision=revision, answers=answers)
    answering_acts.send(context, dossier, act, numbered_acts.assign)


def publish(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    where: Annotated[
        str | None, typer.Option(help=words("Cổng thông tin, báo, bảng tin.", "Portal, newspaper, notice board."))
    ] = None,
    since: Annotated[
        datetime | None,
        a_day("Đăng từ ngày nào.", "The first day of publication."),
    ] = None,
    answers: Answers = None,
) -> None:
    """Record a publication."""
    day = since.date().isoformat() if since else None
    act = answering_acts.read(Publish, file, by=by, where=where, since=day, answers=answers)
    answering_acts.send(context, dossier, act, Dossiers.publish)


def object_to(
    context: typer.Context, dossier: Dossier, file: MaybeFile = None, by: By = None, text: Told = None
) -> None:
    """Object to a published dossier."""
    act = runner.message(RaiseObjection, runner.fields(file), by=by, text=text)
    command: CommandRunner = context.obj
    command.do(lambda vinhdanh: vinhdanh.dossiers.object(DossierId(dossier), act), tables.receipt)


def ask(context: typer.Context, dossier: Dossier, file: File, by: By = None, answers: Answers = None) -> None:
    """Ask agencies for their opinions."""
    act = answering_acts.read(AskOpinions, file, by=by, answers=answers)
    answering_acts.send(context, dossier, act, Dossiers.ask_opinions)


def opine(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    agrees: Annotated[
        bool | None, typer.Option("--agrees/--disagrees", help=words("Đồng ý hay không.", "Agrees, or does not."))
    ] = None,
    text: Told = None,
    answers: Annotated[
        int | None,
        typer.Option(
            help=words(
                "Yêu cầu số mấy; nếu không ghi là yêu cầu sau cùng.", "The number of the request; by default, the last."
            )
        ),
    ] = None,
) -> None:
    """Answer a request for an opinion."""
    act = answering_acts.read(GiveOpinion, file, by=by, agrees=agrees, text=text, answers=answers)
    answering_acts.send(context, dossier, act, Dossiers.give_opinion, answering_acts.last_request)


def conclude(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    outcome: Annotated[
        str | None,
        typer.Option(
            metavar="forward|return|refuse",
            help=words("Chuyển tiếp, trả lại, không đề nghị.", "Forward, return, or refuse."),
        ),
    ] = None,
    reason: Annotated[
        list[str] | None, typer.Option(help=words("Lý do; nêu nhiều lần được.", "A reason; may be repeated."))
    ] = None,
    answers: Answers = None,
) -> None:
    """Say what an office finds."""
    act = answering_acts.read(Conclude, file, by=by, outcome=outcome, reasons=reason or None, answers=answers)
    answering_acts.send(context, dossier, act, Dossiers.conclude)


def hold(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    ground: Annotated[
        str | None,
        typer.Option(
            metavar="discipline|investigation|complaint",
            help=words(
                "Xem xét kỷ luật; điều tra, thanh tra, kiểm toán có dấu hiệu vi phạm; khiếu nại, tố cáo, phản ánh.",
                "Disciplinary case; investigation, inspection or audit; complaint.",
            ),
        ),
    ] = None,
    reason: Told = None,
    after: Annotated[
        int | None,
        typer.Option(
            help=words(
                "Tiếp tục xét lần trước là mục nhật ký số mấy; nếu không ghi thì lấy ở hồ sơ.",
                "The number of the last release; by default, the dossier's own.",
            )
        ),
    ] = None,
) -> None:
    """Put a dossier on hold."""
    act = runner.message(Hold, runner.fields(file), by=by, ground=ground, reason=reason, after=after)
    command: CommandRunner = context.obj
    command.do(lambda vinhdanh: numbered_acts.hold(vinhdanh.dossiers, DossierId(dossier), act), tables.receipt)


def release(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    reason: Told = None,
    answers: Annotated[
        int | None,
        typer.Option(
            help=words(
                "Tạm dừng theo mục nhật ký số mấy; nếu không ghi thì lấy ở hồ sơ.",
                "The number of the hold; by default, the dossier's own.",
            )
        ),
    ] = None,
) -> None:
    """Let a dossier that is on hold go on."""
    act = answering_acts.read(Release, file, by=by, reason=reason, answers=answers)
    answering_acts.send(context, dossier, act, Dossiers.release, answering_acts.hold_number)


def succeed(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    by: By = None,
    was: Annotated[
        str | None, typer.Option(help=words("Mã cơ quan đã chia tách.", "The id of the body that was split."))
    ] = None,
    now: Annotated[
        str | None, typer.Option(help=words("Mã bên kế thừa hồ sơ này.", "The id of this dossier's successor."))
    ] = None,
) -> None:
    """Name the successor of a body that was split."""
    act = runner.message(Succeed, runner.fields(file), by=by, was=was, now=now)
    command: CommandRunner = context.obj
    command.do(lambda vinhdanh: vinhdanh.dossiers.succeed(DossierId(dossier), act), tables.receipt)


COMMANDS: Mapping[str, Callable[..., None]] = MappingProxyType(
    {
        "assign": assign,
        "publish": publish,
        "object": object_to,
        "ask": ask,
        "opine": opine,
        "conclude": conclude,
        "hold": hold,
        "release": release,
        "succeed": succeed,
    }
)
"""By its name, what each command does."""
