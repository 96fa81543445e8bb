"""A descriptor beside an OpenAPI document: operations by method and path, and their fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from gatewright.descriptor import Descriptor, Field_, Schema

from .described import Call, Shape, calls, placeholders, shape
from .documents import Node, members, objects, resolved, schema, strings
from .report import ParityError, Report, Row, declared, stale

METHODS = ("get", "post", "put", "patch", "delete")
MOST_LEVELS = 20
Route = tuple[str, Shape]
Place = tuple[str, str]


class Kind(NamedTuple):
    """A type: its name, the values of an enum, and the same of the items of a list."""

    name: str
    values: frozenset[str] = frozenset()
    items: Kind | None = None


class Documented(NamedTuple):
    """An operation of the document."""

    method: str
    path: str
    node: Node

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


class Argument(NamedTuple):
    """Something that an operation takes."""

    required: bool
    kind: Kind


def documented_kind(document: Node, node: Any, level: int = 0) -> Kind:
    """The type that a schema of the document means."""
    found = schema(document, node)
    name = found.get("type", "object" if "properties" in found else "any")
    if not isinstance(name, str):
        names = [each for each in strings(name) if each != "null"]
        name = names[0] if len(names) == 1 else "any"
    items = None
    if "items" in found and level < MOST_LEVELS:
        items = documented_kind(document, found["items"], level + 1)
    return Kind(name, frozenset(strings(found.get("enum"))), items)


def described_kind(part: Field_ | Schema) -> Kind:
    """The type that a field or a property of the descriptor means."""
    if part.ref is not None:
        return Kind("object")
    items = described_kind(part.items) if part.items is not None else None
    return Kind(part.type or "any", frozenset(part.enum or ()), items)


def agree(documented: Kind, described: Kind) -> bool:
    """Whether both say the same; where one says any type, no values or no items, the other may."""
    if "any" in {documented.name, described.name}:
        return True
    values, items = (documented.values, described.values), (documented.items, described.items)
    return (
        documented.name == described.name
        and (not all(values) or values[0] == values[1])
        and (items[0] is None or items[1] is None or agree(items[0], items[1]))
    )


def operations(document: Node) -> dict[Route, Documented]:
    """The operations of the document by method and shape of the path.

    Raises:
        ParityError: it is no OpenAPI document.
    """
    if not isinstance(document.get("openapi", document.get("swagger")), str):
        raise ParityError("this is no OpenAPI document: it does not say `openapi`")
    found: dict[Route, Documented] = {}
    for path, methods in members(document.get("paths")).items():
        item = resolved(document, methods)
        for method in METHODS:
            if method in item:
                node = resolved(document, item[method])
                shared = objects(item.get("parameters"))
                if shared:
                    node = {**node, "parameters": [*shared, *objects(node.get("parameters"))]}
                found[method.upper(), shape(path)] = Documented(method.upper(), path, node)
    return found


def arguments(document: Node, node: Node) -> dict[Place, Argument]:
    """What an operation of the document takes in path, query and body: place and name to what it is."""
    found: dict[Place, Argument] = {}
    for each in objects(node.get("parameters")):
        parameter = resolved(document, each)
        place, name = parameter.get("in"), parameter.get("name")
        if place in {"path", "query"} and isinstance(name, str):
            told = documented_kind(document, parameter.get("schema", parameter))
            found[str(place), name] = Argument(bool(parameter.get("required", False)), told)
    body = resolved(document, node.get("requestBody"))
    media = members(body.get("content"))
    json = next((part for kind, part in media.items() if kind.partition(";")[0].endswith("json")), None)
    # Some documents give the schema itself.
    whole = schema(document, members(json).get("schema") if media else body)
    required = strings(whole.get("required"))
    for name, part in members(whole.get("properties")).items():
        found["body", name] = Argument(name in required, documented_kind(document, part))
    return found


def described_arguments(descriptor: Descriptor, call: Call) -> dict[Place, Argument]:
    """The same of a described operation; one argument may go into both path and body."""
    assert call.route is not None
    found: dict[Place, Argument] = {}
    for name, field in call.operation.request.items():
        if field.place != "client":
            key = field.place, field.wire or name
            found[key] = Argument(field.required, described_kind(field))
    for name in placeholders(call.route.path):
        if ("path", name) not in found:
            found["path", name] = found.get(("body", name), Argument(True, Kind("any")))
    for name in call.route.query:
        found["query", name] = Argument(False, Kind("any"))
    if call.route.method != "GET":
        for name in (*call.operation.send, *descriptor.gateway.rest.body):
            found["body", name] = Argument(True, Kind("any"))
    return found


def compare(descriptor: Descriptor, document: Node) -> Report:
    """Operations, their arguments and the types of both that the document and the descriptor do not share.

    Raises:
        ParityError: it is no OpenAPI document.
    """
    ours: dict[Route, list[Call]] = {}
    for call in calls(descriptor):
        if call.route is not None:
            ours.setdefault((call.route.method, shape(call.route.path)), []).append(call)
    theirs = _below(document, operations(document), ours)
    rows = [Row("missing", each.name) for route, each in theirs.items() if route not in ours]
    for route, described in ours.items():
        where = described[0].route
        if route not in theirs and where is not None:
            keys = ", ".join(call.key for call in described)
            rows.append(Row("surplus", f"{where.method} {where.path}", f"described as {keys}"))
    both = [route for route in theirs if route in ours]
    for route in both:
        rows += _arguments(descriptor, document, theirs[route], ours[route])
    schemas = members(members(document.get("components")).get("schemas", document.get("definitions")))
    types = [name for name in schemas if name in descriptor.types]
    for name in types:
        rows += _type(document, name, schemas[name], descriptor.types[name])
    parity = descriptor.gateway.parity
    uneven = {row.name for row in rows if row.kind == "different"}
    agreed = [theirs[route].name for route in both]
    rows = declared(rows, parity) + stale(agreed, parity.absent, parity.extra)
    rows += stale((name for name in (*agreed, *types) if name not in uneven), parity.different)
    summary = [f"{len(both)} of {len(theirs)} operations", f"{len(types)} types in both"]
    return Report("OpenAPI document", summary, rows)


def _below(
    document: Node, found: dict[Route, Documented], ours: Mapping[Route, object]
) -> dict[Route, Documented]:
    """The operations with the path of the document's server before theirs, if that fits better."""
    servers = objects(document.get("servers"))
    server = servers[0].get("url") if servers else document.get("basePath")
    base = urlsplit(server).path.rstrip("/") if isinstance(server, str) else ""
    longer = {
        (each.method, shape(base + each.path)): Documented(each.method, base + each.path, each.node)
        for each in found.values()
    }
    return longer if len(longer.keys() & ours.keys()) > len(found.keys() & ours.keys()) else found


