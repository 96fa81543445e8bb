"""Classes of feeds, and what the client for sockets has besides groups and scopes."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

from gatewright.descriptor import Command, Descriptor, Feed, Push

from . import names
from .annotations import Annotations
from .constants import command_answer
from .documentation import docstring
from .facts import arguments_of
from .inert import literal, paragraphs
from .parts import FeedClass, Method

HANDLER_DOC = "Called with each message; may be a coroutine function. It takes the place of an earlier one."
ANSWER_DOC = (
    "What it returns, fields by name or None, is the answer; an exception is answered with its words."
)


def feed_classes(descriptor: Descriptor, operations: str, *, is_async: bool) -> Iterable[FeedClass]:
    for service in descriptor.services.values():
        for name, feed in service.feeds.items():
            annotations = Annotations(frozenset(feed.commands))
            yield FeedClass(
                names.feed_class(feed, is_async=is_async),
                "AsyncFeed" if is_async else "Feed",
                names.event_name(name),
                docstring(feed.doc, defects=feed.known_defect),
                tuple(
                    _command(annotations, operations, name, feed, key, command, is_async=is_async)
                    for key, command in feed.commands.items()
                ),
            )


def _command(
    annotations: Annotations,
    operations: str,
    name: str,
    feed: Feed,
    key: str,
    command: Command,
    *,
    is_async: bool,
) -> Method:
    number = annotations.builtin("float")
    answer = number if command.event is None else command_answer(feed, command)
    said = "Seconds that the answer took." if command.event is None else "The event that answers."
    wait = "Seconds to wait for the answer. None: as the feed does."
    ask = f"self._ask({operations}.{names.feed_constant(name, key)}, timeout)"
    return Method(
        name=key,
        overloads=(),
        signature=f"{_async(is_async)}def {key}(self, *, timeout: {number} | None = None) -> {answer}",
        decorator="",
        doc=docstring(command.doc, [("timeout", wait)], said),
        body=f"return {'await ' if is_async else ''}{ask}",
    )


def client_methods(
    descriptor: Descriptor, operations: str, has_calls: bool, *, is_async: bool
) -> Iterable[Method]:
    """Opening, messages of the gateway, and feeds; `has_calls` if there are calls on the socket."""
    gateway = descriptor.gateway
    feeds = [(name, feed) for service in descriptor.services.values() for name, feed in service.feeds.items()]
    shadowed = {*gateway.groups, *gateway.scopes, *(name for name, _feed in feeds)}
    annotations = Annotations(frozenset(shadowed))
    socket = gateway.socket
    if socket is not None and has_calls:
        item = socket.greeting.item if socket.greeting is not None else None
        yield _connect(annotations, item, is_async=is_async)
        if socket.auth is not None and socket.auth.again:
            yield _authenticate(annotations, is_async=is_async)
    if socket is not None:
        for name, push in socket.pushes.items():
            if push.reply is None or not push.reply.automatic:
                yield _on(annotations, name, push)
        if socket.other is not None:
            yield _on_message(annotations, socket.other)
        if socket.pushes or socket.other is not None:
            yield _listen(annotations, is_async=is_async)
    for name, feed in feeds:
        yield _feed(annotations, operations, name, feed, is_async=is_async)


def _connect(annotations: Annotations, item: str | None, *, is_async: bool) -> Method:
    number, waits = annotations.builtin("float"), "await " if is_async else ""
    said, wait = "Open the socket, unless it is open.", "Seconds to wait. None: as set on the client."
    open_ = f"{waits}self._channel.connect(timeout)"
    if item is None:
        doc = docstring(f"{said}\n\nCalls do that by themselves.", [("timeout", wait)])
    else:
        more = "Calls do that by themselves; this one tells what the gateway greeted with."
        doc = docstring(f"{said}\n\n{more}", [("timeout", wait)], "The gateway's greeting.")
    return Method(
        name="connect",
        overloads=(),
        signature=f"{_async(is_async)}def connect(self, *, timeout: {number} | None = None) -> {item}",
        decorator="",
        doc=doc,
        body=open_ if item is None else f"greeting: {item} = {open_}\n        return greeting",
    )


def _authenticate(annotations: Annotations, *, is_async: bool) -> Method:
    number, text = annotations.builtin("float"), annotations.builtin("str")
    given = f"self, token: {text}, *, timeout: {number} | None = None"
    described = [
        ("token", "The credential that counts from now on, on sockets that are open, too."),
        ("timeout", "Seconds to wait for each answer. None: as set on the client."),
    ]
    return Method(
        name="authenticate",
        overloads=(),
        signature=f"{_async(is_async)}def authenticate({given}) -> None",
        decorator="",
        doc=docstring("Go on with another credential.", described),
        body=f"{'await ' if is_async else ''}self._channel.authenticate(token, timeout)",
    )


def _on(annotations: Annotations, name: str, push: Push) -> Method:
    handler = f"handler: Callable[[{push.item}], {annotations.builtin('object')}]"
    described = [("handler", HANDLER_DOC if push.reply is None else f"{HANDLER_DOC} {ANSWER_DOC}")]
    by, given = "None", ""
    if push.by is not None:
        by = _parameter(push.by)
        given = f"{by}: {annotations.builtin('str')}, "
        described.insert(0, (by, f"The `{push.by}` that is handled; `*` stands for all others."))
    return Method(
        name=f"on_{name}",
        overloads=(),
        signature=f"def on_{name}(self, {given}{handler}) -> None",
        decorator="",
        doc=docstring(
            f"Have a function called with messages of the kind `{name}`.\n\n{push.doc}",
            described,
            defects=push.known_defect,
        ),
        body=f"self._channel.on({literal(name)}, {by}, handler)",
    )


def _parameter(wire: str) -> str:
    """The name of the argument for a field's values."""
    name = re.sub(r"[^0-9A-Za-z]+", "_", wire).strip("_").lower()
    usable = name.isidentifier() and not keyword.iskeyword(name) and name not in {"self", "handler"}
    return name if usable else "value"


