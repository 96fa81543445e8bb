"""Remembers which operation worked on which interface, in tests that passed, and which was never called."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from gatewright.operation import Export, Import, Operation

CALLS = ("REST", "async REST", "socket", "async socket")
BULK = ("bulk", "async bulk")

AnyOperation = Operation[Any] | Import[Any] | Export[Any]

Seen = tuple[str, str]
"""Name of an operation, and of the interface it was called on."""


@dataclass
class Witness:
    """What was seen.

    Attributes:
        worked: What returned a result, which the test that called it found to be right.
        raised: What raised an error, as the test that called it expected.
    """

    worked: set[Seen] = field(default_factory=set)
    raised: set[Seen] = field(default_factory=set)
    _worked: set[Seen] = field(default_factory=set)
    _raised: set[Seen] = field(default_factory=set)

    def begin(self) -> None:
        """A test begins."""
        self._worked.clear()
        self._raised.clear()

    def note(self, seen: Seen, *, raised: bool = False) -> None:
        (self._raised if raised else self._worked).add(seen)

    def believe(self) -> None:
        """The test has passed."""
        self.worked |= self._worked
        self.raised |= self._raised


WITNESS = Witness()


def operations_in(module: ModuleType) -> dict[str, AnyOperation]:
    """The operations of a generated client, by name, from its module of that name."""
    found = [value for value in vars(module).values() if isinstance(value, Operation | Import | Export)]
    return {operation.name: operation for operation in found}


def interfaces_of(operation: AnyOperation) -> tuple[str, ...]:
    """The interfaces that an operation is on."""
    if not isinstance(operation, Operation):
        return BULK
    on_rest = CALLS[:2] if operation.path is not None else ()
    return (*on_rest, *(CALLS[2:] if operation.frame is not None else ()))


def never_called(operations: dict[str, AnyOperation], seen: Witness) -> list[str]:
    """Operations that no test has called where they are."""
    called = seen.worked | seen.raised
    return [
        f"{name}() on {interface}"
        for name, operation in operations.items()
        for interface in interfaces_of(operation)
        if (name, interface) not in called
    ]
