"""Light classes of items: attributes, and names in brackets for those who had dictionaries."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import pytest

from gatewright.record import Record
from gatewright_codegen import names


@dataclass(slots=True)
class Chunk(Record):
    content: str = ""
    end_of_stream: bool = False
    error: dict[str, Any] | None = None


@dataclass(slots=True)
class Answer(Chunk):
    sources: list[str] = field(default_factory=list[str])


def test_an_attribute_has_its_name_in_brackets_too() -> None:
    answer = Answer("hello", True, sources=["a"])
    assert (answer["content"], answer["end_of_stream"], answer["sources"]) == ("hello", True, ["a"])
    assert answer["end-of-stream"] is True
    assert answer.get("end-of-stream") is True
    assert "end-of-stream" in answer


def test_what_is_none_is_absent() -> None:
    chunk = Chunk("hello")
    assert "error" not in chunk
    assert chunk.get("error") is None
    assert chunk.get("error", {}) == {}
    with pytest.raises(KeyError, match="error"):
        chunk["error"]
    assert Chunk(error={})["error"] == {}


def test_what_is_false_or_empty_is_there() -> None:
    chunk = Chunk()
    assert chunk.keys() == ["content", "end_of_stream"]
    assert chunk.get("content", "nothing") == ""
    assert chunk.get("end_of_stream", True) is False


@pytest.mark.parametrize(
    "name", ["unknown", "", "keys", "get", "__class__", "__slots__", "__dataclass_fields__"]
)
def test_other_attributes_are_no_items(name: str) -> None:
    chunk = Chunk("hello")
    assert name not in chunk
    assert chunk.get(name, "none") == "none"
    with pytest.raises(KeyError):
        chunk[name]


@pytest.mark.parametrize("name", [1, None, ("content",), b"content"])
def test_what_is_no_text_is_in_no_record(name: object) -> None:
    assert name not in Chunk("hello")


def test_a_record_can_become_a_dictionary() -> None:
    chunk = Answer("hello", sources=["a"])
    assert dict(chunk) == {"content": "hello", "end_of_stream": False, "sources": ["a"]}
    assert asdict(chunk) == {**dict(chunk), "error": None}


def test_a_record_has_no_room_for_other_attributes() -> None:
    chunk: Any = Chunk()
    assert not hasattr(chunk, "__dict__")
    with pytest.raises(AttributeError):
        chunk.extra = 1


def test_records_are_compared_by_what_they_hold() -> None:
    assert Chunk("a") == Chunk("a")
    assert Chunk("a") != Chunk("b")
    assert Chunk("a") != Answer("a")
    assert repr(Chunk("a")) == "Chunk(content='a', end_of_stream=False, error=None)"


def test_no_field_can_hide_what_a_record_needs() -> None:
    assert {name for name in vars(Record) if not name.startswith("_")} <= names.TAKEN_FIELDS