def _on_message(annotations: Annotations, item: str) -> Method:
    handler = f"handler: Callable[[{item}], {annotations.builtin('object')}]"
    return Method(
        name="on_message",
        overloads=(),
        signature=f"def on_message(self, kind: {annotations.builtin('str')}, {handler}) -> None",
        decorator="",
        doc=docstring(
            "Have a function called with messages of a kind that has no method here.",
            [("kind", "The kind of the messages; `*` stands for all others."), ("handler", HANDLER_DOC)],
        ),
        body="self._channel.on_other(kind, handler)",
    )


def _listen(annotations: Annotations, *, is_async: bool) -> Method:
    number, boolean = annotations.builtin("float"), annotations.builtin("bool")
    described = [("timeout", "Seconds after which to return. None: only when the client is closed.")]
    given, passed = f"timeout: {number} | None = None", "timeout"
    if not is_async:
        given += f", background: {boolean} = False"
        passed += ", background"
        described.append(("background", "Return at once, and listen in a thread of its own."))
    return Method(
        name="listen",
        overloads=(),
        signature=f"{_async(is_async)}def listen(self, *, {given}) -> None",
        decorator="",
        doc=docstring(
            "Take what the gateway says of its own accord, and call the handlers for it.",
            described,
            raises=("ConnectionLost: The connection broke; what the gateway kept with it is gone.",),
        ),
        body=f"{'await ' if is_async else ''}self._channel.listen({passed})",
    )


def _feed(annotations: Annotations, operations: str, name: str, feed: Feed, *, is_async: bool) -> Method:
    parameters = arguments_of(feed.arguments, annotations, "terms")
    class_name = names.feed_class(feed, is_async=is_async)
    given = [
        f"{each.name}: {each.annotation}{f' = {each.default}' if each.default else ''}" for each in parameters
    ]
    timeout = f"timeout: {annotations.builtin('float')} | None = None"
    values = ", ".join(f"{literal(each.wire)}: {each.name}" for each in parameters)
    constant = f"{operations}.{names.feed_constant(name)}"
    described = [(each.name, each.doc) for each in parameters]
    described.append(
        ("timeout", "Seconds of silence after which the feed fails. None: as set on the client.")
    )
    return Method(
        name=name,
        overloads=(),
        signature=f"def {name}({', '.join(('self', *given, '*', timeout))}) -> {class_name}",
        decorator="",
        doc=docstring(
            feed.doc, described, f"The events, as they come: each is one of `{names.event_name(name)}`."
        ),
        body=f"return {class_name}(self._channel.feeds, {constant}, {{{values}}}, timeout)",
    )


def _async(is_async: bool) -> str:
    return "async " if is_async else ""


def socket_client_doc(descriptor: Descriptor) -> str:
    """What the client for sockets is."""
    socket = descriptor.gateway.socket
    if socket is None:
        return "Feeds: each has a socket of its own, which is opened when somebody listens."
    if socket.connections != 1:
        return (
            "Calls over sockets: many at once over few connections, streams included.\n\n"
            "Sockets are opened when a call needs one, and shared by everything that this client gives."
        )
    speaks = (
        ", on which the gateway may also speak of its own accord" if socket.pushes or socket.other else ""
    )
    text = (
        f"Calls over one socket{speaks}.\n\n"
        "It is opened when a call needs it, and shared by everything that this client gives."
    )
    return f"{text}\n\n{paragraphs(socket.doc)}" if socket.doc else text
