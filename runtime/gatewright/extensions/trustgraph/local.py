"""TrustGraph 2.11 as the local gateway plays it: configuration, flows, triples, and how it refuses and fails.

The state lives as long as the gateway. Flows and blueprints are configuration items of the
types `flow` and `flow-blueprint`, as in TrustGraph itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from ... import wire
from ...gateway.core import Core
from ...gateway.exchange import Refused, Request, ServiceFailure
from ...gateway.faults import Interface
from ...gateway.rules import Rules

Json = dict[str, Any]

_NO_CONFIG: Json = {"version": 0, "values": [], "directory": [], "config": {}}
_NO_FLOW: Json = {
    "blueprint-names": [],
    "flow-ids": [],
    "blueprint-definition": "",
    "flow": "",
    "description": "",
    "parameters": {},
}

# What a failed service sends, by service; "$error" stands for the error object. Services that are not
# listed send {"error": ...}. Most drop the error: that is the gateway's doing, not this table's.
_FAILURES: dict[str, Json] = {
    "agent": {"error": {"type": "gateway-error", "message": "'Error' object has no attribute 'code'"}},
    "text-completion": {"response": None, "end_of_stream": True},
    "prompt": {"end_of_stream": True},
    "embeddings": {"vectors": []},
    "triples": {"response": [], "error": "$error"},
    "graph-rag": {
        "message_type": "chunk",
        "response": "",
        "end_of_stream": True,
        "end_of_session": True,
        "error": "$error",
    },
    "document-rag": {"end_of_stream": False, "end_of_session": False, "error": "$error"},
    "config": _NO_CONFIG,
    "flow": _NO_FLOW,
}

# Services whose failure comes in a frame that is not marked as the last, though nothing follows.
_UNMARKED = frozenset({"document-rag", "knowledge"})

# The flag by which a body of a stream says that it is the last.
_LAST = {
    "agent": "end_of_dialog",
    "graph-rag": "end_of_session",
    "document-rag": "end_of_session",
    "text-completion": "end_of_stream",
    "prompt": "end_of_stream",
}

_CLOSING: dict[str, Json] = {
    "agent": {"message_type": "answer", "end_of_message": True, "end_of_dialog": True},
    "graph-rag": {"message_type": "chunk", "response": "", "end_of_stream": False, "end_of_session": True},
    "document-rag": {"message_type": "end", "end_of_stream": False, "end_of_session": True},
    "text-completion": {"response": "", "end_of_stream": True},
    "prompt": {"text": "", "end_of_stream": True},
    "triples": {"response": []},
}

# Fields without which the gateway cannot read a request.
_REQUIRED = {
    "agent": ["question"],
    "graph-rag": ["query"],
    "document-rag": ["query"],
    "embeddings": ["texts"],
}

_BLUEPRINT: Json = {
    "description": "All services",
    "blueprint": {},
    "flow": {},
    "interfaces": {},
    "parameters": {},
}


def setup(gateway: Core, *, workspaces: Sequence[str] = ("default",)) -> Rules:
    """Registers the handlers; `workspaces` are those that exist, each with a running flow `default`."""
    rules = TrustGraph(gateway, workspaces)
    handlers = {
        "config": rules.config,
        "flow": rules.flow,
        "triples": rules.triples,
        "embeddings": rules.embeddings,
    }
    for served in gateway.catalog.operations.values():
        if served.service in handlers:
            gateway.on(served.name, handlers[served.service])
    return rules


class TrustGraph(Rules):
    """The rules and the state of a TrustGraph."""

    read_ahead = 10

    def __init__(self, gateway: Core, workspaces: Sequence[str]) -> None:
        super().__init__(gateway.descriptor)
        self.version = 1
        # workspace to type to key to value
        self.items: dict[str, dict[str, dict[str, str]]] = {}
        self.graphs: dict[tuple[str, str], Graph] = {}
        for workspace in workspaces:
            flow = {"description": "Running from the start", "blueprint-name": "everything"}
            self.items[workspace] = {
                "flow-blueprint": {"everything": json.dumps(_BLUEPRINT)},
                "flow": {"default": json.dumps({**flow, "interfaces": {}, "parameters": {}})},
                "prompt": {"system": json.dumps("You answer briefly.")},
            }

    # How the gateway refuses

    def unauthorized(self) -> Refused:
        return Refused("auth failure", type="auth-required", status=401)

    def unknown_path(self, path: str) -> Refused:
        return Refused("unknown kind", type="unknown-service", status=404)

    def unknown(
        self, interface: Interface, scope: str | None, service: str, body: Mapping[str, Any]
    ) -> Refused:
        if interface == "socket":
            return Refused("unknown service", type="unknown-service", status=404)
        if scope is not None:
            return Refused("unknown kind", status=404)
        return Refused("unknown operation" if body.get("operation") else "missing operation", status=400)

    def unreadable(self, scope: str | None, reason: str, is_json: bool) -> Refused:
        if scope is not None:
            return Refused(reason, status=200)
        return Refused("body must be an object" if is_json else "invalid json", status=400)

    def bad_frame(self, reason: str) -> Refused:
        return Refused(reason)

    def greeting(self) -> Json:
        return {"default_workspace": "default"}

    def check(self, request: Request) -> None:
        workspace, flow = request.context["workspace"], request.context.get("flow")
        known = workspace in self.items
        if not known and (flow is None or request.interface == "socket"):
            raise Refused("workspace not found", type="workspace-not-found", status=404)
        if flow is not None and (not known or flow not in self.items[workspace].get("flow", {})):
            raise Refused(f"Invalid flow {workspace}/{flow}", status=200)
        if request.served is not None:
            for name in _REQUIRED.get(request.served.service, ()):
                if name not in request:
                    raise ServiceFailure("gateway-error", f"'{name}'")

    def failed(self, request: Request, failure: ServiceFailure) -> tuple[Any, bool]:
        error = self.error(failure.type, failure.message)
        # Errors of the gateway itself, such as its timeout, look the same whatever the service.
        if request.served is None or failure.type == "gateway-error":
            return {"error": error}, True
        service = request.served.service
        template = _FAILURES.get(service, {"error": "$error"})
        body = {key: error if value == "$error" else value for key, value in template.items()}
        if service == "document-rag":
            body["end_of_stream"] = request.streaming
        return body, service not in _UNMARKED

    # How its streams look

    def is_last(self, request: Request, body: Any) -> bool | None:
        flag = None if request.served is None else _LAST.get(request.served.service)
        return None if flag is None else bool(body.get(flag))

    def closing(self, request: Request) -> Any:
        return {} if request.served is None else _CLOSING.get(request.served.service, {})

    def answer(self, request: Request) -> Any:
        assert request.served is not None
        stream = request.served.operation.stream
        if request.streaming or stream is None or stream.type is None:
            return super().answer(request)
        # What leads to the answer comes before it, asked for or not.
        kinds = {name for name, item in stream.items.items() if item not in stream.text}
        example = request.served.operation.example
        steps = [body for body in example.stream if body.get(stream.type) in kinds]
        return iter([*steps, example.response])

    # Configuration

    def config(self, request: Request) -> Json:
        """All operations of the service `config`."""
        items = self.items[request.context["workspace"]]
        keys = _fields(request, "keys", ("type", "key"))
        values = _fields(request, "values", ("type", "key", "value"))
        kind = request.get("type")
        answer = {**_NO_CONFIG, "version": self.version}
        match request["operation"]:
            case "get" if keys is not None:
                found = [items.get(key["type"], {}).get(key["key"]) for key in keys]
                answer["values"] = [{**key, "value": value} for key, value in zip(keys, found, strict=True)]
            case "list" if kind is not None:
                answer["directory"] = list(items.get(kind, {}))
            case "getvalues" if kind is not None:
                pairs = items.get(kind, {}).items()
                answer["values"] = [{"type": kind, "key": key, "value": value} for key, value in pairs]
            case "config":
                answer["config"] = items
            case "put" if values is not None:
                for value in values:
                    items.setdefault(value["type"], {})[value["key"]] = value["value"]
                self.version += 1
                return _NO_CONFIG
            case "delete" if keys is not None:
                for key in keys:
                    items.get(key["type"], {}).pop(key["key"], None)
                self.version += 1
                return _NO_CONFIG
            case operation:
                # getvalues-all-ws reaches a service that does not know it.
                raise ServiceFailure("config-error", f"{operation} cannot be done")
        return answer

    # Flows

    def flow(self, request: Request) -> Json:
        """All operations of the service `flow`."""
        items = self.items[request.context["workspace"]]
        blueprints = items.setdefault("flow-blueprint", {})
        flows = items.setdefault("flow", {})
        name, id = request.get("blueprint-name"), request.get("flow-id")
        match request["operation"]:
            case "list-flows":
                return {**_NO_FLOW, "flow-ids": list(flows)}
            case "list-blueprints":
                return {**_NO_FLOW, "blueprint-names": list(blueprints)}
            case "get-flow" if id in flows:
                about = json.loads(flows[id])
                parts = {
                    "description": about.get("description", ""),
                    "parameters": about.get("parameters", {}),
                }
                return {**_NO_FLOW, "flow": flows[id], **parts}
            case "get-blueprint" if name in blueprints:
                return {**_NO_FLOW, "blueprint-definition": blueprints[name]}
            case "put-blueprint" if isinstance(name, str) and isinstance(
                request.get("blueprint-definition"), str
            ):
                blueprints[name] = request["blueprint-definition"]
            case "delete-blueprint" if name in blueprints:
                del blueprints[name]
            case "start-flow":
                self._start(request, blueprints, flows)
            case "stop-flow" if id in flows:
                del flows[id]
            case operation:
                raise ServiceFailure("flow-error", f"{operation} cannot be done")
        self.version += 1
        return _NO_FLOW

    def _start(self, request: Request, blueprints: dict[str, str], flows: dict[str, str]) -> None:
        name, id = request.get("blueprint-name"), request.get("flow-id")
        if not isinstance(id, str) or id in flows:
            raise ServiceFailure("flow-error", "Flow already exists" if id else "No flow ID")
        if not isinstance(name, str) or name not in blueprints:
            raise ServiceFailure("flow-error", "Blueprint does not exist")
        if request.get("description") is None:
            raise ServiceFailure("flow-error", "No description")
        parameters = {key: str(value) for key, value in cast("Json", request.get("parameters") or {}).items()}
        interfaces = json.loads(blueprints[name]).get("interfaces", {})
        about = {"description": request["description"], "blueprint-name": name}
        flows[id] = json.dumps({**about, "interfaces": interfaces, "parameters": parameters})

    # Triples

    def take(self, request: Request, message: Any) -> Any:
        """One message of an import. What its type says is up to the path; only triples are stored."""
        try:
            about = message["metadata"]
            metadata = {"id": about["id"], "root": about.get("root", ""), "collection": about["collection"]}
            if "triples" not in request.operation:
                return {**message, "metadata": metadata}
            triples = [_triple(value) for value in message["triples"]]
        except (KeyError, TypeError, AttributeError) as error:
            raise Refused(f"malformed message: {error}") from None
        graph = self.graphs.setdefault((request.context["workspace"], metadata["collection"]), Graph())
        graph.add(triples)
        return {"metadata": metadata, "triples": triples}

    def triples(self, request: Request) -> Any:
        """Queries by pattern."""
        try:
            pattern = [(name, _term(request[name])) for name in "spo" if name in request]
            limit, size = int(request.get("limit", 10000)), int(request.get("batch-size", 20))
        except (AttributeError, TypeError, ValueError) as error:
            raise ServiceFailure("gateway-error", str(error)) from None
        graph = self.graphs.get((request.context["workspace"], request.get("collection", "default")), Graph())
        found = graph.find(pattern, request.get("g"), limit)
        if not request.streaming:
            return {"response": found}
        size = size if size > 0 else 20
        # A query that finds nothing still has a last frame.
        return ({"response": found[start : start + size]} for start in range(0, max(len(found), 1), size))

    # Embeddings

    def embeddings(self, request: Request) -> Json:
        """The same vector for the same text, always."""
        return {"vectors": [_vector(str(text)) for text in request["texts"]]}


class Graph:
    """The triples of one collection. They are kept as text until somebody asks: imports can be large."""

    def __init__(self) -> None:
        self._new: list[bytes] = []
        self._triples: dict[bytes, Json] = {}

    def add(self, triples: list[Json]) -> None:
        """Adds triples; those that are there already count once."""
        self._new.append(wire.dumps(triples))

    def find(self, pattern: Sequence[tuple[str, Json]], graph: str | None, limit: int) -> list[Json]:
        """The triples that match; `graph` is None for the default graph, `*` for all."""
        return list(self._matching(pattern, graph, limit))

    def _matching(self, pattern: Sequence[tuple[str, Json]], graph: str | None, limit: int) -> Iterator[Json]:
        for text in self._new:
            for triple in cast("list[Json]", wire.loads(text)):
                self._triples.setdefault(wire.dumps(triple), triple)
        self._new.clear()
        for triple in self._triples.values():
            if limit <= 0:
                return
            if (graph == "*" or triple.get("g") == graph) and all(
                triple.get(key) == term for key, term in pattern
            ):
                limit -= 1
                yield triple


def _fields(request: Request, name: str, fields: Sequence[str]) -> list[Json] | None:
    # Reads them as the gateway does before it asks the service, whose errors differ from its own.
    try:
        return (
            [{field: item[field] for field in fields} for item in request[name]] if name in request else None
        )
    except (KeyError, TypeError) as error:
        raise ServiceFailure("gateway-error", str(error)) from None


def _term(value: Any) -> Json:
    # As lenient as the gateway: a term of a type that it does not know becomes an empty one.
    match value.get("t", ""):
        case "i":
            return {"t": "i", "i": value.get("i", "")}
        case "b":
            return {"t": "b", "d": value.get("d", "")}
        case "l":
            if len(value) == 2:
                return {"t": "l", "v": value.get("v", "")}
            optional = {key: value[key] for key in ("dt", "ln") if value.get(key)}
            return {"t": "l", "v": value.get("v", ""), **optional}
        case "t":
            return {"t": "t", "tr": _triple(value["tr"])} if value.get("tr") else {"t": "t"}
        case kind:
            return {"t": kind}


def _triple(value: Any) -> Json:
    s, p, o, g = value.get("s"), value.get("p"), value.get("o"), value.get("g")
    if s and p and o and g is None:
        return {"s": _term(s), "p": _term(p), "o": _term(o)}
    triple = {key: _term(term) for key, term in (("s", s), ("p", p), ("o", o)) if term}
    return triple if g is None else {**triple, "g": g}


_COMPONENTS = [round(byte / 127.5 - 1, 6) for byte in range(256)]


def _vector(text: str) -> list[float]:
    return [_COMPONENTS[byte] for byte in hashlib.sha256(text.encode()).digest()[:16]]
