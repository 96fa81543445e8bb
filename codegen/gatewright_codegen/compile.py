"""Templates and rules of the descriptor to lines of Python: plain functions instead of an interpreter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeGuard

from gatewright.descriptor import Field_, Rdf, Receive, StreamRule, Template

from .inert import fstring, json_text, literal

Lookup = Callable[[str], str]

_VALUE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)(\?)?")


def is_object(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Whether a part of a template is an object."""
    return isinstance(value, Mapping)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Whether a part of a template is an array."""
    return isinstance(value, list)


def value_of(template: Any) -> tuple[str, bool] | None:
    """Name and optionality of the value that a template's string stands for."""
    match = _VALUE.fullmatch(template) if isinstance(template, str) else None
    return (match[1], bool(match[2])) if match else None


def embedded(text: str) -> list[str]:
    """Names of the values that stand inside a string, such as `token` in `Bearer $token`."""
    return [match[1] for match in _VALUE.finditer(text)]


def assignments(target: str, template: Template, lookup: Lookup, annotation: str) -> list[str]:
    """Lines that give `target` the JSON object of a template; keys come in the template's order."""
    start, rest = _split(template)
    lines = [f"{target}: {annotation} = {_object(start, lookup)}"]
    lines += _additions(target, rest, lookup)
    return lines


def expression(template: Template, lookup: Lookup) -> str | None:
    """The JSON object of a template as one expression; None where an optional value forbids it."""
    start, rest = _split(template)
    return None if rest else _object(start, lookup)


