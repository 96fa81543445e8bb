"""A report as Markdown, and the section of a changelog."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from .report import Finding, Report
from .rule import TOGETHER, Kind, Severity
from .text import HEADINGS, LEGEND, between, header, summary

SECTIONS: dict[Kind, str] = {"removed": "Removed", "changed": "Changed", "added": "Added", "fixed": "Fixed"}


def as_markdown(report: Report) -> str:
    """The report as a page."""
    lines = ["# What changed", "", *(f"- {inert(line)}" for line in header(report))]
    for severity in reversed(Severity):
        findings = [finding for finding in report.findings if finding.severity is severity]
        if findings:
            lines += ["", f"## {HEADINGS[severity]}"]
            for finding in findings:
                lines += ["", *_finding(finding, report)]
    if report.findings:
        lines += ["", *(f"- {inert(line)}" for line in LEGEND)]
    return "\n".join((*lines, "", *map(inert, summary(report))))


def _finding(finding: Finding, report: Report) -> Iterator[str]:
    sides = ", ".join(
        f"{side}: {severity.word}"
        for side, severity in (("wire", finding.wire), ("python", finding.python))
        if severity is not None
    )
    yield f"**{inert(finding.message)}** `{finding.rule}` ({sides})"
    yield ""
    if finding.advice not in {"", TOGETHER}:
        yield f"To do: {inert(finding.advice)}"
        yield ""
    yield "| where | file | |"
    yield "| --- | --- | --- |"
    for place in finding.places:
        yield f"| {span(place.dotted)} | {span(between(place, report))} | {inert(place.note)} |"


def changelog(report: Report) -> str:
    """The section of a changelog, in the form of Keep a Changelog."""
    lines = [f"## [{report.suggested}] - Unreleased"]
    for kind, title in SECTIONS.items():
        findings = [finding for finding in report.findings if finding.kind == kind]
        if findings:
            lines += ["", f"### {title}", "", *map(_entry, findings)]
    if not report.findings:
        lines += ["", "Nothing changed that concerns users."]
    return "\n".join(lines)


def _entry(finding: Finding) -> str:
    marks = {Severity.BREAKING: "**Breaking:** ", Severity.DANGEROUS: "**Dangerous:** ", Severity.SAFE: ""}
    names = ", ".join(dict.fromkeys(span(place.name) for place in finding.places))
    message = inert(finding.message.rstrip("."))
    advice = f" {inert(finding.advice)}" if finding.advice not in {"", TOGETHER} else ""
    return f"- {marks[finding.severity]}{message}: {names}.{advice}"


def inert(text: str) -> str:
    """One line that is nothing but text in Markdown, its spans of code aside."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _plain(text)
    return "".join(span(part) if number % 2 else _plain(part) for number, part in enumerate(parts))


def span(text: str) -> str:
    """The text as a span of code that can stand in a table."""
    return f"`{text.replace('`', chr(39)).replace('|', '¦')}`" if text.strip() else ""


def _plain(text: str) -> str:
    escaped = re.sub(r"[\\`*_\[\]~#|@]", r"\\\g<0>", html.escape(text, quote=False))
    # What looks like an address would become a link.
    return escaped.replace("://", ":&#8203;//").replace("www.", "www&#8203;.")
