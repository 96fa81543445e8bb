"""What may happen below the protocol: fragments, pings, slow or broken handshakes, TLS, HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
import traceback
from collections.abc import Callable

import pytest
from scripted_gateway import (
    CERTIFICATE,
    TOKEN,
    Gateway,
    Peer,
    RawServer,
    answering,
    obliging,
    text_frame,
    upgrade,
)
from support import ASK, READ, Connect, Spawn
from websockets.frames import Frame, Opcode
from websockets.server import ServerProtocol

from gatewright.errors import (
    AuthenticationFailed,
    ClientClosed,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    NotFound,
    ProtocolViolation,
    RequestTimeout,
)

pytestmark = pytest.mark.timeout(10)

AUTH_OK = text_frame({"type": "auth-ok"})


async def next_message(reader: asyncio.StreamReader, parser: ServerProtocol) -> list[Frame]:
    while True:
        frames = [event for event in parser.events_received() if isinstance(event, Frame)]
        if frames:
            return frames
        data = await reader.read(65536)
        if not data:
            raise asyncio.IncompleteReadError(b"", None)
        parser.receive_data(data)


def open_parser() -> ServerProtocol:
    from websockets.protocol import OPEN

    return ServerProtocol(state=OPEN)


def test_a_message_in_fragments_is_put_together(connect: Connect) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await upgrade(reader))
        parser = open_parser()
        await next_message(reader, parser)
        writer.write(AUTH_OK)
        await next_message(reader, parser)
        text = json.dumps({"id": "1", "response": "ä" * 100, "complete": True}, ensure_ascii=False).encode()
        middle = text.index("ä".encode()) + 1  # a fragment may end within a character
        writer.write(text_frame(text[:10], fin=False))
        writer.write(Frame(Opcode.PING, b"still there?").serialize(mask=False))
        await writer.drain()
        pong = await next_message(reader, parser)
        assert (pong[0].opcode, bytes(pong[0].data)) == (Opcode.PONG, b"still there?")
        writer.write(text_frame(text[10:middle], fin=False, opcode=Opcode.CONT))
        for byte in text_frame(text[middle:], opcode=Opcode.CONT):
            writer.write(bytes([byte]))
            await writer.drain()
        await reader.read()

    with RawServer(handler) as server:
        assert connect(server.url).call(ASK) == "ä" * 100


def test_frames_that_come_in_one_piece_with_the_handshake_count(connect: Connect) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await upgrade(reader) + AUTH_OK)
        parser = open_parser()
        frames = await next_message(reader, parser)
        if len(frames) < 2:
            await next_message(reader, parser)
        writer.write(text_frame({"id": "1", "response": "hello", "complete": True}))
        await reader.read()

    with RawServer(handler) as server:
        assert connect(server.url).call(ASK) == "hello"


def test_a_goodbye_in_one_piece_with_the_handshake_is_heard(connect: Connect) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        goodbye = Frame(Opcode.CLOSE, (1013).to_bytes(2, "big") + b"too busy").serialize(mask=False)
        writer.write(await upgrade(reader) + goodbye)
        await reader.read()

    with RawServer(handler) as server:
        client = connect(server.url)
        with pytest.raises(ConnectionLost, match="1013: too busy"):
            client.call(ASK)


def test_pings_of_the_gateway_are_answered_while_somebody_waits(connect: Connect, spawn: Spawn) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        await (await peer.socket.ping())
        await peer.reply(request, "ponged")

    with Gateway(script) as gateway:
        assert connect(gateway.url).call(ASK) == "ponged"


def test_a_slow_handshake_ends_in_time(connect: Connect) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for byte in await upgrade(reader):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.02)

    with RawServer(handler) as server:
        client = connect(server.url)
        with pytest.raises(GatewayError, match="in time") as caught:
            client.call(ASK, timeout=0.3)
        assert caught.value.retryable


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"220 mail.example.org ESMTP\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: x\r\n\r\n",
        b"HTTP/1.1 " + b"x" * 100_000,
    ],
)
def test_what_is_no_handshake_is_reported(connect: Connect, answer: bytes) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)

    with RawServer(handler) as server:
        client = connect(server.url)
        for attempt in (lambda: client.call(READ), lambda: client.put([1])):
            with pytest.raises(GatewayError) as caught:
                attempt()
            assert caught.value.operation in {"read", "put"}
            assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("frame", [b"\x83\x00", b"\xff\xff\xff\xff", b"\x80\x00", b"\x81\x7f" + b"\xff" * 8])
def test_a_frame_against_the_rules_fails_those_who_wait(connect: Connect, frame: bytes) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await upgrade(reader) + AUTH_OK)
        parser = open_parser()
        await next_message(reader, parser)
        writer.write(frame)
        await reader.read()

    with RawServer(handler) as server:
        client = connect(server.url)
        with pytest.raises(ConnectionLost):
            client.call(ASK)


def test_tls_with_the_right_certificate_works(connect: Connect) -> None:
    context = ssl.create_default_context(cafile=CERTIFICATE)
    with Gateway(answering(obliging), tls=True) as gateway:
        for verify in (str(CERTIFICATE), context):
            client = connect(gateway.url, verify=verify)
            assert client.call(ASK, echo="x" * 300_000) == {"echo": "x" * 300_000}
            assert len(client.stream(count=5000).collect()) == 5000


def test_an_unknown_certificate_is_refused(connect: Connect) -> None:
    with Gateway(answering(obliging), tls=True) as gateway:
        client = connect(gateway.url)
        for attempt in (lambda: client.call(ASK), lambda: client.put([1]), lambda: client.rest(ASK)):
            with pytest.raises(ConnectionFailed, match="certificate"):
                attempt()


def test_switching_tls_verification_off_warns(connect: Connect) -> None:
    with Gateway(answering(obliging), tls=True) as gateway:
        with pytest.warns(UserWarning, match="not verified"):
            client = connect(gateway.url, verify=False)
        assert client.call(ASK, echo=1) == {"echo": 1}


def test_a_closing_tls_gateway_is_noticed(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        if peer.number == 1:
            peer.abort()
        else:
            await peer.reply(request, peer.number)

    with Gateway(script, tls=True) as gateway:
        client = connect(gateway.url, sockets=1, verify=str(CERTIFICATE))
        with pytest.raises(ConnectionLost):
            client.call(ASK)
        assert client.call(ASK) == 2


def test_the_token_shows_in_no_error_traceback_or_log(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    async def unwilling(peer: Peer) -> None:
        auth = await peer.socket.recv()
        await peer.say({"type": "auth-failed", "error": f"cannot take {auth!r}"})
        await peer.socket.wait_closed()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        # What the gateway says of us is told without the token; its answer itself is not ours to hide.
        body = b"no" if head.startswith(b"POST") else head
        writer.write(b"HTTP/1.1 400 Bad\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    caplog.set_level(logging.DEBUG)
    errors: list[GatewayError] = []

    def fail(attempt: Callable[[], object]) -> None:
        with pytest.raises(GatewayError) as caught:
            attempt()
        errors.append(caught.value)

    with Gateway(unwilling, authenticate=False) as gateway:
        client = connect(gateway.url)
        fail(lambda: client.call(ASK))
    with RawServer(handler) as server:
        client = connect(server.url)
        fail(lambda: client.call(ASK))
        fail(lambda: client.put([1]))
        fail(lambda: next(client.tap()))
        fail(lambda: client.rest(ASK))
    for error in errors:
        assert TOKEN not in "".join(traceback.format_exception(error))
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        ours = [frame for frame in shown.stack if "/gatewright/" in frame.filename]
        assert ours
        for frame in ours:
            assert TOKEN not in str(frame.locals), frame.name
    ours_too = [
        record
        for record in caplog.records
        if record.name.split(".")[0] in {"gatewright", "httpx", "httpcore"}
    ]
    assert not [record for record in ours_too if TOKEN in record.getMessage()]


def test_headers_of_ones_own_are_sent(connect: Connect) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, headers={"X-Trace": "abc"})
        assert client.call(ASK, echo=1) == {"echo": 1}
        assert [
            value for headers in gateway.headers for name, value in headers.items() if name == "X-Trace"
        ] == ["abc"]


def responding(*responses: bytes) -> RawServer:
    """An HTTP server that gives these responses in turn, one per connection."""
    left = list(responses)

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        size = next(
            int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
        )
        await reader.readexactly(size)
        response = left.pop(0) if left else b""
        if response == b"silence":
            await reader.read()
        writer.write(response)

    return RawServer(handler)


def json_response(status: int, body: object) -> bytes:
    text = json.dumps(body).encode()
    return b"HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (status, len(text), text)


def test_http_that_breaks_is_repeated_where_that_is_safe(connect: Connect) -> None:
    with responding(
        b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{", json_response(200, "third")
    ) as server:
        assert connect(server.url).rest(READ) == "third"
        assert server.connections == 3
    with responding(b"", json_response(200, "second")) as server:
        with pytest.raises(ConnectionLost) as caught:
            connect(server.url).rest(ASK)
        assert caught.value.operation == "ask"
        assert server.connections == 1


def test_http_that_is_silent_is_given_up(connect: Connect) -> None:
    with responding(b"silence") as server:
        with pytest.raises(RequestTimeout, match=r"0\.2 s") as caught:
            connect(server.url).rest(READ, timeout=0.2)
        assert caught.value.operation == "read"
        assert server.connections == 1


def test_http_errors_are_told(connect: Connect) -> None:
    with responding(json_response(401, {"error": "auth failure"})) as server:
        with pytest.raises(AuthenticationFailed, match="auth failure") as caught:
            connect(server.url).rest(ASK)
        assert caught.value.status == 401
        assert TOKEN not in str(caught.value)
    unknown_flow = json_response(200, {"error": "Invalid flow nope"})
    with responding(unknown_flow) as server, pytest.raises(NotFound, match="list flows"):
        connect(server.url).rest(ASK)
    no_json = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    with responding(no_json) as server, pytest.raises(ProtocolViolation, match="not JSON"):
        connect(server.url).rest(ASK)


def test_http_to_nowhere_is_reported(connect: Connect) -> None:
    with responding() as server:
        url = server.url
    for operation in (ASK, READ):
        with pytest.raises(ConnectionFailed) as caught:
            connect(url).rest(operation)
        assert not isinstance(caught.value, ConnectionLost)


def test_closing_the_client_ends_http_calls(connect: Connect, spawn: Spawn) -> None:
    with responding(b"silence") as server:
        client = connect(server.url)
        assert isinstance(client.api.url, str)
        client.close()
        with pytest.raises(ClientClosed):
            client.rest(READ)
        assert server.connections == 0


@pytest.mark.parametrize("goodbye", [False, True])
def test_a_gateway_that_leaves_right_after_the_handshake_is_heard(connect: Connect, goodbye: bool) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        refused = text_frame({"type": "auth-failed", "error": "full house"})
        end = Frame(Opcode.CLOSE, b"\x03\xf5later").serialize(mask=False)
        writer.write(await upgrade(reader) + (end if goodbye else refused))
        writer.write_eof()
        await reader.read()

    with RawServer(handler) as server:
        client = connect(server.url)
        if goodbye:
            with pytest.raises(ConnectionLost, match="1013: later"):
                client.call(ASK)
        else:
            with pytest.raises(AuthenticationFailed, match="full house"):
                client.call(ASK)
