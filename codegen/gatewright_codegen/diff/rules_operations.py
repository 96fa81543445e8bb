"""Rules about operations: whether they are there, where, how they are called and what they return."""

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
    appeared,
    called_anew,
    changed,
    entries,
    plain,
    shown,
    turned,
    value_changed,
    vanished,
)
from .subjects_services import Offered


def _offers(pair: Pair) -> tuple[Offered, Offered] | None:
    if pair.old is None or pair.new is None:
        return None
    old: Offered = pair.old.seen
    new: Offered = pair.new.seen
    return old, new


def renamed(*, kept: bool) -> Finder:
    """Finds another name of a method; `kept`: the old one is still there."""

    def finds(pair: Pair) -> Iterator[Hit]:
        both = _offers(pair)
        if both is None:
            return
        was, now = (each.found.name for each in both)
        moved = both[0].found.owner.partition(":")[0] != both[1].found.owner.partition(":")[0]
        if was != now and not moved and (was in both[1].found.operation.also) is kept:
            yield Hit(f"`{was}` is called `{now}` now.", was, now)

    return finds


def moved(pair: Pair) -> Iterator[Hit]:
    both = _offers(pair)
    if both is None:
        return
    was, now = (_owner(pair, number) for number in (0, 1))
    if was != now and both[0].found.name == both[1].found.name and not _renamed_owner(pair):
        yield Hit(f"It was a method of `{was}`, and is one of `{now}`.", was, now)


def _owner(pair: Pair, number: int) -> str:
    from .. import names

    side = (pair.old, pair.new)[number]
    assert side is not None
    found = side.seen.found
    return names.owner_class(side.tree.descriptor.gateway, found.service, is_socket=False)


def _renamed_owner(pair: Pair) -> bool:
    """Whether the group or scope is the same, only its class or name is another."""
    both = _offers(pair)
    assert both is not None
    assert pair.old is not None
    assert pair.new is not None
    before, after = (each.found.owner for each in both)
    if before == after:
        return True
    kind = before.partition(":")[0]
    if kind != after.partition(":")[0]:
        return False
    owners = [side.tree.descriptor.gateway for side in (pair.old, pair.new)]
    held = [{f"{kind}:{name}" for name in getattr(each, f"{kind}s")} for each in owners]
    return before not in held[1] and after not in held[0]


def reach(interface: str, *, gone: bool) -> Finder:
    """Finds that an operation is no longer on an interface (`gone`), or is now."""
    name = {"rest": "REST", "socket": "the socket"}[interface]

    def finds(pair: Pair) -> Iterator[Hit]:
        both = _offers(pair)
        if both is None:
            return
        was, now = (bool(each.on[interface]) for each in both)
        if was is gone and now is not gone:
            yield Hit(f"It is {'no longer' if gone else 'now'} on {name}.")

    return finds


def streaming(*, gone: bool) -> Finder:
    """Finds that an operation no longer streams on an interface that has it, or does now."""

    def finds(pair: Pair) -> Iterator[Hit]:
        both = _offers(pair)
        if both is None:
            return
        for interface, name in (("rest", "REST"), ("socket", "the socket")):
            was, now = (each.on[interface] for each in both)
            if was and now and (was == "streams") is gone and (now == "streams") is not gone:
                yield Hit(f"It {'no longer streams' if gone else 'streams now'} on {name}.")

    return finds


def route_word(word: str, what: str) -> Finder:
    """Finds a change of the route on REST; `{service}` is filled in."""

    def finds(pair: Pair) -> Iterator[Hit]:
        both = _offers(pair)
        if both is None or both[0].place is None or both[1].place is None:
            return
        was, now = called_anew(pair, getattr(both[0].place, word)), plain(getattr(both[1].place, word))
        # That it streams at all is told by itself.
        if was != now and not (word == "stream" and None in (was, now)):
            path = ("rest", word) if both[1].found.operation.rest not in (None, True) else ()
            yield Hit(f"{what} changed from {shown(was)} to {shown(now)}.", shown(was), shown(now), path)

    return finds


