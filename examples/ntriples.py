"""Reads N-Triples (https://www.w3.org/TR/n-triples/): one statement per line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from trustgraph_v2 import BlankNode, Literal, Triple, Uri

_CODE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI = rf'<((?:[^\x00-\x20<>"{{}}|^`\\]|{_CODE})*)>'
_NODE = r"_:(\w(?:[\w.\-]*[\w\-])?)"
_LITERAL = rf'"((?:[^"\\\r\n]|\\[tbnrf"\'\\]|{_CODE})*)"(?:\^\^{_IRI}|@([A-Za-z]+(?:-[A-Za-z0-9]+)*))?'
_STATEMENT = re.compile(rf"\s*(?:{_IRI}|{_NODE})\s*{_IRI}\s*(?:{_IRI}|{_NODE}|{_LITERAL})\s*\.\s*(?:#.*)?")
_ESCAPE = re.compile(r"\\(?:u(.{4})|U(.{8})|(.))")
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def read(lines: Iterable[str]) -> Iterator[Triple]:
    """The statements of a file, one by one; a bad line is a ValueError that says which."""
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _STATEMENT.fullmatch(line.rstrip("\r\n"))
        if found is None:
            raise ValueError(f"line {number} is not N-Triples: {line.strip()[:80]}")
        s, s_node, p, o, o_node, text, datatype, language = map(_plain, found.groups())
        subject = BlankNode(s_node) if s_node is not None else Uri(s or "")
        if text is not None:
            yield Triple(subject, Uri(p or ""), Literal(text, datatype, language))
        else:
            yield Triple(subject, Uri(p or ""), BlankNode(o_node) if o_node is not None else Uri(o or ""))


def _plain(text: str | None) -> str | None:
    if text is None or "\\" not in text:
        return text
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _SHORT[m[3]], text)
