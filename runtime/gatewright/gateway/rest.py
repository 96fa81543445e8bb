"""The HTTP side: routes from the descriptor, JSON in, JSON and streams out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from .. import wire
from ..descriptor import Field_
from .catalog import Served, placeholders
from .exchange import Refused, Request, as_object, perform
from .faults import Fault
from .streams import StreamOutlet

if TYPE_CHECKING:
    from .core import Core

_JSON = "application/json; charset=utf-8"

Endpoint = Callable[[HttpRequest], Awaitable[Response]]


def application(core: Core, **arguments: Any) -> Starlette:
    """The ASGI application that serves all HTTP operations; the arguments are Starlette's."""
    routes: dict[tuple[str, str], list[Served]] = {}
    for served in core.catalog.operations.values():
        if served.path is not None:
            routes.setdefault((served.method, served.path), []).append(served)
    # Longer paths, and then those with fewer placeholders, first: /api/v1/{service} must not hide them.
    ordered = sorted(
        routes.items(),
        key=lambda route: (-route[0][1].count("/"), len(placeholders(route[0][1])), route[0]),
    )
    app = Starlette(
        routes=[
            *(
                Route(_pattern(path, operations), _endpoint(core, operations), methods=[method])
                for (method, path), operations in ordered
            ),
            *arguments.pop("routes", ()),
        ],
        middleware=[Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])]
        if core.descriptor.gateway.local.cors
        else [],
        exception_handlers=_exceptions(core),
        **arguments,
    )
    app.router.redirect_slashes = False
    return app


def _exceptions(core: Core) -> dict[Any, Any]:
    """What is said of unknown paths and methods, where the descriptor tells."""
    told = core.descriptor.gateway.local.refusals

    def path(http: HttpRequest, error: Exception) -> Response:
        return _refused(core, core.rules.unknown_path(http.url.path))

    def method(http: HttpRequest, error: Exception) -> Response:
        response = _refused(core, core.rules.unknown_method(http.method))
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    says = ((404, told.path, path), (405, told.method, method))
    return {status: say for status, refusal, say in says if refusal is not None}


def _pattern(path: str, operations: Sequence[Served]) -> str:
    # A path parameter of one operation, if it ends the path, may itself hold slashes.
    for name in placeholders(path):
        fields = [served.operation.request.get(name) for served in operations]
        if path.endswith(f"{{{name}}}") and any(
            field is not None and field.place == "path" for field in fields
        ):
            return path.replace(f"{{{name}}}", f"{{{name}:path}}")
    return path


def _endpoint(core: Core, operations: Sequence[Served]) -> Endpoint:
    async def endpoint(http: HttpRequest) -> Response:
        try:
            request = await _read(core, operations, http)
            core.check(request)
        except Refused as refusal:
            return _refused(core, refusal)
        served = request.served
        if served is not None and served.media is not None and request.streaming:
            return await StreamOutlet(core, http, served.media).respond(request)
        out = _Outlet(core, http)
        faults = core.strikes(request)
        try:
            await perform(core.rules, request, core.handler(request), faults, out)
        except Refused as refusal:
            return _refused(core, refusal)
        except asyncio.CancelledError:
            if core.stopping:
                return Response(status_code=503)  # to nobody: the connection is gone
            raise
        return out.response(request)

    return endpoint


async def _read(core: Core, operations: Sequence[Served], http: HttpRequest) -> Request:
    rules = core.rules
    scope = operations[0].scope
    places = dict(http.path_params)
    if "service" in places:
        service = places.pop("service")
        candidates = core.catalog.services.get((scope, service), [])
        candidates = [served for served in candidates if served.path is not None]
    else:
        service, candidates = operations[0].service, list(operations)
    if not all(served.operation.open for served in operations):
        core.authorize(http.headers)
    sent = await _body(core, scope, http)
    served = rules.choose(candidates, sent)
    if served is None:
        raise rules.unknown("rest", scope, service, sent)
    values: dict[str, Any] = {}
    for key, value in core.descriptor.gateway.rest.body.items():
        values[str(value).removeprefix("$").removesuffix("?")] = sent.pop(key, None)
    for name, field in served.operation.request.items():
        key = field.wire or name
        if field.place == "path" and name in places:
            sent[key] = _value(field, places.pop(name))
        elif field.place == "query" and key in http.query_params:
            sent[key] = _from_query(field, http.query_params.getlist(key))
    return core.received(served.name, "rest", sent, {**values, **places}, served)


async def _body(core: Core, scope: str | None, http: HttpRequest) -> dict[str, Any]:
    text = await http.body()
    # These need none, but may have one.
    if not text and (http.method in {"GET", "DELETE"} or core.descriptor.gateway.errors.by == "status"):
        return {}
    try:
        body = as_object(wire.loads(text))
    except wire.JSONDecodeError as error:
        raise core.rules.unreadable(scope, str(error), False) from None
    if body is None:
        raise core.rules.unreadable(scope, "the body is no JSON object", True)
    return body


def _from_query(field: Field_, texts: list[str]) -> Any:
    if field.type == "array":
        return [_value(field.items, text) for text in texts]
    return _value(field, texts[-1])


def _value(field: Field_ | None, text: str) -> Any:
    """What the text stands for; text that does not fit stays text."""
    try:
        match None if field is None else field.type:
            case "integer":
                return int(text)
            case "number":
                return float(text)
            case "boolean" if text.lower() in {"true", "false", "1", "0"}:
                return text.lower() in {"true", "1"}
            case _:
                return text
    except ValueError:
        return text


def _json(body: Any, status: int = 200) -> Response:
    return Response(wire.dumps(body), status, media_type=_JSON)


def _refused(core: Core, refusal: Refused) -> Response:
    return _json(core.rules.error_body(refusal), refusal.status)


class _Outlet:
    """Keeps the last body: that is what is answered."""

    def __init__(self, core: Core, http: HttpRequest) -> None:
        self._core = core
        self._http = http
        self._body: Any = None
        self._response: Response | None = None

    def send(self, body: Any, done: bool, kind: str | None = None) -> None:
        self._body = body

    def raw(self, data: bytes) -> None:
        self._response = Response(data, media_type=_JSON)

    def error(self, fault: Fault) -> None:
        if self._core.descriptor.gateway.errors.by == "status":
            refusal = Refused(fault.message, type=fault.type, status=fault.status)
            self._response = _refused(self._core, refusal)
        else:
            error = {"error": {"type": fault.type, "message": fault.message}}
            self._response = _json(error, fault.status)

    def abort(self, reset: bool = False) -> None:
        self._core.hang_up(self._http.client, reset)

    async def close(self, code: int) -> None:
        self.abort()

    async def drain(self) -> None:
        await asyncio.sleep(0)

    def response(self, request: Request) -> Response:
        """What was sent, as a response."""
        if self._response is not None:
            return self._response
        operation = None if request.served is None else request.served.operation
        status = 200 if operation is None else operation.example.status
        if status == 204:
            return Response(status_code=204)
        if operation is not None and operation.returns.text:
            return Response(str(self._body), status, media_type="text/plain")
        return _json(self._body, status)
