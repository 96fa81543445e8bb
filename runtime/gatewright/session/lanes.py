"""Which of several sockets takes a call.

A gateway that serves the requests of a socket in order of arrival makes everyone wait
for the slowest. So calls are spread: an idle socket first, then a new one while there are
fewer than allowed, then the one with the least to do. Long work never enters the first
socket when there are several, so that short calls always have one to themselves.

Some gateways do not say which request an error is about when a service is unknown. There, requests to
places that have not answered yet never share a socket, unless they go to the same place. So that a slow
first answer holds up nothing else, newcomers have a few further sockets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from ..errors import RequestTimeout
from ..operation import SocketProtocol

Place: TypeAlias = tuple[Any, ...]
"""What a request is for, such as a service of a flow."""

SPARE = 3
"""Sockets for newcomers besides the usual ones."""


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


def crowded(lanes: Sequence[Lane], operation: str, timeout: float, place: Place | None) -> RequestTimeout:
    """The error of a call that found no place in time."""
    if any(lane.held for lane in lanes):
        hint = "a slow reader holds a socket up; take its items or allow more sockets="
    elif place is not None and not any(lane.admits(place) for lane in lanes):
        hint = "another service has to answer for the first time before; allow more sockets="
    else:
        hint = "all are busy; allow more sockets="
    text = f"no free place on {len(lanes)} socket(s) within {timeout:g} s"
    return RequestTimeout(text, operation=operation, hint=hint)


def numbers(protocol: SocketProtocol, sockets: int) -> tuple[int, int]:
    """How many sockets calls are spread over, and how many there may be with those for newcomers."""
    usual = min(sockets, protocol.connections or sockets)
    spare = protocol.orphans == "newcomer" and protocol.connections is None
    return usual, usual + SPARE * spare


def choose(
    lanes: Sequence[Lane],
    *,
    long: bool,
    in_flight: int,
    usual: int | None = None,
    place: Place | None = None,
) -> int | None:
    """Index of the lane that takes the next call, or None when none can.

    Lanes after the `usual` ones, if not all are, are for newcomers that none of those admits.
    """
    usual = len(lanes) if usual is None else usual
    first = 1 if long and usual > 1 else 0
    if place is not None and not any(lane.admits(place) for lane in lanes[first:usual]):
        first, usual = usual, len(lanes)
    best, least = None, in_flight
    for index in range(first, usual):
        lane = lanes[index]
        load = lane.load
        if load < least and not lane.held and (place is None or lane.admits(place)):
            if load == 0:
                return index
            best, least = index, load
    return best
