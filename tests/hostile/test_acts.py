"""Acts as a JSON Schema allows them, and spoilt: refused by a reason, without a trace, and nothing is ever stuck."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.names import UpdateName
from tests.hostile.malformed_values import POISON, body
from tests.hostile.no_harm import bounded, survived
from tests.hostile.schema_fuzzing import bodies, spoilt
from tests.hostile.targets_by_act import ACTS, AIMED_AT, Aim, alive


@pytest.mark.parametrize("act", AIMED_AT)
@bounded(short=2)
@given(st.data())
async def test_an_act_that_its_schema_allows_is_answered(aim: Aim, act: UpdateName, data: st.DataObject) -> None:
    """A schema describes a body, not who may send it when: that is for the rules to decide, at once."""
    target = await alive(aim, AIMED_AT[act])
    drawn = data.draw(bodies(ACTS[act], target.known))

    await survived(target, lambda: target.wire.update(target.stream, act, [body(drawn)]))


@pytest.mark.parametrize("act", AIMED_AT)
@bounded(short=3)
@given(st.data())
async def test_a_spoilt_act_does_no_harm(aim: Aim, act: UpdateName, data: st.DataObject) -> None:
    """Wrong types, missing and extra fields, strange letters, impossible times, the same thing twice."""
    target = await alive(aim, AIMED_AT[act])
    drawn = data.draw(spoilt(bodies(ACTS[act], target.known), POISON))

    await survived(target, lambda: target.wire.update(target.stream, act, [body(drawn)]))
