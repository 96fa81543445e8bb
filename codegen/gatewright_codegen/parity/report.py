"""What a comparison found: rows of a table, and which of them count as differences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from gatewright.descriptor import Parity

Kind = Literal[
    "missing",  # the gateway has it, the descriptor does not
    "surplus",  # the descriptor has it, the gateway does not
    "different",  # both have it, but not alike
    "no answer",
    "stale",  # declared as a difference, which it is not any more
    "came",
    "went",
    "changed",
    "declared",
    "not asked",
]
HARMLESS: frozenset[Kind] = frozenset({"declared", "not asked"})
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_LONGEST = 300


class ParityError(Exception):
    """Nothing can be compared: a source cannot be read, or a gateway cannot be reached."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was found."""

    kind: Kind
    name: str
    detail: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is a difference that nobody declared."""
        return self.kind not in HARMLESS


@dataclass(slots=True)
class Report:
    """What one comparison found.

    Attributes:
        source: What the descriptor was compared with.
        summary: How much of it agrees, such as `114 of 114 operations`.
    """

    source: str
    summary: list[str] = field(default_factory=list[str])
    rows: list[Row] = field(default_factory=list[Row])


def differences(reports: Iterable[Report]) -> int:
    """How many differences there are that are not declared."""
    return sum(row.counts for report in reports for row in report.rows)


def declared(rows: Iterable[Row], parity: Parity) -> list[Row]:
    """The rows, those of them marked that the descriptor declares, with its reason."""
    reasons: dict[Kind, Mapping[str, str]] = {
        "missing": parity.absent,
        "surplus": parity.extra,
        "different": parity.different,
    }
    return [
        Row("declared", row.name, reasons[row.kind][row.name])
        if row.name in reasons.get(row.kind, {})
        else row
        for row in rows
    ]


def stale(agreed: Iterable[str], *declarations: Mapping[str, str]) -> list[Row]:
    """Declared differences in what agrees after all."""
    names = set(agreed)
    return [
        Row("stale", name, "declared as a difference, but there is none")
        for declaration in declarations
        for name in declaration
        if name in names
    ]


def as_text(reports: Iterable[Report]) -> str:
    """All reports for people: a table of what was found, and a summary line for each."""
    return "\n".join(_text(report) for report in reports)


def _text(report: Report) -> str:
    cells = [(row.kind, _clean(row.name), _clean(row.detail)) for row in report.rows]
    widths = [max((len(cell[column]) for cell in cells), default=0) for column in (0, 1)]
    lines = [f"{kind:{widths[0]}}  {name:{widths[1]}}  {detail}".rstrip() for kind, name, detail in cells]
    count, marked = differences([report]), sum(row.kind == "declared" for row in report.rows)
    parts = [*report.summary, f"{count} difference{'' if count == 1 else 's'}"]
    if marked:
        parts.append(f"{marked} declared")
    return "\n".join([*lines, f"{_clean(report.source)}: {', '.join(parts)}"])


def _clean(text: str) -> str:
    """Text from elsewhere, fit for one line of a terminal."""
    clean = _UNPRINTABLE.sub(" ", text)
    return clean if len(clean) <= _LONGEST else f"{clean[:_LONGEST]}..."


def as_json(gateway: str, release: str, reports: Iterable[Report]) -> dict[str, Any]:
    """All reports for machines."""
    reports = list(reports)
    return {
        "gateway": gateway,
        "release": release,
        "differences": differences(reports),
        "reports": [
            {
                "source": report.source,
                "summary": report.summary,
                "rows": [{"kind": row.kind, "name": row.name, "detail": row.detail} for row in report.rows],
            }
            for report in reports
        ],
    }
