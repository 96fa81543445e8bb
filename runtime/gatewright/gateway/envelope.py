"""The frames that a gateway sends on its socket for calls, as the descriptor has them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from .. import wire
from ..descriptor import Operation, Reply, Socket
from .exchange import as_object, put
from .templates import Values, fill, has_constants, has_variables, variables


class Envelope:
    """Makes frames, and tells those apart that answer the gateway's own messages.

    Attributes:
        names: Variables of a client's frame, each with the key that has it.
        ordered: Replies come in the order of the requests; no frame names one.
    """

    def __init__(self, description: Socket) -> None:
        receive = description.receive
        self._receive = receive
        self.names = variables(description.send)
        self.ordered = receive.id is None
        self._final: dict[str, Any] = dict(receive.done or {})
        # A frame that is not the last says so only where the mark is a flag.
        self._middle = {key: False for key, value in self._final.items() if value is True}
        self._more = receive.more
        self._fixed = not has_variables(receive.more)
        self._tails = {done: self._tail(done) for done in (True, False)}
        self._pushed = description.pushed
        self._replies = [push.reply for push in description.pushes.values() if push.reply is not None]

    def kind(self, name: str, operation: Operation | None) -> str:
        """Kind of the frame that answers an operation; `name` is what the request called it."""
        if operation is not None and operation.reply is not None:
            return operation.reply
        return self._receive.reply.replace("$operation", name)

    def head(self, id: Any, kind: str) -> bytes:
        """JSON text of a frame up to its body."""
        fields: dict[str, Any] = {}
        if self._receive.kind is not None:
            fields[self._receive.kind] = kind
        if self._receive.id is not None:
            fields[self._receive.id] = id
        start = wire.dumps(fields)[:-1] + b"," if fields else b"{"
        return start + wire.dumps(self._receive.body) + b":"

    def tail(self, done: bool) -> bytes:
        """JSON text of a frame behind its body."""
        return self._tails[done] if self._fixed else self._tail(done)

    def _tail(self, done: bool) -> bytes:
        fields = {**fill(self._more, Values()), **(self._final if done else self._middle)}
        return b"," + wire.dumps(fields)[1:] if fields else b"}"

    def error(self, id: Any, has_id: bool, error: Any, done: bool, inside: bool = False) -> dict[str, Any]:
        """A frame with an error: beside the body, inside it, or as the body of a failed frame."""
        receive = self._receive
        frame: dict[str, Any] = dict(receive.failed)
        if receive.id is not None:
            if has_id:
                frame[receive.id] = id
            elif receive.orphans == "oldest":
                frame[receive.id] = str(uuid.uuid4())
        if receive.failed:
            frame[receive.body] = error
        else:
            put(frame, receive.error[-1 if inside else 0], error)
        return {**frame, **fill(self._more, Values()), **(self._final if done else self._middle)}

    def message(self, kind: str, id: str, body: Any) -> dict[str, Any]:
        """A frame that the gateway sends of its own accord."""
        receive = self._receive
        frame: dict[str, Any] = {}
        if receive.kind is not None:
            frame[receive.kind] = kind
        if receive.id is not None:
            frame[receive.id] = id
        return {**frame, receive.body: body, **fill(self._more, Values()), **self._pushed}

    def answer(self, frame: Mapping[str, Any]) -> tuple[Any, Any, Any] | None:
        """(id, kind, body) of a frame that answers a message of the gateway; None: it does not."""
        for reply in self._replies:
            if has_constants(reply.send, frame):
                return _answer(reply, frame)
        return None


def _answer(reply: Reply, frame: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    names = variables(reply.send)
    kinds = [value for key, value in reply.send.items() if key not in names.values()]
    body = frame.get(names["body"]) if "body" in names else None
    return frame.get(names.get("id", "")), kinds[0] if kinds else None, as_object(body) or {}
