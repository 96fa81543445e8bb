"""Imports that outlive what goes wrong: lost connections, restarts, Ctrl-C, and sources that fail."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scripted_gateway import TOKEN, RawServer, upgrade
from support import FLOW, PUT, PUT_BLINDLY, AsyncClient, Connect, Spawn, SyncClient, make_api
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

import gatewright.aio.imports
import gatewright.sync.imports
from gatewright.errors import (
    AuthenticationFailed,
    ClientClosed,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    ImportInterrupted,
    InvalidItem,
    RequestTimeout,
)
from gatewright.session import transfer
from gatewright.transfer import ImportOptions, Progress, Unreadable

pytestmark = pytest.mark.timeout(30)

WINDOW = (transfer.UNANSWERED_PINGS + 1) * transfer.MESSAGES_PER_PING
"""Messages that one connection may have taken without proof."""


class Store:
    """A gateway's import: takes messages and answers pings strictly in order.

    Attributes:
        taken: What each connection has taken.
        leaves: After how many items each connection is left; those after them stay.
        how: `close`: with the code of success. `abort`: without a word, so that its last ones may be lost.
            `deaf`: it reads no more.
        chokes_on: A message with that item makes it leave each time.
        refusals: HTTP statuses for the handshakes of connections, by number.
        news: Set when something was taken.
        leaving: Called before a connection is left.
    """

    def __init__(
        self,
        *leaves: int,
        how: str = "close",
        chokes_on: int | None = None,
        refusals: dict[int, int] | None = None,
    ) -> None:
        self.taken: list[list[int]] = []
        self.leaves = leaves
        self.how = how
        self.chokes_on = chokes_on
        self.refusals = refusals or {}
        self.news = threading.Condition()
        self.leaving: Callable[[], object] = lambda: None

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number, taken = len(self.taken), []
        self.taken.append(taken)
        response = await upgrade(reader)
        if number in self.refusals:
            writer.write(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % self.refusals[number])
            return
        writer.write(response)
        limit = self.leaves[number] if number < len(self.leaves) else None
        protocol = ServerProtocol(state=OPEN, max_size=None)
        choked = False
        while not choked and (limit is None or len(taken) < limit):
            data = await reader.read(65536)
            if not data:
                return
            protocol.receive_data(data)
            protocol.data_to_send()  # its pongs, which do not wait for their turn
            for event in protocol.events_received():
                assert isinstance(event, Frame)
                if event.opcode is Opcode.TEXT:
                    numbers = json.loads(bytes(event.data))["numbers"]
                    if self.chokes_on in numbers:
                        choked = True
                        break
                    taken += numbers
                elif event.opcode is Opcode.PING:
                    writer.write(Frame(Opcode.PONG, event.data).serialize(mask=False))
                if limit is not None and len(taken) >= limit:
                    break
            with self.news:
                self.news.notify_all()
        self.leaving()
        if self.how == "close":
            writer.write(Frame(Opcode.CLOSE, (1000).to_bytes(2, "big")).serialize(mask=False))
            await reader.read()
        elif self.how == "abort":
            writer.transport.abort()
        else:
            await asyncio.Event().wait()

    @property
    def all(self) -> list[int]:
        return [item for items in self.taken for item in items]

    def wait_for(self, items: int, since: int = 0) -> None:
        """Wait until so many items have come, over connections from that one on."""
        with self.news:
            assert self.news.wait_for(lambda: sum(map(len, self.taken[since:])) >= items, 10)

    def check(self, total: int, *, losses: int, batch_size: int = 10) -> None:
        """Everything came, in order on each connection, and no more twice than a window for each loss."""
        times = Counter(self.all)
        assert set(times) == set(range(total))
        assert sum(times.values()) - total <= (WINDOW + 1) * batch_size * losses
        assert all(items == sorted(items) for items in self.taken)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections are replaced at once."""
    on_backoff(monkeypatch, lambda failures: None)


