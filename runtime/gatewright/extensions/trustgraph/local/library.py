"""The service `librarian`: documents, what is done with them, and uploads in chunks."""

from __future__ import annotations

import base64
import json
import math
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ....gateway.exchange import NoAnswer, Request, ServiceFailure
from .reading import failing_as
from .state import State
from .terms import Json, plain_term, read_triples

UPLOAD_CHUNK = 2 * 2**20
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


@dataclass(slots=True)
class Upload:
    """An upload that is not complete."""

    workspace: str
    metadata: Json
    size: int
    chunk_size: int
    chunks: int
    object: str = field(default_factory=lambda: str(uuid.uuid4()))
    created: str = field(default_factory=lambda: str(datetime.now(UTC).replace(tzinfo=None)))
    received: dict[int, bytes] = field(default_factory=dict[int, bytes])

    def bytes_in(self, chunks: int) -> int:
        """Bytes in so many chunks, as the librarian counts them."""
        return min(chunks * self.chunk_size, self.size)


@dataclass(slots=True)
class Asked:
    """A request, read."""

    workspace: str
    request: Request
    metadata: Json | None
    processing: Json | None
    content: bytes | None

    def text(self, name: str) -> str:
        """A field that is text."""
        return str(self.request.get(name, ""))

    def number(self, name: str) -> int:
        """A field that is a number; 0 if it is not there."""
        value: int = self.request.get(name, 0)
        return value


