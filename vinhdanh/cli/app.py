"""The command line, `vinhdanh`: each act of `vinhdanh` as one command."""

import gc
import io
import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from importlib.metadata import version
from typing import Annotated, NoReturn

import typer
from typer import rich_utils
from typer._completion_classes import completion_init
from typer._completion_shared import get_completion_script

from schemas import names
from schemas.ids import BodyId, DossierId, SittingId, SubmissionId
from schemas.json_schemas import schema_name
from schemas.messages import MESSAGES, Decide, PutForward, SubmitDossier, Supplement, Withdraw
from schemas.receipts import Receipt
from schemas.refusals import Reason
from schemas.stages import Stage
from vinhdanh.cli import announcement_commands, office_commands, runner, sitting_commands, term_command, terminal
from vinhdanh.cli.arguments import Dossier, File
from vinhdanh.cli.law import law_command
from vinhdanh.cli.render import tables
from vinhdanh.cli.runner import CommandRunner, Fields
from vinhdanh.declined import Declined
from vinhdanh.dossiers import Dossiers, Waiting
from vinhdanh.facade import VinhDanh

_EXITS = """\
Mã thoát: 0 đã xong · 1 bị từ chối · 2 sai cách dùng, hoặc nội dung không đúng mẫu · \
3 không tới được Temporal, hoặc chưa có trả lời: gửi lại đúng nội dung ấy không bị ghi hai lần."""

rich_utils.OPTIONS_PANEL_TITLE = "Tùy chọn"
rich_utils.ARGUMENTS_PANEL_TITLE = "Tham số"
rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"
rich_utils.DEFAULT_STRING = "[mặc định: {}]"
rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"

app = typer.Typer(
    help="Hồ sơ khen thưởng: nộp, thẩm định, họp, trình, quyết định. Tệp là JSON của mẫu trong schemas/json/.",
    epilog=_EXITS,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

PROGRAM, COMPLETE = "vinhdanh", "_VINHDANH_COMPLETE"
"""The name of the program, and the variable by which a shell asks it what may follow."""

SHELLS = ("bash", "zsh", "fish", "pwsh")

Submission = Annotated[str, typer.Argument(metavar="TỜ_TRÌNH", help="Mã tờ trình.")]


def _print_version(is_asked: bool) -> None:
    if is_asked:
        terminal.say(f"vinhdanh {version('vinhdanh')}")
        raise typer.Exit


@app.callback()
def _before(
    context: typer.Context,
    address: Annotated[str | None, typer.Option(help="Địa chỉ Temporal, trước TEMPORAL_ADDRESS.")] = None,
    namespace: Annotated[str | None, typer.Option(help="Namespace, trước TEMPORAL_NAMESPACE.")] = None,
    task_queue: Annotated[str, typer.Option(help="Hàng đợi của worker.")] = names.TASK_QUEUE,
    patience: Annotated[float, typer.Option(min=0.1, max=3600, help="Chờ trả lời bao nhiêu giây.")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON một dòng; đặt ở đâu trong lệnh cũng được.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="In phiên bản, rồi thôi.")
    ] = False,
) -> None:
    context.obj = CommandRunner(address, namespace, task_queue, timedelta(seconds=patience), as_json)


@app.command(help="Nộp hồ sơ (submit_dossier).")
def submit(context: typer.Context, file: File) -> None:
    """Submit a dossier."""
    body = runner.message(SubmitDossier, runner.fields(file))
    _runner_of(context).do(lambda vinhdanh: vinhdanh.dossiers.submit(body), tables.submitted)


@app.command(help="Bổ sung hồ sơ (supplement); tệp không ghi answers thì trả lời yêu cầu đang chờ.")
def supplement(context: typer.Context, dossier: Dossier, file: File) -> None:
    """Supplement a dossier."""
    given = runner.fields(file)
    _runner_of(context).do(lambda vinhdanh: _supplement(vinhdanh.dossiers, DossierId(dossier), given), tables.receipt)


@app.command(help="Rút hồ sơ.")
def withdraw(
    context: typer.Context,
    dossier: Dossier,
    by: Annotated[str, typer.Option(help="Đơn vị trình.")],
    reason: Annotated[str, typer.Option(help="Lý do.")],
) -> None:
    """Withdraw a dossier."""
    body = runner.message(Withdraw, {}, by=by, reason=reason)
    _runner_of(context).do(lambda vinhdanh: vinhdanh.dossiers.withdraw(DossierId(dossier), body), tables.receipt)


