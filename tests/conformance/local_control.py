"""The local gateway in the place of the real one: the same services, and the same face for tests."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import local_services
from local_services import Json

from gatewright.extensions.trustgraph.local import TrustGraph, imports
from gatewright.extensions.trustgraph.local.iam import Iam
from gatewright.gateway import LocalGateway, Request, local_gateway
from gatewright.gateway.bulk import pass_on
from gatewright.gateway.exchange import NoAnswer

Service = Callable[[Json], Iterator[Json]]

WORKSPACES = ("default", "second")
LANGUAGES = {"en": {"yes": "Yes"}, "es": {"yes": "S\u00ed"}}
ECHO = {kind: f"{kind}:tg:echo:{{workspace}}:{{id}}" for kind in ("request", "response")}


class Failing(dict[str, str]):
    """Services that fail, each with a message: all requests, or those from the one `after` others on.

    The gateway looks once for each request whether its service is among them.
    """

    def __init__(self, fail: dict[str, str], after: dict[str, int], times: int) -> None:
        super().__init__(fail)
        self._spared = dict(after)
        self._times = times
        self._failed: dict[str, int] = {}

    def __contains__(self, service: object) -> bool:
        if not super().__contains__(service):
            return False
        name = str(service)
        if self._spared.get(name, 0) > 0:
            self._spared[name] -= 1
            return False
        self._failed[name] = self._failed.get(name, 0) + 1
        return not self._times or self._failed[name] <= self._times


class LocalControl:
    """Steers a local gateway as `Control` steers the real one."""

    def __init__(self, gateway: LocalGateway) -> None:
        assert isinstance(gateway.rules, TrustGraph)
        self._gateway = gateway
        self._rules = gateway.rules
        self._users = gateway.rules.iam
        self._stored: list[tuple[str, str, Json]] = []
        self._only: dict[str, int] = {}
        for served in gateway.catalog.operations.values():
            service = local_services.SERVICES.get(served.service)
            if service is not None:
                gateway.on(served.name, partial(self._answer, served.service, service))
        gateway.on("metrics.get", prometheus)
        gateway.on("i18n.pack", lambda request: LANGUAGES.get(request.get("lang", "en"), LANGUAGES["en"]))

    # What tests call

    def script(
        self,
        *,
        fail: dict[str, str] | None = None,
        after: dict[str, int] | None = None,
        times: int = 0,
        only: dict[str, int] | None = None,
        deny: list[str] | None = None,
        anonymous: bool = True,
        timeout: float = 600.0,
        mended: bool = False,
        bootstrap: bool = False,
        no_auth: bool = False,
    ) -> None:
        """Replace what is different from a gateway on which all is well."""
        rules = self._rules
        failing = {local_services.NAMES.get(name, name): text for name, text in (fail or {}).items()}

        def change() -> None:
            rules.failing = Failing(failing, after or {}, times)
            rules.denied = set(deny or [])
            rules.patience = timeout
            rules._core_timeout = timeout / 5  # as the original's two minutes are to its ten
            rules.cores.mended = mended
            rules.iam = self._first_day() if bootstrap else self._users
            rules.iam.anonymous = anonymous and not bootstrap
            rules.iam._trusted = rules.iam._signing
            self._only = only or {}
            vars(rules.iam).pop("permits", None)
            if no_auth:
                vars(rules.iam)["permits"] = lambda *asked: True

        self._gateway.call(change)

    def forget(self) -> None:
        """Forget what was seen, and the triples that came with it."""

        def change() -> None:
            self._gateway.requests.clear()
            self._stored.clear()
            self._rules.state.graphs.clear()
            for workspace in WORKSPACES:
                self._rules.state.graphs[workspace, "default"].add(local_services.TRIPLES)

        self._gateway.call(change)

    def messages(self, topic: str, count: int = 0) -> list[Json]:
        """What the real gateway would have published on a topic."""
        kind, _, name, *place = topic.split(":")
        if kind == "flow" and name == "text-load":
            return [loaded(request) for request in self._requests("librarian", place[0], "add-processing")]
        if kind == "flow":
            self._gateway.wait_for(lambda: len(self._logged(name, place[0])) >= count)
            return self._logged(name, place[0])
        if name == "knowledge" and not place:
            return [{"operation": CORE_FILES[each]} for each in self._names() if each in CORE_FILES]
        return [asked(request) for request in self._requests(name, *place[:1])]

    def arrived(self, store: str, count: int = 1, flow: str = "default") -> list[Json]:
        """What reached a store, as soon as there is that much of it."""
        return self.messages(f"flow:tg:{store}:default:{flow}", count)

    def requested(self, service: str, operation: str, workspace: str = "default") -> int:
        """How many requests for an operation reached a service of a workspace."""
        return len(self._requests(service, workspace, operation))

    def publish(self, flow: str, items: list[Json], kind: str = "triples", **about: str) -> None:
        """Publish items as an extractor would, as soon as someone exports that kind from the flow."""
        inside = {"triples": "triples", "document-embeddings": "chunks"}.get(kind, "entities")
        metadata = {"id": "urn:document:1", "root": "", "collection": "default", **about}
        name = f"export_{kind.replace('-', '_')}"
        values = {"workspace": "default", "flow": flow}
        self._gateway.wait_for(lambda: self._exports(name, values))
        bulk = self._gateway.catalog.bulk[name]
        self._gateway.run(pass_on(self._gateway, bulk, values, {"metadata": metadata, inside: items}))

    def wait_for_flow(self, flow: str) -> None:
        """Flows are there when their start is answered."""

    def wait_for_workspace(self, workspace: str) -> None:
        """Workspaces are there when their making is answered."""

    # What the gateway calls

    def store(self, kind: str, workspace: str, message: Json) -> None:
        """A message has reached a store of a workspace."""
        name = f"{kind}-load" if kind == "entity-contexts" else f"{kind}-store"
        self._stored.append((name, workspace, message))
        self._gateway.changed()

    def _answer(
        self, name: str, service: Callable[[Json], Iterator[Json]], request: Request
    ) -> Iterator[Json]:
        bodies = service(request)
        return bodies if name not in self._only else silent_after(self._only[name], bodies)

    # What is behind it

    def _first_day(self) -> Iam:
        iam = Iam(self._rules.state, anonymous=False, token=None, memory=0)
        for workspace in WORKSPACES:
            iam.add_workspace(workspace, workspace.title())
        return iam

    def _names(self) -> list[str]:
        return [request.operation for request in self._gateway.requests]

    def _exports(self, name: str, values: dict[str, str]) -> bool:
        # An export is noted before it listens, and listens on the same turn of the gateway's loop.
        return bool(self._gateway.taps) and any(
            each.operation == name and each.context == values for each in self._gateway.requests
        )

    def _requests(
        self, service: str, workspace: str | None = None, operation: str | None = None
    ) -> list[Request]:
        return [
            request
            for request in self._gateway.requests
            if request.served is not None
            and request.served.service == service
            and workspace in {None, request.context.get("workspace")}
            and operation in {None, request.get("operation")}
        ]

    def _logged(self, store: str, workspace: str) -> list[Json]:
        return [stored(message) for *place, message in list(self._stored) if place == [store, workspace]]


CORE_FILES = {"knowledge.export_core": "get-kg-core", "knowledge.import_core": "put-kg-core"}


def silent_after(count: int, bodies: Iterator[Json]) -> Iterator[Json]:
    for _, body in zip(range(count), bodies, strict=False):
        yield body
    raise NoAnswer


def prometheus(request: Request) -> str:
    """What the Prometheus server says that the real gateway asks here: it repeats the request."""
    return json.dumps({"status": "success", **request})


def asked(request: Request) -> Json:
    """A request, in the names that it has on TrustGraph's bus."""
    fields = {name.replace("-", "_"): value for name, value in request.items()}
    steps = fields.get("traversal_instructions")
    if steps:
        fields["traversal_instructions"] = [
            {"types": [], "relationships": [], "graphs": [], **step} for step in steps
        ]
    return {"collection": "default", "streaming": False, "user_context": None, **fields}


