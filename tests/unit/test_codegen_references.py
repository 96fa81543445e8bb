"""Mistakes in greetings, pushes, feeds and streams over HTTP, and where the messages say they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from codegen_samples import MAKER, TALKER, WATCHER, loaded, problems

TALKER_GATEWAY = [
    # Templates
    (
        "at: $now, room",
        "at: $nov, room",
        "there is no value $nov; known here: $app, $body, $id, $level, $now",
    ),
    ("at: $now, room", "at: $now?, room", "there is always a time; say $now"),
    ("of: $service, id: $id,", "of: $service,", "gateway.yaml:32:3: $id must stand somewhere in it"),
    ("app: $app, by: sample", "app: $body, by: sample", "gateway.yaml:33:34: there is no value $body"),
    ("tenant: $tenant, client", "tenant: $level, client", "gateway.yaml:26:35: there is no value $level"),
    ("client: sample", "client: 7", "gateway.yaml:26:52: a query parameter is text; put it into quotes"),
    ("client: sample", "client: {a: b}", "a query parameter is text"),
    ("failed: {type: error}", "failed: {type: $id}", "only constants can be compared; $id has no value here"),
    ("done: {last: true}", "done: {last: $now}", "only constants can be compared"),
    ("match: {type: hello}", "match: {type: $token}", "only constants can be compared"),
    ("match: {type: hello}", "match: {}", "gateway.yaml:29:12: every frame has no fields"),
    ("  header: {name: X-Key, value: $token}\n", "  env: KEY\n", "which header carries the credential"),
    # What the greeting keeps
    ("keep: {app:", "keep: {room_id:", "gateway.yaml:30:12: there is a value $room_id already"),
    ("keep: {app:", "keep: {tenant:", "there is a value $tenant already"),
    ("keep: {app:", "keep: {now:", "there is a value $now already"),
    ("keep: {app: data.app.id, since: at}", "keep: {}", "gateway.yaml:33:34: there is no value $app"),
    # Records
    ("item: Hello", "item: Hallo", "gateway.yaml:31:11: there is no record 'Hallo'"),
    ("item: Question", "item: Thing", "there is no record 'Thing'"),
    ("other: Anything", "other: Any", "there is no record 'Any'"),
    # Pushes
    (
        "id: $id, data: $body}\n        body",
        "id: $topic}\n        body",
        "there is no value $topic; known here",
    ),
    ("{type: pong, id: $id,", "{type: pong,", "$id must stand somewhere in it"),
    ("      item: Beat\n", "      item: Beat\n      by: at\n", "an automatic reply needs no handler"),
    ("automatic: true", "automatic: true, error: e", "an automatic reply needs no handler"),
    ("    news:", "    message:", "'on_message' cannot be the name of a method"),
    ("    news:", "    News:", "'on_News' cannot be the name of a method"),
    ("  connections: 1\n", "", "a gateway that sends messages of its own needs `connections: 1`"),
    ("    id: id\n", "", "replies that come in order allow one request at a time"),
    # Names
    ("  things: {class", "  listen: {class", "'listen' cannot be the name of a method of Api"),
    ("  tenant: {", "  max_message: {", "every client has an argument 'max_message' already"),
    ("class: Things", "class: Feed", "the name Feed is taken"),
    ("class: Things", "class: Message", "the name Message is taken"),
    ("class: Things", "class: RoomGone", "gateway.yaml:16:44: the name RoomGone is taken"),
    # Errors
    ("by: status", "by: body", "gateway.yaml:12:22: every body would be an error; say `by: status`"),
    ("detail.fault", "detail..fault", "is no path of names with dots between them"),
    (
        "type: LOST, raise: NotFound",
        "type: LOST, raise: ServiceError",
        "RoomGone is a kind of NotFound already",
    ),
    ("class: Overloaded", "class: Unavailable", "the name Unavailable is taken"),
    ("class: Overloaded", "class: overloaded", "'overloaded' does not fit the pattern"),
    # The older client
    ("class: TalkClient", "class: Rooms", "gateway.yaml:65:10: the name Rooms is taken"),
    ("class: TalkClient", "class: TalkClient\n  url: timeout", "'timeout' is a Python keyword or a name"),
    ("class: TalkClient", "class: TalkClient\n  url: tenant", "'tenant' cannot be an argument, or is one"),
    ("class: TalkClient", "class: TalkClient\n  token: base_url", "'base_url' cannot be an argument"),
    ("    talk: {group: things", "    talk: {group: thinks", "there is no group 'thinks'"),
    ("    talk: {group: things", "    url: {group: things", "'url' cannot be the name of an attribute"),
    ("{group: things, on: rest}", "{group: room, on: rest}", "the group 'room' has no operation on rest"),
]

TALKER_ROOM = [
    ("also: [tell, speak]", "also: [tell, follow]", "room.yaml:8:18: 'follow' is also a name of 'follow'"),
    ("also: [tell, speak]", "also: [tell, say]", "room.yaml:8:18: 'say' is also a name of 'say'"),
    ("also: [tell, speak]", "also: [tell, Speak]", "'Speak' cannot be the name of a method here"),
    ("also: [tell, speak]", "also: [tell, overload]", "'overload' cannot be the name of a method here"),
    ("value: now", "value: noon", "there is no value 'noon'; known here: app, level, now, room_id, seconds"),
    ("value: now", "value: seconds", "'seconds' is a number, so this is an integer"),
    ("value: now", "within: more, in: query", "only what is in the body is `within` something"),
    ("value: now", "value: now, within: more", "what is `within` something is filled in with `seconds` only"),
    ("value: now", "value: now, default: x", "give either `default` or `value`"),
    ("value: now", "value: now, required: true", "a required field has no default"),
    ("rest: false", "rest: true", "the scope has no REST route"),
    ("callback: on_piece", "callback: class", "'class' is a Python keyword"),
    ("end: [end]", "end: [word, over]", "room.yaml:21:19: 'over' is none of the stream's item types"),
    ("  follow:", "  other:", "room.yaml:16:3: a stream cannot be called 'other'"),
    ("word: Word", "word: Wort", "there is no record 'Wort'"),
    (
        "    stream:\n",
        "    request: {on_piece: {type: string}}\n    stream:\n",
        "is also a name of 'the stream'",
    ),
]

TALKER_THINGS = [
    ("returns: {many: true}", "returns: {many: true, json: true}", "`many` and `json` exclude each other"),
    ("returns: {json: true}", "returns: {text: true, json: true}", "`json` and `text` exclude each other"),
    (
        "returns: {many: true}",
        "returns: {many: true, fields: [name]}",
        "only of a single object one can name",
    ),
    ("returns: {json: true}", "returns: {many: true}", "there is no `response` to take fields from"),
    ("returns: {measure: took}", "returns: {measure: tookMs}", "Thing has no 'tookMs'"),
    ("returns: {measure: took}", "returns: {measure: name}", "'name' holds milliseconds, so it is a number"),
    (
        "returns: {measure: took}",
        "returns: {measure: took, fields: [name]}",
        "only a whole response can be measured",
    ),
    (
        "path: /ask}",
        "path: /ask, stream: ndjson}",
        "things.yaml:11:32: nothing says what the stream's items are",
    ),
    (
        "    rest: {path: /ask}\n",
        "    rest: {path: /ask}\n    request: {app: {type: string, value: app}}\n",
        "only sockets know 'app', which the greeting tells; say `rest: false`",
    ),
]

TALKER_TYPES = [
    (
        "at: {type: string}}",
        "at: {type: string, value: now}}",
        "only what an operation sends can be filled in",
    ),
]

WATCHER_GATEWAY = [
    (
        '{key: "$token?"}',
        '{key: "$tokken?"}',
        "gateway.yaml:9:16: there is no value $tokken; known here: $now",
    ),
    ("max_frame: 2048", "header: true", "`auth` does not say which header carries the credential"),
]

WATCHER_JOBS = [
    # Feeds
    ("  all_jobs:", "  listen:", "'listen' cannot be the name of a method of the client"),
    ("  all_jobs:", "  on_jobs:", "'on_jobs' cannot be the name of a method of the client"),
    ("  all_jobs:", "  job_ping:", "jobs.yaml:91:3: the name is taken in schema/sample/services/jobs.yaml"),
    ("class: AllFeed", "class: JobFeed", "the name JobFeed is taken"),
    ("class: AllFeed", "class: JobEvent", "the name JobEvent is taken"),
    ("class: AllFeed", "class: AsyncFeed", "the name AsyncFeed is taken"),
    ("state: State,", "state: Stat,", "there is no record 'Stat'"),
    ('path: "/watch/{job_id}"', "path: /watch", "{job_id} must stand somewhere in it"),
    ("path: /watch\n", 'path: "/watch/{id}"\n', "there is no value for {id}"),
    (
        "wire: jobId, type: string, required: true, doc",
        "wire: jobId, type: string, doc",
        "a value of the path",
    ),
    ("required: true, doc: Which", "default: x, value: now, doc: Which", "give either `default` or `value`"),
    ("end: [finished]", "end: [over]", "the feed has no events of type 'over'"),
    ("    settled: {state:", "    settled: {stat:", "the feed has no events of type 'stat'"),
    ("event: state}", "event: stats}", "the feed has no events of type 'stats'"),
    ("send: ping, word: pong}", "send: ping}", "give either `word` or `event`"),
    ("      ping: {doc", "      collect: {doc", "'collect' cannot be the name of a method of a feed"),
    ("poll: {command: state", "poll: {command: stat", "the feed has no command 'stat'"),
    # Following
    ("start: start", "start: begin", "the service has no operation 'begin'"),
    ("feed: job\n      result", "feed: jobs\n      result", "the service has no feed 'jobs'"),
    ("result: read", "result: run", "the service has no operation 'run'"),
    ("result: read", "result: list", "'list' is to be an operation of REST that returns its whole response"),
    ("start: start", "start: log", "'log' is to be an operation of REST"),
    ("finished: {state:", "finished: {stat:", "the response of 'read' has no 'stat'"),
    ("error: reason", "error: why", "the response of 'read' has no 'why'"),
    ("finished: {state: [over, broken]}", "finished: {}", "nothing tells that it is over"),
    (
        "    also: [run_it]",
        "    long: true\n    response: Job",
        "an operation that follows has no 'response' of its",
    ),
    ("speed: {type: integer,", "on_event: {type: integer,", "'start' has an argument 'on_event'"),
    (
        "feed: job\n      result",
        "feed: all_jobs\n      result",
        "'read' needs 'job_id', which is no argument",
    ),
    (
        "job_id: {wire: jobId, type: string, required: true, doc",
        "job_id: {type: string, required: true, doc",
        "has no 'job_id', which the feed needs",
    ),
    # Streams over HTTP
    ("rest: {path: /tail, stream: sse}", "rest: {path: /tail}", "it always streams, so its route says how"),
    (
        "rest: {path: /tail, stream: sse}",
        "rest: {path: /tail, stream: xml}",
        "Input should be 'ndjson', 'sse' or 'bytes'",
    ),
    (
        "path: /tail, stream: sse",
        "path: /tail, stream: ndjson",
        "lines of JSON have no kinds; `type` or `keys`",
    ),
    (
        "line: text, tail: done",
        "line: text, foot: done",
        "jobs.yaml:53:39: 'foot' is none of the stream's item",
    ),
    ("end: [tail]", "end: [end]", "'end' is none of the stream's item types"),
    ("      keys: {head", "      type: type\n      keys: {head", "give either `type` or `keys`"),
    # What the local gateway keeps
    ("{store: jobs, does: list", "{store: job, does: list", "no operation adds to the store 'job'"),
    ("filter: {state: state}", "filter: {state: stat}", "what is kept has no field 'stat'"),
    ("filter: {state: state}", "filter: {stat: state}", "the request has no 'stat'"),
    ("what: $what}", "what: $waht}", "there is no value $waht; known here"),
    ("ended: $now}", "ended: $soon}", "there is no value $soon; known here"),
    ("[{feed: job, event", "[{feed: jib, event", "there is no feed 'jib'"),
    ("limit: most}", "limit: more}", "the request has no 'more'"),
    ("limit: most}", "with_connection: true}", "this goes with `does: add`"),
    (
        "does: get\n      key: jobId",
        "does: get\n      key: jobId\n      by: id",
        "the request has no 'id' that names",
    ),
    ("      by: job_id", "      by: jobId", "the feed has no argument 'jobId'"),
    ("      store: jobs\n      by: job_id", "      store: job\n      by: job_id", "adds to the store 'job'"),
    ("send: state, event: state}", "send: state, event: state, example: {a: $b}}", "there is no value $b"),
    ("state: $state, at", "state: $stat, at", "there is no value $stat; known here"),
]

WATCHER_TYPES = [
    (
        "kind: {wire: $kind,",
        "kind: {wire: $id,",
        "Other has a field for $id, which nothing tells here",
    ),
]


MAKER_GATEWAY = [
    (
        "build_term: gatewright.extensions.trustgraph.compatibility",
        "build_term: os.path",
        "only modules under gatewright.extensions can be named here",
    ),
    ("trustgraph.compatibility", "trustgraph.compatible", "there is no module gatewright.extensions.trust"),
    ("  build_term: gatewright", "  build_terms: gatewright", "gateway.yaml:28:16: gatewright.extensions."),
    ("  build_term: gatewright", "  Files: gatewright", "the name Files is taken"),
    (
        "{Client: Api, Files",
        "{Client: Apis, Files",
        "gateway.yaml:32:23: the client has no public name 'Apis'",
    ),
    ("Files: Files}", "parts: Files}", "'parts' is the name of a module there"),
    ("Vector: Near,", "Files: Near,", "'Files' is Files in another module"),
    ("package: older.api", "package: sample.api", "sample.api would be in the way of the client itself"),
    ("  files: {class: Files", "  with_level: {class: Files", "'with_level' is the method for a setting"),
]

MAKER_DEPOT = [
    ("also: [download]", "also: [os]", "'os' cannot be the name of a method here"),
    # Reading back
    (
        "{call: list, request: {}}",
        "{call: lost}",
        "there is no operation 'lost' here, nor in another service",
    ),
    ("{call: list, request: {}}", "{call: put}", "'put' is to be a call that returns something"),
    ("{call: list, request: {}}", "{call: send}", "'send' is to be a call that returns something"),
    ("{call: list, request: {}}", "{call: read}", "'read' is to be a call that returns something"),
    ("{call: list, request: {}}", "{call: list, request: {a: 1}}", "'list' has no argument 'a'"),
    ("{call: list, request: {}}", "{call: find}", "depot.yaml:16:20: 'find' needs 'names'"),
    (
        "request: {names: $values}",
        "request: {names: $value}",
        "there is no value $value; known here: $values",
    ),
    ("contains: name", "contains: nome", "depot.yaml:17:17: the request has no 'nome'"),
    ("contains: name", "lacks: name\n      gone: size", "give one of `contains`"),
    ("each: [values, tag]", "each: [value, tag]", "the request has no 'value'"),
    (
        "tags: {type: array, items: {type: string}}\n",
        "verify: {type: string}\n",
        "the method has an argument 'verify' already",
    ),
    # Bytes
    ("stream: bytes}\n    request", "stream: sse}\n    request", "the items are bytes; say `stream: bytes`"),
    ("stream: {bytes: content, total", "stream: {other: Word, x", "'x' is not known here"),
    ("{bytes: content, total: total-size", "{bytes: content, type: kind", "a stream of bytes has no 'type'"),
    ("length: {call: size, request: {of: $name}}", "length: {call: sice}", "there is no operation 'sice'"),
    ("    save: read", "    save: list", "the service has no stream of bytes 'list'"),
    (
        "    save: read",
        "    save: read\n    request: {a: {type: string}}",
        "its request is that of the stream",
    ),
    ("    save: read", "    save: read\n    wire: x", "an operation with `save` has no 'wire' of its own"),
    (
        "piece: {wire: piece-size",
        "file_path: {wire: piece-size",
        "the method has an argument 'file_path' already",
    ),
    (
        "query: {t: $tenant}",
        "query: {t: $level}",
        "a setting that is text, or the scope's parameter, can stand",
    ),
    ("query: {t: $tenant}", "query: {piece-size: $tenant}", "the request has a 'piece-size' for the query"),
    ("query: {t: $tenant}", "query: {t: x}", "can stand here: $tenant"),
    (
        "content: {type: string, encode: base64, required: true, doc",
        "content: {type: object, encode: base64, required: true, doc",
        "bytes are sent as a string",
    ),
    # Uploads
    (
        "      argument: file\n      begin: [{call: begin",
        "      argument: fil\n      begin: [{call: begin",
        "no required 'fil'",
    ),
    ("size: $size}}]", "size: $length}}]", "there is no value $length; known here: $name, $size"),
    (
        "index: $index, content: $content}}\n      finish: {call: finish, request: {upload: $upload_id}}",
        "index: $number, content: $content}}\n      finish: {call: finish, request: {upload: $upload_id}}",
        "no value $number",
    ),
    ("      missing: missing", "      missing: chunks", "`begin` returns no 'chunks'"),
    ("      total: size", "      total: total", "`begin` returns no 'total'"),
    ("      then: {call: tag", "      then: {call: tags", "there is no operation 'tags'"),
    (
        "      then: {call: tag, request: {values: [$name]}}",
        "      then: {call: tag, request: {values: [$index]}}",
        "no value $index",
    ),
    (
        "      key: upload_id\n      resume: resume\n  resume",
        "      key: upload_id\n  resume",
        "`resume` and `key` go together",
    ),
    (
        "      key: upload_id\n      resume: resume\n  resume",
        "      key: upload_id\n      resume: again\n  resume",
        "no operation 'again'",
    ),
    (
        "small: {below: 100, call: put, request: {name: $name, content",
        "small: {below: 100, call: put, request: {name: $upload_id, content",
        "no value $upload_id",
    ),
    (
        "      name: {wire: file-name, type: string, required: true, doc: Its name.}\n    upload",
        "      name: {type: string, required: true}\n      odd: {type: string}\n    upload",
        "no step of the upload uses it",
    ),
    (
        "    returns: {nothing: true}\n  finish:\n",
        "    rest: false\n    returns: {nothing: true}\n  finish:\n    socket: false\n",
        "no interface has all of its steps",
    ),
    # Places
    (
        "    socket: false\n    request:\n      data",
        "    request:\n      data",
        "a raw body needs a route of its own on REST",
    ),
    (
        "kind: {type: string, in: query}",
        "kind: {type: string}",
        "it is the whole body; nothing else can be there",
    ),
    ('service: "thru/{name}"', 'service: "thru/{nome}"', "the request has no 'nome' that is text"),
    ('service: "thru/{name}"', 'service: "thru/{name"', "a brace without its partner"),
    (
        'service: "thru/{name}"',
        'service: "thru/{name}"\n    socket: false',
        "the operation is not on the socket",
    ),
    ("body: {type: object, in: whole", "body: {type: array, in: whole", "only an object has fields"),
    ("also: [password]", "in: client", "nothing is done with it; another word of the operation names it"),
    # The client for sockets
    ("  login:", "  files:", "'files' cannot be the name of a method of the client"),
    (
        "    client: true",
        "    client: true\n    socket: false",
        "only an operation of the socket that belongs to no",
    ),
]

MAKER_SEARCH = [
    (
        "      to: {type: string",
        "      instead: {type: string",
        "the method has an argument 'instead' already",
    ),
    ("derive: {from: text", "derive: {from: word", "the request has no 'word' with `in: client`"),
    ("call: vectors, request", "call: vector, request", "there is no operation 'vector' here"),
    (
        "texts: [$text]",
        "texts: [$txt]",
        "search.yaml:12:63: there is no value $txt; known here: $text, $vector",
    ),
    (
        "        type: array\n",
        "        type: array\n        required: true\n",
        "one field can be derived, and it is",
    ),
    ("hidden: [beat, tick]", "hidden: [word]", "'word' cannot be hidden, since its items are handed on"),
    ("always: [ask_live]", "always: [search]", "'search' cannot be the name of a method here, or is one"),
    ("      switch: live\n", "", "it streams always, without being asked to; there is no `switch`"),
    ("    metadata: meta", "    metadata: by", "'by' cannot stand for other arguments here"),
    (
        "item: object\n    message: {rows: $items}\n  things",
        "item: objects\n    message: {rows: $items}\n  things",
        "there is no type 'objects'",
    ),
]

MAKER_TYPES = [
    (
        "others: {type: array, items: {type: string}",
        "others: {type: array, items: {$ref: Piece}",
        "holds a record",
    ),
    ("explainability_entities:Explained", "explainability_entities:Explains", "has no Explains"),
    ('mixin: "gatewright.extensions', 'mixin: "os', "only modules under gatewright.extensions can be named"),
    (
        "data: {type: string, encode: base64}",
        "data: {type: any, encode: base64}",
        "bytes are sent as a string",
    ),
    ('encode: base64, default: ""', 'encode: base64, default: "x"', "bytes are sent as a string"),
    (
        "label: {type: string",
        "label: {wire: $kind, type: string",
        "has a field for $kind, which nothing tells",
    ),
]


def mistakes() -> list[tuple[dict[str, str], str, tuple[str, str, str]]]:
    tables = (
        (TALKER, "gateway", TALKER_GATEWAY),
        (TALKER, "room", TALKER_ROOM),
        (TALKER, "things", TALKER_THINGS),
        (TALKER, "all", TALKER_TYPES),
        (WATCHER, "gateway", WATCHER_GATEWAY),
        (WATCHER, "jobs", WATCHER_JOBS),
        (WATCHER, "all", WATCHER_TYPES),
        (MAKER, "gateway", MAKER_GATEWAY),
        (MAKER, "depot", MAKER_DEPOT),
        (MAKER, "search", MAKER_SEARCH),
        (MAKER, "all", MAKER_TYPES),
    )
    return [(files, stem, mistake) for files, stem, table in tables for mistake in table]


@pytest.mark.parametrize("files", [TALKER, WATCHER, MAKER])
def test_the_samples_are_sound(tmp_path: Path, files: dict[str, str]) -> None:
    assert problems(tmp_path, files) == []


@pytest.mark.parametrize(("files", "stem", "mistake"), mistakes())
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, files: dict[str, str], stem: str, mistake: tuple[str, str, str]
) -> None:
    old, new, message = mistake

    found = problems(tmp_path, files, **{stem: (old, new)})

    assert any(message in problem for problem in found), found
    assert all(problem.startswith("schema/sample/") for problem in found)


def test_a_feed_may_be_called_like_a_group_that_is_not_on_the_socket(tmp_path: Path) -> None:
    change = ("  all_jobs:", "  jobs:")

    assert loaded(tmp_path, WATCHER, jobs=change).descriptor.services["jobs"].feeds.keys() == {"job", "jobs"}


def test_a_push_cannot_be_called_like_a_group(tmp_path: Path) -> None:
    files = {
        **TALKER,
        "gateway.yaml": TALKER["gateway.yaml"].replace("  things: {class", "  on_news: {class"),
    }
    files["services/things.yaml"] = files["services/things.yaml"].replace("group: things", "group: on_news")

    found = problems(tmp_path, files)

    assert any("'on_news' cannot be the name of a method" in problem for problem in found), found


def test_a_frame_without_kinds_cannot_tell_items_apart(tmp_path: Path) -> None:
    text = TALKER["gateway.yaml"].replace("    kind: type\n", "")
    start, end = text.index("  pushes:"), text.index("  connections:")
    files = {**TALKER, "gateway.yaml": text[:start] + text[end:]}

    found = problems(tmp_path, files)

    assert any("the frames of the socket have no kinds" in problem for problem in found), found


def test_a_stream_must_have_an_end(tmp_path: Path) -> None:
    files = {**TALKER, "gateway.yaml": TALKER["gateway.yaml"].replace("    done: {last: true}\n", "")}

    found = problems(tmp_path, files, room=("      end: [end]\n", ""))

    assert any("room.yaml:18:5: nothing tells the last frame of the stream" in each for each in found), found
