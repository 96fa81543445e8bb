"""docs/rules.md: every rule of `gatewright diff`, made from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator

from .. import VERSION
from .registry import LAST, SECTIONS
from .rule import Rule, Severity

INTRODUCTION = """\
# Rules of `gatewright diff`

`gatewright diff OLD NEW` compares two descriptor trees and tells what the change does to users. A tree is a
folder, such as `schema/shop`, or a folder at a revision of git, such as `schema/shop@v1.2`. `gatewright
diff --since v1.2 schema/shop` compares a tree with what it was.

Each rule looks at one kind of change, and says what it means to two kinds of users:

- **wire**: an old client that meets the new gateway. Whoever makes a new client and updates it together
  with the gateway need not care.
- **python**: code that was written for the old client and is run with the new one.

A change is **breaking** where a call, an import or a client fails; **dangerous** where it may go on and
mean something else; **safe** where nobody has to do anything. The finding has the worse of the two; `--only
wire` and `--only python` ask for one. The same change in many places is one finding with a list of places.

Texts for people, examples and whatever only the local gateway or `gatewright parity` reads are not
compared. A field, an operation, a type or a transfer that has another name now is recognised by its place
on the wire, by an older name that is still accepted, or by what it holds; then it is one finding instead of
two.

| option | what it does |
| --- | --- |
| `--format text`, `json`, `markdown` | How the report is written; text unless said otherwise. |
| `--only wire`, `python` | Only what concerns one kind of users. |
| `--fail-on breaking`, `dangerous`, `safe` | Exit 1 on a finding as bad as this, or worse. |
| `--changelog` | Write the section of a changelog instead, in the form of Keep a Changelog. |
| `--since REVISION` | Compare one tree with what it was at this revision. |

It exits 0 whatever it finds, 1 if `--fail-on` says so, and 2 if there is no such tree or revision.

In the tables, NAME, OLD and NEW stand for what a finding fills in.

The report suggests a version: after a breaking change the first number of the old release goes up, after an
addition or a dangerous change the second, after any other the third.
"""


JSON = """\
## The report as JSON

What `--format json` writes. Further fields may be added; `version` goes up if one changes or goes.

| field | what it is |
| --- | --- |
| `version` | 1 |
| `old`, `new` | The trees: `tree` as it was named, `gateway`, `release`. |
| `only` | `wire`, `python` or null. |
| `summary` | How many findings there are: `breaking`, `dangerous`, `safe`. |
| `bump` | `major`, `minor`, `patch`; null if nothing was found. |
| `suggested` | The version that the next client should have at least. |
| `findings` | The worst first. |
| `findings[].rule` | Name of the rule. |
| `findings[].severity` | The worse of `wire` and `python`. |
| `findings[].wire`, `findings[].python` | A severity, or null: it means nothing to these users. |
| `findings[].kind` | `removed`, `changed`, `added` or `fixed`. |
| `findings[].message` | What changed. |
| `findings[].advice` | What a user must do; empty: nothing. |
| `findings[].places[]` | Where: `place` (dotted), `name` (what users call it), `note`, and `old` and `new`. |
| `findings[].places[].old`, `.new` | `file` and `line`; null where the tree has no such thing. |
"""


def rules_page() -> str:
    """The page, as Markdown."""
    lines = [
        f"<!-- Generated from gatewright_codegen.diff by gatewright {VERSION}. Do not edit. -->",
        INTRODUCTION,
    ]
    for title, rules in SECTIONS.items():
        lines += [f"## {title}", "", *_table(rules), ""]
    lines += ["## The last rule", "", *_table([LAST]), "", JSON]
    return "\n".join(lines)


def _table(rules: tuple[Rule, ...] | list[Rule]) -> Iterator[str]:
    yield "| rule | wire | python | what it finds | what to do |"
    yield "| --- | --- | --- | --- | --- |"
    for rule in rules:
        yield (
            f"| `{rule.id}` | {_word(rule.wire)} | {_word(rule.python)} | {_cell(rule.doc)} "
            f"| {_cell(_advice(rule.advice))} |"
        )


def _word(severity: Severity | None) -> str:
    return severity.word if severity is not None else ""


def _advice(text: str) -> str:
    """An advice with words in the place of what a finding fills in."""
    for mark, words in (("{name}", "NAME"), ("{old}", "OLD"), ("{new}", "NEW")):
        text = text.replace(mark, words)
    return text


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
