"""The command line without a server: its exit codes, its one-line errors, and how it reads bodies."""

import asyncio
import io
import json
import os
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.builders.client_messages import a_call
from tests.vinhdanh.cli_results import Vinhdanh, Written

NOWHERE = "127.0.0.1:1"


async def test_the_help_tells_the_exit_codes(vinhdanh: Vinhdanh) -> None:
    """Scripts are written by it."""
    said = await vinhdanh("--help")

    assert said.code == 0
    assert "Mã thoát: 0 đã xong · 1 bị từ chối · 2 sai cách dùng" in said.out
    assert "· 3" in said.out or "3 không tới được" in " ".join(said.out.split())


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["tặng"], id="no such command"),
        pytest.param(["submit"], id="no file"),
        pytest.param(["submit", "/nowhere/at/all.json"], id="a file that is not there"),
        pytest.param(["submit", "."], id="a folder"),
        pytest.param(["withdraw", "hs-1", "--by", "so-noi-vu"], id="no reason"),
        pytest.param(["show", "x", "--sitting", "--submission"], id="two kinds at once"),
        pytest.param(["check", "-", "--as", "ballot"], id="no such message"),
        pytest.param(["--patience", "soon", "show", "x"], id="no number"),
    ],
)
async def test_wrong_use_is_one_line_and_exit_2(vinhdanh: Vinhdanh, arguments: list[str]) -> None:
    """Nothing was sent, and nothing would be by trying again."""
    plain, machine = await vinhdanh(*arguments), await vinhdanh(*arguments, "--json")

    assert (plain.code, plain.out) == (2, "")
    assert plain.err.startswith("vinhdanh: sai cách dùng: ")
    assert plain.err.count("\n") == 1
    assert json.loads(machine.err)["reason"] == "WrongUse"


