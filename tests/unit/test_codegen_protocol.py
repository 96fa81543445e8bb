"""What is generated for a gateway that greets, speaks of its own accord, and has errors of its own."""

from __future__ import annotations

import importlib
import inspect
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from codegen_samples import TALKER, Recorder, generated, imported

from gatewright.errors import NotFound, Unavailable


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with imported(generated(tmp_path_factory.mktemp("talker"), files=TALKER)) as package:
        yield package


@pytest.fixture
def protocol(client: Any) -> Any:
    return importlib.import_module("sample.protocol")


@pytest.fixture
def items(client: Any) -> Any:
    return importlib.import_module("sample.items")


@pytest.fixture
def operations(client: Any) -> Any:
    return importlib.import_module("sample.operations")


def is_time(text: str) -> bool:
    return datetime.fromisoformat(text).tzinfo is not None


# The envelope -----------------------------------------------------------------------------------


def test_a_frame_names_the_operation_and_the_time_and_adds_to_the_body(protocol: Any) -> None:
    values = {"operation": "say_it", "service": "room", "room_id": "r", "app": "a"}
    body = {"words": "hi"}

    frame = json.loads(protocol.encode("7", values, body))

    assert is_time(frame.pop("at"))
    assert frame == {
        "type": "say_it",
        "of": "room",
        "id": "7",
        "room": "r",
        "data": {"words": "hi", "app": "a", "by": "sample", "room": "r"},
    }
    assert body == {"words": "hi"}


def test_what_there_is_not_is_left_out_of_frame_and_body(protocol: Any) -> None:
    values = {"operation": "list", "service": "things", "app": "a"}

    frame = json.loads(protocol.encode("7", values, {}))

    assert "room" not in frame
    assert frame["data"] == {"app": "a", "by": "sample"}


def test_nested_parts_of_the_body_are_added_too(tmp_path: Path) -> None:
    change = ("  body: {room:", '  body: {meta: {app: $app, room: "$room_id?"}, room:')
    with imported(generated(tmp_path, "nested", TALKER, gateway=change), "nested"):
        encode = importlib.import_module("nested.protocol").encode
        values = {"operation": "say", "service": "room", "app": "a"}

        without = json.loads(encode("1", values, {}))["data"]
        within = json.loads(encode("1", {**values, "room_id": "r"}, {}))["data"]

    assert without["meta"] == {"app": "a"}
    assert within["meta"] == {"app": "a", "room": "r"}


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ({"id": "1", "data": {"x": 1}}, ("1", {"x": 1}, None, False)),
        ({"id": "1", "data": {"x": 1}, "last": True}, ("1", {"x": 1}, None, True)),
        ({"id": "1", "type": "error", "data": {"code": "C"}}, ("1", {"code": "C"}, {"code": "C"}, True)),
        ({"id": "1", "type": "error"}, ("1", None, {}, True)),
        ({"id": "1", "type": "error", "fault": "f", "data": {}}, ("1", {}, "f", True)),
    ],
)
def test_a_frame_can_be_an_error_by_its_kind(protocol: Any, frame: dict[str, Any], expected: Any) -> None:
    assert protocol.decode(frame) == expected


def test_without_ids_and_rules_every_frame_is_a_whole_answer(tmp_path: Path) -> None:
    text = TALKER["gateway.yaml"]
    ordered = (
        text.replace("    id: id\n", "").replace("    error: [fault]\n", "").replace("  pushes:", "  x:")
    )
    start, end = ordered.index("    done:"), ordered.index("    orphans:")
    ordered = ordered[:start] + ordered[end:]
    ordered = ordered[: ordered.index("  x:")] + "  in_flight: 1\n"
    files = {**TALKER, "gateway.yaml": ordered}
    with imported(generated(tmp_path, "ordered", files), "ordered"):
        protocol = importlib.import_module("ordered.protocol")

        assert protocol.decode({"data": 1}) == (None, 1, None, True)
        assert protocol.decode({"data": 1, "type": "error"}) == (None, 1, 1, True)
        assert protocol.GATEWAY.socket.ordered
        assert protocol.GATEWAY.socket.in_flight == 1
        assert protocol.GATEWAY.socket.pushes == {}


def test_the_handshake_has_a_query_without_what_there_is_not(protocol: Any) -> None:
    assert protocol.socket_query({"token": "t", "tenant": "m"}) == {
        "key": "t",
        "tenant": "m",
        "client": "sample",
    }
    assert protocol.socket_query({"token": None, "tenant": "m"}) == {"tenant": "m", "client": "sample"}


