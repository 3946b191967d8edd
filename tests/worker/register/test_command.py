"""`python -m worker register`, as an operator uses it: looked at first, loaded, asked who sat there."""

import json
from pathlib import Path

import pytest

from tests.worker.register.wave import BEFORE, MERGER, written
from tests.worker.worker_commands import Ended, ended
from worker.embedded.postgres import Postgres

pytestmark = pytest.mark.server


async def database(postgres: Postgres, name: str) -> str:
    """Return a migrated database of its own."""
    url = await postgres.create_database(name)
    assert (await ended("migrate", VINHDANH_DATABASE_URL=url)).code == 0
    return url


async def test_the_year_of_a_register(postgres: Postgres, tmp_path: Path) -> None:
    """Tried, loaded, loaded again, a province merged; and then the question who sat in the council in April."""
    url = await database(postgres, "register_year")
    folder, merger = written(tmp_path / "register", BEFORE), written(tmp_path / "merger", MERGER)

    async def register(*arguments: str) -> Ended:
        return await ended("register", *arguments, VINHDANH_DATABASE_URL=url)

    tried = await register("load", str(folder), "--by", "so-noi-vu", "--dry-run")
    loaded = await register("load", str(folder), "--by", "so-noi-vu")
    again = await register("load", str(folder), "--by", "so-noi-vu")
    merged = await register("load", str(merger))
    april = await register("show", "HD-HP", "--on", "2025-04-17")
    july = await register("show", "VN-HD", "--on", "2025-07-01")
    record = await register("show", "HD-HP", "--json")
    unknown = await register("show", "HD-XX")
    verified = await ended("verify", VINHDANH_DATABASE_URL=url)

    assert tried.said.splitlines() == [
        "     5 new: VN-HP, VN-HD, VN-DN, C5TP, HD-HP",
        *("     0 changed", "     0 ended", "     0 unchanged"),
        "Dry run: nothing was kept.",
    ]
    assert loaded.said == tried.said.replace("Dry run: nothing was kept.", "Loaded.")
    assert again.said.splitlines()[-2:] == ["     5 unchanged", "Loaded."]
    assert "     1 ended: VN-HD" in merged.said
    assert april.said.splitlines()[:-1] == [
        "HD-HP: council on 2025-04-17",
        "  name       Hội đồng Thi đua - Khen thưởng thành phố Hải Phòng"
        " (Hội đồng Thi đua - Khen thưởng thành phố Hải Phòng)",
        "  mailbox    Ban Thi đua - Khen thưởng <hdtdkt@example.vn>, in vi",
        "  parent     VN-HP",
        "  chair      ct",
        "  secretary  ban-tdkt-hp",
        "  2 seats",
        "    ct: Chủ tịch Hội đồng",
        "    tv-2: Thành viên 2; substitutes tv-2-b",
    ]
    assert july.said.splitlines()[0] == "VN-HD: unit on 2025-07-01, when it does not exist"
    assert "  ended      2025-07-01, succeeded by VN-HP (Nghị quyết 202/2025/QH15)" in july.said
    assert json.loads(record.said)["id"] == "HD-HP"
    assert (unknown.code, unknown.complained) == (1, "The register has no body HD-XX.\n")
    assert verified.said == "All hash chains match.\n"


async def test_mistakes_are_told_and_exit_2(postgres: Postgres, tmp_path: Path) -> None:
    """A script that loads the register each night stops there."""
    url = await database(postgres, "register_mistakes")
    folder = written(tmp_path, {**BEFORE, "offices": [{"body": "HD-HP", "role": "boss", "who": "ct"}]})

    refused = await ended("register", "load", str(folder), VINHDANH_DATABASE_URL=url)

    assert (refused.code, refused.said) == (2, "")
    assert refused.complained.splitlines() == [
        "offices.csv, row 2, column role: Input should be 'chair', 'deputy' or 'secretary' ('boss')",
        "Nothing was loaded; mistakes: 1.",
    ]
