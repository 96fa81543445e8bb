"""The core of a socket on which the gateway speaks first, in order, or of its own accord."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatewright.errors import NotFound, ProtocolViolation, ServiceError
from gatewright.operation import (
    ErrorRule,
    GatewayInfo,
    Greeting,
    Incoming,
    Message,
    Push,
    SocketProtocol,
    StreamOperation,
    StreamRule,
)
from gatewright.session.handlers import Handlers, Unhandled, answer, call, failed
from gatewright.session.mux import MANY_PUSHED, MOST_PUSHED, Call, Session
from gatewright.wire import dumps

TOKEN = "the-secret-of-these-tests"


def encode(id: str, values: Mapping[str, Any], body: Any) -> bytes:
    return dumps({"type": values["operation"], "message_id": id, "app": values.get("app_id"), "data": body})


def decode(frame: dict[str, Any]) -> Incoming:
    body = frame.get("data")
    return frame.get("message_id"), body, body if frame.get("type") == "error" else None, True


def reply(id: Any, message: Mapping[str, Any], body: Mapping[str, Any]) -> bytes:
    return dumps({"type": "response", "message_id": id, "data": {"to": message.get("name"), **body}})


def keep(frame: dict[str, Any]) -> dict[str, Any]:
    return {"app_id": frame["data"]["app_id"]}


def protocol(**changes: Any) -> SocketProtocol:
    return SocketProtocol(
        **{
            "path": "/ws",
            "encode": encode,
            "decode": decode,
            "in_flight": 100,
            "max_frame": 2**20,
            "kind": "type",
            "orphans": "oldest",
            "greeting": Greeting({"type": "hello"}, keep, lambda message: message[2]["app_id"]),
            "pushes": {
                "question": Push(lambda message: message[2], by="name", reply=reply, error="error"),
                "beat": Push(lambda message: message, reply=reply, automatic=True),
                "news": Push(lambda message: message[2]["text"]),
            },
            "connections": 1,
            **changes,
        }
    )


def open_session(**changes: Any) -> Session:
    described = protocol(**changes)
    info = GatewayInfo(
        name="handmade",
        title="Handmade",
        release="1",
        package="handmade",
        default_url="http://localhost/",
        find_error=lambda body: None,
        error_type=("code",),
        error_rules=(ErrorRule(NotFound, type="GONE"),),
        socket=described,
    )
    return Session(info, described, {"token": TOKEN})


def greeted(**changes: Any) -> Session:
    session = open_session(**changes)
    if session.ready:
        return session
    session.receive(frame("hello", "x", {"app_id": "app-1"}), 0)
    assert session.ready
    return session


def frame(kind: Any, id: Any = None, body: Any = None) -> bytes:
    return json.dumps({"type": kind, "message_id": id, "data": body}).encode()


def start(session: Session, operation: str = "ask", stream: bool = False, **body: Any) -> Call:
    return session.start(operation, {"operation": operation}, body, stream=stream, timeout=10, now=0)


def sent(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data)
    return found


# Greetings


def test_requests_wait_for_the_greeting_and_use_what_it_told() -> None:
    session = open_session()
    assert not session.ready
    assert session.missing == "the gateway did not greet in time"
    told: list[bool] = []
    session.greeted = lambda: told.append(session.ready)
    session.receive(frame("hello", "x", {"app_id": "app-1"}), 0)
    assert told == [True]
    assert session.greeting == "app-1"
    assert sent(start(session).frame)["app"] == "app-1"


@pytest.mark.parametrize("first", [frame("hi", "x", {}), frame("hello", "x", {}), frame("hello", "x", None)])
def test_another_greeting_ends_the_session(first: bytes) -> None:
    session = open_session(
        greeting=Greeting({"type": "hello"}, lambda _: {}, lambda message: message[2]["app_id"])
    )
    session.receive(first, 0)
    assert isinstance(session.failure, ProtocolViolation)
    assert "greeted" in str(session.failure)


def test_an_error_instead_of_a_greeting_is_that_error() -> None:
    session = open_session()
    session.receive(frame("error", "x", {"code": "GONE", "message": f"no place for {TOKEN}"}), 0)
    assert isinstance(session.failure, NotFound)
    assert TOKEN not in str(session.failure)


def test_fields_that_the_caller_left_out_are_filled_in() -> None:
    session = greeted()
    fill = {"app_id": "app_id", "at": "now", "nothing": "unknown"}
    made = session.start("ask", {"operation": "ask"}, {}, stream=False, timeout=1, now=0, fill=fill)
    body = sent(made.frame)["data"]
    assert body["app_id"] == "app-1"
    assert body["at"].endswith("Z")
    assert "nothing" not in body
    given = {"app_id": "mine"}
    made = session.start("ask", {"operation": "ask"}, given, stream=False, timeout=1, now=0, fill=fill)
    assert sent(made.frame)["data"]["app_id"] == "mine"


# Whose an answer is


def test_an_error_that_names_no_request_is_the_oldest_ones() -> None:
    session = greeted()
    first, second = start(session), start(session)
    session.receive(frame("error", "a fresh id", {"code": "GONE", "message": "no"}), 0)
    assert isinstance(first.error, NotFound)
    assert not second.done
    session.receive(frame("error", second.id, {"code": "BAD", "message": "no"}), 0)
    assert isinstance(second.error, ServiceError)
    assert session.unfinished == 0


def test_an_error_about_an_answer_of_ours_is_nobodys() -> None:
    session = greeted()
    waiting = start(session)
    session.receive(frame("question", "q-1", {"name": "color"}), 0)
    push, message = session.pushed.popleft()
    assert sent(session.answer(push, message, {"color": "red"})) == {
        "type": "response",
        "message_id": "q-1",
        "data": {"to": "color", "color": "red"},
    }
    session.receive(frame("error", "q-1", {"code": "VALIDATION_ERROR", "message": "too late"}), 0)
    assert not waiting.done
    assert session.failure is None


def test_an_error_of_no_call_is_told_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    session = greeted()
    with caplog.at_level(logging.WARNING, "gatewright"):
        session.receive(frame("error", "x", {"code": "BAD", "message": f"about {TOKEN}"}), 0)
    assert "belongs" in caplog.text or "of no call" in caplog.text
    assert TOKEN not in caplog.text
    assert session.failure is None


def test_replies_in_order_belong_to_the_oldest_request() -> None:
    session = greeted(ordered=True, greeting=None, pushes={}, in_flight=1)
    first, second = start(session), start(session)
    session.receive(frame("pong", None, {"n": 1}), 0)
    session.receive(frame("status", None, {"n": 2}), 0)
    assert [list(each.bodies) for each in (first, second)] == [[{"n": 1}], [{"n": 2}]]
    assert first.done
    assert second.done


def test_what_comes_in_order_for_an_abandoned_stream_is_nobody_elses() -> None:
    session = greeted(ordered=True, greeting=None, pushes={}, in_flight=2)
    stream = start(session, stream=True)
    stream.expect(crawl())
    after = start(session)
    assert session.abandon(stream) is False
    for kind in ("result", "result", "summary"):
        session.receive(frame(kind, None, {}), 0)
    assert not after.done
    session.receive(frame("pong", None, {"n": 1}), 0)
    assert list(after.bodies) == [{"n": 1}]


def crawl() -> StreamOperation[Any, Any]:
    rule: StreamRule[Any] = StreamRule(decode=lambda message: message, whole=True, end=("summary",))
    return StreamOperation(name="crawl", stream=rule)


def test_a_stream_keeps_what_the_envelope_says_and_ends_with_its_last_kind() -> None:
    session = greeted(ordered=True, greeting=None, pushes={})
    stream = start(session, stream=True)
    stream.expect(crawl())
    for kind in ("metadata", "result"):
        session.receive(frame(kind, None, {"k": kind}), 0)
    assert not stream.done
    session.receive(frame("summary", None, {}), 0)
    assert stream.done
    assert [kind for _id, kind, _body in stream.bodies] == ["metadata", "result", "summary"]


def test_an_error_ends_a_stream_in_order() -> None:
    session = greeted(ordered=True, greeting=None, pushes={})
    stream = start(session, stream=True)
    stream.expect(crawl())
    session.receive(frame("error", None, {"code": "GONE", "message": "no"}), 0)
    assert isinstance(stream.error, NotFound)


def test_a_socket_with_state_is_not_given_up_with_its_last_call() -> None:
    kept, loose = greeted(), greeted(connections=None, pushes={})
    assert kept.abandon(start(kept)) is False
    assert loose.abandon(start(loose)) is True


# What the gateway says


def test_messages_wait_for_a_handler_and_whoever_listens_is_told() -> None:
    session = greeted()
    heard: list[int] = []
    session.heard = lambda: heard.append(len(session.pushed))
    session.receive(frame("news", "n", {"text": "rain"}), 0)
    session.receive(frame("question", "q", {"name": "color"}), 0)
    assert heard == [1, 2]
    assert [message[1] for _push, message in session.pushed] == ["news", "question"]


def test_a_message_cannot_pass_for_an_answer() -> None:
    session = greeted()
    waiting = start(session)
    session.receive(frame("question", waiting.id, {"name": "color"}), 0)
    assert not waiting.done
    assert len(session.pushed) == 1


def test_what_is_answered_by_itself_needs_no_handler() -> None:
    session = greeted()
    session.receive(frame("beat", "b-1", {"name": "x"}), 0)
    assert [sent(each)["message_id"] for each in session.outgoing] == ["b-1"]
    assert not session.pushed


def test_too_many_messages_are_refused_not_collected(caplog: pytest.LogCaptureFixture) -> None:
    session = greeted()
    for number in range(MOST_PUSHED + 2):
        session.receive(frame("question", f"q-{number}", {"name": "color"}), 0)
    assert len(session.pushed) == MOST_PUSHED
    assert [sent(each)["data"] for each in session.outgoing] == 2 * [
        {"to": "color", "error": "the client is busy"}
    ]
    assert "wait to be handled" in caplog.text


def test_unlisted_kinds_go_to_the_general_record() -> None:
    session = greeted(other=lambda message: message)
    session.receive(frame("surprise", "s", {"a": 1}), 0)
    push, message = session.pushed.popleft()
    assert push.decode(message) == ("s", "surprise", {"a": 1})
    assert session.answer(push, message, {}) == b""


@pytest.mark.parametrize("body", [None, [], "text", 1])
def test_a_message_whose_body_is_no_object_is_handled_as_an_empty_one(body: Any) -> None:
    session = greeted()
    session.receive(frame("question", "q", body), 0)
    assert session.pushed[0][1] == ("q", "question", {})


@given(
    st.lists(st.sampled_from(["reply", "orphan", "question", "beat", "late", "news", "junk"]), max_size=60)
)
def test_no_order_of_messages_hangs_or_loses_a_call(steps: list[str]) -> None:
    session = greeted()
    calls: list[Call] = []
    for number, step in enumerate(steps):
        calls.append(start(session))
        oldest = next((each for each in calls if not each.done), None)
        match step:
            case "reply" if oldest is not None:
                session.receive(frame("ask_res", oldest.id, {"n": number}), 0)
            case "orphan":
                session.receive(frame("error", f"fresh-{number}", {"code": "X"}), 0)
            case "late":
                session.receive(frame("question", f"q-{number}", {"name": "n"}), 0)
                push, message = session.pushed.pop()
                session.answer(push, message, {})
                session.receive(frame("error", f"q-{number}", {"code": "X"}), 0)
            case "junk":
                session.receive(frame(["odd"], {"a": 1}, None), 0)
            case kind:
                session.receive(frame(kind, f"{kind}-{number}", {"text": "t"}), 0)
    finished = sum(step in {"reply", "orphan"} for step in steps)
    assert sum(each.done for each in calls) == finished
    assert session.unfinished == len(calls) - finished
    session.fail(ProtocolViolation("over"))
    assert all(each.done for each in calls)


# Handlers


def received(session: Session, kind: str, body: Any) -> tuple[Push, Message]:
    session.receive(frame(kind, "id-1", body), 0)
    return session.pushed.popleft()


def test_handlers_are_found_by_name_and_then_by_the_star() -> None:
    session, handlers = greeted(), Handlers()
    handlers.add("question", "color", lambda message: {"by": "name", "got": message})
    handlers.add("question", "*", lambda message: {"by": "star", "got": message})
    for name, by in (("color", "name"), ("size", "star"), (None, "star"), (["x"], "star")):
        assert call(handlers, *received(session, "question", {"name": name})) == {
            "by": by,
            "got": {"name": name},
        }


def test_no_handler_is_told_to_the_gateway(caplog: pytest.LogCaptureFixture) -> None:
    session, handlers = greeted(), Handlers()
    push, message = received(session, "question", {"name": "color"})
    with pytest.raises(Unhandled) as caught:
        call(handlers, push, message)
    assert sent(failed(session, push, message, caught.value))["data"] == {
        "to": "color",
        "error": "the client has no handler for name='color'",
    }
    assert "failed" not in caplog.text


def test_the_words_of_a_handler_that_failed_go_back_and_into_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    session = greeted()
    push, message = received(session, "question", {"name": "color"})
    assert (
        sent(failed(session, push, message, ValueError("no colour left")))["data"]["error"]
        == "no colour left"
    )
    assert sent(failed(session, push, message, KeyError()))["data"]["error"] == "KeyError"
    assert "no colour left" in caplog.text


@pytest.mark.parametrize("result", ["text", 1, ["list"]])
def test_a_handler_that_returns_something_odd_has_failed(result: Any) -> None:
    session = greeted()
    push, message = received(session, "question", {"name": "color"})
    assert "returns a mapping or nothing" in sent(answer(session, push, message, result))["data"]["error"]


def test_a_question_that_nobody_could_match_an_answer_to_gets_none() -> None:
    session = greeted()
    session.receive(frame("question", None, {"name": "color"}), 0)
    push, message = session.pushed.popleft()
    assert session.answer(push, message, {"color": "red"}) == b""


def test_nothing_goes_back_where_nothing_is_expected() -> None:
    session = greeted()
    push, message = received(session, "news", {"text": "rain"})
    assert answer(session, push, message, {"ignored": 1}) == b""
    assert failed(session, push, message, ValueError("x")) == b""


def test_a_handler_must_be_callable() -> None:
    with pytest.raises(ValueError, match="cannot be called"):
        Handlers().add("question", None, "text")  # type: ignore[arg-type]


def test_reading_stops_while_handlers_are_behind_and_no_call_waits() -> None:
    session = greeted()
    for number in range(MANY_PUSHED):
        assert not session.paused
        session.receive(frame("news", f"n-{number}", {"text": "rain"}), 0)
    assert session.paused
    assert not session.held
    waiting = start(session)
    assert not session.paused
    session.receive(frame("ask_res", waiting.id, {}), 0)
    assert session.paused
    session.pushed.popleft()
    assert not session.paused
