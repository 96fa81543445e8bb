"""Text formats that can be read on after a bad line: JSON Lines, CSV, N-Triples and N-Quads."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from .. import rdf, wire
from ..transfer import Unreadable
from .faults import UnreadableFile, place
from .formats import check_header
from .kinds import OTHER_NAMES, TRIPLE_COLUMNS, Layout, cell_term, cells_triple, json_term

BLOCK = 1 << 18
"""Bytes that are read at once."""
LONGEST = 1 << 26
"""Bytes of the longest line that is read; a file without line ends is none of lines."""
_ROWS = 100


def blocks(file: BinaryIO, name: str) -> Iterator[tuple[int, bytes]]:
    """Pieces of a file that end where a line ends, each with the number of its first line."""
    line = 1
    parts: list[bytes] = []
    held = 0
    while block := file.read(BLOCK):
        head, end, tail = block.rpartition(b"\n")
        if not end:
            parts.append(block)
            held += len(block)
            if held > LONGEST:
                raise UnreadableFile(f"a line has more than {LONGEST} bytes", file=name, line=line)
            continue
        whole = b"".join((*parts, head, end))
        yield line, whole
        line += whole.count(b"\n")
        parts, held = [tail], len(tail)
    if rest := b"".join(parts):
        yield line, rest


def json_lines(file: BinaryIO, name: str, layout: Layout) -> Iterator[list[Any]]:
    """Items of JSON Lines."""
    make = _json_triple if layout.triples else _json_item(layout)
    for first, block in blocks(file, name):
        text = block.removeprefix(b"\xef\xbb\xbf") if first == 1 else block
        made: list[Any] = []
        for number, line in enumerate(text.split(b"\n"), first):
            if not line or line.isspace():
                continue
            try:
                made.append(make(wire.loads(line)))
            except (ValueError, RecursionError) as error:
                made.append(Unreadable(f"{place(name, number)}: {error}"))
        yield made


def _json_triple(value: Any) -> rdf.Triple:
    if wire.is_object(value):
        get = value.get
        parts: list[Any] = [
            get(name) if get(name) is not None else get(longer) for longer, name in OTHER_NAMES.items()
        ]
    elif wire.is_array(value) and len(value) in {3, 4}:
        parts = [*value, None][:4]
    else:
        raise ValueError("this is no triple: an object with s, p, o, and perhaps g")
    s, p, o, g = parts
    if type(s) is type(p) is type(o) is str and g is None and not s.startswith("_:"):
        return rdf.Triple(rdf.Uri(s), rdf.Uri(p), rdf.Literal(o))
    if g is not None and type(g) is not str:
        raise ValueError("g: this is to be the IRI of a graph")
    return rdf.Triple(json_term(s, "s"), json_term(p, "p"), json_term(o, "o"), g)


def _json_item(layout: Layout) -> Callable[[Any], Any]:
    terms = [name for name, mode in (layout.modes or {}).items() if mode == "term"]
    terms += [key for key, name in (layout.keys or {}).items() if key not in terms and name in terms]

    def make(value: Any) -> Any:
        if not wire.is_object(value):
            raise ValueError("this is no object")
        for name in terms:
            if value.get(name) is not None:
                value[name] = json_term(value[name], name)
        return value

    return make


def rows(file: BinaryIO, name: str, layout: Layout) -> Iterator[list[Any]]:
    """Items of CSV with a header."""
    # Vectors and texts are longer than the standard library allows a cell to be unless told.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST))
    reader = csv.reader(_decoded(file), strict=True)
    try:
        header = next(reader, list[str]())
    except csv.Error as error:
        raise UnreadableFile(str(error), file=name, line=reader.line_num) from error
    if layout.triples or layout.modes:
        header = [each.strip() for each in header]
    check_header(header, layout, name)
    return _rows(reader, len(header), _triple_row(header) if layout.triples else _row(header, layout), name)


def _decoded(file: BinaryIO) -> Iterator[str]:
    # Bytes that are no UTF-8 stay recognizable, and spoil their row only.
    first = True
    while line := file.readline(LONGEST):
        yield (line.removeprefix(b"\xef\xbb\xbf") if first else line).decode("utf-8", "surrogateescape")
        first = False


def _rows(reader: Any, width: int, make: Callable[[list[str]], Any], name: str) -> Iterator[list[Any]]:
    made: list[Any] = []
    try:
        for row in reader:
            if not row:
                continue
            try:
                if len(row) != width:
                    raise ValueError(f"{len(row)} cells, where the header has {width}")
                "".join(row).encode()
                made.append(make(row))
            except UnicodeEncodeError:
                made.append(Unreadable(f"{place(name, reader.line_num)}: this is no UTF-8"))
            except ValueError as error:
                made.append(Unreadable(f"{place(name, reader.line_num)}: {error}"))
            if len(made) >= _ROWS:
                yield made
                made = []
    except csv.Error as error:
        yield made
        raise UnreadableFile(str(error), file=name, line=reader.line_num) from error
    yield made


def _triple_row(header: list[str]) -> Callable[[list[str]], rdf.Triple]:
    names = [OTHER_NAMES.get(name, name) for name in header]
    at = [names.index(name) if name in names else None for name in TRIPLE_COLUMNS]

    def make(row: list[str]) -> rdf.Triple:
        return cells_triple(*(None if index is None else row[index] for index in at))

    return make


def _row(header: list[str], layout: Layout) -> Callable[[list[str]], dict[str, Any]]:
    special = [(name, mode) for name in header if (mode := layout.mode(name)) != "text"]

    def make(row: list[str]) -> dict[str, Any]:
        item: dict[str, Any] = dict(zip(header, row, strict=True))
        for name, mode in special:
            cell = item[name]
            try:
                item[name] = (
                    None if cell == "" else cell_term(cell, name) if mode == "term" else wire.loads(cell)
                )
            except ValueError as error:
                said = str(error)
                raise ValueError(said if said.startswith(name) else f"{name}: {said}") from error
        return item

    return make
