"""Checks of what the local gateway keeps, and of what it does on feeds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gatewright.descriptor import Feed, FeedLocal, Keeping, Operation, Service

from .rules import check_template, kept, settings
from .source import Path_, Problem, Source

if TYPE_CHECKING:
    from .load import Loaded

# Values that are made anew whenever a template is filled.
MADE = {"now", "uuid", "number", "hex"}

# Numbers of those who watch.
COUNTED = {"connections", "watchers", "watched"}


def stores(loaded: Loaded) -> dict[str, set[str]]:
    """What is kept: store to the fields that its objects may have."""
    found: dict[str, set[str]] = {}
    for service in loaded.descriptor.services.values():
        for operation in service.operations.values():
            keeping = operation.keeping
            if keeping is not None and keeping.does == "add":
                fields = found.setdefault(keeping.store, set())
                fields |= {keeping.key, *keeping.fields}
                fields.update(name for step in keeping.then for name in step.change)
    for service in loaded.descriptor.services.values():
        for operation in service.operations.values():
            if operation.keeping is not None and operation.keeping.store in found:
                found[operation.keeping.store] |= set(operation.keeping.fields)
    return found


def check_keeping(
    loaded: Loaded,
    source: Source,
    path: Path_,
    keeping: Keeping,
    asked: tuple[Service, Operation] | None,
) -> Iterator[Problem]:
    """What is kept has the fields that are asked of it, and the request names the object.

    `asked` is the operation that keeps; None: any message.
    """
    known = stores(loaded)
    if keeping.store not in known:
        message = f"no operation adds to the store {keeping.store!r}"
        yield source.problem((*path, "store"), message)
        return
    fields = known[keeping.store]
    if asked is not None:
        request = _request(loaded, *asked)
        yield from _arguments(source, path, keeping, asked[1], request)
        may = request | MADE if keeping.does == "add" else request | fields | MADE
        yield from check_template(source, (*path, "fields"), keeping.fields, may)
    for part, names in (("final", keeping.final), ("filter", dict.fromkeys(keeping.filter.values()))):
        for name in names:
            if name not in fields:
                yield source.problem((*path, part), f"what is kept has no field {name!r}")
    if keeping.key not in fields:
        yield source.problem((*path, "key"), f"what is kept has no field {keeping.key!r}")
    feeds = {name for service in loaded.descriptor.services.values() for name in service.feeds}
    for number, step in enumerate(keeping.then):
        where = (*path, "then", number)
        yield from check_template(source, (*where, "change"), step.change, fields | MADE)
        for index, publication in enumerate(step.publish):
            here = (*where, "publish", index)
            if publication.feed not in feeds:
                yield source.problem((*here, "feed"), f"there is no feed {publication.feed!r}")
            yield from check_template(source, (*here, "event"), publication.event, fields | MADE)


def _request(loaded: Loaded, service: Service, operation: Operation) -> set[str]:
    """Names on the wire of what a request tells."""
    gateway = loaded.descriptor.gateway
    found = {field.wire or name for name, field in operation.request.items()} | set(operation.send)
    if service.scope is not None:
        found.add(gateway.scopes[service.scope].parameter)
    if gateway.socket is not None:
        found |= set(gateway.socket.body) | kept(gateway)
    return found | settings(gateway)


def _arguments(
    source: Source, path: Path_, keeping: Keeping, operation: Operation, request: set[str]
) -> Iterator[Problem]:
    if keeping.does in {"get", "change", "remove"}:
        by = keeping.by or keeping.key
        if by not in request:
            where = (*path, "by" if keeping.by is not None else "key")
            yield source.problem(where, f"the request has no {by!r} that names the object")
    asked = [("filter", name) for name in keeping.filter]
    asked += [(part, name) for part in ("limit", "offset") if (name := getattr(keeping, part)) is not None]
    for part, name in asked:
        if name not in request:
            yield source.problem((*path, part), f"the request has no {name!r}")
    only = {
        "list": ("within", "total", "filter", "limit", "offset"),
        "add": ("with_connection", "then", "most", "full"),
    }
    for does, parts in only.items():
        for part in parts:
            if getattr(keeping, part) and keeping.does != does:
                yield source.problem((*path, part), f"this goes with `does: {does}`", at_key=True)
    if operation.follow is not None:
        yield source.problem(path, "an operation that follows keeps nothing", at_key=True)


def check_feed_local(loaded: Loaded, source: Source, path: Path_, feed: Feed) -> Iterator[Problem]:
    """What the local gateway sends on a feed is made of what there is."""
    local, known = feed.local or FeedLocal.model_validate({}), stores(loaded)
    if local.store is not None and local.store not in known:
        message = f"no operation adds to the store {local.store!r}"
        yield source.problem((*path, "local", "store"), message)
        return
    if local.by is not None and local.by not in feed.arguments:
        yield source.problem((*path, "local", "by"), f"the feed has no argument {local.by!r}")
    arguments = {field.wire or name for name, field in feed.arguments.items()}
    fields = known[local.store] if local.store is not None else set[str]()
    told = arguments | fields | MADE | COUNTED
    for key, command in feed.commands.items():
        yield from check_template(source, (*path, "commands", key, "example"), command.example, told)
    for index, opening in enumerate(local.opening):
        where = (*path, "local", "opening", index)
        for name in opening.when:
            if name not in fields:
                yield source.problem((*where, "when", name), f"what is kept has no field {name!r}")
        yield from check_template(source, (*where, "event"), opening.event, told)
