"""Documents as references: a paper's kind, location and digest, never its content."""

from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.base import Line, Model
from schemas.ids import DocumentKind

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest in 64 lower-case hexadecimal digits."""

Uri = Annotated[str, StringConstraints(pattern=r"^(?:https|s3|urn):[!-~]{1,1000}$", max_length=1010)]
"""The paper's location in a document store."""


class Document(Model):
    """A paper of a dossier."""

    kind: DocumentKind
    name: Line
    uri: Uri
    sha256: Sha256
    size: Annotated[int, Field(ge=1, le=2**31)]
    """In bytes."""


MOST_DOCUMENTS = 100
"""The most papers in a dossier, supplements included."""

Documents = Annotated[tuple[Document, ...], Field(max_length=MOST_DOCUMENTS)]
