"""Small gateways for tests of the generator; together they have every part of the descriptor language once.

`FILES` is a gateway of requests and answers, `TALKER` one that also speaks of its own accord,
`WATCHER` one with feeds and streams over HTTP, `MAKER` one whose operations are made of others.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from gatewright_codegen.load import Loaded, load
from gatewright_codegen.source import DescriptorError
from gatewright_codegen.workspace import Workspace, generate

GATEWAY = """\
gateway: sample
title: Sample
release: 1.2.3
doc: A gateway that exists only in tests.
address: {default: "http://localhost:1/"}
settings:
  tenant: {default: main, doc: Who is asking.}
auth:
  header: {name: X-Key, value: "Key $token;$tenant"}
rest:
  body: {tenant: $tenant}
errors:
  at: [error, detail.error]
  rules:
    - {status: 418, message: "tea", raise: Unavailable, hint: wait}
groups:
  rooms: {class: Rooms, scope: room, doc: All rooms.}
  things: {class: Things}
root:
  rest: {path: "/do/{service}"}
scopes:
  room:
    class: Room
    parameter: room
    doc: One room.
    rest: {method: PUT, path: "/rooms/{room}/{service}"}
socket:
  path: /socket
  auth: {send: {auth: $token}, accepted: {ok: true}, refused: {ok: false}}
  send: {header: {id: $id, room: $room?}, kind: call, body: $body}
  receive: {id: ref, body: data, error: [data.error, problem], done: {last: true, kind: end}}
bulk:
  token: key
  query: {tenant: $tenant}
rdf:
  iri: {v: $value, e: true}
  literal: {v: $value, e: false, lang: "$language?"}
  triple: {s: $s, p: $p, o: $o}
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
  recall:
    doc: Recall facts.
    request:
      place: {type: string, default: here, doc: Where.}
      most: {wire: at-most, type: integer, default: 10, doc: How many.}
      slowly: {default: false, type: boolean}
      about: {$ref: rdf:Term}
    response: Answer
    stream: {switch: slowly, each: facts, of: rdf:Triple}
dumps:
  facts:
    doc: Read all facts.
    operation: recall
    arguments: {place: all, most: null}
    docs: {most: "How many. None: all."}
    limit: most
    unlimited: 99
    instead: {place: null}
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


