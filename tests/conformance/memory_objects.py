"""The MinIO client's interface over a dictionary, for TrustGraph's own store of documents."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from uuid import uuid4


@dataclass(frozen=True)
class Part:
    """A piece of an upload."""

    part_number: int
    etag: str


class Answer(io.BytesIO):
    """The content of an object."""

    def release_conn(self) -> None:
        """There is no connection."""


class Minio:
    """One store, with one bucket."""

    def __init__(self, **connection: Any) -> None:
        self._objects: dict[str, bytes] = {}
        self._uploads: dict[str, dict[int, bytes]] = {}

    def bucket_exists(self, bucket_name: str) -> bool:
        return True

    def put_object(self, bucket_name: str, object_name: str, data: io.BytesIO, **about: Any) -> None:
        self._objects[object_name] = data.read()

    def get_object(
        self, bucket_name: str, object_name: str, offset: int = 0, length: int | None = None
    ) -> Answer:
        end = None if length is None else offset + length
        return Answer(self._objects[object_name][offset:end])

    def stat_object(self, bucket_name: str, object_name: str) -> Any:
        return Stat(len(self._objects[object_name]))

    def remove_object(self, bucket_name: str, object_name: str) -> None:
        self._objects.pop(object_name, None)

    def _create_multipart_upload(self, bucket_name: str, object_name: str, **about: Any) -> str:
        upload_id = uuid4().hex
        self._uploads[upload_id] = {}
        return upload_id

    def _upload_part(self, upload_id: str, part_number: int, data: bytes, **about: Any) -> str:
        self._uploads[upload_id][part_number] = data
        return uuid4().hex

    def _complete_multipart_upload(
        self, bucket_name: str, object_name: str, upload_id: str, parts: list[Part]
    ) -> None:
        pieces = self._uploads.pop(upload_id)
        self._objects[object_name] = b"".join(pieces[part.part_number] for part in parts)

    def _abort_multipart_upload(self, bucket_name: str, object_name: str, upload_id: str) -> None:
        del self._uploads[upload_id]


@dataclass(frozen=True)
class Stat:
    """What is known about an object."""

    size: int


def install() -> None:
    """Make `import minio` yield this."""
    for name, contents in {
        "minio": {"Minio": Minio},
        "minio.datatypes": {"Part": Part},
        "minio.error": {"S3Error": OSError},
    }.items():
        module = ModuleType(name)
        vars(module).update(contents)
        sys.modules[name] = module
