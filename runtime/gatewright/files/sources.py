"""Where bytes of a file come from: a path, a URL or an open file, decompressed, and never whole in memory."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias, cast
from urllib.parse import urlsplit

from ..errors import ConfigurationError, ConnectionFailed, ConnectionLost, NotFound
from .faults import UnreadableFile, needed
from .formats import MAGIC, MEDIA, Compression, Format, of_name

if TYPE_CHECKING:
    from typing_extensions import Buffer

Source: TypeAlias = str | os.PathLike[str] | BinaryIO

_PEEK = 1 << 16
# How much compressed text is expanded in one go: little, since one byte can become thousands.
_PIECE = 1 << 10
_TIMEOUT = 30.0


class _Pulled(io.RawIOBase):
    """A raw file made of pieces of bytes, such as those of an HTTP response."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        into = memoryview(buffer)
        done = 0
        # Filled up, so that the first bytes tell the format even where they come one by one.
        while done < len(into):
            if not self._rest:
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._rest = memoryview(piece)
            count = min(len(into) - done, len(self._rest))
            into[done : done + count] = self._rest[:count]
            self._rest = self._rest[count:]
            done += count
        return done


class Opened:
    """A source that has been opened.

    Attributes:
        name: What to call it in texts; of a URL without user, password and query.
        url: Where it comes from, if from the web.
        format: The format that its name tells.
        compression: How it is compressed.
        size: Bytes of it in all, as it lies there; None if that is not known.
        position: How many of them have been read.
        share: How much of it has been read, from 0 to 1, where that cannot be seen from the position.
        raw: The bytes as they lie there.
        file: The bytes, decompressed.
    """

    def __init__(self, source: Source) -> None:
        self._stack = ExitStack()
        self.seekable = False
        self.url: str | None = None
        self.share: float | None = None
        self.size: int | None = None
        self.format: Format | None = None
        self._consumed = 0
        try:
            raw = self._open(source)
            self.seekable = raw.seekable()
            self.raw = raw
            start = peeked(raw)
            self.compression = _compression(start)
            self.file = self._expanded(self.compression)
            told, _ = of_name(self.name)
            self.format = told or self.format
        except BaseException:
            self.close()
            raise

    @property
    def position(self) -> int:
        """How many bytes have been read, as they lie there."""
        if self.share is not None and self.size is not None:
            return round(self.share * self.size)
        return self._consumed if not self.seekable or self.raw.closed else self.raw.tell()

    def _open(self, source: Source) -> io.BufferedReader:
        if isinstance(source, (str, os.PathLike)):
            text = os.fspath(source)
            if text.startswith(("http://", "https://")):
                return self._fetch(text)
            path = Path(text)
            self.name = str(path)
            opened = self._stack.enter_context(path.open("rb", buffering=_PEEK))
            file = cast("io.BufferedReader", opened)
            self.size = os.fstat(file.fileno()).st_size if path.is_file() else None
            return file
        if isinstance(cast("object", source), io.TextIOBase) or not hasattr(source, "read"):
            raise ConfigurationError(
                "source: this is neither a path, a URL nor a file that is open for bytes"
            )
        name = getattr(source, "name", None)
        self.name = name if isinstance(name, str) else "file"
        if isinstance(source, io.BufferedReader):
            return cast("io.BufferedReader", source)
        return io.BufferedReader(_Pulled(self._counted(iter(lambda: source.read(_PEEK), b""))), _PEEK)

    def _counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._consumed += len(piece)
            yield piece

    def _fetch(self, url: str) -> io.BufferedReader:
        import httpx

        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise ConfigurationError(f"source: {error}") from error
        self.url = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
        self.name = self.url
        try:
            response = self._stack.enter_context(
                httpx.stream("GET", url, follow_redirects=True, timeout=_TIMEOUT)
            )
        except httpx.InvalidURL as error:
            raise ConfigurationError(f"{self.name}: {error}") from error
        except httpx.HTTPError as error:
            raise ConnectionFailed(f"{self.name}: {_said(error)}") from error
        if response.status_code != 200:
            raise NotFound(f"{self.name}: {response.reason_phrase}", status=response.status_code)
        self.format = MEDIA.get(response.headers.get("content-type", "").partition(";")[0].strip().lower())
        length = response.headers.get("content-length", "")
        if length.isdigit():
            self.size = int(length)

        def pieces() -> Iterator[bytes]:
            try:
                for piece in response.iter_bytes():
                    self._consumed = response.num_bytes_downloaded
                    yield piece
            except httpx.HTTPError as error:
                raise ConnectionLost(f"{self.name}: {_said(error)}") from error

        return io.BufferedReader(_Pulled(pieces()), _PEEK)

    def _expanded(self, compression: Compression | None) -> io.BufferedReader:
        if compression == "gzip":
            # It is no raw file, but has all that a buffered reader asks of one.
            expanded = cast("io.RawIOBase", self._stack.enter_context(gzip.GzipFile(fileobj=self.raw)))
            return io.BufferedReader(expanded, _PEEK)
        if compression == "zstd":
            return io.BufferedReader(_Pulled(self._zstd()), _PEEK)
        return self.raw

    def _zstd(self) -> Iterator[bytes]:
        decompressor = needed(
            "zstandard", "reading a file that is compressed with Zstandard"
        ).ZstdDecompressor()
        frame: Any = None
        while piece := self.raw.read(_PIECE):
            while piece:
                # A file may consist of several frames.
                frame = frame or decompressor.decompressobj()
                yield frame.decompress(piece)
                piece = b""
                if frame.eof:
                    piece, frame = frame.unused_data, None
        if frame is not None:
            raise EOFError("Compressed file ended before the end-of-stream marker was reached")

    @contextmanager
    def told(self) -> Generator[None]:
        """Say of faults in the compression where they are."""
        faults: tuple[type[Exception], ...] = (EOFError, zlib.error, gzip.BadGzipFile)
        if self.compression == "zstd":
            faults += (needed("zstandard", "").ZstdError,)
        try:
            yield
        except faults as error:
            raise UnreadableFile(
                f"this is damaged or cut off: {error}",
                file=self.name,
                hint="what stands before that place has been read",
            ) from error

    def whole(self) -> BinaryIO:
        """The same as a file in which one can go back and forth; what cannot is copied to a temporary one."""
        if self.seekable and self.compression is None:
            return self.file
        copy = cast("BinaryIO", self._stack.enter_context(TemporaryFile()))  # noqa: SIM115
        while piece := self.file.read(_PEEK):
            copy.write(piece)
        copy.seek(0)
        return copy

    def close(self) -> None:
        """Close what was opened here; a file that was given stays open."""
        self._consumed = self.position
        self._stack.close()


def _compression(start: bytes) -> Compression | None:
    for magic, name in MAGIC:
        if start.startswith(magic):
            return name
    return None


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def peeked(file: io.BufferedReader) -> bytes:
    """The first bytes of a file, as many as there are at hand, which stay there."""
    return file.peek(_PEEK)
