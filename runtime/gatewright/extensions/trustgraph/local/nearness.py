"""Vectors: the same for the same text, and what was imported that is nearest to one."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from typing import Any

from ....gateway.exchange import Request
from .state import State
from .terms import Json

_COMPONENTS = [round(byte / 127.5 - 1, 6) for byte in range(256)]


def embeddings(request: Request) -> Json:
    """A vector for each text."""
    return {"vectors": [vector(str(text)) for text in request["texts"]]}


def vector(text: str) -> list[float]:
    """The vector of a text; it says nothing of its meaning."""
    return [_COMPONENTS[byte] for byte in hashlib.sha256(text.encode()).digest()[:16]]


def entities(state: State, request: Request) -> Json:
    """Imported entities by their vectors."""
    found = _nearest(request, [(each["vector"], each) for each in state.entities[_place(request)]])
    return {"entities": [{"entity": each["entity"], "score": score} for score, each in found]}


def chunks(state: State, request: Request) -> Json:
    """Imported pieces of documents by their vectors."""
    found = _nearest(request, [(each["vector"], each) for each in state.chunks[_place(request)]])
    return {"chunks": [{"chunk_id": each["chunk_id"], "score": score} for score, each in found]}


def rows(state: State, request: Request) -> Json:
    """Imported rows by the vectors of their fields; each field is an index."""
    wanted, index = request.get("schema_name"), request.get("index_name")
    fields = [
        (vector(str(text)), (name, str(text)))
        for schema, kept in state.rows[_place(request)].items()
        if not wanted or schema == wanted
        for row in kept
        for name, text in row.items()
        if not index or name == index
    ]
    found = _nearest(request, fields)
    return {
        "matches": [
            {"index_name": name, "index_value": [text], "text": text, "score": score}
            for score, (name, text) in found
        ]
    }


def rerank(request: Request) -> Json:
    """Documents by the words that they share with a query; each once, with the query that fits best."""
    results: list[Json] = []
    for document in request.get("documents", []):
        words = _words(document["document_text"])
        scored = [
            (_shared(_words(query["query_text"]), words), query["query_id"])
            for query in request.get("queries", [])
        ]
        if scored:
            score, query = max(scored, key=lambda each: each[0])
            results.append({"document_id": document["document_id"], "query_id": query, "score": score})
    results.sort(key=lambda result: -result["score"])
    return {"results": results[: request.get("limit", 10)]}


def _place(request: Request) -> tuple[str, str]:
    return request.context["workspace"], request.get("collection", "default")


def _nearest(request: Request, kept: Iterable[tuple[Sequence[float], Any]]) -> list[tuple[float, Any]]:
    wanted = request["vector"]
    scored = [(_likeness(wanted, each), about) for each, about in kept if len(each) == len(wanted)]
    scored.sort(key=lambda pair: -pair[0])
    return scored[: int(request.get("limit", 10))]


def _likeness(one: Sequence[float], other: Sequence[float]) -> float:
    lengths = math.hypot(*one) * math.hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / lengths if lengths else 0.0


def _words(text: str) -> set[str]:
    return set(text.lower().split())


def _shared(query: set[str], document: set[str]) -> float:
    return len(query & document) / len(query) if query else 0.0
