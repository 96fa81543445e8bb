"""Checks of what the local gateway keeps, and of what it does on feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gatewright.descriptor import Feed, FeedLocal, Keeping, Need, Operation, Service, Transfer

from .compile import is_array, is_object
from .rules import check_template, kept, record_fields, settings
from .source import Path_, Problem, Source

if TYPE_CHECKING:
    from .load import Loaded

# Values that are made anew whenever a template is filled.
MADE = {"now", "time", "uuid", "number", "hex"}

# Numbers of those who watch.
COUNTED = {"connections", "watchers", "watched"}

_WHOLE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_-]*)(?:\.[A-Za-z0-9_.-]+)?\??")
_INSIDE = re.compile(r"\$(?:\{([A-Za-z_][A-Za-z0-9_-]*)[^}]*\}|([A-Za-z_][A-Za-z0-9_]*))")

# What goes with which `does`; what is in none of these goes with all.
_ONLY = {
    "nested": {"list"},
    "where": {"list", "remove"},
    "distinct": {"list"},
    "replay": {"list"},
    "total": {"list"},
    "filter": {"list"},
    "limit": {"list"},
    "no_limit": {"list"},
    "offset": {"list"},
    "newest_first": {"list"},
    "each": {"add", "put", "get", "change", "remove"},
    "by": {"get", "change", "remove"},
    "absent": {"get", "change", "remove"},
    "unnamed": {"add", "put", "get", "change", "remove"},
    "missing": {"get", "change", "remove"},
    "final": {"add", "put", "change", "remove"},
    "refused": {"change", "remove"},
    "fields": {"add", "put", "change", "get"},
    "sparse": {"add", "put", "change"},
    "exists": {"add"},
    "with_connection": {"add", "put"},
    "then": {"add", "put"},
    "most": {"add", "put"},
    "full": {"add", "put"},
}


def keepings(loaded: Loaded) -> Iterator[Keeping]:
    """Everything that anything does to a store."""
    for service in loaded.descriptor.services.values():
        for operation in service.operations.values():
            if operation.keeping is not None:
                yield operation.keeping
        for transfer in service.imports.values():
            if transfer.keeping is not None:
                yield transfer.keeping


def operations(loaded: Loaded) -> set[str]:
    """Names of all operations, as the local gateway has them."""
    return {
        name if service.group is None else f"{service.group}.{name}"
        for service in loaded.descriptor.services.values()
        for name in service.operations
    }


def keys(loaded: Loaded) -> dict[str, list[str]]:
    """The fields that name the objects of each store."""
    found = {name: _names(store.key) for name, store in loaded.descriptor.gateway.local.stores.items()}
    for keeping in keepings(loaded):
        if keeping.key is not None:
            found.setdefault(keeping.store, _names(keeping.key))
    return found


def stores(loaded: Loaded) -> dict[str, set[str]]:
    """What is kept: store to the fields that its objects may have."""
    named = keys(loaded)
    found: dict[str, set[str]] = {}
    for name, store in loaded.descriptor.gateway.local.stores.items():
        found[name] = set(_names(store.key))
    for keeping in keepings(loaded):
        if keeping.does in {"add", "put"}:
            found.setdefault(keeping.store, set())
    for keeping in keepings(loaded):
        if keeping.store in found:
            fields = found[keeping.store]
            fields |= {*named.get(keeping.store, []), *keeping.fields, *(keeping.absent or {})}
            fields.update(name for step in keeping.then for name in step.change)
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
    yield from _store(loaded, source, path, keeping)
    if keeping.store not in stores(loaded):
        return
    if asked is not None:
        request = _request(loaded, *asked)
        yield from _arguments(loaded, source, path, keeping, asked[1], request)
        element = _element(loaded, keeping, asked[1])
        told = None if element is None else request | element
        yield from _templates(loaded, source, path, keeping, told)
    yield from _objects(loaded, source, path, keeping)


def check_import(
    loaded: Loaded, source: Source, path: Path_, transfer: Transfer, *, exports: bool
) -> Iterator[Problem]:
    """What the local gateway does with an import can be done."""
    if exports and (transfer.keeping is not None or transfer.lost):
        part = "lost" if transfer.keeping is None else "keeping"
        yield source.problem((*path, part), "only imports are kept, or lost", at_key=True)
        return
    keeping = transfer.keeping
    if keeping is None:
        return
    where = (*path, "keeping")
    if transfer.lost:
        yield source.problem(where, "what is lost is not kept", at_key=True)
    if keeping.does not in {"add", "put"}:
        yield source.problem((*where, "does"), "an import adds its items, or puts them")
    for part in ("each", "defaults", "with_connection", "counts"):
        if getattr(keeping, part):
            yield source.problem((*where, part), "this is for operations", at_key=True)
    yield from _store(loaded, source, where, keeping)
    told = set(transfer.arguments)
    if transfer.scope in loaded.descriptor.gateway.scopes:
        told.add(loaded.descriptor.gateway.scopes[transfer.scope or ""].parameter)
    item = _item(loaded, transfer.item)
    yield from _templates(loaded, source, where, keeping, None if item is None else told | item)
    if keeping.store in stores(loaded):
        yield from _objects(loaded, source, where, keeping)


def check_local(loaded: Loaded) -> Iterator[Problem]:
    """Stores and scopes of the local gateway are there, and have what they need."""
    gateway, source = loaded.descriptor.gateway, loaded.gateway
    served = operations(loaded)
    for index, beginning in enumerate(gateway.local.begins):
        where: Path_ = ("local", "begins", index)
        if beginning.operation not in served:
            yield source.problem((*where, "operation"), f"there is no operation {beginning.operation!r}")
        yield from _known(source, (*where, "request"), beginning.request, MADE)
    known = stores(loaded)
    for name, store in gateway.local.stores.items():
        for field in store.order:
            if field not in known[name]:
                where = ("local", "stores", name, "order")
                yield source.problem(where, f"what is kept has no field {field!r}")
    for name, scope in gateway.local.scopes.items():
        where = ("local", "scopes", name)
        if name not in gateway.scopes:
            yield source.problem(where, f"there is no scope {name!r}", at_key=True)
        elif scope.exists is not None:
            told = {gateway.scopes[name].parameter}
            yield from _need(loaded, source, (*where, "exists"), scope.exists, told)
        if scope.offers is not None:
            fields = set[str]() if scope.exists is None else known.get(scope.exists.store, set())
            if scope.offers not in fields:
                message = f"what `exists` names has no field {scope.offers!r}"
                yield source.problem((*where, "offers"), message)


def _store(loaded: Loaded, source: Source, path: Path_, keeping: Keeping) -> Iterator[Problem]:
    named = keys(loaded).get(keeping.store)
    if keeping.store not in stores(loaded):
        message = f"no operation adds to the store {keeping.store!r}"
        yield source.problem((*path, "store"), message)
    elif named is None:
        yield source.problem(path, "say the `key`, here or under `local.stores`", at_key=True)
    elif keeping.key is not None and _names(keeping.key) != named:
        message = f"elsewhere {' and '.join(named)} name an object of this store"
        yield source.problem((*path, "key"), message)


def _objects(loaded: Loaded, source: Source, path: Path_, keeping: Keeping) -> Iterator[Problem]:
    """What is asked of the objects of a store is there."""
    fields = stores(loaded)[keeping.store]
    asked = {
        "final": list(keeping.final),
        "filter": list(keeping.filter.values()),
        "where": list(keeping.where),
        "nested": keeping.nested,
        "key": [] if keeping.key is None else _names(keeping.key),
    }
    for part, names in asked.items():
        for name in names:
            if name not in fields:
                yield source.problem((*path, part), f"what is kept has no field {name!r}")
    feeds = {name for service in loaded.descriptor.services.values() for name in service.feeds}
    for number, step in enumerate(keeping.then):
        where = (*path, "then", number)
        yield from check_template(source, (*where, "change"), step.change, fields | MADE)
        for index, publication in enumerate(step.publish):
            here = (*where, "publish", index)
            if publication.feed not in feeds:
                yield source.problem((*here, "feed"), f"there is no feed {publication.feed!r}")
            yield from check_template(source, (*here, "event"), publication.event, fields | MADE)


def _templates(
    loaded: Loaded, source: Source, path: Path_, keeping: Keeping, told: set[str] | None
) -> Iterator[Problem]:
    """Templates use what the request tells; None: nobody knows what that is."""
    counters = {each.counts for each in keepings(loaded) if each.counts is not None}
    fields = stores(loaded).get(keeping.store, set())
    asks = None if told is None else told | MADE | counters
    if asks is not None:
        asks |= {need.named for need in keeping.needs if need.named is not None}
    both = None if asks is None else asks | fields
    yield from _known(
        source, (*path, "fields"), keeping.fields, asks if keeping.does in {"add", "put"} else both
    )
    for part in ("where", "defaults", "absent"):
        yield from _known(source, (*path, part), getattr(keeping, part), asks)
    if is_object(keeping.by):
        yield from _known(source, (*path, "by"), keeping.by, asks)
    yield from _known(source, (*path, "item"), keeping.item, both)
    imports = {name for service in loaded.descriptor.services.values() for name in service.imports}
    for index, replay in enumerate(keeping.replay):
        here = (*path, "replay", index)
        if replay.name not in imports:
            yield source.problem((*here, "import"), f"there is no import {replay.name!r}")
        yield from _known(source, (*here, "message"), replay.message, both)
    for index, need in enumerate(keeping.needs):
        yield from _need(loaded, source, (*path, "needs", index), need, both)


def _need(
    loaded: Loaded, source: Source, path: Path_, need: Need, told: set[str] | None
) -> Iterator[Problem]:
    named = keys(loaded).get(need.store)
    if named is None:
        yield source.problem((*path, "store"), f"no operation adds to the store {need.store!r}")
    elif set(need.by) != set(named):
        yield source.problem((*path, "by"), f"give a template for each of {', '.join(named)}")
    yield from _known(source, (*path, "by"), need.by, told)


def _names(key: str | list[str]) -> list[str]:
    return [key] if isinstance(key, str) else key


def _known(source: Source, path: Path_, template: Any, may: set[str] | None) -> Iterator[Problem]:
    """A template uses known values only."""
    for where, name in _used(template):
        if may is not None and name not in may:
            options = ", ".join(f"${option}" for option in sorted(may)) or "nothing"
            yield source.problem((*path, *where), f"there is no value ${name}; known here: {options}")


def _used(template: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """The values that a template uses, inside of texts, too, each with its place."""
    if is_object(template):
        for key, value in template.items():
            yield from _used(value, (*path, key))
    elif is_array(template):
        for index, value in enumerate(template):
            yield from _used(value, (*path, index))
    elif isinstance(template, str):
        whole = _WHOLE.fullmatch(template)
        for name in [whole[1]] if whole else [one or two for one, two in _INSIDE.findall(template)]:
            yield path, name


def _request(loaded: Loaded, service: Service, operation: Operation) -> set[str]:
    """Names on the wire of what a request tells."""
    gateway = loaded.descriptor.gateway
    fields = operation.request.items()
    found = {field.within or field.wire or name for name, field in fields} | set(operation.send)
    if service.scope is not None:
        found.add(gateway.scopes[service.scope].parameter)
    if gateway.socket is not None:
        found |= set(gateway.socket.body) | kept(gateway)
    return found | settings(gateway)


def _element(loaded: Loaded, keeping: Keeping, operation: Operation) -> set[str] | None:
    """Names of what is told by the elements that it is done for; None: nobody knows."""
    found: set[str] = set()
    for each in _names(keeping.each or []):
        fields = [(name, field) for name, field in operation.request.items()]
        inside = {field.wire or name for name, field in fields if field.within == each}
        whole = [field for name, field in fields if field.within is None and (field.wire or name) == each]
        types = [ref for field in whole for ref in (field.ref, field.items and field.items.ref) if ref]
        schemas = [loaded.descriptor.types[ref] for ref in types if ref in loaded.descriptor.types]
        if not inside and not schemas:
            return None
        found |= inside | {name for schema in schemas for name in schema.properties} | {"each"}
    return found


def _item(loaded: Loaded, kind: str) -> set[str] | None:
    """Names of what an item of an import tells; None: nobody knows."""
    descriptor = loaded.descriptor
    if kind == "rdf:Triple" and descriptor.gateway.rdf is not None:
        return set(descriptor.gateway.rdf.triple)
    if kind in descriptor.records:
        return {field.wire or name for name, field in record_fields(loaded, kind).items()}
    return set(descriptor.types[kind].properties) if kind in descriptor.types else None


def _arguments(
    loaded: Loaded,
    source: Source,
    path: Path_,
    keeping: Keeping,
    operation: Operation,
    request: set[str],
) -> Iterator[Problem]:
    element = _element(loaded, keeping, operation)
    named = keys(loaded).get(keeping.store, [])
    if is_object(keeping.by):
        if set(keeping.by) != set(named):
            yield source.problem((*path, "by"), f"give a template for each of {', '.join(named)}")
    elif keeping.by is not None and len(named) > 1:
        yield source.problem((*path, "by"), "the key has several fields; give a template for each")
    elif keeping.does in {"get", "change", "remove"} and element is not None and not keeping.where:
        for by in [keeping.by] if keeping.by is not None else named:
            if by not in request | element:
                where = (*path, "key" if keeping.by is None and keeping.key is not None else "by")
                at = where if keeping.by is not None or keeping.key is not None else path
                yield source.problem(at, f"the request has no {by!r} that names the object")
    asked = [("filter", name) for name in keeping.filter]
    asked += [("each", name) for name in _names(keeping.each or [])]
    asked += [(part, name) for part in ("limit", "offset") if (name := getattr(keeping, part)) is not None]
    for part, name in asked:
        if name not in request:
            yield source.problem((*path, part), f"the request has no {name!r}")
    yield from _goes_together(source, path, keeping)
    if operation.follow is not None:
        yield source.problem(path, "an operation that follows keeps nothing", at_key=True)


def _goes_together(source: Source, path: Path_, keeping: Keeping) -> Iterator[Problem]:
    for part, does in _ONLY.items():
        given = getattr(keeping, part) not in (None, False, [], {}) or (
            part == "absent" and keeping.absent == {}
        )
        if given and keeping.does not in does:
            fitting = " or ".join(f"`does: {each}`" for each in sorted(does))
            yield source.problem((*path, part), f"this goes with {fitting}", at_key=True)
    for part in ("item", "within"):
        if getattr(keeping, part) is not None and keeping.does != "list" and keeping.each is None:
            yield source.problem((*path, part), "this goes with `does: list`, or with `each`", at_key=True)
    if keeping.no_limit is not None and keeping.limit is None:
        yield source.problem((*path, "no_limit"), "this goes with `limit`", at_key=True)
    if keeping.where and keeping.does == "remove" and (keeping.by or keeping.absent is not None):
        message = "`where` removes all that fit, whatever their keys"
        yield source.problem((*path, "where"), message, at_key=True)
    if keeping.absent is not None and keeping.missing is not None:
        yield source.problem((*path, "missing"), "with `absent`, nothing is said", at_key=True)


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
