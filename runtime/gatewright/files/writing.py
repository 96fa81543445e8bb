"""Items into a file, such as those of an export."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self, TypeAlias, cast

from .. import rdf, wire
from ..errors import ConfigurationError, InvalidItem
from .faults import needed
from .formats import RDF, TABLES, Format, FormatOrAuto, check_format, of_name
from .kinds import TRIPLE_COLUMNS, Kind, Layout, layout_of, term_cell, term_json, triple_cells

Target: TypeAlias = str | os.PathLike[str] | BinaryIO

_BATCH = 1000
# An empty line is no row.
_EMPTY = '""'


class _Sink(Protocol):
    """Writes items; either all of a batch or, with a ValueError or TypeError, none."""

    def write(self, items: Sequence[Any]) -> None: ...

    def close(self) -> None: ...


class Writer:
    """Writes items to a file, batch by batch.

    What is written to a path has the name `<name>.part` until it is complete. If it does not
    come to that, it is left there, as a file that can be read, unless it is empty. The formats of
    RDF write language tags in small letters; the others leave them as they are.

    Args:
        target: A path, or a file that is open for bytes, which stays open.
        kind: What the items are: `rdf.Triple`; the class or `Shape` of records; None for plain
            objects, whose fields are those of the first batch in CSV, Parquet and Arrow.
        format: Its format; `auto`: as the name tells, which tells the compression in any case.

    Attributes:
        written: Items written.
        part: The file that is being written; None if the target is an open file.

    Raises:
        ConfigurationError: the format is unknown, does not fit the items or cannot be written, or
            a package is missing, which the hint names.
    """

    def __init__(self, target: Target, kind: Kind, format: FormatOrAuto = "auto") -> None:
        layout = layout_of(kind)
        named = os.fspath(target) if isinstance(target, (str, os.PathLike)) else getattr(target, "name", "")
        told, compression = of_name(named if isinstance(named, str) else "")
        found = told if format == "auto" else format
        if found is None:
            raise ConfigurationError("the name does not tell the format", hint="say it: format=...")
        check_format(found, layout)
        if found == "rdfxml":
            raise ConfigurationError("rdfxml cannot be written piece by piece; turtle and trig can")
        self.written = 0
        self.part: Path | None = None
        self._whole: Path | None = None
        self._open = True
        self._stack = ExitStack()
        with ExitStack() as undo:
            undo.callback(self._stack.close)
            if isinstance(target, (str, os.PathLike)):
                self._whole = Path(target)
                self.part = self._whole.with_name(f"{self._whole.name}.part")
                file = cast("BinaryIO", self._stack.enter_context(self.part.open("wb")))
                undo.callback(self.part.unlink)
            else:
                file = target
            if compression == "gzip":
                import gzip

                file = cast("BinaryIO", self._stack.enter_context(gzip.GzipFile("", "wb", 6, file, 0)))
            elif compression == "zstd":
                zstandard = needed("zstandard", "writing a file that is compressed with Zstandard")
                file = self._stack.enter_context(
                    zstandard.ZstdCompressor().stream_writer(file, closefd=False)
                )
            self._sink = _sink(file, found, layout)
            undo.pop_all()

    def write(self, items: Iterable[Any]) -> None:
        """Write some more items.

        Raises:
            InvalidItem: the format cannot hold an item; those before it are written.
        """
        batch = list(items)
        if not batch:
            return
        try:
            self._sink.write(batch)
        except (ValueError, TypeError) as whole:
            for item in batch:
                try:
                    self._sink.write([item])
                except (ValueError, TypeError) as error:
                    raise InvalidItem(str(error), index=self.written) from error
                self.written += 1
            # Each fits alone, but not with the others.
            raise InvalidItem(str(whole), index=self.written - 1) from whole
        self.written += len(batch)

    def close(self) -> None:
        """Finish the file, and give it its name."""
        if self._finish() and self.part is not None and self._whole is not None:
            self.part.replace(self._whole)

    def abandon(self) -> None:
        """Finish what there is, and leave it under the name of the part; an empty one is removed."""
        if self._finish() and self.part is not None and not self.written:
            self.part.unlink()

    def _finish(self) -> bool:
        was, self._open = self._open, False
        if was:
            with self._stack:
                self._sink.close()
        return was

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if error is None:
            self.close()
            return
        self.abandon()
        if self.part is not None and self.written:
            error.add_note(f"{self.written} items until then are in {self.part}")


def write_items(items: Iterable[Any], target: Target, kind: Kind, format: FormatOrAuto = "auto") -> int:
    """Write items to a file until they end; see `Writer`.

    Returns: How many items were written.
    Raises:
        InvalidItem: the format cannot hold an item. Those before it are in `<name>.part`, as after
            any other error.
    """
    with Writer(target, kind, format) as writer:
        batch: list[Any] = []
        try:
            for item in items:
                batch.append(item)
                if len(batch) == _BATCH:
                    full, batch = batch, []
                    writer.write(full)
        finally:
            writer.write(batch)
    return writer.written


async def write_items_async(
    items: AsyncIterable[Any], target: Target, kind: Kind, format: FormatOrAuto = "auto"
) -> int:
    """The same for items that come asynchronously."""
    with Writer(target, kind, format) as writer:
        batch: list[Any] = []
        try:
            async for item in items:
                batch.append(item)
                if len(batch) == _BATCH:
                    full, batch = batch, []
                    writer.write(full)
        finally:
            writer.write(batch)
    return writer.written


def _sink(file: BinaryIO, format: Format, layout: Layout) -> _Sink:
    if format in TABLES:
        from .tables import TableSink

        return TableSink(file, format, layout)
    if format == "csv":
        return _Rows(file, layout)
    if format in RDF:
        return _Statements(file, format)
    return _Lines(file, layout)


class _Statements:
    def __init__(self, file: BinaryIO, format: Format) -> None:
        from .graphs import Serializer

        self._file = file
        self._serializer = Serializer(format)

    def write(self, items: Sequence[Any]) -> None:
        self._file.write(self._serializer.text(items))

    def close(self) -> None:
        self._file.flush()


class _Lines:
    def __init__(self, file: BinaryIO, layout: Layout) -> None:
        self._file = file
        self._layout = layout

    def write(self, items: Sequence[Any]) -> None:
        self._file.write(b"".join(wire.dumps(self._value(item)) + b"\n" for item in items))

    def _value(self, item: Any) -> Any:
        layout = self._layout
        if layout.triples:
            s, p, o, g = rdf.as_triple(item)
            made = {"s": term_json(s, "s"), "p": term_json(p, "p"), "o": term_json(o, "o")}
            return made if g is None else {**made, "g": rdf.as_graph(g)}
        if layout.values is None or layout.modes is None:
            return wire.plain(item)
        return {
            name: term_json(value, name) if mode == "term" else value
            for (name, mode), value in zip(layout.modes.items(), layout.values(item), strict=True)
            if value is not None
        }

    def close(self) -> None:
        self._file.flush()


class _Rows:
    def __init__(self, file: BinaryIO, layout: Layout) -> None:
        self._file = file
        self._layout = layout
        self._names: list[str] | None = None
        if layout.triples:
            self._begin(list(TRIPLE_COLUMNS))
        elif layout.modes:
            self._begin(list(layout.modes))

    def _begin(self, names: list[str]) -> None:
        self._names = names
        self._file.write(_csv([names]))

    def write(self, items: Sequence[Any]) -> None:
        layout = self._layout
        if layout.triples:
            self._file.write(_csv([triple_cells(rdf.as_triple(item)) for item in items]))
        elif layout.values is not None and layout.modes is not None:
            modes = layout.modes
            self._file.write(
                _csv(
                    [
                        [
                            _cell(term_cell(value, name) if mode == "term" and value is not None else value)
                            for (name, mode), value in zip(modes.items(), layout.values(item), strict=True)
                        ]
                        for item in items
                    ]
                )
            )
        else:
            self._write_plain([wire.plain(item) for item in items])

    def _write_plain(self, values: list[dict[str, Any]]) -> None:
        names = self._names or list(dict.fromkeys(name for value in values for name in value))
        known = set(names)
        for value in values:
            if not known.issuperset(value):
                unknown = next(name for name in value if name not in known)
                raise ValueError(f"{unknown}: the items before have no such field, and the table no column")
        text = _csv([[_cell(value.get(name)) for name in names] for value in values])
        if self._names is None:
            self._begin(names)
        self._file.write(text)

    def close(self) -> None:
        self._file.flush()


def _cell(value: Any) -> str:
    """A value as text; what is none is written as JSON."""
    return "" if value is None else value if isinstance(value, str) else wire.dumps(value).decode()


def _csv(rows: Sequence[Sequence[str | None]]) -> bytes:
    # The standard library's writer takes its time over each character, and vectors have many.
    return "".join(f"{','.join(map(_quoted, row)) or _EMPTY}\r\n" for row in rows).encode()


def _quoted(cell: str | None) -> str:
    if not cell:
        return ""
    if "," in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
