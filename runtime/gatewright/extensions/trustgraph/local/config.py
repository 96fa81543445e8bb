"""The service `config`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ....gateway.exchange import Request, ServiceFailure
from .reading import failing_as
from .state import State
from .terms import Json

NOTHING: Json = {"version": 0, "values": [], "directory": [], "config": {}}


def perform(state: State, request: Request) -> Json:
    """All operations of the service."""
    workspace = request.context["workspace"]
    items = state.items.setdefault(workspace, {})
    keys = _fields(request, "keys", ("type", "key"))
    values = _fields(request, "values", ("type", "key", "value"))
    kind = request.get("type")
    answer = {**NOTHING, "version": state.version}
    match request["operation"]:
        case "get" if keys is not None:
            found = [items.get(key["type"], {}).get(key["key"]) for key in keys]
            answer["values"] = [{**key, "value": value} for key, value in zip(keys, found, strict=True)]
        case "list":
            answer["directory"] = sorted(items.get(str(kind), {}))
        case "getvalues":
            pairs = sorted(items.get(str(kind), {}).items())
            answer["values"] = [{"type": kind, "key": key, "value": value} for key, value in pairs]
        case "config":
            kinds = [type for type in sorted(items) if items[type]]
            answer["config"] = {type: dict(sorted(items[type].items())) for type in kinds}
        case "put" if values is not None:
            for value in values:
                items.setdefault(value["type"], {})[value["key"]] = value["value"]
            state.version += 1
            return NOTHING
        case "delete" if keys is not None:
            for key in keys:
                items.get(key["type"], {}).pop(key["key"], None)
            state.version += 1
            return NOTHING
        case operation:
            # getvalues-all-ws reaches a service that does not know it.
            raise ServiceFailure("bad-operation", f"{operation} cannot be done")
    return answer


def _fields(request: Request, name: str, fields: Sequence[str]) -> list[dict[str, Any]] | None:
    with failing_as("gateway-error"):
        given: Any = request.get(name) if name in request else None
        return None if name not in request else [{field: item[field] for field in fields} for item in given]
