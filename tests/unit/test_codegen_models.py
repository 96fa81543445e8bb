"""Response models: attributes for those who like types, names in brackets for those who had dictionaries."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gatewright.model import Model, TextModel
from gatewright_codegen import names


class Part(Model):
    size: int = 0


class Answer(TextModel):
    model_config = ConfigDict(json_schema_extra={"text": "content"})

    content: str = Field("", json_schema_extra={"also": ["response", "answer"]})
    flow_id: str | None = Field(None, alias="flow-id")
    tokens: int
    parts: list[Part] = Field([])


class Titled(Model):
    model_config = ConfigDict(json_schema_extra={"text": "text"})

    text: str | None = None


def read(**fields: Any) -> Answer:
    return Answer.model_validate({"tokens": 3, **fields})


def test_a_field_answers_to_all_its_names() -> None:
    answer = read(content="hello", **{"flow-id": "f"})

    assert answer["content"] == answer["response"] == answer["answer"] == answer.content == "hello"
    assert answer["flow-id"] == answer["flow_id"] == answer.flow_id == "f"
    assert Answer(tokens=1, flow_id="x")["flow-id"] == "x"


def test_fields_of_a_newer_gateway_are_kept() -> None:
    answer = read(brand_new={"a": 1})

    assert answer["brand_new"] == {"a": 1}
    assert "brand_new" in answer
    with pytest.raises(KeyError, match="unknown"):
        answer["unknown"]


def test_only_what_was_sent_is_in_it() -> None:
    answer = read(content="x")

    assert "content" in answer
    assert "response" in answer
    assert "flow-id" not in answer
    assert 3 not in answer
    assert answer.get("flow-id") is None
    assert answer.get("flow-id", "none") == "none"
    assert answer.get("response") == "x"
    assert answer["flow-id"] is None
    assert answer.keys() == ["content", "tokens"]
    assert dict(read(content="x", extra=1)) == {"content": "x", "tokens": 3, "extra": 1}


def test_null_means_absent() -> None:
    answer = read(content=None, **{"flow-id": None})

    assert answer.content == ""
    assert "content" not in answer
    with pytest.raises(ValidationError, match="tokens"):
        Answer.model_validate({"tokens": None})


def test_a_response_that_is_mainly_a_text_is_that_text() -> None:
    assert str(read(content="hello")) == read(content="hello").text == "hello"
    assert str(Titled(text="title")) == "title"
    assert str(Titled()) == ""
    assert str(Part(size=2)) == "size=2"


def test_parts_are_models_too() -> None:
    assert read(parts=[{"size": 2}])["parts"][0]["size"] == 2


def test_no_field_can_hide_what_a_model_needs() -> None:
    public = {name for name in dir(BaseModel) if not name.startswith("_")} | {"get", "keys"}

    assert {name for name in public if not names.unusable_property(name)} == set()
