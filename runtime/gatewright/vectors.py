"""Vectors as JSON text: quickly, and with no more digits than their numbers have."""

from __future__ import annotations

import importlib
from array import array
from functools import cache
from math import isfinite
from numbers import Real
from typing import Any, TypeGuard

from . import wire


def vector_text(value: Any) -> str:
    """A list or tuple of numbers, a NumPy array, an `array`, or what has a `tolist`, as JSON text.

    Numbers of single precision in arrays are written with as many digits as tell them apart.

    Raises:
        TypeError: it is no list, or something in it is no number.
        ValueError: one of its numbers is not finite.
    """
    numbers = _quick(value)
    try:
        text = wire.dumps(numbers).decode()
    except TypeError:
        text = ""
    if _is_plain(text) and not isinstance(numbers, (set, frozenset)):
        return text
    listed = _listed(numbers)
    if not _is_list(listed):
        raise TypeError(f"this is to be a list of numbers, not {type(value).__name__}")
    return f"[{','.join(map(number_text, listed))}]"


def number_text(value: Any) -> str:
    """A finite number.

    Raises:
        TypeError: it is no number.
        ValueError: it is not finite, or a truth value.
    """
    if isinstance(value, bool):
        raise ValueError(f"{value} is no number that can be sent")
    if not isinstance(value, Real):
        raise TypeError(f"this is to be a number, not {type(value).__name__}")
    if not isfinite(value):
        raise ValueError(f"{value} is no number that can be sent")
    return wire.dumps(value).decode()


def _is_plain(text: str) -> bool:
    """Whether it is a list of numbers and nothing else, as far as `wire.dumps` wrote it."""
    # Strings, objects, lists, true, false and null each have a letter or sign that no number has;
    # numbers that are not finite are written as null.
    return (
        text.startswith("[")
        and text.rfind("[") == 0
        and '"' not in text
        and "l" not in text
        and "u" not in text
        and "{" not in text
    )


def _quick(value: Any) -> Any:
    """A vector as something that is written quickly, and briefly."""
    if _is_list(value):
        return value
    if _is_buffer(value):
        numpy = _numpy()
        if numpy is None:
            return shortest(array("f", value)) if memoryview(value).format == "f" else value.tolist()
        value = numpy.asarray(value)
    contiguous = getattr(getattr(value, "flags", None), "c_contiguous", None)
    if contiguous is None:
        return _listed(value)
    if contiguous and value.dtype.isnative:
        return value
    return value.astype(value.dtype.newbyteorder("="), order="C")


def _is_list(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    return isinstance(value, (list, tuple))


def _listed(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value


def _is_buffer(value: object) -> bool:
    return isinstance(value, (array, memoryview))


@cache
def _numpy() -> Any:
    """NumPy, where it is installed."""
    try:
        return importlib.import_module("numpy")
    except ImportError:
        return None


def shortest(numbers: array[float]) -> list[float]:
    """For each number of single precision that of double precision with the shortest text that means it."""
    made = [float(f"{number:.6g}") for number in numbers]
    for digits in (7, 8, 9):
        again = array("f", made)
        if again == numbers:
            break
        made = [
            short if back == number else float(f"{number:.{digits}g}")
            for short, back, number in zip(made, again, numbers, strict=True)
        ]
    return made
