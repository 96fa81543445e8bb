"""What the checks of descriptors share: templates, paths, fields, references to types and records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gatewright
from gatewright.descriptor import Field_, Gateway, Operation, Route, Schema, Service

from .compile import ENVELOPE, is_array, is_object, value_of
from .source import Path_, Problem, Source

if TYPE_CHECKING:
    from .load import Loaded

RDF_TYPES = ("rdf:Term", "rdf:Triple")
EXTENSIONS = "gatewright.extensions."
NO_MODULE = "there is no module"
METHOD_NAME = re.compile(r"[a-z][a-z0-9_]*")

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def template_values(template: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str, bool]]:
    """Path, name and whether it is optional, of all values that a template uses."""
    if is_object(template):
        for key, value in template.items():
            yield from template_values(value, (*path, key))
    elif is_array(template):
        for index, value in enumerate(template):
            yield from template_values(value, (*path, index))
    else:
        value = value_of(template)
        if value is not None:
            yield path, *value


def used_values(*templates: Any) -> set[str]:
    """Names of the values that templates use."""
    return {name for template in templates for _path, name, _optional in template_values(template)}


def placeholders(path: str) -> list[str]:
    """Names of the `{placeholders}` of a URL path."""
    return _PLACEHOLDER.findall(path)


def settings(gateway: Gateway) -> set[str]:
    """Values that every template of a request may use."""
    return {"token", *gateway.settings}


def kept(gateway: Gateway) -> set[str]:
    """Values that the greeting of a socket tells."""
    greeting = gateway.socket.greeting if gateway.socket is not None else None
    return set(greeting.keep) if greeting is not None else set()


def wanted(service: Service, operation: Operation) -> tuple[bool | Route, bool]:
    """Whether an operation is to be on REST, or by which route, and whether on the socket."""
    if operation.follow is not None or operation.upload is not None or operation.save is not None:
        return False, False
    rest = service.rest if operation.rest is None else operation.rest
    return rest, service.socket if operation.socket is None else operation.socket


def check_template(
    source: Source, path: Path_, template: Any, may: Iterable[str], must: Iterable[str] = ()
) -> Iterator[Problem]:
    """A template uses known values only, and those that it must."""
    used: set[str] = set()
    known = set(may)
    for where, name, optional in template_values(template):
        used.add(name)
        if name not in known:
            options = ", ".join(f"${option}" for option in sorted(known)) or "nothing"
            yield source.problem((*path, *where), f"there is no value ${name}; known here: {options}")
        elif name == "now" and optional:
            yield source.problem((*path, *where), "there is always a time; say $now")
    for name in sorted(set(must) - used):
        yield source.problem(path, f"${name} must stand somewhere in it", at_key=True)


def check_constant(source: Source, path: Path_, template: Any) -> Iterator[Problem]:
    """A template that frames are compared with holds no values."""
    for where, name, _optional in template_values(template):
        yield source.problem((*path, *where), f"only constants can be compared; ${name} has no value here")


def check_query(loaded: Loaded, path: Path_, query: Any) -> Iterator[Problem]:
    """Query parameters are text."""
    gateway, source = loaded.descriptor.gateway, loaded.gateway
    texts = {"token", *(name for name, each in gateway.settings.items() if each.type == "string")}
    yield from check_template(source, path, query, texts | {"now"})
    for key, part in query.items():
        if not isinstance(part, str):
            yield source.problem((*path, key), "a query parameter is text; put it into quotes")


def check_path(source: Source, where: Path_, path: str, may: set[str], must: set[str]) -> Iterator[Problem]:
    """The placeholders of a URL path have values."""
    used = set(placeholders(path))
    for name in sorted(used - may):
        yield source.problem(where, f"there is no value for {{{name}}}")
    for name in sorted(must - used):
        yield source.problem(where, f"{{{name}}} must stand somewhere in it")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", path)):
        yield source.problem(where, "a brace without its partner")


def check_path_field(source: Source, where: Path_, name: str, field: Field_) -> Iterator[Problem]:
    """A field that goes into a URL path always has a value, and a plain name."""
    if not field.required and field.default is None:
        yield source.problem(where, "a value of the path is required, or has a default")
    if not re.fullmatch(r"[\w-]+", field.wire or name):
        yield source.problem((*where, "wire"), "a value of the path has a plain name")


def check_field(
    loaded: Loaded, source: Source, path: Path_, field: Field_, *, allow_records: bool = False
) -> Iterator[Problem]:
    """A field is of a type that exists, and its default fits."""
    yield from check_value(loaded, source, path, field, allow_records=allow_records)
    if field.single and (field.items is None or field.items.type in {None, "any", "array", "object"}):
        message = "only of an array of plain values one may be given alone"
        yield source.problem((*path, "single"), message, at_key=True)
    if field.encode == "text" and field.type != "any":
        yield source.problem((*path, "encode"), "what may be text or JSON is of the type `any`")
    if field.items is not None:
        yield from check_field(loaded, source, (*path, "items"), field.items, allow_records=allow_records)
    if field.additionalProperties is not None:
        yield from check_field(loaded, source, (*path, "additionalProperties"), field.additionalProperties)


def check_unfilled(source: Source, path: Path_, field: Field_) -> Iterator[Problem]:
    """A field that is no part of an operation's request cannot be filled in."""
    if field.value is not None:
        yield source.problem((*path, "value"), "only what an operation sends can be filled in")


