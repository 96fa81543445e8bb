"""Rules about what holds for the whole gateway: address, settings, credentials, envelopes, errors, names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..compile import is_object
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
    changed,
    lowered,
    raised,
    renamed_entry,
    several,
    shown,
    told,
    turned,
    value_changed,
    vanished,
)

ENVIRONMENT = ("address.env", "auth.env")


def environment(pair: Pair) -> Iterator[Hit]:
    for words in ENVIRONMENT if pair.on == "gateway" else ("env",):
        for hit in changed(words, "The environment variable", needed=True)(pair):
            yield hit
        for hit in turned(words, False, "The environment variable is no longer read.")(pair):
            yield hit


def new_environment(pair: Pair) -> Iterator[Hit]:
    for words in ENVIRONMENT if pair.on == "gateway" else ("env",):
        for hit in turned(words, True, "A value is now taken from an environment variable, too.")(pair):
            yield hit._replace(note=hit.new)


def rest_credential(gateway: Any) -> str:
    header = gateway.auth.header
    return (
        f"in the header {shown(header.name)} as {shown(header.value)}" if header is not None else "not at all"
    )


def socket_credential(gateway: Any) -> str:
    socket = gateway.socket
    ways = [f"in the query parameter {shown(name)}" for name in _token_parameters(socket.query)]
    if socket.header:
        ways.append("in the header that REST uses")
    if socket.auth is not None:
        ways.append("in the first frame")
    return " and ".join(ways) or "not at all"


def bulk_credential(gateway: Any) -> str:
    bulk = gateway.bulk
    ways = [bulk.token] if bulk.token is not None else _token_parameters(bulk.query)
    return " and ".join(f"in the query parameter {shown(name)}" for name in ways) or "not at all"


def feed_credential(gateway: Any) -> str:
    ways = [f"in the query parameter {shown(name)}" for name in _token_parameters(gateway.feeds.query)]
    if gateway.feeds.header:
        ways.append("in the header that REST uses")
    return " and ".join(ways) or "not at all"


def _token_parameters(query: Any) -> list[str]:
    return [key for key, value in query.items() if str(value).rstrip("?") == "$token"]


def credential(part: str, how: Any, what: str) -> Finder:
    """Finds that the credential travels in another way."""

    def finds(pair: Pair) -> Iterator[Hit]:
        old, new = pair.both
        if part and None in (getattr(old, part), getattr(new, part)):
            return
        was, now = how(old), how(new)
        if was != now:
            yield Hit(f"{what} went {was}, and goes {now}.", was, now, (part,) if part else ("auth",))

    return finds


def handshake(pair: Pair) -> Iterator[Hit]:
    if pair.old is None or pair.new is None:
        return
    old, new = (model.auth for model in pair.both)
    if old is None or new is None:
        return
    for word in ("send", "accepted", "refused", "message"):
        yield from changed(f"auth.{word}", f"`{word}` of the first frame's authentication")(pair)


def several_sockets(pair: Pair) -> Iterator[Hit]:
    for hit in changed("sockets", "The number of sockets that a client has")(pair):
        yield hit._replace(old=hit.old.strip("`"))


def raised_class(pair: Pair) -> Iterator[Hit]:
    if pair.old is not None and pair.new is not None:
        was, now = (rule.class_ or rule.raise_ for rule in pair.both)
        if was != now and not _told_of_class(pair):
            yield Hit(f"It raised `{was}`, and raises `{now}`.", was, now, ("raise",))


def _told_of_class(pair: Pair) -> bool:
    """Whether the class of its own came or went, and the error raises what that is derived from."""
    old, new = pair.both
    assert pair.old is not None
    assert pair.new is not None
    held = [{each.name for each in side.tree.package.errors} for side in (pair.old, pair.new)]
    gone = old.class_ is not None and old.class_ not in held[1] and new.class_ is None
    come = new.class_ is not None and new.class_ not in held[0] and old.class_ is None
    return old.raise_ == new.raise_ and (gone or come)


def removed_rule(pair: Pair) -> Iterator[Hit]:
    if pair.new is None and pair.old is not None:
        was = pair.old.model.class_ or pair.old.model.raise_
        yield Hit(f"It raised `{was}`, and is no longer told apart from other errors.", was)


def added_rule(pair: Pair) -> Iterator[Hit]:
    if pair.old is None and pair.new is not None:
        now = pair.new.model.class_ or pair.new.model.raise_
        yield Hit(f"It raises `{now}` now; before, the status of the response decided.", "", now)


def reordered(pair: Pair) -> Iterator[Hit]:
    keys = [[(rule.status, rule.type, rule.message) for rule in model.errors.rules] for model in pair.both]
    common = [[key for key in each if key in keys[0] and key in keys[1]] for each in keys]
    if common[0] != common[1]:
        yield Hit(
            "The rules for errors stand in another order, and the first that fits wins.",
            path=("errors", "rules"),
        )


def scope_given(pair: Pair) -> Iterator[Hit]:
    if pair.old is not None and pair.new is not None:
        old = pair.old.tree.owners.get(f"scope:{pair.old.model.scope}", "").removeprefix("scope:")
        if (old or pair.old.model.scope) != pair.new.model.scope:
            yield from changed("scope", "What `.id(...)` gives")(pair)


def base_changed(pair: Pair) -> Iterator[Hit]:
    if pair.old is not None and pair.new is not None:
        was, now = (each.base for each in pair.both)
        if was != now:
            yield Hit(f"It was a `{was}`, and is a `{now}`.", was, now)


def term_kinds(*, gone: bool) -> Finder:
    """Finds kinds of RDF terms that the gateway lost (`gone`) or gained."""

    def finds(pair: Pair) -> Iterator[Hit]:
        held = [_kinds(side.model) if side is not None else [] for side in (pair.old, pair.new)]
        before, after = held if gone else held[::-1]
        for kind in before:
            if kind not in after:
                yield Hit(f"The gateway {'no longer has' if gone else 'has'} {kind}.", kind, kind)

    return finds


def _kinds(rdf: Any) -> list[str]:
    found = ["terms of RDF"]
    found += ["blank nodes"] if rdf.blank is not None else []
    found += ["quoted triples"] if rdf.quoted is not None else []
    found += ["named graphs"] if "$g?" in rdf.triple.values() or "$g" in rdf.triple.values() else []
    return found


def term_form(pair: Pair) -> Iterator[Hit]:
    if pair.old is None or pair.new is None:
        return
    for word, what in (
        ("iri", "An IRI"),
        ("literal", "A literal"),
        ("blank", "A blank node"),
        ("quoted", "A quoted triple"),
    ):
        yield from changed(word, what, needed=True)(pair)
    triples = [_without_graph(model.triple) for model in pair.both]
    if triples[0] != triples[1]:
        was, now = told(*triples)
        yield Hit(f"A triple changed from {was} to {now}.", was, now, ("triple",))


def _without_graph(triple: Any) -> Any:
    return {
        key: value
        for key, value in triple.items()
        if not (str(value).startswith("$g") and not is_object(value))
    }


RULES = (
    Rule(
        "package-renamed",
        "gateway",
        None,
        BREAKING,
        "changed",
        "The client's package has another name, so that imports of the old one fail.",
        "Import from {new} instead of {old}.",
        changed("gateway", "The package"),
        ("gateway",),
    ),
    Rule(
        "release-changed",
        "gateway",
        SAFE,
        SAFE,
        "changed",
        "The descriptor is of another release of the gateway.",
        "Use this client with release {new} of the gateway.",
        changed("release", "The release of the gateway"),
        ("release",),
    ),
    Rule(
        "default-address-changed",
        "gateway",
        DANGEROUS,
        DANGEROUS,
        "changed",
        "Whoever does not say where the gateway is reaches another address.",
        "Pass `url=` if your gateway is still at {old}.",
        changed("address.default", "The default address"),
        ("address.default",),
    ),
    Rule(
        "environment-changed",
        "gateway",
        None,
        DANGEROUS,
        "changed",
        "An environment variable is read no longer, or under another name; what it says is ignored "
        "without a word.",
        "Set {new} where you set {old}.",
        environment,
        ("address.env", "auth.env"),
    ),
    Rule(
        "environment-added",
        "gateway",
        None,
        SAFE,
        "added",
        "An environment variable is read that was not.",
        "Make sure that {new} is not set for another purpose.",
        new_environment,
        ("address.env", "auth.env"),
    ),
    Rule(
        "setting-environment-changed",
        "setting",
        None,
        DANGEROUS,
        "changed",
        "The environment variable of a setting is read no longer, or under another name.",
        "Set {new} where you set {old}, or pass {name}.",
        environment,
        ("env",),
    ),
    Rule(
        "setting-environment-added",
        "setting",
        None,
        SAFE,
        "added",
        "A setting is read from an environment variable, too.",
        "Make sure that {new} is not set for another purpose.",
        new_environment,
        ("env",),
    ),
    Rule(
        "setting-removed",
        "setting",
        None,
        BREAKING,
        "removed",
        "An argument of the client class is gone, with the view that `with_...()` gave.",
        "Take out {name}.",
        vanished("The client no longer has this setting."),
    ),
    Rule(
        "setting-added",
        "setting",
        None,
        SAFE,
        "added",
        "The client class has a further argument.",
        "Nothing; pass {name} if its default is not what you want.",
        appeared("The client has this setting now."),
    ),
    Rule(
        "setting-type-changed",
        "setting",
        DANGEROUS,
        BREAKING,
        "changed",
        "A setting takes values of another type.",
        "Pass a value of type {new} as {name}.",
        changed("type", "The type"),
        ("type",),
    ),
    Rule(
        "setting-default-changed",
        "setting",
        None,
        DANGEROUS,
        "changed",
        "Whoever does not pass a setting sends another value.",
        "Pass {old} as {name} to go on as before.",
        changed("default", "The default"),
        ("default",),
    ),
    Rule(
        "rest-credential-changed",
        "gateway",
        BREAKING,
        None,
        "changed",
        "The credential travels in another way on REST, so that old clients are refused.",
        TOGETHER,
        credential("", rest_credential, "On REST the credential"),
        ("auth.header",),
    ),
    Rule(
        "socket-credential-changed",
        "gateway",
        BREAKING,
        None,
        "changed",
        "The credential travels in another way on the socket, so that old clients are refused.",
        TOGETHER,
        credential("socket", socket_credential, "On the socket the credential"),
    ),
    Rule(
        "bulk-credential-changed",
        "gateway",
        BREAKING,
        None,
        "changed",
        "The credential travels in another way on the sockets of imports and exports.",
        TOGETHER,
        credential("bulk", bulk_credential, "On the sockets of imports and exports the credential"),
    ),
    Rule(
        "feed-credential-changed",
        "gateway",
        BREAKING,
        None,
        "changed",
        "The credential travels in another way on the sockets of feeds.",
        TOGETHER,
        credential("feeds", feed_credential, "On the sockets of feeds the credential"),
        ("feeds.header",),
    ),
    Rule(
        "anonymous-credential-changed",
        "bulk",
        DANGEROUS,
        None,
        "changed",
        "What is sent where there is no credential is another word, or is demanded now.",
        TOGETHER,
        changed("anonymous", "Without a credential, what is sent"),
        ("anonymous",),
    ),
    Rule(
        "handshake-changed",
        "socket",
        BREAKING,
        None,
        "changed",
        "The first frames of a socket, which prove the credential, look different.",
        TOGETHER,
        handshake,
        ("auth.send", "auth.accepted", "auth.refused", "auth.message", "auth.again"),
    ),
    Rule(
        "socket-removed",
        "socket",
        BREAKING,
        BREAKING,
        "removed",
        "The gateway has no socket for calls any more.",
        "Make calls over REST.",
        vanished("The gateway no longer has a socket for calls."),
    ),
    Rule(
        "socket-added",
        "socket",
        SAFE,
        SAFE,
        "added",
        "The gateway has a socket for calls.",
        "Nothing; `api.socket()` gives its client.",
        appeared("The gateway has a socket for calls now."),
    ),
    Rule(
        "socket-path-changed",
        "socket",
        BREAKING,
        None,
        "changed",
        "The socket for calls is elsewhere.",
        TOGETHER,
        changed("path", "The path of the socket"),
        ("path",),
    ),
    Rule(
        "envelope-field-added",
        "envelope field",
        DANGEROUS,
        None,
        "added",
        "Every request carries a further field, which old clients do not send.",
        TOGETHER,
        appeared("Every request carries this field now."),
    ),
    Rule(
        "envelope-field-removed",
        "envelope field",
        SAFE,
        None,
        "removed",
        "A field that every request carried is sent no longer; old clients still send it.",
        "Nothing, unless something between client and gateway reads {name}.",
        vanished("Requests no longer carry this field."),
    ),
    Rule(
        "envelope-field-changed",
        "envelope field",
        BREAKING,
        None,
        "changed",
        "A field that every request carries holds something else.",
        TOGETHER,
        value_changed,
    ),
    Rule(
        "answer-envelope-changed",
        "socket",
        BREAKING,
        None,
        "changed",
        "A frame of the gateway holds the request's id, its kind, the body or the end at another place.",
        TOGETHER,
        several(
            changed("receive.id", "The field that names the request"),
            changed("receive.kind", "The field that names the kind of a frame"),
            changed("receive.body", "The field that holds the body"),
            changed("receive.done", "What tells the last frame"),
            changed("receive.reply", "The kind of an answer"),
        ),
        ("receive.id", "receive.kind", "receive.body", "receive.done", "receive.reply"),
    ),
    Rule(
        "error-envelope-changed",
        "socket",
        BREAKING,
        None,
        "changed",
        "A frame holds its error at another place, so that old clients may miss it, or wait for ever.",
        TOGETHER,
        several(
            changed("receive.error", "The places of an error in a frame"),
            changed("receive.failed", "What tells a frame that holds an error"),
            changed("receive.orphans", "The request that an error without an id belongs to"),
        ),
        ("receive.error", "receive.failed", "receive.orphans"),
    ),
    Rule(
        "greeting-changed",
        "socket",
        BREAKING,
        BREAKING,
        "changed",
        "What the gateway says when a socket opens is told in another way, or holds something else.",
        "Look at what you read of the result of `connect()`.",
        several(
            changed("greeting.match", "What tells the greeting"),
            changed("greeting.keep", "What is kept of the greeting"),
            changed("greeting.item", "The record of the greeting"),
        ),
        ("greeting.match", "greeting.keep", "greeting.item"),
    ),
    Rule(
        "limit-lowered",
        "socket",
        DANGEROUS,
        None,
        "changed",
        "The gateway takes fewer requests at once, shorter frames or fewer sockets than old clients may use.",
        "Update the client together with the gateway, and send less at once.",
        several(
            lowered("in_flight", "The number of requests in flight"),
            lowered("max_frame", "The longest frame, in bytes,"),
            lowered("connections", "The number of sockets"),
        ),
        ("in_flight", "max_frame", "connections"),
    ),
    Rule(
        "limit-raised",
        "socket",
        SAFE,
        None,
        "changed",
        "The gateway takes more requests at once, longer frames or more sockets.",
        "Nothing.",
        several(
            raised("in_flight", "The number of requests in flight"),
            raised("max_frame", "The longest frame, in bytes,"),
            raised("connections", "The number of sockets"),
        ),
        ("in_flight", "max_frame", "connections"),
    ),
    Rule(
        "sockets-changed",
        "socket",
        None,
        SAFE,
        "changed",
        "A client has another number of sockets unless it is told how many.",
        "Pass `sockets={old}` to `Api` to go on as before.",
        several_sockets,
        ("sockets",),
    ),
    Rule(
        "bulk-limit-lowered",
        "bulk",
        DANGEROUS,
        None,
        "changed",
        "The gateway takes shorter frames on the sockets of imports and exports.",
        "Send fewer items in a message.",
        lowered("max_frame", "The longest frame of imports and exports, in bytes,"),
        ("max_frame",),
    ),
    Rule(
        "bulk-limit-raised",
        "bulk",
        SAFE,
        None,
        "changed",
        "The gateway takes longer frames on the sockets of imports and exports.",
        "Nothing.",
        raised("max_frame", "The longest frame of imports and exports, in bytes,"),
        ("max_frame",),
    ),
    Rule(
        "error-place-changed",
        "gateway",
        BREAKING,
        None,
        "changed",
        "A body holds its error at another place, or something else tells that it is one: old clients take "
        "failures for answers.",
        TOGETHER,
        several(
            changed("errors.by", "What tells an error over HTTP"),
            changed("errors.at", "The places of an error in a body"),
            changed("errors.type", "The fields that name the type of an error"),
            changed("errors.message", "The field with the text of an error"),
            changed("errors.faults", "The form of a list of faults"),
        ),
        ("errors.by", "errors.at", "errors.type", "errors.message", "errors.faults"),
    ),
    Rule(
        "error-rule-removed",
        "error rule",
        None,
        DANGEROUS,
        "removed",
        "An error that had an exception of its own raises a more general one.",
        "Look at what catches `{old}`: the status of the response decides now.",
        removed_rule,
    ),
    Rule(
        "error-rule-added",
        "error rule",
        None,
        DANGEROUS,
        "added",
        "An error raises an exception that it did not raise before; code that caught the general one "
        "may miss it.",
        "Catch `{new}` where you handled this error.",
        added_rule,
    ),
    Rule(
        "error-class-changed",
        "error rule",
        None,
        BREAKING,
        "changed",
        "An error raises another exception.",
        "Catch `{new}` where you caught `{old}`.",
        raised_class,
        ("raise", "class"),
    ),
    Rule(
        "error-hint-changed",
        "error rule",
        None,
        SAFE,
        "changed",
        "The advice in an error's text is another.",
        "Nothing, unless you compare texts of errors.",
        changed("hint", "The hint"),
        ("hint",),
    ),
    Rule(
        "error-rules-reordered",
        "gateway",
        None,
        DANGEROUS,
        "changed",
        "Rules for errors stand in another order; an error that fits two of them may raise another "
        "exception.",
        "Look at what catches exceptions of this gateway.",
        reordered,
        ("errors.rules",),
    ),
    Rule(
        "exception-removed",
        "exception",
        None,
        BREAKING,
        "removed",
        "An exception class is gone, and imports of it fail.",
        "Catch the class that it was derived from instead of {name}.",
        vanished("The client no longer has this exception class."),
    ),
    Rule(
        "exception-added",
        "exception",
        None,
        SAFE,
        "added",
        "The client has a further exception class.",
        "Nothing; {name} is there to be caught.",
        appeared("The client has this exception class now."),
    ),
    Rule(
        "exception-base-changed",
        "exception",
        None,
        BREAKING,
        "changed",
        "An exception class is derived from another one, so that `except` clauses for the old base miss it.",
        "Catch {new}, or the class itself, where you caught {old}.",
        base_changed,
    ),
    Rule(
        "group-removed",
        "group",
        None,
        BREAKING,
        "removed",
        "A method of the client that gave a group of operations is gone, with its classes.",
        "Take out {name}; see what became of its operations.",
        vanished("The client no longer has this group."),
    ),
    Rule(
        "group-added",
        "group",
        None,
        SAFE,
        "added",
        "The client has a further group of operations.",
        "Nothing; {name} gives it.",
        appeared("The client has this group now."),
    ),
    Rule(
        "group-renamed",
        "group",
        None,
        BREAKING,
        "changed",
        "A method of the client that gives a group of operations has another name.",
        "Call `api.{new}()` instead of `api.{old}()`.",
        renamed_entry,
    ),
    Rule(
        "group-class-renamed",
        "group",
        None,
        BREAKING,
        "changed",
        "The class of a group has another name; imports and annotations that name it fail.",
        "Write {new} instead of {old}, with its three variants.",
        changed("class", "The class"),
        ("class",),
    ),
    Rule(
        "group-scope-changed",
        "group",
        None,
        BREAKING,
        "changed",
        "`.id(...)` of a group gives something else, or nothing.",
        "Look at what you do with the result of {name} and its `.id(...)`.",
        scope_given,
        ("scope",),
    ),
    Rule(
        "group-close-removed",
        "group",
        None,
        BREAKING,
        "removed",
        "A group no longer has `close()`, or `aclose()`.",
        "Close the client itself instead of {name}.",
        turned("closable", False, "It can no longer be closed by itself."),
        ("closable",),
    ),
    Rule(
        "group-close-added",
        "group",
        None,
        SAFE,
        "added",
        "A group has `close()`, or `aclose()`, for its connections.",
        "Nothing.",
        turned("closable", True, "It can be closed by itself now."),
        ("closable",),
    ),
    Rule(
        "scope-removed",
        "scope",
        None,
        BREAKING,
        "removed",
        "Something that operations were called on is gone, with its classes.",
        "See what became of the operations of {name}.",
        vanished("The client no longer has this scope."),
    ),
    Rule(
        "scope-added",
        "scope",
        None,
        SAFE,
        "added",
        "There is something further that operations are called on.",
        "Nothing.",
        appeared("The client has this scope now."),
    ),
    Rule(
        "scope-renamed",
        "scope",
        None,
        BREAKING,
        "changed",
        "What operations are called on has another name on the client for sockets.",
        "Write `{new}` instead of `{old}`.",
        renamed_entry,
    ),
    Rule(
        "scope-class-renamed",
        "scope",
        None,
        BREAKING,
        "changed",
        "The class of a scope has another name; imports and annotations that name it fail.",
        "Write {new} instead of {old}, with its three variants.",
        changed("class", "The class"),
        ("class",),
    ),
    Rule(
        "scope-parameter-renamed",
        "scope",
        None,
        BREAKING,
        "changed",
        "The value that tells one thing from another has another name; bulk transfers take it by that name.",
        "Pass {new} where you passed {old} by name.",
        changed("parameter", "The parameter"),
        ("parameter",),
    ),
    Rule(
        "scope-argument-renamed",
        "scope",
        None,
        BREAKING,
        "changed",
        "The methods that give one of several things take its name by another argument.",
        "Pass {new} where you passed {old} by name, or pass it by position.",
        changed("argument", "The argument"),
        ("argument",),
    ),
    Rule(
        "scope-default-changed",
        "scope",
        None,
        DANGEROUS,
        "changed",
        "Whoever does not say which one is meant gets another one, or must say it.",
        "Say which one you mean: {old} to go on as before.",
        changed("default", "The default"),
        ("default",),
    ),
    Rule(
        "push-removed",
        "push",
        BREAKING,
        BREAKING,
        "removed",
        "The gateway no longer sends a message of its own accord, and the method for its handlers is gone.",
        "Take out {name}.",
        vanished("The gateway no longer sends this message."),
    ),
    Rule(
        "push-added",
        "push",
        DANGEROUS,
        SAFE,
        "added",
        "The gateway sends a further message of its own accord; old clients decline it.",
        "Nothing; {name} takes a handler for it.",
        appeared("The gateway sends this message now."),
    ),
    Rule(
        "push-record-changed",
        "push",
        None,
        BREAKING,
        "changed",
        "Handlers of a message are called with another record.",
        "Have your handler take {new} instead of {old}.",
        changed("item", "The record"),
        ("item",),
    ),
    Rule(
        "push-key-changed",
        "push",
        None,
        BREAKING,
        "changed",
        "Handlers of a message are told apart by another field, or by none.",
        "Look at the first argument of {name}.",
        changed("by", "The field that has handlers of its own"),
        ("by",),
    ),
    Rule(
        "push-reply-changed",
        "push",
        BREAKING,
        DANGEROUS,
        "changed",
        "A message of the gateway is answered in another way, or no longer, or by itself.",
        "Look at what your handler returns.",
        changed("reply", "The answer"),
        ("reply",),
    ),
    Rule(
        "other-message-changed",
        "socket",
        None,
        BREAKING,
        "changed",
        "Messages of a kind that has no method become another record, or are dropped.",
        "Look at your handlers of `on_message()`.",
        changed("other", "The record of other messages"),
        ("other",),
    ),
    Rule(
        "term-form-changed",
        "rdf",
        BREAKING,
        None,
        "changed",
        "RDF terms look different on the wire; a gateway may take the old form for something empty, "
        "and say nothing.",
        "Update the client together with the gateway; the classes `Uri`, `Literal` and `Triple` stay "
        "the same.",
        term_form,
        ("iri", "literal", "blank", "quoted", "triple"),
    ),
    Rule(
        "term-kind-added",
        "rdf",
        SAFE,
        SAFE,
        "added",
        "The gateway has further kinds of RDF terms.",
        "Nothing; answers may hold them.",
        term_kinds(gone=False),
        ("iri", "literal", "blank", "quoted", "triple"),
    ),
    Rule(
        "term-kind-removed",
        "rdf",
        BREAKING,
        BREAKING,
        "removed",
        "The gateway lost a kind of RDF terms; giving one is an error.",
        "Do without {old}.",
        term_kinds(gone=True),
        ("iri", "literal", "blank", "quoted", "triple"),
    ),
    Rule(
        "sdk-class-changed",
        "sdk",
        None,
        BREAKING,
        "changed",
        "The client class in the shape of an older client is gone, or it or its arguments have other names.",
        "Write {new} where you wrote {old}.",
        several(
            vanished("The client no longer has a class in the shape of an older client."),
            changed("class", "The class"),
            changed("url", "The argument for the address"),
            changed("token", "The argument for the credential"),
        ),
        ("class", "url", "token"),
    ),
    Rule(
        "sdk-class-added",
        "sdk",
        None,
        SAFE,
        "added",
        "There is a client class in the shape of an older client.",
        "Nothing.",
        appeared("The client has a class in the shape of an older client now."),
    ),
    Rule(
        "sdk-attribute-removed",
        "sdk attribute",
        None,
        BREAKING,
        "removed",
        "An attribute of that class is gone.",
        "Take out the attribute {name}.",
        vanished("The class no longer has this attribute."),
    ),
    Rule(
        "sdk-attribute-added",
        "sdk attribute",
        None,
        SAFE,
        "added",
        "That class has a further attribute.",
        "Nothing.",
        appeared("The class has this attribute now."),
    ),
    Rule(
        "sdk-attribute-changed",
        "sdk attribute",
        None,
        DANGEROUS,
        "changed",
        "An attribute of that class gives another group, or makes its calls over something else.",
        "Look at what you do with the attribute {name}.",
        several(changed("group", "The group"), changed("on", "The interface")),
        ("group", "on"),
    ),
    Rule(
        "drop-in-removed",
        "drop-in",
        None,
        BREAKING,
        "removed",
        "There is no distribution any more that gives the client under the names of an older one.",
        "Import from the client's own package.",
        vanished("There is no drop-in distribution any more."),
    ),
    Rule(
        "drop-in-added",
        "drop-in",
        None,
        SAFE,
        "added",
        "There is a distribution that gives the client under the names of an older one.",
        "Nothing.",
        appeared("There is a drop-in distribution now."),
    ),
    Rule(
        "drop-in-package-changed",
        "drop-in",
        None,
        BREAKING,
        "changed",
        "The drop-in distribution has another import path.",
        "Import from {new} instead of {old}.",
        changed("package", "The import path"),
        ("package",),
    ),
    Rule(
        "drop-in-name-removed",
        "drop-in name",
        None,
        BREAKING,
        "removed",
        "A name of the drop-in distribution is gone.",
        "Take out imports of {name}.",
        vanished("The drop-in distribution no longer has this name."),
    ),
    Rule(
        "drop-in-name-added",
        "drop-in name",
        None,
        SAFE,
        "added",
        "The drop-in distribution has a further name.",
        "Nothing.",
        appeared("The drop-in distribution has this name now."),
    ),
    Rule(
        "drop-in-name-changed",
        "drop-in name",
        None,
        DANGEROUS,
        "changed",
        "A name of the drop-in distribution stands for something else.",
        "Look at what you do with {name}: it is {new} now.",
        value_changed,
    ),
)
