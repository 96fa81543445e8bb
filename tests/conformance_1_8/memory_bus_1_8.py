"""A message bus in memory, with the interface that TrustGraph 1.8 expects of its broker.

Every message travels as JSON text, written and read by TrustGraph's own code for Pulsar, since clients
see what that does: a field that a service leaves out comes back as the default of its schema, and what
cannot be written gets nowhere.

TrustGraph publishes on its event loop, and waits for messages in threads.
"""

from __future__ import annotations

import asyncio
import json
import queue
import threading
from typing import Any

from memory_messages import Log, Message
from trustgraph.base.pulsar_backend import dataclass_to_dict, dict_to_dataclass

STORES = "q1/tg/flow/"


class Consumer:
    """One subscription."""

    def __init__(self, bus: Bus, topic: str) -> None:
        self._bus = bus
        self._topic = topic
        self._arrived: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._open = True
        self.deliver = self._arrived.put

    def receive(self, timeout_millis: int = 2000) -> Message:
        """Raises:
        TimeoutError: Nothing came in time.
        """
        try:
            message = self._arrived.get(timeout=timeout_millis / 1000) if self._open else None
        except queue.Empty:
            message = None
        if message is None:
            raise TimeoutError("timeout")
        return message

    def acknowledge(self, message: Message) -> None:
        """Each message is delivered once, so there is nothing to remember."""

    def negative_acknowledge(self, message: Message) -> None:
        """Whoever waited for it has gone."""

    def unsubscribe(self) -> None:
        self._bus.unsubscribe(self._topic, self)

    def close(self) -> None:
        self._open = False
        self.deliver(None)


class Producer:
    """Publishes on one topic."""

    def __init__(self, bus: Bus, topic: str, schema: type) -> None:
        self._bus = bus
        self._topic = topic
        self._schema = schema

    def send(self, message: Any, properties: dict[str, Any] | None = None) -> None:
        if self._bus.refuses(self._topic):
            raise ConnectionError("the broker takes no more")
        # Bytes within lists are what TrustGraph's code forgets, until release 1.8.6.
        text = json.dumps(dataclass_to_dict(message), default=bytes.decode if self._bus.mended else None)
        labels = dict(properties or {})
        self._bus.publish(Message(self._topic, self._schema, text, labels, dict_to_dataclass))

    def flush(self) -> None:
        """Nothing is buffered."""

    def close(self) -> None:
        """Nothing is buffered."""


class Bus(Log):
    """Topics and their consumers; `observe` is called on the event loop.

    Attributes:
        mended: Whether bytes within lists can be published.
        takes: How many messages each store of a flow gets at most; None: all.
    """

    def __init__(self) -> None:
        super().__init__()
        self.mended = False
        self.takes: int | None = None
        self._consumers: dict[str, list[Consumer]] = {}
        self._lock = threading.Lock()
        self._loop = asyncio.get_running_loop()

    def publish(self, message: Message) -> None:
        with self._lock:
            self.log.append(message)
            for consumer in self._consumers.get(message.topic, []):
                consumer.deliver(message)
        self._changed.set()
        self.observe(message)

    def refuses(self, topic: str) -> bool:
        if self.takes is None or not topic.startswith(STORES):
            return False
        return sum(message.topic == topic for message in self.log) >= self.takes

    async def subscribed(self, topic: str) -> None:
        """Wait until someone listens on `topic`."""
        while True:
            self._changed.clear()
            if self._consumers.get(topic):
                return
            await self._changed.wait()

    def unsubscribe(self, topic: str, consumer: Consumer) -> None:
        with self._lock:
            consumers = self._consumers.get(topic, [])
            if consumer in consumers:
                consumers.remove(consumer)

    def create_consumer(
        self, topic: str, subscription: str, schema: type, initial_position: str = "latest", **options: Any
    ) -> Consumer:
        consumer = Consumer(self, topic)
        with self._lock:
            for message in self.log if initial_position == "earliest" else []:
                if message.topic == topic:
                    consumer.deliver(message)
            self._consumers.setdefault(topic, []).append(consumer)
        self._loop.call_soon_threadsafe(self._changed.set)
        return consumer

    def create_producer(self, topic: str, schema: type, **options: Any) -> Producer:
        return Producer(self, topic, schema)

    def close(self) -> None:
        """Let nobody wait any longer."""
        with self._lock:
            for consumers in self._consumers.values():
                for consumer in consumers:
                    consumer.close()
