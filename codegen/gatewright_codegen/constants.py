"""The constants of operations.py: what the runtime acts on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gatewright.descriptor import (
    Command,
    Descriptor,
    Feed,
    Field_,
    Follow,
    Operation,
    Service,
    StreamRule,
    SubCall,
    Template,
    Transfer,
    Upload,
    Verify,
)

from . import names
from .annotations import Annotations
from .calls import sub_call, wire_names
from .compile import value_of
from .facts import (
    is_plain,
    is_whole,
    item_annotation,
    item_type,
    on_socket,
    reader,
    response_fields,
    result_annotation,
    route,
)
from .inert import literal
from .parts import Constant
from .rules import placeholders, used_values

Pairs = list[tuple[str, str]]


def constants(descriptor: Descriptor) -> Iterable[Constant]:
    services = descriptor.services.values()
    for service in services:
        for name, operation in service.operations.items():
            if operation.upload is not None:
                yield _upload_constant(descriptor, service, name, operation.upload)
            elif is_plain(operation):
                yield _operation_constant(descriptor, service, name, operation)
        for name, transfer in service.imports.items():
            yield Constant(
                f"IMPORT_{name.upper()}",
                f"Import[{item_type(transfer.item)}]",
                "Import",
                (
                    ("name", literal(f"import_{name}")),
                    ("path", literal(transfer.path)),
                    ("encode", f"{_home(descriptor, transfer)}.encode_import_{name}"),
                    ("batch", literal(transfer.batch)),
                    ("confirmed_by_pong", literal(transfer.confirm == "pong")),
                    *([("queue", literal(transfer.queue))] if transfer.queue else []),
                    *_item(descriptor, transfer, names.shape(transfer.item)),
                ),
            )
        for name, transfer in service.exports.items():
            yield Constant(
                f"EXPORT_{name.upper()}",
                f"Export[{item_type(transfer.item)}]",
                "Export",
                (
                    ("name", literal(f"export_{name}")),
                    ("path", literal(transfer.path)),
                    ("decode", f"items.decode_export_{name}"),
                    *_item(descriptor, transfer, transfer.item),
                ),
            )
    for service in services:
        for name, feed in service.feeds.items():
            yield _feed_constant(name, feed)
            for key, command in feed.commands.items():
                yield _command_constant(name, feed, key, command)
    # What follows refers to all of these.
    for service in services:
        for name, operation in service.operations.items():
            if operation.follow is not None:
                yield _follow_constant(descriptor, service, name, operation, operation.follow)


def _home(descriptor: Descriptor, transfer: Transfer) -> str:
    return "terms" if transfer.item == "rdf:Triple" else "items"


def _item(descriptor: Descriptor, transfer: Transfer, record: str) -> Pairs:
    """What an item is, for those that read and write files; `record` is what says it of one with fields."""
    if transfer.item == "rdf:Triple":
        return [("item", "rdf.Triple")]
    return [("item", f"items.{record}")] if transfer.item in descriptor.records else []


def _operation_constant(
    descriptor: Descriptor, service: Service, name: str, operation: Operation
) -> Constant:
    annotations = Annotations()
    result = result_annotation(descriptor, operation, annotations)
    found = route(descriptor, service, operation)
    fields = {key: (each.wire or key, each) for key, each in operation.request.items()}
    wires = wire_names(operation)
    pairs: Pairs = [("name", literal(names.operation_name(service, name)))]
    if found is not None:
        if found.method != "POST":
            pairs.append(("method", literal(found.method)))
        placeable = {key: wire for key, (wire, each) in fields.items() if each.place != "query"}
        pairs.append(("path", literal(_wire_path(found.path, placeable))))
        if found.query:
            pairs.append(("params", literal(_values_of(found.query))))
    if on_socket(descriptor, service, operation):
        pairs.append(("frame", literal(_frame(descriptor, service, name, operation, wires))))
        if in_service := [wires[key] for key in placeholders(operation.service or "") if key in wires]:
            pairs.append(("in_service", literal(tuple(in_service))))
    if operation.send:
        pairs.append(("body", literal(dict(operation.send))))
    for attribute in ("whole", "content"):
        pairs += [(attribute, literal(wire)) for wire, each in fields.values() if each.place == attribute]
    for attribute, chosen in (
        ("query", [wire for wire, each in fields.values() if each.place == "query"]),
        ("in_path", [wire for wire, each in fields.values() if each.place == "path"]),
        ("json_text", [wire for wire, each in fields.values() if each.encode == "json"]),
        ("texts", [wire for wire, each in fields.values() if each.encode == "text"]),
        ("base64", [wire for wire, each in fields.values() if each.encode == "base64"]),
        ("nullable", [wire for wire, each in fields.values() if each.nullable]),
        ("lists", [wire for wire, each in fields.values() if each.type == "array" and not each.single]),
        ("singles", [wire for wire, each in fields.values() if each.single]),
    ):
        if chosen:
            pairs.append((attribute, literal(tuple(chosen))))
    models = {wire: model for wire, each in fields.values() if (model := _model(each)) is not None}
    if models:
        pairs.append(("models", literal(models)))
    fill = {wire: each.value for wire, each in fields.values() if each.value not in (None, "seconds")}
    if fill:
        pairs.append(("fill", literal(fill)))
    if seconds := [wire for wire, each in fields.values() if each.value == "seconds"]:
        pairs.append(("seconds", literal(tuple(seconds))))
    within: dict[str, tuple[str, ...]] = {}
    for wire, each in fields.values():
        if each.within is not None:
            within[each.within] = (*within.get(each.within, ()), wire)
    if within:
        pairs.append(("within", literal(within)))
    for wire, each in fields.values():
        if each.derive is not None:
            call = sub_call(descriptor, service, each.derive, wires)
            whole = ", whole=True" if each.derive.whole else ""
            pairs.append(("derive", f"Derive({literal(wire)}, {literal(each.derive.source)}, {call}{whole})"))
    if operation.verify is not None:
        pairs.append(("verify", _verify(descriptor, service, operation.verify, wires)))
    made = _result(descriptor, operation)
    if made:
        pairs.append(("result", made))
    rule = operation.stream
    if rule is not None:
        if rule.join:
            joined = {field: tuple(records) for field, records in rule.join.items()}
            pairs.append(("join", literal(joined)))
        pairs.append(("stream", _stream_rule(descriptor, service, name, rule, fields)))
        if found is not None and found.stream is not None:
            pairs.append(("media", literal(found.stream)))
    pairs += [(flag, "True") for flag in ("idempotent", "long") if getattr(operation, flag)]
    if rule is None:
        return Constant(names.constant(service, name), f"Operation[{result}]", "Operation", tuple(pairs))
    item = item_annotation(service, name, operation, annotations)
    annotation = f"StreamOperation[{result}, {item}]"
    return Constant(names.constant(service, name), annotation, "StreamOperation", tuple(pairs))


def _frame(
    descriptor: Descriptor, service: Service, name: str, operation: Operation, wires: Mapping[str, str]
) -> dict[str, str]:
    """What the envelope of the socket uses of an operation."""
    socket = descriptor.gateway.socket
    asked = used_values(socket.send, socket.body) if socket is not None else set[str]()
    called = _wire_path(operation.service, wires) if operation.service is not None else service.service
    told = {"service": called, "operation": operation.wire or name}
    return {key: value for key, value in told.items() if key in asked}


def _values_of(template: Template) -> dict[str, str]:
    """Key to the name of its value; the checks allow nothing else there."""
    return {key: value[0] for key, part in template.items() if (value := value_of(part)) is not None}


def _verify(descriptor: Descriptor, service: Service, verify: Verify, wires: Mapping[str, str]) -> str:
    parts = [f"read={sub_call(descriptor, service, verify.read, wires)}"]
    for attribute in ("contains", "lacks", "equals"):
        argument: str | None = getattr(verify, attribute)
        if argument is not None:
            parts.append(f"{attribute}={literal(wires[argument])}")
    if verify.has:
        parts.append(f"has={literal({key: wires[each] for key, each in verify.has.items()})}")
    if verify.each is not None:
        parts.append(f"each={literal((wires[verify.each[0]], verify.each[1]))}")
    if verify.gone is not None:
        parts.append(f"gone={literal(verify.gone)}")
    return f"Verify({', '.join(parts)})"


def _upload_constant(descriptor: Descriptor, service: Service, name: str, upload: Upload) -> Constant:
    def step(call: SubCall) -> str:
        return sub_call(descriptor, service, call)

    begin = "".join(f"{step(call)}, " for call in upload.begin)
    pairs: Pairs = [
        ("name", literal(names.operation_name(service, name))),
        ("argument", literal(upload.argument)),
        ("begin", f"({begin})"),
        ("chunk_size", literal(upload.chunk_size)),
        ("chunk", step(upload.chunk)),
        ("finish", step(upload.finish)),
    ]
    pairs += _unless(upload, missing=None, total=None, resume=None, key=None)
    if upload.small is not None:
        pairs.append(("small", f"({literal(upload.small.below)}, {step(upload.small)})"))
    if upload.then is not None:
        pairs.append(("then", step(upload.then)))
    return Constant(names.constant(service, name), "Upload", "Upload", tuple(pairs))


def _stream_rule(
    descriptor: Descriptor,
    service: Service,
    name: str,
    rule: StreamRule,
    fields: Mapping[str, tuple[str, Field_]],
) -> str:
    if rule.bytes_ is not None:
        parts = [f"decode=chunks.base64_field({literal(rule.bytes_)})"]
    elif rule.strings is not None:
        parts = [f"decode=chunks.text_field({literal(rule.strings)})"]
    else:
        parts = [f"decode=items.decode_{names.function_stem(service, name)}"]
    if rule.each is not None or rule.hidden or rule.strings is not None:
        parts.append("each=True")
    if rule.switch is not None:
        parts.append(f"switch={literal(fields[rule.switch][0])}")
    if rule.text:
        parts.append(f"text={literal(tuple(rule.text))}")
    if is_whole(descriptor, rule):
        parts.append("whole=True")
    if rule.keys:
        parts.append(f"keys={literal(tuple(rule.keys.items()))}")
    if rule.end:
        parts.append(f"end={literal(tuple(rule.end))}")
        if rule.type is not None:
            parts.append(f"type={literal(rule.type)}")
    if rule.repeats is not None:
        parts.append(f"repeats={literal(rule.repeats)}")
    if rule.total is not None:
        parts.append(f"total={literal(rule.total)}")
    if rule.nonempty:
        parts.append("nonempty=True")
    if rule.length is not None:
        wires = {key: wire for key, (wire, _each) in fields.items()}
        parts.append(f"length={sub_call(descriptor, service, rule.length, wires)}")
    return f"StreamRule({', '.join(parts)})"


def _feed_constant(name: str, feed: Feed) -> Constant:
    in_path = {key: each.wire or key for key, each in feed.arguments.items()}
    words = tuple(dict.fromkeys(each.word for each in feed.commands.values() if each.word is not None))
    pairs: Pairs = [
        ("name", literal(name)),
        ("path", literal(_wire_path(feed.path, in_path))),
        ("decode", f"items.decode_feed_{name}"),
        ("type", literal(feed.type)),
    ]
    if feed.end:
        pairs.append(("end", literal(tuple(feed.end))))
    if feed.settled:
        pairs.append(("settled", literal({kind: _values(each) for kind, each in feed.settled.items()})))
    if feed.hidden:
        pairs.append(("hidden", literal(tuple(feed.hidden))))
    if feed.replies:
        pairs.append(("replies", literal(dict(feed.replies))))
    if feed.poll is not None:
        pairs.append(("poll", literal(feed.commands[feed.poll.command].send)))
        pairs += _unless(feed.poll, every=15.0, settle=1.0)
    if words:
        pairs.append(("words", literal(words)))
    return Constant(names.feed_constant(name), f"Feed[{names.event_name(name)}]", "Feed", tuple(pairs))


def _unless(part: object, **defaults: object) -> Pairs:
    """The attributes of a part of the descriptor that are not the runtime's defaults."""
    return [
        (key, literal(value)) for key, default in defaults.items() if (value := getattr(part, key)) != default
    ]


