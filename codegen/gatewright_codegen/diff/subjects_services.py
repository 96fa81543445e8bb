"""Pairs of operations, feeds and bulk transfers, and of their parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from gatewright.descriptor import Dump, Feed, Field_, Operation, Service, Transfer

from ..facts import on_socket, route
from .match import alike, renamed, shared
from .rule import Pair, Side, plain
from .trees import Tree, request_of

FIELDS_ALIKE = 0.6
OPERATIONS_ALIKE = 0.62


class Found(NamedTuple):
    """An operation and where it is; `owner` is its group or scope, as `group:flow`."""

    stem: str
    service: Service
    owner: str
    name: str
    operation: Operation


@dataclass(frozen=True, slots=True)
class Offered:
    """An operation as rules look at it: what it says, and what comes of that.

    Attributes:
        on: Interface to `yes`, `streams` or "": whether it is there.
        request: The fields that a call takes, those of the operation that it starts with.
        place: Where on REST: method, path and query; None: nowhere.
        identity: Its names on the socket.
        positions: Its arguments that may be given by position, in order.
        extras: Further arguments of the method, with annotations.
        returns: Annotation of what a call returns when it does not stream.
    """

    found: Found
    on: Mapping[str, str]
    request: Mapping[str, Field_]
    place: Any
    identity: Mapping[str, str]
    positions: tuple[str, ...]
    extras: tuple[str, ...]
    returns: str


def operations(tree: Tree) -> dict[str, Found]:
    """All operations by owner and name: `scope:flow.agent`."""
    return {
        f"{owner}.{name}": Found(stem, service, owner, name, operation)
        for stem, service in tree.descriptor.services.items()
        for owner in (f"group:{service.group}" if service.group is not None else f"scope:{service.scope}",)
        for name, operation in service.operations.items()
    }


def matched_operations(
    old: Tree, new: Tree, owners: Mapping[str, str]
) -> list[tuple[Found | None, Found | None]]:
    """Operations of both trees, each with what it is in the other."""
    before, after = operations(old), operations(new)
    known = {key: f"{owners.get(found.owner, found.owner)}.{found.name}" for key, found in before.items()}
    left = {key: found for key, found in before.items() if known[key] not in after}
    come = {key: found for key, found in after.items() if key not in known.values()}

    def score(_key: str, old_one: Found, _other: str, new_one: Found) -> float:
        return _same(old, old_one, new, new_one, owners)

    # A key of one tree may be another operation's in the other, so that they must not look alike.
    to = renamed(
        {f"old {key}": found for key, found in left.items()},
        {f"new {key}": found for key, found in come.items()},
        score,
        OPERATIONS_ALIKE,
    )
    moved = {before_key[4:]: after_key[4:] for before_key, after_key in to.items()}
    both: list[tuple[Found | None, Found | None]] = [
        (found, after.get(moved.get(key, known[key]))) for key, found in before.items()
    ]
    taken = {*moved.values(), *known.values()}
    return both + [(None, found) for key, found in after.items() if key not in taken]


def _same(old: Tree, before: Found, new: Tree, after: Found, owners: Mapping[str, str]) -> float:
    """How sure it is that two operations are the same one."""
    if before.name == after.name:
        # In another group or scope now.
        return 0.9 if _wire(old, before) == _wire(new, after) else 0.0
    if owners.get(before.owner, before.owner) != after.owner:
        return 0.0
    if before.name in after.operation.also:
        return 1.0
    same_fields = shared({*before.operation.request}, {*after.operation.request})
    if _wire(old, before) == _wire(new, after) and same_fields > 0.3:
        return 0.95
    if (
        plain(before.operation.send) != plain(after.operation.send)
        and before.service.service == after.service.service
    ):
        same_fields = min(same_fields, 0.9)
    answers = [found.operation.response or "" for found in (before, after)]
    return (
        0.45 * same_fields
        + 0.25 * alike(before.name, after.name)
        + 0.2 * (alike(*answers) if all(answers) else 0.5 * (answers[0] == answers[1]))
        + 0.1 * (before.service.service == after.service.service)
    )


def _wire(tree: Tree, found: Found) -> Any:
    """What tells an operation from others on the wire."""
    where = route(tree.descriptor, found.service, found.operation)
    wire = found.operation.wire or ""
    place = (where.method, where.path) if where is not None else None
    speaks = on_socket(tree.descriptor, found.service, found.operation)
    service = found.operation.service or found.service.service if speaks else ""
    return service, wire, place, plain(found.operation.send)


def service_pairs(old: Tree, new: Tree, matched: list[tuple[Found | None, Found | None]]) -> Iterator[Pair]:
    """Pairs of all that services have."""
    for before, after in matched:
        found = before or after
        assert found is not None
        called = new if before is None else old
        where = f"{found.stem}.{found.name}"
        name = f"{_class(called, found.service)}.{found.name}"
        sides = [
            _operation_side(tree, each) if each is not None else None
            for tree, each in zip((old, new), (before, after), strict=True)
        ]
        pair = Pair("operation", where, f"{name}()", *sides)
        yield pair
        if before is not None and after is not None:
            yield from _operation_parts(pair, before, after, name)
    yield from _transfers(old, new)
    yield from _dumps(old, new)
    yield from _feeds(old, new)


def _class(tree: Tree, service: Service) -> str:
    gateway = tree.descriptor.gateway
    if service.scope is not None:
        return gateway.scopes[service.scope].class_
    return gateway.groups[service.group or ""].class_


def _operation_side(tree: Tree, found: Found) -> Side:
    from .surface import extras, positions, returned, served

    place = route(tree.descriptor, found.service, found.operation)
    starts, request = request_of(tree, found.stem, found.name)
    source = tree.loaded.services[found.stem]
    operation = found.operation
    whole = Side(found.service, tree, source)
    offered = Offered(
        found,
        served(tree, found),
        request,
        place,
        {
            "service": operation.service or found.service.service,
            "operation": operation.wire or found.name,
            "reply": operation.reply or "",
        },
        positions(tree, found),
        extras(tree, found, {*request, *found.service.operations[starts].request}),
        returned(tree, found),
    )
    return Side(operation, tree, source, ("operations", found.name), whole, offered)


def _operation_parts(pair: Pair, before: Found, after: Found, name: str) -> Iterator[Pair]:
    from .subjects import defects, inner, leaf_pairs

    assert pair.old is not None
    assert pair.new is not None
    tops = [replace(pair.old, path=()), replace(pair.new, path=())]
    requests: list[tuple[Side, Mapping[str, Field_]]] = []
    for top, side, found in zip(tops, (pair.old, pair.new), (before, after), strict=True):
        starts, request = request_of(side.tree, found.stem, found.name)
        requests.append((replace(top, path=("operations", starts, "request"), around=side), request))
    retired = tuple(after.operation.retired)
    yield from field_pairs(f"{pair.where} request", f"{name}({{}}=)", *requests, retired=retired)
    constants = [
        inner(side, found.operation.send, "send")
        for side, found in zip((pair.old, pair.new), (before, after), strict=True)
    ]
    yield from leaf_pairs("constant", f"{pair.where} send", pair.name, *constants)
    streams = [
        inner(side, found.operation.stream, "stream")
        for side, found in zip((pair.old, pair.new), (before, after), strict=True)
    ]
    if None not in streams:
        yield Pair("stream", f"{pair.where} stream", pair.name, *streams)
        yield Pair("items", f"{pair.where} stream", pair.name, *streams)
    yield from defects(pair)


def field_pairs(
    where: str,
    shape: str,
    old: tuple[Side, Mapping[str, Field_]],
    new: tuple[Side, Mapping[str, Field_]],
    *,
    retired: tuple[str, ...] = (),
) -> Iterator[Pair]:
    """Pairs of arguments, those that have another name now among them."""
    (old_side, before), (new_side, after) = old, new
    to = renamed(before, after, _same_field, FIELDS_ALIKE)
    for name, field in before.items():
        other = to.get(name, name)
        found = after.get(other)
        yield Pair(
            "field",
            f"{where}.{name}",
            shape.format(name),
            _field_side(old_side, name, field),
            _field_side(new_side, other, found),
            retired=retired,
        )
    for name, field in after.items():
        if name not in before and name not in to.values():
            yield Pair(
                "field",
                f"{where}.{name}",
                shape.format(name),
                None,
                _field_side(new_side, name, field),
            )


def _field_side(side: Side, name: str, field: Field_ | None) -> Side | None:
    if field is None:
        return None
    return replace(side, model=field, path=(*side.path, name))


def _same_field(name: str, field: Field_, other: str, found: Field_) -> float:
    """How sure it is that two arguments are the same one."""
    if name in found.also:
        return 1.0
    if (field.wire or name) == (found.wire or other):
        return 0.95
    same_type = (field.type, field.ref) == (found.type, found.ref)
    likeness = alike(name, other)
    if field.doc and field.doc == found.doc and same_type:
        return 0.9
    return likeness if same_type and likeness >= 0.72 else likeness - 0.25


def _transfers(old: Tree, new: Tree) -> Iterator[Pair]:
    from .subjects import defects, inner, leaf_pairs

    for kind in ("import", "export"):
        before, after = _listed(old, f"{kind}s"), _listed(new, f"{kind}s")
        to = renamed(before, after, _same_transfer, 0.6)
        for name, other in _both(before, after, to):
            sides = [each.get(key) for each, key in ((before, name), (after, other))]
            found = next(side for side in sides if side is not None)
            key = name if name in before else other
            where = f"{_stem(found)}.{kind}s.{key}"
            called = f"BulkClient.{kind}_{key}"
            pair = Pair(kind, where, f"{called}()", *sides)
            yield pair
            yield Pair("transfer", where, f"{called}()", *sides)
            if pair.old is None or pair.new is None:
                continue
            templates = [inner(side, side.model.message, "message") for side in (pair.old, pair.new)]
            yield from leaf_pairs(f"{kind} message", f"{where} message", pair.name, *templates)
            arguments = [
                (replace(side, path=(*side.path, "arguments"), around=side), side.model.arguments)
                for side in (pair.old, pair.new)
            ]
            yield from field_pairs(f"{where} arguments", f"{called}({{}}=)", *arguments)
            yield from defects(pair)


def _listed(tree: Tree, words: str) -> dict[str, Side]:
    """Transfers, dumps or feeds of all services, by name."""
    return {
        name: Side(
            each,
            tree,
            tree.loaded.services[stem],
            (words, name),
            Side(service, tree, tree.loaded.services[stem]),
        )
        for stem, service in tree.descriptor.services.items()
        for name, each in getattr(service, words).items()
    }


def _stem(side: Side) -> str:
    services = side.tree.loaded.services
    return next(stem for stem, source in services.items() if source is side.source)


def _both(
    before: Mapping[str, Any], after: Mapping[str, Any], to: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for name in before:
        yield name, to.get(name, name)
    for name in after:
        if name not in before and name not in to.values():
            yield name, name


def _same_transfer(name: str, old: Side, other: str, new: Side) -> float:
    from .subjects import leaves

    before: Transfer = old.model
    after: Transfer = new.model
    if before.scope != after.scope:
        return 0.0
    if before.path == after.path:
        return 0.95
    paths = [{path for path, _value in leaves(each.message)} for each in (before, after)]
    return (
        0.4 * shared(*paths)
        + 0.3 * shared({*before.arguments}, {*after.arguments})
        + 0.2 * alike(name, other)
        + 0.1 * (before.item == after.item)
    )


def _dumps(old: Tree, new: Tree) -> Iterator[Pair]:
    from .subjects import defects, inner

    before, after = _listed(old, "dumps"), _listed(new, "dumps")
    for name in dict.fromkeys((*before, *after)):
        found = before.get(name) or after[name]
        where, called = f"{_stem(found)}.dumps.{name}", f"BulkClient.dump_{name}"
        pair = Pair("dump", where, f"{called}()", before.get(name), after.get(name))
        yield pair
        if pair.old is None or pair.new is None:
            continue
        dumps: tuple[Dump, Dump] = pair.both
        for argument in dict.fromkeys((*dumps[0].arguments, *dumps[1].arguments)):
            sides = [
                inner(side, (dump.arguments[argument],), "arguments", argument)
                if argument in dump.arguments
                else None
                for side, dump in zip((pair.old, pair.new), dumps, strict=True)
            ]
            yield Pair("dump argument", f"{where} arguments.{argument}", f"{called}({argument}=)", *sides)
        yield from defects(pair)


def _feeds(old: Tree, new: Tree) -> Iterator[Pair]:
    from .subjects import defects, inner

    before, after = _listed(old, "feeds"), _listed(new, "feeds")
    to = renamed(before, after, _same_feed, 0.9)
    for name, other in _both(before, after, to):
        sides = [each.get(key) for each, key in ((before, name), (after, other))]
        found = next(side for side in sides if side is not None)
        key = name if name in before else other
        where, called = f"{_stem(found)}.feeds.{key}", f"SocketClient.{key}"
        pair = Pair("feed", where, f"{called}()", *sides)
        yield pair
        if pair.old is None or pair.new is None:
            continue
        yield Pair("items", where, f"{called}()", pair.old, pair.new)
        feeds: tuple[Feed, Feed] = pair.both
        arguments = [
            (replace(side, path=(*side.path, "arguments"), around=side), side.model.arguments)
            for side in (pair.old, pair.new)
        ]
        yield from field_pairs(f"{where} arguments", f"{called}({{}}=)", *arguments)
        for command in dict.fromkeys((*feeds[0].commands, *feeds[1].commands)):
            parts = [
                inner(side, feed.commands.get(command), "commands", command)
                for side, feed in zip((pair.old, pair.new), feeds, strict=True)
            ]
            yield Pair("command", f"{where} commands.{command}", f"{feeds[0].class_}.{command}()", *parts)
        yield from defects(pair)


def _same_feed(_name: str, old: Side, _other: str, new: Side) -> float:
    if old.model.path == new.model.path:
        return 0.95
    return 1.0 if old.model.class_ == new.model.class_ else 0.0
