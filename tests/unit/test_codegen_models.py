"""Response models: attributes for those who like types, names in brackets for those who had dictionaries."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gatewright.model import Json, Model, TextModel
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


# JSON in a string -------------------------------------------------------------------------------


class Stored(Model):
    value: Json
    note: Json | None = None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_json_text_is_what_it_says_and_goes_back_as_text(value: Any) -> None:
    stored = Stored.model_validate({"value": json.dumps(value)})
    assert stored.value == value
    written = stored.model_dump(mode="json")["value"]
    assert isinstance(written, str)
    assert json.loads(written) == value
    assert Stored.model_validate({"value": written}) == stored


@pytest.mark.parametrize("value", [{"a": [1]}, [1], 7, True])
def test_what_is_no_string_is_taken_as_it_is(value: Any) -> None:
    stored = Stored.model_validate({"value": value})
    assert stored.value == value
    assert json.loads(stored.model_dump(mode="json")["value"]) == value


@pytest.mark.parametrize("text", ["", "{", "hello", "{'a': 1}"])
def test_a_string_that_is_no_json_text_does_not_fit(text: str) -> None:
    with pytest.raises(ValidationError, match="value"):
        Stored.model_validate({"value": text})


def test_absent_json_text_is_none_and_stays_absent() -> None:
    stored = Stored.model_validate({"value": "1", "note": None})
    assert stored.note is None
    assert "note" not in stored
    assert stored.model_dump(mode="json", exclude_unset=True) == {"value": "1"}
