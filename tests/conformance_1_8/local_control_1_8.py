"""The local gateway in the place of the real one: the same services, and the same face for tests."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import local_services_1_8 as local_services
from local_services_1_8 import Json

from gatewright.gateway import LocalGateway, Request, local_gateway
from gatewright.gateway.bulk import pass_on
from gatewright.gateway.exchange import NoAnswer, ServiceFailure

STORES = {
    "import_triples": "triples-store",
    "import_graph_embeddings": "graph-embeddings-store",
    "import_document_embeddings": "document-embeddings-store",
    "import_entity_contexts": "entity-contexts-load",
    "import_objects": "objects-store",
}
LOST = "import_document_embeddings"
CORE_FILES = {"knowledge.import_core", "knowledge.export_core"}
TRIPLES = "triples"


class LocalControl:
    """Steers a local gateway as `Control` steers the real one."""

    def __init__(self, gateway: LocalGateway, token: str) -> None:
        self._gateway = gateway
        self._token = token
        self._stored: list[tuple[str, str, Json]] = []
        self._fits = gateway.rules.check
        self._read = gateway.rules.take
        for served in gateway.catalog.operations.values():
            if served.service in local_services.SERVICES and served.scope == "flow":
                gateway.on(served.name, partial(self._answer, served.service))
        gateway.on("metrics.get", prometheus)
        vars(gateway.rules).update(check=self._check, take=self._take)

    # What tests call

    def script(
        self,
        *,
        fail: dict[str, str] | None = None,
        only: dict[str, int] | None = None,
        timeout: float = 120.0,
        anonymous: bool = False,
        mended: bool = False,
    ) -> None:
        """Replace what is different from a gateway on which all is well."""

        def change() -> None:
            self._fail, self._only, self._mended = fail or {}, only or {}, mended
            self._gateway.rules.patience = timeout
            self._gateway.token = None if anonymous else self._token

        self._gateway.call(change)

    def forget(self) -> None:
        """Forget what was seen, and the triples that came with it."""

        def change() -> None:
            self._gateway.requests.clear()
            self._stored.clear()
            with self._gateway.stores.lock:
                self._gateway.stores.objects(TRIPLES).clear()
            for triple in local_services.TRIPLES:
                place = ("trustgraph", "default", triple["s"], triple["p"], triple["o"])
                names = self._gateway.stores.names(TRIPLES)
                self._gateway.stores.put(TRIPLES, *place, dict(zip(names, place, strict=True)))

        self._gateway.call(change)

    def arrived(self, store: str, count: int = 1, flow: str = "default") -> list[Json]:
        """What reached a store of a flow, as soon as there is that much of it."""
        if store in {"text-load", "document-load"}:
            return [*self._loaded(store), *self._processed(store)]
        self._gateway.wait_for(lambda: len(self._found(store, flow)) >= count)
        return [stored(message) for message in self._found(store, flow)]

    def asked(self, service: str, flow: str = "default") -> list[Json]:
        """The requests that reached a service of a flow."""
        requests = self._requests(service)
        return [asked(request) for request in requests if request.context.get("flow") == flow]

    def publish(self, flow: str, items: list[Json], kind: str = "triples", **about: Any) -> None:
        """Publish items as an extractor would, as soon as someone exports that kind from the flow."""
        inside = {"triples": "triples", "document-embeddings": "chunks"}.get(kind, "entities")
        metadata = {
            "id": "urn:document:1",
            "metadata": [],
            "user": "trustgraph",
            "collection": "default",
            **about,
        }
        name, values = f"export_{kind.replace('-', '_')}", {"flow": flow}
        self._gateway.wait_for(lambda: self._exports(name, values))
        message = {"metadata": metadata, inside: items}
        self._gateway.run(pass_on(self._gateway, self._gateway.catalog.bulk[name], values, message))

    def wait_for_flow(self, flow: str) -> None:
        """Flows are there when their start is answered."""

    # What the gateway calls

    def _check(self, request: Request) -> None:
        """Whether the service of a request fails, or says nothing."""
        self._fits(request)
        if request.served is None or request.operation in CORE_FILES:
            return  # the gateway drops what happens to the files of cores
        service = request.served.service
        if service in self._fail:
            type = local_services.ERROR_TYPES.get(service)
            if type is None:
                raise NoAnswer
            raise ServiceFailure(type, self._fail[service])
        if self._only.get(service) == 0:
            raise NoAnswer

    def _take(self, request: Request, message: Any) -> Any:
        """A message of an import."""
        read = self._read(request, message)
        if self._mended or request.operation != LOST:
            self._stored.append((STORES[request.operation], request.context["flow"], message))
            self._gateway.changed()
        return read

    def _answer(self, name: str, request: Request) -> Iterator[Json]:
        bodies = local_services.answer(name, request, mended=self._mended)
        return bodies if name not in self._only else silent_after(self._only[name], bodies)

    # What is behind it

    def _requests(self, service: str) -> list[Request]:
        return [
            request
            for request in self._gateway.requests
            if request.served is not None and request.served.service == service
        ]

    def _found(self, store: str, flow: str) -> list[Json]:
        return [message for *place, message in list(self._stored) if place == [store, flow]]

    def _exports(self, name: str, values: dict[str, str]) -> bool:
        # An export is noted before it listens, and listens on the same turn of the gateway's loop.
        return bool(self._gateway.taps) and any(
            each.operation == name and each.context == values for each in self._gateway.requests
        )

    def _loaded(self, store: str) -> list[Json]:
        field = {"text-load": "text", "document-load": "data"}[store]
        found: list[Json] = []
        for request in self._requests(store):
            content = request[field]
            if store == "text-load":
                content = base64.b64decode(content).decode(request.get("charset", "utf-8"))
            found.append({field: content, "metadata": about(request)})
        return found

    def _processed(self, store: str) -> list[Json]:
        """What a flow gets of documents of the library."""
        found: list[Json] = []
        for request in self._requests("librarian"):
            asked = request.get("processing-metadata")
            if request.get("operation") != "add-processing" or asked is None:
                continue
            document = self._gateway.stores.get("documents", asked["user"], asked["document-id"])
            if document is not None and store == "text-load":
                text = base64.b64decode(document["content"]).decode()
                place = {**asked, "id": document["id"], "metadata": document["metadata"]}
                found.append({"text": text, "metadata": about(place)})
        return found


def silent_after(count: int, bodies: Iterator[Json]) -> Iterator[Json]:
    yield from itertools.islice(bodies, count)
    raise NoAnswer


def prometheus(request: Request) -> str:
    """What the Prometheus server says that the real gateway asks here: it repeats the request."""
    first = {name: value[0] if isinstance(value, list) else value for name, value in request.items()}
    return json.dumps({"status": "success", **first})


# In the names and with the defaults that things have on TrustGraph's bus.

DEFAULTS: dict[str, Json] = {
    "graph-rag": {"entity_limit": 50, "triple_limit": 30, "max_subgraph_size": 1000, "max_path_length": 2},
}


def asked(request: Request) -> Json:
    assert request.served is not None
    fields = {name.replace("-", "_"): value for name, value in request.items()}
    return {"streaming": False, **DEFAULTS.get(request.served.service, {}), **fields}


def about(request: Json) -> Json:
    place = {name: request.get(name) for name in ("id", "user", "collection")}
    return {**place, "metadata": [triple(each) for each in request.get("metadata") or []]}


def term(value: Json) -> Json:
    return {"value": value["v"], "is_uri": value["e"], "type": ""}


def triple(value: Json) -> Json:
    return {place: term(value[place]) for place in ("s", "p", "o")}


def stored(message: Json) -> Json:
    """A message of an import."""
    told = {"metadata": about(message["metadata"])}
    if "triples" in message:
        return {**told, "triples": [triple(each) for each in message["triples"]]}
    if "entities" in message:
        return {
            **told,
            "entities": [{**each, "entity": term(each["entity"])} for each in message["entities"]],
        }
    return {**message, **told}


@contextlib.contextmanager
def open_local_gateway(token: str) -> Iterator[tuple[str, LocalControl]]:
    """A local gateway with what the real one has here; its URL, and what steers it."""
    gateway = local_gateway("trustgraph_v1", token=token)
    control = LocalControl(gateway, token)
    with gateway:
        control.script()
        yield gateway.url, control
