"""The roll of a council: who has a seat, who stands in, and who presides on a day, by the register."""

from datetime import UTC, date, datetime

import pytest
from asyncpg.pool import PoolConnectionProxy

from activities import body_register, rolls
from schemas.bodies import Body, BodyKind, Seat, Substitute, Tenure
from schemas.body_register import (
    DatedName,
    Ended,
    OfficeRole,
    RegisteredBody,
    RegisteredKind,
    RegisteredSubstitute,
)
from schemas.ids import ActorId, BodyId, NomineeId, SeatId
from schemas.ports import RollInquiry
from schemas.refusals import Reason
from tests.builders.values import a_contact, a_name, an_organisation
from tests.registered import a_registered, register
from tests.registered_rolls import CLUSTER, COUNCIL, DAY, a_cluster, a_council, a_seat, an_office, found, names, refused


@pytest.mark.parametrize(
    ("on", "holders"),
    [
        (date(2025, 4, 15), {"ct": "Chủ tịch", "tv-1": "Giám đốc Sở cũ"}),
        (date(2025, 4, 17), {"ct": "Chủ tịch"}),
        (date(2025, 4, 20), {"ct": "Chủ tịch", "tv-1": "Giám đốc Sở mới"}),
    ],
)
async def test_a_council_s_seats_are_those_of_the_day(
    conn: PoolConnectionProxy, on: date, holders: dict[str, str]
) -> None:
    """Whoever has left has no vote, and the successor has it from its first day; in between, nobody has."""
    old = Tenure(first=date(2021, 5, 1), last=date(2025, 4, 15))
    new = Tenure(first=date(2025, 4, 20))
    await register(
        conn,
        a_council(
            a_seat("ct", "Chủ tịch"), a_seat("tv-1", "Giám đốc Sở cũ", old), a_seat("tv-1", "Giám đốc Sở mới", new)
        ),
    )

    body = await found(conn, COUNCIL, on)

    assert (names(body), body.on, body.kind, body.season) == (holders, on, BodyKind.COUNCIL, None)


async def test_a_day_begins_at_midnight_in_hanoi(conn: PoolConnectionProxy) -> None:
    """Half past midnight there is still yesterday in Greenwich: whoever left yesterday would vote once more."""
    leaving = Tenure(first=date(2021, 5, 1), last=date(2025, 4, 15))
    await register(conn, a_council(a_seat("ct"), a_seat("tv-1", tenure=leaving)))

    body = await rolls.roll(conn, COUNCIL, RollInquiry(on=datetime(2025, 4, 15, 17, 30, tzinfo=UTC)))

    assert isinstance(body, Body)
    assert (body.on, [*names(body)]) == (date(2025, 4, 16), ["ct"])


async def test_substitutes_are_those_of_the_day_and_later(conn: PoolConnectionProxy) -> None:
    """A ballot may be open for days: one whose days are over is left out; what recuses it comes with each."""
    days = [(date(2025, 1, 1), date(2025, 7, 31)), (date(2025, 8, 1), date(2025, 8, 1)), (date(2025, 8, 2), None)]
    stand_ins = tuple(
        RegisteredSubstitute(
            id=ActorId(f"thay-{number}"),
            name=f"Người được ủy quyền {number}",
            unit=BodyId("VN-HP"),
            nominee=NomineeId("ca-nhan-1"),
            tenure=Tenure(first=first, last=last),
            contact=a_contact(f"thay-{number}"),
        )
        for number, (first, last) in enumerate(days, start=1)
    )
    await register(conn, a_council(a_seat("tv-1").evolve(substitutes=stand_ins)))

    (seat,) = (await found(conn, COUNCIL)).seats

    assert seat.substitutes == tuple(
        Substitute(
            id=ActorId(f"thay-{number}"),
            name=f"Người được ủy quyền {number}",
            unit=BodyId("VN-HP"),
            nominee=NomineeId("ca-nhan-1"),
            tenure=tenure,
        )
        for number, tenure in ((2, Tenure(first=DAY, last=DAY)), (3, Tenure(first=date(2025, 8, 2))))
    )


async def test_a_roll_has_no_mailbox(conn: PoolConnectionProxy) -> None:
    """It is kept in a fact for ever; letters are written to the mailboxes of their own day."""
    await register(conn, a_council(a_seat("tv-1")))

    assert "@" not in (await found(conn, COUNCIL)).model_dump_json()


async def test_a_roll_names_the_record_that_it_was_taken_from(conn: PoolConnectionProxy) -> None:
    """Whoever doubts it can look up the operator and the load; it is the latest record, whatever the day."""
    await register(conn, a_council(a_seat("ct")))
    await register(conn, a_council(a_seat("ct"), a_seat("tv-1")))
    registered = (await body_register.records(conn, [COUNCIL]))[COUNCIL]

    record = (await found(conn, COUNCIL)).record

    assert (record.sequence, record.hash) == (2, registered.hash.hex())


async def test_only_those_on_the_roll_preside(conn: PoolConnectionProxy) -> None:
    """An office outlives its holder's seat in many a register; nobody presides over a body without sitting there."""
    left = Tenure(first=date(2021, 1, 1), last=date(2025, 7, 31))
    offices = [
        an_office(OfficeRole.CHAIR, "ct"),
        an_office(OfficeRole.DEPUTY, "pct-1"),
        an_office(OfficeRole.DEPUTY, "pct-2"),
        an_office(OfficeRole.SECRETARY, "ban-tdkt"),
    ]
    await register(
        conn, a_council(a_seat("ct", tenure=left), a_seat("pct-1", tenure=left), a_seat("pct-2"), offices=offices)
    )

    before, after = [await found(conn, COUNCIL, on) for on in (date(2025, 7, 31), DAY)]

    assert (before.chair, before.deputies, before.secretary) == ("ct", ("pct-1", "pct-2"), "ban-tdkt")
    assert (after.chair, after.deputies, after.secretary) == (None, ("pct-2",), "ban-tdkt")