def loaded(request: Request) -> Json:
    """What a flow gets of a document."""
    about = request["processing-metadata"]
    return {"document_id": about["document-id"], "metadata": {"collection": about["collection"]}}


def stored(message: Json) -> Json:
    """A message of an import, in the names and with the defaults that it has on TrustGraph's bus."""
    metadata = message.get("metadata", {})
    about = {
        "id": metadata.get("id"),
        "root": metadata.get("root", ""),
        "collection": metadata.get("collection", "default"),
    }
    if "triples" in message:
        return {"metadata": about, "triples": [triple(each) for each in message["triples"]]}
    if "chunks" in message:
        return {"metadata": about, "chunks": [{"attributes": {}, **each} for each in message["chunks"]]}
    if "values" in message:
        return {**message, "metadata": about}
    entities = [{"rdf_type": [], **each, "entity": term(each["entity"])} for each in message["entities"]]
    return {"metadata": about, "entities": entities}


def term(value: Json) -> Json:
    names = {"i": "iri", "d": "id", "v": "value", "dt": "datatype", "ln": "language"}
    return {"type": value["t"], **{name: value.get(key, "") for key, name in names.items()}}


def triple(value: Json) -> Json:
    return {"s": term(value["s"]), "p": term(value["p"]), "o": term(value["o"]), "g": value.get("g")}


@contextlib.contextmanager
def open_local_gateway(token: str) -> Iterator[tuple[str, LocalControl]]:
    """A local gateway with what the real one has here; its URL, and what steers it."""
    gateway = local_gateway("trustgraph_v2", token=token, workspaces=WORKSPACES, anonymous=True, memory=0)
    control = LocalControl(gateway)
    assert isinstance(gateway.rules, TrustGraph)
    add_echo(gateway.rules)
    take = imports.take

    def noted(state: Any, kind: str, workspace: str, message: Any) -> Json:
        read = take(state, kind, workspace, message)
        control.store(kind, workspace, message)
        return read

    with gateway, contextlib.ExitStack() as undo:
        vars(imports)["take"] = noted
        undo.callback(vars(imports).update, take=take)
        yield gateway.url, control


def add_echo(rules: TrustGraph) -> None:
    """Give all flows, and their blueprint, the service `echo`."""
    for workspace in WORKSPACES:
        for kind in ("flow-blueprint", "flow"):
            kept = rules.state.kept(workspace, kind)
            for name, text in kept.items():
                definition = json.loads(text)
                definition["interfaces"]["echo"] = ECHO
                kept[name] = json.dumps(definition)
