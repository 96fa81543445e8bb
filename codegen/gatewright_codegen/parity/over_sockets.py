"""Questions over the socket for calls, and by the handshakes of the sockets of feeds and bulk transfers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from websockets.exceptions import InvalidStatus

from gatewright.descriptor import Socket

from .asking import Answer, at, located
from .conversation import Asker
from .described import Call, placeholders
from .ground import ALIKE, GENERIC, NOBODY, NOTHING, Ground, Unasked, elsewhere, fixed, is_harmless
from .report import ParityError


class OverSocket:
    """Asks for operations over the socket; where frames do not name their request, over a new one each time.

    Raises of all methods:
        ParityError: the socket cannot be opened, or broke.
    """

    def __init__(self, ground: Ground, socket: Socket, stack: ExitStack) -> None:
        self._ground = ground
        self._socket = socket
        self._stack = stack
        self._controls: dict[object, Answer] = {}
        self._refused = False
        self._shared = self._opened() if socket.receive.id is not None else None
        if self._shared is not None and ground.probe.first is not None:
            self._begin(self._shared)
        harmless = next((call for call in ground.described if call.socket and is_harmless(call)), None)
        if ground.probe.refuses_socket and harmless is not None:
            self._refused = self._send(harmless, self._body(harmless)).is_refusal

    def ask(self, call: Call) -> Answer:
        """The answer that tells whether an operation is there.

        Raises:
            Unasked: nothing can tell.
        """
        answer = self._send(call, self._body(call))
        words = [*map(str, call.operation.send.values()), call.operation.wire or call.name]
        # A gateway that does not look at the constants goes by the service.
        for service in [call.service.service, NOBODY] if call.operation.send else [NOBODY]:
            control = self._control(call, service)
            if self._ground.says_more(answer, control, [*words, call.service.service]):
                return answer
        raise Unasked(ALIKE)

    def _body(self, call: Call) -> dict[str, Any]:
        if call.generic and call.operation.service is None:
            raise Unasked(GENERIC)
        constants = dict(call.operation.send)
        if call.key in self._ground.probe.bodies:
            return constants | self._ground.probe.bodies[call.key]
        if self._refused or call.operation.idempotent:
            return constants
        raise Unasked(NOTHING)

    def _send(self, call: Call, body: Mapping[str, Any], asker: Asker | None = None) -> Answer:
        asker = asker or self._shared or self._opened()
        operation, scope = call.operation, self._ground.gateway.scopes.get(call.service.scope or "")
        values = {} if scope is None else {scope.parameter: self._ground.scopes[scope.parameter]}
        known = {**asker.values, **values}
        filled = {
            field.wire or name: known[field.value]
            for name, field in operation.request.items()
            if field.value is not None and known.get(field.value) is not None
        }
        service = operation.service or call.service.service
        service = located(service, dict.fromkeys(placeholders(service), NOBODY))
        return asker.ask(service, operation.wire or call.name, {**filled, **body}, values)

    def _control(self, call: Call, service: str) -> Answer:
        """The answer to the same question about an operation that no gateway has."""
        kept = call.service.scope, service
        if kept not in self._controls:
            # What the gateway looks for before the operation must be there.
            needed = call.service.scope is not None or self._ground.probe.first is not None
            scopes = self._ground.scopes if needed else {}
            asker = self._shared or self._opened()
            body = dict.fromkeys(call.operation.send, NOBODY)
            self._controls[kept] = asker.ask(service, NOBODY, body, scopes)
        return self._controls[kept]

    def _opened(self) -> Asker:
        ground, socket = self._ground, self._socket
        # Settings, but no scopes: those belong to operations.
        values = {name: each for name, each in ground.values.items() if name not in ground.scopes}
        if ground.token is not None:
            values["token"] = ground.token
        headers = ground.headers(ground.token) if socket.header else {}
        query = ground.filled(socket.query, ground.token)
        try:
            connection = self._stack.enter_context(
                ground.http.socket(socket.path, query, headers, socket.max_frame)
            )
        except InvalidStatus as refusal:
            raise ParityError(f"the gateway refused its socket: {refusal}") from None
        return Asker(ground.descriptor, socket, connection, values, ground.timeout)

    def _begin(self, asker: Asker) -> None:
        first = self._ground.probe.first
        assert first is not None
        call = next((each for each in self._ground.described if each.key == first.operation), None)
        if call is None:
            raise ParityError(f"parity.probe.first: there is no operation {first.operation!r}")
        answer = self._send(call, call.operation.send, asker)
        self._ground.scopes |= {name: str(at(answer.body, path)) for name, path in first.keep.items()}


def shake_hands(ground: Ground, path: str, *, is_bulk: bool) -> Answer:
    """The answer that tells whether a socket of its own is there.

    Raises:
        Unasked: the gateway would say the same if it were not.
        ParityError: the gateway cannot be reached.
    """
    answer = _shake(ground, path, is_bulk=is_bulk)
    if not ground.says_more(answer, _shake(ground, elsewhere(path), is_bulk=is_bulk), fixed(path)):
        raise Unasked(ALIKE)
    return answer


def _shake(ground: Ground, path: str, *, is_bulk: bool) -> Answer:
    gateway, bulk = ground.gateway, ground.gateway.bulk
    if is_bulk and bulk is not None:
        credential = ground.credential
        query, headers = ground.filled(bulk.query, credential), {}
        if bulk.token is not None and (credential or bulk.anonymous):
            query[bulk.token] = credential or bulk.anonymous
    else:
        query = ground.filled(gateway.feeds.query, ground.token)
        headers = ground.headers(ground.token) if gateway.feeds.header else {}
    where = located(path, dict.fromkeys(placeholders(path), NOBODY) | ground.scopes)
    return ground.http.shake_hands(where, query, headers)
