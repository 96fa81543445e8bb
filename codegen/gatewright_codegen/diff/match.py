"""Which part of one tree is which of the other, where a name is not the same any more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")


def alike(old: str, new: str) -> float:
    """How much two names are alike, from 0 to 1."""
    return SequenceMatcher(None, old.lower(), new.lower(), autojunk=False).ratio()


def shared(old: Set[object], new: Set[object]) -> float:
    """The part of two sets that both have; two empty sets say little."""
    return len(old & new) / len(old | new) if old | new else 0.5


def renamed(
    old: Mapping[str, T], new: Mapping[str, T], score: Callable[[str, T, str, T], float], least: float
) -> dict[str, str]:
    """New names of what is under another name now.

    Only what is in one tree alone is asked for; the best pairs come first, and each part is in one pair.

    Args:
        old: What only the old tree has.
        new: What only the new tree has.
        score: How sure it is that two parts are the same.
        least: Score from which on they are.
    """
    pairs = sorted(
        (
            (score(before, old[before], after, new[after]), before, after)
            for before in old.keys() - new.keys()
            for after in new.keys() - old.keys()
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    found: dict[str, str] = {}
    for sure, before, after in pairs:
        if sure >= least and before not in found and after not in found.values():
            found[before] = after
    return found
