"""Digests of bodies, rules and facts: SHA-256 over bytes that every party can compute."""

import json
import unicodedata
from hashlib import sha256
from typing import Any

import rfc8785

from schemas.documents import Sha256
from schemas.facts import Fact
from schemas.routes import VoteRule

NO_PREVIOUS: Sha256 = "0" * 64
"""The previous hash of a stream's first fact."""


def link(previous: Sha256, fact: Fact) -> Sha256:
    """Return the hash that the ledger gives a fact: `link_fact` of migration 0007, over the same bytes."""
    return sha256(bytes.fromhex(previous) + fact.model_dump_json().encode()).hexdigest()


def rule_digest(rule: VoteRule) -> Sha256:
    """Return the digest of a voting rule: a finding holds it in place of the rule, to keep histories small."""
    return sha256(rule.model_dump_json().encode()).hexdigest()


def body_digest(body: bytes) -> Sha256:
    """Return the digest of a start's JSON body, independent of the order and spelling of its members.

    SHA-256 of the body as canonical JSON (RFC 8785), with texts in NFC and null members left out.

    Raises:
        ValueError: The body is not JSON, or holds a number that canonical JSON cannot represent.
    """
    return sha256(rfc8785.dumps(_plain(json.loads(body)))).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {_plain(name): _plain(member) for name, member in value.items() if member is not None}
        case list():
            return [_plain(each) for each in value]
        case str():
            return unicodedata.normalize("NFC", value)
        case _:
            return value
