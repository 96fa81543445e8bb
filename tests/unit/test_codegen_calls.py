"""Operations that are made of others, and what else a client does besides one request: sample `MAKER`."""

from __future__ import annotations

import importlib
import inspect
import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from codegen_samples import MAKER, Recorder, generated, imported

from gatewright.errors import InvalidItem
from gatewright.operation import Derive, SubCall, Upload, Verify
from gatewright.rdf import Literal, Triple, Uri

COLOURS = ("sync", "async")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generated(tmp_path_factory.mktemp("maker"), files=MAKER)


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[Any]:
    with imported(folder) as package:
        yield package


@pytest.fixture
def operations(client: Any) -> Any:
    return importlib.import_module("sample.operations")


@pytest.fixture
def items(client: Any) -> Any:
    return importlib.import_module("sample.items")


async def _awaited(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


class AsyncRecorder(Recorder):
    """The same for asyncio code: what is no stream has to be awaited."""

    def __getattr__(self, name: str) -> Any:
        record = super().__getattr__(name)

        async def later(*args: Any, **kwargs: Any) -> Any:
            return record(*args, **kwargs)

        return record if name in {"stream", "answer", "bound"} else later


def recorded(client: Any, class_name: str, *scope: str) -> Iterator[tuple[Any, Recorder]]:
    """The class on all four interfaces, each with what notes its calls."""
    for prefix in ("", "Socket", "Async", "AsyncSocket"):
        channel = AsyncRecorder() if prefix.startswith("Async") else Recorder()
        yield getattr(client, prefix + class_name)(channel, *scope), channel


async def calls(
    client: Any, class_name: str, *scope: str, call: Callable[[Any], Any]
) -> list[tuple[Any, ...]]:
    """What a call hands to the channel, which must be the same on all four interfaces."""
    seen: list[tuple[Any, ...]] = []
    for owner, channel in recorded(client, class_name, *scope):
        result = await _awaited(call(owner))
        assert result == f"result of {channel.calls[0][0]}"
        assert len(channel.calls) == 1
        seen.append(channel.calls[0])
    assert all(each == seen[0] for each in seen)
    return seen


# Reading back, and working out ------------------------------------------------------------------


async def test_a_call_can_be_made_sure_of(client: Any, operations: Any) -> None:
    put = operations.FILES_PUT

    assert put.verify == Verify(read=SubCall("FILES_LIST"), contains="file-name")
    assert put.base64 == ("content",)
    assert operations.FILES_TAG.verify == Verify(
        read=SubCall("FILES_FIND", {"by-name": "$all"}), each=("all", "tag")
    )
    fields = {"file-name": "a", "content": b"x", "tags": None}
    sure = await calls(client, "Files", call=lambda files: files.put("a", b"x", verify=True, timeout=2.0))
    assert sure[0] == ("call", put, {}, fields, 2.0, True)
    unsure = await calls(client, "Files", call=lambda files: files.put("a", b"x"))
    assert unsure[0][-1] is False
    verify = inspect.signature(client.Files.put).parameters["verify"]
    assert (verify.kind.name, verify.default) == ("KEYWORD_ONLY", False)
    assert "verify: Make sure" in (inspect.getdoc(client.Files.put) or "")


async def test_a_field_can_be_worked_out(client: Any, operations: Any) -> None:
    search = operations.SEARCH

    assert search.derive == Derive("the-vector", "text", SubCall("VECTORS", {"texts": ["$text"]}))
    seen = await calls(client, "Room", "blue", call=lambda room: room.search("red"))
    assert seen[0] == ("call", search, {"room": "blue"}, {"text": "red", "the-vector": None}, None)


def test_a_result_can_be_bytes(client: Any, operations: Any) -> None:
    assert operations.FILES_ICON.result.parse == "base64"
    assert inspect.signature(client.Files.icon).return_annotation == "bytes"


# Where the parts of a request go -----------------------------------------------------------------


async def test_a_service_can_be_named_by_an_argument(client: Any, operations: Any) -> None:
    operation = operations.FILES_ANY

    assert operation.frame == {"service": "thru/{the-name}", "operation": "any"}
    assert (operation.in_service, operation.whole, operation.in_path) == (
        ("the-name",),
        "body",
        ("the-name",),
    )
    assert operation.path == "/thru/{the-name}"
    seen = await calls(client, "Files", call=lambda files: files.any("x", {"a": 1}))
    assert seen[0][3] == {"the-name": "x", "body": {"a": 1}}


def test_a_raw_body_and_parameters_go_over_http(client: Any, operations: Any) -> None:
    raw = operations.FILES_RAW

    assert (raw.content, raw.params, raw.query, raw.frame) == ("data", {"tenant": "tenant"}, ("kind",), None)
    assert not hasattr(client.SocketFiles, "raw")
    annotations = [inspect.signature(files.raw).parameters["data"].annotation for files in (client.Files,)]
    assert annotations == ["bytes | Iterable[bytes]"]
    in_async = inspect.signature(client.AsyncFiles.raw).parameters["data"].annotation
    assert in_async == "bytes | Iterable[bytes] | AsyncIterable[bytes]"


# Bytes -------------------------------------------------------------------------------------------


async def test_a_stream_of_bytes_is_counted(client: Any, operations: Any) -> None:
    read = operations.FILES_READ

    assert (read.media, read.params, read.method) == ("bytes", {"t": "tenant"}, "GET")
    assert read.stream.total == "total-size"
    assert read.stream.length == SubCall("FILES_SIZE", {"the-name": "$file-name"})
    assert read.stream.decode({"content": b64encode(b"hi").decode()}) == b"hi"
    with pytest.raises(ValueError, match="this is no base64"):
        read.stream.decode({"content": "%"})
    seen = await calls(client, "Files", call=lambda files: files.read("a", 3))
    assert seen[0] == ("stream", read, {}, {"file-name": "a", "piece-size": 3}, None)
    returned = [inspect.signature(each.read).return_annotation for each in (client.Files, client.AsyncFiles)]
    assert returned == ["Stream[bytes]", "AsyncStream[bytes]"]


async def test_a_stream_can_be_saved(client: Any, operations: Any) -> None:
    def done(_done: int, _all: int) -> None:
        raise AssertionError("nobody calls this")

    fields = {"file-name": "a", "piece-size": 10}
    seen = await calls(client, "Files", call=lambda files: files.save("a", "/x", on_progress=done))
    assert seen[0] == ("save", operations.FILES_READ, {}, fields, "/x", None, done)
    assert list(inspect.signature(client.Files.save).parameters) == [
        *("self", "name", "file_path", "piece", "on_progress", "timeout")
    ]
    assert not hasattr(operations, "FILES_SAVE")
    assert client.Files.download is client.Files.save


async def test_an_upload_knows_its_steps(client: Any, operations: Any) -> None:
    chunk = SubCall(
        "FILES_CHUNK", {"upload-id": "$upload_id", "chunk-index": "$index", "content": "$content"}
    )
    assert (
        Upload(
            name="files.send",
            argument="file",
            begin=(SubCall("FILES_BEGIN", {"file-name": "$name", "total-size": "$size"}),),
            chunk_size="chunk_size",
            chunk=chunk,
            finish=SubCall("FILES_FINISH", {"upload-id": "$upload_id"}),
            small=(100, SubCall("FILES_PUT", {"file-name": "$name", "content": "$content"})),
            then=SubCall("FILES_TAG", {"all": ["$name"]}),
            key="upload_id",
            resume="resume",
        )
        == operations.FILES_SEND
    )
    resume = operations.FILES_RESUME
    assert resume.begin[0] == SubCall("FILES_PENDING", {}, {"upload_id": "$upload"})
    assert (resume.missing, resume.total) == ("missing", "size")
    seen = await calls(client, "Files", call=lambda files: files.send(b"x", "a", timeout=1.0))
    assert seen[0] == ("upload", operations.FILES_SEND, {}, {"file": b"x", "name": "a"}, 1.0, None)
    signature = inspect.signature(client.Files.send)
    assert signature.return_annotation == "Uploaded"
    assert list(signature.parameters) == ["self", "file", "name", "on_progress", "timeout"]
    assert signature.parameters["file"].annotation == "bytes | str | os.PathLike[str] | BinaryIO"


# Streams of records --------------------------------------------------------------------------------


def test_hidden_items_are_not_handed_on(client: Any, operations: Any) -> None:
    rule = operations.ASK.stream

    assert rule.each
    assert rule.decode({"kind": "beat"}) == rule.decode({"kind": "tick"}) == []
    assert rule.decode({"kind": "other"}) == [client.Piece("other")]
    (word,) = rule.decode({"kind": "word", "data": b64encode(b"\x00").decode(), "explain_id": "e"})
    assert (word.data, word.more, word.explain_id) == (b"\x00", b"", "e")
    with pytest.raises(ValueError, match="this is no base64"):
        rule.decode({"kind": "word", "more": "%"})


def test_a_record_can_inherit_from_the_runtime(client: Any) -> None:
    names = [each.__name__ for each in client.Word.__mro__]
    assert names[1:] == ["Piece", "Record", "Explained", "object"]
    assert not hasattr(client.Word(), "__dict__")


def test_methods_can_stream_without_being_asked_to(client: Any, operations: Any) -> None:
    def hear(_item: object) -> None:
        raise AssertionError("nobody calls this")

    assert not hasattr(client.Room, "ask_live")
    for prefix, stream in (("Socket", "Stream"), ("AsyncSocket", "AsyncStream")):
        channel = Recorder()
        class_ = getattr(client, f"{prefix}Room")
        assert class_(channel, "blue").ask_live("why?", on_piece=hear) == "result of stream"
        fields = {"words": "why?", "live": True}
        assert channel.calls == [("stream", operations.ASK, {"room": "blue"}, fields, None, hear)]
        assert inspect.signature(class_.ask_live).return_annotation == f"{stream}[AskItem]"


# Settings, sockets, public names -------------------------------------------------------------------


def test_there_is_a_twin_for_another_setting(client: Any) -> None:
    for class_ in (client.SocketClient, client.AsyncSocketClient, client.BulkClient, client.AsyncBulkClient):
        channel = Recorder()
        twin = class_(channel).with_tenant("other")
        assert type(twin) is class_
        assert twin._channel == "result of bound"
        assert channel.calls == [("bound", {"tenant": "other"})]
    assert inspect.signature(client.Api.with_level).parameters["level"].annotation == "int"
    api = client.Api("http://127.0.0.1:9/")
    twin = api.with_tenant("other")
    assert type(twin) is client.Api
    assert twin is not api


async def test_a_socket_can_be_opened_and_authenticated_again(client: Any) -> None:
    for class_, channel in ((client.SocketClient, Recorder()), (client.AsyncSocketClient, AsyncRecorder())):
        socket = class_(channel)
        assert await _awaited(socket.connect(timeout=1.0)) is None
        assert await _awaited(socket.authenticate("t", timeout=2.0)) is None
        assert channel.calls == [("connect", 1.0), ("authenticate", "t", 2.0)]


async def test_an_operation_can_be_one_of_the_socket_client_too(client: Any, operations: Any) -> None:
    for class_, channel in ((client.SocketClient, Recorder()), (client.AsyncSocketClient, AsyncRecorder())):
        assert await _awaited(class_(channel).login(password="w")) == "result of call"
        assert channel.calls == [("call", operations.FILES_LOGIN, {}, {"word": "w"}, None)]


def test_hand_written_names_are_public_and_wait_until_they_are_asked_for(folder: Path) -> None:
    code = f"""
import sys
sys.path.insert(0, {str(folder)!r})
import sample
assert "gatewright.extensions" not in sys.modules and "sample.items" not in sys.modules
assert "build_term" in sample.__all__
assert sample.build_term.__module__ == "gatewright.extensions.trustgraph.compatibility"
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_drop_in_gives_other_names(folder: Path) -> None:
    other = folder.parent / "sample_drop_in"
    code = f"""
import sys
sys.path[:0] = [{str(folder)!r}, {str(other)!r}]
import older.api
assert "sample" not in sys.modules and "older.api.parts" not in sys.modules
assert older.api.__all__ == ["Client", "Files", "Vector", "build"], older.api.__all__
from older.api import Client, Vector
from older.api.parts import build
import sample
assert (Client, Vector, build) == (sample.Api, sample.Near, sample.build_term)
try:
    older.api.Other
except AttributeError as error:
    assert "no attribute 'Other'" in str(error)
else:
    raise SystemExit("there is such a name")
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    assert not (other / "older" / "__init__.py").exists()
    assert (other / "older" / "api" / "py.typed").is_file()
    project = (other / "pyproject.toml").read_text(encoding="utf-8")
    assert 'dependencies = ["gatewright-sample==1.0"]' in project
    assert 'packages = ["older"]' in project


def test_the_table_tells_where_uploads_are(folder: Path) -> None:
    rows = {
        cells[1].strip(" `*\\"): [cell.strip() for cell in cells[3:7]]
        for line in (folder / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `") and len(cells := line.split("|")) > 7
    }

    assert rows["files().send"] == rows["files().save"] == ["yes"] * 4
    assert rows["files().read"] == ["streams"] * 4
    assert rows["files().raw"] == ["yes", "yes", "", ""]
    assert rows['rooms("...").ask'] == ["yes", "yes", "streams", "streams"]


# Items of transfers --------------------------------------------------------------------------------


def sent(items: Any, given: list[Any], first: int = 0) -> list[dict[str, Any]]:
    message = json.loads(items.encode_import_vectors(given, {"to": "t", "by": "b"}, first))
    assert message.pop("meta") == {"to": "t", "by": "b"}
    listed: list[dict[str, Any]] = message.pop("list")
    assert message == {}
    return listed


class Floats:
    """Something like an array of another library."""

    def __init__(self, *values: float) -> None:
        self._values = values

    def tolist(self) -> list[float]:
        return list(self._values)


def test_items_of_imports_come_in_any_shape(client: Any, items: Any) -> None:
    near = client.Near(Uri("urn:a"), [1.0, 2.0])

    expected = {"the-thing": {"v": "urn:a", "e": True}, "vector": [1.0, 2.0], "label": "none"}
    assert sent(items, [near]) == [expected]
    assert sent(items, [{"the-thing": "urn:a", "vector": (1.0, 2.0)}]) == [expected]
    assert sent(items, [{"about": "urn:a", "vector": Floats(1.0, 2.0), "unknown": 1}]) == [expected]
    assert sent(items, [("urn:a", [1.0, 2.0])]) == [expected]
    full = client.Near(
        about=Literal("x"),
        vector=[0],
        label="l",
        count=3,
        score=0.5,
        good=False,
        data=b"\xff",
        notes={"a": [1]},
        facts=[("urn:s", "urn:p", "o")],
        others=["o"],
        extra={"any": None},
    )
    (part,) = sent(items, [full])
    assert part["the-thing"] == {"v": "x", "e": False}
    assert part["facts"] == [
        {"s": {"v": "urn:s", "e": True}, "p": {"v": "urn:p", "e": True}, "o": {"v": "o", "e": False}}
    ]
    assert (part["label"], part["count"], part["score"], part["good"]) == ("l", 3, 0.5, False)
    assert (part["data"], part["notes"], part["others"]) == ("/w==", {"a": [1]}, ["o"])
    assert part["extra"] == {"any": None}


NEAR: Mapping[str, Any] = {"about": "urn:a", "vector": [1.0]}


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"vector": None}, "vector", "vector is missing"),
        ({"about": None}, "about", "about is missing"),
        ({"about": 7}, "about", "about: int is not"),
        ({"vector": "1.0"}, "vector", "vector: this is to be a list of numbers, not str"),
        ({"vector": [1.0, "2"]}, "vector", "vector: this is to be a number, not str"),
        ({"vector": [1.0, True]}, "vector", "vector: True is no number that can be sent"),
        ({"vector": [1.0, float("nan")]}, "vector", "vector: nan is no number that can be sent"),
        ({"vector": [float("inf"), 1]}, "vector", "vector: inf is no number that can be sent"),
        ({"label": 7}, "label", "label: this is to be text, not int"),
        ({"count": 1.5}, "count", "count: this is to be a whole number, not float"),
        ({"count": True}, "count", "count: this is to be a whole number, not bool"),
        ({"score": "1"}, "score", "score: this is to be a number, not str"),
        ({"good": 1}, "good", "good: this is to be True or False, not int"),
        ({"data": "x"}, "data", "data: this is to be bytes, not str"),
        ({"notes": [1]}, "notes", "notes: this is to be a mapping, not list"),
        ({"facts": ["x"]}, "facts", "facts: "),
        ({"others": "x"}, "others", "others: this is to be a list, not str"),
        ({"extra": b"x"}, "extra", "extra: "),
    ],
)
def test_a_wrong_field_is_named_with_its_item(
    items: Any, change: dict[str, Any], field: str, message: str
) -> None:
    with pytest.raises(InvalidItem) as caught:
        sent(items, [NEAR, {**NEAR, **change}], first=10)

    assert (caught.value.index, caught.value.field) == (11, field)
    assert f"item 11: {message}" in str(caught.value)


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (7, "this is to be Near, or a mapping or a tuple, not int"),
        (["urn:a", [1.0]], "not list"),
        (("urn:a", [1.0], *range(10)), "a tuple has at most 11 parts, and this one 12"),
        (("urn:a", [1.0], "\ud800"), "surrogates"),
        (("urn:a", [1.0], "x", 2**70), "64-bit"),
    ],
)
def test_a_wrong_item_is_told_with_its_place(items: Any, item: Any, message: str) -> None:
    with pytest.raises(InvalidItem, match=message) as caught:
        sent(items, [NEAR, item])

    assert caught.value.index == 1


def test_items_may_be_any_mapping_or_a_type(client: Any, items: Any) -> None:
    message = items.encode_import_rows([{"a": 1}, {}], {}, 0)
    assert json.loads(message) == {"rows": [{"a": 1}, {}]}
    for wrong, said in ((7, "this is to be a mapping, not int"), ({"a": b"x"}, "bytes")):
        with pytest.raises(InvalidItem, match=said) as caught:
            items.encode_import_rows([{}, wrong], {}, 5)
        assert caught.value.index == 6
    message = items.encode_import_things([client.State(size=3), {"size": 4}], {}, 0)
    assert json.loads(message) == {"things": [{"size": 3}, {"size": 4}]}
    with pytest.raises(InvalidItem, match="State, or a mapping, not tuple"):
        items.encode_import_things([(3,)], {}, 0)


def test_exports_give_records_and_mappings(client: Any, items: Any) -> None:
    body = {"list": [{"the-thing": {"v": "urn:a", "e": True}, "vector": [1.0], "data": "/w=="}]}

    (near,) = items.decode_export_vectors(body)

    assert near == client.Near(Uri("urn:a"), [1.0], data=b"\xff")
    assert items.decode_export_vectors({}) == []
    assert items.decode_export_rows({"rows": [{"a": 1}]}) == [{"a": 1}]
    facts = [{"s": {"v": "urn:s", "e": True}, "p": {"v": "urn:p", "e": True}, "o": {"v": "o", "e": False}}]
    (near,) = items.decode_export_vectors({"list": [{"facts": facts}]})
    assert near.facts == [Triple(Uri("urn:s"), Uri("urn:p"), Literal("o"))]


async def test_a_mapping_can_stand_for_the_arguments_of_an_import(client: Any, operations: Any) -> None:
    for class_, channel in ((client.BulkClient, Recorder()), (client.AsyncBulkClient, AsyncRecorder())):
        bulk = class_(channel)
        await _awaited(bulk.import_vectors("blue", [], {"to": "there", "odd": 1}, by="me"))
        await _awaited(bulk.import_vectors("blue", [], by="me"))
        given = [call[4] for call in channel.calls]
        assert given == [{"to": "there", "by": "me"}, {"to": "here", "by": "me"}]
        assert channel.calls[0][:4] == ("import_", operations.IMPORT_VECTORS, {"room": "blue"}, [])