def identity(pair: Pair) -> Iterator[Hit]:
    both = _offers(pair)
    if both is None or not (both[0].on["socket"] and both[1].on["socket"]):
        return
    assert pair.old is not None
    assert pair.new is not None
    sends = [side.tree.descriptor.gateway.socket for side in (pair.old, pair.new)]
    used = any(
        each.receive.kind is not None or "$operation" in str(each.send) for each in sends if each is not None
    )
    for word, what in (
        ("service", "The service's name"),
        ("operation", "The operation's name"),
        ("reply", "The kind of the answer"),
    ):
        was, now = (each.identity[word] for each in both)
        # Where no frame names operations, the method's name is not on the wire.
        if was != now and (word != "operation" or used):
            yield Hit(f"{what} on the socket changed from {shown(was)} to {shown(now)}.")


def extras_gone(pair: Pair) -> Iterator[Hit]:
    both = _offers(pair)
    if both is not None:
        for each in both[0].extras:
            if each not in both[1].extras:
                yield Hit(f"The method no longer takes {shown(each)}.", shown(each))


def extras_come(pair: Pair) -> Iterator[Hit]:
    both = _offers(pair)
    if both is not None:
        known = {each.partition(":")[0] for each in both[0].extras}
        for each in both[1].extras:
            if each.partition(":")[0] not in known:
                yield Hit(f"The method takes {shown(each)}, too.", "", shown(each))


def positions(pair: Pair) -> Iterator[Hit]:
    both = _offers(pair)
    if both is None:
        return
    old, new = (each.positions for each in both)
    to = {alias: name for name, field in both[1].request.items() for alias in (*field.also, name)}
    wires = {field.wire or name: name for name, field in both[1].request.items()}
    moves: list[str] = []
    for index, name in enumerate(old):
        field = both[0].request.get(name)
        now = to.get(name) or wires.get((field.wire or name) if field is not None else name)
        if now is None or now not in both[1].request:
            continue
        if now not in new:
            moves.append(f"{name} by name only")
        elif new.index(now) != index:
            moves.append(f"{now} {_ordinal(index)} → {_ordinal(new.index(now))}")
    if moves:
        more = f" and {len(moves) - 3} more" if len(moves) > 3 else ""
        note = f"{', '.join(moves[:3])}{more}"
        yield Hit("Arguments stand at other positions.", path=("request",), note=note)


def _ordinal(index: int) -> str:
    number = index + 1
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number if number < 20 else number % 10, 'th') }"


def returned(pair: Pair) -> Iterator[Hit]:
    both = _offers(pair)
    if both is None:
        return
    was, now = (each.returns for each in both)
    assert pair.old is not None
    for old, new in pair.old.tree.renamed.items():
        was = was.replace(old, new) if new in now else was
    if was not in {now, "None"}:
        yield Hit(
            f"A call returned `{both[0].returns}`, and returns `{now}`.", both[0].returns, now, ("returns",)
        )


def returned_at_last(pair: Pair) -> Iterator[Hit]:
    both = _offers(pair)
    if both is not None and both[0].returns == "None" != both[1].returns:
        yield Hit(
            f"A call returned nothing, and returns `{both[1].returns}`.", "", both[1].returns, ("returns",)
        )


def response(pair: Pair) -> Iterator[Hit]:
    """Another type of answer, unless the annotation of what is returned says so."""
    both = _offers(pair)
    if both is None:
        return
    assert pair.old is not None
    was, now = (each.found.operation.response for each in both)
    if pair.old.tree.renamed.get(was or "", was) != now and not _told(pair):
        yield Hit(
            f"The type of the answer changed from {shown(was)} to {shown(now)}.",
            shown(was),
            shown(now),
            ("response",),
        )


def _told(pair: Pair) -> bool:
    """Whether it is told that a call returns something of another type."""
    return bool([*returned(pair), *returned_at_last(pair)])


