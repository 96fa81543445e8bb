"""How far a transfer is: a bar where somebody looks on, lines of text elsewhere; both on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from types import TracebackType
from typing import Any, Protocol, Self

_EVERY = 0.1
"""Seconds between two looks at a bar ..."""
_LINE_EVERY = 5.0
"""... and between two lines of text."""


class Display(Protocol):
    """What shows progress."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def show(self, items: int, size: int, confirmed: int | None) -> None:
        """So many items and bytes of messages, and how many of the items are confirmed."""
        ...

    def say(self, text: str) -> None:
        """A line of text."""
        ...


def display(verb: str, position: Callable[[], int], total: int | None) -> Display:
    """What shows progress here.

    Args:
        verb: What is done to the items, such as `sent`.
        position: How much is done, such as bytes of the file.
        total: How much there is in all; None if nobody knows.
    """
    if sys.stderr.isatty() and find_spec("rich") is not None:
        return _Bar(verb, position, total)
    return _Lines(verb, position, total)


def amount(size: float) -> str:
    """A number of bytes, for people."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


class _Shown:
    """When it began, and when there was something to see last."""

    def __init__(self, verb: str, position: Callable[[], int], total: int | None, every: float) -> None:
        self.verb = verb
        self.position = position
        self.total = total
        self._every = every
        self._began = time.monotonic()
        self._next = 0.0

    def due(self) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._every
        return True

    def rate(self, items: int) -> str:
        seconds = time.monotonic() - self._began
        return f"{items / seconds if seconds else 0:,.0f} items/s"


class _Lines(_Shown):
    def __init__(self, verb: str, position: Callable[[], int], total: int | None) -> None:
        super().__init__(verb, position, total, _LINE_EVERY)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is left on the screen."""

    def show(self, items: int, size: int, confirmed: int | None) -> None:
        if not self.due():
            return
        parts = [f"{items:,} items {self.verb}"]
        if confirmed is not None:
            parts.append(f"{confirmed:,} confirmed")
        if size:
            parts.append(amount(size))
        parts.append(self.rate(items))
        if self.total:
            parts.append(f"{min(100, 100 * self.position() // self.total)} %")
        self.say(", ".join(parts))

    def say(self, text: str) -> None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


class _Bar(_Shown):
    def __init__(self, verb: str, position: Callable[[], int], total: int | None) -> None:
        from rich import progress
        from rich.console import Console

        super().__init__(verb, position, total, _EVERY)
        self._console = Console(stderr=True, highlight=False, markup=False)
        columns: list[Any] = [
            progress.SpinnerColumn(),
            progress.BarColumn(),
            progress.TaskProgressColumn(),
            progress.TextColumn("{task.description}", markup=False),
            progress.TimeElapsedColumn(),
        ]
        if total:
            columns += [progress.TextColumn("ETA"), progress.TimeRemainingColumn()]
        self._progress = progress.Progress(*columns, console=self._console, transient=True)
        self._task = self._progress.add_task("connecting", total=total or None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, items: int, size: int, confirmed: int | None) -> None:
        if not self.due():
            return
        parts = [f"{items:,} {self.verb}"]
        if confirmed is not None:
            parts.append(f"{confirmed:,} confirmed")
        if size:
            parts.append(amount(size))
        parts.append(self.rate(items))
        self._progress.update(
            self._task, description=" · ".join(parts), completed=self.position() if self.total else None
        )

    def say(self, text: str) -> None:
        self._progress.console.print(text)
