"""Streams over HTTP without any HTTP: bytes in whatever pieces, messages, ends and errors out."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from handmade_gateway import INFO
from hypothesis import given
from hypothesis import strategies as st

from gatewright.config import resolve
from gatewright.errors import (
    GatewayError,
    GatewayRefused,
    InvalidRequest,
    NotFound,
    ProtocolViolation,
    ServiceError,
)
from gatewright.operation import ErrorRule, StreamOperation, StreamRule
from gatewright.session.lines import Lines, longest, refused_stream

KEYS = (("metadata", "stream_type"), ("result", "result"), ("summary", "successful"))
BY_STATUS = replace(INFO, errors_by_status=True)


def operation(media: Any = "ndjson", **rule: Any) -> StreamOperation[Any, Any]:
    return StreamOperation(name="crawl", media=media, stream=StreamRule(decode=lambda body: body, **rule))


def read(
    content: bytes | list[bytes],
    media: Any = "ndjson",
    *,
    info: Any = INFO,
    limit: int = 2**20,
    **rule: Any,
) -> tuple[list[Any], GatewayError | None]:
    """All messages of a response, and why it failed."""
    lines = Lines(info, operation(media, **rule), limit)
    pieces = [content] if isinstance(content, bytes) else content
    messages = [message for piece in pieces for message in lines.feed(piece)]
    messages += lines.end()
    assert lines.done
    assert lines.feed(b'{"late":1}\n') == []
    assert lines.end() == []
    return messages, lines.error


def bodies(content: bytes | list[bytes], media: Any = "ndjson", **options: Any) -> list[Any]:
    messages, error = read(content, media, **options)
    assert error is None
    return [body for _, _, body in messages]


def test_each_line_is_a_message() -> None:
    assert read(b'{"a":1}\n{"a":2}\n') == ([(None, None, {"a": 1}), (None, None, {"a": 2})], None)


def test_the_last_line_counts_without_its_end() -> None:
    assert bodies(b'{"a":1}\n{"a":2}') == [{"a": 1}, {"a": 2}]


def test_blank_lines_and_a_byte_order_mark_say_nothing() -> None:
    assert bodies(b'\xef\xbb\xbf{"a":1}\r\n\r\n \n\n{"a":2}\n\n') == [{"a": 1}, {"a": 2}]
    assert bodies(b"") == []


def test_only_a_line_feed_ends_a_line() -> None:
    text = "one\u2028two\u2029three\u0085four\x0bfive"
    assert bodies(b'"one\xe2\x80\xa8two\xe2\x80\xa9three\xc2\x85four\\u000bfive"\n') == [text]
    assert bodies(b'{"a":\r1}\n') == [{"a": 1}]


def test_keys_tell_the_kind_of_a_line() -> None:
    content = b"".join(
        json.dumps(body).encode() + b"\n"
        for body in (
            {"total_urls": 1, "stream_type": "crawl"},
            {"index": 0, "result": {"error": None}},
            {"operation_id": "x"},
            7,
            {"total_urls": 1, "successful": 1},
            {"after": "the end"},
        )
    )
    messages, error = read(content, keys=KEYS, end=("summary",))
    assert error is None
    assert [kind for _, kind, _ in messages] == ["metadata", "result", None, None, "summary"]


def test_a_field_tells_the_kind_of_a_line() -> None:
    content = b'{"type":"part"}\n{"other":1}\n{"type":"done"}\n{"type":"late"}\n'
    messages, error = read(content, type="type", end=("done", "failed"))
    assert error is None
    assert [kind for _, kind, _ in messages] == ["part", None, "done"]


@pytest.mark.parametrize(
    "content", [b"", b'{"result":1}\n', b'{"result":1}\n{"succ', b'{"result":1}\n{"succ"']
)
def test_a_stream_that_stops_before_its_end_has_failed(content: bytes) -> None:
    messages, error = read(content, keys=KEYS, end=("summary",))
    assert len(messages) == content.count(b"\n")
    assert type(error) is ServiceError
    assert error.message == "the stream ended without `summary`"
    assert error.operation == "crawl"
    assert error.hint


def test_the_missing_end_is_named_even_if_there_are_two() -> None:
    _, error = read(b"", end=("complete", "failed"))
    assert error is not None
    assert "without `complete` or `failed`" in str(error)


@pytest.mark.parametrize("content", [b"hello\n", b"{\n", b"\xff\n", b'{"a":NaN}\n', b"data: {}\n", b"{}{}\n"])
def test_a_line_that_is_not_json_is_a_violation(content: bytes) -> None:
    messages, error = read(b'{"a":1}\n' + content + b'{"a":2}\n')
    assert messages == [(None, None, {"a": 1})]
    assert type(error) is ProtocolViolation
    assert error.operation == "crawl"
    assert "hello" not in str(error)


def test_half_a_line_is_a_violation_where_nothing_marks_the_end() -> None:
    messages, error = read(b'{"a":1}\n{"a"')
    assert messages == [(None, None, {"a": 1})]
    assert type(error) is ProtocolViolation


@pytest.mark.parametrize("said", [{"message": "no search", "type": "t"}, "no search"])
def test_an_error_in_a_line_ends_the_stream(said: Any) -> None:
    content = b'{"result":1}\n' + json.dumps({"error": said}).encode() + b'\n{"successful":1}\n'
    for info in (INFO, BY_STATUS):
        messages, error = read(content, info=info, keys=KEYS, end=("summary",))
        assert len(messages) == 1
        assert type(error) is ServiceError
        assert (error.message, error.operation) == ("no search", "crawl")


def test_where_the_status_tells_an_error_a_good_line_may_have_a_field_of_that_name() -> None:
    content = b'{"result":1,"error":"one page failed"}\n{"successful":0,"error":"x"}\n'
    messages, error = read(content, info=BY_STATUS, keys=KEYS, end=("summary",))
    assert (len(messages), error) == (2, None)
    itself = replace(BY_STATUS, find_error=lambda body: body)
    assert bodies(b'{"new":1}\n', info=itself, keys=KEYS) == [{"new": 1}]


def test_events_have_a_name_data_and_an_id() -> None:
    content = (
        b': a comment\nretry: 5000\nevent: metadata\nid: 1\ndata: {"n":1}\n\n'
        b'event:result\ndata:{"n":2}\nunknown: x\n\n'
        b'data: {"n":3}\n\n'
        b"\n\nid: 9\n\n"
        b': :heartbeat\n\nevent: complete\nid\ndata: {"n":4}\n\nevent: late\ndata: {}\n\n'
    )
    assert read(content, "sse", end=("complete",)) == (
        [
            ("1", "metadata", {"n": 1}),
            (None, "result", {"n": 2}),
            (None, None, {"n": 3}),
            ("", "complete", {"n": 4}),
        ],
        None,
    )


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_all_three_line_ends_are_understood(end: bytes) -> None:
    content = b'event: a\ndata: {"n":\ndata: 1}\n\nevent: b\ndata: 2\n\n'.replace(b"\n", end)
    expected = [(None, "a", {"n": 1}), (None, "b", 2)]
    assert read(content, "sse") == (expected, None)
    assert read([bytes([byte]) for byte in content], "sse") == (expected, None)


def test_an_event_stream_may_begin_with_a_byte_order_mark() -> None:
    assert bodies([b"\xef", b"\xbb\xbfda", b"ta: 1\n\n"], "sse") == [1]


def test_the_last_event_counts_without_its_blank_line() -> None:
    assert bodies(b"data: 1\n\ndata: 2", "sse") == [1, 2]
    assert bodies(b"data: 1\n\ndata: 2\n", "sse") == [1, 2]


def test_an_event_without_data_may_be_the_end() -> None:
    assert bodies(b"data: 1\n\nevent: done\n\ndata: 2\n\n", "sse", end=("done",)) == [1]
    assert bodies(b"event: done\ndata:\n\n", "sse", end=("done",)) == []
    assert bodies(b"event: other\n\ndata\n\n", "sse") == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"error":{"type":"t","message":"why"}}', "why"),
        (b'{"message":"why","type":"t"}', "why"),
        (b"why, in words", "why, in words"),
    ],
)
def test_an_event_named_error_is_one(data: bytes, message: str) -> None:
    messages, error = read(b"data: 1\n\nevent: error\ndata: " + data + b"\n\n", "sse", end=("complete",))
    assert len(messages) == 1
    assert isinstance(error, GatewayRefused)
    assert error.message == message


def test_an_event_that_is_not_json_is_a_violation() -> None:
    messages, error = read(b"data: 1\n\nevent: result\ndata: Stream not implemented\n\n", "sse")
    assert len(messages) == 1
    assert type(error) is ProtocolViolation
    assert "'result'" in str(error)


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_line_that_is_too_long_is_refused_before_it_is_whole(size: int) -> None:
    fits, long = b'"' + b"x" * 98 + b'"\n', b'"' + b"x" * 99 + b'"\n'
    content = fits + long + fits
    pieces = [content[start : start + size] for start in range(0, len(content), size)]
    messages, error = read(pieces, limit=100)
    assert len(messages) == 1
    assert type(error) is ProtocolViolation
    assert "longer than 100 bytes" in str(error)
    lines = Lines(INFO, operation(), 100)
    lines.feed(b"x" * 101)
    assert lines.done


def test_an_event_is_limited_as_a_whole() -> None:
    _, error = read([b"data: 123456789\n"] * 1000, "sse", limit=100)
    assert type(error) is ProtocolViolation
    assert bodies(b": " + b"x" * 98 + b"\ndata: 1\n\n", "sse", limit=100) == [1]
    _, error = read(b": " + b"x" * 99 + b"\ndata: 1\n\n", "sse", limit=100)
    assert type(error) is ProtocolViolation


def test_the_limit_is_the_clients_or_that_of_its_socket() -> None:
    options: dict[str, Any] = {
        "url": None,
        "timeout": None,
        "token": None,
        "settings": {},
        "sockets": None,
        "verify": True,
        "retries": None,
        "headers": None,
    }
    assert longest(INFO, resolve(INFO, **options)) == 2**20
    assert longest(replace(INFO, socket=None), resolve(INFO, **options)) == 16 * 2**20
    assert longest(INFO, resolve(INFO, **options, max_message=5000)) == 5000


@pytest.mark.parametrize(
    ("media", "content", "message"),
    [
        ("ndjson", b'{"error":{"type":"t","message":"why"}}\n', "why"),
        ("ndjson", b'{"error":"why"}\n{"error":"not this"}\n', "why"),
        ("ndjson", b'{\n "error": "why"\n}', "why"),
        ("ndjson", b"Failed to read:\nmissing field", "Failed to read:\nmissing field"),
        ("ndjson", b"", "the gateway gave no reason"),
        ("sse", b'event: error\ndata: {"error":{"message":"why"}}\n\n', "why"),
        ("sse", b'{"error":"why"}', "why"),
        ("sse", b"Failed to read: missing field", "Failed to read: missing field"),
        ("sse", b"event: error\ndata: words\n\n", "event: error\ndata: words"),
    ],
)
def test_an_error_instead_of_a_stream_comes_in_any_form(media: Any, content: bytes, message: str) -> None:
    error = refused_stream(INFO, operation(media), 422, content)
    assert type(error) is InvalidRequest
    assert (error.message, error.status, error.operation) == (message, 422, "crawl")


def test_rules_hold_for_errors_of_streams() -> None:
    info = replace(INFO, error_rules=(ErrorRule(NotFound, type="gone", hint="look elsewhere"),))
    content = b'{"error":{"type":"gone","message":"why"}}\n'
    _, within = read(content, info=info)
    for error in (within, refused_stream(info, operation(), 500, content)):
        assert type(error) is NotFound
        assert error.hint == "look elsewhere"


def pieces_of(content: bytes, cuts: list[int]) -> list[bytes]:
    places = [0, *sorted(cut % (len(content) + 1) for cut in cuts), len(content)]
    return [content[start:stop] for start, stop in itertools.pairwise(places)]


json_bodies = st.recursive(
    st.none() | st.booleans() | st.integers(-100, 100) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
cuts = st.lists(st.integers(0, 10_000), max_size=30)


@given(st.lists(json_bodies, max_size=8), cuts)
def test_lines_say_the_same_in_any_pieces(said: list[Any], cuts: list[int]) -> None:
    info = replace(INFO, find_error=lambda body: None)
    content = b"".join(json.dumps(body, ensure_ascii=False).encode() + b"\n" for body in said)
    assert bodies(pieces_of(content, cuts), info=info) == said


@given(
    st.lists(st.tuples(st.none() | st.sampled_from(["a", "ä", "result"]), json_bodies), max_size=8),
    st.sampled_from([b"\n", b"\r", b"\r\n"]),
    cuts,
)
def test_events_say_the_same_in_any_pieces(said: list[Any], end: bytes, cuts: list[int]) -> None:
    info = replace(INFO, find_error=lambda body: None)
    content = b""
    for name, body in said:
        lines = json.dumps(body, ensure_ascii=False, indent=1).split("\n")
        fields = [f"event: {name}", ": comment"] if name else []
        content += b"".join(
            line.encode() + end for line in (*fields, *(f"data: {line}" for line in lines), "")
        )
    messages, error = read(pieces_of(content, cuts), "sse", info=info)
    assert error is None
    assert [(kind, body) for _, kind, body in messages] == said


@given(
    st.lists(
        st.sampled_from(
            [
                b"\n",
                b"\r",
                b"data: 1",
                b'{"a":1}',
                b"data:",
                b"event: x",
                b"x" * 40,
                b":",
                b"\xef\xbb\xbf",
                b"{",
            ]
        ),
        max_size=25,
    ),
    cuts,
    st.sampled_from(["ndjson", "sse"]),
)
def test_garbage_says_the_same_in_any_pieces(parts: list[bytes], cuts: list[int], media: Any) -> None:
    content = b"".join(parts)
    whole, error = read(content, media, limit=60, end=("x",))
    in_pieces, other = read(pieces_of(content, cuts), media, limit=60, end=("x",))
    assert in_pieces == whole
    assert (type(other), str(other)) == (type(error), str(error))
