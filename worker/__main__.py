"""The worker's command line: `python -m worker [run | migrate | verify | parked | requeue | recount | up | demo]`."""

import argparse
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg

from activities.migrations import migrate
from activities.parked_notices import parked, queue_again
from activities.verification import broken_links
from policies.catalogue import PolicyMistake
from vinhdanh.cli.terminal import one_line, say
from vinhdanh.connection import run
from worker import logs
from worker.demo.demonstration import demo
from worker.demo.display import Display
from worker.demo.folder import NotOurs
from worker.embedded.process import NotStarted
from worker.embedded.up import up
from worker.recount import recount
from worker.run import CannotStart, reaching_temporal, reaching_the_database, work
from worker.search_attributes import SearchAttributesMissing
from worker.settings import LogFormat, LogLevel, Settings, WrongSetting

_REFUSED, _MISTAKEN, _INTERRUPTED = 1, 2, 130
"""Exit codes: it cannot be had now; it was asked for wrongly; somebody pressed Ctrl-C before it was done."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked for, and return the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        return run(_COMMANDS[asked.command](asked))
    except (WrongSetting, PolicyMistake, NotOurs) as mistake:
        say(str(mistake), sys.stderr)
        return _MISTAKEN
    except (CannotStart, SearchAttributesMissing, NotStarted) as reason:
        say(str(reason), sys.stderr)
        return _REFUSED
    except KeyboardInterrupt:
        return _INTERRUPTED


async def _run(asked: argparse.Namespace) -> int:
    await work(_settings())
    return 0


async def _migrate(asked: argparse.Namespace) -> int:
    url = _settings().database_url.get_secret_value()
    with reaching_the_database():
        applied = await migrate(url)
    say("\n".join(applied) or "Cơ sở dữ liệu đã ở phiên bản mới nhất.")
    return 0


async def _verify(asked: argparse.Namespace) -> int:
    async with _database() as conn:
        broken = await broken_links(conn)
    for link in broken:
        say(f"{link.stream} {link.sequence}: {link.flaw}")
    say(f"Sổ có {len(broken)} mắt xích bị sai." if broken else "Mọi mắt xích của sổ đều khớp.")
    return _REFUSED if broken else 0


async def _parked(asked: argparse.Namespace) -> int:
    async with _database() as conn:
        letters = await parked(conn)
    for letter in letters:
        fact = f"{letter.stream} {letter.sequence}"
        # Between tabs: whatever a mail server said, a letter is one line of five columns.
        say("\t".join(map(one_line, (str(letter.id), fact, letter.template, letter.email, letter.last_error))))
    say(f"{len(letters)} thư chưa gửi được." if letters else "Không có thư nào phải để lại.")
    return 0


async def _requeue(asked: argparse.Namespace) -> int:
    async with _database() as conn:
        is_queued = await queue_again(conn, asked.letter)
    say(f"Thư {asked.letter} sẽ được gửi lại." if is_queued else f"Không có thư {asked.letter} nào đang để lại.")
    return 0 if is_queued else _REFUSED


async def _recount(asked: argparse.Namespace) -> int:
    task_queue = _settings().task_queue
    async with reaching_temporal() as client:
        found = await recount(client, task_queue)
    say(f"Đã hỏi {found.asked} hồ sơ đang chờ có thời hạn; {found.changed} thời hạn đổi ngày.")
    if found.silent:
        say(f"{found.silent} hồ sơ chưa trả lời; hãy chạy lại khi tiến trình xử lý đã khởi động đủ.")
    return _REFUSED if found.silent else 0


@asynccontextmanager
async def _database() -> AsyncIterator[asyncpg.Connection]:
    url = _settings().database_url.get_secret_value()
    with reaching_the_database():
        conn = await asyncpg.connect(url)
        try:
            yield conn
        finally:
            await conn.close()


async def _up(asked: argparse.Namespace) -> int:
    logs.configure(LogLevel.WARNING, LogFormat.CONSOLE)
    await up(asked.data)
    return 0


async def _demo(asked: argparse.Namespace) -> int:
    logs.configure(LogLevel.WARNING, LogFormat.CONSOLE)
    return await demo(asked.data, Display())


def _settings() -> Settings:
    settings = Settings.from_env(os.environ)
    logs.configure(settings.log_level, settings.log_format)
    return settings


_COMMANDS: dict[str, Callable[[argparse.Namespace], Coroutine[Any, Any, int]]] = {
    "run": _run,
    "migrate": _migrate,
    "verify": _verify,
    "parked": _parked,
    "requeue": _requeue,
    "recount": _recount,
    "up": _up,
    "demo": _demo,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m worker", description="Vinh Danh: tiến trình xử lý hồ sơ.")
    commands = parser.add_subparsers(dest="command", metavar=" | ".join(_COMMANDS))
    parser.set_defaults(command="run")
    commands.add_parser("run", help="chạy cho đến khi nhận SIGTERM (mặc định)")
    commands.add_parser("migrate", help="nâng cấp cơ sở dữ liệu")
    commands.add_parser("verify", help="tính lại toàn bộ chuỗi băm của sổ")
    commands.add_parser("parked", help="liệt kê thư đã thôi gửi, mới nhất trước, kèm lý do")
    again = commands.add_parser("requeue", help="cho gửi lại một thư đã thôi gửi")
    again.add_argument("letter", type=int, help="số của thư, theo lệnh parked")
    commands.add_parser("recount", help="tính lại thời hạn của hồ sơ đang chờ, khi lịch nghỉ của năm được công bố")
    raising = commands.add_parser("up", help="dựng cả hệ thống trên máy này, đến khi bấm Ctrl-C")
    raising.add_argument("--data", type=Path, default=Path(".vinhdanh"), help="nơi giữ dữ liệu (.vinhdanh)")
    showing = commands.add_parser("demo", help="đưa một vụ việc có thật qua cả hệ thống, rồi thuật lại")
    showing.add_argument(
        "--data", type=Path, default=Path(".vinhdanh/demo"), help="nơi giữ dữ liệu; của lần chạy trước thì được dọn"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