def picked(pair: Pair) -> Iterator[Hit]:
    """Other fields of an answer are returned, under the same annotation."""
    both = _offers(pair)
    if both is None or _told(pair):
        return
    for word, what in (
        ("fields", "What a call returns of the answer"),
        ("first", "Whether only the first item is returned"),
        ("either", "Whether the fields exclude each other"),
        ("parse", "How the field is read"),
        ("measure", "The field with the time that it took"),
    ):
        yield from changed(f"returns.{word}", what)(pair)


def failures(pair: Pair) -> Iterator[Hit]:
    for word, what in (
        ("require", "What must be there"),
        ("nonempty", "What must not be empty"),
        ("same_length", "What must have the same length"),
        ("missing", "The exception if it is not"),
    ):
        yield from changed(f"returns.{word}", what)(pair)


def composed(pair: Pair) -> Iterator[Hit]:
    for word in ("follow", "upload", "save", "verify"):
        both = _offers(pair)
        if both is None:
            return
        was, now = (plain(getattr(each.found.operation, word)) for each in both)
        # With `verify` comes and goes an argument, which is told by itself.
        if was != now and not (word == "verify" and None in (was, now)):
            yield Hit(f"The steps that it is made of (`{word}`) are others.", path=(word,))


def alias_gone(pair: Pair) -> Iterator[Hit]:
    """An alias is gone, unless it is what the method is called now."""
    both = _offers(pair)
    if both is None:
        return
    new = both[1].found
    for hit in entries("also", "The method no longer has the other name", gone=True)(pair):
        if hit.old.strip("`") != new.name:
            yield hit


def alias_come(pair: Pair) -> Iterator[Hit]:
    """A further alias, unless it is what the method was called before."""
    both = _offers(pair)
    if both is None:
        return
    for hit in entries("also", "The method has the other name", gone=False)(pair):
        if hit.new.strip("`") != both[0].found.name:
            yield hit


def retired(*, gone: bool) -> Finder:
    """Finds that an old argument is no longer taken and ignored, or is now, where it was none before."""

    def finds(pair: Pair) -> Iterator[Hit]:
        both = _offers(pair)
        if both is None:
            return
        held = both[1 if gone else 0].request
        said = "is no longer accepted" if gone else "is accepted now, and ignored"
        for hit in entries("retired", "x", gone=gone)(pair):
            if hit.old.strip("`") not in held:
                yield hit._replace(says=f"The old argument {hit.old} {said}.")

    return finds


def defect(pair: Pair, says: str) -> Iterator[Hit]:
    from .rule import flat

    side = pair.old or pair.new
    assert side is not None
    doc = flat(side.model.doc)
    yield Hit(f"{says}: {doc}", path=())


def defect_gone(pair: Pair) -> Iterator[Hit]:
    if pair.new is None:
        yield from defect(pair, "A known fault of the gateway is gone")


def defect_come(pair: Pair) -> Iterator[Hit]:
    if pair.old is None:
        yield from defect(pair, "A fault of the gateway is known")


