"""Streams that are joined, streams of strings, fields that do not arrive, and whom an error is about."""

from __future__ import annotations

import importlib
import inspect
import json
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from codegen_samples import Recorder, generated, imported, problems

from gatewright.errors import InvalidItem, ServiceError
from gatewright.operation import Derive, SubCall, request_body
from gatewright.rdf import XSD_STRING, Literal, NotATerm, Triple, Uri
from gatewright.record import Record
from gatewright.results import read_items, stream_decoder

GATEWAY = """\
gateway: sample
title: Streamer
release: 0.1.0
address: {default: "http://localhost:1/"}
auth: {header: {name: X-Key, value: $token}}
errors: {at: [error]}
groups:
  rooms: {class: Rooms, scope: room, closable: true, doc: All rooms.}
  things: {class: Things, doc: What there is.}
root: {rest: {path: "/do/{service}"}}
scopes:
  room:
    class: Room
    parameter: room
    argument: name
    default: hall
    doc: One room.
    rest: {path: "/rooms/{room}/{service}"}
socket:
  path: /socket
  query: {key: "$token?"}
  send: {id: $id, service: $service, room: $room?, request: $body}
  receive: {id: id, body: response, error: [error], done: {last: true}, orphans: newcomer}
bulk: {token: key}
rdf:
  iri: {v: $value, e: true}
  literal: {v: $value, e: false}
  triple: {s: $s, p: $p, o: $o}
"""

TALK = """\
service: talk
scope: room
operations:
  ask:
    doc: Ask a question.
    request:
      words: {type: string, required: true, doc: The question.}
      state: {type: any, encode: text, doc: What went before.}
      group: {type: array, items: {type: string}, single: true, default: [], doc: Who may answer.}
      live: {type: boolean, default: false, doc: Stream it.}
    response: Reply
    returns: {fields: [answer], nonempty: [answer]}
    stream:
      switch: live
      type: kind
      items: {word: Word, thought: Thought}
      other: Piece
      text: [Word]
      join: {answer: [Word], thoughts: [Thought, Piece]}
      repeats: last
  complete:
    doc: Go on with a text.
    request:
      words: {type: string, required: true, doc: The text.}
      live: {type: boolean, default: false, doc: Stream it.}
    response: Reply
    returns: {fields: [answer]}
    stream: {switch: live, strings: answer, callback: on_text}
  read:
    doc: What is stored.
    request:
      most: {type: integer, in: client, doc: How many.}
      all: {type: array, items: {type: string}, derive: {from: most, call: names, whole: true}}
    response: Reply
    returns: {fields: [stored]}
  names:
    doc: All names.
    response: Reply
    returns: {fields: [names]}
imports:
  pieces:
    doc: Bring pieces.
    path: "/rooms/{room}/pieces"
    scope: room
    item: Word
    message: {list: $items}
    confirm: pong
    queue: 10
  facts:
    doc: Bring facts.
    path: /facts
    item: rdf:Triple
    message: {facts: $items}
"""

THINGS = """\
service: things
group: things
operations:
  list:
    doc: List things.
    response: Reply
    returns: {fields: [names]}
"""

TYPES = """\
types:
  Reply:
    type: object
    properties:
      answer: {type: string, default: ""}
      thoughts: {type: string, default: ""}
      stored: {type: string, format: json}
      names: {type: array, items: {type: string}, default: []}
records:
  Piece:
    doc: A piece.
    fields:
      content: {type: string, default: ""}
      last: {type: boolean, default: false}
      kind: {in: client, type: string, default: piece, doc: Always `piece`.}
  Word:
    base: Piece
    doc: A word.
    fields: {kind: {in: client, type: string, default: word}}
  Thought:
    base: Piece
    doc: A thought.
    fields: {kind: {in: client, type: string, default: thought}, depth: {type: integer, default: 1}}
  Mark: {doc: A mark., fields: {last: {type: boolean, default: false}}}
streams:
  Answers: [Word, Thought]
  Texts: [string]
"""

