# Generated from schema/llmgine by gatewright 0.1.0, content a6beab465244c654. Do not edit.
"""What arrives by itself, and items of streams: light classes, and functions that make them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gatewright.operation import Message
from gatewright.record import Record


@dataclass(slots=True)
class Connected(Record):
    """The server's greeting.

    Attributes:
        app_id: Identifies this connection to the application. It is new for each connection, and no
            credential.
        status: `connected`.
    """

    app_id: str = ""
    status: str = ""


@dataclass(slots=True)
class ServerRequest(Record):
    """A question of the application.

    Attributes:
        request_type: What is asked for; handlers are registered under it.
        session_id: The session that it is about; None where it is about the connection.
        data: All fields of the question, the request type among them.
        message_id: Identifies the question.
    """

    request_type: str = ""
    session_id: str | None = None
    data: dict[str, Any] = field(default_factory=dict[str, Any])
    message_id: str = ""


@dataclass(slots=True)
class Notification(Record):
    """Something that the application tells.

    Attributes:
        notification_type: What it is about.
        message: Text for people.
        additional_data: Further facts.
        session_id: The session that it is about; None where it is about the connection.
        data: All fields of the notification.
        message_id: Identifies the notification.
    """

    notification_type: str = ""
    message: str = ""
    additional_data: dict[str, Any] = field(default_factory=dict[str, Any])
    session_id: str | None = None
    data: dict[str, Any] = field(default_factory=dict[str, Any])
    message_id: str = ""


@dataclass(slots=True)
class ServerPing(Record):
    """The application asks whether the client is there; it is answered without a handler.

    Attributes:
        timestamp: When it was asked, in ISO 8601.
        message_id: Identifies the ping.
    """

    timestamp: str = ""
    message_id: str = ""


@dataclass(slots=True)
class ServerMessage(Record):
    """A message of the application whose type this client does not know.

    Attributes:
        type: Type of the message.
        message_id: Identifies the message.
        data: What it says.
    """

    type: str = ""
    message_id: str = ""
    data: dict[str, Any] = field(default_factory=dict[str, Any])


def decode_greeting(message: Message) -> Connected:
    """The greeting."""
    _, _, body = message
    get = body.get
    return Connected(get("app_id") or "", get("status") or "")


def decode_push_server_request(message: Message) -> ServerRequest:
    """A message of the kind `server_request`."""
    id, _, body = message
    get = body.get
    return ServerRequest(get("request_type") or "", get("session_id"), body, id or "")


def decode_push_notification(message: Message) -> Notification:
    """A message of the kind `notification`."""
    id, _, body = message
    get = body.get
    return Notification(
        get("notification_type") or "",
        get("message") or "",
        get("additional_data") or {},
        get("session_id"),
        body,
        id or "",
    )


def decode_push_server_ping(message: Message) -> ServerPing:
    """A message of the kind `server_ping`."""
    id, _, body = message
    get = body.get
    return ServerPing(get("timestamp") or "", id or "")


def decode_other(message: Message) -> ServerMessage:
    """A message of any other kind."""
    id, kind, body = message
    return ServerMessage(kind or "", id or "", body)
