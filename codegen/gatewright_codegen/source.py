"""YAML text to plain data that remembers where in the file each part stands."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
)
from ruamel.yaml.nodes import ScalarNode

Path_ = tuple[str | int, ...]
Place = tuple[int, int]

_SURROGATE = re.compile("[\ud800-\udfff]")

_COLLECTIONS = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}

MAX_BYTES = 4 * 2**20
MAX_DEPTH = 40


class Problem(NamedTuple):
    """Something wrong in a descriptor; line and column count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class DescriptorError(Exception):
    """A descriptor cannot be used; `problems` says why, and where."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(slots=True)
class Source:
    """One YAML file.

    Attributes:
        file: Its name, as messages show it.
        data: What it says, as plain data.
        keys: Position (line, column) of the key that leads to a path.
        values: Position of the value at a path.
    """

    file: str
    data: Any = None
    keys: dict[Path_, Place] = field(default_factory=dict[Path_, Place])
    values: dict[Path_, Place] = field(default_factory=dict[Path_, Place])

    def problem(self, path: Path_, message: str, *, at_key: bool = False) -> Problem:
        """The problem `message` at `path`, or at the nearest part above it that exists."""
        while path:
            first, second = (self.keys, self.values) if at_key else (self.values, self.keys)
            place = first.get(path) or second.get(path)
            if place is not None:
                return Problem(self.file, *place, message)
            path = path[:-1]
        return Problem(self.file, *self.values.get((), (1, 1)), message)


def read(path: Path, name: str) -> Source:
    """The YAML file at `path`, called `name` in messages.

    Raises:
        DescriptorError: it is no YAML, or uses parts of YAML that have no business in a descriptor:
            anchors and aliases, tags, duplicate keys, keys that are not text, several documents.
    """
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise DescriptorError([Problem(name, 1, 1, f"the file is longer than {MAX_BYTES} bytes")])
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DescriptorError([Problem(name, line, 1, "the file is not UTF-8 text")]) from None
    return parse(text, name)


def parse(text: str, name: str) -> Source:
    """The YAML `text`; see `read`."""
    source = Source(name)
    try:
        if not _Reader(source, text).read():
            raise DescriptorError([Problem(name, 1, 1, "the file is empty")])
    except MarkedYAMLError as caught:
        error: Any = caught
        mark = error.problem_mark or error.context_mark
        place: Place = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        raise DescriptorError([Problem(name, *place, f"no YAML: {error.problem or error.context}")]) from None
    except YAMLError as caught:
        raise DescriptorError([Problem(name, 1, 1, f"no YAML: {caught}".splitlines()[0])]) from None
    return source


def plain(text: str, name: str) -> Any:
    """The YAML `text` as plain data, with keys of any kind as text: what other tools wrote.

    Raises:
        DescriptorError: it is no YAML, or has aliases, tags or too many levels.
    """
    source = Source(name)
    try:
        _Reader(source, text, lenient=True).read()
    except YAMLError as error:
        raise DescriptorError([Problem(name, 1, 1, f"no YAML: {error}".splitlines()[0])]) from None
    return source.data


class _Reader:
    """Makes data of the events of a parser, in one pass, since parsing takes most of the time."""

    def __init__(self, source: Source, text: str, *, lenient: bool = False) -> None:
        # A parser of YAML 1.2 without any types but the plain ones. The library has no types of its own.
        yaml: Any = YAML(typ="safe", pure=True)
        self._source = source
        self._lenient = lenient
        self._events: Iterator[Any] = yaml.parse(text)
        self._resolver = yaml.resolver

    def read(self) -> bool:
        """Read the one document that there is, if there is one."""
        seen = False
        for event in self._events:
            if _is(event, DocumentStartEvent):
                if seen:
                    raise self._error(event, "no YAML: this file holds one document, not several")
                seen = True
                self._source.data = self._value(next(self._events), ())
        return seen

    def _value(self, event: Any, path: Path_) -> Any:
        self._source.values[path] = _place(event)
        if not _is(event, CollectionStartEvent):
            return self._scalar(event)
        if len(path) >= MAX_DEPTH:
            raise self._error(event, f"nested deeper than {MAX_DEPTH} levels")
        tag = event.tag
        if tag not in {None, "!", *_COLLECTIONS}:
            raise self._error(event, f"the tag {tag} is not allowed here")
        return self._mapping(path) if _is(event, MappingStartEvent) else self._sequence(path)

    def _mapping(self, path: Path_) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not _is(event := next(self._events), CollectionEndEvent):
            key = None if _is(event, CollectionStartEvent) else self._scalar(event)
            if self._lenient and isinstance(key, (bool, int, float)):
                key = str(key).lower()
            if not isinstance(key, str):
                raise self._error(event, "a key must be text; put it into quotes")
            if key in mapping:
                raise self._error(event, f"the key {key!r} is there twice")
            self._source.keys[*path, key] = _place(event)
            mapping[key] = self._value(next(self._events), (*path, key))
        return mapping

    def _sequence(self, path: Path_) -> list[Any]:
        items: list[Any] = []
        while not _is(event := next(self._events), CollectionEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _scalar(self, event: Any) -> Any:
        if _is(event, AliasEvent):
            # They can make a small file huge.
            raise self._error(event, "aliases are not allowed here; write the value again")
        tag = event.tag
        if tag in {None, "!"}:
            tag = str(self._resolver.resolve(ScalarNode, event.value, event.implicit))
        try:
            return _plain(event.value, str(tag))
        except ValueError as error:
            raise self._error(event, str(error)) from None

    def _error(self, event: Any, message: str) -> DescriptorError:
        return DescriptorError([Problem(self._source.file, *_place(event), message)])


def _is(event: Any, kind: type) -> bool:
    return isinstance(event, kind)


def _place(event: Any) -> Place:
    """Where a part of the text begins."""
    return event.start_mark.line + 1, event.start_mark.column + 1


def _plain(value: str, tag: str) -> Any:
    """What a scalar says; the error says why it says nothing."""
    kind = tag.rpartition(":")[2]
    match kind:
        case "str" | "timestamp" | "merge" | "value":
            if value.isascii() or not _SURROGATE.search(value):
                return value
            raise ValueError("half a character: a surrogate without its partner")
        case "null":
            return None
        case "bool":
            return value.lower() == "true"
        case "int" | "float":
            return _number(value, kind)
        case _:
            raise ValueError(f"the tag {tag} is not allowed here")


def _number(value: str, kind: str) -> int | float:
    digits = value.replace("_", "")
    try:
        number = int(digits, 0) if kind == "int" else float(digits)
    except ValueError:
        message = f"{value!r} is no plain number; put it into quotes if it is text"
        raise ValueError(message) from None
    if not math.isfinite(number):
        raise ValueError("a number must be finite")
    return number
