"""What many commands take: a file, a dossier, and who acts."""

from typing import Annotated

import typer

_FILE = typer.Argument(metavar="TỆP", help="Tệp JSON; - là đầu vào chuẩn.")

File = Annotated[typer.FileBinaryRead, _FILE]
MaybeFile = Annotated[typer.FileBinaryRead | None, _FILE]
Dossier = Annotated[str, typer.Argument(metavar="HỒ_SƠ", help="Mã hồ sơ.")]
By = Annotated[str | None, typer.Option(help="Mã cơ quan hoặc người thực hiện.")]
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
"""How a day is written on the command line."""
