"""A raw client of the multiplexed socket."""

from __future__ import annotations

import json
import socket
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlencode

from websockets.sync.client import ClientConnection, connect

from gatewright.gateway import LocalGateway


def ws_url(gateway: LocalGateway, path: str) -> str:
    """URL of a WebSocket path of the gateway."""
    return gateway.url.replace("http", "ws", 1) + path.removeprefix("/")


def bulk_url(gateway: LocalGateway, path: str, **query: str) -> str:
    """URL of a bulk socket; some token must be in it, as on the real gateway."""
    return ws_url(gateway, f"{path}?{urlencode({'token': 'tg_anyone', **query})}")


class Socket:
    """One connection to the multiplexed socket; authenticates unless `token` is None."""

    def __init__(self, gateway: LocalGateway, token: str | None = "") -> None:
        self._open = ExitStack()
        url = ws_url(gateway, "/api/v1/socket")
        self.raw: ClientConnection = self._open.enter_context(
            connect(url, max_size=None, compression=None, close_timeout=1)
        )
        if token is not None:
            self.send({"type": "auth", "token": token})
            self.greeting = self.receive()

    def send(self, frame: Any) -> None:
        """Sends a frame; text and bytes as they are."""
        self.raw.send(frame if isinstance(frame, (str, bytes)) else json.dumps(frame))

    def ask(self, id: Any, service: str, request: Any, flow: str | None = "default", **more: Any) -> None:
        """Sends a request."""
        frame = {"id": id, "service": service, "request": request, **more}
        self.send(frame if flow is None else {**frame, "flow": flow})

    def receive(self) -> Any:
        """The next frame."""
        return json.loads(self.raw.recv(timeout=5))

    def answer(self, id: Any) -> list[Any]:
        """All frames of one request, up to the last; frames of others are not expected."""
        frames: list[Any] = []
        while True:
            frame = self.receive()
            assert frame.get("id") == id
            frames.append(frame)
            if frame.get("complete"):
                return frames

    def call(self, service: str, request: Any, flow: str | None = "default", **more: Any) -> Any:
        """The body of the last frame that answers a request."""
        self.ask("call", service, request, flow, **more)
        return self.answer("call")[-1]["response"]

    def __enter__(self) -> Socket:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()


class Raw:
    """One WebSocket connection to any path; messages go and come as they are."""

    def __init__(self, gateway: LocalGateway, path: str, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._open = ExitStack()
        url = ws_url(gateway, path)
        self.raw: ClientConnection = self._open.enter_context(
            connect(url, max_size=None, compression=None, close_timeout=1, additional_headers=named)
        )

    def send(self, frame: Any) -> None:
        """Sends a frame; text and bytes as they are."""
        self.raw.send(frame if isinstance(frame, (str, bytes)) else json.dumps(frame))

    def text(self) -> str:
        """The next message, as text."""
        message = self.raw.recv(timeout=5)
        assert isinstance(message, str)
        return message

    def receive(self) -> Any:
        """The next frame."""
        return json.loads(self.text())

    def ask(self, frame: Any) -> Any:
        """Sends a frame and returns the next one."""
        self.send(frame)
        return self.receive()

    def hang_up(self) -> None:
        """Ends the TCP connection without a word."""
        self.raw.socket.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
