"""What the stack on one machine leaves open: no door to a browser's strange pages, no file, no name of ours."""

import json
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from temporalio.service import RPCError
from typing_extensions import override

from client.connection import connect
from tests.waiting import eventually
from worker.embedded.temporal import TemporalServer
from worker.embedded.waiting import port_near


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where servers keep what they keep."""
    with tempfile.TemporaryDirectory(prefix="vinhdanh-tests-") as made:
        yield Path(made)


class KnownByItsPort(TemporalServer):
    """A server whose HTTP API is at a port that the test knows; by itself it takes any."""

    http_port = port_near(None)

    @override
    def command(self) -> Sequence[str]:
        return [*super().command(), "--http-port", str(self.http_port)]


@pytest.fixture
async def server(folder: Path) -> AsyncIterator[KnownByItsPort]:
    """Such a server, with its UI."""
    async with KnownByItsPort(folder) as running:
        yield running


async def test_a_strange_page_starts_no_workflow(server: KnownByItsPort) -> None:
    """A browser sends a POST of plain text to whatever address a page names, and asks nobody first."""
    start = json.dumps({"workflowType": {"name": "DossierWorkflow"}, "taskQueue": {"name": "vinhdanh"}})
    api = f"http://127.0.0.1:{server.http_port}"
    strange = {"Content-Type": "text/plain", "Origin": "http://nguoi-la.example"}

    async with httpx.AsyncClient(trust_env=False) as browser:
        answers = [
            await browser.post(f"{api}{path}/namespaces/default/workflows/dossier-la", content=start, headers=strange)
            for path in ("", "/api/v1")
        ]

    assert [answer.status_code for answer in answers] == [403, 403]
    async with connect(target_host=server.address) as client:
        # By its name: the list of all of them lags.
        with pytest.raises(RPCError, match="not found"):
            await client.get_workflow_handle("dossier-la").describe()


async def test_the_ui_shows_what_there_is_all_the_same(server: KnownByItsPort) -> None:
    """It speaks to the server by another way; without it, operators would see nothing."""
    async with httpx.AsyncClient(base_url=server.ui_address, trust_env=False) as browser:

        async def namespaces() -> str:
            # Its page is there before its way to the server is.
            answer = await browser.get("/api/v1/namespaces")
            return answer.text if answer.is_success else ""

        assert '"name": "default"' in await eventually(namespaces)
        assert (await browser.get("/")).status_code == 200
