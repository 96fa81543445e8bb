"""What the channels of both shells share: views, which differ in the values that their calls carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self


class Channel:
    """Base of channels.

    A channel and its views share all their attributes, connections included; only the values that are
    bound to a view are its own, and take the place of the client's settings in its calls.
    """

    __slots__ = ("__dict__", "_bound")

    _bound: Mapping[str, Any]

    def __init__(self) -> None:
        self._bound = {}

    def bound(self, values: Mapping[str, Any]) -> Self:
        """A view whose calls carry these values."""
        view = object.__new__(type(self))
        view.__dict__ = self.__dict__
        view._bound = {**self._bound, **values}
        return view

    def _scoped(self, scope: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**self._bound, **scope} if self._bound else scope
