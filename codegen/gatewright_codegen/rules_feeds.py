"""Checks of feeds, and of operations that follow one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from gatewright.descriptor import Feed, Operation, Schema, Service

from . import names
from .rules import (
    METHOD_NAME,
    RDF_TYPES,
    check_field,
    check_path,
    check_path_field,
    check_record,
    check_unfilled,
    wanted,
)
from .rules_keeping import check_feed_local
from .source import Path_, Problem, Source

if TYPE_CHECKING:
    from .load import Loaded

# What an operation that follows takes from its parts.
_NOT_ITS_OWN = ("wire", "send", "request", "response", "stream", "keeping", "rest", "socket", "retired")


def check_feeds(loaded: Loaded, source: Source, service: Service, seen: dict[str, str]) -> Iterator[Problem]:
    """The feeds of a service; `seen` has the constants that are there already, and where they are."""
    clients = _client_methods(loaded)
    for name, feed in service.feeds.items():
        path: Path_ = ("feeds", name)
        if not METHOD_NAME.fullmatch(name) or name in clients or name.startswith("on_"):
            yield source.problem(path, f"{name!r} cannot be the name of a method of the client", at_key=True)
        constants = [(path, names.feed_constant(name))]
        constants += [((*path, "commands", key), names.feed_constant(name, key)) for key in feed.commands]
        for where, constant in constants:
            if constant in seen:
                yield source.problem(where, f"the name is taken in {seen[constant]}", at_key=True)
            seen[constant] = source.file
        yield from _feed(loaded, source, path, feed)
        yield from check_feed_local(loaded, source, path, feed)


def _client_methods(loaded: Loaded) -> set[str]:
    """Names that the client for sockets has besides those of feeds."""
    gateway, services = loaded.descriptor.gateway, loaded.descriptor.services.values()
    owners = {
        owner
        for service in services
        for operation in service.operations.values()
        if gateway.socket is not None and wanted(service, operation)[1]
        for owner in (service.group, service.scope)
    }
    groups = {
        name for name, group in gateway.groups.items() if name in owners or group.scope in owners - {None}
    }
    return {*names.CLIENT_METHODS, *names.setting_methods(gateway), *groups}


def _feed(loaded: Loaded, source: Source, path: Path_, feed: Feed) -> Iterator[Problem]:
    names_ = set(feed.arguments)
    yield from check_path(source, (*path, "path"), feed.path, names_, names_)
    for name, field in feed.arguments.items():
        where = (*path, "arguments", name)
        yield from check_field(loaded, source, where, field)
        yield from check_unfilled(source, where, field)
        yield from check_path_field(source, where, name, field)
        if field.ref is not None and field.ref in RDF_TYPES:
            yield source.problem(where, "an argument of a feed cannot be an RDF value")
    for kind, record in feed.items.items():
        yield from check_record(loaded, source, (*path, "items", kind), record, ("$kind", "$body"))
    yield from check_record(loaded, source, (*path, "other"), feed.other, ("$kind", "$body"))
    asked: list[tuple[Path_, str]] = [(("end", index), kind) for index, kind in enumerate(feed.end)]
    asked += [(("settled", kind), kind) for kind in feed.settled]
    for key, command in feed.commands.items():
        where = (*path, "commands", key)
        if not METHOD_NAME.fullmatch(key) or key in names.FEED_METHODS:
            message = f"{key!r} cannot be the name of a method of a feed"
            yield source.problem(where, message, at_key=True)
        if command.event is not None:
            asked.append((("commands", key, "event"), command.event))
    for part, kind in asked:
        if kind not in feed.items:
            yield source.problem((*path, *part), f"the feed has no events of type {kind!r}")
    if feed.poll is not None and feed.poll.command not in feed.commands:
        message = f"the feed has no command {feed.poll.command!r}"
        yield source.problem((*path, "poll", "command"), message)


def check_follow(
    loaded: Loaded, source: Source, path: Path_, service: Service, operation: Operation
) -> Iterator[Problem]:
    """The parts of an operation that follows exist, and fit together."""
    follow = operation.follow
    assert follow is not None
    for part in _NOT_ITS_OWN:
        if part in operation.model_fields_set:
            message = f"an operation that follows has no {part!r} of its own"
            yield source.problem((*path, part), message, at_key=True)
    path = (*path, "follow")
    parts: dict[str, Mapping[str, Schema]] = {}
    for part in ("start", "result"):
        name: str = getattr(follow, part)
        named = service.operations.get(name)
        if named is None or named.follow is not None:
            yield source.problem((*path, part), f"the service has no operation {name!r}")
            continue
        returns = named.returns
        odd = named.stream is not None or returns.fields or returns.many or returns.json_ or returns.nothing
        schema = loaded.descriptor.types.get(named.response or "")
        if odd or schema is None or not wanted(service, named)[0]:
            message = f"{name!r} is to be an operation of REST that returns its whole response"
            yield source.problem((*path, part), message)
            continue
        parts[part] = schema.properties
    feed = service.feeds.get(follow.feed)
    if feed is None:
        yield source.problem((*path, "feed"), f"the service has no feed {follow.feed!r}")
    if feed is None or len(parts) < 2:
        return
    for name, field in feed.arguments.items():
        if (field.wire or name) not in parts["start"]:
            message = f"the response of {follow.start!r} has no {field.wire or name!r}, which the feed needs"
            yield source.problem((*path, "start"), message)
    keys = {field.wire or name for name, field in feed.arguments.items()}
    for name, field in service.operations[follow.result].request.items():
        if field.required and (field.wire or name) not in keys:
            message = f"{follow.result!r} needs {name!r}, which is no argument of the feed"
            yield source.problem((*path, "result"), message)
    for name in service.operations[follow.start].request:
        if name == "on_event":
            message = f"{follow.start!r} has an argument 'on_event', as has whatever follows"
            yield source.problem((*path, "start"), message)
    asked: list[tuple[Path_, str]] = [
        ((part, name), name) for part in ("finished", "failed") for name in getattr(follow, part)
    ]
    asked += [(("error",), follow.error)] if follow.error is not None else []
    for part_, name in asked:
        if name not in parts["result"]:
            yield source.problem((*path, *part_), f"the response of {follow.result!r} has no {name!r}")
    if not follow.finished:
        yield source.problem((*path, "finished"), "nothing tells that it is over")
