"""Rules about arguments: fields of requests, of imports and of feeds."""

from __future__ import annotations

from collections.abc import Iterator

from gatewright.descriptor import Field_

from .rule import BREAKING, DANGEROUS, SAFE, TOGETHER, Finder, Hit, Pair, Rule, plain, shown, told
from .subjects_classes import shape

# Where and how a field travels, by words of it.
WAYS = {
    "place": {
        "body": "in the body",
        "query": "in the query",
        "path": "in the path",
        "whole": "as the whole body",
        "content": "as the raw body",
        "client": "nowhere",
    },
    "within": {"": "in the body itself"},
    "encode": {
        "": "as it is",
        "json": "as JSON text",
        "text": "as JSON text unless it is text",
        "base64": "as base64",
    },
}

WIDER = {("integer", "number")}


def _fields(pair: Pair) -> tuple[str, Field_, str, Field_] | None:
    if pair.old is None or pair.new is None:
        return None
    before, after = pair.both
    return str(pair.old.path[-1]), before, str(pair.new.path[-1]), after


def added(*, required: bool) -> Finder:
    def finds(pair: Pair) -> Iterator[Hit]:
        if pair.old is None and pair.new is not None:
            name, field = pair.new.path[-1], pair.new.model
            if field.required is required:
                says = (
                    f"The argument `{name}` is new, and must be given."
                    if required
                    else "The argument is new, and may be left out."
                )
                yield Hit(says, new=str(name))

    return finds


def removed(*, retired: bool) -> Finder:
    def finds(pair: Pair) -> Iterator[Hit]:
        if pair.new is None and pair.old is not None:
            name = str(pair.old.path[-1])
            if (name in pair.retired) is retired:
                said = "is ignored now, with a warning" if retired else "is gone"
                yield Hit(f"The argument `{name}` {said}.", name)

    return finds


def renamed(*, kept: bool) -> Finder:
    def finds(pair: Pair) -> Iterator[Hit]:
        both = _fields(pair)
        if both is not None and both[0] != both[2] and (both[0] in both[3].also) is kept:
            yield Hit(f"The argument `{both[0]}` is called `{both[2]}` now.", both[0], both[2])

    return finds


def alias(*, gone: bool) -> Finder:
    def finds(pair: Pair) -> Iterator[Hit]:
        both = _fields(pair)
        if both is None:
            return
        was, before, now, after = both
        held, other = (before.also, {*after.also, now}) if gone else (after.also, {*before.also, was})
        for name in held:
            if name not in other:
                said = "no longer be given as" if gone else "be given as"
                yield Hit(f"`{now}` can {said} `{name}`.", name, name, ("also",))

    return finds


def required(*, now: bool) -> Finder:
    def finds(pair: Pair) -> Iterator[Hit]:
        both = _fields(pair)
        if both is not None and both[3].required is now and both[1].required is not now:
            said = "must be given now" if now else "may be left out now"
            yield Hit(f"The argument `{both[2]}` {said}.", both[0], both[2], ("required",))

    return finds


def _shapes(pair: Pair) -> tuple[str, str] | None:
    both = _fields(pair)
    if both is None or pair.old is None:
        return None
    was, now = shape(both[1], pair.old.tree.renamed), shape(both[3])
    return None if was == now else (was, now)


def _is_wider(was: str, now: str) -> bool:
    for held in ("list of ", "map to "):
        if was.startswith(held) and now.startswith(held):
            return _is_wider(was.removeprefix(held), now.removeprefix(held))
    return now == "anything" or (was, now) in WIDER


def retyped(*, wider: bool) -> Finder:
    def finds(pair: Pair) -> Iterator[Hit]:
        both, shapes = _fields(pair), _shapes(pair)
        if both is not None and shapes is not None and _is_wider(*shapes) is wider:
            was, now = shapes
            yield Hit(f"The argument `{both[2]}` took {was}, and takes {now}.", was, now, ("type",))

    return finds