TALKER = {
    "gateway.yaml": """\
gateway: sample
title: Talker
release: 0.1.0
address: {default: "http://localhost:1/"}
settings:
  tenant: {default: main, doc: Who is asking.}
  level: {type: integer, default: 1, doc: How loud.}
auth:
  header: {name: X-Key, value: $token}
errors:
  by: status
  at: [detail.fault, .]
  type: [code, kind]
  faults: {place: loc, message: msg}
  rules:
    - {type: GONE, raise: NotFound, class: RoomGone, doc: The room is gone., hint: make another}
    - {type: LOST, raise: NotFound, class: RoomGone}
    - {status: 503, raise: Unavailable, class: Overloaded}
groups:
  room: {class: Rooms, scope: room, doc: All rooms.}
  things: {class: Things, doc: What there is.}
scopes:
  room: {class: Room, parameter: room_id, doc: One room.}
socket:
  path: /ws
  query: {key: "$token?", tenant: $tenant, client: sample}
  header: true
  greeting:
    match: {type: hello}
    keep: {app: data.app.id, since: at}
    item: Hello
  send: {type: $operation, of: $service, id: $id, at: $now, room: "$room_id?", data: $body}
  body: {room: "$room_id?", app: $app, by: sample}
  receive:
    id: id
    kind: type
    body: data
    error: [fault]
    failed: {type: error}
    done: {last: true}
    orphans: oldest
  pushes:
    question:
      doc: It asks something.
      item: Question
      by: about-what
      reply:
        send: {type: answer, id: $id, data: $body}
        body: {about: $topic, mood: "$mood?", at: $now}
        error: error
      known_defect: [{release: "0.1", doc: It asks twice.}]
    beat:
      doc: It asks whether anybody is there.
      item: Beat
      reply: {send: {type: pong, id: $id, data: $body}, body: {at: $at}, automatic: true}
    news:
      doc: It tells something.
      item: News
  other: Anything
  connections: 1
  keepalive: false
  unanswered: it was asleep
  doc: It answers when it likes.
sdk:
  class: TalkClient
  attributes:
    things: {group: things, on: rest}
    talk: {group: things, on: socket}
""",
    "services/room.yaml": """\
service: room
scope: room
rest: false
operations:
  say:
    doc: Say something.
    wire: say_it
    also: [tell, speak]
    request:
      words: {type: string, required: true, doc: What to say.}
      at: {type: string, value: now, doc: When.}
      sender: {wire: from, type: string, value: app, doc: Who.}
      tenant: {type: string, value: tenant}
      place: {type: string, value: room_id}
    returns: {nothing: true}
  follow:
    doc: Hear everything that is said.
    stream:
      items: {word: Word, end: Mark}
      other: Piece
      end: [end]
      callback: on_piece
""",
    "services/things.yaml": """\
service: things
group: things
operations:
  list:
    doc: List things.
    rest: {method: GET, path: /things}
    response: Thing
    returns: {many: true}
  ask:
    doc: Ask for anything.
    rest: {path: /ask}
    returns: {json: true}
  ping:
    doc: Measure.
    rest: false
    socket: true
    response: Thing
    returns: {measure: took}
""",
    "types/all.yaml": """\
types:
  Thing:
    type: object
    description: One thing.
    properties:
      name: {type: string}
      tookMs: {type: number, name: took}
records:
  Hello: {doc: It greets., fields: {app: {type: object}, version: {type: string, default: ""}}}
  Question:
    doc: It asks.
    fields:
      id: {wire: $id, type: string, default: ""}
      topic: {type: string, default: ""}
      data: {wire: $body, type: object, default: {}}
  Beat: {doc: It beats., fields: {at: {type: string}}}
  News: {doc: It tells., fields: {kind: {wire: $kind, type: string}, text: {type: string, default: ""}}}
  Anything:
    doc: Anything else.
    fields: {kind: {wire: $kind, type: string, default: ""}, data: {wire: $body, type: object, default: {}}}
  Piece: {doc: A piece., fields: {kind: {wire: $kind, type: string, default: ""}}}
  Word: {base: Piece, doc: A word., fields: {text: {type: string, default: ""}}}
  Mark: {base: Piece, doc: A mark., fields: {id: {wire: $id, type: string}}}
""",
}

WATCHER = {
    "gateway.yaml": """\
gateway: sample
title: Watcher
release: 0.1.0
address: {default: "http://localhost:1/"}
errors: {by: status, at: [detail, .]}
groups:
  jobs: {class: Jobs, doc: Work.}
feeds:
  query: {key: "$token?"}
  max_frame: 2048
""",
    "services/jobs.yaml": """\
service: jobs
group: jobs
socket: false
operations:
  start:
    doc: Start a job.
    rest: {path: /jobs}
    request:
      what: {type: string, required: true, also: [task], doc: What to do.}
      speed: {type: integer, default: 3, doc: How fast.}
    response: Job
    keeping:
      store: jobs
      does: add
      key: jobId
      fields: {jobId: $uuid, state: new, what: $what}
      then:
        - change: {state: over, ended: $now}
          publish: [{feed: job, event: {type: progress, percent: 100, job: $jobId, at: $ended}}]
  read:
    doc: Read a job.
    rest: {method: GET, path: "/jobs/{job_id}"}
    request: {job_id: {wire: jobId, type: string, in: path, required: true}}
    response: Job
    keeping:
      store: jobs
      does: get
      key: jobId
      missing: {message: "no job $jobId"}
  list:
    doc: List jobs.
    rest: {method: GET, path: /jobs}
    request: {state: {type: string, in: query}, most: {type: integer, in: query, default: 5}}
    response: Job
    returns: {many: true}
    keeping: {store: jobs, does: list, key: jobId, filter: {state: state}, limit: most}
  run:
    doc: Run a job to its end.
    also: [run_it]
    follow:
      start: start
      feed: job
      result: read
      finished: {state: [over, broken]}
      failed: {state: [broken]}
      error: reason
      every: 0.5
  log:
    doc: Read what a job says, line by line.
    rest: {path: /log, stream: ndjson}
    request: {what: {type: string, required: true}}
    stream:
      keys: {head: total, line: text, tail: done}
      items: {head: Head, line: Line}
      other: Other
      end: [tail]
      callback: on_line
  tail:
    doc: Read the end of it as events.
    rest: {path: /tail, stream: sse}
    stream: {items: {line: Line}, other: Other}
  typed:
    doc: Read it as typed lines.
    rest: {path: /typed, stream: ndjson}
    stream: {type: type, items: {line: Line}, other: Other, end: [line]}
feeds:
  job:
    doc: Watch a job.
    class: JobFeed
    path: "/watch/{job_id}"
    arguments:
      job_id: {wire: jobId, type: string, required: true, doc: Which one.}
    type: type
    items: {progress: Progressed, state: State, finished: Progressed}
    other: Other
    end: [finished]
    settled: {state: {state: [over, broken]}}
    hidden: [beat]
    replies: {beat: "ok"}
    commands:
      ping: {doc: Is anybody there?, send: ping, word: pong}
      state: {doc: How is it?, send: state, event: state}
    poll: {command: state, every: 5, settle: 0.5}
    known_defect: [{release: "0.1", doc: It forgets.}]
    local:
      store: jobs
      by: job_id
      opening:
        - event: {type: state, state: $state, at: $now}
          when: {state: [over]}
  all_jobs:
    doc: Watch all jobs.
    class: AllFeed
    path: /watch
    items: {progress: Progressed}
    other: Other
""",
    "types/all.yaml": """\
types:
  Job:
    type: object
    description: A job.
    properties: {jobId: {type: string}, state: {type: string}, reason: {type: string}}
records:
  Progressed: {doc: It went on., fields: {percent: {type: integer, default: 0}}}
  State: {doc: How it is., fields: {state: {type: string, default: ""}}}
  Head: {doc: It begins., fields: {total: {type: integer}}}
  Line: {doc: A line., fields: {text: {type: string, default: ""}}}
  Other:
    doc: Anything.
    fields: {kind: {wire: $kind, type: string, default: ""}, body: {wire: $body, type: object}}
""",
}


