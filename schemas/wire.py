"""How values travel through Temporal: JSON by pydantic, and a body of the wrong shape named by its fields."""

from dataclasses import replace
from typing import Any

import pydantic
from pydantic_core import to_json
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter, pydantic_data_converter
from temporalio.converter import CompositePayloadConverter, DefaultPayloadConverter
from temporalio.exceptions import ApplicationError
from typing_extensions import override

from schemas.refusals import Reason

_MOST_LINES, _LONGEST_LINE = 20, 200
"""How much is said of a malformed body: of one with a hundred thousand wrong fields, no failure could hold it all."""


def wrong_fields(error: pydantic.ValidationError) -> list[str]:
    """Return one line for each field that is wrong: where it stands, and what is wrong with it. No values."""
    return [
        f"{'.'.join(str(part) for part in found['loc']) or '(body)'}: {found['msg']}"
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]


class _NamingConverter(PydanticJSONPlainPayloadConverter):
    @override
    def to_payload(self, value: Any) -> Payload | None:
        # What is not there is not written: histories are kept for years, and a tenth of them would be nulls.
        data = to_json(value, exclude_none=True)
        return Payload(metadata={"encoding": self.encoding.encode()}, data=data)

    @override
    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        try:
            return super().from_payload(payload, type_hint)
        except pydantic.ValidationError as error:
            # Any other exception would hang the caller: a workflow task that cannot read its input is tried for ever.
            # Without its cause, which repeats the values that were sent, in clear, and has no bounds.
            raise _malformed(error) from None


def _malformed(error: pydantic.ValidationError) -> ApplicationError:
    lines = wrong_fields(error)
    told = [line[:_LONGEST_LINE] for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        told.append(f"(body): {len(lines) - _MOST_LINES} more")
    # The fields stand in the message too: Temporal's command line does not print details.
    message = f"Nội dung không đúng mẫu: {'; '.join(told)}"
    return ApplicationError(message, told, type=Reason.MALFORMED.value, non_retryable=True)


class _PayloadConverter(CompositePayloadConverter):
    def __init__(self) -> None:
        naming = _NamingConverter()
        super().__init__(
            *(
                naming if converter.encoding == "json/plain" else converter
                for converter in DefaultPayloadConverter.default_encoding_payload_converters
            )
        )


DATA_CONVERTER = replace(pydantic_data_converter, payload_converter_class=_PayloadConverter)
"""What every client, worker and replayer of this project is given."""
