"""A wrong file of the law stops the worker, with the place and the reason."""

import re
from pathlib import Path

import pytest

from policies.catalogue import PolicyCatalogue
from tests.builders.law_files import SOURCE, a_local, a_shelf, the_regime_but
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
            'share = "2/3"\nof = "all_seats"',
            'share = "2/3"\nof = "ballots_cast"',
            "stages.cluster_vote_flag",
            "a quorum is a share of all seats",
            id="a quorum of ballots cast",
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
    """The editor of the law is told where to look, and the worker does not start on a guess."""
    (line,) = mistakes_in(a_shelf(tmp_path, {"nd98.toml": the_regime_but(old, new)}))

    assert line.startswith(f"nd98.toml: {key}: ")
    assert why in line


GROUP = '{ id = "work", name = { vi = "Nhiệm vụ", en = "Tasks" }, most = 1000 }'


@pytest.mark.parametrize(
    ("table", "says", "place", "why"),
    [
        pytest.param(
            "quota",
            'share = "3/2"\nof = { vi = "tập thể", en = "collectives" }\n',
            ".quota",
            "a share of 3/2 limits nothing",
            id="a quota over the whole",
        ),
        pytest.param("substitutes", "allowed = true\n", ".substitutes.allowed", "not permitted", id="an unknown key"),
        pytest.param("recusal", "", ".recusal", "names own_unit or own_dossier", id="an empty recusal"),
        pytest.param(
            "recusal",
            "own_unit = false\nown_dossier = false\n",
            ".recusal",
            "names own_unit or own_dossier",
            id="a recusal that is none",
        ),
        pytest.param("recusal", "own_unit = 1\n", ".recusal.own_unit", "boolean", id="a number for yes"),
        pytest.param("written", "", ".written.counted", "required", id="opinions counted or not"),
        pytest.param("chair", 'vote = "decides"\n', ".chair.vote", "must_approve", id="an unknown word of the chair"),
        pytest.param("ties", "second_round = false\n", ".ties", "a second round or a last word", id="empty ties"),
        pytest.param(
            "ties",
            'second_round = true\nlast_words = ["woman", "chair", "woman"]\n',
            ".ties",
            "a last word is said twice",
            id="a last word twice",
        ),
        pytest.param(
            "ties", 'second_round = true\nlast_words = ["lot"]\n', ".ties.last_words[0]", "woman", id="by lot"
        ),
        pytest.param("points", "groups = []\n", ".points.groups", "at least 1", id="a table of nothing"),
        pytest.param("points", f"groups = [{GROUP}, {GROUP}]\n", ".points", "a group .* twice", id="a group twice"),
        pytest.param(
            "points",
            f"groups = [{GROUP}, {GROUP.replace('1000', '0')}]\n",
            ".points.groups[1].most",
            "greater than or equal to 1",
            id="a group without points",
        ),
        pytest.param(
            "points",
            f'groups = [{GROUP}]\nleast = "3/2"\n',
            ".points",
            "can never be reached",
            id="least points over the whole",
        ),
        pytest.param(
            "points",
            "groups = ["
            + ", ".join(GROUP.replace("1000", "10000").replace("work", f"g{at}") for at in range(2))
            + "]\nbonus = 1\n",
            ".points",
            "more than 20000 points",
            id="more points than minutes hold",
        ),
        pytest.param("early_close", 'when = "soon"\n', ".early_close.when", "all_voted", id="an unknown early end"),
        pytest.param("blanks", 'abstain = "no"\n', ".blanks.abstain", "boolean", id="a blank that is neither"),
        pytest.param("casting_vote", "", ".casting_vote", "not permitted", id="an unknown part"),
    ],
)
def test_a_mistake_in_what_else_decides_a_vote_is_refused(
    tmp_path: Path, table: str, says: str, place: str, why: str
) -> None:
    """A part that cannot apply would be found out on the day of a vote."""
    council = "stages.council_80_secret"
    text = the_regime_but(f"[{council}.quorum]", f"[{council}.{table}]\n{says}{SOURCE}\n[{council}.quorum]")

    (line,) = mistakes_in(a_shelf(tmp_path, {"nd98.toml": text}))

    assert line.startswith(f"nd98.toml: {council}{place}: ")
    assert re.search(why, line)


@pytest.mark.parametrize(
    "table", ["substitutes", "recusal", "written", "blanks", "chair", "ties", "points", "early_close"]
)
def test_no_part_of_a_vote_goes_without_a_source(tmp_path: Path, table: str) -> None:
    """A unit that loses by it asks where it is written."""
    says = {
        "substitutes": "note = 'Ghi theo trí nhớ.'\n",
        "recusal": "own_unit = true\n",
        "written": "counted = true\n",
        "blanks": "abstain = true\n",
        "chair": 'vote = "must_approve"\n',
        "ties": "second_round = true\n",
        "points": f"groups = [{GROUP}]\n",
        "early_close": 'when = "all_voted"\n',
    }[table]
    council = "stages.council_80_secret"
    text = the_regime_but(f"[{council}.quorum]", f"[{council}.{table}]\n{says}\n[{council}.quorum]")

    assert mistakes_in(a_shelf(tmp_path, {"nd98.toml": text})) == (
        f"nd98.toml: {council}.{table}.citation: Field required",
    )


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
    """A gap or an overlap of a day would hit some dossier."""
    texts = {"b.toml": spanning("one", "2024-01-01", "2025-06-30"), "a.toml": spanning("two", "2025-07-01", None)}

    regimes = PolicyCatalogue.load(a_shelf(tmp_path, texts)).regimes

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
