"""What is done in a sitting, each as one command: convene, amend, recuse, score, cast, close, adjourn, explain."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from schemas.bodies import Language
from schemas.ids import DossierId, SittingId
from schemas.messages import Adjourn, Amend, Cast, Close, Convene, Reconvene, Recuse, ScoreDossier, WithdrawBallot
from schemas.points import Score
from schemas.receipts import Receipt
from schemas.refusals import Reason
from vinhdanh.cli import runner
from vinhdanh.cli.arguments import By, Dossier, File, MaybeFile
from vinhdanh.cli.render import tables
from vinhdanh.cli.runner import CommandRunner
from vinhdanh.declined import Declined
from vinhdanh.sittings import Sittings

_INSTANT = "như 2024-03-15T17:00:00+07:00."

Sitting = Annotated[str, typer.Argument(metavar="PHIÊN", help="Mã phiên họp.")]
Meeting = Annotated[int | None, typer.Option(help="Lần họp thứ mấy của phiên.")]
Seat = Annotated[str | None, typer.Option(help="Mã thành viên.")]
Reasoned = Annotated[str | None, typer.Option("--reason", help="Lý do.")]

Act = Callable[[Sittings, SittingId], Awaitable[Receipt]]


def register(app: typer.Typer) -> None:
    """Add the commands to the others."""
    app.command(help="Triệu tập phiên họp (convene).")(convene)
    app.command(help="Sửa chương trình trước khi mở bỏ phiếu (amend); không ghi revision là lần sửa tiếp theo.")(amend)
    app.command(help="Không tham gia biểu quyết hồ sơ có liên quan (recuse): bằng tệp, bằng tùy chọn, hoặc cả hai.")(
        recuse
    )
    app.command(help="Chấm điểm, thẩm tra, có ý kiến, chốt điểm (score_dossier); không ghi turn là lượt tiếp theo.")(
        score
    )
    app.command(
        help="Bỏ phiếu (cast); tệp không ghi meeting là cho lần họp này, không ghi revision là thay phiếu trước của"
        " mình."
    )(cast)
    app.command("withdraw-ballot", help="Rút phiếu (withdraw_ballot): bằng tệp, bằng tùy chọn, hoặc cả hai.")(
        withdraw_ballot
    )
    app.command(help="Kết thúc phiên họp và kiểm phiếu (close): bằng tệp, bằng tùy chọn, hoặc cả hai.")(close)
    app.command(help="Hoãn phiên họp (adjourn): bằng tệp, bằng tùy chọn, hoặc cả hai.")(adjourn)
    app.command(help="Triệu tập lại phiên họp đã hoãn (reconvene).")(reconvene)
    app.command(help="Giải thích kết quả xét một hồ sơ tại phiên họp.")(explain)


def convene(context: typer.Context, file: File) -> None:
    """Convene a sitting."""
    body = runner.message(Convene, runner.fields(file))
    command: CommandRunner = context.obj
    command.do(lambda vinhdanh: vinhdanh.sittings.convene(body), tables.receipt)


def amend(context: typer.Context, sitting: Sitting, file: File, by: By = None) -> None:
    """Amend the agenda."""
    body = runner.message(Amend, runner.fields(file), by=by)
    _do(context, sitting, lambda sittings, sitting_id: _amend(sittings, sitting_id, body))


def recuse(
    context: typer.Context,
    sitting: Sitting,
    file: MaybeFile = None,
    by: By = None,
    seat: Seat = None,
    dossier: Annotated[list[str] | None, typer.Option(help="Hồ sơ có liên quan; nêu nhiều lần được.")] = None,
    reason: Reasoned = None,
) -> None:
    """Step aside from dossiers."""
    body = runner.message(Recuse, runner.fields(file), by=by, seat=seat, dossiers=dossier or None, reason=reason)
    _do(context, sitting, lambda sittings, sitting_id: sittings.recuse(sitting_id, body))


def score(
    context: typer.Context,
    sitting: Sitting,
    file: File,
    by: By = None,
    turn: Annotated[int | None, typer.Option(help="Lượt thứ mấy đối với điểm của hồ sơ.")] = None,
) -> None:
    """Give a dossier points."""
    body = runner.message(ScoreDossier, runner.fields(file), by=by, turn=turn)
    _do(context, sitting, lambda sittings, sitting_id: _score(sittings, sitting_id, body))


def cast(context: typer.Context, sitting: Sitting, file: File) -> None:
    """Cast a ballot."""
    ballot = runner.message(Cast, runner.fields(file))
    _do(context, sitting, lambda sittings, sitting_id: _cast(sittings, sitting_id, ballot))


def withdraw_ballot(
    context: typer.Context,
    sitting: Sitting,
    file: MaybeFile = None,
    by: By = None,
    seat: Seat = None,
    revision: Annotated[
        int | None, typer.Option(help="Phiếu lần thứ mấy; nếu không ghi là phiếu đang có hiệu lực.")
    ] = None,
    meeting: Meeting = None,
) -> None:
    """Take a ballot back."""
    given = runner.fields(file)
    is_named = revision is not None or "revision" in given
    options = {"by": by, "seat": seat, "revision": revision, "meeting": meeting}
    body = runner.message(WithdrawBallot, {"revision": 1, **given}, **options)
    _do(context, sitting, lambda sittings, sitting_id: _withdraw(sittings, sitting_id, body, is_named=is_named))


def close(
    context: typer.Context,
    sitting: Sitting,
    file: MaybeFile = None,
    by: By = None,
    meeting: Meeting = None,
    attended: Annotated[list[str] | None, typer.Option(help="Có mặt mà không bỏ phiếu; nêu nhiều lần được.")] = None,
) -> None:
    """Close a sitting."""
    body = runner.message(Close, runner.fields(file), by=by, meeting=meeting, attended=attended or None)
    _do(context, sitting, lambda sittings, sitting_id: sittings.close(sitting_id, body))


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
    _do(context, sitting, lambda sittings, sitting_id: sittings.adjourn(sitting_id, body))


def reconvene(
    context: typer.Context,
    sitting: Sitting,
    file: MaybeFile = None,
    by: By = None,
    meeting: Meeting = None,
    opens_at: Annotated[str | None, typer.Option(help=f"Thời điểm mở bỏ phiếu, {_INSTANT}")] = None,
    closes_at: Annotated[str | None, typer.Option(help=f"Thời điểm đóng phiếu, {_INSTANT}")] = None,
) -> None:
    """Reconvene an adjourned sitting."""
    when = {"opens_at": opens_at, "closes_at": closes_at}
    body = runner.message(Reconvene, runner.fields(file), by=by, meeting=meeting, **when)
    _do(context, sitting, lambda sittings, sitting_id: sittings.reconvene(sitting_id, body))


def explain(
    context: typer.Context,
    sitting: Sitting,
    dossier: Dossier,
    language: Annotated[Language, typer.Option(help="Ngôn ngữ.")] = Language.VIETNAMESE,
) -> None:
    """Explain what a sitting found of a dossier."""
    command: CommandRunner = context.obj
    command.do(
        lambda vinhdanh: vinhdanh.sittings.explain(SittingId(sitting), DossierId(dossier), language), tables.explained
    )


def _do(context: typer.Context, sitting: str, act: Act) -> None:
    command: CommandRunner = context.obj
    command.do(lambda vinhdanh: act(vinhdanh.sittings, SittingId(sitting)), tables.receipt)


async def _amend(sittings: Sittings, sitting_id: SittingId, act: Amend) -> Receipt:
    if "revision" in act.model_fields_set:
        return await sittings.amend(sitting_id, act)
    while True:
        try:
            return await sittings.amend(sitting_id, act)
        except Declined as error:
            if error.reason is not Reason.NOT_THIS_MEETING:
                raise
            # One after the other: the same amendment, sent again, is found under its own number.
            act = act.evolve(revision=act.revision + 1)


async def _score(sittings: Sittings, sitting_id: SittingId, act: ScoreDossier) -> Receipt:
    if "turn" in act.model_fields_set:
        return await sittings.score(sitting_id, act)
    turns = (await sittings.show(sitting_id)).scores.get(act.dossier_id, Score()).turns
    if turns:
        try:
            # It may be the last act on these points, sent again.
            return await sittings.score(sitting_id, act.evolve(turn=turns))
        except Declined as error:
            if error.reason is not Reason.SCORED_OUT_OF_TURN:
                raise
    with runner.add_retry_hint(turns + 1, "turn"):
        return await sittings.score(sitting_id, act.evolve(turn=turns + 1))


async def _cast(sittings: Sittings, sitting_id: SittingId, ballot: Cast) -> Receipt:
    given = ballot.model_fields_set
    if "meeting" not in given:
        meeting = (await sittings.show(sitting_id)).meeting
        ballot = ballot.evolve(meeting=meeting)
    while True:
        try:
            return await sittings.cast(sitting_id, ballot)
        except Declined as error:
            if "revision" in given or error.reason not in {Reason.BALLOT_SUPERSEDED, Reason.BALLOT_ALREADY_CAST}:
                raise
            # The seat's last ballot is named: this one is the same, or the next where that is another or was withdrawn.
            last = int(error.details[0])
            ballot = ballot.evolve(revision=last + (last == ballot.revision))


async def _withdraw(sittings: Sittings, sitting_id: SittingId, act: WithdrawBallot, *, is_named: bool) -> Receipt:
    if "meeting" not in act.model_fields_set:
        act = act.evolve(meeting=(await sittings.show(sitting_id)).meeting)
    try:
        return await sittings.withdraw_ballot(sitting_id, act)
    except Declined as error:
        standing = [int(revision) for revision in error.details[1:] if revision != str(act.revision)]
        if is_named or error.reason is not Reason.NO_BALLOT or not standing:
            raise
    # The ballot that stands is named.
    with runner.add_retry_hint(standing[0], "revision"):
        return await sittings.withdraw_ballot(sitting_id, act.evolve(revision=standing[0]))