def on_backoff(monkeypatch: pytest.MonkeyPatch, act: Callable[[int], object]) -> None:
    """Have something done whenever a connection is about to be replaced."""

    def backoff(failures: int) -> float:
        act(failures)
        return 0.0

    monkeypatch.setattr(gatewright.sync.imports, "backoff", backoff)
    monkeypatch.setattr(gatewright.aio.imports, "backoff", backoff)


@pytest.mark.parametrize("how", ["close", "abort"])
@pytest.mark.parametrize("total", [500, 20_000])
@pytest.mark.parametrize("sockets", [1, 3])
def test_a_lost_connection_is_replaced(connect: Connect, how: str, total: int, sockets: int) -> None:
    store = Store(100, how=how)
    seen: list[Progress] = []
    with RawServer(store) as gateway:
        report = connect(gateway.url).put(
            range(total), resume="auto", sockets=sockets, on_progress=seen.append
        )
        assert (report.sent, report.confirmed, report.batches) == (total, total, total // 10)
        assert gateway.connections == sockets + 1
    store.check(total, losses=1)
    assert [progress.confirmed for progress in seen] == sorted(progress.confirmed for progress in seen)


@pytest.mark.parametrize("sockets", [1, 3])
def test_many_lost_connections_are_replaced_while_it_gets_on(connect: Connect, sockets: int) -> None:
    store = Store(*[500] * 12)
    with RawServer(store) as gateway:
        report = connect(gateway.url, retries=2).put(range(20_000), resume="auto", sockets=sockets)
        assert report.confirmed == 20_000
        assert gateway.connections == 12 + sockets
    store.check(20_000, losses=12)


def test_all_connections_may_be_lost_at_once(connect: Connect) -> None:
    """As when the gateway restarts; that is not as many failures as there are connections."""
    store = Store(*[100] * 4)
    with RawServer(store) as gateway:
        report = connect(gateway.url, retries=1).put(range(5000), resume="auto", sockets=4)
        assert report.confirmed == 5000
        assert gateway.connections == 8
    store.check(5000, losses=4)


def test_connections_that_are_lost_while_the_end_is_awaited_are_replaced(connect: Connect) -> None:
    store = Store(100, 90, how="close")
    with RawServer(store) as gateway:
        assert connect(gateway.url).put(range(100), resume="auto").confirmed == 100
        assert gateway.connections == 3
    assert store.taken == [[*range(100)], [*range(90)], [*range(100)]]


class Restarting:
    """Stops to listen when its first connection breaks, until it is started again."""

    def __init__(self, store: Store, gateway: RawServer) -> None:
        self.gateway = gateway
        self.port = int(gateway.url.rsplit(":", 1)[1].strip("/"))
        store.leaving = self.stop

    def stop(self) -> None:
        self.gateway._server.close()

    def start(self) -> None:
        """Called from another thread."""
        gateway = self.gateway
        gateway._server = gateway.thread.run(asyncio.start_server(gateway._meet, "127.0.0.1", self.port))


def test_a_gateway_that_restarts_is_found_again(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(1000)
    failures: list[int] = []
    with RawServer(store) as gateway:
        restarting = Restarting(store, gateway)

        def act(failed: int) -> None:
            failures.append(failed)
            if failed == 3:  # it was looked for in vain
                restarting.start()

        on_backoff(monkeypatch, act)
        report = connect(gateway.url, retries=3).put(range(5000), resume="auto")
        assert report.confirmed == 5000
    assert failures == [1, 2, 3]
    store.check(5000, losses=1)


def test_a_gateway_that_stays_away_is_given_up(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(1000)
    failures: list[int] = []
    on_backoff(monkeypatch, failures.append)
    with RawServer(store) as gateway:
        Restarting(store, gateway)
        with pytest.raises(ImportInterrupted) as caught:
            connect(gateway.url, retries=3).put(range(5000), resume="auto")
    assert failures == [1, 2, 3]
    error = caught.value
    assert 0 < error.confirmed == error.position <= 1000 <= error.sent
    assert f"{error.confirmed} of the {error.sent} items sent are confirmed" in str(error)
    assert f"resume with start={error.position}" in str(error)
    assert isinstance(error.__cause__, ConnectionFailed)
    assert not isinstance(error.__cause__, ConnectionLost)


def test_a_gateway_that_refuses_the_token_now_is_told(connect: Connect) -> None:
    store = Store(1000, refusals={1: 401})
    with RawServer(store) as gateway:
        with pytest.raises(ImportInterrupted) as caught:
            connect(gateway.url).put(range(5000), resume="auto")
        assert gateway.connections == 2
    error = caught.value
    assert isinstance(error.__cause__, AuthenticationFailed)
    assert 0 < error.position <= 1000
    assert f"resume with start={error.position}" in str(error)
    assert TOKEN not in str(error)


def test_a_gateway_that_is_busy_starting_is_waited_for(connect: Connect) -> None:
    store = Store(1000, refusals={1: 503, 2: 502})
    with RawServer(store) as gateway:
        assert connect(gateway.url, retries=3).put(range(5000), resume="auto").confirmed == 5000
        assert gateway.connections == 4
    store.check(5000, losses=1)


@pytest.mark.parametrize(("resume", "connections"), [(None, 1), ("auto", 3)])
@pytest.mark.parametrize("total", [5, 5000])
def test_a_gateway_that_closes_each_time_is_given_up(
    connect: Connect, resume: Any, connections: int, total: int
) -> None:
    store = Store(*[0] * 10, how="close")
    with RawServer(store) as gateway:
        with pytest.raises(ImportInterrupted, match="code 1000") as caught:
            connect(gateway.url, retries=2).put(range(total), resume=resume)
        assert gateway.connections == connections
    error = caught.value
    assert (error.confirmed, error.position) == (0, 0)
    assert f"0 of the {error.sent} items sent are confirmed; resume with start=0" in str(error)


@pytest.mark.parametrize("sockets", [1, 3])
def test_a_message_that_makes_the_gateway_close_each_time_is_given_up(connect: Connect, sockets: int) -> None:
    store = Store(chokes_on=1234)
    with RawServer(store) as gateway:
        client = connect(gateway.url, retries=2)
        with pytest.raises(ImportInterrupted) as caught:
            client.put(range(5000), resume="auto", sockets=sockets)
        # What is before it in its window may be proven on the way, which is progress.
        assert 3 <= gateway.connections - sockets + 1 <= 3 + 2 * transfer.UNANSWERED_PINGS
        error = caught.value
        assert set(range(error.position)) <= set(store.all)
        assert error.position <= 1230
        store.chokes_on = None
        client.put(range(5000), start=error.position)
        assert set(store.all) == set(range(5000))


def test_a_silent_connection_is_replaced(connect: Connect) -> None:
    store = Store(1000, how="deaf")
    with RawServer(store) as gateway:
        report = connect(gateway.url).put(range(20_000), resume="auto", timeout=0.3)
        assert report.confirmed == 20_000
        assert gateway.connections == 2
    store.check(20_000, losses=1)


def test_a_gateway_that_stays_silent_is_given_up(connect: Connect) -> None:
    store = Store(1000, 0, 0, how="deaf")
    with RawServer(store) as gateway:
        with pytest.raises(ImportInterrupted, match=r"confirmed nothing for 0\.2 s") as caught:
            connect(gateway.url, retries=1).put(range(20_000), resume="auto", timeout=0.2)
        assert gateway.connections == 2
    assert 0 < caught.value.position <= 1000
    assert isinstance(caught.value.__cause__, RequestTimeout)


def test_one_silent_connection_of_several_holds_the_position_back(connect: Connect) -> None:
    store = Store(0, how="deaf")
    with RawServer(store) as gateway, pytest.raises(ImportInterrupted) as caught:
        connect(gateway.url).put(range(20_000), sockets=2, timeout=0.2)
    error = caught.value
    taken = set(store.all)
    assert taken, "the other connection went on"
    assert (error.position, error.confirmed <= len(taken)) == (0, True)


def test_what_cannot_be_proven_is_not_resumed(connect: Connect) -> None:
    store = Store(1000)
    with RawServer(store) as gateway:
        with pytest.raises(ImportInterrupted) as caught:
            connect(gateway.url).put(range(3_000_000), operation=PUT_BLINDLY, resume="auto")
        assert gateway.connections == 1
    assert (caught.value.confirmed, caught.value.position) == (0, 0)


def test_closing_the_client_ends_an_import_that_would_resume(connect: Connect, spawn: Spawn) -> None:
    store = Store(100, how="deaf")
    with RawServer(store) as gateway:
        client = connect(gateway.url)
        begun = spawn(lambda: client.put(range(10_000_000), resume="auto"))
        store.wait_for(100)
        client.close()
        error = begun.exception()
        assert isinstance(error, ImportInterrupted)
        assert isinstance(error.__cause__, ClientClosed)
        assert gateway.connections == 1


def test_closing_the_client_while_it_looks_for_the_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(Store(100)) as gateway:
        client = SyncClient(gateway.url)
        on_backoff(monkeypatch, lambda failures: client.close())
        with pytest.raises(ImportInterrupted, match="the client is closed") as caught:
            client.put(range(10_000), resume="auto")
        assert isinstance(caught.value.__cause__, ClientClosed)
        assert gateway.connections == 1


# Checkpoints.


def saved(path: Path) -> tuple[int, bool]:
    said = json.loads(path.read_bytes())
    return said["position"], said["done"]


def test_an_import_goes_on_where_its_checkpoint_says(connect: Connect, tmp_path: Path) -> None:
    store, path = Store(1000), tmp_path / "it"
    with RawServer(store) as gateway:
        client = connect(gateway.url)
        with pytest.raises(ImportInterrupted) as caught:
            client.put(range(5000), checkpoint=path)
        position, done = saved(path)
        assert (position, done) == (caught.value.position, False)
        assert position > 0
        report = client.put(range(5000), checkpoint=path)
        assert (report.sent, report.confirmed) == (5000 - position, 5000 - position)
        assert saved(path) == (5000, True)
        store.check(5000, losses=1)
        # All of it is there: nothing is opened and nothing read.
        report = client.put(iter(lambda: pytest.fail("it was read"), None), checkpoint=path)
        assert (report.sent, gateway.connections) == (0, 2)


def test_a_checkpoint_is_that_of_one_import(connect: Connect, tmp_path: Path) -> None:
    path = tmp_path / "it"
    with RawServer(Store()) as gateway:
        connect(gateway.url).put(range(10), checkpoint=path)
        with pytest.raises(ConfigurationError, match="belongs to another import") as caught:
            connect(gateway.url, settings={"workspace": "other"}).put(range(10), checkpoint=path)
        assert TOKEN not in str(caught.value)
        assert TOKEN not in path.read_text()
        assert gateway.connections == 1


def test_a_checkpoint_is_kept_through_lost_connections(connect: Connect, tmp_path: Path) -> None:
    store, path = Store(1000, 1000), tmp_path / "it"
    seen: list[int] = []

    def look(progress: Progress) -> None:
        if path.exists():
            position, _ = saved(path)
            assert position <= progress.confirmed
            seen.append(position)

    with RawServer(store) as gateway:
        connect(gateway.url).put(range(5000), checkpoint=path, resume="auto", on_progress=look)
    assert seen == sorted(seen)
    assert saved(path) == (5000, True)
    store.check(5000, losses=2)


def test_ctrl_c_leaves_a_checkpoint(tmp_path: Path) -> None:
    store, path = Store(4000, how="deaf"), tmp_path / "it"
    with RawServer(store) as gateway:
        client = SyncClient(gateway.url)

        def press() -> None:
            store.wait_for(4000)
            os.kill(os.getpid(), signal.SIGINT)

        presser = threading.Thread(target=press)
        presser.start()
        with pytest.raises(KeyboardInterrupt):
            client.put(range(10_000_000), checkpoint=path)
        presser.join()
        position, done = saved(path)
        assert 0 < position <= 4000
        assert not done
        assert client.put(range(10_000), checkpoint=path).sent == 10_000 - position
        client.close()
    store.check(10_000, losses=1)


async def test_cancelling_leaves_a_checkpoint(tmp_path: Path) -> None:
    store, path = Store(4000, how="deaf"), tmp_path / "it"
    with RawServer(store) as gateway:
        async with make_api(gateway.url) as api:

            def start(total: int) -> Any:
                options = ImportOptions(batch_size=10, checkpoint=path)
                return api._async_bulk.import_(PUT, FLOW, range(total), {"id": "x"}, options)

            task = asyncio.create_task(start(10_000_000))
            await asyncio.to_thread(store.wait_for, 4000)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            position, done = saved(path)
            assert 0 < position <= 4000
            assert not done
            assert (await start(10_000)).sent == 10_000 - position
    store.check(10_000, losses=1)


# Sources and callers that fail.


def test_what_a_failing_source_gave_is_safe(connect: Connect, tmp_path: Path) -> None:
    def source(end: int) -> Iterator[int]:
        yield from range(1234)
        if end == 1234:
            raise LookupError("the file ended early")
        yield from range(1234, end)

    store, path = Store(), tmp_path / "it"
    with RawServer(store) as gateway:
        client = connect(gateway.url)
        with pytest.raises(LookupError, match="the file ended early") as caught:
            client.put(source(1234), checkpoint=path)
        assert caught.value.__notes__ == [
            "put: 1230 of the 1230 items sent are confirmed; resume with start=1230"
        ]
        assert store.all == list(range(1230))
        assert saved(path) == (1230, False)
        client.put(source(2000), checkpoint=path)
        assert store.all == list(range(2000))


def test_a_source_that_fails_while_the_gateway_does(connect: Connect) -> None:
    def source() -> Iterator[int]:
        yield from range(50)
        store.wait_for(20)
        raise LookupError("the file ended early")

    store = Store(20)
    with RawServer(store) as gateway:
        with pytest.raises(LookupError, match="the file ended early") as caught:
            connect(gateway.url).put(source())
        assert isinstance(caught.value.__context__, ImportInterrupted) or "0 of the" in str(
            caught.value.__notes__
        )
        assert caught.value.__notes__ == ["put: 0 of the 50 items sent are confirmed; resume with start=0"]


def test_a_source_that_fails_is_not_resumed(connect: Connect) -> None:
    def source() -> Iterator[int]:
        yield 1
        raise ConnectionLost("the other gateway is gone")

    with RawServer(Store()) as gateway:
        with pytest.raises(ConnectionLost, match="the other gateway is gone"):
            connect(gateway.url).put(source(), resume="auto")
        assert gateway.connections == 1


@pytest.mark.parametrize("sockets", [1, 3])
def test_what_is_before_a_bad_item_is_safe(connect: Connect, sockets: int) -> None:
    items: list[Any] = list(range(5000))
    items[2345] = "bad"
    store = Store()
    with RawServer(store) as gateway:
        client = connect(gateway.url)
        with pytest.raises(InvalidItem, match="'bad' is not a number") as caught:
            client.put(items, sockets=sockets)
        assert (caught.value.index, caught.value.field) == (2345, "n")
        assert "2340 of the 2340 items sent are confirmed; resume with start=2340" in str(caught.value)
        assert sorted(store.all) == list(range(2340))
        items[2345] = 2345
        client.put(items, start=2340)
        assert sorted(store.all) == list(range(5000))


def test_bad_items_are_left_out_and_told(connect: Connect) -> None:
    items: list[Any] = [*range(100), "bad", *range(100, 200), Unreadable("line 7: no number"), 200]
    told: list[InvalidItem] = []
    store = Store()
    with RawServer(store) as gateway:
        client = connect(gateway.url)
        report = client.put(items, on_error=told.append)
        assert (report.sent, report.confirmed, report.rejected) == (201, 201, 2)
        assert store.all == list(range(201))
        assert [error.index for error in told] == [100, 201]
        assert str(told[1]) == "put: item 201: line 7: no number"
        assert client.put(items, on_error="skip").rejected == 2
        assert client.put(["bad"] * 25, on_error="skip").rejected == 25


def test_bad_items_are_told_once_through_lost_connections(connect: Connect) -> None:
    items: list[Any] = ["bad" if number % 7 == 0 else number for number in range(7000)]
    told: list[int] = []
    store = Store(1000, 1000)
    with RawServer(store) as gateway:
        report = connect(gateway.url).put(
            items, on_error=lambda error: told.append(error.index), resume="auto"
        )
    assert told == list(range(0, 7000, 7))
    assert (report.sent, report.confirmed, report.rejected) == (6000, 6000, 1000)
    assert set(store.all) == {number for number in range(7000) if number % 7}


def test_whoever_is_told_of_bad_items_may_fail(connect: Connect, tmp_path: Path) -> None:
    def fail(error: InvalidItem) -> None:
        raise LookupError(f"no {error.index}")

    store, path = Store(), tmp_path / "it"
    with RawServer(store) as gateway:
        with pytest.raises(LookupError, match="no 1000"):
            connect(gateway.url).put([*range(1000), "bad", 5], on_error=fail, checkpoint=path)
        assert store.all == list(range(1000))
        assert saved(path) == (1000, False)


def test_whoever_is_told_of_progress_may_fail(connect: Connect, tmp_path: Path) -> None:
    def fail(progress: Progress) -> None:
        if progress.confirmed >= 1000:
            raise LookupError("enough")

    store, path = Store(), tmp_path / "it"
    with RawServer(store) as gateway:
        client = connect(gateway.url)
        with pytest.raises(LookupError, match="enough"):
            client.put(range(10_000_000), on_progress=fail, checkpoint=path)
        position, done = saved(path)
        assert position >= 1000
        assert not done
        assert set(range(position)) <= set(store.all)
        client.put(range(position + 1000), checkpoint=path)
    store.check(position + 1000, losses=1)


# Batches and what is passed over.


def test_a_batch_does_not_wait_for_a_slow_source(tmp_path: Path) -> None:
    store = Store()
    waited: list[int] = []

    async def source() -> AsyncIterator[int]:
        for number in range(5):
            yield number
            # The next one comes only when this one has arrived.
            await asyncio.to_thread(store.wait_for, number + 1)
            waited.append(number)

    with RawServer(store) as gateway:
        client = AsyncClient(gateway.url)
        try:
            options = ImportOptions(batch_size=1000, linger=0.01, start=0)
            report = client.run(client.api._async_bulk.import_(PUT, FLOW, source(), {"id": "x"}, options))
        finally:
            client.end()
    assert (report.sent, report.confirmed, report.batches) == (5, 5, 5)
    assert waited == list(range(5))
    assert store.all == list(range(5))


async def test_a_slow_source_is_let_go_when_the_gateway_is_gone() -> None:
    left: list[str] = []

    async def source() -> AsyncIterator[int]:
        try:
            for number in range(10_000):
                yield number
            await asyncio.Event().wait()
        finally:
            left.append("source")

    store = Store(100)
    with RawServer(store) as gateway:
        async with make_api(gateway.url) as api:
            items = source()
            options = ImportOptions(batch_size=10, linger=0.01)
            with pytest.raises(ImportInterrupted):
                await api._async_bulk.import_(PUT, FLOW, items, {"id": "x"}, options)
            await items.aclose()  # type: ignore[attr-defined]
    assert left == ["source"]


async def test_a_slow_source_that_fails_is_told() -> None:
    async def source() -> AsyncIterator[int]:
        yield 1
        await asyncio.to_thread(store.wait_for, 1)
        raise LookupError("no more")

    store = Store()
    with RawServer(store) as gateway:
        async with make_api(gateway.url) as api:
            options = ImportOptions(batch_size=10, linger=0.01)
            with pytest.raises(LookupError, match="no more") as caught:
                await api._async_bulk.import_(PUT, FLOW, source(), {"id": "x"}, options)
    assert caught.value.__notes__ == ["put: 1 of the 1 items sent are confirmed; resume with start=1"]


def test_old_batches_of_a_plain_source_are_sent(connect: Connect) -> None:
    store = Store()

    def source() -> Iterator[int]:
        yield 0
        clock = threading.Event()
        clock.wait(0.02)
        yield 1
        store.wait_for(2)
        yield 2

    with RawServer(store) as gateway:
        report = connect(gateway.url).put(source(), batch_size=1000, linger=0.01)
    assert (report.confirmed, report.batches) == (3, 2)


def test_messages_are_about_as_long_as_asked_for(connect: Connect) -> None:
    store = Store()
    with RawServer(store) as gateway:
        report = connect(gateway.url).put(range(10_000, 20_000), batch_size=50, batch_bytes=200)
        assert store.all == list(range(10_000, 20_000))
        assert report.bytes / report.batches < 200


@pytest.mark.parametrize("start", [0, 1, 10, 995, 1000, 2000])
def test_items_are_passed_over(connect: Connect, start: int) -> None:
    store = Store()
    with RawServer(store) as gateway:
        client = connect(gateway.url)
        assert client.put(range(1000), start=start).sent == max(0, 1000 - start)
        assert store.all == list(range(start, 1000))
        if start < 995:
            items = [*range(995), "bad"]
            with pytest.raises(InvalidItem) as caught:
                client.put(items, start=start, batch_size=1)
            assert caught.value.index == 995
            assert "resume with start=995" in str(caught.value)


@pytest.mark.parametrize("linger", [None, 5])
def test_items_of_an_asynchronous_source_are_passed_over(linger: float | None) -> None:
    async def source() -> AsyncIterator[int]:
        for number in range(100):
            yield number

    store = Store()
    with RawServer(store) as gateway:
        client = AsyncClient(gateway.url)
        try:
            options = ImportOptions(batch_size=7, linger=linger, start=50)
            report = client.run(client.api._async_bulk.import_(PUT, FLOW, source(), {"id": "x"}, options))
        finally:
            client.end()
    assert (report.sent, report.batches) == (50, 8)
    assert store.all == list(range(50, 100))


def test_messages_are_spread_over_connections(connect: Connect) -> None:
    store = Store()
    with RawServer(store) as gateway:
        assert connect(gateway.url).put(range(1005), sockets=4).confirmed == 1005
        assert gateway.connections == 4
        assert connect(gateway.url).put(range(5), sockets=4).confirmed == 5
        assert gateway.connections == 5, "one message needs one"
    store.taken.pop()
    assert [len(items) for items in store.taken] == [255, 250, 250, 250]
    store.check(1005, losses=0)


def test_what_the_gateway_may_hold_in_a_queue_is_sent_again(connect: Connect) -> None:
    """It answers a ping, and is gone with the last three messages, which were still in its queue."""
    before_ping = transfer.MESSAGES_PER_PING
    store = Store((before_ping + 1) * 10, how="abort")
    known = threading.Event()
    store.leaving = lambda: known.wait(10)
    confirmed: list[int] = []

    def numbers() -> Iterator[int]:
        count = itertools.count()
        while not any(confirmed):
            yield next(count)
        known.set()
        yield from itertools.islice(count, 500)

    def tell(progress: Progress) -> None:
        confirmed.append(progress.confirmed)

    with RawServer(store) as gateway:
        operation = replace(PUT, queue=3)
        report = connect(gateway.url).put(numbers(), operation=operation, resume="auto", on_progress=tell)
        assert gateway.connections == 2
    assert next(filter(None, confirmed)) == (before_ping - 3) * 10
    kept = store.taken[0][:-30] + store.taken[1]
    assert set(kept) == set(range(report.sent))
    assert report.confirmed == report.sent
