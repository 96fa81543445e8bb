"""RDF values: what a triple is made of, whichever gateway it comes from.

The classes are light, since they come by the million: an IRI, a blank node and a literal
are strings with a meaning, a triple is a named tuple.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias, cast


class Uri(str):
    """An IRI, such as `Uri("http://example.org/alice")`."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return (type(other) is Uri or type(other) is str) and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    def __repr__(self) -> str:
        return f"Uri({str.__repr__(self)})"


class BlankNode(str):
    """A node without a name; the string is its label within one document."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return (type(other) is BlankNode or type(other) is str) and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    def __repr__(self) -> str:
        return f"BlankNode({str.__repr__(self)})"


class Literal(str):
    """A literal: its text, and optionally a datatype IRI or a language tag.

    Two literals are equal when text, datatype and language are. A plain `str` with the same
    text is equal, too; an IRI or a blank node is not.
    """

    __slots__ = ("datatype", "language")

    datatype: str | None
    language: str | None

    def __new__(cls, value: str, datatype: str | None = None, language: str | None = None) -> Literal:
        literal = super().__new__(cls, value)
        literal.datatype = datatype
        literal.language = language
        return literal

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


Term: TypeAlias = Uri | BlankNode | Literal | Triple
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


def as_triple(value: Any) -> Triple:
    """The triple that a tuple or list of three or four stands for.

    Raises:
        NotATerm: it is something else.
    """
    if isinstance(value, (tuple, list)):
        parts = cast("Sequence[Any]", value)
        if len(parts) in {3, 4}:
            return Triple(*parts)
    raise NotATerm(
        cast("object", value), "", "a triple: a tuple of subject, predicate, object, and perhaps graph"
    )
