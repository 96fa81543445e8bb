"""Rules about streams and feeds: items, ends, switches; and about types and records, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator

from .rule import (
    BREAKING,
    DANGEROUS,
    SAFE,
    TOGETHER,
    Finder,
    Hit,
    Pair,
    Rule,
    changed,
    entries,
    plain,
    renamed_entry,
    several,
    shown,
    told,
)
from .subjects_classes import Member


def _record(pair: Pair, name: str | None) -> str | None:
    """The name that a record of the old tree has in the new one."""
    assert pair.old is not None
    return pair.old.tree.renamed.get(name or "", name)


def item_record(pair: Pair) -> Iterator[Hit]:
    if pair.old is None or pair.new is None:
        return
    old, new = pair.both
    for kind, record in old.items.items():
        now = new.items.get(kind)
        if now is not None and _record(pair, record) != now:
            yield Hit(
                f"Items of the type {shown(kind)} were `{record}`, and are `{now}`.",
                record,
                now,
                ("items", kind),
            )
    if None not in (old.other, new.other) and _record(pair, old.other) != new.other:
        yield Hit(
            f"Items of other types were `{old.other}`, and are `{new.other}`.",
            old.other,
            new.other,
            ("other",),
        )


def form(pair: Pair) -> Iterator[Hit]:
    if pair.old is None or pair.new is None:
        return
    kinds = [_form(model) for model in pair.both]
    if kinds[0] != kinds[1]:
        was, now = kinds
        yield Hit(f"The items were {was}, and are {now}.", was, now)
        return
    if pair.both[0].of is not None and _record(pair, pair.both[0].of) != pair.both[1].of:
        yield from changed("of", "The type of the items")(pair)


def _form(rule: object) -> str:
    for word, what in (("each", "parts of a list"), ("bytes_", "bytes"), ("strings", "strings")):
        if getattr(rule, word, None) is not None:
            return what
    return "records"


def _same_form(*finders: Finder) -> Finder:
    """Finds something of streams whose items are still of the same form."""
    finder = several(*finders)

    def finds(pair: Pair) -> Iterator[Hit]:
        if pair.old is not None and pair.new is not None and not list(form(pair)):
            yield from finder(pair)

    return finds


def stream_order(pair: Pair) -> Iterator[Hit]:
    """Another order of arguments, where there are such methods on both sides."""
    if pair.old is not None and pair.new is not None and all(model.always for model in pair.both):
        yield from changed("order", "The arguments that come first")(pair)


def stream_methods(*, gone: bool) -> Finder:
    """Finds methods that stream without being asked to; a note names them."""
    finder = entries("always", "", gone=gone)

    def finds(pair: Pair) -> Iterator[Hit]:
        for hit in finder(pair):
            said = "is gone" if gone else "is new"
            yield hit._replace(
                says=f"A method that streams without being asked to {said}.", note=hit.old.strip("`")
            )

    return finds


def _members(pair: Pair) -> tuple[Member, Member] | None:
    if pair.old is None or pair.new is None:
        return None
    old: Member = pair.old.model
    new: Member = pair.new.model
    return old, new


def _owners(pair: Pair) -> tuple[bool, bool]:
    """Whether callers give such a thing, and whether they get one."""
    side = pair.new or pair.old
    assert side is not None
    assert side.around is not None
    name = str(side.around.path[-1])
    taken, given = name in side.tree.taken, name in side.tree.given
    return taken, given or not taken


def property_added(*, needed: bool) -> Finder:
    def finds(pair: Pair) -> Iterator[Hit]:
        if pair.old is None and pair.new is not None:
            member: Member = pair.new.model
            taken, _given = _owners(pair)
            if (taken and member.needed) is needed:
                said = "The property is new, and must be given." if needed else "The property is new."
                yield Hit(said, new=member.name)

    return finds


def property_removed(pair: Pair) -> Iterator[Hit]:
    if pair.new is None and pair.old is not None:
        yield Hit("The property is gone.", pair.old.model.name)


def property_renamed(pair: Pair) -> Iterator[Hit]:
    both = _members(pair)
    if both is not None and both[0].name != both[1].name:
        yield Hit(f"`{both[0].name}` is called `{both[1].name}` now.", both[0].name, both[1].name)


def property_wire(pair: Pair) -> Iterator[Hit]:
    both = _members(pair)
    if both is not None and both[0].wire != both[1].wire:
        was, now = (shown(each.wire) for each in both)
        yield Hit(f"On the wire it changed from {was} to {now}.", was, now)


def property_type(pair: Pair) -> Iterator[Hit]:
    both = _members(pair)
    if both is not None and both[0].shape != both[1].shape:
        was, now = both[0].shape, both[1].shape
        yield Hit(f"It held {was}, and holds {now}.", was, now, ("type",))


def property_optional(*, now: bool, taken: bool) -> Finder:
    """Finds that something may be None now, or no longer, in what callers give (`taken`) or get."""

    def finds(pair: Pair) -> Iterator[Hit]:
        both = _members(pair)
        if both is None:
            return
        gives, gets = _owners(pair)
        if taken and gives and both[0].needed is not both[1].needed and both[1].needed is not now:
            yield Hit("It may be left out now." if now else "It must be given now.", new=both[1].name)
        if not taken and gets and both[0].optional is not both[1].optional and both[1].optional is now:
            yield Hit("It can be None now." if now else "It is never None now.", new=both[1].name)

    return finds


def property_default(pair: Pair) -> Iterator[Hit]:
    both = _members(pair)
    if both is None or both[0].optional is not both[1].optional or both[0].needed is not both[1].needed:
        return
    if plain(both[0].default) != plain(both[1].default):
        was, now = told(both[0].default, both[1].default)
        yield Hit(f"Where it is missing it counted as {was}, and counts as {now}.", was, now, ("default",))


def property_values(*, gone: bool) -> Finder:
    def finds(pair: Pair) -> Iterator[Hit]:
        both = _members(pair)
        if both is None or not both[0].enum or not both[1].enum:
            return
        held, other = (both[0].enum, both[1].enum) if gone else (both[1].enum, both[0].enum)
        for value in held:
            if value not in other:
                said = "no longer known" if gone else "known now"
                yield Hit(f"Its value {shown(value)} is {said}.", shown(value), shown(value), ("enum",))

    return finds


def property_alias(*, gone: bool) -> Finder:
    def finds(pair: Pair) -> Iterator[Hit]:
        both = _members(pair)
        if both is None:
            return
        had, has = ({*each.also, each.wire, each.name} for each in both)
        held, other = (both[0].also, has) if gone else (both[1].also, had)
        for name in held:
            if name not in other:
                yield Hit(
                    f"It is {'no longer' if gone else 'now'} found as {shown(name)}, too.",
                    name,
                    name,
                    ("also",),
                )

    return finds


def iterator_items(pair: Pair) -> Iterator[Hit]:
    if pair.old is not None and pair.new is not None:
        was, now = pair.both
        if sorted(was) != sorted(now):
            yield Hit(
                f"It was an iterator over {shown(was)}, and is one over {shown(now)}.", shown(was), shown(now)
            )


def class_kind(pair: Pair) -> Iterator[Hit]:
    if pair.old is not None and pair.new is not None:
        was, now = (
            {"types": "type", "records": "record"}[str(side.path[0])] for side in (pair.old, pair.new)
        )
        if was != now:
            yield Hit(f"It was a {was}, and is a {now}.", was, now)


def class_base(pair: Pair) -> Iterator[Hit]:
    if pair.old is None or pair.new is None:
        return
    old, new = (getattr(model, "base", None) for model in pair.both)
    if _record(pair, old) != new:
        yield Hit(f"Its base changed from {shown(old)} to {shown(new)}.", shown(old), shown(new), ("base",))


def class_text(pair: Pair) -> Iterator[Hit]:
    if pair.old is not None and pair.new is not None and all(hasattr(each, "text") for each in pair.both):
        yield from changed("text", "The property that is its text")(pair)


def class_order(pair: Pair) -> Iterator[Hit]:
    """Another order of fields, where tuples stand for records."""
    if pair.old is None or pair.new is None or str(pair.new.path[-1]) not in pair.new.tree.taken:
        return
    old, new = ([*getattr(model, "fields", ())] for model in pair.both)
    common = [[name for name in each if name in old and name in new] for each in (old, new)]
    if common[0] != common[1]:
        yield Hit(f"Its fields were {shown(common[0])}, and are {shown(common[1])}.", path=("fields",))


RULES = (
    Rule(
        "stream-switch-changed",
        "stream",
        None,
        BREAKING,
        "changed",
        "Another argument asks for a stream, or a call always streams, or only when asked to.",
        "Look at how you ask for a stream: {name}.",
        changed("switch", "The argument that asks for a stream"),
        ("switch",),
    ),
    Rule(
        "stream-form-changed",
        "stream",
        BREAKING,
        BREAKING,
        "changed",
        "The items of a stream are something else: records, parts of a list, bytes or strings, or of "
        "another type.",
        "Look at the items that you take of {name}.",
        form,
        ("of",),
    ),
    Rule(
        "stream-place-changed",
        "stream",
        BREAKING,
        None,
        "changed",
        "The items of a stream are in another field.",
        TOGETHER,
        _same_form(
            changed("each", "The field that holds the items"),
            changed("bytes", "The field that holds the bytes"),
            changed("strings", "The field that holds the strings"),
            changed("total", "The field with the number of bytes"),
            changed("keys", "The keys that tell item types"),
        ),
        ("each", "bytes", "strings", "total", "keys"),
    ),
    Rule(
        "stream-method-removed",
        "stream",
        None,
        BREAKING,
        "removed",
        "A method that streams without being asked to is gone.",
        "Call {name} with the argument that asks for a stream, instead of {old}.",
        stream_methods(gone=True),
        ("always",),
    ),
    Rule(
        "stream-method-added",
        "stream",
        None,
        SAFE,
        "added",
        "There is a further method that streams without being asked to.",
        "Nothing.",
        stream_methods(gone=False),
        ("always",),
    ),
    Rule(
        "stream-method-order-changed",
        "stream",
        None,
        BREAKING,
        "changed",
        "The methods that stream without being asked to take other arguments first.",
        "Pass the arguments of those methods by name: {name}.",
        stream_order,
        ("order",),
    ),
    Rule(
        "stream-emptiness-changed",
        "stream",
        None,
        DANGEROUS,
        "changed",
        "A stream without any item is a failure, or no longer.",
        "Look at what you do where {name} yields nothing.",
        changed("nonempty", "Whether a stream must yield something"),
        ("nonempty",),
    ),
    Rule(
        "stream-handling-changed",
        "stream",
        None,
        SAFE,
        "changed",
        "The client makes up for other habits of the gateway: a stream that stands for an answer, "
        "a last item that comes twice, a length that is asked for.",
        "Nothing.",
        several(
            changed("join", "The parts of an answer that a stream makes up"),
            changed("repeats", "The sign of an item that comes twice"),
            changed("length", "What is asked for the length"),
        ),
        ("join", "repeats", "length"),
    ),
    Rule(
        "stream-text-changed",
        "stream",
        None,
        DANGEROUS,
        "changed",
        "Other items make up `.text()` of a stream.",
        "Look at what you do with `.text()` of {name}.",
        _same_form(changed("text", "What makes up the text")),
        ("text",),
    ),
    Rule(
        "item-tag-changed",
        "items",
        BREAKING,
        None,
        "changed",
        "Another field tells the type of an item; old clients take every item for an unknown one.",
        "Update the client together with the gateway; see what became of the field in the records.",
        changed("type", "The field that tells the type of an item"),
        ("type",),
    ),
    Rule(
        "item-removed",
        "items",
        DANGEROUS,
        BREAKING,
        "removed",
        "A type of items is not sent any more, so that code that waits for one waits in vain.",
        "Do without items of the type {old} in {name}.",
        entries("items", "There are no more items of the type", gone=True),
        ("items",),
    ),
    Rule(
        "item-added",
        "items",
        DANGEROUS,
        DANGEROUS,
        "added",
        "A further type of items is sent; code that takes every item for one of the others goes wrong.",
        "Pass over items of the type {new} in {name}, or make use of them.",
        entries("items", "There are now items of the type", gone=False),
        ("items",),
    ),
    Rule(
        "item-record-changed",
        "items",
        None,
        BREAKING,
        "changed",
        "A type of items becomes another record.",
        "Expect `{new}` instead of `{old}` in {name}.",
        item_record,
        ("items", "other"),
    ),
    Rule(
        "item-end-changed",
        "items",
        BREAKING,
        None,
        "changed",
        "Something else ends a stream or a feed: an old client stops too early, or waits for ever.",
        TOGETHER,
        changed("end", "What ends it"),
        ("end",),
    ),
    Rule(
        "item-hidden-changed",
        "items",
        None,
        DANGEROUS,
        "changed",
        "Other items are kept from the caller.",
        "Look at the items that you take of {name}.",
        changed("hidden", "What is not handed on"),
        ("hidden",),
    ),
    Rule(
        "type-renamed",
        "class",
        None,
        BREAKING,
        "changed",
        "A type or record has another name, as its use tells; imports and `isinstance` fail.",
        "Write `{new}` instead of `{old}`.",
        renamed_entry,
    ),
    Rule(
        "iterator-changed",
        "iterator",
        None,
        DANGEROUS,
        "changed",
        "A name for iterators, for annotations, stands for iterators over something else.",
        "Look at annotations that name {name}.",
        iterator_items,
    ),
    Rule(
        "type-kind-changed",
        "class",
        None,
        BREAKING,
        "changed",
        "A type became a record or the other way round: other methods, and another way to make one.",
        "Look at how you make {name}, and at what you do with it.",
        class_kind,
    ),
    Rule(
        "record-base-changed",
        "class",
        None,
        BREAKING,
        "changed",
        "A record is derived from another one, so that `isinstance` says something else.",
        "Look at where you ask whether something is a {old}.",
        class_base,
        ("base",),
    ),
    Rule(
        "type-text-changed",
        "class",
        None,
        DANGEROUS,
        "changed",
        "The text of an answer, `str(...)`, is another property.",
        "Look at where you use {name} as text.",
        class_text,
        ("text",),
    ),
    Rule(
        "record-order-changed",
        "class",
        None,
        BREAKING,
        "changed",
        "The fields of a record that imports take stand in another order, so that tuples say something else.",
        "Put your tuples of {name} into the new order, or give records.",
        class_order,
    ),
    Rule(
        "property-removed",
        "property",
        BREAKING,
        BREAKING,
        "removed",
        "A type or a record lost a property.",
        "Do without {name}.",
        property_removed,
    ),
    Rule(
        "property-added",
        "property",
        SAFE,
        SAFE,
        "added",
        "A type or a record has a further property.",
        "Nothing.",
        property_added(needed=False),
    ),
    Rule(
        "property-needed-added",
        "property",
        BREAKING,
        BREAKING,
        "added",
        "What callers give has a further property that must be there.",
        "Give {name}.",
        property_added(needed=True),
    ),
    Rule(
        "property-renamed",
        "property",
        None,
        BREAKING,
        "changed",
        "A property has another name in Python.",
        "Read `.{new}` instead of `.{old}`: {name}.",
        property_renamed,
    ),
    Rule(
        "property-wire-name-changed",
        "property",
        BREAKING,
        None,
        "changed",
        "A property has another name on the wire; old clients find nothing there.",
        TOGETHER,
        property_wire,
    ),
    Rule(
        "property-type-changed",
        "property",
        BREAKING,
        BREAKING,
        "changed",
        "A property holds something of another type.",
        "Expect {new} instead of {old} in {name}.",
        property_type,
        ("type",),
    ),
    Rule(
        "property-made-optional",
        "property",
        DANGEROUS,
        DANGEROUS,
        "changed",
        "A property of what callers get can be None.",
        "Ask whether it is None before you use it: {name}.",
        property_optional(now=True, taken=False),
    ),
    Rule(
        "property-made-certain",
        "property",
        SAFE,
        SAFE,
        "changed",
        "A property of what callers get is never None.",
        "Nothing.",
        property_optional(now=False, taken=False),
    ),
    Rule(
        "property-made-needed",
        "property",
        BREAKING,
        BREAKING,
        "changed",
        "A property of what callers give must be there.",
        "Give {name}.",
        property_optional(now=False, taken=True),
    ),
    Rule(
        "property-made-needless",
        "property",
        SAFE,
        SAFE,
        "changed",
        "A property of what callers give may be left out.",
        "Nothing.",
        property_optional(now=True, taken=True),
    ),
    Rule(
        "property-default-changed",
        "property",
        None,
        DANGEROUS,
        "changed",
        "What a missing property means is something else.",
        "Look at where you compare {name} with {old}.",
        property_default,
    ),
    Rule(
        "property-value-removed",
        "property",
        SAFE,
        SAFE,
        "removed",
        "A known value of a property is known no longer.",
        "Nothing; code that looks for {old} finds it no more.",
        property_values(gone=True),
    ),
    Rule(
        "property-value-added",
        "property",
        DANGEROUS,
        DANGEROUS,
        "added",
        "A property may have a further value, which code that tells the others apart may not expect.",
        "Expect {new} in {name}.",
        property_values(gone=False),
    ),
    Rule(
        "property-alias-removed",
        "property",
        None,
        BREAKING,
        "removed",
        "`answer[...]` finds a property no longer under another name.",
        "Read {name} by its own name instead of `{old}`.",
        property_alias(gone=True),
    ),
    Rule(
        "property-alias-added",
        "property",
        None,
        SAFE,
        "added",
        "`answer[...]` finds a property under a further name.",
        "Nothing.",
        property_alias(gone=False),
    ),
)
