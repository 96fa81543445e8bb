"""What a generated client does: its signatures, its protocol functions, its items and terms."""

from __future__ import annotations

import importlib
import inspect
import json
import typing
from collections.abc import Iterator
from typing import Any

import pytest
from codegen_samples import Recorder, generated, imported

from gatewright.errors import InvalidItem
from gatewright.rdf import BlankNode, Literal, Triple, Unknown, Uri
from gatewright.wire import dumps


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with imported(generated(tmp_path_factory.mktemp("client"))) as package:
        yield package


def module(client: Any, name: str) -> Any:
    return importlib.import_module(f"{client.__name__}.{name}")


def test_one_operation_has_the_same_arguments_on_all_interfaces(client: Any) -> None:
    rooms = [client.Room, client.AsyncRoom, client.SocketRoom, client.AsyncSocketRoom]
    parameters = [list(inspect.signature(room.say).parameters) for room in rooms]

    assert parameters[0] == ["self", "words", "loud", "live", "mood", "tags", "about", "timeout"]
    assert all(each == parameters[0] for each in parameters)
    defaults = [[each.default for each in inspect.signature(room.say).parameters.values()] for room in rooms]
    assert all(each == defaults[0] for each in defaults)


def test_operations_are_where_the_gateway_serves_them_and_nowhere_else(client: Any) -> None:
    assert not hasattr(client.Room, "facts")
    assert hasattr(client.SocketRoom, "facts")
    assert hasattr(client.Things, "page")
    assert not hasattr(client.SocketThings, "page")
    # On sockets the group of rooms has no operations of its own.
    assert "SocketRooms" not in client.__all__
    assert client.SocketClient(Recorder()).rooms("r")._scope == {"room": "r"}


def test_a_call_hands_the_runtime_wire_names_and_encoded_terms(client: Any) -> None:
    channel = Recorder()

    result = client.Room(channel, "blue").say("hi", mood="glad", about="urn:x", timeout=3.0)

    name, operation, scope, fields, timeout = channel.calls[0]
    assert (name, operation.name, scope, timeout, result) == (
        "call",
        "say",
        {"room": "blue"},
        3.0,
        "result of call",
    )
    about = fields.pop("about")
    assert json.loads(dumps(about)) == {"v": "urn:x", "e": True}
    assert fields == {"words": "hi", "loud": False, "live": False, "mood-type": "glad", "tags": ()}


def test_streams_answer_by_their_switch_and_older_names_are_understood(client: Any) -> None:
    channel = Recorder()
    room = client.SocketRoom(channel, "blue")

    assert room.say(text="hi", live=True) == "result of answer"
    assert room.facts() == "result of stream"
    with pytest.warns(DeprecationWarning, match="it is gone"):
        room.say("hi", old=1)

    assert channel.calls[0][3]["words"] == "hi"
    assert channel.calls[0][3]["live"] is True


def test_overloads_are_exact(client: Any) -> None:
    sockets = module(client, "sockets")
    overloads = typing.get_overloads(sockets.SocketRoom.say.__wrapped__)

    returned = [inspect.signature(each).return_annotation for each in overloads]
    kinds = [inspect.signature(each).parameters["live"].kind.name for each in overloads]
    assert returned == ["Answer", "Stream[SayItem]", "Answer | Stream[SayItem]"]
    assert kinds == ["POSITIONAL_OR_KEYWORD", "KEYWORD_ONLY", "KEYWORD_ONLY"]
    sockets_async = module(client, "sockets_async")
    returned = [
        inspect.signature(each).return_annotation
        for each in typing.get_overloads(sockets_async.AsyncSocketRoom.say.__wrapped__)
    ]
    assert returned[:2] == ["Coroutine[Any, Any, Answer]", "AsyncStream[SayItem]"]


def test_docstrings_tell_arguments_results_errors_and_defects(client: Any) -> None:
    said = inspect.getdoc(client.SocketRoom.say) or ""

    assert said.startswith(
        "Say something.\n\nMore about it.\n\nArgs:\n    words: What to say.\n    loud: Shout.\n"
    )
    assert "\n\nReturns: What was answered. With `live=True`: a stream of `SayItem`.\n" in said
    assert said.endswith("\nKnown defect of 1.2: It mumbles.")
    assert "Raises" not in said
    everywhere = " ".join((inspect.getdoc(client.SocketRoom) or "").split())
    assert "All methods take `timeout`: seconds to wait for the answer" in everywhere
    assert "All raise `GatewayError`: the gateway refused" in everywhere
    assert "live: Only sockets can stream; here it stays False." in (inspect.getdoc(client.Room.say) or "")


