"""Requests to the librarian as the gateway reads them, and the shape of its answers."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from ....gateway.exchange import Request, ServiceFailure
from .terms import Json, read_triples


@dataclass(slots=True)
class Asked:
    """A request, read."""

    workspace: str
    request: Request
    metadata: Json | None
    processing: Json | None
    content: bytes | None

    @property
    def needed_content(self) -> bytes:
        """The content.

        Raises:
            TypeError: There is none; with the words that the original has for that.
        """
        if self.content is None:
            raise TypeError("argument should be a bytes-like object or ASCII string, not 'NoneType'")
        return self.content

    def text(self, name: str) -> str:
        """A field that is text."""
        return str(self.request.get(name, ""))

    def number(self, name: str) -> int:
        """A field that is a number; 0 if it is not there."""
        value: int = self.request.get(name, 0)
        return value


def answer(fields: Json | None = None) -> Json:
    """What the librarian answers: these two lists always, the rest only if it is not empty."""
    told = {key: value for key, value in (fields or {}).items() if value}
    return {"document-metadatas": [], "processing-metadatas": [], **told}


def read(request: Request) -> Asked:
    """A request as the gateway reads it."""
    content = base64.b64decode(request["content"].encode()) if "content" in request else None
    metadata = processing = None
    if "document-metadata" in request:
        given = request["document-metadata"]
        triples = given.get("metadata", [])
        metadata = {
            **{name: given.get(name) for name in ("id", "time", "kind", "title", "comments", "tags")},
            "metadata": [] if triples is None else read_triples(triples),
            "parent-id": given.get("parent-id", ""),
            "document-type": given.get("document-type", "source"),
        }
    if "processing-metadata" in request:
        given = request["processing-metadata"]
        names = ("id", "document-id", "time", "flow", "collection", "tags")
        processing = {name: given.get(name) for name in names}
    for criterion in request.get("criteria", []):
        _ = criterion["key"], criterion["value"], criterion["operator"]
    return Asked(request.context["workspace"], request, metadata, processing, content)


def given(fields: Json | None, first: str) -> Json:
    """An object of a request, of which `first` is the first that the librarian looks at.

    Raises:
        AttributeError: It is not there; with the words that the original has for that.
    """
    if fields is None:
        raise AttributeError(f"'NoneType' object has no attribute '{first}'")
    return fields


def of_kind(asked: Asked, first: str = "kind") -> Json:
    """The metadata of a document, which must have a kind; `first` as in `given`.

    Raises:
        AttributeError, ServiceFailure: They are not there, or have none.
    """
    metadata = given(asked.metadata, first)
    if not metadata["kind"]:
        raise ServiceFailure("request-error", "Document kind (MIME type) is required")
    return metadata
