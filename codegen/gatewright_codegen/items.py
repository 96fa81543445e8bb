"""What items.py holds: records, unions of them, and functions that make them of what arrives."""

from __future__ import annotations

from collections.abc import Iterable

from gatewright.descriptor import Descriptor, Field_, Operation, Service, StreamRule, Transfer

from . import compile as compiled
from . import names
from .annotations import Annotations
from .facts import all_fields, is_whole, item_annotation, item_type
from .inert import entry, literal, paragraphs
from .parts import Constant, Function, RecordClass, RecordField, Union
from .rules import template_values

# Functions of `shapes` that make ready what a field of such a type holds.
_ENCODERS = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "array": "array",
    "object": "mapping",
}


def records(descriptor: Descriptor) -> Iterable[RecordClass]:
    written: set[str] = set()
    pending = list(descriptor.records)
    while pending:
        name = pending.pop(0)
        record = descriptor.records[name]
        held = {ref for each in record.fields.values() for ref in (each.ref, each.items and each.items.ref)}
        if not ({record.base, *held} & set(descriptor.records)) <= written:
            pending.append(name)
            continue
        written.add(name)
        annotations = Annotations(frozenset(all_fields(descriptor, name)))
        fields = tuple(_record_field(key, each, annotations) for key, each in record.fields.items())
        lines = [entry(key, each.doc) for key, each in record.fields.items() if each.doc]
        doc = paragraphs(record.doc)
        if lines:
            doc += "\n\n" + "\n".join(["Attributes:", *lines])
        mixin = record.mixin.partition(":")[2] if record.mixin is not None else None
        bases = tuple(filter(None, (record.base, mixin) if record.base else (mixin, "Record")))
        yield RecordClass(name, bases, doc, fields)


def _record_field(name: str, described: Field_, annotations: Annotations) -> RecordField:
    annotation = annotations.value(described)
    if described.default is None:
        return RecordField(name, annotations.optional(annotation), "None")
    if described.encode == "base64":
        return RecordField(name, annotation, literal(b""))
    if isinstance(described.default, (list, dict)):
        return RecordField(name, annotation, f"field(default_factory={annotation})")
    return RecordField(name, annotation, literal(described.default))


def unions(descriptor: Descriptor) -> Iterable[Union]:
    """The types of a stream's items, and of a feed's events."""
    for service in descriptor.services.values():
        for name, operation in service.operations.items():
            union = names.item_name(service, name, operation)
            if union is not None and operation.stream is not None and operation.stream.other is not None:
                members = tuple(dict.fromkeys((*operation.stream.items.values(), operation.stream.other)))
                yield Union(
                    union, f"What a stream of `{names.operation_name(service, name)}` consists of.", members
                )
        for name, feed in service.feeds.items():
            members = tuple(dict.fromkeys((*feed.items.values(), feed.other)))
            yield Union(names.event_name(name), f"What the feed `{name}` consists of.", members)


def iterators(descriptor: Descriptor) -> Iterable[Union]:
    """The names for iterators over items."""
    for name, members in descriptor.streams.items():
        kinds = tuple("str" if each == "string" else each for each in members)
        yield Union(name, "An iterator over such items, for annotations.", kinds)


def decoders(descriptor: Descriptor) -> Iterable[Function]:
    for service in descriptor.services.values():
        for name, operation in service.operations.items():
            rule = operation.stream
            if rule is not None and rule.bytes_ is None and rule.strings is None:
                yield _stream_decoder(descriptor, service, name, operation, rule)
        for name, transfer in service.exports.items():
            key = _items_key(transfer)
            yield _list_decoder(descriptor, f"decode_export_{name}", transfer.item, key, f"`export_{name}`")
        for name, transfer in service.imports.items():
            if transfer.item != "rdf:Triple":
                yield _import_function(descriptor, name, transfer)
    for service in descriptor.services.values():
        for name, feed in service.feeds.items():
            lines = compiled.item_decoder(
                feed.items, feed.other, lambda record: all_fields(descriptor, record), kind=feed.type
            )
            yield Function(
                f"decode_feed_{name}",
                f"(body: dict[str, Any]) -> {names.event_name(name)}",
                f"The event that one message of the feed `{name}` is.",
                _with_models(lines),
            )
    yield from _message_decoders(descriptor)


def _stream_decoder(
    descriptor: Descriptor, service: Service, name: str, operation: Operation, rule: StreamRule
) -> Function:
    function = f"decode_{names.function_stem(service, name)}"
    said = f"the stream of `{names.operation_name(service, name)}`"
    if rule.each is not None and rule.of is not None:
        return _list_decoder(descriptor, function, rule.of, rule.each, said)
    assert rule.other is not None
    whole = is_whole(descriptor, rule)
    # The records that carry text are by far the most frequent, so they are tried first.
    lines = compiled.item_decoder(
        rule.items,
        rule.other,
        lambda record: all_fields(descriptor, record),
        kind=rule.type,
        first=rule.text,
        whole=whole,
        hidden=rule.hidden,
    )
    item = item_annotation(service, name, operation, Annotations())
    answer = f"list[{item}]" if rule.hidden else item
    what = "What is handed on of" if rule.hidden else "The item that is"
    return Function(
        function,
        f"(message: Message) -> {answer}" if whole else f"(body: dict[str, Any]) -> {answer}",
        f"{what} one {'message' if whole else 'body'} of {said}.",
        _with_models(lines),
    )


def _with_models(lines: list[str]) -> tuple[str, ...]:
    """Lines that import the models where they use some, which the package itself does not."""
    used = any("models." in line for line in lines)
    return ("from . import models", *lines) if used else tuple(lines)


