"""Streams of text, and of bytes: those are counted, and their end is checked against the length told."""

from __future__ import annotations

import os
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Container, Generator, Iterable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from .errors import ProtocolViolation, ServiceError
from .operation import StreamOperation, StreamRule


def base64_field(name: str) -> Callable[[Any], bytes]:
    """A decoder of bodies that hold a piece as base64 in a field; an absent one is empty."""

    def decode(body: Any) -> bytes:
        return decoded(body.get(name) or "")

    return decode


def text_of(items: Iterable[Any], classes: Container[str]) -> str:
    """The text of items: that of those that are strings, and the content of those of such classes."""
    return "".join(
        item if isinstance(item, str) else item.content
        for item in items
        if isinstance(item, str) or type(item).__name__ in classes
    )


def decoded(text: str) -> bytes:
    """The bytes that base64 text stands for.

    Raises:
        ValueError: it is no base64.
    """
    try:
        return b64decode(text, validate=True)
    except (Error, TypeError) as error:
        raise ValueError(f"this is no base64: {text!r:.60}") from error


def text_field(name: str) -> Callable[[Any], list[str]]:
    """A decoder of bodies that hold a piece of text in a field; an absent or empty one is none."""

    def decode(body: Any) -> list[str]:
        text = body.get(name)
        return [text] if text else []

    return decode


class Tally:
    """How many bytes of a stream have come, and how many there should be.

    Attributes:
        done: Bytes that have come.
        total: Bytes in all; None as long as nobody has said.
    """

    def __init__(self, operation: StreamOperation[Any, Any]) -> None:
        self._operation = operation
        self._decode = operation.stream.decode
        self.done = 0
        self.total: int | None = None

    def rule(self, *, raw: bool) -> StreamRule[Any]:
        """The rule of a stream that counts; `raw` bytes come as they are, others in bodies."""
        decode = self._count if raw else self._take
        return replace(self._operation.stream, decode=decode, finish=self._check)

    def _take(self, body: Any) -> bytes:
        name = self._operation.stream.total
        total = body.get(name) if name is not None else None
        if total is not None:
            self.total = int(total)
        return self._count(self._decode(body))

    def _count(self, chunk: bytes) -> bytes:
        self.done += len(chunk)
        return chunk

    def _check(self) -> None:
        if self._operation.stream.nonempty and not self.done:
            raise ServiceError(
                "the gateway answered with nothing, so the service failed",
                operation=self._operation.name,
                hint="this gateway drops the reason; look into the service's log",
            )
        if self.total is not None and self.done != self.total:
            raise ProtocolViolation(
                f"{self.done} bytes came, and {self.total} were announced", operation=self._operation.name
            )


@contextmanager
def saving(path: str | os.PathLike[str]) -> Generator[BinaryIO]:
    """A file to write; it gets its name when all is written, so that no half one is taken for whole."""
    whole = Path(path)
    part = whole.with_name(f"{whole.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(whole)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
