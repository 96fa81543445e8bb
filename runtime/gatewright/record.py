"""The base of light classes for items: attributes, and the manners of the dictionary that came in."""

from __future__ import annotations

from dataclasses import fields
from typing import Any


class Record:
    """An item of a stream or of a bulk transfer.

    `item["name"]` finds an attribute by its name, or by one on the wire that differs in hyphens. One that
    is None counts as absent.
    """

    __slots__ = ()

    def __getitem__(self, name: str) -> Any:
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        """Whether the gateway sent it."""
        return isinstance(name, str) and self.get(name) is not None

    def get(self, name: str, default: Any = None) -> Any:
        """The attribute's value, or `default` if the gateway did not send it."""
        name = name.replace("-", "_")
        value = getattr(self, name) if name in _names(self) else None
        return default if value is None else value

    def keys(self) -> list[str]:
        """Names of the attributes that are there."""
        return [name for name in _names(self) if getattr(self, name) is not None]


def _names(record: Any) -> list[str]:
    return [field.name for field in fields(record)]
