"""Templates filled in: where the descriptor says `$name`, a value comes.

A string that is nothing but `$name` becomes the value itself, and `$name?` leaves its key out
where there is none; `$name.inner` is a field of an object. Inside longer text, as `$name` or
`${name.inner}`, the value's text comes instead. `$now` (UTC, ISO 8601),
`$time` (seconds since 1970), `$uuid`, `$hex` (twelve hexadecimal digits) and `$number` are made
anew each time. An object `{$json: ...}` becomes the JSON text of what stands there, and
`{$parse: ...}` what a JSON text says, or null.
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

_WHOLE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_-]*)((?:\.[A-Za-z0-9_-]+)*)(\?)?")
_INSIDE = re.compile(r"\$(?:\{([A-Za-z_][A-Za-z0-9_.-]*)\}|([A-Za-z_][A-Za-z0-9_]*))")
_JSON, _PARSE = "$json", "$parse"
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
        if _JSON in template:
            return wire.dumps(fill(template[_JSON], values)).decode()
        if _PARSE in template:
            return _parsed(fill(template[_PARSE], values))
        made: dict[str, Any] = {}
        for key, value in template.items():
            whole = _WHOLE.fullmatch(value) if isinstance(value, str) else None
            filled = fill(value, values)
            if filled is not None or whole is None or not whole[3]:
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
        return bool({_JSON, _PARSE} & template.keys()) or any(
            has_variables(value) for value in template.values()
        )
    if wire.is_array(template):
        return any(has_variables(value) for value in template)
    return False


def variables(template: Mapping[str, Any]) -> dict[str, str]:
    """Names of the variables at the top of a template, each with the key that has it."""
    return {value[1:].removesuffix("?"): key for key, value in template.items() if is_variable(value)}


def unfill(template: Any, value: Any) -> dict[str, Any] | None:
    """The values that a template must have been filled with to give this one; None: there are none.

    Fields that the template does not have may be there.
    """
    if is_variable(template):
        return {variable(template): value}
    if not wire.is_object(template):
        return {} if template == value else None
    if not wire.is_object(value):
        return None
    found: dict[str, Any] = {}
    for key, part in template.items():
        if key not in value and isinstance(part, str) and part.startswith("$") and part.endswith("?"):
            continue
        inner = unfill(part, value[key]) if key in value else None
        if inner is None:
            return None
        found.update(inner)
    return found


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
        value = _find(whole[1] + whole[2], values)
        return None if value is _NOTHING else value

    def inside(found: re.Match[str]) -> str:
        value = _find(found[1] or found[2], values)
        return found[0] if value is _NOTHING else str(value)

    return _INSIDE.sub(inside, text)


def _find(path: str, values: Values) -> Any:
    name, *inner = path.split(".")
    value = values.find(name)
    for name in inner:
        value = value.get(name, _NOTHING) if wire.is_object(value) else _NOTHING
    return value


def _parsed(text: Any) -> Any:
    try:
        return wire.loads(text)
    except (wire.JSONDecodeError, TypeError):
        return None