def test_what_holds_for_the_socket_is_said_where_it_is_not_usual(protocol: Any) -> None:
    socket = protocol.GATEWAY.socket

    assert (socket.kind, socket.header, socket.connections, socket.keepalive) == ("type", True, 1, False)
    assert (socket.orphans, socket.ordered, socket.unanswered) == ("oldest", False, "it was asleep")
    assert socket.query is protocol.socket_query
    assert socket.greeting.match == {"type": "hello"}
    source = inspect.getsource(protocol)
    assert "ordered=" not in source
    assert "handshake=" not in source


# The greeting, and what the gateway says --------------------------------------------------------


def test_the_greeting_is_kept_and_becomes_a_record(client: Any, protocol: Any) -> None:
    greeting = protocol.GATEWAY.socket.greeting
    body = {"app": {"id": "a"}, "version": "2"}

    assert greeting.keep({"data": body, "at": 5}) == {"app": "a", "since": 5}
    assert greeting.keep({"data": {"app": 7}}) == {"app": None, "since": None}
    assert greeting.keep({"data": []}) == {"app": None, "since": None}
    assert greeting.decode((None, "hello", body)) == client.Hello({"id": "a"}, "2")


def test_records_are_made_of_the_body_and_of_its_envelope(client: Any, items: Any) -> None:
    body = {"topic": "tea", "more": 1}

    assert items.decode_push_question(("q", "question", body)) == client.Question("q", "tea", body)
    assert items.decode_push_beat(("b", "beat", {"at": "noon"})) == client.Beat("noon")
    assert items.decode_push_news((None, "news", {})) == client.News("news", "")
    assert items.decode_other((None, "odd", {"a": 1})) == client.Anything("odd", {"a": 1})
    assert items.decode_push_question((None, "question", {})) == client.Question("", "", {})


def test_replies_hold_fields_of_the_message_and_what_the_handler_says(protocol: Any) -> None:
    message = {"topic": "tea", "mood": "glad"}

    frame = json.loads(protocol.reply_question("q", message, {"answer": "yes"}))

    assert is_time(frame["data"].pop("at"))
    assert frame == {
        "type": "answer",
        "id": "q",
        "data": {"about": "tea", "mood": "glad", "answer": "yes"},
    }
    assert "mood" not in json.loads(protocol.reply_question("q", {}, {}))["data"]
    # What the handler says counts.
    assert json.loads(protocol.reply_question("q", message, {"about": "milk"}))["data"]["about"] == "milk"
    assert json.loads(protocol.reply_beat("b", {"at": "noon"}, {})) == {
        "type": "pong",
        "id": "b",
        "data": {"at": "noon"},
    }


def test_each_push_says_who_handles_it_and_how_it_is_answered(protocol: Any) -> None:
    pushes = protocol.GATEWAY.socket.pushes

    question, beat, news = pushes["question"], pushes["beat"], pushes["news"]
    assert (question.by, question.automatic, question.error) == ("about-what", False, "error")
    assert question.reply is protocol.reply_question
    assert (beat.by, beat.automatic, beat.error) == (None, True, None)
    assert (news.by, news.automatic, news.reply) == (None, False, None)


@pytest.mark.parametrize("name", ["SocketClient", "AsyncSocketClient"])
def test_the_client_has_a_method_for_each_kind_that_is_handled(client: Any, name: str) -> None:
    channel = Recorder()
    socket = getattr(client, name)(channel)

    socket.on_question("tea", print)
    socket.on_news(print)
    socket.on_message("odd", print)

    assert channel.calls == [
        ("on", "question", "tea", print),
        ("on", "news", None, print),
        ("on_other", "odd", print),
    ]
    assert not hasattr(socket, "on_beat")
    assert list(inspect.signature(socket.on_question).parameters) == ["about_what", "handler"]
    said = inspect.getdoc(socket.on_question) or ""
    assert "It asks something." in said
    assert "0.1: It asks twice." in said


async def test_connecting_and_listening_are_there_in_both_colours(client: Any) -> None:
    channel = Recorder()
    blocking = client.SocketClient(channel)

    assert blocking.connect(timeout=2) == "result of connect"
    blocking.listen(timeout=1, background=True)

    assert channel.calls == [("connect", 2), ("listen", 1, True)]
    asyncio_client = client.AsyncSocketClient(channel)
    assert inspect.iscoroutinefunction(asyncio_client.connect)
    assert inspect.iscoroutinefunction(asyncio_client.listen)
    assert list(inspect.signature(asyncio_client.listen).parameters) == ["timeout"]
    assert inspect.signature(blocking.connect).return_annotation == "Hello"


