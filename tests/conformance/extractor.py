"""What an extractor publishes, in the words of whichever release of TrustGraph is installed."""

from __future__ import annotations

from typing import Any

from trustgraph.gateway.dispatch.serialize import to_subgraph, to_value
from trustgraph.schema import (
    ChunkEmbeddings,
    DocumentEmbeddings,
    EntityContext,
    EntityContexts,
    EntityEmbeddings,
    GraphEmbeddings,
    Metadata,
    Triples,
)


def published(kind: str, metadata: Metadata, items: list[dict[str, Any]]) -> Any:
    """A message with these items, which are as an export shows them."""
    match kind:
        case "triples":
            return Triples(metadata, to_subgraph(items))
        case "graph-embeddings":
            return GraphEmbeddings(metadata, [EntityEmbeddings(**about_entity(item)) for item in items])
        case "document-embeddings":
            return DocumentEmbeddings(metadata, [ChunkEmbeddings(**item) for item in items])
        case _:
            return EntityContexts(metadata, [EntityContext(**about_entity(item)) for item in items])


def about_entity(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "entity": to_value(item["entity"])}
