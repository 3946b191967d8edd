"""Receipts: what a caller is given for an act that was kept."""

from schemas.base import Count, Instant, Line, Model
from schemas.documents import Sha256
from schemas.ids import StreamId
from schemas.refusals import Refusal


class Receipt(Model):
    """The answer to every act: the fact that was kept, and its link in the ledger's chain."""

    stream: StreamId
    sequence: Count
    kind: Line
    at: Instant
    hash: Sha256


class Answered(Model):
    """How an act was answered that may have been taken already: neither, where it was not."""

    receipt: Receipt | None = None
    refusal: Refusal | None = None
