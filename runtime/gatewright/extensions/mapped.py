"""Records that can be asked like the JSON objects that they were made from."""

from __future__ import annotations

from dataclasses import fields
from typing import Any


class Mapped:
    """`record["name"]` finds a field by its Python name, or by one on the wire that differs in hyphens.

    A field that is None counts as absent.
    """

    __slots__ = ()

    def __getitem__(self, name: str) -> Any:
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        """Whether the gateway sent the field."""
        return isinstance(name, str) and self.get(name) is not None

    def get(self, name: str, default: Any = None) -> Any:
        """The field's value, or `default` if the gateway did not send it."""
        record: Any = self
        name = name.replace("-", "_")
        value = getattr(self, name) if any(each.name == name for each in fields(record)) else None
        return default if value is None else value
