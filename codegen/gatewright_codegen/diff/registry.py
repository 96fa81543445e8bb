"""All rules, in the order in which docs/rules.md tells them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from . import (
    rules_fields,
    rules_gateway,
    rules_operations,
    rules_streams,
    rules_surface,
    rules_transfers,
)
from .rule import DANGEROUS, Hit, Pair, Rule, changed
from .words import other_words

SECTIONS: dict[str, tuple[Rule, ...]] = {
    "The gateway as a whole": rules_gateway.RULES,
    "Operations": rules_operations.RULES,
    "Arguments": rules_fields.RULES,
    "Streams, types and records": rules_streams.RULES,
    "Bulk transfers and feeds": rules_transfers.RULES,
    "Names": rules_surface.RULES,
}


@cache
def _left() -> dict[str, list[str]]:
    covered: dict[str, set[str]] = {}
    for rule in all_rules():
        covered.setdefault(rule.on, set()).update(rule.words)
    # Arguments and streams are looked at by several kinds of pairs.
    covered["stream"] = covered["stream"] | covered["items"]
    covered["feed"] = covered["feed"] | covered["items"]
    covered["import"] = covered["import"] | covered["transfer"]
    covered["export"] = covered["export"] | covered["transfer"]
    return other_words({on: frozenset(words) for on, words in covered.items()})


def _other(pair: Pair) -> Iterator[Hit]:
    if pair.old is None or pair.new is None:
        return
    for word in _left().get(pair.on, ()):
        yield from changed(word, f"`{word}`")(pair)


LAST = Rule(
    "other-word-changed",
    "any",
    DANGEROUS,
    DANGEROUS,
    "changed",
    "A word of the descriptor says something else that no other rule looks at.",
    "Read what `schema/descriptor.md` says of it, and look at where you use {name}.",
    _other,
)


def all_rules() -> Iterator[Rule]:
    """Every rule but the last."""
    for rules in SECTIONS.values():
        yield from rules


def by_pair() -> dict[str, list[Rule]]:
    """Rules by the kind of pair that they look at."""
    found: dict[str, list[Rule]] = {}
    for rule in all_rules():
        found.setdefault(rule.on, []).append(rule)
    return found
