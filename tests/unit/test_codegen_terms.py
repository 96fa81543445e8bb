"""RDF as the client of TrustGraph 2 writes and reads it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatewright.errors import InvalidItem
from gatewright.rdf import BlankNode, Literal, Triple, Uri
from trustgraph_v2 import terms

ARGUMENTS = {"id": "d", "collection": "c", "root": ""}

texts = st.text(st.characters(exclude_categories=["Cs"]))
tags = st.none() | st.text(min_size=1, alphabet="abc-")
simple = st.builds(Uri, texts) | st.builds(BlankNode, texts) | st.builds(Literal, texts, tags, tags)
quoted = st.builds(Triple, simple, st.builds(Uri, texts), simple, st.none() | texts)
triples = st.builds(Triple, simple, st.builds(Uri, texts) | simple, simple | quoted, st.none() | texts)


def encoded(items: list[Any], first: int = 0) -> list[dict[str, Any]]:
    message = json.loads(terms.encode_import_triples(items, ARGUMENTS, first))
    assert message["metadata"] == {"id": "d", "collection": "c", "root": ""}
    found: list[dict[str, Any]] = message["triples"]
    return found


@given(st.lists(triples))
def test_what_is_written_reads_back_the_same(items: list[Triple]) -> None:
    read = [terms.decode_triple(each) for each in encoded(items)]

    assert read == items
    assert [[type(part) for part in triple] for triple in read] == [
        [type(part) for part in triple] for triple in items
    ]
    assert [json.loads(terms.triple_text(item)) for item in items] == encoded(items)


def test_terms_look_as_the_gateway_wants_them() -> None:
    assert encoded([Triple(Uri("urn:s"), Uri("urn:p"), Literal("x", "urn:t"), "urn:g")]) == [
        {
            "s": {"t": "i", "i": "urn:s"},
            "p": {"t": "i", "i": "urn:p"},
            "o": {"t": "l", "v": "x", "dt": "urn:t"},
            "g": "urn:g",
        }
    ]
    inner = Triple(BlankNode("b"), Uri("urn:p"), Literal("x", language="en"))
    assert encoded([Triple(inner, Uri("urn:p"), BlankNode("b"))]) == [
        {
            "s": {
                "t": "t",
                "tr": {
                    "s": {"t": "b", "d": "b"},
                    "p": {"t": "i", "i": "urn:p"},
                    "o": {"t": "l", "v": "x", "ln": "en"},
                },
            },
            "p": {"t": "i", "i": "urn:p"},
            "o": {"t": "b", "d": "b"},
        }
    ]


@pytest.mark.parametrize(
    "item",
    [
        ("http://a", "http://p", "http://o"),
        ["http://a", "http://p", "http://o"],
        ("http://a", "http://p", "http://o", None),
    ],
)
def test_plain_strings_are_iris_but_literals_as_objects(item: Any) -> None:
    assert encoded([item]) == [
        {
            "s": {"t": "i", "i": "http://a"},
            "p": {"t": "i", "i": "http://p"},
            "o": {"t": "l", "v": "http://o"},
        }
    ]


def test_predicates_of_one_text_but_different_kinds_stay_different() -> None:
    kinds = [
        each["p"]["t"] for each in encoded([("s", kind("x"), "o") for kind in (Uri, BlankNode, Literal, str)])
    ]

    assert kinds == ["i", "b", "l", "i"]


@pytest.mark.parametrize(
    ("item", "field", "message"),
    [
        (Triple("s", "p", 42), "o", "o: int is not an RDF term or a string"),  # type: ignore[arg-type]
        (("s", None, "o"), "p", "p: NoneType is not an RDF term or a string"),
        ((b"s", "p", "o"), "s", "s: bytes is not an RDF term or a string"),
        (("s", "p", "o", 1), "g", "g: int is not the IRI of a graph"),
        (("s", "p"), "", "tuple is not a triple"),
        ("spo", "", "str is not a triple"),
        (None, "", "NoneType is not a triple"),
    ],
)
def test_an_item_that_cannot_be_sent_is_named(item: Any, field: str, message: str) -> None:
    with pytest.raises(InvalidItem, match=message) as caught:
        encoded([("s", "p", "o"), ("s", "p", "o"), item], first=500)

    assert caught.value.index == 502
    assert caught.value.field == field


@pytest.mark.parametrize(
    "value",
    [None, "x", 1, [], {}, {"t": "x"}, {"t": "i"}, {"t": "l", "x": 1}, {"t": "t", "tr": {}}, {"i": "urn:x"}],
)
def test_what_is_no_term_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="this is no RDF term"):
        terms.decode_term(value)


def test_what_is_no_triple_is_refused() -> None:
    with pytest.raises(ValueError, match="this is no triple: 'x'"):
        terms.decode_triple("x")
    with pytest.raises(ValueError, match="this is no RDF term: None"):
        terms.decode_triple({"s": {"t": "i", "i": "urn:s"}})
