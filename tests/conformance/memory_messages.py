"""What the message buses in memory share, whatever release they are for: messages, and the log of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was published; `value` and `properties` are what a consumer asks for.

    Attributes:
        read: Makes a value of the schema of what the text says.
    """

    topic: str
    schema: type
    text: str
    labels: dict[str, Any]
    read: Callable[[Any, type], Any]

    def value(self) -> Any:
        return self.read(json.loads(self.text), self.schema)

    def properties(self) -> dict[str, Any]:
        return dict(self.labels)


class Log:
    """All messages in order, and `observe`, called with each of them."""

    def __init__(self) -> None:
        self.log: list[Message] = []
        self.observe: Callable[[Message], None] = lambda message: None
        self._changed = asyncio.Event()

    async def logged(self, topic: str | None, count: int = 0) -> list[Message]:
        """What was published on a topic, or on all, once there is that much."""
        while True:
            self._changed.clear()
            found = [message for message in self.log if topic in {None, message.topic}]
            if len(found) >= count:
                return found
            await self._changed.wait()