async def test_offices_are_held_on_their_days(conn: PoolConnectionProxy) -> None:
    """A deputy who takes the chair on Monday closes no sitting as both."""
    offices = [
        an_office(OfficeRole.CHAIR, "a", Tenure(first=date(2021, 1, 1), last=date(2025, 7, 31))),
        an_office(OfficeRole.CHAIR, "b", Tenure(first=DAY)),
        an_office(OfficeRole.DEPUTY, "b"),
        an_office(OfficeRole.SECRETARY, "van-phong", Tenure(first=date(2021, 1, 1), last=date(2025, 7, 31))),
    ]
    await register(conn, a_council(a_seat("a"), a_seat("b"), offices=offices))

    before, after = [await found(conn, COUNCIL, on) for on in (date(2025, 7, 31), DAY)]

    assert (before.chair, before.deputies, before.secretary) == ("a", ("b",), "van-phong")
    assert (after.chair, after.deputies, after.secretary) == ("b", (), None)


async def test_a_council_has_no_seasons(conn: PoolConnectionProxy) -> None:
    """It judges every year with the members of the day; a season that is sent all the same changes nothing."""
    await register(conn, a_council(a_seat("ct")))

    assert await found(conn, COUNCIL, season="2024") == await found(conn, COUNCIL)


async def test_a_roll_has_the_name_of_the_day(conn: PoolConnectionProxy) -> None:
    """Minutes of July bear the name of July."""
    dated = (
        DatedName(name=a_name("Hội đồng tỉnh"), tenure=Tenure(first=date(2020, 1, 1), last=date(2025, 7, 31))),
        DatedName(name=a_name("Hội đồng thành phố"), tenure=Tenure(first=DAY)),
    )
    await register(conn, a_council(a_seat("ct")).evolve(names=dated))

    found_on = [(await found(conn, COUNCIL, on)).name for on in (date(2025, 7, 31), DAY)]

    assert found_on == ["Hội đồng tỉnh", "Hội đồng thành phố"]


async def test_a_body_that_is_not_there_is_unknown(conn: PoolConnectionProxy) -> None:
    """The sentence says which of the four it is, and what to send instead."""
    named = an_organisation(COUNCIL, name="Hội đồng cũ")
    later = (DatedName(name=a_name("Hội đồng mới"), tenure=Tenure(first=date(2025, 9, 1))),)
    ended = Ended(on=DAY, into=(BodyId("HD-MOI"),))
    cases: dict[str, RegisteredBody | None] = {
        "không có HD-HP;": None,
        "Hội đồng cũ (HD-HP) đã kết thúc hoạt động từ ngày 01/08/2025; nay là HD-MOI.": a_registered(
            named, RegisteredKind.COUNCIL
        ).evolve(seats=(a_seat("ct"),), ended=ended),
        "HD-HP chưa có trong danh mục cơ quan, đơn vị vào ngày 01/08/2025.": a_council(a_seat("ct")).evolve(
            names=later
        ),
        "Hội đồng cũ (HD-HP) là đơn vị theo danh mục, không phải": a_registered(named),
    }

    for said, record in cases.items():
        if record is not None:
            await register(conn, record)
        refusal = await refused(conn, COUNCIL)
        assert (refusal.reason, refusal.details) == (Reason.UNKNOWN_BODY, (COUNCIL,))
        assert said in refusal.message


async def test_a_body_has_a_roll_up_to_its_last_day(conn: PoolConnectionProxy) -> None:
    """The day of its end is the first without it."""
    await register(conn, a_council(a_seat("ct")).evolve(ended=Ended(on=DAY)))

    assert [*names(await found(conn, COUNCIL, date(2025, 7, 31)))] == ["ct"]
    assert (await refused(conn, COUNCIL, DAY)).reason is Reason.UNKNOWN_BODY


async def test_a_body_without_seats_cannot_sit(conn: PoolConnectionProxy) -> None:
    """A season without members, or a day on which nobody holds a seat: the register is to be completed first."""
    gone = Tenure(first=date(2021, 1, 1), last=date(2025, 7, 31))
    await register(conn, a_registered("VN-HP"))
    await register(conn, a_cluster("2024", "VN-HP"), a_council(a_seat("ct", tenure=gone)))

    for refusal, when in (
        (await refused(conn, CLUSTER, season="2025"), "trong năm thi đua 2025"),
        (await refused(conn, COUNCIL), "vào ngày 01/08/2025"),
    ):
        assert refusal.reason is Reason.NOBODY_IN_OFFICE
        assert when in refusal.message


async def test_what_recuses_a_member_comes_with_its_seat(conn: PoolConnectionProxy) -> None:
    """Its unit and itself as a nominee: without them it would vote on its own dossier."""
    seat = a_seat("tv-1").evolve(unit=BodyId("VN-HP"), nominee=NomineeId("ca-nhan-1"))
    await register(conn, a_registered("VN-HP"), a_council(seat))

    assert (await found(conn, COUNCIL)).seats == (
        Seat(id=SeatId("tv-1"), name="Thành viên", unit=BodyId("VN-HP"), nominee=NomineeId("ca-nhan-1")),
    )
