"""A descriptor beside an AsyncAPI document: channels by address, and the kinds of their messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from gatewright import wire
from gatewright.descriptor import Descriptor, Socket

from .described import Call, calls, feeds, shape, transfers
from .documents import Node, constants, members, objects, resolved
from .report import ParityError, Report, Row, declared, stale


class Channel(NamedTuple):
    """A socket: its address and the kinds of its messages; None: nothing tells them apart."""

    path: str
    kinds: set[str] | None


def channels(document: Node, fields: tuple[str, ...]) -> Iterator[Channel]:
    """The channels of the document; the first of the `fields` that a message has tells its kind.

    Raises:
        ParityError: it is no AsyncAPI document.
    """
    if not isinstance(document.get("asyncapi"), str):
        raise ParityError("this is no AsyncAPI document: it does not say `asyncapi`")
    for key, node in members(document.get("channels")).items():
        channel = resolved(document, node)
        address = channel.get("address", key)
        path = address if isinstance(address, str) else key
        kinds: set[str] = set()
        for name, message in _messages(document, channel):
            kinds.update(_kinds(document, name, message, fields))
        yield Channel("/" + path.lstrip("/"), kinds or None)


def _messages(document: Node, channel: Node) -> Iterator[tuple[str, Node]]:
    """The messages of a channel with their names, as release 3 and release 2 of the format have them."""
    for name, message in members(channel.get("messages")).items():
        yield name, resolved(document, message)
    for way in ("publish", "subscribe"):
        message = members(channel.get(way)).get("message")
        if message is None:
            continue
        for each in objects(members(message).get("oneOf")) or [message]:
            found = resolved(document, each)
            reference = each.get("$ref") if wire.is_object(each) else None
            yield str(reference or "").rpartition("/")[2], found


def _kinds(document: Node, name: str, message: Node, fields: tuple[str, ...]) -> Iterator[str]:
    for field in fields:
        values = list(constants(document, message.get("payload"), field))
        if values:
            yield from values
            return
    told = message.get("name", name)
    if isinstance(told, str) and told:
        yield told


def compare(descriptor: Descriptor, document: Node) -> Report:
    """Channels and kinds of messages that the document and the descriptor do not share.

    Raises:
        ParityError: it is no AsyncAPI document.
    """
    ours = {shape(each.path): each for each in _described(descriptor)}
    theirs = {shape(each.path): each for each in channels(document, _fields(descriptor))}
    rows = [Row("missing", each.path, "channel") for key, each in theirs.items() if key not in ours]
    rows += [Row("surplus", each.path, "channel") for key, each in ours.items() if key not in theirs]
    agreed = [each.path for key, each in theirs.items() if key in ours]
    count = total = 0
    for key, channel in theirs.items():
        told, known = channel.kinds, ours[key].kinds if key in ours else None
        if told is None or known is None:
            continue
        agreed += sorted(told & known)
        count, total = count + len(told & known), total + len(told)
        rows += [Row("missing", kind, f"message on {channel.path}") for kind in sorted(told - known)]
        rows += [Row("surplus", kind, f"message on {channel.path}") for kind in sorted(known - told)]
    parity = descriptor.gateway.parity
    rows = declared(rows, parity) + stale(agreed, parity.absent, parity.extra)
    shared = sum(key in ours for key in theirs)
    summary = [f"{shared} of {len(theirs)} channels", f"{count} of {total} kinds of messages"]
    return Report("AsyncAPI document", summary, rows)


def _fields(descriptor: Descriptor) -> tuple[str, ...]:
    """The fields of a message that may tell its kind."""
    socket = descriptor.gateway.socket
    found: list[str] = []
    if socket is not None:
        found += [key for key, value in socket.send.items() if value in {"$operation", "$service"}]
        if socket.receive.kind is not None:
            found.append(socket.receive.kind)
    found += [feed.type for _key, feed in feeds(descriptor)]
    return tuple(dict.fromkeys(found))


def _described(descriptor: Descriptor) -> Iterator[Channel]:
    socket = descriptor.gateway.socket
    if socket is not None:
        called = [call for call in calls(descriptor) if call.socket]
        yield Channel(socket.path, set(_spoken(socket, called)) or None)
    for bulk in transfers(descriptor):
        yield Channel(bulk.transfer.path, None)
    for _key, feed in feeds(descriptor):
        yield Channel(feed.path, set(feed.items))


def _spoken(socket: Socket, called: list[Call]) -> Iterator[str]:
    """The kinds of messages on the socket, both ways."""
    told = {value for value in socket.send.values() if value in {"$operation", "$service"}}
    for call in called:
        name = call.operation.wire or call.name
        yield from (
            {"$operation": name, "$service": call.operation.service or call.service.service}[value]
            for value in told
        )
        if socket.receive.kind is not None:
            yield from _answers(socket, call, name)
    for name, push in socket.pushes.items():
        yield name
        if push.reply is not None:
            yield from _constant(push.reply.send, told_by=socket.send)
    if socket.receive.kind is not None:
        for template in (socket.receive.failed, *([socket.greeting.match] if socket.greeting else ())):
            kind = template.get(socket.receive.kind)
            if isinstance(kind, str):
                yield kind


def _answers(socket: Socket, call: Call, name: str) -> Iterator[str]:
    stream = call.operation.stream
    if stream is not None and stream.type is None and stream.items:
        yield from stream.items
    else:
        yield call.operation.reply or socket.receive.reply.replace("$operation", name)


def _constant(template: dict[str, Any], told_by: dict[str, Any]) -> Iterator[str]:
    for key, value in told_by.items():
        if (
            value == "$operation"
            and isinstance(template.get(key), str)
            and not re.match(r"\$", template[key])
        ):
            yield template[key]
