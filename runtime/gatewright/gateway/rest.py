"""The REST side: routes from the descriptor, JSON in and out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from .. import wire
from .catalog import Served, placeholders
from .exchange import Refused, Request, as_object, perform
from .faults import Fault

if TYPE_CHECKING:
    from .local import LocalGateway

_JSON = "application/json; charset=utf-8"

Endpoint = Callable[[HttpRequest], Awaitable[Response]]


def application(gateway: LocalGateway) -> Starlette:
    """The ASGI application that serves all REST operations."""
    routes: dict[tuple[str, str], list[Served]] = {}
    for served in gateway.catalog.operations.values():
        if served.path is not None:
            routes.setdefault((served.method, served.path), []).append(served)
    # Paths with fewer placeholders first: a template such as /api/v1/{service} must not hide them.
    ordered = sorted(routes.items(), key=lambda route: (len(placeholders(route[0][1])), route[0]))
    app = Starlette(
        routes=[
            Route(_pattern(path, operations), _endpoint(gateway, operations), methods=[method])
            for (method, path), operations in ordered
        ]
    )
    app.router.redirect_slashes = False
    return app


def _pattern(path: str, operations: Sequence[Served]) -> str:
    # A path parameter of one operation, if it ends the path, may itself hold slashes.
    for name in placeholders(path):
        fields = [served.operation.request.get(name) for served in operations]
        if path.endswith(f"{{{name}}}") and any(
            field is not None and field.place == "path" for field in fields
        ):
            return path.replace(f"{{{name}}}", f"{{{name}:path}}")
    return path


def _endpoint(gateway: LocalGateway, operations: Sequence[Served]) -> Endpoint:
    async def endpoint(http: HttpRequest) -> Response:
        try:
            request = await _read(gateway, operations, http)
        except Refused as refusal:
            return _json(refusal.body, refusal.status)
        out = _Outlet(gateway, http)
        faults = gateway.strikes(request)
        try:
            await perform(gateway.rules, request, gateway.handler(request), faults, out)
        except Refused as refusal:
            return _json(refusal.body, refusal.status)
        except asyncio.CancelledError:
            if gateway.stopping:
                return Response(status_code=503)  # to nobody: the connection is gone
            raise
        return out.response(request)

    return endpoint


async def _read(gateway: LocalGateway, operations: Sequence[Served], http: HttpRequest) -> Request:
    rules = gateway.rules
    scope = operations[0].scope
    places = dict(http.path_params)
    if "service" in places:
        service = places.pop("service")
        candidates = gateway.catalog.services.get((scope, service), [])
        candidates = [served for served in candidates if served.path is not None]
    else:
        service, candidates = operations[0].service, list(operations)
    _authorize(gateway, http)
    sent = await _body(gateway, scope, http)
    served = rules.choose(candidates, sent)
    if served is None:
        raise rules.unknown("rest", scope, service, sent)
    values: dict[str, Any] = {}
    for key, value in gateway.descriptor.gateway.rest.body.items():
        values[str(value).removeprefix("$").removesuffix("?")] = sent.pop(key, None)
    for name, field in served.operation.request.items():
        key = field.wire or name
        if field.place == "path" and name in places:
            sent[key] = places.pop(name)
        elif field.place == "query" and key in http.query_params:
            sent[key] = http.query_params[key]
    return gateway.received(served.name, "rest", sent, {**values, **places}, served)


def _authorize(gateway: LocalGateway, http: HttpRequest) -> None:
    header = gateway.descriptor.gateway.auth.header
    if gateway.token is None or header is None:
        return
    if http.headers.get(header.name) != header.value.replace("$token", gateway.token):
        raise gateway.rules.unauthorized()


async def _body(gateway: LocalGateway, scope: str | None, http: HttpRequest) -> dict[str, Any]:
    if http.method in {"GET", "DELETE"}:
        return {}
    try:
        body = as_object(wire.loads(await http.body()))
    except wire.JSONDecodeError as error:
        raise gateway.rules.unreadable(scope, str(error), False) from None
    if body is None:
        raise gateway.rules.unreadable(scope, "the body is no JSON object", True)
    return body


def _json(body: Any, status: int = 200) -> Response:
    return Response(wire.dumps(body), status, media_type=_JSON)


class _Outlet:
    """Keeps the last body: that is what REST answers."""

    def __init__(self, gateway: LocalGateway, http: HttpRequest) -> None:
        self._gateway = gateway
        self._http = http
        self._body: Any = None
        self._response: Response | None = None

    def send(self, body: Any, done: bool) -> None:
        self._body = body

    def raw(self, data: bytes) -> None:
        self._response = Response(data, media_type=_JSON)

    def error(self, fault: Fault) -> None:
        error = {"error": {"type": fault.type, "message": fault.message}}
        self._response = _json(error, fault.status)

    def abort(self, reset: bool = False) -> None:
        self._gateway.hang_up(self._http.client, reset)

    async def close(self, code: int) -> None:
        self.abort()

    async def drain(self) -> None:
        await asyncio.sleep(0)

    def response(self, request: Request) -> Response:
        """What was sent, as a response."""
        if self._response is not None:
            return self._response
        if request.served is not None and request.served.operation.returns.text:
            return Response(str(self._body), media_type="text/plain")
        return _json(self._body)
