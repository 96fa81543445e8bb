"""RDF as the client of TrustGraph 2 writes and reads it."""

from __future__ import annotations

import json
import re
from typing import Any

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from gatewright import rdf
from gatewright.errors import InvalidItem
from gatewright.rdf import BlankNode, Literal, NotATerm, Triple, Unknown, Uri
from trustgraph_v2 import fields, terms

ARGUMENTS = {"id": "d", "collection": "c", "root": ""}

texts = st.text(st.characters(exclude_categories=["Cs"]))
tags = st.none() | st.text(min_size=1, alphabet="abc-")
simple = st.builds(Uri, texts) | st.builds(BlankNode, texts) | st.builds(Literal, texts, tags, tags)
quoted = st.builds(Triple, simple, st.builds(Uri, texts), simple, st.none() | texts)
triples = st.builds(Triple, simple, st.builds(Uri, texts) | simple, simple | quoted, st.none() | texts)


def in_rdflib(triple: Triple) -> bool:
    """Whether rdflib has these terms: no quoted triple, and no literal with both datatype and language."""
    return all(
        not isinstance(term, Triple)
        and not (isinstance(term, Literal) and term.language and (term.datatype or not tag(term.language)))
        for term in triple[:3]
    )


def tag(text: str) -> bool:
    return re.fullmatch(r"[a-z]{1,8}(-[a-z]{1,8})*", text) is not None


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


@pytest.mark.parametrize("value", ["x", 1, True, [], [{"t": "i", "i": "urn:x"}]])
def test_what_is_no_object_is_refused_as_a_term(value: Any) -> None:
    with pytest.raises(ValueError, match="this is no RDF term"):
        terms.decode_term(value)
    with pytest.raises(ValueError, match="this is no RDF term"):
        terms.decode_triple({"s": {"t": "i", "i": "urn:s"}, "p": value})


def test_what_is_no_object_is_refused_as_a_triple() -> None:
    with pytest.raises(ValueError, match="this is no triple: 'x'"):
        terms.decode_triple("x")


@pytest.mark.parametrize(
    "sent",
    [
        None,
        {},
        {"t": ""},
        {"t": "x", "v": "of a kind to come"},
        {"t": "i"},
        {"t": "i", "i": None},
        {"t": "b", "d": 5},
        {"t": "l", "x": 1},
        {"t": "l", "v": None, "dt": "urn:d"},
        {"t": "t"},
        {"t": "t", "tr": None},
        {"t": "t", "tr": {"s": "x"}},
        {"i": "urn:x"},
    ],
)
def test_what_stands_for_no_term_is_kept_as_it_was_sent(sent: Any) -> None:
    assert terms.decode_term(sent) == Unknown(sent)

    triple = terms.decode_triple({"s": {"t": "i", "i": "urn:s"}, "p": {"t": "i", "i": "urn:p"}, "o": sent})

    assert triple == Triple(Uri("urn:s"), Uri("urn:p"), Unknown(sent))
    assert isinstance(triple.o, Unknown)
    assert triple.o.sent == sent


def test_a_part_that_is_missing_does_not_lose_the_rest() -> None:
    read = terms.decode_triple({"s": {"t": ""}, "p": {"t": "i", "i": "urn:p"}, "g": "urn:g"})

    assert read == Triple(Unknown({"t": ""}), Uri("urn:p"), Unknown(None), "urn:g")


@pytest.mark.parametrize(("value", "text"), [(15, "15"), (1.5, "1.5"), (True, "true")])
def test_a_literal_that_is_no_string_is_read_as_its_json_text(value: Any, text: str) -> None:
    assert terms.decode_term({"t": "l", "v": value, "ln": "en"}) == Literal(text, language="en")


@pytest.mark.parametrize("place", ["s", "p", "o"])
def test_what_a_gateway_sent_in_place_of_a_term_cannot_be_sent(place: str) -> None:
    triple = Triple("s", "p", "o")._replace(**{place: Unknown({"t": ""})})

    with pytest.raises(InvalidItem, match=f"{place}: Unknown is not a term that can be sent") as caught:
        encoded([triple])
    assert caught.value.field == place
    with pytest.raises(NotATerm, match="what a gateway sent"):
        terms.triple_text(triple)
    with pytest.raises(NotATerm, match="what a gateway sent"):
        terms.encode_term(Unknown(None), place)


class Label(str):
    """A string of somebody else's, with a meaning that only they know."""


@pytest.mark.parametrize("place", ["s", "p", "o"])
def test_strings_of_other_kinds_are_never_guessed(place: str) -> None:
    for text in (Label("http://example.org/"), rdflib.Namespace("http://example.org/")):
        triple = Triple("s", "p", "o")._replace(**{place: text})
        with pytest.raises(InvalidItem, match=f"{place}: {type(text).__name__} is not an RDF term") as caught:
            encoded([triple])
        assert caught.value.field == place
        with pytest.raises(NotATerm, match=r"Uri\(\.\.\.\) or Literal"):
            terms.encode_term(text, place)


@pytest.mark.parametrize(
    "graph",
    [
        Label("urn:g"),
        Literal("urn:g"),
        BlankNode("g"),
        Unknown("urn:g"),
        rdflib.BNode("g"),
        rdflib.Literal("urn:g"),
    ],
)
def test_only_an_iri_names_a_graph(graph: Any) -> None:
    for item in (("s", "p", "o", graph), Triple("s", "p", "o", graph)):
        with pytest.raises(InvalidItem, match=r"g: .* is not the IRI of a graph") as caught:
            encoded([item])
        assert caught.value.field == "g"