def test_operations_carry_what_the_runtime_needs(client: Any) -> None:
    operations = module(client, "operations")

    listing = operations.THINGS_LIST
    assert (listing.method, listing.path, listing.frame) == ("GET", "/things/{kindOf}", None)
    assert (listing.query, listing.in_path, listing.idempotent) == (("limit",), ("kindOf",), True)
    assert listing.result.fields == ("names", "count")
    assert listing.result.require == ("names",)
    keep = operations.THINGS_KEEP
    assert (keep.body, keep.json_text, keep.nullable) == ({"operation": "keep"}, ("plan",), ("note",))
    assert keep.result.model is None
    say = operations.SAY
    assert (say.method, say.path, say.frame) == ("PUT", "/rooms/{room}/talk", {})
    assert (say.stream.switch, say.stream.each, say.stream.text, say.long) == ("live", False, ("Word",), True)
    assert operations.FACTS.stream.each
    assert (operations.FACTS.path, operations.FACTS.stream.switch) == (None, None)
    assert (operations.IMPORT_THINGS.batch, operations.IMPORT_THINGS.confirmed_by_pong) == (7, True)


def test_the_envelope_is_written_from_its_template(client: Any) -> None:
    encode = module(client, "protocol").encode

    values = {"room": "blue", "service": "talk", "tenant": "main", "token": None}
    assert json.loads(encode("7", values, {"a": 1})) == {
        "header": {"id": "7", "room": "blue"},
        "kind": "call",
        "body": {"a": 1},
    }
    assert json.loads(encode("7", {"service": "talk"}, {}))["header"] == {"id": "7"}


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ({"ref": "1", "data": {"x": 1}}, ("1", {"x": 1}, None, False)),
        ({"ref": "1", "data": {"x": 1}, "last": True}, ("1", {"x": 1}, None, False)),
        ({"ref": "1", "data": {"x": 1}, "last": True, "kind": "end"}, ("1", {"x": 1}, None, True)),
        ({"ref": "1", "data": {"error": "no"}, "last": False}, ("1", {"error": "no"}, "no", True)),
        ({"problem": {"message": "bad"}}, (None, None, {"message": "bad"}, True)),
        ({"ref": 1, "data": [1]}, (1, [1], None, False)),
        ({}, (None, None, None, False)),
    ],
)
def test_incoming_frames_are_read_by_the_rules(client: Any, frame: dict[str, Any], expected: Any) -> None:
    assert tuple(module(client, "protocol").decode(frame)) == expected


def test_errors_are_found_where_the_rules_say(client: Any) -> None:
    find_error = module(client, "protocol").find_error

    assert find_error({"error": "a", "detail": {"error": "b"}}) == "a"
    assert find_error({"detail": {"error": {"message": "b"}}}) == {"message": "b"}
    for good in ({}, {"detail": "x"}, {"detail": None}, [], None, "text", 1):
        assert find_error(good) is None


def test_credentials_go_where_the_descriptor_says(client: Any) -> None:
    protocol = module(client, "protocol")
    with_token, without = {"token": "t", "tenant": "main"}, {"token": None, "tenant": "main"}

    assert protocol.rest_headers(with_token) == {"X-Key": "Key t;main"}
    assert protocol.rest_headers(without) == {}
    assert protocol.rest_body(with_token) == {"tenant": "main"}
    assert protocol.bulk_query(with_token) == {"tenant": "main", "key": "t"}
    assert protocol.bulk_query(without) == {"tenant": "main"}
    assert protocol.auth_frame(with_token) == {"auth": "t"}
    assert protocol.auth_frame(without) == {"auth": ""}


