"""docs/trustgraph.md and README.md do what they say: snippets run, and the table of faults is complete."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
import rdflib

import trustgraph_v2
from gatewright import rdf
from gatewright.gateway import local_gateway
from gatewright.gateway.local import load

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/trustgraph.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = "http://localhost:8888/"
SHOWN = re.compile(r"^ *print\(.*\)  # (.*)$", re.MULTILINE)
CORE = {
    "metadata": {"id": "urn:doc:report", "collection": "default"},
    "triples": [("urn:alice", "urn:knows", "Bob")],
}


def test_the_snippets_of_the_page_do_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, since later ones speak of what earlier ones have made."""
    monkeypatch.chdir(tmp_path)
    Path("report.pdf").write_bytes(bytes(5_000_000))
    names: dict[str, Any] = {name: getattr(trustgraph_v2, name) for name in trustgraph_v2.__all__}
    names |= {"rdflib": rdflib, "to_rdflib": rdf.to_rdflib}
    snippets = BLOCK.findall(PAGE.read_text("utf-8"))
    with local_gateway("trustgraph_v2", mended=True) as gateway, names["Api"](gateway.url, retries=0) as api:
        names["api"] = api
        api.knowledge().put_kg_core("urn:doc:report", triples=CORE)
        for snippet in snippets:
            if "resume_upload" in snippet:
                gateway.fault("library.upload_chunk", "drop")
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(compile(snippet, str(PAGE), "exec"), names)
            shown = SHOWN.findall(snippet)
            assert [line for line in printed.getvalue().splitlines() if line in shown] == shown, snippet
        assert Path("copy.pdf").read_bytes() == Path("report.pdf").read_bytes()
        original, copy = (
            list(api.socket().with_workspace(name).knowledge().get_kg_core("urn:doc:report"))
            for name in ("default", "archive")
        )
        assert len(original) == 3
        assert copy == original
    assert len(snippets) == 11


def test_the_snippets_of_the_bulk_page_do_what_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {name: getattr(trustgraph_v2, name) for name in trustgraph_v2.__all__}
    names["triples"] = [(f"urn:{number}", "urn:p", "text") for number in range(1000)]
    snippets = BLOCK.findall((ROOT / "docs/bulk.md").read_text("utf-8"))
    with local_gateway("trustgraph_v2") as gateway, names["Api"](gateway.url, retries=0) as api:
        names["api"] = api
        for snippet in snippets:
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(compile(snippet, "docs/bulk.md", "exec"), names)
            shown = SHOWN.findall(snippet)
            assert [line for line in printed.getvalue().splitlines() if line in shown] == shown, snippet
    assert Path("people.json").exists()
    assert Path("copy.ttl").read_text("utf-8").count("urn:ann") >= 1
    assert len(snippets) == 7


def test_the_snippets_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("report.pdf").write_bytes(bytes(5_000_000))
    snippets = [each for each in BLOCK.findall((ROOT / "README.md").read_text("utf-8")) if ADDRESS in each]
    printed = io.StringIO()
    with (
        local_gateway("trustgraph_v2", token="tg_...", workspaces=["default", "research"]) as gateway,
        contextlib.redirect_stdout(printed),
    ):
        for snippet in snippets:
            exec(compile(snippet.replace(ADDRESS, gateway.url), "README.md", "exec"), {})
    assert len(snippets) == 2
    assert "10000 of 10000 triples confirmed\n" in printed.getvalue()
    assert "\n3145728 5000000\n" in printed.getvalue()
    assert Path("copy.pdf").read_bytes() == Path("report.pdf").read_bytes()


def test_each_known_fault_has_a_row_on_the_page() -> None:
    described = load("trustgraph_v2")
    table = PAGE.read_text("utf-8").partition("## Faults of gateway")[2]
    told = set(
        re.findall(r"`([\w.]+)`", "".join(row.split("|")[1] for row in table.splitlines() if "|" in row))
    )
    faulty: set[str] = set()
    for service in described.services.values():
        group = f"{service.group}." if service.group else ""
        faulty |= {f"{group}{name}" for name, each in service.operations.items() if each.known_defect}
        faulty |= {f"import_{name}" for name, each in service.imports.items() if each.known_defect}
        faulty |= {f"export_{name}" for name, each in service.exports.items() if each.known_defect}
        faulty |= {f"dump_{name}" for name, each in service.dumps.items() if each.known_defect}
    assert faulty - told == set()
    assert told - faulty <= {"known_defect"}
