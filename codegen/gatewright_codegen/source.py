"""YAML text to plain data that remembers where in the file each part stands."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

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
        _refuse_tricks(text, name)
        node = _yaml().compose(text)
    except MarkedYAMLError as caught:
        error: Any = caught
        mark = error.problem_mark or error.context_mark
        place: Place = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        raise DescriptorError([Problem(name, *place, f"no YAML: {error.problem or error.context}")]) from None
    except YAMLError as caught:
        raise DescriptorError([Problem(name, 1, 1, f"no YAML: {caught}".splitlines()[0])]) from None
    if node is None:
        raise DescriptorError([Problem(name, 1, 1, "the file is empty")])
    source.data = _plain(node, (), source)
    return source


def _refuse_tricks(text: str, name: str) -> None:
    """Refuse aliases, which can make a small file huge, and nesting that would exhaust the stack."""
    depth = 0
    for event in _yaml().parse(text):
        place = _place(event)
        if isinstance(event, AliasEvent):
            raise DescriptorError(
                [Problem(name, *place, "aliases are not allowed here; write the value again")]
            )
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise DescriptorError([Problem(name, *place, f"nested deeper than {MAX_DEPTH} levels")])


def _yaml() -> Any:
    """A parser of YAML 1.2 without any types but the plain ones. The library has no types of its own."""
    return YAML(typ="safe", pure=True)


def _place(part: Any) -> Place:
    """Where a node or an event begins."""
    return part.start_mark.line + 1, part.start_mark.column + 1


def _plain(node: Any, path: Path_, source: Source) -> Any:
    source.values[path] = _place(node)
    children, tag = node.value, str(node.tag)
    if isinstance(node, (MappingNode, SequenceNode)) and tag not in _COLLECTIONS:
        message = f"the tag {tag} is not allowed here"
        raise DescriptorError([Problem(source.file, *_place(node), message)])
    if isinstance(node, MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in children:
            key_place = _place(key_node)
            key = _scalar(key_node, source.file) if isinstance(key_node, ScalarNode) else None
            if not isinstance(key, str):
                message = "a key must be text; put it into quotes"
                raise DescriptorError([Problem(source.file, *key_place, message)])
            if key in mapping:
                raise DescriptorError([Problem(source.file, *key_place, f"the key {key!r} is there twice")])
            source.keys[*path, key] = key_place
            mapping[key] = _plain(value_node, (*path, key), source)
        return mapping
    if isinstance(node, SequenceNode):
        return [_plain(item, (*path, index), source) for index, item in enumerate(children)]
    return _scalar(node, source.file)


def _scalar(node: Any, file: str) -> Any:
    value: str = node.value
    kind = str(node.tag).rpartition(":")[2]
    try:
        match kind:
            case "str" | "timestamp" | "merge" | "value":
                if value.isascii() or not _SURROGATE.search(value):
                    return value
                message = "half a character: a surrogate without its partner"
            case "null":
                return None
            case "bool":
                return value.lower() == "true"
            case "int":
                return int(value.replace("_", ""), 0)
            case "float":
                number = float(value.replace("_", ""))
                if math.isfinite(number):
                    return number
                message = "a number must be finite"
            case _:
                message = f"the tag {node.tag} is not allowed here"
    except ValueError:
        message = f"{value!r} is no plain number; put it into quotes if it is text"
    raise DescriptorError([Problem(file, *_place(node), message)])
