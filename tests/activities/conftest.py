"""What tests of activities borrow: the ledger as a worker has it."""

import asyncpg
import pytest

from activities.ledger import PostgresLedger
from policies.books import LawBooks
from worker.demo import LAW
from workflows.rules.restoring import restored


@pytest.fixture(scope="session")
def law() -> LawBooks:
    """The law as it comes with this project."""
    return LawBooks.load(LAW)


@pytest.fixture(scope="session")
def ledger(pool: asyncpg.Pool, law: LawBooks) -> PostgresLedger:
    """The ledger as a worker has it; what it commits stays until the session ends."""
    return PostgresLedger(pool, law, restored)
