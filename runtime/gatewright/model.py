"""The base of response models: typed attributes, and the manners of the dictionary that came in."""

from __future__ import annotations

import functools
from base64 import b64encode
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, overload

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, model_validator

from .chunks import decoded
from .wire import dumps, is_object, loads

D = TypeVar("D")


def _seconds(time: datetime) -> int:
    return int(time.timestamp())


def _decoded(value: Any) -> Any:
    return decoded(value) if isinstance(value, str) else value


def _encoded(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _parsed(value: Any) -> Any:
    return loads(value) if isinstance(value, str) else value


def _written(value: Any) -> str:
    return dumps(value).decode()


Seconds = Annotated[datetime, PlainSerializer(_seconds, return_type=int, when_used="json")]
"""A time that is a number of seconds since 1970 on the wire; one without a zone is local time."""

Base64 = Annotated[
    bytes, BeforeValidator(_decoded), PlainSerializer(_encoded, return_type=str, when_used="json")
]
"""Bytes that are base64 text on the wire."""


Json = Annotated[Any, BeforeValidator(_parsed), PlainSerializer(_written, return_type=str, when_used="json")]
"""Anything that is JSON text on the wire."""


class Model(BaseModel):
    """A response, or a part of one.

    `response["name"]` finds a field by its name on the wire, its Python name, or an older name
    of it, and a field that this client does not know by its name on the wire.
    """

    # Models are built when first used, since a program uses few of them.
    model_config = ConfigDict(extra="allow", populate_by_name=True, defer_build=True, protected_namespaces=())

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, data: Any) -> Any:
        """Leave out nulls, so that the default of a field stands for both."""
        if is_object(data) and any(value is None for value in data.values()):
            return {name: value for name, value in data.items() if value is not None}
        return data

    if not TYPE_CHECKING:

        def __init__(self, /, *values, **fields):
            """Fields may be given by position, too, in their order; type checkers know the names only."""
            names = type(self).model_fields
            if len(values) > len(names):
                raise TypeError(f"{type(self).__name__} has {len(names)} fields, not {len(values)}")
            for name, value in zip(names, values, strict=False):
                if name in fields:
                    raise TypeError(f"{type(self).__name__} got {name!r} twice")
                fields[name] = value
            super().__init__(**fields)

    def __getitem__(self, name: str) -> Any:
        field = _names(type(self)).get(name)
        if field is not None:
            return getattr(self, field)
        return (self.model_extra or {})[name]

    def __contains__(self, name: object) -> bool:
        """Whether the gateway sent the field."""
        field = _names(type(self)).get(name) if isinstance(name, str) else None
        return field in self.model_fields_set if field is not None else name in (self.model_extra or {})

    @overload
    def get(self, name: str) -> Any: ...
    @overload
    def get(self, name: str, default: D) -> Any | D: ...
    def get(self, name: str, default: Any = None) -> Any:
        """The field's value, or `default` if the gateway did not send it."""
        return self[name] if self.__contains__(name) else default

    def keys(self) -> list[str]:
        """Names on the wire of the fields that the gateway sent."""
        known = [
            info.alias or name
            for name, info in type(self).model_fields.items()
            if name in self.model_fields_set
        ]
        return [*known, *(self.model_extra or {})]

    def __str__(self) -> str:
        name = _text_field(type(self))
        return str(getattr(self, name) or "") if name is not None else super().__str__()


class TextModel(Model):
    """A response that is mainly a text."""

    @property
    def text(self) -> str:
        """The text of the response."""
        return str(self)


@functools.cache
def _names(model: type[Model]) -> dict[str, str]:
    """Every name by which a field can be asked for, to its Python name."""
    found: dict[str, str] = {}
    for name, info in model.model_fields.items():
        extra: Any = info.json_schema_extra
        also: list[str] = extra.get("also", []) if is_object(extra) else []
        for each in (name, info.alias or name, *also):
            found[each] = name
    return found


def _text_field(model: type[Model]) -> str | None:
    extra: Any = model.model_config.get("json_schema_extra")
    return extra.get("text") if is_object(extra) else None
