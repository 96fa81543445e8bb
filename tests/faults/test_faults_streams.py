"""Streams under stress: silence, abandonment, slow readers, and many at once."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from scripted_gateway import Gateway, Json, Peer, answering, obliging
from support import ASK, Connect, Reader, Spawn, Word

from gatewright.errors import ProtocolViolation, RequestTimeout
from gatewright.session import mux

pytestmark = pytest.mark.timeout(20)


def words(count: int) -> list[Word]:
    return [Word(n, f"{n} ") for n in range(count)]


def test_a_stream_gives_all_items_in_order(connect: Connect) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url)
        assert client.stream(count=1000).collect() == words(1000)
        assert client.stream(count=3).text() == "0 1 2 "


def test_the_first_item_comes_before_the_last_is_sent(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        await peer.reply(request, {"n": 0}, complete=False)
        await peer.gateway.gate("first was read")
        await peer.reply(request, {"n": 1})

    with Gateway(script) as gateway:
        stream = connect(gateway.url).stream()
        assert next(stream) == Word(0, "0 ")
        gateway.open("first was read")
        assert stream.collect() == [Word(1, "1 ")]


def test_the_time_limit_counts_from_item_to_item(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        for n in range(4):
            await peer.gateway.gate(str(n))
            await peer.reply(request, {"n": n}, complete=False)
        await peer.gateway.gate("never")

    with Gateway(script) as gateway:
        stream = connect(gateway.url, sockets=1).stream(timeout=1)
        for n in range(4):
            opener = threading.Timer(0.3, gateway.open, [str(n)])
            opener.start()
            assert next(stream).n == n
            opener.join()
        with pytest.raises(RequestTimeout, match="within 1 s"):
            next(stream)
        with pytest.raises(StopIteration):
            next(stream)


def test_a_reader_that_is_slower_than_the_time_limit_loses_nothing(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        await peer.reply(request, {"n": 0}, complete=False)
        await peer.gateway.gate("busy")
        await peer.reply(request, {"n": 1})
        peer.gateway.received.put({})

    with Gateway(script) as gateway:
        stream = connect(gateway.url).stream(timeout=0.2)
        assert next(stream).n == 0
        gateway.received.get(timeout=5)
        # Not a wait for something: the reader has other things to do for longer than the limit.
        threading.Event().wait(0.4)
        gateway.open("busy")
        gateway.received.get(timeout=5)
        assert next(stream).n == 1


def fail_over(stream: Reader) -> None:
    for item in stream:
        raise KeyError(item.n)


@pytest.mark.parametrize("how", ["close", "forget", "break", "raise"])
def test_an_abandoned_stream_gives_its_place_back(connect: Connect, how: str) -> None:
    async def answer(peer: Peer, request: Json) -> None:
        if "count" in request["request"]:
            await peer.burst(request, [{"n": 0}, {"n": 1}], end=False)
        else:
            await obliging(peer, request)

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url, sockets=1)
        for number in range(40):  # more than twice as many as there are places
            stream = client.stream(count=True)
            if how == "close":
                assert next(stream).n == 0
                stream.close()
            elif how == "forget":
                assert next(stream).n == 0
                stream.forget()
            elif how == "break":
                for item in stream:
                    assert item.n == 0
                    break
                stream.close()
            else:
                with pytest.raises(KeyError):
                    fail_over(stream)
                stream.close()
            assert client.call(ASK, echo=number) == {"echo": number}


@pytest.mark.parametrize("how", ["close", "forget"])
def test_an_abandoned_stream_does_not_disturb_its_neighbours(
    connect: Connect, spawn: Spawn, how: str
) -> None:
    flood = mux.HIGH_WATER * 3

    async def answer(peer: Peer, request: Json) -> None:
        if "flood" not in request["request"]:
            await obliging(peer, request)
            return
        await peer.reply(request, {"n": 0}, complete=False)
        await peer.gateway.gate("abandoned")
        await peer.burst(request, [{"n": n} for n in range(1, flood)])
        peer.gateway.open("flooded")

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url, sockets=1)
        stream = client.stream(flood=True)
        assert next(stream).n == 0
        neighbour = spawn(lambda: client.call(ASK, gate="flooded", echo="here"))
        gateway.received.get(timeout=5)
        gateway.received.get(timeout=5)
        if how == "close":
            stream.close()
        else:
            stream.forget()
        gateway.open("abandoned")
        assert neighbour.result() == {"echo": "here"}
        assert gateway.connections == 1


def test_a_full_stream_that_is_forgotten_lets_its_neighbour_go_on(connect: Connect, spawn: Spawn) -> None:
    async def script(peer: Peer) -> None:
        flooded = await peer.request()
        await peer.reply(flooded, {"n": 0}, complete=False)
        neighbour = await peer.request()
        await peer.burst(flooded, [{"n": n} for n in range(1, mux.HIGH_WATER * 3)], end=False)
        peer.gateway.received.put({})
        await peer.gateway.gate("forgotten")
        await peer.reply(neighbour, "here")

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        stream = client.stream()
        assert next(stream).n == 0
        neighbour = spawn(lambda: client.call(ASK))
        for _ in range(3):
            gateway.received.get(timeout=5)
        stream.forget()
        gateway.open("forgotten")
        assert neighbour.result() == "here"


def test_a_slow_reader_loses_nothing_and_fills_no_memory(connect: Connect) -> None:
    count, step = 100_000, 500

    async def script(peer: Peer) -> None:
        request = await peer.request()
        for start in range(0, count, 2_000):
            end = start + 2_000 == count
            await peer.burst(request, [{"n": n} for n in range(start, start + 2_000)], end=end)

    with Gateway(script) as gateway:
        stream = connect(gateway.url, sockets=1).stream()
        most = 0
        for start in range(0, count, step):
            assert [item.n for item in stream.take(step)] == list(range(start, start + step))
            most = max(most, stream.waiting())
        assert stream.collect() == []
        # Reading stops there, but for what the last read has brought: 256 KiB at most, 50 bytes a frame.
        assert most < mux.HIGH_WATER + 2**18 // 50


def test_large_bodies_are_bounded_by_their_size(connect: Connect) -> None:
    text = "x" * 2**20

    async def script(peer: Peer) -> None:
        request = await peer.request()
        for n in range(100):
            await peer.reply(request, {"n": n, "text": text}, complete=n == 99)

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        stream = client.stream()
        assert next(stream).n == 0
        most = 0
        for expected in range(1, 100):
            most = max(most, stream.waiting())
            assert next(stream).n == expected
        assert most <= 20


def test_a_slow_reader_holds_up_its_own_socket_only(connect: Connect) -> None:
    async def answer(peer: Peer, request: Json) -> None:
        if "count" in request["request"]:
            await peer.burst(request, [{"n": n} for n in range(20_000)], end=False)
        else:
            await obliging(peer, request)

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url, sockets=2)
        stream = client.stream(count=True)
        assert next(stream).n == 0
        for number in range(50):
            assert client.call(ASK, echo=number) == {"echo": number}
        stream.close()


def test_a_call_behind_a_slow_reader_says_why_it_waits(connect: Connect) -> None:
    async def answer(peer: Peer, request: Json) -> None:
        if "count" in request["request"]:
            await peer.burst(request, [{"n": n} for n in range(20_000)], end=False)
        else:
            await obliging(peer, request)

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url, sockets=1)
        stream = client.stream(count=True)
        assert next(stream).n == 0

        def ask_until_the_reader_is_seen_to_be_slow() -> None:
            while True:
                client.call(ASK, timeout=0.3)

        with pytest.raises(RequestTimeout, match="slow reader"):
            ask_until_the_reader_is_seen_to_be_slow()
        stream.close()
        assert client.call(ASK, echo="free") == {"echo": "free"}


def test_streams_and_calls_interleave(connect: Connect, spawn: Spawn) -> None:
    async def answer(peer: Peer, request: Json) -> None:
        if "count" in request["request"]:
            for n in range(request["request"]["count"]):
                await peer.reply(request, {"n": n}, complete=n == request["request"]["count"] - 1)
        else:
            await obliging(peer, request)

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url, sockets=2)
        streams = [spawn(lambda: client.stream(count=300).collect()) for _ in range(10)]
        calls = [spawn(partial(client.call, ASK, echo=n)) for n in range(50)]
        assert [call.result() for call in calls] == [{"echo": n} for n in range(50)]
        assert all(stream.result() == words(300) for stream in streams)
        assert gateway.connections <= 2


def test_an_item_that_cannot_be_read_ends_the_stream(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        await peer.burst(request, [{"n": 0}, {"m": 1}, {"n": 2}], end=False)
        await peer.reply(await peer.request(), "next")

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        with pytest.raises(ProtocolViolation, match="cannot be read") as caught:
            client.stream().collect()
        assert caught.value.partial == [Word(0, "0 ")]


def test_a_stream_that_was_closed_gives_no_more(connect: Connect) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url)
        stream = client.stream(count=10)
        assert next(stream).n == 0
        stream.close()
        stream.close()
        assert stream.collect() == []


def test_a_stream_that_was_never_begun_can_be_closed(connect: Connect) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url)
        stream = client.stream(count=10)
        stream.close()
        assert stream.collect() == []
        assert gateway.connections == 0


def test_an_entered_stream_has_been_asked_for(connect: Connect) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url)
        stream = client.stream(count=2)
        stream.begin()
        assert gateway.received.get(timeout=5)["request"] == {"count": 2, "streaming": True}
        assert stream.collect() == words(2)
        assert gateway.received.qsize() == 0