async def test_it_says_which_version_it_is(vinhdanh: Vinhdanh) -> None:
    """The first question when a fault is repaired."""
    said = await vinhdanh("--version")

    assert (said.code, said.out) == (0, f"vinhdanh {version('vinhdanh')}\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
async def test_a_shell_is_told_how_to_ask_what_may_follow(vinhdanh: Vinhdanh, shell: str) -> None:
    """Long names such as `withdraw-ballot` are completed."""
    script = await vinhdanh("completion", shell)

    assert script.code == 0
    assert "_VINHDANH_COMPLETE" in script.out


async def test_a_shell_that_asks_is_answered() -> None:
    """As the script of bash does."""
    asked = {"_VINHDANH_COMPLETE": "complete_bash", "COMP_WORDS": "vinhdanh withdraw-", "COMP_CWORD": "1"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "vinhdanh.cli.app"), env={**os.environ, **asked}, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()

    assert out.decode().split() == ["withdraw-ballot"]


async def test_an_unknown_shell_is_answered_with_those_that_are_known(vinhdanh: Vinhdanh) -> None:
    """Typer would end in a traceback."""
    said = await vinhdanh("completion", "tcsh")

    assert said.code == 2
    assert "bash, zsh, fish, pwsh" in said.err


async def test_a_bare_command_helps(vinhdanh: Vinhdanh) -> None:
    """It is wrong use, and what is needed then is the list of commands."""
    said = await vinhdanh()

    assert said.code == 2
    assert "put-forward" in said.out + said.err


@pytest.mark.parametrize(
    ("body", "line"),
    [
        pytest.param("", "nội dung: không đọc được JSON", id="empty"),
        pytest.param("{", "nội dung: không đọc được JSON", id="cut off"),
        pytest.param('{"by": NaN}', "nội dung: không đọc được JSON", id="not a number"),
        pytest.param("\ufeff[]", "nội dung: phải là đối tượng JSON", id="a list behind a byte order mark"),
        pytest.param('"\\ud800"', "nội dung: không đọc được JSON", id="half a character"),
        pytest.param("[" * 10_000, "nội dung: không đọc được JSON", id="very deep"),
        pytest.param('"' + "x" * 3_000_000 + '"', "nội dung: lớn hơn 2097152 byte", id="too large"),
        pytest.param('{"by": "x"}', "reason: chưa có", id="a field is missing"),
        pytest.param('{"by": "x", "reason": "r", "nốt": 1}', "nốt: không thuộc mẫu này", id="unknown"),
        pytest.param('{"by": 7, "reason": "r"}', "by: phải là chữ", id="of the wrong kind"),
    ],
)
async def test_a_malformed_file_names_what_is_wrong(vinhdanh: Vinhdanh, written: Written, body: str, line: str) -> None:
    """One line for each field."""
    said = await vinhdanh("check", written(body), "--as", "withdraw")

    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[0] == "vinhdanh: sai mẫu (PayloadValidationError): Nội dung không đúng mẫu."
    assert said.err.splitlines()[1].startswith(f"  {line}")


async def test_bytes_that_are_no_text_are_malformed(vinhdanh: Vinhdanh, tmp_path: Path) -> None:
    """A spreadsheet given by mistake is no reason for a traceback."""
    (tmp_path / "x.xls").write_bytes(b"\xd0\xcf\x11\xe0\x00\xff")

    assert (await vinhdanh("check", tmp_path / "x.xls", "--as", "withdraw")).code == 2


async def test_people_are_shown_ten_wrong_fields_and_programs_all(vinhdanh: Vinhdanh, written: Written) -> None:
    """A body of the wrong message would fill the screen."""
    file = written({f"field_{number}": 1 for number in range(30)})

    plain = await vinhdanh("check", file, "--as", "withdraw")
    machine = await vinhdanh("check", file, "--as", "withdraw", "--json")

    assert len(plain.err.splitlines()) == 11
    assert len(json.loads(machine.err)["details"]) == 32
    assert machine.out == ""


async def test_a_good_body_is_said_to_be_one(vinhdanh: Vinhdanh, written: Written) -> None:
    """Nothing is sent for it: there is no server here."""
    call = a_call()
    file = written(call)

    plain = await vinhdanh("check", file, "--as", "convene")
    machine = await vinhdanh("--json", "check", file, "--as", "convene")

    assert (plain.code, plain.out) == (0, "Đúng mẫu.\n")
    assert json.loads(machine.out) == call.model_dump(mode="json")


async def test_a_body_may_come_by_standard_input(vinhdanh: Vinhdanh, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other programs pipe it."""
    body = b'{"by": "so-noi-vu", "reason": "R\xc3\xbat"}'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))

    assert (await vinhdanh("check", "-", "--as", "withdraw")).code == 0


@pytest.mark.parametrize("where", [NOWHERE, "not an address", "http://["])
@pytest.mark.filterwarnings("ignore:Target host as URL")
async def test_an_unreachable_server_is_exit_3(vinhdanh: Vinhdanh, where: str) -> None:
    """Nothing was sent: the same command may be given again."""
    said = await vinhdanh("--address", where, "--patience", 2, "show", "hs-1")

    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("vinhdanh: chưa có trả lời (Unanswered): Không tới được Temporal, chưa gửi gì")
    assert said.err.count("\n") == 1


async def test_a_process_ends_as_it_says_without_a_traceback() -> None:
    """On a terminal that lacks Vietnamese, and with a closed pipe at the other end."""
    program = (sys.executable, "-c", "from vinhdanh.cli.app import main; main()")
    process = await asyncio.create_subprocess_exec(
        *(*program, "--address", NOWHERE, "show", "hs-1"),
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()

    assert (process.returncode, out) == (3, b"")
    assert err.startswith(b"vinhdanh: ")
    assert err.count(b"\n") == 1


async def test_an_answer_is_printed_where_vietnamese_is_not_known(written: Written) -> None:
    """A scheduler's job has the plainest of environments."""
    program = (sys.executable, "-c", "from vinhdanh.cli.app import main; main()")
    process = await asyncio.create_subprocess_exec(
        *(*program, "check", str(written(a_call())), "--as", "convene"),
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()

    assert (process.returncode, out) == (0, rb"\u0110\xfang m\u1eabu." + b"\n")


async def test_a_settings_file_with_a_mistake_is_not_quoted(
    vinhdanh: Vinhdanh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line with the mistake may be that of a key."""
    file = tmp_path / "temporal.toml"
    file.write_text("[profile.default]\napi_key = mat-khau\n")
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(file))

    said = await vinhdanh("show", "hs-1")

    assert said.code == 3
    assert "mat-khau" not in said.err
    assert "line 2" in said.err
