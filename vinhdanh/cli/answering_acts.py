"""Acts of offices that answer an entry of the dossier's ledger: its number is looked up where the caller gives none."""

from collections.abc import Awaitable, Callable
from typing import BinaryIO, TypeVar

import typer

from schemas.dossier import DossierView
from schemas.ids import DossierId
from schemas.messages import AskOpinions, Assign, Conclude, GiveOpinion, Publish, Release
from schemas.names import dossier_stream
from schemas.receipts import Receipt
from schemas.refusals import Reason
from vinhdanh import declined
from vinhdanh.cli import runner
from vinhdanh.cli.render import tables
from vinhdanh.cli.runner import CommandRunner
from vinhdanh.declined import Declined
from vinhdanh.dossiers import Dossiers
from vinhdanh.facade import VinhDanh

Answering = TypeVar("Answering", Assign, Publish, AskOpinions, GiveOpinion, Conclude, Release)

Sent = Callable[[Dossiers, DossierId, Answering], Awaitable[Receipt]]

_UNSAID = 0
"""Facts are counted from 1: an act that answers none of them is not meant."""


def read(kind: type[Answering], file: BinaryIO | None, **options: object) -> Answering:
    """Return the act of a file and of options; without a number, it answers none yet.

    Raises:
        Declined: `MALFORMED`.
    """
    return runner.message(kind, {"answers": _UNSAID, **runner.fields(file)}, **options)


def current_entry(view: DossierView, _: Answering) -> int:
    """Return the entry by which the dossier came to its stage, or by which its unit was asked.

    Raises:
        Declined: The dossier has ended.
    """
    if view.awaiting is None:
        raise declined.ended(dossier_stream(view.dossier_id))
    return view.awaiting.answers


def last_request(view: DossierView, act: GiveOpinion) -> int:
    """Return the last request for the opinion of the agency that acts.

    Raises:
        Declined: `NOT_ASKED`.
    """
    # The last one, answered or not: the same answer sent again must not become one to an older request.
    requests = [opinion.asked for opinion in view.opinions if opinion.agency.id == str(act.by)]
    if not requests:
        raise Declined(Reason.NOT_ASKED, f"{act.by} không được hỏi ý kiến về hồ sơ này.", (act.by,))
    return max(requests)


def hold_number(view: DossierView, _: Release) -> int:
    """Return the entry of the hold.

    Raises:
        Declined: `NOT_ON_HOLD`.
    """
    if view.held is None:
        raise Declined(Reason.NOT_ON_HOLD, "Hồ sơ không tạm dừng xét.")
    return view.held.number


def send(
    context: typer.Context,
    dossier: str,
    act: Answering,
    sent: Sent[Answering],
    number: Callable[[DossierView, Answering], int] = current_entry,
) -> None:
    """Send an act to a dossier and print the receipt; an act without a number answers the one that is looked up."""

    async def answering(vinhdanh: VinhDanh) -> Receipt:
        dossiers, dossier_id = vinhdanh.dossiers, DossierId(dossier)
        if act.answers != _UNSAID:
            return await sent(dossiers, dossier_id, act)
        answers = number(await dossiers.show(dossier_id), act)
        with runner.add_retry_hint(answers):
            return await sent(dossiers, dossier_id, act.evolve(answers=answers))

    command: CommandRunner = context.obj
    command.do(answering, tables.receipt)
