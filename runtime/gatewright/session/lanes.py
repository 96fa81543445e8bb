"""Which of several sockets takes a call.

A gateway that serves the requests of a socket in order of arrival makes everyone wait
for the slowest. So calls are spread: an idle socket first, then a new one while there are
fewer than allowed, then the one with the least to do. Long work never enters the first
socket when there are several, so that short calls always have one to themselves.

Some gateways do not say which request an error is about when a service is unknown. There, requests to
places that have not answered yet never share a socket, unless they go to the same place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from ..errors import RequestTimeout
from ..operation import SocketProtocol

Place: TypeAlias = tuple[Any, ...]
"""What a request is for, such as a service of a flow."""


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

    def admits(self, place: Place) -> bool:
        """Whether a request to that place may start on it now."""
        ...


def place_of(protocol: SocketProtocol, values: Mapping[str, Any]) -> Place | None:
    """Where a request goes, if the gateway's errors make that important."""
    return tuple(values.get(name) for name in protocol.place) if protocol.place else None


def admitted(place: Place, proven: set[Place], newcomers: Sequence[Place]) -> bool:
    """Whether a request may join these newcomers: an error that names none must be that of one place."""
    return place in proven or all(other == place or other in proven for other in newcomers)


def crowded(lanes: Sequence[Lane], operation: str, timeout: float) -> RequestTimeout:
    """The error of a call that found no place in time."""
    held = any(lane.held for lane in lanes)
    remedy = "take its items or allow more sockets=" if held else "allow more sockets="
    return RequestTimeout(
        f"no free place on {len(lanes)} socket(s) within {timeout:g} s",
        operation=operation,
        hint=f"{'a slow reader holds a socket up' if held else 'all are busy'}; {remedy}",
    )


def choose(lanes: Sequence[Lane], *, long: bool, in_flight: int, place: Place | None = None) -> int | None:
    """Index of the lane that takes the next call, or None when none can."""
    first = 1 if long and len(lanes) > 1 else 0
    best, least = None, in_flight
    for index in range(first, len(lanes)):
        lane = lanes[index]
        load = lane.load
        if load < least and not lane.held and (place is None or lane.admits(place)):
            if load == 0:
                return index
            best, least = index, load
    return best
