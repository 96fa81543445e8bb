"""Items with numbers for imports, so that a test sees which of them arrived."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from surfaces import Surface, done


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of items, of which each one holds a number.

    Attributes:
        name: As the client calls it.
        store: The flow's interface that they go through.
        item: The item of a number.
        numbers: The numbers in a message on the bus.
        options: What its import needs besides.
    """

    name: str
    store: str
    item: Callable[[int], Any]
    numbers: Callable[[dict[str, Any]], list[int]]
    options: dict[str, Any] = dataclasses.field(default_factory=dict[str, Any], kw_only=True)

    def items(self, count: int) -> Iterator[Any]:
        return map(self.item, range(count))

    def arrived(self, control: Any, messages: int = 0, flow: str = "default") -> list[int]:
        """The numbers on the bus, once there are so many messages."""
        found = control.arrived(self.store, messages, flow)
        return [number for message in found for number in self.numbers(message)]

    async def put(self, surface: Surface, items: Any, *, flow: str = "default", **options: Any) -> Any:
        method = getattr(surface.bulk, f"import_{self.name}")
        return await done(method(flow, items, **self.options, **options))


def spoil(monkeypatch: pytest.MonkeyPatch, operations: ModuleType, kind: Kind, index: int) -> None:
    """Have the batch with that item sent as something that the gateway cannot read."""
    name = f"IMPORT_{kind.name.upper()}"
    operation = getattr(operations, name)

    def encode(batch: list[Any], arguments: Any, first: int) -> bytes:
        if first <= index < first + len(batch):
            return b'{"metadata": {"id": "urn:cut'
        good: bytes = operation.encode(batch, arguments, first)
        return good

    monkeypatch.setattr(operations, name, dataclasses.replace(operation, encode=encode))
