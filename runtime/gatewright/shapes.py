"""Items of bulk imports: their fields, whatever a caller has them in, checked and written as JSON."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from json.encoder import encode_basestring_ascii as quote
from operator import attrgetter
from typing import Any, Final, TypeAlias, TypeGuard, cast

from . import vectors, wire
from .errors import InvalidItem

Encode: TypeAlias = Callable[[Any], str]
"""A value to the JSON text of it; raises TypeError or ValueError, which says what it should be."""

MUST: Final = object()
"""Stands for the default of a field that each item has."""


@dataclass(frozen=True)
class Shape:
    """What the items of an import consist of.

    Attributes:
        record: The class that has the fields; mappings and tuples will do as well.
        fields: (Python name, wire name, encoder, default) of each; a default of None leaves it out.
    """

    record: type
    fields: tuple[tuple[str, str, Encode, Any], ...]

    @cached_property
    def plan(self) -> tuple[tuple[str, str, Encode, str | None], ...]:
        """(name, what stands before its value, encoder, all that is sent in its absence) of each field."""
        return tuple(
            (
                name,
                lead,
                encode,
                None if default is MUST else "" if default is None else lead + _json(default),
            )
            for name, key, encode, default in self.fields
            for lead in (f",{quote(key)}:",)
        )

    @cached_property
    def values(self) -> Callable[[Any], tuple[Any, ...]]:
        """The values of a record's fields, in order."""
        names = [name for name, _key, _encode, _default in self.fields]
        get = attrgetter(*names)
        return get if len(names) > 1 else lambda record: (get(record),)


def shaped(items: Iterable[Any], shape: Shape, first: int) -> wire.Fragment:
    """JSON text of a list of items; `first` is the position of the first.

    Raises:
        InvalidItem: an item is of another shape, or a field of it is missing or wrong.
    """
    made: list[str] = []
    record, plan, values_of = shape.record, shape.plan, shape.values
    for index, item in enumerate(items, first):
        values = values_of(item) if type(item) is record else _values(item, shape, index)
        part = ""
        for (name, lead, encode, absent), value in zip(plan, values, strict=True):
            if value is not None:
                try:
                    part += lead + encode(value)
                except (TypeError, ValueError) as error:
                    message = f"{name}: {str(error).removeprefix(f'{name}: ')}"
                    raise InvalidItem(message, index=index, field=name) from error
            elif absent is None:
                raise InvalidItem(f"{name} is missing", index=index, field=name)
            else:
                part += absent
        made.append(f"{{{part[1:]}}}")
    return wire.Fragment(f"[{','.join(made)}]")


def texts(items: Sequence[Any], kind: type, first: int) -> wire.Fragment:
    """The same for items that are mappings, or of a class that says itself how it is sent."""
    for index, item in enumerate(items, first):
        if not isinstance(item, (kind, Mapping)):
            raise InvalidItem(_wrong(kind, item, "a mapping"), index=index)
    try:
        made = wire.dumps(items)
    except TypeError:
        for index, item in enumerate(items, first):
            _check(item, index, wire.dumps)
        raise
    if b"null" in made:
        # That may be a number which is none, and would be sent so without a word.
        for index, item in enumerate(items, first):
            _check(item, index, _check_finite)
    return wire.Fragment(made)


def _check(item: Any, index: int, check: Callable[[Any], object]) -> None:
    """Raise what a check of an item, or of one of its values, has against it."""
    values = item.items() if _is_mapping(item) else ()
    for name, value in (*values, ("", item)):
        try:
            check(value)
        except (TypeError, ValueError) as error:
            message = f"{name}: {error}" if name else str(error)
            raise InvalidItem(message, index=index, field=str(name)) from error


def _values(item: Any, shape: Shape, index: int) -> Sequence[Any]:
    """The values of an item's fields, in order; None for those that it lacks."""
    fields = shape.fields
    if isinstance(item, shape.record):
        return shape.values(item)
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


# Encoders


def text(value: Any) -> str:
    """A string."""
    return wire.dumps(_of(value, str, "text")).decode()


def integer(value: Any) -> str:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        _refused(value, "a whole number")
    return _json(value)


def number(value: Any) -> str:
    """A number that is finite."""
    return vectors.number_text(value)


def boolean(value: Any) -> str:
    """A truth value."""
    return _json(_of(value, bool, "True or False"))


def mapping(value: Any) -> str:
    """A mapping."""
    return _json(_of(value, Mapping, "a mapping"))


def array(value: Any) -> str:
    """A list of anything."""
    return "[]" if value == [] else _json(_of(value, (list, tuple), "a list"))


def each(value: Any, encode: Encode) -> str:
    """A list of values that are all encoded alike; None among them is null."""
    made = ("null" if one is None else encode(one) for one in _of(value, (list, tuple), "a list"))
    return f"[{','.join(made)}]"


def vector(value: Any) -> str:
    """A list of numbers, in one of many forms."""
    return vectors.vector_text(value)


def octets(value: Any) -> str:
    """Bytes, as base64."""
    return f'"{b64encode(_of(value, (bytes, bytearray, memoryview), "bytes")).decode("ascii")}"'


def anything(value: Any) -> str:
    """What JSON can say."""
    return _json(value)


def _json(value: Any) -> str:
    made = wire.dumps(value).decode()
    if "null" in made:
        _check_finite(value)
    return made


def _check_finite(value: Any) -> None:
    """Refuse numbers that JSON does not know, wherever they are; they would be sent as null."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, float):
        vectors.number_text(value)
    elif _is_mapping(value):
        for one in value.values():
            _check_finite(one)
    elif _is_list(value):
        for one in value:
            _check_finite(one)


def _is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def _is_list(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    return isinstance(value, (list, tuple))


def _of(value: Any, kind: Any, said: str) -> Any:
    return value if isinstance(value, kind) else _refused(value, said)


def _refused(value: object, said: str) -> Any:
    raise TypeError(f"this is to be {said}, not {type(value).__name__}")
