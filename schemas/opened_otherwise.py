"""The refusal of a start whose identifier belongs to another body."""

from types import MappingProxyType

from schemas.refusals import Reason, Refusal

NOUNS = MappingProxyType({"dossier": "Hồ sơ", "sitting": "Phiên họp", "submission": "Tờ trình"})
"""The Vietnamese noun for a stream's workflow, by the stream's prefix."""


def opened_otherwise(stream: str) -> Refusal:
    """Refuse a start whose identifier was used with another body."""
    kind, name = stream.split("-", 1)
    return Refusal(
        reason=Reason.ALREADY_STARTED,
        message=f"{NOUNS[kind]} {name} đã được mở với nội dung khác.",
        details=(name,),
    )
