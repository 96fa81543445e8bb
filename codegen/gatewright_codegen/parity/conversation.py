"""Questions over a gateway's socket for calls, one at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection

from gatewright import wire
from gatewright.descriptor import Descriptor, Socket

from .asking import Answer, Values, at, error_of, fill
from .report import ParityError


class Asker:
    """Asks over the socket for calls, one question at a time.

    Raises of all methods:
        ParityError: the socket broke, or the gateway refused the credential.
    """

    def __init__(
        self,
        descriptor: Descriptor,
        socket: Socket,
        connection: ClientConnection,
        values: Values,
        timeout: float,
    ) -> None:
        self._descriptor = descriptor
        self._socket = socket
        self._connection = connection
        self._timeout = timeout
        self._number = 0
        self.values = dict(values)
        if socket.auth is not None:
            self._authenticate()
        if socket.greeting is not None:
            match = socket.greeting.match
            greeting = self._wait(lambda frame: all(frame.get(key) == match[key] for key in match))
            if greeting is None:
                raise ParityError("the gateway does not greet as described")
            self.values |= {name: at(greeting, path) for name, path in socket.greeting.keep.items()}

    def _authenticate(self) -> None:
        auth = self._socket.auth
        assert auth is not None
        self._send(fill(auth.send, {"token": "", **self.values}))

        def is_verdict(frame: dict[str, Any]) -> bool:
            return any(
                all(frame.get(key) == template[key] for key in template)
                for template in (auth.accepted, auth.refused)
            )

        frame = self._wait(is_verdict)
        if frame is None or any(frame.get(key) != auth.accepted[key] for key in auth.accepted):
            raise ParityError("the gateway refused the credential on its socket; pass --token")

    def ask(self, service: str, operation: str, body: Mapping[str, Any], values: Values) -> Answer:
        """Send a request, and wait for the first frame that answers it."""
        self._number += 1
        name = f"parity-{self._number}"
        known = {**self.values, **values}
        whole = {**fill(self._socket.body, known), **body}
        envelope = {**known, "id": name, "service": service, "operation": operation, "body": whole}
        self._send(fill(self._socket.send, envelope))
        frame = self._wait(lambda each: self._answers(each, name))
        if frame is None:
            return Answer(silent=True)
        found = [at(frame, path) for path in self._socket.receive.error]
        body_ = frame.get(self._socket.receive.body)
        if self._failed(frame):
            found.append(body_)
        kind, message = error_of(self._descriptor, [each for each in found if each is not None])
        return Answer(None, kind, message, body=body_)

    def _failed(self, frame: dict[str, Any]) -> bool:
        failed = self._socket.receive.failed
        return bool(failed) and all(frame.get(key) == failed[key] for key in failed)

    def _answers(self, frame: dict[str, Any], name: str) -> bool:
        receive = self._socket.receive
        if receive.kind is not None and frame.get(receive.kind) in self._socket.pushes:
            return False
        return (
            receive.id is None
            or frame.get(receive.id) == name
            # With one question at a time, an error that names another one can only be about this.
            or (receive.orphans == "oldest" and self._failed(frame))
        )

    def _send(self, frame: Any) -> None:
        try:
            self._connection.send(wire.dumps(frame).decode())
        except WebSocketException as error:
            raise ParityError(f"the socket broke: {error}") from None

    def _wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
        end = time.monotonic() + self._timeout
        try:
            while (left := end - time.monotonic()) > 0:
                frame = wire.loads(self._connection.recv(left))
                if wire.is_object(frame) and wanted(frame):
                    return frame
        except TimeoutError:
            return None
        except ValueError:
            raise ParityError("the gateway sent a frame that is no JSON") from None
        except WebSocketException as error:
            raise ParityError(f"the socket broke: {error}") from None
        return None
