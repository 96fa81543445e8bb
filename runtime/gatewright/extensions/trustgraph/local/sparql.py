"""The service `sparql`, for a part of the language.

Understood are PREFIX, SELECT with DISTINCT, ASK and CONSTRUCT over triple patterns, and LIMIT. All
else is refused with the error that the original has for queries that it does not support.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ....gateway.exchange import Request, ServiceFailure
from .terms import Graph, Json

_TOKEN = re.compile(
    r"""\s+|\#[^\n]*
    |(?P<iri><[^<>\s]*>)
    |(?P<variable>[?$]\w+)
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<language>@[A-Za-z][A-Za-z0-9-]*)
    |(?P<number>[+-]?\d+(?:\.\d+)?)
    |(?P<type>\^\^)
    |(?P<blank>_:\w+)
    |(?P<name>[A-Za-z_]\w*(?![\w:])|[\w-]*:[\w.-]*\w|[\w-]*:)
    |(?P<mark>[{}().;,*])""",
    re.VERBOSE,
)
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE: Json = {"t": "i", "i": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}

# A variable is a string, anything else a term.
Part = str | Json
Pattern = tuple[Part, Part, Part]
Solution = dict[str, Json]


@dataclass(slots=True)
class Query:
    """A query, read."""

    kind: str = ""
    variables: list[str] = field(default_factory=list[str])
    everything: bool = False
    distinct: bool = False
    template: list[Pattern] = field(default_factory=list[Pattern])
    patterns: list[Pattern] = field(default_factory=list[Pattern])
    limit: int | None = None


def perform(graph: Graph, request: Request) -> Any:
    """Answers a query.

    Raises:
        ServiceFailure: It cannot be read, or is not understood here.
    """
    query = _Reader(request.get("query", "")).read()
    solutions = list(_solve(graph, query.patterns))
    most = int(request.get("limit", 10000))
    most = most if query.limit is None else min(most, query.limit)
    if query.kind == "ask":
        return {"query-type": "ask", "ask-result": bool(solutions)}
    if query.kind == "construct":
        made = [_filled(pattern, solution) for solution in solutions for pattern in query.template]
        return {"query-type": "construct", "triples": _once([triple for triple in made if triple])}
    names = query.variables
    if query.everything:
        names = list(dict.fromkeys(part for each in query.patterns for part in each if isinstance(part, str)))
    bindings: list[Json] = [{"values": [solution.get(name) for name in names]} for solution in solutions]
    bindings = (_once(bindings) if query.distinct else bindings)[:most]
    if not request.streaming:
        return _select(names, bindings)
    size = int(request.get("batch-size", 20))
    size = size if size > 0 else 20
    starts = range(0, len(bindings) + 1, size)
    return (_select(names, bindings[start : start + size]) for start in starts)


def _select(names: list[str], bindings: list[Json]) -> Json:
    return {"query-type": "select", "variables": names, "bindings": bindings}


def _once(items: list[Json]) -> list[Json]:
    return [item for index, item in enumerate(items) if item not in items[:index]]


def _solve(graph: Graph, patterns: list[Pattern]) -> Iterator[Solution]:
    solutions: list[Solution] = [{}]
    for pattern in patterns:
        solutions = [more for known in solutions for more in _extended(graph, pattern, known)]
    yield from solutions


def _extended(graph: Graph, pattern: Pattern, known: Solution) -> Iterator[Solution]:
    parts = [known.get(part, part) if isinstance(part, str) else part for part in pattern]
    fixed = [(key, part) for key, part in zip("spo", parts, strict=True) if not isinstance(part, str)]
    for triple in graph.find(fixed, None, 10**9):
        found = dict(known)
        fits = True
        for key, part in zip("spo", parts, strict=True):
            if isinstance(part, str):
                fits = fits and found.setdefault(part, triple[key]) == triple[key]
        if fits:
            yield found


def _filled(pattern: Pattern, solution: Solution) -> Json | None:
    parts = [solution.get(part) if isinstance(part, str) else part for part in pattern]
    return None if None in parts else dict(zip("spo", parts, strict=True))


class _Reader:
    """Takes a query apart."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._prefixes: dict[str, str] = {}

    def read(self) -> Query:
        query = Query()
        while self._word("prefix"):
            name = self._take("name")
            self._prefixes[name.removesuffix(":")] = self._take("iri")[1:-1]
        query.kind = next((kind for kind in ("select", "ask", "construct") if self._word(kind)), "")
        if query.kind == "select":
            query.distinct = self._word("distinct")
            query.everything = self._mark("*")
            while self._kind() == "variable":
                query.variables.append(self._take("variable")[1:])
        elif query.kind == "construct":
            query.template = self._patterns()
        elif not query.kind:
            raise _unsupported(self._rest())
        self._word("where")
        query.patterns = self._patterns()
        if self._word("limit"):
            query.limit = int(self._take("number"))
        if self._at < len(self._tokens):
            raise _unsupported(self._rest())
        return query

    def _patterns(self) -> list[Pattern]:
        patterns: list[Pattern] = []
        self._must("{")
        while not self._mark("}"):
            subject = self._part()
            while True:
                predicate = self._part()
                patterns.append((subject, predicate, self._part()))
                while self._mark(","):
                    patterns.append((subject, predicate, self._part()))
                if not self._mark(";"):
                    break
            if not self._mark(".") and not self._is("}"):
                raise _unreadable(self._rest())
        return patterns

    def _part(self) -> Part:
        kind = self._kind()
        if kind == "variable":
            return self._take("variable")[1:]
        if kind == "iri":
            return {"t": "i", "i": self._take("iri")[1:-1]}
        if kind == "blank":
            # Stands for anything, as a variable that nobody asks for.
            return self._take("blank")
        if kind == "number":
            number = self._take("number")
            return {"t": "l", "v": number, "dt": f"{_XSD}{'decimal' if '.' in number else 'integer'}"}
        if kind == "text":
            return self._literal()
        if kind != "name":
            raise _unreadable(self._rest())
        if self._word("a"):
            return _TYPE
        return self._name()

    def _name(self) -> Json:
        prefix, colon, local = self._rest().partition(":")
        if not colon:
            raise _unsupported(self._rest())
        if prefix not in self._prefixes:
            raise _unreadable(f"unknown prefix {prefix}")
        self._at += 1
        return {"t": "i", "i": self._prefixes[prefix] + local}

    def _literal(self) -> Json:
        text = re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), self._take("text")[1:-1])
        literal = {"t": "l", "v": text}
        if self._kind() == "language":
            return {**literal, "ln": self._take("language")[1:]}
        if self._kind() != "type":
            return literal
        self._take("type")
        datatype = self._part()
        if isinstance(datatype, str):
            raise _unreadable(datatype)
        return {**literal, "dt": datatype.get("i", "")}

    def _kind(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _rest(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else "the end"

    def _take(self, kind: str) -> str:
        if self._kind() != kind:
            raise _unreadable(self._rest())
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _is(self, mark: str) -> bool:
        return self._kind() == "mark" and self._rest() == mark

    def _mark(self, mark: str) -> bool:
        found = self._is(mark)
        self._at += found
        return found

    def _must(self, mark: str) -> None:
        if not self._mark(mark):
            raise _unreadable(self._rest())

    def _word(self, word: str) -> bool:
        there = self._rest()
        found = self._kind() == "name" and (there == word if word == "a" else there.lower() == word)
        self._at += found
        return found


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _unreadable(text[at : at + 20])
        if found.lastgroup is not None:
            yield found.lastgroup, found[0]
        at = found.end()


def _unreadable(where: str) -> ServiceFailure:
    return ServiceFailure("sparql-parse-error", f"SPARQL parse error: {where}")


def _unsupported(what: str) -> ServiceFailure:
    return ServiceFailure("sparql-unsupported", f"The local gateway does not know {what} in queries")
