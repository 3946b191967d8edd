"""Whether a body is known at all: there is no register of them, only what dossiers name."""

from datetime import timedelta

from temporalio.client import Client

from schemas.ids import BodyId
from schemas.names import SearchName
from vinhdanh import declined

_NAMED_AS = (SearchName.UNIT, SearchName.CLUSTER, SearchName.AWAITED_BODY)


async def is_known(client: Client, body_id: BodyId, *, patience: timedelta) -> bool:
    """Return whether Temporal finds anything by this body: as a unit, as a cluster, or as whoever considers it now.

    The identifier is a checked one: it is put into a query as it stands.

    Raises:
        Declined: Nobody answered.
    """
    query = " OR ".join(f"{name} = '{body_id}'" for name in _NAMED_AS)
    with declined.translate_errors():
        return (await client.count_workflows(query, rpc_timeout=patience)).count > 0
