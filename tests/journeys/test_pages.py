"""The documents and the page of the examples, typed from top to bottom on what `make up` starts, as newcomers do."""

import asyncio
import re
import shlex
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import asyncpg
import pytest

from schemas.json_schemas import schema_name
from schemas.messages import MESSAGES
from tests.journeys.typed import ROOT, Said, Step, Terminal, a_copy, answers, steps
from tests.waiting import eventually
from tests.worker.running_stack import Running, up
from tests.worker.worker_commands import ended
from worker.embedded import folders

README, EXAMPLES = ((ROOT / page).read_text("utf-8") for page in ("README.md", "examples/README.md"))

DOCUMENTS = "\n".join(
    path.read_text("utf-8")
    for path in [
        ROOT / "README.md",
        *sorted((ROOT / "docs").glob("*.md")),
        ROOT / "CONTRIBUTING.md",
        ROOT / "SECURITY.md",
    ]
)

REGISTER = Path("examples/register")
"""What `make up` begins a new register with."""

_DRY = "it is proved that `make` knows it; "

_ON_THE_OTHER_PAGE = "nothing is held or decided yet: it is typed on the examples' page"

NOT_TYPED: Mapping[str, str] = {
    "make demo": _DRY + "the demonstration itself is the last test of this file",
    "make up": _DRY + "it is what all of this is typed on, and tests/worker/test_up.py is about it",
    "make up DATA=.vinhdanh/demo": _DRY + "as above",
    "make test": _DRY + "this test is one of them",
    "make quick": _DRY + "this test needs servers",
    "make check": _DRY + "it starts no part of the project",
    "make soak": _DRY + "for hours",
    "make bench": _DRY + "it measures",
    "make bench-peers": _DRY + "it measures",
    "vinhdanh explain C5TP-2023 HP-2023-CTD": _ON_THE_OTHER_PAGE,
    "vinhdanh hear HP-2023-CTD --source submission-TTr-HP-2024": _ON_THE_OTHER_PAGE,
    "docker compose up": "it needs Docker; tests/test_compose.py and tests/worker/test_image.py are about it",
    "python -m worker": "another worker, until it is stopped: tests/worker/test_start.py",
    "python -m worker requeue ID": "no letter is parked here: tests/worker/test_parked_notices.py",
    "python -m policies.route_diagrams": "it writes into the project: tests/policies/test_route_diagrams.py",
    "python -m schemas.json_schemas": "it writes into the project: tests/schemas/test_json_schemas.py",
    "python -m tests.workflows.record_histories": "it writes into the project: tests/workflows/test_replay.py",
    "temporal worker deployment set-current-version": "it needs two releases: tests/journeys/test_renewal.py",
}
"""The commands in the documents that are not typed here, and why."""

NAMED_ONLY = ("make up", "temporal workflow start", "temporal workflow result", "vinhdanh check")
"""What the examples' page names within a sentence, without what belongs to it. All else there is typed."""

_BEGINS = ("uv pip compile ", "temporal workflow signal --name renew ")
"""Two more, too long to repeat: one asks package registries, the other needs two releases as well."""

