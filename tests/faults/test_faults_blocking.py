"""What only blocking code can meet: Ctrl-C, threads that meddle, and a running event loop around it."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from scripted_gateway import Gateway, Json, Peer, answering, obliging
from support import ASK, Spawn, SyncClient, Word

from gatewright.errors import GatewayError
from gatewright.sync.connection import Connection, Waiter

pytestmark = [pytest.mark.timeout(10), pytest.mark.usefixtures("nothing_leaks")]


@contextmanager
def client_of(gateway: Gateway, sockets: int = 1) -> Iterator[SyncClient]:
    client = SyncClient(gateway.url, sockets=sockets)
    try:
        yield client
    finally:
        client.close()


@contextmanager
def interrupt_when_asked(gateway: Gateway, requests: int = 1) -> Iterator[None]:
    """Ctrl-C, as soon as the gateway has so many requests."""

    def press() -> None:
        for _ in range(requests):
            gateway.received.get(timeout=5)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            yield
    finally:
        thread.join()


def test_a_call_can_be_interrupted() -> None:
    with Gateway(answering(obliging)) as gateway, client_of(gateway) as client:
        for number in range(3):
            with interrupt_when_asked(gateway):
                client.call(ASK, gate="never")
            assert client.call(ASK, echo=number) == {"echo": number}
            gateway.received.get(timeout=5)


def test_a_call_can_be_interrupted_while_another_thread_reads(spawn: Spawn) -> None:
    with Gateway(answering(obliging)) as gateway, client_of(gateway) as client:
        neighbour = spawn(lambda: client.call(ASK, gate="open", echo="neighbour"))
        gateway.received.get(timeout=5)
        with interrupt_when_asked(gateway):
            client.call(ASK, gate="never")
        assert client.call(ASK, echo=1) == {"echo": 1}
        gateway.open("open")
        assert neighbour.result() == {"echo": "neighbour"}


def test_the_thread_that_reads_for_all_can_be_interrupted(spawn: Spawn) -> None:
    with Gateway(answering(obliging)) as gateway, client_of(gateway) as client:
        first = threading.Event()

        def neighbour() -> object:
            first.wait(5)
            return client.call(ASK, gate="open", echo="neighbour")

        waiting = spawn(neighbour)
        with interrupt_when_asked(gateway, requests=2):
            first.set()
            client.call(ASK, gate="never")
        gateway.open("open")
        assert waiting.result() == {"echo": "neighbour"}
        assert client.call(ASK, echo=1) == {"echo": 1}


def test_a_stream_can_be_interrupted_and_says_so_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(peer: Peer, request: Json) -> None:
        if request["service"] == "talk":
            await peer.reply(request, {"n": 0}, complete=False)
        else:
            await obliging(peer, request)

    with Gateway(answering(answer)) as gateway, client_of(gateway) as client:
        stream = client.stream()
        assert next(stream) == Word(0, "0 ")
        gateway.received.get(timeout=5)
        wait = Connection.wait

        def wait_and_say_so(self: Connection, waiter: Waiter) -> bool:
            gateway.received.put({})
            return wait(self, waiter)

        monkeypatch.setattr(Connection, "wait", wait_and_say_so)
        with interrupt_when_asked(gateway):
            next(stream)
        monkeypatch.undo()
        with pytest.raises(GatewayError, match="given up"):
            next(stream)
        assert client.call(ASK, echo=1) == {"echo": 1}


def test_connecting_can_be_interrupted() -> None:
    async def silent(peer: Peer) -> None:
        await peer.socket.recv()
        if peer.number == 1:
            peer.gateway.received.put({})
            await peer.socket.wait_closed()
        else:
            await peer.say({"type": "auth-ok"})
            await peer.reply(await peer.request(), "fine")

    with Gateway(silent, authenticate=False) as gateway, client_of(gateway) as client:
        with interrupt_when_asked(gateway):
            client.call(ASK)
        assert client.call(ASK) == "fine"


def test_an_import_can_be_interrupted() -> None:
    async def script(peer: Peer) -> None:
        peer.deafen()
        peer.gateway.received.put({})
        await peer.gateway.gate("never")

    with (
        Gateway(script, authenticate=False) as gateway,
        client_of(gateway) as client,
        interrupt_when_asked(gateway),
    ):
        client.put(range(1_000_000_000), batch_size=10_000)


def test_blocking_code_works_inside_a_running_event_loop() -> None:
    with Gateway(answering(obliging)) as gateway, client_of(gateway) as client:

        async def main() -> None:
            assert client.call(ASK, echo=1) == {"echo": 1}
            assert len(client.stream(count=100).collect()) == 100
            assert await asyncio.to_thread(client.call, ASK, echo=2) == {"echo": 2}

        asyncio.run(main())


def test_blocking_code_needs_no_threads() -> None:
    with Gateway(answering(obliging)) as gateway, client_of(gateway, sockets=4) as client:
        before = threading.active_count()
        assert client.call(ASK, echo=1) == {"echo": 1}
        stream = client.stream(count=10)
        assert next(stream).n == 0
        assert threading.active_count() == before
        stream.close()


def test_a_stream_that_another_thread_closes_ends_for_its_reader(spawn: Spawn) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        await peer.reply(request, {"n": 0}, complete=False)
        await peer.socket.wait_closed()

    with Gateway(script) as gateway, client_of(gateway) as client:
        stream = client.stream()
        assert next(stream).n == 0
        reading = spawn(lambda: list(stream))
        # Closing may come before the reader waits, or while it does; it ends in both cases.
        stream.close()
        assert reading.result() == []


def test_an_export_that_another_thread_closes_ends_for_its_reader(spawn: Spawn) -> None:
    async def script(peer: Peer) -> None:
        await peer.say({"numbers": [1]})
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway, client_of(gateway) as client:
        stream = client.tap()
        assert next(stream) == 1
        reading = spawn(lambda: list(stream))
        stream.close()
        assert reading.result() == []


def test_the_thread_that_reads_hands_over_when_it_has_what_it_wants(spawn: Spawn) -> None:
    with Gateway(answering(obliging)) as gateway, client_of(gateway) as client:
        waiting = [spawn(partial(client.call, ASK, gate=str(n), echo=n)) for n in range(10)]
        for _ in waiting:
            gateway.received.get(timeout=5)
        for number, call in enumerate(waiting):
            gateway.open(str(number))
            assert call.result() == {"echo": number}
