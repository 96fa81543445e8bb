"""How a command ended: its exit code, and what it says in the end."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import dataclass
from typing import Any

from gatewright.errors import GatewayError, ImportInterrupted

DONE, FAILED, INTERRUPTED = 0, 1, 130


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended.

    Attributes:
        counts: Its figures, for the report.
        text: The same as a sentence.
        problem: What ended it early.
        rejected: Something was left out.
        next: The command to go on with, and why, in words; empty if there is nothing to go on with.
        lead: What that command does.
    """

    counts: dict[str, Any]
    text: str
    problem: BaseException | None = None
    rejected: bool = False
    next: tuple[str, ...] = ()
    lead: str = "go on with"

    @property
    def code(self) -> int:
        if isinstance(self.problem, KeyboardInterrupt):
            return INTERRUPTED
        return FAILED if self.problem is not None or self.rejected else DONE

    def tell(self, *, as_json: bool) -> int:
        """Say it, and return the exit code."""
        error = "" if self.problem is None else told(self.problem)
        command = shlex.join(self.next)
        if as_json:
            report = {
                "outcome": {DONE: "done", INTERRUPTED: "interrupted"}.get(self.code, "failed"),
                **self.counts,
                "error": error or None,
                "next": command or None,
            }
            sys.stdout.write(json.dumps(report, indent=2) + "\n")
        lines = [error] if error else []
        if not as_json:
            lines.append(self.text)
        if command:
            lines.append(f"{self.lead}: {command}")
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        return self.code


def told(error: BaseException) -> str:
    """What an error says, without what a command knows better: its own name, and how to go on."""
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    if isinstance(error, ImportInterrupted) or not isinstance(error, GatewayError):
        return error.message if isinstance(error, GatewayError) else str(error)
    return f"{error.message} - {error.hint}" if error.hint else error.message
