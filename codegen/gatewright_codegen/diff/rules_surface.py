"""Rules about names that belong to no operation: methods of the client for sockets, and imports."""

from __future__ import annotations

from .rule import BREAKING, SAFE, Rule, appeared, vanished

RULES = (
    Rule(
        "client-method-removed",
        "client method",
        None,
        BREAKING,
        "removed",
        "The client for sockets lost a method.",
        "Take out calls of {name}.",
        vanished("The method is gone."),
    ),
    Rule(
        "client-method-added",
        "client method",
        None,
        SAFE,
        "added",
        "The client for sockets has a further method.",
        "Nothing.",
        appeared("The method is new."),
    ),
    Rule(
        "public-name-removed",
        "public name",
        None,
        BREAKING,
        "removed",
        "A name can no longer be imported from the client's package.",
        "Take out imports of {name}.",
        vanished("The public name is gone."),
    ),
    Rule(
        "public-name-added",
        "public name",
        None,
        SAFE,
        "added",
        "A further name can be imported from the client's package.",
        "Nothing.",
        appeared("The public name is new."),
    ),
)
