"""The commands about findings that have not reached their dossiers: undelivered, hear."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated

import typer

from schemas.ids import DossierId, StreamId
from schemas.messages import Hear
from schemas.receipts import Receipt
from vinhdanh.cli import runner
from vinhdanh.cli.arguments import Dossier, MaybeFile
from vinhdanh.cli.language import words
from vinhdanh.cli.render import tables
from vinhdanh.cli.runner import CommandRunner
from vinhdanh.facade import VinhDanh

_NOT_GIVEN = 1
"""No finding stands in a first fact: this number is replaced by the one that is looked up."""


def undelivered(
    context: typer.Context,
    with_ended: Annotated[
        bool,
        typer.Option(
            "--all",
            help=words(
                "Kể cả hồ sơ đã kết thúc, không báo được nữa.", "Also dossiers that have ended and can receive nothing."
            ),
        ),
    ] = False,
) -> None:
    """List the findings that have not reached their dossiers."""
    command: CommandRunner = context.obj
    command.do(lambda vinhdanh: vinhdanh.announcements.undelivered(with_ended=with_ended), tables.undelivered)


def hear(
    context: typer.Context,
    dossier: Dossier,
    file: MaybeFile = None,
    source: Annotated[
        str | None,
        typer.Option(
            metavar=words("sitting-PHIÊN|submission-TỜ_TRÌNH", "sitting-ID|submission-ID"),
            help=words("Kết quả nào.", "Whose finding."),
        ),
    ] = None,
    sequence: Annotated[
        int | None,
        typer.Option(
            help=words("Kết quả ấy là mục nhật ký số mấy.", "The number of that finding in its source's stream.")
        ),
    ] = None,
) -> None:
    """Tell a dossier again what a sitting or submission found of it."""
    given = runner.fields(file)
    finding = runner.message(Hear, {"sequence": _NOT_GIVEN, **given}, source=source, sequence=sequence)
    is_given = sequence is not None or "sequence" in given

    async def telling(vinhdanh: VinhDanh) -> Receipt:
        announcements = vinhdanh.announcements
        found = finding if is_given else await announcements.finding_of(StreamId(finding.source))
        return await announcements.tell(DossierId(dossier), found)

    command: CommandRunner = context.obj
    command.do(telling, tables.receipt)


COMMANDS: Mapping[str, Callable[..., None]] = MappingProxyType(
    {
        "undelivered": undelivered,
        "hear": hear,
    }
)
"""By its name, what each command does."""