FACTS: Mapping[str, Sequence[str]] = {
    "dossier-HP-2023-CTD": (
        *("dossier_submitted", "dossier_forwarded", "dossier_returned", "dossier_supplemented", "officer_assigned"),
        *("dossier_forwarded", "dossier_forwarded", "dossier_held", "dossier_released", "dossier_forwarded"),
        *("opinions_asked", "opinion_given", "opinion_given", "dossier_forwarded", "award_granted"),
    ),
    "dossier-DN-2023-CTD": ("dossier_submitted", "dossier_forwarded", "dossier_withdrawn"),
    "dossier-HP-2023-CTD-2": ("refused_as_twin",),
    "dossier-HP-2023-HCLD": (
        *("dossier_submitted", "dossier_published", "objection_received", "dossier_returned", "dossier_supplemented"),
        *("dossier_published", "publication_ended", "body_split", "body_succeeded", "dossier_withdrawn"),
    ),
    "sitting-C5TP-2023": (
        *("sitting_convened", "seat_recused", "ballot_cast", "ballot_withdrawn", "sitting_adjourned"),
        *("agenda_amended", "sitting_reconvened", "sitting_adjourned", "sitting_reconvened"),
        *("ballot_cast", "ballot_cast", "ballot_cast", "sitting_closed", "findings_announced"),
    ),
    "sitting-HD-VN-HP-2023": (
        *("sitting_convened", "attendance_recorded", "votes_counted", "sitting_closed", "findings_announced"),
    ),
    "submission-TTr-HP-2024": ("list_put_forward", "submission_decided", "findings_announced"),
    "submission-TTr-BNV-2024": ("list_put_forward", "submission_decided", "findings_announced"),
}
"""What the ledger holds once the examples' page is typed: each act once, and of what was refused the twin alone."""


BOTH_WAYS = {schema_name(message) for message in MESSAGES} - {
    *("opening", "repeated", "score_dossier", "decide", "withdraw", "deliver"),
}
"""What is sent by both: two only ask, one is refused, and after a decision or a withdrawal no workflow is left."""


def is_typed(step: Step) -> bool:
    """Return whether something that stands in the documents is typed here."""
    return step.text not in NOT_TYPED and not step.text.startswith(_BEGINS)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where the stack keeps its data."""
    with folders.temporary("vinhdanh-tests-") as made:
        yield made


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A window in the project's folder."""
    return Terminal(a_copy(tmp_path))


async def typed(terminal: Terminal, stack: Running, page: Sequence[Step]) -> list[Said]:
    """Type what the stack asks for and then all of a page; each command must do what the page states."""
    for line in stack.typed:
        assert (await terminal.type(Step(line))).code == 0
    said = []
    for step in page:
        said.append(await terminal.type(step))
        assert bool(said[-1].code) is step.is_refused, f"{step.text}\n\n{said[-1].out}"
        assert answers(said[-1].out, step.answer), f"{step.text}\n\n{said[-1].out}"
    return said


@pytest.mark.server
async def test_everything_in_the_documents_works_in_its_order(folder: Path, terminal: Terminal) -> None:
    """A newcomer gets what the documents promise, on the law that is shipped; each command once."""
    page = [step for step in dict.fromkeys(steps(DOCUMENTS)) if is_typed(step)]
    async with up(folder, REGISTER) as stack:
        said = await typed(terminal, stack, page)

    (receipt,) = (said[at].out for at, step in enumerate(page) if step.is_python)
    assert receipt.startswith("stream='dossier-HP-2023-CTD' sequence=1 ")
    assert receipt.endswith(" False\n")


@pytest.mark.server
async def test_everything_on_the_page_of_the_examples_works_in_its_order(folder: Path, terminal: Terminal) -> None:
    """By one command and by the other, on the law that is shipped; the second gets the receipt of the first."""
    page = [step for step in steps(EXAMPLES) if step.text not in NAMED_ONLY]
    async with up(folder, REGISTER) as stack:
        said = await typed(terminal, stack, page)
        facts, hashes = await kept(stack), await links(stack)
        await eventually(partial(every_letter_is_sent, stack), within=60)

    both = [(step, answer) for step, answer in zip(page, said, strict=True) if "\ntemporal " in step.text]
    assert {
        body for step, _ in both for body in re.findall(r"--input-file examples/(\w+)\.json", step.text)
    } == BOTH_WAYS
    receipts = {step.text: set(re.findall(r"\b[0-9a-f]{64}\b", answer.out)) for step, answer in both}
    assert [text for text, printed in receipts.items() if len(printed) != 1 or not printed <= hashes] == []
    assert facts == FACTS


