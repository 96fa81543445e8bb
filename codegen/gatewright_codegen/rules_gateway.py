"""Checks of what gateway.yaml says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

from gatewright.descriptor import Push, Socket

from . import names
from .compile import embedded, value_of
from .rules import (
    METHOD_NAME,
    check_constant,
    check_module,
    check_path,
    check_query,
    check_record,
    check_template,
    kept,
    settings,
)
from .rules_keeping import check_keeping, check_local
from .source import Path_, Problem

if TYPE_CHECKING:
    from .load import Loaded

# What the envelope of a socket tells of a request, besides settings, scopes and the greeting.
REQUEST_VALUES = {"id", "body", "service", "operation", "now"}


def check_gateway(loaded: Loaded) -> Iterator[Problem]:
    """All problems of gateway.yaml."""
    gateway, say = loaded.descriptor.gateway, loaded.gateway.problem
    for name in gateway.settings:
        if name in names.API_ARGUMENTS:
            yield say(("settings", name), f"every client has an argument {name!r} already", at_key=True)
    for part in ("groups", "scopes"):
        for name in getattr(gateway, part):
            if name in names.CLIENT_METHODS or name.startswith("async_") or not METHOD_NAME.fullmatch(name):
                yield say((part, name), f"{name!r} cannot be the name of a method of Api", at_key=True)
    for part in ("groups", "scopes"):
        for name in sorted(names.setting_methods(gateway) & getattr(gateway, part).keys()):
            yield say((part, name), f"{name!r} is the method for a setting", at_key=True)
    for name, module in gateway.extensions.items():
        yield from check_module(loaded.gateway, ("extensions", name), module, name)
    for name, group in gateway.groups.items():
        if group.scope is not None and group.scope not in gateway.scopes:
            yield say(("groups", name, "scope"), f"there is no scope {group.scope!r}")
        if name in gateway.scopes and group.scope != name:
            yield say(
                ("groups", name), f"the scope {name!r} has the same name, but the group does not give it"
            )
    for name, scope in gateway.scopes.items():
        if scope.rest is not None:
            where: Path_ = ("scopes", name, "rest", "path")
            own = {scope.parameter}
            yield from check_path(loaded.gateway, where, scope.rest.path, {*own, "service"}, own)
        if not any(group.scope == name for group in gateway.groups.values()):
            yield say(("scopes", name), f"no group gives the scope {name!r}", at_key=True)
    if gateway.root.rest is not None:
        where = ("root", "rest", "path")
        yield from check_path(loaded.gateway, where, gateway.root.rest.path, {"service"}, set())

    known = settings(gateway)
    yield from check_template(loaded.gateway, ("rest", "body"), gateway.rest.body, known | {"now"})
    if gateway.bulk is not None:
        yield from check_query(loaded, ("bulk", "query"), gateway.bulk.query)
    yield from check_query(loaded, ("feeds", "query"), gateway.feeds.query)
    if gateway.socket is not None:
        yield from _socket(loaded, gateway.socket)
    for part, carries in (("socket", gateway.socket), ("feeds", gateway.feeds)):
        if carries is not None and carries.header and gateway.auth.header is None:
            yield say((part, "header"), "`auth` does not say which header carries the credential")
    if gateway.auth.header is not None:
        for name in embedded(gateway.auth.header.value):
            if name not in known:
                yield say(("auth", "header", "value"), f"there is no value ${name}")
    yield from _errors(loaded)
    yield from _rdf(loaded)
    yield from check_local(loaded)
    if gateway.local.messages is not None:
        yield from check_keeping(loaded, loaded.gateway, ("local", "messages"), gateway.local.messages, None)


def _socket(loaded: Loaded, socket: Socket) -> Iterator[Problem]:
    gateway, source = loaded.descriptor.gateway, loaded.gateway
    known, told = settings(gateway), kept(gateway)
    scoped = known | told | {scope.parameter for scope in gateway.scopes.values()}
    must = {"body"} if socket.receive.id is None else {"id", "body"}
    yield from check_template(source, ("socket", "send"), socket.send, scoped | REQUEST_VALUES, must)
    yield from check_template(source, ("socket", "body"), socket.body, scoped | (REQUEST_VALUES - {"body"}))
    yield from check_query(loaded, ("socket", "query"), socket.query)
    if socket.auth is not None:
        yield from check_template(source, ("socket", "auth", "send"), socket.auth.send, known | {"now"})
        for part in ("accepted", "refused"):
            yield from check_constant(source, ("socket", "auth", part), getattr(socket.auth, part))
    for part in ("failed", "done"):
        yield from check_constant(source, ("socket", "receive", part), getattr(socket.receive, part))
    yield from check_template(source, ("socket", "receive", "more"), socket.receive.more, {"now"})
    yield from check_constant(source, ("socket", "pushed"), socket.pushed)
    if socket.greeting is not None:
        path: Path_ = ("socket", "greeting")
        yield from check_record(loaded, source, (*path, "item"), socket.greeting.item)
        yield from check_constant(source, (*path, "match"), socket.greeting.match)
        if not socket.greeting.match:
            yield source.problem((*path, "match"), "every frame has no fields; say at least one")
        taken = known | REQUEST_VALUES | {scope.parameter for scope in gateway.scopes.values()}
        for name in sorted(told & taken):
            yield source.problem((*path, "keep", name), f"there is a value ${name} already", at_key=True)
    for name, push in socket.pushes.items():
        yield from _push(loaded, ("socket", "pushes", name), name, push)
    if socket.other is not None:
        yield from check_record(loaded, source, ("socket", "other"), socket.other)


def _push(loaded: Loaded, path: Path_, name: str, push: Push) -> Iterator[Problem]:
    source, gateway = loaded.gateway, loaded.descriptor.gateway
    yield from check_record(loaded, source, (*path, "item"), push.item)
    if not METHOD_NAME.fullmatch(name) or f"on_{name}" in {*gateway.groups, *gateway.scopes, "on_message"}:
        yield source.problem(path, f"'on_{name}' cannot be the name of a method", at_key=True)
    if push.reply is None:
        return
    must = {"id"} if gateway.socket is not None and gateway.socket.receive.id is not None else set[str]()
    yield from check_template(source, (*path, "reply", "send"), push.reply.send, {"id", "body", "now"}, must)
    if push.reply.automatic:
        message = "an automatic reply needs no handler"
        if push.by is not None:
            yield source.problem((*path, "by"), message)
        if push.reply.error is not None:
            yield source.problem((*path, "reply", "error"), message)


def _errors(loaded: Loaded) -> Iterator[Problem]:
    errors, say = loaded.descriptor.gateway.errors, loaded.gateway.problem
    bases: dict[str, str] = {}
    for index, where in enumerate(errors.at):
        if where == "." and errors.by != "status":
            message = "every body would be an error; say `by: status`"
            yield say(("errors", "at", index), message)
        if where != "." and not all(where.split(".")):
            yield say(("errors", "at", index), f"{where!r} is no path of names with dots between them")
    for index, rule in enumerate(errors.rules):
        path: Path_ = ("errors", "rules", index, "class")
        if rule.class_ is not None and bases.setdefault(rule.class_, rule.raise_) != rule.raise_:
            yield say(path, f"{rule.class_} is a kind of {bases[rule.class_]} already")


def _rdf(loaded: Loaded) -> Iterator[Problem]:
    rdf = loaded.descriptor.gateway.rdf
    if rdf is None:
        return
    for part, template, may, must in (
        ("iri", rdf.iri, {"value"}, {"value"}),
        ("blank", rdf.blank, {"value"}, {"value"}),
        ("literal", rdf.literal, {"value", "datatype", "language"}, {"value"}),
        ("quoted", rdf.quoted, {"triple"}, {"triple"}),
        ("triple", rdf.triple, {"s", "p", "o", "g"}, {"s", "p", "o"}),
    ):
        if template is not None:
            yield from check_template(loaded.gateway, ("rdf", part), template, may, must)
    terms = {"iri": rdf.iri, "blank": rdf.blank, "literal": rdf.literal, "quoted": rdf.quoted}
    constants = {name: _constants(template) for name, template in terms.items() if template is not None}
    for (one, ours), (other, theirs) in combinations(constants.items(), 2):
        if not any(key in theirs and theirs[key] != value for key, value in ours.items()):
            yield loaded.gateway.problem(
                ("rdf", other), f"no constant field tells it from {one}", at_key=True
            )
    for name, template in {**terms, "triple": rdf.triple}.items():
        for key, value in (template or {}).items():
            if isinstance(value, (dict, list)):
                yield loaded.gateway.problem(("rdf", name, key), "a term's template has no nested objects")


def _constants(template: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in template.items() if value_of(value) is None}
