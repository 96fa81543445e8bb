"""Parquet, Arrow and pandas. All values of these libraries, which have no types, stay in this module."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any, BinaryIO, Literal, cast

from .. import rdf, wire
from ..transfer import Unreadable
from .faults import UnreadableFile, needed
from .formats import Format, check_header
from .kinds import (
    OTHER_NAMES,
    TRIPLE_COLUMNS,
    Kind,
    Layout,
    Mode,
    cell_term,
    cells_triple,
    layout_of,
    term_cell,
    triple_cells,
)
from .sources import Opened

_ROWS = 500
_BATCH = 1000
# Written at once to a table: enough to be compressed well.
_GROUP = 1 << 22
_BUFFER = 1 << 16


# Reading


def table_batches(opened: Opened, format: Format, layout: Layout) -> Iterator[list[Any]]:
    """Items of a table.

    Raises:
        ConfigurationError: a column is missing, or pyarrow.
        UnreadableFile: it is no such table.
    """
    arrow = needed("pyarrow", f"reading {format}")
    name = opened.name
    try:
        if format == "parquet":
            table = needed("pyarrow.parquet", "reading parquet").ParquetFile(
                opened.whole(), buffer_size=_BUFFER, pre_buffer=False
            )
            names = table.schema_arrow.names
            # With threads it would read ahead, and take more memory the longer the file.
            parts = _shares(
                table.iter_batches(batch_size=_ROWS, use_threads=False), table.metadata.num_rows, opened
            )
        else:
            ipc = needed("pyarrow.ipc", f"reading {format}")
            if format == "arrow-stream":
                reader = ipc.open_stream(opened.file)
                names, parts = reader.schema.names, reader
            else:
                reader = ipc.open_file(opened.whole())
                names = reader.schema.names
                parts = _parts(reader, opened)
    except arrow.ArrowException as error:
        raise UnreadableFile(f"this is no {format}: {error}", file=name) from error
    check_header(names, layout, name)
    return _batches(parts, layout, name, arrow)


def _shares(parts: Iterable[Any], rows: int, opened: Opened) -> Iterator[Any]:
    done = 0
    for part in parts:
        yield part
        done += part.num_rows
        opened.share = done / rows


def _parts(reader: Any, opened: Opened) -> Iterator[Any]:
    count: int = reader.num_record_batches
    for index in range(count):
        yield reader.get_batch(index)
        opened.share = (index + 1) / count


def _batches(parts: Iterable[Any], layout: Layout, name: str, arrow: Any) -> Iterator[list[Any]]:
    row = 1
    try:
        for part in parts:
            for start in range(0, part.num_rows, _ROWS):
                piece = part.slice(start, _ROWS)
                yield _items(piece, layout, name, row, arrow)
                row += piece.num_rows
    except (arrow.ArrowException, OSError) as error:
        raise UnreadableFile(f"row {row}: {error}", file=name) from error


def _items(batch: Any, layout: Layout, name: str, row: int, arrow: Any) -> list[Any]:
    names: list[str] = batch.schema.names
    if layout.triples:
        at = {OTHER_NAMES.get(each, each): index for index, each in enumerate(names)}
        nothing: list[Any] = [None] * batch.num_rows
        columns = [batch.column(at[each]).to_pylist() if each in at else nothing for each in TRIPLE_COLUMNS]
        make: Callable[..., Any] = cells_triple
    else:
        modes = [layout.mode(each) for each in names]
        columns = [
            _vectors(batch.column(index), arrow) if mode == "vector" else batch.column(index).to_pylist()
            for index, mode in enumerate(modes)
        ]
        special = [(each, mode) for each, mode in zip(names, modes, strict=True) if mode in {"term", "json"}]

        def record(*cells: Any) -> dict[str, Any]:
            item = dict(zip(names, cells, strict=True))
            for each, mode in special:
                value = item[each]
                if value is not None and mode == "term":
                    item[each] = cell_term(value, each)
                elif type(value) is str:
                    item[each] = wire.loads(value)
            return item

        make = record

    made: list[Any] = []
    for number, cells in enumerate(zip(*columns, strict=True), row):
        try:
            made.append(make(*cells))
        except (ValueError, TypeError) as error:
            made.append(Unreadable(f"{name}: row {number}: {error}"))
    return made


def _vectors(column: Any, arrow: Any) -> list[Any]:
    """Vectors as NumPy arrays of the precision that they have, where they hold numbers only."""
    types = arrow.types
    listed = (
        types.is_list(column.type)
        or types.is_large_list(column.type)
        or types.is_fixed_size_list(column.type)
    )
    if not listed:
        cells: list[Any] = column.to_pylist()
        return [wire.loads(cell) if type(cell) is str else cell for cell in cells]
    flat = column.flatten()
    if flat.null_count or not (types.is_floating(flat.type) or types.is_integer(flat.type)):
        return cast("list[Any]", column.to_pylist())
    numbers = flat.to_numpy(zero_copy_only=False)
    lengths = needed("pyarrow.compute", "reading vectors").list_value_length(column).to_pylist()
    made: list[Any] = []
    at = 0
    for length in lengths:
        made.append(None if length is None else numbers[at : at + length])
        at += length or 0
    return made


# Writing


class TableSink:
    """Writes items to a Parquet or Arrow file.

    Raises:
        ValueError, TypeError: of `write`: an item does not fit; none of those given with it were written.
    """

    def __init__(self, file: BinaryIO, format: Format, layout: Layout) -> None:
        self._arrow = needed("pyarrow", f"writing {format}")
        self._file = file
        self._format = format
        self._layout = layout
        self._columns = Columns(layout, self._arrow)
        self._writer: Any = None
        self._held: list[Any] = []
        self._bytes = 0

    def write(self, items: Sequence[Any]) -> None:
        batch = self._columns.batch(items)
        self._held.append(batch)
        self._bytes += batch.nbytes
        if self._bytes >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._writer is None:
            schema = self._columns.schema([])
            if self._format == "parquet":
                self._writer = needed("pyarrow.parquet", "writing parquet").ParquetWriter(self._file, schema)
            else:
                ipc = needed("pyarrow.ipc", f"writing {self._format}")
                new = ipc.new_file if self._format == "arrow" else ipc.new_stream
                self._writer = new(self._file, schema)
        if self._held:
            self._writer.write_table(self._arrow.Table.from_batches(self._held))
        self._held, self._bytes = [], 0

    def close(self) -> None:
        self._flush()
        self._writer.close()


class Columns:
    """Turns items into record batches that all have the columns of the first."""

    def __init__(self, layout: Layout, arrow: Any) -> None:
        self._layout = layout
        self._arrow = arrow
        self._schema: Any = None

    def schema(self, values: Sequence[Mapping[str, Any]]) -> Any:
        """The columns; those of plain objects, and the precision of vectors, follow from the first values."""
        arrow = self._arrow
        if self._schema is None:
            if self._layout.triples:
                self._schema = arrow.schema([(name, arrow.string()) for name in TRIPLE_COLUMNS])
            elif self._layout.modes:
                self._schema = arrow.schema(
                    [(name, self._type(name, mode, values)) for name, mode in self._layout.modes.items()]
                )
            else:
                names = dict.fromkeys(name for value in values for name in value)
                self._schema = arrow.schema(
                    [(name, arrow.array([value.get(name) for value in values]).type) for name in names]
                )
        return self._schema

    def _type(self, name: str, mode: Mode, values: Sequence[Mapping[str, Any]]) -> Any:
        arrow = self._arrow
        if mode == "vector":
            single = any(_is_single(value[name]) for value in values)
            return arrow.list_(arrow.float32() if single else arrow.float64())
        return arrow.list_(arrow.string()) if mode == "texts" else arrow.string()

    def batch(self, items: Sequence[Any]) -> Any:
        """A record batch of some items."""
        arrow, layout = self._arrow, self._layout
        if layout.triples:
            rows = [triple_cells(rdf.as_triple(item)) for item in items]
            schema = self.schema([])
            columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in TRIPLE_COLUMNS]
        else:
            values = [_fields(item, layout) for item in items]
            schema = self.schema(values)
            known = set(schema.names)
            for value in values:
                if not known.issuperset(value):
                    unknown = next(name for name in value if name not in known)
                    raise ValueError(
                        f"{unknown}: the items before have no such field, and the table no column"
                    )
            columns = [[value.get(name) for value in values] for name in schema.names]
        arrays = [arrow.array(column, type=kind) for column, kind in zip(columns, schema.types, strict=True)]
        return arrow.record_batch(arrays, schema=schema)


def _is_single(value: Any) -> bool:
    return str(getattr(value, "dtype", getattr(value, "typecode", ""))) in {"float32", "f"}


def _fields(item: Any, layout: Layout) -> dict[str, Any]:
    """The fields of an item as cells of a table."""
    if layout.values is None or layout.modes is None:
        return wire.plain(item)
    made: dict[str, Any] = {}
    for (name, mode), value in zip(layout.modes.items(), layout.values(item), strict=True):
        if value is None:
            made[name] = None
        elif mode == "term":
            made[name] = term_cell(value, name)
        elif mode == "json":
            made[name] = wire.dumps(value).decode()
        elif mode == "vector" and not isinstance(value, list) and not hasattr(value, "dtype"):
            made[name] = value.tolist() if hasattr(value, "tolist") else list(value)
        else:
            made[name] = value
    return made


# To tables in memory


def to_arrow(items: Iterable[Any], kind: Kind | Literal["auto"] = "auto") -> Any:
    """The items as a `pyarrow.Table`.

    Triples become the columns `s`, `p`, `o`, `o_type` (`uri`, `bnode`, `literal` or `triple`),
    `o_datatype`, `o_language` and `g`; records become a column for each field.

    Args:
        items: A list, a stream, or any other iterable that ends.
        kind: What the items are; `auto`: as the first one is.

    Raises:
        ConfigurationError: pyarrow is missing; the extra `arrow` brings it.
        ValueError, TypeError: an item is of another kind.
    """
    arrow = needed("pyarrow", "a table of Arrow")
    source = iter(items)
    first = list(itertools.islice(source, 1))
    layout = layout_of(_kind_of(first) if kind == "auto" else kind)
    columns = Columns(layout, arrow)
    rest = itertools.chain(first, source)
    batches: list[Any] = []
    while batch := list(itertools.islice(rest, _BATCH)):
        batches.append(columns.batch(batch))
    return arrow.Table.from_batches(batches, schema=columns.schema([]))


def to_pandas(items: Iterable[Any], kind: Kind | Literal["auto"] = "auto") -> Any:
    """The items as a `pandas.DataFrame`; see `to_arrow`.

    Raises:
        ConfigurationError: pandas or pyarrow is missing; the extra `pandas` brings both.
        ValueError, TypeError: an item is of another kind.
    """
    needed("pandas", "a data frame of pandas")
    return to_arrow(items, kind).to_pandas()


def _kind_of(first: list[Any]) -> Kind:
    if not first or isinstance(first[0], rdf.Triple):
        return rdf.Triple if first else None
    item = cast("object", first[0])
    return type(item) if is_dataclass(item) else None
