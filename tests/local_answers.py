"""The scripted services that answer alike in the releases of TrustGraph, as on the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def mcp_tool(request: Json) -> Iterator[Json]:
    name, parameters = request.get("name", ""), request.get("parameters")
    if name == "as-text":
        yield {"text": f"{name} {json.dumps(parameters)}"}
    else:
        yield {"object": {"tool": name, "parameters": parameters}}


def nlp_query(request: Json) -> Iterator[Json]:
    yield {
        "graphql_query": f"# {request.get('question', '')}\n{{ people {{ name }} }}",
        "variables": {"first": str(request.get("max_results", 100))},
        "detected_schemas": ["people"],
        "confidence": 0.75,
    }


def graphql(request: Json, place: Json, operation: str | None) -> Iterator[Json]:
    """Answer a GraphQL query with what was asked, and where."""
    if operation == "Broken":
        wrong = {"message": "no such field", "path": ["people", "age"], "extensions": {"code": "UNKNOWN"}}
        yield {"data": None, "errors": [wrong], "extensions": {"cost": "1"}}
    else:
        asked = {
            "query": request.get("query", ""),
            **place,
            "variables": request.get("variables", {}),
            "operation": operation,
        }
        yield {"data": asked}
