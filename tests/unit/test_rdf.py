"""RDF values: strings with a meaning, which is part of what they are."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from typing import Any

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from gatewright import rdf
from gatewright.rdf import BlankNode, Literal, NotATerm, Triple, Unknown, Uri, as_graph, as_triple

TERMS = [Uri("a"), BlankNode("a"), Literal("a"), Literal("a", datatype="d"), Literal("a", language="en")]
XSD = "http://www.w3.org/2001/XMLSchema#"

texts = st.text(st.characters(exclude_categories=["Cs"]))
datatypes = st.sampled_from(["integer", "double", "boolean", "date", "string", "hexBinary"])
tags = st.from_regex(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,2}", fullmatch=True)
literals = (
    st.builds(Literal, texts)
    | st.builds(Literal, texts | st.from_regex(r"0*[0-9]+", fullmatch=True), datatypes.map(XSD.__add__))
    | st.builds(Literal, texts, st.just("urn:datatype"))
    | st.builds(Literal, texts, language=tags)
)
terms = st.builds(Uri, texts) | st.builds(BlankNode, texts) | literals
graphs = st.none() | texts.filter("urn:x-rdflib:default".__ne__)


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_the_string_that_it_looks_like(term: str) -> None:
    assert term == "a"
    assert "a" == term  # noqa: SIM300 - both ways round
    assert (term != "a") is False
    assert term != "b"
    assert hash(term) == hash("a")
    assert term + "b" == "ab"


def test_terms_of_different_kinds_are_different() -> None:
    for first in TERMS:
        for second in TERMS:
            assert (first == second) == (first is second)
            assert (first != second) == (first is not second)
    assert len(set(TERMS)) == len(TERMS)
    assert Triple(Uri("s"), Uri("p"), Uri("o")) != Triple(Uri("s"), Uri("p"), Literal("o"))
    assert len({Triple(Uri("s"), Uri("p"), term) for term in TERMS}) == len(TERMS)


def test_equal_terms_are_equal() -> None:
    assert Uri("a") == Uri("a")
    assert BlankNode("a") == BlankNode("a")
    assert Literal("a", datatype="d") == Literal("a", datatype="d")
    assert Literal("a", datatype="") == Literal("a")
    assert Uri("a") != 5
    assert Literal("5") != 5


@pytest.mark.parametrize(
    "term",
    [*TERMS, Unknown({"t": ""}), Unknown(), Triple(Uri("s"), Uri("p"), Literal("o", language="en"), "g")],
)
def test_terms_go_through_a_pickle_and_a_copy(term: Any) -> None:
    for again in (pickle.loads(pickle.dumps(term)), copy.copy(term), copy.deepcopy(term)):
        assert type(again) is type(term)
        assert again == term
        assert repr(again) == repr(term)


def test_terms_show_what_they_are() -> None:
    assert repr(Uri("a")) == "Uri('a')"
    assert repr(BlankNode("a")) == "BlankNode('a')"
    assert repr(Literal("a")) == "Literal('a')"
    assert repr(Literal("a", "d", "en")) == "Literal('a', datatype='d', language='en')"


@given(st.text(), st.text(), st.text())
def test_a_shown_literal_can_be_read_back(text: str, datatype: str, language: str) -> None:
    literal = Literal(text, datatype, language)
    assert eval(repr(literal), {"Literal": Literal}) == literal


def test_triples_come_from_tuples_and_lists() -> None:
    assert as_triple(("s", "p", "o")) == Triple("s", "p", "o")
    assert as_triple(["s", "p", "o", "g"]) == Triple("s", "p", "o", "g")
    assert as_triple(Triple("s", "p", "o")).g is None


@pytest.mark.parametrize(
    "value", [(), ("s",), ("s", "p"), ("s", "p", "o", "g", "x"), "spo", {"s", "p", "o"}, None, 5]
)
def test_what_is_no_triple_is_refused(value: Any) -> None:
    with pytest.raises(NotATerm, match="triple") as caught:
        as_triple(value)
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        (Uri("a"), "uri"),
        (Literal("a"), "literal"),
        (Triple("s", "p", "o"), "triple"),
        (BlankNode("a"), None),
        (Unknown(), None),
    ],
)
def test_terms_say_what_kind_they_are(term: Any, kind: str | None) -> None:
    said = {"uri": term.is_uri(), "literal": term.is_literal(), "triple": term.is_triple()}
    assert said == {name: name == kind for name in said}


def test_what_is_unknown_equals_only_what_was_sent_the_same() -> None:
    assert Unknown({"t": ""}) == Unknown({"t": ""})
    assert hash(Unknown({"t": ""})) == hash(Unknown({"t": ""}))
    assert Unknown({"t": ""}) != Unknown(None)
    assert Unknown() != ""
    assert Unknown() != Literal("")
    assert str(Unknown({"t": "x"})) == ""
    assert repr(Unknown({"t": ""})) == "Unknown({'t': ''})"


@pytest.mark.parametrize(
    "text",
    [
        "http://example.org/a",
        "urn:x:1",
        "mailto:a@example.org",
        "note:buy-milk",
        "HTTP://EXAMPLE.ORG",
        "urn:é",
    ],
)
def test_what_looks_like_an_absolute_iri_is_guessed_to_be_one(text: str) -> None:
    guessed = rdf.guess(text)
    assert (type(guessed), guessed) == (Uri, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "note: buy milk",
        "12:30",
        "http:",
        "//host/path",
        "c:/temp",
        "http://a b",
        "<urn:x>",
        "urn:x\n",
    ],
)
def test_what_does_not_is_guessed_to_be_a_literal(text: str) -> None:
    guessed = rdf.guess(text)
    assert (type(guessed), guessed) == (Literal, text)


@pytest.mark.parametrize("value", [Uri("urn:x"), Literal("urn:x"), rdflib.URIRef("urn:x"), None, 5])
def test_only_plain_strings_are_guessed_about(value: Any) -> None:
    with pytest.raises(NotATerm, match="plain string"):
        rdf.guess(value)


@given(terms)
def test_terms_go_to_rdflib_and_back(term: Any) -> None:
    foreign = rdf.to_rdflib(term)
    again = rdf.from_rdflib(foreign)

    assert isinstance(foreign, rdflib.term.Identifier)
    assert str(foreign) == str(term)
    assert type(again) is type(term)
    assert again == term
    assert repr(again) == repr(term)


@given(st.builds(Triple, terms, terms, terms, graphs))
def test_triples_go_to_rdflib_and_back(triple: Triple) -> None:
    foreign = rdf.to_rdflib(triple)

    assert len(foreign) == (3 if triple.g is None else 4)
    assert rdf.from_rdflib(foreign) == triple


@given(texts, st.none() | datatypes, tags)
def test_literals_of_rdflib_come_and_go_back(text: str, datatype: str | None, language: str) -> None:
    foreign = (
        rdflib.Literal(text, lang=language)
        if datatype is None
        else rdflib.Literal(text, datatype=XSD + datatype, normalize=False)
    )
    ours = rdf.from_rdflib(foreign)
    again = rdf.to_rdflib(ours)

    assert ours == Literal(text, datatype and XSD + datatype, None if datatype else language)
    assert (str(again), again.datatype, again.language) == (text, foreign.datatype, foreign.language)


def test_the_lexical_form_stays_as_it_is() -> None:
    foreign = rdf.to_rdflib(Literal("007", XSD + "integer"))

    assert str(foreign) == "007"
    assert foreign.toPython() == 7
    assert rdf.from_rdflib(foreign) == Literal("007", XSD + "integer")


def test_plain_strings_in_triples_mean_in_rdflib_what_they_mean_here() -> None:
    assert rdf.to_rdflib(("s", "p", "http://o", "g")) == (
        rdflib.URIRef("s"),
        rdflib.URIRef("p"),
        rdflib.Literal("http://o"),
        rdflib.URIRef("g"),
    )


def test_graphs_of_rdflib_name_graphs() -> None:
    spo = (rdflib.URIRef("s"), rdflib.URIRef("p"), rdflib.URIRef("o"))
    data = rdflib.Dataset()
    named = data.graph(rdflib.URIRef("urn:g"))

    assert rdf.from_rdflib((*spo, named)).g == "urn:g"
    assert rdf.from_rdflib((*spo, rdflib.URIRef("urn:g"))).g == "urn:g"
    assert rdf.from_rdflib((*spo, data.graph(rdflib.URIRef("urn:x-rdflib:default")))).g is None
    assert rdf.from_rdflib((*spo, None)).g is None
    assert type(as_graph(rdflib.URIRef("urn:g"))) is str
    assert type(as_graph(Uri("urn:g"))) is str
    with pytest.raises(NotATerm, match="g: Graph is not the IRI of a graph"):
        rdf.from_rdflib((*spo, rdflib.Graph()))


@pytest.mark.parametrize("value", [rdflib.Variable("x"), "plain", Uri("urn:x"), 5, None])
def test_what_rdflib_has_that_is_no_term_is_refused(value: Any) -> None:
    with pytest.raises(NotATerm, match="is not an IRI, a blank node or a literal of rdflib"):
        rdf.from_rdflib(value)
    with pytest.raises(NotATerm, match=f"p: {type(value).__name__} is not an IRI") as caught:
        rdf.from_rdflib((rdflib.URIRef("s"), value, rdflib.URIRef("o")))
    assert caught.value.position == "p"


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (Triple("s", "p", Triple("s", "p", "o")), NotATerm, "o: Triple .* knows no quoted triples"),
        ("plain", NotATerm, "str is not an RDF term"),
        (Unknown(), NotATerm, "Unknown is not an RDF term"),
        (("s", 5, "o"), NotATerm, "p: int is not an RDF term"),
        (("s", "p"), NotATerm, "tuple is not a triple"),
        (Literal("x", "urn:d", "en"), ValueError, "both a datatype and a language"),
        (Literal("x", language="not a tag"), ValueError, "not a valid language tag"),
        (Literal("a  b", XSD + "token"), ValueError, "would change the white space"),
    ],
)
def test_what_rdflib_cannot_hold_is_refused(value: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        rdf.to_rdflib(value)


def test_the_datatype_that_a_language_implies_may_be_said() -> None:
    said = Literal("x", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en")
    assert rdf.from_rdflib(rdf.to_rdflib(said)) == Literal("x", language="en")


def test_neither_library_is_imported_for_terms_of_our_own() -> None:
    program = (
        "import sys; from gatewright import rdf; from trustgraph_v2 import terms\n"
        "terms.triple_text(('s', 'p', rdf.Literal('o')))\n"
        "try: terms.term_text(5, 'o')\n"
        "except rdf.NotATerm: print(sorted({'rdflib', 'pyoxigraph'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
