"""Items of imports: from records, mappings and tuples to JSON, and which are refused."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from gatewright import rdf, shapes
from gatewright.errors import InvalidItem
from gatewright.wire import dumps
from trustgraph_v2 import items, terms


@dataclass(slots=True)
class Stone:
    name: str | None = None
    weight: float | None = None
    veins: list[Any] = field(default_factory=list[Any])


STONE = shapes.Shape(
    Stone,
    (
        ("name", "the name", shapes.text, shapes.MUST),
        ("weight", "kg", shapes.number, None),
        ("veins", "veins", shapes.array, []),
    ),
)
ONE = shapes.Shape(Stone, (("name", "name", shapes.text, shapes.MUST),))
NAN = float("nan")


def sent(*items: Any, shape: shapes.Shape = STONE, first: int = 0) -> Any:
    return json.loads(dumps(shapes.shaped(items, shape, first)))


class Pebble(Stone):
    """A class of one's own, made of the record."""


def test_every_form_of_an_item_is_sent_alike() -> None:
    expected = {"the name": 'a "b"\n\u20ac', "kg": 2.5, "veins": []}
    name = 'a "b"\n\u20ac'

    for item in (
        Stone(name, 2.5),
        Pebble(name, 2.5),
        {"name": name, "weight": 2.5},
        {"the name": name, "kg": 2.5, "more": 1},
        (name, 2.5),
    ):
        assert sent(item) == [expected]


def test_what_is_left_out() -> None:
    assert sent(("x",), ("y", None, ["gold"])) == [
        {"the name": "x", "veins": []},
        {"the name": "y", "veins": ["gold"]},
    ]
    assert sent() == []
    assert sent(Stone("x"), shape=ONE) == [{"name": "x"}]


@pytest.mark.parametrize(
    ("item", "field_", "message"),
    [
        ({}, "name", "name is missing"),
        ((None, 1.0), "name", "name is missing"),
        (("x", NAN), "weight", "weight: nan is no number that can be sent"),
        (("x", 1.0, [NAN]), "veins", "veins: nan is no number that can be sent"),
        (("x", 1.0, [{"deep": (NAN,)}]), "veins", "veins: nan is no number"),
        (("x", 1.0, [object()]), "veins", "veins: .*object"),
        (("\ud800",), "name", "name: "),
    ],
)
def test_a_wrong_item_is_told_by_index_and_field(item: Any, field_: str, message: str) -> None:
    with pytest.raises(InvalidItem, match=message) as caught:
        sent(("fine",), item, first=100)

    assert (caught.value.index, caught.value.field) == (101, field_)


def rows(*items: Any, first: int = 0) -> Any:
    return json.loads(dumps(shapes.texts(items, dict, first)))


def test_rows_are_sent_as_they_are() -> None:
    given = [{"a": "x", "b": None}, {"a": 1, "b": 0.5}, {}]

    assert rows(*given) == given


@pytest.mark.parametrize(
    ("row", "field_", "message"),
    [
        ({"a": "x", "b": NAN}, "b", "b: nan is no number that can be sent"),
        ({"a": None, "b": {"c": [float("inf")]}}, "b", "b: inf is no number"),
        ({"a": b"x"}, "a", "a: .*bytes"),
        ({"a": {1, object()}}, "a", "a: "),
        ({("no", "key"): 1}, "", "key"),
        (["x"], "", "a mapping, not list"),
    ],
)
def test_a_wrong_row_is_told_by_index_and_field(row: Any, field_: str, message: str) -> None:
    with pytest.raises(InvalidItem, match=message) as caught:
        rows({"a": "null"}, row, first=7)

    assert (caught.value.index, caught.value.field) == (8, field_)


def test_numbers_of_numpy_in_rows() -> None:
    numpy = pytest.importorskip("numpy")

    assert rows({"a": numpy.float32(0.1), "b": numpy.int64(3)}) == [{"a": 0.1, "b": 3}]
    with pytest.raises(InvalidItem, match="a: nan is no number") as caught:
        rows({"a": numpy.float32("nan")})
    assert caught.value.field == "a"


