"""What is done with dossiers and lists: submit, supplement, withdraw, show, waiting, put-forward, decide."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Annotated

import typer

from schemas.ids import BodyId, DossierId, SittingId, SubmissionId
from schemas.messages import Decide, PutForward, SubmitDossier, Supplement, Withdraw
from schemas.receipts import Receipt
from schemas.refusals import Reason
from schemas.stages import Stage
from vinhdanh.cli import runner
from vinhdanh.cli.arguments import Dossier, File, Submission, a_day
from vinhdanh.cli.language import words
from vinhdanh.cli.render import body_tables, tables
from vinhdanh.cli.runner import CommandRunner, Fields
from vinhdanh.declined import Declined
from vinhdanh.dossiers import Dossiers, Waiting
from vinhdanh.facade import VinhDanh


def submit(context: typer.Context, file: File) -> None:
    """Submit a dossier."""
    body = runner.message(SubmitDossier, runner.fields(file))
    _runner_of(context).do(lambda vinhdanh: vinhdanh.dossiers.submit(body), tables.submitted)


def supplement(context: typer.Context, dossier: Dossier, file: File) -> None:
    """Supplement a dossier."""
    given = runner.fields(file)
    _runner_of(context).do(lambda vinhdanh: _supplement(vinhdanh.dossiers, DossierId(dossier), given), tables.receipt)


def withdraw(
    context: typer.Context,
    dossier: Dossier,
    by: Annotated[str, typer.Option(help=words("Đơn vị trình.", "The proposing unit."))],
    reason: Annotated[str, typer.Option(help=words("Lý do.", "The reason."))],
) -> None:
    """Withdraw a dossier."""
    body = runner.message(Withdraw, {}, by=by, reason=reason)
    _runner_of(context).do(lambda vinhdanh: vinhdanh.dossiers.withdraw(DossierId(dossier), body), tables.receipt)


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar=words("MÃ", "ID"))],
    sitting: Annotated[
        bool, typer.Option("--sitting", help=words("Mã là của phiên họp.", "The id is a sitting's."))
    ] = False,
    submission: Annotated[
        bool, typer.Option("--submission", help=words("Mã là của tờ trình.", "The id is a submission's."))
    ] = False,
    body: Annotated[
        bool, typer.Option("--body", help=words("Mã là của cơ quan, đơn vị.", "The id is a registered body's."))
    ] = False,
    on: Annotated[
        datetime | None, a_day("Cơ quan, đơn vị vào ngày này; mặc định là hôm nay.", "On this day; by default, today.")
    ] = None,
) -> None:
    """Show a dossier, sitting, submission or body."""
    command = _runner_of(context)
    if sitting + submission + body > 1:
        raise typer.BadParameter(
            words("--sitting, --submission, --body: chỉ chọn một.", "--sitting, --submission, --body: choose one.")
        )
    if on is not None and not body:
        raise typer.BadParameter(words("--on chỉ dùng với --body.", "--on goes with --body."))
    if sitting:
        command.do(lambda vinhdanh: vinhdanh.sittings.show(SittingId(name)), tables.sitting)
    elif submission:
        command.do(lambda vinhdanh: vinhdanh.submissions.show(SubmissionId(name)), tables.submission)
    elif body:
        command.do(lambda vinhdanh: vinhdanh.bodies.show(BodyId(name), on.date() if on else None), body_tables.body)
    else:
        command.do(lambda vinhdanh: vinhdanh.dossiers.show(DossierId(name)), tables.dossier)


def waiting(context: typer.Context, body: Annotated[str, typer.Argument(metavar=words("CƠ_QUAN", "BODY"))]) -> None:
    """List the dossiers that wait for a body."""
    command = _runner_of(context)
    command.do(lambda vinhdanh: _waiting(vinhdanh, BodyId(body), command), tables.waiting)


def put_forward(context: typer.Context, file: File) -> None:
    """Put a list forward."""
    body = runner.message(PutForward, runner.fields(file))
    _runner_of(context).do(lambda vinhdanh: vinhdanh.submissions.put_forward(body), tables.receipt)


def decide(context: typer.Context, submission: Submission, file: File) -> None:
    """Decide on a submission."""
    body = runner.message(Decide, runner.fields(file))
    _runner_of(context).do(lambda vinhdanh: vinhdanh.submissions.decide(SubmissionId(submission), body), tables.receipt)


async def _supplement(dossiers: Dossiers, dossier_id: DossierId, given: Fields) -> Receipt:
    if "answers" in given:
        return await dossiers.supplement(dossier_id, runner.message(Supplement, given))
    view = await dossiers.show(dossier_id)
    if view.stage is not Stage.UNIT or view.awaiting is None:
        raise Declined(Reason.NOT_WITH_ITS_UNIT, "Hồ sơ không ở đơn vị để bổ sung.")
    return await dossiers.supplement(dossier_id, runner.message(Supplement, given, answers=view.awaiting.answers))


async def _waiting(vinhdanh: VinhDanh, body: BodyId, command: CommandRunner) -> Sequence[Waiting]:
    found = await vinhdanh.dossiers.waiting_for(body)
    if not found and not await vinhdanh.dossiers.name_body(body):
        command.note(
            words(
                f"Ở đây không tìm thấy đơn vị, cụm, khối hay cơ quan đang xét nào có mã {body}; hãy kiểm tra lại mã.",
                f"No unit, cluster or office that considers a dossier has the id {body}; check the id.",
            )
        )
    return found


def _runner_of(context: typer.Context) -> CommandRunner:
    command: CommandRunner = context.obj
    return command


COMMANDS: Mapping[str, Callable[..., None]] = MappingProxyType(
    {
        "submit": submit,
        "supplement": supplement,
        "withdraw": withdraw,
        "show": show,
        "waiting": waiting,
        "put-forward": put_forward,
        "decide": decide,
    }
)
"""By its name, what each command does."""
