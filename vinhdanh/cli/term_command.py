"""The command `vinhdanh term`: a deadline day by day, for a day and a length or for what a dossier waits for."""

from datetime import datetime
from typing import Annotated

import typer

from schemas.ids import DossierId
from vinhdanh.cli.arguments import Policies, a_day
from vinhdanh.cli.language import words
from vinhdanh.cli.runner import CommandRunner

_MOST_DAYS = 240
"""As long as any term of the law may be."""


Since = Annotated[
    datetime | None,
    a_day("Ngày bắt đầu.", "The day on which it begins.", "--from"),
]
Length = Annotated[
    int | None,
    typer.Option(
        "--days",
        min=1,
        max=_MOST_DAYS,
        metavar=words("SỐ", "NUMBER"),
        help=words("Số ngày làm việc.", "Its length in working days."),
    ),
]
FirstDayCounts = Annotated[
    bool | None,
    typer.Option(
        "--first-day-counts/--no-first-day-counts",
        help=words(
            "Có hay không tính ngày đầu; không nêu thì theo văn bản áp dụng ngày đó.",
            "Whether the first day counts; by default, as the law of that day says.",
        ),
    ),
]
OfDossier = Annotated[
    str | None,
    typer.Option(
        "--dossier",
        metavar=words("HỒ_SƠ", "DOSSIER"),
        help=words("Hạn mà hồ sơ này đang chờ.", "The term that this dossier waits for."),
    ),
]


def term(
    context: typer.Context,
    since: Since = None,
    length: Length = None,
    first_day_counts: FirstDayCounts = None,
    dossier: OfDossier = None,
    policies: Policies = None,
) -> None:
    """Explain a term day by day."""
    # Holidays and the law take a tenth of a second to load: not for commands that need neither.
    from vinhdanh.cli import term_days  # noqa: PLC0415
    from vinhdanh.cli.law import columns  # noqa: PLC0415

    command: CommandRunner = context.obj
    if dossier is not None:
        if (since, length, first_day_counts) != (None, None, None):
            raise typer.BadParameter(
                words(
                    "--dossier: không đi cùng --from, --days, --first-day-counts.",
                    "--dossier does not go with --from, --days, --first-day-counts.",
                )
            )
        law = columns.books(policies)
        command.do(lambda vinhdanh: term_days.awaited(vinhdanh, DossierId(dossier), law), term_days.shown)
    elif since is None or length is None:
        raise typer.BadParameter(
            words("cần cả --from và --days, hoặc --dossier.", "both --from and --days are needed, or --dossier.")
        )
    else:
        found = term_days.asked(since.date(), length, first_day_counts, columns.books(policies))
        command.say(found, term_days.shown)
