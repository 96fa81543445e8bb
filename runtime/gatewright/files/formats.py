"""Formats of files: their names, how they are told from each other, and what each can hold."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

from ..errors import ConfigurationError
from .kinds import OTHER_NAMES, Layout

Format: TypeAlias = Literal[
    "ntriples", "nquads", "turtle", "trig", "rdfxml", "jsonl", "csv", "parquet", "arrow", "arrow-stream"
]
FormatOrAuto: TypeAlias = Format | Literal["auto"]
Compression: TypeAlias = Literal["gzip", "zstd"]

SUFFIXES: Mapping[str, Format] = {
    ".nt": "ntriples",
    ".ntriples": "ntriples",
    ".nq": "nquads",
    ".nquads": "nquads",
    ".ttl": "turtle",
    ".turtle": "turtle",
    ".trig": "trig",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
    ".rdfs": "rdfxml",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".arrows": "arrow-stream",
}
COMPRESSIONS: Mapping[str, Compression] = {".gz": "gzip", ".zst": "zstd", ".zstd": "zstd"}
MEDIA: Mapping[str, Format] = {
    "application/n-triples": "ntriples",
    "application/n-quads": "nquads",
    "text/turtle": "turtle",
    "application/trig": "trig",
    "application/rdf+xml": "rdfxml",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "text/csv": "csv",
    "application/vnd.apache.parquet": "parquet",
    "application/vnd.apache.arrow.file": "arrow",
    "application/vnd.apache.arrow.stream": "arrow-stream",
}
MAGIC: tuple[tuple[bytes, Compression], ...] = ((b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"))

RDF = frozenset[str]({"ntriples", "nquads", "turtle", "trig", "rdfxml"})
TABLES = frozenset[str]({"parquet", "arrow", "arrow-stream"})
_BINARY: tuple[tuple[bytes, Format], ...] = (
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"\xff\xff\xff\xff", "arrow-stream"),
)
# A whole statement in one line, as N-Triples and N-Quads have it, or nothing but a comment.
_LINE = re.compile(rb"\s*(?:#.*|(?:<[^>\s]*>|_:\S+)\s+<[^>\s]*>\s.*\.\s*(?:#.*)?)?")


def of_name(name: str) -> tuple[Format | None, Compression | None]:
    """Format and compression that a name tells."""
    stem, dot, last = name.lower().rpartition(".")
    compression = COMPRESSIONS.get(dot + last)
    if compression is not None:
        _, dot, last = stem.rpartition(".")
    return SUFFIXES.get(dot + last), compression


def of_content(start: bytes, layout: Layout) -> Format | None:
    """The format that the first bytes of a file tell; None if they do not."""
    for magic, format in _BINARY:
        if start.startswith(magic):
            return format
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb"\{\s*[\"}]|\[\s*[\"\[{]", text):
        return "jsonl"
    if layout.triples and re.match(rb"<\?xml|<!--|<!DOCTYPE|<\w+:RDF", text):
        return "rdfxml"
    header = next(csv.reader([text.partition(b"\n")[0].decode("utf-8", "replace").rstrip("\r")]), list[str]())
    if len(header) > 1 and not missing(header, layout) and (layout.triples or layout.modes or b"," in text):
        return "csv"
    if layout.triples and text:
        lines = start.split(b"\n")
        # Of the last line only a part may be there.
        whole = lines[:-1] or lines
        return "nquads" if all(_LINE.fullmatch(line) for line in whole) else "trig"
    return None


def missing(header: list[str], layout: Layout) -> list[str]:
    """Columns that a table of these items needs and that one with this header lacks."""
    if layout.triples:
        names = {OTHER_NAMES.get(name, name) for name in header}
        return [name for name in ("s", "p", "o") if name not in names]
    keys = layout.keys or {}
    known = {keys.get(name, name) for name in header} | set(header)
    return [name for name in layout.must if name not in known]


def check_format(format: str, layout: Layout) -> None:
    """Refuse a format that is unknown, or that cannot hold such items.

    Raises:
        ConfigurationError: says which formats can.
    """
    known = get_args(Format)
    if format not in known:
        raise ConfigurationError(f"format: {format!r:.40} is none of {', '.join(('auto', *known))}")
    if format in RDF and not layout.triples:
        others = ", ".join(each for each in known if each not in RDF)
        raise ConfigurationError(f"{format} holds triples, and no {layout.name}; these do: {others}")


def check_header(header: list[str], layout: Layout, file: str) -> None:
    """Refuse a table that lacks a column.

    Raises:
        ConfigurationError: says which, and which there are.
    """
    lacking = missing(header, layout)
    if lacking:
        raise ConfigurationError(
            f"{file}: there is no column {', '.join(lacking)}, only {', '.join(header) or 'none at all'}"
        )
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise ConfigurationError(f"{file}: there are several columns {', '.join(twice)}")
