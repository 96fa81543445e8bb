"""The service `librarian`: documents, and what is done with them."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ....gateway.exchange import NoAnswer, Request, ServiceFailure
from .asked import Asked, answer, given, of_kind, read
from .reading import failing_as
from .state import State
from .terms import Json, plain_term
from .uploads import Uploads

STREAM_CHUNK = 2**20


@dataclass(slots=True)
class Document:
    """A document, with its metadata as the library's table has them."""

    kept: Json
    content: bytes

    @property
    def metadata(self) -> Json:
        """Metadata as they are told: without what is empty."""
        told = {key: value for key, value in self.kept.items() if value}
        return {**told, "metadata": self.kept["metadata"], "tags": self.kept["tags"]}


class Library:
    """The documents of all workspaces."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.documents: dict[tuple[str, str], Document] = {}
        self.processings: dict[tuple[str, str], Json] = {}
        uploads = Uploads(lambda workspace, id: (workspace, id) in self.documents, self.keep)
        self._operations: dict[str, Callable[[Asked], Any]] = {
            "add-document": self._add,
            "remove-document": self._remove,
            "update-document": self._update,
            "get-document-metadata": self._metadata,
            "get-document-content": self._content,
            "stream-document": self._stream,
            "list-documents": self._list,
            "add-processing": self._add_processing,
            "remove-processing": self._remove_processing,
            "list-processing": self._list_processing,
            "begin-upload": uploads.begin,
            "upload-chunk": uploads.chunk,
            "complete-upload": uploads.complete,
            "abort-upload": uploads.abort,
            "get-upload-status": uploads.status,
            "list-uploads": uploads.listed,
        }

    def perform(self, request: Request) -> Any:
        """All operations of the service.

        Raises:
            ServiceFailure: It cannot be done, or the request cannot be read.
            NoAnswer: The original would not answer.
        """
        with failing_as("gateway-error"):
            asked = read(request)
        with failing_as("unexpected-error"):
            return self._operations[request["operation"]](asked)

    def stream(self, request: Request) -> Iterator[Json]:
        """A document in chunks, whatever the request says of its operation."""
        with failing_as("gateway-error"):
            asked = read(request)
        with failing_as("unexpected-error"):
            return self._stream(asked)

    def find(self, workspace: str, id: str) -> Document:
        """A document.

        Raises:
            ServiceFailure: There is none of that name.
        """
        found = self.documents.get((workspace, id))
        if found is None:
            raise ServiceFailure("unexpected-error", "No such document row?")
        return found

    def children(self, id: str) -> list[str]:
        """The documents that were made of one."""
        return [each.kept["id"] for each in self.documents.values() if each.kept["parent-id"] == id]

    def keep(self, workspace: str, metadata: Json, content: bytes) -> None:
        """Adds a document, or puts it in the place of one.

        Raises:
            TypeError: It has no time, which the library's table needs.
        """
        self.documents[workspace, metadata["id"]] = Document(_as_stored(metadata), content)

    def _add(self, asked: Asked) -> Json:
        metadata = of_kind(asked)
        if (asked.workspace, metadata["id"]) in self.documents:
            raise ServiceFailure("unexpected-error", "Document already exists")
        self.keep(asked.workspace, metadata, asked.needed_content)
        return answer()

    def _remove(self, asked: Asked) -> Json:
        id = asked.text("document-id")
        self._must_exist(asked.workspace, id)
        for child in self.children(id):
            self.documents.pop((asked.workspace, child), None)
        del self.documents[asked.workspace, id]
        return answer()

    def _update(self, asked: Asked) -> Json:
        metadata = given(asked.metadata, "id")
        self._must_exist(asked.workspace, metadata["id"])
        document = self.documents[asked.workspace, metadata["id"]]
        fixed = {name: document.kept[name] for name in ("kind", "parent-id", "document-type")}
        document.kept = _as_stored({**metadata, **fixed})
        return answer()

    def _must_exist(self, workspace: str, id: str) -> None:
        if (workspace, id) not in self.documents:
            raise ServiceFailure("unexpected-error", "Document does not exist")

    def _metadata(self, asked: Asked) -> Json:
        document = self.find(asked.workspace, asked.text("document-id"))
        return answer({"document-metadata": document.metadata})

    def _content(self, asked: Asked) -> Json:
        document = self.find(asked.workspace, asked.text("document-id"))
        return answer({"content": base64.b64encode(document.content).decode()})

    def _stream(self, asked: Asked) -> Iterator[Json]:
        wanted = asked.number("chunk-size")
        size = wanted if wanted > 0 else STREAM_CHUNK
        content = self.find(asked.workspace, asked.text("document-id")).content
        if not content:
            # Of no chunks, none is the last.
            raise NoAnswer
        total = math.ceil(len(content) / size)

        def chunks() -> Iterator[Json]:
            for index in range(total):
                piece = content[index * size : (index + 1) * size]
                yield answer(
                    {
                        "content": base64.b64encode(piece).decode(),
                        "chunk-index": index,
                        "chunks-received": index + 1,
                        "total-chunks": total,
                        "bytes-received": index * size + len(piece),
                        "total-bytes": len(content),
                    }
                )

        return chunks()

    def _list(self, asked: Asked) -> Json:
        every = [self.documents[key].metadata for key in sorted(self.documents) if key[0] == asked.workspace]
        if not asked.request.get("include-children", False):
            every = [
                metadata
                for metadata in every
                if not metadata.get("parent-id") and metadata["document-type"] != "answer"
            ]
        return {**answer(), "document-metadatas": every}

    def _add_processing(self, asked: Asked) -> Json:
        about = asked.processing
        if about is not None and about["collection"]:
            name = about["collection"]
            kept: Json = {"collection": name, "name": name, "description": "", "tags": []}
            self._state.kept(asked.workspace, "collection").setdefault(name, json.dumps(kept))
        about = given(about, "collection")
        if not about["collection"]:
            raise ServiceFailure("unexpected-error", "Collection parameter is required")
        if (asked.workspace, about["id"]) in self.processings:
            raise ServiceFailure("unexpected-error", "Processing already exists")
        document = self.find(asked.workspace, about["document-id"])
        processing: Json = {**about, "time": int(about["time"] * 1000) // 1000, "tags": about["tags"] or []}
        self.processings[asked.workspace, about["id"]] = {
            key: value for key, value in processing.items() if value or key == "tags"
        }
        flow = self._state.flow(asked.workspace, about["flow"])
        if flow is None:
            # It is kept nevertheless.
            where = f"Invalid flow ID {about['flow']} for workspace {asked.workspace}"
            raise ServiceFailure("unexpected-error", where)
        loader = "text-load" if document.metadata["kind"] == "text/plain" else "document-load"
        _ = flow["interfaces"][loader]["flow"]
        return answer()

    def _remove_processing(self, asked: Asked) -> Json:
        if self.processings.pop((asked.workspace, asked.text("processing-id")), None) is None:
            raise ServiceFailure("unexpected-error", "Processing object does not exist")
        return answer()

    def _list_processing(self, asked: Asked) -> Json:
        every = [self.processings[key] for key in sorted(self.processings) if key[0] == asked.workspace]
        return {**answer(), "processing-metadatas": every}


def _as_stored(metadata: Json) -> Json:
    """Metadata as they come back from the library's table."""
    triples = [
        {name: plain_term(term) for name, term in triple.items() if name != "g"}
        for triple in metadata["metadata"]
    ]
    return {
        **metadata,
        "time": int(metadata["time"] * 1000) // 1000,
        "metadata": triples,
        "tags": metadata["tags"] or [],
        "document-type": metadata["document-type"] or "source",
    }