@asynccontextmanager
async def ledger(stack: Running) -> AsyncIterator[asyncpg.Connection]:
    """Lend a connection to the database of a stack, at the address that it prints."""
    (export,) = (line for line in stack.typed if line.startswith("export VINHDANH_DATABASE_URL="))
    conn = await asyncpg.connect(shlex.split(export)[1].partition("=")[2])
    try:
        yield conn
    finally:
        await conn.close()


async def kept(stack: Running) -> dict[str, tuple[str, ...]]:
    """Return the kinds of the facts of each workflow in the ledger of a stack, in their order."""
    async with ledger(stack) as conn:
        rows = await conn.fetch(
            "SELECT stream, array_agg(kind ORDER BY sequence) AS kinds FROM fact WHERE kind <> 'body_registered'"
            " GROUP BY stream"
        )
    return {row["stream"]: tuple(row["kinds"]) for row in rows}


async def links(stack: Running) -> set[str]:
    """Return the hashes of all facts in the ledger of a stack: with its own a sender can prove what was kept."""
    async with ledger(stack) as conn:
        return {row["hash"] for row in await conn.fetch("SELECT encode(hash, 'hex') AS hash FROM fact")}


async def every_letter_is_sent(stack: Running) -> bool:
    """Return whether no letter has yet to go out."""
    async with ledger(stack) as conn:
        return not await conn.fetchval("SELECT count(*) FROM notice WHERE state <> 'sent'")


def test_what_is_not_typed_stands_on_its_page() -> None:
    """A reason for a removed command would hide the next one that cannot be typed."""
    texts, examples = ({step.text for step in steps(page)} for page in (DOCUMENTS, EXAMPLES))
    elsewhere = {text for text, reason in NOT_TYPED.items() if reason == _ON_THE_OTHER_PAGE}

    assert elsewhere - examples == set()
    assert NOT_TYPED.keys() - texts == set()
    assert set(NAMED_ONLY) - examples == set()
    assert [begins for begins in _BEGINS if not any(text.startswith(begins) for text in texts)] == []


@pytest.mark.parametrize("command", sorted(text for text in NOT_TYPED if text.startswith("make ")))
async def test_make_knows_what_the_readme_has_it_make(command: str) -> None:
    """What is made takes too long, or is these very tests: at least it has a recipe."""
    process = await asyncio.create_subprocess_exec(
        *(*shlex.split(command), "--dry-run"), cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    recipe, complained = await process.communicate()

    assert (process.returncode, complained, b".venv/bin/" in recipe) == (0, b"", True)


def test_what_make_up_starts_is_what_this_is_typed_on() -> None:
    """Another command in the Makefile, and all of the above would be true of something else."""
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert f"\n\t@$(BIN)/python -m worker up --data $(DATA) --register {REGISTER}\n" in makefile


def test_every_body_is_sent_and_every_message_has_one() -> None:
    """A body that no command sends is untested, and one without a word is never found."""
    bodies = {str(path.relative_to(ROOT)) for path in (ROOT / "examples").rglob("*.json")}
    sent = {word for step in steps(EXAMPLES) for word in step.text.split()}

    assert bodies - sent == set()
    assert [schema_name(message) for message in MESSAGES if f"{schema_name(message)}.json`" not in EXAMPLES] == []


@pytest.mark.server
async def test_the_demonstration_shows_what_the_readme_says(folder: Path) -> None:
    """The first command of all: its table has the row that stands in the README, but for how cells are broken."""
    (row,) = re.findall(r"^    │ (.*) │$", README, flags=re.MULTILINE)
    nominee, award, cluster, council, decision, _ = row.split(" │ ")

    demo = await ended("demo", "--data", str(folder))

    assert demo.code == 0, demo.complained
    rows = [[cell.strip() for cell in line.split("│")[1:]] for line in demo.said.splitlines()]
    (found,) = (cells for cells in rows if cells[:1] == [nominee])
    assert [found[0], *found[2:4]] == [nominee, cluster, council]
    assert award.startswith(found[1])
    assert decision.startswith(found[4])
