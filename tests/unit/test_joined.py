"""Calls whose answer is a stream, joined: what becomes of the items, and which way such a call goes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from handmade_gateway import INFO, TOKEN, Answer, stream_operation
from hypothesis import given
from hypothesis import strategies as st

from gatewright.aio.rest import AsyncRestChannel
from gatewright.chunks import text_field, text_of
from gatewright.config import Config, resolve
from gatewright.errors import (
    AuthenticationFailed,
    ClientClosed,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    NotFound,
    NotSupported,
    ProtocolViolation,
    RequestTimeout,
    ServiceError,
    Unavailable,
    never_sent,
)
from gatewright.operation import StreamOperation, request_body, streaming
from gatewright.results import read_items, stream_decoder
from gatewright.sync.rest import RestChannel


@dataclass
class Thought:
    content: str
    last: bool = False


@dataclass
class Word:
    content: str
    last: bool = False


def decode(body: Any) -> Any:
    return (Thought if body.get("kind") == "thought" else Word)(body.get("text", ""), body.get("last", False))


TALK: StreamOperation[Any, Any] = replace(
    stream_operation(decode=decode, result={"require": ("text",)}), join={"text": ("Word",)}
)


# What becomes of the items ----------------------------------------------------------------------


@given(st.lists(st.builds(Word, st.text()) | st.builds(Thought, st.text())))
def test_the_response_is_what_the_items_say(items: list[Any]) -> None:
    operation = replace(TALK, join={"text": ("Word", "Other"), "thoughts": ("Thought",)})
    answer = read_items(INFO, operation, {}, items)
    assert isinstance(answer, Answer)
    assert answer.text == "".join(item.content for item in items if isinstance(item, Word))
    plain = replace(operation, result=replace(TALK.result, model=None, json=True))
    thoughts = "".join(item.content for item in items if isinstance(item, Thought))
    assert read_items(INFO, plain, {}, items) == {"text": answer.text, "thoughts": thoughts}


def test_a_field_of_several_records_has_them_one_after_the_other() -> None:
    operation = replace(TALK, join={"text": ("Thought", "Word")})
    assert read_items(INFO, operation, {}, [Word("c"), Thought("a"), Thought("b")]).text == "abc"


def test_what_holds_of_an_answer_holds_of_the_joined_one() -> None:
    operation = replace(TALK, result=replace(TALK.result, nonempty=("text",)))
    assert read_items(INFO, operation, {}, [Word("a")]).text == "a"
    with pytest.raises(ServiceError, match="the answer has no 'text'"):
        read_items(INFO, operation, {}, [Word("")])


def test_the_call_asks_for_a_stream() -> None:
    assert streaming(TALK, {"q": 1}) == {"q": 1, "streaming": True}
    assert streaming(TALK, {"streaming": False}) == {"streaming": True}
    unswitched = replace(TALK, stream=replace(TALK.stream, switch=None))
    assert streaming(unswitched, {"q": 1}) == {"q": 1}


# The last item may say it again -----------------------------------------------------------------


def said(*bodies: tuple[str, bool]) -> list[str]:
    rule = replace(TALK.stream, repeats="last")
    decoder = stream_decoder(replace(TALK, stream=rule, result=replace(TALK.result, require=())))
    return [decoder({"text": text, "last": last}).content for text, last in bodies]


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ([("a", False), ("a", True)], ["a", ""]),
        ([("a", False), ("b", False), ("b", True)], ["a", "b", ""]),
        ([("a", False), ("", False), ("a", True)], ["a", "", ""]),
        ([("a", False), ("b", True)], ["a", "b"]),
        ([("a", False), ("a", False), ("a", False)], ["a", "a", "a"]),
        ([("a", True)], ["a"]),
        ([("", True)], [""]),
        ([("a", False), ("b", False), ("a", True)], ["a", "b", "a"]),
    ],
)
def test_a_last_item_that_repeats_the_one_before_it_is_emptied(
    bodies: list[tuple[str, bool]], expected: list[str]
) -> None:
    assert said(*bodies) == expected


def test_one_stream_does_not_remember_another() -> None:
    assert said(("a", False)) == ["a"]
    assert said(("a", True)) == ["a"]


def test_the_failures_that_show_by_absence_are_noticed_all_the_same() -> None:
    decoder = stream_decoder(replace(TALK, stream=replace(TALK.stream, repeats="last")))
    assert decoder({"text": "a"}) == Word("a")
    with pytest.raises(ServiceError, match="'text'"):
        decoder({"last": True})


# Streams of strings -----------------------------------------------------------------------------


@given(st.lists(st.none() | st.text()))
def test_a_stream_of_strings_leaves_out_what_is_empty(texts: list[str | None]) -> None:
    field = text_field("response")
    bodies: list[dict[str, Any]] = [{}, *({"response": text, "model": "m"} for text in texts)]
    assert [piece for body in bodies for piece in field(body)] == [text for text in texts if text]


def test_the_text_of_a_stream_is_that_of_strings_and_of_such_classes() -> None:
    assert text_of(["a", Word("b"), Thought("c"), "d"], ("Word",)) == "abd"
    assert text_of(["a", "b"], ()) == "ab"


# Which way it goes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ConnectionFailed("nothing listens"), True),
        (NotFound("no such path", status=404), True),
        (Unavailable("bad gateway", status=502), True),
        (ServiceError("odd", status=200), True),
        (AuthenticationFailed("who are you", status=401), False),
        (NotFound("no such flow"), False),
        (ServiceError("it failed"), False),
        (ConnectionLost("it broke"), False),
        (ClientClosed("closed"), False),
        (RequestTimeout("too slow"), False),
        (ProtocolViolation("what?"), False),
    ],
)
def test_only_what_did_not_leave_is_sent_another_way(error: GatewayError, expected: bool) -> None:
    assert never_sent(error) is expected


class Socket:
    """Takes the place of the way over sockets."""

    def __init__(self, error: GatewayError | None = None) -> None:
        self.error = error
        self.calls: list[tuple[Mapping[str, Any], Mapping[str, Any], float | None]] = []
        self.bindings: Mapping[str, Any] = {}

    def bound(self, values: Mapping[str, Any]) -> Any:
        self.bindings = values
        return self

    def call(self, operation: Any, scope: Any, fields: Any, timeout: Any) -> Any:
        self.calls.append((scope, fields, timeout))
        if self.error is not None:
            raise self.error
        return "over the socket"


class AsyncSocket(Socket):
    async def call(self, operation: Any, scope: Any, fields: Any, timeout: Any) -> Any:
        return super().call(operation, scope, fields, timeout)


class Http:
    """Answers over HTTP."""

    def __init__(self, status: int = 200, body: Any = None) -> None:
        self.status = status
        self.body = {"text": "over HTTP"} if body is None else body
        self.requests: list[Any] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(json.loads(request.content))
        return httpx.Response(self.status, json=self.body)


def config() -> Config:
    return resolve(
        INFO,
        url="http://127.0.0.1:1/",
        timeout=5,
        token=TOKEN,
        settings={},
        sockets=None,
        verify=True,
        retries=0,
        headers=None,
    )


Call = Callable[..., Any]


def call_blocking(socket: Socket | None, http: Http, **fields: Any) -> Any:
    sockets: Any = None if socket is None else lambda: socket
    with httpx.Client(transport=httpx.MockTransport(http)) as client:
        channel = RestChannel(INFO, config(), client, sockets).bound({"workspace": "w"})
        return channel.call(TALK, {}, fields, 3)


def call_on_loop(socket: Socket | None, http: Http, **fields: Any) -> Any:
    twin = None if socket is None else AsyncSocket(socket.error)
    sockets: Any = None if twin is None else lambda: twin

    async def ask() -> Any:
        async with httpx.AsyncClient(transport=httpx.MockTransport(http)) as client:
            channel = AsyncRestChannel(INFO, config(), client, sockets).bound({"workspace": "w"})
            return await channel.call(TALK, {}, fields, 3)

    try:
        return asyncio.run(ask())
    finally:
        if socket is not None and twin is not None:
            socket.calls, socket.bindings = twin.calls, twin.bindings


@pytest.fixture(params=[call_blocking, call_on_loop], ids=["sync", "async"])
def call(request: pytest.FixtureRequest) -> Call:
    function: Call = request.param
    return function


def test_over_rest_it_goes_over_the_socket(call: Call) -> None:
    socket, http = Socket(), Http()
    assert call(socket, http, q=1) == "over the socket"
    assert socket.calls == [({}, {"q": 1}, 3)]
    assert socket.bindings == {"workspace": "w"}
    assert http.requests == []


@pytest.mark.parametrize("error", [ConnectionFailed("nothing listens"), NotFound("no socket", status=404)])
def test_where_no_socket_opens_it_goes_over_http(call: Call, error: GatewayError) -> None:
    http = Http()
    assert call(Socket(error), http, q=1) == Answer(text="over HTTP")
    assert [request["q"] for request in http.requests] == [1]
    assert "streaming" not in http.requests[0]


def test_without_any_way_over_sockets_it_goes_over_http(call: Call) -> None:
    assert call(None, Http(), q=1) == Answer(text="over HTTP")


@pytest.mark.parametrize(
    "error",
    [ConnectionLost("it broke"), ServiceError("the model is asleep"), RequestTimeout("too slow")],
)
def test_what_may_have_left_is_not_sent_again(call: Call, error: GatewayError) -> None:
    http = Http()
    with pytest.raises(type(error), match=error.message):
        call(Socket(error), http, q=1)
    assert http.requests == []


def test_a_refused_credential_is_not_tried_another_way(call: Call) -> None:
    http = Http()
    with pytest.raises(AuthenticationFailed):
        call(Socket(AuthenticationFailed("who are you", status=401)), http, q=1)
    assert http.requests == []


def test_when_both_ways_fail_both_are_told(call: Call) -> None:
    with pytest.raises(ServiceError, match="the answer has no 'text'") as caught:
        call(Socket(ConnectionFailed("nothing listens at port 1")), Http(body={"other": 1}))
    assert "look into the service's log; over HTTP" in caught.value.hint
    assert "the socket failed: nothing listens at port 1" in caught.value.hint


def test_a_stream_is_still_refused(call: Call) -> None:
    socket, http = Socket(), Http()
    with pytest.raises(NotSupported, match="REST cannot stream"):
        call(socket, http, streaming=True)
    assert (socket.calls, http.requests) == ([], [])


# Fields of the request --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("as it is", "as it is"),
        ('{"x":1}', '{"x":1}'),
        ({"x": [1, None]}, '{"x":[1,null]}'),
        ([1], "[1]"),
        (7, "7"),
        (False, "false"),
        ("", ""),
    ],
)
def test_a_text_goes_as_it_is_and_anything_else_as_json(given: Any, sent: str) -> None:
    operation = replace(TALK, texts=("state",))
    assert request_body(INFO, operation, {"state": given}) == {"state": sent}
    assert request_body(INFO, operation, {"state": None}).get("state") is None


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("one", ["one"]),
        (["one"], ["one"]),
        ([], []),
        (("one", "two"), ["one", "two"]),
        ("", [""]),
        (7, [7]),
    ],
)
def test_one_may_be_given_instead_of_a_list(given: Any, sent: list[Any]) -> None:
    operation = replace(TALK, singles=("group",))
    assert list(request_body(INFO, operation, {"group": given})["group"]) == sent
    assert request_body(INFO, operation, {"group": None}).get("group") is None
