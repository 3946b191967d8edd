"""Directories of policies: the demonstration's law with one thing changed, and small decrees and local regulations."""

from collections.abc import Mapping
from pathlib import Path

from worker.demo import LAW

_REGIME = (LAW / "nd98-2023.toml").read_text(encoding="utf-8")

SOURCE = 'citation = "Điều 1"\nverified = true\n'

COUNTING = f"[counting]\nfirst_day_counts = false\n{SOURCE}"

TERMS = f"[terms.unit_supplement]\nworking_days = 5\n{SOURCE}"


def a_vote(name: str, stage: str, *, openly: bool = False, room: str = "", exceed: bool = False) -> str:
    """Return a stage that votes: two in three come, half of all seats carry; `room` names what it leaves open."""
    leaves_room = f"leaves_room = [{room}]\n" if room else ""
    more = "exceed = true\n" if exceed else ""
    return f"""
[stages.{name}]
kind = "vote"
stage = "{stage}"
ballot = "{"open" if openly else "secret"}"
{leaves_room}{SOURCE}
[stages.{name}.quorum]
share = "2/3"
of = "all_seats"
{SOURCE}
[stages.{name}.threshold]
share = "1/2"
of = "all_seats"
{more}{SOURCE}"""


COUNCIL = a_vote("council_by_majority", "council", room='"ballot", "threshold"', exceed=True)

STAGES = f"""
{COUNCIL}
[stages.minister]
kind = "decision"
{SOURCE}"""

PAPERS = f"""
[papers.proposal_letter]
name = {{ vi = "Tờ trình", en = "Letter" }}
note = "Đã thấy."
{SOURCE}
[papers.short_report]
kind = "achievement_report"
name = {{ vi = "Báo cáo tóm tắt", en = "Short report" }}
{SOURCE}
[papers.council_minutes]
name = {{ vi = "Biên bản", en = "Minutes" }}
brought_by = "council"
{SOURCE}"""


def an_award(award: str = "merit_certificate", basis: str = "merit", *, more: str = "") -> str:
    """Return an award by way of the council; `more` follows it, such as a simplified procedure."""
    return f"""
[[awards]]
award = "{award}"
basis = "{basis}"
name = {{ vi = "Bằng khen", en = "Certificate" }}
nominees = ["individual", "collective"]
decided_by = {{ vi = "Bộ trưởng", en = "The Minister" }}
signed_by = {{ vi = "Bộ trưởng", en = "The Minister" }}
route = ["council_by_majority", "minister"]
papers = ["proposal_letter", "short_report", "council_minutes"]
supplement = "unit_supplement"
{SOURCE}{more}"""


SIMPLIFIED = """
[awards.simplified]
grounds = ["ad_hoc_feat", "state_secret"]
route = ["minister"]
papers = ["short_report"]
citation = "Điều 85"
verified = true
"""


def a_head(law: str, first: str, last: str | None = None, *keys: str) -> str:
    """Return what every file begins with; each of `keys` is a line."""
    until = (f"in_force_to = {last}",) if last else ()
    title = f'title = {{ vi = "Văn bản {law}", en = "Text {law}" }}'
    return "\n".join((f'id = "{law}"', title, f"in_force_from = {first}", *until, *keys, SOURCE))


def a_decree(law: str = "one", first: str = "2024-01-01", last: str | None = None, *, more: str = "") -> str:
    """Return a decree that stands alone, with one award."""
    return "\n".join((a_head(law, first, last), COUNTING, TERMS, STAGES, PAPERS, an_award(more=more)))


def an_heir(law: str, of: str, first: str, last: str | None = None, *tables: str, keys: tuple[str, ...] = ()) -> str:
    """Return a decree that inherits from another, and states only these tables itself."""
    return "\n".join((a_head(law, first, last, f'inherits = "{of}"', *keys), *tables))


def a_local(
    law: str, *tables: str, over: str = "one", body: str = "VN-BO", first: str = "2024-01-01", last: str | None = None
) -> str:
    """Return a local regulation over a decree."""
    return "\n".join((a_head(law, first, last, f'over = "{over}"', f'body = "{body}"'), *tables))


def a_charter(law: str, *tables: str, over: str = "one", cluster: str = "CUM-1", first: str = "2024-01-01") -> str:
    """Return the charter of a cluster over a decree."""
    return "\n".join((a_head(law, first, None, f'over = "{over}"', f'body = "{cluster}"', "charter = true"), *tables))


def the_regime_but(*changes: str) -> str:
    """Return the demonstration's law with the first place of each old text replaced: old, new, old, new, ..."""
    text = _REGIME
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def a_shelf(directory: Path, texts: Mapping[str, str | bytes]) -> Path:
    """Write files into a directory, with an empty calendar unless one is given, and return the directory."""
    for name, text in {"calendar.toml": "", **texts}.items():
        file = directory / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return directory
