"""Messages of bulk imports: how the gateway reads them, what is kept of them, and what exports hand on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .reading import MALFORMED
from .state import State
from .terms import Json, read_term, read_triples

Reader = Callable[[Any], Json]


def take(state: State, kind: str, workspace: str, message: Any) -> Json:
    """Reads a message and keeps what it holds; returns what an export sends of it.

    Raises:
        ValueError: The gateway could not read it.
    """
    try:
        read = _READERS[kind](message)
    except MALFORMED as error:
        raise ValueError(f"malformed message: {error}") from None
    place = workspace, read["metadata"]["collection"]
    match kind:
        case "triples":
            state.graphs[place].add(read["triples"])
        case "graph-embeddings":
            state.entities[place].extend(read["entities"])
        case "document-embeddings":
            state.chunks[place].extend(read["chunks"])
        case "rows":
            state.rows[place].setdefault(read["schema_name"], []).extend(read["values"])
        case _:
            pass  # a flow makes vectors of contexts, which is nothing that anybody can ask for here
    return read


def _metadata(message: Any) -> Json:
    about = message["metadata"]
    return {"id": about["id"], "root": "", "collection": about["collection"]}


def _triples(message: Any) -> Json:
    root = message["metadata"].get("root", "")
    return {"metadata": {**_metadata(message), "root": root}, "triples": read_triples(message["triples"])}


def _entities(message: Any) -> Json:
    entities = [
        {"vector": each["vector"], "entity": read_term(each["entity"])} for each in message["entities"]
    ]
    return {"metadata": _metadata(message), "entities": entities}


def _contexts(message: Any) -> Json:
    entities = [
        {"context": each["context"], "entity": read_term(each["entity"])} for each in message["entities"]
    ]
    return {"metadata": _metadata(message), "entities": entities}


def _chunks(message: Any) -> Json:
    about = message.get("metadata", {})
    metadata = {
        "id": about.get("id"),
        "root": about.get("root", ""),
        "collection": about.get("collection", "default"),
    }
    chunks = [{"vector": each["vector"], "chunk_id": each["chunk_id"]} for each in message.get("chunks", [])]
    return {"metadata": metadata, "chunks": chunks}


def _rows(message: Any) -> Json:
    values = message["values"]
    return {
        "metadata": _metadata(message),
        "schema_name": message["schema_name"],
        "values": values if isinstance(values, list) else [values],
    }


_READERS: dict[str, Reader] = {
    "triples": _triples,
    "graph-embeddings": _entities,
    "document-embeddings": _chunks,
    "entity-contexts": _contexts,
    "rows": _rows,
}
