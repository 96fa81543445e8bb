# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""The gateway's protocol: its envelope as plain functions, its limits, its errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gatewright.errors import (
    AuthenticationFailed,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    RequestTimeout,
    ServiceError,
)
from gatewright.operation import ErrorRule, GatewayInfo, Handshake, Incoming, Setting, SocketProtocol
from gatewright.wire import dumps, is_object

from .errors import (
    AgentError,
    ConfigError,
    DocumentRagError,
    FlowError,
    GraphRagError,
    LLMError,
    LoadError,
    LookupError,
    NLPQueryError,
    RequestError,
    RowsQueryError,
    StructuredQueryError,
    UnexpectedError,
)


def encode(id: str, values: Mapping[str, Any], body: Any) -> bytes:
    """One outgoing frame of the socket."""
    frame: dict[str, Any] = {"id": id, "workspace": values["workspace"], "service": values["service"]}
    if values.get("flow") is not None:
        frame["flow"] = values["flow"]
    frame["request"] = body
    return dumps(frame)


def decode(frame: dict[str, Any]) -> Incoming:
    """What an incoming frame of the socket says."""
    body: Any = frame.get("response")
    error: Any = frame.get("error")
    if error is None and is_object(body):
        error = body.get("error")
    return frame.get("id"), body, error, error is not None or frame.get("complete") is True


def auth_frame(values: Mapping[str, Any]) -> dict[str, Any]:
    """The first frame of a socket, which authenticates it."""
    return {"type": "auth", "token": values["token"] or ""}


def find_error(body: Any) -> Any:
    """The error that a body holds, a string or an object; None if it holds none."""
    if not is_object(body):
        return None
    return body.get("error")


def rest_headers(values: Mapping[str, Any]) -> dict[str, str]:
    """Headers that carry the credential; none without one."""
    if not values["token"]:
        return {}
    return {"Authorization": "Bearer " + str(values["token"])}


def rest_body(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that the body of every REST request has."""
    return {"workspace": values["workspace"]}


def bulk_query(values: Mapping[str, Any]) -> dict[str, str]:
    """Query parameters of a bulk socket, not yet quoted."""
    return {"workspace": values["workspace"], "token": values["token"] or "tg_anonymous"}


RETIRED: dict[str, str] = {
    "user": "TrustGraph 2.x has no user field: data belongs to workspaces. The argument is ignored; pass workspace= to Api instead.",
    "max_subgraph_count": "No gateway of TrustGraph 2.x reads it. The argument is ignored; limit the part of the graph that is looked at with entity_limit, triple_limit and edge_limit.",
    "max_entity_distance": "No gateway of TrustGraph 2.x reads it. The argument is ignored; max_path_length limits how far the graph is walked.",
}
"""Arguments of older releases, with what to do instead."""

GATEWAY = GatewayInfo(
    name="trustgraph_v2",
    title="TrustGraph",
    release="2.11.1",
    package="trustgraph_v2",
    default_url="http://localhost:8888/",
    url_env="TRUSTGRAPH_URL",
    token_env="TRUSTGRAPH_TOKEN",
    settings={"workspace": Setting(default="default", env="TRUSTGRAPH_WORKSPACE")},
    rest_headers=rest_headers,
    rest_body=rest_body,
    find_error=find_error,
    error_rules=(
        ErrorRule(AuthenticationFailed, type="auth-required"),
        ErrorRule(AuthenticationFailed, type="auth-failed"),
        ErrorRule(PermissionDenied, type="access-denied"),
        ErrorRule(PermissionDenied, type="operation-not-permitted"),
        ErrorRule(
            PermissionDenied,
            type="triples-query-policy-error",
            hint="a policy of the gateway forbids this query",
        ),
        ErrorRule(
            PermissionDenied, type="policy-enforcement-error", hint="a policy of the gateway forbids this"
        ),
        ErrorRule(
            NotFound, type="workspace-not-found", hint="no such workspace; see the workspace argument of Api"
        ),
        ErrorRule(NotFound, type="unknown-service", hint="the gateway does not serve this operation"),
        ErrorRule(NotFound, type="not-found"),
        ErrorRule(
            ServiceError,
            type="not-implemented",
            hint="this release of the gateway has a name for this operation and nothing behind it",
        ),
        ErrorRule(InvalidRequest, type="invalid-argument"),
        ErrorRule(InvalidRequest, type="bad-request"),
        ErrorRule(NotFound, type="bad-operation", hint="the service does not know this operation"),
        ErrorRule(InvalidRequest, type="duplicate", hint="something of that name is there already"),
        ErrorRule(
            NotFound,
            message="^workspace not found",
            hint="no such workspace; see the workspace argument of Api",
        ),
        ErrorRule(
            NotFound, message="^unknown (kind|operation)", hint="the gateway does not serve this operation"
        ),
        ErrorRule(
            NotFound,
            message="^Invalid flow ",
            hint="no such flow, or it has not started yet; list flows with api.flow().list()",
        ),
        ErrorRule(
            RequestTimeout,
            type="gateway-error",
            message="^$",
            hint="the gateway gave up waiting for the service",
        ),
        ErrorRule(
            InvalidRequest,
            type="gateway-error",
            message="^'[A-Za-z_-]+'$",
            hint="the gateway misses this field in the request",
        ),
        ErrorRule(AgentError, type="agent-error"),
        ErrorRule(ConfigError, type="config-error"),
        ErrorRule(DocumentRagError, type="document-rag-error"),
        ErrorRule(FlowError, type="flow-error"),
        ErrorRule(GraphRagError, type="graph-rag-error"),
        ErrorRule(LLMError, type="llm-error"),
        ErrorRule(LoadError, type="load-error"),
        ErrorRule(LookupError, type="lookup-error"),
        ErrorRule(NLPQueryError, type="nlp-query-error"),
        ErrorRule(RowsQueryError, type="rows-query-error"),
        ErrorRule(
            RequestError,
            type="request-error",
            message="already exists$",
            hint="something of that identifier is there already",
        ),
        ErrorRule(
            RequestError,
            type="request-error",
            message="^Upload session not found",
            hint="list uploads with api.library().get_pending_uploads(), or begin again",
        ),
        ErrorRule(
            RequestError,
            type="request-error",
            message="^Document not found",
            hint="list documents with api.library().get_documents(include_children=True)",
        ),
        ErrorRule(RequestError, type="request-error"),
        ErrorRule(StructuredQueryError, type="structured-query-error"),
        ErrorRule(
            UnexpectedError,
            type="unexpected-error",
            message="^Document does not exist|^No such document",
            hint="list documents with api.library().get_documents(include_children=True)",
        ),
        ErrorRule(
            UnexpectedError,
            type="unexpected-error",
            message="already exists$",
            hint="something of that identifier is there already",
        ),
        ErrorRule(UnexpectedError, type="unexpected-error"),
    ),
    socket=SocketProtocol(
        path="/api/v1/socket",
        encode=encode,
        decode=decode,
        handshake=Handshake(
            request=auth_frame, accepted={"type": "auth-ok"}, refused={"type": "auth-failed"}, message="error"
        ),
        in_flight=15,
        max_frame=52428800,
    ),
    bulk_query=bulk_query,
    bulk_closed="an unknown flow or workspace, or a message that the gateway could not read; it gives no reason",
    bulk_max_frame=52428800,
)
"""All that holds for every operation."""
