"""Errors that name no request, where a place that has not answered yet is the only one to raise them."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from handmade_gateway import INFO, TOKEN, decode, frame
from hypothesis import event, given, settings
from hypothesis import strategies as st

from gatewright.errors import ConnectionLost, NotFound, ServiceError
from gatewright.operation import SocketProtocol
from gatewright.session.lanes import Place, admitted, choose, crowded, place_of
from gatewright.session.mux import Call, Session
from gatewright.wire import dumps

GONE = json.dumps({"error": "Invalid flow"})


def encode(id: str, values: Mapping[str, Any], body: Any) -> bytes:
    return dumps({"id": id, "flow": values.get("flow"), "service": values["service"], "request": body})


def protocol(orphans: Any = "newcomer") -> SocketProtocol:
    assert INFO.socket is not None
    place = ("service", "flow") if orphans == "newcomer" else ()
    return replace(INFO.socket, encode=encode, decode=decode, orphans=orphans, place=place)


def new_session(proven: set[Place] | None = None, orphans: Any = "newcomer") -> Session:
    return Session(INFO, protocol(orphans), {"token": TOKEN}, proven)


def ask(session: Session, service: str, flow: str | None = None, *, stream: bool = False) -> Call:
    values = {"service": service} if flow is None else {"service": service, "flow": flow}
    return session.start(service, values, {}, stream=stream, timeout=60, now=0)


def is_gone(call: Call) -> bool:
    return isinstance(call.error, NotFound) and call.error.operation == call.operation


# Whose error it is ------------------------------------------------------------------------------


def test_a_place_is_a_service_of_a_flow() -> None:
    newcomer = protocol()
    assert place_of(newcomer, {"service": "a", "flow": "f", "token": "t"}) == ("a", "f")
    assert place_of(newcomer, {"service": "a"}) == ("a", None)
    assert place_of(protocol("oldest"), {"service": "a", "flow": "f"}) is None


def test_an_error_belongs_to_the_newcomer_and_not_to_who_has_answered() -> None:
    session = new_session()
    first = ask(session, "a")
    session.receive(frame(first.id, 1, complete=True), 0)
    older, newcomer = ask(session, "a"), ask(session, "b")
    session.receive(GONE, 0)
    assert (older.done, is_gone(newcomer)) == (False, True)
    session.receive(frame(older.id, 2, complete=True), 0)
    assert (older.error, list(older.bodies), session.failure) == (None, [2], None)


def test_the_same_service_of_another_flow_is_a_newcomer() -> None:
    session = new_session()
    session.receive(frame(ask(session, "a", "f").id, 1, complete=True), 0)
    known, other = ask(session, "a", "f"), ask(session, "a", "g")
    session.receive(GONE, 0)
    assert (known.done, is_gone(other)) == (False, True)


def test_of_several_requests_to_a_newcomer_the_oldest_one_gets_the_error() -> None:
    session = new_session()
    calls = [ask(session, "a") for _ in range(3)]
    for index in range(3):
        session.receive(GONE, 0)
        assert [is_gone(call) for call in calls] == [number <= index for number in range(3)]


def test_half_a_stream_is_an_answer_and_so_is_an_error_that_names_its_request() -> None:
    session = new_session()
    stream, failed = ask(session, "a", stream=True), ask(session, "b")
    session.receive(frame(stream.id, 1), 0)
    session.receive(frame(failed.id, error={"message": "the model is asleep"}), 0)
    assert isinstance(failed.error, ServiceError)
    assert session.newcomers == []
    again, newcomer = ask(session, "b"), ask(session, "c")
    session.receive(GONE, 0)
    assert (stream.done, again.done, is_gone(newcomer)) == (False, False, True)


def test_the_only_request_gets_the_error_whatever_it_is_for() -> None:
    session = new_session()
    session.receive(frame(ask(session, "a").id, 1, complete=True), 0)
    call = ask(session, "a")
    session.receive(GONE, 0)
    assert is_gone(call)
    assert session.failure is None


def test_an_abandoned_newcomer_takes_its_error_along() -> None:
    session = new_session({("a", None)})
    waited_for, given_up = ask(session, "a"), ask(session, "b")
    session.abandon(given_up)
    session.receive(GONE, 0)
    assert (waited_for.done, given_up.error, session.unfinished) == (False, None, 1)


def test_where_all_have_answered_everybody_is_told_and_nobody_counts_as_known() -> None:
    proven: set[Place] = {("a", None), ("b", None)}
    session = new_session(proven)
    calls = [ask(session, "a"), ask(session, "b")]
    session.receive(GONE, 0)
    assert all(map(is_gone, calls))
    assert calls[0].error is not calls[1].error
    assert isinstance(session.failure, NotFound)
    assert proven == set()


def test_sockets_of_a_client_share_what_they_know() -> None:
    proven: set[Place] = set()
    one, other = new_session(proven), new_session(proven)
    session_call = ask(one, "a")
    known, newcomer = ask(other, "a"), ask(other, "b")
    one.receive(frame(session_call.id, 1, complete=True), 0)
    other.receive(GONE, 0)
    assert (known.done, is_gone(newcomer)) == (False, True)


@pytest.mark.parametrize("id", ["99", "", 1, [], False])
def test_an_error_that_names_another_request_is_nobodys(id: Any) -> None:
    session = new_session()
    calls = [ask(session, "a"), ask(session, "a")]
    session.receive(frame(id, error={"message": "late"}), 0)
    session.receive(frame(calls[0].id, 1, complete=True), 0)
    session.receive(frame(calls[0].id, error={"message": "and once more"}), 0)
    assert (calls[1].done, session.failure) == (False, None)


def test_an_error_of_no_request_at_all_is_told_without_the_credential(
    caplog: pytest.LogCaptureFixture,
) -> None:
    session = new_session()
    with caplog.at_level(logging.WARNING, "gatewright"):
        session.receive(json.dumps({"error": f"Invalid flow {TOKEN}"}), 0)
    assert session.failure is None
    assert "an error of no call" in caplog.text
    assert TOKEN not in caplog.text


def test_elsewhere_such_an_error_is_the_oldest_requests_or_everybodys() -> None:
    oldest = new_session({("a", None)}, "oldest")
    calls = [ask(oldest, "a"), ask(oldest, "b")]
    oldest.receive(frame("of its own", error="Invalid flow"), 0)
    assert [is_gone(call) for call in calls] == [True, False]
    nobodys = new_session(orphans=None)
    calls = [ask(nobodys, "a"), ask(nobodys, "b")]
    nobodys.receive(GONE, 0)
    assert all(map(is_gone, calls))


def test_a_lost_connection_is_no_answer() -> None:
    proven: set[Place] = set()
    session = new_session(proven)
    call = ask(session, "a")
    session.fail(ConnectionLost("gone"))
    assert isinstance(call.error, ConnectionLost)
    assert (proven, session.newcomers) == (set(), [])


# Who may share a socket -------------------------------------------------------------------------

A, B, C = ("a", None), ("b", None), ("c", None)


@pytest.mark.parametrize(
    ("place", "proven", "newcomers", "expected"),
    [
        (A, set[Place](), [], True),
        (A, set[Place](), [A, A], True),
        (A, set[Place](), [B], False),
        (A, {A}, [B], True),
        (A, {B}, [B, B], True),
        (A, {B}, [B, C], False),
        (A, {A}, [B, C], True),
    ],
)
def test_newcomers_to_two_places_keep_apart(
    place: Place, proven: set[Place], newcomers: list[Place], expected: bool
) -> None:
    assert admitted(place, proven, newcomers) is expected


@dataclass
class Lane:
    """One socket, as the shells keep it, with the gateway at its other end."""

    session: Session
    proven: set[Place]
    open: list[tuple[Call, Place]] = field(default_factory=list[tuple[Call, Place]])

    @property
    def load(self) -> int:
        return self.session.load

    @property
    def held(self) -> bool:
        return self.session.held

    def admits(self, place: Place) -> bool:
        return admitted(place, self.proven, self.session.newcomers)


def lanes_of(count: int) -> list[Lane]:
    proven: set[Place] = set()
    return [Lane(new_session(proven), proven) for _ in range(count)]


def test_a_lane_that_does_not_admit_a_place_is_passed_over() -> None:
    lanes = lanes_of(2)
    ask(lanes[0].session, "a")
    known = ask(lanes[1].session, "b")
    ask(lanes[1].session, "b")
    chosen = [choose(lanes, long=False, in_flight=15, place=place) for place in (A, B, C)]
    assert chosen == [0, 1, None]
    assert choose(lanes, long=False, in_flight=15) == 0
    lanes[1].session.receive(frame(known.id, 1, complete=True), 0)
    assert choose(lanes, long=False, in_flight=15, place=C) == 1


@pytest.mark.parametrize(
    ("place", "hint"), [(A, "all are busy"), (B, "another service has to answer"), (None, "all are busy")]
)
def test_who_found_no_place_is_told_why(place: Place | None, hint: str) -> None:
    lanes = lanes_of(1)
    ask(lanes[0].session, "a")
    error = crowded(lanes, "ask", 2, place)
    assert (error.operation, error.message) == ("ask", "no free place on 1 socket(s) within 2 s")
    assert error.hint.startswith(hint)
    assert error.hint.endswith("allow more sockets=")


SERVICES = ("here", "there", "gone", "nowhere")
UNKNOWN = ("gone", "nowhere")


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 3), st.data())
def test_every_error_finds_the_place_that_it_is_about(count: int, data: st.DataObject) -> None:
    """A gateway that knows two services and not two others, and answers in any order; nobody hangs."""
    lanes = lanes_of(count)
    asked: list[tuple[Call, str]] = []

    def offer(service: str) -> bool:
        index = choose(lanes, long=False, in_flight=5, place=(service, None))
        if index is None:
            return False
        lane = lanes[index]
        call = ask(lane.session, service, stream=data.draw(st.booleans(), "a stream"))
        lane.open.append((call, (service, None)))
        asked.append((call, service))
        unheard = {place for _, place in lane.open if place not in lane.proven}
        assert len(unheard) <= 1
        return True

    def reply(lane: Lane, index: int, how: str) -> None:
        """The gateway says something of one of the requests that it has."""
        call, place = lane.open[index]
        if place[0] not in UNKNOWN:
            done = how != "a part"
            error = {"message": "it failed"} if how == "an error" else None
            lane.session.receive(frame(call.id, 1, complete=done, error=error), 0)
            assert call.done == (done or call.abandoned)
            if done:
                del lane.open[index]
            return
        before = Counter(lane.session.newcomers)
        lane.session.receive(GONE, 0)
        # Exactly one request is over, the oldest one for the place that the gateway does not know.
        assert before - Counter(lane.session.newcomers) == Counter([place])
        oldest = next(each for each in lane.open if each[1] == place)
        assert is_gone(oldest[0]) or oldest[0].abandoned
        lane.open.remove(oldest)

    waiting: list[str] = []
    for _ in range(data.draw(st.integers(0, 40), "steps")):
        busy = [lane for lane in lanes if lane.open]
        step = data.draw(st.sampled_from(("ask", "ask", "reply", "reply", "abandon")), "step")
        if step == "ask" or not busy:
            service = data.draw(st.sampled_from(SERVICES), "service")
            if not offer(service):
                event("a call had to wait")
                waiting.append(service)
            continue
        lane = data.draw(st.sampled_from(busy), "lane")
        index = data.draw(st.integers(0, len(lane.open) - 1), "request")
        if step == "abandon":
            lane.session.abandon(lane.open[index][0])
        else:
            reply(lane, index, data.draw(st.sampled_from(("a part", "all", "an error")), "how"))

    while waiting or any(lane.open for lane in lanes):
        waiting = [service for service in waiting if not offer(service)]
        lane = next(lane for lane in lanes if lane.open)
        reply(lane, 0, "all")

    assert all(lane.session.failure is None for lane in lanes)
    assert all(call.done for call, _ in asked)
    for call, service in asked:
        assert call.abandoned or is_gone(call) == (service in UNKNOWN)
