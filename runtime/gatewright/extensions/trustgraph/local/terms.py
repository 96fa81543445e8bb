"""RDF terms and triples as TrustGraph reads them, and what a collection keeps of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from .... import wire

Json = dict[str, Any]


def read_term(value: Any) -> Json:
    """A term, read as leniently as the gateway does: of an unknown type, it is an empty one.

    Raises:
        AttributeError, KeyError, TypeError: It is no object.
    """
    match value.get("t", ""):
        case "i":
            return {"t": "i", "i": value.get("i", "")}
        case "b":
            return {"t": "b", "d": value.get("d", "")}
        case "l":
            if len(value) == 2:
                return {"t": "l", "v": value.get("v", "")}
            optional = {key: value[key] for key in ("dt", "ln") if value.get(key)}
            return {"t": "l", "v": value.get("v", ""), **optional}
        case "t":
            return {"t": "t", "tr": read_triple(value["tr"])} if value.get("tr") else {"t": "t"}
        case kind:
            return {"t": kind}


def read_triple(value: Any) -> Json:
    """A triple; a part that is not there is left out.

    Raises:
        AttributeError, KeyError, TypeError: It is no object, or one of its terms is none.
    """
    s, p, o, g = value.get("s"), value.get("p"), value.get("o"), value.get("g")
    if s and p and o and not g:
        return {"s": read_term(s), "p": read_term(p), "o": read_term(o)}
    triple = {key: read_term(term) for key, term in (("s", s), ("p", p), ("o", o)) if term}
    return {**triple, "g": g} if g else triple


def read_triples(values: Any) -> list[Json]:
    """Triples; see `read_triple`."""
    return [read_triple(value) for value in values]


def plain_term(term: Json) -> Json:
    """A term as the library's table gives it back: it knows IRIs, and the text of literals."""
    return term if term["t"] == "i" else {"t": "l", "v": term.get("v", "")}


def stored_term(term: Json) -> Json:
    """A term as the table of knowledge cores gives it back: a literal loses datatype and language."""
    return {"t": "l", "v": term.get("v", "")} if term["t"] == "l" else term


class Graph:
    """The triples of one collection. They are kept as text until somebody asks: imports can be large."""

    def __init__(self) -> None:
        self._new: list[bytes] = []
        self._triples: dict[bytes, Json] = {}

    def add(self, triples: list[Json]) -> None:
        """Adds triples; those that are there already count once."""
        self._new.append(wire.dumps(triples))

    def find(self, pattern: Sequence[tuple[str, Json]], graph: str | None, limit: int) -> list[Json]:
        """The triples that match; `graph` is None for the default graph, `*` for all."""
        return list(self._matching(pattern, graph, limit))

    def _matching(self, pattern: Sequence[tuple[str, Json]], graph: str | None, limit: int) -> Iterator[Json]:
        for text in self._new:
            for triple in cast("list[Json]", wire.loads(text)):
                self._triples.setdefault(wire.dumps(triple), triple)
        self._new.clear()
        for triple in self._triples.values():
            if limit <= 0:
                return
            if (graph == "*" or triple.get("g") == graph) and all(
                triple.get(key) == term for key, term in pattern
            ):
                limit -= 1
                yield triple
