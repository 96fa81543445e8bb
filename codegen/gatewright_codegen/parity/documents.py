"""Documents that describe an API, from a file or the network: untrusted, so limited in size and depth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gatewright import wire

from ..source import DescriptorError, plain
from .report import ParityError

MAX_BYTES = 8 * 2**20
PATIENCE = 30.0
MOST_STEPS = 50

Node = dict[str, Any]


def read(place: str) -> Node:
    """The document at a path or URL, JSON or YAML.

    Raises:
        ParityError: it cannot be had, or is no such document.
    """
    raw = _fetch(place) if place.startswith(("http://", "https://")) else _file(place)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ParityError(f"{place} is not UTF-8 text") from None
    if text.lstrip().startswith("{"):
        try:
            document = wire.loads(text)
        except (ValueError, RecursionError) as error:
            raise ParityError(f"{place}: no JSON: {error}") from None
    else:
        try:
            document = plain(text, place)
        except DescriptorError as error:
            raise ParityError(str(error)) from None
    if not wire.is_object(document):
        raise ParityError(f"{place} holds no object")
    return document


def _file(place: str) -> bytes:
    path = Path(place)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ParityError(f"{place} is longer than {MAX_BYTES} bytes")
        return path.read_bytes()
    except OSError as error:
        raise ParityError(f"{place} cannot be read: {error.strerror}") from None


def _fetch(url: str) -> bytes:
    import httpx

    try:
        with httpx.stream("GET", url, timeout=PATIENCE) as response:
            if response.status_code != 200:
                raise ParityError(f"{url}: status {response.status_code}")
            received = bytearray()
            for part in response.iter_bytes():
                received += part
                if len(received) > MAX_BYTES:
                    raise ParityError(f"{url} is longer than {MAX_BYTES} bytes")
            return bytes(received)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ParityError(f"{url}: {str(error) or type(error).__name__}") from None


def resolved(document: Node, node: Any) -> Node:
    """What is behind references, which must lead into the document itself; {} where they lead nowhere."""
    for _ in range(MOST_STEPS):
        if not wire.is_object(node):
            return {}
        reference = node.get("$ref")
        if not isinstance(reference, str):
            return node
        if not reference.startswith("#/"):
            return {}
        node = document
        for step in reference[2:].split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            node = node.get(name) if wire.is_object(node) else None
    return {}


def schema(document: Node, node: Any) -> Node:
    """The schema behind references, without null, and with all parts of an `allOf`."""
    found = resolved(document, node)
    for _ in range(MOST_STEPS):
        for word in ("anyOf", "oneOf"):
            choices = [
                resolved(document, each) for each in objects(found.get(word)) if each.get("type") != "null"
            ]
            if len(choices) == 1:
                found = choices[0]
                break
        else:
            return _together(document, found)
    return {}


def _together(document: Node, found: Node) -> Node:
    parts = [resolved(document, each) for each in objects(found.get("allOf"))]
    if not parts:
        return found
    merged: Node = {"type": "object", "properties": {}, "required": []}
    if len(parts) == 1 and "properties" not in parts[0]:
        return parts[0]
    for part in (*parts, found):
        merged["properties"] |= members(part.get("properties"))
        merged["required"] += strings(part.get("required"))
    return merged


def objects(value: Any) -> list[Node]:
    """The objects in a list; nothing where it is none."""
    return [each for each in value if wire.is_object(each)] if wire.is_array(value) else []


def members(value: Any) -> dict[str, Any]:
    """The object, or an empty one."""
    return value if wire.is_object(value) else {}


def strings(value: Any) -> list[str]:
    """The texts in a list; nothing where it is none."""
    return [each for each in value if isinstance(each, str)] if wire.is_array(value) else []


def constants(document: Node, node: Any, field: str) -> Iterator[str]:
    """The values that a schema allows for one of its fields, where it tells them."""
    told = schema(document, members(schema(document, node).get("properties")).get(field))
    value = told.get("const")
    if isinstance(value, str):
        yield value
    yield from strings(told.get("enum"))
