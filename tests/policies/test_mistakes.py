"""A file of the law that says something wrong stops the worker, with the place and the reason."""

from pathlib import Path

import pytest

from policies.books import LawBooks
from tests.builders_policies import a_local, a_shelf, the_regime_but
from tests.policies.reading import mistakes_in

A_DAY = '[[days]]\nday = 2026-01-02\nworked = false\ncitation = "Công văn"\nverified = true\n'


def spanning(regime: str, first: str, last: str | None) -> str:
    """Return the demonstration's law under another name and for other days."""
    return the_regime_but(
        'id = "nd98-2023"',
        f'id = "{regime}"',
        "in_force_from = 2024-01-01",
        f"in_force_from = {first}",
        "in_force_to = 2025-06-30\n",
        "" if last is None else f"in_force_to = {last}\n",
    )


@pytest.mark.parametrize(
    ("old", "new", "key", "why"),
    [
        pytest.param(
            'share = "80%"',
            'share = "80 %"',
            "stages.council_80_secret.threshold.share",
            "pattern",
            id="a misspelt share",
        ),
        pytest.param(
            'share = "80%"',
            'share = "3/2"',
            "stages.council_80_secret.threshold",
            "can never be reached",
            id="over the whole",
        ),
        pytest.param(
            'share = "80%"', "share = 80", "stages.council_80_secret.threshold.share", "string", id="a bare number"
        ),
        pytest.param(
            'share = "2/3"\nof = "all_seats"',
            'share = "2/3"\nof = "seats_present"',
            "stages.cluster_vote_flag",
            "a quorum is a share of all seats",
            id="a quorum of those present",
        ),
        pytest.param(
            'share = "80%"',
            'share = "80%"\nshares = 1',
            "stages.council_80_secret.threshold.shares",
            "not permitted",
            id="an unknown key",
        ),
        pytest.param(
            "\nexceed = true",
            "\nexcede = true",
            "stages.cluster_vote_flag.threshold.excede",
            "not permitted",
            id="a typo",
        ),
        pytest.param('ballot = "secret"', "", "stages.council_80_secret.ballot", "required", id="a missing key"),
        pytest.param(
            'ballot = "secret"', 'ballot = "kín"', "stages.council_80_secret.ballot", "secret", id="an unknown word"
        ),
        pytest.param(
            'kind = "vote"', 'kind = "veto"', "stages.cluster_vote_flag", "'veto'", id="an unknown kind of stage"
        ),
        pytest.param('stage = "cluster"', 'stage = "council"', "awards[0]", "passes a stage twice", id="a stage twice"),
        pytest.param(
            'stage = "council"', 'stage = "unit"', "stages.council_80_secret", "is none of unit", id="no voting stage"
        ),
        pytest.param(
            ', "prime_minister_flag"]', "]", "awards[0]", "gov_emulation_flag on central_cluster: ", id="where"
        ),
        pytest.param(', "prime_minister_flag"]', "]", "awards[0]", "the route has no decision", id="no decision"),
        pytest.param(
            '"council_80_secret", "prime_minister_flag"',
            '"prime_minister_flag", "council_80_secret"',
            "awards[0]",
            "goes on after the decision",
            id="a stage after the decision",
        ),
        pytest.param(
            '"council_80_secret", "prime',
            '"council_81_secret", "prime',
            "awards[0].route[1]",
            "no stage is called 'council_81_secret'",
            id="a stage that is none",
        ),
        pytest.param(
            'papers = ["proposal_letter"',
            'papers = ["proposal_leter"',
            "awards[0].papers[0]",
            "no paper is called 'proposal_leter'",
            id="a paper that is none",
        ),
        pytest.param(
            'supplement = "unit_supplement"',
            'supplement = "ten_days"',
            "awards[0].supplement",
            "no term is called 'ten_days'",
            id="a term that is none",
        ),
        pytest.param(
            'decided_by = { vi = "Chính phủ", en = "The Government" }',
            "",
            "awards[0].decided_by",
            "required",
            id="nobody decides",
        ),
        pytest.param(
            'signed_by = { vi = "Thủ tướng Chính phủ", en = "The Prime Minister" }',
            "",
            "awards[0].signed_by",
            "required",
            id="nobody signs",
        ),
        pytest.param(
            'citation = "Khoản 2 Điều 147 Bộ luật Dân sự 2015."', "", "counting.citation", "required", id="no source"
        ),
        pytest.param('share = "80%"', 'share = "101%"', "stages.council_80_secret.threshold.share", "101%", id="101%"),
        pytest.param(
            "working_days = 25", "working_days = 0", "stages.council_80_secret.term.working_days", "0", id="no days"
        ),
        pytest.param(
            "working_days = 25",
            'working_days = "25"',
            "stages.council_80_secret.term.working_days",
            "integer",
            id="a text",
        ),
        pytest.param(
            "remind_before = 5", "remind_before = 25", "stages.council_80_secret.term", "reminder", id="too early"
        ),
        pytest.param(
            'basis = "thematic"', 'basis = "merit"', "(file)", "pm_merit_certificate on merit stands twice", id="twice"
        ),
        pytest.param("in_force_to = 2025-06-30", "in_force_to = 2023-06-30", "(file)", "before", id="ends too early"),
        pytest.param("in_force_from = 2024-01-01", 'in_force_from = "soon"', "in_force_from", "date", id="no date"),
        pytest.param(
            "first_day_counts = false", 'first_day_counts = "no"', "counting.first_day_counts", "boolean", id="no"
        ),
        pytest.param(
            'brought_by = "council"',
            'brought_by = "councl"',
            "papers.council_minutes_flag.brought_by",
            "unit",
            id="whose",
        ),
        pytest.param(
            'body = { id = "VN-PM"',
            'body = { id = "VN PM"',
            "stages.prime_minister_flag.body.id",
            "pattern",
            id="an identifier with a space",
        ),
        pytest.param("\nverified = true", "\nverified = 1", "verified", "boolean", id="a number for yes"),
        pytest.param("[counting]", "[counting", "(file)", "line", id="broken TOML"),
        pytest.param("[counting]", "[[counting]]", "counting", "object", id="a table too many"),
    ],
)
def test_a_mistake_is_refused_with_its_place_and_reason(tmp_path: Path, old: str, new: str, key: str, why: str) -> None:
    """Whoever edits the law is told where to look, and the worker does not start on a guess."""
    (line,) = mistakes_in(a_shelf(tmp_path, {"nd98.toml": the_regime_but(old, new)}))

    assert line.startswith(f"nd98.toml: {key}: ")
    assert why in line


