"""One connection of an import: nothing counts as confirmed that is not proven, and the window is bounded."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gatewright.errors import ClientClosed, ConnectionLost, ImportInterrupted
from gatewright.operation import Import
from gatewright.session.imports import ImportRun, Message
from gatewright.session.transfer import (
    BYTES_PER_PING,
    MESSAGES_PER_PING,
    ImportSession,
    interrupted,
    stalled,
)
from gatewright.transfer import ImportOptions


def encode(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    length: int = sum(items)
    return b"x" * length


def new_import(*, confirms: bool = True, queue: int = 0) -> ImportSession:
    put: Import[int] = Import(
        name="put", path="/", encode=encode, batch=1, confirmed_by_pong=confirms, queue=queue
    )
    options = ImportOptions(batch_size=100)
    run = ImportRun(put, {}, options, start=0, timeout=10, max_frame=1 << 30, now=0)
    return ImportSession(run, deque(), 0)


def send(session: ImportSession, *sizes: int) -> bytes | None:
    """Send one message of items of such sizes; returns the ping behind it."""
    (message,) = session.run.messages(list(sizes))
    session.run.count(message)
    session.pending.append(message)
    sent, ping = session.next()
    assert sent is message
    return ping


def confirmed(session: ImportSession) -> int:
    return session.run.progress(0).confirmed


def test_a_ping_follows_so_many_messages_or_bytes() -> None:
    session = new_import()
    pings = [send(session, 10) for _ in range(MESSAGES_PER_PING * 2)]
    assert [index for index, ping in enumerate(pings) if ping] == [
        MESSAGES_PER_PING - 1,
        2 * MESSAGES_PER_PING - 1,
    ]
    assert send(session, BYTES_PER_PING) is not None
    assert send(session, BYTES_PER_PING - 1) is None
    assert send(session, 1) is not None


def test_without_confirmation_there_are_no_pings() -> None:
    session = new_import(confirms=False)
    assert [send(session, BYTES_PER_PING) for _ in range(100)] == [None] * 100
    assert (session.run.report(2).sent, confirmed(session), len(session.pending)) == (100, 0, 0)


def test_a_pong_confirms_what_was_sent_before_its_ping() -> None:
    session = new_import()
    send(session, *[1] * 5)
    first = session.ping()
    send(session, *[1] * 7)
    second = session.ping()
    send(session, 1)
    assert first != second
    session.pong(b"unasked")
    assert (confirmed(session), session.proved) == (0, False)
    session.pong(first)
    assert session.proved
    assert (confirmed(session), session.sent, len(session.pending)) == (5, 2, 2)
    session.pong(first)
    assert confirmed(session) == 5
    session.pong(second)
    assert (confirmed(session), session.run.position, session.sent, len(session.pending)) == (12, 12, 1, 1)


def test_a_pong_answers_the_pings_before_it_too() -> None:
    session = new_import()
    woken: list[bool] = []
    session.wake = lambda: woken.append(True)
    send(session, *[1] * 5)
    session.ping()
    send(session, *[1] * 5)
    second = session.ping()
    session.expect(0, 3)
    assert not session.ready()
    assert session.deadline == 13
    session.pong(second)
    assert (confirmed(session), session.ready(), woken) == (10, True, [True])


def test_another_connection_takes_up_what_is_not_proven() -> None:
    first = new_import()
    send(first, *[1] * 5)
    first.pong(first.ping())
    send(first, *[1] * 3)
    send(first, *[1] * 4)
    first.fail(ConnectionLost("gone"))
    second = ImportSession(first.run, first.pending, 0)
    assert (second.sent, len(second.pending)) == (0, 2)
    message, _ = second.next()
    assert message.items == 3
    second.pong(second.ping())
    assert (confirmed(second), second.run.position, len(second.pending)) == (8, 8, 1)


def test_failing_ends_every_wait() -> None:
    session = new_import()
    woken: list[bool] = []
    session.wake = lambda: woken.append(True)
    send(session, *[1] * 5)
    session.ping()
    session.expect(0, 0)
    assert (session.ready(), session.failed()) == (False, False)
    session.fail(ConnectionLost("gone"))
    session.fail(ClientClosed("later"))
    assert (session.ready(), session.failed(), woken) == (True, True, [True])
    assert "gone" in str(interrupted(session, ""))


def test_a_goodbye_after_the_last_confirmation_is_no_failure() -> None:
    session = new_import()
    send(session, *[1] * 5)
    session.pong(session.ping())
    session.fail(ConnectionLost("gone"))
    assert session.failed() is False
    session.pending.append(Message(b"x", 1, 6))
    assert session.failed() is True


def test_without_confirmation_any_goodbye_is_a_failure() -> None:
    session = new_import(confirms=False)
    send(session, 1)
    session.fail(ConnectionLost("gone"))
    assert session.failed() is True


def test_the_errors_say_where_to_go_on() -> None:
    session = new_import()
    send(session, *[1] * 5)
    session.pong(session.ping())
    send(session, *[1] * 5)
    lost = ConnectionLost("the gateway closed the connection with code 1000")
    lost.code = 1000
    session.fail(lost)
    for error in (interrupted(session, "a message was bad"), stalled(session)):
        assert isinstance(error, ImportInterrupted)
        assert (error.sent, error.confirmed, error.position, error.operation) == (10, 5, 5, "put")
        assert "5 of the 10 items sent are confirmed; resume with start=5" in str(error)
        assert error.__cause__ is not None
    assert "a message was bad" in str(interrupted(session, "a message was bad"))


MESSAGES = st.lists(st.tuples(st.integers(1, 50), st.integers(1, 2 * BYTES_PER_PING // 50)), max_size=60)


@settings(max_examples=200, deadline=None)
@given(MESSAGES, st.data())
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
        ping = send(session, *[size] * items)
        if ping is not None:
            line.append(ping)
        work(data.draw(st.integers(0, 5)))
        assert confirmed(session) == session.run.position <= taken <= session.run.report(0).sent
    line.append(session.ping())
    session.expect(0, 0)
    work(len(line))
    assert session.ready()
    assert confirmed(session) == taken == sum(items for items, _ in messages)


# A gateway with a queue of its own --------------------------------------------------------------


def test_what_may_be_in_the_queue_is_not_confirmed_before_the_end() -> None:
    session = new_import(queue=2)
    for items in (1, 2, 3, 4):
        send(session, *[1] * items)
    session.pong(session.ping())
    assert (confirmed(session), session.run.position, len(session.pending)) == (3, 3, 2)
    session.pong(session.ping(last=True))
    assert (confirmed(session), session.run.position, len(session.pending)) == (10, 10, 0)


def test_a_pong_proves_nothing_while_all_may_be_in_the_queue() -> None:
    session = new_import(queue=3)
    for _ in range(3):
        send(session, 1)
    session.pong(session.ping())
    assert (confirmed(session), session.proved, session.ready()) == (0, False, True)
    send(session, 1)
    session.pong(session.ping())
    assert (confirmed(session), session.proved) == (1, True)


def test_a_connection_that_is_lost_before_the_end_takes_the_queue_along() -> None:
    first = new_import(queue=2)
    for _ in range(5):
        send(first, 1)
    first.pong(first.ping())
    last = first.ping(last=True)
    first.fail(ConnectionLost("gone"))
    assert first.failed()
    assert (first.run.position, len(first.pending)) == (3, 2)
    second = ImportSession(first.run, first.pending, 0)
    again = [second.next()[0].items for _ in range(2)]
    second.pong(last)  # the answer to the other connection's ping proves nothing here
    assert (again, confirmed(second)) == ([1, 1], 3)
    second.pong(second.ping(last=True))
    assert (confirmed(second), second.run.position, len(second.pending)) == (5, 5, 0)


class QueuingGateway:
    """Answers a ping when it has read what came before, and hands messages on from a queue.

    A connection that ends in good order has its queue handed on; one that is lost has not.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.line: list[bytes | Message] = []
        self.queue: deque[Message] = deque()
        self.taken: list[int] = []

    def hand_on(self) -> None:
        self.taken.append(self.queue.popleft().end)

    def work(self, session: ImportSession) -> None:
        """Read the next thing that the client sent."""
        step = self.line.pop(0)
        if isinstance(step, bytes):
            session.pong(step)
            return
        self.queue.append(step)
        while len(self.queue) > self.size:
            self.hand_on()

    def lose(self) -> None:
        self.line.clear()
        self.queue.clear()


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 12), MESSAGES, st.data())
def test_nothing_is_confirmed_that_a_lost_queue_could_hold(
    size: int, messages: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Whatever is lost on the way, and in the gateway, is sent again; at the end nothing is missing."""
    session = new_import(queue=size)
    gateway = QueuingGateway(size)
    todo = deque(messages)
    ends = [sum(items for items, _ in messages[: index + 1]) for index in range(len(messages))]
    losses = data.draw(st.integers(0, 3), "losses")

    def check() -> None:
        done = {0, *gateway.taken}
        assert all(end in done for end in ends if end <= session.run.position)
        assert confirmed(session) == session.run.position

    while True:
        while session.sent < len(session.pending) or todo:
            if session.sent == len(session.pending):
                items, length = todo.popleft()
                (message,) = session.run.messages([length] * items)
                session.run.count(message)
                session.pending.append(message)
            message, ping = session.next()
            gateway.line += [message] if ping is None else [message, ping]
            for _ in range(data.draw(st.integers(0, min(5, len(gateway.line))), "steps")):
                gateway.work(session)
            early: bool = data.draw(st.booleans(), "handed on")
            if early and gateway.queue:
                gateway.hand_on()
            check()
            if losses and data.draw(st.booleans(), "lost"):
                losses -= 1
                gateway.lose()
                session = ImportSession(session.run, session.pending, 0)
        gateway.line.append(session.ping(last=True))
        session.expect(0, 0)
        good: bool = data.draw(st.booleans(), "good to the end")
        if good or not losses:
            break
        losses -= 1
        gateway.lose()
        session = ImportSession(session.run, session.pending, 0)
        check()
    while gateway.line:
        gateway.work(session)
    while gateway.queue:
        gateway.hand_on()  # the connection is closed in good order
    assert session.ready()
    check()
    assert set(gateway.taken) == set(ends)
    assert session.run.position == sum(items for items, _ in messages)
