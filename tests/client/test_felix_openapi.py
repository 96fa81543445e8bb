"""The description of Felix beside the OpenAPI document of the gateway itself: nothing more, nothing less."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gatewright.descriptor import Descriptor, Field_, Operation, Route, Schema

ROOT = Path(__file__).parents[2]
API: dict[str, Any] = json.loads((ROOT / "tests/data/felix_openapi.json").read_bytes())
DESCRIBED = Descriptor.model_validate_json((ROOT / "generated/felix/felix/descriptor.json").read_bytes())
SCHEMAS: dict[str, Any] = API["components"]["schemas"]
DOCUMENTED = {
    (method.upper(), path): operation
    for path, methods in API["paths"].items()
    for method, operation in methods.items()
}
ROUTES: dict[tuple[str, str], Operation] = {
    (operation.rest.method, operation.rest.path): operation
    for service in DESCRIBED.services.values()
    for operation in service.operations.values()
    if isinstance(operation.rest, Route)
}
# Type, values of an enum, and the same of the items of a list.
Kind = tuple[str, frozenset[str], "Kind | None"]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema behind references, and without null."""
    if "anyOf" in schema:
        (schema,) = (each for each in schema["anyOf"] if each.get("type") != "null")
    if "allOf" in schema:
        (schema,) = schema["allOf"]
    if "$ref" in schema:
        return resolved(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    return schema


def documented_kind(schema: dict[str, Any]) -> Kind:
    schema = resolved(schema)
    items = documented_kind(schema["items"]) if "items" in schema else None
    return schema.get("type", "any"), frozenset(schema.get("enum", ())), items


def described_kind(part: Field_ | Schema) -> Kind:
    if part.ref is not None:
        return "object", frozenset(), None
    items = described_kind(part.items) if part.items is not None else None
    return part.type or "any", frozenset(part.enum or ()), items


def agree(documented: Kind, described: Kind) -> bool:
    """Whether both say the same; where one of them names no values or items, the other may."""
    (type_, values, items), (our_type, our_values, our_items) = documented, described
    same = type_ == our_type and (not values or values == our_values)
    return same and (items is None or our_items is None or agree(items, our_items))


def arguments(operation: dict[str, Any]) -> dict[tuple[str, str], tuple[bool, dict[str, Any]]]:
    """What an operation takes: place and name to whether it must be given, and its schema."""
    found = {
        (each["in"], each["name"]): (each["required"], each["schema"])
        for each in operation.get("parameters", ())
    }
    if "requestBody" in operation:
        body = resolved(operation["requestBody"])
        required = body.get("required", ())
        found |= {("body", name): (name in required, part) for name, part in body["properties"].items()}
    return found


def test_every_operation_is_described_once() -> None:
    assert len(DOCUMENTED) == 62
    assert set(ROUTES) == set(DOCUMENTED)


@pytest.mark.parametrize("route", DOCUMENTED, ids=" ".join)
def test_arguments_agree(route: tuple[str, str]) -> None:
    wanted = arguments(DOCUMENTED[route])
    given = {(each.place, each.wire or name): each for name, each in ROUTES[route].request.items()}
    for name in re.findall(r"\{(\w+)\}", route[1]):
        # One argument of ours may go into both path and body.
        if ("path", name) not in given and ("body", name) in given:
            given["path", name] = given["body", name]
    assert set(given) == set(wanted)
    for place, (required, schema) in wanted.items():
        part = given[place]
        assert part.required == required, place
        # An empty object is left to the gateway.
        default = schema.get("default", resolved(schema).get("default"))
        assert part.default == (None if default == {} else default), place
        assert agree(documented_kind(schema), described_kind(part)), place


@pytest.mark.parametrize("route", DOCUMENTED, ids=" ".join)
def test_responses_agree(route: tuple[str, str]) -> None:
    ((status, schema),) = DOCUMENTED[route]["responses"].items()
    operation = ROUTES[route]
    assert str(operation.example.status) == status
    if schema is None:
        assert operation.returns.nothing
    elif "$ref" in schema:
        assert operation.response == schema["$ref"].rpartition("/")[2]
    else:
        assert operation.response is not None


@pytest.mark.parametrize("name", sorted(SCHEMAS.keys() & DESCRIBED.types.keys()))
def test_types_agree(name: str) -> None:
    documented, ours = SCHEMAS[name], DESCRIBED.types[name]
    assert list(ours.properties) == list(documented["properties"])
    assert set(ours.required) == set(documented.get("required", ()))
    for wire, schema in documented["properties"].items():
        part = ours.properties[wire]
        assert agree(documented_kind(schema), described_kind(part)), wire
        nullable = any(each.get("type") == "null" for each in schema.get("anyOf", ()))
        assert nullable != (wire in ours.required or part.default is not None), wire
        if "default" in schema:
            assert part.default == schema["default"], wire


def test_enough_types_are_compared() -> None:
    assert len(SCHEMAS.keys() & DESCRIBED.types.keys()) == 48