def test_every_mistake_of_every_file_is_listed(tmp_path: Path) -> None:
    """One start of the worker is enough to correct them all."""
    a_shelf(
        tmp_path,
        {
            "a.toml": the_regime_but(
                *('share = "80%"', 'share = "0%"', "working_days = 25", "working_days = 0"),
                *('papers = ["proposal_letter", "achievement_report_merit"', 'papers = ["letter"'),
            ),
            "b.toml": "id = ",
            "calendar.toml": A_DAY.replace("false", "0"),
            "local/c.toml": a_local("three", "[heads]", over="nobody"),
        },
    )

    lines = mistakes_in(tmp_path)

    assert [line.split(": ")[:2] for line in lines] == [
        ["a.toml", "stages.council_80_secret.term.working_days"],
        ["a.toml", "stages.council_80_secret.threshold.share"],
        ["a.toml", "awards[1].papers[0]"],
        ["b.toml", "(file)"],
        ["calendar.toml", "days[0].worked"],
        ["local/c.toml", "over"],
        ["local/c.toml", "heads"],
    ]


def test_what_was_found_is_shown(tmp_path: Path) -> None:
    """The reason alone would leave the reader searching for the value."""
    (line,) = mistakes_in(a_shelf(tmp_path, {"a.toml": the_regime_but('share = "80%"', 'share = "80 %"')}))

    assert line.endswith("(found: '80 %')")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(("2024-01-01", "2025-06-30"), ("2025-06-30", "2026-01-01"), id="they share a day"),
        pytest.param(("2024-01-01", "2025-06-30"), ("2024-02-01", "2024-03-01"), id="one within the other"),
        pytest.param(("2024-01-01", "2025-06-30"), ("2024-01-01", "2025-06-30"), id="the same span"),
        pytest.param(("2024-01-01", None), ("2025-07-01", None), id="the first has no end"),
    ],
)
def test_two_regimes_are_never_in_force_on_one_day(
    tmp_path: Path, first: tuple[str, str | None], second: tuple[str, str | None]
) -> None:
    """Otherwise the order of two files would choose the law."""
    (line,) = mistakes_in(a_shelf(tmp_path, {"a.toml": spanning("one", *first), "b.toml": spanning("two", *second)}))

    assert line.startswith(f"b.toml: in_force_from: on {second[0]} a.toml is in force, from {first[0]} to ")


def test_one_regime_may_follow_another_on_the_next_day(tmp_path: Path) -> None:
    """A gap or an overlap of a day would be somebody's dossier."""
    texts = {"b.toml": spanning("one", "2024-01-01", "2025-06-30"), "a.toml": spanning("two", "2025-07-01", None)}

    regimes = LawBooks.load(a_shelf(tmp_path, texts)).regimes

    assert {regime.id for regime in regimes} == {"one", "two"}


def test_a_regime_stands_in_one_file(tmp_path: Path) -> None:
    """A copy under another name must not pass for a second law."""
    texts = {"a.toml": spanning("one", "2024-01-01", "2025-06-30"), "b.toml": spanning("one", "2025-07-01", None)}

    assert mistakes_in(a_shelf(tmp_path, texts)) == ("b.toml: id: one stands in a.toml too",)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    """Vietnamese in an old code page would be stored broken for ever."""
    (line,) = mistakes_in(a_shelf(tmp_path, {"a.toml": the_regime_but().encode("utf-16")}))

    assert line.startswith("a.toml: (file): 'utf-8' codec")


def test_a_directory_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A misspelt setting must not leave a worker without law."""
    (line,) = mistakes_in(tmp_path / "polices")

    assert line.endswith("polices: (directory): No such file or directory")


def test_a_directory_without_regimes_or_calendar_is_refused(tmp_path: Path) -> None:
    """Both are needed before the first dossier comes."""
    calendar, regime = mistakes_in(tmp_path)

    assert calendar.startswith("calendar.toml: (file): is missing")
    assert "holds no regime" in regime


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        pytest.param(A_DAY + A_DAY, "(file)", "2026-01-02 stands twice", id="a day twice"),
        pytest.param(A_DAY.replace('citation = "Công văn"\n', ""), "days[0].citation", "required", id="no source"),
        pytest.param(A_DAY.replace("2026-01-02", '"Tết"'), "days[0].day", "date", id="no date"),
        pytest.param(A_DAY.replace("[[days]]", "[[day]]"), "day", "not permitted", id="an unknown table"),
    ],
)
def test_a_mistaken_calendar_is_refused(tmp_path: Path, text: str, key: str, why: str) -> None:
    """A wrong day off moves every deadline after it."""
    (line,) = mistakes_in(a_shelf(tmp_path, {"a.toml": the_regime_but(), "calendar.toml": text}))

    assert line.startswith(f"calendar.toml: {key}: ")
    assert why in line
