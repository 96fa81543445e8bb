"""A report as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..inert import visible
from .report import Finding, Place, Report
from .rule import TOGETHER, Severity

WIDTH = 100

# How many places are shown with file and line before the others are only named.
SHOWN = 6

LEGEND = (
    "wire: what an old client meets at the new gateway; update the client together with the gateway.",
    "python: what code that was written for the old client meets in the new one.",
)

HEADINGS = {
    Severity.BREAKING: "BREAKING: code or clients fail",
    Severity.DANGEROUS: "DANGEROUS: code may go on, and mean something else",
    Severity.SAFE: "SAFE: nobody has to do anything",
}


def as_text(report: Report) -> str:
    """The report by severity and place, and a summary."""
    lines = [*header(report)]
    for severity in reversed(Severity):
        findings = [finding for finding in report.findings if finding.severity is severity]
        if findings:
            lines += ["", f"{HEADINGS[severity]} ({len(findings)})"]
            for finding in findings:
                lines += ["", *_finding(finding, report)]
    if report.findings:
        lines += ["", *LEGEND]
    return "\n".join((*lines, "", *summary(report)))


def header(report: Report) -> Iterator[str]:
    """What is compared, and for whom."""
    for word, tree in (("old", report.old), ("new", report.new)):
        gateway = tree.descriptor.gateway
        yield visible(" ".join(f"{word}: {tree.label} ({gateway.title} {gateway.release})".split()))
    if report.only == "wire":
        yield "Only what an old client meets at the new gateway (wire)."
    elif report.only == "python":
        yield "Only what code for the old client meets in the new one (python)."


def summary(report: Report) -> Iterator[str]:
    """Counts, and the version that they ask for."""
    if not report.findings:
        yield "Nothing changed that concerns users."
        return
    counts = ", ".join(f"{report.count(severity)} {severity.word}" for severity in reversed(Severity))
    total = len(report.findings)
    yield f"{total} finding{'s' if total > 1 else ''}: {counts}."
    old, new = (tree.descriptor.gateway.release for tree in (report.old, report.new))
    said = f"Version: {report.bump}, so after {old} at least {report.suggested}; the new tree says {new}"
    yield f"{said}." if report.is_enough else f"{said}, which is too low."


def _finding(finding: Finding, report: Report) -> Iterator[str]:
    yield from _wrapped(finding.message, "  ", "  ")
    places = finding.places
    whole = SHOWN if len(places) > SHOWN + 1 and not any(place.note for place in places) else len(places)
    width = min(max(len(place.dotted) for place in places[:whole]), 44)
    for place in places[:whole]:
        where = between(place, report)
        line = f"      {place.dotted:<{width}}  {where}"
        yield f"{line}  ({place.note})" if place.note else line
    if whole < len(places):
        rest = ", ".join(place.dotted for place in places[whole:])
        yield from _wrapped(f"and {len(places) - whole} more: {rest}", "      ", "        ")
    if finding.advice not in {"", TOGETHER}:
        yield from _wrapped(f"To do: {finding.advice}", "    ", "    ")
    yield f"    [{finding.rule}; {_sides(finding)}]"


def _sides(finding: Finding) -> str:
    sides = {
        side: getattr(finding, side) for side in ("wire", "python") if getattr(finding, side) is not None
    }
    if len(set(sides.values())) == 1:
        return " and ".join(sides)
    return ", ".join(f"{side} {severity.word}" for side, severity in sides.items())


def between(place: Place, report: Report) -> str:
    """`file:line` in both trees, below the trees; the second file only where it is another one."""
    old, new = (
        _below(each, tree.loaded.gateway.file)
        for each, tree in ((place.old, report.old), (place.new, report.new))
    )
    if not old:
        return f"new at {new}"
    if not new:
        return f"was at {old}"
    (file, _, line), (other, _, now) = old.rpartition(":"), new.rpartition(":")
    if (file, line) == (other, now):
        return old
    return f"{old} → :{now}" if file == other else f"{old} → {new}"


def _below(place: str, root: str) -> str:
    return place.removeprefix(root.removesuffix("gateway.yaml"))


def _wrapped(text: str, first: str, following: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )
