"""The command `vinhdanh term`: a deadline day by day, for a day and a length or for what a dossier waits for."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from schemas.ids import DossierId
from vinhdanh.cli.arguments import DAYS
from vinhdanh.cli.runner import CommandRunner

HELP = "Giải thích một thời hạn theo từng ngày: --from và --days (không cần Temporal), hoặc --dossier."

_MOST_DAYS = 240
"""As long as any term of the law may be."""


def term(
    context: typer.Context,
    since: Annotated[
        datetime | None, typer.Option("--from", formats=DAYS, metavar="NGÀY", help="Ngày bắt đầu.")
    ] = None,
    length: Annotated[
        int | None, typer.Option("--days", min=1, max=_MOST_DAYS, metavar="SỐ", help="Số ngày làm việc.")
    ] = None,
    first_day_counts: Annotated[
        bool | None,
        typer.Option(
            "--first-day-counts/--no-first-day-counts",
            help="Có hay không tính ngày đầu; không nêu thì theo văn bản áp dụng ngày đó.",
        ),
    ] = None,
    dossier: Annotated[
        str | None, typer.Option("--dossier", metavar="HỒ_SƠ", help="Hạn mà hồ sơ này đang chờ.")
    ] = None,
    policies: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, envvar="VINHDANH_POLICIES", help="Thư mục quy định khác."),
    ] = None,
) -> None:
    """Explain a term day by day."""
    # Holidays and the law take a tenth of a second to load: not for commands that need neither.
    from vinhdanh.cli import term_days  # noqa: PLC0415
    from vinhdanh.cli.law import columns  # noqa: PLC0415

    command: CommandRunner = context.obj
    if dossier is not None:
        if (since, length, first_day_counts) != (None, None, None):
            raise typer.BadParameter("--dossier: không đi cùng --from, --days, --first-day-counts")
        law = columns.books(policies)
        command.do(lambda vinhdanh: term_days.awaited(vinhdanh, DossierId(dossier), law), term_days.shown)
    elif since is None or length is None:
        raise typer.BadParameter("cần cả --from và --days, hoặc --dossier")
    else:
        found = term_days.asked(since.date(), length, first_day_counts, columns.books(policies))
        command.say(found, term_days.shown)
