"""The core of a feed: events, words, keepalive, and the ways in which it ends."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatewright.errors import ConnectionLost, ProtocolViolation, RequestTimeout
from gatewright.operation import Command, Feed
from gatewright.session.feed import MOST_UNANSWERED, FeedSession
from gatewright.session.mux import HIGH_WATER, LOW_WATER

FEED: Feed[Any] = Feed(
    name="job",
    path="/jobs/{id}",
    decode=lambda event: event,
    type="type",
    end=("finished", "broken"),
    settled={"state": {"state": ("done", "failed")}},
    hidden=("beat",),
    replies={"beat": "alive"},
    poll="state",
    every=15,
    settle=1,
    words=("pong",),
)
STATE: Command[Any] = Command("job.state", "state", event="state")
PING: Command[float] = Command("job.ping", "ping", word="pong")


def session(timeout: float = 60) -> FeedSession:
    return FeedSession(FEED, timeout, 0, "the-secret-token")


def tell(feed: FeedSession, kind: Any, now: float = 0, **fields: Any) -> None:
    feed.receive(json.dumps({"type": kind, **fields}).encode(), now)


def kinds(feed: FeedSession) -> list[Any]:
    return [body["type"] for body in feed.call.bodies]


def poll(feed: FeedSession, now: float) -> None:
    assert feed.attend(now) is None
    assert feed.outgoing == [b"state"]
    feed.outgoing.clear()


def test_events_come_until_the_one_that_ends_the_feed() -> None:
    feed = session()
    for kind in ("hello", "news", "finished", "late"):
        tell(feed, kind)
    assert feed.call.done
    assert kinds(feed) == ["hello", "news", "finished"]


def test_a_beat_is_answered_and_not_handed_on() -> None:
    feed = session()
    tell(feed, "beat")
    assert feed.outgoing == [b"alive"]
    assert not feed.call.bodies


@pytest.mark.parametrize("text", [b"pong", "pong", bytearray(b"pong"), memoryview(b"pong")])
def test_a_word_answers_its_command(text: Any) -> None:
    feed = session()
    asked = feed.ask(PING, 5)
    feed.receive(text, 1)
    assert asked.ready()
    assert not feed.call.bodies
    feed.receive(text, 1)  # one that nobody asked for
    assert feed.failure is None


def test_the_event_that_answers_a_command_goes_to_whoever_asked() -> None:
    feed = session()
    asked = feed.ask(STATE, 5)
    tell(feed, "news")
    tell(feed, "state", state="busy")
    assert asked.answer == {"type": "state", "state": "busy"}
    assert kinds(feed) == ["news"]
    tell(feed, "state", state="busy")
    assert kinds(feed) == ["news", "state"]


def test_a_late_answer_is_nobody_elses() -> None:
    feed = session()
    feed.forget(feed.ask(STATE, 5))
    second = feed.ask(STATE, 5)
    tell(feed, "state", state="first")
    assert not second.ready()
    tell(feed, "state", state="second")
    assert second.answer["state"] == "second"


def test_the_end_that_nobody_announces_is_found_by_asking() -> None:
    feed = session()
    tell(feed, "state", 0, state="busy")
    feed.expect(0)
    assert feed.call.deadline == 15
    poll(feed, 15)
    tell(feed, "state", 15, state="busy")
    assert kinds(feed) == ["state"]  # the answer to our own question says nothing new
    poll(feed, 30)
    tell(feed, "state", 30, state="done")
    assert kinds(feed) == ["state", "state"]
    assert not feed.call.done
    assert feed.call.deadline == 31  # other events may still be on their way
    poll(feed, 31)
    tell(feed, "state", 31, state="done")
    assert feed.call.done
    assert kinds(feed) == ["state", "state"]


def test_events_between_the_two_signs_of_the_end_are_not_lost() -> None:
    feed = session()
    poll(feed, 15)
    tell(feed, "state", 15, state="done")
    for kind in ("news", "finished"):
        tell(feed, kind, 15)
    assert feed.call.done
    assert kinds(feed) == ["state", "news", "finished"]


def test_something_that_starts_again_is_not_over() -> None:
    feed = session()
    tell(feed, "state", state="done")
    tell(feed, "state", state="busy")
    tell(feed, "state", state="done")
    assert not feed.call.done
    tell(feed, "state", state="done")
    assert feed.call.done


def test_the_end_is_handed_on_even_if_it_was_first_told_to_somebody_else() -> None:
    feed = session()
    asked = feed.ask(STATE, 5)
    tell(feed, "state", state="done")
    assert asked.ready()
    assert not feed.call.bodies
    poll(feed, 15)
    tell(feed, "state", 15, state="done")
    assert feed.call.done
    assert kinds(feed) == ["state"]


def test_silence_has_an_end() -> None:
    feed = session(timeout=20)
    feed.expect(0)
    poll(feed, 15)
    assert feed.call.deadline == 20
    given_up = feed.attend(20)
    assert isinstance(given_up, RequestTimeout)
    assert str(given_up) == "job: no sign of life within 20 s"
    tell(feed, "beat", 19)
    assert feed.call.deadline == 30


def test_a_gateway_that_never_answers_its_polls_is_given_up_however_often_it_beats() -> None:
    feed = session()
    for number in range(MOST_UNANSWERED):
        tell(feed, "beat", 15 * number)
        feed.outgoing.clear()
        poll(feed, 15 * (number + 1))
    tell(feed, "beat", 75)
    given_up = feed.attend(75)
    assert str(given_up) == "job: the gateway does not answer 'state' any more"


def test_a_slow_reader_stops_the_reading() -> None:
    feed = session()
    for _ in range(HIGH_WATER):
        tell(feed, "news")
    assert feed.paused
    while len(feed.call.bodies) > LOW_WATER:
        feed.taken()
        assert feed.paused
        feed.call.bodies.popleft()
    feed.taken()
    assert not feed.paused


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', b"\xff", "pong!"])
def test_garbage_ends_the_feed_for_all_who_wait(text: str | bytes) -> None:
    feed = session()
    asked = feed.ask(STATE, 5)
    feed.receive(text, 0)
    assert isinstance(feed.failure, ProtocolViolation)
    assert isinstance(feed.call.error, ProtocolViolation)
    assert isinstance(asked.error, ProtocolViolation)
    assert asked.error.operation == "job.state"
    assert isinstance(feed.ask(PING, 5).error, ProtocolViolation)


def test_a_lost_connection_is_told_once_and_without_the_token() -> None:
    feed = session()
    feed.fail(ConnectionLost("gone with the-secret-token"))
    feed.fail(ConnectionLost("again"))
    assert str(feed.call.error) == "job: gone with ***"


@pytest.mark.parametrize("kind", [None, [], {}, 1, True])
def test_an_event_of_no_known_type_is_handed_on(kind: Any) -> None:
    feed = session()
    tell(feed, kind)
    assert len(feed.call.bodies) == 1


@given(
    st.lists(
        st.sampled_from(["news", "busy", "done", "beat", "pong", "ask", "ping", "poll", "finished"]),
        max_size=40,
    )
)
def test_every_order_of_events_keeps_the_books(steps: list[str]) -> None:
    feed = session()
    asked = []
    for now, step in enumerate(steps):
        match step:
            case "pong":
                feed.receive(b"pong", now)
            case "busy" | "done":
                tell(feed, "state", now, state=step)
            case "ask":
                asked.append(feed.ask(STATE, now + 5))
            case "ping":
                asked.append(feed.ask(PING, now + 5))
            case "poll":
                feed.attend(now)
            case kind:
                tell(feed, kind, now)
        assert feed.call.deadline <= now + 60
    assert feed.failure is None
    assert all(type(body) is dict for body in feed.call.bodies)
    assert "beat" not in kinds(feed)
    if "finished" in steps:
        assert feed.call.done
    feed.fail(ConnectionLost("gone"))
    assert feed.call.done
    assert all(each.ready() for each in asked)
