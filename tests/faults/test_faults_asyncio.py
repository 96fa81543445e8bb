"""What only asyncio code can meet: cancellation, event loops that end, and more than one of them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from scripted_gateway import Gateway, LoopThread, Peer, RawServer, answering, obliging
from support import ASK, FLOW, PUT, TALK, TAP, Word, make_api

from gatewright.api import BaseApi
from gatewright.errors import ClientClosed, ImportInterrupted
from gatewright.transfer import ExportOptions, ImportOptions

pytestmark = [pytest.mark.timeout(10), pytest.mark.usefixtures("nothing_leaks")]


async def ask(api: BaseApi, **fields: Any) -> Any:
    return await api._async_socket.call(ASK, FLOW, fields, None)


def talk(api: BaseApi, **fields: Any) -> Any:
    return api._async_socket.answer(TALK, FLOW, {**fields, "streaming": True}, None)


async def heard(gateway: Gateway) -> Any:
    return await asyncio.to_thread(gateway.received.get, timeout=5)


async def test_a_cancelled_call_leaves_its_lane_usable() -> None:
    with Gateway(answering(obliging)) as gateway:
        async with make_api(gateway.url, sockets=1) as api:
            neighbour = asyncio.create_task(ask(api, gate="open", echo="neighbour"))
            await heard(gateway)
            for _ in range(5):
                task = asyncio.create_task(ask(api, gate="never"))
                await heard(gateway)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            assert await ask(api, echo=1) == {"echo": 1}
            gateway.open("open")
            assert await neighbour == {"echo": "neighbour"}
            assert gateway.connections == 1
            # Only work that nobody waits for is left there: its places are freed by a new socket.
            assert await ask(api, echo=2) == {"echo": 2}


async def test_a_call_may_be_cut_short_from_outside() -> None:
    with Gateway(answering(obliging)) as gateway:
        async with make_api(gateway.url, sockets=1) as api:
            for number in range(20):
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.02):
                        await ask(api, gate="never")
                assert await ask(api, echo=number) == {"echo": number}


async def test_a_call_cancelled_while_it_connects_leaves_nothing_behind() -> None:
    async def silent(peer: Peer) -> None:
        await peer.socket.recv()
        if peer.number == 1:
            peer.gateway.received.put({})
            await peer.socket.wait_closed()
        else:
            await peer.say({"type": "auth-ok"})
            await peer.reply(await peer.request(), "fine")

    with Gateway(silent, authenticate=False) as gateway:
        async with make_api(gateway.url, sockets=1) as api:
            task = asyncio.create_task(ask(api))
            await heard(gateway)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await ask(api) == "fine"


async def test_one_who_connects_for_many_may_be_cancelled() -> None:
    async def slow(peer: Peer) -> None:
        await peer.socket.recv()
        if peer.number == 1:
            peer.gateway.received.put({})
            await peer.socket.wait_closed()
        else:
            await peer.say({"type": "auth-ok"})
            await answering(obliging)(peer)

    with Gateway(slow, authenticate=False) as gateway:
        async with make_api(gateway.url, sockets=1) as api:
            first = asyncio.create_task(ask(api))
            others = [asyncio.create_task(ask(api, echo=n)) for n in range(5)]
            await heard(gateway)
            first.cancel()
            assert await asyncio.gather(*others) == [{"echo": n} for n in range(5)]
            with pytest.raises(asyncio.CancelledError):
                await first


async def test_not_waiting_for_an_item_any_longer_does_not_end_the_stream() -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        await peer.reply(request, {"n": 0}, complete=False)
        await peer.gateway.gate("late")
        await peer.reply(request, {"n": 1})

    with Gateway(script) as gateway:
        async with make_api(gateway.url) as api:
            stream = talk(api)
            assert await anext(stream) == Word(0, "0 ")
            for _ in range(3):
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.02):
                        await anext(stream)
            gateway.open("late")
            assert await stream.collect() == [Word(1, "1 ")]


async def test_not_waiting_for_an_item_any_longer_does_not_end_an_export() -> None:
    async def script(peer: Peer) -> None:
        await peer.gateway.gate("late")
        await peer.say({"numbers": [1]})
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        async with make_api(gateway.url) as api:
            stream = api._async_bulk.export(TAP, FLOW, ExportOptions(limit=1))
            async with stream:
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.05):
                        await anext(stream)
                gateway.open("late")
                assert await stream.collect() == [1]


async def test_a_reader_that_is_cancelled_gives_its_place_back() -> None:
    async def script(peer: Peer) -> None:
        while True:
            request = await peer.request()
            if request["service"] == "talk":
                await peer.reply(request, {"n": 0}, complete=False)
            else:
                await peer.reply(request, "here")

    with Gateway(script) as gateway:
        async with make_api(gateway.url, sockets=1) as api:
            for _ in range(20):
                reading = asyncio.Event()

                async def read(reading: asyncio.Event = reading) -> None:
                    async for _ in talk(api):
                        reading.set()

                task = asyncio.create_task(read())
                await reading.wait()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                del task
                assert await ask(api) == "here"


async def test_a_cancelled_import_ends_at_once() -> None:
    async def script(peer: Peer) -> None:
        peer.deafen()
        peer.gateway.received.put({})
        await peer.gateway.gate("never")

    with Gateway(script, authenticate=False) as gateway:
        async with make_api(gateway.url) as api:
            numbers = range(100_000_000)
            task = asyncio.create_task(
                api._async_bulk.import_(PUT, FLOW, numbers, {"id": "x"}, ImportOptions(batch_size=10_000))
            )
            await heard(gateway)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task


async def test_a_stream_can_be_awaited_entered_and_iterated() -> None:
    with Gateway(answering(obliging)) as gateway:
        async with make_api(gateway.url) as api:
            assert [item.n async for item in talk(api, count=3)] == [0, 1, 2]
            stream = await talk(api, count=3)
            assert (await heard(gateway))["request"]["count"] == 3
            assert await stream.text() == "0 1 2 "
            async with talk(api, count=3) as stream:
                assert (await anext(stream)).n == 0
            assert await stream.collect() == []
            async with await talk(api, count=2) as stream:
                assert len(await stream.collect()) == 2
            assert gateway.received.qsize() == 3


async def test_without_the_switch_there_is_an_answer() -> None:
    with Gateway(answering(obliging)) as gateway:
        async with make_api(gateway.url) as api:
            answer = api._async_socket.answer(TALK, FLOW, {"echo": 1, "streaming": False}, None)
            assert asyncio.iscoroutine(answer)
            assert await answer == {"echo": 1}


async def test_a_goodbye_that_the_loop_has_not_seen_yet_is_noticed() -> None:
    async def script(peer: Peer) -> None:
        await peer.reply(await peer.request(), peer.number)
        await peer.gateway.gate("leave")
        await peer.socket.close(1001)

    with Gateway(script) as gateway:
        async with make_api(gateway.url, sockets=1) as api:
            assert await ask(api) == 1
            # The loop is busy with something else meanwhile, so it cannot know.
            gateway.open("leave")
            gateway.stop()
            gateway.start()
            assert await ask(api) == 2


async def test_closing_twice_at_once_is_fine() -> None:
    with Gateway(answering(obliging)) as gateway:
        api = make_api(gateway.url)
        assert await ask(api, echo=1) == {"echo": 1}
        waiting = asyncio.create_task(ask(api, gate="never"))
        await heard(gateway)
        await asyncio.gather(api.aclose(), api.aclose())
        with pytest.raises(ClientClosed):
            await waiting


def test_an_api_serves_one_event_loop_after_another() -> None:
    async def once(api: BaseApi, number: int) -> None:
        answers = await asyncio.gather(ask(api, echo=number), ask(api, echo=-number))
        assert [answer["echo"] for answer in answers] == [number, -number]

    with Gateway(answering(obliging)) as gateway:
        api = make_api(gateway.url)
        for number in range(1, 4):
            # Nobody closes anything: the sockets of a loop end with it.
            asyncio.run(once(api, number))
        asyncio.run(api.aclose())
        assert 3 <= gateway.connections <= 6


def test_http_serves_one_event_loop_after_another() -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            size = next(
                int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
            )
            await reader.readexactly(size)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n42")

    async def once(api: BaseApi) -> None:
        for _ in range(3):
            assert await api._async_rest.call(ASK, FLOW, {}, None) == 42

    with RawServer(handler) as server:
        api = make_api(server.url)
        for _ in range(3):
            asyncio.run(once(api))
        asyncio.run(api.aclose())
        assert server.connections == 3


def test_an_api_that_is_forgotten_with_its_loop_leaves_nothing_open() -> None:
    async def once(url: str) -> None:
        api = make_api(url)
        assert await ask(api, echo=1) == {"echo": 1}

    with Gateway(answering(obliging)) as gateway:
        asyncio.run(once(gateway.url))


def test_an_api_serves_two_event_loops_at_once() -> None:
    with Gateway(answering(obliging)) as gateway:
        api = make_api(gateway.url, sockets=1)
        loops = [LoopThread(), LoopThread()]
        try:
            for number in range(20):
                for loop in loops:
                    assert loop.run(ask(api, echo=number)) == {"echo": number}
            assert gateway.connections == 2
            waiting = asyncio.run_coroutine_threadsafe(ask(api, gate="never"), loops[0].loop)
            while gateway.received.get(timeout=5)["request"].get("gate") != "never":
                pass
            loops[1].run(api.aclose())
            assert isinstance(waiting.exception(timeout=5), ClientClosed)
        finally:
            for loop in loops:
                loop.stop()


def test_a_stream_may_be_forgotten_in_another_thread() -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        await peer.reply(request, {"n": 0}, complete=False)
        await peer.socket.wait_closed()
        peer.gateway.received.put({"left": True})

    with Gateway(script) as gateway:
        api = make_api(gateway.url, sockets=1)
        loop = LoopThread()
        try:
            held = [talk(api)]

            async def first() -> Any:
                return await anext(held[0])

            assert loop.run(first()) == Word(0, "0 ")
            gateway.received.get(timeout=5)
            thread = threading.Thread(target=held.clear)
            thread.start()
            thread.join()
            assert gateway.received.get(timeout=5) == {"left": True}
            loop.run(api.aclose())
        finally:
            loop.stop()


async def test_an_asynchronous_source_may_fail() -> None:
    async def source() -> AsyncIterator[int]:
        yield 1
        raise LookupError("no more")

    async def script(peer: Peer) -> None:
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        async with make_api(gateway.url) as api:
            with pytest.raises(LookupError, match="no more"):
                await api._async_bulk.import_(PUT, FLOW, source(), {"id": "x"}, ImportOptions(batch_size=10))


async def test_closing_ends_an_import_under_way() -> None:
    async def script(peer: Peer) -> None:
        peer.deafen()
        peer.gateway.received.put({})
        await peer.gateway.gate("never")

    with Gateway(script, authenticate=False) as gateway:
        api = make_api(gateway.url)
        task = asyncio.create_task(
            api._async_bulk.import_(
                PUT, FLOW, range(100_000_000), {"id": "x"}, ImportOptions(batch_size=10_000)
            )
        )
        await heard(gateway)
        await api.aclose()
        with pytest.raises(ImportInterrupted):
            await task
