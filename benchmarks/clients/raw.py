"""A client that only moves bytes: what the server and the loopback allow at most.

`python raw.py SCENARIO URL PARAMETERS`, with the scenarios and the output of the real clients.
Everything is encoded beforehand, nothing is decoded; answers are told apart by counting bytes.
"""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Callable
from urllib.parse import urlsplit

CHUNK = 1 << 18
TOKEN = b"tg_good_benchmark"
REST = "/api/v1/flow/default/service/embeddings"
BODY = b'{"texts": ["hello world"], "workspace": "default"}'


def masked(payload: bytes, opcode: int = 1) -> bytes:
    """A client's frame under the mask 0, which changes nothing."""
    size = len(payload)
    kind, width = (size, 0) if size < 126 else (126, 2) if size < 65536 else (127, 8)
    length = size.to_bytes(width, "big") if width else b""
    return bytes((0x80 | opcode, 0x80 | kind)) + length + bytes(4) + payload


def connected(url: str) -> socket.socket:
    where = urlsplit(url)
    connection = socket.create_connection((where.hostname, where.port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def receive(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = connection.recv(min(CHUNK, size - len(data)))
        if not part:
            raise ConnectionError("the server hung up")
        data += part
    return data


def upgraded(url: str, path: str) -> socket.socket:
    connection = connected(url)
    wish = f"GET {path} HTTP/1.1\r\nHost: server\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    connection.sendall(
        wish.encode() + b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += receive(connection, 1)
    if b" 101 " not in head:
        raise ConnectionError(f"the server refused: {head!r}")
    return connection


def multiplexed(url: str) -> socket.socket:
    connection = upgraded(url, "/api/v1/socket")
    connection.sendall(masked(b'{"type": "auth", "token": "%s"}' % TOKEN))
    connection.recv(CHUNK)
    return connection


def request(service: str, body: dict[str, object]) -> bytes:
    frame = {"id": "req-1", "workspace": "default", "service": service, "flow": "default", "request": body}
    return masked(json.dumps(frame).encode())


def measured(work: Callable[[], int]) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    count = work()
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "count": count}


def stream(url: str, chunks: int) -> dict[str, float]:
    connection = multiplexed(url)
    first = 0.0
    buffer = bytearray(CHUNK)

    def read() -> int:
        nonlocal first
        start = time.perf_counter()
        connection.sendall(
            request("text-completion", {"system": "", "prompt": str(chunks), "streaming": True})
        )
        tail = b""
        while b'"complete": true}' not in tail:
            size = connection.recv_into(buffer)
            if not size:
                raise ConnectionError("the server hung up")
            first = first or time.perf_counter() - start
            tail = tail[-32:] + bytes(buffer[max(0, size - 32) : size])
        return chunks

    return {**measured(read), "first": first}


def requests(url: str, requests: int, in_flight: int = 1) -> dict[str, float]:
    """In batches of `in_flight`, each sent in one write."""
    connection = multiplexed(url)
    one = request("embeddings", {"texts": ["hello world"]})
    connection.sendall(one)
    size = len(connection.recv(CHUNK))

    def work() -> int:
        for _ in range(requests // in_flight):
            connection.sendall(one * in_flight)
            receive(connection, size * in_flight)
        return requests // in_flight * in_flight

    return measured(work)


def rest(url: str, requests: int) -> dict[str, float]:
    connection = connected(url)
    head = f"POST {REST} HTTP/1.1\r\nHost: server\r\nAuthorization: Bearer {TOKEN.decode()}\r\n"
    one = head.encode() + b"Content-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
    connection.sendall(one)
    size = len(connection.recv(CHUNK))

    def work() -> int:
        for _ in range(requests):
            connection.sendall(one)
            receive(connection, size)
        return requests

    return measured(work)


def load(url: str, triples: int) -> dict[str, float]:
    """Frames of 500 triples, then a ping, whose answer says that the server has read them all."""
    term = '{"t":"i","i":"http://example.org/item/123456"}'
    batch = ",".join([f'{{"s":{term},"p":{term},"o":{term}}}'] * 500)
    metadata = '{"id":"","collection":"default","root":""}'
    one = masked(f'{{"metadata":{metadata},"triples":[{batch}]}}'.encode())
    connection = upgraded(url, f"/api/v1/flow/default/import/triples?token={TOKEN.decode()}")

    def work() -> int:
        for _ in range(triples // 500):
            connection.sendall(one)
        connection.sendall(masked(b"all", opcode=9))
        receive(connection, 5)
        return triples // 500 * 500

    return {**measured(work), "sent": triples // 500 * 500}


SCENARIOS: dict[str, Callable[..., dict[str, float]]] = {
    "stream_sync": stream,
    "stream_async": stream,
    "socket_sync": requests,
    "socket_async": requests,
    "rest_sync": rest,
    "rest_async": rest,
    "import_sync": load,
    "import_async": load,
}

if __name__ == "__main__":
    name, address, parameters = sys.argv[1:]
    print(json.dumps(SCENARIOS[name](address, **json.loads(parameters))))