MAKER = {
    "gateway.yaml": """\
gateway: sample
title: Maker
release: "1.0"
address: {default: "http://localhost:1/"}
settings:
  tenant: {default: main, doc: Who is asking.}
  level: {type: integer, default: 1, doc: How much.}
auth:
  header: {name: X-Key, value: $token}
groups:
  files: {class: Files, doc: All files.}
  rooms: {class: Rooms, scope: room, doc: All rooms.}
root:
  rest: {path: "/do/{service}"}
scopes:
  room: {class: Room, parameter: room, doc: One room., rest: {path: "/rooms/{room}/{service}"}}
socket:
  path: /socket
  auth: {send: {auth: $token}, accepted: {ok: true}, refused: {ok: false}, again: true}
  send: {id: $id, service: $service, call: $operation, room: $room?, tenant: $tenant, body: $body}
  receive: {id: id, body: body, error: [error], done: {last: true}}
bulk: {token: key}
rdf:
  iri: {v: $value, e: true}
  literal: {v: $value, e: false}
  triple: {s: $s, p: $p, o: $o}
extensions:
  build_term: gatewright.extensions.trustgraph.compatibility
drop_in:
  package: older.api
  names:
    clients: {Client: Api, Files: Files}
    parts: {Vector: Near, build: build_term}
""",
    "services/depot.yaml": """\
service: files
group: files
operations:
  list:
    doc: List files.
    response: Listing
    returns: {fields: [names]}
  put:
    doc: Put a file.
    request:
      name: {wire: file-name, type: string, required: true, doc: Its name.}
      content: {type: string, encode: base64, required: true, doc: What is in it.}
      tags: {type: array, items: {type: string}}
    returns: {nothing: true}
    verify:
      read: {call: list, request: {}}
      contains: name
  tag:
    doc: Tag files.
    request: {values: {wire: all, type: array, items: {type: any}, required: true}}
    returns: {nothing: true}
    verify: {read: {call: find, request: {names: $values}}, each: [values, tag]}
  find:
    doc: Find files.
    request: {names: {wire: "by-name", type: array, items: {type: any}, required: true}}
    response: Listing
    returns: {fields: [states]}
  icon:
    doc: The picture of a file.
    response: Chunk
    returns: {fields: [content], parse: base64}
  size:
    doc: Ask how long a file is.
    request: {of: {wire: the-name, type: string, required: true}}
    response: State
    returns: {fields: [size]}
  read:
    doc: Read a file, piece by piece.
    wire: read-it
    rest: {method: GET, path: "/files/{name}", query: {t: $tenant}, stream: bytes}
    request:
      name: {wire: file-name, type: string, in: path, required: true, doc: Its name.}
      piece: {wire: piece-size, type: integer, in: query, default: 10, doc: Bytes in a piece.}
    stream: {bytes: content, total: total-size, length: {call: size, request: {of: $name}}}
  save:
    doc: Save a file.
    also: [download]
    save: read
  begin:
    doc: Begin to send a file.
    request: {name: {wire: file-name, type: string, required: true}, size: {wire: total-size, type: integer}}
    response: State
  state:
    doc: Ask how far it is.
    request: {upload: {wire: upload-id, type: string, required: true}}
    response: State
  pending:
    doc: What is not complete.
    response: Listing
    returns: {fields: [states]}
  chunk:
    doc: Send a piece.
    request:
      upload: {wire: upload-id, type: string, required: true}
      index: {wire: chunk-index, type: integer, required: true}
      content: {type: string, encode: base64, required: true}
    returns: {nothing: true}
  finish:
    doc: It is all there.
    request: {upload: {wire: upload-id, type: string, required: true}}
    returns: {nothing: true}
  send:
    doc: Send a file of any size.
    request:
      file: {type: any, in: client, required: true, doc: The file.}
      name: {wire: file-name, type: string, required: true, doc: Its name.}
    upload:
      argument: file
      begin: [{call: begin, request: {name: $name, size: $size}}]
      chunk_size: chunk_size
      chunk: {call: chunk, request: {upload: $upload_id, index: $index, content: $content}}
      finish: {call: finish, request: {upload: $upload_id}}
      small: {below: 100, call: put, request: {name: $name, content: $content}}
      then: {call: tag, request: {values: [$name]}}
      key: upload_id
      resume: resume
  resume:
    doc: Go on sending a file.
    request:
      upload: {type: string, required: true, doc: Which one.}
      file: {type: any, in: client, required: true, doc: The file.}
    upload:
      argument: file
      begin: [{call: pending, pick: {upload_id: $upload}}, {call: state, request: {upload: $upload}}]
      chunk_size: chunk_size
      chunk: {call: chunk, request: {upload: $upload, index: $index, content: $content}}
      finish: {call: finish, request: {upload: $upload}}
      missing: missing
      total: size
      key: upload_id
      resume: resume
  raw:
    doc: Send a body as it is.
    rest: {path: /raw, query: {tenant: $tenant}}
    socket: false
    request:
      data: {type: any, in: content, required: true, doc: The body.}
      kind: {type: string, in: query}
    returns: {nothing: true}
  any:
    doc: Ask a service by its name.
    service: "thru/{name}"
    rest: {path: "/thru/{name}"}
    request:
      name: {wire: the-name, type: string, in: path, required: true}
      body: {type: object, in: whole, required: true}
    returns: {json: true}
  login:
    doc: Log in.
    client: true
    request: {word: {type: string, required: true, also: [password], doc: The word.}}
    returns: {nothing: true}
""",
    "services/room.yaml": """\
service: room
scope: room
operations:
  vectors:
    doc: Vectors of texts.
    request: {texts: {type: array, items: {type: string}, required: true}}
    response: Vectors
    returns: {fields: [vectors]}
""",
    "services/search.yaml": """\
service: search
scope: room
operations:
  search:
    doc: Search by meaning.
    request:
      text: {type: string, in: client, doc: What to look for.}
      vector:
        wire: the-vector
        type: array
        items: {type: number}
        derive: {from: text, call: vectors, request: {texts: [$text]}}
        doc: Its vector.
    response: Listing
    returns: {fields: [names]}
  ask:
    doc: Ask a question.
    request:
      words: {type: string, required: true, doc: The question.}
      live: {type: boolean, default: false, doc: Stream it.}
    response: Listing
    returns: {fields: [names]}
    stream:
      switch: live
      type: kind
      items: {word: Word, near: Near}
      other: Piece
      hidden: [beat, tick]
      callback: on_piece
      always: [ask_live]
imports:
  vectors:
    doc: Bring vectors.
    path: "/rooms/{room}/vectors"
    scope: room
    item: Near
    message: {meta: {to: $to, by: $by}, list: $items}
    arguments:
      to: {type: string, default: here, doc: Where to.}
      by: {type: string, required: true, doc: By whom.}
    metadata: meta
    batch: 3
  rows:
    doc: Bring rows.
    path: /rows
    item: object
    message: {rows: $items}
  things:
    doc: Bring things.
    path: /things
    item: State
    message: {things: $items}
exports:
  vectors:
    doc: Take vectors.
    path: "/rooms/{room}/vectors"
    scope: room
    item: Near
    message: {list: $items}
  rows:
    doc: Take rows.
    path: /rows
    item: object
    message: {rows: $items}
""",
    "types/all.yaml": """\
types:
  Listing:
    type: object
    properties:
      names: {type: array, items: {type: string}, default: []}
      states: {type: array, items: {$ref: State}, default: []}
  State:
    type: object
    properties:
      upload-id: {type: string, default: ""}
      chunk-size: {type: integer, default: 0}
      size: {type: integer, default: 0}
      missing: {type: array, items: {type: integer}, default: []}
  Chunk:
    type: object
    properties: {content: {type: string, default: ""}}
  Vectors:
    type: object
    properties: {vectors: {type: array, items: {type: array, items: {type: number}}, default: []}}
records:
  Piece:
    doc: A piece.
    fields: {kind: {type: string, default: ""}}
  Word:
    base: Piece
    doc: A word.
    mixin: "gatewright.extensions.trustgraph.explainability_entities:Explained"
    fields:
      explain_id: {type: string, default: ""}
      triples: {type: array, items: {$ref: rdf:Triple}, default: []}
      data: {type: string, encode: base64}
      more: {type: string, encode: base64, default: ""}
  Near:
    doc: Something with a vector.
    fields:
      about: {wire: the-thing, $ref: rdf:Term, doc: What it is.}
      vector: {type: array, items: {type: number}}
      label: {type: string, default: none}
      count: {type: integer, nullable: true}
      score: {type: number, nullable: true}
      good: {type: boolean, nullable: true}
      data: {type: string, encode: base64, nullable: true}
      notes: {type: object, nullable: true}
      facts: {type: array, items: {$ref: rdf:Triple}, nullable: true}
      others: {type: array, items: {type: string}, nullable: true}
      extra: {type: any, nullable: true}
""",
}


