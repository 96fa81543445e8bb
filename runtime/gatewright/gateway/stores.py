"""What the gateway keeps, so that what was put can be got, and what becomes of it afterwards."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

from .. import wire
from ..descriptor import Keeping
from .exchange import Refused, Request
from .templates import Values, fill

if TYPE_CHECKING:
    from .core import Core

_WORKERS = 4


class Stores:
    """Objects by store and key; safe to use from any thread."""

    def __init__(self, core: Core, pace: float) -> None:
        self._core = core
        self._pace = pace
        self._lock = threading.RLock()
        self._kept: dict[str, dict[str, dict[str, Any]]] = {}
        self._used: dict[tuple[str, str], float] = {}
        self._with_connection: set[str] = set()
        for served in core.catalog.operations.values():
            keeping = served.operation.keeping
            if keeping is not None and keeping.with_connection:
                self._with_connection.add(keeping.store)
        self._workers: ThreadPoolExecutor | None = None
        self._go_on = threading.Event()
        self._go_on.set()
        self._ending = threading.Event()

    def get(self, store: str, key: Any) -> dict[str, Any] | None:
        """A copy of an object, or None."""
        with self._lock:
            self._expire(store)
            found = self._kept.get(store, {}).get(str(key))
            return None if found is None else dict(found)

    def put(self, store: str, key: str, kept: Mapping[str, Any]) -> None:
        """Keeps an object; for hosts and tests that have objects of their own."""
        with self._lock:
            self._kept.setdefault(store, {})[key] = dict(kept)
            self._used[store, key] = time.monotonic()

    def sessions(self) -> int:
        """How many objects there are of those that go with their connection."""
        with self._lock:
            return sum(len(self._objects(store)) for store in self._with_connection)

    def forget(self, keys: set[str]) -> None:
        """Drops what went with a connection."""
        with self._lock:
            for store in self._with_connection:
                for key in keys:
                    self._kept.get(store, {}).pop(key, None)

    def perform(self, request: Request, keeping: Keeping, template: Any, values: Values) -> Any:
        """Does what an operation does to its store, and returns the answer.

        Raises:
            Refused: There is no such object, or it is over, or there are too many.
        """
        with self._lock:
            if keeping.does == "add":
                return self._add(request, keeping, template, values)
            if keeping.does == "list":
                return self._list(request, keeping, template, values)
            found = self._find(request, keeping, values)
            about = values.over(found)
            if keeping.does != "get" and keeping.final and fits(found, keeping.final):
                raise self._core.rules.refuse(keeping.refused, about) if keeping.refused else Refused("final")
            if keeping.does == "remove":
                del self._kept[keeping.store][str(found[keeping.key])]
            else:
                found.update(fill(keeping.fields, values.over(request, found)))
            return dict(found) if template is None else fill(template, values.over(found))

    def look(self, request: Request, keeping: Keeping, values: Values) -> None:
        """Looks for the object that a request names.

        Raises:
            Refused: There is none.
        """
        with self._lock:
            self._find(request, keeping, values).update(fill(keeping.fields, values))

    @contextlib.contextmanager
    def held(self) -> Generator[None, None, None]:
        """Holds up what happens to objects afterwards, for as long as the block lasts."""
        self._go_on.clear()
        try:
            yield
        finally:
            self._go_on.set()

    def close(self) -> None:
        """Ends the workers."""
        self._ending.set()
        self._go_on.set()
        if self._workers is not None:
            self._workers.shutdown(cancel_futures=True)
            self._workers = None
        self._ending.clear()

    # Under the lock

    def _objects(self, store: str) -> dict[str, dict[str, Any]]:
        self._expire(store)
        return self._kept.setdefault(store, {})

    def _expire(self, store: str) -> None:
        timeout = self._core.session_timeout
        if timeout is None or store not in self._with_connection:
            return
        oldest = time.monotonic() - timeout
        for key in [key for key in self._kept.get(store, {}) if self._used.get((store, key), 0) < oldest]:
            del self._kept[store][key]
            for connection in self._core.connections:
                connection.session_ids.discard(key)

    def _find(self, request: Request, keeping: Keeping, values: Values) -> dict[str, Any]:
        key = request.get(keeping.by or keeping.key)
        found = None if key is None else self._objects(keeping.store).get(str(key))
        if found is None:
            said = keeping.missing if key is not None or keeping.unnamed is None else keeping.unnamed
            raise (
                Refused("not found", type="not-found", status=404)
                if said is None
                else self._core.rules.refuse(said, values)
            )
        self._used[keeping.store, str(key)] = time.monotonic()
        return found

    def _add(self, request: Request, keeping: Keeping, template: Any, values: Values) -> Any:
        objects = self._objects(keeping.store)
        most = keeping.most
        if keeping.with_connection and self._core.max_sessions is not None:
            most = self._core.max_sessions
        if most is not None and len(objects) >= most:
            refused = keeping.full
            raise self._core.rules.refuse(refused, values) if refused else Refused("full", status=503)
        made = cast("dict[str, Any]", fill(keeping.fields, values))
        key = str(made[keeping.key])
        objects[key] = made
        self._used[keeping.store, key] = time.monotonic()
        if keeping.with_connection:
            self._bind(request, key)
        answer = dict(made) if template is None else fill(template, values.over(made))
        if keeping.then:
            if self._workers is None:
                self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="gateway-steps")
            self._workers.submit(self._work, keeping, key)
        return answer

    def _bind(self, request: Request, key: str) -> None:
        owner = request.connection
        if owner is not None:
            # A request may name another connection, which may not exist; then it is nobody's.
            for name, value in owner.values.items():
                if value == owner.app_id and name in request and request[name] != value:
                    owner = self._core.connections.find(request[name])
                    break
        if owner is not None:
            owner.session_ids.add(key)

    def _list(self, request: Request, keeping: Keeping, template: Any, values: Values) -> Any:
        found = [dict(each) for each in self._objects(keeping.store).values()]
        if keeping.newest_first:
            found.reverse()
        for asked, name in keeping.filter.items():
            wanted = request.get(asked)
            if wanted is not None:
                texts = [str(each) for each in (wanted if wire.is_array(wanted) else [wanted])]
                found = [each for each in found if str(each.get(name)) in texts]
        total = len(found)
        start = _count(request, keeping.offset) or 0
        most = _count(request, keeping.limit)
        found = found[start : None if most is None else start + most]
        if keeping.within is None:
            return found
        body: dict[str, Any] = {} if template is None else fill(template, values)
        body[keeping.within] = found
        if keeping.total is not None:
            body[keeping.total] = total
        return body

    # In a worker thread

    def _work(self, keeping: Keeping, key: str) -> None:
        for step in keeping.then:
            if self._ending.wait(self._pace) or not self._go_on.wait() or self._ending.is_set():
                return
            with self._lock:
                kept = self._kept.get(keeping.store, {}).get(key)
                if kept is None or (keeping.final and fits(kept, keeping.final)):
                    return
                values = Values(kept, self._core.live)
                kept.update(fill(step.change, values))
                events = [(each.feed, fill(each.event, values)) for each in step.publish]
            for feed, event in events:
                self._core.feeds.publish_soon(feed, key, event)
            self._core.changed()


def fits(kept: Mapping[str, Any], wanted: Mapping[str, list[Any]]) -> bool:
    """Whether an object has, in each of these fields, one of these values."""
    return all(kept.get(name) in values for name, values in wanted.items())


def _count(request: Request, name: str | None) -> int | None:
    value = None if name is None else request.get(name)
    return value if isinstance(value, int) else None
