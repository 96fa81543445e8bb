"""The guide from another gateway to this one: the findings of a comparison, under hand-written words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from gatewright.descriptor import About, Migration

from .diff import BREAKING, DANGEROUS, SAFE, Finding, Report, Severity, Tree, compare
from .diff.markdown import inert
from .diff.registry import LAST, all_rules
from .diff.rule import TOGETHER
from .inert import visible
from .load import load, validated
from .parts import Package
from .source import DescriptorError, Problem, Source
from .workspace import GUIDE, gateways

# How many names of something new are told before they are only counted.
NAMED = 8


@dataclass(frozen=True, slots=True)
class Item:
    """A finding as the guide tells it.

    Attributes:
        names: What it is about, unless advice or places say so.
        places: What it is about, and what is special there, where something is.
    """

    severity: Severity
    rule: str
    message: str
    advice: str
    names: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One section: words, snippets, and what it covers."""

    title: str
    text: str
    before: str | None
    after: str | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class News:
    """Something that is new: its names, or how many there are of whom."""

    message: str
    names: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """What MIGRATING.md says.

    Attributes:
        old, new: The clients.
        trees: The two trees, as `gatewright diff` takes them.
        on_wire: How many of the breaking findings only the wire shows.
        others: Breaking findings that no topic covers.
        look: Dangerous ones that no topic covers.
        wire: What only those meet who speak to the gateway without the client.
        quiet: How many findings are not in the guide, since nobody has to do anything.
    """

    old: Package
    new: Package
    trees: tuple[str, str]
    doc: str
    breaking: int
    dangerous: int
    safe: int
    on_wire: int
    topics: tuple[Topic, ...]
    others: tuple[Item, ...]
    look: tuple[Item, ...]
    wire: tuple[Item, ...]
    news: tuple[News, ...]
    quiet: int


def guide(schema: Path, tree: Tree) -> Guide | None:
    """The guide to a gateway, or None where its descriptor has no words for one.

    Args:
        schema: Folder of the descriptors.
        tree: The gateway that users go to.

    Raises:
        DescriptorError: its words cannot be used, or the tree that it comes from cannot.
    """
    name = tree.descriptor.gateway.gateway
    path = schema / name / GUIDE
    if not path.is_file():
        return None
    problems: list[Problem] = []
    source, words = validated(path, schema, Migration, problems)
    if source is None or words is None:
        raise DescriptorError(sorted(set(problems)))
    report = compare(_since(schema, name, source, words.since), tree)
    found, problems = _sorted(report, words, source)
    if problems:
        raise DescriptorError(problems)
    return _guide(report, words, found)


def _since(schema: Path, name: str, source: Source, since: str) -> Tree:
    others = [other for other in gateways(schema) if other != name]
    if since not in others:
        known = f"known: {', '.join(others)}" if others else "there is none"
        message = f"there is no other gateway {since!r}; {known}"
        raise DescriptorError([source.problem(("since",), message)])
    try:
        return Tree(f"{schema.name}/{since}", load(schema, since))
    except DescriptorError as error:
        message = f"{since!r} cannot be compared: {error.problems[0]}"
        raise DescriptorError([source.problem(("since",), message)]) from None


def _sorted(report: Report, words: Migration, source: Source) -> tuple[list[list[Finding]], list[Problem]]:
    """The findings of each section, each finding in the first that names it; and what names nothing."""
    rules = {rule.id for rule in (*all_rules(), LAST)}
    problems: list[Problem] = []
    told: dict[Finding, str] = {}
    found: list[list[Finding]] = []
    for number, section in enumerate(words.sections):
        mine: list[Finding] = []
        for index, about in enumerate(section.findings):
            meant = [finding for finding in report.findings if _fits(finding, about)]
            here = [finding for finding in meant if finding not in told or finding in mine]
            path = ("sections", number, "findings", index)
            if about.rule not in rules:
                message = f"there is no rule {about.rule!r}; docs/rules.md has all rules"
                problems.append(source.problem((*path, "rule"), message))
            elif not meant:
                problems.append(source.problem(path, f"nothing that {about.rule!r} found is there"))
            elif not here:
                first = told[meant[0]]
                problems.append(source.problem(path, f"the section {first!r} tells all of this already"))
            mine += [finding for finding in here if finding not in told]
            told |= dict.fromkeys(here, section.title)
        # In the order of the report, whatever the order of the words.
        found.append([finding for finding in report.findings if finding in mine])
    return found, problems


def _fits(finding: Finding, about: About) -> bool:
    return finding.rule == about.rule and any(fnmatchcase(place.dotted, about.at) for place in finding.places)


def _guide(report: Report, words: Migration, found: list[list[Finding]]) -> Guide:
    told = {finding for findings in found for finding in findings}
    rest = [finding for finding in report.findings if finding not in told]
    code = [finding for finding in rest if finding.python is not None]
    wire = [finding for finding in rest if finding.python is None and finding.severity is not SAFE]
    new = [finding for finding in code if finding.python is SAFE and finding.kind == "added"]
    breaking = [finding for finding in report.findings if finding.severity is BREAKING]
    return Guide(
        old=report.old.package,
        new=report.new.package,
        trees=(report.old.label, report.new.label),
        doc=words.doc,
        breaking=report.count(BREAKING),
        dangerous=report.count(DANGEROUS),
        safe=report.count(SAFE),
        on_wire=sum(finding.python is None for finding in breaking),
        topics=tuple(
            Topic(section.title, section.text, section.before, section.after, _items(findings))
            for section, findings in zip(words.sections, found, strict=True)
        ),
        others=_items(finding for finding in code if finding.python is BREAKING),
        look=_items(finding for finding in code if finding.python is DANGEROUS),
        wire=_items(wire),
        news=tuple(map(_news, new)),
        quiet=sum(finding.severity is SAFE and finding not in new for finding in rest),
    )


def _items(findings: Iterable[Finding]) -> tuple[Item, ...]:
    return tuple(map(_item, findings))


def _item(finding: Finding) -> Item:
    places = tuple(dict.fromkeys((place.name, place.note) for place in finding.places))
    names = tuple(dict.fromkeys(name for name, _ in places))
    advice = "" if finding.advice == TOGETHER else finding.advice
    noted = any(note for _, note in places)
    has_all = noted or all(f"`{name}`" in advice for name in names)
    severity = finding.severity if finding.python is None else finding.python
    return Item(
        severity, finding.rule, finding.message, advice, () if has_all else names, places if noted else ()
    )


def _news(finding: Finding) -> News:
    names = tuple(dict.fromkeys(place.name for place in finding.places))
    if len(names) <= NAMED:
        return News(finding.message, names, ())
    owners = Counter(name.rpartition(".")[0] for name in (name.partition("(")[0] for name in names))
    return News(finding.message, (), tuple(owners.most_common()))


def inert_text(text: str) -> str:
    """Paragraphs and lists that hold nothing but text and spans of code."""
    return "\n".join(inert(visible(line)) for line in text.strip().splitlines())


def fenced(source: str) -> str:
    """Python as a block of code that ends where it does."""
    shown = visible(source.strip("\n").expandtabs())
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    return f"{fence}python\n{shown}\n{fence}"
