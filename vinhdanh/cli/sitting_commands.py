"""What is done in a sitting, each as one command: convene, amend, recuse, cast, close, adjourn, explain."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Annotated

import typer

from schemas.ids import DossierId, SittingId
from schemas.messages import (
    Adjourn,
    Amend,
    Cast,
    Close,
    Convene,
    Reconvene,
    Recuse,
    ScoreDossier,
    WithdrawBallot,
)
from schemas.receipts import Receipt
from vinhdanh.cli import numbered_acts, runner
from vinhdanh.cli.arguments import By, Dossier, File, MaybeFile
from vinhdanh.cli.language import LANGUAGE, words
from vinhdanh.cli.render import tables
from vinhdanh.cli.runner import CommandRunner
from vinhdanh.sittings import Sittings

_INSTANT = "2024-03-15T17:00:00+07:00"

Sitting = Annotated[
    str, typer.Argument(metavar=words("PHIÊN", "SITTING"), help=words("Mã phiên họp.", "The sitting's id."))
]
Meeting = Annotated[int | None, typer.Option(help=words("Lần họp thứ mấy của phiên.", "Which meeting of the sitting."))]
Seat = Annotated[str | None, typer.Option(help=words("Mã thành viên.", "The seat's id."))]
Reasoned = Annotated[str | None, typer.Option("--reason", help=words("Lý do.", "The reason."))]

Act = Callable[[Sittings, SittingId], Awaitable[Receipt]]


def convene(context: typer.Context, file: File) -> None:
    """Convene a sitting."""
    body = runner.message(Convene, runner.fields(file))
    command: CommandRunner = context.obj
    command.do(lambda vinhdanh: vinhdanh.sittings.convene(body), tables.receipt)


def amend(context: typer.Context, sitting: Sitting, file: File, by: By = None) -> None:
    """Amend the agenda."""
    body = runner.message(Amend, runner.fields(file), by=by)
    send(context, sitting, lambda sittings, sitting_id: numbered_acts.amend(sittings, sitting_id, body))


def recuse(
    context: typer.Context,
    sitting: Sitting,
    file: MaybeFile = None,
    by: By = None,
    seat: Seat = None,
    dossier: Annotated[
        list[str] | None,
        typer.Option(help=words("Hồ sơ có liên quan; nêu nhiều lần được.", "A dossier concerned; may be repeated.")),
    ] = None,
    reason: Reasoned = None,
) -> None:
    """Step aside from dossiers."""
    body = runner.message(Recuse, runner.fields(file), by=by, seat=seat, dossiers=dossier or None, reason=reason)
    send(context, sitting, lambda sittings, sitting_id: sittings.recuse(sitting_id, body))


def score(
    context: typer.Context,
    sitting: Sitting,
    file: File,
    by: By = None,
    turn: Annotated[
        int | None,
        typer.Option(help=words("Lượt thứ mấy đối với điểm của hồ sơ.", "Which turn on the dossier's points.")),
    ] = None,
) -> None:
    """Give a dossier points."""
    body = runner.message(ScoreDossier, runner.fields(file), by=by, turn=turn)
    send(context, sitting, lambda sittings, sitting_id: numbered_acts.score(sittings, sitting_id, body))


def cast(context: typer.Context, sitting: Sitting, file: File) -> None:
    """Cast a ballot."""
    ballot = runner.message(Cast, runner.fields(file))
    send(context, sitting, lambda sittings, sitting_id: numbered_acts.cast(sittings, sitting_id, ballot))


def withdraw_ballot(
    context: typer.Context,
    sitting: Sitting,
    file: MaybeFile = None,
    by: By = None,
    seat: Seat = None,
    revision: Annotated[
        int | None,
        typer.Option(
            help=words(
                "Phiếu lần thứ mấy; nếu không ghi là phiếu đang có hiệu lực.",
                "Which ballot of the seat; by default, the one that stands.",
            )
        ),
    ] = None,
    meeting: Meeting = None,
) -> None:
    """Take a ballot back."""
    given = runner.fields(file)
    is_named = revision is not None or "revision" in given
    options = {"by": by, "seat": seat, "revision": revision, "meeting": meeting}
    body = runner.message(WithdrawBallot, {"revision": 1, **given}, **options)
    send(
        context,
        sitting,
        lambda sittings, sitting_id: numbered_acts.withdraw_ballot(sittings, sitting_id, body, is_named=is_named),
    )


def close(
    context: typer.Context,
    sitting: Sitting,
    file: MaybeFile = None,
    by: By = None,
    meeting: Meeting = None,
    attended: Annotated[
        list[str] | None,
        typer.Option(
            help=words(
                "Có mặt mà không bỏ phiếu; nêu nhiều lần được.", "A seat that attended without voting; may be repeated."
            )
        ),
    ] = None,
) -> None:
    """Close a sitting."""
    body = runner.message(Close, runner.fields(file), by=by, meeting=meeting, attended=attended or None)
    send(context, sitting, lambda sittings, sitting_id: sittings.close(sitting_id, body))


def adjourn(
    context: typer.Context,
    sitting: Sitting,
    file: MaybeFile = None,
    by: By = None,
    meeting: Meeting = None,
    reason: Reasoned = None,
) -> None:
    """Put a sitting off."""
    body = runner.message(Adjourn, runner.fields(file), by=by, meeting=meeting, reason=reason)
    send(context, sitting, lambda sittings, sitting_id: sittings.adjourn(sitting_id, body))


def reconvene(
    context: typer.Context,
    sitting: Sitting,
    file: MaybeFile = None,
    by: By = None,
    meeting: Meeting = None,
    opens_at: Annotated[
        str | None,
        typer.Option(help=words(f"Thời điểm mở bỏ phiếu, như {_INSTANT}.", f"When the ballot opens, as {_INSTANT}.")),
    ] = None,
    closes_at: Annotated[
        str | None,
        typer.Option(help=words(f"Thời điểm đóng phiếu, như {_INSTANT}.", f"When the ballot closes, as {_INSTANT}.")),
    ] = None,
) -> None:
    """Reconvene an adjourned sitting."""
    when = {"opens_at": opens_at, "closes_at": closes_at}
    body = runner.message(Reconvene, runner.fields(file), by=by, meeting=meeting, **when)
    send(context, sitting, lambda sittings, sitting_id: sittings.reconvene(sitting_id, body))


def explain(
    context: typer.Context,
    sitting: Sitting,
    dossier: Dossier,
) -> None:
    """Explain what a sitting found of a dossier."""
    command: CommandRunner = context.obj
    command.do(
        lambda vinhdanh: vinhdanh.sittings.explain(SittingId(sitting), DossierId(dossier), LANGUAGE), tables.explained
    )


def send(context: typer.Context, sitting: str, act: Act) -> None:
    """Send an act to a sitting, and print its receipt."""
    command: CommandRunner = context.obj
    command.do(lambda vinhdanh: act(vinhdanh.sittings, SittingId(sitting)), tables.receipt)


COMMANDS: Mapping[str, Callable[..., None]] = MappingProxyType(
    {
        "convene": convene,
        "amend": amend,
        "recuse": recuse,
        "score": score,
        "cast": cast,
        "withdraw-ballot": withdraw_ballot,
        "close": close,
        "adjourn": adjourn,
        "reconvene": reconvene,
        "explain": explain,
    }
)
"""By its name, what each command does."""
