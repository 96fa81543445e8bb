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
        "told: thank you",
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
    "documents.py": [
        "  3,145,728 of 8,000,000 bytes",
        "  interrupted",
        "  2 of 3 chunks are there",
        "  1,708,544 bytes were left to send",
        "  piece by piece, none of them kept: 8,000,000 bytes",
        "  6,000,000 of 8,000,000 bytes",
        "  the same: True",
    ],
    "explain.py": [
        "question: Whom does Alice know?",
        "focus: 1 edge",
        "Alice knows Bob.",
        "sources: People",
        "asked so far: Whom does Alice know?",
        "because Alice knows Bob (it names Bob)",
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
