"""The core of bulk transfers: nothing counts as confirmed that is not proven, and the window is bounded."""

from __future__ import annotations

import json
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from gatewright.errors import ClientClosed, ConnectionLost, ImportInterrupted, ProtocolViolation
from gatewright.session.transfer import (
    BATCHES_PER_PING,
    BYTES_PER_PING,
    ExportSession,
    ImportSession,
    interrupted,
    stalled,
)


def new_import(*, confirms: bool = True) -> ImportSession:
    return ImportSession("put", confirms, 10, 0)


def test_a_ping_follows_so_many_messages_or_bytes() -> None:
    session = new_import()
    pings = [session.message(1, 10) for _ in range(BATCHES_PER_PING * 2)]
    assert [index for index, ping in enumerate(pings) if ping] == [
        BATCHES_PER_PING - 1,
        2 * BATCHES_PER_PING - 1,
    ]
    assert session.message(1, BYTES_PER_PING) is not None
    assert session.message(1, BYTES_PER_PING - 1) is None
    assert session.message(1, 1) is not None


def test_without_confirmation_there_are_no_pings() -> None:
    session = new_import(confirms=False)
    assert [session.message(1, BYTES_PER_PING) for _ in range(100)] == [None] * 100
    assert (session.report(2).sent, session.report(2).confirmed) == (100, 0)


def test_a_pong_confirms_what_was_sent_before_its_ping() -> None:
    session = new_import()
    session.message(5, 10)
    first = session.ping()
    session.message(7, 10)
    second = session.ping()
    session.message(1, 10)
    assert first != second
    session.pong(b"unasked")
    assert session.confirmed == 0
    session.pong(first)
    assert session.confirmed == 5
    session.pong(first)
    assert session.confirmed == 5
    session.pong(second)
    assert (session.confirmed, session.sent) == (12, 13)


def test_a_pong_answers_the_pings_before_it_too() -> None:
    session = new_import()
    woken: list[bool] = []
    session.wake = lambda: woken.append(True)
    session.message(5, 10)
    session.ping()
    session.message(5, 10)
    second = session.ping()
    session.expect(0, 0)
    assert not session.ready()
    session.pong(second)
    assert (session.confirmed, session.ready(), woken) == (10, True, [True])


def test_failing_ends_every_wait() -> None:
    session = new_import()
    woken: list[bool] = []
    session.wake = lambda: woken.append(True)
    session.message(5, 10)
    session.ping()
    session.expect(0, 0)
    session.fail(ConnectionLost("gone"))
    session.fail(ClientClosed("later"))
    assert (session.ready(), session.failed(0), session.failed(5), woken) == (True, True, True, [True])
    assert "gone" in str(interrupted(session, ""))


def test_a_goodbye_after_the_last_confirmation_is_no_failure() -> None:
    session = new_import()
    session.message(5, 10)
    session.pong(session.ping())
    session.fail(ConnectionLost("gone"))
    assert session.failed(0) is False
    assert session.failed(5) is True


def test_the_errors_say_where_to_go_on() -> None:
    session = new_import()
    session.message(5, 10)
    session.pong(session.ping())
    session.message(5, 10)
    lost = ConnectionLost("the gateway closed the connection with code 1000")
    lost.code = 1000
    session.fail(lost)
    for error in (interrupted(session, "a message was bad"), stalled(session)):
        assert isinstance(error, ImportInterrupted)
        assert (error.sent, error.confirmed, error.operation) == (10, 5, "put")
        assert "resume with item 5" in str(error)
        assert error.__cause__ is not None
    assert "a message was bad" in str(interrupted(session, "a message was bad"))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 2 * BYTES_PER_PING)), max_size=60), st.data())
def test_confirmed_is_never_more_than_proven(messages: list[tuple[int, int]], data: st.DataObject) -> None:
    """A model gateway takes messages and answers pings in order, at a pace of its own."""
    session = new_import()
    line: list[bytes | int] = []
    taken = 0

    def work(steps: int) -> None:
        nonlocal taken
        for _ in range(min(steps, len(line))):
            step = line.pop(0)
            if isinstance(step, int):
                taken += step
            else:
                session.pong(step)

    for items, size in messages:
        line.append(items)
        ping = session.message(items, size)
        if ping is not None:
            line.append(ping)
        work(data.draw(st.integers(0, 5)))
        assert session.confirmed <= taken <= session.sent
    line.append(session.ping())
    session.expect(0, 0)
    work(len(line))
    assert session.ready()
    assert session.confirmed == taken == session.sent == sum(items for items, _ in messages)


def new_export(idle: float | None = None) -> ExportSession:
    return ExportSession("tap", idle, 0)


def test_an_export_collects_messages_until_nobody_wants_more() -> None:
    session = new_export(5)
    woken: list[bool] = []
    session.call.wake = lambda: woken.append(True)
    session.receive("[1]", 3)
    session.receive(b"[2]", 4)
    assert list(session.call.bodies) == [[1], [2]]
    assert (session.call.deadline, woken) == (9, [True, True])
    session.call.abandoned = True
    session.receive("[3]", 5)
    assert len(session.call.bodies) == 2


def test_an_export_without_an_idle_limit_waits_for_ever() -> None:
    session = new_export()
    session.receive("[]", 1e9)
    assert session.call.deadline == math.inf


def test_a_full_export_pauses_reading() -> None:
    session = new_export()
    for _ in range(session.HIGH_WATER):
        assert not session.paused
        session.receive("[]", 0)
    assert session.paused
    while len(session.call.bodies) > session.LOW_WATER:
        session.taken()
        assert session.paused
        session.call.bodies.popleft()
    session.taken()
    assert not session.paused


def test_a_full_export_counts_bytes_too() -> None:
    session = new_export()
    text = json.dumps("x" * (session.HIGH_BYTES // 2))
    seen: list[bool] = []
    for _ in range(2):
        session.receive(text, 0)
        seen.append(session.paused)
    session.call.bodies.clear()
    session.taken()
    assert [*seen, session.paused] == [False, True, False]


def test_garbage_ends_an_export() -> None:
    session = new_export()
    session.receive("{", 0)
    assert isinstance(session.call.error, ProtocolViolation)
    assert session.call.error.operation == "tap"


def test_failing_ends_an_export_once() -> None:
    session = new_export()
    session.receive("[1]", 0)
    session.fail(ConnectionLost("gone"))
    session.fail(ClientClosed("later"))
    assert isinstance(session.call.error, ConnectionLost)
    assert not isinstance(session.call.error, ClientClosed)
    assert session.call.ready()
    assert list(session.call.bodies) == [[1]]
