"""RDF values: what a triple is made of, whichever gateway it comes from.

The classes are light, since they come by the million: an IRI, a blank node and a literal
are strings with a meaning, a triple is a named tuple. Terms of rdflib and pyoxigraph may be
given wherever these may; neither is imported for that.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple, TypeAlias, cast, overload

_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
# The name that rdflib gives to the default graph of a data set.
_RDFLIB_DEFAULT = "urn:x-rdflib:default"
# RFC 3987 without its finer points. One letter before the colon is a drive rather than a scheme.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:[^\x00-\x20<>\"{}|\\^`]+")


XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
"""A literal of this datatype is a plain one, says RDF 1.1."""


class _Kind:
    """Questions that every term answers."""

    __slots__ = ()

    def is_uri(self) -> bool:
        """Whether this is an IRI."""
        return False

    def is_literal(self) -> bool:
        """Whether this is a literal."""
        return False

    def is_triple(self) -> bool:
        """Whether this is a triple."""
        return False


class Uri(str, _Kind):
    """An IRI, such as `Uri("http://example.org/alice")`."""

    __slots__ = ()

    def is_uri(self) -> bool:
        """Whether this is an IRI: True."""
        return True

    def __eq__(self, other: object) -> bool:
        return (type(other) is Uri or type(other) is str) and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    def __repr__(self) -> str:
        return f"Uri({str.__repr__(self)})"


class BlankNode(str, _Kind):
    """A node without a name; the string is its label within one document."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return (type(other) is BlankNode or type(other) is str) and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    def __repr__(self) -> str:
        return f"BlankNode({str.__repr__(self)})"


class Literal(str, _Kind):
    """A literal: its text, and optionally a datatype IRI or a language tag.

    Two literals are equal when text, datatype and language are. A plain `str` with the same
    text is equal, too; an IRI or a blank node is not.
    """

    __slots__ = ("datatype", "language")

    datatype: str | None
    language: str | None

    def __new__(cls, value: str, datatype: str | None = None, language: str | None = None) -> Literal:
        literal = str.__new__(cls, value)
        literal.datatype = datatype
        literal.language = language
        return literal

    def is_literal(self) -> bool:
        """Whether this is a literal: True."""
        return True

    def __repr__(self) -> str:
        datatype = f", datatype={self.datatype!r}" if self.datatype else ""
        language = f", language={self.language!r}" if self.language else ""
        return f"Literal({str.__repr__(self)}{datatype}{language})"

    def __eq__(self, other: object) -> bool:
        if type(other) is Literal:
            return (
                str.__eq__(self, other)
                and (self.datatype or None) == (other.datatype or None)
                and (self.language or None) == (other.language or None)
            )
        return type(other) is str and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (str(self), self.datatype, self.language)


class Unknown(str, _Kind):
    """What a gateway sent in place of a term and that is none: empty, incomplete, or of a kind unheard of.

    It reads as an empty string, equals only what was sent the same, and cannot be sent.

    Attributes:
        sent: The JSON value as it arrived; None for a part of a triple that was missing.
    """

    __slots__ = ("sent",)

    sent: Any

    def __new__(cls, sent: Any = None) -> Unknown:
        unknown = super().__new__(cls)
        unknown.sent = sent
        return unknown

    def __eq__(self, other: object) -> bool:
        return type(other) is Unknown and bool(self.sent == other.sent)

    def __ne__(self, other: object) -> bool:
        return not self == other

    # What was sent may be an object, which has no hash.
    __hash__ = str.__hash__

    def __repr__(self) -> str:
        return f"Unknown({self.sent!r})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (self.sent,)


class Triple(NamedTuple):
    """A statement. As a term of another triple it is a quoted triple (RDF-star).

    A plain `str` means an IRI as subject, predicate or graph, and a literal as object.
    Nothing is guessed from the text: use `Uri("...")` for an object that is an IRI.

    Attributes:
        s: Subject.
        p: Predicate.
        o: Object.
        g: IRI of the named graph; None for the default graph.
    """

    s: Term | str
    p: Term | str
    o: Term | str
    g: str | None = None

    def is_uri(self) -> bool:
        """Whether this is an IRI."""
        return False

    def is_literal(self) -> bool:
        """Whether this is a literal."""
        return False

    def is_triple(self) -> bool:
        """Whether this is a triple: True."""
        return True