FILES = {
    "gateway.yaml": GATEWAY,
    "services/talk.yaml": TALK,
    "services/things.yaml": THINGS,
    "types/all.yaml": TYPES,
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with imported(generated(tmp_path_factory.mktemp("streamer"), files=FILES)) as package:
        yield package


def module(client: Any, name: str) -> Any:
    return importlib.import_module(f"{client.__name__}.{name}")


# Streams ----------------------------------------------------------------------------------------


def test_the_items_of_a_joined_call_are_its_response(client: Any) -> None:
    ask, items = module(client, "operations").ASK, module(client, "items")
    info = module(client, "protocol").GATEWAY

    assert ask.join == {"answer": ("Word",), "thoughts": ("Thought", "Piece")}
    said = [items.Word("a"), items.Thought("so "), items.Word("b"), items.Piece("it is")]
    assert read_items(info, ask, {}, said) == "ab"
    with pytest.raises(ServiceError, match="no 'answer'"):
        read_items(info, ask, {}, said[1:2])


def test_a_last_item_is_emptied_if_it_repeats(client: Any) -> None:
    ask, items = module(client, "operations").ASK, module(client, "items")
    decode = stream_decoder(ask)

    assert ask.stream.repeats == "last"
    assert decode({"kind": "word", "content": "a"}) == items.Word("a")
    assert decode({"kind": "word", "content": "a", "last": True}) == items.Word("", True)


def test_a_field_of_the_client_does_not_arrive(client: Any) -> None:
    decode, items = module(client, "items").decode_ask, module(client, "items")

    # `kind` is on the wire, too: there it names the type and is no field.
    assert decode({"kind": "thought", "content": "a", "depth": 3}) == items.Thought("a", False, "thought", 3)
    assert decode({"kind": "odd", "content": "a"}) == items.Piece("a", False, "piece")
    assert [items.Word().kind, items.Word()["kind"], items.Thought("").kind] == ["word", "word", "thought"]
    assert issubclass(items.Word, items.Piece)
    assert issubclass(items.Piece, Record)


def test_a_field_of_the_client_is_not_sent_either(client: Any) -> None:
    encode, items = module(client, "items").encode_import_pieces, module(client, "items")

    sent = json.loads(encode([items.Word("a"), {"content": "b", "last": True}], {}, 0))

    assert sent == {"list": [{"content": "a", "last": False}, {"content": "b", "last": True}]}


def test_a_stream_of_strings_gives_strings(client: Any) -> None:
    complete = module(client, "operations").COMPLETE
    bodies = [{"answer": "a"}, {"answer": ""}, {"other": "b"}, {"answer": None}, {"answer": "c"}]

    assert complete.stream.each
    assert [text for body in bodies for text in stream_decoder(complete)(body)] == ["a", "c"]
    hints = [inspect.signature(overload) for overload in typing.get_overloads(client.SocketRoom.complete)]
    assert "Stream[str]" in {hint.return_annotation for hint in hints}
    assert not hasattr(module(client, "items"), "decode_complete")
    assert "on_text" in inspect.signature(client.SocketRoom.complete).parameters


def test_iterators_have_names(client: Any) -> None:
    items = module(client, "items")

    (union,) = typing.get_args(client.Answers)
    assert typing.get_args(union) == (items.Word, items.Thought)
    assert typing.get_origin(client.Answers) is Iterator
    assert client.Texts == Iterator[str]
    assert {"Answers", "Texts"} <= set(client.__all__)


# Requests ---------------------------------------------------------------------------------------


def test_a_text_and_a_single_item_go_as_the_gateway_wants_them(client: Any) -> None:
    ask, info = module(client, "operations").ASK, module(client, "protocol").GATEWAY

    assert request_body(info, ask, {"state": "x", "group": "a"}) == {"state": "x", "group": ["a"]}
    assert request_body(info, ask, {"state": {"x": 1}, "group": ["a"]}) == {
        "state": '{"x":1}',
        "group": ["a"],
    }
    annotations = inspect.signature(client.Room.ask).parameters
    assert annotations["group"].annotation == "Sequence[str] | str"
    assert annotations["state"].annotation == "str | Mapping[str, Any] | None"


def test_a_field_can_be_all_that_a_call_returns(client: Any) -> None:
    operations = module(client, "operations")

    assert operations.READ.derive == Derive("all", "most", SubCall("NAMES", {}), whole=True)


def test_json_text_in_an_answer_is_what_it_says(client: Any) -> None:
    assert client.Reply.model_validate({"stored": '{"a": [1]}'}).stored == {"a": [1]}
    assert client.Reply.model_validate({}).stored is None


# Scopes and groups ------------------------------------------------------------------------------


def test_the_argument_that_names_an_instance_has_a_name_of_its_own(client: Any) -> None:
    rooms = client.Rooms(Recorder())

    assert list(inspect.signature(rooms.id).parameters) == ["name"]
    assert rooms.id()._scope == {"room": "hall"}
    assert rooms.id(name="blue")._scope == {"room": "blue"}
    assert client.SocketClient(Recorder()).rooms(name="blue")._scope == {"room": "blue"}
    with pytest.raises(TypeError, match="id"):
        rooms.id(id="blue")


async def test_a_closable_group_closes_its_interface(client: Any) -> None:
    class Channel(Recorder):
        async def aclose(self) -> None:
            self.calls.append(("aclose",))

    channel = Channel()
    client.Rooms(channel).close()
    await client.AsyncRooms(channel).aclose()

    assert channel.calls == [("close",), ("aclose",)]
    assert not hasattr(client.Things, "close")
    assert not hasattr(client.AsyncThings, "aclose")


# The socket -------------------------------------------------------------------------------------


def test_an_error_without_a_request_is_the_newcomers(client: Any) -> None:
    socket = module(client, "protocol").GATEWAY.socket

    assert (socket.orphans, socket.place) == ("newcomer", ("service", "room"))
    assert socket.decode({"error": "no such room"}) == (None, None, "no such room", True)


def test_the_credential_stands_in_the_query_if_there_is_one(client: Any) -> None:
    query = module(client, "protocol").GATEWAY.socket.query

    assert query({"token": "t"}) == {"key": "t"}
    assert query({"token": None}) == {}


def test_an_import_knows_how_much_the_gateway_may_lose(client: Any) -> None:
    transfer = module(client, "operations").IMPORT_PIECES

    assert (transfer.queue, transfer.confirmed_by_pong) == (10, True)


# RDF --------------------------------------------------------------------------------------------

PLAIN = Triple(Uri("urn:s"), Uri("urn:p"), Literal("x"))


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (Triple(Uri("urn:s"), Uri("urn:p"), Literal("x", "urn:t")), "no datatype"),
        (Triple(Uri("urn:s"), Uri("urn:p"), Literal("x", language="en")), "no language"),
        (Triple(Uri("urn:s"), Uri("urn:p"), Literal("x"), "urn:g"), "graph"),
    ],
)
def test_what_the_gateway_has_no_place_for_is_refused(client: Any, item: Triple, said: str) -> None:
    terms = module(client, "terms")

    with pytest.raises(NotATerm, match=said):
        terms.triple_text(item)
    with pytest.raises(InvalidItem, match=f"item 8: .*{said}"):
        terms.encode_import_facts([PLAIN, item], {}, 7)