def _message_decoders(descriptor: Descriptor) -> Iterable[Function]:
    """What makes records of what a gateway says of its own accord."""
    socket = descriptor.gateway.socket
    if socket is None:
        return
    if socket.greeting is not None:
        yield _message_decoder(descriptor, "greeting", socket.greeting.item, "The greeting.")
    for name, push in socket.pushes.items():
        doc = f"A message of the kind `{name}`."
        yield _message_decoder(descriptor, f"push_{name}", push.item, doc)
    if socket.other is not None:
        yield _message_decoder(descriptor, "other", socket.other, "A message of any other kind.")


def _message_decoder(descriptor: Descriptor, stem: str, record: str, doc: str) -> Function:
    lines = compiled.item_decoder({}, record, lambda name: all_fields(descriptor, name), whole=True)
    return Function(f"decode_{stem}", f"(message: Message) -> {record}", doc, _with_models(lines))


def _items_key(transfer: Transfer) -> str:
    """Dotted path of the items in a message."""
    for path, name, _optional in template_values(transfer.message):
        if name == "items":
            return ".".join(map(str, path))
    raise AssertionError("a message without $items has passed the checks")


def _list_decoder(descriptor: Descriptor, function: str, of: str, key: str, said: str) -> Function:
    found = "body"
    for step in key.split("."):
        found = f"{found}[{literal(step)}]" if found != "body" or "." in key else f"body.get({literal(step)})"
    if "." not in key:
        found += " or ()"
    if of == "rdf:Triple":
        made = f"decode_triples({found})"
    elif of == "rdf:Term":
        made = f"[decode_term(each) for each in {found}]"
    elif of == "object":
        made = f"list({found})"
    elif of in descriptor.records:
        construction = compiled.construction(
            of, lambda name: all_fields(descriptor, name), None, known=False, body="item"
        )
        return Function(
            function,
            f"(body: dict[str, Any]) -> list[{of}]",
            f"The items that one body of {said} holds.",
            (
                f"made: list[{of}] = []",
                f"for item in {found}:",
                "    get = item.get",
                f"    made.append({construction})",
                "return made",
            ),
        )
    else:
        return Function(
            function,
            f"(body: dict[str, Any]) -> list[{of}]",
            f"The items that one body of {said} holds.",
            (f"from .models import {of}", f"return [{of}.model_validate(each) for each in {found}]"),
        )
    return Function(
        function,
        f"(body: dict[str, Any]) -> list[{item_type(of)}]",
        f"The items that one body of {said} holds.",
        (f"return {made}",),
    )


def message_lines(transfer: Transfer, items: str) -> list[str]:
    def lookup(name: str) -> str:
        return items if name == "items" else _given(name, transfer.arguments[name])

    whole = compiled.expression(transfer.message, lookup)
    if whole is not None:
        return [f"return dumps({whole})"]
    lines = compiled.assignments("message", transfer.message, lookup, "dict[str, Any]")
    return [*(line.replace("values.get(", "arguments.get(") for line in lines), "return dumps(message)"]


def _given(name: str, described: Field_) -> str:
    """An argument of an import, as it is sent; RDF values are encoded."""
    found = f"arguments[{literal(name)}]"
    inner = described if described.ref is not None else described.items
    if inner is None or inner.ref not in {"rdf:Triple", "rdf:Term"}:
        return found
    each = found if inner is described else "each"
    made = f"encode_triple({each})" if inner.ref == "rdf:Triple" else f"encode_term({each}, {literal(name)})"
    return made if inner is described else f"[{made} for each in {found}]"


def _import_function(descriptor: Descriptor, name: str, transfer: Transfer) -> Function:
    if transfer.item in descriptor.records:
        made: tuple[str, ...] = ()
        items = f"shapes.shaped(items, {names.shape(transfer.item)}, first)"
    elif transfer.item == "object":
        made, items = (), "shapes.texts(items, Mapping, first)"
    else:
        made = (f"from .models import {transfer.item}",)
        items = f"shapes.texts(items, {transfer.item}, first)"
    return Function(
        f"encode_import_{name}",
        "(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes",
        f"One message of `import_{name}`; `first` is the position of its first item.",
        (*made, *message_lines(transfer, items)),
    )


def shapes(descriptor: Descriptor) -> Iterable[Constant]:
    """What records look like that are items of imports."""
    transfers = [each for service in descriptor.services.values() for each in service.imports.values()]
    for record in dict.fromkeys(each.item for each in transfers if each.item in descriptor.records):
        sent = {key: each for key, each in all_fields(descriptor, record).items() if each.place != "client"}
        rows = (_shape_row(key, each) for key, each in sent.items())
        pairs = (("record", record), ("fields", f"({', '.join(rows)},)"))
        yield Constant(names.shape(record), "shapes.Shape", "shapes.Shape", pairs)


def _shape_row(name: str, described: Field_) -> str:
    default = literal(described.default)
    if described.default is None and not described.nullable:
        default = "shapes.MUST"
    return f"({literal(name)}, {literal(described.wire or name)}, {_encoder(name, described)}, {default})"


def _encoder(name: str, described: Field_) -> str:
    """What makes ready a field of an import's item."""
    inner = described.items if described.type == "array" and described.items is not None else described
    if inner.ref is not None:
        one = f"lambda value: term_text(value, {literal(name)})" if inner.ref == "rdf:Term" else "triple_text"
        return one if inner is described else f"lambda values: shapes.each(values, {one})"
    if described.encode == "base64":
        return "shapes.octets"
    if inner is not described and inner.type in {"number", "integer"}:
        return "shapes.vector"
    return f"shapes.{_ENCODERS.get(described.type or '', 'anything')}"
