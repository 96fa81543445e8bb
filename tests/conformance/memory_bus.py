"""A message bus in memory, with the interface that TrustGraph 2.11 expects of its broker.

Every message becomes JSON text and is read back, as with all of TrustGraph's own brokers,
so that what cannot travel there cannot travel here.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trustgraph.base.serialization import dataclass_to_dict, dict_to_dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was published; `value` and `properties` are what a consumer asks for."""

    topic: str
    schema: type
    text: str
    labels: dict[str, Any]

    def value(self) -> Any:
        return dict_to_dataclass(json.loads(self.text), self.schema)

    def properties(self) -> dict[str, Any]:
        return dict(self.labels)


class Consumer:
    """One subscription; it gets what is published after it was made."""

    def __init__(self, bus: Bus, topic: str) -> None:
        self._bus = bus
        self._topic = topic
        self._arrived: asyncio.Queue[Message] = asyncio.Queue()
        self.deliver = self._arrived.put_nowait

    async def receive(self) -> Message:
        return await self._arrived.get()

    async def acknowledge(self, message: Message) -> None:
        """Each message is delivered once, so there is nothing to remember."""

    async def negative_acknowledge(self, message: Message) -> None:
        self.deliver(message)

    async def close(self) -> None:
        await self._bus.unsubscribe(self._topic, self)


class Producer:
    """Publishes on one topic."""

    def __init__(self, bus: Bus, topic: str, schema: type) -> None:
        self._bus = bus
        self._topic = topic
        self._schema = schema

    async def send(self, message: Any, properties: dict[str, Any] | None = None) -> None:
        text = json.dumps(dataclass_to_dict(message))
        self._bus.publish(Message(self._topic, self._schema, text, dict(properties or {})))

    async def close(self) -> None:
        """Nothing is buffered."""


class Bus:
    """Topics and their consumers, a log of all messages, and `observe`, called with each message."""

    def __init__(self) -> None:
        self.log: list[Message] = []
        self.observe: Callable[[Message], None] = lambda message: None
        self._consumers: dict[str, list[Consumer]] = {}
        self._subscribed = asyncio.Condition()
        self._published = asyncio.Event()

    def publish(self, message: Message) -> None:
        self.log.append(message)
        for consumer in self._consumers.get(message.topic, []):
            consumer.deliver(message)
        self.observe(message)
        self._published.set()

    async def logged(self, topic: str | None, count: int = 0) -> list[Message]:
        """What was published on a topic, or on all, once there is that much."""
        while True:
            self._published.clear()
            found = [message for message in self.log if topic in {None, message.topic}]
            if len(found) >= count:
                return found
            await self._published.wait()

    async def unsubscribe(self, topic: str, consumer: Consumer) -> None:
        consumers = self._consumers.get(topic, [])
        if consumer in consumers:
            consumers.remove(consumer)

    async def subscribed(self, topic: str) -> None:
        """Wait until someone listens on `topic`."""
        async with self._subscribed:
            await self._subscribed.wait_for(lambda: self._consumers.get(topic))

    async def create_consumer(self, topic: str, subscription: str, schema: type, **options: Any) -> Consumer:
        consumer = Consumer(self, topic)
        async with self._subscribed:
            self._consumers.setdefault(topic, []).append(consumer)
            self._subscribed.notify_all()
        return consumer

    async def create_producer(self, topic: str, schema: type, **options: Any) -> Producer:
        return Producer(self, topic, schema)

    async def create_topic(self, topic: str) -> None:
        """Topics come into being when they are used."""

    async def ensure_topic(self, topic: str) -> None:
        """Topics come into being when they are used."""

    async def delete_topic(self, topic: str) -> None:
        self._consumers.pop(topic, None)

    async def topic_exists(self, topic: str) -> bool:
        return True

    async def close(self) -> None:
        self._consumers.clear()
