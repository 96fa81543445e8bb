"""Fields inside an object of the body, times and bytes in models, first items, records like dictionaries."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from handmade_gateway import INFO, operation
from handmade_gateway import frame as framed
from test_session_mux import new_session, start

from gatewright import wire
from gatewright.errors import AuthenticationFailed
from gatewright.model import Base64, Model, Seconds
from gatewright.operation import Operation, StreamOperation, StreamRule, arrange, request_body
from gatewright.record import Record
from gatewright.results import read_body


class Sheet(Model):
    """A model with what JSON has no type for."""

    time: Seconds | None = None
    data: Base64 = b""
    title: str = ""


NOTE: Operation[None] = Operation(name="note", seconds=("time",), within={"about": ("id", "title", "time")})


def sent(asked: Operation[Any], fields: Mapping[str, Any]) -> Any:
    body = request_body(INFO, asked, fields)
    arrange(asked, body)
    return wire.loads(wire.dumps(body))


def test_fields_go_into_the_object_that_holds_them() -> None:
    fields = {"id": "a", "title": "T", "time": 7, "text": "x"}
    assert sent(NOTE, fields) == {"text": "x", "about": {"id": "a", "title": "T", "time": 7}}


def test_an_object_without_fields_is_left_out() -> None:
    asked: Operation[None] = Operation(name="note", within={"about": ("id", "title")})
    assert sent(asked, {"id": None, "text": "x"}) == {"text": "x"}


@pytest.mark.parametrize("about", [{"title": "T", "id": "b"}, Sheet.model_validate({"title": "T"})])
def test_fields_join_an_object_that_is_given(about: Any) -> None:
    asked: Operation[None] = Operation(name="note", within={"about": ("id",)})
    assert sent(asked, {"about": about, "id": "a"}) == {"about": {"title": "T", "id": "a"}}


def test_a_time_that_is_left_out_is_now() -> None:
    before = int(time.time())
    assert before <= sent(NOTE, {"time": None})["about"]["time"] <= int(time.time())


@pytest.mark.parametrize("held", ["YWJj", b"abc"])
def test_models_hold_times_and_bytes(held: str | bytes) -> None:
    sheet = Sheet.model_validate({"time": 1_700_000_000, "data": held})
    assert (sheet.time, sheet.data) == (datetime.fromtimestamp(1_700_000_000, UTC), b"abc")
    assert wire.loads(wire.dumps(sheet)) == {"time": 1_700_000_000, "data": "YWJj"}


def test_a_time_without_a_zone_is_local() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5)
    assert wire.loads(wire.dumps(Sheet(time=moment))) == {"time": int(moment.timestamp())}


def test_what_is_no_base64_does_not_fit() -> None:
    with pytest.raises(ValueError, match="no base64"):
        Sheet.model_validate({"data": "%"})


def test_anything_with_the_same_attributes_is_taken_for_a_model() -> None:
    @dataclass
    class Theirs:
        text: str

    asked: Operation[None] = Operation(name="note", models={"answer": "Answer"})
    assert sent(asked, {"answer": Theirs("ours")}) == {"answer": {"text": "ours"}}


@pytest.mark.parametrize(("vectors", "first"), [([[1.0], [2.0]], [1.0]), ([], None), (None, None)])
def test_the_first_item_of_a_list_is_returned(vectors: Any, first: list[float] | None) -> None:
    asked = operation(result={"fields": ("vectors",), "first": True})
    assert read_body(INFO, asked, {}, {"vectors": vectors}) == first


def test_a_key_tells_the_kind_where_frames_do_not() -> None:
    session = new_session()
    call = start(session, stream=True)
    rule: StreamRule[Any] = StreamRule(
        decode=lambda message: message, whole=True, keys=(("one", "a"), ("over", "z")), end=("over",)
    )
    call.expect(StreamOperation(name="ask", stream=rule))
    for body in ({"a": 1}, {"b": 2}):
        session.receive(framed(call.id, body), 0)
    before = call.done
    session.receive(framed(call.id, {"z": 3}), 0)
    assert (before, call.done) == (False, True)
    assert [(kind, body) for _id, kind, body in call.bodies] == [
        ("one", {"a": 1}),
        (None, {"b": 2}),
        ("over", {"z": 3}),
    ]


@dataclass(slots=True)
class Part(Record):
    """A record that can be asked like a dictionary."""

    graph_vectors: list[int] | None = None
    title: str = ""


def test_a_record_is_asked_like_a_dictionary() -> None:
    part = Part([1, 2], "T")
    assert (part["graph-vectors"], part["graph_vectors"], part["title"]) == ([1, 2], [1, 2], "T")
    assert ("graph-vectors" in part, "title" in part, "get" in part, 7 in part) == (True, True, False, False)
    assert (part.get("none"), part.get("none", 7), part.get("title", 7)) == (None, 7, "T")


def test_what_a_record_does_not_have_is_missing_in_it() -> None:
    part = Part()
    assert "graph-vectors" not in part
    with pytest.raises(KeyError, match="graph-vectors"):
        part["graph-vectors"]


@pytest.mark.parametrize("kept", [{"nonempty": ("text",)}, {"require": ("text",)}])
def test_what_is_missing_may_mean_something_else_than_a_failed_service(kept: dict[str, Any]) -> None:
    asked = operation(result={**kept, "missing": AuthenticationFailed})
    with pytest.raises(AuthenticationFailed, match="the answer has no 'text'"):
        read_body(INFO, asked, {}, {"number": 1})
