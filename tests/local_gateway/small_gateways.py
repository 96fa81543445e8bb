"""Small gateways that nobody has, each with what the tests of one part need."""

from __future__ import annotations

from typing import Any

from gatewright.descriptor import Descriptor

BASE: dict[str, Any] = {"title": "Small", "release": "1.0", "address": {"default": "http://localhost/"}}


def descriptor(gateway: dict[str, Any], services: dict[str, Any], **parts: Any) -> Descriptor:
    """A descriptor; `parts` are types and records."""
    return Descriptor.model_validate(
        {
            "gateway": {"gateway": "small", **BASE, **gateway},
            "services": services,
            "types": {},
            "records": {},
            **parts,
        }
    )


def records(*names: str) -> dict[str, Any]:
    """Records that are of no interest."""
    return {name: {"doc": name} for name in names}


# One request at a time, and replies in their order.
ORDERED = descriptor(
    {
        "auth": {"header": {"name": "X-Key", "value": "$token"}},
        "groups": {"shop": {"class": "Shop"}},
        "socket": {
            "path": "/orders",
            "header": True,
            "greeting": {
                "match": {"say": "hello"},
                "keep": {"customer": "with.customer_id", "since": "with.open_time"},
                "item": "Hello",
                "example": {"offers": ["$title"]},
            },
            "send": {"do": "$operation", "with": "$body"},
            "receive": {
                "kind": "say",
                "body": "with",
                "failed": {"say": "sorry"},
                "reply": "$operation-done",
                "more": {"at": "$now"},
            },
            "in_flight": 1,
        },
        "local": {
            "socket_error": {"why": "$type", "text": "$message"},
            "refusals": {
                "unauthorized": {"status": 401, "type": "locked", "message": "no key"},
                "unknown": {"type": "strange", "message": "what is $operation"},
                "failed": {"type": "broken", "message": "$message"},
            },
        },
    },
    {
        "shop": {
            "service": "shop",
            "group": "shop",
            "rest": False,
            "operations": {
                "order": {
                    "doc": "Orders things.",
                    "request": {
                        "things": {"type": "array", "items": {"type": "string"}, "required": True},
                        "urgent": {"type": "boolean"},
                        "to": {"$ref": "Address"},
                    },
                    "stream": {
                        "items": {"thing": "Thing", "bill": "Bill"},
                        "other": "Other",
                        "end": ["bill", "sorry"],
                    },
                    "example": {
                        "refused": [
                            {
                                "when": {"things": [[]]},
                                "say": {"type": "empty", "message": "nothing to order"},
                            }
                        ],
                        "stream": [
                            {"kind": "start", "body": {"things": "$total", "for": "$customer"}},
                            {"kind": "thing", "each": "things", "body": {"name": "$each", "place": "$index"}},
                            {"kind": "count", "each": "things", "body": {"done": "$done of $total"}},
                            {"kind": "bill", "body": {"total": "$total"}},
                        ],
                    },
                },
                "look": {
                    "doc": "Looks around.",
                    "wire": "look-around",
                    "example": {"response": {"customer": "$customer", "asked": "$received"}},
                },
                "wave": {"doc": "Waves.", "reply": "wave-back", "response": "Wave"},
            },
        }
    },
    types={
        "Address": {
            "type": "object",
            "required": ["street"],
            "properties": {"street": {"type": "string"}, "number": {"type": "integer"}},
        },
        "Wave": {
            "type": "object",
            "properties": {
                "hands": {"type": "integer"},
                "how": {"type": "string", "enum": ["gently", "wildly"]},
                "waved_at": {"type": "string"},
            },
        },
    },
    records={
        **records("Thing", "Bill", "Other"),
        "Hello": {
            "doc": "Says hello.",
            "fields": {
                "customer_id": {"type": "string", "default": ""},
                "offers": {"type": "array", "items": {"type": "string"}},
                "mood": {"type": "string", "default": "good"},
            },
        },
    },
)

