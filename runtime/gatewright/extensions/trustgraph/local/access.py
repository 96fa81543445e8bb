"""Which capability an operation needs, and which role has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....gateway.exchange import as_object

Rule = str
"""A capability, or one of the two below."""

ANYONE = "anyone"
# The name that the gateway passes on where it forgets that this is no capability.
ANYBODY_KNOWN = "__authenticated__"

_READERS = frozenset(
    {
        *("agent", "graph:read", "triples:read", "sparql:read", "graph-rag:read", "graph-embeddings:read"),
        *("documents:read", "document-rag:read", "document-embeddings:read", "entity-contexts:read"),
        *("rows:read", "nlp-query:read", "structured-query:read", "row-embeddings:read", "llm", "mcp"),
        *("embeddings", "reranker", "image-to-text", "cloze", "decision-scoring", "field-extraction"),
        *("config:read", "flows:read", "collections:read", "knowledge:read", "keys:self"),
    }
)
_WRITERS = _READERS | {
    *("graph:write", "triples:write", "graph-embeddings:write", "document-embeddings:write"),
    *("entity-contexts:write", "documents:write", "rows:write", "collections:write", "knowledge:write"),
}
_ADMINISTRATORS = _WRITERS | {
    *("config:write", "flows:write", "users:read", "users:write", "users:admin", "keys:admin"),
    *("workspaces:admin", "iam:admin", "metrics:read", "mint-token"),
}
ROLES = {"reader": _READERS, "writer": _WRITERS, "admin": _ADMINISTRATORS}
# All others hold only in the workspace of their user.
EVERYWHERE = frozenset({"admin"})

_FLOW: dict[str, str] = {
    "text-completion": "llm",
    "prompt": "llm",
    "mcp-tool": "mcp",
    "structured-diag": "structured-query:read",
    **{name: f"{name}:read" for name in ("graph-rag", "document-rag", "triples", "rows", "nlp-query")},
    **{name: f"{name}:read" for name in ("graph-embeddings", "document-embeddings", "row-embeddings")},
    **{name: f"{name}:read" for name in ("structured-query", "sparql")},
}
_READING = ("get", "list", "stream")
_SUBJECTS = {
    "config": "config",
    "flow": "flows",
    "librarian": "documents",
    "knowledge": "knowledge",
    "collection-management": "collections",
}
IAM: dict[str, Rule] = {
    **dict.fromkeys(("login", "bootstrap", "bootstrap-status"), ANYONE),
    **dict.fromkeys(("change-password", "whoami", "list-my-workspaces"), ANYBODY_KNOWN),
    **dict.fromkeys(("list-users", "get-user"), "users:read"),
    "update-user": "users:write",
    **dict.fromkeys(("create-user", "disable-user", "enable-user", "delete-user"), "users:admin"),
    "reset-password": "users:admin",
    **dict.fromkeys(("create-api-key", "list-api-keys", "revoke-api-key"), "keys:admin"),
    **dict.fromkeys(("create-workspace", "list-workspaces", "get-workspace"), "workspaces:admin"),
    **dict.fromkeys(("update-workspace", "disable-workspace"), "workspaces:admin"),
    "mint-token": "mint-token",
}
# Those that are not in the table need iam:admin: rotating the signing key, and what only the enterprise has.
_OF_USERS = ("users:", "keys:", "mint-token")

_ENTERPRISE = (
    *("create-group", "get-group", "list-groups", "update-group", "delete-group"),
    *("add-group-member", "remove-group-member", "list-group-members"),
    *("add-group-grant", "remove-group-grant", "list-group-grants"),
    *("add-user-grant", "remove-user-grant", "list-user-grants", "resolve-effective-permissions"),
)
REGISTERED = {
    "config": {"get", "list", "getvalues", "getvalues-all-ws", "config", "put", "delete"},
    "flow": {
        *("list-blueprints", "get-blueprint", "put-blueprint", "delete-blueprint"),
        *("list-flows", "get-flow", "start-flow", "stop-flow"),
    },
    "librarian": {
        *("get-document-metadata", "get-document-content", "stream-document", "list-documents"),
        *("list-processing", "get-upload-status", "list-uploads", "add-document", "remove-document"),
        *("update-document", "add-processing", "remove-processing", "begin-upload", "upload-chunk"),
        *("complete-upload", "abort-upload"),
    },
    "knowledge": {
        *("get-kg-core", "list-kg-cores", "put-kg-core", "delete-kg-core", "load-kg-core"),
        *("unload-kg-core", "get-de-core", "list-de-cores", "put-de-core", "delete-de-core", "load-de-core"),
    },
    "collection-management": {"list-collections", "update-collection", "delete-collection"},
    "iam": {*IAM, "rotate-signing-key", *_ENTERPRISE},
}

PATHS: dict[str, Rule] = {
    "/api/v1/document-stream": "documents:read",
    "/api/v1/import-core": "users:admin",
    "/api/v1/export-core": "users:admin",
    "/api/metrics/{path}": "metrics:read",
    "/api/v1/i18n/packs/{lang}": ANYONE,
    "/api/v1/auth/login": ANYONE,
    "/api/v1/auth/bootstrap": ANYONE,
    "/api/v1/auth/bootstrap-status": ANYONE,
    "/api/v1/auth/change-password": ANYBODY_KNOWN,
}


def of_service(service: str, operation: str) -> Rule:
    """What an operation of a service needs; `operation` is what the request calls it."""
    if service == "iam":
        return IAM.get(operation, "iam:admin")
    subject = _SUBJECTS.get(service)
    if subject is not None:
        reads = operation.startswith(_READING) or operation == "config"
        return f"{subject}:{'read' if reads else 'write'}"
    return _FLOW.get(service, service)


def workspace_of(rule: Rule, body: Mapping[str, Any], default: str) -> str | None:
    """The workspace that an IAM operation is about, as the gateway makes it out; None: none."""
    if not rule.startswith(_OF_USERS):
        return None
    user, record = as_object(body.get("user")) or {}, as_object(body.get("workspace_record")) or {}
    return user.get("workspace") or record.get("id") or body.get("workspace") or default


def allowed(roles: list[str], home: str, rule: Rule, workspace: str | None) -> bool:
    """Whether someone with these roles, at home in a workspace, may do what the rule is about there."""
    return any(
        rule in ROLES.get(role, ()) and (role in EVERYWHERE or workspace is None or workspace == home)
        for role in roles
    )
