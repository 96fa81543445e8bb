"""What the local TrustGraph remembers, as long as it lives."""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from .terms import Graph, Json

Place = tuple[str, str]
"""Workspace and collection."""

SERVICES = (
    *("agent", "text-completion", "prompt", "mcp-tool", "graph-rag", "document-rag"),
    *("embeddings", "graph-embeddings", "document-embeddings", "row-embeddings"),
    *("triples", "rows", "sparql", "nlp-query", "structured-query", "structured-diag"),
    *("reranker", "image-to-text", "cloze", "decision-scoring", "field-extraction"),
)
STORES = (
    *("triples-store", "graph-embeddings-store", "document-embeddings-store", "rows-store"),
    *("entity-contexts-load", "text-load", "document-load"),
)
BLUEPRINT = "everything"


@dataclass
class State:
    """What is kept; the library, knowledge cores and users have modules of their own.

    Attributes:
        workspaces: Those that the gateway knows.
        items: Configuration: workspace to type to key to value. Flows, blueprints and collections are in it.
        version: Of the configuration.
        graphs, entities, chunks, rows: What was imported; rows by the name of their schema.
    """

    workspaces: set[str] = field(default_factory=set[str])
    items: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict[str, dict[str, dict[str, str]]])
    version: int = 1
    graphs: defaultdict[Place, Graph] = field(default_factory=lambda: defaultdict(Graph))
    entities: defaultdict[Place, list[Json]] = field(default_factory=lambda: defaultdict(list[Json]))
    chunks: defaultdict[Place, list[Json]] = field(default_factory=lambda: defaultdict(list[Json]))
    rows: defaultdict[Place, dict[str, list[Json]]] = field(
        default_factory=lambda: defaultdict(dict[str, list[Json]])
    )

    def add_workspace(self, name: str) -> None:
        """Lets the gateway know a workspace, which has what a fresh one has."""
        self.workspaces.add(name)
        items = self.items.setdefault(name, {})
        items.setdefault("flow-blueprint", {}).setdefault(BLUEPRINT, json.dumps(blueprint()))
        items.setdefault("prompt", {}).setdefault("system", json.dumps("You answer briefly."))
        self.version += 1

    def kept(self, workspace: str, type: str) -> dict[str, str]:
        """The items of a type, to be changed."""
        return self.items.setdefault(workspace, {}).setdefault(type, {})

    def flow(self, workspace: str, flow: str) -> Json | None:
        """What the configuration says of a flow that runs; None: there is none."""
        about = self.items.get(workspace, {}).get("flow", {}).get(flow)
        return None if about is None else _read(about)

    def forget(self, place: Place) -> None:
        """Drops what a collection holds."""
        kept: tuple[dict[Place, Any], ...] = (self.graphs, self.entities, self.chunks, self.rows)
        for each in kept:
            each.pop(place, None)


@functools.lru_cache(64)
def _read(text: str) -> Json:
    # Every request asks for its flow; nobody changes what is returned.
    read: Json = json.loads(text)
    return read


def blueprint() -> Json:
    """A flow with all services and stores."""
    asked = {
        name: {kind: f"{kind}:tg:{name}:{{workspace}}:{{id}}" for kind in ("request", "response")}
        for name in SERVICES
    }
    stored = {name: {"flow": f"flow:tg:{name}:{{workspace}}:{{id}}"} for name in STORES}
    return {
        "description": "All services",
        "blueprint": {},
        "flow": {},
        "interfaces": {**asked, **stored},
        "parameters": {},
    }
