"""Runs one command: reads its body, connects, prints the answer, and says what went wrong."""

import asyncio
import codecs
import json
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO, TypeVar

import pydantic_core
from rich.console import RenderableType
from temporalio.client import ClientConnectConfig

from schemas.base import Model
from schemas.refusals import Reason
from vinhdanh import declined
from vinhdanh.cli import terminal
from vinhdanh.cli.language import words
from vinhdanh.cli.refusal_meanings import MEANINGS
from vinhdanh.cli.vietnamese_errors import wrong_field
from vinhdanh.connection import connect, run
from vinhdanh.declined import Declined
from vinhdanh.facade import VinhDanh

T = TypeVar("T")
M = TypeVar("M", bound=Model)

Fields = Mapping[str, object]

EXIT_DECLINED = 1
EXIT_WRONG_USE = 2
EXIT_UNANSWERED = 3

_SAID = {
    Reason.MALFORMED: words("sai mẫu", "malformed"),
    Reason.UNANSWERED: words("chưa có trả lời", "unanswered"),
}
_REFUSED = words("từ chối", "refused")


_EXITS = {Reason.MALFORMED: EXIT_WRONG_USE, Reason.UNANSWERED: EXIT_UNANSWERED}

_MOST_BYTES = 2 * 1024 * 1024
"""Temporal takes no larger body."""

_MOST_FIELDS = 10
"""How many wrong fields are printed for people; programs are given all."""


@dataclass(frozen=True)
class CommandRunner:
    """How one command reaches Temporal, and how it prints what it found."""

    address: str | None
    namespace: str | None
    task_queue: str
    patience: timedelta
    as_json: bool

    def do(self, act: Callable[[VinhDanh], Awaitable[T]], shown: Callable[[T], RenderableType]) -> None:
        """Connect, act, and print the answer.

        Raises:
            Declined: Temporal could not be reached, or the act was not taken.
        """
        self.say(run(self._act(act)), shown)

    def say(self, found: T, shown: Callable[[T], RenderableType]) -> None:
        """Print what was found: its JSON on one line, or what `shown` makes of it."""
        if self.as_json:
            terminal.say(terminal.escaped(pydantic_core.to_json(found).decode()))
        else:
            terminal.HarmlessConsole().print(shown(found))

    def note(self, text: str) -> None:
        """Say beside an answer what its reader should know; programs find it on standard error."""
        terminal.say(f"vinhdanh: {words('lưu ý', 'note')}: {terminal.one_line(text)}", sys.stderr)

    async def _act(self, act: Callable[[VinhDanh], Awaitable[T]]) -> T:
        async with AsyncExitStack() as resources:
            try:
                async with asyncio.timeout(self.patience.total_seconds()):
                    client = await resources.enter_async_context(connect(**self._whereabouts()))
            except (RuntimeError, ValueError, OSError) as error:
                # One line: of a settings file with a mistake the next one quotes a line, which may be that of a key.
                said = str(error).partition("\n")[0]
                raise Declined(
                    Reason.UNANSWERED, f"Không tới được Temporal, chưa gửi gì: {said or 'hết thời gian chờ'}"
                ) from error
            return await act(VinhDanh(client, task_queue=self.task_queue, patience=self.patience))

    def _whereabouts(self) -> ClientConnectConfig:
        given: ClientConnectConfig = {}
        if self.address is not None:
            given["target_host"] = self.address
        if self.namespace is not None:
            given["namespace"] = self.namespace
        return given


def fields(file: BinaryIO | None) -> Fields:
    """Return the members of the JSON object in a file; none of them without a file.

    Raises:
        Declined: `MALFORMED`, where it holds anything else.
    """
    if file is None:
        return {}
    body = file.read(_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        raise declined.malformed((f"(body): larger than {_MOST_BYTES} bytes",))
    try:
        found = pydantic_core.from_json(body.removeprefix(codecs.BOM_UTF8), allow_inf_nan=False)
    except ValueError as error:
        raise declined.malformed((f"(body): Invalid JSON: {error}",)) from error
    if not isinstance(found, dict):
        raise declined.malformed(("(body): Input should be an object",))
    return found


def message(kind: type[M], given: Fields, **options: object) -> M:
    """Return the message made of a file's members and, before them, of the options that were given.

    Raises:
        Declined: `MALFORMED`, with a line for each field that is wrong.
    """
    chosen = {name: value for name, value in options.items() if value is not None}
    return declined.read(kind, json.dumps({**given, **chosen}))


@contextmanager
def add_retry_hint(number: int, option: str = "answers") -> Iterator[None]:
    """Add to an act that was not answered which number it was sent with, for whoever sends it again.

    Looked up again, the number might be that of the next act, of which nobody has said anything.
    """
    try:
        yield
    except Declined as error:
        if error.reason is not Reason.UNANSWERED:
            raise
        again = f"{error.message} Khi gửi lại, thêm --{option} {number}."
        raise Declined(error.reason, again, (str(number),)) from error


def report_error(error: Declined, *, as_json: bool) -> int:
    """Say on standard error why an act was not taken, and return how the process exits."""
    if as_json:
        told = {"reason": error.reason, "message": error.message, "details": error.details}
        terminal.say(terminal.escaped(json.dumps(told, ensure_ascii=False)), sys.stderr)
    else:
        how = _SAID.get(error.reason, _REFUSED)
        terminal.say(f"vinhdanh: {how} ({error.reason}): {_sentence(error)}", sys.stderr)
        wrong = error.details if error.reason is Reason.MALFORMED else ()
        for field in wrong[:_MOST_FIELDS]:
            terminal.say(f"  {terminal.one_line(wrong_field(field))}", sys.stderr)
    return _EXITS.get(error.reason, EXIT_DECLINED)


def _sentence(error: Declined) -> str:
    said = terminal.one_line(error.message)
    return words(said, f"{MEANINGS[error.reason]} In Vietnamese: {said}")


def report_wrong_use(what: str, *, as_json: bool) -> int:
    """Say on standard error how a command was written wrongly, and return how the process exits."""
    if as_json:
        told = {"reason": "WrongUse", "message": what, "details": []}
        terminal.say(terminal.escaped(json.dumps(told, ensure_ascii=False)), sys.stderr)
    elif what:
        terminal.say(f"vinhdanh: {words('sai cách dùng', 'wrong use')}: {terminal.one_line(what)}", sys.stderr)
    return EXIT_WRONG_USE