# Operations -------------------------------------------------------------------------------------


def test_envelope_values_and_what_is_filled_in_are_said_of_each_operation(operations: Any) -> None:
    assert operations.SAY.frame == {"service": "room", "operation": "say_it"}
    assert operations.SAY.fill == {"at": "now", "from": "app", "tenant": "tenant", "place": "room_id"}
    assert operations.THINGS_LIST.frame == {"service": "things", "operation": "list"}
    assert operations.THINGS_LIST.fill == {}


def test_results_can_be_lists_and_any_json_and_be_measured(client: Any, operations: Any) -> None:
    things = client.Things

    assert operations.THINGS_LIST.result.many
    assert inspect.signature(things.list).return_annotation == "builtins.list[Thing]"
    assert operations.THINGS_ASK.result.json
    assert inspect.signature(things.ask).return_annotation == "Any"
    assert operations.THINGS_PING.result.measure == "tookMs"


def test_other_names_of_an_operation_are_the_same_method(client: Any) -> None:
    assert client.SocketRoom.tell is client.SocketRoom.say
    assert client.AsyncSocketRoom.speak is client.AsyncSocketRoom.say


def test_services_say_where_their_operations_are(client: Any) -> None:
    assert "Room" not in client.__all__
    assert hasattr(client.Things, "list")
    assert not hasattr(client.Things, "ping")
    assert hasattr(client.SocketThings, "ping")


def test_a_stream_is_read_by_what_the_envelope_says(client: Any, operations: Any) -> None:
    rule = operations.FOLLOW.stream

    assert (rule.whole, rule.end, rule.type, rule.keys) == (True, ("end",), None, ())
    assert rule.decode(("1", "word", {"text": "hi"})) == client.Word("word", "hi")
    assert rule.decode(("1", "end", {})) == client.Mark("end", "1")
    assert rule.decode(("1", "odd", {})) == client.Piece("odd")


def test_a_callback_is_an_argument_that_goes_with_the_stream(client: Any) -> None:
    channel = Recorder()

    client.SocketRoom(channel, "r").follow(on_piece=print, timeout=3)

    name, operation, scope, fields, timeout, callback = channel.calls[0]
    assert (name, operation.name, scope, fields) == ("stream", "follow", {"room_id": "r"}, {})
    assert (timeout, callback) == (3, print)
    parameter = inspect.signature(client.SocketRoom.follow).parameters["on_piece"]
    assert (parameter.kind.name, parameter.default) == ("KEYWORD_ONLY", None)
    assert parameter.annotation == "Callable[[FollowItem], object] | None"


# Errors -----------------------------------------------------------------------------------------


def test_errors_of_ones_own_are_classes_under_the_common_ones(client: Any, protocol: Any) -> None:
    rules = protocol.GATEWAY.error_rules

    assert issubclass(client.RoomGone, NotFound)
    assert issubclass(client.Overloaded, Unavailable)
    assert [rule.raises for rule in rules] == [client.RoomGone, client.RoomGone, client.Overloaded]
    assert inspect.getdoc(client.RoomGone) == "The room is gone."
    assert inspect.getdoc(client.Overloaded) == "The gateway refused."
    assert client.RoomGone.__module__ == "sample.errors"
    info = protocol.GATEWAY
    assert (info.errors_by_status, info.error_type, info.error_faults) == (
        True,
        ("code", "kind"),
        ("loc", "msg"),
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"detail": {"fault": {"code": 1}}, "message": "m"}, {"code": 1}),
        ({"detail": {"fault": [1]}, "message": "m"}, [1]),
        # The body itself is an object, so it comes before a mere string.
        ({"detail": {"fault": "text"}, "message": "m"}, {"detail": {"fault": "text"}, "message": "m"}),
        # Without a message it says nothing, so the string counts.
        ({"detail": {"fault": "text"}}, "text"),
        ({"detail": "text"}, None),
        ({"detail": {"fault": True}}, None),
        ({}, None),
        ([], None),
        ("text", None),
    ],
)
def test_objects_and_lists_are_preferred_where_errors_can_be_anywhere(
    protocol: Any, body: Any, expected: Any
) -> None:
    assert protocol.find_error(body) == expected
