"""Functions that the official client has beside its classes."""

from __future__ import annotations

from typing import Any

from ...rdf import BlankNode, Literal, Term, Triple, Unknown, Uri


def build_term(
    value: Any, term_type: str | None = None, datatype: str | None = None, language: str | None = None
) -> Term | None:
    """A term to ask for, made of a string.

    Args:
        value: The IRI, with or without angle brackets, or the text of a literal. A term stays as it is.
        term_type: `iri` or `literal`. None: it is guessed, and what looks like the beginning of a web
            address or a URN is taken for an IRI.
        datatype: Datatype IRI of a literal.
        language: Language tag of a literal.

    Raises:
        ValueError: `term_type` is something else.
    """
    if value is None or isinstance(value, (Uri, BlankNode, Literal, Triple, Unknown)):
        return value
    text = str(value)
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") and not text.startswith("<<") else text
    if term_type is None:
        is_iri = bare != text or text.startswith(("http://", "https://", "urn:"))
        term_type = "iri" if is_iri else "literal"
    if term_type == "iri":
        return Uri(bare)
    if term_type == "literal":
        return Literal(text, datatype, language)
    raise ValueError(f"term_type: {term_type!r} is neither 'iri' nor 'literal'")