@pytest.mark.parametrize("value", ["x", Literal("x"), Literal("x", XSD_STRING)])
def test_a_plain_literal_is_a_string_and_a_string_is_plain(client: Any, value: Any) -> None:
    terms = module(client, "terms")
    triple = Triple(Uri("urn:s"), Uri("urn:p"), value)

    assert json.loads(terms.triple_text(triple))["o"] == {"v": "x", "e": False}
    sent = json.loads(terms.encode_import_facts([PLAIN, triple], {}, 0))
    assert sent["facts"][1] == sent["facts"][0]


# What makes no sense ----------------------------------------------------------------------------

MARKED = "thought: Thought}\n      other: Piece\n      text: [Word]\n      join: {answer: [Word"

TALK_FAULTS = [
    (MARKED, MARKED.replace("t}", "t, mark: Mark}") + ", Mark", "19:29", "'Mark' has no field `content`"),
    # Streams
    (
        "strings: answer, callback",
        "strings: answer, text: [Word], callback",
        "28:45",
        "strings has no 'text'",
    ),
    ("strings: answer, callback", "strings: answer, other: Piece, callback", "", "give one of"),
    ("strings: answer, callback", "callback", "", "give one of"),
    (
        "strings: answer, callback",
        "strings: answer, total: size, callback",
        "",
        "belong to a stream of `bytes`",
    ),
    ("strings: answer, callback", "strings: answer, nonempty: true, callback", "", "stream of `bytes`"),
    ("strings: answer, callback", "strings: answer, repeats: last, callback", "", "are about records"),
    ("strings: answer, callback", "strings: answer, join: {answer: [Word]}, callback", "", "about records"),
    (
        "      repeats: last\n",
        "      repeats: final\n",
        "20:16",
        "'Piece' has no field `content`, or no 'final'",
    ),
    ("      repeats: last\n", "      repeats: last\n      hidden: [beat]\n", "20:7", "hidden items"),
    ("join: {answer: [Word]", "join: {reply: [Word]", "19:14", "the response has no 'reply'"),
    ("join: {answer: [Word]", "join: {answer: [Reply]", "19:23", "'Reply' is none of the stream's records"),
    ("      switch: live\n", "", "", "`join` needs a `switch`"),
    (
        "    response: Reply\n    returns: {fields: [answer], nonempty",
        "    socket: false\n    response: Reply\n    returns: {fields: [answer], nonempty",
        "",
        "only an operation of the socket is joined",
    ),
    # Requests
    ("type: any, encode: text", "type: string, encode: text", "8:37", "is of the type `any`"),
    (
        "items: {type: string}, single: true",
        "items: {type: any}, single: true",
        "9:48",
        "an array of plain values",
    ),
    (
        "type: array, items: {type: string}, single: true, default: []",
        "type: string, single: true",
        "9:29",
        "an array of plain",
    ),
    (
        "state: {type: any, encode: text,",
        "state: {type: string, derive: {from: words, call: names},",
        "",
        "neither `verify` nor `derive`",
    ),
    # Imports
    ("queue: 10", "queue: -1", "48:12", "greater than or equal to 0"),
]

