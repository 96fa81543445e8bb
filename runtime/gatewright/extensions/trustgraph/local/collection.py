"""The service `collection-management`. Collections are items of the configuration."""

from __future__ import annotations

import json
from datetime import datetime

from ....gateway.exchange import Request
from .reading import failing_as
from .state import State
from .terms import Json

_FIELDS = ("collection", "name", "description", "tags")


def now() -> str:
    """The time that answers tell, without any zone."""
    return datetime.now().isoformat()


def perform(state: State, request: Request) -> Json:
    """All operations of the service."""
    workspace, name = request.context["workspace"], request.get("collection")
    kept = state.kept(workspace, "collection")
    with failing_as("request-error"):
        match request["operation"]:
            case "list-collections":
                return {"timestamp": now(), "collections": _list(kept, request)}
            case "update-collection":
                about = {
                    "collection": name,
                    "name": request.get("name") or name,
                    "description": request.get("description") or "",
                    "tags": list(request.get("tags") or []),
                }
                kept[str(name)] = json.dumps(about)
                state.version += 1
                return {"timestamp": now(), "collections": [about]}
            case _:
                kept.pop(str(name), None)
                state.version += 1
                state.forget((workspace, str(name)))
                return {"timestamp": now(), "collections": []}


def _list(kept: dict[str, str], request: Request) -> list[Json]:
    every = [json.loads(kept[key]) for key in sorted(kept)]
    wanted, limit = set(request.get("tag_filter") or ()), request.get("limit") or 0
    found = [about for about in every if not wanted or wanted.intersection(about.get("tags", ()))]
    # Older items may have fields that no longer mean anything.
    told: list[Json] = [
        {"description": "", "tags": [], **{name: each.get(name) for name in _FIELDS}} for each in found
    ]
    return told[:limit] if limit > 0 else told
