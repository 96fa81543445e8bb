"""The examples that bring their own gateway run, and print what they should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
SAID = {
    "questions.py": [
        "session is running",
        "answered: yes",
        "refused: Session 'no-such-session' not found or has expired",
    ],
    "events.py": [
        "Ada: done",
        "Bob: done",
        "completed - The agents agree: The same in one call",
    ],
    "crawl.py": [
        "over a socket",
        "   2 of 2 https://example.org",
        "   2 pages",
        "as lines of JSON",
        "   2 of 2 https://example.org",
        "   2 pages",
        "as server-sent events",
        "   metadata, progress, result, complete",
        "the gateway is well: True",
    ],
}


@pytest.mark.parametrize("name", SAID)
def test_examples_run(name: str) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / name)],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert run.stderr == ""
    assert not set(SAID[name]) - set(run.stdout.splitlines()), run.stdout