TYPE_FAULTS = [
    (
        "kind: {in: client, type: string, default: word}",
        "kind: {in: client, type: string}",
        "19:21",
        "has a `default`",
    ),
    (
        "kind: {in: client, type: string, default: word}",
        "kind: {in: query, type: string}",
        "",
        "is `body` or `client`",
    ),
    (
        "Answers: [Word, Thought]",
        "Answers: [Word, Reply]",
        "26:19",
        "'Reply' is neither a record nor `string`",
    ),
    ("Answers: [Word, Thought]", "Word: [Word, Thought]", "", "Word is also in"),
    ("Answers: [Word, Thought]", "Rooms: [Word, Thought]", "26:3", "the name Rooms is taken"),
    ("Answers: [Word, Thought]", "answers: [Word, Thought]", "", "does not fit the pattern"),
    (
        "stored: {type: string, format: json}",
        "stored: {type: object, format: json}",
        "",
        "are formats of strings",
    ),
    ("content: {type: string", "get: {type: string", "", "'get' cannot be the name of a field"),
    ("depth: {type: integer", "keys: {type: integer", "23:66", "'keys' cannot be the name of a field"),
]

GATEWAY_FAULTS = [
    ("orphans: newcomer", "orphans: newest", "", "'fail', 'oldest' or 'newcomer'"),
    ("argument: name", "argument: class", "", "'class' is a Python keyword"),
]


def found_in(tmp_path: Path, file: str, old: str, new: str) -> list[str]:
    assert FILES[file].count(old) == 1, old
    return problems(tmp_path, FILES | {file: FILES[file].replace(old, new)})


@pytest.mark.parametrize(("old", "new", "place", "message"), TALK_FAULTS)
def test_faults_of_services_are_told(tmp_path: Path, old: str, new: str, place: str, message: str) -> None:
    found = found_in(tmp_path, "services/talk.yaml", old, new)

    assert any(f"talk.yaml:{place}" in each and message in each for each in found), found


@pytest.mark.parametrize(("old", "new", "place", "message"), TYPE_FAULTS)
def test_faults_of_types_are_told(tmp_path: Path, old: str, new: str, place: str, message: str) -> None:
    found = found_in(tmp_path, "types/all.yaml", old, new)

    assert any(f"all.yaml:{place}" in each and message in each for each in found), found


@pytest.mark.parametrize(("old", "new", "place", "message"), GATEWAY_FAULTS)
def test_faults_of_the_gateway_are_told(tmp_path: Path, old: str, new: str, place: str, message: str) -> None:
    found = found_in(tmp_path, "gateway.yaml", old, new)

    assert any(f"gateway.yaml:{place}" in each and message in each for each in found), found


def test_the_sample_itself_is_sound(tmp_path: Path) -> None:
    assert problems(tmp_path, FILES) == []
