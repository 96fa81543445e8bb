"""Calls that are made of several: what is called in which order, and what comes of it."""

from __future__ import annotations

import io
import sys
import types
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from handmade_gateway import INFO, Answer, operation
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from gatewright.errors import ConfigurationError, GatewayError, NotVerified, ProtocolViolation, ServiceError
from gatewright.operation import Derive, Operation, SubCall, Upload, Verify
from gatewright.steps import OnProgress, Steps, contradiction, filled, uploaded, whole
from gatewright.sync.steps import run
from gatewright.transfer import Uploaded

R = TypeVar("R")

NAMES = ("BEGIN", "CHUNK", "FINISH", "THEN", "SMALL", "LIST", "STATUS", "READ", "EMBED")
_operations = types.ModuleType("unit_steps.operations")
for _name in NAMES:
    _operations.__dict__[_name] = replace(operation(), name=_name)
sys.modules.setdefault("unit_steps", types.ModuleType("unit_steps"))
sys.modules["unit_steps.operations"] = _operations
STEPPED = replace(INFO, package="unit_steps")


class Begun(BaseModel):
    """What the first step of an upload returns."""

    upload_id: str = "u1"
    chunk_size: int | None = 4
    total_size: int | None = None
    missing: list[int] = []


class Server:
    """Answers calls, and keeps what was called."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, called: Operation[Any], fields: Mapping[str, Any]) -> Any:
        self.calls.append((called.name, dict(fields)))
        answer = self.answers.get(called.name)
        return answer(fields) if callable(answer) else answer

    def run(self, steps: Steps[R]) -> R:
        return run(steps, self)

    def chunks(self) -> dict[int, bytes]:
        return {fields["index"]: fields["content"] for name, fields in self.calls if name == "CHUNK"}


UPLOAD = Upload(
    name="add",
    argument="document",
    begin=(SubCall("BEGIN", {"title": "$title", "about": {"size": "$size", "kind": "$kind"}}),),
    chunk_size="chunk_size",
    chunk=SubCall("CHUNK", {"id": "$upload_id", "index": "$index", "content": "$content"}),
    finish=SubCall("FINISH", {"id": "$upload_id"}),
    resume="resume_upload",
    key="upload_id",
)
RESUME = replace(
    UPLOAD,
    begin=(SubCall("LIST", {}, {"upload_id": "$id"}), SubCall("STATUS", {"id": "$upload_id"})),
    missing="missing",
    total="total_size",
)


def add(
    document: Any, upload: Upload = UPLOAD, on_progress: OnProgress | None = None, **more: Any
) -> Steps[Uploaded]:
    return uploaded(STEPPED, upload, {"document": document, **more}, on_progress)


# Uploads ---------------------------------------------------------------------------------------


def test_a_document_goes_up_in_chunks() -> None:
    server = Server(BEGIN=Begun())
    seen: list[tuple[int, int]] = []
    report = server.run(
        add(b"0123456789", on_progress=lambda done, size: seen.append((done, size)), title="T")
    )
    assert report == Uploaded(bytes=10, sent=10, chunks=3)
    assert [name for name, _ in server.calls] == ["BEGIN", "CHUNK", "CHUNK", "CHUNK", "FINISH"]
    assert server.calls[0][1] == {"title": "T", "about": {"size": 10}}
    assert server.chunks() == {0: b"0123", 1: b"4567", 2: b"89"}
    assert server.calls[-1][1] == {"id": "u1"}
    assert seen == [(4, 10), (8, 10), (10, 10)]


def test_something_small_goes_up_at_once() -> None:
    small = replace(UPLOAD, small=(5, SubCall("SMALL", {"content": "$content", "title": "$title"})))
    server = Server()
    assert server.run(add(b"1234", small, title="T")) == Uploaded(bytes=4, sent=4, chunks=1)
    assert server.calls == [("SMALL", {"content": b"1234", "title": "T"})]
    larger = Server(BEGIN=Begun())
    larger.run(add(b"12345", small))
    assert "SMALL" not in {name for name, _ in larger.calls}


def test_what_follows_an_upload_in_chunks_is_called_last() -> None:
    server = Server(BEGIN=Begun())
    server.run(add(b"12345", replace(UPLOAD, then=SubCall("THEN", {"title": "$title"})), title="T"))
    assert server.calls[-1] == ("THEN", {"title": "T"})


def test_an_upload_is_resumed_with_the_chunks_that_are_missing() -> None:
    listed = [Begun(upload_id="other"), Begun(upload_id="u7", total_size=10)]
    server = Server(LIST=listed, STATUS=Answerless(missing=[2, 0]))
    assert server.run(add(b"0123456789", RESUME, id="u7")) == Uploaded(bytes=10, sent=6, chunks=2)
    assert server.calls[1] == ("STATUS", {"id": "u7"})
    assert server.chunks() == {0: b"0123", 2: b"89"}


class Answerless(BaseModel):
    """A status that does not repeat the size of a chunk."""

    missing: list[int] = []


def test_an_upload_of_which_nothing_is_missing_is_only_finished() -> None:
    server = Server(LIST=[Begun(total_size=10)], STATUS=Answerless())
    assert server.run(add(b"0123456789", RESUME, id="u1")).sent == 0
    assert [name for name, _ in server.calls] == ["LIST", "STATUS", "FINISH"]


def test_another_document_is_not_mixed_into_an_upload() -> None:
    server = Server(LIST=[Begun(total_size=10)], STATUS=Answerless(missing=[0]))
    with pytest.raises(ConfigurationError, match="10 bytes, and these are 4"):
        server.run(add(b"0123", RESUME, id="u1"))
    assert server.chunks() == {}


def test_an_unknown_upload_cannot_be_resumed() -> None:
    with pytest.raises(ConfigurationError, match="no upload with the upload_id 'u9'"):
        Server(LIST=[Begun()]).run(add(b"0123", RESUME, id="u9"))


@pytest.mark.parametrize("size", [None, 0, -1])
def test_a_gateway_that_gives_no_size_of_chunks_is_told_apart(size: int | None) -> None:
    with pytest.raises(ProtocolViolation, match="size of a chunk"):
        Server(BEGIN=Begun(chunk_size=size)).run(add(b"0123"))


def test_an_upload_that_stops_says_how_to_go_on() -> None:
    def refuse(fields: Mapping[str, Any]) -> None:
        if fields["index"] == 1:
            raise ServiceError("no space", operation="CHUNK")

    with pytest.raises(ServiceError) as caught:
        Server(BEGIN=Begun(upload_id="u3"), CHUNK=refuse).run(add(b"0123456789"))
    assert caught.value.upload == "u3"
    assert "4 of 10 bytes are there; go on with resume_upload('u3', ...)" in str(caught.value)


@given(st.binary(max_size=300), st.integers(1, 40))
def test_every_byte_goes_up_once_whatever_it_comes_from(content: bytes, chunk: int) -> None:
    file = io.BytesIO(b"skipped" + content)
    file.seek(7)
    for document in (content, bytearray(content), file):
        server = Server(BEGIN=Begun(chunk_size=chunk))
        server.run(add(document))
        chunks = server.chunks()
        assert b"".join(chunks[index] for index in range(len(chunks))) == content
        assert all(len(each) == chunk for each in list(chunks.values())[:-1])


def test_a_file_is_read_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(b"0123456789")
    for document in (path, str(path)):
        server = Server(BEGIN=Begun())
        assert server.run(add(document)).bytes == 10
        assert server.chunks()[2] == b"89"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nothing\.pdf"):
        Server().run(add(tmp_path / "nothing.pdf"))
    with pytest.raises(ConfigurationError, match=r"document: .* not int"):
        Server().run(add(7))


def test_a_file_that_becomes_shorter_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(bytes(1_000_000))

    def shorten(_: Mapping[str, Any]) -> None:
        path.write_bytes(b"01")

    with pytest.raises(ConfigurationError, match="cut short"):
        Server(BEGIN=Begun(chunk_size=400_000), CHUNK=shorten).run(add(path))


# Reading back ----------------------------------------------------------------------------------

PUT = replace(
    operation(), name="put", verify=Verify(read=SubCall("READ", {"keys": "$values"}), each=("values", "text"))
)


def test_a_call_is_not_read_back_unless_asked() -> None:
    server = Server(put=None)
    assert server.run(whole(STEPPED, PUT, {"values": []}, verify=False)) is None
    assert [name for name, _ in server.calls] == ["put"]


def test_what_was_written_is_read_back() -> None:
    server = Server(put="done", READ=[Answer(text="a")])
    fields = {"values": [{"text": "a"}]}
    assert server.run(whole(STEPPED, PUT, fields, verify=True)) == "done"
    assert server.calls == [("put", fields), ("READ", {"keys": fields["values"]})]
    server.answers["READ"] = [Answer(text="b")]
    with pytest.raises(NotVerified, match="put: the gateway answered as if it had worked"):
        server.run(whole(STEPPED, PUT, fields, verify=True))


READ = SubCall("READ")


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (Verify(read=READ, contains="id"), ["a", "x"], ["a"]),
        (Verify(read=READ, lacks="id"), ["a"], ["a", "x"]),
        (Verify(read=READ, equals="id"), "x", "y"),
        (Verify(read=READ, has={"name": "id"}), {"name": "x", "more": 1}, {"name": "y"}),
        (Verify(read=READ, has={"name": "left_out"}), {"name": "x"}, None),
        (
            Verify(read=READ, each=("items", "text")),
            [Answer(text="1"), Answer(text="2")],
            [Answer(text="1"), Answer()],
        ),
        (Verify(read=READ, gone="number"), [Answer(text="1")], [Answer(number=0)]),
    ],
)
def test_conditions(rule: Verify, good: Any, bad: Any) -> None:
    fields = {"id": "x", "items": [{"text": "1"}, Answer(text="2")]}
    assert contradiction(rule, fields, good) is None
    if bad is not None:
        assert contradiction(rule, fields, bad) is not None


# Working fields out ----------------------------------------------------------------------------

QUERY = replace(
    operation(), name="query", derive=Derive("vector", "text", SubCall("EMBED", {"texts": ["$text"]}))
)


def test_a_field_is_worked_out_by_a_call() -> None:
    server = Server(EMBED=[[1.0, 2.0]], query="found")
    assert (
        server.run(whole(STEPPED, QUERY, {"text": "a", "vector": None, "limit": 3}, verify=False)) == "found"
    )
    assert server.calls == [("EMBED", {"texts": ["a"]}), ("query", {"vector": [1.0, 2.0], "limit": 3})]


def test_a_field_can_be_all_that_the_call_returns() -> None:
    assert QUERY.derive is not None
    many = replace(QUERY, derive=replace(QUERY.derive, whole=True))
    server = Server(EMBED=[[1.0], [2.0]], query="found")
    assert server.run(whole(STEPPED, many, {"text": "a"}, verify=False)) == "found"
    assert server.calls[1] == ("query", {"vector": [[1.0], [2.0]]})


def test_a_field_that_is_given_is_not_worked_out() -> None:
    server = Server(query="found")
    server.run(whole(STEPPED, QUERY, {"text": None, "vector": [1.0]}, verify=False))
    assert server.calls == [("query", {"vector": [1.0]})]


@pytest.mark.parametrize("fields", [{"text": "a", "vector": [1.0]}, {"text": None, "vector": None}])
def test_one_of_the_two_has_to_be_given(fields: Mapping[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="give either text or vector"):
        Server().run(whole(STEPPED, QUERY, fields, verify=False))


def test_a_failing_step_fails_the_whole() -> None:
    def fail(_: Mapping[str, Any]) -> None:
        raise GatewayError("no model", operation="EMBED")

    with pytest.raises(GatewayError, match="no model"):
        Server(EMBED=fail).run(whole(STEPPED, QUERY, {"text": "a", "vector": None}, verify=False))


def test_templates_leave_out_what_nobody_gave() -> None:
    template = {"a": "$a", "b": {"c": "$none", "d": [1, "$a", "plain"]}, "e": "$none"}
    assert filled(template, {"a": 5, "none": None}) == {"a": 5, "b": {"d": [1, 5, "plain"]}}