# What the generated functions make of such shapes


METADATA = {"id": "", "collection": "c", "root": ""}


def test_a_vector_goes_with_its_entity() -> None:
    message = items.encode_import_graph_embeddings([(rdf.Uri("urn:a"), [1.0, 2.0])], METADATA, 0)

    assert json.loads(message)["entities"] == [{"entity": {"t": "i", "i": "urn:a"}, "vector": [1.0, 2.0]}]


@pytest.mark.parametrize(
    ("encode", "item", "field_"),
    [
        (items.encode_import_graph_embeddings, (7, [1.0]), "entity"),
        (items.encode_import_graph_embeddings, ("urn:a", [1.0, NAN]), "vector"),
        (items.encode_import_graph_embeddings, ("urn:a",), "vector"),
        (items.encode_import_document_embeddings, (None, [1.0]), "chunk_id"),
        (items.encode_import_document_embeddings, ("x", ["1"]), "vector"),
        (items.encode_import_document_embeddings, ("x", [1.0], {"score": NAN}), "attributes"),
        (items.encode_import_entity_contexts, ("urn:a", None), "context"),
        (items.encode_import_entity_contexts, ("urn:a", 7), "context"),
        (items.encode_import_entity_contexts, ("urn:a", "text", "no list"), "rdf_type"),
        (items.encode_import_rows, {"price": NAN}, "price"),
    ],
)
def test_items_that_a_gateway_would_not_take(encode: Any, item: Any, field_: str) -> None:
    arguments = {**METADATA, "schema_name": "s", "confidence": 1.0, "source_span": ""}

    with pytest.raises(InvalidItem) as caught:
        encode([item], arguments, 3)

    assert (caught.value.index, caught.value.field) == (3, field_)


IRI = {"t": "i", "i": "urn:a"}
WRONG_TERM: Any = {"t": "i", "i": None}


@pytest.mark.parametrize(
    "triple",
    [
        {"s": IRI, "p": IRI, "o": IRI},
        {"s": IRI, "p": IRI, "o": {"t": "l", "v": "x"}, "g": "urn:g"},
        {"s": IRI, "p": IRI, "o": {"t": "l", "v": "x", "dt": "urn:d"}},
        {"s": IRI, "p": IRI, "o": {"t": "l", "v": "x", "ln": "de"}},
        {"s": IRI, "p": IRI, "o": {"t": "l", "v": 7}},
        {"s": {"t": "b", "d": "x"}, "p": IRI, "o": {"t": "b", "d": "y"}},
        {"s": {"t": "t", "tr": {"s": IRI, "p": IRI, "o": IRI}}, "p": IRI, "o": IRI},
        {"s": IRI, "p": IRI, "o": {"t": "?"}},
        {"s": WRONG_TERM, "p": WRONG_TERM, "o": WRONG_TERM},
        {"s": {"t": "i"}, "p": {"t": "i", "i": []}, "o": {}},
        {"s": {"t": "i", "i": ""}, "p": {"t": "i", "i": ""}, "o": {"t": "i", "i": ""}},
        {"s": None, "p": IRI},
        {},
    ],
    ids=str,
)
def test_many_triples_are_read_as_one_is(triple: Any) -> None:
    one = terms.decode_triple(triple)

    many = terms.decode_triples([triple, triple])

    assert many == [one, one]
    assert [tuple(map(type, each)) for each in many] == [tuple(map(type, one))] * 2
    assert type(many[0]) is rdf.Triple


@pytest.mark.parametrize("wrong", [7, "urn:a", None, [], {"s": "urn:a", "p": IRI, "o": IRI}], ids=str)
def test_what_is_no_triple_among_many(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"this is no (triple|RDF term)"):
        terms.decode_triples([{"s": IRI, "p": IRI, "o": IRI}, wrong])
