"""`gatewright diff`: from arguments to output and exit code."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ..source import DescriptorError
from .markdown import as_markdown, changelog
from .report import Only, Report, as_json, compare
from .rule import Severity
from .text import as_text
from .trees import Tree, TreeError, open_tree


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asks for."""

    old: str
    new: str | None
    since: str | None
    form: str
    only: Only | None
    fail_on: str | None
    changelog: bool


def run(asked: Asked) -> tuple[str, int]:
    """What to write, and the exit code.

    Raises:
        TreeError: there is no such tree, or it holds no sound descriptor.
    """
    report = compare(*_trees(asked), only=asked.only)
    fails = asked.fail_on is not None and (report.worst or 0) >= Severity[asked.fail_on.upper()]
    return written(report, asked), int(fails)


def _trees(asked: Asked) -> tuple[Tree, Tree]:
    if asked.since is None and asked.new is None:
        raise TreeError("give two trees, or one and --since REVISION")
    if asked.since is not None and asked.new is not None:
        raise TreeError("--since compares one tree with itself; give only that one")
    try:
        old = open_tree(asked.old, asked.since)
        return old, open_tree(asked.new or asked.old)
    except DescriptorError as error:
        raise TreeError(str(error)) from None


def written(report: Report, asked: Asked) -> str:
    """The report in the form that was asked for."""
    if asked.changelog:
        return changelog(report)
    if asked.form == "json":
        return json.dumps(as_json(report), indent=2)
    return as_markdown(report) if asked.form == "markdown" else as_text(report)
