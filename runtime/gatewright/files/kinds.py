"""What the items of a file are: triples, records with named fields, or any objects; and their terms as JSON.

Terms in JSON are those of the W3C's SPARQL 1.1 Query Results JSON Format:
`{"type": "literal", "value": "chat", "xml:lang": "fr"}`, with the types `uri`, `bnode`, `literal`
and `triple`. A plain string stands for an IRI, or for a blank node if it begins with `_:`; as
the object of a triple it stands for a literal. Nothing else is guessed from a text.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from types import NoneType
from typing import Any, Literal, TypeAlias, TypeGuard, cast

from .. import rdf, shapes, wire
from ..errors import ConfigurationError

Kind: TypeAlias = shapes.Shape | type[Any] | None
"""What an item is: `rdf.Triple`; a record, by its class or shape; or any mapping (`dict` or None)."""

Mode: TypeAlias = Literal["text", "term", "vector", "texts", "json"]
"""How a field is written in a cell: as it is, as a term, as a list of numbers or texts, or as JSON."""

TRIPLE_COLUMNS = ("s", "p", "o", "o_type", "o_datatype", "o_language", "g")
"""Columns of tables of triples; the first three are needed. Without `o_type` an object is a literal."""

OTHER_NAMES = {"subject": "s", "predicate": "p", "object": "o", "graph": "g"}
"""Longer names that files may use instead."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What there is to know about a kind.

    Attributes:
        name: What the items are, in words.
        triples: They are triples.
        modes: How each field of a record is written; empty for other kinds.
        keys: Other names of fields, as they may stand in files.
        must: Fields that each record has.
        values: The values of a record's fields, in order; None for those that it lacks.
    """

    name: str
    triples: bool = False
    modes: Mapping[str, Mode] | None = None
    keys: Mapping[str, str] | None = None
    must: tuple[str, ...] = ()
    values: Callable[[Any], Sequence[Any]] | None = None

    def mode(self, column: str) -> Mode:
        """How a column of that name is written; those of plain objects, and unknown ones, as they are."""
        name = (self.keys or {}).get(column, column)
        return (self.modes or {}).get(name, "text")


def layout_of(kind: Kind) -> Layout:
    """What there is to know about a kind.

    Raises:
        ConfigurationError: it is none.
    """
    if kind is rdf.Triple:
        return Layout("triples", triples=True)
    if kind is None or kind is dict or kind is Mapping or kind is object:
        return Layout("objects")
    if isinstance(kind, shapes.Shape):
        keys = {key: name for name, key, _encode, _default in kind.fields}
        must = tuple(name for name, _key, _encode, default in kind.fields if default is shapes.MUST)
        return _records(kind.record, [name for name, *_ in kind.fields], keys, must)
    # Somebody may well give its name instead.
    given = cast("object", kind)
    if isinstance(given, type) and is_dataclass(given):
        return _records(given, [each.name for each in fields(given)], {}, ())
    raise ConfigurationError(
        f"{given!r:.80} is no kind of items: give a class, a Shape, or None for mappings"
    )


def _records(record: type, names: list[str], keys: dict[str, str], must: tuple[str, ...]) -> Layout:
    hints = typing.get_type_hints(record)
    modes: dict[str, Mode] = {name: _mode(hints[name]) for name in names}
    back = {name: key for key, name in keys.items()}

    def values(item: Any) -> Sequence[Any]:
        if isinstance(item, record):
            return [getattr(item, name) for name in names]
        if isinstance(item, Mapping):
            get = cast("Mapping[str, Any]", item).get
            return [get(back.get(name, name), get(name)) for name in names]
        if _is_tuple(item) and len(item) <= len(names):
            return (*item, *(None,) * (len(names) - len(item)))
        raise TypeError(f"this is to be {record.__name__}, a mapping or a tuple, not {type(item).__name__}")

    return Layout(record.__name__, modes=modes, keys=keys, must=must, values=values)


def _is_tuple(item: Any) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(item, tuple)


def _mode(hint: Any) -> Mode:
    parts = (
        set(typing.get_args(hint) or (hint,)) - {NoneType} if typing.get_origin(hint) is not list else {hint}
    )
    if rdf.Uri in parts:
        return "term"
    if parts == {str}:
        return "text"
    if parts <= {list[float], list[int]}:
        return "vector"
    return "texts" if parts == {list[str]} else "json"


def term_json(term: Any, position: str = "") -> Any:
    """A term as JSON has it, as short as its place allows.

    Raises:
        ValueError, TypeError: it is none.
    """
    if type(term) is str:
        return term_json(rdf.Literal(term) if position == "o" else rdf.Uri(term), position)
    if isinstance(term, rdf.Uri):
        if position == "o" or not is_plain(term):
            return {"type": "uri", "value": str(term)}
        return str(term)
    if isinstance(term, rdf.Literal):
        if position == "o" and not (term.datatype or term.language):
            return str(term)
        made = {"type": "literal", "value": str(term)}
        if term.datatype:
            made["datatype"] = term.datatype
        if term.language:
            made["xml:lang"] = term.language
        return made
    if isinstance(term, rdf.BlankNode):
        return {"type": "bnode", "value": str(term)}
    if isinstance(term, rdf.Triple):
        if term.g is not None:
            raise ValueError(f"{position}: a quoted triple has no graph")
        s, p, o = (term_json(part, name) for part, name in zip(term, "spo", strict=False))
        return {"type": "triple", "value": {"subject": s, "predicate": p, "object": o}}
    return term_json(rdf.as_term(term, position), position)


def json_term(value: Any, position: str = "") -> Any:
    """The term that a value of JSON stands for.

    Objects without a `type` stay as they are, since they may be what the gateway itself reads.

    Raises:
        ValueError: it stands for none.
    """
    if type(value) is str:
        if position == "o":
            return rdf.Literal(value)
        return rdf.BlankNode(value[2:]) if value.startswith("_:") else rdf.Uri(value)
    if wire.is_object(value):
        kind, inner = value.get("type"), value.get("value")
        if kind is None:
            return value
        if kind == "triple" and wire.is_object(inner):
            parts = (inner.get(name) for name in ("subject", "predicate", "object"))
            return rdf.Triple(*(json_term(part, name) for part, name in zip(parts, "spo", strict=True)))
        if type(inner) is str:
            if kind == "uri":
                return rdf.Uri(inner)
            if kind == "bnode":
                return rdf.BlankNode(inner)
            if kind in {"literal", "typed-literal"}:
                return rdf.Literal(inner, value.get("datatype"), value.get("xml:lang"))
    raise ValueError(
        f"{position}: this is no term: {value!r:.100}" if value is not None else f"{position} is missing"
    )


def is_plain(text: str) -> bool:
    """Whether an IRI is told from a blank node and from JSON where it stands alone; every true IRI is."""
    return not text.startswith(("_:", "{"))


def term_cell(term: Any, position: str = "") -> str:
    """A term as one text, for a cell of a table: an IRI, `_:label`, or JSON for all others."""
    if type(term) is str:
        term = rdf.Uri(term)
    if isinstance(term, rdf.Uri) and is_plain(term):
        return str(term)
    if isinstance(term, rdf.BlankNode):
        return f"_:{term}"
    return wire.dumps(term_json(term, position)).decode()


def cell_term(text: Any, position: str = "") -> Any:
    """The term of such a cell."""
    if type(text) is str and text.startswith("{"):
        text = wire.loads(text)
    if not text:
        raise ValueError(f"{position} is missing")
    return json_term(text, position)


def triple_cells(triple: rdf.Triple) -> tuple[str | None, ...]:
    """A triple as cells, in the order of TRIPLE_COLUMNS."""
    s, p, o, g = triple
    datatype = language = None
    if type(o) is str:
        kind, text = "literal", o
    else:
        term = o if isinstance(o, (rdf.Uri, rdf.Literal, rdf.BlankNode, rdf.Triple)) else rdf.as_term(o, "o")
        if isinstance(term, rdf.Literal):
            kind, text = "literal", str(term)
            datatype, language = term.datatype or None, term.language or None
        elif isinstance(term, rdf.Uri):
            kind, text = "uri", str(term)
        elif isinstance(term, rdf.BlankNode):
            kind, text = "bnode", str(term)
        else:
            kind, text = "triple", wire.dumps(term_json(term, "o")).decode()
    return term_cell(s, "s"), term_cell(p, "p"), text, kind, datatype, language, rdf.as_graph(g)


def cells_triple(
    s: Any, p: Any, o: Any, kind: Any = None, datatype: Any = None, language: Any = None, g: Any = None
) -> rdf.Triple:
    """The triple of such cells; those that are None or empty say nothing.

    Raises:
        ValueError: they make none.
    """
    made: Any
    if type(o) is not str:
        raise ValueError("o is missing" if o is None else f"o: this is to be text, not {type(o).__name__}")
    if kind == "uri":
        made = rdf.Uri(o)
    elif not kind or kind == "literal":
        made = rdf.Literal(o, datatype or None, language or None)
    elif kind == "bnode":
        made = rdf.BlankNode(o.removeprefix("_:"))
    elif kind == "triple":
        made = json_term(wire.loads(o), "o")
    else:
        raise ValueError(f"o_type: {kind!r:.40} is none of uri, bnode, literal, triple")
    return rdf.Triple(cell_term(s, "s"), cell_term(p, "p"), made, g or None)
