"""Rules about imports, exports, dumps and feeds."""

from __future__ import annotations

from collections.abc import Iterator

from .rule import (
    BREAKING,
    DANGEROUS,
    SAFE,
    TOGETHER,
    Hit,
    Pair,
    Rule,
    appeared,
    changed,
    plain,
    several,
    told,
    turned,
    value_changed,
    vanished,
)


def renamed(pair: Pair) -> Iterator[Hit]:
    if pair.old is not None and pair.new is not None:
        was, now = (str(side.path[-1]) for side in (pair.old, pair.new))
        if was != now:
            yield Hit(f"`{pair.on}_{was}` is called `{pair.on}_{now}` now.", was, now)


def item(pair: Pair) -> Iterator[Hit]:
    if pair.old is None or pair.new is None:
        return
    was, now = (each.item for each in pair.both)
    if pair.old.tree.renamed.get(was, was) != now:
        yield Hit(f"An item was `{was}`, and is `{now}`.", was, now, ("item",))


def _scopes(pair: Pair) -> tuple[str | None, str | None]:
    assert pair.old is not None
    assert pair.new is not None
    was, now = (each.scope for each in pair.both)
    to = pair.old.tree.owners.get(f"scope:{was}", "").removeprefix("scope:")
    return to or was, now


def scope(pair: Pair) -> Iterator[Hit]:
    if pair.old is not None and pair.new is not None:
        was, now = _scopes(pair)
        if was != now:
            yield from changed("scope", "The scope")(pair)


def path(pair: Pair) -> Iterator[Hit]:
    """Another path; with another scope it must be, and that is told by itself."""
    if pair.old is not None and pair.new is not None:
        was, now = _scopes(pair)
        if was == now:
            yield from changed("path", "The path")(pair)


def items_argument(pair: Pair) -> Iterator[Hit]:
    """The argument for the items of an import that kept its name."""
    if pair.old is None or pair.new is None or pair.on != "import":
        return
    was, now = (
        each.argument or str(side.path[-1])
        for each, side in zip(pair.both, (pair.old, pair.new), strict=True)
    )
    if was != now and pair.old.path[-1] == pair.new.path[-1]:
        yield Hit(f"The argument for the items was `{was}`, is `{now}`.", was, now, ("argument",))


def dump_default(pair: Pair) -> Iterator[Hit]:
    if pair.old is not None and pair.new is not None:
        (old,), (new,) = pair.both
        if old != new:
            was, now = told(old, new)
            yield Hit(f"The default changed from {was} to {now}.", was, now)


def dump_source(pair: Pair) -> Iterator[Hit]:
    yield from changed("operation", "The operation that it reads by")(pair)
    yield from changed("limit", "The argument that limits it")(pair)
    yield from changed("unlimited", "What is sent where there is no limit")(pair)
    yield from changed("instead", "What is asked if nothing comes")(pair)


def feed_renamed(pair: Pair) -> Iterator[Hit]:
    if pair.old is not None and pair.new is not None:
        was, now = (str(side.path[-1]) for side in (pair.old, pair.new))
        if was != now:
            yield Hit(f"`{was}` is called `{now}` now.", was, now)


def unconfirmed(pair: Pair) -> Iterator[Hit]:
    if pair.old is not None and pair.new is not None:
        was, now = (getattr(model, "queue", 0) for model in pair.both)
        if was != now:
            yield Hit(
                f"The messages that may still wait when a ping is answered changed from {was} to {now}.",
                str(was),
                str(now),
                ("queue",),
            )


def command_answer(pair: Pair) -> Iterator[Hit]:
    if pair.old is not None and pair.new is not None:
        was, now = ({key: getattr(model, key) for key in ("send", "word", "event")} for model in pair.both)
        if was != now:
            before, after = told(plain(was), plain(now))
            yield Hit(f"The command changed from {before} to {after}.", before, after)