def write_sample(
    root: Path,
    name: str = "sample",
    files: Mapping[str, str] = FILES,
    **changes: tuple[str, str] | None,
) -> Path:
    """Write the descriptor of a sample below `root`, and return the folder of descriptors.

    A change names a file by its stem: (old text, new text), where the old text stands once;
    None leaves the file out.
    """
    schema = root / "schema"
    unknown = set(changes) - {Path(file).stem for file in files}
    assert not unknown, unknown
    for file, text in files.items():
        stem = Path(file).stem
        if stem in changes and changes[stem] is None:
            continue
        old, new = changes.get(stem) or ("", "")
        whole = text.replace("gateway: sample", f"gateway: {name}", 1)
        assert not old or whole.count(old) == 1, f"{old!r} stands {whole.count(old)} times in {file}"
        path = schema / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(whole.replace(old, new) if old else whole, encoding="utf-8")
    return schema


def problems(root: Path, files: Mapping[str, str] = FILES, **changes: tuple[str, str] | None) -> list[str]:
    """What is wrong with the changed sample, as messages."""
    schema = write_sample(root, files=files, **changes)
    try:
        load(schema, "sample")
    except DescriptorError as error:
        return [str(problem) for problem in error.problems]
    return []


def loaded(root: Path, files: Mapping[str, str] = FILES, **changes: tuple[str, str] | None) -> Loaded:
    """The changed sample, which must be sound."""
    return load(write_sample(root, files=files, **changes), "sample")


def generated(
    root: Path,
    name: str = "sample",
    files: Mapping[str, str] = FILES,
    **changes: tuple[str, str] | None,
) -> Path:
    """Generate the changed sample's client; the folder that holds its package."""
    schema = write_sample(root, name, files, **changes)
    generate(Workspace(schema, root / "generated"), name)
    return root / "generated" / name


@contextmanager
def imported(folder: Path, name: str = "sample") -> Iterator[ModuleType]:
    """The generated package, forgotten afterwards."""
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
        sys.dont_write_bytecode = writes
        for module in [module for module in sys.modules if module.partition(".")[0] == name]:
            del sys.modules[module]


class Recorder:
    """Takes the place of a channel, and notes how it is called."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        def record(*args: Any, **kwargs: Any) -> str:
            self.calls.append((name, *args, *([kwargs] if kwargs else [])))
            return f"result of {name}"

        return record
