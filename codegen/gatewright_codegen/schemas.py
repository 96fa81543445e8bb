"""What editors and readers need of the descriptor language: its JSON Schemas, and a page with all words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from gatewright import descriptor

from . import VERSION
from .compile import is_array, is_object
from .reference import reference
from .workspace import SCHEMAS, WORDS


@cache
def schema_files() -> Mapping[str, str]:
    """JSON Schemas of the descriptor files, for editors, and a page with all words, by name."""
    made = {
        name: settled(getattr(descriptor, model).model_json_schema(by_alias=True))
        for name, model in SCHEMAS.items()
    }
    files = {WORDS: reference(made)}
    for name, schema in made.items():
        comment = f"Generated from gatewright.descriptor by gatewright {VERSION}. Do not edit."
        whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$comment": comment, **schema}
        files[f"{name}.schema.json"] = json.dumps(whole, indent=2) + "\n"
    return files


def settled(node: Any) -> Any:
    """The same JSON Schema in the form that all releases of pydantic agree on."""
    if is_array(node):
        return [settled(each) for each in node]
    if isinstance(node, float) and node.is_integer():
        return int(node)
    if not is_object(node):
        return node
    made = {key: settled(value) for key, value in node.items()}
    if "const" in made:
        made.pop("enum", None)
    if len(made.get("allOf", ())) == 1:
        made = made.pop("allOf")[0] | made
    return made
