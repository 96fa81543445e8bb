"""All pairs of parts that rules look at: of the gateway as a whole, and of what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gatewright.descriptor import Defect, Gateway

from .. import names
from ..compile import is_object
from ..parts import ErrorClass
from ..source import Path_
from .match import alike, renamed, shared
from .rule import Pair, Side, flat
from .subjects_classes import class_pairs, class_renames, iterator_pairs, tag_renames
from .subjects_services import matched_operations, service_pairs
from .trees import Tree

TEMPLATES = ("rest.body", "socket.send", "socket.body", "socket.query", "bulk.query", "feeds.query")


def all_pairs(old: Tree, new: Tree) -> Iterator[Pair]:
    """Every pair of parts of two trees, those that only one of them has among them."""
    for tree in (old, new):
        # A tree may have been compared before.
        tree.renamed, tree.owners, tree.parameters, tree.tags = {}, {}, {}, {}
    old.owners = owners = _owners(old, new)
    old.parameters = _parameters(old, new)
    matched = matched_operations(old, new, owners)
    old.renamed = class_renames(old, new, matched)
    old.tags = tag_renames(matched)
    yield from _gateway(old, new, owners)
    yield from service_pairs(old, new, matched)
    yield from class_pairs(old, new)
    yield from iterator_pairs(old, new)
    yield from _surface(old, new)


def _owners(old: Tree, new: Tree) -> dict[str, str]:
    """New names of groups and scopes that have another name now: `group:flow` to `group:flows`."""
    found: dict[str, str] = {}
    for kind in ("group", "scope"):
        before, after = (
            {name: _operations_of(tree, kind, name) for name in getattr(tree.descriptor.gateway, f"{kind}s")}
            for tree in (old, new)
        )
        classes = [
            {name: each.class_ for name, each in getattr(tree.descriptor.gateway, f"{kind}s").items()}
            for tree in (old, new)
        ]

        def score(name: str, held: set[str], other: str, others: set[str], classes: Any = classes) -> float:
            if classes[0][name] == classes[1][other]:
                return 1.0
            return shared(held, others) if held else alike(name, other)

        both = renamed(before, after, score, 0.6)
        found |= {f"{kind}:{name}": f"{kind}:{other}" for name, other in both.items()}
    return found


def _parameters(old: Tree, new: Tree) -> dict[str, str]:
    """New names of parameters of scopes that have another name now."""
    found: dict[str, str] = {}
    for name, scope in old.descriptor.gateway.scopes.items():
        other = old.owners.get(f"scope:{name}", f"scope:{name}").removeprefix("scope:")
        after = new.descriptor.gateway.scopes.get(other)
        if after is not None and after.parameter != scope.parameter:
            found[scope.parameter] = after.parameter
    return found


def _operations_of(tree: Tree, kind: str, owner: str) -> set[str]:
    services = tree.descriptor.services.values()
    return {name for each in services if getattr(each, kind) == owner for name in each.operations}


def _gateway(old: Tree, new: Tree, owners: Mapping[str, str]) -> Iterator[Pair]:
    whole = Pair("gateway", "gateway", "Api()", _side(old), _side(new))
    yield whole
    for part in ("socket", "bulk", "rdf", "sdk", "drop_in"):
        yield _part(whole, part, part.replace("_", "-"))
    for template in TEMPLATES:
        owner = template.partition(".")[0]
        held = [getattr(tree.descriptor.gateway, owner) for tree in (old, new)]
        if None not in held:
            yield from _leaves(whole, template)
    yield from _named(whole, "setting", "settings", "Api({}=)")
    for kind, words, shape in (("group", "groups", "api.{}()"), ("scope", "scopes", "{}")):
        to = {
            name.partition(":")[2]: other.partition(":")[2]
            for name, other in owners.items()
            if name.startswith(f"{kind}:")
        }
        yield from _named(whole, kind, words, shape, to)
    yield from _errors(whole)
    both_speak = all(tree.descriptor.gateway.socket is not None for tree in (old, new))
    if both_speak:
        for pair in _named(whole, "push", "socket.pushes", "SocketClient.on_{}()"):
            yield pair
            yield from defects(pair)
    if all(tree.descriptor.gateway.sdk is not None for tree in (old, new)):
        yield from _named(whole, "sdk attribute", "sdk.attributes", "{}")
    if all(tree.descriptor.gateway.drop_in is not None for tree in (old, new)):
        yield from _drop_in(whole)


def _side(tree: Tree) -> Side:
    return Side(tree.descriptor.gateway, tree, tree.loaded.gateway)


def inner(side: Side | None, model: Any, *path: str | int) -> Side | None:
    """A part of a side; None for no model."""
    if side is None or model is None:
        return None
    return Side(model, side.tree, side.source, (*side.path, *path), side)


def _part(whole: Pair, part: str, on: str) -> Pair:
    sides = [inner(side, getattr(side.model, part), part) for side in (whole.old, whole.new) if side]
    return Pair(on, f"gateway {part}", part, *sides)


def _held(side: Side | None, words: str) -> tuple[Side | None, Mapping[str, Any]]:
    """The map at dotted words, and its side."""
    assert side is not None
    value: Any = side.model
    for word in words.split("."):
        value = value[word] if is_object(value) else getattr(value, word)
    return inner(side, value, *words.split(".")), value


def _named(
    whole: Pair, on: str, words: str, shape: str, to: Mapping[str, str] | None = None
) -> Iterator[Pair]:
    """Pairs of the entries of a map, by name, or by the names that they have now."""
    old_side, old = _held(whole.old, words)
    new_side, new = _held(whole.new, words)
    to = to or {}
    for name, each in old.items():
        other = to.get(name, name)
        where, called = f"gateway {words}.{flat(name)}", shape.format(flat(name))
        yield Pair(on, where, called, inner(old_side, each, name), inner(new_side, new.get(other), other))
    for name, each in new.items():
        if name not in old and name not in to.values():
            where, called = f"gateway {words}.{flat(name)}", shape.format(flat(name))
            yield Pair(on, where, called, None, inner(new_side, each, name))


def leaves(template: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """The values of a template, with the paths to them; an empty object is a value."""
    if is_object(template) and template:
        for key, value in template.items():
            yield from leaves(value, (*path, key))
    else:
        yield path, template


def leaf_pairs(on: str, where: str, called: str, old: Side | None, new: Side | None) -> Iterator[Pair]:
    """Pairs of the values of two templates, credentials aside: those have rules of their own."""
    found = [dict(leaves(side.model)) if side is not None else dict[Path_, Any]() for side in (old, new)]
    for path in dict.fromkeys((*found[0], *found[1])):
        values = [each.get(path) for each in found]
        if not path or "$token" in {str(value).rstrip("?") for value in values}:
            continue
        name = flat(".".join(map(str, path)))
        sides = [
            inner(side, _Leaf(each[path]) if path in each else None, *path)
            for side, each in zip((old, new), found, strict=True)
        ]
        yield Pair(on, f"{where} {name}", f"{called} {name}", *sides)


class _Leaf:
    """A value of a template; a class of its own, since None is a value, too."""

    def __init__(self, value: object) -> None:
        self.value = value


def _leaves(whole: Pair, template: str) -> Iterator[Pair]:
    sides = [_held(side, template)[0] for side in (whole.old, whole.new)]
    yield from leaf_pairs("envelope field", f"gateway {template}", template, *sides)


def _errors(whole: Pair) -> Iterator[Pair]:
    found: list[dict[tuple[object, ...], tuple[int, Any]]] = []
    for side in (whole.old, whole.new):
        assert side is not None
        rules: dict[tuple[object, ...], tuple[int, Any]] = {}
        for index, rule in enumerate(side.model.errors.rules):
            rules.setdefault((rule.status, rule.type, rule.message), (index, rule))
        found.append(rules)
    for key in dict.fromkeys((*found[0], *found[1])):
        said = zip(("status", "type", "message"), key, strict=True)
        name = ", ".join(f"{word} {flat(str(value))}" for word, value in said if value is not None) or "any"
        sides = [
            inner(side, rules[key][1], "errors", "rules", rules[key][0]) if key in rules else None
            for side, rules in zip((whole.old, whole.new), found, strict=True)
        ]
        yield Pair("error rule", f"gateway errors.rules ({name})", name, *sides)
    yield from _exceptions(whole)


def _exceptions(whole: Pair) -> Iterator[Pair]:
    found: list[dict[str, Side | None]] = []
    for side in (whole.old, whole.new):
        assert side is not None
        first: dict[str, int] = {}
        for index, rule in enumerate(side.model.errors.rules):
            first.setdefault(rule.class_ or "", index)
        errors: Iterable[ErrorClass] = side.tree.package.errors
        found.append({each.name: inner(side, each, "errors", "rules", first[each.name]) for each in errors})
    for name in dict.fromkeys((*found[0], *found[1])):
        yield Pair("exception", f"gateway errors.rules.{name}", name, found[0].get(name), found[1].get(name))


def _drop_in(whole: Pair) -> Iterator[Pair]:
    found: list[dict[str, Side | None]] = []
    for side in (whole.old, whole.new):
        assert side is not None
        modules: Mapping[str, Mapping[str, str]] = side.model.drop_in.names
        found.append(
            {
                f"{module}.{name}": inner(side, _Leaf(target), "drop_in", "names", module, name)
                for module, inside in modules.items()
                for name, target in inside.items()
            }
        )
    for name in dict.fromkeys((*found[0], *found[1])):
        where = f"gateway drop_in.names.{name}"
        yield Pair("drop-in name", where, name, found[0].get(name), found[1].get(name))


def defects(pair: Pair) -> Iterator[Pair]:
    """Pairs of the known faults of a part; the release in which one was seen does not tell them apart."""
    if pair.old is None or pair.new is None:
        return
    found: list[dict[str, Side | None]] = []
    for side in (pair.old, pair.new):
        listed: list[Defect] = side.model.known_defect
        found.append(
            {flat(each.doc): inner(side, each, "known_defect", index) for index, each in enumerate(listed)}
        )
    for doc in dict.fromkeys((*found[0], *found[1])):
        yield Pair("defect", pair.where, pair.name, found[0].get(doc), found[1].get(doc))


def _surface(old: Tree, new: Tree) -> Iterator[Pair]:
    sides = _side(old), _side(new)
    before, after = old.client_methods, new.client_methods
    for name in dict.fromkeys((*before, *after)):
        where = f"SocketClient.{name}"
        pair = [inner(side, each.get(name)) for side, each in zip(sides, (before, after), strict=True)]
        yield Pair("client method", where, f"SocketClient.{name}()", *pair)
    told = _told(old.descriptor.gateway, new.descriptor.gateway) | _feeds(old, new)
    told |= {*old.renamed, *old.renamed.values()}
    publics = [
        {name: _Leaf(home) for name, home in tree.package.public.items() if name not in told}
        for tree in (old, new)
    ]
    for name in dict.fromkeys((*publics[0], *publics[1])):
        found = [_home(side, name, each.get(name)) for side, each in zip(sides, publics, strict=True)]
        yield Pair("public name", name, name, *found)


def _home(whole: Side, name: str, model: Any) -> Side | None:
    """A public name, at the place that it is made from, if that is a type."""
    source = whole.tree.loaded.types.get(name)
    if model is None or source is None:
        path = ("extensions", name) if name in whole.model.extensions else ()
        return inner(whole, model, *path)
    kind = "types" if name in whole.tree.descriptor.types else "records"
    return Side(model, whole.tree, source, (kind, name), whole)


def _told(old: Gateway, new: Gateway) -> set[str]:
    """Public names whose coming and going other rules tell."""
    found = {each.class_ for gateway in (old, new) for each in gateway.errors.rules if each.class_}
    for words in ("groups", "scopes"):
        before, after = (
            {name: each.class_ for name, each in getattr(gateway, words).items()} for gateway in (old, new)
        )
        moved = {
            each
            for name in before.keys() | after.keys()
            if before.get(name) != after.get(name)
            for each in (before.get(name), after.get(name))
            if each is not None
        }
        found |= {name for each in moved for name in names.interface_classes(each)}
    if (old.sdk and old.sdk.class_) != (new.sdk and new.sdk.class_):
        classes = [gateway.sdk.class_ for gateway in (old, new) if gateway.sdk is not None]
        found |= {name for each in classes for name in (each, f"Async{each}")}
    if old.socket is None or new.socket is None:
        found |= {"SocketClient", "AsyncSocketClient"}
    return found


def _feeds(old: Tree, new: Tree) -> set[str]:
    """Names of the classes and unions of feeds that came, went, or are called otherwise."""
    before, after = (
        {
            name: each.class_
            for service in tree.descriptor.services.values()
            for name, each in service.feeds.items()
        }
        for tree in (old, new)
    )
    moved = [
        (name, class_)
        for one, two in ((before, after), (after, before))
        for name, class_ in one.items()
        if two.get(name) != class_
    ]
    return {each for name, class_ in moved for each in (class_, f"Async{class_}", names.event_name(name))}
