"""An export, driven by hand: no sockets, no time but what the tests make it."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from gatewright.errors import (
    ClientClosed,
    ConfigurationError,
    ConnectionLost,
    GatewayError,
    NotFound,
    ProtocolViolation,
    RequestTimeout,
    Unavailable,
)
from gatewright.operation import Export
from gatewright.session.tap import STEADY, ExportRun, ExportSession, Reading
from gatewright.transfer import ExportOptions, Gap

TAP: Export[int] = Export(name="tap", path="/", decode=list)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def new_run(clock: Clock | None = None, retries: int = 2, **options: Any) -> ExportRun:
    return ExportRun(
        "tap", ExportOptions(**options), retries=retries, closed="perhaps", clock=clock or Clock()
    )


def opened(run: ExportRun) -> ExportSession:
    session = run.session()
    session.pong(b"open")
    session.begun()
    return session


def closed(code: int | None = 1000) -> ConnectionLost:
    error = ConnectionLost("gone")
    error.code = code
    return error


def test_messages_are_collected_until_nobody_wants_more() -> None:
    run = new_run(idle_timeout=5)
    session = opened(run)
    woken: list[bool] = []
    session.wake = lambda: woken.append(True)
    session.receive("[1]", 103)
    session.receive(b"[2]", 104)
    assert list(run.call.bodies) == ["[1]", b"[2]"]
    assert woken == [True, True]
    run.call.abandoned = True
    session.receive("[3]", 105)
    assert len(run.call.bodies) == 2


def test_silence_counts_while_somebody_waits() -> None:
    clock = Clock()
    session = opened(new_run(clock, idle_timeout=5))
    clock.now = 200
    session.attend(behind=False)
    assert session.deadline == 205
    other = opened(new_run())
    other.attend(behind=False)
    assert other.deadline == math.inf


def test_a_full_export_pauses_reading() -> None:
    run = new_run()
    session = opened(run)
    for _ in range(session.HIGH_WATER):
        assert not session.paused
        session.receive("[]", 0)
    assert session.paused
    while len(run.call.bodies) > session.LOW_WATER:
        session.taken()
        assert session.paused
        run.call.bodies.popleft()
    session.taken()
    assert not session.paused


def test_a_full_export_counts_bytes_too() -> None:
    run = new_run()
    session = opened(run)
    text = json.dumps("x" * (session.HIGH_BYTES // 2))
    seen: list[bool] = []
    for _ in range(2):
        session.receive(text, 0)
        seen.append(session.paused)
    run.call.bodies.clear()
    session.taken()
    assert [*seen, session.paused] == [False, True, False]


@pytest.mark.parametrize("how", ["pong", "message"])
def test_a_tap_is_open_when_the_gateway_has_said_something(how: str) -> None:
    clock = Clock()
    session = new_run(clock).session()
    session.expect(7)
    assert (session.ready(), session.deadline) == (False, 107)
    if how == "pong":
        session.pong(b"open")
    else:
        session.receive("[1]", 101)
    assert session.ready()
    clock.now = 102
    session.begun()
    assert session.began == 102
    # From now on it is ready when there is something to read.
    assert session.ready() == (how == "message")


def test_a_tap_that_does_not_open_says_why() -> None:
    session = new_run().session()
    with pytest.raises(RequestTimeout, match="did not open") as late:
        session.begun()
    assert late.value.operation == "tap"
    run = new_run()
    session = run.session()
    session.fail(closed())
    assert session.ready()
    with pytest.raises(ConnectionLost) as lost:
        session.begun()
    assert (lost.value.hint, lost.value.operation) == ("perhaps", "tap")
    assert not run.call.done


def test_garbage_is_told_to_the_reader() -> None:
    reading = Reading[Any](Export(name="tap", path="/", decode=lambda body: body["items"]), ExportOptions())

    assert reading.rule.decode(b'{"items": [1]}') == [1]
    with pytest.raises(ProtocolViolation, match="not JSON") as caught:
        reading.rule.decode(b"{")
    assert caught.value.operation == "tap"


def test_failing_ends_an_export_once() -> None:
    run = new_run()
    session = opened(run)
    session.receive("[1]", 0)
    session.fail(ConnectionLost("gone"))
    session.fail(ClientClosed("later"))
    assert isinstance(run.call.error, ConnectionLost)
    assert not isinstance(run.call.error, ClientClosed)
    assert run.call.ready()
    assert list(run.call.bodies) == ["[1]"]


def test_a_loss_does_not_end_an_export_that_reconnects() -> None:
    run = new_run(reconnect=True)
    session = opened(run)
    session.fail(closed())
    assert (run.call.done, session.ready()) == (False, True)
    assert run.lost(session) is not None
    closing = opened(run)
    closing.fail(ClientClosed("the client was closed"))
    assert isinstance(run.call.error, ClientClosed)


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (ConnectionLost("x"), True),
        (RequestTimeout("x"), True),
        (Unavailable("x"), True),
        (NotFound("x"), False),
        (ClientClosed("x"), False),
    ],
)
def test_some_failures_are_worth_another_attempt(error: GatewayError, again: bool) -> None:
    run = new_run(reconnect=True)
    assert (run.failed(error) is not None) == again
    assert run.call.done == (not again)


def test_attempts_in_succession_are_counted_until_an_item_comes() -> None:
    run = new_run(retries=2, reconnect=True)
    session = opened(run)
    session.fail(closed())
    assert run.lost(session) is not None
    assert run.failed(ConnectionLost("x")) is not None
    session = opened(run)
    session.receive("[1]", 0)
    session.fail(closed())
    assert run.lost(session) is not None
    assert run.failed(ConnectionLost("x")) is not None
    assert run.failed(ConnectionLost("the last")) is None
    assert str(run.call.error).startswith("the last")


def test_a_connection_that_lasted_has_worked_though_it_brought_nothing() -> None:
    clock = Clock()
    run = new_run(clock, retries=1, reconnect=True)
    for _ in range(5):
        session = opened(run)
        clock.now += STEADY
        session.fail(closed())
        assert run.lost(session) is not None
        run.reopened(0)


@pytest.mark.parametrize(("code", "since"), [(1000, 50.0), (None, 20.0)])
def test_a_gap_begins_with_the_goodbye_or_with_the_last_message(code: int | None, since: float) -> None:
    clock = Clock()
    run = new_run(clock, reconnect=True)
    session = opened(run)
    session.attend(behind=False)
    session.receive("[1]", 120)
    clock.now = 150
    error = closed(code)
    session.fail(error)
    clock.now = 160
    assert run.lost(session) is not None
    assert run.failed(ConnectionLost("not yet")) is not None
    clock.now = 180
    opened(run)
    # The time of day is 80 seconds after the clock showed 100.
    assert run.reopened(1080) == Gap(1000 + since, 1080, error)


def test_what_a_reader_finds_on_return_does_not_shorten_the_gap() -> None:
    clock = Clock()
    run = new_run(clock, reconnect=True)
    session = opened(run)
    session.receive("[1]", 110)
    run.call.bodies.clear()
    clock.now = 200
    session.attend(behind=True)
    session.receive("[2]", 200)
    session.fail(closed())
    assert session.since == 110


def test_what_is_read_after_a_pause_does_not_shorten_it_either() -> None:
    run = new_run(reconnect=True)
    session = opened(run)
    for _ in range(session.HIGH_WATER):
        session.receive("[]", 110)
    run.call.bodies.clear()
    session.taken()
    session.receive("[]", 500)
    session.fail(closed(None))
    assert session.since == 110


def test_batches_are_cut_where_the_export_ends() -> None:
    reading = Reading(TAP, ExportOptions(batches=True, limit=5, until=lambda item: item == 99))
    assert reading.last is not None
    seen: list[Any] = []
    for body in ("[1, 2]", "[]", "[3, 4, 5, 6]"):
        batch = reading.rule.decode(body)
        seen.append((batch, reading.last(batch)))
    assert seen == [([1, 2], False), ([], False), ([3, 4, 5], True)]
    reading = Reading(TAP, ExportOptions(batches=True, until=lambda item: item == 2))
    assert reading.rule.decode("[1, 2, 3]") == [1, 2]


def test_options_that_make_no_sense_are_refused() -> None:
    wrong: list[dict[str, Any]] = [{"limit": 1.5}, {"idle_timeout": -1}, {"until": 1}, {"on_gap": print}]
    for options in wrong:
        with pytest.raises(ConfigurationError, match=next(iter(options))):
            ExportOptions(**options).check()
    ExportOptions(limit=0, idle_timeout=1, until=bool, on_ready=list, reconnect=True, on_gap=print).check()
