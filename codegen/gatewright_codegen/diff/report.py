"""What was found, condensed: a change that is the same in many places is one finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ..inert import visible
from .registry import LAST, by_pair
from .rule import Hit, Kind, Pair, Rule, Severity, Side
from .subjects import all_pairs
from .trees import Tree

Only = Literal["wire", "python"]

# How many names an advice tells before it only counts them.
NAMED = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where a change is: dotted place, what users call it, `file:line` in both trees or "", and a note."""

    dotted: str
    name: str
    old: str
    new: str
    note: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A change, wherever it is.

    Attributes:
        severity: The worse of `wire` and `python`, or the one that was asked for.
        wire: What it means to an old client at the new gateway; None: nothing.
        python: What it means to code for the old client that is run with the new one; None: nothing.
        kind: Section of the changelog.
        advice: What a user must do; "" for nothing.
    """

    rule: str
    severity: Severity
    wire: Severity | None
    python: Severity | None
    kind: Kind
    message: str
    advice: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, the worst first, and then as the trees go."""

    old: Tree
    new: Tree
    only: Only | None
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def worst(self) -> Severity | None:
        return max((finding.severity for finding in self.findings), default=None)

    @property
    def bump(self) -> Literal["major", "minor", "patch"] | None:
        """Which number of the client's version is to go up; None where nothing was found."""
        if not self.findings:
            return None
        if self.worst is Severity.BREAKING:
            return "major"
        added = any(finding.kind == "added" for finding in self.findings)
        return "minor" if added or self.worst is Severity.DANGEROUS else "patch"

    @property
    def suggested(self) -> str:
        """The version that the next client should have at least; the old one where nothing was found."""
        numbers = _numbers(self.old.descriptor.gateway.release)
        match self.bump:
            case "major":
                return f"{numbers[0] + 1}.0.0"
            case "minor":
                return f"{numbers[0]}.{numbers[1] + 1}.0"
            case "patch":
                return f"{numbers[0]}.{numbers[1]}.{numbers[2] + 1}"
            case None:
                return self.old.descriptor.gateway.release

    @property
    def is_enough(self) -> bool:
        """Whether the release that the new tree names is at least the one that is suggested."""
        return _numbers(self.new.descriptor.gateway.release) >= _numbers(self.suggested)


def _numbers(release: str) -> tuple[int, ...]:
    """The numbers of a release, as a version of three or four."""
    numbers = [int(each) for each in release.split(".")]
    return (*numbers, *(0,) * (3 - len(numbers)))


def compare(old: Tree, new: Tree, only: Only | None = None) -> Report:
    """All that changed from one tree to another, for old clients (`wire`), for code (`python`), or both."""
    found: dict[tuple[str, str, str], list[tuple[Rule, Pair, Hit]]] = {}
    for rule, pair, hit in _hits(old, new):
        if only is None or getattr(rule, only) is not None:
            advice = rule.advice.replace("{old}", hit.old).replace("{new}", hit.new)
            found.setdefault((rule.id, hit.says, advice), []).append((rule, pair, hit))
    findings = [_finding(same[0][0], says, advice, same, only) for (_, says, advice), same in found.items()]
    # Sorting keeps the order in which the trees were walked.
    return Report(old, new, only, tuple(sorted(findings, key=lambda finding: -finding.severity)))


def _hits(old: Tree, new: Tree) -> Iterator[tuple[Rule, Pair, Hit]]:
    rules = by_pair()
    for pair in all_pairs(old, new):
        if pair.old is None and pair.new is None:
            continue
        for rule in (*rules.get(pair.on, ()), LAST):
            for hit in rule.finds(pair):
                yield rule, pair, hit


def _finding(
    rule: Rule, says: str, advice: str, same: list[tuple[Rule, Pair, Hit]], only: Only | None
) -> Finding:
    wire, python = rule.wire, rule.python
    severity = rule.severity
    if only is not None:
        severity = getattr(rule, only)
        wire, python = (each if side == only else None for side, each in (("wire", wire), ("python", python)))
    places = tuple(dict.fromkeys(_place(pair, hit) for _rule, pair, hit in same))
    names = _listed(dict.fromkeys(place.name for place in places))
    filled = "" if advice == "Nothing." else _line(advice.replace("{name}", names))
    return Finding(rule.id, severity, wire, python, rule.kind, _line(says), filled, places)


def _place(pair: Pair, hit: Hit) -> Place:
    old, new = (_at(side, hit) for side in (pair.old, pair.new))
    return Place(_line(pair.where), _line(pair.name), old, new, _line(hit.note))


def _at(side: Side | None, hit: Hit) -> str:
    return _line(side.at(hit.path)) if side is not None else ""


def _listed(names: Iterable[str]) -> str:
    """Names as a sentence has them; of many, the first."""
    listed = [f"`{name}`" for name in names]
    if len(listed) > NAMED + 1:
        return f"{', '.join(listed[:NAMED])} and {len(listed) - NAMED} more"
    return " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))


def _line(text: str) -> str:
    """The text as one line without anything that a terminal would obey."""
    return visible(" ".join(text.split()))


def as_json(report: Report) -> dict[str, Any]:
    """The report as data; docs/rules.md tells what its fields mean."""
    trees = [
        {
            "tree": tree.label,
            "gateway": tree.descriptor.gateway.gateway,
            "release": tree.descriptor.gateway.release,
        }
        for tree in (report.old, report.new)
    ]
    return {
        "version": 1,
        "old": trees[0],
        "new": trees[1],
        "only": report.only,
        "summary": {severity.word: report.count(severity) for severity in reversed(Severity)},
        "bump": report.bump,
        "suggested": report.suggested,
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity.word,
                "wire": finding.wire.word if finding.wire else None,
                "python": finding.python.word if finding.python else None,
                "kind": finding.kind,
                "message": finding.message,
                "advice": finding.advice,
                "places": [
                    {
                        "place": place.dotted,
                        "name": place.name,
                        "old": _split(place.old),
                        "new": _split(place.new),
                        "note": place.note,
                    }
                    for place in finding.places
                ],
            }
            for finding in report.findings
        ],
    }


def _split(place: str) -> dict[str, Any] | None:
    file, _, line = place.rpartition(":")
    return {"file": file, "line": int(line)} if place else None