# Requests are named, connections too, and the gateway has things to say itself.
NAMED = descriptor(
    {
        "errors": {"at": ["detail", "."], "by": "status", "type": ["code"]},
        "groups": {"room": {"class": "Room"}, "info": {"class": "Info"}},
        "scopes": {"visit": {"class": "Visit", "parameter": "visit_id"}},
        "socket": {
            "path": "/house",
            "query": {"key": "$token?"},
            "greeting": {"match": {"type": "welcome"}, "keep": {"guest": "data.guest"}, "item": "Welcome"},
            "send": {"type": "$operation", "id": "$id", "visit_id": "$visit_id?", "data": "$body"},
            "body": {"visit_id": "$visit_id?"},
            "receive": {
                "id": "id",
                "kind": "type",
                "body": "data",
                "failed": {"type": "error"},
                "reply": "$operation_res",
                "orphans": "oldest",
            },
            "pushes": {
                "question": {
                    "doc": "A question.",
                    "item": "Question",
                    "by": "about",
                    "reply": {"send": {"type": "answer", "id": "$id", "data": "$body"}, "error": "error"},
                },
                "news": {"doc": "News.", "item": "News"},
            },
            "pushed": {"ours": True},
            "connections": 1,
            "in_flight": 10,
        },
        "local": {
            "error": {"detail": "$message"},
            "refusals": {
                "unreadable": {"type": "NO_JSON", "message": "no JSON", "fresh": True},
                "incomplete": {"type": "HALF", "message": "$message", "fresh": True},
                "invalid": {"type": "BAD", "message": "$field: $message"},
                "unknown": {"type": "WHAT", "message": "what is $operation"},
                "failed": {"type": "BROKEN", "message": "$error", "fresh": True},
            },
            "messages": {
                "store": "visits",
                "does": "get",
                "key": "visit_id",
                "unnamed": {"type": "BAD", "message": "no visit"},
                "missing": {"type": "GONE", "message": "visit $visit_id is over"},
            },
        },
    },
    {
        "visits": {
            "service": "visits",
            "group": "room",
            "rest": False,
            "operations": {
                "enter": {
                    "doc": "Begins a visit.",
                    "request": {"guest": {"type": "string", "value": "guest"}},
                    "keeping": {
                        "store": "visits",
                        "does": "add",
                        "key": "visit_id",
                        "fields": {"visit_id": "$uuid", "guest": "$guest", "since": "$now"},
                        "with_connection": True,
                        "most": 3,
                        "full": {"type": "FULL", "message": "the house is full"},
                    },
                    "example": {"response": {"visit_id": "$visit_id"}},
                }
            },
        },
        "visit": {
            "service": "visit",
            "scope": "visit",
            "rest": False,
            "operations": {
                "say": {
                    "doc": "Says something.",
                    "request": {"text": {"type": "string", "required": True}},
                    "keeping": {
                        "store": "visits",
                        "does": "get",
                        "key": "visit_id",
                        "fields": {"said": "$text"},
                        "missing": {"type": "GONE", "message": "visit $visit_id is over"},
                    },
                }
            },
        },
        "info": {
            "service": "info",
            "group": "info",
            "socket": False,
            "operations": {
                "guests": {
                    "doc": "Who is there.",
                    "rest": {"method": "GET", "path": "/guests"},
                    "example": {
                        "response": {
                            "guests": "$apps",
                            "visits": "$sessions",
                            "bound": "$bound_sessions",
                            "waiting": "$pending",
                            "sockets": "$connections",
                            "list": "$connection_list",
                            "extra": "$message_types",
                            "host": "$engine_name?",
                        }
                    },
                }
            },
        },
    },
    records=records("Welcome", "Question", "News"),
)