Term: TypeAlias = Uri | BlankNode | Literal | Triple | Unknown
TripleLike: TypeAlias = (
    tuple[Term | str, Term | str, Term | str] | tuple[Term | str, Term | str, Term | str, str | None]
)


class NotATerm(TypeError):
    """A value that cannot stand at that place of a triple.

    Attributes:
        position: The place: `s`, `p`, `o`, `g`, or the name of an argument; "" for the triple itself.
    """

    def __init__(self, value: object, position: str, wanted: str = "an RDF term or a string") -> None:
        where = f"{position}: " if position else ""
        super().__init__(f"{where}{type(value).__name__} is not {wanted}")
        self.position = position


def guess(text: str) -> Uri | Literal:
    """An IRI if the text looks like an absolute one, with a scheme; a literal if not.

    This is a guess: the literal `note:buy-milk` is taken for an IRI. Nothing else guesses.

    Raises:
        NotATerm: It is no plain `str`, but already a term, or something else.
    """
    if type(text) is not str:
        raise NotATerm(text, "", "a plain string, of which there would be something to guess")
    return Uri(text) if _ABSOLUTE.fullmatch(text) else Literal(text)


def as_triple(value: Any) -> Triple:
    """The triple that a tuple or list of three or four stands for, or a triple or quad of pyoxigraph.

    Its terms stay what they are.

    Raises:
        NotATerm: It is something else, or its graph is none.
    """
    if isinstance(value, (tuple, list)):
        parts = cast("Sequence[Any]", value)
        if len(parts) == 3:
            return Triple(*parts)
        if len(parts) == 4:
            s, p, o, g = parts
            return Triple(s, p, o, as_graph(g))
    pyoxigraph = sys.modules.get("pyoxigraph")
    if pyoxigraph is not None and isinstance(value, (pyoxigraph.Triple, pyoxigraph.Quad)):
        found = cast("Any", value)
        graph = as_graph(found.graph_name) if isinstance(value, pyoxigraph.Quad) else None
        return Triple(found.subject, found.predicate, found.object, graph)
    raise NotATerm(
        cast("object", value), "", "a triple: a tuple of subject, predicate, object, and perhaps graph"
    )


def as_graph(value: object) -> str | None:
    """The IRI of a graph that is given by a string, an IRI, or a graph of rdflib; None for the default graph.

    Raises:
        NotATerm: It is something else, or a graph that a blank node names.
    """
    if value is None or type(value) is str:
        return value
    if isinstance(value, Uri):
        return str(value)
    rdflib = sys.modules.get("rdflib.graph")
    if rdflib is not None:
        name: Any = cast("Any", value).identifier if isinstance(value, rdflib.Graph) else value
        if isinstance(name, rdflib.URIRef):
            return None if (text := str(name)) == _RDFLIB_DEFAULT else text
    pyoxigraph = sys.modules.get("pyoxigraph")
    if pyoxigraph is not None:
        if isinstance(value, pyoxigraph.DefaultGraph):
            return None
        if isinstance(value, pyoxigraph.NamedNode):
            return str(cast("Any", value).value)
    raise NotATerm(value, "g", "the IRI of a graph")


def as_term(value: object, position: str = "") -> Uri | BlankNode | Literal | Triple:
    """The term that one of rdflib or pyoxigraph stands for.

    Raises:
        NotATerm: It is something else. Other kinds of strings are refused, since nothing says what they mean.
    """
    rdflib = sys.modules.get("rdflib.term")
    if rdflib is not None and isinstance(value, rdflib.Identifier):
        return _of_rdflib(value, rdflib, position)
    pyoxigraph = sys.modules.get("pyoxigraph")
    if pyoxigraph is not None:
        term: Any = value
        if isinstance(value, pyoxigraph.NamedNode):
            return Uri(term.value)
        if isinstance(value, pyoxigraph.BlankNode):
            return BlankNode(term.value)
        if isinstance(value, pyoxigraph.Literal):
            return _of_pyoxigraph(term, position)
        if isinstance(value, pyoxigraph.Triple):
            s, p, o = (as_term(part, position) for part in term)
            return Triple(s, p, o)
    if isinstance(value, Unknown):
        raise NotATerm(value, position, "a term that can be sent, but what a gateway sent in place of one")
    if isinstance(value, str) and not isinstance(value, _Kind):
        raise NotATerm(value, position, "an RDF term; say what the string means: Uri(...) or Literal(...)")
    raise NotATerm(value, position)


