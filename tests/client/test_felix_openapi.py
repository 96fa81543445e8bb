"""The description of Felix beside the OpenAPI document of the gateway itself: nothing more, nothing less."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gatewright.descriptor import Descriptor, Operation
from gatewright_codegen.parity import as_text, openapi
from gatewright_codegen.parity.described import calls, shape
from gatewright_codegen.parity.documents import schema

ROOT = Path(__file__).parents[2]
API: dict[str, Any] = json.loads((ROOT / "tests/data/felix_openapi.json").read_bytes())
DESCRIBED = Descriptor.model_validate_json((ROOT / "generated/felix/felix/descriptor.json").read_bytes())
SCHEMAS: dict[str, Any] = API["components"]["schemas"]
DOCUMENTED = openapi.operations(API)
ROUTES: dict[openapi.Route, Operation] = {
    (call.route.method, shape(call.route.path)): call.operation
    for call in calls(DESCRIBED)
    if call.route is not None
}


def name_of(route: openapi.Route) -> str:
    return DOCUMENTED[route].name


def default(part: dict[str, Any]) -> Any:
    """The default of a parameter; an empty object is left to the gateway."""
    value = part.get("default", schema(API, part).get("default"))
    return None if value == {} else value


def test_operations_arguments_and_types_are_the_same() -> None:
    report = openapi.compare(DESCRIBED, API)
    assert report.rows == [], as_text([report])
    assert report.summary == ["62 of 62 operations", "48 types in both"]


@pytest.mark.parametrize("route", DOCUMENTED, ids=name_of)
def test_defaults_agree(route: openapi.Route) -> None:
    node = DOCUMENTED[route].node
    body = schema(API, node.get("requestBody", {}))
    documented = {each["name"]: each["schema"] for each in node.get("parameters", ())}
    documented |= body.get("properties", {})
    given = {each.wire or name: each.default for name, each in ROUTES[route].request.items()}
    assert given == {name: default(each) for name, each in documented.items()}


@pytest.mark.parametrize("route", DOCUMENTED, ids=name_of)
def test_responses_agree(route: openapi.Route) -> None:
    ((status, told),) = DOCUMENTED[route].node["responses"].items()
    operation = ROUTES[route]
    assert str(operation.example.status) == status
    if told is None:
        assert operation.returns.nothing
    elif "$ref" in told:
        assert operation.response == told["$ref"].rpartition("/")[2]
    else:
        assert operation.response is not None


@pytest.mark.parametrize("name", sorted(SCHEMAS.keys() & DESCRIBED.types.keys()))
def test_types_agree(name: str) -> None:
    documented, ours = SCHEMAS[name], DESCRIBED.types[name]
    assert list(ours.properties) == list(documented["properties"])
    for wire, told in documented["properties"].items():
        part = ours.properties[wire]
        nullable = any(each.get("type") == "null" for each in told.get("anyOf", ()))
        assert nullable != (wire in ours.required or part.default is not None), wire
        if "default" in told:
            assert part.default == told["default"], wire
