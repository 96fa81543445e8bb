"""The scripted services that answer alike in the releases of TrustGraph, and parts of the others."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from trustgraph.schema import (
    Error,
    GraphQLError,
    QuestionToStructuredQueryRequest,
    QuestionToStructuredQueryResponse,
    StructuredDataDiagnosisRequest,
    StructuredDataDiagnosisResponse,
    ToolRequest,
    ToolResponse,
    Triple,
    Triples,
    TriplesQueryRequest,
    TriplesQueryResponse,
)

Fails = tuple[str, Callable[[Any, Error], Any]]
"""The error type of the original, and how it fails."""


def mcp_tool(request: ToolRequest) -> Iterator[ToolResponse]:
    if request.name == "as-text":
        yield ToolResponse(text=f"{request.name} {request.parameters}", object=None)
    else:
        called = {"tool": request.name, "parameters": json.loads(request.parameters or "null")}
        yield ToolResponse(text=None, object=json.dumps(called))


def mcp_tool_fails(request: ToolRequest, error: Error) -> ToolResponse:
    return ToolResponse(error=error, text=None, object=None)


def nlp_query(request: QuestionToStructuredQueryRequest) -> Iterator[QuestionToStructuredQueryResponse]:
    yield QuestionToStructuredQueryResponse(
        graphql_query=f"# {request.question}\n{{ people {{ name }} }}",
        variables={"first": str(request.max_results)},
        detected_schemas=["people"],
        confidence=0.75,
    )


def nlp_query_fails(
    request: QuestionToStructuredQueryRequest, error: Error
) -> QuestionToStructuredQueryResponse:
    return QuestionToStructuredQueryResponse(error=error)


def structured_diag_fails(
    request: StructuredDataDiagnosisRequest, error: Error
) -> StructuredDataDiagnosisResponse:
    return StructuredDataDiagnosisResponse(error=error, operation=request.operation)


def triples_fail(request: TriplesQueryRequest, error: Error) -> TriplesQueryResponse:
    return TriplesQueryResponse(error=error, triples=None)


def graphql(response: Callable[..., Any], request: Any, *places: str) -> Iterator[Any]:
    """Answer a GraphQL query with what was asked, and where: in those of its fields."""
    if request.operation_name == "Broken":
        wrong = GraphQLError("no such field", ["people", "age"], {"code": "UNKNOWN"})
        yield response(data="null", errors=[wrong], extensions={"cost": "1"})
    else:
        asked = {
            "query": request.query,
            **{place: getattr(request, place) for place in places},
            "variables": request.variables,
            "operation": request.operation_name,
        }
        yield response(data=json.dumps(asked))


def matches(request: TriplesQueryRequest, triple: Triple) -> bool:
    """Whether the terms of a triple fit a query; None stands for anything."""
    pairs = ((request.s, triple.s), (request.p, triple.p), (request.o, triple.o))
    return all(wanted is None or wanted == found for wanted, found in pairs)


class Arrivals:
    """Messages with triples, which are read when somebody asks for them: many never are."""

    def __init__(self) -> None:
        self._unread: deque[Callable[[], Triples]] = deque()

    def add(self, read: Callable[[], Triples]) -> None:
        """Take a message that arrived."""
        self._unread.append(read)

    def arrived(self) -> Iterator[Triples]:
        """What came since this was asked last."""
        while self._unread:
            yield self._unread.popleft()()


def failure_of(fails: Fails | None, request: Any, reason: str) -> Iterator[Any]:
    """The answer of a service that fails; none if it fails over that, too."""
    if fails is not None:
        error_type, make = fails
        yield make(request, Error(error_type, reason))