def single(pair: Pair) -> Iterator[Hit]:
    both = _fields(pair)
    if both is not None and getattr(both[1], "single", False) and not getattr(both[3], "single", False):
        yield Hit(
            f"The argument `{both[2]}` takes a list only, no single item.", both[0], both[2], ("single",)
        )


def wire_name(pair: Pair) -> Iterator[Hit]:
    both = _fields(pair)
    if both is None:
        return
    was, now = both[1].wire or both[0], both[3].wire or both[2]
    if was != now:
        yield Hit(f"On the wire it changed from {shown(was)} to {shown(now)}.", was, now, ("wire",))


def place(pair: Pair) -> Iterator[Hit]:
    both = _fields(pair)
    if both is None:
        return
    for word, ways in WAYS.items():
        was, now = (
            ways.get(said or "", f"inside {shown(said)}")
            for said in (getattr(each, word) for each in (both[1], both[3]))
        )
        if was != now:
            path = ("in" if word == "place" else word,)
            before, after = ("was written", "is written") if word == "encode" else ("travelled", "travels")
            yield Hit(f"It {before} {was}, and {after} {now}.", was, now, path)


def values(*, gone: bool) -> Finder:
    def finds(pair: Pair) -> Iterator[Hit]:
        both = _fields(pair)
        if both is None or both[1].enum is None or both[3].enum is None:
            return
        held, other = (both[1].enum, both[3].enum) if gone else (both[3].enum, both[1].enum)
        for value in held:
            if value not in other:
                said = "is no longer known" if gone else "is known now"
                yield Hit(
                    f"The value {shown(value)} of `{both[2]}` {said}.", shown(value), shown(value), ("enum",)
                )

    return finds


def default(pair: Pair) -> Iterator[Hit]:
    both = _fields(pair)
    if both is None or both[1].required or both[3].required:
        return
    if plain(both[1].default) != plain(both[3].default):
        was, now = told(both[1].default, both[3].default)
        yield Hit(f"The default of `{both[2]}` changed from {was} to {now}.", was, now, ("default",))


def filled(pair: Pair) -> Iterator[Hit]:
    both = _fields(pair)
    if both is None:
        return
    for word in ("value", "derive"):
        was, now = (plain(getattr(each, word)) for each in (both[1], both[3]))
        if was != now:
            yield Hit(
                f"What is sent if `{both[2]}` is left out changed from {shown(was)} to {shown(now)}.",
                shown(was),
                shown(now),
                (word,),
            )


def nullable(*, now: bool) -> Finder:
    def finds(pair: Pair) -> Iterator[Hit]:
        both = _fields(pair)
        if both is not None and both[3].nullable is now and both[1].nullable is not now:
            said = "can be sent as null now" if now else "can no longer be sent as null"
            yield Hit(f"The argument `{both[2]}` {said}.", both[0], both[2], ("nullable",))

    return finds


