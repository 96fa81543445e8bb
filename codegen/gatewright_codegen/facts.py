"""What an operation is in terms of Python: its arguments, its result, its items."""

from __future__ import annotations

from collections.abc import Mapping

from gatewright.descriptor import (
    Descriptor,
    Field_,
    Operation,
    Returns,
    Route,
    Schema,
    Service,
    StreamRule,
)

from . import names
from .annotations import Annotations, default_source, is_optional
from .compile import ENVELOPE, MODEL
from .inert import literal
from .parts import Parameter
from .rules import RDF_TYPES, wanted


def route(descriptor: Descriptor, service: Service, operation: Operation) -> Route | None:
    """The route on REST, the service's name filled in; None: not on REST."""
    rest, _socket = wanted(service, operation)
    if rest is True:
        scope = service.scope
        owner = descriptor.gateway.scopes[scope] if scope is not None else descriptor.gateway.root
        chosen = owner.rest
    else:
        chosen = rest or None
    if chosen is None:
        return None
    return chosen.model_copy(update={"path": chosen.path.replace("{service}", service.service)})


def is_plain(operation: Operation) -> bool:
    """Whether an operation is one request, rather than made of others."""
    return operation.follow is None and operation.upload is None and operation.save is None


def on_socket(descriptor: Descriptor, service: Service, operation: Operation) -> bool:
    """Whether an operation is on the multiplexed socket."""
    return wanted(service, operation)[1] and descriptor.gateway.socket is not None


def starter(service: Service, operation: Operation) -> Operation:
    """The operation whose request a call takes: its own, or the one that starts what it follows."""
    return operation if operation.follow is None else service.operations[operation.follow.start]


def reader(service: Service, operation: Operation) -> Operation:
    """The operation whose result a call returns: its own, or the one that reads what it follows."""
    return operation if operation.follow is None else service.operations[operation.follow.result]


def is_whole(descriptor: Descriptor, rule: StreamRule) -> bool:
    """Whether the items of a stream are made of a body with what its envelope says of it."""
    if rule.each is not None or rule.type is not None or rule.other is None:
        return False
    if rule.items or rule.end or rule.keys or rule.hidden:
        return True
    return any(each.wire in ENVELOPE for each in all_fields(descriptor, rule.other).values())


def arguments(operation: Operation, annotations: Annotations, terms: str) -> tuple[Parameter, ...]:
    """The arguments of an operation, those that must be given first."""
    return arguments_of(operation.request, annotations, terms)


def arguments_of(fields: Mapping[str, Field_], annotations: Annotations, terms: str) -> tuple[Parameter, ...]:
    """Arguments for some fields, those that must be given first."""
    parameters = [argument(name, each, annotations, terms) for name, each in fields.items()]
    return tuple(sorted(parameters, key=lambda parameter: bool(parameter.default)))


def argument(name: str, described: Field_, annotations: Annotations, terms: str) -> Parameter:
    """The argument of a method that stands for a field of the request."""
    annotation = annotations.argument(described)
    default = ""
    if not described.required:
        default = default_source(described.default)
        if described.default is None:
            annotation = annotations.optional(annotation)
    if described.nullable:
        annotation = annotations.optional(annotation)
    return Parameter(
        name, annotation, default, described.wire or name, _sent(name, described, terms), described.doc
    )


def _sent(name: str, described: Field_, terms: str) -> str:
    """What is sent for an argument; RDF values are encoded, everything else goes as it is."""
    optional = not described.required and described.default is None
    if described.ref == "rdf:Term":
        return f"{terms}.encode_term({name}, {literal(name)})"
    if described.ref == "rdf:Triple":
        return f"{terms}.encode_triple({name})"
    inner = described.items
    if described.type == "array" and inner is not None and inner.ref in RDF_TYPES:
        each = f"{terms}.encode_triple(each)"
        if inner.ref == "rdf:Term":
            each = f"{terms}.encode_term(each, {literal(name)})"
        made = f"[{each} for each in {name}]"
        return f"None if {name} is None else {made}" if optional else made
    return name


def result_annotation(descriptor: Descriptor, operation: Operation, annotations: Annotations) -> str:
    """What a call returns when it does not stream."""
    returns = operation.returns
    if returns.text:
        return annotations.builtin("str")
    if returns.json_:
        return "Any"
    if returns.nothing or operation.response is None:
        return "None"
    if returns.many:
        return f"{annotations.builtin('list')}[{operation.response}]"
    if not returns.fields:
        return operation.response
    if returns.first:
        found = response_fields(descriptor.types[operation.response])[returns.fields[0]][1].items
        one = "Any" if found is None else annotations.value(found)
        return one if returns.nonempty == returns.fields else annotations.optional(one)
    if returns.parse is not None:
        parts = ["Any" if returns.parse == "json" else annotations.builtin("bytes")] * len(returns.fields)
    else:
        known = response_fields(descriptor.types[operation.response])
        parts = [_returned(known[name], returns, name, annotations) for name in returns.fields]
    if returns.either:
        return "Any" if "Any" in parts else " | ".join(dict.fromkeys(parts))
    return parts[0] if len(parts) == 1 else f"{annotations.builtin('tuple')}[{', '.join(parts)}]"


def _returned(found: tuple[str, Schema, bool], returns: Returns, name: str, annotations: Annotations) -> str:
    _wire, schema, required = found
    annotation = annotations.value(schema)
    certain = name in returns.nonempty or returns.require == [name]
    return (
        annotations.optional(annotation)
        if is_optional(schema, required=required) and not certain
        else annotation
    )


def response_fields(schema: Schema) -> dict[str, tuple[str, Schema, bool]]:
    """Python name to wire name, schema, and whether it is always there."""
    return {
        names.property_name(wire, part): (wire, part, wire in schema.required)
        for wire, part in schema.properties.items()
    }


def result_doc(descriptor: Descriptor, operation: Operation) -> str:
    """What a call returns, in words."""
    returns = operation.returns
    if returns.nothing or (operation.response is None and not (returns.text or returns.json_)):
        return ""
    if returns.json_:
        return "The answer, as JSON."
    if returns.text or operation.response is None:
        return "The text of the answer."
    schema = descriptor.types[operation.response]
    if not returns.fields:
        said = schema.description or "The answer."
        return f"A list; each item: {said}" if returns.many else said
    known = response_fields(schema)
    said = " ".join(known[name][1].description or f"`{name}` of the answer." for name in returns.fields)
    return said if returns.parse is None else f"{said.rstrip('.')}, decoded."


def item_annotation(service: Service, name: str, operation: Operation, annotations: Annotations) -> str:
    """The items of an operation's stream; "" when it has none."""
    rule = operation.stream
    if rule is None:
        return ""
    if rule.bytes_ is not None:
        return annotations.builtin("bytes")
    if rule.strings is not None:
        return annotations.builtin("str")
    if rule.of is not None:
        return item_type(rule.of)
    return names.item_name(service, name, operation) or rule.other or ""


def item_type(name: str) -> str:
    return {"rdf:Triple": "rdf.Triple", "rdf:Term": "rdf.Term", "object": "dict[str, Any]"}.get(name, name)


def all_fields(descriptor: Descriptor, name: str) -> Mapping[str, Field_]:
    """The fields of a record, those of its base first; `MODEL` for a type."""
    if name in descriptor.types:
        return MODEL
    record = descriptor.records[name]
    inherited = all_fields(descriptor, record.base) if record.base is not None else dict[str, Field_]()
    return {**inherited, **record.fields}
