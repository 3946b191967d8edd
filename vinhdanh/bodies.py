"""Registered bodies (cơ quan, đơn vị): who sits where on a day."""

import asyncio
import uuid
from datetime import UTC, date, datetime

import pydantic

from schemas.body_views import BodyQuestion, BodyShown, BodyView
from schemas.calendars import day_of
from schemas.data_converter import wrong_fields
from schemas.ids import BodyId
from schemas.ports import Directory
from schemas.refusals import Reason
from vinhdanh import declined
from vinhdanh._gateway import WorkflowGateway
from vinhdanh.declined import Declined


class Bodies:
    """Shows bodies of the register. Every method raises `Declined` and nothing else of its own."""

    def __init__(self, gateway: WorkflowGateway) -> None:
        self._gateway = gateway

    async def show(self, body_id: BodyId, on: date | None = None) -> BodyView:
        """Return a body on a day, by default today in Hanoi.

        Raises:
            Declined: `NOT_FOUND`, where the register has no such body.
        """
        try:
            question = BodyQuestion(body=body_id, on=on or day_of(datetime.now(UTC)))
        except pydantic.ValidationError as error:
            raise declined.malformed(wrong_fields(error)) from error
        shown = await self._asked(question)
        if shown.body is None:
            raise Declined(
                Reason.NOT_FOUND, f"Danh mục cơ quan, đơn vị không có {body_id}; đề nghị kiểm tra mã.", (body_id,)
            )
        return shown.body

    async def _asked(self, question: BodyQuestion) -> BodyShown:
        name, patience = Directory.show_body.__name__, self._gateway.patience
        with declined.translate_errors():
            async with asyncio.timeout(patience.total_seconds()):
                shown: BodyShown = await self._gateway.client.execute_activity(
                    name,
                    question,
                    id=f"{name}-{uuid.uuid4().hex}",
                    task_queue=self._gateway.task_queue,
                    result_type=BodyShown,
                    schedule_to_close_timeout=patience,
                )
        return shown