def _arguments(
    descriptor: Descriptor, document: Node, documented: Documented, described: list[Call]
) -> Iterator[Row]:
    wanted = arguments(document, documented.node)
    sets = [described_arguments(descriptor, call) for call in described]
    given = {place: argument for each in sets for place, argument in each.items()}
    opaque = any(place in {"whole", "content"} for place, _name in given)
    for place, told in wanted.items():
        what = f"{place[0]} `{place[1]}`"
        if place[0] == "path" or (place[0] == "body" and opaque):
            continue
        if place not in given:
            yield Row("different", documented.name, f"{what} is not described")
            continue
        # Operations that share a route need not take the same.
        if (
            len(described) == 1
            and told.required != given[place].required
            and place[1] in _fields(described[0])
        ):
            which = "required" if told.required else "optional"
            yield Row(
                "different", documented.name, f"{what} is {which} in the document, and not as described"
            )
        if not agree(told.kind, given[place].kind):
            yield Row(
                "different",
                documented.name,
                f"{what} is {_words(told.kind)}, not {_words(given[place].kind)}",
            )
    for place in given:
        if place not in wanted and place[0] in {"query", "body"} and _known(place, wanted):
            yield Row("different", documented.name, f"{place[0]} `{place[1]}` is not in the document")


def _fields(call: Call) -> set[str]:
    return {field.wire or name for name, field in call.operation.request.items()}


def _known(place: Place, wanted: dict[Place, Argument]) -> bool:
    """Whether the document tells what stands in that place at all; bodies may be left open."""
    return place[0] == "query" or any(each[0] == "body" for each in wanted)


def _type(document: Node, name: str, node: Any, ours: Schema) -> Iterator[Row]:
    found = schema(document, node)
    properties, required = members(found.get("properties")), set(strings(found.get("required")))
    if not properties and not ours.properties:
        return
    for wire, part in properties.items():
        if wire not in ours.properties:
            yield Row("different", name, f"property `{wire}` is not described")
            continue
        told, given = documented_kind(document, part), described_kind(ours.properties[wire])
        if not agree(told, given):
            yield Row("different", name, f"property `{wire}` is {_words(told)}, not {_words(given)}")
    for wire in ours.properties:
        if wire not in properties:
            yield Row("different", name, f"property `{wire}` is not in the document")
    for wire in sorted(required ^ set(ours.required)):
        which = "required" if wire in required else "optional"
        yield Row("different", name, f"property `{wire}` is {which} in the document, and not as described")


def _words(kind: Kind) -> str:
    text = kind.name if kind.items is None else f"{kind.name} of {_words(kind.items)}"
    return f"{text} ({', '.join(sorted(kind.values))})" if kind.values else text
