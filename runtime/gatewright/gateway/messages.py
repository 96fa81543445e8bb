"""Messages that a host sends to its clients, and what can go wrong with them."""

from __future__ import annotations

import uuid
from typing import Any

from pydantic import BaseModel, Field


class ServerMessage(BaseModel):
    """A message to a client, or a client's answer.

    Attributes:
        type: Kind of message.
        message_id: Names the message; its answer bears the same.
        data: What it says.
    """

    type: str
    message_id: str = Field(default_factory=lambda: str(uuid.uuid4()))
    data: dict[str, Any] = Field(default_factory=dict[str, Any])


class ServerInitiated(BaseModel):
    """Added to a `ServerMessage`, it says that the client did not ask for it."""

    server_initiated: bool = True


class MessagingError(Exception):
    """A message could not be delivered, or was not answered."""


class AppGone(MessagingError, ConnectionError):
    """There is no such connection, or it closed before the answer came."""


class AnswerTimeout(MessagingError, TimeoutError):
    """The client did not answer in time."""
