"""What a secretary enters in an open meeting, each as one command: count, attendance."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated

import typer

from schemas.messages import CountVotes, RecordAttendance
from vinhdanh.cli import numbered_acts, runner
from vinhdanh.cli.arguments import By, File, MaybeFile
from vinhdanh.cli.language import words
from vinhdanh.cli.sitting_commands import Meeting, Seat, Sitting, send

_Revision = Annotated[
    int | None,
    typer.Option(
        help=words(
            "Lần thứ mấy; nếu không ghi thì thay lần trước.",
            "Which revision; by default, it replaces the last one.",
        )
    ),
]


def count(
    context: typer.Context,
    sitting: Sitting,
    file: File,
    by: By = None,
    meeting: Meeting = None,
    revision: _Revision = None,
) -> None:
    """Enter the tellers' count."""
    body = runner.message(CountVotes, runner.fields(file), by=by, meeting=meeting, revision=revision)
    send(context, sitting, lambda sittings, sitting_id: numbered_acts.count(sittings, sitting_id, body))


def attendance(
    context: typer.Context,
    sitting: Sitting,
    file: MaybeFile = None,
    by: By = None,
    seat: Seat = None,
    first: Annotated[
        str | None,
        typer.Option(help=words("Có mặt từ hồ sơ này.", "The first dossier for which it was present.")),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option(help=words("Có mặt đến hết hồ sơ này.", "The last dossier for which it was present.")),
    ] = None,
    absent: Annotated[
        bool, typer.Option("--absent", help=words("Vắng cả phiên.", "It was absent throughout."))
    ] = False,
    meeting: Meeting = None,
    revision: _Revision = None,
) -> None:
    """Record for which dossiers a seat was present."""
    stays: list[dict[str, str | None]] | None = [{"first": first, "last": last}] if first or last else None
    options = {"by": by, "seat": seat, "meeting": meeting, "revision": revision}
    body = runner.message(RecordAttendance, runner.fields(file), **options, stays=[] if absent else stays)
    send(context, sitting, lambda sittings, sitting_id: numbered_acts.attendance(sittings, sitting_id, body))


COMMANDS: Mapping[str, Callable[..., None]] = MappingProxyType({"count": count, "attendance": attendance})
"""By its name, what each command does."""
