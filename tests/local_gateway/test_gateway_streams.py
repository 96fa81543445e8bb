"""Responses over HTTP that stream: lines of JSON, and server-sent events."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from raw_client import Raw
from small_gateways import STREAMS

from gatewright.gateway import LocalGateway, Refused, Request, ServiceFailure, local_gateway

MEDIA = pytest.mark.parametrize("way", ["lines", "events"])


@pytest.fixture
def gw() -> Iterator[LocalGateway]:
    with local_gateway(STREAMS) as gateway:
        yield gateway


@pytest.fixture
def http(gw: LocalGateway) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=gw.url, timeout=5, verify=False) as client:
        yield client


def pieces(way: str, text: str) -> list[Any]:
    """Bodies of lines, or pairs of event and body."""
    if way == "lines":
        return [json.loads(line) for line in text.splitlines()]
    found = []
    for event in text.split("\n\n")[:-1]:
        fields = dict(line.split(": ", 1) for line in event.splitlines())
        found.append((fields["event"], json.loads(fields["data"])))
    return found


@MEDIA
def test_the_example_with_a_part_for_each_element(http: httpx.Client, way: str) -> None:
    answer = http.post(f"/{way}", json={"of": ["a", "b", "c"]})
    assert answer.status_code == 200
    assert (
        answer.headers["content-type"].split(";")[0]
        == {
            "lines": "application/x-ndjson",
            "events": "text/event-stream",
        }[way]
    )
    found = pieces(way, answer.text)
    kinds = ["one", "one", "one", "sum"]
    if way == "events":
        assert [kind for kind, _ in found] == kinds
        found = [body for _, body in found]
    assert found[-1] == {"total": 3}
    assert sorted(body["value"] for body in found[:-1]) == ["a", "b", "c"]


def test_events_have_numbers(http: httpx.Client) -> None:
    text = http.post("/events", json={"of": ["a"]}).text
    assert [line for line in text.splitlines() if line.startswith("id:")] == ["id: 0", "id: 1"]


def test_the_same_operation_on_the_socket(gw: LocalGateway) -> None:
    with Raw(gw, "/socket") as socket:
        socket.send({"do": "events", "with": {"of": ["a"]}})
        assert [socket.receive() for _ in range(2)] == [
            {"is": "one", "with": {"value": "a"}},
            {"is": "sum", "with": {"total": 1}},
        ]


@MEDIA
def test_pieces_go_out_as_they_come(gw: LocalGateway, http: httpx.Client, way: str) -> None:
    go_on = threading.Event()

    async def slowly(request: Request) -> AsyncIterator[Any]:
        yield "one", {"value": 1}
        await asyncio.to_thread(go_on.wait)
        yield "sum", {"total": 1}

    gw.on(f"count.{way}", slowly)
    with http.stream("POST", f"/{way}", json={"of": []}) as answer:
        lines = answer.iter_lines()
        first = [next(lines)] if way == "lines" else [next(lines) for _ in range(4)]
        assert '{"value":1}' in "".join(first)
        assert not go_on.is_set()
        go_on.set()
        assert '{"total":1}' in "".join(lines)


@MEDIA
def test_errors_before_the_first_piece_have_a_status(gw: LocalGateway, http: httpx.Client, way: str) -> None:
    def fails(request: Request) -> Any:
        raise ServiceFailure("broken", "no luck", status=503)

    async def refuses(request: Request) -> AsyncIterator[Any]:
        raise Refused("not now", type="later", status=429)
        yield

    gw.on(f"count.{way}", fails)
    answer = http.post(f"/{way}", json={"of": []})
    assert (answer.status_code, answer.json()) == (503, {"error": {"message": "no luck", "type": "broken"}})
    gw.on(f"count.{way}", refuses)
    answer = http.post(f"/{way}", json={"of": []})
    assert (answer.status_code, answer.json()["error"]["type"]) == (429, "later")
    gw.fault(f"count.{way}", "error", type="t", message="m", status=502)
    gw.on(f"count.{way}", lambda request: iter([("sum", {})]))
    answer = http.post(f"/{way}", json={"of": []})
    assert (answer.status_code, answer.json()["error"]["type"]) == (502, "t")


@MEDIA
def test_errors_in_mid_stream_are_pieces(gw: LocalGateway, http: httpx.Client, way: str) -> None:
    def fails(request: Request) -> Any:
        yield "one", {"value": 1}
        raise ServiceFailure("broken", "no luck")

    gw.on(f"count.{way}", fails)
    found = pieces(way, http.post(f"/{way}", json={"of": []}).text)
    error = {"error": {"message": "no luck", "type": "broken"}}
    assert found[-1] == (error if way == "lines" else ("error", error))


@MEDIA
def test_faults(gw: LocalGateway, http: httpx.Client, way: str) -> None:
    def ask() -> str:
        return http.post(f"/{way}", json={"of": ["a", "b"]}).text

    whole = len(pieces(way, ask()))
    assert whole == 3
    # Ends early, as if all had been said.
    gw.fault(f"count.{way}", "close", after=2)
    assert len(pieces(way, ask())) == 2
    gw.fault(f"count.{way}", "close")
    assert ask() == ""
    for kind in ("drop", "reset"):
        gw.fault(f"count.{way}", kind, after=1)  # type: ignore[arg-type]
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            ask()
    gw.fault(f"count.{way}", "garbage", after=1, data=b"{ no")
    assert "{ no\n" in ask()
    gw.fault(f"count.{way}", "error", after=1, type="t", message="m")
    assert '"type":"t"' in ask()
    gw.fault(f"count.{way}", "slow", seconds=0.001)
    assert len(pieces(way, ask())) == 3
    gw.fault(f"count.{way}", "big", size=1 << 20, after=1)
    assert len(ask()) > 1 << 20
    for after in (0, 1):
        gw.fault(f"count.{way}", "silence", after=after)
        with pytest.raises(httpx.ReadTimeout):
            http.post(f"/{way}", json={"of": ["a"]}, timeout=0.1)
    assert len(pieces(way, ask())) == 3


@MEDIA
def test_work_ends_with_its_client(gw: LocalGateway, http: httpx.Client, way: str) -> None:
    ended = threading.Event()

    async def endless(request: Request) -> AsyncIterator[Any]:
        try:
            while True:
                yield "one", {"value": "x" * 1000}
        finally:
            ended.set()

    gw.on(f"count.{way}", endless)
    with http.stream("POST", f"/{way}", json={"of": []}) as answer:
        assert next(answer.iter_lines())
    assert ended.wait(5)


def test_a_reader_that_pauses_stops_the_stream(gw: LocalGateway, http: httpx.Client) -> None:
    made = 0

    async def endless(request: Request) -> AsyncIterator[Any]:
        nonlocal made
        while True:
            made += 1
            yield "one", {"value": "x" * 100_000}

    gw.on("count.lines", endless)
    with http.stream("POST", "/lines", json={"of": []}) as answer:
        assert next(answer.iter_raw())
        before = -1
        while made != before:
            before = made
            with pytest.raises(TimeoutError):
                gw.wait_for(lambda: False, timeout=0.2)
        assert made * 100_000 < 100 << 20


def test_a_gateway_stops_in_mid_stream(gw: LocalGateway, http: httpx.Client) -> None:
    gw.fault("count.lines", "silence", after=1)
    with http.stream("POST", "/lines", json={"of": ["a"]}) as answer:
        lines = answer.iter_lines()
        assert next(lines)
        gw.stop()
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            next(lines)