class Library:
    """The documents of all workspaces."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.documents: dict[tuple[str, str], Document] = {}
        self.processings: dict[tuple[str, str], Json] = {}
        self.uploads: dict[str, Upload] = {}
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
            "begin-upload": self._begin,
            "upload-chunk": self._chunk,
            "complete-upload": self._complete,
            "abort-upload": self._abort,
            "get-upload-status": self._status,
            "list-uploads": self._list_uploads,
        }

    def perform(self, request: Request) -> Any:
        """All operations of the service.

        Raises:
            ServiceFailure: It cannot be done, or the request cannot be read.
            NoAnswer: The original would not answer.
        """
        with failing_as("gateway-error"):
            asked = _read(request)
        with failing_as("unexpected-error"):
            return self._operations[request["operation"]](asked)

    def stream(self, request: Request) -> Iterator[Json]:
        """A document in chunks, whatever the request says of its operation."""
        with failing_as("gateway-error"):
            asked = _read(request)
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
        metadata = _of_kind(asked)
        if (asked.workspace, metadata["id"]) in self.documents:
            raise ServiceFailure("unexpected-error", "Document already exists")
        if asked.content is None:
            raise TypeError("argument should be a bytes-like object or ASCII string, not 'NoneType'")
        self.keep(asked.workspace, metadata, asked.content)
        return _answer()

    def _remove(self, asked: Asked) -> Json:
        id = asked.text("document-id")
        self._must_exist(asked.workspace, id)
        for child in self.children(id):
            self.documents.pop((asked.workspace, child), None)
        del self.documents[asked.workspace, id]
        return _answer()

    def _update(self, asked: Asked) -> Json:
        given = _given(asked.metadata, "id")
        self._must_exist(asked.workspace, given["id"])
        document = self.documents[asked.workspace, given["id"]]
        fixed = {name: document.kept[name] for name in ("kind", "parent-id", "document-type")}
        document.kept = _as_stored({**given, **fixed})
        return _answer()

    def _must_exist(self, workspace: str, id: str) -> None:
        if (workspace, id) not in self.documents:
            raise ServiceFailure("unexpected-error", "Document does not exist")

    def _metadata(self, asked: Asked) -> Json:
        document = self.find(asked.workspace, asked.text("document-id"))
        return _answer({"document-metadata": document.metadata})

    def _content(self, asked: Asked) -> Json:
        document = self.find(asked.workspace, asked.text("document-id"))
        return _answer({"content": base64.b64encode(document.content).decode()})

    def _stream(self, asked: Asked) -> Iterator[Json]:
        given = asked.number("chunk-size")
        size = given if given > 0 else STREAM_CHUNK
        content = self.find(asked.workspace, asked.text("document-id")).content
        if not content:
            # Of no chunks, none is the last.
            raise NoAnswer
        total = math.ceil(len(content) / size)

        def chunks() -> Iterator[Json]:
            for index in range(total):
                piece = content[index * size : (index + 1) * size]
                yield _answer(
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
        return {**_answer(), "document-metadatas": every}

    def _add_processing(self, asked: Asked) -> Json:
        about = asked.processing
        if about is not None and about["collection"]:
            name = about["collection"]
            kept: Json = {"collection": name, "name": name, "description": "", "tags": []}
            self._state.kept(asked.workspace, "collection").setdefault(name, json.dumps(kept))
        about = _given(about, "collection")
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
        return _answer()

    def _remove_processing(self, asked: Asked) -> Json:
        if self.processings.pop((asked.workspace, asked.text("processing-id")), None) is None:
            raise ServiceFailure("unexpected-error", "Processing object does not exist")
        return _answer()

    def _list_processing(self, asked: Asked) -> Json:
        every = [self.processings[key] for key in sorted(self.processings) if key[0] == asked.workspace]
        return {**_answer(), "processing-metadatas": every}

    def _begin(self, asked: Asked) -> Json:
        metadata = _of_kind(asked, "id")
        if (asked.workspace, metadata["id"]) in self.documents:
            raise ServiceFailure("request-error", "Document already exists")
        size, given = asked.number("total-size"), asked.number("chunk-size")
        if size <= 0:
            raise ServiceFailure("request-error", "total_size must be positive")
        chunk_size = given if given > 0 else UPLOAD_CHUNK
        # The rest of the metadata gets lost on this way.
        kept = {name: metadata[name] for name in ("id", "time", "kind", "title", "comments", "tags")}
        upload = Upload(asked.workspace, kept, size, chunk_size, math.ceil(size / chunk_size))
        id = str(uuid.uuid4())
        self.uploads[id] = upload
        return _answer({"upload-id": id, "chunk-size": chunk_size, "total-chunks": upload.chunks})

    def _upload(self, asked: Asked, to: str) -> Upload:
        upload = self.uploads.get(asked.text("upload-id"))
        if upload is None:
            raise ServiceFailure("request-error", "Upload session not found or expired")
        if upload.workspace != asked.workspace:
            raise ServiceFailure("request-error", f"Not authorized to {to}")
        return upload

    def _chunk(self, asked: Asked) -> Json:
        upload = self._upload(asked, "upload to this session")
        index = asked.number("chunk-index")
        if not 0 <= index < upload.chunks:
            where = f"Invalid chunk index {index}, must be 0-{upload.chunks - 1}"
            raise ServiceFailure("request-error", where)
        if asked.content is None:
            raise TypeError("argument should be a bytes-like object or ASCII string, not 'NoneType'")
        upload.received[index] = asked.content
        # One more than there are: the original counts the new chunk twice.
        count = len(upload.received) + 1
        return _answer(
            {
                "upload-id": asked.text("upload-id"),
                "chunk-index": index,
                "chunks-received": count,
                "total-chunks": upload.chunks,
                "bytes-received": upload.bytes_in(count),
                "total-bytes": upload.size,
            }
        )

    def _complete(self, asked: Asked) -> Json:
        upload = self._upload(asked, "complete this upload")
        missing = _missing(upload)
        if missing:
            more = "..." if len(missing) > 10 else ""
            raise ServiceFailure("request-error", f"Missing chunks: {missing[:10]}{more}")
        content = b"".join(upload.received[index] for index in sorted(upload.received))
        defaults: Json = {"metadata": [], "parent-id": "", "document-type": "source"}
        self.keep(asked.workspace, {**upload.metadata, **defaults}, content)
        del self.uploads[asked.text("upload-id")]
        return _answer({"document-id": upload.metadata["id"], "object-id": upload.object})

    def _abort(self, asked: Asked) -> Json:
        self._upload(asked, "abort this upload")
        del self.uploads[asked.text("upload-id")]
        return _answer()

    def _status(self, asked: Asked) -> Json:
        id = asked.text("upload-id")
        if id not in self.uploads:
            return _answer({"upload-id": id, "upload-state": "expired"})
        upload = self._upload(asked, "view this upload")
        return _answer(
            {
                "upload-id": id,
                "upload-state": "in-progress",
                "received-chunks": sorted(upload.received),
                "missing-chunks": _missing(upload),
                "chunks-received": len(upload.received),
                "total-chunks": upload.chunks,
                "bytes-received": upload.bytes_in(len(upload.received)),
                "total-bytes": upload.size,
            }
        )

    def _list_uploads(self, asked: Asked) -> Json:
        sessions = [
            {
                "upload-id": id,
                "document-id": upload.metadata["id"],
                "document-metadata-json": json.dumps(upload.metadata),
                "total-size": upload.size,
                "chunk-size": upload.chunk_size,
                "total-chunks": upload.chunks,
                "chunks-received": len(upload.received),
                "created-at": upload.created,
            }
            for id, upload in self.uploads.items()
            if upload.workspace == asked.workspace
        ]
        return _answer({"upload-sessions": sessions})


def _answer(fields: Json | None = None) -> Json:
    """What the librarian answers: these two lists always, the rest only if it is not empty."""
    told = {key: value for key, value in (fields or {}).items() if value}
    return {"document-metadatas": [], "processing-metadatas": [], **told}


def _missing(upload: Upload) -> list[int]:
    return [index for index in range(upload.chunks) if index not in upload.received]


def _read(request: Request) -> Asked:
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


def _given(fields: Json | None, first: str) -> Json:
    if fields is None:
        raise AttributeError(f"'NoneType' object has no attribute '{first}'")
    return fields


def _of_kind(asked: Asked, first: str = "kind") -> Json:
    metadata = _given(asked.metadata, first)
    if not metadata["kind"]:
        raise ServiceFailure("request-error", "Document kind (MIME type) is required")
    return metadata


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