def _split(template: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The keys before the first that is optional or holds something optional, and the others."""
    start: dict[str, Any] = {}
    items = list(template.items())
    while items and not _has_optional(items[0][1]):
        key, value = items.pop(0)
        start[key] = value
    return start, dict(items)


def _has_optional(template: Any) -> bool:
    if is_object(template):
        return any(map(_has_optional, template.values()))
    value = value_of(template)
    return value is not None and value[1]


def _object(template: Any, lookup: Lookup) -> str:
    if is_object(template):
        return (
            "{"
            + ", ".join(f"{literal(key)}: {_object(part, lookup)}" for key, part in template.items())
            + "}"
        )
    if is_array(template):
        return "[" + ", ".join(_object(part, lookup) for part in template) + "]"
    value = value_of(template)
    return literal(template) if value is None else lookup(value[0])


def _additions(target: str, template: Mapping[str, Any], lookup: Lookup) -> Iterator[str]:
    for key, part in template.items():
        place = f"{target}[{literal(key)}]"
        value = value_of(part)
        if value is not None and value[1]:
            source = lookup(value[0])
            present = re.sub(r"^values\[(.*)\]$", r"values.get(\1)", source)
            yield f"if {present} is not None:"
            yield f"    {place} = {source}"
        elif is_object(part) and _has_optional(part):
            start, rest = _split(part)
            yield f"{place} = {_object(start, lookup)}"
            yield from _additions(place, rest, lookup)
        else:
            yield f"{place} = {_object(part, lookup)}"


def find(result: str, paths: list[str], source: str, known: Mapping[str, str]) -> list[str]:
    """Lines that give `result` the first value found at dotted paths of the dict `source`.

    `known` names variables that hold what stands at a key already.
    """
    lines: list[str] = []
    for path in paths:
        *above, last = path.split(".")
        conditions = [f"{result} is None"] if lines else []
        holder = source
        for depth, key in enumerate(above):
            if depth == 0 and key in known:
                holder = known[key]
                conditions.append(f"is_object({holder})")
            else:
                conditions.append(f"is_object(part := {holder}.get({literal(key)}))")
                holder = "part"
        found = f"{holder}.get({literal(last)})"
        if not lines and not conditions:
            lines.append(f"{result}: Any = {found}")
        else:
            if not lines:
                lines.append(f"{result}: Any = None")
            lines.append(f"if {' and '.join(conditions)}:")
            lines.append(f"    {result} = {found}")
    return lines or [f"{result}: Any = None"]


def done_test(done: Template) -> str:
    """The condition that an incoming frame is the last of its request."""
    return " and ".join(_equals("frame", key, value) for key, value in done.items()) or "True"


def _equals(holder: str, key: str, value: Any) -> str:
    return f"{holder}.get({literal(key)}) {_is(value)}"


def _is(value: Any) -> str:
    return f"{'is' if value is None or isinstance(value, bool) else '=='} {literal(value)}"


def decode_frame(receive: Receive) -> list[str]:
    """The body of `decode`."""
    lines = [f"body: Any = frame.get({literal(receive.body)})"]
    lines += find("error", receive.error, "frame", {receive.body: "body"})
    identity = f"frame.get({literal(receive.id)})"
    lines.append(f"return {identity}, body, error, error is not None or {done_test(receive.done)}")
    return lines


def item_decoder(rule: StreamRule, fields: Callable[[str], Mapping[str, Field_]]) -> list[str]:
    """The body of a function that makes a record of a stream's body."""
    assert rule.other is not None
    lines = ["get = body.get"]
    if rule.type is not None:
        lines.append(f"kind = get({literal(rule.type)})")
    kinds: dict[str, list[str]] = {}
    for kind, record in rule.items.items():
        kinds.setdefault(record, []).append(kind)
    kinds.pop(rule.other, None)
    # The records that carry text are by far the most frequent, so they are tried first.
    for record in sorted(kinds, key=lambda name: name not in rule.text):
        if len(kinds[record]) == 1:
            lines.append(f"if kind == {literal(kinds[record][0])}:")
        else:
            lines.append(f"if kind in {literal(tuple(kinds[record]))}:")
        lines.append(f"    return {construction(record, fields(record), rule.type, known=True)}")
    lines.append(f"return {construction(rule.other, fields(rule.other), rule.type, known=False)}")
    return lines


def construction(record: str, fields: Mapping[str, Field_], kind: str | None, *, known: bool) -> str:
    """The call that makes a record; positional, since that is fastest."""
    arguments: list[str] = []
    for name, field in fields.items():
        wire = field.wire or name
        source = "kind" if wire == kind else f"get({literal(wire)})"
        arguments.append(source if source == "kind" and known else _or_default(source, field))
    return f"{record}({', '.join(arguments)})"


def _or_default(source: str, field: Field_) -> str:
    inner = field.items if field.type == "array" and field.items is not None else field
    if inner.ref is not None:
        decode = "decode_triple" if inner.ref == "rdf:Triple" else "decode_term"
        if inner is field:
            return f"None if (found := {source}) is None else {decode}(found)"
        if field.default is not None:
            return f"[{decode}(each) for each in {source} or ()]"
        return f"None if (found := {source}) is None else [{decode}(each) for each in found]"
    if field.default is None:
        return source
    if not field.default:
        return f"{source} or {literal(field.default)}"
    return f"{literal(field.default)} if (found := {source}) is None else found"


def rdf_text(template: Template, values: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
    """The JSON text of a term's template: an f-string, and (value, f-string) of each optional field.

    The first lacks its closing brace if there are optional fields.
    """
    parts: list[tuple[str, bool]] = []
    optional: list[tuple[str, str]] = []
    for key, part in template.items():
        value = value_of(part)
        if value is None:
            parts.append((("," if parts else "{") + f"{json_text(key)}:{json_text(part)}", False))
        elif not value[1]:
            parts += [(("," if parts else "{") + f"{json_text(key)}:", False), (values[value[0]], True)]
        else:
            optional.append((value[0], fstring([(f",{json_text(key)}:", False), (values[value[0]], True)])))
    if not optional:
        parts.append(("}", False))
    return fstring(parts), optional


def wire_key(template: Template, name: str) -> str | None:
    """The key at which a template has the value `name`."""
    for key, part in template.items():
        value = value_of(part)
        if value is not None and value[0] == name:
            return key
    return None


def term_tests(rdf: Rdf) -> tuple[str, dict[str, str]]:
    """How to tell the kinds of terms apart: the field that tells ("" if several do), and the conditions."""
    templates = {"iri": rdf.iri, "literal": rdf.literal, "blank": rdf.blank, "quoted": rdf.quoted}
    constants = {
        name: {key: part for key, part in template.items() if value_of(part) is None}
        for name, template in templates.items()
        if template is not None
    }
    keys = {tuple(each) for each in constants.values()}
    if len(keys) == 1 and len(next(iter(keys))) == 1:
        key = next(iter(keys))[0]
        return literal(key), {name: f"kind {_is(each[key])}" for name, each in constants.items()}
    return "", {
        name: " and ".join(_equals("value", key, part) for key, part in each.items())
        for name, each in constants.items()
    }