def _values(fields: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in fields.items()}


def _command_constant(name: str, feed: Feed, key: str, command: Command) -> Constant:
    pairs: Pairs = [("name", literal(f"{name}.{key}")), ("send", literal(command.send))]
    pairs += _unless(command, word=None, event=None)
    return Constant(
        names.feed_constant(name, key), f"Command[{command_answer(feed, command)}]", "Command", tuple(pairs)
    )


def command_answer(feed: Feed, command: Command) -> str:
    """What a command returns: the event that answers, or the seconds that a word took."""
    return "float" if command.event is None else feed.items[command.event]


def _follow_constant(
    descriptor: Descriptor, service: Service, name: str, operation: Operation, follow: Follow
) -> Constant:
    result = result_annotation(descriptor, reader(service, operation), Annotations())
    arguments = service.feeds[follow.feed].arguments
    pairs: Pairs = [
        ("name", literal(names.operation_name(service, name))),
        ("start", names.constant(service, follow.start)),
        ("feed", names.feed_constant(follow.feed)),
        ("result", names.constant(service, follow.result)),
        ("keys", literal(tuple(each.wire or key for key, each in arguments.items()))),
        ("finished", literal(_values(follow.finished))),
    ]
    if follow.failed:
        pairs.append(("failed", literal(_values(follow.failed))))
    pairs += _unless(follow, error=None, every=1.0)
    annotation = f"Follow[{result}, {names.event_name(follow.feed)}]"
    return Constant(names.constant(service, name), annotation, "Follow", tuple(pairs))


