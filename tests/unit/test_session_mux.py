"""The core of multiplexed sockets: each call gets its own, once, and nobody is forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from handmade_gateway import INFO, TOKEN, VALUES, describe, frame
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from gatewright.errors import (
    AuthenticationFailed,
    ClientClosed,
    ConnectionLost,
    GatewayError,
    ProtocolViolation,
    ServiceError,
)
from gatewright.session.mux import HIGH_BYTES, HIGH_WATER, LOW_WATER, Call, Session, given_up


def new_session(*, handshake: bool = False) -> Session:
    info = describe(handshake=handshake)
    assert info.socket is not None
    return Session(info, info.socket, VALUES)


def start(session: Session, *, stream: bool = False, now: float = 0.0, timeout: float = 60.0) -> Call:
    return session.start("ask", VALUES, {"q": 1}, stream=stream, timeout=timeout, now=now)


def test_a_request_has_the_form_of_the_gateway() -> None:
    session = new_session()
    first, second = start(session), start(session)
    assert json.loads(first.frame) == {"id": first.id, "workspace": "default", "request": {"q": 1}}
    assert first.id != second.id


def test_a_request_that_cannot_be_written_leaves_no_trace() -> None:
    session = new_session()
    with pytest.raises(TypeError):
        session.start("ask", VALUES, {"q": object()}, stream=False, timeout=60, now=0)
    assert (session.load, session.live, session.unfinished) == (0, 0, 0)


def test_each_body_moves_the_deadline() -> None:
    session = new_session()
    call = start(session, now=0, timeout=10)
    assert call.deadline == 10
    session.receive(frame(call.id, 1), 7)
    assert call.deadline == 17
    assert not call.ready()


def test_a_plain_call_keeps_only_the_last_body() -> None:
    session = new_session()
    call = start(session)
    for number in range(5):
        session.receive(frame(call.id, number, complete=number == 4), 0)
        assert len(call.bodies) == 1
    assert (call.done, list(call.bodies)) == (True, [4])


@pytest.mark.parametrize("complete", [True, False])
def test_an_error_ends_a_call_whatever_else_the_frame_says(complete: bool) -> None:
    session = new_session()
    call = start(session)
    session.receive(frame(call.id, complete=complete, error={"type": "t", "message": "m"}), 0)
    assert isinstance(call.error, ServiceError)
    assert (call.error.operation, call.error.type, call.error.message) == ("ask", "t", "m")
    assert (session.load, session.unfinished) == (0, 0)


def test_an_error_ends_a_call_even_if_the_envelope_does_not_call_it_done() -> None:
    info = describe()
    protocol = info.socket
    assert protocol is not None
    lax = replace(protocol, decode=lambda fields: (fields["id"], None, "bad", False), handshake=None)
    session = Session(info, lax, VALUES)
    call = start(session)
    session.receive(frame(call.id), 0)
    assert (call.done, session.unfinished) == (True, 0)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "1", '"x"', b"\xff", b"\x00", "[" * 2000])
def test_garbage_ends_the_session(text: str | bytes) -> None:
    session = new_session()
    calls = [start(session), start(session, stream=True)]
    session.receive(text, 0)
    assert isinstance(session.failure, ProtocolViolation)
    assert all(call.done and isinstance(call.error, ProtocolViolation) for call in calls)


@pytest.mark.parametrize("id", ["nobody", 1, None, [], {}, True, 1.5])
def test_frames_for_nobody_are_dropped(id: Any) -> None:
    session = new_session()
    call = start(session)
    session.receive(frame(id, "x", complete=True), 0)
    if id is not None:
        session.receive(frame(id, error="bad"), 0)
    assert session.failure is None
    assert not call.done


def test_an_error_for_nobody_ends_the_session() -> None:
    session = new_session()
    calls = [start(session), start(session)]
    session.receive(frame(None, error={"message": "Bad message", "type": "error"}), 0)
    assert all(isinstance(call.error, ServiceError) for call in calls)
    assert calls[0].error is not calls[1].error


def test_failing_wakes_everybody_once() -> None:
    session = new_session()
    woken: list[str] = []
    calls = [start(session), start(session, stream=True)]
    for call in calls:
        call.wake = lambda call=call: woken.append(call.id)
    session.receive(frame(calls[1].id, "kept"), 0)
    woken.clear()
    first = ConnectionLost("gone")
    session.fail(first)
    session.fail(ClientClosed("too late"))
    assert session.failure is first
    assert sorted(woken) == sorted(call.id for call in calls)
    assert list(calls[1].bodies) == ["kept"]
    assert calls[1].ready()
    errors = [call.error for call in calls]
    assert all(type(error) is ConnectionLost and error.operation == "ask" for error in errors)
    assert errors[0] is not errors[1]
    assert (session.load, session.live, session.unfinished, session.paused) == (0, 0, 0, False)


def test_what_comes_after_the_end_changes_nothing() -> None:
    session = new_session()
    call = start(session)
    session.fail(ConnectionLost("gone"))
    session.receive(frame(call.id, "late", complete=True), 0)
    assert list(call.bodies) == []
    assert isinstance(call.error, ConnectionLost)
    session.receive("{", 0)
    assert isinstance(session.failure, ConnectionLost)


def test_the_first_frame_is_the_greeting() -> None:
    session = new_session(handshake=True)
    assert [json.loads(text) for text in session.opening()] == [{"type": "auth", "token": TOKEN}]
    greeted: list[bool] = []
    session.greeted = lambda: greeted.append(True)
    assert not session.ready
    session.receive(json.dumps({"type": "auth-ok", "default_workspace": "w"}), 0)
    assert (session.ready, greeted) == (True, [True])


@pytest.mark.parametrize("said", [{"type": "auth-failed", "error": f"no {TOKEN}"}, {"type": "auth-failed"}])
def test_a_refused_greeting_ends_the_session_and_keeps_the_token_secret(said: dict[str, str]) -> None:
    session = new_session(handshake=True)
    greeted: list[bool] = []
    session.greeted = lambda: greeted.append(True)
    session.receive(json.dumps(said), 0)
    assert isinstance(session.failure, AuthenticationFailed)
    assert TOKEN not in f"{session.failure} {session.failure!r} {session.failure.args}"
    assert greeted == [True]


def test_any_other_greeting_ends_the_session() -> None:
    session = new_session(handshake=True)
    session.receive(json.dumps({"hello": 1}), 0)
    assert isinstance(session.failure, ProtocolViolation)


def test_without_a_handshake_requests_may_be_sent_at_once() -> None:
    session = new_session()
    assert session.ready
    assert session.opening() == []


def test_an_error_that_echoes_the_token_is_struck_out() -> None:
    session = new_session()
    call = start(session)
    session.receive(frame(call.id, error={"message": f"cannot use {TOKEN}"}), 0)
    assert str(call.error) == "ask: cannot use ***"


def test_load_counts_from_the_oldest_unfinished_request() -> None:
    session = new_session()
    calls = [start(session) for _ in range(4)]
    for call in calls[1:3]:
        session.receive(frame(call.id, 1, complete=True), 0)
    assert session.load == 4
    session.receive(frame(calls[0].id, 1, complete=True), 0)
    assert session.load == 1
    session.receive(frame(calls[3].id, 1, complete=True), 0)
    assert session.load == 0


def test_an_abandoned_call_keeps_its_slot_until_the_gateway_is_done() -> None:
    session = new_session()
    given, other = start(session, stream=True), start(session)
    session.receive(frame(given.id, 1), 0)
    assert session.abandon(given) is False
    assert (session.load, session.live, session.unfinished) == (2, 1, 2)
    assert session.abandon(given) is False
    session.receive(frame(given.id, 2), 0)
    assert list(given.bodies) == []
    session.receive(frame(given.id, 3, complete=True), 0)
    assert (session.load, session.live, session.unfinished) == (1, 1, 1)
    assert not other.done


def test_when_only_abandoned_work_is_left_that_is_known() -> None:
    session = new_session()
    first, second = start(session), start(session)
    assert session.abandon(first) is False
    assert session.forsaken is False
    assert session.abandon(second) is True
    session.receive(frame(first.id, error="late"), 0)
    session.receive(frame(second.id, 1, complete=True), 0)
    assert (session.forsaken, session.load, session.live) == (False, 0, 0)


def test_whoever_waits_for_an_abandoned_call_is_woken_with_the_reason() -> None:
    session = new_session()
    call = start(session, stream=True)
    woken: list[bool] = []
    call.wake = lambda: woken.append(True)
    session.abandon(call, given_up(call))
    assert (woken, call.ready()) == ([True], True)
    assert isinstance(call.error, GatewayError)
    session.fail(ConnectionLost("gone"))
    assert "given up" in str(call.error)


def test_abandoning_a_call_of_another_session_counts_nothing() -> None:
    old, new = new_session(), new_session()
    call = start(old)
    same_id = start(new)
    old.fail(ConnectionLost("gone"))
    assert call.id == same_id.id
    new.abandon(call)
    assert (new.live, new.unfinished) == (1, 1)


def test_a_full_stream_pauses_reading_until_it_was_read() -> None:
    session = new_session()
    full, other = start(session, stream=True), start(session, stream=True)
    for number in range(HIGH_WATER):
        assert not session.paused
        session.receive(frame(full.id, number), 0)
    assert session.paused
    session.taken(other)
    assert session.paused
    while len(full.bodies) > LOW_WATER + 1:
        full.bodies.popleft()
    session.taken(full)
    assert session.paused
    full.bodies.popleft()
    session.taken(full)
    assert not session.paused


def test_large_bodies_pause_reading_sooner() -> None:
    session = new_session()
    call = start(session, stream=True)
    text = frame(call.id, "x" * (HIGH_BYTES // 4))
    seen: list[bool] = []
    for _ in range(4):
        session.receive(text, 0)
        seen.append(session.paused)
    call.bodies.popleft()
    session.taken(call)
    seen.append(session.paused)
    call.bodies.clear()
    session.taken(call)
    seen.append(session.paused)
    session.receive(text, 0)
    assert [*seen, session.paused] == [False, False, False, True, True, False, False]


@pytest.mark.parametrize("how", ["abandon", "discard", "fail"])
def test_a_full_stream_that_ends_does_not_hold_up_the_others(how: str) -> None:
    session = new_session()
    call = start(session, stream=True)
    start(session)
    for number in range(HIGH_WATER):
        session.receive(frame(call.id, number), 0)
    if how == "abandon":
        session.abandon(call)
    elif how == "discard":
        call.discarded = True
    else:
        session.fail(ConnectionLost("gone"))
    assert not session.paused
    if how == "discard":
        session.receive(frame(call.id, "more"), 0)
        assert (call.abandoned, len(call.bodies), session.live) == (True, 0, 1)


def test_a_full_stream_that_is_complete_is_still_held_until_it_was_read() -> None:
    session = new_session()
    call = start(session, stream=True)
    for number in range(HIGH_WATER):
        session.receive(frame(call.id, number, complete=number == HIGH_WATER - 1), 0)
    assert (call.done, session.paused, session.unfinished) == (True, True, 0)
    session.abandon(call)
    assert (session.paused, session.live) == (False, 0)


class Conversation(RuleBasedStateMachine):
    """Any order of requests, frames, readers and failures, against a model of what each call is owed."""

    calls = Bundle("calls")

    @initialize()
    def begin(self) -> None:
        self.session = new_session()
        self.order: list[Call] = []
        self.owed: dict[str, list[Any]] = {}
        self.open: set[str] = set()
        self.ended: dict[str, bool] = {}
        self.count = 0

    @rule(target=calls, stream=st.booleans())
    def start(self, stream: bool) -> Any:
        if self.session.failure is not None:
            self.begin()
        call = start(self.session, stream=stream)
        finishes: list[bool] = []
        call.wake = lambda: finishes.append(call.done)
        self.order.append(call)
        self.owed[call.id] = []
        self.open.add(call.id)
        return self.session, call

    @rule(which=calls, complete=st.booleans())
    def body(self, which: tuple[Session, Call], complete: bool) -> None:
        session, call = which
        self.count += 1
        session.receive(frame(call.id, self.count, complete=complete), 0)
        if session is self.session and call.id in self.open:
            if call.stream:
                self.owed[call.id].append(self.count)
            else:
                self.owed[call.id] = [self.count]
            if call.abandoned:
                self.owed[call.id] = []
            if complete:
                self.open.discard(call.id)
                assert call.done

    @rule(which=calls)
    def error(self, which: tuple[Session, Call]) -> None:
        session, call = which
        before = call.error
        session.receive(frame(call.id, error={"message": "bad"}), 0)
        if session is self.session and call.id in self.open and not call.abandoned:
            assert isinstance(call.error, ServiceError)
        else:
            assert call.error is before
        if session is self.session:
            self.open.discard(call.id)

    @rule(which=calls)
    def take(self, which: tuple[Session, Call]) -> None:
        session, call = which
        if session is self.session and call.stream:
            owed = self.owed[call.id]
            while call.bodies:
                assert call.bodies.popleft() == owed.pop(0)
            assert owed == []
            session.taken(call)

    @rule(which=calls)
    def abandon(self, which: tuple[Session, Call]) -> None:
        session, call = which
        session.abandon(call)
        assert call.done
        if session is self.session:
            self.owed[call.id] = []

    @rule(which=calls)
    def discard(self, which: tuple[Session, Call]) -> None:
        session, call = which
        if session is self.session and not call.done:
            session.abandon(call)
            call.discarded = True
            self.owed[call.id] = []

    @rule()
    def stranger(self) -> None:
        self.session.receive(frame("nobody", 1, complete=True), 0)

    @rule(garbage=st.sampled_from(["{", "[]", frame(None, error="bad")]))
    def broken(self, garbage: str) -> None:
        failed = self.session.failure is not None
        self.session.receive(garbage, 0)
        assert self.session.failure is not None
        assert failed or all(call.done for call in self.order)
        self.open.clear()

    @invariant()
    def accounts_are_right(self) -> None:
        session = self.session
        assert session.unfinished == len(self.open)
        assert session.live == sum(1 for call in self.order if call.id in self.open and not call.abandoned)
        assert 0 <= session.live <= session.unfinished <= session.load <= len(self.order)
        assert session.forsaken == (session.unfinished > 0 and session.live == 0)
        if session.failure is None:
            unfinished = [index for index, call in enumerate(self.order) if call.id in self.open]
            assert session.load == (len(self.order) - unfinished[0] if unfinished else 0)
        for call in self.order:
            assert list(call.bodies) == self.owed[call.id]
            assert call.done or call.id in self.open, "a call that nobody will ever end"


Conversation.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestConversation = Conversation.TestCase


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_interleaved_streams_come_apart_again(data: st.DataObject) -> None:
    session = new_session()
    calls = [start(session, stream=True) for _ in range(data.draw(st.integers(1, 8)))]
    wanted = {
        call.id: data.draw(st.lists(st.integers(-1000, 1000), min_size=1, max_size=10)) for call in calls
    }
    left = {id: list(enumerate(bodies)) for id, bodies in wanted.items()}
    while left:
        id = data.draw(st.sampled_from(sorted(left)))
        index, body = left[id].pop(0)
        session.receive(frame(id, body, complete=not left[id]), index)
        if not left[id]:
            del left[id]
    assert {call.id: list(call.bodies) for call in calls} == wanted
    assert all(call.done and call.error is None for call in calls)
    assert session.load == 0


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(), st.text(), st.recursive(st.none() | st.integers(), st.lists).map(json.dumps)))
def test_no_frame_makes_the_session_raise(text: str | bytes) -> None:
    session = new_session()
    call = start(session)
    session.receive(text, 0)
    assert call.done == (session.failure is not None)


@settings(max_examples=200, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "id": st.sampled_from(["1", "2", "", None, 1, True]),
            "response": st.none() | st.integers() | st.dictionaries(st.text(), st.integers() | st.none()),
            "error": st.none()
            | st.text()
            | st.dictionaries(st.sampled_from(["type", "message"]), st.integers()),
            "complete": st.sampled_from([True, False, None, 1, "true"]),
        },
    )
)
def test_every_object_is_dealt_with(said: dict[str, Any]) -> None:
    session = new_session()
    call = start(session)
    session.receive(json.dumps(said), 0)
    if session.failure is not None or (said.get("complete") is True and said.get("id") == call.id):
        assert call.done
    assert str(INFO.title) == "Handmade"


# Another credential on a living socket ---------------------------------------------------------


def opened_session() -> Session:
    session = new_session(handshake=True)
    session.receive('{"type":"auth-ok"}', 0)
    assert session.ready
    return session


def test_another_credential_is_accepted_beside_running_calls() -> None:
    session = opened_session()
    call = start(session)
    proof = session.authenticate({**VALUES, "token": "tg_another-secret"}, 5.0, 1.0)
    assert json.loads(proof.frame) == {"type": "auth", "token": "tg_another-secret"}
    assert proof.deadline == 6.0
    session.receive('{"type":"auth-ok"}', 1)
    assert (proof.done, proof.error, proof.frame) == (True, None, b"")
    session.receive(frame(call.id, {"text": "a"}, complete=True), 2)
    assert call.done
    assert call.error is None


def test_a_refused_credential_fails_only_who_gave_it() -> None:
    session = opened_session()
    call = start(session)
    proof = session.authenticate({**VALUES, "token": "tg_another-secret"}, 5.0, 1.0)
    session.receive('{"type":"auth-failed","error":"no key tg_another-secret"}', 1)
    assert isinstance(proof.error, AuthenticationFailed)
    assert "tg_another-secret" not in str(proof.error)
    assert session.failure is None
    session.receive(frame(call.id, {"text": "a"}, complete=True), 2)
    assert call.error is None


def test_who_waits_for_a_credential_learns_of_the_end() -> None:
    session = opened_session()
    proof = session.authenticate(VALUES, 5.0, 1.0)
    session.fail(ConnectionLost("gone"))
    assert isinstance(proof.error, ConnectionLost)


def test_credentials_are_answered_in_their_order() -> None:
    session = opened_session()
    first, second = (session.authenticate(VALUES, 5.0, 1.0) for _ in range(2))
    session.receive('{"type":"auth-failed","error":"no"}', 1)
    session.receive('{"type":"auth-ok"}', 1)
    assert first.error is not None
    assert second.done
    assert second.error is None
