"""The drop-in distribution against the official client's own list of public names and signatures.

Exceptions stand in docs/trustgraph-drop-in.md, each with its reason; one that is no exception any more
is a failure, too.
"""

from __future__ import annotations

import fnmatch
import importlib
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from gatewright.model import Model

ROOT = Path(__file__).parents[2]
OFFICIAL: Mapping[str, Any] = json.loads(
    (ROOT / "tests/data/trustgraph_official_api.json").read_text("utf-8")
)
PAGE = ROOT / "docs/trustgraph-drop-in.md"
PACKAGE = "trustgraph.api"


def exceptions() -> dict[str, str]:
    """Pattern to reason, from the table of the page."""
    table = PAGE.read_text("utf-8").partition("## What is not there, and why")[2]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| `")]
    return {what.strip().strip("`"): why.strip() for what, why in rows}


def findings() -> dict[str, str]:
    """What the official client has and ours lacks: `Class.method`, or `Class.method(argument)`."""
    found: dict[str, str] = {}
    package = importlib.import_module(PACKAGE)
    for name in OFFICIAL["exports"]:
        if not hasattr(package, name):
            found[name] = "not in the package"
    for module_name, members in OFFICIAL["modules"].items():
        module = importlib.import_module(f"{PACKAGE}.{module_name}")
        for name, official in members.items():
            if not hasattr(module, name):
                found[name] = f"not in the module {module_name}"
            elif isinstance(official, str):
                found |= dict(_differences(name, getattr(module, name), official))
            else:
                found |= dict(_methods(name, getattr(module, name), official))
    return found


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
    if isinstance(ours, type) and issubclass(ours, Model):
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        return inspect.Signature([inspect.Parameter(name, kind, default=None) for name in ours.model_fields])
    return inspect.signature(ours)


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


def test_everything_of_the_official_client_is_there() -> None:
    allowed = exceptions()
    missing = {
        what: why
        for what, why in findings().items()
        if not any(fnmatch.fnmatchcase(what, pattern) for pattern in allowed)
    }
    assert missing == {}


def test_every_exception_has_a_reason_and_is_needed() -> None:
    found = findings()
    assert all(exceptions().values())
    idle = [
        pattern for pattern in exceptions() if not any(fnmatch.fnmatchcase(what, pattern) for what in found)
    ]
    assert idle == []


@pytest.mark.parametrize("module", OFFICIAL["modules"])
def test_the_modules_of_the_official_client_can_be_imported(module: str) -> None:
    assert importlib.import_module(f"{PACKAGE}.{module}").__all__


def test_the_package_names_what_it_exports() -> None:
    package = importlib.import_module(PACKAGE)
    assert set(OFFICIAL["exports"]) - {"build_term"} <= set(package.__all__)
    assert all(hasattr(package, name) for name in package.__all__)
