"""What a gateway says where its descriptor leaves it open, and what an extension may decide otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from .. import wire
from ..descriptor import Descriptor, Refusal, ScopeLocal
from . import batches
from .catalog import Bulk, Served, choose
from .exchange import Refused, Request, ServiceFailure, put
from .faults import Interface
from .templates import Values, fill
from .validate import lacks

# Statuses of failures that may pass.
_PASSING = frozenset({408, 429, 502, 503, 504})

_ANYTHING = ScopeLocal()


class Rules:
    """What a gateway does beyond its descriptor. An extension overrides what differs.

    Attributes:
        read_ahead: Requests that a socket reads while those before them fill all places.
        patience: Seconds that the gateway waits for each body of an answer; None: for ever.
    """

    read_ahead = 1
    patience: float | None = None

    def __init__(self, descriptor: Descriptor) -> None:
        self.descriptor = descriptor
        self._defaults = {name: each.default for name, each in descriptor.gateway.settings.items()}
        local = descriptor.gateway.local
        if local.read_ahead is not None:
            self.read_ahead = local.read_ahead
        self._said = local.refusals
        self._services = {
            (None if service.group is not None else service.scope, service.service): service
            for service in descriptor.services.values()
        }
        self._imports = {
            f"import_{name}": transfer
            for service in descriptor.services.values()
            for name, transfer in service.imports.items()
        }

    def unauthorized(self) -> Refused:
        """No credential, or a wrong one."""
        return self._say(self._said.unauthorized) or Refused("unauthorized", type="unauthorized", status=401)

    def malformed(self) -> Refused | None:
        """The header for the credential holds something else; None: that is as a missing one."""
        return self._say(self._said.malformed)

    def unknown_path(self, path: str) -> Refused:
        """Nothing is served at this path."""
        return self._say(self._said.path, path=path) or Refused("not found", type="not-found", status=404)

    def unknown_socket(self, path: str) -> Refused:
        """No WebSocket is served at this path."""
        return self._say(self._said.socket_path, path=path) or self.unknown_path(path)

    def unknown_method(self, method: str) -> Refused:
        """The path does not know this method."""
        return self._say(self._said.method, method=method) or Refused("method not allowed", status=405)

    def page(self, status: int, reason: str) -> str:
        """The text for an unknown path or method, where the descriptor does not word it."""
        return reason

    def invalid(self, field: str, message: str) -> Refused:
        """A field of a request does not fit."""
        return self._say(self._said.invalid, field=field, message=message) or Refused(
            f"{field}: {message}", type="invalid-request", status=400
        )

    def unknown(
        self, interface: Interface, scope: str | None, service: str, body: Mapping[str, Any]
    ) -> Refused | ServiceFailure:
        """No such service, or no such operation of it."""
        known = self._services.get((scope, service))
        if known is not None and known.local.unknown is not None:
            left_out = {name: "" for each in known.operations.values() for name in each.send}
            return self.decline(known.local.unknown, Values(body, left_out))
        if self._scope(scope).unknown is not None:
            return self.unoffered(scope, service)
        text = f"there is no such operation of {service}"
        return self._say(self._said.unknown, operation=service) or Refused(text, type="not-found", status=404)

    def unoffered(self, scope: str | None, service: str) -> Refused:
        """What the scope's parameter names does not have this service."""
        said = self._scope(scope).unknown
        text = f"there is no {service} here"
        return (
            Refused(text, status=404) if said is None else self.refuse(said, Values({"operation": service}))
        )

    def unreadable(self, scope: str | None, reason: str, is_json: bool) -> Refused:
        """A REST body is no JSON, or no object."""
        said = self._say(self._said.shapeless, message=reason) if is_json else None
        said = said or self._say(self._said.unreadable, message=reason)
        return said or Refused(reason, type="bad-request", status=400)

    def reason(self, text: bytes, error: wire.JSONDecodeError) -> str:
        """Why a text is no JSON, in the words of Python's own parser, which most gateways use."""
        try:
            json.loads(text)
        except ValueError as said:
            return str(said)
        return str(error)

    def bad_frame(self, reason: str) -> Refused:
        """A socket frame is no JSON, no object, or lacks an id or a body."""
        return self._say(self._said.unreadable, message=reason) or Refused(reason, type="bad-message")

    def incomplete(self, reason: str) -> Refused:
        """A socket frame is no object, or lacks an id or a body."""
        return self._say(self._said.incomplete, message=reason) or self.bad_frame(reason)

    def shapeless(self) -> Refused:
        """The body of a socket's request is no object."""
        return self._say(self._said.shapeless) or self.incomplete("Bad message")

    def nameless(self, field: str) -> Refused | None:
        """A socket frame does not name a service or an operation; None: that is as an unknown one."""
        return self._say(self._said.nameless, field=field)

    def no_frame(self, value: Any) -> Refused:
        """A socket frame is JSON, but no object."""
        return self.incomplete("a frame is a JSON object")

    def identify(self, shown: str | None, expected: str | None) -> Any:
        """Who shows a credential, None if it shows none; `expected` is the one that the host wants to see.

        Raises:
            Refused: It is not accepted.
        """
        if expected is not None and shown != expected:
            raise self.unauthorized()

    def greeting(self, identity: Any) -> dict[str, Any]:
        """Further fields of the frame that accepts a credential."""
        return {}

    def early(self, served: Served) -> Literal["nothing", "service", "body"]:
        """What of a REST request is looked at before the credential, at the path of an operation."""
        return "nothing"

    def defaults(self, interface: Interface, served: Served | None, identity: Any) -> Mapping[str, Any]:
        """Values of the settings that a request leaves out."""
        return self._defaults

    def admit(self, bulk: Bulk, identity: Any) -> None:
        """Looks at a bulk transfer before its socket opens.

        Raises:
            Refused: It is not to be opened.
        """

    def routed(self, served: Served) -> bool:
        """Whether a REST path for many services leads to an operation."""
        return served.path is None or "{service}" in served.path

    def choose(self, candidates: Sequence[Served], body: Mapping[str, Any]) -> Served | None:
        """The operation of a service that a body means."""
        return choose(candidates, body)

    def check(self, request: Request) -> None:
        """Looks at a request before its handler does, or at a bulk socket when it has opened.

        Raises:
            Refused, ServiceFailure, NoAnswer
        """
        served = request.served
        if served is None:
            return
        own = self._services.get((served.scope, served.service))
        said = own.local.lacking if own is not None else None
        said = said or self._scope(served.scope).lacking
        field = None if said is None else lacks(served.operation, request)
        if said is not None and field is not None:
            raise self.decline(said, Values({"field": field}, request))

    def late(self) -> ServiceFailure:
        """What is said of a service that does not answer."""
        said = self._said.late
        if said is not None:
            return ServiceFailure(said.type, said.message, status=said.status)
        return ServiceFailure("timeout", "the service did not answer", status=504)

    def broken(self, error: Exception) -> ServiceFailure | Refused:
        """What is said when a handler has a bug."""
        text = f"{type(error).__name__}: {error}"
        said = self._say(self._said.failed, message=text, error=str(error))
        return said or ServiceFailure("handler-failed", text)

    def failed(self, request: Request, failure: ServiceFailure) -> tuple[Any, bool]:
        """The body that tells of a failed service, and whether its frame is marked as the last.

        Raises:
            Refused: The gateway has no such bodies; it tells of a failure as of anything else.
            NoAnswer: The service says nothing at all.
        """
        socket = self.descriptor.gateway.socket
        plain = request.interface == "rest" and self.descriptor.gateway.errors.by == "status"
        if plain or (request.interface == "socket" and socket is not None and socket.receive.failed):
            raise Refused(failure.message, type=failure.type, status=failure.status)
        return self.failure_body(failure), True

    def failure_body(self, failure: ServiceFailure) -> dict[str, Any]:
        """The body that tells of a failed service."""
        if failure.body is not None:
            return failure.body
        errors = self.descriptor.gateway.errors
        body: dict[str, Any] = {}
        put(body, errors.at[0] if errors.at else "error", self.error(failure.type, failure.message))
        return body

    def error(self, type: str, message: str) -> dict[str, Any]:
        """An error object."""
        template = self.descriptor.gateway.local.socket_error
        if template:
            made: dict[str, Any] = fill(template, Values({"type": type, "message": message}))
            return made
        errors = self.descriptor.gateway.errors
        return {errors.message: message, errors.type[0]: type}

    def error_body(self, refusal: Refused) -> dict[str, Any]:
        """Body of an error over HTTP."""
        if refusal.body is not None:
            return refusal.body
        gateway = self.descriptor.gateway
        said = {
            "type": refusal.type,
            "message": refusal.message,
            "status": refusal.status,
            "retryable": refusal.status in _PASSING,
        }
        if gateway.local.error:
            made: dict[str, Any] = fill(gateway.local.error, Values(said))
            return made
        if gateway.errors.by == "body":
            return {"error": refusal.message}
        error = {gateway.errors.message: refusal.message, gateway.errors.type[0]: refusal.type}
        body: dict[str, Any] = {}
        for path in gateway.errors.at[:1]:
            if path == ".":
                return error
            put(body, path, error)
        return body

    def refuse(self, refusal: Refusal, values: Values) -> Refused:
        """An error of the gateway as the descriptor words it."""
        message, body = _worded(refusal, values)
        return Refused(
            message,
            type=refusal.type,
            status=refusal.status,
            body=body,
            fresh=refusal.fresh,
            plain=refusal.plain,
            frame=refusal.frame or None,
        )

    def decline(self, refusal: Refusal, values: Values) -> Refused | ServiceFailure:
        """An error of whoever answers requests: the gateway, or services behind it."""
        if self.descriptor.gateway.local.failures == "gateway":
            return self.refuse(refusal, values)
        message, body = _worded(refusal, values)
        return ServiceFailure(refusal.type, message, status=refusal.status, body=body)

    def _scope(self, scope: str | None) -> ScopeLocal:
        return self.descriptor.gateway.local.scopes.get(scope or "", _ANYTHING)

    def _say(self, refusal: Refusal | None, **values: Any) -> Refused | None:
        return None if refusal is None else self.refuse(refusal, Values(values))

    def is_last(self, request: Request, body: Any) -> bool | None:
        """Whether this body of a stream says that it is the last; None: bodies do not say."""
        return None

    def closing(self, request: Request) -> Any:
        """The body that ends a stream whose handler ended without a last one."""
        return {}

    def answer(self, request: Request) -> Any:
        """The answer to an operation without a handler: its example."""
        assert request.served is not None
        example = request.served.operation.example
        if request.streaming and example.stream:
            return iter(example.stream)
        return {} if example.response is None else example.response

    def take(self, request: Request, message: Any) -> Any:
        """Takes one message of a bulk import; returns what exports hand on.

        Raises:
            Refused: The message is malformed.
        """
        batches.check(self.descriptor, self._imports[request.operation], message)
        return message


def _worded(refusal: Refusal, values: Values) -> tuple[str, dict[str, Any] | None]:
    """The message of an error, and its body where it has one of its own."""
    message = str(fill(refusal.message, values))
    if not refusal.body:
        return message, None
    said = {"type": refusal.type, "message": message, "status": refusal.status}
    return message, fill(refusal.body, values.over(said))
