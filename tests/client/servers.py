"""Small HTTP servers for what the local gateway does not show: connections, headers, TLS, odd answers."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias

CERTIFICATE = Path(__file__).parents[1] / "faults" / "localhost.pem"

Answer: TypeAlias = tuple[int, bytes]
"""Status and body."""


class HttpServer(ThreadingHTTPServer):
    """Answers all requests alike.

    Attributes:
        answer: Makes the answer from path and body of a request.
        connections: How many there have been.
        seen: Path, headers and body of each request.
    """

    daemon_threads = True

    def __init__(self, answer: Callable[[str, Any], Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.connections = 0
        self.seen: list[tuple[str, dict[str, str], Any]] = []
        self.tls = False

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://localhost:{self.server_address[1]}/"

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections += 1
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may leave whenever they like."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: HttpServer

    def setup(self) -> None:
        if isinstance(self.request, ssl.SSLSocket):
            self.request.do_handshake()  # here, in the connection's own thread
        super().setup()

    def _answer(self) -> None:
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.loads(text) if text else None
        self.server.seen.append((self.path, dict(self.headers.items()), body))
        status, answer = self.server.answer(self.path, body)
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = _answer

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def http_server(answer: Callable[[str, Any], Answer], *, tls: str = "") -> Iterator[HttpServer]:
    """An HTTP server; `tls` is `""`, `"server"`, or `"both"`, where clients must show a certificate, too."""
    with HttpServer(answer) as server:
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            if tls == "both":
                context.verify_mode = ssl.CERT_REQUIRED
                context.load_verify_locations(CERTIFICATE)
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
            server.tls = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def mute_server() -> Iterator[str]:
    """The address of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def embedding(path: str, body: Any) -> Answer:
    """What a gateway answers to `embeddings`, whatever it is asked."""
    return 200, json.dumps({"vectors": [[1.0, 2.0]] * len((body or {}).get("texts", ["a"]))}).encode()
