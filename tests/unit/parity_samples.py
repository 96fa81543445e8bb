"""A small descriptor for tests of comparisons, and the same changed in one place."""

from __future__ import annotations

import copy
from typing import Any

from gatewright.descriptor import Descriptor

GATEWAY: dict[str, Any] = {
    "gateway": "sample",
    "title": "Sample",
    "release": "1.0",
    "address": {"default": "http://localhost/"},
    "groups": {"things": {"class": "Things"}},
    "root": {"rest": {"path": "/do/{service}"}},
    "scopes": {"room": {"class": "Room", "parameter": "room", "rest": {"path": "/rooms/{room}/{service}"}}},
    "socket": {
        "path": "/socket",
        "send": {"id": "$id", "kind": "$operation", "body": "$body"},
        "receive": {"id": "id", "kind": "kind", "body": "body", "failed": {"kind": "error"}},
        "connections": 1,
        "pushes": {"news": {"doc": "News.", "item": "News"}},
    },
    "parity": {
        "registry": {
            "script": "gatewright.extensions.sample",
            "scopes": {"room": "room:$service"},
            "services": {"admin": "$operation"},
            "imports": "room-import:$kind",
        }
    },
}
SERVICES: dict[str, Any] = {
    "things": {
        "service": "things",
        "group": "things",
        "socket": False,
        "operations": {
            "list": {"doc": "List.", "send": {"operation": "list-all"}},
            "get_one": {"doc": "Get.", "send": {"operation": "get-one"}},
            "file": {
                "doc": "A file.",
                "rest": {"method": "GET", "path": "/files/{name}"},
                "request": {
                    "name": {"type": "string", "required": True, "in": "path"},
                    "part": {"type": "integer", "in": "query"},
                },
            },
            "save": {
                "doc": "Save.",
                "rest": {"method": "PUT", "path": "/files"},
                "request": {
                    "name": {"type": "string", "required": True},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
                "response": "Saved",
            },
        },
    },
    "admin": {
        "service": "admin",
        "group": "things",
        "rest": False,
        "operations": {"log_in": {"doc": "Log in."}},
    },
    "lamp": {
        "service": "lamp",
        "scope": "room",
        "socket": False,
        "operations": {"switch": {"doc": "Switch."}},
        "imports": {
            "colours": {
                "doc": "Colours.",
                "path": "/rooms/{room}/import/colours",
                "scope": "room",
                "item": "Colour",
                "message": {"colours": "$items"},
            }
        },
        "feeds": {
            "light": {
                "doc": "Light.",
                "class": "Light",
                "path": "/light/{room}",
                "arguments": {"room": {"type": "string", "required": True}},
                "items": {"on": "On"},
                "other": "On",
            }
        },
    },
}
TYPES: dict[str, Any] = {
    "Saved": {"type": "object", "properties": {"size": {"type": "integer"}}, "required": ["size"]}
}


def descriptor(**parity: Any) -> Descriptor:
    """The descriptor, with more words under `parity`."""
    gateway = copy.deepcopy(GATEWAY)
    gateway["parity"] |= parity
    records = {name: {"doc": name} for name in ("News", "On", "Colour")}
    return Descriptor.model_validate(
        {"gateway": gateway, "services": SERVICES, "types": TYPES, "records": records}
    )
