"""A small gateway for tests of the generator, which has every part of the descriptor language once."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from gatewright_codegen.load import Loaded, load
from gatewright_codegen.source import DescriptorError
from gatewright_codegen.workspace import Workspace, generate

GATEWAY = """\
gateway: {name}
title: Sample
release: 1.2.3
doc: A gateway that exists only in tests.
address: {{default: "http://localhost:1/"}}
settings:
  tenant: {{default: main, doc: Who is asking.}}
auth:
  header: {{name: X-Key, value: "Key $token;$tenant"}}
rest:
  body: {{tenant: $tenant}}
errors:
  at: [error, detail.error]
  rules:
    - {{status: 418, message: "tea", raise: Unavailable, hint: wait}}
groups:
  rooms: {{class: Rooms, scope: room, doc: All rooms.}}
  things: {{class: Things}}
root:
  rest: {{path: "/do/{{service}}"}}
scopes:
  room:
    class: Room
    parameter: room
    doc: One room.
    rest: {{method: PUT, path: "/rooms/{{room}}/{{service}}"}}
socket:
  path: /socket
  auth: {{send: {{auth: $token}}, accepted: {{ok: true}}, refused: {{ok: false}}}}
  send: {{header: {{id: $id, room: $room?}}, kind: call, body: $body}}
  receive: {{id: ref, body: data, error: [data.error, problem], done: {{last: true, kind: end}}}}
bulk:
  token: key
  query: {{tenant: $tenant}}
rdf:
  iri: {{v: $value, e: true}}
  literal: {{v: $value, e: false, lang: "$language?"}}
  triple: {{s: $s, p: $p, o: $o}}
retired:
  old: it is gone.
"""

SERVICE = """\
service: talk
scope: room
operations:
  say:
    doc: |
      Say something.

      More about it.
    long: true
    request:
      loud: {type: boolean, default: false, doc: Shout.}
      words: {type: string, required: true, also: [text], doc: What to say.}
      live: {type: boolean, default: false, doc: Stream it.}
      mood: {wire: mood-type, type: string, enum: [glad, sad], doc: In what mood.}
      tags: {type: array, items: {type: string}, default: [], doc: Tags.}
      about: {$ref: rdf:Term, doc: A term.}
    response: Answer
    stream:
      switch: live
      type: kind
      items: {word: Word, mark: Mark, stop: Mark}
      other: Piece
      text: [Word]
    retired: [old]
    known_defect:
      - {release: "1.2", doc: It mumbles.}
  facts:
    doc: Tell facts one by one.
    rest: false
    response: Answer
    stream: {each: facts, of: rdf:Triple}
"""

THINGS = """\
service: things
group: things
operations:
  list:
    doc: List things.
    rest: {method: GET, path: "/things/{kind}"}
    socket: false
    idempotent: true
    request:
      kind: {wire: kindOf, type: string, in: path, required: true}
      limit: {type: integer, in: query, default: 5}
    response: Listing
    returns: {fields: [names, count], require: [names]}
  keep:
    doc: Keep things.
    send: {operation: keep}
    request:
      values: {type: array, items: {$ref: Thing}, required: true}
      note: {type: any, nullable: true}
      plan: {type: object, encode: json}
    returns: {nothing: true}
  page:
    doc: A page of text.
    rest: {path: /page}
    socket: false
    returns: {text: true}
imports:
  things:
    doc: Bring things.
    path: "/rooms/{room}/things"
    scope: room
    item: Thing
    message: {to: $to, note: "$note?", list: $items}
    arguments:
      to: {type: string, default: here}
      note: {type: string}
    confirm: pong
    batch: 7
  facts:
    doc: Bring facts.
    path: /facts
    item: rdf:Triple
    message: {facts: $items}
exports:
  things:
    doc: Take things.
    path: /things
    item: Thing
    message: {data: {list: $items}}
"""

TYPES = """\
types:
  Answer:
    type: object
    description: What was answered.
    text: reply
    required: [seen]
    properties:
      reply: {type: string, default: "", also: [answer]}
      seen: {type: integer}
      mood: {type: string, enum: [glad, sad]}
      source: {$ref: rdf:Term}
  Listing:
    type: object
    properties:
      names: {type: array, items: {type: string}}
      theCount: {type: integer, default: 0, name: count}
      things: {type: array, items: {$ref: Thing}, default: []}
  Thing:
    type: object
    required: [name]
    properties:
      name: {type: string}
      parts: {type: object, additionalProperties: {type: number}, default: {}}
records:
  Piece:
    doc: A piece.
    fields:
      kind: {type: string, default: ""}
      content: {type: string, default: ""}
  Word:
    base: Piece
    doc: A word.
    fields:
      loudness: {wire: loud, type: number, default: 1.5, doc: How loud.}
      facts: {type: array, items: {$ref: rdf:Triple}, default: []}
  Mark:
    base: Piece
    doc: A mark.
    fields:
      at: {type: integer}
"""

FILES = {
    "gateway.yaml": GATEWAY,
    "services/talk.yaml": SERVICE,
    "services/things.yaml": THINGS,
    "types/all.yaml": TYPES,
}


def write_sample(root: Path, name: str = "sample", **changes: tuple[str, str] | None) -> Path:
    """Write the sample's descriptor below `root`, and return the folder of descriptors.

    A change names a file by its stem: (old text, new text), where the old text stands once;
    None leaves the file out.
    """
    schema = root / "schema"
    unknown = set(changes) - {Path(file).stem for file in FILES}
    assert not unknown, unknown
    for file, text in FILES.items():
        stem = Path(file).stem
        if stem in changes and changes[stem] is None:
            continue
        old, new = changes.get(stem) or ("", "")
        whole = text.format(name=name) if file == "gateway.yaml" else text
        assert not old or whole.count(old) == 1, f"{old!r} stands {whole.count(old)} times in {file}"
        path = schema / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(whole.replace(old, new) if old else whole, encoding="utf-8")
    return schema


def problems(root: Path, **changes: tuple[str, str] | None) -> list[str]:
    """What is wrong with the changed sample, as messages."""
    schema = write_sample(root, **changes)
    try:
        load(schema, "sample")
    except DescriptorError as error:
        return [str(problem) for problem in error.problems]
    return []


def loaded(root: Path, **changes: tuple[str, str] | None) -> Loaded:
    """The changed sample, which must be sound."""
    return load(write_sample(root, **changes), "sample")


def generated(root: Path, name: str = "sample", **changes: tuple[str, str] | None) -> Path:
    """Generate the changed sample's client; the folder that holds its package."""
    schema = write_sample(root, name, **changes)
    generate(Workspace(schema, root / "generated"), name)
    return root / "generated" / name


@contextmanager
def imported(folder: Path, name: str = "sample") -> Iterator[ModuleType]:
    """The generated package, forgotten afterwards."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
        for module in [module for module in sys.modules if module.partition(".")[0] == name]:
            del sys.modules[module]
