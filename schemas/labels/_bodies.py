"""Labels of registered bodies."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.body_register import OfficeRole, RegisteredKind
from schemas.labels._label import Label

BODY_KINDS: Mapping[RegisteredKind, Label] = MappingProxyType(
    {
        RegisteredKind.UNIT: Label("đơn vị", "unit"),
        RegisteredKind.CLUSTER: Label("cụm, khối thi đua", "cluster"),
        RegisteredKind.COUNCIL: Label("hội đồng", "council"),
        RegisteredKind.AUTHORITY: Label("cấp có thẩm quyền", "authority"),
        RegisteredKind.OFFICE: Label("cơ quan", "office"),
    }
)
"""The kinds of bodies."""

OFFICE_ROLES: Mapping[OfficeRole, Label] = MappingProxyType(
    {
        OfficeRole.CHAIR: Label("Chủ tọa", "Chair"),
        OfficeRole.DEPUTY: Label("Phó chủ tọa", "Deputies"),
        OfficeRole.SECRETARY: Label("Thư ký", "Secretary"),
    }
)
"""The offices within a body."""
