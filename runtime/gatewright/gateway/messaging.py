"""Messages that a host sends to its clients, and the answers to them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Collection, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from .. import wire
from .connections import ConnectionMetadata
from .envelope import Envelope
from .messages import AnswerTimeout, AppGone, MessagingError, ServerMessage

if TYPE_CHECKING:
    from .core import Core

T = TypeVar("T")


class Messaging:
    """Sends messages to connected applications.

    The coroutines may be awaited on any loop of any thread, and the other methods called from
    any thread. `run` is for code without a loop:

        messaging.run(messaging.send_to_app(app_id, "notification", {"message": "done"}))
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        socket = core.descriptor.gateway.socket
        self._envelope = None if socket is None else Envelope(socket)

    async def send_to_app(self, app_id: str, message_type: str, data: Mapping[str, Any]) -> str:
        """Sends a message to a connection, and returns the message's id.

        Raises:
            AppGone: There is no such connection.
        """
        return await self._core.on_loop(self._send_to(app_id, message_type, data))

    async def send_to_session(self, session_id: str, message_type: str, data: Mapping[str, Any]) -> str:
        """Sends a message to the connection that a session belongs to; the body also names the session.

        Raises:
            AppGone: There is no such session, or it belongs to nobody.
        """
        return await self._core.on_loop(self._send_to_session(session_id, message_type, data))

    async def send_to_app_and_wait(
        self, app_id: str, message_type: str, data: Mapping[str, Any], timeout: float = 30.0
    ) -> ServerMessage:
        """Sends a message to a connection, and returns the answer.

        Args:
            timeout: Seconds to wait for it.

        Raises:
            AppGone: There is no such connection, or it closed before it answered.
            AnswerTimeout: No answer came in time; one that comes later is refused.
        """
        return await self._core.on_loop(self._ask(app_id, message_type, data, timeout))

    async def broadcast(
        self, message_type: str, data: Mapping[str, Any], exclude_apps: Collection[str] = ()
    ) -> int:
        """Sends a message to all connections but those, and returns to how many."""
        return await self._core.on_loop(self._broadcast(message_type, data, exclude_apps))

    def get_connected_apps(self) -> list[str]:
        """Names of all connections."""
        return [connection.app_id for connection in self._core.connections]

    def is_app_connected(self, app_id: str) -> bool:
        """Whether a connection is open."""
        return self._core.connections.find(app_id) is not None

    def get_app_sessions(self, app_id: str) -> set[str]:
        """Sessions that belong to a connection; none of an unknown one."""
        connection = self._core.connections.find(app_id)
        return set() if connection is None else set(connection.session_ids)

    def get_connection(self, app_id: str) -> ConnectionMetadata | None:
        """All that is known of a connection, or None."""
        return self._core.connections.find(app_id)

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Waits for one of the coroutines above, in a thread without a loop.

        Raises:
            ConfigurationError: The gateway does not run, or this is its own thread.
        """
        return self._core.run(coroutine)

    # On the server's loop

    def answered(self, connection: ConnectionMetadata, frame: Mapping[str, Any]) -> bool:
        """Whether a frame answers a message that somebody waits for; if so they have it."""
        if not connection.pending or self._envelope is None:
            return False
        answer = self._envelope.answer(frame)
        if answer is None:
            return False
        id, kind, body = answer
        future = connection.pending.pop(id, None) if isinstance(id, str) else None
        if future is None or future.done():
            return False
        future.set_result(ServerMessage(type=str(kind), message_id=str(id), data=body))
        return True

    async def _send_to(self, app_id: str, kind: str, data: Mapping[str, Any]) -> str:
        return self._send(self._connection(app_id), kind, data)

    async def _send_to_session(self, session_id: str, kind: str, data: Mapping[str, Any]) -> str:
        connection = self._core.connections.owner(session_id)
        if connection is None:
            raise AppGone(f"session {session_id} belongs to no connection")
        return self._send(connection, kind, {**data, "session_id": session_id})

    async def _ask(self, app_id: str, kind: str, data: Mapping[str, Any], timeout: float) -> ServerMessage:
        connection = self._connection(app_id)
        id = str(uuid.uuid4())
        future: asyncio.Future[ServerMessage] = asyncio.get_running_loop().create_future()
        connection.pending[id] = future
        try:
            self._send(connection, kind, data, id)
            async with asyncio.timeout(timeout):
                return await future
        except TimeoutError:
            raise AnswerTimeout(f"{app_id} did not answer {kind} within {timeout:g} s") from None
        finally:
            connection.pending.pop(id, None)

    async def _broadcast(self, kind: str, data: Mapping[str, Any], but: Collection[str]) -> int:
        count = 0
        for connection in self._core.connections:
            if connection.app_id not in but:
                self._send(connection, kind, data)
                count += 1
        return count

    def _connection(self, app_id: str) -> ConnectionMetadata:
        connection = self._core.connections.find(app_id)
        if connection is None:
            raise AppGone(f"{app_id} is not connected")
        return connection

    def _send(
        self, connection: ConnectionMetadata, kind: str, data: Mapping[str, Any], id: str | None = None
    ) -> str:
        if self._envelope is None:
            raise MessagingError("this gateway has no socket for messages")
        if connection.peer.behind:
            raise AppGone(f"{connection.app_id} does not read what it is sent")
        id = id or str(uuid.uuid4())
        connection.peer.send(wire.dumps(self._envelope.message(kind, id, dict(data))))
        connection.sent += 1
        return id
