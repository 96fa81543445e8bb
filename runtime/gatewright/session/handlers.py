"""Who handles what the gateway says of its own accord, and what goes back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from ..errors import ConfigurationError, GatewayError
from ..operation import Message, Push
from .mux import Session

log = logging.getLogger("gatewright")

Handler: TypeAlias = Callable[[Any], object]
"""Takes the record of a message; returns the fields of the answer, or nothing; may be a coroutine."""

ANSWERS_AT_ONCE = 32
"""Answers that are sent together, while more messages wait and handlers are quick."""

ANY = "*"
"""Stands for all names, or kinds, that have no handler of their own."""


class Unhandled(Exception):
    """A message has no handler."""


class Handlers:
    """The handlers of a client."""

    def __init__(self) -> None:
        self._handlers: dict[tuple[str, str | None], Handler] = {}

    def add(self, kind: str, name: str | None, handler: Handler) -> None:
        """Register a handler; one that was there before is replaced."""
        if not callable(handler):
            raise ConfigurationError(f"handler: {handler!r} cannot be called")
        self._handlers[kind, name] = handler

    def find(self, push: Push, message: Message) -> Handler | None:
        """The handler of a message."""
        _id, kind, body = message
        handlers = self._handlers
        if push.by is None:
            return handlers.get((kind, None)) or handlers.get((ANY, None))
        name = body.get(push.by)
        found = handlers.get((kind, name)) if type(name) is str else None
        return found or handlers.get((kind, ANY))


def call(handlers: Handlers, push: Push, message: Message) -> object:
    """What the handler of a message returns; it may have to be awaited.

    Raises:
        Unhandled: there is none.
    """
    handler = handlers.find(push, message)
    if handler is None:
        _id, kind, body = message
        what = repr(kind) if push.by is None else f"{push.by}={body.get(push.by)!r}"
        raise Unhandled(f"the client has no handler for {what}")
    return handler(push.decode(message))


def answer(session: Session, push: Push, message: Message, result: object) -> bytes:
    """The frame that takes a handler's result to the gateway; empty if it wants none."""
    if push.reply is None:
        return b""
    if type(result) is dict:
        return session.answer(push, message, cast("dict[str, Any]", result))
    try:
        return session.answer(push, message, _fields(result))
    except TypeError as error:
        return failed(session, push, message, error)


def failed(session: Session, push: Push, message: Message, error: BaseException) -> bytes:
    """The frame that tells the gateway that a handler failed; the log tells it here."""
    _id, kind, _body = message
    if isinstance(error, Unhandled):
        log.info("%s", error)
    else:
        log.warning("the handler of a message of the kind %r failed", kind, exc_info=error)
    text = error.message if isinstance(error, GatewayError) else str(error)
    return session.decline(push, message, text or type(error).__name__)


def _fields(result: object) -> Mapping[str, Any]:
    if result is None:
        return {}
    dump = getattr(result, "model_dump", None)
    if dump is not None:
        result = dump(mode="json", by_alias=True, exclude_unset=True)
    if not isinstance(result, Mapping):
        raise TypeError(f"a handler returns a mapping or nothing, not {type(result).__name__}")
    return cast("Mapping[str, Any]", result)
