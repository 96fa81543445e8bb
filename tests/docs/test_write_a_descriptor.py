"""docs/write-a-descriptor.md does what it says: its snippets make the client, and print what it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from walkthrough import CLIENT, CODE, ROOT, Walk, blocks

PAGE = ROOT / "docs/write-a-descriptor.md"


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    with pytest.MonkeyPatch.context() as patch:
        walk = Walk(tmp_path_factory.mktemp("page"), patch)
        walk.go(PAGE.read_text())
        yield walk


def test_every_snippet_of_the_page_is_of_a_kind_that_is_tried() -> None:
    assert Counter(block.kind for block in blocks(PAGE.read_text())) == {
        "yaml file": 8,
        "addition": 14,
        "python file": 11,
        "commands": 15,
        "frames": 6,
        "installation": 2,
    }


def test_the_page_does_what_it_says(walk: Walk) -> None:
    wrong = [
        f"{PAGE.name}:{outcome.line}: {outcome.what}\nshown:\n{outcome.shown}\nreally:\n{outcome.real}"
        for outcome in walk.outcomes
        if not outcome.same
    ]

    assert not wrong, "\n\n".join(wrong)
    tried = Counter(outcome.what.split()[0] for outcome in walk.outcomes)
    assert tried == {"gatewright": 16, "python3": 10, "echo": 1, "a": 22}


def test_the_client_and_the_scripts_of_the_page_pass_mypy(walk: Walk) -> None:
    pytest.importorskip("mypy")
    scripts = [path.name for path in walk.folder.glob("*.py") if not path.name.startswith("test_")]
    command = [*("-m", "mypy", "--strict", "--no-incremental", "--config-file="), f"{CLIENT}/lighthouse"]

    found = subprocess.run(
        [sys.executable, *command, *scripts],
        cwd=walk.folder,
        env={**os.environ, "MYPYPATH": os.pathsep.join([*CODE, str(walk.folder / CLIENT)])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stdout + found.stderr
    assert len(scripts) == 10


def test_links_of_the_page_lead_somewhere() -> None:
    page = PAGE.read_text()
    links = re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", page)

    assert len(links) == 22
    for path, anchor in links:
        target = PAGE.parent / path if path else PAGE
        assert target.exists(), path
        assert not anchor or anchor in _anchors(target), anchor


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
