"""What happens to an object of a store after it was added, in worker threads."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from ..descriptor import Keeping
from .selection import fits
from .templates import Values, fill

if TYPE_CHECKING:
    from .core import Core
    from .stores import Stores

_WORKERS = 4


class Afterwards:
    """The workers of one gateway; `pace` is the seconds before each step."""

    def __init__(self, core: Core, stores: Stores, pace: float) -> None:
        self._core = core
        self._stores = stores
        self._pace = pace
        self._workers: ThreadPoolExecutor | None = None
        self._go_on = threading.Event()
        self._go_on.set()
        self._ending = threading.Event()

    def begin(self, keeping: Keeping, key: str) -> None:
        """Lets the steps happen to an object."""
        if self._workers is None:
            self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="gateway-steps")
        self._workers.submit(self._work, keeping, key)

    @contextlib.contextmanager
    def held(self) -> Generator[None, None, None]:
        """Holds all steps up, for as long as the block lasts."""
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

    # In a worker thread

    def _work(self, keeping: Keeping, key: str) -> None:
        for step in keeping.then:
            if self._ending.wait(self._pace) or not self._go_on.wait() or self._ending.is_set():
                return
            with self._stores.lock:
                kept: dict[str, Any] | None = self._stores.objects(keeping.store).get(key)
                if kept is None or (keeping.final and fits(kept, keeping.final)):
                    return
                values = Values(kept, self._core.live)
                kept.update(fill(step.change, values))
                events = [(each.feed, fill(each.event, values)) for each in step.publish]
            for feed, event in events:
                self._core.feeds.publish_soon(feed, key, event)
            self._core.changed()