@overload
def from_rdflib(value: tuple[Any, Any, Any] | tuple[Any, Any, Any, Any]) -> Triple: ...
@overload
def from_rdflib(value: str) -> Uri | BlankNode | Literal: ...
def from_rdflib(value: Any) -> Term:
    """A term, a triple or a quad of rdflib as one of ours.

    Texts, datatypes, language tags and labels of blank nodes stay as they are. The graph of a
    quad may be an IRI or a graph with one; the default graph of a data set becomes None.

    Raises:
        NotATerm: It is a variable, a graph that a blank node names, or nothing of rdflib.
    """
    rdflib = sys.modules.get("rdflib.term")
    if isinstance(value, tuple):
        s, p, o, g = as_triple(cast("Any", value))
        return Triple(_of_rdflib(s, rdflib, "s"), _of_rdflib(p, rdflib, "p"), _of_rdflib(o, rdflib, "o"), g)
    return _of_rdflib(value, rdflib, "")


def _of_rdflib(value: Any, rdflib: Any, position: str) -> Uri | BlankNode | Literal:
    if rdflib is not None:
        if isinstance(value, rdflib.URIRef):
            return Uri(str(value))
        if isinstance(value, rdflib.BNode):
            return BlankNode(str(value))
        if isinstance(value, rdflib.Literal):
            datatype = value.datatype
            return Literal(str(value), None if datatype is None else str(datatype), value.language)
    raise NotATerm(value, position, "an IRI, a blank node or a literal of rdflib")


def _of_pyoxigraph(value: Any, position: str) -> Literal:
    if getattr(value, "direction", None) is not None:
        raise NotATerm(value, position, "a literal that can be sent: it has a direction of writing")
    # pyoxigraph always says a datatype, even where it follows from the rest.
    datatype: str = value.datatype.value
    implied = value.language is not None or datatype == XSD_STRING
    return Literal(value.value, None if implied else datatype, value.language)


def to_rdflib(value: Term | TripleLike) -> Any:
    """A term or triple as rdflib has it: `URIRef`, `BNode`, `Literal`, or a tuple of them.

    A triple in a named graph becomes a tuple of four, with the graph's IRI; a plain `str` in a
    triple means what it means in `Triple`. Texts stay as they are, `"007"` as an integer too.

    Raises:
        ImportError: rdflib is not installed; the extra `rdf` brings it.
        NotATerm: It is no term or triple, or a quoted triple, which rdflib does not have.
        ValueError: A literal that rdflib would refuse or change: with datatype and language, with a
            language tag that is none, or with white space that its datatype does not allow.
    """
    rdflib = import_module("rdflib.term")
    if not isinstance(value, tuple):
        return _to_rdflib(value, rdflib, "")
    s, p, o, g = as_triple(value)
    parts = (_to_rdflib(s, rdflib, "s"), _to_rdflib(p, rdflib, "p"), _to_rdflib(o, rdflib, "o"))
    return parts if g is None else (*parts, rdflib.URIRef(g))


def _to_rdflib(term: object, rdflib: Any, position: str) -> Any:
    if isinstance(term, Uri):
        return rdflib.URIRef(str(term))
    if isinstance(term, BlankNode):
        return rdflib.BNode(str(term))
    if isinstance(term, Literal):
        return _literal_to_rdflib(term, rdflib)
    if isinstance(term, Triple):
        raise NotATerm(term, position, "a term that rdflib has: it knows no quoted triples")
    if type(term) is str and position:
        return rdflib.Literal(term) if position == "o" else rdflib.URIRef(term)
    raise NotATerm(term, position, "an RDF term")


def _literal_to_rdflib(term: Literal, rdflib: Any) -> Any:
    datatype = term.datatype or None
    if term.language:
        if datatype not in {None, _LANG_STRING}:
            raise ValueError(f"rdflib has no literal with both a datatype and a language: {term!r:.200}")
        return rdflib.Literal(str(term), lang=term.language)
    made = rdflib.Literal(str(term), datatype=datatype, normalize=False)
    if str(made) != str(term):
        raise ValueError(f"rdflib would change the white space of this literal: {term!r:.200}")
    return made