RULES = (
    Rule(
        "import-removed",
        "import",
        BREAKING,
        BREAKING,
        "removed",
        "A bulk import is gone.",
        "Take out calls of {name}.",
        vanished("The import is gone."),
    ),
    Rule(
        "import-added",
        "import",
        SAFE,
        SAFE,
        "added",
        "There is a further bulk import.",
        "Nothing.",
        appeared("The import is new."),
    ),
    Rule(
        "import-renamed",
        "import",
        None,
        BREAKING,
        "changed",
        "A bulk import has another name: its path, or its messages and arguments, tell that it is "
        "the same one.",
        "Call `import_{new}()` instead of `import_{old}()`.",
        renamed,
    ),
    Rule(
        "import-argument-renamed",
        "import",
        None,
        BREAKING,
        "changed",
        "The argument for the items of an import has another name.",
        "Pass the items of {name} by position, or as `{new}=`.",
        items_argument,
        ("argument",),
    ),
    Rule(
        "import-item-changed",
        "import",
        BREAKING,
        BREAKING,
        "changed",
        "The items of an import are something else.",
        "Give `{new}` to {name} instead of `{old}`.",
        item,
        ("item",),
    ),
    Rule(
        "import-field-added",
        "import message",
        DANGEROUS,
        None,
        "added",
        "The messages of an import have a further field, which old clients do not send.",
        TOGETHER,
        appeared("The messages have this field now."),
    ),
    Rule(
        "import-field-removed",
        "import message",
        SAFE,
        None,
        "removed",
        "A field of the messages of an import is sent no longer.",
        "Nothing.",
        vanished("The messages no longer have this field."),
    ),
    Rule(
        "import-field-changed",
        "import message",
        BREAKING,
        None,
        "changed",
        "A field of the messages of an import holds something else.",
        TOGETHER,
        value_changed,
    ),
    Rule(
        "import-confirmation-lost",
        "import",
        DANGEROUS,
        DANGEROUS,
        "changed",
        "Nothing proves any more that what an import sent was taken.",
        "Read back what {name} sent.",
        turned("confirm", False, "What was sent is no longer confirmed."),
        ("confirm",),
    ),
    Rule(
        "import-confirmation-gained",
        "import",
        SAFE,
        SAFE,
        "changed",
        "It is proven that what an import sent was taken.",
        "Nothing.",
        turned("confirm", True, "What was sent is confirmed now."),
        ("confirm",),
    ),
    Rule(
        "import-queue-changed",
        "import",
        SAFE,
        None,
        "changed",
        "Another number of messages counts as unconfirmed while an import goes on.",
        "Nothing.",
        unconfirmed,
        ("queue",),
    ),
    Rule(
        "import-batch-changed",
        "import",
        None,
        SAFE,
        "changed",
        "A message of an import holds another number of items, unless the caller says how many.",
        "Pass `batch_size={old}` to {name} to go on as before.",
        lambda pair: (
            hit._replace(old=hit.old.strip("`"))
            for hit in changed("batch", "The number of items in a message")(pair)
        ),
        ("batch",),
    ),
    Rule(
        "import-metadata-changed",
        "import",
        None,
        BREAKING,
        "changed",
        "The argument that says what the other arguments of an import would say is another, or gone.",
        "Look at calls of {name} that pass it.",
        changed("metadata", "The argument for all others"),
        ("metadata",),
    ),
    Rule(
        "export-removed",
        "export",
        BREAKING,
        BREAKING,
        "removed",
        "A bulk export is gone.",
        "Take out calls of {name}.",
        vanished("The export is gone."),
    ),
    Rule(
        "export-added",
        "export",
        SAFE,
        SAFE,
        "added",
        "There is a further bulk export.",
        "Nothing.",
        appeared("The export is new."),
    ),
    Rule(
        "export-renamed",
        "export",
        None,
        BREAKING,
        "changed",
        "A bulk export has another name.",
        "Call `export_{new}()` instead of `export_{old}()`.",
        renamed,
    ),
    Rule(
        "export-item-changed",
        "export",
        BREAKING,
        BREAKING,
        "changed",
        "The items of an export are something else.",
        "Expect `{new}` from {name} instead of `{old}`.",
        item,
        ("item",),
    ),
    Rule(
        "export-message-changed",
        "export message",
        BREAKING,
        None,
        "changed",
        "The items are elsewhere in the messages of an export.",
        TOGETHER,
        several(
            appeared("The messages have this field now."),
            vanished("The messages no longer have this field."),
            value_changed,
        ),
    ),
    Rule(
        "transfer-path-changed",
        "transfer",
        BREAKING,
        None,
        "changed",
        "The socket of an import or export is elsewhere.",
        TOGETHER,
        path,
        ("path",),
    ),
    Rule(
        "transfer-scope-changed",
        "transfer",
        BREAKING,
        BREAKING,
        "changed",
        "An import or export is about something else, such as one flow, and its first argument with it.",
        "Look at the first argument of {name}.",
        scope,
        ("scope",),
    ),
    Rule(
        "dump-removed",
        "dump",
        None,
        BREAKING,
        "removed",
        "A method that reads out what is stored is gone.",
        "Take out calls of {name}.",
        vanished("The dump is gone."),
    ),
    Rule(
        "dump-added",
        "dump",
        None,
        SAFE,
        "added",
        "There is a further method that reads out what is stored.",
        "Nothing.",
        appeared("The dump is new."),
    ),
    Rule(
        "dump-argument-removed",
        "dump argument",
        None,
        BREAKING,
        "removed",
        "A dump no longer takes an argument.",
        "Take out {name}.",
        vanished("The argument is gone."),
    ),
    Rule(
        "dump-argument-added",
        "dump argument",
        None,
        SAFE,
        "added",
        "A dump takes a further argument.",
        "Nothing.",
        appeared("The argument is new."),
    ),
    Rule(
        "dump-default-changed",
        "dump argument",
        None,
        DANGEROUS,
        "changed",
        "Whoever leaves an argument of a dump out sends another value.",
        "Pass {old} to go on as before: {name}.",
        dump_default,
    ),
    Rule(
        "dump-source-changed",
        "dump",
        None,
        SAFE,
        "changed",
        "A dump asks the gateway in another way.",
        "Nothing.",
        dump_source,
        ("operation", "limit", "unlimited", "instead"),
    ),
    Rule(
        "feed-removed",
        "feed",
        BREAKING,
        BREAKING,
        "removed",
        "A feed is gone.",
        "Take out calls of {name}.",
        vanished("The feed is gone."),
    ),
    Rule(
        "feed-added",
        "feed",
        SAFE,
        SAFE,
        "added",
        "There is a further feed.",
        "Nothing.",
        appeared("The feed is new."),
    ),
    Rule(
        "feed-renamed",
        "feed",
        None,
        BREAKING,
        "changed",
        "A feed has another name: its path or its class tells that it is the same one.",
        "Call `{new}()` instead of `{old}()`.",
        feed_renamed,
    ),
    Rule(
        "feed-path-changed",
        "feed",
        BREAKING,
        None,
        "changed",
        "The socket of a feed is elsewhere.",
        TOGETHER,
        changed("path", "The path"),
        ("path",),
    ),
    Rule(
        "feed-class-renamed",
        "feed",
        None,
        BREAKING,
        "changed",
        "The class of a feed has another name; imports and annotations that name it fail.",
        "Write {new} instead of {old}, with its asyncio variant.",
        changed("class", "The class"),
        ("class",),
    ),
    Rule(
        "feed-end-changed",
        "feed",
        BREAKING,
        DANGEROUS,
        "changed",
        "Something else tells that a feed is over, or it is asked in another way.",
        "Look at what you do at the end of {name}.",
        several(
            changed("settled", "What tells that it is over"),
            changed("poll", "How it is asked whether it is over"),
        ),
        ("settled", "poll"),
    ),
    Rule(
        "feed-reply-changed",
        "feed",
        BREAKING,
        None,
        "changed",
        "A watcher answers other events, or with other words; the gateway may hang up on old clients.",
        TOGETHER,
        changed("replies", "What a watcher answers"),
        ("replies",),
    ),
    Rule(
        "command-removed",
        "command",
        BREAKING,
        BREAKING,
        "removed",
        "A watcher of a feed can no longer ask something.",
        "Take out calls of {name}.",
        vanished("The command is gone."),
    ),
    Rule(
        "command-added",
        "command",
        SAFE,
        SAFE,
        "added",
        "A watcher of a feed can ask something further.",
        "Nothing.",
        appeared("The command is new."),
    ),
    Rule(
        "command-changed",
        "command",
        BREAKING,
        DANGEROUS,
        "changed",
        "A question of a watcher is put or answered in another way.",
        "Look at what you do with the answer of {name}.",
        command_answer,
        ("send", "word", "event"),
    ),
)