def _model(described: Field_) -> str | None:
    """The model that a field holds, or holds a list of."""
    ref = described.ref or (described.items.ref if described.items is not None else None)
    return None if ref is None or ref.startswith("rdf:") else ref


def _wire_path(path: str, wires: Mapping[str, str]) -> str:
    """The path with wire names in its placeholders, since values are looked up by those."""
    for name in placeholders(path):
        if name in wires:
            path = path.replace(f"{{{name}}}", f"{{{wires[name]}}}")
    return path


def _result(descriptor: Descriptor, operation: Operation) -> str:
    returns = operation.returns
    if returns.text:
        return "Result(text=True)"
    if returns.json_:
        return "Result(json=True)"
    if operation.response is None or (
        returns.nothing and not (returns.require or returns.nonempty or returns.same_length)
    ):
        return ""
    known = response_fields(descriptor.types[operation.response])
    parts: list[str] = [] if returns.nothing else [literal(operation.response)]
    if returns.fields:
        parts.append(f"fields={literal(tuple(returns.fields))}")
    if returns.first:
        parts.append("first=True")
    if returns.either:
        parts.append("either=True")
    if returns.parse is not None:
        parts.append(f"parse={literal(returns.parse)}")
    if returns.many:
        parts.append("many=True")
    if returns.measure is not None:
        parts.append(f"measure={literal(known[returns.measure][0])}")
    for attribute in ("require", "nonempty"):
        python_names: list[str] = getattr(returns, attribute)
        if python_names:
            parts.append(f"{attribute}={literal(tuple(known[each][0] for each in python_names))}")
    if returns.missing != "ServiceError":
        parts.append(f"missing={returns.missing}")
    if returns.same_length is not None:
        theirs, ours = returns.same_length
        wire = operation.request[ours].wire or ours
        parts.append(f"same_length={literal((known[theirs][0], wire))}")
    return f"Result({', '.join(parts)})"