@given(st.lists(triples.filter(in_rdflib)))
def test_terms_of_rdflib_are_sent_as_our_own_are(items: list[Triple]) -> None:
    foreign = [rdf.to_rdflib(item) for item in items]

    assert encoded(foreign) == encoded(items)
    assert [terms.triple_text(each) for each in foreign] == [terms.triple_text(each) for each in items]
    for each, item in zip(foreign, items, strict=True):
        for part, own, place in zip(each, item, "spo", strict=False):
            assert terms.term_text(part, place) == terms.term_text(own, place)


def test_the_lexical_form_is_sent_as_it_is() -> None:
    literal = rdflib.Literal("007", datatype=rdflib.XSD.integer, normalize=False)

    assert encoded([(rdflib.URIRef("urn:s"), rdflib.URIRef("urn:p"), literal)])[0]["o"] == {
        "t": "l",
        "v": "007",
        "dt": "http://www.w3.org/2001/XMLSchema#integer",
    }
    assert json.loads(terms.term_text(rdflib.Literal("Grüezi", lang="de-CH"), "o")) == {
        "t": "l",
        "v": "Grüezi",
        "ln": "de-CH",
    }


def test_a_variable_is_refused() -> None:
    with pytest.raises(InvalidItem, match="o: Variable is not an IRI, a blank node or a literal"):
        encoded([("s", "p", rdflib.Variable("x"))])


def test_quads_of_a_data_set_keep_their_graphs() -> None:
    data = rdflib.Dataset()
    spo = (rdflib.URIRef("urn:s"), rdflib.URIRef("urn:p"), rdflib.BNode("b"))
    data.graph(rdflib.URIRef("urn:x-rdflib:default")).add(spo)
    data.graph(rdflib.URIRef("urn:g")).add(spo)

    quads = list(data.quads())
    plain = {"s": {"t": "i", "i": "urn:s"}, "p": {"t": "i", "i": "urn:p"}, "o": {"t": "b", "d": "b"}}

    for found in (quads, [Triple(*quad) for quad in quads]):  # type: ignore[arg-type]
        assert sorted(encoded(list(found)), key=len) == [plain, {**plain, "g": "urn:g"}]
    assert encoded([(*spo, data.get_context("urn:g"))]) == [{**plain, "g": "urn:g"}]
    assert encoded([(*spo, Uri("urn:g"))]) == [{**plain, "g": "urn:g"}]


def test_terms_of_pyoxigraph_are_sent_as_our_own_are() -> None:
    iri, blank = pyoxigraph.NamedNode("urn:i"), pyoxigraph.BlankNode("b")
    inner = pyoxigraph.Triple(iri, iri, pyoxigraph.Literal("x", language="en"))
    number = pyoxigraph.Literal("007", datatype=pyoxigraph.NamedNode("urn:d"))

    assert encoded(
        [
            pyoxigraph.Triple(blank, iri, inner),
            pyoxigraph.Quad(iri, iri, number, pyoxigraph.NamedNode("urn:g")),
            pyoxigraph.Quad(iri, iri, pyoxigraph.Literal("x")),
            (iri, iri, iri, iri),
        ]
    ) == encoded(
        [
            Triple(BlankNode("b"), Uri("urn:i"), Triple("urn:i", "urn:i", Literal("x", language="en"))),
            Triple("urn:i", "urn:i", Literal("007", "urn:d"), "urn:g"),
            Triple("urn:i", "urn:i", "x"),
            Triple("urn:i", "urn:i", Uri("urn:i"), "urn:i"),
        ]
    )
    with pytest.raises(InvalidItem, match="o: Literal is not a literal that can be sent: it has a direction"):
        encoded([("s", "p", pyoxigraph.Literal("x", language="ar", direction=pyoxigraph.BaseDirection.RTL))])
    with pytest.raises(InvalidItem, match="g: BlankNode is not the IRI of a graph"):
        encoded([pyoxigraph.Quad(iri, iri, iri, blank)])


def test_models_take_terms_of_all_kinds() -> None:
    field = TypeAdapter[Any](fields.TermField)
    triple = TypeAdapter[Any](fields.TripleField)

    assert field.validate_python({"t": "i", "i": "urn:i"}) == Uri("urn:i")
    assert field.validate_python(rdflib.BNode("b")) == BlankNode("b")
    assert field.validate_python({"t": ""}) == Unknown({"t": ""})
    for wrong in ("urn:i", None, 5):
        with pytest.raises(ValidationError, match="is not an RDF term"):
            field.validate_python(wrong)

    assert triple.validate_python(("s", "p", "o")) == Triple("s", "p", "o")
    made = triple.validate_python([rdflib.URIRef("s"), rdflib.URIRef("p"), rdflib.Literal("o")])
    assert triple.dump_python(made, mode="json") == {
        "s": {"t": "i", "i": "s"},
        "p": {"t": "i", "i": "p"},
        "o": {"t": "l", "v": "o"},
    }
    with pytest.raises(ValidationError, match="is not a triple"):
        triple.validate_python("spo")
