"""The mailboxes of letters: those that the register has when a letter is written, not when its reader was named."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
import structlog
from asyncpg.pool import PoolConnectionProxy

from activities.ledger import keep
from activities.mailboxes import addressed
from schemas.bodies import Contact, Tenure
from schemas.body_register import Mailbox, Membership, RegisteredBody, RegisteredKind, RegisteredSubstitute
from schemas.ids import ActorId, BodyId
from schemas.notices import Addressee, Notice, NoticeContext, Template
from tests.builders.entries import a_ballot
from tests.builders.values import SEASON, a_contact
from tests.registered import a_registered, register
from tests.registered_rolls import CLUSTER, COUNCIL, DAY, a_council, a_seat

UNIT = BodyId("VN-HP")

LEFT_ON = date(2025, 7, 31)


def a_letter(body: BodyId, seat: str | None = None, on: date | None = None) -> Notice:
    """Return a letter to a body, or to a seat of its roll."""
    to = Addressee(body=body, seat=ActorId(seat) if seat else None, on=on)
    return Notice(template=Template.CONVENED, to=to, about=NoticeContext(reference="ph-1"))


async def boxes(conn: PoolConnectionProxy, *letters: Notice, on: date = DAY) -> list[str]:
    """Return the mailboxes to which letters of a day are written."""
    return [letter.to.email for letter in await addressed(conn, letters, on)]


def a_unit(*mailboxes: Mailbox) -> RegisteredBody:
    """Return a unit with these mailboxes."""
    return a_registered(UNIT).evolve(mailboxes=mailboxes)


def a_mailbox(name: str, first: date | None = None, last: date | None = None) -> Mailbox:
    """Return a mailbox, for some days or for all."""
    return Mailbox(contact=a_contact(name), tenure=Tenure(first=first, last=last) if first else None)


def a_cluster(delegates: Iterable[str] = ()) -> RegisteredBody:
    """Return a cluster with one member, which may have a delegate with a mailbox."""
    members = (Membership(season=SEASON, unit=UNIT),)
    seats = tuple(a_seat(UNIT).evolve(contact=a_contact(each)) for each in delegates)
    return a_registered(CLUSTER, RegisteredKind.CLUSTER).evolve(members=members, seats=seats)


async def test_a_changed_mailbox_holds_at_once(conn: PoolConnectionProxy) -> None:
    """An office moved on Monday: letters about last year's dossiers go where it sits now; those queued are left."""
    await register(conn, a_unit(a_mailbox("cu")))
    before = a_ballot(notices=(a_letter(UNIT),))
    await keep(conn, before)

    await register(conn, a_unit(a_mailbox("moi")))
    after = a_ballot(notices=(a_letter(UNIT),))
    await keep(conn, after)

    asked = "SELECT email FROM notice WHERE stream = $1"
    assert [await conn.fetchval(asked, entry.fact.stream) for entry in (before, after)] == [
        "cu@vinhdanh.example",
        "moi@vinhdanh.example",
    ]


@pytest.mark.parametrize(("on", "box"), [(LEFT_ON, "cu"), (DAY, "moi")])
async def test_a_mailbox_is_that_of_the_day(conn: PoolConnectionProxy, on: date, box: str) -> None:
    """A register may know today what holds from the first of next month."""
    await register(conn, a_unit(a_mailbox("cu", date(2020, 1, 1), LEFT_ON), a_mailbox("moi", DAY)))

    assert await boxes(conn, a_letter(UNIT), on=on) == [f"{box}@vinhdanh.example"]


async def test_a_letter_has_the_office_its_language_and_all_that_it_says(conn: PoolConnectionProxy) -> None:
    """Only the reader is looked up."""
    office = Contact(name="Văn phòng Ủy ban nhân dân", email="vp@vinhdanh.example")
    await register(conn, a_unit(Mailbox(contact=office)))
    letter = a_letter(UNIT)

    (written,) = await addressed(conn, (letter,), DAY)

    assert (written.to, written.template, written.about) == (office, letter.template, letter.about)


async def test_a_member_of_a_cluster_is_written_to_at_its_delegate_s_mailbox(conn: PoolConnectionProxy) -> None:
    """Whoever votes for the unit is invited, not the unit's registry."""
    await register(conn, a_unit(a_mailbox("van-thu")), a_cluster(delegates=["dai-dien"]))

    assert await boxes(conn, a_letter(CLUSTER, UNIT)) == ["dai-dien@vinhdanh.example"]