def test_bodies_of_a_stream_become_records(client: Any) -> None:
    decode = module(client, "items").decode_say

    word = decode({"kind": "word", "content": "hi", "loud": 0, "facts": [_triple_json("urn:a", "x")]})
    assert word == client.Word("word", "hi", 0, [Triple(Uri("urn:a"), Uri("urn:p"), Literal("x"))])
    assert decode({"kind": "word", "content": None}) == client.Word("word", "", 1.5, [])
    assert decode({"kind": "mark", "at": 3}) == client.Mark("mark", "", 3)
    assert decode({"kind": "stop"}) == client.Mark("stop", "", None)
    assert decode({"kind": "never heard of", "content": "?"}) == client.Piece("never heard of", "?")
    assert decode({}) == client.Piece("", "")
    with pytest.raises(AttributeError):
        word.something_else = 1


def test_defaults_of_records_are_not_shared(client: Any) -> None:
    first, second = client.Word(), client.Word()
    first.facts.append("x")

    assert second.facts == []


def test_a_list_in_a_body_becomes_items(client: Any) -> None:
    items = module(client, "items")

    assert items.decode_facts({"facts": [_triple_json("urn:a", "x")]})[0].s == Uri("urn:a")
    assert items.decode_facts({}) == []
    things = items.decode_export_things({"data": {"list": [{"name": "n", "parts": {"a": 1}}]}})
    assert things == [client.Thing(name="n", parts={"a": 1.0})]


def test_imports_write_their_message_and_say_which_item_is_wrong(client: Any) -> None:
    encode = module(client, "items").encode_import_things

    message = json.loads(encode([{"name": "a"}, client.Thing(name="b")], {"to": "there", "note": None}, 0))
    assert message["to"] == "there"
    assert "note" not in message
    assert [item["name"] for item in message["list"]] == ["a", "b"]
    assert json.loads(encode([], {"to": "x", "note": "n"}, 0)) == {"to": "x", "note": "n", "list": []}
    with pytest.raises(InvalidItem) as caught:
        encode([{"name": "a"}, {"name": object()}], {"to": "x", "note": None}, 100)
    assert caught.value.index == 101


def test_terms_are_written_by_their_templates(client: Any) -> None:
    terms = module(client, "terms")

    assert json.loads(terms.term_text(Uri('urn:é"\\'), "o")) == {"v": 'urn:é"\\', "e": True}
    assert json.loads(terms.term_text(Literal("x", language="en"), "s")) == {
        "v": "x",
        "e": False,
        "lang": "en",
    }
    assert json.loads(terms.term_text("x", "o")) == {"v": "x", "e": False}
    assert json.loads(terms.term_text("x", "p")) == {"v": "x", "e": True}
    assert terms.encode_term(None, "s") is None
    # This gateway has neither blank nodes nor quoted triples nor graphs.
    with pytest.raises(TypeError, match="s: BlankNode is not an RDF term"):
        terms.term_text(BlankNode("b"), "s")
    with pytest.raises(TypeError, match="o: Triple is not"):
        terms.term_text(Triple("a", "b", "c"), "o")
    with pytest.raises(TypeError, match="g: str is not accepted"):
        terms.triple_text(("a", "b", "c", "g"))


def test_fields_of_responses_hold_terms(client: Any) -> None:
    answer = client.Answer.model_validate({"seen": 1, "source": {"v": "urn:x", "e": True}})

    assert answer.source == Uri("urn:x")
    assert type(answer.source) is Uri
    assert answer.model_dump(mode="json", by_alias=True)["source"] == {"v": "urn:x", "e": True}
    assert client.Answer(seen=1, source=Literal("x")).source == Literal("x")
    # What stands for no term is kept as it was sent, and cannot be sent again.
    odd = client.Answer.model_validate({"seen": 1, "source": {"v": "urn:x"}})
    assert odd.source == Unknown({"v": "urn:x"})
    with pytest.raises(ValueError, match="Unknown is not a term that can be sent"):
        odd.model_dump(mode="json")
    with pytest.raises(ValueError, match="is not an RDF term"):
        client.Answer.model_validate({"seen": 1, "source": "urn:x"})


def test_the_package_says_what_it_offers(client: Any) -> None:
    assert client.__version__ == "1.2.3"
    assert set(client.__all__) <= set(dir(client))
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = client.Nothing


def _triple_json(s: str, o: str) -> dict[str, Any]:
    return {"s": {"v": s, "e": True}, "p": {"v": "urn:p", "e": True}, "o": {"v": o, "e": False}}
