"""The names of the bodies in a message: those of the day, from the register; or the refusal of one."""

from datetime import date
from typing import Any

import pytest
from asyncpg.pool import PoolConnectionProxy

from activities import body_names
from schemas.bodies import Organisation, Tenure
from schemas.body_register import DatedName, Ended, RegisteredKind
from schemas.ids import BodyId
from schemas.refusals import Reason, Refusal
from tests.builders.values import (
    CLUSTER,
    COUNCIL,
    UNIT,
    a_dossier,
    a_dossier_for_all,
    a_name,
    an_organisation,
    submitted,
)
from tests.registered import a_registered, register

DAY = date(2025, 8, 1)

TAX, INSURANCE = BodyId("cuc-thue"), BodyId("bao-hiem")


async def test_bodies_come_back_named_in_the_order_asked(conn: PoolConnectionProxy) -> None:
    """Whoever reads the page sees the agencies as they were written down, not sorted by their identifiers."""
    await register(conn, *(a_registered(an_organisation(each, name=f"Cơ quan {each}")) for each in (TAX, INSURANCE)))

    assert await body_names.names(conn, (TAX, INSURANCE), DAY) == (
        Organisation(id=TAX, name="Cơ quan cuc-thue"),
        Organisation(id=INSURANCE, name="Cơ quan bao-hiem"),
    )


@pytest.mark.parametrize(("on", "name"), [(date(2025, 6, 30), "Cục Thuế tỉnh"), (date(2025, 7, 1), "Thuế tỉnh")])
async def test_a_name_is_that_of_the_day(conn: PoolConnectionProxy, on: date, name: str) -> None:
    """A fact keeps the name that the body had then, whatever it is called later."""
    dated = (
        DatedName(name=a_name("Cục Thuế tỉnh"), tenure=Tenure(first=date(2000, 1, 1), last=date(2025, 6, 30))),
        DatedName(name=a_name("Thuế tỉnh"), tenure=Tenure(first=date(2025, 7, 1))),
    )
    await register(conn, a_registered(TAX).evolve(names=dated))

    assert await body_names.names(conn, (TAX,), on) == (Organisation(id=TAX, name=name),)


async def test_the_first_body_that_is_not_there_is_named(conn: PoolConnectionProxy) -> None:
    """A unit that was merged away is not asked any more; the sentence has its successor."""
    ended = a_registered(an_organisation(TAX, name="Cục Thuế tỉnh")).evolve(ended=Ended(on=DAY, into=(INSURANCE,)))
    await register(conn, a_registered(INSURANCE), ended)

    refusal = await body_names.names(conn, (INSURANCE, TAX, BodyId("khong-co")), DAY)

    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.details) == (Reason.UNKNOWN_BODY, (TAX,))
    assert "Cục Thuế tỉnh (cuc-thue) đã kết thúc hoạt động từ ngày 01/08/2025; nay là bao-hiem." in refusal.message


async def test_a_dossier_s_bodies_are_named_once_each(conn: PoolConnectionProxy) -> None:
    """One office may have two parts in a dossier."""
    dossier = submitted(a_dossier_for_all(head=an_organisation(UNIT)))

    named = await body_names.of_dossier(conn, dossier, DAY)

    assert not isinstance(named, Refusal)
    assert [body.id for body in named] == [UNIT, CLUSTER, COUNCIL, dossier.agency, dossier.party]


@pytest.mark.parametrize(
    ("changes", "wrong", "said"),
    [
        ({"cluster": COUNCIL}, COUNCIL, "là hội đồng theo danh mục, không phải cụm, khối thi đua."),
        ({"council": CLUSTER}, CLUSTER, "là cụm, khối thi đua theo danh mục, không phải hội đồng."),
        ({"cluster": UNIT}, UNIT, "là đơn vị theo danh mục, không phải cụm, khối thi đua."),
        ({"agency": "khong-co"}, "khong-co", "không có khong-co"),
    ],
)
async def test_a_dossier_with_a_wrong_body_is_refused(
    conn: PoolConnectionProxy, changes: dict[str, Any], wrong: str, said: str
) -> None:
    """It would come to a body that cannot vote, and wait there for ever."""
    dossier = submitted(a_dossier()).evolve(**changes)

    refusal = await body_names.of_dossier(conn, dossier, DAY)

    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.details) == (Reason.UNKNOWN_BODY, (wrong,))
    assert said in refusal.message


async def test_an_office_may_be_of_any_kind(conn: PoolConnectionProxy) -> None:
    """A unit's own office, a council's desk or an authority appraises: the law does not say which."""
    for kind in RegisteredKind:
        await register(conn, a_registered(f"co-quan-{kind}", kind))
        dossier = submitted(a_dossier(agency=an_organisation(f"co-quan-{kind}")))

        assert not isinstance(await body_names.of_dossier(conn, dossier, DAY), Refusal)
