"""RDF formats, by pyoxigraph: its terms become ours, and ours its own.

It writes language tags in small letters, as RDF allows: `en-US` becomes `en-us`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO
from zlib import crc32

from .. import rdf
from ..transfer import Unreadable
from .faults import UnreadableFile, needed, place
from .formats import Format
from .lines import blocks

_NAMES: dict[Format, str] = {
    "ntriples": "N_TRIPLES",
    "nquads": "N_QUADS",
    "turtle": "TURTLE",
    "trig": "TRIG",
    "rdfxml": "RDF_XML",
}
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_TRIPLES = 1000
# Terms that come again and again, such as predicates, are made once; more than so many are not kept.
_KEPT = 4096


def statements(file: BinaryIO, name: str, format: Format) -> Iterator[list[Any]]:
    """Triples of N-Triples or N-Quads; a bad line becomes `Unreadable`."""
    return _statements(file, name, format, needed("pyoxigraph", f"reading {format}"))


def _statements(file: BinaryIO, name: str, format: Format, pyoxigraph: Any) -> Iterator[list[Any]]:
    kind = getattr(pyoxigraph.RdfFormat, _NAMES[format])
    make = _Terms(pyoxigraph)
    for first, block in blocks(file, name):
        try:
            yield make.triples(pyoxigraph.parse(block, format=kind))
            continue
        except (SyntaxError, ValueError):
            # Read once more, line by line: after some faults the parser would swallow good lines, too.
            made: list[Any] = []
        for number, line in enumerate(block.splitlines(keepends=True), first):
            try:
                made += make.triples(pyoxigraph.parse(line, format=kind))
            except (SyntaxError, ValueError) as error:
                made.append(Unreadable(f"{place(name, number)}: {_reason(error)}"))
        yield made


def document(file: BinaryIO, name: str, format: Format, base: str | None) -> Iterator[list[Any]]:
    """Triples of Turtle, TriG or RDF/XML.

    Raises:
        UnreadableFile: there is a fault; nobody can tell where the next statement begins.
    """
    return _document(file, name, format, base, needed("pyoxigraph", f"reading {format}"))


def _document(
    file: BinaryIO, name: str, format: Format, base: str | None, pyoxigraph: Any
) -> Iterator[list[Any]]:
    kind = getattr(pyoxigraph.RdfFormat, _NAMES[format])
    labels = _Labels(file, name)
    make = _Terms(pyoxigraph, labels)
    quads = iter(pyoxigraph.parse(labels, format=kind, base_iri=base))
    while True:
        batch: list[Any] = []
        try:
            for quad in quads:
                batch.append(quad)
                if len(batch) == _TRIPLES:
                    break
        except SyntaxError as error:
            yield _each(make, batch, name)
            raise UnreadableFile(
                _reason(error), file=name, line=error.lineno, hint="what stands before has been read"
            ) from error
        if not batch:
            return
        yield _each(make, batch, name)


def _each(make: _Terms, quads: list[Any], name: str) -> list[Any]:
    try:
        return make.triples(quads)
    except ValueError:
        made: list[Any] = []
    for quad in quads:
        try:
            made += make.triples([quad])
        except ValueError as error:
            made.append(Unreadable(f"{place(name, None)}: {quad!s:.200}: {error}"))
    return made


def _reason(error: Exception) -> str:
    """What is wrong, without the line, which is told apart from it."""
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return re.sub(r"^Parser error (?:at|between) .*?: ", "", text)


class _Labels:
    """A file on its way to the parser, which makes up labels for nodes without one, new ones each time.

    They are replaced by ones that are the same each time the file is read, since an import that
    is taken up again goes on with the nodes that it has begun, and not those of another file. What
    has no label in the file is spoken of in one statement only, so that old ones can be forgotten;
    labels that merely look as if they had been made up are found in the text, and stay.
    """

    _LIKE = re.compile(r"[0-9a-f]{20,32}")
    _WRITTEN = re.compile(rb"(?:_:|nodeID\s*=\s*[\"'])([0-9a-f]{20,32})(?![0-9a-f])")
    _LONGEST = 64
    _KEPT = 100_000

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._prefix = f"unnamed-{crc32(name.encode()):08x}"
        self._tail = b""
        self._written: set[str] = set()
        self._names: dict[str, rdf.BlankNode] = {}
        self._count = 0

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        text = self._tail + block
        if b"_:" in text or b"nodeID" in text:
            self._written.update(each.decode() for each in self._WRITTEN.findall(text))
        self._tail = text[-self._LONGEST :]
        return block

    def node(self, label: str) -> rdf.BlankNode:
        """The node of a label that the parser gave."""
        if label in self._written or not self._LIKE.fullmatch(label):
            return rdf.BlankNode(label)
        node = self._names.pop(label, None)
        if node is None:
            self._count += 1
            node = rdf.BlankNode(f"{self._prefix}-{self._count}")
            if len(self._names) >= self._KEPT:
                del self._names[next(iter(self._names))]
        self._names[label] = node
        return node


class _Terms:
    """Makes triples of quads of pyoxigraph."""

    def __init__(self, pyoxigraph: Any, labels: _Labels | None = None) -> None:
        self._node: type[Any] = pyoxigraph.NamedNode
        self._literal: type[Any] = pyoxigraph.Literal
        self._blank: type[Any] = pyoxigraph.BlankNode
        self._default: type[Any] = pyoxigraph.DefaultGraph
        self._labels = labels
        self._uris: dict[str, rdf.Uri] = {}
        self._datatypes: dict[str, str] = {}

    def triples(self, quads: Iterable[Any]) -> list[rdf.Triple]:
        """The triples of some quads. Most of an import's reading goes into this."""
        made: list[rdf.Triple] = []
        add = made.append
        node_of, literal_of, default = self._node, self._literal, self._default
        uris, triple, uri = self._uris, rdf.Triple, rdf.Uri
        if len(uris) > _KEPT:
            uris.clear()
        for quad in quads:
            subject, predicate, object_, graph = quad
            text: str = predicate.value
            p = uris.get(text)
            if p is None:
                p = uris[text] = uri(text)
            s = uri(subject.value) if type(subject) is node_of else self._term(subject)
            if type(object_) is literal_of:
                o: rdf.Term = self._text(object_)
            elif type(object_) is node_of:
                o = uri(object_.value)
            else:
                o = self._term(object_)
            add(triple(s, p, o, None if type(graph) is default else self._graph(graph)))
        return made

    def _text(self, literal: Any) -> rdf.Literal:
        language: str | None = literal.language
        if language is not None:
            if getattr(literal, "direction", None) is not None:
                raise ValueError("a literal with a direction of writing cannot be sent")
            return rdf.Literal(literal.value, None, language)
        datatype: str = literal.datatype.value
        if datatype == _STRING:
            return rdf.Literal(literal.value)
        return rdf.Literal(literal.value, self._datatypes.setdefault(datatype, datatype))

    def _graph(self, graph: Any) -> str:
        if type(graph) is self._blank:
            raise ValueError("a graph that a blank node names cannot be sent")
        name: str = graph.value
        return name

    def _term(self, term: Any) -> rdf.Uri | rdf.BlankNode | rdf.Literal | rdf.Triple:
        if type(term) is self._node:
            return rdf.Uri(term.value)
        if type(term) is self._literal:
            return self._text(term)
        if type(term) is self._blank:
            return self._labels.node(term.value) if self._labels is not None else rdf.BlankNode(term.value)
        return rdf.Triple(self._term(term.subject), self._term(term.predicate), self._term(term.object))


