"""The rules of a TrustGraph: who may do what, what is refused in which words, and who answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any, Literal

from ....gateway.bulk import pass_on
from ....gateway.catalog import Bulk, Served
from ....gateway.core import Core
from ....gateway.exchange import NoAnswer, Refused, Request, ServiceFailure
from ....gateway.faults import Interface
from ....gateway.rules import Rules
from . import access, collection, config, failures, flows, imports, nearness, reading, rows, sparql
from .cores import Cores
from .gate import Identity
from .iam import Iam
from .library import Library
from .reading import failing_as
from .state import BLUEPRINT, State
from .terms import Json, read_term

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


def setup(
    gateway: Core,
    *,
    workspaces: Sequence[str] = ("default",),
    anonymous: bool | None = None,
    no_auth: bool = False,
    bootstrap: bool = False,
    timeout: float = 600.0,
    core_timeout: float = 1.0,
    memory: float = 60.0,
    mended: bool = False,
) -> Rules:
    """Registers the handlers; the package's docstring tells of the options."""
    state = State()
    open_to_all = gateway.token is None and not bootstrap if anonymous is None else anonymous
    iam = Iam(state, anonymous=open_to_all, token=gateway.token, memory=memory)
    iam.no_auth = no_auth
    for workspace in workspaces:
        state.add_workspace(workspace)
        iam.add_workspace(workspace, workspace.capitalize())
        start = {"flow-id": "default", "blueprint-name": BLUEPRINT, "description": "Default flow"}
        started = {**start, "operation": "start-flow"}
        flows.perform(state, Request("flow.start", "rest", started, {"workspace": workspace}))
    rules = TrustGraph(gateway, state, iam, core_timeout, mended)
    rules.patience = timeout
    for served in gateway.catalog.operations.values():
        handler = rules.handlers.get(_called(served))
        if handler is not None:
            gateway.on(served.name, handler)
    return rules


def _called(served: Served) -> str:
    """What tells which handler an operation has: its path, where that is no template for many services."""
    return served.path if served.path in access.PATHS else served.service


