# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""RDF terms as this gateway writes them in JSON.

A plain string stands for an IRI, but as the object of a triple for a literal; nothing is guessed
from its text. Terms of rdflib and pyoxigraph are taken as well, and objects as they stand on the wire.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring_ascii as quote
from typing import Any

from gatewright import rdf
from gatewright.errors import InvalidItem
from gatewright.rdf import BlankNode, Literal, NotATerm, Triple, Unknown, Uri, as_graph, as_term, as_triple
from gatewright.wire import Fragment, dumps, is_object


def term_text(term: object, position: str) -> str:
    """JSON text of a term at a position of a triple (`s`, `p`, `o`), or of an argument of that name.

    Raises:
        NotATerm: It is neither a term nor a plain string; the position is part of the message.
    """
    if isinstance(term, Uri):
        return f'{{"t":"i","i":{quote(term)}}}'
    if isinstance(term, Literal):
        return _literal_text(term)
    if isinstance(term, BlankNode):
        return f'{{"t":"b","d":{quote(term)}}}'
    if isinstance(term, Triple):
        return f'{{"t":"t","tr":{triple_text(term)}}}'
    if type(term) is str:
        return f'{{"t":"l","v":{quote(term)}}}' if position == "o" else f'{{"t":"i","i":{quote(term)}}}'
    return term_text(decode_term(term) if is_object(term) else as_term(term, position), position)


def _literal_text(term: Literal) -> str:
    text = f'{{"t":"l","v":{quote(term)}'
    if term.datatype:
        text += f',"dt":{quote(term.datatype)}'
    if term.language:
        text += f',"ln":{quote(term.language)}'
    return text + "}"


def encode_term(term: rdf.Term | str | None, position: str) -> Fragment | None:
    """A term ready to be sent; None stays None. Raises as `term_text` does."""
    return None if term is None else Fragment(term_text(term, position))


def triple_text(triple: rdf.Triple | rdf.TripleLike) -> str:
    """JSON text of a triple.

    Raises:
        NotATerm: One of its parts is neither a term nor a plain string, or it is no triple at all.
    """
    s, p, o, g = triple if type(triple) is Triple else as_triple(triple)
    s_text = term_text(s, "s")
    p_text = term_text(p, "p")
    o_text = term_text(o, "o")
    if g is None or (g := as_graph(g)) is None:
        return f'{{"s":{s_text},"p":{p_text},"o":{o_text}}}'
    return f'{{"s":{s_text},"p":{p_text},"o":{o_text},"g":{quote(g)}}}'


def encode_triple(triple: rdf.Triple | rdf.TripleLike | None) -> Fragment | None:
    """A triple ready to be sent; None stays None. Raises as `triple_text` does."""
    return None if triple is None else Fragment(triple_text(triple))


def decode_term(value: Any) -> rdf.Term:
    """The term that a JSON object stands for; `rdf.Unknown` if it stands for none, or None is given.

    Raises:
        ValueError: It is not even an object; the message shows it.
    """
    try:
        kind = value["t"]
        if kind == "i":
            text = value["i"]
            if type(text) is str:
                return Uri(text)
        if kind == "l":
            text = value["v"]
            if type(text) is str:
                return Literal(text, value.get("dt"), value.get("ln"))
            if isinstance(text, (int, float)):
                return Literal(dumps(text).decode(), value.get("dt"), value.get("ln"))
        if kind == "b":
            text = value["d"]
            if type(text) is str:
                return BlankNode(text)
        if kind == "t":
            return decode_triple(value["tr"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        if value is not None and not is_object(value):
            raise ValueError(f"this is no RDF term: {value!r:.200}") from error
    return Unknown(value)


def decode_triple(value: Any) -> rdf.Triple:
    """The triple that a JSON object stands for; parts that are no terms, or missing, become `rdf.Unknown`.

    Raises:
        ValueError: It is no object, or one of its parts is none; the message shows it.
    """
    if not is_object(value):
        raise ValueError(f"this is no triple: {value!r:.200}")
    get = value.get
    return Triple(decode_term(get("s")), decode_term(get("p")), decode_term(get("o")), get("g"))


# Makes a triple of a tuple, without a function in Python between.
_made: Any = vars(tuple)["__new__"]


def decode_triples(values: Iterable[Any]) -> list[rdf.Triple]:
    """The triples that JSON objects stand for, each as `decode_triple` reads it.

    Raises:
        ValueError: One is no object, or one of its parts is none; the message shows it.
    """
    # The usual terms are read in line, since an export's time goes into this.
    made: list[rdf.Triple] = []
    add = made.append
    predicates: dict[Any, rdf.Term] = {}
    new = str.__new__
    text: Any
    for triple in values:
        try:
            value = triple["s"]
            kind = value["t"]
            text = value["i"] if kind == "i" else None
            s = Uri(text) if type(text) is str else decode_term(value)
            value = triple["p"]
            kind = value["t"]
            text = value["i"] if kind == "i" else None
            p = predicates.get(text)
            if p is None:
                p = decode_term(value)
                if type(p) is Uri:
                    predicates[text] = p
            value = triple["o"]
            kind = value["t"]
            if kind == "l":
                text = value["v"]
                if type(text) is not str:
                    o = decode_term(value)
                elif len(value) == 2:
                    # Just its kind and its text, which needs no constructor in Python.
                    o = new(Literal, text)
                    o.datatype = o.language = None
                else:
                    o = Literal(text, value.get("dt"), value.get("ln"))
            else:
                text = value["i"] if kind == "i" else None
                o = Uri(text) if type(text) is str else decode_term(value)
        except (AttributeError, KeyError, TypeError):
            add(decode_triple(triple))
        else:
            add(_made(Triple, (s, p, o, triple.get("g"))))
    return made


def _triple_texts(items: list[Any], first: int) -> list[str]:
    """JSON texts of many triples; terms are written in line, since an import's time goes into this."""
    parts: list[str] = []
    add = parts.append
    predicates: dict[str, str] = {}
    try:
        for triple in items:
            s, p, o, g = triple if type(triple) is Triple else as_triple(triple)
            if type(s) is Uri or type(s) is str:
                s_text = f'{{"t":"i","i":{quote(s)}}}'
            else:
                s_text = term_text(s, "s")
            if type(p) is Uri or type(p) is str:
                p_text = predicates.get(p)
                if p_text is None:
                    p_text = predicates[p] = f'{{"t":"i","i":{quote(p)}}}'
            else:
                p_text = term_text(p, "p")
            if type(o) is Uri:
                o_text = f'{{"t":"i","i":{quote(o)}}}'
            elif type(o) is str or (type(o) is Literal and o.datatype is None and o.language is None):
                o_text = f'{{"t":"l","v":{quote(o)}}}'
            else:
                o_text = term_text(o, "o")
            if g is None or (g := as_graph(g)) is None:
                add(f'{{"s":{s_text},"p":{p_text},"o":{o_text}}}')
            else:
                add(f'{{"s":{s_text},"p":{p_text},"o":{o_text},"g":{quote(g)}}}')
    except NotATerm as error:
        raise InvalidItem(str(error), index=first + len(parts), field=error.position) from error
    return parts


def encode_import_triples(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    """One message of `import_triples`; `first` is the position of its first item."""
    parts = _triple_texts(items, first)
    return dumps(
        {
            "metadata": {
                "id": arguments["id"],
                "collection": arguments["collection"],
                "root": arguments["root"],
            },
            "triples": Fragment("[" + ",".join(parts) + "]"),
        }
    )
