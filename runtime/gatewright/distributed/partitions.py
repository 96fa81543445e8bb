"""Files become partitions: whole files, or ranges of bytes where a format consists of lines."""

from __future__ import annotations

import glob
import hashlib
import io
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from .. import wire
from ..errors import ConfigurationError
from ..files.formats import MAGIC, of_name

if TYPE_CHECKING:
    from typing_extensions import Buffer

Paths: TypeAlias = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

LINES = frozenset[str]({"ntriples", "nquads", "jsonl"})
"""Formats whose lines mean the same wherever they stand."""


@dataclass(frozen=True, slots=True)
class Partition:
    """What one task imports.

    Attributes:
        path: The file, or its URL.
        format: Its format, or `auto`.
        content: Tells it from an earlier file of the same name.
        begin: Lines that begin here or later belong to it.
        end: Lines that begin here or later do not; None: the whole file is one partition.
    """

    path: str
    format: str
    content: tuple[int, ...] = ()
    begin: int = 0
    end: int | None = None

    @property
    def name(self) -> str:
        """The file, and which part of it."""
        if self.end is None:
            return self.path
        return f"{self.path} (lines that begin in bytes {self.begin}-{self.end})"

    def identity(self, about: Mapping[str, Any]) -> str:
        """A name for its checkpoint: the same for the same part of the same file, imported likewise."""
        place = [self.path, self.format, self.content, self.begin, self.end]
        return digest([place, dict(about)])

    def source(self) -> str | BinaryIO:
        """What to read: a name, or a file that holds only these lines."""
        return self.path if self.end is None else io.BufferedReader(Range(self.path, self.begin, self.end))


class Range(io.RawIOBase):
    """The lines of a file that begin in a range of bytes."""

    def __init__(self, path: str, begin: int, end: int) -> None:
        self._file = Path(path).open("rb")  # noqa: SIM115 - closed with this
        try:
            self._end = self._line(end)
            self._file.seek(self._line(begin))
        except BaseException:
            self._file.close()
            raise
        self.name = f"{path} from byte {self._file.tell()}"

    def _line(self, place: int) -> int:
        """Where the first line begins that does so at this place or later."""
        if place == 0:
            return 0
        self._file.seek(place - 1)
        while piece := self._file.readline(1 << 20):
            if piece.endswith(b"\n"):
                break
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        into = memoryview(buffer)
        piece = self._file.read(min(len(into), max(0, self._end - self._file.tell())))
        into[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()


def digest(value: Any) -> str:
    """A short name that tells values apart."""
    return hashlib.sha256(wire.dumps(value)).hexdigest()[:24]


def partitions(paths: Paths, format: str, size: int | None) -> list[Partition]:
    """The partitions of files; those of more than `size` bytes are split where their format allows it.

    Raises:
        ConfigurationError: there are no such files.
    """
    return [part for path in files(paths) for part in _parts(path, format, size)]


def files(paths: Paths) -> list[str]:
    """The files that are meant by a file, a folder, a pattern, or a list of these, each once.

    Raises:
        ConfigurationError: there are none.
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    found = list(dict.fromkeys(file for each in given for file in _files(os.fspath(each))))
    if not found:
        raise ConfigurationError("paths: this is an empty list")
    return found


def _files(path: str) -> Iterator[str]:
    if "://" in path:
        yield path
        return
    place = Path(path)
    if place.is_dir():
        # Names that begin so are for notes of other programs, such as _SUCCESS.
        found = [each for each in place.iterdir() if each.is_file() and each.name[0] not in "._"]
    elif place.exists():
        found = [place]
    else:
        found = [Path(each) for each in glob.glob(path, recursive=True) if Path(each).is_file()]  # noqa: PTH207
    if not found:
        raise ConfigurationError(f"paths: there is no file {path!r}")
    yield from sorted(str(each.absolute()) for each in found)


def _parts(path: str, format: str, size: int | None) -> Iterator[Partition]:
    if "://" in path:
        yield Partition(path, format)
        return
    place = Path(path)
    told, compression = of_name(path)
    format = told or format if format == "auto" else format
    stat = place.stat()
    content = (stat.st_size, stat.st_mtime_ns)
    if size is None or stat.st_size <= size or format not in LINES or compression or _is_compressed(place):
        yield Partition(path, format, content)
        return
    count = -(-stat.st_size // size)
    bounds = [stat.st_size * number // count for number in range(count + 1)]
    for begin, end in itertools.pairwise(bounds):
        yield Partition(path, format, content, begin, end)


def _is_compressed(place: Path) -> bool:
    with place.open("rb") as file:
        start = file.read(4)
    return any(start.startswith(magic) for magic, _ in MAGIC)
