"""A small gateway for tests of `gatewright diff`; for each rule an edit that it finds, and one it must not.

An edit is a tuple of replacements: file, old text, new text.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from gatewright_codegen.diff import Tree, open_tree

GATEWAY = """\
gateway: shop
title: Shop
release: 1.2.3
doc: A gateway that exists only in tests.
address: {default: "http://localhost:1/", env: SHOP_URL}
settings:
  tenant: {default: main, env: SHOP_TENANT, doc: Who asks.}
  level: {type: integer, default: 1}
auth: {env: SHOP_TOKEN, header: {name: X-Key, value: $token}}
rest: {body: {tenant: $tenant}}
errors:
  at: [error]
  rules:
    - {type: gone, raise: NotFound, class: Gone, doc: It is gone., hint: look elsewhere}
    - {type: lost, raise: NotFound, class: Gone}
    - {type: busy, raise: Unavailable}
    - {status: 418, raise: InvalidRequest}
groups:
  things: {class: Things, closable: true, doc: All things.}
  rooms: {class: Rooms, scope: room, doc: All rooms.}
  papers: {class: Papers, doc: All papers.}
  cellars: {class: Cellars, scope: room, doc: Rooms below.}
root: {rest: {path: "/do/{service}"}}
scopes:
  room:
    class: Room
    parameter: room
    default: hall
    doc: One room.
    rest: {path: "/rooms/{room}/{service}"}
socket:
  path: /ws
  auth: {send: {auth: $token}, accepted: {ok: true}, refused: {ok: false}, again: true}
  send: {id: $id, type: $operation, of: $service, tenant: $tenant, room: "$room?", body: $body, by: shop}
  receive: {id: id, kind: type, body: data, error: [error], done: {last: true}}
  greeting: {match: {type: hello}, keep: {app: data.app}, item: Hello}
  pushes:
    news:
      doc: News.
      item: News
      by: topic
      reply: {send: {type: thanks, id: $id, data: $body}}
      known_defect: [{release: "1.2", doc: It comes twice.}]
    beat: {doc: A beat., item: Hello}
  other: Anything
  connections: 1
  in_flight: 10
  max_frame: 4096
bulk: {token: key, query: {tenant: $tenant}, anonymous: nobody, max_frame: 4096}
feeds: {query: {key: "$token?", of: shop}, max_frame: 4096}
sdk: {class: ShopClient, attributes: {things: {group: things, on: rest}, goods: {group: things, on: rest}}}
drop_in: {package: old.shop, names: {api: {Api: Api, Things: Things}}}
rdf:
  iri: {t: i, i: $value}
  blank: {t: b, b: $value}
  quoted: {t: q, q: $triple}
  literal: {t: l, v: $value, l: "$language?"}
  triple: {s: $s, p: $p, o: $o, g: "$g?"}
retired: {old: it is gone., older: it is gone.}
"""

THINGS = """\
service: things
group: things
operations:
  make:
    doc: Make a thing.
    also: [create]
    idempotent: true
    send: {operation: make, mode: quick}
    request:
      name: {type: string, required: true, also: [title], doc: What to call it.}
      size: {wire: big-ness, type: integer, default: 3, doc: How big.}
      kind: {type: string, enum: [round, square], doc: What kind.}
      note: {type: string, nullable: true, doc: A note.}
      at: {type: string, value: now, doc: When.}
      tags: {type: array, items: {type: string}, single: true, doc: Tags.}
    response: Thing
    retired: [old]
    known_defect: [{release: "1.2", doc: It mumbles.}]
  read:
    doc: Read a thing.
    rest: {method: GET, path: "/things/{name}", query: {who: $tenant}}
    request:
      name: {type: string, in: path, required: true, doc: What it is called.}
    response: Listing
    returns: {fields: [names], require: [names]}
  count:
    doc: Count things.
    socket: false
    response: Listing
    returns: {fields: [total], nonempty: [total]}
  drop:
    doc: Drop a thing.
    request: {name: {type: string, required: true, doc: What it is called.}}
    returns: {nothing: true}
    verify: {read: {call: read, request: {name: $name}}, lacks: name}
  shout:
    doc: Shout.
    rest: false
    client: true
    returns: {nothing: true}
  tell:
    doc: Tell a story.
    rest: {path: /tell, stream: sse}
    request:
      topic: {type: string, required: true, doc: What about.}
      live: {type: boolean, default: false, doc: Stream it.}
      raw: {type: boolean, default: false, doc: Stream it as it is.}
    response: Listing
    returns: {fields: [total]}
    stream:
      switch: live
      type: tag
      items: {word: Word, mark: Mark}
      other: Piece
      end: [mark]
      hidden: [noise]
      text: [Word]
      always: [tell_all]
  facts:
    doc: Tell facts.
    rest: false
    response: Facts
    stream: {each: facts, of: Fact}
  play:
    doc: Play a tune.
    rest: {method: GET, path: /tune, stream: bytes}
    stream: {bytes: data}
"""

ROOM = """\
service: room
scope: room
operations:
  enter:
    doc: Go in.
    returns: {nothing: true}
  leave:
    doc: Go out.
    open: true
    rest: {method: PUT, path: "/rooms/{room}/leave"}
    returns: {nothing: true}
  seek:
    doc: Look for triples.
    request:
      s: {$ref: rdf:Term, doc: Subject.}
      place: {type: string, default: hall, doc: Where.}
      most: {type: integer, default: 5, doc: How many.}
      slowly: {type: boolean, default: false, doc: Stream them.}
    response: Triples
    returns: {fields: [triples]}
    stream: {switch: slowly, each: triples, of: rdf:Triple}
dumps:
  triples:
    doc: Read all.
    operation: seek
    arguments: {place: hall, most: null}
    limit: most
    unlimited: 99
"""

PAPERS = """\
service: papers
group: papers
socket: false
operations:
  file: {doc: File a paper., returns: {nothing: true}}
  burn:
    doc: Burn a paper.
    request: {paper: {type: string, required: true, doc: Which.}, reason: {type: string, doc: Why.}}
    returns: {nothing: true}
