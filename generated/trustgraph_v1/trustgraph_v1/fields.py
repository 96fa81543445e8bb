# Generated from schema/trustgraph_v1 by gatewright 0.1.0, content b854e4d5e425139a. Do not edit.
"""RDF values as fields of response models."""

from __future__ import annotations

from typing import Annotated, Any

from gatewright import rdf
from gatewright.wire import is_object, loads
from pydantic import PlainSerializer, PlainValidator

from .terms import decode_term, decode_triple, term_text, triple_text


def _term(value: Any) -> rdf.Term:
    if isinstance(value, (rdf.Uri, rdf.BlankNode, rdf.Literal, rdf.Triple, rdf.Unknown)):
        return value
    if is_object(value):
        return decode_term(value)
    try:
        return rdf.as_term(value)
    except rdf.NotATerm as error:
        raise ValueError(str(error)) from error


def _triple(value: Any) -> rdf.Triple:
    if isinstance(value, rdf.Triple):
        return value
    if is_object(value):
        return decode_triple(value)
    try:
        return rdf.as_triple(value)
    except rdf.NotATerm as error:
        raise ValueError(str(error)) from error


def _term_json(term: rdf.Term) -> Any:
    return loads(term_text(term, "s"))


def _triple_json(triple: rdf.Triple) -> Any:
    return loads(triple_text(triple))


TermField = Annotated[rdf.Term, PlainValidator(_term), PlainSerializer(_term_json, when_used="json")]
TripleField = Annotated[rdf.Triple, PlainValidator(_triple), PlainSerializer(_triple_json, when_used="json")]
