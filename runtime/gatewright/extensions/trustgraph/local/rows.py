"""The service `rows`, for a part of GraphQL: fields of schemas, each with a limit at most."""

from __future__ import annotations

import re
from typing import Any

from ....gateway.exchange import Request
from .state import State
from .terms import Json

_FIELD = re.compile(r"\s*(\w+)\s*(?:\(\s*limit\s*:\s*(\$?\w+)\s*\))?\s*\{([\w\s,]*)\}\s*,?")
_OUTER = re.compile(r"\s*(?:query\b[^{]*)?\{(.*)\}\s*", re.DOTALL)


def perform(state: State, request: Request) -> Json:
    """Rows that were imported, by their schema; what is not understood is an error of GraphQL's."""
    kept = state.rows[request.context["workspace"], request.get("collection", "default")]
    outer = _OUTER.fullmatch(str(request.get("query", "")))
    if outer is None:
        return _wrong("Syntax Error: the local gateway does not know this query.")
    data: Json = {}
    at = 0
    while at < len(outer[1].rstrip()):
        found = _FIELD.match(outer[1], at)
        if found is None:
            return _wrong("Syntax Error: the local gateway does not know this query.")
        schema, limit, names = found[1], found[2], re.split(r"[\s,]+", found[3].strip())
        if schema not in kept:
            return _wrong(f"Cannot query field '{schema}' on type 'Query'.")
        most = _number(limit, request.get("variables") or {})
        data[schema] = [{name: row.get(name) for name in names} for row in kept[schema][:most]]
        at = found.end()
    return {"data": data}


def _number(text: str | None, variables: Json) -> int | None:
    if text is None:
        return None
    value: Any = variables.get(text[1:]) if text.startswith("$") else text
    return int(value) if value is not None else None


def _wrong(message: str) -> Json:
    return {"data": None, "errors": [{"message": message}]}
