"""What pydantic cannot see: references that lead nowhere, names that collide, rules that contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

from gatewright.descriptor import Field_, Operation, Route, Schema, Service, Transfer

from . import names
from .compile import embedded, is_object, value_of
from .source import Path_, Problem, Source

if TYPE_CHECKING:
    from .load import Loaded

RDF_TYPES = ("rdf:Term", "rdf:Triple")
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
    else:
        value = value_of(template)
        if value is not None:
            yield path, *value


def placeholders(path: str) -> list[str]:
    """Names of the `{placeholders}` of a URL path."""
    return _PLACEHOLDER.findall(path)


def broken_references(loaded: Loaded) -> list[Problem]:
    """All problems of a descriptor whose files are each well formed."""
    checks = (_gateway, _services, _types, _records, _class_names, _yield)
    return [problem for check in checks for problem in check(loaded)]


def _gateway(loaded: Loaded) -> Iterator[Problem]:
    gateway, say = loaded.descriptor.gateway, loaded.gateway.problem
    for name in gateway.settings:
        if name in names.API_ARGUMENTS:
            yield say(("settings", name), f"every client has an argument {name!r} already", at_key=True)
    for part in ("groups", "scopes"):
        for name in getattr(gateway, part):
            if name in names.CLIENT_METHODS or name.startswith("async_") or not METHOD_NAME.fullmatch(name):
                yield say((part, name), f"{name!r} cannot be the name of a method of Api", at_key=True)
    for name, group in gateway.groups.items():
        if group.scope is not None and group.scope not in gateway.scopes:
            yield say(("groups", name, "scope"), f"there is no scope {group.scope!r}")
        if name in gateway.scopes and group.scope != name:
            yield say(
                ("groups", name), f"the scope {name!r} has the same name, but the group does not give it"
            )
    for name, scope in gateway.scopes.items():
        if scope.rest is not None:
            path = ("scopes", name, "rest", "path")
            yield from _path(
                loaded.gateway, path, scope.rest.path, {scope.parameter, "service"}, {scope.parameter}
            )
        if not any(group.scope == name for group in gateway.groups.values()):
            yield say(("scopes", name), f"no group gives the scope {name!r}", at_key=True)
    if gateway.root.rest is not None:
        yield from _path(loaded.gateway, ("root", "rest", "path"), gateway.root.rest.path, {"service"}, set())

    known = {"token", *gateway.settings}
    scoped = known | {scope.parameter for scope in gateway.scopes.values()}
    allowed: list[tuple[Path_, Any, set[str], set[str]]] = [
        (("rest", "body"), gateway.rest.body, known, set())
    ]
    if gateway.bulk is not None:
        allowed.append((("bulk", "query"), gateway.bulk.query, known, set()))
    if gateway.socket is not None:
        everything = scoped | {"id", "body", "service"}
        allowed.append((("socket", "send"), gateway.socket.send, everything, {"id", "body"}))
        if gateway.socket.auth is not None:
            allowed.append((("socket", "auth", "send"), gateway.socket.auth.send, known, set()))
    if gateway.rdf is not None:
        rdf = gateway.rdf
        allowed += [
            (("rdf", "iri"), rdf.iri, {"value"}, {"value"}),
            (("rdf", "blank"), rdf.blank, {"value"}, {"value"}),
            (("rdf", "literal"), rdf.literal, {"value", "datatype", "language"}, {"value"}),
            (("rdf", "quoted"), rdf.quoted, {"triple"}, {"triple"}),
            (("rdf", "triple"), rdf.triple, {"s", "p", "o", "g"}, {"s", "p", "o"}),
        ]
        yield from _rdf(loaded)
    for where, template, may, must in allowed:
        if template is not None:
            yield from _template(loaded.gateway, where, template, may, must)
    if gateway.auth.header is not None:
        for name in embedded(gateway.auth.header.value):
            if name not in known:
                yield say(("auth", "header", "value"), f"there is no value ${name}")


def _rdf(loaded: Loaded) -> Iterator[Problem]:
    rdf = loaded.descriptor.gateway.rdf
    assert rdf is not None
    terms = {"iri": rdf.iri, "blank": rdf.blank, "literal": rdf.literal, "quoted": rdf.quoted}
    constants = {name: _constants(template) for name, template in terms.items() if template is not None}
    for (one, ours), (other, theirs) in combinations(constants.items(), 2):
        if not any(key in theirs and theirs[key] != value for key, value in ours.items()):
            yield loaded.gateway.problem(
                ("rdf", other), f"no constant field tells it from {one}", at_key=True
            )
    for name, template in {**terms, "triple": rdf.triple}.items():
        for key, value in (template or {}).items():
            if isinstance(value, (dict, list)):
                yield loaded.gateway.problem(("rdf", name, key), "a term's template has no nested objects")


def _constants(template: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in template.items() if value_of(value) is None}


def _template(source: Source, path: Path_, template: Any, may: set[str], must: set[str]) -> Iterator[Problem]:
    used: set[str] = set()
    for where, name, _optional in template_values(template):
        used.add(name)
        if name not in may:
            options = ", ".join(f"${option}" for option in sorted(may))
            yield source.problem((*path, *where), f"there is no value ${name}; known here: {options}")
    for name in sorted(must - used):
        yield source.problem(path, f"${name} must stand somewhere in it", at_key=True)


def _path(source: Source, where: Path_, path: str, may: set[str], must: set[str]) -> Iterator[Problem]:
    used = set(placeholders(path))
    for name in sorted(used - may):
        yield source.problem(where, f"there is no value for {{{name}}}")
    for name in sorted(must - used):
        yield source.problem(where, f"{{{name}}} must stand somewhere in it")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", path)):
        yield source.problem(where, "a brace without its partner")


def _services(loaded: Loaded) -> Iterator[Problem]:
    gateway = loaded.descriptor.gateway
    seen: dict[str, str] = {}
    for stem, service in loaded.descriptor.services.items():
        source = loaded.services[stem]
        if service.group is not None and service.group not in gateway.groups:
            yield source.problem(("group",), f"there is no group {service.group!r}")
            continue
        if service.scope is not None and service.scope not in gateway.scopes:
            yield source.problem(("scope",), f"there is no scope {service.scope!r}")
            continue
        for name, operation in service.operations.items():
            path: Path_ = ("operations", name)
            gives_id = service.group is not None and gateway.groups[service.group].scope is not None
            if not METHOD_NAME.fullmatch(name) or name in names.TAKEN_METHODS or (gives_id and name == "id"):
                message = f"{name!r} cannot be the name of a method here; use another one in snake_case"
                yield source.problem(path, message, at_key=True)
            constant = names.constant(service, name)
            if constant in seen:
                message = f"{names.operation_name(service, name)!r} is also in {seen[constant]}"
                yield source.problem(path, message, at_key=True)
            seen[constant] = source.file
            yield from _operation(loaded, source, path, service, operation)
        for part, transfers in (("imports", service.imports), ("exports", service.exports)):
            for name, transfer in transfers.items():
                path = (part, name)
                constant = f"{part[:-1]}_{name}".upper()
                if not METHOD_NAME.fullmatch(name) or constant in seen:
                    yield source.problem(
                        path, f"{name!r} cannot be used here, or is there twice", at_key=True
                    )
                seen[constant] = source.file
                yield from _transfer(loaded, source, part, name, transfer)


def _operation(
    loaded: Loaded, source: Source, path: Path_, service: Service, operation: Operation
) -> Iterator[Problem]:
    gateway = loaded.descriptor.gateway
    scope = gateway.scopes[service.scope] if service.scope is not None else None
    route = operation.rest
    if route is True:
        route = (scope.rest if scope is not None else gateway.root.rest) or False
        if route is False:
            message = f"{'the scope' if scope else 'root'} has no REST route; say `rest: false` or give one"
            yield source.problem(path, message, at_key=True)
    in_path = {name for name, field in operation.request.items() if field.place == "path"}
    if isinstance(route, Route):
        own = {scope.parameter} if scope is not None else set[str]()
        where = (*path, "rest", "path")
        yield from _path(source, where, route.path, own | in_path | {"service"}, own | in_path)
    elif not (operation.socket and gateway.socket is not None):
        yield source.problem(path, "it is on no interface, so it yields nothing", at_key=True)

    if gateway.socket is not None and operation.socket:
        provided = {"id", "body", "service", "token", *gateway.settings}
        provided |= {scope.parameter} if scope is not None else set()
        for _where, name, optional in template_values(gateway.socket.send):
            if name not in provided and not optional:
                yield source.problem(
                    path, f"the socket's envelope needs ${name}, which it lacks", at_key=True
                )

    taken: dict[str, str] = {}
    for name, field in operation.request.items():
        where = (*path, "request", name)
        yield from _field(loaded, source, where, field)
        for other in (name, *field.also):
            if other in taken:
                yield source.problem(where, f"{other!r} is also a name of {taken[other]!r}", at_key=True)
            taken[other] = name
        if field.place == "path" and not field.required and field.default is None:
            yield source.problem(where, "a value of the path is required, or has a default")
        if field.place == "path" and not re.fullmatch(r"[\w-]+", field.wire or name):
            yield source.problem((*where, "wire"), "a value of the path has a plain name")
        if isinstance(field.default, dict):
            yield source.problem((*where, "default"), "an object cannot be a default; see `send`")
    for index, name in enumerate(operation.retired):
        if name not in gateway.retired:
            yield source.problem((*path, "retired", index), f"gateway.yaml has no {name!r} under `retired`")
        if name in taken:
            yield source.problem((*path, "retired", index), f"{name!r} is an argument of the operation")
    for _where, name, _optional in template_values(operation.send):
        yield source.problem((*path, "send"), f"only constants are sent here; ${name} has no value")
    yield from _returns(loaded, source, path, operation)
    yield from _stream(loaded, source, path, operation)


def _returns(loaded: Loaded, source: Source, path: Path_, operation: Operation) -> Iterator[Problem]:
    returns = operation.returns
    if operation.response is None:
        if not (returns.text or returns.nothing):
            message = "it has no `response`; say `returns: {nothing: true}` if it answers with nothing"
            yield source.problem(path, message, at_key=True)
        if returns.fields or returns.require or returns.nonempty or returns.same_length:
            yield source.problem((*path, "returns"), "there is no `response` to take fields from")
        return
    schema = loaded.descriptor.types.get(operation.response)
    if schema is None:
        yield source.problem((*path, "response"), f"there is no type {operation.response!r}")
        return
    known = {names.property_name(wire, part) for wire, part in schema.properties.items()}
    asked = [("fields", index, name) for index, name in enumerate(returns.fields)]
    asked += [("require", index, name) for index, name in enumerate(returns.require)]
    asked += [("nonempty", index, name) for index, name in enumerate(returns.nonempty)]
    if returns.same_length is not None:
        asked.append(("same_length", 0, returns.same_length[0]))
        if returns.same_length[1] not in operation.request:
            where = (*path, "returns", "same_length", 1)
            yield source.problem(where, f"the request has no {returns.same_length[1]!r}")
    for part, index, name in asked:
        if name not in known:
            yield source.problem((*path, "returns", part, index), f"{operation.response} has no {name!r}")


def _stream(loaded: Loaded, source: Source, path: Path_, operation: Operation) -> Iterator[Problem]:
    rule = operation.stream
    if rule is None:
        return
    path = (*path, "stream")
    if loaded.descriptor.gateway.socket is None or not operation.socket:
        yield source.problem(path, "only an operation of the socket can stream", at_key=True)
    if rule.switch is not None:
        switch = operation.request.get(rule.switch)
        if switch is None or switch.type != "boolean":
            yield source.problem((*path, "switch"), f"the request has no boolean {rule.switch!r}")
        elif switch.default is not False:
            message = "the switch of a stream has the default false"
            yield source.problem((*path[:-1], "request", rule.switch), message, at_key=True)
    if rule.items and rule.type is None:
        yield source.problem(
            (*path, "items"), "`type` must name the field that tells them apart", at_key=True
        )
    records = loaded.descriptor.records
    for kind, name in rule.items.items():
        if name not in records:
            yield source.problem((*path, "items", kind), f"there is no record {name!r}")
    if rule.other is not None and rule.other not in records:
        yield source.problem((*path, "other"), f"there is no record {rule.other!r}")
    if rule.of is not None:
        yield from _reference(loaded, source, (*path, "of"), rule.of, allow_records=True)
    for index, name in enumerate(rule.text):
        if name not in rule.items.values() and name != rule.other:
            yield source.problem((*path, "text", index), f"{name!r} is none of the stream's records")
        elif "content" not in record_fields(loaded, name):
            yield source.problem((*path, "text", index), f"{name!r} has no field `content`")


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


def _transfer(loaded: Loaded, source: Source, part: str, name: str, transfer: Transfer) -> Iterator[Problem]:
    gateway = loaded.descriptor.gateway
    path: Path_ = (part, name)
    if gateway.bulk is None:
        yield source.problem(path, "gateway.yaml has no `bulk`", at_key=True)
    own: set[str] = set()
    if transfer.scope is not None:
        scope = gateway.scopes.get(transfer.scope)
        if scope is None:
            yield source.problem((*path, "scope"), f"there is no scope {transfer.scope!r}")
            return
        own = {scope.parameter}
    yield from _path(source, (*path, "path"), transfer.path, own, own)
    yield from _reference(loaded, source, (*path, "item"), transfer.item)
    may = {"items", *transfer.arguments}
    if part == "exports":
        # An export's message is only read; what else it holds is of no concern.
        may |= {used for _where, used, _optional in template_values(transfer.message)}
    yield from _template(source, (*path, "message"), transfer.message, may, {"items"})
    for argument, field in transfer.arguments.items():
        where = (*path, "arguments", argument)
        yield from _field(loaded, source, where, field)
        if argument in names.TRANSFER_ARGUMENTS or argument in own or argument == name:
            yield source.problem(where, f"the method has an argument {argument!r} already", at_key=True)
        if field.ref is not None and field.ref in RDF_TYPES:
            yield source.problem(where, "an argument of a transfer cannot be an RDF value")


def _types(loaded: Loaded) -> Iterator[Problem]:
    for name, schema in loaded.descriptor.types.items():
        source, path = loaded.types[name], ("types", name)
        if schema.type != "object":
            yield source.problem(path, "a type is an object; say `type: object`", at_key=True)
        if schema.text is not None and schema.text not in schema.properties:
            yield source.problem((*path, "text"), f"there is no property {schema.text!r}")
        for index, wire in enumerate(schema.required):
            if wire not in schema.properties:
                yield source.problem((*path, "required", index), f"there is no property {wire!r}")
        taken: dict[str, str] = {}
        for wire, part in schema.properties.items():
            where = (*path, "properties", wire)
            yield from _schema(loaded, source, where, part)
            if part.name is not None and names.unusable_property(part.name):
                yield source.problem((*where, "name"), f"{part.name!r} cannot be the name of a field")
            for other in dict.fromkeys((wire, names.property_name(wire, part), *part.also)):
                if other in taken:
                    yield source.problem(where, f"{other!r} is also a name of {taken[other]!r}", at_key=True)
                taken[other] = wire


def _schema(loaded: Loaded, source: Source, path: Path_, schema: Schema) -> Iterator[Problem]:
    if schema.properties or schema.required or schema.text:
        yield source.problem(path, "an object with properties is a type of its own; refer to it by `$ref`")
    yield from _value(loaded, source, path, schema)
    if schema.items is not None:
        yield from _schema(loaded, source, (*path, "items"), schema.items)
    if schema.additionalProperties is not None:
        yield from _schema(loaded, source, (*path, "additionalProperties"), schema.additionalProperties)


def _field(loaded: Loaded, source: Source, path: Path_, field: Field_) -> Iterator[Problem]:
    yield from _value(loaded, source, path, field)
    if field.items is not None:
        yield from _field(loaded, source, (*path, "items"), field.items)
    if field.additionalProperties is not None:
        yield from _field(loaded, source, (*path, "additionalProperties"), field.additionalProperties)


def _value(loaded: Loaded, source: Source, path: Path_, value: Field_ | Schema) -> Iterator[Problem]:
    if value.ref is not None:
        yield from _reference(loaded, source, (*path, "$ref"), value.ref)
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


def _reference(
    loaded: Loaded, source: Source, path: Path_, name: str, *, allow_records: bool = False
) -> Iterator[Problem]:
    if name in RDF_TYPES:
        if loaded.descriptor.gateway.rdf is None:
            yield source.problem(path, "gateway.yaml does not say how RDF looks on the wire (`rdf`)")
    elif name not in loaded.descriptor.types and not (allow_records and name in loaded.descriptor.records):
        yield source.problem(path, f"there is no type {name!r}")


def _records(loaded: Loaded) -> Iterator[Problem]:
    records = loaded.descriptor.records
    for name, record in records.items():
        source, path = loaded.types[name], ("records", name)
        seen = {name}
        base = record.base
        while base is not None:
            if base not in records or base in seen:
                message = f"there is no record {base!r}" if base not in records else f"{base} is its own base"
                yield source.problem((*path, "base"), message)
                break
            seen.add(base)
            base = records[base].base
        for key, field in record.fields.items():
            where = (*path, "fields", key)
            yield from _field(loaded, source, where, field)
            if key in names.TAKEN_FIELDS:
                yield source.problem(where, f"{key!r} cannot be the name of a field", at_key=True)
            if field.ref is not None and field.ref not in RDF_TYPES:
                message = "a record holds plain values; say `type: object`"
                yield source.problem((*where, "$ref"), message)
            if field.required:
                yield source.problem((*where, "required"), "a record's field may be missing; give a default")
            if field.default not in (None, [], {}) and isinstance(field.default, (list, dict)):
                yield source.problem((*where, "default"), "only an empty list or object can be a default")


def _class_names(loaded: Loaded) -> Iterator[Problem]:
    descriptor = loaded.descriptor
    taken: dict[str, str] = {}
    owners = [("groups", name, group.class_) for name, group in descriptor.gateway.groups.items()]
    owners += [("scopes", name, scope.class_) for name, scope in descriptor.gateway.scopes.items()]
    for part, name, owner in owners:
        for class_name in names.interface_classes(owner):
            if class_name in names.TAKEN_CLASSES or class_name in taken:
                yield loaded.gateway.problem((part, name, "class"), f"the name {class_name} is taken")
            taken[class_name] = f"{part} {name}"
    for stem, service in descriptor.services.items():
        for name, operation in service.operations.items():
            item = names.item_name(service, name, operation)
            if item is not None:
                if item in taken or item in names.TAKEN_CLASSES:
                    path = ("operations", name)
                    yield loaded.services[stem].problem(path, f"the name {item} is taken", at_key=True)
                taken[item] = f"the stream of {name}"
    for class_name, source in loaded.types.items():
        part = "types" if class_name in descriptor.types else "records"
        if class_name in names.TAKEN_CLASSES or class_name in taken:
            yield source.problem((part, class_name), f"the name {class_name} is taken", at_key=True)


def _yield(loaded: Loaded) -> Iterator[Problem]:
    services = loaded.descriptor.services.values()
    if not any(service.operations or service.imports or service.exports for service in services):
        yield loaded.gateway.problem(
            (), "no service has operations, imports or exports, so it yields nothing"
        )
