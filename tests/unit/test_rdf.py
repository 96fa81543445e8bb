"""RDF values: strings with a meaning, which is part of what they are."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatewright.rdf import BlankNode, Literal, NotATerm, Triple, Uri, as_triple

TERMS = [Uri("a"), BlankNode("a"), Literal("a"), Literal("a", datatype="d"), Literal("a", language="en")]


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


@pytest.mark.parametrize("term", [*TERMS, Triple(Uri("s"), Uri("p"), Literal("o", language="en"), "g")])
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
