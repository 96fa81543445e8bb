"""What a change of a gateway does to its users: two descriptor trees compared, rule by rule."""

from __future__ import annotations

from .report import Finding, Place, Report, compare
from .rule import BREAKING, DANGEROUS, SAFE, Rule, Severity
from .trees import Tree, TreeError, open_tree

__all__ = [
    "BREAKING",
    "DANGEROUS",
    "SAFE",
    "Finding",
    "Place",
    "Report",
    "Rule",
    "Severity",
    "Tree",
    "TreeError",
    "compare",
    "open_tree",
]
