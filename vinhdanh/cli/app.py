"""The command line, `vinhdanh`: each act of `vinhdanh` as one command."""

import gc
import io
import itertools
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from importlib.metadata import version
from typing import Annotated, NoReturn

import typer
from typer._completion_classes import completion_init
from typer._completion_shared import get_completion_script

from schemas import names
from schemas.json_schemas import schema_name
from schemas.messages import MESSAGES
from vinhdanh.cli import (
    announcement_commands,
    dossier_commands,
    language,
    office_commands,
    runner,
    secretary_commands,
    sitting_commands,
    term_command,
    terminal,
    vietnamese_errors,
)
from vinhdanh.cli.arguments import Address, AsJson, File, InLanguage, Namespace, Patience, TaskQueue
from vinhdanh.cli.help_texts import HELP
from vinhdanh.cli.language import words
from vinhdanh.cli.law import law_command
from vinhdanh.cli.localized import Command, Group
from vinhdanh.cli.runner import CommandRunner
from vinhdanh.declined import Declined

_EXITS = words(
    "Mã thoát: 0 đã xong · 1 bị từ chối · 2 sai cách dùng, hoặc nội dung không đúng mẫu · "
    "3 không tới được Temporal, hoặc chưa có trả lời: gửi lại đúng nội dung ấy không bị ghi hai lần.",
    "Exit codes: 0 done · 1 refused · 2 wrong use, or a malformed body · "
    "3 Temporal was not reached, or did not answer: the same body sent again is not recorded twice.",
)

app = typer.Typer(
    cls=Group,
    help=words(
        "Hồ sơ khen thưởng: nộp, thẩm định, họp, trình, quyết định. Tệp là JSON của mẫu trong schemas/json/.",
        "Award dossiers: submit, appraise, vote, put forward, decide. A file is JSON of a schema in schemas/json/.",
    ),
    epilog=_EXITS,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

PROGRAM, COMPLETE = "vinhdanh", "_VINHDANH_COMPLETE"
"""The name of the program, and the variable by which a shell asks it what may follow."""

SHELLS = ("bash", "zsh", "fish", "pwsh")


def _print_version(is_asked: bool) -> None:
    if is_asked:
        terminal.say(f"vinhdanh {version('vinhdanh')}")
        raise typer.Exit


@app.callback()
def _before(
    context: typer.Context,
    address: Address = None,
    namespace: Namespace = None,
    task_queue: TaskQueue = names.TASK_QUEUE,
    patience: Patience = 30,
    as_json: AsJson = False,
    _language: InLanguage = None,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_print_version,
            is_eager=True,
            help=words("In phiên bản, rồi thôi.", "Show the version and exit."),
        ),
    ] = False,
) -> None:
    context.obj = CommandRunner(address, namespace, task_queue, timedelta(seconds=patience), as_json)


def check(
    context: typer.Context,
    file: File,
    kind: Annotated[
        str, typer.Option("--as", metavar=words("MẪU", "SCHEMA"), help=", ".join(map(schema_name, MESSAGES)))
    ],
) -> None:
    """Check a body without sending it."""
    kinds = {schema_name(message): message for message in MESSAGES}
    known = ", ".join(kinds)
    if kind not in kinds:
        raise typer.BadParameter(
            words(
                f"--as {kind}: không có mẫu này; chọn một trong {known}.",
                f"--as {kind}: no such schema; choose one of {known}.",
            )
        )
    body = runner.message(kinds[kind], runner.fields(file)).model_dump(mode="json", exclude={"carried"})
    command: CommandRunner = context.obj
    command.say(body, lambda _: words("Đúng mẫu.", "Well-formed."))


def completion(shell: Annotated[str, typer.Argument(metavar=words("VỎ_LỆNH", "SHELL"))]) -> None:
    """Print what makes a shell complete commands and options."""
    if shell not in SHELLS:
        known = ", ".join(SHELLS)
        said = words(
            f"{shell}: không có vỏ lệnh này; chọn một trong {known}.", f"{shell}: no such shell; choose one of {known}."
        )
        raise typer.BadParameter(said)
    terminal.say(get_completion_script(prog_name=PROGRAM, complete_var=COMPLETE, shell=shell))


COMMANDS: Mapping[str, Callable[..., None]] = {
    **dossier_commands.COMMANDS,
    "check": check,
    "completion": completion,
    **sitting_commands.COMMANDS,
    **secretary_commands.COMMANDS,
    **office_commands.COMMANDS,
    **announcement_commands.COMMANDS,
    "law": law_command.law,
    "term": term_command.term,
}

for _name, _command in COMMANDS.items():
    app.command(_name, cls=Command, help=HELP[_name])(_command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit as `vinhdanh --help` says."""
    if COMPLETE in os.environ:
        completion_init()
    gc.freeze()  # see `vinhdanh.connection.run`; some commands connect to nobody
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without Vietnamese still gets its answer
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(_run(_global_first(given), as_json="--json" in given))


def _global_first(given: Sequence[str]) -> list[str]:
    """Return the arguments with `--json` and `--language` in front: Typer takes them there only."""
    first: list[str] = []
    rest: list[str] = []
    following = iter(given)
    for part in following:
        if part == "--json" or part.startswith(f"{language.OPTION}="):
            first.append(part)
        elif part == language.OPTION:
            first += [part, *itertools.islice(following, 1)]
        else:
            rest.append(part)
    return first + rest


def _run(arguments: Sequence[str], *, as_json: bool) -> int:
    try:
        return int(app(arguments, prog_name=PROGRAM, complete_var=COMPLETE, standalone_mode=False) or 0)
    except Declined as error:
        return runner.report_error(error, as_json=as_json)
    except typer.TyperException as error:
        return runner.report_wrong_use(vietnamese_errors.wrong_use(error.format_message()), as_json=as_json)


if __name__ == "__main__":
    main()
