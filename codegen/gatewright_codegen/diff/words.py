"""Words of the descriptor that no rule looks at: those that mean nothing to users, and all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gatewright import descriptor
from gatewright.descriptor import Strict

IGNORED = {
    "doc": "text for people",
    "description": "text for people",
    "title": "text for people",
    "unanswered": "text for people",
    "closed": "text for people",
    "docs": "text for people",
    "example": "for the local gateway",
    "local": "for the local gateway",
    "keeping": "for the local gateway",
    "lost": "for the local gateway",
    "more": "for the local gateway",
    "pushed": "for the local gateway",
    "parity": "for comparing with a gateway",
    "long": "which of several sockets a call takes",
    "release": "told apart by what changed",
}
"""Words that mean nothing to users of a client, and what they are for."""

PARTS: Mapping[str, tuple[str, ...]] = {
    "gateway": (
        *("settings", "rest.body", "groups", "scopes", "socket", "bulk", "feeds.query"),
        *("sdk", "drop_in", "extensions", "rdf", "root.rest", "retired"),
    ),
    "socket": ("query", "header", "send", "body", "pushes"),
    "bulk": ("token", "query"),
    "drop-in": ("names",),
    "sdk": ("attributes",),
    "scope": ("rest",),
    "push": ("known_defect",),
    "operation": ("send", "request", "stream", "known_defect", "client"),
    "import": ("path", "scope", "message", "arguments", "known_defect"),
    "export": (
        "path",
        "scope",
        "message",
        "arguments",
        "known_defect",
        *("argument", "confirm", "batch", "metadata", "queue"),
    ),
    "dump": ("arguments", "known_defect"),
    "stream": ("type", "items", "other", "end", "hidden"),
    "feed": ("arguments", "type", "items", "other", "end", "hidden", "commands", "known_defect"),
    "class": (
        "type",
        "$ref",
        "properties",
        "fields",
        "required",
        "items",
        "additionalProperties",
        *("enum", "format", "nullable", "default", "name", "also", "text", "base", "mixin"),
    ),
}
"""Words that are pairs of their own, or make themselves felt there, by what they are words of."""


def other_words(covered: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """The words of each kind of pair that no rule looks at."""
    models: dict[str, type[Strict]] = {
        "gateway": descriptor.Gateway,
        "setting": descriptor.Setting,
        "group": descriptor.Group,
        "scope": descriptor.Scope,
        "socket": descriptor.Socket,
        "bulk": descriptor.Bulk,
        "rdf": descriptor.Rdf,
        "sdk": descriptor.Sdk,
        "drop-in": descriptor.DropIn,
        "push": descriptor.Push,
        "error rule": descriptor.ErrorRule,
        "operation": descriptor.Operation,
        "field": descriptor.Field_,
        "stream": descriptor.StreamRule,
        "import": descriptor.Transfer,
        "export": descriptor.Transfer,
        "dump": descriptor.Dump,
        "feed": descriptor.Feed,
        "command": descriptor.Command,
    }
    found: dict[str, list[str]] = {}
    for on, model in models.items():
        known = covered.get(on, frozenset()) | {*PARTS.get(on, ()), *IGNORED}
        found[on] = sorted(_open(model, known, ""))
    return found


def _open(model: type[Strict], known: frozenset[str], prefix: str) -> Iterator[str]:
    """Words of a model, dotted where only some words of a part are known."""
    for key, field in model.model_fields.items():
        word = f"{prefix}{field.alias or key}"
        if word in known or (field.alias or key) in IGNORED:
            continue
        inner = [
            each
            for each in (field.annotation, *getattr(field.annotation, "__args__", ()))
            if isinstance(each, type) and issubclass(each, Strict)
        ]
        if inner and any(each.startswith(f"{word}.") for each in known):
            yield from _open(inner[0], known, f"{word}.")
        else:
            yield word
