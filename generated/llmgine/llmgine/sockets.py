# Generated from schema/llmgine by gatewright 0.1.0, content a6beab465244c654. Do not edit.
"""Calls over sockets, for blocking code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Self, overload

from . import operations

if TYPE_CHECKING:
    from gatewright.sync import SocketChannel

    from .items import Connected, Notification, ServerMessage, ServerRequest
    from .models import PingResult, SessionStatus


class SocketSessions:
    """Makes sessions, and gives access to one.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: SocketChannel) -> None:
        self._channel = channel

    def create(self, app_id: str | None = None, *, timeout: float | None = None) -> str:
        """Make a session, and return its id: `api.socket().session().id(session_id)` works in it.

        A server has at most 100 sessions; more raise `EngineCreationFailed`.

        Args:
            app_id: Application that the session belongs to. Left out, it is this connection, whose end
                is the end of the session.

        Returns: Identifier of the new session.
        Known defect of 1.0.0: An `app_id` that is no connection's is accepted. Such a session
            belongs to nobody, and survives until it expires.
        Known defect of 1.0.0: The callbacks of an application for new and deleted sessions are
            never called.
        """
        return self._channel.call(operations.SESSION_CREATE, {}, {"app_id": app_id}, timeout)


class SocketSession:
    """One session. It belongs to the connection that made it, and goes when that closes. Left alone for
    300 s it becomes idle; after 600 s it is deleted.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel", "_scope")

    def __init__(self, channel: SocketChannel, session_id: str) -> None:
        self._channel = channel
        self._scope = {"session_id": session_id}

    def ping(self, timestamp: str | None = None, *, timeout: float | None = None) -> PingResult:
        """Ask the server to send a text back. It also keeps the session from expiring.

        Args:
            timestamp: The text, such as the time in ISO 8601. Left out, it is the present time.

        Returns: Answer to a ping.
        Known defect of 1.0.0: The answer holds the client's own text; the server's clock is nowhere
            told.
        Known defect of 1.0.0: The document of this release shows pings outside of sessions; the
            server refuses them.
        """
        return self._channel.call(operations.PING, self._scope, {"timestamp": timestamp}, timeout)

    def status(self, *, timeout: float | None = None) -> SessionStatus:
        """Ask how the session is, and when something was last done in it.

        The document of this release does not mention this message; the server has it.

        Returns: How a session is.
        Known defect of 1.0.0: Times are local to the server, and do not say so.
        """
        return self._channel.call(operations.STATUS, self._scope, {}, timeout)


class SocketClient:
    """Calls over one socket, on which the gateway may also speak of its own accord.

    It is opened when a call needs it, and shared by everything that this client gives.

    The server answers one message after the other, in their order. It keeps an application id for each
    connection, and sessions under it.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: SocketChannel) -> None:
        self._channel = channel

    @overload
    def session(self) -> SocketSessions: ...
    @overload
    def session(self, id: str) -> SocketSession: ...
    def session(self, id: str | None = None) -> SocketSessions | SocketSession:
        """Makes sessions, and gives access to one.

        With an identifier: One session. It belongs to the connection that made it, and goes when that
        closes. Left alone for 300 s it becomes idle; after 600 s it is deleted.
        """
        return SocketSessions(self._channel) if id is None else SocketSession(self._channel, id)

    def connect(self, *, timeout: float | None = None) -> Connected:
        """Open the socket, unless it is open.

        Calls do that by themselves; this one tells what the gateway greeted with.

        Args:
            timeout: Seconds to wait. None: as set on the client.

        Returns: The gateway's greeting.
        """
        greeting: Connected = self._channel.connect(timeout)
        return greeting

    def on_server_request(self, request_type: str, handler: Callable[[ServerRequest], object]) -> None:
        """Have a function called with messages of the kind `server_request`.

        A question of the application. What the handler returns is the answer.

        Args:
            request_type: The `request_type` that is handled; `*` stands for all others.
            handler: Called with each message; may be a coroutine function. It takes the place of an
                earlier one. What it returns, fields by name or None, is the answer; an exception is
                answered with its words.

        Known defect of 1.0.0: The server finds the answer only if it asked through the messaging
            API that the newest connection made. Otherwise it refuses a correct answer, and its own
            call times out. The client takes no notice of the refusal.
        """
        self._channel.on("server_request", request_type, handler)

    def on_notification(self, handler: Callable[[Notification], object]) -> None:
        """Have a function called with messages of the kind `notification`.

        Something that the application tells, and expects no answer to.

        Args:
            handler: Called with each message; may be a coroutine function. It takes the place of an
                earlier one.
        """
        self._channel.on("notification", None, handler)

    def on_message(self, kind: str, handler: Callable[[ServerMessage], object]) -> None:
        """Have a function called with messages of a kind that has no method here.

        Args:
            kind: The kind of the messages; `*` stands for all others.
            handler: Called with each message; may be a coroutine function. It takes the place of an
                earlier one.
        """
        self._channel.on_other(kind, handler)

    def listen(self, *, timeout: float | None = None, background: bool = False) -> None:
        """Take what the gateway says of its own accord, and call the handlers for it.

        Args:
            timeout: Seconds after which to return. None: only when the client is closed.
            background: Return at once, and listen in a thread of its own.

        Raises:
            ConnectionLost: The connection broke; what the gateway kept with it is gone.
        """
        self._channel.listen(timeout, background)

    def close(self) -> None:
        """Close the sockets; calls that wait fail with `ClientClosed`."""
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
