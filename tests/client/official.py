"""The public names and signatures of another client against those of ours: what it takes that ours does not.

What is known of the other client is data: its exports, and by module each class with its methods and each
function, with their parameters as text (`name`, `name=` with a default, `**`).
"""

from __future__ import annotations

import fnmatch
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]


def read(name: str) -> Mapping[str, Any]:
    """The other client, from `tests/data`."""
    data: Mapping[str, Any] = json.loads((ROOT / "tests/data" / name).read_text("utf-8"))
    return data


def exceptions(page: str, heading: str) -> dict[str, str]:
    """Pattern to reason, from the table below a heading of a page in `docs`."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    table = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| `")]
    return {what.strip().strip("`"): why.strip() for what, why in rows}


def findings(
    official: Mapping[str, Any], package: ModuleType, module: Callable[[str], ModuleType]
) -> dict[str, str]:
    """What the official client has and ours lacks: `Class.method`, or `Class.method(argument)`.

    `module` gives what stands for a module of theirs.
    """
    found: dict[str, str] = {}
    for name in official["exports"]:
        if not hasattr(package, name):
            found[name] = "not in the package"
    for module_name, members in official["modules"].items():
        ours = module(module_name)
        for name, member in members.items():
            if not hasattr(ours, name):
                found[name] = f"not in the module {module_name}"
            elif isinstance(member, str):
                found |= dict(_differences(name, getattr(ours, name), member))
            else:
                found |= dict(_methods(name, getattr(ours, name), member))
    return found


def unexcused(found: Mapping[str, str], allowed: Mapping[str, str]) -> dict[str, str]:
    """What is found and fits no pattern of the exceptions."""
    return {
        what: why
        for what, why in found.items()
        if not any(fnmatch.fnmatchcase(what, pattern) for pattern in allowed)
    }


def idle(allowed: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """The patterns of exceptions that nothing found fits."""
    return [pattern for pattern in allowed if not any(fnmatch.fnmatchcase(what, pattern) for what in found)]


def _methods(name: str, ours: Any, official: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for method, parameters in official.items():
        where = f"{name}.{method}"
        if method == "__init__":
            # A string's own signature is not to be had.
            maker = ours if "__new__" in vars(ours) or not issubclass(ours, str) else _string
            yield from _differences(where, maker, parameters)
        elif not hasattr(ours, method):
            yield where, "no such method"
        else:
            made = getattr(ours, method)
            bound = made if inspect.ismethod(made) else made.__get__(object())
            yield from _differences(where, bound, parameters)


def _signature(ours: Callable[..., Any]) -> inspect.Signature:
    # A model's own signature has the names on the wire.
    fields: Mapping[str, Any] | None = getattr(ours, "model_fields", None)
    if fields is None:
        return inspect.signature(ours)
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Signature([inspect.Parameter(name, kind, default=None) for name in fields])


def _string(value: str) -> str:
    return value


def _differences(where: str, ours: Callable[..., Any], official: str) -> Iterator[tuple[str, str]]:
    """Calls that the official signature takes, and ours does not."""
    signature = _signature(ours)
    older: Mapping[str, str] = getattr(ours, "legacy_names", {})
    parameters = [each for each in official.split() if not each.startswith("*")]
    names = [each.rstrip("=") for each in parameters]
    required = [each for each in parameters if not each.endswith("=")]
    places = [
        name
        for name, each in signature.parameters.items()
        if each.kind in {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
    ]
    for name in names:
        if name not in signature.parameters and name not in older:
            yield f"{where}({name})", "no such argument"
    for place, name in enumerate(names):
        if name in signature.parameters and (
            place >= len(places) or places[place] not in {name, older.get(name)}
        ):
            yield f"{where}({place}: {name})", "not at this position"
    for name, each in signature.parameters.items():
        wanted = each.default is inspect.Parameter.empty and each.kind not in {
            inspect.Parameter.VAR_KEYWORD,
            inspect.Parameter.VAR_POSITIONAL,
        }
        if wanted and name not in required and name not in {older.get(old) for old in required}:
            yield f"{where}({name}=)", "required here, and not there"
