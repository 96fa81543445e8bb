"""The drop-in distribution against the official client's own list of public names and signatures.

Exceptions stand in docs/trustgraph-drop-in.md, each with its reason; one that is no exception any more
is a failure, too.
"""

from __future__ import annotations

import importlib

import official
import pytest

OFFICIAL = official.read("trustgraph_official_api.json")
PACKAGE = "trustgraph.api"


def exceptions() -> dict[str, str]:
    return official.exceptions("trustgraph-drop-in.md", "What is not there, and why")


def findings() -> dict[str, str]:
    package = importlib.import_module(PACKAGE)
    return official.findings(OFFICIAL, package, lambda name: importlib.import_module(f"{PACKAGE}.{name}"))


def test_everything_of_the_official_client_is_there() -> None:
    assert official.unexcused(findings(), exceptions()) == {}


def test_every_exception_has_a_reason_and_is_needed() -> None:
    assert all(exceptions().values())
    assert official.idle(exceptions(), findings()) == []


@pytest.mark.parametrize("module", OFFICIAL["modules"])
def test_the_modules_of_the_official_client_can_be_imported(module: str) -> None:
    assert importlib.import_module(f"{PACKAGE}.{module}").__all__


def test_the_package_names_what_it_exports() -> None:
    package = importlib.import_module(PACKAGE)
    assert set(OFFICIAL["exports"]) - {"build_term"} <= set(package.__all__)
    assert all(hasattr(package, name) for name in package.__all__)
