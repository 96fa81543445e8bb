"""From responses to results: the many shapes of errors, and failures that show only by absence."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from handmade_gateway import INFO, Answer, operation, stream_operation
from hypothesis import given
from hypothesis import strategies as st

from gatewright.errors import (
    AuthenticationFailed,
    GatewayError,
    GatewayRefused,
    InvalidRequest,
    NotFound,
    NotSupported,
    PermissionDenied,
    ProtocolViolation,
    ServiceError,
    Unavailable,
)
from gatewright.operation import ErrorRule, Feed, Follow, Result
from gatewright.results import (
    check_presence,
    check_streaming,
    is_over,
    keys_of,
    read_body,
    read_response,
    refusal,
    stream_decoder,
)


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        ("it failed", None, "it failed"),
        ({"type": "llm-error", "message": "no model"}, "llm-error", "no model"),
        ({"type": "gateway-error", "message": ""}, "gateway-error", "the gateway gave no reason"),
        ({"message": None}, None, "the gateway gave no reason"),
        ({}, None, "the gateway gave no reason"),
        ("", None, "the gateway gave no reason"),
        (["odd"], None, "['odd']"),
        (7, None, "7"),
        ({"type": 5, "message": 6}, "5", "6"),
    ],
)
def test_errors_come_in_many_shapes(error: Any, kind: str | None, message: str) -> None:
    refused = refusal(INFO, error, operation="ask", status=200)
    assert type(refused) is ServiceError
    assert (refused.type, refused.message, refused.operation, refused.status) == (kind, message, "ask", 200)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequest),
        (401, AuthenticationFailed),
        (403, PermissionDenied),
        (404, NotFound),
        (405, NotFound),
        (422, InvalidRequest),
        (429, Unavailable),
        (500, ServiceError),
        (502, Unavailable),
        (503, Unavailable),
        (504, Unavailable),
        (302, ServiceError),
        (599, ServiceError),
    ],
)
def test_a_status_says_what_kind_of_error_it_is(status: int, kind: type[GatewayError]) -> None:
    for content in (b'{"error":"why"}', b"why", b'{"error":{"message":"why"}}'):
        with pytest.raises(kind) as caught:
            read_response(INFO, operation(), {}, status, content)
        assert type(caught.value) is kind
        assert (caught.value.message, caught.value.status, caught.value.operation) == ("why", status, "ask")
        assert caught.value.retryable == (kind is Unavailable)


def test_rules_of_the_gateway_come_before_the_status() -> None:
    flow = refusal(INFO, "Invalid flow nope", status=500)
    assert (type(flow), flow.hint) == (NotFound, "list flows")
    assert type(refusal(INFO, {"type": "access-denied", "message": "x"})) is PermissionDenied
    assert type(refusal(INFO, "x", status=418)) is PermissionDenied
    assert type(refusal(INFO, "this Invalid flow is elsewhere")) is ServiceError


def test_a_refused_token_comes_with_advice() -> None:
    assert "token=" in refusal(INFO, "auth failure", status=401).hint
    assert "HANDMADE_TOKEN" in refusal(INFO, "auth failure", status=401).hint


class TooManyPages(InvalidRequest):
    """An error that only one gateway knows."""


class NoKey(AuthenticationFailed):
    """Another."""


def test_a_gateway_may_have_exception_classes_of_its_own() -> None:
    rules = (ErrorRule(TooManyPages, type="too-many", hint="ask for fewer"), ErrorRule(NoKey, status=401))
    info = replace(INFO, error_rules=rules)
    refused = refusal(info, {"type": "too-many", "message": "12"}, operation="ask", status=400)
    assert type(refused) is TooManyPages
    assert (refused.message, refused.hint, refused.type) == ("12", "ask for fewer", "too-many")
    assert "token=" in refusal(info, "no", status=401).hint


def test_the_first_type_that_is_there_counts() -> None:
    info = replace(INFO, error_type=("code", "error"))
    for error, kind in (
        ({"code": "c", "error": "e"}, "c"),
        ({"code": None, "error": "e"}, "e"),
        ({"error": 5}, "5"),
        ({"type": "t"}, None),
    ):
        assert refusal(info, error).type == kind


@pytest.mark.parametrize(
    ("faults", "message"),
    [
        ([{"loc": ["body", "task"], "msg": "too short"}], "body.task: too short"),
        (
            [{"loc": ["body", "urls", 0], "msg": "no URL"}, {"loc": "x", "msg": "y"}],
            "body.urls.0: no URL; x: y",
        ),
        ([{"msg": "odd"}, {"loc": []}, "words"], "odd; ; words"),
        ([{"loc": ["a"], "msg": str(n)} for n in range(9)], "a: 0; a: 1; a: 2; 6 more"),
        ([], "the gateway gave no reason"),
    ],
)
def test_a_list_of_faults_is_put_into_words(faults: list[Any], message: str) -> None:
    info = replace(INFO, error_faults=("loc", "msg"))
    for error in (faults, {"message": faults, "other": 5}):
        assert refusal(info, error, status=422).message == message
    assert refusal(info, "words").message == "words"
    long = refusal(info, [{"loc": ["x"] * 1000, "msg": "y" * 1000}] * 5)
    assert len(long.message) < 1000


def test_where_the_status_tells_an_error_a_good_body_may_have_one() -> None:
    info = replace(INFO, errors_by_status=True)
    body = json.dumps({"text": "a", "error": "its own"}).encode()
    assert read_response(info, operation(), {}, 200, body) == Answer(text="a")
    assert read_response(info, operation(), {}, 202, body) == Answer(text="a")
    with pytest.raises(NotFound, match="its own"):
        read_response(info, operation(), {}, 404, body)


def test_an_error_may_be_a_json_string() -> None:
    with pytest.raises(NotFound, match=r"^ask: no such page \(HTTP 404\)$"):
        read_response(INFO, operation(), {}, 404, b'"no such page"')


@pytest.mark.parametrize("error", ["why", {"message": "why", "type": "t"}])
def test_an_error_beside_normal_fields_is_an_error(error: Any) -> None:
    content = json.dumps({"text": "half", "error": error}).encode()
    with pytest.raises(ServiceError, match="why"):
        read_response(INFO, operation(), {}, 200, content)


@pytest.mark.parametrize("content", [b"hello", b"{", b"\xff", b"<html>"])
def test_what_is_not_json_is_a_violation(content: bytes) -> None:
    with pytest.raises(ProtocolViolation, match="not JSON") as caught:
        read_response(INFO, operation(), {}, 200, content)
    assert caught.value.operation == "ask"


@pytest.mark.parametrize(
    "content", [b"null", b"[]", b"5", b'"x"', b"", b'{"number":"many"}', b'{"text":null}']
)
def test_what_does_not_fit_the_model_is_a_violation(content: bytes) -> None:
    with pytest.raises(ProtocolViolation, match="does not fit Answer"):
        read_response(INFO, operation(), {}, 200, content)


def test_a_violation_does_not_quote_what_may_be_private() -> None:
    with pytest.raises(ProtocolViolation) as caught:
        read_response(INFO, operation(), {}, 200, b'{"number":"my secret diary"}')
    assert "diary" not in str(caught.value)
    assert "number" in str(caught.value)


def test_plain_text_is_returned_as_it_is() -> None:
    assert (
        read_response(INFO, operation(result={"text": True}), {}, 200, b"{not json \xff")
        == "{not json \ufffd"
    )
    with pytest.raises(NotFound, match="gone"):
        read_response(INFO, operation(result={"text": True}), {}, 404, b"gone")


def test_long_texts_of_errors_are_cut() -> None:
    with pytest.raises(Unavailable) as caught:
        read_response(INFO, operation(), {}, 502, b"x" * 100_000)
    assert len(caught.value.message) <= 200


def test_nothing_one_field_several_or_all_are_returned() -> None:
    body = {"text": "a", "number": 1}
    assert read_body(INFO, operation(result={"fields": ("text",)}), {}, body) == "a"
    assert read_body(INFO, operation(result={"fields": ("number", "text")}), {}, body) == (1, "a")
    assert read_body(INFO, operation(), {}, body) == Answer(text="a", number=1)
    nothing = operation()
    object.__setattr__(nothing.result, "model", None)
    assert read_body(INFO, nothing, {}, body) is None


@pytest.mark.parametrize("body", [{"a": 1}, [1], "x", None, 0])
def test_any_json_may_be_the_result(body: Any) -> None:
    free = replace(operation(), result=Result(json=True))
    assert read_body(INFO, free, {}, body) == body
    assert read_response(INFO, free, {}, 200, json.dumps(body).encode()) == body


def test_an_array_gives_a_model_for_each_item() -> None:
    many = operation(result={"many": True})
    assert read_body(INFO, many, {}, [{"text": "a"}, {"number": 1}]) == [Answer(text="a"), Answer(number=1)]
    assert read_body(INFO, many, {}, []) == []
    others: list[Any] = [{"text": "a"}, None, "x", [{"number": "many"}], [5]]
    for body in others:
        with pytest.raises(ProtocolViolation):
            read_body(INFO, many, {}, body)


def test_the_time_that_an_answer_took_becomes_a_field_of_it() -> None:
    timed = operation(result={"measure": "number"})
    assert read_body(INFO, timed, {}, {"text": "a"}, 12) == Answer(text="a", number=12)
    assert read_response(INFO, timed, {}, 200, b'{"number":1}', 12) == Answer(number=12)
    assert read_body(INFO, timed, {}, {"text": "a"}) == Answer(text="a")
    with pytest.raises(ProtocolViolation):
        read_body(INFO, timed, {}, "no object", 12)


def test_json_text_is_parsed() -> None:
    parsed = operation(result={"fields": ("text",), "parse": "json"})
    assert read_body(INFO, parsed, {}, {"text": '{"a":[1]}'}) == {"a": [1]}
    with pytest.raises(ProtocolViolation):
        read_body(INFO, parsed, {}, {"text": "{"})
    with pytest.raises(NotFound):
        read_body(INFO, parsed, {}, {"text": ""})


def test_one_of_the_required_fields_must_be_there() -> None:
    required = operation(result={"require": ("text", "number")})
    for body in ({"text": ""}, {"number": 0}, {"text": "a", "number": None}):
        check_presence(required, body)
    lacking: list[Any] = [{}, {"text": None}, {"other": 1}, None, []]
    for missing in lacking:
        with pytest.raises(ServiceError, match="'text' or 'number'"):
            check_presence(required, missing)


def test_each_nonempty_field_must_hold_something() -> None:
    nonempty = operation(result={"nonempty": ("text", "number")})
    check_presence(nonempty, {"text": "a", "number": 1})
    with pytest.raises(ServiceError, match="'text' and 'number'"):
        check_presence(nonempty, {})
    for body in ({"text": "", "number": 1}, {"text": "a", "number": 0}, {"text": "a", "number": None}):
        with pytest.raises(ServiceError):
            check_presence(nonempty, body)


def test_as_many_must_come_back_as_were_sent() -> None:
    same = operation(result={"same_length": ("vectors", "texts"), "fields": ("vectors",)})
    assert read_body(INFO, same, {"texts": ["a"]}, {"vectors": [[1.0]]}) == [[1.0]]
    assert read_body(INFO, same, {"texts": []}, {"vectors": []}) == []
    others: list[Any] = [{"vectors": []}, {}, {"vectors": None}, {"vectors": [[1.0], [2.0]]}]
    for body in others:
        with pytest.raises(ServiceError, match="1 texts were sent"):
            read_body(INFO, same, {"texts": ["a"]}, body)


def test_streams_notice_what_is_missing() -> None:
    decode = stream_decoder(stream_operation(result={"require": ("text", "number")}))
    assert decode({"text": "a"}) == {"text": "a"}
    assert decode({"number": 0}) == {"number": 0}
    with pytest.raises(ServiceError):
        decode({"text": None})


def test_streams_of_whole_messages_notice_what_is_missing() -> None:
    talk = stream_operation(result={"require": ("text",)})
    decode = stream_decoder(replace(talk, stream=replace(talk.stream, whole=True)))
    assert decode((None, "part", {"text": "a"})) == (None, "part", {"text": "a"})
    with pytest.raises(ServiceError):
        decode((None, "part", {}))


FEED: Feed[Any] = Feed(name="run", path="/feed/{run}", decode=lambda body: body, type="type")
RUN: Follow[Any, Any] = Follow(
    name="run",
    start=operation(),
    feed=FEED,
    result=operation(),
    keys=("run", "part"),
    finished={"status": ("done", "failed"), "phase": ("over",)},
    failed={"status": ("failed",)},
    error="reason",
)


def test_what_is_followed_is_named_by_the_answer_that_started_it() -> None:
    assert keys_of(RUN, {"run": "r", "part": 0, "other": 1}) == {"run": "r", "part": 0}
    others: list[Any] = [{"run": "r"}, {"run": "r", "part": None}, None, "x", []]
    for started in others:
        with pytest.raises(ProtocolViolation, match="has no"):
            keys_of(RUN, started)


def test_what_is_followed_is_over_when_it_says_so() -> None:
    for result in ({"status": "done"}, {"status": "running", "phase": "over"}):
        assert is_over(RUN, result)
    others: list[Any] = [{"status": "running"}, {}, None, {"status": None}]
    for result in others:
        assert not is_over(RUN, result)
    with pytest.raises(ServiceError, match="no model") as caught:
        is_over(RUN, {"status": "failed", "reason": "no model"})
    assert caught.value.partial == [{"status": "failed", "reason": "no model"}]
    with pytest.raises(ServiceError, match="gave no reason"):
        is_over(replace(RUN, error=None), {"status": "failed", "reason": "no model"})


def test_rest_streams_where_the_route_does() -> None:
    check_streaming(replace(stream_operation(), media="ndjson"), {"streaming": True})


def test_rest_refuses_to_stream() -> None:
    talk = stream_operation()
    check_streaming(talk, {"streaming": False})
    check_streaming(talk, {})
    check_streaming(operation(), {"streaming": True})
    with pytest.raises(NotSupported, match="socket") as caught:
        check_streaming(talk, {"streaming": True})
    assert isinstance(caught.value, TypeError)
    assert caught.value.operation == "talk"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "text", "number", "vectors", "type", "message"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@given(
    st.integers(100, 599),
    st.one_of(st.binary(max_size=50), json_values.map(lambda value: json.dumps(value).encode())),
)
def test_every_response_gives_a_result_or_an_error_of_ours(status: int, content: bytes) -> None:
    same = operation(result={"same_length": ("vectors", "texts")})
    try:
        answer = read_response(INFO, same, {"texts": []}, status, content)
    except (GatewayRefused, ProtocolViolation):
        return
    assert 200 <= status < 300
    assert isinstance(answer, Answer)
