"""docs/trustgraph.md and README.md do what they say: snippets run, faults are listed, links lead on."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib
from typer.testing import CliRunner

import trustgraph_v1
import trustgraph_v2
from gatewright import rdf
from gatewright.gateway import local_gateway
from gatewright.gateway.local import load
from gatewright_codegen.cli import app

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/trustgraph.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = "http://localhost:8888/"
OLDER_ADDRESS = "http://localhost:8088/"
OLDER = "## Gateway 1.8: what there is\n"
CONSOLE = re.compile(r"^```console\n\$ gatewright (.*) \| head -(\d+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")
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
    snippets = BLOCK.findall(PAGE.read_text("utf-8").partition(OLDER)[0])
    with local_gateway("trustgraph_v2", mended=True) as gateway, names["Api"](gateway.url, retries=0) as api:
        names["api"] = api
        api.knowledge().put_kg_core("urn:doc:report", triples=CORE)
        for snippet in snippets:
            if "resume_upload" in snippet:
                gateway.fault("library.upload_chunk", "drop")
            assert_shows(snippet, names)
        assert Path("copy.pdf").read_bytes() == Path("report.pdf").read_bytes()
        original, copy = (
            list(api.socket().with_workspace(name).knowledge().get_kg_core("urn:doc:report"))
            for name in ("default", "archive")
        )
        assert len(original) == 3
        assert copy == original
    assert len(snippets) == 11


def test_the_snippets_about_the_older_gateway_do_what_they_say() -> None:
    names: dict[str, Any] = {name: getattr(trustgraph_v1, name) for name in trustgraph_v1.__all__}
    snippets = BLOCK.findall(PAGE.read_text("utf-8").partition(OLDER)[2])
    with local_gateway("trustgraph_v1") as gateway, names["Api"](gateway.url, retries=0) as api:
        names["api"] = api
        for snippet in snippets:
            assert_shows(snippet, names)
        # The answer of the first snippet came over the socket that the calls after it use.
        assert {request.interface for request in gateway.requests if request.operation == "agent"} == {
            "socket"
        }
    assert len(snippets) == 3


def assert_shows(snippet: str, names: dict[str, Any]) -> None:
    """Runs a snippet; it prints the lines that its comments say."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(snippet, "snippet", "exec"), names)
    shown = SHOWN.findall(snippet)
    assert [line for line in printed.getvalue().splitlines() if line in shown] == shown, snippet


def test_gateways_are_told_apart_as_the_page_says() -> None:
    page = PAGE.read_text("utf-8")
    found = re.search(r"""curl -s http://localhost:8088(\S+).*\n.* -d '(.*)'""", page)
    assert found
    path, body = found.groups()
    rows = [
        row.split("|")[1:3]
        for row in page.partition("| answer | gateway |")[2].partition("\n\n")[0].splitlines()
        if row.startswith("| `")
    ]
    answers = [
        answer_of(package, path, body, token)
        for package, token in [
            ("trustgraph_v1", "secret"),
            ("trustgraph_v1", "other"),
            ("trustgraph_v2", "other"),
        ]
    ]
    assert [release in row[1] for row, release in zip(rows, ["1.8", "1.8", "2.11"], strict=True)] == [
        True
    ] * 3
    for row, answer in zip(rows, answers, strict=True):
        shown = row[0].split("`")[1].removesuffix(" ...}")
        assert answer.replace(" ", "").startswith(shown.replace(" ", "")), row


def answer_of(package: str, path: str, body: str, token: str) -> str:
    """What a local gateway of that client answers, as it comes; its own token is `secret`."""
    with local_gateway(package, token="secret") as gateway:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.post(gateway.url.rstrip("/") + path, content=body, headers=headers).text


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
            assert_shows(snippet, names)
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


def test_the_example_of_the_readme_for_the_older_gateway_runs(capsys: pytest.CaptureFixture[str]) -> None:
    snippets = [
        each for each in BLOCK.findall((ROOT / "README.md").read_text("utf-8")) if OLDER_ADDRESS in each
    ]
    with local_gateway("trustgraph_v1", token="secret") as gateway:
        for snippet in snippets:
            exec(compile(snippet.replace(OLDER_ADDRESS, gateway.url), "README.md", "exec"), {})
    assert len(snippets) == 1
    assert "The answer is 42.\n" in capsys.readouterr().out


def test_the_commands_of_the_readme_print_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers are left aside: lines of descriptors and counts of findings change with every edit of one."""
    monkeypatch.chdir(ROOT)
    shown = CONSOLE.findall((ROOT / "README.md").read_text("utf-8"))
    assert len(shown) == 1
    for command, lines, expected in shown:
        result = CliRunner().invoke(app, shlex.split(command))
        assert result.exit_code == 0
        printed = "".join(result.output.splitlines(keepends=True)[: int(lines)])
        assert re.sub(r"\d+", "0", printed) == re.sub(r"\d+", "0", expected)


@pytest.mark.parametrize(("package", "release"), [("trustgraph_v1", "1.8.0"), ("trustgraph_v2", "2.11.1")])
def test_each_known_fault_has_a_row_on_the_page(package: str, release: str) -> None:
    described = load(package)
    table = PAGE.read_text("utf-8").partition(f"## Faults of gateway {release}\n")[2].partition("\n## ")[0]
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
    assert told - faulty == set()


def test_the_page_counts_the_operations_of_the_older_gateway() -> None:
    """Without `request`, which sends anything, and a second way to the same operation of the gateway."""
    services = load("trustgraph_v1").services.values()
    operations = [
        name
        for service in services
        for name in service.operations
        if name not in {"request", "describe_document"}
    ]
    transfers = [name for service in services for name in (*service.imports, *service.exports)]
    count = len(operations) + len(transfers)
    assert f"all that gateway 1.8.0 serves: {count} operations" in PAGE.read_text("utf-8")


@pytest.mark.parametrize("page", ["docs/trustgraph.md", "README.md"])
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    links = LINK.findall(path.read_text("utf-8"))
    assert links
    for target, anchor in links:
        found = path.parent / target if target else path
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), anchor


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
