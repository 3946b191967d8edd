"""The examples are valid: bodies that their models and their JSON Schemas both accept."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from schemas import digests
from schemas.base import Model
from schemas.body_register import OfficeRole, RegisteredBody
from schemas.ids import ActorId
from schemas.json_schemas import FOLDER, schema_name
from schemas.messages import (
    MESSAGES,
    Adjourn,
    Amend,
    AskOpinions,
    Assign,
    Cast,
    Close,
    Conclude,
    Convene,
    CountVotes,
    Decide,
    GiveOpinion,
    Hear,
    Hold,
    Opening,
    Publish,
    PutForward,
    Reconvene,
    Recuse,
    Release,
    Repeated,
    ScoreDossier,
    SubmitDossier,
    Succeed,
    Supplement,
    Withdraw,
    WithdrawBallot,
)
from schemas.names import UpdateName, sitting_stream
from worker.register import assembly, tables
from workflows.rules import idempotency_keys, repeated_acts

EXAMPLES = Path(__file__).parents[2] / "examples"


OF_NAME = {schema_name(kind): kind for kind in MESSAGES}

BODIES = sorted(EXAMPLES.rglob("*.json"))

DAY = date(2024, 5, 20)
"""A day of the story that they tell."""

MALFORMED = EXAMPLES / "refused" / "submit_dossier.no_kind.json"


def text_of(kind: type[Model], which: str = "") -> str:
    """Return the example of a message, or another one of it."""
    folder = EXAMPLES / "refused" if kind is ScoreDossier else EXAMPLES
    return (folder / f"{schema_name(kind)}{which}.json").read_text(encoding="utf-8")


def kind_of(path: Path) -> type[Model]:
    """Return of which message a body is: its name up to the first full stop."""
    return OF_NAME[path.name.partition(".")[0]]


def registered(convened: Convene) -> RegisteredBody:
    """Return the body that is called, as the register of the examples has it."""
    read, mistakes = tables.read([EXAMPLES / "register"])
    record = assembly.record(assembly.Load.of(read, mistakes), convened.body, None, mistakes)
    assert record, mistakes
    return record


def roll_of(convened: Convene) -> set[str]:
    """Return the seats of the body that is called, by the register of the examples."""
    record = registered(convened)
    seats = record.members_in(convened.season) if convened.season else [seat.id for seat in record.seats_on(DAY)]
    return {*map(str, seats)}


def holders(convened: Convene, role: OfficeRole) -> tuple[ActorId, ...]:
    """Return who holds an office in the body that is called."""
    return registered(convened).holders_on(role, DAY)


def every_text(value: Any) -> list[str]:
    """Return every text within a body."""
    match value:
        case dict():
            return [text for part in value.values() for text in every_text(part)]
        case list():
            return [text for part in value for text in every_text(part)]
        case str():
            return [value]
        case _:
            return []


def test_each_message_has_one_and_nothing_else_has() -> None:
    """A reader looks a message up by its name; further ones of it have a word more in theirs."""
    names = {path.name for path in BODIES}

    assert {f"{name}.json" for name in OF_NAME} <= names
    assert {name.partition(".")[0] for name in names} == set(OF_NAME)


@pytest.mark.parametrize("path", BODIES, ids=lambda path: str(path.relative_to(EXAMPLES)))
def test_it_is_valid_by_its_schema_and_by_its_model(path: Path) -> None:
    """It is copied and changed by people who trust it; the one that is malformed is so for both."""
    kind, text = kind_of(path), path.read_text(encoding="utf-8")
    schema = json.loads((FOLDER / f"{schema_name(kind)}.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())

    if path == MALFORMED:
        with pytest.raises(ValidationError, match="kind"):
            kind.model_validate_json(text)
    else:
        assert list(validator.iter_errors(json.loads(text))) == []
        assert isinstance(kind.model_validate_json(text), kind)


@pytest.mark.parametrize("kind", MESSAGES, ids=schema_name)
def test_its_schema_refuses_what_its_model_refuses(kind: type[Model]) -> None:
    """A schema that accepts everything would pass the test above."""
    schema = json.loads((FOLDER / f"{schema_name(kind)}.json").read_text(encoding="utf-8"))

    assert not jsonschema.Draft202012Validator(schema).is_valid(json.loads(text_of(kind)) | {"unknown": 1})


def test_they_tell_one_story() -> None:
    """One dossier, one sitting, one submission: bodies of different stories could not be sent after one another."""
    submitted = SubmitDossier.model_validate_json(text_of(SubmitDossier))
    convened = Convene.model_validate_json(text_of(Convene))
    heard = Hear.model_validate_json(text_of(Hear))
    cast = Cast.model_validate_json(text_of(Cast))
    put = PutForward.model_validate_json(text_of(PutForward))
    dossier = submitted.dossier

    assert dossier.cluster is not None
    assert dossier.cluster == convened.body
    assert heard.source == sitting_stream(convened.sitting_id)
    assert {*convened.agenda, *put.agenda, *(choice.dossier_id for choice in cast.choices)} == {dossier.dossier_id}
    assert cast.seat in roll_of(convened)
    assert Decide.model_validate_json(text_of(Decide)).granted == put.agenda
    assert str(Decide.model_validate_json(text_of(Decide)).by) == put.authority


def test_they_ask_about_one_another() -> None:
    """A caller that asks about a body sends its digest, or the body itself."""
    opening = Opening.model_validate_json(text_of(Opening))
    repeated = Repeated.model_validate_json(text_of(Repeated))

    assert opening.body == digests.body_digest(text_of(SubmitDossier).encode())
    assert (repeated.act, repeated.body) == (UpdateName.SUPPLEMENT, json.loads(text_of(Supplement)))
    assert repeated_acts.key_of(repeated) == idempotency_keys.supplement(
        Supplement.model_validate_json(text_of(Supplement))
    )


def test_those_act_who_may() -> None:
    """An example that is refused for its sender teaches nothing."""
    submitted = SubmitDossier.model_validate_json(text_of(SubmitDossier)).dossier
    order = SubmitDossier.model_validate_json(text_of(SubmitDossier, ".order")).dossier
    convened = Convene.model_validate_json(text_of(Convene))
    close = Close.model_validate_json(text_of(Close))

    assert [json.loads(text_of(kind))["by"] for kind in (SubmitDossier, Supplement)] == [submitted.unit] * 2
    named = Succeed.model_validate_json(text_of(Succeed))
    assert [named.by, named.was] == [str(order.agency), order.unit]
    assert json.loads(text_of(Withdraw))["by"] == named.now
    assert {convened.by, close.by} <= {*holders(convened, OfficeRole.CHAIR), *holders(convened, OfficeRole.SECRETARY)}
    assert set(close.attended) <= roll_of(convened)


def test_what_is_done_in_the_sitting_belongs_to_it() -> None:
    """The chair steps aside from its own dossier, which its unit scored; the ballot that was cast is taken back."""
    convened, cast = Convene.model_validate_json(text_of(Convene)), Cast.model_validate_json(text_of(Cast))
    amended, recused = Amend.model_validate_json(text_of(Amend)), Recuse.model_validate_json(text_of(Recuse))
    scored = ScoreDossier.model_validate_json(text_of(ScoreDossier))
    withdrawn = WithdrawBallot.model_validate_json(text_of(WithdrawBallot))
    closed, adjourned = Close.model_validate_json(text_of(Close)), Adjourn.model_validate_json(text_of(Adjourn))
    reconvened = Reconvene.model_validate_json(text_of(Reconvene))

    assert {amended.by, adjourned.by, reconvened.by} == {*holders(convened, OfficeRole.CHAIR)}
    assert not set(amended.add) & set(convened.agenda)
    assert (recused.dossiers, (scored.dossier_id,)) == (convened.agenda, convened.agenda)
    assert recused.seat in roll_of(convened)
    assert scored.by == SubmitDossier.model_validate_json(text_of(SubmitDossier)).by
    assert (withdrawn.seat, withdrawn.revision, withdrawn.meeting) == (cast.seat, cast.revision, cast.meeting)
    assert (cast.meeting, closed.meeting + 1, adjourned.meeting) == (
        closed.meeting,
        reconvened.meeting,
        reconvened.meeting,
    )


def test_the_council_s_papers_add_up() -> None:
    """Its secretary enters the count of the dossier on its agenda, by tellers who have no part in it."""
    convened = Convene.model_validate_json(text_of(Convene, ".council"))
    counted = CountVotes.model_validate_json(text_of(CountVotes))

    assert holders(convened, OfficeRole.SECRETARY) == (counted.by,)
    assert {*counted.present} == roll_of(convened)
    assert tuple(item.dossier_id for item in counted.items) == convened.agenda
    assert {item.total for item in counted.items} == {counted.returned} == {counted.issued} == {len(counted.present)}


def test_offices_tell_one_story_too() -> None:
    """One agency appraises, asks, holds and publishes; each opinion was asked for, by a later fact."""
    published, assigned = (kind.model_validate_json(text_of(kind)) for kind in (Publish, Assign))
    concluded = Conclude.model_validate_json(text_of(Conclude))
    asked = AskOpinions.model_validate_json(text_of(AskOpinions))
    given = GiveOpinion.model_validate_json(text_of(GiveOpinion))
    held = Hold.model_validate_json(text_of(Hold))
    released = Release.model_validate_json(text_of(Release))

    assert {published.by, assigned.by, concluded.by, held.by, released.by} == {asked.by}
    assert str(given.by) in {*asked.agencies}
    assert assigned.answers == concluded.answers < released.answers < asked.answers < given.answers


@pytest.mark.parametrize("path", BODIES, ids=lambda path: str(path.relative_to(EXAMPLES)))
def test_mail_goes_nowhere(path: Path) -> None:
    """A copied example must not write to a real office."""
    boxes = [text for text in every_text(json.loads(path.read_text(encoding="utf-8"))) if "@" in text]

    assert [box for box in boxes if not box.endswith(".example")] == []
