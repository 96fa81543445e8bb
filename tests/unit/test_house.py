"""Rules of the house that no other tool watches over."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "runtime" / "gatewright"


def test_the_runtime_names_no_gateway_outside_its_extensions() -> None:
    gateways = {re.sub(r"_v\d+$", "", path.parent.name) for path in ROOT.glob("schema/*/gateway.yaml")}
    assert gateways == {"felix", "llmgine", "riptide", "trustgraph"}
    named = re.compile("|".join(gateways), re.IGNORECASE)
    files = [path for path in RUNTIME.rglob("*.py") if "extensions" not in path.relative_to(RUNTIME).parts]
    assert len(files) > 50
    assert [str(path) for path in files if named.search(path.read_text(encoding="utf-8"))] == []


def test_the_core_neither_reads_clocks_nor_sockets() -> None:
    forbidden = re.compile(
        r"^\s*(?:import|from) (?:time|socket|threading|asyncio|select|ssl)\b", re.MULTILINE
    )
    files = list((RUNTIME / "session").glob("*.py"))
    assert len(files) > 5
    assert [str(path) for path in files if forbidden.search(path.read_text(encoding="utf-8"))] == []
