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
from ..descriptor import Route as Described
from .catalog import Served, placeholders
from .exchange import Refused, Request, ServiceFailure, as_object, perform
from .faults import Fault
from .streams import StreamOutlet, refused
from .templates import variable

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
    """What is said of unknown paths and methods."""
    told = core.descriptor.gateway.local.refusals

    def path(http: HttpRequest, error: Exception) -> Response:
        return refused(core, core.rules.unknown_path(http.url.path))

    def method(http: HttpRequest, error: Exception) -> Response:
        response = refused(core, core.rules.unknown_method(http.method))
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    def page(http: HttpRequest, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        text = core.rules.page(error.status_code, error.detail)
        return Response(text, error.status_code, error.headers, "text/plain")

    return {404: page if told.path is None else path, 405: page if told.method is None else method}


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
            return refused(core, refusal)
        except ServiceFailure as failure:
            return _json(core.rules.failure_body(failure))
        served = request.served
        own = served is not None and served.path == operations[0].path
        if served is not None and own and served.media is not None and request.streaming:
            return await StreamOutlet(core, http, served.media, _bytes(served)).respond(request)
        out = _Outlet(core, http)
        faults = core.strikes(request)
        try:
            await perform(core.rules, request, core.handler(request), faults, out)
        except Refused as refusal:
            return refused(core, refusal)
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
        candidates = [served for served in candidates if rules.routed(served)]
    else:
        service, candidates = operations[0].service, list(operations)
    early = rules.early(operations[0])
    if early == "service" and not candidates:
        raise rules.unknown("rest", scope, service, {})
    identity = None
    if early != "body":
        identity = _identity(core, candidates, http)
    sent = await _body(core, operations, scope, http)
    core.enter(scope, places, service)
    # A route of its own needs no constant fields to tell what is meant.
    served = candidates[0] if _alone(candidates) else rules.choose(candidates, sent)
    if served is None:
        raise rules.unknown("rest", scope, service, sent)
    if early == "body":
        identity = _identity(core, [served], http)
    values = _settings(core, served, sent, http)
    whole = _named(served, "whole") is not None
    for name, field in served.operation.request.items():
        key = field.wire or name
        if field.place == "path" and name in places and not whole:
            sent[key] = _value(field, places.pop(name))
        elif field.place == "query" and key in http.query_params:
            sent[key] = _from_query(field, http.query_params.getlist(key))
    return core.received(served.name, "rest", sent, {**values, **places}, served, identity=identity)


def _identity(core: Core, candidates: Sequence[Served], http: HttpRequest) -> Any:
    # Without any candidate nobody can say that the operation were open.
    if candidates and all(served.operation.open for served in candidates):
        return None
    return core.authorize(http.headers)


def _bytes(served: Served) -> str | None:
    stream = served.operation.stream
    return None if stream is None else stream.bytes_


def _alone(candidates: Sequence[Served]) -> bool:
    return len(candidates) == 1 and isinstance(candidates[0].operation.rest, Described)


def _settings(core: Core, served: Served, sent: dict[str, Any], http: HttpRequest) -> dict[str, Any]:
    """What the body and the query say besides the fields of the operation."""
    values: dict[str, Any] = {}
    for key, value in core.descriptor.gateway.rest.body.items():
        values[variable(value)] = sent.get(key)
    for key, value in served.query.items():
        values[variable(value)] = http.query_params.get(key)
    return values


def _named(served: Served, place: str) -> str | None:
    """The field of a request that goes to a place of its own, by its name on the wire."""
    fields = served.operation.request.items()
    return next((field.wire or name for name, field in fields if field.place == place), None)


async def _body(
    core: Core, operations: Sequence[Served], scope: str | None, http: HttpRequest
) -> dict[str, Any]:
    text = await http.body()
    content = next((name for name in (_named(served, "content") for served in operations) if name), None)
    if content is not None:
        return {content: text}
    # These need none, but may have one.
    bare = _alone(operations) and not operations[0].operation.request
    lenient = http.method in {"GET", "DELETE"} or core.descriptor.gateway.errors.by == "status"
    if not text and (bare or lenient):
        return {}
    try:
        body = as_object(wire.loads(text))
    except wire.JSONDecodeError as error:
        raise core.rules.unreadable(scope, core.rules.reason(text, error), False) from None
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
            self._response = refused(self._core, refusal)
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
        if self._body == "" and operation is not None and not operation.returns.text:
            return Response(b"", status, media_type="application/octet-stream")
        if isinstance(self._body, bytes):
            return Response(self._body, status, media_type="application/octet-stream")
        if operation is not None and operation.returns.text:
            return Response(str(self._body), status, media_type="text/plain")
        return _json(self._body, status)
