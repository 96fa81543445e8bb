"""What goes up in chunks: bytes, or a file of any size, of which any part can be read."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from .errors import ConfigurationError

Source: TypeAlias = "bytes | str | os.PathLike[str] | BinaryIO"
"""Bytes, the path of a file, or a file that is open for reading bytes and can seek."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Something to send, with its size in bytes."""

    size: int
    _file: BinaryIO | None
    _bytes: bytes
    _start: int
    _name: tuple[str, str]

    def read(self, offset: int, length: int) -> bytes:
        """The bytes from an offset on, as many as there are up to `length`.

        Raises:
            ConfigurationError: the file is shorter than it was.
        """
        if self._file is None:
            return self._bytes[offset : offset + length]
        self._file.seek(self._start + offset)
        wanted = min(length, self.size - offset)
        parts: list[bytes] = []
        while wanted and (part := self._file.read(wanted)):
            parts.append(part)
            wanted -= len(part)
        if wanted:
            operation, argument = self._name
            raise ConfigurationError(f"{argument}: the file was cut short meanwhile", operation=operation)
        return b"".join(parts)


@contextmanager
def opened(source: Source, operation: str, argument: str) -> Generator[Parts]:
    """The source, made ready; `operation` and `argument` are named in errors.

    Raises:
        ConfigurationError: it cannot be read.
    """
    name = (operation, argument)
    if isinstance(source, (bytes, bytearray, memoryview)):
        yield Parts(len(source), None, bytes(source), 0, name)
        return
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        try:
            path.stat()
        except OSError as error:
            raise ConfigurationError(
                f"{argument}: the file {os.fspath(source)!r} cannot be read: {error.strerror}",
                operation=operation,
            ) from error
        with path.open("rb") as file:
            yield Parts(os.fstat(file.fileno()).st_size, file, b"", 0, name)
        return
    try:
        start = source.tell()
        size = source.seek(0, os.SEEK_END) - start
    except (AttributeError, OSError, ValueError) as error:
        raise ConfigurationError(
            f"{argument}: bytes, a path, or a file open for reading that can seek is wanted, "
            f"not {type(source).__name__}",
            operation=operation,
        ) from error
    yield Parts(size, source, b"", start, name)
