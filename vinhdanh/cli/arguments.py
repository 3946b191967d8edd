"""What many commands take: where Temporal is, a file, a dossier, the office that acts."""

from pathlib import Path
from typing import Annotated, Any

import typer

from schemas.bodies import Language
from vinhdanh.cli import language
from vinhdanh.cli.language import words

_FILE = typer.Argument(
    metavar=words("TỆP", "FILE"), help=words("Tệp JSON; - là đầu vào chuẩn.", "A JSON file; - is standard input.")
)

File = Annotated[typer.FileBinaryRead, _FILE]
MaybeFile = Annotated[typer.FileBinaryRead | None, _FILE]
Dossier = Annotated[
    str, typer.Argument(metavar=words("HỒ_SƠ", "DOSSIER"), help=words("Mã hồ sơ.", "The dossier's id."))
]
By = Annotated[
    str | None,
    typer.Option(help=words("Mã cơ quan hoặc người thực hiện.", "The id of the office or person that acts.")),
]
_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
"""How a day is written on the command line."""
Submission = Annotated[
    str, typer.Argument(metavar=words("TỜ_TRÌNH", "SUBMISSION"), help=words("Mã tờ trình.", "The submission's id."))
]
Address = Annotated[
    str | None,
    typer.Option(
        help=words("Địa chỉ Temporal, ưu tiên hơn TEMPORAL_ADDRESS.", "Temporal's address; overrides TEMPORAL_ADDRESS.")
    ),
]
Namespace = Annotated[
    str | None,
    typer.Option(
        help=words(
            "Không gian tên của Temporal, ưu tiên hơn TEMPORAL_NAMESPACE.",
            "Temporal's namespace; overrides TEMPORAL_NAMESPACE.",
        )
    ),
]
TaskQueue = Annotated[str, typer.Option(help=words("Hàng đợi công việc (task queue).", "The workers' task queue."))]
Patience = Annotated[
    float, typer.Option(min=0.1, max=3600, help=words("Chờ trả lời bao nhiêu giây.", "Seconds to wait for an answer."))
]
AsJson = Annotated[
    bool,
    typer.Option(
        "--json",
        help=words(
            "In JSON một dòng; đặt ở đâu trong lệnh cũng được.", "Print a line of JSON; anywhere in the command."
        ),
    ),
]
InLanguage = Annotated[
    Language | None,
    typer.Option(
        language.OPTION,
        envvar="VINHDANH_LANGUAGE",
        help=words("Ngôn ngữ: vi, en; đặt ở đâu trong lệnh cũng được.", "Language: vi, en; anywhere in the command."),
    ),
]
Policies = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        file_okay=False,
        metavar=words("THƯ_MỤC", "FOLDER"),
        envvar="VINHDANH_POLICIES",
        help=words("Thư mục quy định khác.", "Another folder of law files."),
    ),
]


def a_day(vi: str, en: str, *names: str) -> Any:
    """Return an option whose value is a day, with its help in both languages."""
    return typer.Option(*names, formats=_DAYS, metavar=words("NGÀY", "DAY"), help=words(vi, en))
