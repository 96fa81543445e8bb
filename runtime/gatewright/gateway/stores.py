"""What the gateway keeps, so that what was put can be got."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any

from .afterwards import Afterwards
from .selection import Json, as_names, key_of

if TYPE_CHECKING:
    from .core import Core


class Stores:
    """Objects by store and key; safe to use from any thread.

    Attributes:
        counters: How often what is counted was done.
        lock: Held by whoever looks into `objects`.
        afterwards: What happens to objects after they were added.
    """

    def __init__(self, core: Core, pace: float) -> None:
        self._core = core
        self.lock = threading.RLock()
        self.counters: dict[str, int] = {}
        self.afterwards = Afterwards(core, self, pace)
        self._kept: dict[str, dict[str, Json]] = {}
        self._used: dict[tuple[str, str], float] = {}
        self._with_connection: set[str] = set()
        self._keys: dict[str, tuple[str, ...]] = {}
        self._order: dict[str, list[str]] = {}
        for keeping in core.catalog.keepings:
            if keeping.key is not None:
                self._keys.setdefault(keeping.store, as_names(keeping.key))
            if keeping.with_connection:
                self._with_connection.add(keeping.store)
            if keeping.counts is not None:
                self.counters[keeping.counts] = 0
        for name, store in core.descriptor.gateway.local.stores.items():
            self._keys[name] = as_names(store.key)
            self._order[name] = store.order

    # What hosts and tests call

    def get(self, store: str, *key: Any) -> Json | None:
        """A copy of an object, or None; the key is one value, or one for each field of it."""
        with self.lock:
            found = self.objects(store).get(key_of(key))
            return None if found is None else dict(found)

    def all(self, store: str) -> list[Json]:
        """Copies of all objects of a store, in the order in which they are listed."""
        with self.lock:
            return [dict(each) for each in self.listed(store)]

    def put(self, store: str, *key_and_object: Any) -> None:
        """Keeps an object: the values that name it, and then its fields."""
        *key, kept = key_and_object
        self.keep(store, key_of(key), dict(kept))

    def sessions(self) -> int:
        """How many objects there are of those that go with their connection."""
        with self.lock:
            return sum(len(self.objects(store)) for store in self._with_connection)

    @contextlib.contextmanager
    def held(self) -> Generator[None, None, None]:
        """Holds up what happens to objects afterwards, for as long as the block lasts."""
        with self.afterwards.held():
            yield

    # What the gateway's parts call

    def keep(self, store: str, key: str, kept: Json) -> None:
        """Adds an object, or replaces the one of that key."""
        with self.lock:
            self._kept.setdefault(store, {})[key] = kept
            self.used(store, key)

    def used(self, store: str, key: str) -> None:
        """Notes that an object was asked for just now."""
        self._used[store, key] = time.monotonic()

    def names(self, store: str) -> tuple[str, ...]:
        """The fields that name an object."""
        return self._keys[store]

    def named(self, store: str, kept: Mapping[str, Any]) -> str:
        """The key of an object, whether it is there or not."""
        return key_of([kept.get(name) for name in self._keys[store]])

    def objects(self, store: str) -> dict[str, Json]:
        """The objects themselves, by key; those that nobody used for too long are gone."""
        timeout = self._core.session_timeout
        objects = self._kept.setdefault(store, {})
        if timeout is not None and store in self._with_connection:
            oldest = time.monotonic() - timeout
            for key in [key for key in objects if self._used.get((store, key), 0) < oldest]:
                del objects[key]
                for connection in self._core.connections:
                    connection.session_ids.discard(key)
        return objects

    def listed(self, store: str) -> list[Json]:
        """The objects themselves, in the order in which they are listed."""
        found = list(self.objects(store).values())
        order = self._order.get(store)
        return sorted(found, key=lambda each: [str(each.get(name)) for name in order]) if order else found

    def forget(self, keys: set[str]) -> None:
        """Drops what went with a connection."""
        with self.lock:
            for store in self._with_connection:
                for key in keys:
                    self.objects(store).pop(key, None)

    def close(self) -> None:
        """Ends the workers."""
        self.afterwards.close()
