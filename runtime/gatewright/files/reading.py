"""Items of a file, for a bulk import."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Generator, Iterator
from typing import Any, Self

from ..errors import ConfigurationError
from . import graphs, lines
from .formats import RDF, TABLES, Format, FormatOrAuto, check_format, of_content
from .kinds import Kind, Layout, layout_of
from .sources import Opened, Source, peeked


class Items:
    """The items of a file, once, for blocking and for asynchronous code alike.

    A line that cannot be read becomes a `gatewright.transfer.Unreadable` at its place. Close it, or
    use it in a `with` block, unless you read it to its end.

    Attributes:
        name: Name of the file; of a URL without user, password and query.
        format: Its format.
        compression: `gzip`, `zstd` or None.
    """

    def __init__(self, opened: Opened, format: Format, batches: Iterator[list[Any]]) -> None:
        self._opened = opened
        self.name = opened.name
        self.format: Format = format
        self.compression = opened.compression
        self._batches = self._told(batches)
        self._items = (item for batch in self._batches for item in batch)

    @property
    def size(self) -> int | None:
        """Bytes of the file, compressed as it is; None if that is not known."""
        return self._opened.size

    @property
    def position(self) -> int:
        """How many of them have been read; somewhat ahead of the items."""
        return self._opened.position

    def _told(self, batches: Iterator[list[Any]]) -> Generator[list[Any]]:
        try:
            with self._opened.told():
                yield from batches
        finally:
            self._opened.close()

    def __iter__(self) -> Iterator[Any]:
        # Not `self`: the generator is a good deal faster.
        return self._items

    def __next__(self) -> Any:
        return next(self._items)

    async def __aiter__(self) -> AsyncIterator[Any]:
        loop = asyncio.get_running_loop()
        while True:
            reading = loop.run_in_executor(None, next, self._batches, None)
            try:
                batch = await asyncio.shield(reading)
            except asyncio.CancelledError:
                # A thread cannot be stopped, and until it is done nothing can be closed.
                await asyncio.wait([reading])
                reading.exception()
                raise
            if batch is None:
                return
            for item in batch:
                yield item

    def close(self) -> None:
        """Stop reading, and close what was opened."""
        self._items.close()
        self._batches.close()
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_items(source: Source, kind: Kind, format: FormatOrAuto = "auto") -> Items:
    """The items of a file, read as they are asked for, in the form that an import takes.

    However large the file, only a small piece of it is in memory. Compression by gzip and
    Zstandard is seen from the file's first bytes; the format from its name, else from what the
    web server says, else from its first bytes. Parquet and Arrow files that are compressed as a
    whole, or come from a URL, go through a temporary file.

    - N-Triples, N-Quads, Turtle, TriG, RDF/XML: triples. Nodes without a label are named
      one made of the file's name and a number, the same each time. Language tags come in small letters.
    - JSON Lines: an object in each line. Triples are objects with `s`, `p`, `o` and perhaps `g`,
      or arrays of them, each a text (an IRI, as `o` a literal) or an object such as
      `{"type": "uri", "value": "http://example.org/alice"}`.
    - CSV with a header, Parquet, Arrow (files and streams): columns are fields. Vectors, lists and objects
      stand in CSV as JSON. Triples have the columns `s`, `p`, `o` and perhaps `o_type` (`uri`,
      `bnode`, `literal`), without which objects are literals, `o_datatype`, `o_language`, `g`.

    Args:
        source: A path, a URL (http or https), or a file that is open for bytes.
        kind: What the items are: `rdf.Triple`; the class or `Shape` of records; None for plain
            objects.
        format: Its format; `auto`: find out.

    Raises:
        ConfigurationError: the format is unknown or does not fit the items, a column is missing,
            or a package, which the hint names.
        OSError: the file cannot be opened.
        ConnectionFailed, NotFound: the same for a URL.
        UnreadableFile: of this or while reading: it is damaged or cut off, or has a fault that hides
            where the next item begins. Items before that have been read.
    """
    layout = layout_of(kind)
    if format != "auto":
        check_format(format, layout)
    opened = Opened(source)
    try:
        with opened.told():
            found = opened.format if format == "auto" else format
            found = found or of_content(peeked(opened.file), layout)
            if found is None:
                empty = not peeked(opened.file)
                found = "jsonl" if empty else _unknown(opened.name)
            if opened.compression is None and format == "auto" and found in TABLES:
                # Arrow's files and streams have the same names.
                found = of_content(peeked(opened.file), layout) or found
            check_format(found, layout)
            return Items(opened, found, _read(opened, found, layout))
    except BaseException:
        opened.close()
        raise


def _unknown(name: str) -> Format:
    raise ConfigurationError(f"{name}: neither name nor content tell the format", hint="say it: format=...")


def _read(opened: Opened, format: Format, layout: Layout) -> Iterator[list[Any]]:
    if format in TABLES:
        from .tables import table_batches

        return table_batches(opened, format, layout)
    if format == "jsonl":
        return lines.json_lines(opened.file, opened.name, layout)
    if format == "csv":
        return lines.rows(opened.file, opened.name, layout)
    if format in {"ntriples", "nquads"}:
        return graphs.statements(opened.file, opened.name, format)
    assert format in RDF
    return graphs.document(opened.file, opened.name, format, opened.url)
