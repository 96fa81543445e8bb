"""A server that costs almost nothing, so that the client in front of it is the only bottleneck.

It speaks just enough of the gateway for the benchmarks: first-frame authentication, a streaming
and a plain service on the multiplexed socket, the plain service over keep-alive HTTP/1.1, import
sockets, which answer pings in order, and exports of triples, as many as the flow's name says. The
frames of a stream and of an export are encoded once and written in large blocks. Like the real
gateway it compresses for every client that offers permessage-deflate; on a second port it declines.
Of other gateways it knows a socket on which the server asks (`/api/ws`), and a feed of events
(`/api/v1/ws/workflows/<how many>`).

    python server.py        prints {"port": ..., "plain": ...} and serves 127.0.0.1 until terminated
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import random
import re
import socket
import threading
import zlib
from typing import Any, ClassVar

VECTORS = {"vectors": [[0.125, 0.25, 0.375]]}
VECTORS_TEXT = json.dumps(VECTORS).encode()
ANSWER = b'{"id": %%s, "response": %s, "complete": true}' % VECTORS_TEXT
AUTH_OK = b'{"type": "auth-ok", "default_workspace": "default"}'
READ = 256 * 1024

# What a stream says, over and over: words of a made-up language. As frames they are more text than
# the window of a compressor holds, which is 32 KiB.
LETTERS = random.Random(1)
WORDS = [
    "".join(LETTERS.choices("etaoinshrdlu", k=LETTERS.randint(2, 9))).encode() + b" " for _ in range(512)
]

WEBSOCKET_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
ID = re.compile(rb'"id": ?("[^"\\\\]*")')
WEBSOCKET_KEY = re.compile(rb"\r\nsec-websocket-key: *(\S+)", re.IGNORECASE)
OFFER = re.compile(rb"\r\nsec-websocket-extensions: *permessage-deflate([^\r]*)", re.IGNORECASE)
WINDOW = re.compile(rb"server_max_window_bits=(\d+)")
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
GREETING = b'{"type":"connected","message_id":"g","data":{"app_id":"app","status":"connected"}}'
QUESTION = (
    b'{"type":"server_request","message_id":"69130000-4907-4242-992b-%012d",'
    b'"data":{"request_type":"user_confirmation","options":["yes","no"]}}'
)
EVENT = (
    b'{"type":"agent_spawned","workflow_id":"wf_b334a0949890","agent_id":"workflow_research_000",'
    b'"agent_type":"research","spawn_time":1795259579.19,"timestamp":"2026-11-21T11:12:59.667519"}'
)
LAST_EVENT = (
    b'{"type":"workflow_complete","workflow_id":"wf_b334a0949890","status":"completed",'
    b'"synthesis":{"content":"done","confidence":0.5,"agents_synthesized":2},'
    b'"timestamp":"2026-11-21T11:13:00.000000"}'
)
AT_ONCE = 2048
EXPORT = re.compile(rb"/flow/(\d+)/export/triples")
TRIPLES_OF_A_MESSAGE = 100
MESSAGES_OF_A_ROUND = 50
COMPRESSED = 0x40


class Deflate:
    """permessage-deflate of one connection, both ways."""

    def __init__(self, window: int) -> None:
        self.compressor = zlib.compressobj(wbits=-window)
        self.decompressor = zlib.decompressobj(wbits=-15)

    def compress(self, payload: bytes) -> bytes:
        return self.compressor.compress(payload) + self.compressor.flush(zlib.Z_SYNC_FLUSH)[:-4]

    def decompress(self, payload: bytes) -> bytes:
        return self.decompressor.decompress(payload + b"\0\0\xff\xff")


def frame(payload: bytes, opcode: int = TEXT, deflate: Deflate | None = None) -> bytes:
    """One unmasked WebSocket frame."""
    if deflate and opcode == TEXT:
        payload = deflate.compress(payload)
        opcode |= COMPRESSED
    size = len(payload)
    if size < 126:
        return bytes((0x80 | opcode, size)) + payload
    kind, width = (126, 2) if size < 65536 else (127, 8)
    return bytes((0x80 | opcode, kind)) + size.to_bytes(width, "big") + payload


def unmasked(data: bytes, key: bytes) -> bytes:
    # One XOR of two very large integers is far quicker than a loop over the bytes.
    size = len(data)
    mask = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(data, "little") ^ int.from_bytes(mask, "little")).to_bytes(size, "little")


class Connection:
    """One client connection: HTTP until it is upgraded, then one kind of WebSocket."""

    # Payloads of all import sockets, with masks and decompressors. They are read when somebody asks
    # for the count of items, so that counting takes no time while the client's clock runs.
    imported: ClassVar[list[tuple[bytes, bytes, Deflate | None]]] = []

    def __init__(self, sock: socket.socket, compresses: bool) -> None:
        self.compresses = compresses
        self.deflate: Deflate | None = None
        self.data = bytearray()
        self.kind = "http"
        self.answers: list[bytes] = []
        self.left = 0
        self.done = b""
        self.send = sock.sendall

    def data_received(self, data: bytes) -> None:
        self.data += data
        if self.kind == "http":
            self.read_requests()
        if self.kind != "http":
            self.read_frames()

    # HTTP

    def read_requests(self) -> None:
        while self.kind == "http":
            end = self.data.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.data[:end])
            found = CONTENT_LENGTH.search(head)
            size = int(found[1]) if found else 0
            if len(self.data) < end + 4 + size:
                return
            del self.data[: end + 4 + size]
            self.answer(head)

    def answer(self, head: bytes) -> None:
        path = head.split(b" ", 2)[1]
        key = WEBSOCKET_KEY.search(head)
        if key:
            accept = base64.b64encode(hashlib.sha1(key[1] + WEBSOCKET_GUID).digest())
            self.send(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: " + accept + b"\r\n" + self.extension(head) + b"\r\n"
            )
            self.kind = "import" if b"/import/" in path else "mux"
            if path == b"/api/ws":
                self.kind = "asking"
                self.send(frame(GREETING))
            elif path.startswith(b"/api/v1/ws/workflows/"):
                self.tell(int(path.rpartition(b"/")[2].partition(b"?")[0]))
            elif wanted := EXPORT.search(path):
                self.export(int(wanted[1]))
            return
        text = VECTORS_TEXT
        if path == b"/counted":
            text = json.dumps({"items": self.count_items()}).encode()
        self.send(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(text), text)
        )

    def extension(self, head: bytes) -> bytes:
        """Agrees to compress, as the real gateway does whenever a client offers it."""
        offer = OFFER.search(head)
        if not offer or not self.compresses:
            return b""
        wish = WINDOW.search(offer[1])
        window = int(wish[1]) if wish else 15
        self.deflate = Deflate(window)
        return b"Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=%d\r\n" % window

    def count_items(self) -> int:
        """How many triples and vectors were imported since this was last asked."""
        # Inside a string the quotes would be escaped, so this is exact.
        count = 0
        for key, payload, deflate in self.imported:
            message = unmasked(payload, key)
            text = deflate.decompress(message) if deflate else message
            count += text.count(b'"s":') + text.count(b'"vector":')
        self.imported.clear()
        return count

    # WebSocket

    def read_frames(self) -> None:
        data = self.data
        start = 0
        while len(data) - start >= 2:
            opcode = data[start] & 0x0F
            deflate = self.deflate if data[start] & COMPRESSED else None
            size = data[start + 1] & 0x7F
            at = start + 2
            if size == 126:
                size = int.from_bytes(data[at : at + 2], "big")
                at += 2
            elif size == 127:
                size = int.from_bytes(data[at : at + 8], "big")
                at += 8
            if len(data) < at + 4 + size:
                break
            start = at + 4 + size
            key, payload = bytes(data[at : at + 4]), bytes(data[at + 4 : start])
            if self.left:
                # An answer; to take it apart would cost the server more than asking.
                self.left -= 1
                if not self.left:
                    self.send(self.done)
            elif self.kind == "import" and opcode < CLOSE:
                self.imported.append((key, payload, deflate))
            else:
                message = unmasked(payload, key)
                self.frame_received(opcode, deflate.decompress(message) if deflate else message)
        del data[:start]
        if self.answers:
            self.send(b"".join(self.answers))
            self.answers.clear()

    def frame_received(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self.answers.append(frame(payload, PONG))
        elif opcode == CLOSE:
            self.answers.append(frame(payload, CLOSE))
            self.kind = "closed"
        else:
            self.request_received(payload)

    def request_received(self, payload: bytes) -> None:
        # The small requests are counted per second, so only their id is read.
        if b'"embeddings"' in payload and (found := ID.search(payload)):
            self.answers.append(frame(ANSWER % found[1], TEXT, self.deflate))
            return
        request = json.loads(payload)
        if self.kind == "asking":
            self.ask(request)
            return
        if request.get("type") == "auth":
            self.answers.append(frame(AUTH_OK, TEXT, self.deflate))
            return
        self.stream(request)

    def ask(self, request: dict[str, Any]) -> None:
        """As many questions as the client's timestamp says; a notification follows the last answer."""
        self.left = int(request["data"]["timestamp"])
        answer = {"type": "ping_res", "message_id": request["message_id"], "data": {"timestamp": ""}}
        self.send(frame(json.dumps(answer).encode()))
        self.done = frame(b'{"type":"notification","message_id":"n","data":{"message":"done"}}')
        questions = [frame(QUESTION % number) for number in range(AT_ONCE)]
        threading.Thread(target=self.repeat, args=(questions, self.left, b""), daemon=True).start()

    def tell(self, count: int) -> None:
        """So many events of a feed, and the last one."""
        self.repeat([frame(EVENT)] * AT_ONCE, count - 1, frame(LAST_EVENT))

    def repeat(self, messages: list[bytes], count: int, last: bytes) -> None:
        block = b"".join(messages)
        for _ in range(count // len(messages)):
            self.send(block)
        self.send(b"".join(messages[: count % len(messages)]) + last)

    def stream(self, request: dict[str, Any]) -> None:
        """As many chunks as the prompt says, as fast as the client takes them."""
        id, count = request["id"], int(request["request"]["prompt"])
        last = {"response": "", "end_of_stream": True, "in_token": 5, "out_token": count, "model": "none"}
        end = envelope(id, last, True)
        head, tail = envelope(id, {"response": "|", "end_of_stream": False}, False).split(b"|")
        texts = [head + word + tail for word in WORDS]
        left = count - 1
        if left:
            self.send(frame(texts[-1], TEXT, self.deflate))
            left -= 1
        if self.deflate:
            # One by one, as the gateway does, until all words are behind the compressor.
            for text in texts[:left]:
                self.send(frame(text, TEXT, self.deflate))
            left -= len(texts[:left])
        if left >= len(texts):
            # From here on each round of words yields the same bytes.
            block = b"".join(frame(text, TEXT, self.deflate) for text in texts)
            while left >= len(texts):
                self.send(block)
                left -= len(texts)
        self.send(b"".join(frame(text, TEXT, self.deflate) for text in [*texts[:left], end]))

    def export(self, triples: int) -> None:
        """So many triples, some in each message, as fast as the client takes them."""
        starts = range(0, TRIPLES_OF_A_MESSAGE * MESSAGES_OF_A_ROUND, TRIPLES_OF_A_MESSAGE)
        texts = [exported(first) for first in starts]
        left = triples // TRIPLES_OF_A_MESSAGE
        if self.deflate:
            # One by one, as the gateway does, until all are behind the compressor.
            for text in texts[:left]:
                self.send(frame(text, TEXT, self.deflate))
            left -= len(texts[:left])
        if left >= len(texts):
            block = b"".join(frame(text, TEXT, self.deflate) for text in texts)
            while left >= len(texts):
                self.send(block)
                left -= len(texts)
        self.send(b"".join(frame(text, TEXT, self.deflate) for text in texts[:left]))


def exported(first: int) -> bytes:
    """A message of an export, with the triples that the clients import as well."""
    triples: list[Any] = []
    for n in range(first, first + TRIPLES_OF_A_MESSAGE):
        iri = {"t": "i", "i": f"http://example.org/item/{n + 1}"}
        triples.append(
            {
                "s": {"t": "i", "i": f"http://example.org/item/{n}"},
                "p": {"t": "i", "i": f"http://example.org/schema/property-{n % 20}"},
                "o": iri if n % 3 == 0 else {"t": "l", "v": f"the value of item {n}"},
            }
        )
    metadata = {"id": "", "root": "", "collection": "default"}
    return json.dumps({"metadata": metadata, "triples": triples}).encode()


def envelope(id: object, response: dict[str, Any], complete: bool) -> bytes:
    return json.dumps({"id": id, "response": response, "complete": complete}).encode()


def serve(listener: socket.socket, compresses: bool) -> None:
    """Serve each connection in a thread of its own: a blocked write is all the flow control there is."""
    while True:
        sock, _ = listener.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=talk, args=(sock, compresses), daemon=True).start()


def talk(sock: socket.socket, compresses: bool) -> None:
    with sock, contextlib.suppress(ConnectionError):
        connection = Connection(sock, compresses)
        while connection.kind != "closed" and (data := sock.recv(READ)):
            connection.data_received(data)


def main() -> None:
    listeners = [socket.create_server(("127.0.0.1", 0), backlog=1024) for _ in range(2)]
    ports = [listener.getsockname()[1] for listener in listeners]
    print(json.dumps({"port": ports[0], "plain": ports[1]}), flush=True)
    threading.Thread(target=serve, args=(listeners[1], False), daemon=True).start()
    serve(listeners[0], True)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
