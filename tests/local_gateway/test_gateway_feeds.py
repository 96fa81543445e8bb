"""Feeds of the local gateway: who gets which events, commands, silence, faults."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from raw_client import Raw
from small_gateways import WORKS
from websockets.exceptions import ConnectionClosed, InvalidStatus

from gatewright.gateway import LocalGateway, local_gateway


@pytest.fixture
def gw() -> Iterator[LocalGateway]:
    with local_gateway(WORKS, pace=0.0) as gateway:
        gateway.stores.put("jobs", "a", {"job_id": "a", "state": "new"})
        gateway.stores.put("jobs", "b", {"job_id": "b", "state": "new"})
        yield gateway


def watching(gw: LocalGateway, job: str = "a") -> Raw:
    socket = Raw(gw, f"/watch/{job}")
    assert socket.receive() == {"type": "hello", "text": f"This is {job}"}
    return socket


def test_a_watcher_gets_what_happens(gw: LocalGateway) -> None:
    with httpx.Client(base_url=gw.url) as http, Raw(gw, "/watch") as everything:
        gw.wait_for(lambda: gw.feeds.count() == 1)
        with gw.stores.held():
            job = http.post("/jobs", json={"task": "work"}).json()["job_id"]
            one, two = watching(gw, job), watching(gw, job)
        for socket in (one, two):
            with socket:
                assert socket.receive() == {"type": "state", "state": "running"}
                assert socket.receive() == {"type": "note", "text": "On work"}
                assert socket.receive() == {"type": "done", "result": "Did work"}
        assert everything.receive() == {"type": "done", "job": job}
        # Whoever comes late learns how it ended.
        with watching(gw, job) as late:
            assert late.receive() == {"type": "done", "result": "Did work"}


def test_nobody_watches_what_is_not_there(gw: LocalGateway) -> None:
    with pytest.raises(InvalidStatus) as refused:
        Raw(gw, "/watch/nothing")
    response = refused.value.response
    assert response.status_code == 403
    assert json.loads(response.body or b"")["message"] == "no job nothing"
    with pytest.raises(InvalidStatus) as unknown:
        Raw(gw, "/nowhere")
    assert unknown.value.response.status_code == 404


def test_credential_in_the_query() -> None:
    with local_gateway(WORKS, token="a&b") as gw:
        for path in ("/watch", "/watch?key=a", "/watch?key="):
            with pytest.raises(InvalidStatus) as refused:
                Raw(gw, path)
            assert refused.value.response.status_code == 401
        with Raw(gw, "/watch?key=a%26b") as socket:
            assert socket.ask("stats")["all"] == 1
    with local_gateway(WORKS, token="a&b", feed_token=False) as gw, Raw(gw, "/watch?key=wrong") as socket:
        assert socket.ask("stats")["all"] == 1


def test_commands(gw: LocalGateway) -> None:
    with watching(gw) as socket:
        socket.send("ping")
        assert socket.text() == "pong"
        assert socket.ask("state?") == {"type": "state", "state": "new"}
        for ignored in ("pong", "", "what?", '{"type": "ping"}', "[]"):
            socket.send(ignored)
        socket.send("ping")
        assert socket.text() == "pong"


def test_figures(gw: LocalGateway) -> None:
    with watching(gw) as _, watching(gw) as _, watching(gw, "b") as _, Raw(gw, "/watch") as everything:
        shown = everything.ask("stats")
        assert shown == {"type": "stats", "all": 4, "here": 1, "jobs": {"a": 2, "b": 1}}
        assert gw.feeds.stats() == {"total": 4, "job": {"a": 2, "b": 1}, "all": 1}
        assert gw.feeds.watched("job") == {"a": 2, "b": 1}
    gw.wait_for(lambda: gw.feeds.stats() == {"total": 0, "job": {}, "all": 0})


def test_events_go_to_those_whom_they_concern(gw: LocalGateway) -> None:
    with (
        watching(gw) as one,
        watching(gw) as two,
        watching(gw, "b") as other,
        Raw(gw, "/watch") as everything,
    ):
        everything.ask("stats")
        assert gw.feeds.publish("job", "a", {"n": 1}) == 2
        assert gw.feeds.publish("job", {"job_id": "b"}, {"n": 2}) == 1
        assert gw.feeds.publish("job", "nothing", {"n": 3}) == 0
        assert gw.feeds.publish("job", None, {"n": 4}) == 3
        assert asyncio.run(gw.feeds.send_to_all({"n": 5})) == 4
        received = [[socket.receive()["n"] for _ in range(3)] for socket in (one, two, other)]
        assert received == [[1, 4, 5], [1, 4, 5], [2, 4, 5]]
        assert everything.receive() == {"n": 5}


def test_events_from_loops_in_other_threads(gw: LocalGateway) -> None:
    async def tell(thread: int) -> None:
        for n in range(50):
            assert await gw.feeds.send("job", "a", {"thread": thread, "n": n}) == 1

    with watching(gw) as socket:
        threads = [threading.Thread(target=lambda i=i: asyncio.run(tell(i))) for i in range(4)]
        for thread in threads:
            thread.start()
        events = [socket.receive() for _ in range(200)]
        for thread in threads:
            thread.join()
    for thread in range(4):
        assert [event["n"] for event in events if event["thread"] == thread] == list(range(50))


def test_events_from_the_gateways_own_loop(gw: LocalGateway) -> None:
    async def handler(request: Any) -> Any:
        return {"told": await gw.feeds.send("job", "a", {"n": 1})}

    gw.on("job.health", handler)
    with watching(gw) as socket:
        assert httpx.get(gw.url + "health").json() == {"told": 1}
        assert socket.receive() == {"n": 1}


def test_silence_is_broken_by_a_ping() -> None:
    with local_gateway(WORKS, silence=0.01) as gw:
        gw.stores.put("jobs", "a", {"job_id": "a", "state": "new"})
        with watching(gw) as socket:
            pings = [socket.receive() for _ in range(3)]
            assert {ping["type"] for ping in pings} == {"ping"}
            assert len({ping["at"] for ping in pings}) == 3
            # What comes in between is not lost.
            assert gw.feeds.publish("job", "a", {"n": 1}) == 1
            while "n" not in (event := socket.receive()):
                assert event["type"] == "ping"
        gw.wait_for(lambda: gw.live_connections == 0)


def test_a_watcher_that_goes_is_forgotten(gw: LocalGateway) -> None:
    with watching(gw) as one, watching(gw) as two:
        one.hang_up()
        gw.wait_for(lambda: gw.feeds.count("job") == 1)
        assert gw.feeds.publish("job", "a", {"n": 1}) == 1
        assert two.receive() == {"n": 1}


@pytest.mark.parametrize(("kind", "code"), [("drop", None), ("reset", None), ("close", 1011)])
def test_a_feed_that_breaks(gw: LocalGateway, kind: Any, code: int | None) -> None:
    fault = gw.fault("feed_job", kind, after=2)
    with Raw(gw, "/watch/a") as socket, Raw(gw, "/watch/a") as unharmed:
        assert fault.struck == 1 or gw.wait_for(lambda: fault.struck == 1) is None
        for n in (1, 2):
            gw.wait_for(lambda: gw.feeds.count("job") == 2)
            gw.feeds.publish("job", "a", {"type": "n", "n": n})
        assert [socket.receive()["type"] for _ in range(2)] == ["hello", "n"]
        with pytest.raises(ConnectionClosed) as closed:
            socket.receive()
        assert (closed.value.rcvd and closed.value.rcvd.code) == code
        assert [unharmed.receive()["type"] for _ in range(3)] == ["hello", "n", "n"]


def test_other_faults_of_a_feed(gw: LocalGateway) -> None:
    gw.fault("feed_job", "garbage", after=1, data=b"{ no")
    with watching(gw) as socket:
        gw.feeds.publish("job", "a", {"n": 1})
        assert socket.text() == "{ no"
        assert socket.receive() == {"n": 1}
    gw.fault("feed_job", "silence", after=1)
    with watching(gw) as socket:
        gw.feeds.publish("job", "a", {"n": 1})
        socket.send("ping")
        with pytest.raises(TimeoutError):
            socket.raw.recv(timeout=0.05)
    assert gw.requests[-1].operation == "feed_job"
    assert gw.requests[-1].interface == "feed"
    assert gw.requests[-1].context == {"job_id": "a"}


def test_a_watcher_that_does_not_read_is_sent_away_and_the_others_go_on(
    gw: LocalGateway, caplog: pytest.LogCaptureFixture
) -> None:
    # The client's library stops reading when a few messages wait for its user.
    with watching(gw):
        event = {"type": "note", "text": "x" * 2**20}
        sent = sum(gw.feeds.publish("job", "a", event) for _ in range(100))
        assert 16 <= sent < 100
        gw.wait_for(lambda: gw.feeds.count("job") == 0)
        assert "too slowly" in caplog.text
        with watching(gw) as reader:
            assert gw.feeds.publish("job", "a", {"type": "note", "text": "hello"}) == 1
            assert reader.receive() == {"type": "note", "text": "hello"}