class TrustGraph(Rules):
    """The rules and the state of a TrustGraph.

    Attributes:
        state, library, cores, iam: What it keeps.
        failing: Services that fail, each with a message; for tests.
        denied: Capabilities that nobody has; for tests.
        handlers: Who answers, by service or path.
    """

    read_ahead = 10

    def __init__(self, gateway: Core, state: State, iam: Iam, core_timeout: float, mended: bool) -> None:
        super().__init__(gateway.descriptor)
        self._gateway = gateway
        self._core_timeout = core_timeout
        self.state = state
        self.iam = iam
        self.library = Library(state)
        self.cores = Cores(state, self.library, self._load, mended)
        self.failing: dict[str, str] = {}
        self.denied: set[str] = set()
        self.handlers: dict[str, Callable[[Request], Any]] = {
            "config": lambda request: config.perform(state, request),
            "flow": lambda request: flows.perform(state, request),
            "librarian": self.library.perform,
            "knowledge": self.cores.perform,
            "collection-management": lambda request: collection.perform(state, request),
            "iam": self._iam,
            "triples": self._triples,
            "sparql": lambda request: sparql.perform(state.graphs[_place(request)], request),
            "rows": lambda request: rows.perform(state, request),
            "embeddings": nearness.embeddings,
            "graph-embeddings": lambda request: nearness.entities(state, request),
            "document-embeddings": lambda request: nearness.chunks(state, request),
            "row-embeddings": lambda request: nearness.rows(state, request),
            "reranker": nearness.rerank,
            "thru/{name}": lambda request: request.body,
            "/api/v1/document-stream": self._document,
            "/api/v1/import-core": self._import_core,
            "/api/v1/export-core": self._export_core,
            "/api/v1/i18n/packs/{lang}": self._pack,
            **dict.fromkeys((path for path in access.PATHS if "/auth/" in path), self._iam),
        }

    # Who it is

    def identify(self, shown: str | None, expected: str | None) -> Identity:
        identity = self.iam.authenticate(shown)
        if identity is None:
            raise self.unauthorized()
        return identity

    def greeting(self, identity: Any) -> Json:
        return {"default_workspace": identity.workspace}

    def early(self, served: Served) -> Literal["nothing", "service", "body"]:
        if served.path in access.PATHS:
            return "nothing"
        return "body" if served.scope is None else "service"

    def routed(self, served: Served) -> bool:
        return True

    def defaults(self, interface: Interface, served: Served | None, identity: Any) -> Mapping[str, Any]:
        # Over HTTP, that of a flow's service, or of a path of its own, does not depend on who asks.
        fixed = served is None or served.scope is not None or served.path in access.PATHS
        own = interface == "socket" or not fixed
        workspace = identity.workspace if own and identity is not None else "default"
        return {**super().defaults(interface, served, identity), "workspace": workspace}

    # How the gateway refuses

    def unauthorized(self) -> Refused:
        return Refused("auth failure", type="auth-required", status=401)

    def unknown_path(self, path: str) -> Refused:
        return Refused("unknown kind", type="unknown-service", status=404)

    def page(self, status: int, reason: str) -> str:
        return f"{status}: {reason}"

    def unknown(
        self, interface: Interface, scope: str | None, service: str, body: Mapping[str, Any]
    ) -> Refused:
        if interface == "socket":
            return Refused("unknown service", type="unknown-service", status=404)
        if scope is not None:
            return Refused("unknown kind", status=404)
        missing = service != "iam" and not body.get("operation")
        return Refused("missing operation" if missing else "unknown operation", status=400)

    def unreadable(self, scope: str | None, reason: str, is_json: bool) -> Refused:
        if scope is not None:
            return Refused(reason, status=200)
        return Refused("body must be an object" if is_json else "invalid json", status=400)

    def bad_frame(self, reason: str) -> Refused:
        return Refused(reason)

    def no_frame(self, value: Any) -> Refused:
        return Refused(f"'{type(value).__name__}' object has no attribute 'get'")

    def choose(self, candidates: Sequence[Served], body: Mapping[str, Any]) -> Served | None:
        chosen = super().choose(candidates, body)
        if chosen is None and candidates and candidates[0].scope is not None:
            # Its path is all that tells a service of a flow; what it is to do may be left out.
            return candidates[0]
        known = None if chosen is None else access.REGISTERED.get(chosen.service)
        return chosen if known is None or body.get("operation") in known else None

    def admit(self, bulk: Bulk, identity: Any) -> None:
        right = "write" if bulk.direction == "import" else "read"
        self._permit(identity, f"{_kind(bulk)}:{right}", None)

    def check(self, request: Request) -> None:
        if request.served is None:
            kind = _kind(self._gateway.catalog.bulk[request.operation])
            self._flow(request, f"{kind}-load" if kind == "entity-contexts" else f"{kind}-store", ("flow",))
            return
        service, flow = request.served.service, request.context.get("flow")
        self._allow(request, request.served)
        context = None if request.identity is None else request.identity.context
        # Over HTTP the gateway tells services of flows nothing of who asks.
        if context is not None and (request.interface == "socket" or flow is None):
            request["user-context"] = context
        if flow is not None:
            self._flow(request, str(request.context.get("name", service)), ("request", "response"))
        reading.check(request, service)
        if service in self.failing:
            type = failures.TYPES.get(service, f"{service}-error")
            raise ServiceFailure(type, self.failing[service])

    def _allow(self, request: Request, served: Served) -> None:
        workspace, identity = request.context["workspace"], request.identity
        rule = _rule(request, served)
        if request.interface == "socket":
            self._exists(workspace)
            about = access.workspace_of(rule, request, identity.workspace)
            if rule not in {access.ANYONE, access.ANYBODY_KNOWN}:
                self._permit(identity, rule, about if served.service == "iam" else workspace)
        elif served.scope is not None:
            # The workspace is in the body, where the gateway does not look for it. And it asks whether
            # the caller has the capability to be known.
            self._permit(identity, rule, None)
        elif rule in {access.ANYONE, access.ANYBODY_KNOWN}:
            return
        elif served.service == "iam":
            self._permit(identity, rule, access.workspace_of(rule, request, identity.workspace))
        elif served.path in access.PATHS:
            self._permit(identity, rule, None)
        else:
            self._permit(identity, rule, workspace)
            self._exists(workspace)

    def _permit(self, identity: Any, rule: access.Rule, workspace: str | None) -> None:
        if rule in self.denied or not self.iam.permits(identity, rule, workspace):
            raise Refused("access denied", type="access-denied", status=403)

    def _exists(self, workspace: str) -> None:
        if workspace not in self.state.workspaces:
            raise Refused("workspace not found", type="workspace-not-found", status=404)

    def _flow(self, request: Request, interface: str, needs: Sequence[str]) -> None:
        workspace, name = request.context["workspace"], request.context.get("flow")
        flow = self.state.flow(workspace, str(name))
        if flow is None:
            raise Refused(f"Invalid flow {workspace}/{name}", status=200)
        described = flow.get("interfaces", {}).get(interface)
        if described is None:
            raise Refused("This kind not supported by flow", status=200)
        for queue in needs:
            if queue not in described:
                raise Refused(f"'{queue}'", status=200)

    # How it fails

    def late(self) -> ServiceFailure:
        return ServiceFailure("gateway-error", "")

    def failed(self, request: Request, failure: ServiceFailure) -> tuple[Any, bool]:
        error = self.error(failure.type, failure.message)
        # Errors of the gateway itself, such as its timeout, look the same whatever the service.
        if request.served is None or failure.type == "gateway-error":
            return {"error": error}, True
        service = request.served.service
        if service in failures.SILENT:
            raise NoAnswer
        operation = str(request.get("operation", ""))
        told = failures.body(service, error, operation, request.streaming)
        return told, service not in failures.UNMARKED

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

    # Who answers

    def take(self, request: Request, message: Any) -> Any:
        kind = _kind(self._gateway.catalog.bulk[request.operation])
        try:
            return imports.take(self.state, kind, request.context["workspace"], message)
        except ValueError as error:
            raise Refused(str(error)) from None

    async def _load(self, request: Request, kind: str, message: Json) -> None:
        """Gives a flow what is in a core, as if it were imported."""
        workspace = request.context["workspace"]
        read = imports.take(self.state, kind, workspace, message)
        for bulk in self._gateway.catalog.bulk.values():
            if bulk.direction == "export" and _kind(bulk) == kind:
                await pass_on(self._gateway, bulk, {"workspace": workspace, "flow": request["flow"]}, read)

    def _triples(self, request: Request) -> Any:
        with failing_as("gateway-error"):
            pattern = [(name, read_term(request[name])) for name in "spo" if name in request]
        size = int(request.get("batch-size", 20))
        graph = self.state.graphs[_place(request)]
        found = graph.find(pattern, request.get("g"), int(request.get("limit", 10000)))
        if not request.streaming:
            return {"response": found}
        size = size if size > 0 else 20
        # A query that finds nothing still has a last frame.
        return ({"response": found[start : start + size]} for start in range(0, max(len(found), 1), size))

    def _iam(self, request: Request) -> Json:
        assert request.served is not None
        path, actor = request.served.path or "", "" if request.identity is None else request.identity.user
        if path not in access.PATHS:
            return self.iam.perform(request, request["operation"], actor)
        operation = path.rpartition("/")[2]
        if operation == "change-password":
            request["user_id"], request["password"] = actor, request.get("current_password")
        return self.iam.perform(request, operation, actor)

    def _document(self, request: Request) -> Any:
        # The same operation may come over the socket, in the library's own words.
        if request.interface == "socket" or "operation" in request:
            return self.library.perform(request)
        if not request.get("document-id"):
            raise Refused("Missing required parameter: document-id", status=500, plain=True)
        try:
            request["chunk-size"] = int(request.get("chunk-size", 2**20))
        except ValueError as error:
            raise Refused(str(error), status=200) from None
        if request.context["workspace"] not in self.state.workspaces:
            raise NoAnswer
        return self.library.stream(request)

    async def _import_core(self, request: Request) -> bytes:
        await self._reach_nobody(request)
        return b""

    async def _export_core(self, request: Request) -> AsyncIterator[bytes]:
        await self._reach_nobody(request)
        nothing: tuple[bytes, ...] = ()
        for piece in nothing:
            yield piece

    async def _reach_nobody(self, request: Request) -> None:
        if "id" not in request:
            raise Refused("'id'", status=200)
        # It asks on a channel where nobody listens.
        await asyncio.sleep(self._core_timeout)

    def _pack(self, request: Request) -> Any:
        language = str(request.get("lang", ""))
        if "/" in language or ".." in language:
            raise Refused("400: Invalid language code", status=400, plain=True)
        return self.answer(request)


def _kind(bulk: Bulk) -> str:
    """What a transfer is about, as the gateway calls it."""
    return bulk.transfer.path.rpartition("/")[2]


def _place(request: Request) -> tuple[str, str]:
    return request.context["workspace"], request.get("collection", "default")


def _rule(request: Request, served: Served) -> access.Rule:
    if request.interface == "rest" and served.path in access.PATHS and "operation" not in request:
        return access.PATHS[served.path]
    if served.service.startswith("thru/"):
        return access.ANYBODY_KNOWN
    return access.of_service(served.service, str(request.get("operation", "")))
