"""Search attributes for operators: registered where missing, or requested in one line."""

from collections.abc import Mapping
from types import MappingProxyType

import structlog
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from schemas.names import SearchName

log = structlog.get_logger()

TYPES: Mapping[SearchName, str] = MappingProxyType(
    {
        SearchName.STAGE: "Keyword",
        SearchName.AWARD: "Keyword",
        SearchName.UNIT: "Keyword",
        SearchName.CLUSTER: "Keyword",
        SearchName.AWAITED_BODY: "Keyword",
        SearchName.REGIME: "Keyword",
        SearchName.DUE_AT: "Datetime",
        SearchName.ON_HOLD: "Bool",
        SearchName.OVERDUE: "Bool",
        SearchName.UNDELIVERED: "Bool",
    }
)
"""Each attribute's type, as `temporal operator search-attribute create --type` spells it."""

_INDEXED = {
    "Keyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "Datetime": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
    "Bool": IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
}


class SearchAttributesMissing(Exception):
    """Temporal lacks search attributes, or has them with another type; the message gives the command."""


def command_for(missing: Mapping[SearchName, str], namespace: str) -> str:
    """Return the operator's commands to create them: of several names in one, only the first would be created."""
    create = f"temporal operator search-attribute create --namespace {namespace}"
    return " && ".join(f"{create} --name {name} --type {kind}" for name, kind in missing.items())


async def known(client: Client) -> Mapping[str, str]:
    """Return the custom search attributes of the client's namespace, with their types."""
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    spelt = {number: kind for kind, number in _INDEXED.items()}
    return {name: spelt.get(number, str(number)) for name, number in listed.custom_attributes.items()}


async def missing_from(client: Client) -> Mapping[SearchName, str]:
    """Return the search attributes that the client's namespace lacks.

    Raises:
        SearchAttributesMissing: One of them exists with another type.
    """
    there = await known(client)
    for name, kind in TYPES.items():
        if there.get(name, kind) != kind:
            raise SearchAttributesMissing(
                f"the search attribute {name} of namespace {client.namespace} must be {kind} and is {there[name]}"
            )
    return {name: kind for name, kind in TYPES.items() if name not in there}


async def ensure(client: Client, *, register: bool) -> None:
    """Register missing search attributes, if that is wanted and allowed.

    Raises:
        SearchAttributesMissing: Something is missing and may not be registered from here.
    """
    missing = await missing_from(client)
    if not missing:
        return
    names = ", ".join(missing)
    advice = f"search attributes are missing: {names}. Run: {command_for(missing, client.namespace)}"
    if not register:
        raise SearchAttributesMissing(advice)
    try:
        await make(client, missing)
    except RPCError as error:
        if error.status is not RPCStatusCode.PERMISSION_DENIED:
            raise
        raise SearchAttributesMissing(advice) from error
    log.info("search_attributes_registered", names=names, namespace=client.namespace)


async def make(client: Client, missing: Mapping[SearchName, str]) -> None:
    """Register search attributes that the client's namespace does not have yet."""
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(
            namespace=client.namespace,
            search_attributes={name: _INDEXED[kind] for name, kind in missing.items()},
        )
    )