RULES = (
    Rule(
        "field-required-added",
        "field",
        BREAKING,
        BREAKING,
        "added",
        "There is a further argument that must be given: old calls lack it.",
        "Pass `{new}` to {name}.",
        added(required=True),
    ),
    Rule(
        "field-optional-added",
        "field",
        SAFE,
        SAFE,
        "added",
        "There is a further argument that may be given.",
        "Nothing.",
        added(required=False),
    ),
    Rule(
        "field-removed",
        "field",
        DANGEROUS,
        BREAKING,
        "removed",
        "An argument is gone. A gateway may ignore the field that old clients send, or refuse it.",
        "Take `{old}` out of calls: {name}.",
        removed(retired=False),
    ),
    Rule(
        "field-retired",
        "field",
        DANGEROUS,
        DANGEROUS,
        "removed",
        "An argument is taken and ignored, with a warning, since the gateway has no use for its "
        "field any more.",
        "Take `{old}` out of calls: {name}.",
        removed(retired=True),
    ),
    Rule(
        "field-renamed",
        "field",
        None,
        BREAKING,
        "changed",
        "An argument has another name.",
        "Pass `{new}=` where you passed `{old}=`: {name}.",
        renamed(kept=False),
    ),
    Rule(
        "field-renamed-with-alias",
        "field",
        None,
        SAFE,
        "changed",
        "An argument has another name; the old one is still taken, with a warning.",
        "Pass `{new}=` where you passed `{old}=`: {name}.",
        renamed(kept=True),
        ("also",),
    ),
    Rule(
        "field-alias-removed",
        "field",
        None,
        BREAKING,
        "removed",
        "An older name of an argument is no longer taken.",
        "Pass it by its own name instead of `{old}=`: {name}.",
        alias(gone=True),
        ("also",),
    ),
    Rule(
        "field-alias-added",
        "field",
        None,
        SAFE,
        "added",
        "An argument may be given under an older name, too.",
        "Nothing.",
        alias(gone=False),
        ("also",),
    ),
    Rule(
        "field-made-required",
        "field",
        BREAKING,
        BREAKING,
        "changed",
        "An argument that could be left out must be given.",
        "Pass `{new}`: {name}.",
        required(now=True),
        ("required",),
    ),
    Rule(
        "field-made-optional",
        "field",
        SAFE,
        SAFE,
        "changed",
        "An argument may be left out.",
        "Nothing.",
        required(now=False),
        ("required",),
    ),
    Rule(
        "field-type-changed",
        "field",
        BREAKING,
        BREAKING,
        "changed",
        "An argument takes something of another type.",
        "Pass {new} instead of {old}: {name}.",
        retyped(wider=False),
        ("type", "$ref", "items", "additionalProperties"),
    ),
    Rule(
        "field-type-widened",
        "field",
        SAFE,
        SAFE,
        "changed",
        "An argument takes more than before.",
        "Nothing.",
        retyped(wider=True),
        ("type", "$ref", "items", "additionalProperties"),
    ),
    Rule(
        "field-single-lost",
        "field",
        None,
        BREAKING,
        "changed",
        "An argument took one item in the place of a list, and no longer does.",
        "Pass a list as `{new}`: {name}.",
        single,
        ("single",),
    ),
    Rule(
        "field-wire-name-changed",
        "field",
        BREAKING,
        None,
        "changed",
        "A field of a request has another name on the wire.",
        TOGETHER,
        wire_name,
        ("wire",),
    ),
    Rule(
        "field-place-changed",
        "field",
        BREAKING,
        None,
        "changed",
        "A field travels elsewhere in a request (body, query, path), inside another field, or "
        "written in another way.",
        TOGETHER,
        place,
        ("in", "within", "encode"),
    ),
    Rule(
        "field-value-removed",
        "field",
        DANGEROUS,
        DANGEROUS,
        "removed",
        "The gateway no longer knows a value of an argument.",
        "Pass another value than {old}: {name}.",
        values(gone=True),
        ("enum",),
    ),
    Rule(
        "field-value-added",
        "field",
        SAFE,
        SAFE,
        "added",
        "The gateway knows a further value of an argument.",
        "Nothing.",
        values(gone=False),
        ("enum",),
    ),
    Rule(
        "field-default-changed",
        "field",
        None,
        DANGEROUS,
        "changed",
        "Whoever leaves an argument out sends another value, or none.",
        "Pass {old} to go on as before: {name}.",
        default,
        ("default",),
    ),
    Rule(
        "field-filling-changed",
        "field",
        None,
        DANGEROUS,
        "changed",
        "What is sent for an argument that is left out comes from somewhere else.",
        "Look at calls that leave it out: {name}.",
        filled,
        ("value", "derive"),
    ),
    Rule(
        "field-null-lost",
        "field",
        BREAKING,
        BREAKING,
        "changed",
        "None is no longer sent as null, but leaves the field out.",
        "Look at calls that pass None: {name}.",
        nullable(now=False),
        ("nullable",),
    ),
    Rule(
        "field-null-gained",
        "field",
        SAFE,
        DANGEROUS,
        "changed",
        "None is sent as null, and no longer leaves the field out.",
        "Look at calls that pass None: {name}.",
        nullable(now=True),
        ("nullable",),
    ),
)
