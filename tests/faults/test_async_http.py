"""The asyncio transport for httpx: reuse, limits, and servers that misbehave."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from gatewright.aio.http import AsyncTransport

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    """A server with one handler per connection; yields its URL."""
    tasks: set[asyncio.Task[None]] = set()

    async def run(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await handler(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(run, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    size = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    return await reader.readexactly(size)


def client(**options: float) -> httpx.AsyncClient:
    transport = AsyncTransport(max_connections=int(options.pop("max_connections", 100)))
    return httpx.AsyncClient(transport=transport, timeout=httpx.Timeout(5.0, **options))


def test_a_connection_is_used_again() -> None:
    connections = 0

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while True:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + await read_request(reader))

    async def main() -> list[bytes]:
        async with serving(handler) as url, client() as http:
            return [(await http.post(url, content=text)).content for text in (b"12345", b"67890")]

    assert asyncio.run(main()) == [b"12345", b"67890"]
    assert connections == 1


def test_chunks_compression_and_interim_answers() -> None:
    body = gzip.compress(b"a longer answer")
    middle = len(body) // 2

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n")
        writer.write(b"Transfer-Encoding: chunked\r\n\r\n")
        for part in (body[:middle], body[middle:], b""):
            writer.write(b"%x\r\n%s\r\n" % (len(part), part))
            await writer.drain()

    async def main() -> bytes:
        async with serving(handler) as url, client() as http:
            return (await http.post(url, content=b"x")).content

    assert asyncio.run(main()) == b"a longer answer"


def test_a_connection_that_the_server_closed_while_idle_is_not_used() -> None:
    hung_up = asyncio.Event()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(GOOD)
        writer.close()
        await writer.wait_closed()
        hung_up.set()

    async def main() -> list[bytes]:
        async with serving(handler) as url, client() as http:
            answers: list[bytes] = []
            for _ in range(3):
                hung_up.clear()
                answers.append((await http.post(url, content=b"x")).content)
                await hung_up.wait()
            return answers

    assert asyncio.run(main()) == [b"ok"] * 3


def test_a_server_that_hangs_up_without_an_answer() -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await read_request(reader) == b"good":
            writer.write(GOOD)

    async def main() -> bytes:
        async with serving(handler) as url, client() as http:
            with pytest.raises(httpx.RemoteProtocolError, match="hung up"):
                await http.post(url, content=b"bad")
            return (await http.post(url, content=b"good")).content

    assert asyncio.run(main()) == b"ok"


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", b"this is no HTTP at all\r\n\r\n"],
    ids=["cut short", "garbage"],
)
def test_a_broken_answer(answer: bytes) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(answer)

    async def main() -> None:
        async with serving(handler) as url, client() as http:
            with pytest.raises(httpx.RemoteProtocolError):
                await http.post(url, content=b"x")

    asyncio.run(main())


def test_a_silent_server() -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async def main() -> None:
        async with serving(handler) as url, client(read=0.05) as http:
            with pytest.raises(httpx.ReadTimeout):
                await http.post(url, content=b"x")

    asyncio.run(main())


def test_a_server_that_does_not_read() -> None:
    done = asyncio.Event()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await done.wait()

    async def main() -> None:
        async with serving(handler) as url, client(write=0.05) as http:
            with pytest.raises(httpx.WriteTimeout):
                await http.post(url, content=bytes(64 * 2**20))
        done.set()

    asyncio.run(main())


def test_no_server() -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise AssertionError("nobody should come here")

    async def main() -> None:
        async with serving(handler) as url:
            pass
        async with client() as http:
            with pytest.raises(httpx.ConnectError):
                await http.post(url, content=b"x")

    asyncio.run(main())


def test_more_requests_than_connections() -> None:
    most = now = 0

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal most, now
        while True:
            await read_request(reader)
            now += 1
            most = max(most, now)
            await asyncio.sleep(0)
            now -= 1
            writer.write(GOOD)

    async def main() -> list[bytes]:
        async with serving(handler) as url, client(max_connections=3) as http:
            answers = await asyncio.gather(*(http.post(url, content=b"x") for _ in range(20)))
            return [answer.content for answer in answers]

    assert asyncio.run(main()) == [b"ok"] * 20
    assert most <= 3


def test_no_connection_becomes_free_in_time_and_a_cancelled_request_frees_its_own() -> None:
    arrived = asyncio.Event()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await read_request(reader) == b"hang":
            arrived.set()
            await reader.read()
        writer.write(GOOD)

    async def main() -> bytes:
        async with serving(handler) as url, client(max_connections=1, pool=0.05) as http:
            hanging = asyncio.create_task(http.post(url, content=b"hang"))
            await arrived.wait()
            with pytest.raises(httpx.PoolTimeout):
                await http.post(url, content=b"x")
            hanging.cancel()
            await asyncio.gather(hanging, return_exceptions=True)
            return (await http.post(url, content=b"x")).content

    assert asyncio.run(main()) == b"ok"


def test_closing_the_client_ends_requests_under_way() -> None:
    arrived = asyncio.Event()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        arrived.set()
        await reader.read()

    async def main() -> None:
        async with serving(handler) as url:
            http = client()
            waiting = asyncio.create_task(http.post(url, content=b"x"))
            await arrived.wait()
            await http.aclose()
            with pytest.raises(httpx.ReadError, match="closed"):
                await waiting

    asyncio.run(main())


def test_what_the_server_sends_unasked_is_not_taken_for_the_next_answer() -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(GOOD + GOOD.replace(b"ok", b"no"))

    async def main() -> list[bytes]:
        async with serving(handler) as url, client() as http:
            return [(await http.post(url, content=b"x")).content for _ in range(2)]

    assert asyncio.run(main()) == [b"ok", b"ok"]
