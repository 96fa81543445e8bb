"""The guide from TrustGraph 1.8 to 2.11: its snippets run, with the same results, and it is complete."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from gatewright.gateway import local_gateway
from gatewright_codegen.diff import BREAKING, DANGEROUS, Finding, Report, Severity, compare, open_tree
from gatewright_codegen.diff.markdown import inert

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "generated/trustgraph_v2/MIGRATING.md").read_text(encoding="utf-8")

OLD, NEW = "trustgraph_v1", "trustgraph_v2"
ADDRESS = {OLD: "localhost:8088", NEW: "localhost:8888"}

PRINTS = {
    "Package and address": "['default']\n",
    "Users become workspaces": "['Papers']\n[]\n",
    "Arguments by position": "The answer is 42.\nAlice knows Bob.\n[]\n",
    "The token": "['default']\n",
    "Answers of agents": "The answer is 42.\nThe answer is 42. I should look this up.\n",
    "Answers from graph and documents": "ALICE KNOWS BOB.\nAlice knows Bob.\n",
    "Language models and tools": "THE ANSWER IS 42.\nTHE ANSWER IS 42.\nThe answer is 42.\n",
    "Embeddings of many texts": "2\n",
    "Vectors of entities and documents": "2\nhttp://example.org/alice\nhttp://example.org/bob\n",
    "Objects become rows": (
        "2\n{'people': [{'name': 'Alice', 'age': '42'}, {'name': 'Bob', 'age': '40'}]}\n"
    ),
    "What imports say of a document": "1\nurn:bob\n",
    "Flow classes become blueprints": "['everything']\n['default', 'second']\n",
    "The library": "People\nb'Alice knows Bob.'\n['urn:doc:1']\n",
    "Loading texts and documents": "loaded\n",
    "Knowledge cores": "[]\n",
    "Terms": "Alice\n",
    "Exceptions": "no such flow\n",
    "Metrics, and closing": "success\n",
}
"""What each pair of snippets prints, before and after alike."""


class Section(NamedTuple):
    """A section of the page: its snippets by the client that they are for, and the findings that it tells."""

    snippets: dict[str, str]
    findings: list[str]


def sections() -> dict[str, Section]:
    """The sections by their headings; every snippet is in one, and every finding."""
    found = {
        title: Section(
            dict(re.findall(r"^(?:Before|After), with `(\w+)`:\n\n```python\n(.*?)^```$", text, re.M | re.S)),
            re.findall(r"^- .*\(`[a-z-]+`\)$", text, re.M),
        )
        for title, text in re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    }
    assert sum(len(section.snippets) for section in found.values()) == PAGE.count("```python\n")
    return found


SECTIONS = sections()


def printed(package: str, title: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a snippet prints at a new local gateway; nothing but the address is another one."""
    with local_gateway(package) as gateway:
        monkeypatch.setenv("TRUSTGRAPH_URL", gateway.url)
        for variable in ("TRUSTGRAPH_TOKEN", "TRUSTGRAPH_WORKSPACE"):
            monkeypatch.delenv(variable, raising=False)
        source = SECTIONS[title].snippets[package]
        source = source.replace(ADDRESS[package], f"{gateway.host}:{gateway.port}")
        with contextlib.redirect_stdout(io.StringIO()) as output:
            exec(compile(source, f"{title}, {package}", "exec", dont_inherit=True), {"__name__": "snippet"})
        # An unknown flow is refused before the request is noted.
        assert gateway.requests or title == "Exceptions", "the snippet has asked nobody"
    return output.getvalue()


def test_the_snippets_of_the_page_are_those_that_are_run() -> None:
    pairs = {title: set(section.snippets) for title, section in SECTIONS.items() if section.snippets}

    assert pairs == {title: {OLD, NEW} for title in PRINTS}
    assert PAGE.count("```python\n") == 36


@pytest.mark.parametrize("title", PRINTS)
@pytest.mark.parametrize("package", [OLD, NEW])
def test_before_and_after_run_and_print_the_same(
    package: str, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"from {package} import" in SECTIONS[title].snippets[package]
    assert printed(package, title, monkeypatch) == PRINTS[title]


def test_the_snippets_pass_mypy(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    names: list[str] = []
    for number, title in enumerate(PRINTS):
        for package, source in SECTIONS[title].snippets.items():
            names.append(f"{package}_{number}.py")
            (tmp_path / names[-1]).write_text(source, encoding="utf-8")
    code = [str(ROOT / "runtime"), *(str(ROOT / "generated" / package) for package in (OLD, NEW))]

    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file=", *names],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": os.pathsep.join(code)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stdout + found.stderr
    assert len(names) == 36


@pytest.fixture(scope="module")
def report() -> Report:
    return compare(open_tree(str(ROOT / "schema" / OLD)), open_tree(str(ROOT / "schema" / NEW)))


@pytest.mark.parametrize("severity", [BREAKING, DANGEROUS])
def test_every_finding_that_matters_is_told_once(report: Report, severity: Severity) -> None:
    lines = [line for section in SECTIONS.values() for line in section.findings]
    findings = [finding for finding in report.findings if finding.severity is severity]

    told = Counter(finding for finding in findings for line in lines if tells(line, finding))

    assert len(findings) > 40
    assert told == dict.fromkeys(findings, 1)


def tells(line: str, finding: Finding) -> bool:
    """Whether a line of the page tells a finding: what changed, what to do, and the rule."""
    mark = f"- **{(finding.python or finding.severity).word.capitalize()}:** "
    says = f"{inert(finding.message)} {inert(finding.advice)}".rstrip()
    if finding.advice == "Update the client together with the gateway.":
        says = inert(finding.message)
    return line.startswith(mark) and line.endswith(f" (`{finding.rule}`)") and says in line


def test_what_only_the_wire_shows_stands_at_the_end_or_where_a_section_asks_for_it(report: Report) -> None:
    *_, (last, section) = SECTIONS.items()
    wire = [finding for finding in report.findings if finding.python is None]
    here = [finding for finding in wire if any(tells(line, finding) for line in section.findings)]

    assert last == "For those who speak the wire themselves"
    assert len(section.findings) == len(here)
    assert {finding.rule for finding in wire if finding.severity > 1} - {each.rule for each in here} == {
        "socket-credential-changed",
        "anonymous-credential-changed",
    }


def test_the_counts_of_the_page_are_those_of_the_report(report: Report) -> None:
    on_wire = sum(finding.severity is BREAKING and finding.python is None for finding in report.findings)
    beginning = " ".join(PAGE.partition("## How to go on")[0].split())

    assert f"{report.count(BREAKING)} things break, {on_wire} of them on the wire only" in beginning
    assert f"{report.count(DANGEROUS)} more are dangerous" in beginning
    assert "# From TrustGraph 1.8.0 to 2.11.1" in beginning


def test_the_readme_leads_to_the_page() -> None:
    readme = (ROOT / "generated/trustgraph_v2/README.md").read_text(encoding="utf-8")

    assert "[MIGRATING.md](MIGRATING.md) is for those who come from TrustGraph 1.8.0" in readme
    assert "MIGRATING" not in (ROOT / "generated/trustgraph_v1/README.md").read_text(encoding="utf-8")
