"""Which of several sockets takes a call.

A gateway that serves the requests of a socket in order of arrival makes everyone wait
for the slowest. So calls are spread: an idle socket first, then a new one while there are
fewer than allowed, then the one with the least to do. Long work never enters the first
socket when there are several, so that short calls always have one to themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..errors import RequestTimeout


class Lane(Protocol):
    """What the choice needs to know of a socket."""

    @property
    def load(self) -> int:
        """Requests started since the oldest unfinished one, those about to start included."""
        ...

    @property
    def held(self) -> bool:
        """A slow reader holds it up."""
        ...


def crowded(lanes: Sequence[Lane], operation: str, timeout: float) -> RequestTimeout:
    """The error of a call that found no place in time."""
    held = any(lane.held for lane in lanes)
    remedy = "take its items or allow more sockets=" if held else "allow more sockets="
    return RequestTimeout(
        f"no free place on {len(lanes)} socket(s) within {timeout:g} s",
        operation=operation,
        hint=f"{'a slow reader holds a socket up' if held else 'all are busy'}; {remedy}",
    )


def choose(lanes: Sequence[Lane], *, long: bool, in_flight: int) -> int | None:
    """Index of the lane that takes the next call, or None when all are full."""
    first = 1 if long and len(lanes) > 1 else 0
    best, least = None, in_flight
    for index in range(first, len(lanes)):
        lane = lanes[index]
        load = lane.load
        if load < least and not lane.held:
            if load == 0:
                return index
            best, least = index, load
    return best