class Serializer:
    """Writes triples as text of a format that can be written piece by piece.

    Raises:
        ValueError, TypeError: of every method: a triple that the format cannot hold.
    """

    def __init__(self, format: Format) -> None:
        self._rdf = needed("pyoxigraph", f"writing {format}")
        self._format = getattr(self._rdf.RdfFormat, _NAMES[format])
        self._graphs: bool = self._format.supports_datasets
        self._name = format

    def text(self, triples: Sequence[Any]) -> bytes:
        """Text of some triples."""
        quads = [self._quad(rdf.as_triple(triple)) for triple in triples]
        made: bytes = self._rdf.serialize(quads, format=self._format)
        return made

    def _quad(self, triple: rdf.Triple) -> Any:
        s, p, o, g = triple
        graph = rdf.as_graph(g) or None
        parts = (self._term(s, "s"), self._term(p, "p"), self._term(o, "o"))
        if graph is None:
            return self._rdf.Quad(*parts)
        if not self._graphs:
            raise ValueError(f"g: {self._name} has no place for a graph; nquads and trig have")
        return self._rdf.Quad(*parts, self._made(self._rdf.NamedNode, graph, "g"))

    def _term(self, term: Any, place: str) -> Any:
        if type(term) is str:
            term = rdf.Literal(term) if place == "o" else rdf.Uri(term)
        elif not isinstance(term, (rdf.Uri, rdf.Literal, rdf.BlankNode, rdf.Triple)):
            term = rdf.as_term(term, place)
        if isinstance(term, rdf.Uri):
            return self._made(self._rdf.NamedNode, str(term), place)
        if isinstance(term, rdf.BlankNode) and place != "p":
            return self._made(self._rdf.BlankNode, str(term), place)
        if place == "o":
            if isinstance(term, rdf.Literal):
                return self._of_literal(term)
            if isinstance(term, rdf.Triple):
                return self._of_quoted(term)
        what = "a blank node"
        if not isinstance(term, rdf.BlankNode):
            what = "a literal" if isinstance(term, rdf.Literal) else "a quoted triple"
        raise ValueError(
            f"{place}: {self._name} has no place for {what} here; jsonl, csv, parquet and arrow have"
        )

    def _of_literal(self, term: rdf.Literal) -> Any:
        datatype = term.datatype or None
        if term.language:
            if datatype not in {None, _LANG_STRING}:
                raise ValueError("o: RDF has no literal with both a datatype and a language")
            return self._made(self._rdf.Literal, str(term), "o", language=term.language)
        if datatype is None:
            return self._made(self._rdf.Literal, str(term), "o")
        return self._made(
            self._rdf.Literal, str(term), "o", datatype=self._made(self._rdf.NamedNode, datatype, "o")
        )

    def _of_quoted(self, term: rdf.Triple) -> Any:
        s, p, o, g = term
        if g is not None:
            raise ValueError("o: a quoted triple has no graph")
        return self._rdf.Triple(self._term(s, "s"), self._term(p, "p"), self._term(o, "o"))

    def _made(self, of: Any, text: str, place: str, **more: Any) -> Any:
        try:
            return of(text, **more)
        except ValueError as error:
            raise ValueError(f"{place}: {text!r:.80} cannot be written as {self._name}: {error}") from error
