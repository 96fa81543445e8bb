"""Streams by themselves: items of bodies, limits, texts, and what is left after a failure."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from gatewright.aio.stream import AsyncStream
from gatewright.errors import ConnectionLost, GatewayError, ProtocolViolation, ServiceError
from gatewright.operation import StreamRule
from gatewright.session.mux import Call
from gatewright.sync.stream import Stream


@dataclass
class Word:
    content: str


@dataclass
class Thought:
    content: str


class Source:
    """Bodies that arrive one by one, whenever somebody waits."""

    def __init__(self, bodies: list[Any], error: GatewayError | None = None) -> None:
        self.left = list(bodies)
        self.error = error
        self.abandoned = 0
        self.taken_from = 0

    def wait(self, call: Call) -> None:
        if self.left:
            call.bodies.append(self.left.pop(0))
        else:
            call.finish(self.error)

    def taken(self, call: Call) -> None:
        self.taken_from += 1

    def abandon(self, call: Call) -> None:
        self.abandoned += 1

    def discard(self, call: Call) -> None:
        self.abandoned += 1


class AsyncSource(Source):
    async def wait(self, call: Call) -> None:  # type: ignore[override]
        super().wait(call)


class Driver:
    """A stream of either colour, driven in blocking style."""

    def __init__(self, colour: str, source: Source, rule: StreamRule[Any], limit: int | None = None) -> None:
        self.starts = 0
        self.call = Call("1", "talk", b"", True, 60, 0)
        self.stream: Any
        if colour == "sync":
            self.stream = Stream(lambda: self.start(source), rule, limit)
            self.run: Callable[[Any], Any] = lambda value: value
        else:
            twin = AsyncSource([], source.error)
            twin.left = source.left
            self.source: Source = twin

            async def start() -> tuple[Call, Any]:
                return self.start(twin)

            self.stream = AsyncStream(start, rule, limit)
            self.run = lambda value: asyncio.run(_result(value))
        self.colour = colour
        if colour == "sync":
            self.source = source

    def start(self, source: Any) -> tuple[Call, Any]:
        self.starts += 1
        return self.call, source

    def next(self) -> Any:
        if self.colour == "sync":
            return next(self.stream)
        return self.run(anext(self.stream))

    def collect(self) -> Any:
        return self.run(self.stream.collect())

    def text(self) -> Any:
        return self.run(self.stream.text())

    def close(self) -> None:
        self.run(self.stream.close() if self.colour == "sync" else self.stream.aclose())


async def _result(value: Any) -> Any:
    return await value


def decode(body: Any) -> Any:
    if body == "bad":
        raise ValueError("no such word")
    if body == "failed":
        raise ServiceError("the service failed")
    return (Thought if body.startswith("(") else Word)(body)


ONE_EACH: StreamRule[Any] = StreamRule(decode=decode, text=("Word",))
SEVERAL_EACH: StreamRule[Any] = StreamRule(decode=list, each=True)
Make = Callable[..., Driver]


@pytest.fixture(params=["sync", "async"])
def make(request: pytest.FixtureRequest) -> Make:
    def build(bodies: list[Any], rule: StreamRule[Any] = ONE_EACH, **options: Any) -> Driver:
        return Driver(
            request.param, Source(bodies, options.pop("error", None)), rule, options.pop("limit", None)
        )

    return build


def test_each_body_is_an_item(make: Make) -> None:
    assert make(["a", "b"]).collect() == [Word("a"), Word("b")]


def test_nothing_is_asked_for_before_the_first_item(make: Make) -> None:
    driver = make(["a"])
    assert driver.starts == 0
    assert driver.next() == Word("a")
    assert driver.collect() == []
    assert driver.starts == 1


def test_a_body_may_hold_many_items_or_none(make: Make) -> None:
    assert make([[1, 2], [], [], [3]], SEVERAL_EACH).collect() == [1, 2, 3]


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 4, 5])
def test_a_limit_counts_items(make: Make, limit: int) -> None:
    driver = make([[1, 2], [3, 4]], SEVERAL_EACH, limit=limit)
    assert driver.collect() == [1, 2, 3, 4][:limit]
    assert driver.collect() == []
    assert driver.starts == (limit > 0)
    assert driver.source.abandoned == (0 < limit <= 4)


def test_the_text_is_that_of_the_items_that_carry_it(make: Make) -> None:
    assert make(["a", "(hm)", "b"]).text() == "ab"


def test_a_failure_leaves_what_had_arrived(make: Make) -> None:
    driver = make(["a", "b"], error=ConnectionLost("gone"))
    assert driver.next() == Word("a")
    with pytest.raises(ConnectionLost) as caught:
        driver.collect()
    assert caught.value.partial == [Word("b")]
    assert driver.collect() == []
    assert driver.source.abandoned == 0


@pytest.mark.parametrize(
    ("body", "kind"), [("bad", ProtocolViolation), ("failed", ServiceError), (5, ProtocolViolation)]
)
def test_an_item_that_cannot_be_read_gives_up_the_rest(
    make: Make, body: Any, kind: type[GatewayError]
) -> None:
    driver = make(["a", body, "b"])
    with pytest.raises(kind) as caught:
        driver.collect()
    assert caught.value.partial == [Word("a")]
    assert driver.source.abandoned == 1
    assert driver.collect() == []


def test_closing_gives_up_the_rest_once(make: Make) -> None:
    driver = make([[1, 2], [3]], SEVERAL_EACH)
    assert driver.next() == 1
    driver.close()
    driver.close()
    assert driver.source.abandoned == 1
    assert driver.collect() == []


def test_closing_drops_what_waits(make: Make) -> None:
    driver = make([[1]], SEVERAL_EACH)
    assert driver.next() == 1
    driver.call.bodies.extend([[2], [3]])
    driver.close()
    assert driver.collect() == []


def test_closing_before_the_start_starts_nothing(make: Make) -> None:
    driver = make(["a"])
    driver.close()
    assert driver.collect() == []
    assert driver.starts == 0


def test_forgetting_gives_up_the_rest(make: Make) -> None:
    driver = make(["a", "b"])
    assert driver.next() == Word("a")
    del driver.stream
    assert driver.source.abandoned == 1


@pytest.mark.parametrize(
    ("bodies", "limit", "items"),
    [
        ([], None, [7, 8, 9]),
        ([[], []], None, [7, 8, 9]),
        ([[], []], 2, [7, 8]),
        ([[], [1, 2]], None, [1, 2]),
        ([[1, 2]], 1, [1]),
        ([[1]], 0, []),
    ],
)
def test_another_stream_takes_the_place_of_one_without_items(
    make: Make, bodies: list[Any], limit: int | None, items: list[int]
) -> None:
    first, other = make(bodies, SEVERAL_EACH), make([[7, 8], [9]], SEVERAL_EACH)
    assert first.stream.or_else(other.stream, limit) is first.stream
    assert first.collect() == items
    assert first.collect() == []
    assert other.starts == (items[:1] == [7])


def test_a_stream_that_fails_has_no_other_in_its_place(make: Make) -> None:
    first = make([[]], SEVERAL_EACH, error=ServiceError("the service failed"))
    other = make([[7]], SEVERAL_EACH)
    first.stream.or_else(other.stream)
    with pytest.raises(ServiceError):
        first.collect()
    assert (first.collect(), other.starts) == ([], 0)