imports:
  papers:
    doc: Bring papers.
    path: "/rooms/{room}/papers"
    scope: room
    item: Paper
    argument: sheets
    message: {meta: {shelf: $shelf, by: shop}, list: $items}
    arguments:
      shelf: {type: string, default: top, doc: Where to.}
    metadata: metadata
    confirm: pong
    queue: 3
    batch: 7
    known_defect: [{release: "1.2", doc: Paper burns.}]
  notes: {doc: Bring notes., path: /notes, item: object, message: {all: $items}}
exports:
  papers: {doc: Take papers., path: /papers/out, item: Sheet, message: {list: $items}}
  notes: {doc: Take notes., path: /notes/out, item: object, message: {all: $items}}
feeds:
  job:
    doc: A job.
    class: JobFeed
    path: "/jobs/{job_id}"
    arguments: {job_id: {type: string, in: path, required: true, doc: Which.}}
    type: type
    items: {progress: Progressed, over: Over}
    other: Event
    end: [over]
    hidden: [dull]
    replies: {ping: pong}
    settled: {progress: {state: [done]}}
    commands:
      status: {doc: How it goes., send: status, event: progress}
      hello: {doc: Say hello., send: hello, word: hi}
  other_job:
    doc: Another job.
    class: OtherFeed
    path: /other
    items: {progress: Progressed}
    other: Event
"""

TYPES = """\
types:
  Thing:
    type: object
    description: One thing.
    text: name
    required: [name]
    properties:
      name: {type: string, also: [title], description: Its name.}
      size: {type: integer, default: 3, description: How big.}
      colour: {type: string, enum: [red, blue], description: What colour.}
      theWeight: {type: number, name: weight, description: How heavy.}
  Listing:
    type: object
    properties:
      names: {type: array, items: {type: string}, default: [], description: Names.}
      others: {type: array, items: {type: string}, default: [], description: Other names.}
      total: {type: integer, default: 0, description: How many.}
  Fact:
    type: object
    properties: {what: {type: string, default: "", description: What.}}
  Facts:
    type: object
    properties: {facts: {type: array, items: {$ref: Fact}, default: [], description: Facts.}}
  Spare: {type: object, properties: {total: {type: integer, default: 0, description: How many.}}}
  Triples:
    type: object
    properties: {triples: {type: array, items: {$ref: rdf:Triple}, default: [], description: Triples.}}
streams: {Pieces: [Piece, Word]}
records:
  Hello: {doc: It greets., fields: {version: {type: string, default: ""}}}
  News: {doc: It tells., fields: {topic: {type: string, default: ""}}}
  Anything: {doc: Anything else., fields: {kind: {wire: $kind, type: string, default: ""}}}
  Piece: {doc: A piece., fields: {content: {type: string, default: ""}}}
  Word: {base: Piece, doc: A word., fields: {loud: {type: number, default: 1.5}}}
  Mark: {base: Piece, doc: A mark., fields: {at: {type: integer}}}
  Paper:
    doc: A paper.
    fields:
      title: {type: string}
      pages: {type: integer, default: 1}
      author: {type: string}
  Sheet: {doc: A sheet., fields: {text: {type: string, default: ""}}}
  Event: {doc: An event., fields: {type: {type: string, default: ""}}}
  Progressed: {base: Event, doc: It goes on., fields: {percent: {type: number, default: 0}}}
  Over: {base: Event, doc: It is over., fields: {}}
"""

HOTEL = """\
service: hotel
group: rooms
socket: false
operations:
  book: {doc: Book a room., returns: {nothing: true}}
