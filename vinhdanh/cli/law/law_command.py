"""The command `vinhdanh law`: what the law says of an award, on one day or on several, side by side.

It asks nobody: the law is read from the files of `policies/`.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from schemas.ids import AwardId, BasisId, BodyId, RegimeId
from vinhdanh.cli.arguments import DAYS
from vinhdanh.cli.render import formats
from vinhdanh.cli.runner import CommandRunner

HELP = "Tra quy định về một hình thức: trình tự, tỷ lệ phiếu, thời hạn, giấy tờ, căn cứ; không ghi tên thì in danh mục."


def law(
    context: typer.Context,
    award: Annotated[str | None, typer.Argument(metavar="HÌNH_THỨC", help="Như gov_emulation_flag.")] = None,
    basis: Annotated[
        str | None, typer.Option(metavar="CĂN_CỨ", help="Chỉ theo căn cứ này, như central_cluster.")
    ] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=DAYS, metavar="NGÀY", help="Ngày tiếp nhận; nếu không là hôm nay.")
    ] = None,
    also: Annotated[
        list[datetime] | None,
        typer.Option("--and", formats=DAYS, metavar="NGÀY", help="So với ngày này; nêu nhiều lần được."),
    ] = None,
    regime: Annotated[
        list[str] | None, typer.Option(metavar="MÃ", help="Văn bản áp dụng, như nd98-2023; nêu nhiều lần được.")
    ] = None,
    body: Annotated[
        str | None, typer.Option(metavar="CƠ_QUAN", help="Bộ, tỉnh hoặc cụm, khối có quy định riêng, như VN-BVHTTDL.")
    ] = None,
    policies: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, metavar="THƯ_MỤC", envvar="VINHDANH_POLICIES", help="Thư mục quy định khác."
        ),
    ] = None,
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
        return [datetime.now(formats.HANOI).date(), *(each.date() for each in also)]
    return [each.date() for each in (*([on] if on else []), *also)]