# Work that goes on after it was asked for, and two feeds that tell of it.
WORKS = descriptor(
    {
        "auth": {"header": {"name": "Authorization", "value": "Bearer $token"}},
        "errors": {
            "by": "status",
            "at": ["."],
            "type": ["error"],
            "faults": {"place": "loc", "message": "msg"},
        },
        "groups": {"job": {"class": "Job"}},
        "feeds": {"query": {"key": "$token?"}},
        "local": {
            "cors": True,
            "error": {"error": "$type", "message": "$message", "status_code": "$status"},
            "refusals": {
                "unauthorized": {"status": 401, "type": "locked", "message": "no key"},
                "path": {"message": "Not Found", "body": {"detail": "$message"}},
                "method": {"status": 405, "message": "Not Allowed", "body": {"detail": "$message"}},
                "unreadable": {"status": 400, "type": "bad", "message": "$message"},
                "invalid": {
                    "status": 422,
                    "message": "$message",
                    "body": {"detail": [{"loc": ["body", "$field"], "msg": "$message"}]},
                },
            },
        },
    },
    {
        "jobs": {
            "service": "jobs",
            "group": "job",
            "operations": {
                "start": {
                    "doc": "Starts a job.",
                    "rest": {"method": "POST", "path": "/jobs"},
                    "request": {
                        "task": {"type": "string", "required": True},
                        "owner": {"type": "string"},
                        "most": {"type": "integer", "in": "query"},
                    },
                    "example": {"status": 202},
                    "keeping": {
                        "store": "jobs",
                        "does": "add",
                        "key": "job_id",
                        "fields": {
                            "job_id": "job_$hex",
                            "number": "$number",
                            "task": "$task",
                            "owner": "$owner",
                            "state": "new",
                            "at": "$now",
                        },
                        "final": {"state": ["stopped"]},
                        "then": [
                            {
                                "change": {"state": "running"},
                                "publish": [{"feed": "job", "event": {"type": "state", "state": "$state"}}],
                            },
                            {"publish": [{"feed": "job", "event": {"type": "note", "text": "On $task"}}]},
                            {
                                "change": {"state": "done", "result": "Did $task"},
                                "publish": [
                                    {"feed": "job", "event": {"type": "done", "result": "$result"}},
                                    {"feed": "all", "event": {"type": "done", "job": "$job_id"}},
                                ],
                            },
                        ],
                    },
                },
                "list": {
                    "doc": "Lists jobs.",
                    "rest": {"method": "GET", "path": "/jobs"},
                    "request": {
                        "states": {
                            "wire": "state",
                            "in": "query",
                            "type": "array",
                            "items": {"type": "string"},
                        },
                        "limit": {"in": "query", "type": "integer"},
                        "offset": {"in": "query", "type": "integer"},
                    },
                    "example": {"response": {"page": 0, "limit": "$limit?"}},
                    "keeping": {
                        "store": "jobs",
                        "does": "list",
                        "key": "job_id",
                        "within": "jobs",
                        "total": "total",
                        "filter": {"state": "state"},
                        "limit": "limit",
                        "offset": "offset",
                    },
                },
                "names": {
                    "doc": "All jobs, plainly.",
                    "rest": {"method": "GET", "path": "/jobs/all"},
                    "keeping": {"store": "jobs", "does": "list", "key": "job_id"},
                },
                "get": {
                    "doc": "Reads a job.",
                    "rest": {"method": "GET", "path": "/jobs/{job_id}"},
                    "request": {"job_id": {"type": "string", "in": "path", "required": True}},
                    "keeping": {
                        "store": "jobs",
                        "does": "get",
                        "key": "job_id",
                        "missing": {"status": 404, "type": "lost", "message": "no job $job_id"},
                    },
                },
                "stop": {
                    "doc": "Stops a job.",
                    "rest": {"method": "DELETE", "path": "/jobs/{job_id}"},
                    "request": {"job_id": {"type": "string", "in": "path", "required": True}},
                    "example": {"status": 204},
                    "keeping": {
                        "store": "jobs",
                        "does": "change",
                        "key": "job_id",
                        "fields": {"state": "stopped"},
                        "final": {"state": ["done", "stopped"]},
                        "refused": {"status": 409, "type": "over", "message": "job is $state"},
                    },
                },
                "forget": {
                    "doc": "Forgets a job.",
                    "rest": {"method": "POST", "path": "/jobs/{job_id}/forget"},
                    "request": {"job_id": {"type": "string", "in": "path", "required": True}},
                    "example": {"response": {"forgotten": "$job_id"}},
                    "keeping": {"store": "jobs", "does": "remove", "key": "job_id"},
                },
                "search": {
                    "doc": "Searches.",
                    "rest": {"method": "GET", "path": "/search"},
                    "request": {
                        "words": {"type": "array", "items": {"type": "string"}},
                        "tags": {"type": "array", "items": {"type": "string"}, "in": "query"},
                        "score": {"type": "number", "in": "query"},
                        "exact": {"type": "boolean", "in": "query"},
                    },
                    "response": "Found",
                    "returns": {"many": True},
                },
                "health": {
                    "doc": "Health.",
                    "open": True,
                    "rest": {"method": "GET", "path": "/health"},
                    "example": {"response": {"name": "$title", "time": "$time", "up": "$uptime"}},
                },
            },
            "feeds": {
                "job": {
                    "doc": "Watches a job.",
                    "class": "JobFeed",
                    "path": "/watch/{job_id}",
                    "arguments": {"job_id": {"type": "string", "in": "path", "required": True}},
                    "items": {"done": "Done"},
                    "other": "Event",
                    "commands": {
                        "ping": {"doc": "Pings.", "send": "ping", "word": "pong"},
                        "state": {
                            "doc": "The state.",
                            "send": "state?",
                            "event": "state",
                            "example": {"state": "$state"},
                        },
                    },
                    "local": {
                        "store": "jobs",
                        "by": "job_id",
                        "refused": {"status": 403, "type": "lost", "message": "no job $job_id"},
                        "opening": [
                            {"event": {"type": "hello", "text": "This is $job_id"}},
                            {"when": {"state": ["done"]}, "event": {"type": "done", "result": "$result"}},
                        ],
                        "silence": 60,
                        "ping": {"type": "ping", "at": "$now"},
                    },
                },
                "all": {
                    "doc": "Watches everything.",
                    "class": "AllFeed",
                    "path": "/watch",
                    "items": {"done": "Done"},
                    "other": "Event",
                    "commands": {
                        "stats": {
                            "doc": "Figures.",
                            "send": "stats",
                            "event": "stats",
                            "example": {"all": "$connections", "here": "$watchers", "jobs": "$watched"},
                        }
                    },
                },
            },
        }
    },
    types={
        "Found": {
            "type": "object",
            "required": ["job_id", "score"],
            "properties": {
                "job_id": {"type": "string"},
                "score": {"type": "number"},
                "tags": {"type": "array", "items": {"type": "string"}},
                "why": {"type": "string", "nullable": True},
                "like": {"type": "array", "items": {"$ref": "Found"}},
            },
        }
    },
    records=records("Done", "Event"),
)

STREAMS = descriptor(
    {
        "errors": {"by": "status", "at": ["error"]},
        "groups": {"count": {"class": "Count"}},
        "socket": {
            "path": "/socket",
            "send": {"do": "$operation", "with": "$body"},
            "receive": {"kind": "is", "body": "with", "failed": {"is": "error"}},
            "in_flight": 1,
        },
    },
    {
        "count": {
            "service": "count",
            "group": "count",
            "operations": {
                key: {
                    "doc": "Counts.",
                    "rest": {"method": "POST", "path": f"/{key}", "stream": media},
                    "request": {"of": {"type": "array", "items": {"type": "any"}, "required": True}},
                    "stream": {"items": {"one": "One"}, "other": "Other", "end": ["sum"], **more},
                    "example": {
                        "stream": [
                            {"kind": "one", "each": "of", "body": {"value": "$each"}},
                            {"kind": "sum", "body": {"total": "$total"}},
                        ]
                    },
                }
                for key, media, more in (
                    ("lines", "ndjson", {"keys": {"one": "value", "sum": "total"}}),
                    ("events", "sse", {}),
                )
            },
        }
    },
    records=records("One", "Other"),
)
