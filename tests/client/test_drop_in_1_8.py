"""The client of 1.8 against the names and signatures of the official client of that release.

Exceptions stand in docs/trustgraph.md, each with its reason; one that is no exception any more is a
failure, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

import official
import pytest

import trustgraph_v1

OFFICIAL = official.read("trustgraph_official_api_1_8.json")


def exceptions() -> dict[str, str]:
    return official.exceptions("trustgraph.md", "The official client's names (1.8)")


def findings() -> dict[str, str]:
    return official.findings(OFFICIAL, trustgraph_v1, lambda _: trustgraph_v1)


def test_everything_of_the_official_client_is_there() -> None:
    assert official.unexcused(findings(), exceptions()) == {}


def test_every_exception_has_a_reason_and_is_needed() -> None:
    assert all(exceptions().values())
    assert official.idle(exceptions(), findings()) == []


def test_the_page_counts_right() -> None:
    modules: Mapping[str, Mapping[str, str | dict[str, str]]] = OFFICIAL["modules"]
    members = [member for module in modules.values() for member in module.values()]
    classes = [member for member in members if isinstance(member, dict)]
    methods = sum(name != "__init__" for member in classes for name in member)
    page = (official.ROOT / "docs/trustgraph.md").read_text("utf-8")
    assert f"{len(classes)} classes and {methods} public methods" in page


class Flow:
    def agent(self, question: str, *, user: str = "trustgraph") -> str:
        return question + user

    def start(self, id: str, kind: str) -> None:
        raise NotImplementedError(id, kind)


@pytest.mark.parametrize(
    ("theirs", "found"),
    [
        ({"Flow": {"agent": "question user="}}, {"Flow.agent(1: user)": "not at this position"}),
        ({"Flow": {"agent": "question state="}}, {"Flow.agent(state)": "no such argument"}),
        ({"Flow": {"start": "id"}}, {"Flow.start(kind=)": "required here, and not there"}),
        ({"Flow": {"stop": "id"}}, {"Flow.stop": "no such method"}),
        ({"Library": {}}, {"Library": "not in the module flow"}),
        ({"Flow": {"agent": "question **", "start": "id kind"}}, {}),
    ],
)
def test_a_difference_is_found(theirs: dict[str, dict[str, str]], found: dict[str, str]) -> None:
    ours = ModuleType("ours")
    ours.__dict__["Flow"] = Flow
    assert official.findings({"exports": [], "modules": {"flow": theirs}}, ours, lambda _: ours) == found
