"""Remembers which operation worked on which interface, in tests that passed."""

from __future__ import annotations

from dataclasses import dataclass, field

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
