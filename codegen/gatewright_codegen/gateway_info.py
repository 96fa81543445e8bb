"""What protocol.py says of the gateway itself: all that holds for every operation."""

from __future__ import annotations

from collections.abc import Iterable

from gatewright.descriptor import Descriptor, ErrorRule, Push, Socket

from .inert import literal


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
        places = (scope.parameter for scope in gateway.scopes.values())
        yield "socket", _call("SocketProtocol", _socket_protocol(gateway.socket, places))
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


def _socket_protocol(socket: Socket, places: Iterable[str]) -> Iterable[tuple[str, str]]:
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
    if socket.receive.orphans != "fail":
        yield "orphans", literal(socket.receive.orphans)
    if socket.receive.orphans == "newcomer":
        yield "place", literal(("service", *places))
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
    if socket.sockets != 4:
        yield "sockets", literal(socket.sockets)
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
