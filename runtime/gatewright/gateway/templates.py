"""Templates filled in: where the descriptor says `$name`, a value comes.

A string that is nothing but `$name` becomes the value itself, and `$name?` leaves its key out
where there is none. Inside longer text the value's text comes instead. `$now` (UTC, ISO 8601),
`$time` (seconds since 1970), `$uuid`, `$hex` (twelve hexadecimal digits) and `$number` are made
anew each time.
"""

from __future__ import annotations

import itertools
import re
import secrets
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from .. import wire

_WHOLE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_-]*)(\?)?")
_INSIDE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")
_NOTHING: Any = object()
_numbers = itertools.count(1)


def now() -> str:
    """The present time in UTC, as ISO 8601 text."""
    return datetime.now(UTC).isoformat()


_MADE: dict[str, Callable[[], Any]] = {
    "now": now,
    "time": time.time,
    "uuid": lambda: str(uuid.uuid4()),
    "hex": lambda: secrets.token_hex(6),
    "number": lambda: next(_numbers),
}


class Values:
    """Where `$name` is looked up: in each layer in turn. A function in a layer is called."""

    def __init__(self, *layers: Mapping[str, Any]) -> None:
        self._layers = layers

    def find(self, name: str) -> Any:
        """The value of that name, or `_NOTHING`."""
        for layer in self._layers:
            if name in layer:
                value = layer[name]
                return value() if callable(value) else value
        made = _MADE.get(name)
        return _NOTHING if made is None else made()

    def over(self, *layers: Mapping[str, Any]) -> Values:
        """The same with further layers in front."""
        return Values(*layers, *self._layers)


def fill(template: Any, values: Values) -> Any:
    """The template with its values; what has none is null, or stays as it is inside of text."""
    if isinstance(template, str):
        return _text(template, values) if "$" in template else template
    if wire.is_object(template):
        made: dict[str, Any] = {}
        for key, value in template.items():
            whole = _WHOLE.fullmatch(value) if isinstance(value, str) else None
            filled = fill(value, values)
            if filled is not None or whole is None or not whole[2]:
                made[key] = filled
        return made
    if wire.is_array(template):
        return [fill(value, values) for value in template]
    return template


def has_variables(template: Any) -> bool:
    """Whether anything in it is to be filled in."""
    if isinstance(template, str):
        return "$" in template
    if wire.is_object(template):
        return any(has_variables(value) for value in template.values())
    if wire.is_array(template):
        return any(has_variables(value) for value in template)
    return False


def variables(template: Mapping[str, Any]) -> dict[str, str]:
    """Names of the variables at the top of a template, each with the key that has it."""
    return {value[1:].removesuffix("?"): key for key, value in template.items() if is_variable(value)}


def variable(value: Any) -> str:
    """Name of the variable that a value of a template is."""
    return str(value).removeprefix("$").removesuffix("?")


def is_variable(value: Any) -> bool:
    """Whether a value of a template stands for another."""
    return isinstance(value, str) and value.startswith("$")


def has_constants(template: Mapping[str, Any], frame: Mapping[str, Any]) -> bool:
    """Whether a frame has all that is fixed in a template."""
    return all(frame.get(key) == value for key, value in template.items() if not is_variable(value))


def _text(text: str, values: Values) -> Any:
    whole = _WHOLE.fullmatch(text)
    if whole is not None:
        value = values.find(whole[1])
        return None if value is _NOTHING else value

    def inside(found: re.Match[str]) -> str:
        value = values.find(found[1])
        return found[0] if value is _NOTHING else str(value)

    return _INSIDE.sub(inside, text)
