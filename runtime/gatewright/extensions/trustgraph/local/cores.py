"""The service `knowledge`: cores of a knowledge graph, and of the embeddings of documents."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from ....gateway.exchange import Request, ServiceFailure
from .library import Library
from .reading import failing_as
from .state import State
from .terms import Json, read_term, read_triples, stored_term

Load = Callable[[Request, str, Json], Awaitable[None]]
"""Hands a message of an import to a flow: request, kind of the import, message."""

_PARTS = ("triples", "graph-embeddings", "document-embeddings")
_INSIDE = {"triples": "triples", "graph-embeddings": "entities", "document-embeddings": "chunks"}


class Cores:
    """The cores of all workspaces.

    Attributes:
        mended: Cores can be put. As it is shipped, TrustGraph cannot read such a request.
    """

    def __init__(self, state: State, library: Library, load: Load, mended: bool) -> None:
        self._state = state
        self._library = library
        self._load = load
        self.mended = mended
        # Part, workspace and name of a core to what was put, message by message
        self._kept: dict[tuple[str, str, str], list[list[Json]]] = {}
        self._announced: dict[str, Json] = {}

    def perform(self, request: Request) -> Any:
        """All operations of the service.

        Raises:
            ServiceFailure: It cannot be done, or the request cannot be read.
        """
        with failing_as("gateway-error"):
            parts = {part: _read(part, request[part]) for part in _PARTS if part in request}
            for part in ("library-metadata", "library-blob"):
                _ = request[part].get("id", "") if part in request else None
        workspace, id = request.context["workspace"], request.get("id")
        match request["operation"]:
            case "list-kg-cores":
                # A core without embeddings of entities is not listed.
                return {"ids": self._ids("graph-embeddings", workspace)}
            case "list-de-cores":
                return {"ids": self._ids("document-embeddings", workspace)}
            case "get-kg-core":
                return self._get(workspace, str(id))
            case "get-de-core":
                return self._get_embeddings(workspace, str(id))
            case "put-kg-core":
                for part in ("triples", "graph-embeddings"):
                    self._put(workspace, part, parts.get(part))
                with failing_as("unexpected-error"):
                    self._put_document(workspace, request)
            case "put-de-core":
                self._put(workspace, "document-embeddings", parts.get("document-embeddings"))
            case "delete-kg-core":
                for part in _PARTS:
                    self._kept.pop((part, workspace, str(id)), None)
            case "delete-de-core":
                self._kept.pop(("document-embeddings", workspace, str(id)), None)
            case "load-kg-core":
                return self._load_into(request, ("triples", "graph-embeddings"))
            case "load-de-core":
                return self._load_into(request, ("document-embeddings",))
            case _:
                raise ServiceFailure("not-implemented", "Not implemented")
        return {}

    def _ids(self, part: str, workspace: str) -> list[str]:
        return sorted(id for kept, owner, id in self._kept if (kept, owner) == (part, workspace))

    def _put(self, workspace: str, part: str, given: Json | None) -> None:
        if given is None:
            return
        inside = _INSIDE[part]
        if not self.mended:
            raise ServiceFailure("unexpected-error", f"'dict' object has no attribute '{inside}'")
        about = given["metadata"]
        # The name of the core is what its content says, not the request.
        key = part, workspace, about["root"] or about["id"]
        self._kept.setdefault(key, []).append(given[inside])

    def _messages(self, part: str, workspace: str, id: str, collection: str = "default") -> Iterator[Json]:
        about = {"id": id, "root": "", "collection": collection}
        for each in self._kept.get((part, workspace, id), ()):
            yield {"metadata": about, _INSIDE[part]: each}

    def _told(self, part: str, workspace: str, id: str) -> Iterator[Json]:
        for message in self._messages(part, workspace, id):
            if not self.mended:
                # The gateway cannot read what the service says, either.
                raise ServiceFailure("gateway-error", "'dict' object has no attribute 'metadata'")
            yield {part: message}

    def _get(self, workspace: str, id: str) -> Iterator[Json]:
        for part in ("triples", "graph-embeddings"):
            yield from self._told(part, workspace, id)
        try:
            self._library.find(workspace, id)
        except ServiceFailure as failure:
            told = f"Librarian error: {failure.type}: {failure.message}"
            raise ServiceFailure("librarian-error", told) from None
        yield from self._documents(workspace, id)
        yield {"eos": True}

    def _documents(self, workspace: str, id: str) -> Iterator[Json]:
        document = self._library.find(workspace, id)
        names = ("id", "kind", "title", "parent-id", "document-type", "comments", "tags")
        yield {"library-metadata": {name: document.kept[name] for name in names}}
        yield {"library-blob": {"id": id, "data": base64.b64encode(document.content).decode()}}
        for child in self._library.children(id):
            yield from self._documents(workspace, child)

    def _get_embeddings(self, workspace: str, id: str) -> Iterator[Json]:
        yield from self._told("document-embeddings", workspace, id)
        yield {"eos": True}

    def _put_document(self, workspace: str, request: Request) -> None:
        if "library-metadata" in request:
            about = request["library-metadata"]
            self._announced[about.get("id", "")] = about
        if "library-blob" not in request:
            return
        about = self._announced.pop(request["library-blob"].get("id", ""), None)
        # Without its metadata a document is dropped, and so is one that is there already.
        if about is None or (workspace, about.get("id", "")) in self._library.documents:
            return
        parent = about.get("parent-id", "")
        kind = about.get("document-type", "")
        if parent and (workspace, parent) not in self._library.documents:
            return
        metadata: Json = {
            **{name: about.get(name, "") for name in ("id", "kind", "title", "comments")},
            "time": 0,
            "metadata": [],
            "tags": about.get("tags", []),
            "parent-id": parent,
            "document-type": "extracted" if parent and kind in {"", "source"} else kind,
        }
        if metadata["kind"] or parent:
            data = request["library-blob"].get("data", "")
            self._library.keep(workspace, metadata, base64.b64decode(data))

    async def _load_into(self, request: Request, parts: tuple[str, ...]) -> Json:
        workspace, id, name = request.context["workspace"], request.get("id"), request.get("flow")
        if id is None or name is None:
            raise ServiceFailure("load-error", f"{'Core' if id is None else 'Flow'} ID must be specified")
        flow = self._state.flow(workspace, name)
        if flow is None:
            raise ServiceFailure("load-error", f"Invalid flow {name} for workspace {workspace}")
        for part in parts:
            if f"{part}-store" not in flow.get("interfaces", {}):
                raise ServiceFailure("load-error", f"Flow has no {part}-store")
        for part in parts:
            for message in self._messages(part, workspace, id, request.get("collection") or "default"):
                await self._load(request, part, message)
        return {}


def _read(part: str, given: Any) -> Json:
    """A part of a core, as the gateway reads it and the table gives it back."""
    about = given["metadata"]
    metadata = {"id": about["id"], "root": about.get("root", ""), "collection": about["collection"]}
    items: list[Json]
    if part == "triples":
        items = [
            {name: term if name == "g" else stored_term(term) for name, term in triple.items()}
            for triple in read_triples(given["triples"])
        ]
    elif part == "graph-embeddings":
        items = [
            {"vector": each["vector"], "entity": stored_term(read_term(each["entity"]))}
            for each in given["entities"]
        ]
    else:
        items = [{"chunk_id": each["chunk_id"], "vector": each["vector"]} for each in given["chunks"]]
    return {"metadata": metadata, _INSIDE[part]: items}
