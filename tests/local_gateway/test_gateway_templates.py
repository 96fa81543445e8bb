"""Templates, values that fit a type, and whether a body fits."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from small_gateways import ORDERED, WORKS

from gatewright.descriptor import Schema
from gatewright.gateway.samples import sample
from gatewright.gateway.templates import Values, fill, has_variables
from gatewright.gateway.validate import misfit, wrong

VALUES = Values({"name": "Ada", "none": None, "list": [1], "made": lambda: 7}, {"name": "hidden", "age": 36})


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("plain", "plain"),
        (7, 7),
        (None, None),
        ("$name", "Ada"),
        ("$age", 36),
        ("$list", [1]),
        ("$made", 7),
        ("$none", None),
        ("$nothing", None),
        ("Hello $name, $age!", "Hello Ada, 36!"),
        ("costs $5 or $nothing", "costs $5 or $nothing"),
        ({"a": "$name", "b": {"c": ["$age", "x"]}}, {"a": "Ada", "b": {"c": [36, "x"]}}),
        ({"a": "$none?", "b": "$nothing?", "c": "$age?", "d": None}, {"c": 36, "d": None}),
    ],
)
def test_filled_in(template: Any, expected: Any) -> None:
    assert fill(template, VALUES) == expected


def test_made_anew() -> None:
    values = Values()
    made = [
        fill({"u": "$uuid", "h": "x_$hex", "n": "$number", "t": "$now", "s": "$time"}, values)
        for _ in range(2)
    ]
    assert made[0]["u"] != made[1]["u"]
    assert re.fullmatch("x_[0-9a-f]{12}", made[0]["h"])
    assert made[1]["n"] == made[0]["n"] + 1
    assert datetime.fromisoformat(made[0]["t"]).timestamp() == pytest.approx(made[0]["s"], abs=60)


def test_variables_are_found() -> None:
    assert has_variables({"a": [{"b": "x $name"}]})
    assert not has_variables({"a": [{"b": "x"}, 7, None]})


def test_a_sample_fits_its_type() -> None:
    for descriptor, name in ((ORDERED, "Wave"), (ORDERED, "Address"), (WORKS, "Found")):
        value = fill(sample(descriptor, name), Values())
        assert value
        assert wrong(descriptor, descriptor.types[name], value, name) is None


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "things"),
        ({"things": "tea"}, "things"),
        ({"things": [["tea"]]}, "things.0"),
        ({"things": [], "urgent": 1}, "urgent"),
        ({"things": [], "to": {}}, "to.street"),
        ({"things": [], "to": {"street": "s", "number": True}}, "to.number"),
        ({"things": [], "to": {"street": "s", "number": None}, "more": 1}, None),
    ],
)
def test_what_does_not_fit(body: dict[str, Any], place: str | None) -> None:
    found = misfit(ORDERED, ORDERED.services["shop"].operations["order"], body)
    assert (found and found.field) == place


def test_maps() -> None:
    schema = Schema.model_validate({"type": "object", "additionalProperties": {"type": "integer"}})
    assert wrong(ORDERED, schema, {"a": 1}, "map") is None
    found = wrong(ORDERED, schema, {"a": 1, "b": "x"}, "map")
    assert found is not None
    assert (found.field, found.message) == ("map.b", "Input should be a valid integer")
