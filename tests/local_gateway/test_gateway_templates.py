"""Templates, values that fit a type, and whether a body fits."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from small_gateways import ORDERED, WORKS

from gatewright.descriptor import Schema
from gatewright.gateway.samples import sample
from gatewright.gateway.selection import key_of, meets, nested, number, without_empty
from gatewright.gateway.templates import Values, fill, has_variables, unfill
from gatewright.gateway.validate import misfit, wrong

VALUES = Values(
    {"name": "Ada", "none": None, "list": [1], "made": lambda: 7},
    {"name": "hidden", "age": 36, "a-b": "c", "inner": {"text": '{"a": [1]}', "deep": {"er": 5}}},
)


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
        ("$inner.text", '{"a": [1]}'),
        ("$inner.deep.er", 5),
        ("$inner.nothing", None),
        ("$name.inner", None),
        ({"a": "$inner.deep.er?", "b": "$inner.nothing?"}, {"a": 5}),
        ("${inner.deep.er} of ${a-b}, $name.", "5 of c, Ada."),
        ("${inner.nothing} and ${none-such}", "${inner.nothing} and ${none-such}"),
        ({"$json": {"a": ["$age"]}}, '{"a":[36]}'),
        ({"$parse": "$inner.text"}, {"a": [1]}),
        ({"$parse": "no JSON"}, None),
        ({"$parse": "$age"}, None),
        ({"x": {"$parse": {"$json": "$list"}}}, {"x": [1]}),
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


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"of": 1, "in": {"a": [2]}, "kind": "x"}, {"of": 1, "a": [2]}),
        ({"of": None, "in": {"a": {}}, "kind": "x", "more": 3, "other": 4}, {"of": None, "a": {}, "more": 3}),
        ({"of": 1, "in": {"a": 2}, "kind": "y"}, None),
        ({"of": 1, "in": {}, "kind": "x"}, None),
        ({"of": 1, "in": [], "kind": "x"}, None),
        ({"in": {"a": 2}, "kind": "x"}, None),
        ([], None),
    ],
)
def test_templates_read_backwards(value: Any, told: Any) -> None:
    template = {"of": "$of", "in": {"a": "$a"}, "kind": "x", "more": "$more?"}
    assert unfill(template, value) == told


def test_keys_of_several_values() -> None:
    assert key_of(["a"]) == "a"
    assert key_of([7]) == "7"
    assert key_of(["a", {"y": 1, "x": 2}]) == key_of(["a", {"x": 2, "y": 1}])
    assert key_of(["a", "b"]) != key_of(["a, b"])


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({}, True),
        ({"n": 5}, True),
        ({"n": "5"}, True),
        ({"n": 6}, False),
        ({"n": [6, 5]}, True),
        ({"n": []}, True),
        ({"tags": "x"}, True),
        ({"tags": ["z", "y"]}, True),
        ({"tags": "z"}, False),
        ({"term": {"e": True, "v": "a"}}, True),
        ({"term": {"v": "a"}}, False),
        ({"nothing": None}, True),
        ({"nothing": "None"}, False),
        ({"n": None}, False),
    ],
)
def test_what_meets_conditions(wanted: dict[str, Any], fits: bool) -> None:
    kept = {"n": 5, "tags": ["x", "y"], "term": {"v": "a", "e": True}}
    assert meets(kept, wanted) is fits


def test_lists_by_their_fields() -> None:
    kept = [{"a": 1, "b": "x"}, {"a": 1, "b": "y"}, {"a": 2, "b": "x"}]
    assert nested(["a", "b"], kept, ["p", "q", "r"]) == {"1": {"x": "p", "y": "q"}, "2": {"x": "r"}}
    assert nested(["b"], kept, ["p", "q", "r"]) == {"x": "r", "y": "q"}


def test_numbers_that_are_asked_for() -> None:
    asked = {"a": 3, "b": "4", "c": "many", "d": None}
    assert [number(asked, name) for name in ("a", "b", "c", "d", "e", None)] == [3, 4, None, None, None, None]


def test_what_is_empty_is_null() -> None:
    given: dict[str, Any] = {"a": "", "b": 0, "c": False, "d": [], "e": "x", "f": 0.0}
    assert without_empty(given) == {"a": None, "b": None, "c": False, "d": [], "e": "x", "f": None}
