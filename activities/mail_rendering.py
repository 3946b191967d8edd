"""Rendering of notices as e-mails, from `templates/`. The result depends on no clock and no outside state.

A template is rendered once, to plain text; both parts of the e-mail are made from it, so they cannot differ.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from typing_extensions import override

from activities.smtp import MailSettings
from schemas import labels
from schemas.bodies import Language
from schemas.calendars import HANOI
from schemas.notices import AddressedNotice

_MARGIN = "\n  "
"""The replacement of a new line within a value, so that a value is never taken for the next paragraph or item."""


class _WholeWords(EmailPolicy):
    """Writes names and subjects as unbroken runs of encoded words (RFC 2047).

    The stock policy of Python 3.11 encodes word by word, and drops some spaces: `bướctiếp theo`.
    """

    _OURS = frozenset({"From", "To", "Subject"})

    @override
    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        # Parsed, a name that looks like an encoded word would be decoded, and an unusual mailbox refused.
        return (name, value) if name in self._OURS else super().header_store_parse(name, value)

    @override
    def fold(self, name: str, value: Any) -> str:
        if name == "Subject":
            return f"{name}: {self._encoded(name, value)}{self.linesep}"
        if name in self._OURS:
            display, _, mailbox = value.rpartition(" ")
            return f"{name}: {self._encoded(name, display)}{self.linesep} {mailbox}{self.linesep}"
        if name == "Message-ID":
            # Folded, it is read with the space before it: a copy would not be recognised.
            return f"{name}: {value}{self.linesep}"
        folded: str = super().fold(name, value)
        return folded

    @override
    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii")

    def _encoded(self, name: str, text: str) -> str:
        words: str = Header(text, "utf-8", header_name=name).encode(linesep=self.linesep)
        return words


class BodyBlock(NamedTuple):
    """Paragraphs that follow each other without a blank line, or the items of a list; each in one or more lines."""

    listed: bool
    entries: tuple[tuple[str, ...], ...]


class Wording(NamedTuple):
    """The text of a notice: one line of subject, and a body in plain text."""

    subject: str
    body: str


def write(notice: AddressedNotice, *, message_id: str, queued_at: datetime, sender: MailSettings) -> EmailMessage:
    """Return the e-mail for a notice: the same bytes at every call.

    Args:
        notice: The recipient, the template and its values.
        message_id: The part of the Message-ID before the @, by which a second copy is recognised.
        queued_at: When the notice was queued: the Date of the e-mail.
        sender: The sender's name, address and domain.

    Raises:
        ValueError: The text would contain None.
        jinja2.TemplateError: The template is wrong.
    """
    words = wording(notice)
    domain = sender.sender.rpartition("@")[2]
    mail = EmailMessage(policy=_WholeWords(linesep="\r\n"))
    mail["From"] = f"{_one_line(sender.sender_name)} <{sender.sender}>"
    mail["To"] = f"{_one_line(notice.to.name)} <{notice.to.email}>"
    mail["Subject"] = words.subject
    mail["Date"] = format_datetime(queued_at.astimezone(HANOI))
    mail["Message-ID"] = f"<{message_id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(words.body, cte="quoted-printable")
    mail.add_alternative(_in_html(words, notice.to.language), subtype="html", cte="quoted-printable")
    mail["Content-Language"] = notice.to.language.value
    # A random boundary would make each copy a different e-mail.
    mail.set_boundary(f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}")
    return mail


def wording(notice: AddressedNotice) -> Wording:
    """Return the text of a notice, in the language of its recipient."""
    template = _words().get_template(f"{notice.template}.{notice.to.language}.j2")
    text = template.render(_particulars(notice)).strip()
    subject, _, body = re.sub(r"\n{3,}", "\n\n", text).partition("\n\n")
    return Wording(_one_line(subject), f"{body}\n")


def _particulars(notice: AddressedNotice) -> Mapping[str, Any]:
    about, language = notice.about, notice.to.language
    return {
        **dict(about),
        "office": notice.to.name,
        "stage_label": about.stage and labels.STAGES[about.stage].in_language(language),
        "ground_label": about.ground and labels.HOLD_GROUNDS[about.ground].in_language(language),
        "award": about.award and about.award.in_language(language),
        "missing": [name.in_language(language) for name in about.missing],
        "opens_at": about.opens_at and about.opens_at.astimezone(HANOI),
        "closes_at": about.closes_at and about.closes_at.astimezone(HANOI),
    }


def _one_line(text: str) -> str:
    # Removes every character that a parser of headers could take for the end of a line.
    return " ".join(text.split())


def _in_one_piece(value: Any) -> str:
    if value is None:
        raise ValueError("a letter would have said None")
    lines = str(value).splitlines()
    return _MARGIN.join(line.strip() for line in lines if line.strip()) if len(lines) > 1 else str(value)


def _in_html(words: Wording, language: Language) -> str:
    return _skeleton().render(subject=words.subject, parts=_parts(words.body), language=language)


def _parts(body: str) -> list[BodyBlock]:
    return [
        BodyBlock(listed, tuple(tuple(entry.removeprefix("- ").split(_MARGIN)) for entry in entries))
        for block in body.strip().split("\n\n")
        for listed, entries in groupby(re.split(r"\n(?!  )", block), key=lambda entry: entry.startswith("- "))
    ]


@cache
def _words() -> Environment:
    return Environment(
        loader=PackageLoader("activities"),
        undefined=StrictUndefined,
        finalize=_in_one_piece,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - this makes plain text; `_skeleton` escapes all of it
    )


@cache
def _skeleton() -> Template:
    html = Environment(
        loader=PackageLoader("activities"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
    )
    return html.get_template("letter.html.j2")
