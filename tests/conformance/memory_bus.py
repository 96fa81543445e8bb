"""A message bus in memory, with the interface that TrustGraph 2.11 expects of its broker.

Every message becomes JSON text and is read back, as with all of TrustGraph's own brokers,
so that what cannot travel there cannot travel here.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from memory_messages import Log, Message
from trustgraph.base.serialization import dataclass_to_dict, dict_to_dataclass


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
        labels = dict(properties or {})
        self._bus.publish(Message(self._topic, self._schema, text, labels, dict_to_dataclass))

    async def close(self) -> None:
        """Nothing is buffered."""


class Bus(Log):
    """Topics and their consumers."""

    def __init__(self) -> None:
        super().__init__()
        self._consumers: dict[str, list[Consumer]] = {}
        self._subscribed = asyncio.Condition()

    def publish(self, message: Message) -> None:
        self.log.append(message)
        for consumer in self._consumers.get(message.topic, []):
            consumer.deliver(message)
        self.observe(message)
        self._changed.set()

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
