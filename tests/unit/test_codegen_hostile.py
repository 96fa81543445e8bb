"""Text of a descriptor stays text, whatever it looks like: generated code is compiled, imported and asked."""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from codegen_samples import MAKER, TALKER, WATCHER, generated, imported, problems, write_sample
from hypothesis import given
from hypothesis import strategies as st

from gatewright_codegen import inert
from gatewright_codegen.load import load
from gatewright_codegen.models import models_source

HOSTILE = [
    '"""',
    "'''",
    '""""""',
    'ends with a quote "',
    "ends with a backslash \\",
    '\\"""',
    "\\N{BULLET} \\x41 \\u0041 \\",
    "{{ 7 * 7 }} {% raise %} {# no #} {{ self }}",
    "${HOME} $token %s %(x)s {0} {x}",
    '"""\nimport os; os.abort()\n"""',
    "first\r\nsecond\x0cthird\x85fourth\u2028fifth",
    "right to left \u202e and back \u202c",
    "\x07\x1b[31m",
    "# type: ignore",
    "] | <script>alert(1)</script> `code` [link](javascript:x)",
    "é 漢字 🦀",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_wherever_a_descriptor_may_have_it(tmp_path: Path, text: str) -> None:
    # YAML knows no pairs of escapes for one character.
    said = json.dumps(text, ensure_ascii=max(text) < "\U00010000")
    schema = write_sample(tmp_path)
    for file, marks in {
        "gateway.yaml": [
            "A gateway that exists only in tests.",
            "Who is asking.",
            "One room.",
            "it is gone.",
        ],
        "services/talk.yaml": ["Shout.", "Tell facts one by one.", "It mumbles."],
        "types/all.yaml": ["What was answered.", "A piece.", "How loud."],
    }.items():
        path = schema / "sample" / file
        content = path.read_text(encoding="utf-8")
        for mark in marks:
            assert content.count(mark) == 1
            content = content.replace(mark, said)
        content = content.replace("title: Sample", f"title: {said}")
        content = content.replace("enum: [glad, sad]", f"enum: [glad, {said}]")
        content = content.replace('default: "", also: [answer]', f"default: {said}, description: {said}")
        path.write_text(content, encoding="utf-8")
    folder = _generate(schema, tmp_path)

    for module in sorted(folder.glob("sample/*.py")):
        ast.parse(module.read_text(encoding="utf-8"))
    with imported(folder) as package:
        for name in package.__all__:
            assert getattr(package, name) is not None
        assert package.Answer(seen=1).reply == text
        assert package.Answer(seen=1, mood=text).mood == text
        protocol = _module(package, "protocol")
        assert {"old": text} == protocol.RETIRED
        assert protocol.GATEWAY.title == text
        # Tabs and line ends may be laid out anew; what is said is the same.
        plain = "".join(text.split())
        assert plain in "".join((package.Room.__doc__ or "").split())
        assert plain in "".join((inspect.getdoc(package.Room.say) or "").split())
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "<script>" not in readme
    assert "[link]" not in readme


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_messages_of_the_gateway_and_feeds(tmp_path: Path, text: str) -> None:
    said = json.dumps(text, ensure_ascii=max(text) < "\U00010000")
    marks = {
        "gateway.yaml": ["sample}\n  header", "hello}", "by: sample", "{last: true}", "pong, id"],
        "services/room.yaml": ["Say something.", "word: Word, end", "end: [end]"],
        "types/all.yaml": ["It greets.", "It asks."],
    }
    new = {
        "sample}\n  header": f"{said}}}\n  header",
        "hello}": f"{said}}}",
        "by: sample": f"by: {said}",
        "{last: true}": f"{{last: {said}}}",
        "pong, id": f"{said}, id",
        "word: Word, end": f"{said}: Word, end",
        "end: [end]": f"end: [{said}]",
    }
    docs = ["Who is asking.", "The room is gone.", "make another", "It asks something.", "It asks twice."]
    docs += ["it was asleep", "It answers when it likes.", "What there is."]
    marks["gateway.yaml"] += docs
    files = _replaced(TALKER, marks, new, said)
    with imported(_generate(write_sample(tmp_path, files=files), tmp_path)) as package:
        for name in package.__all__:
            assert getattr(package, name) is not None
        protocol, operations = _module(package, "protocol"), _module(package, "operations")
        socket = protocol.GATEWAY.socket
        assert socket.greeting.match == {"type": text}
        assert socket.unanswered == text
        assert protocol.socket_query({"token": None, "tenant": "m"})["client"] == text
        assert json.loads(protocol.encode("1", {"operation": "o", "service": "s", "app": 1}, {}))["data"] == {
            "app": 1,
            "by": text,
        }
        assert protocol.decode({"last": text})[3]
        assert json.loads(protocol.reply_beat("b", {}, {}))["type"] == text
        assert operations.FOLLOW.stream.end == (text,)
        assert type(operations.FOLLOW.stream.decode((None, text, {}))) is package.Word
        plain = "".join(text.split())
        for where in (package.RoomGone, package.SocketClient.on_question, package.TalkClient.things.fget):
            assert plain in "".join((inspect.getdoc(where) or "").split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_feeds(tmp_path: Path, text: str) -> None:
    said = json.dumps(text, ensure_ascii=max(text) < "\U00010000")
    new = {
        '{beat: "ok"}': f"{{beat: {said}}}",
        "hidden: [beat]": f"hidden: [{said}]",
        "send: ping, word: pong": f"send: {said}, word: {said}",
        "[over, broken]}}": f"[over, {said}]}}}}",
        "finished: Progressed": f"{said}: Progressed",
        "end: [finished]": f"end: [{said}]",
        "finished: {state: [over, broken]}": f"finished: {{state: [{said}]}}",
    }
    docs = ["Watch a job.", "Is anybody there?", "It forgets.", "Which one.", "Run a job to its end."]
    files = _replaced(WATCHER, {"services/jobs.yaml": [*new, *docs]}, new, said)
    with imported(_generate(write_sample(tmp_path, files=files), tmp_path)) as package:
        for name in package.__all__:
            assert getattr(package, name) is not None
        operations = _module(package, "operations")
        feed = operations.FEED_JOB
        assert (feed.replies, feed.hidden, feed.words, feed.end) == (
            {"beat": text},
            (text,),
            (text,),
            (text,),
        )
        assert feed.settled == {"state": {"state": ("over", text)}}
        assert type(feed.decode({"type": text})) is package.Progressed
        assert operations.FEED_JOB_PING.send == text
        assert operations.JOBS_RUN.finished == {"state": (text,)}
        plain = "".join(text.split())
        for where in (package.JobFeed, package.JobFeed.ping, package.SocketClient.job, package.Jobs.run):
            assert plain in "".join((inspect.getdoc(where) or "").split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_what_is_made_of_others(tmp_path: Path, text: str) -> None:
    said = json.dumps(text, ensure_ascii=max(text) < "\U00010000")
    new = {
        "title: Maker": f"title: {said}",
        "[beat, tick]": f"[beat, {said}]",
        "{upload_id: $upload}}": f"{{upload_id: $upload, note: {said}}}}}",
        "{values: [$name]}": f"{{values: [$name, {{a: {said}}}]}}",
        "{names: $values}": f"{{names: [$values, {said}]}}",
        "{of: $name}}}": f"{{of: {said}}}}}}}",
        "{texts: [$text]}": f"{{texts: [{said}]}}",
        "default: none": f"default: {said}",
    }
    marks = {
        "gateway.yaml": ["title: Maker", "Who is asking.", "All files."],
        "services/depot.yaml": [
            *("{upload_id: $upload}}", "{values: [$name]}", "{names: $values}", "{of: $name}}}"),
            *("Put a file.", "What is in it.", "Read a file, piece by piece.", "Bytes in a piece."),
            *("Save a file.", "Send a file of any size.", "Which one.", "The body.", "Log in.", "The word."),
        ],
        "services/search.yaml": [
            *("[beat, tick]", "{texts: [$text]}", "What to look for.", "Ask a question.", "Where to."),
            *("Bring vectors.", "Take vectors.", "Bring rows."),
        ],
        "types/all.yaml": ["default: none", "What it is.", "Something with a vector."],
    }
    folder = _generate(write_sample(tmp_path, files=_replaced(MAKER, marks, new, said)), tmp_path)

    other = folder.parent / "sample_drop_in"
    for module in [*folder.glob("sample/*.py"), *other.rglob("*.py")]:
        ast.parse(module.read_text(encoding="utf-8"))
    assert "<script>" not in (other / "README.md").read_text(encoding="utf-8")
    with imported(folder) as package:
        for name in package.__all__:
            assert getattr(package, name) is not None
        operations, items = _module(package, "operations"), _module(package, "items")
        assert operations.ASK.stream.decode({"kind": text}) == []
        assert operations.FILES_RESUME.begin[0].pick["note"] == text
        assert operations.FILES_SEND.then.request == {"all": ["$name", {"a": text}]}
        assert operations.FILES_TAG.verify.read.request == {"by-name": ["$all", text]}
        assert operations.FILES_READ.stream.length.request == {"the-name": text}
        assert operations.SEARCH.derive.call.request == {"texts": [text]}
        sent = json.loads(items.encode_import_vectors([("urn:a", [])], {"to": "", "by": ""}, 0))
        assert sent["list"][0]["label"] == package.Near().label == text
        plain = "".join(text.split())
        files = (package.Files.put, package.Files.read, package.Files.save, package.Files.send)
        bulk = (package.BulkClient.import_vectors, package.BulkClient.export_vectors)
        streams = (package.SocketRoom.ask_live, package.SocketClient.login, package.Near)
        for where in (*files, *bulk, *streams):
            assert plain in "".join((inspect.getdoc(where) or "").split())


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("gateway", "package: older.api", "package: 'older.api; import os'"),
        ("gateway", "package: older.api", "package: ../older"),
        ("gateway", "    clients: {", "    '../clients': {"),
        ("gateway", "    clients: {", "    clients.x: {"),
        ("gateway", "{Client: Api", "{'Client, x': Api"),
        ("gateway", "{Client: Api", "{Client: 'Api as x'"),
        ("gateway", "  build_term: gatewright", "  'build term': gatewright"),
        ("gateway", "gatewright.extensions.trustgraph.compatibility", "'gatewright.extensions.x;os'"),
        ("gateway", "gatewright.extensions.trustgraph.compatibility", "gatewright.extensions...os"),
        ("depot", 'service: "thru/{name}"', 'service: "thru/\'{name}"'),
        ("depot", 'service: "thru/{name}"', 'service: "thru/\\n{name}"'),
        ("depot", "save: read", "save: 'read()'"),
        (
            "depot",
            "      argument: file\n      begin: [{call: begin",
            "      argument: 'f=1'\n      begin: [{call: begin",
        ),
        ("depot", "then: {call: tag,", "then: {call: 'tag()',"),
        ("depot", "contains: name", "contains: 'name or 1'"),
        ("search", "always: [ask_live]", "always: ['ask live']"),
        ("search", "metadata: meta", "metadata: 'meta=1'"),
        ("search", "from: text", "from: 'text)'"),
        ("all", "explainability_entities:Explained", "explainability_entities:Explained(x)"),
        ("all", "explainability_entities:Explained", "x y:Explained"),
    ],
)
def test_names_of_what_is_made_of_others_cannot_become_code(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    found = problems(tmp_path, MAKER, **{file: (old, new)})

    assert found
    assert all(line.split(":")[1].isdigit() and line.split(":")[2].isdigit() for line in found)


def _replaced(
    files: dict[str, str], marks: dict[str, list[str]], new: dict[str, str], said: str
) -> dict[str, str]:
    """The files with each mark replaced by what `new` has for it, or by `said`."""
    changed = dict(files)
    for file, olds in marks.items():
        for old in olds:
            assert changed[file].count(old) == 1, (file, old)
            changed[file] = changed[file].replace(old, new.get(old, said))
    return changed


def test_names_that_python_or_a_model_needs_for_itself_are_given_others(tmp_path: Path) -> None:
    wires = ["class", "None", "list", "dict", "print", "json", "copy", "get", "keys", "model_dump", "self"]
    wires += ["__init__", "__dict__x", "_private", "1st", "a-b.c", "camelCase", "x/y", "é", "str", "int"]
    properties = "".join(f"      {json.dumps(wire)}: {{type: string, description: It.}}\n" for wire in wires)
    folder = generated(
        tmp_path, all=("      seen: {type: integer}\n", f"      seen: {{type: integer}}\n{properties}")
    )

    with imported(folder) as package:
        answer = package.Answer.model_validate({"seen": 1, **{wire: f"value of {wire}" for wire in wires}})
        assert answer["seen"] == 1
        for wire in wires:
            assert answer[wire] == f"value of {wire}"
            assert wire in answer
        assert answer.class_ == "value of class"
        assert answer.list_ == "value of list"
        assert answer.a_b_c == "value of a-b.c"
        assert answer.camel_case == "value of camelCase"
        assert answer.get_ == "value of get"
        assert callable(answer.get)


def test_arguments_may_be_called_like_builtins_and_modules(tmp_path: Path) -> None:
    names = [
        "list",
        "str",
        "open",
        "id",
        "type",
        "operations",
        "terms",
        "rdf",
        "legacy",
        "Literal",
        "each",
        "dict",
    ]
    request = "".join(f"      {name}: {{type: array, items: {{type: string}}}}\n" for name in names)
    folder = generated(tmp_path, talk=("      loud: {", f"{request}      loud: {{"))

    sent = []

    class Channel:
        def call(self, operation: Any, scope: Any, fields: Any, timeout: Any) -> None:
            sent.append((operation.name, fields))

    with imported(folder) as package:
        room = package.Room(Channel(), "r")
        room.say("hello", about="urn:x", **{name: [name] for name in names})

    assert sent[0][0] == "say"
    assert {name: sent[0][1][name] for name in names} == {name: [name] for name in names}


def test_methods_may_be_called_like_builtins(tmp_path: Path) -> None:
    rest = "    rest: {path: /x}\n    response: Listing\n    returns: {fields: [names]}\n"
    more = "".join(
        f"  {name}:\n    doc: It.\n{rest}" for name in ("str", "float", "bool", "dict", "tuple", "open")
    )
    folder = generated(tmp_path, things=("  keep:\n", f"{more}  keep:\n"))

    code = f"import sys; sys.path.insert(0, {str(folder)!r})\nimport sample.rest as m, inspect\n"
    code += "print(inspect.signature(m.Things.list).return_annotation)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "builtins.tuple[builtins.list[builtins.str] | None, int]".replace(
        " | None", ""
    )


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("gateway", "class: Room\n", "class: 'Room(object)'\n"),
        ("gateway", "parameter: room", "parameter: 'room, x'"),
        ("gateway", "  tenant: {", "  'tenant=1': {"),
        ("gateway", "release: 1.2.3", 'release: "1.2\\n"'),
        ("gateway", "kind: call", '"kind\\"": call'),
        ("gateway", "http://localhost:1/", "http://localhost:1/ x"),
        ("talk", "service: talk", 'service: "talk\'"'),
        ("talk", "word: Word", "word: 'Word()'"),
        ("things", "path: /things\n", "path: /../../etc\n"),
        ("things", "path: /things\n", 'path: "/thi\\nngs"\n'),
        ("things", "  things:\n    doc: Bring", "  '../things':\n    doc: Bring"),
        ("all", "  Thing:\n", "  '../Thing':\n"),
        ("all", "  Thing:\n", '  "Thing:\\n  import os":\n'),
        ("all", "{$ref: Thing}", "{$ref: '../../x.yaml#/A'}"),
        ("all", "{$ref: Thing}", "{$ref: 'http://localhost/x'}"),
        ("all", "name: count", "name: 'count; x'"),
    ],
)
def test_names_and_paths_that_would_become_code_or_leave_the_folder_are_refused(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    found = problems(tmp_path, **{file: (old, new)})

    assert found
    assert all(line.split(":")[1].isdigit() and line.split(":")[2].isdigit() for line in found)


def test_models_come_without_the_network_and_hold_nothing_but_fields(
    tmp_path: Path, monkeypatch: Any
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr("socket.socket.connect", refuse)
    descriptor = load(write_sample(tmp_path), "sample").descriptor

    source = models_source(descriptor, "# x")

    kinds = {type(statement) for statement in ast.parse(source).body}
    assert kinds <= {ast.Import, ast.ImportFrom, ast.ClassDef, ast.Expr}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_docstrings_say_what_they_were_given(text: str) -> None:
    flat = text.replace("\t", " ")

    made = ast.literal_eval(inert.docstring(flat))

    assert made.strip() == "\n".join(flat.strip().split("\r\n")).replace("\r", "\r").strip()


@given(st.lists(st.tuples(st.text(), st.booleans())))
def test_constant_text_of_a_template_is_inert(parts: list[tuple[str, bool]]) -> None:
    pieces = [("value" if is_expression else text, is_expression) for text, is_expression in parts]
    expected = "".join("<v>" if is_expression else text for text, is_expression in parts)

    assert eval(inert.fstring(pieces), {"value": "<v>"}) == expected


def _generate(schema: Path, root: Path) -> Path:
    from gatewright_codegen.workspace import Workspace, generate

    generate(Workspace(schema, root / "generated"), "sample")
    return root / "generated" / "sample"


def _module(package: Any, name: str) -> Any:
    import importlib

    return importlib.import_module(f"{package.__name__}.{name}")
