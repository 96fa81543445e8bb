"""Rules of the house that no other tool watches over."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "runtime" / "gatewright"


def test_no_gateway_is_named_outside_its_extensions() -> None:
    gateways = {re.sub(r"_v\d+$", "", path.parent.name) for path in ROOT.glob("schema/*/gateway.yaml")}
    assert gateways == {"felix", "llmgine", "riptide", "trustgraph"}
    named = re.compile("|".join(gateways), re.IGNORECASE)
    files = [path for path in RUNTIME.rglob("*.py") if "extensions" not in path.relative_to(RUNTIME).parts]
    files += (ROOT / "codegen").rglob("*.py")
    assert len(files) > 150
    assert [str(path) for path in files if named.search(path.read_text(encoding="utf-8"))] == []


def test_one_gateway_alone_has_code_of_its_own() -> None:
    having = [
        path.parent.name
        for path in ROOT.glob("schema/*/gateway.yaml")
        if "gatewright.extensions" in path.read_text(encoding="utf-8")
    ]
    assert having == ["trustgraph_v2"]


def test_every_client_is_type_checked() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    marks = list(ROOT.glob("generated/*/**/py.typed"))
    packages = {path.parent.relative_to(ROOT).parts[:3] for path in marks}
    assert len(packages) == len(list(ROOT.glob("generated/*/pyproject.toml"))) > 5
    for checked in (tools["mypy"]["files"], tools["pyright"]["include"]):
        assert packages == {Path(each).parts for each in checked if each.startswith("generated/")}


def test_the_core_neither_reads_clocks_nor_sockets() -> None:
    forbidden = re.compile(
        r"^\s*(?:import|from) (?:time|socket|threading|asyncio|select|ssl)\b", re.MULTILINE
    )
    files = list((RUNTIME / "session").glob("*.py"))
    assert len(files) > 5
    assert [str(path) for path in files if forbidden.search(path.read_text(encoding="utf-8"))] == []