def check_base64(source: Source, path: Path_, field: Field_) -> Iterator[Problem]:
    """Bytes are a string on the wire."""
    if field.encode == "base64" and (field.type != "string" or field.enum or field.default):
        message = "bytes are sent as a string; say `type: string`, without `enum` and with no other default"
        yield source.problem((*path, "encode"), message)


def check_value(
    loaded: Loaded, source: Source, path: Path_, value: Field_ | Schema, *, allow_records: bool = False
) -> Iterator[Problem]:
    """What fields and properties have in common."""
    if value.ref is not None:
        where = (*path, "$ref")
        yield from check_reference(loaded, source, where, value.ref, allow_records=allow_records)
    if value.enum is not None and (value.type != "string" or not value.enum):
        yield source.problem((*path, "enum"), "only a string has an enum, and it is not empty")
    if value.items is not None and value.type != "array":
        yield source.problem((*path, "items"), "only an array has items", at_key=True)
    if value.additionalProperties is not None and value.type != "object":
        yield source.problem((*path, "additionalProperties"), "only an object has them", at_key=True)
    default, kind = value.default, value.type
    if default is not None and kind != "any":
        expected = _PYTHON_TYPES.get(kind or "", ())
        if not isinstance(default, expected) or (isinstance(default, bool) and kind != "boolean"):
            yield source.problem((*path, "default"), f"{default!r} is no {kind or value.ref}")


def check_reference(
    loaded: Loaded, source: Source, path: Path_, name: str, *, allow_records: bool = False
) -> Iterator[Problem]:
    """A type exists."""
    if name in RDF_TYPES:
        if loaded.descriptor.gateway.rdf is None:
            yield source.problem(path, "gateway.yaml does not say how RDF looks on the wire (`rdf`)")
    elif name not in loaded.descriptor.types and not (allow_records and name in loaded.descriptor.records):
        yield source.problem(path, f"there is no type {name!r}")


def check_module(source: Source, path: Path_, module: str, name: str) -> Iterator[Problem]:
    """A module of the runtime's extensions has a name; it is not imported to find out."""
    if not module.startswith(EXTENSIONS):
        yield source.problem(path, f"only modules under {EXTENSIONS[:-1]} can be named here")
        return
    file = Path(gatewright.__file__).parents[1].joinpath(*module.split("."))
    found = [each for each in (file.with_suffix(".py"), file / "__init__.py") if each.is_file()]
    defined = rf"^(?:(?:class|def|async def) )?{name}\b(?=[(:\[ ])"
    if not found:
        yield source.problem(path, f"{NO_MODULE} {module}")
    elif not re.search(defined, found[0].read_text(encoding="utf-8"), re.MULTILINE):
        yield source.problem(path, f"{module} has no {name}")


def check_record(
    loaded: Loaded, source: Source, path: Path_, name: str, given: Iterable[str] = ENVELOPE
) -> Iterator[Problem]:
    """A record exists, and asks the envelope for nothing that it does not tell there."""
    if name not in loaded.descriptor.records:
        yield source.problem(path, f"there is no record {name!r}")
        return
    asked = {field.wire for field in record_fields(loaded, name).values()} & set(ENVELOPE)
    for wire in sorted(asked - set(given), key=str):
        yield source.problem(path, f"{name} has a field for {wire}, which nothing tells here")


def record_fields(loaded: Loaded, name: str) -> dict[str, Field_]:
    """The fields of a record, those of its base first."""
    chain: list[str] = []
    current: str | None = name
    while current is not None and current in loaded.descriptor.records and current not in chain:
        chain.append(current)
        current = loaded.descriptor.records[current].base
    return {
        key: field
        for link in reversed(chain)
        for key, field in loaded.descriptor.records[link].fields.items()
    }
