"""The page with all words of the descriptor language."""

from __future__ import annotations

import re

from gatewright import descriptor
from gatewright.descriptor import Strict
from gatewright_codegen.schemas import schema_files, settled
from gatewright_codegen.workspace import WORDS


def sections() -> dict[str, list[list[str]]]:
    """Rows of each table, by heading."""
    found: dict[str, list[list[str]]] = {}
    for part in schema_files()[WORDS].split("\n### ")[1:]:
        title, *lines = part.splitlines()
        rows = [line.strip("|").split(" | ") for line in lines if line.startswith("| `")]
        found[title] = [[cell.strip() for cell in row] for row in rows]
    return found


def test_every_word_of_every_model_is_told() -> None:
    found = sections()
    models = [
        (name, model)
        for name, model in vars(descriptor).items()
        if isinstance(model, type) and issubclass(model, Strict) and name not in {"Strict", "Descriptor"}
    ]
    assert len(models) > 40
    for name, model in models:
        words = {field.alias or key for key, field in model.model_fields.items()}
        told = {row[0].split("`")[1] for row in found[name.rstrip("_")]}
        assert told == words, name


def test_links_lead_to_sections_and_rows_are_whole() -> None:
    page = schema_files()[WORDS]
    headings = {title.lower() for title in sections()}
    links = set(re.findall(r"\]\(#([a-z]+)\)", page))
    assert len(links) > 20
    assert links <= headings
    assert all(len(row) == 4 for rows in sections().values() for row in rows)


def test_words_that_must_be_there_have_a_star_and_defaults_are_shown() -> None:
    found = {row[0]: row for row in sections()["Socket"]}
    assert "`path` *" in found
    assert found["`in_flight`"][1:3] == ["integer", "`15`"]
    assert found["`keepalive`"][2] == "`true`"
    assert found["`send` *"][1] == "template"
    assert found["`pushes`"][1] == "map to [Push](#push)"
    assert found["`other`"][1] == "string"


def test_schemas_do_not_depend_on_the_release_of_pydantic() -> None:
    older = {
        "a": {"allOf": [{"$ref": "#/$defs/A"}], "default": {"x": 1.0}},
        "b": [{"const": "json", "enum": ["json"], "exclusiveMinimum": 0.0, "maximum": 0.5}],
    }
    newer = {
        "a": {"$ref": "#/$defs/A", "default": {"x": 1}},
        "b": [{"const": "json", "exclusiveMinimum": 0, "maximum": 0.5}],
    }
    assert settled(older) == settled(newer) == newer
