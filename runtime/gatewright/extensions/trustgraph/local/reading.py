"""How requests are read, with the gateway's own complaints about those that cannot be."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable, Generator
from typing import Any

from ....gateway.exchange import Request, ServiceFailure
from .terms import read_term

# What goes wrong in Python when a request has not the shape that the original takes for granted.
MALFORMED = (AttributeError, KeyError, TypeError, ValueError)


@contextlib.contextmanager
def failing_as(type: str) -> Generator[None, None, None]:
    """Turns such an error into that of a service: it tells the error's text, as the original does."""
    try:
        yield
    except MALFORMED as error:
        raise ServiceFailure(type, str(error)) from None


def check(request: Request, service: str) -> None:
    """Looks whether the gateway can read a request for a service.

    Raises:
        ServiceFailure: It cannot.
    """
    reader = _READERS.get(service)
    if reader is not None:
        with failing_as("gateway-error"):
            reader(request)


def _needs(*names: str) -> Callable[[Request], Any]:
    return lambda request: [request[name] for name in names]


def _graph_rag(request: Request) -> Any:
    for step in request.get("traversal-instructions", []):
        step.get("types", [])
    limits = ("entity", "triple", "edge-score", "edge")
    sizes = ("max-subgraph-size", "max-path-length", "max-reranker-input")
    return request["query"], _numbers(request, *(f"{name}-limit" for name in limits), *sizes)


def _document_rag(request: Request) -> Any:
    return request["query"], _numbers(request, "doc-limit", "fetch-limit")


def _by_vector(request: Request) -> Any:
    return request["vector"], _numbers(request, "limit")


def _triples(request: Request) -> Any:
    for name in "spo":
        if name in request:
            read_term(request[name])
    return _numbers(request, "limit", "batch-size")


def _reranker(request: Request) -> Any:
    queries = [(each["query_id"], each["query_text"]) for each in request.get("queries", [])]
    return queries, [(each["document_id"], each["document_text"]) for each in request.get("documents", [])]


def _prompt(request: Request) -> Any:
    return list(request["variables"].items()) if "variables" in request else None


def _numbers(request: Request, *names: str) -> list[int]:
    return [int(request[name]) for name in names if name in request]


_READERS: dict[str, Callable[[Request], Any]] = {
    "agent": _needs("question"),
    "prompt": _prompt,
    "graph-rag": _graph_rag,
    "document-rag": _document_rag,
    "embeddings": _needs("texts"),
    "graph-embeddings": _by_vector,
    "document-embeddings": _by_vector,
    "row-embeddings": _by_vector,
    "triples": _triples,
    "sparql": lambda request: _numbers(request, "limit", "batch-size"),
    "structured-diag": _needs("operation", "sample"),
    "reranker": _reranker,
    "image-to-text": lambda request: (
        base64.b64decode(request["image"], validate=True),
        request["mime_type"],
    ),
}
