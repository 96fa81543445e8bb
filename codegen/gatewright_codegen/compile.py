"""Templates and rules of the descriptor to lines of Python: plain functions instead of an interpreter."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeGuard

from gatewright.descriptor import Field_, Rdf, Receive, Template

from .inert import fstring, json_text, literal

Lookup = Callable[[str], str]

# What a record can hold of a message besides fields of its body, and the variables that have it.
ENVELOPE = {"$id": "id", "$kind": "kind", "$body": "body"}

# The fields of something that is no record, but a type.
MODEL: Mapping[str, Field_] = MappingProxyType({})

_RDF_DECODERS = {"rdf:Term": "decode_term", "rdf:Triple": "decode_triple"}

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
            yield f"if {_present(source)} is not None:"
            yield f"    {place} = {source}"
        elif is_object(part) and _has_optional(part):
            start, rest = _split(part)
            yield f"{place} = {_object(start, lookup)}"
            yield from _additions(place, rest, lookup)
        else:
            yield f"{place} = {_object(part, lookup)}"


def _present(source: str) -> str:
    """The expression that is None where there is no such value."""
    return re.sub(r"^values\[(.*)\]$", r"values.get(\1)", source)


def merged(template: Template, lookup: Lookup) -> Iterator[str]:
    """Lines that add the fields of a template to a copy of `body`."""
    always = {key: part for key, part in template.items() if not _has_optional(part)}
    if always:
        yield f"body = {{**body, {_object(always, lookup)[1:]}"
    for key, part in template.items():
        value = value_of(part)
        if value is not None and value[1]:
            source = lookup(value[0])
            yield f"if {_present(source)} is not None:"
            yield f"    body = {{**body, {literal(key)}: {source}}}"
        elif key not in always:
            start, rest = _split(part)
            yield f"part: dict[str, Any] = {_object(start, lookup)}"
            yield from _additions("part", rest, lookup)
            yield f"body = {{**body, {literal(key)}: part}}"


def path_expression(source: str, path: str) -> str:
    """What stands at a dotted path of a dict; None where there is nothing."""
    *above, last = path.split(".")
    conditions: list[str] = []
    for key in above:
        conditions.append(f"is_object(part := {source}.get({literal(key)}))")
        source = "part"
    found = f"{source}.get({literal(last)})"
    return f"{found} if {' and '.join(conditions)} else None" if conditions else found


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
    if receive.failed:
        test = " and ".join(_equals("frame", key, value) for key, value in receive.failed.items())
        # What has failed has failed, even without a body.
        failure = "body if body is not None else {}"
        if receive.error:
            lines += [f"if error is None and {test}:", f"    error = {failure}"]
        else:
            lines[-1:] = ["error: Any = None", f"if {test}:", f"    error = {failure}"]
    identity = "None" if receive.id is None else f"frame.get({literal(receive.id)})"
    done = f"error is not None or {done_test(receive.done)}" if receive.done else "True"
    lines.append(f"return {identity}, body, error, {done}")
    return lines


def item_decoder(
    items: Mapping[str, str],
    other: str,
    fields: Callable[[str], Mapping[str, Field_]],
    *,
    kind: str | None = None,
    first: Container[str] = (),
    whole: bool = False,
    hidden: Sequence[str] = (),
) -> list[str]:
    """The body of a function that makes a record of a body, or of a whole message.

    With `hidden` it makes a list of one record, or of none.

    Args:
        items: Type on the wire to record.
        other: The record for all other types.
        kind: The body's field that holds the type, if one does.
        first: Records to try first.
        hidden: Types that are not handed on.
    """

    def made(record: str, *, known: bool) -> str:
        text = construction(record, fields, kind, known=known)
        return f"[{text}]" if hidden else text

    kinds: dict[str, list[str]] = {}
    for name, record in items.items():
        kinds.setdefault(record, []).append(name)
    kinds.pop(other, None)
    wires = {
        each.wire or name
        for record in (*kinds, other)
        for name, each in fields(record).items()
        if each.place != "client"
    }
    asks = kinds or hidden or kind in wires or "$kind" in wires
    lines: list[str] = []
    if whole:
        parts = {"$id": "$id" in wires, "$kind": asks, "$body": bool(wires - {"$id", "$kind"})}
        named = (ENVELOPE[part] if needed else "_" for part, needed in parts.items())
        lines.append(f"{', '.join(named)} = message")
    if wires - set(ENVELOPE) or (asks and kind is not None):
        lines.append("get = body.get")
    if asks and kind is not None:
        lines.append(f"kind = get({literal(kind)})")
    for record in sorted(kinds, key=lambda name: name not in first):
        lines += [_kind_is(kinds[record]), f"    return {made(record, known=True)}"]
    if hidden:
        lines += [_kind_is(hidden), "    return []"]
    lines.append(f"return {made(other, known=False)}")
    return lines


def _kind_is(kinds: Sequence[str]) -> str:
    return f"if kind == {literal(kinds[0])}:" if len(kinds) == 1 else f"if kind in {literal(tuple(kinds))}:"


def construction(
    record: str,
    fields: Callable[[str], Mapping[str, Field_]],
    kind: str | None,
    *,
    known: bool,
    body: str = "body",
    get: str = "get",
) -> str:
    """The call that makes a record; positional, since that is fastest."""
    arguments: list[str] = []
    for name, field in fields(record).items():
        if field.place == "client":
            arguments.append(literal(field.default))
            continue
        wire = field.wire or name
        source = "kind" if wire == kind else ENVELOPE.get(wire) or f"{get}({literal(wire)})"
        if source == "body":
            arguments.append(body)
        elif source == "kind" and known:
            arguments.append(source)
        else:
            arguments.append(_or_default(source, field, fields))
    return f"{record}({', '.join(arguments)})"


def _or_default(source: str, field: Field_, fields: Callable[[str], Mapping[str, Field_]]) -> str:
    inner = field.items if field.type == "array" and field.items is not None else field
    if inner.ref is not None:
        each = "each"
        if inner.ref in _RDF_DECODERS:
            made = f"{_RDF_DECODERS[inner.ref]}(each)"
        elif fields(inner.ref) is MODEL:
            made = f"models.{inner.ref}.model_validate(each)"
        else:
            each = "part"
            made = construction(inner.ref, fields, None, known=False, body="part", get="part.get")
        if inner is field:
            return f"None if ({each} := {source}) is None else {made}"
        if inner.nullable:
            made = f"None if {each} is None else {made}"
        if field.default is not None:
            return f"[{made} for {each} in {source} or ()]"
        return f"None if (found := {source}) is None else [{made} for {each} in found]"
    if field.encode == "base64":
        if field.default is not None:
            return f"decoded({source} or '')"
        return f"None if (found := {source}) is None else decoded(found)"
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
