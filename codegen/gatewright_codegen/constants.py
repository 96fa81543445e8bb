"""The constants of operations.py and protocol.py: what the runtime acts on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gatewright.descriptor import (
    Command,
    Descriptor,
    ErrorRule,
    Feed,
    Field_,
    Follow,
    Operation,
    Push,
    Service,
    Socket,
    StreamRule,
    Transfer,
)

from . import names
from .annotations import Annotations
from .facts import (
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
            if operation.follow is None:
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


def _operation_constant(
    descriptor: Descriptor, service: Service, name: str, operation: Operation
) -> Constant:
    annotations = Annotations()
    result = result_annotation(descriptor, operation, annotations)
    found = route(descriptor, service, operation)
    fields = {key: (each.wire or key, each) for key, each in operation.request.items()}
    pairs: Pairs = [("name", literal(names.operation_name(service, name)))]
    if found is not None:
        if found.method != "POST":
            pairs.append(("method", literal(found.method)))
        placeable = {key: wire for key, (wire, each) in fields.items() if each.place != "query"}
        pairs.append(("path", literal(_wire_path(found.path, placeable))))
    if on_socket(descriptor, service, operation):
        pairs.append(("frame", literal(_frame(descriptor, service, name, operation))))
    if operation.send:
        pairs.append(("body", literal(dict(operation.send))))
    for attribute, wires in (
        ("query", [wire for wire, each in fields.values() if each.place == "query"]),
        ("in_path", [wire for wire, each in fields.values() if each.place == "path"]),
        ("json_text", [wire for wire, each in fields.values() if each.encode == "json"]),
        ("nullable", [wire for wire, each in fields.values() if each.nullable]),
        ("lists", [wire for wire, each in fields.values() if each.type == "array"]),
    ):
        if wires:
            pairs.append((attribute, literal(tuple(wires))))
    models = {wire: model for wire, each in fields.values() if (model := _model(each)) is not None}
    if models:
        pairs.append(("models", literal(models)))
    fill = {wire: each.value for wire, each in fields.values() if each.value is not None}
    if fill:
        pairs.append(("fill", literal(fill)))
    made = _result(descriptor, operation)
    if made:
        pairs.append(("result", made))
    rule = operation.stream
    if rule is not None:
        pairs.append(("stream", _stream_rule(descriptor, service, name, rule, fields)))
        if found is not None and found.stream is not None:
            pairs.append(("media", literal(found.stream)))
    pairs += [(flag, "True") for flag in ("idempotent", "long") if getattr(operation, flag)]
    if rule is None:
        return Constant(names.constant(service, name), f"Operation[{result}]", "Operation", tuple(pairs))
    item = item_annotation(service, name, operation, annotations)
    annotation = f"StreamOperation[{result}, {item}]"
    return Constant(names.constant(service, name), annotation, "StreamOperation", tuple(pairs))


def _frame(descriptor: Descriptor, service: Service, name: str, operation: Operation) -> dict[str, str]:
    """What the envelope of the socket uses of an operation."""
    socket = descriptor.gateway.socket
    asked = used_values(socket.send, socket.body) if socket is not None else set[str]()
    told = {"service": service.service, "operation": operation.wire or name}
    return {key: value for key, value in told.items() if key in asked}


def _stream_rule(
    descriptor: Descriptor,
    service: Service,
    name: str,
    rule: StreamRule,
    fields: Mapping[str, tuple[str, Field_]],
) -> str:
    parts = [f"decode=items.decode_{names.function_stem(service, name)}"]
    if rule.each is not None:
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
    if returns.parse is not None:
        parts.append("parse=True")
    if returns.many:
        parts.append("many=True")
    if returns.measure is not None:
        parts.append(f"measure={literal(known[returns.measure][0])}")
    for attribute in ("require", "nonempty"):
        python_names: list[str] = getattr(returns, attribute)
        if python_names:
            parts.append(f"{attribute}={literal(tuple(known[each][0] for each in python_names))}")
    if returns.same_length is not None:
        theirs, ours = returns.same_length
        wire = operation.request[ours].wire or ours
        parts.append(f"same_length={literal((known[theirs][0], wire))}")
    return f"Result({', '.join(parts)})"


def gateway_info(descriptor: Descriptor) -> Iterable[tuple[str, str]]:
    gateway = descriptor.gateway
    yield "name", literal(gateway.gateway)
    yield "title", literal(gateway.title)
    yield "release", literal(gateway.release)
    yield "package", literal(gateway.gateway)
    yield "default_url", literal(gateway.address.default)
    for key, variable in (("url_env", gateway.address.env), ("token_env", gateway.auth.env)):
        if variable is not None:
            yield key, literal(variable)
    if gateway.settings:
        made = (
            f"{literal(name)}: Setting(default={literal(setting.default)}, env={literal(setting.env)})"
            for name, setting in gateway.settings.items()
        )
        yield "settings", "{" + ", ".join(made) + "}"
    if gateway.auth.header is not None:
        yield "rest_headers", "rest_headers"
    if gateway.rest.body:
        yield "rest_body", "rest_body"
    yield "find_error", "find_error"
    errors = gateway.errors
    if errors.by == "status":
        yield "errors_by_status", "True"
    if errors.type != ["type"]:
        yield "error_type", literal(tuple(errors.type))
    if errors.message != "message":
        yield "error_message", literal(errors.message)
    if errors.faults is not None:
        yield "error_faults", literal((errors.faults.place, errors.faults.message))
    if errors.rules:
        yield "error_rules", "(" + ", ".join(_error_rule(rule) for rule in errors.rules) + ",)"
    if gateway.socket is not None:
        yield "socket", _call("SocketProtocol", _socket_protocol(gateway.socket))
    if gateway.bulk is not None:
        yield "bulk_query", "bulk_query"
        yield "bulk_closed", literal(gateway.bulk.closed)
        yield "bulk_max_frame", literal(gateway.bulk.max_frame)
    if any(service.feeds for service in descriptor.services.values()):
        if gateway.feeds.query:
            yield "feed_query", "feed_query"
        if gateway.feeds.header:
            yield "feed_header", "True"
        if gateway.feeds.max_frame != 16 * 2**20:
            yield "feed_max_frame", literal(gateway.feeds.max_frame)


def _error_rule(rule: ErrorRule) -> str:
    conditions = [
        f"{key}={literal(value)}"
        for key in ("status", "type", "message")
        if (value := getattr(rule, key)) is not None
    ]
    hint = [f"hint={literal(rule.hint)}"] if rule.hint else []
    return f"ErrorRule({', '.join([rule.class_ or rule.raise_, *conditions, *hint])})"


def _call(name: str, pairs: Iterable[tuple[str, str]]) -> str:
    return f"{name}({', '.join(f'{key}={value}' for key, value in pairs)})"


def _socket_protocol(socket: Socket) -> Iterable[tuple[str, str]]:
    yield "path", literal(socket.path)
    yield "encode", "encode"
    yield "decode", "decode"
    if socket.auth is not None:
        auth = socket.auth
        yield (
            "handshake",
            f"Handshake(request=auth_frame, accepted={literal(dict(auth.accepted))}, "
            f"refused={literal(dict(auth.refused))}, message={literal(auth.message)})",
        )
    yield "in_flight", literal(socket.in_flight)
    yield "max_frame", literal(socket.max_frame)
    if socket.receive.kind is not None:
        yield "kind", literal(socket.receive.kind)
    if socket.receive.id is None:
        yield "ordered", "True"
    if socket.receive.orphans == "oldest":
        yield "orphans", "True"
    if socket.query:
        yield "query", "socket_query"
    if socket.header:
        yield "header", "True"
    if socket.greeting is not None:
        match = literal(dict(socket.greeting.match))
        yield "greeting", f"Greeting(match={match}, keep=greeting, decode=items.decode_greeting)"
    if socket.pushes:
        pushes = (
            f"{literal(name)}: {_call('Push', _push(name, push))}" for name, push in socket.pushes.items()
        )
        yield "pushes", "{" + ", ".join(pushes) + "}"
    if socket.other is not None:
        yield "other", "items.decode_other"
    if socket.connections is not None:
        yield "connections", literal(socket.connections)
    if not socket.keepalive:
        yield "keepalive", "False"
    if socket.unanswered:
        yield "unanswered", literal(socket.unanswered)


def _push(name: str, push: Push) -> Iterable[tuple[str, str]]:
    yield "decode", f"items.decode_push_{name}"
    if push.by is not None:
        yield "by", literal(push.by)
    if push.reply is not None:
        yield "reply", f"reply_{name}"
        if push.reply.automatic:
            yield "automatic", "True"
        if push.reply.error is not None:
            yield "error", literal(push.reply.error)