@app.command(help="Xem hồ sơ; với --sitting hoặc --submission: xem phiên họp, tờ trình.")
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="MÃ")],
    sitting: Annotated[bool, typer.Option("--sitting", help="Mã là của phiên họp.")] = False,
    submission: Annotated[bool, typer.Option("--submission", help="Mã là của tờ trình.")] = False,
) -> None:
    """Show a dossier, sitting or submission."""
    command = _runner_of(context)
    if sitting and submission:
        raise typer.BadParameter("--sitting, --submission: chỉ chọn một")
    if sitting:
        command.do(lambda vinhdanh: vinhdanh.sittings.show(SittingId(name)), tables.sitting)
    elif submission:
        command.do(lambda vinhdanh: vinhdanh.submissions.show(SubmissionId(name)), tables.submission)
    else:
        command.do(lambda vinhdanh: vinhdanh.dossiers.show(DossierId(name)), tables.dossier)


@app.command(help="Liệt kê hồ sơ đang chờ một cơ quan.")
def waiting(context: typer.Context, body: Annotated[str, typer.Argument(metavar="CƠ_QUAN")]) -> None:
    """List the dossiers that wait for a body."""
    command = _runner_of(context)
    command.do(lambda vinhdanh: _waiting(vinhdanh, BodyId(body), command), tables.waiting)


@app.command("put-forward", help="Trình danh sách (put_forward).")
def put_forward(context: typer.Context, file: File) -> None:
    """Put a list forward."""
    body = runner.message(PutForward, runner.fields(file))
    _runner_of(context).do(lambda vinhdanh: vinhdanh.submissions.put_forward(body), tables.receipt)


@app.command(help="Ghi quyết định trả lời tờ trình (decide).")
def decide(context: typer.Context, submission: Submission, file: File) -> None:
    """Decide on a submission."""
    body = runner.message(Decide, runner.fields(file))
    _runner_of(context).do(lambda vinhdanh: vinhdanh.submissions.decide(SubmissionId(submission), body), tables.receipt)


@app.command(help="Kiểm tra một tệp có đúng mẫu không, không gửi đi đâu.")
def check(
    context: typer.Context,
    file: File,
    kind: Annotated[str, typer.Option("--as", metavar="MẪU", help=", ".join(map(schema_name, MESSAGES)))],
) -> None:
    """Check a body without sending it."""
    kinds = {schema_name(message): message for message in MESSAGES}
    if kind not in kinds:
        raise typer.BadParameter(f"--as {kind}: không có mẫu này; chọn một trong {', '.join(kinds)}")
    body = runner.message(kinds[kind], runner.fields(file)).model_dump(mode="json", exclude={"carried"})
    _runner_of(context).say(body, lambda _: "Đúng mẫu.")


@app.command(help="In mã để vỏ lệnh tự điền lệnh: bash, zsh, fish, pwsh.")
def completion(shell: Annotated[str, typer.Argument(metavar="VỎ_LỆNH")]) -> None:
    """Print what makes a shell complete commands and options."""
    if shell not in SHELLS:
        raise typer.BadParameter(f"{shell}: không có vỏ lệnh này; chọn một trong {', '.join(SHELLS)}")
    terminal.say(get_completion_script(prog_name=PROGRAM, complete_var=COMPLETE, shell=shell))


sitting_commands.register(app)
office_commands.register(app)
announcement_commands.register(app)
app.command(help=law_command.HELP)(law_command.law)
app.command(help=term_command.HELP)(term_command.term)


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
            f"Ở đây không tìm thấy đơn vị, cụm, khối hay cơ quan đang xét nào có mã {body}; hãy kiểm tra lại mã."
        )
    return found


def _runner_of(context: typer.Context) -> CommandRunner:
    command: CommandRunner = context.obj
    return command


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit as `vinhdanh --help` says."""
    if COMPLETE in os.environ:
        completion_init()
    gc.freeze()  # see `vinhdanh.connection.run`; some commands connect to nobody
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without Vietnamese still gets its answer
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    ordered = [*(("--json",) if as_json else ()), *(part for part in given if part != "--json")]
    sys.exit(_run(ordered, as_json=as_json))


def _run(arguments: Sequence[str], *, as_json: bool) -> int:
    try:
        return int(app(arguments, prog_name=PROGRAM, complete_var=COMPLETE, standalone_mode=False) or 0)
    except Declined as error:
        return runner.report_error(error, as_json=as_json)
    except typer.TyperException as error:
        return runner.report_wrong_use(error.format_message(), as_json=as_json)


if __name__ == "__main__":
    main()