"""

FILES = {
    "gateway.yaml": GATEWAY,
    "services/things.yaml": THINGS,
    "services/room.yaml": ROOM,
    "services/papers.yaml": PAPERS,
    "services/hotel.yaml": HOTEL,
    "types/all.yaml": TYPES,
}

Edit = tuple[tuple[str, str, str], ...]


def write_tree(folder: Path, edit: Edit = (), name: str = "shop") -> Path:
    """The gateway with an edit, below `folder`; each text that is replaced is there once."""
    files = dict(FILES)
    for file, old, new in edit:
        path = next(each for each in files if each.endswith(f"{file}.yaml"))
        assert files[path].count(old) == 1, f"{file}: {files[path].count(old)} times {old!r}"
        files[path] = files[path].replace(old, new)
    for path, text in files.items():
        target = folder / name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder / name


def tree(folder: Path, edit: Edit = (), name: str = "shop") -> Tree:
    return open_tree(str(write_tree(folder, edit, name)))


class Sample(NamedTuple):
    """What a rule finds, and nothing else does; and what it must not find.

    Attributes:
        edit: The edit, or the name of the rule whose edit does it in the other order of the trees.
        swapped: The edit does it in the other order of the trees.
        name: The gateway's name after the edit.
    """

    edit: Edit | str
    harmless: Edit
    swapped: bool = False
    name: str = "shop"


def line(path: str, part: str, text: str = "") -> int:
    """The line on which a part of a file of the gateway begins."""
    text = text or FILES[path]
    assert text.count(part) == 1
    return text[: text.index(part)].count("\n") + 1


def one(file: str, old: str, new: str) -> Edit:
    return ((file, old, new),)


# Edits that several rules must not find.
DOC = one("things", "doc: Make a thing.", "doc: Make one thing.")
MORE = one(
    "things", "doc: What to call it.}", "doc: What to call it.}\n      more: {type: string, doc: More.}"
)
RELEASE = one("gateway", "release: 1.2.3", "release: 1.2.4")

SAMPLES: dict[str, Sample] = {
    # The gateway as a whole.
    "package-renamed": Sample(one("gateway", "gateway: shop", "gateway: store"), DOC, name="store"),
    "release-changed": Sample(RELEASE, one("gateway", "title: Shop", "title: Shops")),
    "default-address-changed": Sample(one("gateway", "localhost:1/", "localhost:2/"), RELEASE),
    "environment-changed": Sample(
        one("gateway", "env: SHOP_URL", "env: SHOP_ADDRESS"), one("gateway", "SHOP_TENANT", "SHOP_TENANTS")
    ),
    "environment-added": Sample(
        one("gateway", "{env: SHOP_TOKEN, header", "{header"), one("gateway", "SHOP_TOKEN", "SHOP_KEY"), True
    ),
    "setting-environment-changed": Sample(one("gateway", "SHOP_TENANT", "SHOP_TENANTS"), RELEASE),
    "setting-environment-added": Sample(
        one("gateway", "default: 1}", "default: 1, env: SHOP_LEVEL}"),
        one("gateway", "SHOP_TENANT", "SHOP_TENANTS"),
    ),
    "setting-removed": Sample(
        one("gateway", "  level: {type: integer, default: 1}\n", ""),
        one("gateway", "default: 1}", "default: 2}"),
    ),
    "setting-added": Sample("setting-removed", one("gateway", "doc: Who asks.", "doc: Who it is.")),
    "setting-type-changed": Sample(
        one("gateway", "level: {type: integer, default: 1}", "level: {type: boolean, default: true}"),
        one("gateway", "default: 1}", "default: 2}"),
    ),
    "setting-default-changed": Sample(one("gateway", "default: 1}", "default: 2}"), RELEASE),
    "rest-credential-changed": Sample(
        one("gateway", "name: X-Key, value: $token", 'name: Authorization, value: "Bearer $token"'),
        one("gateway", "{env: SHOP_TOKEN, header", "{header"),
    ),
    "socket-credential-changed": Sample(
        one("gateway", "  path: /ws\n", '  path: /ws\n  query: {key: "$token?"}\n'),
        one("gateway", "  path: /ws\n", "  path: /ws\n  query: {of: shop}\n"),
    ),
    "bulk-credential-changed": Sample(
        one("gateway", "token: key,", "token: token,"),
        one("gateway", "anonymous: nobody", "anonymous: somebody"),
    ),
    "feed-credential-changed": Sample(
        one("gateway", 'key: "$token?", of', 'secret: "$token?", of'),
        one("gateway", "of: shop}, max", "of: shops}, max"),
    ),
    "anonymous-credential-changed": Sample(
        one("gateway", "anonymous: nobody", "anonymous: somebody"),
        one("gateway", "token: key,", "token: token,"),
    ),
    "handshake-changed": Sample(
        one("gateway", "send: {auth: $token}", "send: {token: $token}"),
        one("gateway", "refused: {ok: false}, again: true", "refused: {ok: false}"),
    ),
    "socket-path-changed": Sample(one("gateway", "path: /ws", "path: /socket"), RELEASE),
    "envelope-field-added": Sample(
        one("gateway", "by: shop}\n  receive", "by: shop, via: shop}\n  receive"),
        one("gateway", "by: shop}\n  receive", "by: it}\n  receive"),
    ),
    "envelope-field-removed": Sample(
        "envelope-field-added", one("gateway", "by: shop}\n  receive", "by: it}\n  receive")
    ),
    "envelope-field-changed": Sample(
        one("gateway", "by: shop}\n  receive", "by: it}\n  receive"),
        one("gateway", "send: {auth: $token}", "send: {a: $token}"),
    ),
    "answer-envelope-changed": Sample(
        one("gateway", "body: data, error", "body: answer, error"),
        one("gateway", "error: [error], done", "error: [e], done"),
    ),
    "error-envelope-changed": Sample(
        one("gateway", "error: [error], done", "error: [problem], done"),
        one("gateway", "body: data, error", "body: answer, error"),
    ),
    "greeting-changed": Sample(
        one("gateway", "match: {type: hello}", "match: {type: welcome}"),
        one("gateway", "match: {type: hello}", "example: {version: x}, match: {type: hello}"),
    ),
    "limit-lowered": Sample(
        one("gateway", "in_flight: 10", "in_flight: 9"), one("gateway", "in_flight: 10", "in_flight: 11")
    ),
    "limit-raised": Sample("limit-lowered", one("gateway", "in_flight: 10", "in_flight: 9")),
    "bulk-limit-lowered": Sample(
        one("gateway", "nobody, max_frame: 4096", "nobody, max_frame: 2048"),
        one("gateway", "nobody, max_frame: 4096", "nobody, max_frame: 8192"),
    ),
    "bulk-limit-raised": Sample(
        "bulk-limit-lowered", one("gateway", "nobody, max_frame: 4096", "nobody, max_frame: 2048")
    ),
    "error-place-changed": Sample(
        one("gateway", "  at: [error]\n", "  at: [error, detail]\n"),
        one("gateway", "error: [error], done", "error: [e], done"),
    ),
    "error-rule-removed": Sample(
        one("gateway", "    - {type: busy, raise: Unavailable}\n", ""),
        one("gateway", "busy, raise: Unavailable", "busy, raise: NotFound"),
    ),
    "error-rule-added": Sample(
        "error-rule-removed", one("gateway", "busy, raise: Unavailable", "busy, raise: NotFound")
    ),
    "error-class-changed": Sample(
        one("gateway", "busy, raise: Unavailable", "busy, raise: NotFound"),
        one("gateway", "look elsewhere", "look"),
    ),
    "error-hint-changed": Sample(
        one("gateway", "look elsewhere", "look"), one("gateway", "doc: It is gone.", "doc: Gone.")
    ),
    "error-rules-reordered": Sample(
        one(
            "gateway",
            "    - {type: busy, raise: Unavailable}\n    - {status: 418, raise: InvalidRequest}\n",
            "    - {status: 418, raise: InvalidRequest}\n    - {type: busy, raise: Unavailable}\n",
        ),
        one("gateway", "    - {type: busy, raise: Unavailable}\n", ""),
    ),
    "exception-base-changed": Sample(
        (
            ("gateway", "gone, raise: NotFound", "gone, raise: Unavailable"),
            ("gateway", "lost, raise: NotFound", "lost, raise: Unavailable"),
        ),
        one("gateway", "doc: It is gone.", "doc: Gone."),
    ),
    "group-class-renamed": Sample(
        one("gateway", "class: Papers", "class: Sheets"), one("gateway", "doc: All papers.", "doc: Papers.")
    ),
    "group-renamed": Sample(
        (
            ("gateway", "papers: {class: Papers", "sheets: {class: Papers"),
            ("papers", "group: papers", "group: sheets"),
        ),
        one("gateway", "class: Papers", "class: Sheets"),
    ),
    "group-removed": Sample(
        one("gateway", "  cellars: {class: Cellars, scope: room, doc: Rooms below.}\n", ""),
        one("gateway", "doc: Rooms below.", "doc: Cellars."),
    ),
    "group-added": Sample("group-removed", one("gateway", "doc: Rooms below.", "doc: Cellars.")),
    "scope-renamed": Sample(
        (
            ("gateway", "  room:\n    class: Room", "  chamber:\n    class: Room"),
            ("gateway", "class: Rooms, scope: room", "class: Rooms, scope: chamber"),
            ("gateway", "class: Cellars, scope: room", "class: Cellars, scope: chamber"),
            ("room", "scope: room", "scope: chamber"),
            ("papers", "    scope: room\n", "    scope: chamber\n"),
        ),
        one("gateway", "class: Room\n", "class: Chamber\n"),
    ),
    "scope-parameter-renamed": Sample(
        (
            ("gateway", "parameter: room", "parameter: place_id"),
            ("gateway", '"/rooms/{room}/{service}"', '"/rooms/{place_id}/{service}"'),
            ("gateway", 'room: "$room?"', 'room: "$place_id?"'),
            ("room", '"/rooms/{room}/leave"', '"/rooms/{place_id}/leave"'),
            ("papers", '"/rooms/{room}/papers"', '"/rooms/{place_id}/papers"'),
        ),
        one("gateway", "class: Room\n", "class: Chamber\n"),
    ),
    "group-close-removed": Sample(
        one("gateway", " closable: true,", ""), one("gateway", "doc: All things.", "doc: Things.")
    ),
    "group-close-added": Sample("group-close-removed", one("gateway", "doc: All things.", "doc: Things.")),
    "scope-class-renamed": Sample(
        one("gateway", "class: Room\n", "class: Chamber\n"), one("gateway", "doc: One room.", "doc: Room.")
    ),
    "scope-argument-renamed": Sample(
        one("gateway", "    parameter: room\n", "    parameter: room\n    argument: which\n"),
        one("gateway", "doc: One room.", "doc: Room."),
    ),
    "sockets-changed": Sample(
        (("gateway", "  connections: 1\n", "  connections: 1\n  sockets: 1\n"),),
        one("gateway", "in_flight: 10", "in_flight: 9"),
    ),
    "scope-default-changed": Sample(
        one("gateway", "default: hall", "default: attic"), one("gateway", "doc: One room.", "doc: Room.")
    ),
    "push-record-changed": Sample(
        one("gateway", "item: News", "item: Event"), one("gateway", "doc: News.", "doc: Fresh news.")
    ),
    "push-key-changed": Sample(
        one("gateway", "by: topic", "by: subject"), one("gateway", "doc: News.", "doc: Fresh news.")
    ),
    "push-reply-changed": Sample(
        one("gateway", "type: thanks", "type: received"), one("gateway", "doc: News.", "doc: Fresh news.")
    ),
    "push-removed": Sample(
        one("gateway", "    beat: {doc: A beat., item: Hello}\n", ""), one("gateway", "A beat.", "One beat.")
    ),
    "push-added": Sample("push-removed", one("gateway", "A beat.", "One beat.")),
    "other-message-changed": Sample(
        one("gateway", "other: Anything", "other: Event"), one("gateway", "item: News", "item: Event")
    ),
    "term-form-changed": Sample(
        one("gateway", "{t: i, i: $value}", "{t: i, iri: $value}"),
        one("gateway", "  blank: {t: b, b: $value}\n", ""),
    ),
    "term-kind-removed": Sample(
        one("gateway", "  blank: {t: b, b: $value}\n", ""), one("gateway", "b: $value", "blank: $value")
    ),
    "term-kind-added": Sample("term-kind-removed", one("gateway", "b: $value", "blank: $value")),
    "sdk-attribute-removed": Sample(
        one("gateway", ", goods: {group: things, on: rest}}", "}"),
        one("gateway", "doc: All papers.", "doc: Papers."),
    ),
    "sdk-attribute-added": Sample(
        "sdk-attribute-removed",
        one("gateway", "{things: {group: things, on: rest}", "{things: {group: things, on: socket}"),
    ),
    "sdk-attribute-changed": Sample(
        one("gateway", "{things: {group: things, on: rest}", "{things: {group: things, on: socket}"),
        one("gateway", ", goods: {group: things, on: rest}}", "}"),
    ),
    "sdk-class-changed": Sample(
        one("gateway", "class: ShopClient", "class: StoreClient"),
        one("gateway", ", goods: {group: things, on: rest}}", "}"),
    ),
    "sdk-class-added": Sample(
        (
            (
                "gateway",
                GATEWAY[GATEWAY.index("sdk: ") : GATEWAY.index("drop_in: ")],
                "",
            ),
        ),
        one("gateway", "class: ShopClient", "class: StoreClient"),
        True,
    ),
    "drop-in-removed": Sample(
        one("gateway", "drop_in: {package: old.shop, names: {api: {Api: Api, Things: Things}}}\n", ""),
        one("gateway", "package: old.shop", "package: older.shop"),
    ),
    "drop-in-added": Sample("drop-in-removed", one("gateway", "package: old.shop", "package: older.shop")),
    "drop-in-package-changed": Sample(
        one("gateway", "package: old.shop", "package: older.shop"), one("gateway", ", Things: Things}", "}")
    ),
    "drop-in-name-removed": Sample(
        one("gateway", ", Things: Things}", "}"), one("gateway", "Things: Things}", "Things: Rooms}")
    ),
    "drop-in-name-added": Sample("drop-in-name-removed", one("gateway", "Things: Things}", "Things: Rooms}")),
    "drop-in-name-changed": Sample(
        one("gateway", "Things: Things}", "Things: Rooms}"), one("gateway", ", Things: Things}", "}")
    ),
    "exception-removed": Sample(
        (
            ("gateway", "gone, raise: NotFound, class: Gone, doc: It is gone.,", "gone, raise: NotFound,"),
            ("gateway", "lost, raise: NotFound, class: Gone", "lost, raise: NotFound"),
        ),
        one("gateway", "doc: It is gone.", "doc: Gone."),
    ),
    "exception-added": Sample("exception-removed", one("gateway", "doc: It is gone.", "doc: Gone.")),
    "group-scope-changed": Sample(
        (("gateway", "class: Rooms, scope: room", "class: Rooms"),),
        one("gateway", "doc: All rooms.", "doc: Rooms."),
    ),
    # Operations.
    "operation-removed": Sample(
        one("papers", "  file: {doc: File a paper., returns: {nothing: true}}\n", ""),
        one("papers", "File a paper.", "File it."),
    ),
    "operation-added": Sample("operation-removed", one("papers", "File a paper.", "File it.")),
    "operation-renamed": Sample(
        one("papers", "  file: {doc", "  store: {rest: {path: /do/papers}, doc"),
        one("papers", "  file: {doc", "  store: {also: [file], doc"),
    ),
    "operation-renamed-with-alias": Sample(
        one("papers", "  file: {doc", "  store: {also: [file], doc"),
        one("papers", "  file: {doc", "  store: {doc"),
    ),
    "operation-moved": Sample(
        (
            ("papers", "  file: {doc: File a paper., returns: {nothing: true}}\n", ""),
            (
                "hotel",
                "operations:\n",
                "operations:\n"
                "  file: {doc: File a paper., rest: {path: /do/papers}, returns: {nothing: true}}\n",
            ),
        ),
        DOC,
    ),
    "operation-alias-removed": Sample(
        one("things", "    also: [create]\n", ""),
        one(
            "things",
            "  make:\n    doc: Make a thing.\n    also: [create]",
            "  create:\n    doc: Make a thing.\n    wire: make\n    also: [make]",
        ),
    ),
    "operation-alias-added": Sample("operation-alias-removed", DOC),
    "rest-lost": Sample(
        one("things", "  drop:\n", "  drop:\n    rest: false\n"),
        one("things", "  drop:\n", "  drop:\n    rest: {path: /drop}\n"),
    ),
    "rest-gained": Sample("rest-lost", one("things", "  drop:\n", "  drop:\n    rest: {path: /drop}\n")),
    "socket-lost": Sample(
        one("things", "  drop:\n", "  drop:\n    socket: false\n"),
        one("things", "  drop:\n", "  drop:\n    rest: false\n"),
    ),
    "socket-gained": Sample("socket-lost", one("things", "  drop:\n", "  drop:\n    rest: {path: /drop}\n")),
    "stream-lost": Sample(
        one("things", "rest: {path: /tell, stream: sse}", "rest: {path: /tell}"),
        one("things", "stream: sse}", "stream: ndjson}"),
    ),
    "stream-gained": Sample("stream-lost", one("things", "stream: sse}", "stream: ndjson}")),
    "rest-method-changed": Sample(
        one("room", "method: PUT", "method: POST"),
        one("room", '/leave"', '/left"'),
    ),
    "rest-path-changed": Sample(
        one("room", '/leave"', '/left"'),
        one("things", "  drop:\n", "  drop:\n    rest: {path: /do/things}\n"),
    ),
    "rest-query-changed": Sample(
        one("things", "{who: $tenant}", "{whose: $tenant}"),
        one("gateway", '{key: "$token?", of', '{secret: "$token?", of'),
    ),
    "rest-stream-changed": Sample(
        one("things", "stream: sse}", "stream: ndjson}"), one("things", "path: /tell,", "path: /told,")
    ),
    "socket-name-changed": Sample(
        one("things", "  drop:\n", "  drop:\n    wire: dropped\n"),
        one("things", "  drop:\n", "  drop:\n    wire: drop\n"),
    ),
    "constant-added": Sample(
        one("things", "mode: quick}", "mode: quick, way: new}"), one("things", "mode: quick}", "mode: slow}")
    ),
    "constant-removed": Sample("constant-added", one("things", "mode: quick}", "mode: slow}")),
    "constant-changed": Sample(
        one("things", "mode: quick}", "mode: slow}"), one("things", "mode: quick}", "mode: quick, way: new}")
    ),
    "credential-demanded": Sample(
        one("room", "    open: true\n", ""), one("room", "doc: Go out.", "doc: Out.")
    ),
    "credential-not-demanded": Sample("credential-demanded", one("room", "doc: Go out.", "doc: Out.")),
    "repeating-lost": Sample(one("things", "    idempotent: true\n", ""), DOC),
    "repeating-gained": Sample(
        "repeating-lost", one("things", "    idempotent: true\n", "    idempotent: true\n    long: true\n")
    ),
    "argument-order-changed": Sample(
        (
            ("things", "      kind: {type: string, enum: [round, square], doc: What kind.}\n", ""),
            (
                "things",
                "doc: Tags.}\n",
                "doc: Tags.}\n      kind: {type: string, enum: [round, square], doc: What kind.}\n",
            ),
        ),
        one("things", "single: true, doc: Tags.}", "single: true, doc: Tags.}\n      more: {type: string}"),
    ),
    "method-argument-removed": Sample(
        one("things", "    verify: {read: {call: read, request: {name: $name}}, lacks: name}\n", ""), MORE
    ),
    "method-argument-added": Sample("method-argument-removed", MORE),
    "return-value-added": Sample(
        one(
            "papers",
            "file: {doc: File a paper., returns: {nothing: true}}",
            "file: {doc: File a paper., returns: {json: true}}",
        ),
        one("papers", "File a paper.", "File it."),
    ),
    "retired-argument-removed": Sample(
        one("things", "    retired: [old]\n", ""), one("things", "retired: [old]", "retired: [old, older]")
    ),
    "retired-argument-added": Sample("retired-argument-removed", MORE),
    "return-type-changed": Sample(
        one("things", "returns: {fields: [names], require", "returns: {fields: [names, total], require"),
        one("things", "{fields: [names], require: [names]}", "{fields: [others], require: [others]}"),
    ),
    "response-type-changed": Sample(
        one(
            "things", "    socket: false\n    response: Listing\n", "    socket: false\n    response: Spare\n"
        ),
        MORE,
    ),
    "return-value-changed": Sample(
        one("things", "{fields: [names], require: [names]}", "{fields: [others], require: [names]}"),
        one("things", "require: [names]}", "require: [others]}"),
    ),
    "failure-rule-changed": Sample(
        one("things", "require: [names]}", "require: [names, others]}"),
        one("things", "{fields: [names], require: [names]}", "{fields: [others], require: [names]}"),
    ),
    "steps-changed": Sample(
        one(
            "things",
            "{call: read, request: {name: $name}}, lacks",
            "{call: read, request: {name: $name}}, contains",
        ),
        DOC,
    ),
    "known-defect-fixed": Sample(
        one("things", '    known_defect: [{release: "1.2", doc: It mumbles.}]\n', ""),
        one("things", '"1.2", doc: It mumbles', '"1.3", doc: It mumbles'),
    ),
    "known-defect-found": Sample(
        "known-defect-fixed", one("things", '"1.2", doc: It mumbles', '"1.3", doc: It mumbles')
    ),
    # Arguments.
    "field-required-added": Sample(
        one(
            "things",
            "request: {name: {type: string, required: true, doc: What it is called.}}",
            "request: {name: {type: string, required: true}, why: {type: string, required: true}}",
        ),
        MORE,
    ),
    "field-optional-added": Sample(
        one(
            "papers",
            "reason: {type: string, doc: Why.}",
            "reason: {type: string, doc: Why.}, flame: {type: boolean}",
        ),
        one("papers", "doc: Why.", "doc: Whyever."),
    ),
    "field-removed": Sample(
        one("papers", ", reason: {type: string, doc: Why.}", ""),
        one("papers", "reason: {type: string, doc: Why.}", "cause: {type: string, doc: Why.}"),
    ),
    "field-retired": Sample(
        (
            ("papers", ", reason: {type: string, doc: Why.}}", "}\n    retired: [reason]"),
            ("gateway", "retired: {", "retired: {reason: it is gone., "),
        ),
        one("papers", ", reason: {type: string, doc: Why.}", ""),
    ),
    "field-renamed": Sample(
        one("papers", "reason: {type: string, doc: Why.}", "cause: {wire: reason, type: string, doc: Why.}"),
        one(
            "papers",
            "reason: {type: string, doc: Why.}",
            "cause: {wire: reason, type: string, also: [reason]}",
        ),
    ),
    "field-renamed-with-alias": Sample(
        one(
            "papers",
            "reason: {type: string, doc: Why.}",
            "cause: {wire: reason, type: string, also: [reason]}",
        ),
        one("papers", "reason: {type: string, doc: Why.}", "cause: {wire: reason, type: string, doc: Why.}"),
    ),
    "field-alias-removed": Sample(
        one("things", " also: [title], doc: What to call", " doc: What to call"), DOC
    ),
    "field-alias-added": Sample("field-alias-removed", DOC),
    "field-made-required": Sample(
        one(
            "papers", "reason: {type: string, doc: Why.}", "reason: {type: string, required: true, doc: Why.}"
        ),
        MORE,
    ),
    "field-made-optional": Sample("field-made-required", MORE),
    "field-type-changed": Sample(
        one("papers", "reason: {type: string", "reason: {type: integer"),
        one("papers", "reason: {type: string", "reason: {type: any"),
    ),
    "field-type-widened": Sample(
        one("papers", "reason: {type: string", "reason: {type: any"),
        one("papers", "reason: {type: string", "reason: {type: integer"),
    ),
    "field-single-lost": Sample(
        one("things", " single: true,", ""),
        DOC,
    ),
    "field-wire-name-changed": Sample(
        one("things", "wire: big-ness", "wire: bigness"),
        one(
            "things", "wire: big-ness, type: integer, default: 3", "wire: big-ness, type: integer, default: 4"
        ),
    ),
    "field-place-changed": Sample(
        one("papers", "reason: {type: string", "reason: {type: string, within: more"), MORE
    ),
    "field-value-removed": Sample(
        one("things", "[round, square]", "[round]"), one("things", "[round, square]", "[square, round]")
    ),
    "field-value-added": Sample("field-value-removed", one("things", "[round, square]", "[square, round]")),
    "field-default-changed": Sample(
        one("things", "default: 3, doc: How big.", "default: 4, doc: How big."),
        one(
            "things",
            "type: integer, default: 3, doc: How big.",
            "type: integer, required: true, doc: How big.",
        ),
    ),
    "field-filling-changed": Sample(
        one("things", "value: now", "value: tenant"),
        one("things", "value: now, doc: When.", "value: now, doc: The time."),
    ),
    "field-null-lost": Sample(one("things", "nullable: true, doc: A note.", "doc: A note."), MORE),
    "field-null-gained": Sample("field-null-lost", MORE),
    # Streams, types and records.
    "stream-switch-changed": Sample(
        one("things", "switch: live", "switch: raw"), one("things", "hidden: [noise]", "hidden: [sound]")
    ),
    "stream-form-changed": Sample(
        one("things", "of: Fact}", "of: Spare}"), one("things", "{each: facts,", "{each: what,")
    ),
    "stream-place-changed": Sample(
        one("things", "{each: facts,", "{each: what,"), one("things", "of: Fact}", "of: Spare}")
    ),
    "stream-method-removed": Sample(
        one("things", "      always: [tell_all]\n", ""),
        one("things", "always: [tell_all]", "always: [tell_all, tell_more]"),
    ),
    "stream-method-added": Sample("stream-method-removed", DOC),
    "stream-method-order-changed": Sample(
        one("things", "always: [tell_all]", "always: [tell_all]\n      order: [topic, raw]"),
        one("things", "      always: [tell_all]\n", ""),
    ),
    "stream-text-changed": Sample(
        one("things", "text: [Word]", "text: [Word, Mark]"),
        one("things", "hidden: [noise]", "hidden: [sound]"),
    ),
    "stream-handling-changed": Sample(
        one("things", "      type: tag\n", "      type: tag\n      join: {total: [Word]}\n"),
        one("things", "hidden: [noise]", "hidden: [sound]"),
    ),
    "item-tag-changed": Sample(
        one("things", "type: tag", "type: label"), one("things", "hidden: [noise]", "hidden: [sound]")
    ),
    "item-removed": Sample(
        one("papers", "items: {progress: Progressed}", "items: {progress: Progressed, halt: Progressed}"),
        one("papers", "items: {progress: Progressed}", "items: {progress: Event}"),
        True,
    ),
    "item-added": Sample(
        one("papers", "items: {progress: Progressed}", "items: {progress: Progressed, halt: Progressed}"),
        one("papers", "items: {progress: Progressed}", "items: {progress: Event}"),
    ),
    "item-record-changed": Sample(
        one("papers", "items: {progress: Progressed}", "items: {progress: Event}"),
        one("papers", "items: {progress: Progressed}", "items: {progress: Progressed, halt: Progressed}"),
    ),
    "item-end-changed": Sample(
        one("things", "end: [mark]", "end: [mark, word]"), one("things", "hidden: [noise]", "hidden: [sound]")
    ),
    "item-hidden-changed": Sample(
        one("things", "hidden: [noise]", "hidden: [sound]"), one("things", "end: [mark]", "end: [mark, word]")
    ),
    "type-renamed": Sample(
        (("all", "  Triples:\n", "  Found:\n"), ("room", "response: Triples", "response: Found")), MORE
    ),
    "iterator-changed": Sample(
        one("all", "Pieces: [Piece, Word]", "Pieces: [Piece, Mark]"),
        one("all", "Pieces: [Piece, Word]", "Pieces: [Word, Piece]"),
    ),
    "type-kind-changed": Sample(
        (
            (
                "all",
                TYPES[TYPES.index("  Spare:") : TYPES.index("  Triples:")],
                "",
            ),
            (
                "all",
                "records:\n",
                "records:\n  Spare: {doc: Spare., fields: {total: {type: integer, default: 0}}}\n",
            ),
        ),
        DOC,
    ),
    "record-base-changed": Sample(
        one(
            "all",
            "Over: {base: Event, doc: It is over., fields: {}}",
            "Over: {base: Hello, doc: It is over., fields: {}}",
        ),
        one("all", "doc: It is over.", "doc: Over."),
    ),
    "type-text-changed": Sample(
        one("all", "text: name\n", "text: colour\n"),
        one("all", "description: Its name.", "description: Name."),
    ),
    "record-order-changed": Sample(
        one(
            "all",
            "      title: {type: string}\n      pages: {type: integer, default: 1}\n",
            "      pages: {type: integer, default: 1}\n      title: {type: string}\n",
        ),
        one(
            "all", "author: {type: string}", "author: {type: string}\n      year: {type: integer, default: 0}"
        ),
    ),
    "property-removed": Sample(
        one(
            "all",
            "      others: {type: array, items: {type: string}, default: [], description: Other names.}\n",
            "",
        ),
        one("all", "theWeight: {type: number", "heft: {type: number"),
    ),
    "property-added": Sample(
        "property-removed",
        one("all", "author: {type: string}", "author: {type: string}\n      year: {type: integer}"),
    ),
    "property-needed-added": Sample(
        one("all", "author: {type: string}", "author: {type: string}\n      year: {type: integer}"),
        one(
            "all", "author: {type: string}", "author: {type: string}\n      year: {type: integer, default: 0}"
        ),
    ),
    "property-renamed": Sample(
        one("all", "name: weight", "name: heft"), one("all", "theWeight: {", "the_weight: {")
    ),
    "property-wire-name-changed": Sample(
        one("all", "theWeight: {", "the_weight: {"), one("all", "name: weight", "name: heft")
    ),
    "property-type-changed": Sample(
        one("all", "theWeight: {type: number", "theWeight: {type: string"),
        one("all", "theWeight: {", "the_weight: {"),
    ),
    "property-made-optional": Sample(
        one("all", "size: {type: integer, default: 3", "size: {type: integer"),
        one("all", "default: 3, description: How big.", "default: 4, description: How big."),
    ),
    "property-made-certain": Sample(
        "property-made-optional",
        one("all", "default: 3, description: How big.", "default: 4, description: How big."),
    ),
    "property-made-needed": Sample(
        one("all", "pages: {type: integer, default: 1}", "pages: {type: integer}"),
        one("all", "pages: {type: integer, default: 1}", "pages: {type: integer, default: 2}"),
    ),
    "property-made-needless": Sample(
        "property-made-needed",
        one("all", "pages: {type: integer, default: 1}", "pages: {type: integer, default: 2}"),
    ),
    "property-default-changed": Sample(
        one("all", "default: 3, description: How big.", "default: 4, description: How big."),
        one("all", "size: {type: integer, default: 3", "size: {type: integer"),
    ),
    "property-value-removed": Sample(
        one("all", "[red, blue]", "[red]"), one("all", "[red, blue]", "[blue, red]")
    ),
    "property-value-added": Sample("property-value-removed", one("all", "[red, blue]", "[blue, red]")),
    "property-alias-removed": Sample(
        one("all", "name: {type: string, also: [title],", "name: {type: string,"),
        one("all", "description: Its name.", "description: Name."),
    ),
    "property-alias-added": Sample(
        "property-alias-removed", one("all", "description: Its name.", "description: Name.")
    ),
    "stream-emptiness-changed": Sample(
        one("things", "stream: {bytes: data}", "stream: {bytes: data, nonempty: true}"),
        one("things", "doc: Play a tune.", "doc: Play."),
    ),
    # Bulk transfers and feeds.
    "import-removed": Sample(
        one(
            "papers", "  notes: {doc: Bring notes., path: /notes, item: object, message: {all: $items}}\n", ""
        ),
        one("papers", "Bring notes.", "Notes."),
    ),
    "import-added": Sample("import-removed", one("papers", "Bring notes.", "Notes.")),
    "import-renamed": Sample(
        one("papers", "notes: {doc: Bring notes.", "remarks: {doc: Bring notes."),
        one("papers", "Bring notes.", "Notes."),
    ),
    "import-argument-renamed": Sample(one("papers", "argument: sheets", "argument: pages"), DOC),
    "import-item-changed": Sample(
        one("papers", "scope: room\n    item: Paper", "scope: room\n    item: object"),
        one("papers", "item: Sheet, message", "item: object, message"),
    ),
    "import-field-added": Sample(
        one("papers", "by: shop}, list", "by: shop, via: shop}, list"),
        one("papers", "by: shop}, list", "by: it}, list"),
    ),
    "import-field-removed": Sample("import-field-added", one("papers", "by: shop}, list", "by: it}, list")),
    "import-field-changed": Sample(
        one("papers", "by: shop}, list", "by: it}, list"),
        one("papers", "by: shop}, list", "by: shop, via: shop}, list"),
    ),
    "import-confirmation-lost": Sample(
        one("papers", "    confirm: pong\n    queue: 3\n", "    queue: 3\n"),
        one("papers", "queue: 3", "queue: 4"),
    ),
    "import-confirmation-gained": Sample("import-confirmation-lost", one("papers", "queue: 3", "queue: 4")),
    "import-queue-changed": Sample(
        one("papers", "queue: 3", "queue: 4"), one("papers", "batch: 7", "batch: 8")
    ),
    "import-batch-changed": Sample(
        one("papers", "batch: 7", "batch: 8"), one("papers", "queue: 3", "queue: 4")
    ),
    "import-metadata-changed": Sample(
        one("papers", "    metadata: metadata\n", ""), one("papers", "batch: 7", "batch: 8")
    ),
    "export-removed": Sample(
        one(
            "papers",
            "  notes: {doc: Take notes., path: /notes/out, item: object, message: {all: $items}}\n",
            "",
        ),
        one("papers", "Take notes.", "Notes."),
    ),
    "export-added": Sample("export-removed", one("papers", "Take notes.", "Notes.")),
    "export-renamed": Sample(
        one("papers", "notes: {doc: Take notes.", "remarks: {doc: Take notes."),
        one("papers", "Take notes.", "Notes."),
    ),
    "export-item-changed": Sample(
        one("papers", "item: Sheet, message", "item: object, message"),
        one("papers", "scope: room\n    item: Paper", "scope: room\n    item: object"),
    ),
    "export-message-changed": Sample(
        one("papers", "message: {list: $items}", "message: {found: $items}"),
        one("papers", "message: {all: $items}}\nexports", "message: {each: $items}}\nexports"),
    ),
    "transfer-path-changed": Sample(
        one("papers", "path: /notes/out", "path: /notes/all"), one("papers", "Take notes.", "Notes.")
    ),
    "transfer-scope-changed": Sample(
        (("papers", "path: /notes/out,", 'scope: room, path: "/{room}/notes/out",'),),
        one("papers", "path: /notes/out", "path: /notes/all"),
    ),
    "dump-removed": Sample(
        one("room", ROOM[ROOM.index("dumps:") :], ""), one("room", "doc: Read all.", "doc: Read them.")
    ),
    "dump-added": Sample("dump-removed", one("room", "doc: Read all.", "doc: Read them.")),
    "dump-argument-removed": Sample(
        one("room", "{place: hall, most: null}", "{most: null}"),
        one("room", "{place: hall, most: null}", "{place: attic, most: null}"),
    ),
    "dump-argument-added": Sample(
        "dump-argument-removed", one("room", "{place: hall, most: null}", "{place: attic, most: null}")
    ),
    "dump-default-changed": Sample(
        one("room", "{place: hall, most: null}", "{place: attic, most: null}"),
        one("room", "{place: hall, most: null}", "{most: null}"),
    ),
    "dump-source-changed": Sample(
        one("room", "unlimited: 99", "unlimited: 98"), one("room", "doc: Read all.", "doc: Read them.")
    ),
    "feed-removed": Sample(
        one("papers", PAPERS[PAPERS.index("  other_job:") :], ""),
        one("papers", "doc: Another job.", "doc: A job, too."),
    ),
    "feed-added": Sample("feed-removed", one("papers", "doc: Another job.", "doc: A job, too.")),
    "feed-renamed": Sample(
        one("papers", "  other_job:", "  second_job:"), one("papers", "doc: Another job.", "doc: A job, too.")
    ),
    "feed-path-changed": Sample(
        one("papers", "path: /other", "path: /another"),
        one("papers", "doc: Another job.", "doc: A job, too."),
    ),
    "feed-class-renamed": Sample(
        one("papers", "class: OtherFeed", "class: SecondFeed"),
        one("papers", "path: /other", "path: /another"),
    ),
    "feed-end-changed": Sample(
        one("papers", "state: [done]", "state: [done, failed]"),
        one("papers", "hidden: [dull]", "hidden: [grey]"),
    ),
    "feed-reply-changed": Sample(
        one("papers", "{ping: pong}", "{ping: here}"), one("papers", "hidden: [dull]", "hidden: [grey]")
    ),
    "command-removed": Sample(
        one("papers", "      hello: {doc: Say hello., send: hello, word: hi}\n", ""),
        one("papers", "doc: Say hello.", "doc: Hello."),
    ),
    "command-added": Sample("command-removed", one("papers", "doc: Say hello.", "doc: Hello.")),
    "command-changed": Sample(
        one("papers", "word: hi", "word: ho"), one("papers", "doc: Say hello.", "doc: Hello.")
    ),
    # Names.
    "client-method-removed": Sample(
        one("things", "    client: true\n", ""), one("things", "doc: Shout.", "doc: Cry.")
    ),
    "client-method-added": Sample("client-method-removed", one("things", "doc: Shout.", "doc: Cry.")),
    "public-name-removed": Sample(
        one("all", "  Fact:\n", "  Extra:\n    type: object\n    properties: {a: {type: string}}\n  Fact:\n"),
        MORE,
        True,
    ),
    "public-name-added": Sample(
        one("all", "  Fact:\n", "  Extra:\n    type: object\n    properties: {a: {type: string}}\n  Fact:\n"),
        MORE,
    ),
}

# What cannot come or go without other things.
BESIDE: dict[str, Sample] = {
    "scope-removed": Sample(
        (
            (
                "gateway",
                '    rest: {path: "/rooms/{room}/{service}"}\n',
                '    rest: {path: "/rooms/{room}/{service}"}\n'
                '  hut: {class: Hut, parameter: hut, doc: One hut., rest: {path: "/huts/{hut}/{service}"}}\n',
            ),
            ("gateway", "class: Cellars, scope: room", "class: Cellars, scope: hut"),
            ("hotel", "group: rooms", "scope: hut"),
        ),
        DOC,
        True,
    ),
    "scope-added": Sample("scope-removed", DOC),
    "socket-removed": Sample(
        (
            ("gateway", GATEWAY[GATEWAY.index("socket:\n") : GATEWAY.index("bulk: ")], ""),
            ("things", "    rest: false\n    client: true\n", ""),
            ("things", "    rest: false\n    response: Facts\n    stream: {each: facts, of: Fact}\n", ""),
            ("things", "  facts:\n    doc: Tell facts.\n", ""),
            ("room", "    stream: {switch: slowly, each: triples, of: rdf:Triple}\n", ""),
            ("room", ROOM[ROOM.index("dumps:") :], ""),
        ),
        DOC,
    ),
    "socket-added": Sample("socket-removed", DOC),
}
