"""Items of bulk imports: their fields, whatever a caller has them in, checked and ready to be sent."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, TypeAlias, TypeGuard, cast

from . import wire
from .errors import InvalidItem

Encode: TypeAlias = Callable[[Any], Any]
"""A value to what is sent for it; raises TypeError or ValueError, which says what it should be."""

MUST: Final = object()
"""Stands for the default of a field that each item has."""

_NUMBERS = {int, float}


@dataclass(frozen=True, slots=True)
class Shape:
    """What the items of an import consist of.

    Attributes:
        record: The class that has the fields; mappings and tuples will do as well.
        fields: (Python name, wire name, encoder, default) of each; a default of None leaves it out.
    """

    record: type
    fields: tuple[tuple[str, str, Encode, Any], ...]


def shaped(items: Iterable[Any], shape: Shape, first: int) -> wire.Fragment:
    """JSON text of a list of items; `first` is the position of the first.

    Raises:
        InvalidItem: an item is of another shape, or a field of it is missing or wrong.
    """
    made: list[bytes] = []
    for index, item in enumerate(items, first):
        part: dict[str, Any] = {}
        for (name, key, encode, default), value in zip(
            shape.fields, _values(item, shape, index), strict=True
        ):
            if value is not None:
                try:
                    part[key] = encode(value)
                except (TypeError, ValueError) as error:
                    message = f"{name}: {str(error).removeprefix(f'{name}: ')}"
                    raise InvalidItem(message, index=index, field=name) from error
            elif default is MUST:
                raise InvalidItem(f"{name} is missing", index=index, field=name)
            elif default is not None:
                part[key] = default
        made.append(_text(part, index))
    return _list(made)


def texts(items: Iterable[Any], kind: type, first: int) -> wire.Fragment:
    """The same for items that are mappings, or of a class that says itself how it is sent."""
    made: list[bytes] = []
    for index, item in enumerate(items, first):
        if not isinstance(item, (kind, Mapping)):
            raise InvalidItem(_wrong(kind, item, "a mapping"), index=index)
        made.append(_text(item, index))
    return _list(made)


def _text(item: Any, index: int) -> bytes:
    try:
        return wire.dumps(item)
    except TypeError as error:
        raise InvalidItem(str(error), index=index) from error


def _list(made: list[bytes]) -> wire.Fragment:
    return wire.Fragment(b"[" + b",".join(made) + b"]")


def _values(item: Any, shape: Shape, index: int) -> Sequence[Any]:
    """The values of an item's fields, in order; None for those that it lacks."""
    fields = shape.fields
    if isinstance(item, shape.record):
        return [getattr(item, name) for name, _key, _encode, _default in fields]
    if isinstance(item, Mapping):
        get = cast("Mapping[str, Any]", item).get
        return [get(key, get(name)) for name, key, _encode, _default in fields]
    if _is_tuple(item):
        if len(item) <= len(fields):
            return (*item, *(None,) * (len(fields) - len(item)))
        message = f"a tuple has at most {len(fields)} parts, and this one {len(item)}"
        raise InvalidItem(message, index=index)
    raise InvalidItem(_wrong(shape.record, item, "a mapping or a tuple"), index=index)


def _is_tuple(item: Any) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(item, tuple)


def _wrong(kind: type, item: object, else_: str) -> str:
    wanted = else_ if issubclass(kind, Mapping) else f"{kind.__name__}, or {else_}"
    return f"this is to be {wanted}, not {type(item).__name__}"


def text(value: Any) -> Any:
    """A string."""
    return _of(value, str, "text")


def integer(value: Any) -> Any:
    """A whole number."""
    return _refused(value, "a whole number") if isinstance(value, bool) else _of(value, int, "a whole number")


def number(value: Any) -> Any:
    """A number that is finite."""
    if isinstance(value, bool) or not isfinite(_of(value, (int, float), "a number")):
        raise ValueError(f"{value} is no number that can be sent")
    return value


def boolean(value: Any) -> Any:
    """A truth value."""
    return _of(value, bool, "True or False")


def mapping(value: Any) -> Any:
    """A mapping."""
    return _of(value, Mapping, "a mapping")


def array(value: Any) -> Any:
    """A list of anything."""
    return _of(value, (list, tuple), "a list")


def vector(value: Any) -> Any:
    """A list of numbers, or something that can become one by its `tolist`, such as a NumPy array."""
    if not isinstance(value, (list, tuple)):
        value = value.tolist() if hasattr(value, "tolist") else value
    numbers = cast("Sequence[Any]", _of(value, (list, tuple), "a list of numbers"))
    # The sum of finite numbers is finite, and quickly made; if it is not, some number may be to blame.
    if not _NUMBERS.issuperset(map(type, numbers)) or not isfinite(sum(numbers)):
        return [number(each) for each in numbers]
    return numbers


def octets(value: Any) -> Any:
    """Bytes, as base64."""
    return b64encode(_of(value, (bytes, bytearray, memoryview), "bytes")).decode("ascii")


def anything(value: Any) -> Any:
    """What JSON can say."""
    return wire.Fragment(wire.dumps(value))


def _of(value: Any, kind: Any, said: str) -> Any:
    return value if isinstance(value, kind) else _refused(value, said)


def _refused(value: object, said: str) -> Any:
    raise TypeError(f"this is to be {said}, not {type(value).__name__}")
