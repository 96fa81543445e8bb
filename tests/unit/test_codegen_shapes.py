"""Words that shape methods and items: what comes first, what it is called, and records in records."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from codegen_samples import FILES, Recorder, generated, imported, problems

from gatewright.errors import ServiceError
from gatewright.rdf import Literal, Uri
from gatewright.results import read_body

SERVICE = """\
service: quarry
scope: room
operations:
  dig:
    doc: Dig for stones.
    request:
      depth: {type: integer, default: 3}
      live: {type: boolean, default: false}
      where: {type: string, required: true}
      tool: {type: string, default: spade}
    response: Found
    returns: {fields: [words, thing], either: true, require: [words, thing]}
    stream:
      switch: live
      other: Heap
      always: [dig_on]
      order: [where, tool]
imports:
  stones:
    doc: Bring stones.
    path: /stones
    item: Stone
    argument: rocks
    message: {to: $to, list: $items}
    arguments:
      to: {type: string, default: here}
    metadata: about
"""

TYPES = """\
types:
  Found:
    type: object
    properties:
      words: {type: string}
      thing: {type: any}
      names: {type: array, items: {$ref: rdf:Term, nullable: true}, default: []}
records:
  Heap:
    doc: A heap of stones.
    fields:
      size: {type: integer, default: 0}
      stones: {type: array, items: {$ref: Stone}, default: []}
      best: {$ref: Stone}
  Stone:
    doc: A stone.
    fields:
      weight: {wire: kg, type: number}
      names: {type: array, items: {$ref: rdf:Term, nullable: true}, default: []}
"""

SAMPLE = FILES | {"services/quarry.yaml": SERVICE, "types/quarry.yaml": TYPES}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with imported(generated(tmp_path_factory.mktemp("quarry"), files=SAMPLE)) as package:
        yield package


def test_a_method_that_always_streams_has_its_own_order(client: Any) -> None:
    channel = Recorder()
    room = client.SocketRoom(channel, "blue")

    assert list(inspect.signature(room.dig).parameters) == ["where", "depth", "live", "tool", "timeout"]
    assert list(inspect.signature(room.dig_on).parameters) == ["where", "tool", "depth", "timeout"]
    assert room.dig_on("below", "pick") == "result of stream"

    assert channel.calls[0][3] == {"where": "below", "depth": 3, "live": True, "tool": "pick"}


@pytest.mark.parametrize(
    ("body", "result"),
    [({"words": "gold"}, "gold"), ({"thing": {"au": 1}}, {"au": 1}), ({"words": "", "thing": 0}, "")],
)
def test_of_fields_that_exclude_each_other_the_one_that_is_there_is_returned(
    client: Any, body: dict[str, Any], result: Any
) -> None:
    operation = importlib.import_module(f"{client.__name__}.operations").DIG
    info = importlib.import_module(f"{client.__name__}.protocol").GATEWAY

    assert read_body(info, operation, {}, body) == result
    with pytest.raises(ServiceError, match="no 'words' or 'thing'"):
        read_body(info, operation, {}, {"words": None})


def test_a_record_holds_records_whatever_comes_first(client: Any) -> None:
    items = importlib.import_module(f"{client.__name__}.items")
    named = {"kg": 2, "names": [{"v": "urn:x", "e": True}, None]}

    heap = items.decode_dig({"size": 2, "stones": [named, {}], "best": named})

    stone = items.Stone(2, [Uri("urn:x"), None])
    assert heap == items.Heap(2, [stone, items.Stone(None, [])], stone)
    assert items.decode_dig({"stones": None}) == items.Heap(0, [], None)


def test_nulls_in_a_list_of_terms_stay_none(client: Any) -> None:
    found = client.Found.model_validate({"names": [{"v": "x", "e": False}, None]})

    assert found.names == [Literal("x"), None]


def test_an_import_calls_its_items_what_its_description_says(client: Any) -> None:
    channel = Recorder()
    bulk = client.BulkClient(channel)

    parameters = list(inspect.signature(bulk.import_stones).parameters)
    assert parameters[:4] == ["rocks", "about", "batch_size", "to"]
    assert parameters[-2:] == ["on_progress", "timeout"]
    bulk.import_stones([{"kg": 1}], {"to": "there", "more": 1}, 5)

    assert channel.calls[0][3:5] == ([{"kg": 1}], {"to": "there"})
    assert channel.calls[0][5].batch_size == 5


@pytest.mark.parametrize(
    ("stem", "old", "new", "message"),
    [
        ("quarry", "order: [where, tool]", "order: [tool]", "what is required comes first, too: where"),
        ("quarry", "order: [where, tool]", "order: [where, live]", "the request has no 'live' to come first"),
        ("quarry", "[words, thing], either", "[words], either", "two or more fields exclude each other"),
        ("quarry", "argument: rocks", "argument: batch_size", "no argument for items can be called"),
        ("quarry", "argument: rocks", "argument: to", "the method has an argument 'to' already"),
        ("quarry_types", "weight: {wire: kg, type: number}", "weight: {$ref: Heap}", "holds records itself"),
        ("quarry_types", "best: {$ref: Stone}", "best: {$ref: Gem}", "there is no type 'Gem'"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, stem: str, old: str, new: str, message: str) -> None:
    file = "types/quarry.yaml" if stem == "quarry_types" else "services/quarry.yaml"
    assert SAMPLE[file].count(old) == 1

    found = problems(tmp_path, SAMPLE | {file: SAMPLE[file].replace(old, new)})

    assert any(message in each for each in found), found
