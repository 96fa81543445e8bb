"""Uploads in chunks, with what is odd about the original's."""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ....gateway.exchange import ServiceFailure
from .asked import Asked, answer, of_kind
from .terms import Json

UPLOAD_CHUNK = 2 * 2**20

Exists = Callable[[str, str], bool]
"""Whether a workspace has a document."""
Keep = Callable[[str, Json, bytes], None]
"""Adds a document to a workspace: its metadata and content."""


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


class Uploads:
    """The uploads of all workspaces that are not complete."""

    def __init__(self, exists: Exists, keep: Keep) -> None:
        self._exists = exists
        self._keep = keep
        self._open: dict[str, Upload] = {}

    def begin(self, asked: Asked) -> Json:
        """Begins one."""
        metadata = of_kind(asked, "id")
        if self._exists(asked.workspace, metadata["id"]):
            raise ServiceFailure("request-error", "Document already exists")
        size, wanted = asked.number("total-size"), asked.number("chunk-size")
        if size <= 0:
            raise ServiceFailure("request-error", "total_size must be positive")
        chunk_size = wanted if wanted > 0 else UPLOAD_CHUNK
        # The rest of the metadata gets lost on this way.
        kept = {name: metadata[name] for name in ("id", "time", "kind", "title", "comments", "tags")}
        upload = Upload(asked.workspace, kept, size, chunk_size, math.ceil(size / chunk_size))
        id = str(uuid.uuid4())
        self._open[id] = upload
        return answer({"upload-id": id, "chunk-size": chunk_size, "total-chunks": upload.chunks})

    def _upload(self, asked: Asked, to: str) -> Upload:
        upload = self._open.get(asked.text("upload-id"))
        if upload is None:
            raise ServiceFailure("request-error", "Upload session not found or expired")
        if upload.workspace != asked.workspace:
            raise ServiceFailure("request-error", f"Not authorized to {to}")
        return upload

    def chunk(self, asked: Asked) -> Json:
        """Takes a chunk."""
        upload = self._upload(asked, "upload to this session")
        index = asked.number("chunk-index")
        if not 0 <= index < upload.chunks:
            where = f"Invalid chunk index {index}, must be 0-{upload.chunks - 1}"
            raise ServiceFailure("request-error", where)
        upload.received[index] = asked.needed_content
        # One more than there are: the original counts the new chunk twice.
        count = len(upload.received) + 1
        return answer(
            {
                "upload-id": asked.text("upload-id"),
                "chunk-index": index,
                "chunks-received": count,
                "total-chunks": upload.chunks,
                "bytes-received": upload.bytes_in(count),
                "total-bytes": upload.size,
            }
        )

    def complete(self, asked: Asked) -> Json:
        """Makes a document of one."""
        upload = self._upload(asked, "complete this upload")
        missing = _missing(upload)
        if missing:
            more = "..." if len(missing) > 10 else ""
            raise ServiceFailure("request-error", f"Missing chunks: {missing[:10]}{more}")
        content = b"".join(upload.received[index] for index in sorted(upload.received))
        defaults: Json = {"metadata": [], "parent-id": "", "document-type": "source"}
        self._keep(asked.workspace, {**upload.metadata, **defaults}, content)
        del self._open[asked.text("upload-id")]
        return answer({"document-id": upload.metadata["id"], "object-id": upload.object})

    def abort(self, asked: Asked) -> Json:
        """Forgets one."""
        self._upload(asked, "abort this upload")
        del self._open[asked.text("upload-id")]
        return answer()

    def status(self, asked: Asked) -> Json:
        """Tells how far one is."""
        id = asked.text("upload-id")
        if id not in self._open:
            return answer({"upload-id": id, "upload-state": "expired"})
        upload = self._upload(asked, "view this upload")
        return answer(
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

    def listed(self, asked: Asked) -> Json:
        """Tells which there are."""
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
            for id, upload in self._open.items()
            if upload.workspace == asked.workspace
        ]
        return answer({"upload-sessions": sessions})


def _missing(upload: Upload) -> list[int]:
    return [index for index in range(upload.chunks) if index not in upload.received]
