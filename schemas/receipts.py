"""Receipts: the answers to acts that were kept."""

from schemas.base import Count, Instant, Line, Model
from schemas.documents import Sha256
from schemas.ids import StreamId
from schemas.refusals import Refusal


class Receipt(Model):
    """The answer to every act: the fact that was kept, and its hash in the ledger's chain."""

    stream: StreamId
    sequence: Count
    kind: Line
    at: Instant
    hash: Sha256


class Answered(Model):
    """The earlier answer to an act: a receipt, a refusal, or neither where it was not taken."""

    receipt: Receipt | None = None
    refusal: Refusal | None = None
