"""What tests of activities borrow: the ledger as a worker has it."""

import asyncpg
import pytest

from activities.ledger import PostgresLedger
from policies.catalogue import PolicyCatalogue
from worker.demo import LAW
from workflows.rules.restoration import restore


@pytest.fixture(scope="session")
def law() -> PolicyCatalogue:
    """The law as it comes with this project."""
    return PolicyCatalogue.load(LAW)


@pytest.fixture(scope="session")
def ledger(pool: asyncpg.Pool, law: PolicyCatalogue) -> PostgresLedger:
    """The ledger as a worker has it; what it commits stays until the session ends."""
    return PostgresLedger(pool, law, restore)