async def test_a_member_without_a_delegate_is_written_to_at_its_own_mailbox(conn: PoolConnectionProxy) -> None:
    """Also where its delegate has no mailbox, or had the seat only until yesterday."""
    with_none = a_cluster().evolve(seats=(a_seat(UNIT).evolve(contact=None),))
    past = a_cluster().evolve(seats=(a_seat(UNIT, tenure=Tenure(first=date(2020, 1, 1), last=LEFT_ON)),))
    await register(conn, a_unit(a_mailbox("van-thu")))

    for cluster in (a_cluster(), with_none, past):
        await register(conn, cluster)
        assert await boxes(conn, a_letter(CLUSTER, UNIT)) == ["van-thu@vinhdanh.example"]


async def test_a_member_of_a_council_is_not_written_to_elsewhere(conn: PoolConnectionProxy) -> None:
    """There a seat is a person: a body that happens to have the same identifier is another reader."""
    await register(conn, a_unit(a_mailbox("van-thu")), a_council(a_seat(UNIT).evolve(contact=None), a_seat("tv-2")))

    written = await boxes(conn, a_letter(COUNCIL, UNIT), a_letter(COUNCIL, "tv-2"), a_letter(UNIT))

    assert written == ["tv-2@vinhdanh.example", "van-thu@vinhdanh.example"]


async def test_a_substitute_is_written_to_on_its_days(conn: PoolConnectionProxy) -> None:
    """It may vote then, and only then."""
    stand_in = RegisteredSubstitute(
        id=ActorId("thay-1"), name="Người thay", tenure=Tenure(first=DAY, last=DAY), contact=a_contact("thay-1")
    )
    await register(conn, a_council(a_seat("tv-1").evolve(substitutes=(stand_in,))))

    assert await boxes(conn, a_letter(COUNCIL, "thay-1")) == ["thay-1@vinhdanh.example"]
    assert await boxes(conn, a_letter(COUNCIL, "thay-1"), on=LEFT_ON) == []


async def test_whoever_left_the_roll_is_written_to_where_it_sat(conn: PoolConnectionProxy) -> None:
    """The seat has another holder by now, who is not told that it has left."""
    old = a_seat("tv-1", "Người cũ", Tenure(first=date(2021, 1, 1), last=LEFT_ON)).evolve(contact=a_contact("cu"))
    new = a_seat("tv-1", "Người mới", Tenure(first=DAY)).evolve(contact=a_contact("moi"))
    await register(conn, a_council(old, new))

    letters = a_letter(COUNCIL, "tv-1", on=LEFT_ON), a_letter(COUNCIL, "tv-1")

    assert await boxes(conn, *letters) == ["cu@vinhdanh.example", "moi@vinhdanh.example"]


async def test_a_letter_without_a_mailbox_is_left_out_and_logged(conn: PoolConnectionProxy) -> None:
    """The fact is kept and the others get theirs; an operator reads in the log whom to add to the register."""
    await register(conn, a_registered("khong-hop-thu", has_mailbox=False), a_unit(a_mailbox("van-thu")))
    letters = (a_letter(BodyId("khong-hop-thu")), a_letter(UNIT), a_letter(BodyId("khong-co"), "tv-1"))

    with structlog.testing.capture_logs() as logged:
        written = await boxes(conn, *letters)

    assert written == ["van-thu@vinhdanh.example"]
    assert [(line["event"], line["log_level"], line["body"], line["seat"]) for line in logged] == [
        ("no_mailbox", "warning", "khong-hop-thu", None),
        ("no_mailbox", "warning", "khong-co", "tv-1"),
    ]


async def test_a_fact_is_kept_though_nobody_can_be_written_to(conn: PoolConnectionProxy) -> None:
    """A gap in the register stops no sitting."""
    entry = a_ballot(notices=(a_letter(BodyId("khong-co")),))

    assert (await keep(conn, entry)).hash
    assert await conn.fetchval("SELECT count(*) FROM notice WHERE stream = $1", entry.fact.stream) == 0


async def test_a_fact_s_own_day_in_hanoi_counts(conn: PoolConnectionProxy) -> None:
    """Kept again after a crash the next morning, it has the same readers."""
    await register(conn, a_unit(a_mailbox("cu", date(2020, 1, 1), LEFT_ON), a_mailbox("moi", DAY)))
    late = a_ballot(notices=(a_letter(UNIT),))
    late = late.evolve(fact=late.fact.model_copy(update={"at": datetime(2025, 7, 31, 17, 30, tzinfo=UTC)}))

    await keep(conn, late)

    assert await conn.fetchval("SELECT email FROM notice WHERE stream = $1", late.fact.stream) == "moi@vinhdanh.example"
