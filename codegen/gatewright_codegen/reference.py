"""All words of the descriptor language on one page, made from the JSON Schemas of descriptor files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import VERSION
from .compile import is_array, is_object

Node = Mapping[str, Any]

PLACES = {
    "gateway": ("gateway.yaml", "What holds for the whole gateway."),
    "service": ("services/*.yaml", "One service: operations, feeds, bulk transfers."),
    "types": ("types/*.yaml", "Types of requests and responses, and records of streams."),
    "migration": (
        "migration.yaml",
        "The words of a guide from another tree to this one, `MIGRATING.md`; the file may be left out.",
    ),
}


def reference(schemas: Mapping[str, Node]) -> str:
    """The page, as Markdown; `schemas` are those of the kinds of descriptor files, by name."""
    lines = [
        f"<!-- Generated from gatewright.descriptor by gatewright {VERSION}. Do not edit. -->",
        "# The words of a descriptor",
        "",
        "What YAML may say, by kind of file; a word with a star must be there. Editors that read the JSON",
        "Schemas beside this page complete and explain the same words. A template is a JSON object; a string",
        "`$name` in it stands for a value, and `$name?` leaves its key out where there is none.",
    ]
    told: set[str] = set()
    for name, (files, summary) in PLACES.items():
        schema = schemas[name]
        lines += ["", f"## {files}", "", summary]
        for title, node in _in_order(schema, told):
            lines += ["", *_section(title, node, schema.get("$defs", {}))]
    return "\n".join(lines) + "\n"


def _in_order(schema: Node, told: set[str]) -> Iterator[tuple[str, Node]]:
    """The file's own object, and then all that it leads to, once each."""
    definitions: Node = schema.get("$defs", {})
    pending: list[tuple[str, Node]] = [(schema["title"], schema)]
    while pending:
        title, node = pending.pop(0)
        if title in told:
            continue
        told.add(title)
        yield title, node
        for part in node.get("properties", {}).values():
            pending += [(name, definitions[name]) for name in _names(part)]


def _names(node: Any) -> Iterator[str]:
    """Names of the definitions that a node refers to."""
    if is_object(node):
        for key, value in node.items():
            if key == "$ref":
                yield str(value).rpartition("/")[2]
            else:
                yield from _names(value)
    elif is_array(node):
        for value in node:
            yield from _names(value)


def _section(title: str, node: Node, definitions: Node) -> list[str]:
    required = node.get("required", [])
    rows = [
        f"| `{word}`{' *' if word in required else ''} | {_kind(part)} | {_default(part)} "
        f"| {_meaning(part, definitions)} |"
        for word, part in node.get("properties", {}).items()
    ]
    return [
        f"### {title.rstrip('_')}",
        "",
        _line(node.get("description", "")),
        "",
        "| word | takes | default | meaning |",
        "| --- | --- | --- | --- |",
        *rows,
    ]


def _kind(node: Node) -> str:
    """What a word takes."""
    if "$ref" in node:
        name = str(node["$ref"]).rpartition("/")[2].rstrip("_")
        return f"[{name}](#{name.lower()})"
    if "anyOf" in node:
        kinds = (_kind(each) for each in node["anyOf"] if each.get("type") != "null")
        return " or ".join(dict.fromkeys(kinds))
    if "const" in node or "enum" in node:
        return ", ".join(f"`{value}`" for value in node.get("enum", [node.get("const")]))
    if "prefixItems" in node:
        return "list of " + " and ".join(_kind(each) for each in node["prefixItems"])
    match node.get("type"):
        case "array":
            return f"list of {_kind(node.get('items', {}))}"
        case "object":
            values = [node.get("additionalProperties"), *node.get("patternProperties", {}).values()]
            held = dict.fromkeys(map(_kind, filter(is_object, values)))
            return f"map to {' or '.join(held)}" if set(held) - {"anything"} else "template"
        case None:
            return "anything"
        case kind:
            return str(kind)


def _default(node: Node) -> str:
    default = node.get("default")
    if default in (None, "") or isinstance(default, (list, dict)):
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _meaning(node: Node, definitions: Node) -> str:
    """What a word means; where it does not say so, what it leads to does."""
    places = (node, *node.get("anyOf", ()), *(definitions[name] for name in _names(node)))
    said = next((str(place["description"]) for place in places if "description" in place), "")
    return _line(said.partition("\n\n")[0]).replace("|", "\\|")


def _line(text: str) -> str:
    return " ".join(text.split())
