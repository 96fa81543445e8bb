"""How TrustGraph's own services say that they failed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from trustgraph.schema import (
    CollectionManagementResponse,
    ConfigResponse,
    Error,
    FlowResponse,
    KnowledgeResponse,
    LibrarianResponse,
)


def failed(service: str, reason: str, of_collections: str) -> Any:
    """The answer of a service that fails, in the original's shape.

    `of_collections` is the error type of the one for collections, which releases do not agree on.
    """
    match service:
        case "config":
            return ConfigResponse(error=Error("config-error", reason))
        case "flow":
            return FlowResponse(error=Error("flow-error", reason))
        case "librarian":
            return LibrarianResponse(error=Error("unexpected-error", reason))
        case "knowledge":
            return KnowledgeResponse(error=Error("unexpected-error", reason))
        case _:
            error = Error(of_collections, reason)
            return CollectionManagementResponse(error=error, timestamp=datetime.now(UTC).isoformat())