RULES = (
    Rule(
        "operation-removed",
        "operation",
        BREAKING,
        BREAKING,
        "removed",
        "The gateway no longer serves an operation, or the client leaves it out.",
        "Take out calls of {name}.",
        vanished("The operation is gone."),
    ),
    Rule(
        "operation-added",
        "operation",
        SAFE,
        SAFE,
        "added",
        "The gateway serves a further operation.",
        "Nothing.",
        appeared("The operation is new."),
    ),
    Rule(
        "operation-renamed",
        "operation",
        None,
        BREAKING,
        "changed",
        "A method has another name: its place on the wire, or its request and response, tell that it "
        "is the same one.",
        "Call `{new}()` instead of `{old}()`.",
        renamed(kept=False),
    ),
    Rule(
        "operation-renamed-with-alias",
        "operation",
        None,
        SAFE,
        "changed",
        "A method has another name, and the old one is still there.",
        "Call `{new}()` instead of `{old}()` in new code.",
        renamed(kept=True),
    ),
    Rule(
        "operation-moved",
        "operation",
        None,
        BREAKING,
        "changed",
        "A method belongs to another group or scope.",
        "Call it on `{new}` instead of `{old}`.",
        moved,
    ),
    Rule(
        "operation-alias-removed",
        "operation",
        None,
        BREAKING,
        "removed",
        "Another name of a method is gone.",
        "Call {name} by its own name instead of {old}.",
        alias_gone,
        ("also",),
    ),
    Rule(
        "operation-alias-added",
        "operation",
        None,
        SAFE,
        "added",
        "A method has a further name.",
        "Nothing.",
        alias_come,
        ("also",),
    ),
    Rule(
        "rest-lost",
        "operation",
        BREAKING,
        BREAKING,
        "removed",
        "An operation is no longer on REST.",
        "Call {name} on `api.socket()`.",
        reach("rest", gone=True),
        ("rest",),
    ),
    Rule(
        "rest-gained",
        "operation",
        SAFE,
        SAFE,
        "added",
        "An operation is on REST, too.",
        "Nothing.",
        reach("rest", gone=False),
        ("rest",),
    ),
    Rule(
        "socket-lost",
        "operation",
        BREAKING,
        BREAKING,
        "removed",
        "An operation is no longer on the socket.",
        "Call {name} over REST.",
        reach("socket", gone=True),
        ("socket",),
    ),
    Rule(
        "socket-gained",
        "operation",
        SAFE,
        SAFE,
        "added",
        "An operation is on the socket, too.",
        "Nothing.",
        reach("socket", gone=False),
        ("socket",),
    ),
    Rule(
        "stream-lost",
        "operation",
        BREAKING,
        BREAKING,
        "removed",
        "An operation no longer streams.",
        "Take the whole answer of {name} instead of its items.",
        streaming(gone=True),
        ("stream", "rest"),
    ),
    Rule(
        "stream-gained",
        "operation",
        SAFE,
        SAFE,
        "added",
        "An operation can stream.",
        "Nothing.",
        streaming(gone=False),
        ("stream", "rest"),
    ),
    Rule(
        "rest-method-changed",
        "operation",
        BREAKING,
        None,
        "changed",
        "An operation takes another HTTP method.",
        TOGETHER,
        route_word("method", "The HTTP method"),
        ("rest",),
    ),
    Rule(
        "rest-path-changed",
        "operation",
        BREAKING,
        None,
        "changed",
        "An operation is at another path.",
        TOGETHER,
        route_word("path", "The path on REST"),
        ("rest",),
    ),
    Rule(
        "rest-query-changed",
        "operation",
        DANGEROUS,
        None,
        "changed",
        "A request over HTTP carries other query parameters of its own accord.",
        TOGETHER,
        route_word("query", "What the client adds to the query"),
        ("rest",),
    ),
    Rule(
        "rest-stream-changed",
        "operation",
        BREAKING,
        None,
        "changed",
        "A response over HTTP streams in another form.",
        TOGETHER,
        route_word("stream", "The form of the stream over HTTP"),
        ("rest",),
    ),
    Rule(
        "socket-name-changed",
        "operation",
        BREAKING,
        None,
        "changed",
        "The socket knows an operation by another name of service or operation, or answers with "
        "another kind.",
        TOGETHER,
        identity,
        ("wire", "service", "reply"),
    ),
    Rule(
        "constant-added",
        "constant",
        DANGEROUS,
        None,
        "added",
        "The body of a request has a further constant field, which old clients do not send.",
        TOGETHER,
        appeared("The body of the request has this constant now."),
    ),
    Rule(
        "constant-removed",
        "constant",
        SAFE,
        None,
        "removed",
        "A constant field of a request is sent no longer; old clients still send it.",
        "Nothing.",
        vanished("The body of the request no longer has this constant."),
    ),
    Rule(
        "constant-changed",
        "constant",
        BREAKING,
        None,
        "changed",
        "A constant field of a request has another value, such as the name of the operation.",
        TOGETHER,
        value_changed,
    ),
    Rule(
        "credential-demanded",
        "operation",
        BREAKING,
        BREAKING,
        "changed",
        "An operation that was served without a credential needs one.",
        "Pass `token=` to `Api` for {name}.",
        turned("open", False, "It needs a credential now."),
        ("open",),
    ),
    Rule(
        "credential-not-demanded",
        "operation",
        SAFE,
        SAFE,
        "changed",
        "An operation is served without a credential, too.",
        "Nothing.",
        turned("open", True, "It needs no credential now."),
        ("open",),
    ),
    Rule(
        "repeating-lost",
        "operation",
        None,
        DANGEROUS,
        "changed",
        "An operation is no longer taken for safe to repeat, so that a lost connection is an error at once.",
        "Catch `ConnectionLost` from {name}, and repeat it yourself if you may.",
        turned("idempotent", False, "It is no longer repeated after the connection was lost."),
        ("idempotent",),
    ),
    Rule(
        "repeating-gained",
        "operation",
        None,
        SAFE,
        "changed",
        "An operation is taken for safe to repeat after the connection was lost.",
        "Nothing.",
        turned("idempotent", True, "It is repeated now after the connection was lost."),
        ("idempotent",),
    ),
    Rule(
        "argument-order-changed",
        "operation",
        None,
        BREAKING,
        "changed",
        "Arguments stand at other positions, or can no longer be given by position.",
        "Pass the arguments of {name} by name.",
        positions,
    ),
    Rule(
        "method-argument-removed",
        "operation",
        None,
        BREAKING,
        "removed",
        "A method no longer takes an argument that stands for no field of its request, such as `verify` or a "
        "callback, or takes something else as one.",
        "Take {old} out of calls: {name}.",
        extras_gone,
    ),
    Rule(
        "method-argument-added",
        "operation",
        None,
        SAFE,
        "added",
        "A method takes a further argument that stands for no field of its request, such as `verify`.",
        "Nothing.",
        extras_come,
    ),
    Rule(
        "retired-argument-removed",
        "operation",
        None,
        BREAKING,
        "removed",
        "An argument of an older release, which was taken and ignored, is an error now.",
        "Take {old} out of calls of {name}.",
        retired(gone=True),
        ("retired",),
    ),
    Rule(
        "retired-argument-added",
        "operation",
        None,
        SAFE,
        "added",
        "An argument of an older release is taken, and ignored with a warning.",
        "Nothing.",
        retired(gone=False),
        ("retired",),
    ),
    Rule(
        "return-type-changed",
        "operation",
        None,
        BREAKING,
        "changed",
        "A call returns something of another type.",
        "Look at what you do with the result of {name}.",
        returned,
        ("returns", "response"),
    ),
    Rule(
        "return-value-added",
        "operation",
        None,
        SAFE,
        "added",
        "A call that returned nothing returns something.",
        "Nothing.",
        returned_at_last,
        ("returns", "response"),
    ),
    Rule(
        "response-type-changed",
        "operation",
        DANGEROUS,
        DANGEROUS,
        "changed",
        "An answer is of another type, though what a call returns has the same annotation.",
        "Look at what you do with the result of {name}.",
        response,
        ("response",),
    ),
    Rule(
        "return-value-changed",
        "operation",
        None,
        DANGEROUS,
        "changed",
        "A call returns another part of the answer, with the same annotation.",
        "Look at what you do with the result of {name}.",
        picked,
        ("returns",),
    ),
    Rule(
        "failure-rule-changed",
        "operation",
        None,
        DANGEROUS,
        "changed",
        "What makes a call fail though the gateway reports no error is another thing, or another exception.",
        "Look at what you catch of {name}.",
        failures,
        ("returns",),
    ),
    Rule(
        "steps-changed",
        "operation",
        None,
        SAFE,
        "changed",
        "An operation that is made of others, or that reads back, goes other steps.",
        "Nothing.",
        composed,
        ("follow", "upload", "save", "verify"),
    ),
    Rule(
        "known-defect-fixed",
        "defect",
        SAFE,
        SAFE,
        "fixed",
        "A fault of the gateway that the documentation told is not there any more.",
        "Nothing.",
        defect_gone,
    ),
    Rule(
        "known-defect-found",
        "defect",
        SAFE,
        SAFE,
        "changed",
        "The documentation tells a further fault of the gateway.",
        "Nothing.",
        defect_come,
    ),
)
