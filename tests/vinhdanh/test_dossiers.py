"""Dossiers through the client: each act is answered with a receipt, or with one exception that gives the reason."""

import pytest

from schemas.ids import ActorId, BodyId, DossierId
from schemas.messages import RaiseObjection, Supplement, Withdraw
from schemas.refusals import Reason
from schemas.stages import Stage
from tests.builders.client_messages import a_submission
from tests.builders.values import UNIT, a_number, an_organisation
from tests.waiting import eventually
from vinhdanh import Declined, Dossiers


async def test_an_act_sent_again_after_the_end_gets_its_receipt(dossiers: Dossiers) -> None:
    """The answer to a withdrawal may be lost on the very line that ends the dossier."""
    message = a_submission()
    await dossiers.submit(message)
    withdraw = Withdraw(by=ActorId(UNIT), reason="Rà soát lại")
    first = await dossiers.withdraw(message.dossier.dossier_id, withdraw)

    again = await dossiers.withdraw(message.dossier.dossier_id, withdraw)

    assert again == first


async def test_another_act_after_the_end_is_told_that_the_dossier_is_closed(dossiers: Dossiers) -> None:
    """Temporal reports an ended workflow as not found; the dossier is there."""
    message = a_submission()
    await dossiers.submit(message)
    await dossiers.withdraw(message.dossier.dossier_id, Withdraw(by=ActorId(UNIT), reason="Rà soát lại"))

    with pytest.raises(Declined, match="đã kết thúc") as refused:
        await dossiers.supplement(message.dossier.dossier_id, Supplement(by=ActorId(UNIT), answers=2, note="Thêm"))

    assert refused.value.reason is Reason.DOSSIER_CLOSED


async def test_a_refused_act_may_be_sent_by_whoever_has_the_right(dossiers: Dossiers) -> None:
    """A refusal must not stand in the way of the same act by its owner."""
    message = a_submission()
    await dossiers.submit(message)

    with pytest.raises(Declined) as refused:
        await dossiers.withdraw(message.dossier.dossier_id, Withdraw(by=ActorId("so-khac"), reason="Rút"))
    kept = await dossiers.withdraw(message.dossier.dossier_id, Withdraw(by=ActorId(UNIT), reason="Rút"))

    assert refused.value.reason is Reason.NOT_YOURS
    assert kept.kind == "dossier_withdrawn"


async def test_a_supplement_is_kept(dossiers: Dossiers) -> None:
    """The unit answers the request that stands."""
    message = a_submission()
    await dossiers.submit(message)

    kept = await dossiers.supplement(
        message.dossier.dossier_id, Supplement(by=ActorId(UNIT), answers=2, note="Đã thêm")
    )

    assert kept.kind == "dossier_supplemented"


async def test_an_office_s_act_in_other_words_is_another_act(dossiers: Dossiers) -> None:
    """The same one sent again gets its receipt; a second objection of one sender must not get the first one's."""
    name = (await dossiers.submit(a_submission())).dossier_id

    first, again, other = [
        await dossiers.object(name, RaiseObjection(by=ActorId("ban-tiep-dan"), text=text))
        for text in ("Số liệu khác.", "Số liệu khác.", "Còn khiếu nại.")
    ]

    assert first == again
    assert first.hash != other.hash


@pytest.mark.parametrize("name", ["khong-co", "x'; DROP", "", "hồ-sơ"])
async def test_what_does_not_exist_is_declined(dossiers: Dossiers, name: str) -> None:
    """A wrong identifier is the caller's mistake, whether it could exist or not."""
    with pytest.raises(Declined) as shown:
        await dossiers.show(DossierId(name))
    with pytest.raises(Declined) as withdrawn:
        await dossiers.withdraw(DossierId(name), Withdraw(by=ActorId(UNIT), reason="Rút"))

    expected = Reason.NOT_FOUND if name == "khong-co" else Reason.MALFORMED
    assert shown.value.reason is withdrawn.value.reason is expected


async def test_a_dossier_shows_itself(dossiers: Dossiers) -> None:
    """On its way as at its end."""
    message = a_submission()
    await dossiers.submit(message)

    assert (await dossiers.show(message.dossier.dossier_id)).unit.id == UNIT


async def test_a_body_sees_the_dossiers_that_wait_for_it(dossiers: Dossiers) -> None:
    """A secretary convenes a sitting over these and no others."""
    body, other = f"cum-{a_number()}", f"cum-{a_number()}"
    mine = [a_submission(cluster=an_organisation(body)) for _ in range(2)]
    for message in (*mine, a_submission(cluster=an_organisation(other))):
        await dossiers.submit(message)

    async def both() -> bool:
        return len(await dossiers.waiting_for(BodyId(body))) == 2

    await eventually(both)
    found = await dossiers.waiting_for(BodyId(body))

    assert [dossier.dossier_id for dossier in found] == sorted(message.dossier.dossier_id for message in mine)
    assert {dossier.stage for dossier in found} == {Stage.CLUSTER}
    assert not any(dossier.overdue for dossier in found)


async def test_nobody_puts_words_into_the_query(dossiers: Dossiers) -> None:
    """A body's identifier goes into a query as text."""
    with pytest.raises(Declined) as refused:
        await dossiers.waiting_for(BodyId("x' OR AwaitedBody != '"))

    assert refused.value.reason is Reason.MALFORMED
