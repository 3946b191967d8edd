"""The command `vinhdanh law`: what the law says of an award, on one day or on several, side by side.

It asks nobody: the law is read from the files of `policies/`.
"""

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from schemas.calendars import day_of
from schemas.ids import AwardId, BasisId, BodyId, RegimeId
from vinhdanh.cli.arguments import Policies, a_day
from vinhdanh.cli.language import words
from vinhdanh.cli.runner import CommandRunner

Award = Annotated[
    str | None,
    typer.Argument(
        metavar=words("HÌNH_THỨC", "AWARD"), help=words("Như gov_emulation_flag.", "Such as gov_emulation_flag.")
    ),
]
Basis = Annotated[
    str | None,
    typer.Option(
        metavar=words("CĂN_CỨ", "BASIS"),
        help=words("Chỉ theo căn cứ này, như central_cluster.", "On this basis only, such as central_cluster."),
    ),
]
On = Annotated[
    datetime | None,
    a_day("Ngày tiếp nhận; nếu không là hôm nay.", "The day of receipt; today by default."),
]
Also = Annotated[
    list[datetime] | None,
    a_day("So với ngày này; nêu nhiều lần được.", "A day to compare with; may be repeated.", "--and"),
]
Regimes = Annotated[
    list[str] | None,
    typer.Option(
        metavar=words("MÃ", "ID"),
        help=words(
            "Văn bản áp dụng, như nd98-2023; nêu nhiều lần được.", "A regime, such as nd98-2023; may be repeated."
        ),
    ),
]
Body = Annotated[
    str | None,
    typer.Option(
        metavar=words("CƠ_QUAN", "BODY"),
        help=words(
            "Bộ, tỉnh hoặc cụm, khối có quy định riêng, như VN-BVHTTDL.",
            "A ministry, province or cluster with rules of its own, such as VN-BVHTTDL.",
        ),
    ),
]


def law(
    context: typer.Context,
    award: Award = None,
    basis: Basis = None,
    on: On = None,
    also: Also = None,
    regime: Regimes = None,
    body: Body = None,
    policies: Policies = None,
) -> None:
    """Show what the law says of an award."""
    # What reads the law takes a tenth of a second to load: not for commands that do not need it.
    from vinhdanh.cli.law import columns, page  # noqa: PLC0415

    command: CommandRunner = context.obj
    books = columns.books(policies)
    found = columns.columns_for(
        books,
        _days(on, also or [], named=bool(regime)),
        [RegimeId(each) for each in regime or []],
        BodyId(body) if body else None,
    )
    if award is None:
        command.say(found, page.catalogue)
    else:
        cut = columns.with_award(books, found, AwardId(award), BasisId(basis) if basis else None)
        command.say(cut, page.award)
    if body and (unknown := columns.no_regulation_of(books, BodyId(body))):
        command.note(unknown)


def _days(on: datetime | None, also: list[datetime], *, named: bool) -> list[date]:
    if on is None and not named:
        return [day_of(datetime.now(UTC)), *(each.date() for each in also)]
    return [each.date() for each in (*([on] if on else []), *also)]
