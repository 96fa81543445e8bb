"""Mistakes in descriptors, and where the messages say they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from codegen_samples import loaded, problems, write_sample

from gatewright_codegen.load import load
from gatewright_codegen.source import DescriptorError


def test_the_sample_is_sound(tmp_path: Path) -> None:
    descriptor = loaded(tmp_path).descriptor

    assert list(descriptor.services) == ["talk", "things"]
    assert list(descriptor.types) == ["Answer", "Listing", "Thing"]
    assert list(descriptor.records) == ["Piece", "Word", "Mark"]


GATEWAY_MISTAKES = [
    ("title: Sample", "titel: Sample", "gateway.yaml:2:1: 'titel' is not known here"),
    ("title: Sample\n", "", "gateway.yaml:1:1: 'title' is missing"),
    (
        "release: 1.2.3",
        "release: 1.2",
        "gateway.yaml:3:10: Input should be a valid string; put it into quotes",
    ),
    ("release: 1.2.3", "release: v1", "gateway.yaml:3:10: 'v1' does not fit the pattern"),
    ("gateway: sample", "gateway: other", "gateway.yaml:1:10: the folder is called 'sample'"),
    ("gateway: sample", "gateway: ../evil", "gateway.yaml:1:10: '../evil' does not fit the pattern"),
    ("  tenant: {", "  class: {", "gateway.yaml:7:3: 'class' is a Python keyword"),
    ("  tenant: {", "  url: {", "gateway.yaml:7:3: every client has an argument 'url' already"),
    ("scope: room, doc: All", "scope: hall, doc: All", "gateway.yaml:17:32: there is no scope 'hall'"),
    (
        "  things: {class: Things}",
        "  socket: {class: Things}",
        "'socket' cannot be the name of a method of Api",
    ),
    ("class: Things", "class: Api", "gateway.yaml:18:19: the name Api is taken"),
    ("class: Things", "class: Rooms", "gateway.yaml:18:19: the name Rooms is taken"),
    ("class: Things", "class: things", "gateway.yaml:18:19: 'things' does not fit the pattern"),
    ("/rooms/{room}/{service}", "/rooms/{service}", "gateway.yaml:26:31: {room} must stand somewhere in it"),
    ("/rooms/{room}/{service}", "/rooms/{room}/{x}", "gateway.yaml:26:31: there is no value for {x}"),
    ("/rooms/{room}/{service}", "/../{room}", "gateway.yaml:26:31: '/../{room}' is no plain URL path"),
    ("/do/{service}", "/do/{service", "gateway.yaml:20:16: a brace without its partner"),
    ("kind: call", "kind: $king", "there is no value $king; known here: $body, $id, $now, $operation, $room"),
    ("body: $body}", "x: 1}", "gateway.yaml:30:3: $body must stand somewhere in it"),
    (
        "{tenant: $tenant}\nerrors",
        "{tenant: $tennant}\nerrors",
        "gateway.yaml:11:18: there is no value $tennant",
    ),
    ("Key $token;$tenant", "Key $tokken", "gateway.yaml:9:32: there is no value $tokken"),
    ("e: false, lang", "e: true, lang", "gateway.yaml:37:3: no constant field tells it from iri"),
    ('message: "tea"', 'message: "te(a"', "message is no regular expression"),
    ("raise: Unavailable", "raise: Boom", "gateway.yaml:15:44: "),
    (
        "  old: it is gone.",
        "  __old__: it is gone.",
        "gateway.yaml:40:3: '__old__' starts with an underscore",
    ),
]

TALK_MISTAKES = [
    ("operation: recall", "operation: say", "talk.yaml:45:17: the request of 'say' has no 'place'"),
    ("operation: recall", "operation: sing", "talk.yaml:44:16: this service has no operation 'sing'"),
    ("place: all, most", "plaice: all, most", "talk.yaml:45:17: the request of 'recall' has no 'plaice'"),
    ("place: all, most", "slowly: true, most", "talk.yaml:45:17: the request of 'recall' has no 'slowly'"),
    ("place: all, most", "about: all, most", "talk.yaml:45:24: an argument of a dump cannot be an RDF value"),
    ("place: all, most", "place: 5, most", "talk.yaml:45:24: 5 is no string"),
    ("place: all, most", "place: all, most: 5, x", "talk.yaml:47:12: 'most' is none of the `arguments` with"),
    ("    limit: most\n", "", "talk.yaml:43:5: `limit` and `unlimited` go together"),
    ("instead: {place: null}", "instead: {most: many}", "talk.yaml:49:21: 'many' is no integer"),
    ("docs: {most:", "docs: {least:", "talk.yaml:46:12: 'least' is none of the `arguments`"),
    ("dumps:\n  facts:", "dumps:\n  Facts:", "talk.yaml:42:3: "),
    ("scope: room", "scope: hall", "talk.yaml:2:8: there is no scope 'hall'"),
    ("scope: room", "group: rooms\nscope: room", "operations belong to either a group or a scope"),
    ("  say:", "  import:", "talk.yaml:4:3: 'import' is a Python keyword"),
    ("  say:", "  __init__:", "talk.yaml:4:3: '__init__' starts with an underscore"),
    ("  say:", "  'say what':", "talk.yaml:4:3: 'say what' does not fit the pattern"),
    ("  say:", "  Say:", "talk.yaml:4:3: 'Say' cannot be the name of a method here"),
    ("      loud: {", "      lambda: {", "talk.yaml:11:7: 'lambda' is a Python keyword"),
    (
        "      loud: {",
        "      self: {",
        "talk.yaml:11:7: 'self' is a Python keyword or a name that every client uses",
    ),
    ("      loud: {", "      timeout: {", "talk.yaml:11:7: 'timeout' is a Python keyword or a name"),
    ("      loud: {", '      "x):\\n  evil(": {', "talk.yaml:11:7: "),
    ("also: [text]", "also: [loud]", "talk.yaml:12:7: 'loud' is also a name of 'loud'"),
    ("wire: mood-type", 'wire: "a\\"b"', "talk.yaml:14:20: "),
    ("enum: [glad, sad]", "enum: []", "only a string has an enum, and it is not empty"),
    (
        "type: boolean, default: false, doc: Shout.",
        "type: boolean, default: 0",
        "talk.yaml:11:38: 0 is no boolean",
    ),
    ("type: boolean, default: false, doc: Shout.", "doc: Shout.", "give either `type` or `$ref`"),
    ("{$ref: rdf:Term, doc: A term.}", "{$ref: Nope}", "talk.yaml:16:21: there is no type 'Nope'"),
    ("required: true, also", "required: true, default: x, also", "a required field has no default"),
    ("    response: Answer\n    stream:\n", "    response: Anser\n    stream:\n", "there is no type 'Anser'"),
    ("switch: live", "switch: life", "talk.yaml:19:15: the request has no boolean 'life'"),
    ("live: {type: boolean, default: false", "live: {type: boolean, default: true", "has the default false"),
    (
        "      type: kind\n",
        "",
        "the frames of the socket have no kinds; `type` or `keys` must tell items apart",
    ),
    ("word: Word", "word: Wort", "talk.yaml:21:21: there is no record 'Wort'"),
    ("other: Piece", "other: Peace", "talk.yaml:22:14: there is no record 'Peace'"),
    ("text: [Word]", "text: [Thing]", "talk.yaml:23:14: 'Thing' is none of the stream's records"),
    ("retired: [old]", "retired: [older]", "talk.yaml:24:15: gateway.yaml has no 'older' under `retired`"),
    ("stream: {each: facts, of: rdf:Triple}", "stream: {each: facts}", "`each` and `of` go together"),
    ("    rest: false", "    rest: false\n    socket: false", "only an operation of the socket can stream"),
    ("doc: Tell facts one by one.", 'doc: ""', "talk.yaml:28:10: "),
]

THINGS_MISTAKES = [
    ("group: things", "group: thinks", "things.yaml:2:8: there is no group 'thinks'"),
    ("returns: {fields: [names, count]", "returns: {fields: [names, theCount]", "Listing has no 'theCount'"),
    ("require: [names]", "require: [nomes]", "things.yaml:13:49: Listing has no 'nomes'"),
    ("returns: {nothing: true}", "idempotent: true", "it has no `response`"),
    ("in: path, required: true", "in: path", "a value of the path is required"),
    ("/things/{kind}", "/things/", "things.yaml:6:31: {kind} must stand somewhere in it"),
    ("send: {operation: keep}", "send: {operation: $keep}", "only constants are sent here"),
    (
        "plan: {type: object, encode: json}",
        "plan: {type: object, default: {a: 1}}",
        "an object cannot be a default",
    ),
    ("  page:", "  list:", "things.yaml:22:3: the key 'list' is there twice"),
    (
        "item: Thing\n    message: {to",
        "item: Words\n    message: {to",
        "things.yaml:32:11: there is no type 'Words'",
    ),
    ('note: "$note?"', 'note: "$nope?"', "there is no value $nope; known here: $items, $note, $to"),
    ("list: $items}\n    arg", "list: []}\n    arg", "$items must stand somewhere in it"),
    ("    scope: room", "    scope: hall", "things.yaml:31:12: there is no scope 'hall'"),
    ("to: {type: string, default: here}", "limit: {type: string}", "has an argument 'limit' already"),
]

TYPES_MISTAKES = [
    ("text: reply", "text: rep", "all.yaml:5:11: there is no property 'rep'"),
    ("required: [seen]", "required: [sehn]", "all.yaml:6:16: there is no property 'sehn'"),
    (
        "type: object\n    properties:\n      names",
        "type: array\n    properties:\n      names",
        "a type is an object",
    ),
    ("items: {$ref: Thing}", "items: {$ref: Think}", "there is no type 'Think'"),
    (
        "items: {$ref: Thing}",
        "items: {type: object, properties: {}, pattern: x}",
        "'pattern' is not known here",
    ),
    ("name: count", "name: schema", "'schema' cannot be the name of a field"),
    ("name: count", "name: names", "'names' is also a name of 'names'"),
    ("type: integer, default: 0", "type: integer, default: x", "'x' is no integer"),
    ("type: integer, default: 0", "type: integer, format: base64", "`seconds` is a format of integers"),
    ("  Listing:", "  Stream:", "all.yaml:12:3: the name Stream is taken"),
    ("  Listing:", "  Room:", "all.yaml:12:3: the name Room is taken"),
    ("  Word:\n    base: Piece", "  Word:\n    base: Pieces", "there is no record 'Pieces'"),
    ("  Word:\n    base: Piece", "  Word:\n    base: Word", "Word is its own base"),
    ("at: {type: integer}", "at: {type: integer, required: true}", "a record's field may be missing"),
    ("at: {type: integer}", "at: {$ref: Think}", "there is no type 'Think'"),
    ("at: {type: integer}", "field: {type: integer}", "'field' cannot be the name of a field"),
    (
        "at: {type: integer}",
        "at: {type: array, default: [1]}",
        "only an empty list or object can be a default",
    ),
    ("  Mark:\n", "  Thing:\n", "Thing is also in schema/sample/types/all.yaml"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (file, *mistake)
        for file, mistakes in (
            ("gateway", GATEWAY_MISTAKES),
            ("talk", TALK_MISTAKES),
            ("things", THINGS_MISTAKES),
            ("all", TYPES_MISTAKES),
        )
        for mistake in mistakes
    ],
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    found = problems(tmp_path, **{file: (old, new)})

    assert any(message in problem for problem in found), found
    assert all(problem.startswith("schema/sample/") for problem in found)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    found = problems(tmp_path, talk=("scope: room", "scoop: room"), all=("text: reply", "txt: reply"))

    assert [problem.split(":")[0] for problem in found] == [
        "schema/sample/services/talk.yaml",
        "schema/sample/types/all.yaml",
    ]


def test_the_same_operation_in_two_files_is_refused(tmp_path: Path) -> None:
    schema = write_sample(tmp_path)
    text = (schema / "sample/services/talk.yaml").read_text(encoding="utf-8")
    (schema / "sample/services/talk2.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(
        DescriptorError, match=r"talk2.yaml:4:3: 'say' is also in schema/sample/services/talk.yaml"
    ):
        load(schema, "sample")


def test_a_descriptor_that_yields_nothing_is_an_error(tmp_path: Path) -> None:
    found = problems(tmp_path, talk=None, things=None)

    assert any("so it yields nothing" in problem for problem in found)


@pytest.mark.parametrize("name", ["../sample", "sample/..", "", "nothing", "/etc"])
def test_a_gateway_is_looked_for_in_its_folder_only(tmp_path: Path, name: str) -> None:
    schema = write_sample(tmp_path)

    with pytest.raises(DescriptorError, match="there is no such descriptor"):
        load(schema, name)
