"""Several sockets, many threads: who waits for whom."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from scripted_gateway import Gateway, Json, Peer, answering, obliging
from support import ASK, Connect, Spawn, Word

from gatewright.errors import RequestTimeout

pytestmark = pytest.mark.timeout(30)


@pytest.mark.parametrize("sockets", [1, 4])
def test_many_first_calls_open_one_connection_per_lane(connect: Connect, spawn: Spawn, sockets: int) -> None:
    async def answer(peer: Peer, request: Json) -> None:
        await obliging(peer, request)

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url, sockets=sockets)
        together = threading.Barrier(40)

        def first(number: int) -> object:
            together.wait()
            return client.call(ASK, echo=number)

        calls = [spawn(partial(first, n)) for n in range(40)]
        assert [call.result() for call in calls] == [{"echo": n} for n in range(40)]
        assert 1 <= gateway.connections <= sockets


def test_eight_threads_share_an_api(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, sockets=3)

        def work(thread: int) -> int:
            for turn in range(200):
                mark = f"{thread}-{turn}"
                assert client.call(ASK, echo=mark) == {"echo": mark}
                if turn % 10 == 0:
                    assert client.stream(count=50).collect() == [Word(n, f"{n} ") for n in range(50)]
                if turn % 25 == 0:
                    stream = client.stream(count=50)
                    assert next(stream).n == 0
                    stream.close()
            return thread

        workers = [spawn(partial(work, n)) for n in range(8)]
        assert [worker.result() for worker in workers] == list(range(8))


def test_a_short_call_overtakes_a_slow_one(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url)
        slow = spawn(lambda: client.call(ASK, gate="slow", echo="slow"))
        gateway.received.get(timeout=5)
        for number in range(100):
            assert client.call(ASK, echo=number) == {"echo": number}
        assert not slow.done()
        gateway.open("slow")
        assert slow.result() == {"echo": "slow"}


def test_no_more_than_allowed_is_started_behind_a_slow_head(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, sockets=1)
        slow = spawn(lambda: client.call(ASK, gate="slow", echo="slow"))
        gateway.received.get(timeout=5)
        for number in range(14):
            assert client.call(ASK, echo=number) == {"echo": number}
        # Finished calls behind the slow head still hold their places in such a gateway.
        with pytest.raises(RequestTimeout, match="no free place"):
            client.call(ASK, timeout=0.3)
        late = spawn(lambda: client.call(ASK, echo="late"))
        gateway.open("slow")
        assert slow.result() == {"echo": "slow"}
        assert late.result() == {"echo": "late"}
        assert gateway.received.qsize() == 15


def test_long_work_leaves_a_socket_to_short_calls(connect: Connect) -> None:
    async def answer(peer: Peer, request: Json) -> None:
        if "endless" in request["request"]:
            await peer.reply(request, {"n": 0}, complete=False)
        else:
            await obliging(peer, request)

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url, sockets=2)
        streams = [client.stream(endless=True) for _ in range(15)]
        for stream in streams:
            assert next(stream).n == 0
        with pytest.raises(RequestTimeout, match="no free place"):
            next(client.stream(timeout=0.3, endless=True))
        for number in range(40):
            assert client.call(ASK, echo=number) == {"echo": number}
        for stream in streams:
            stream.close()
        again = client.stream(endless=True)
        assert next(again).n == 0
        again.close()


def test_calls_beyond_all_places_wait_their_turn(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, sockets=2)
        calls = [spawn(partial(client.call, ASK, gate="go", echo=n)) for n in range(60)]
        for _ in range(30):
            gateway.received.get(timeout=5)
        assert gateway.received.qsize() == 0
        gateway.open("go")
        assert [call.result() for call in calls] == [{"echo": n} for n in range(60)]
        assert gateway.connections == 2


def test_calls_given_up_do_not_clog_a_lane(connect: Connect) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, sockets=1)
        for number in range(20):
            with pytest.raises(RequestTimeout):
                client.call(ASK, timeout=0.05, gate="never")
            assert client.call(ASK, echo=number) == {"echo": number}


def test_calls_given_up_next_to_live_ones_do_not_clog_a_lane(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, sockets=1)
        live = spawn(lambda: client.call(ASK, gate="live", echo="live"))
        gateway.received.get(timeout=5)
        for _ in range(14):
            with pytest.raises(RequestTimeout):
                client.call(ASK, timeout=0.05, gate="never")
        waiting = spawn(lambda: client.call(ASK, echo="after"))
        gateway.open("live")
        assert live.result() == {"echo": "live"}
        assert waiting.result() == {"echo": "after"}
