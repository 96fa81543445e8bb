# Generated from schema/trustgraph_v1 by gatewright 0.1.0, content b854e4d5e425139a. Do not edit.
"""The gateway's protocol: its envelope as plain functions, its limits, its errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gatewright.errors import (
    AuthenticationFailed,
    InvalidRequest,
    NotFound,
    RequestTimeout,
    ServiceError,
    Unavailable,
)
from gatewright.operation import ErrorRule, GatewayInfo, Incoming, SocketProtocol
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
    ObjectsQueryError,
    RequestError,
    StructuredQueryError,
    UnexpectedError,
)


def encode(id: str, values: Mapping[str, Any], body: Any) -> bytes:
    """One outgoing frame of the socket."""
    frame: dict[str, Any] = {"id": id, "service": values["service"]}
    if values.get("flow") is not None:
        frame["flow"] = values["flow"]
    frame["request"] = body
    return dumps(frame)


def decode(frame: dict[str, Any]) -> Incoming:
    """What an incoming frame of the socket says."""
    body: Any = frame.get("response")
    error: Any = None
    if is_object(body):
        error = body.get("error")
    if error is None:
        error = frame.get("error")
    return frame.get("id"), body, error, error is not None or frame.get("complete") is True


def socket_query(values: Mapping[str, Any]) -> dict[str, str]:
    """Query parameters of the socket, not yet quoted."""
    made: dict[str, str] = {}
    if values.get("token") is not None:
        made["token"] = values["token"]
    return made


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


def bulk_query(values: Mapping[str, Any]) -> dict[str, str]:
    """Query parameters of a bulk socket, not yet quoted."""
    made: dict[str, str] = {}
    if values.get("token") is not None:
        made["token"] = values["token"]
    return made


RETIRED: dict[str, str] = {
    "max_subgraph_count": "No gateway of TrustGraph reads it. The argument is ignored; limit the part of the graph that is looked at with entity_limit, triple_limit and max_subgraph_size.",
    "max_entity_distance": "No gateway of TrustGraph reads it. The argument is ignored; max_path_length limits how far the graph is walked.",
}
"""Arguments of older releases, with what to do instead."""

GATEWAY = GatewayInfo(
    name="trustgraph_v1",
    title="TrustGraph",
    release="1.8.0",
    package="trustgraph_v1",
    default_url="http://localhost:8088/",
    url_env="TRUSTGRAPH_URL",
    token_env="TRUSTGRAPH_TOKEN",
    rest_headers=rest_headers,
    find_error=find_error,
    error_rules=(
        ErrorRule(
            AuthenticationFailed,
            message="^auth failure$",
            hint="gateway 2.x says so: use the client trustgraph_v2 with that",
        ),
        ErrorRule(
            Unavailable,
            status=500,
            hint="the gateway cannot reach the Prometheus server that it passes questions on to",
        ),
        ErrorRule(
            RequestTimeout,
            type="gateway-error",
            message="^Timeout$",
            hint="the gateway gave up waiting for the service",
        ),
        ErrorRule(
            InvalidRequest,
            type="gateway-error",
            message="^'[A-Za-z_-]+'$",
            hint="the gateway misses this field in the request",
        ),
        ErrorRule(
            ServiceError,
            type="not-implemented",
            hint="this release of the gateway has a name for this operation and nothing behind it",
        ),
        ErrorRule(NotFound, type="bad-operation", hint="the service does not know this operation"),
        ErrorRule(NotFound, type="InvalidOperation", hint="the service does not know this operation"),
        ErrorRule(InvalidRequest, type="MissingParameter"),
        ErrorRule(NotFound, type="SchemaNotFound", hint='list the schemas with api.config().list("schema")'),
        ErrorRule(
            NotFound, type="NoSchemaAvailable", hint="schemas are configuration items of the type `schema`"
        ),
        ErrorRule(AgentError, type="agent-error"),
        ErrorRule(ConfigError, type="config-error"),
        ErrorRule(DocumentRagError, type="document-rag-error"),
        ErrorRule(FlowError, type="flow-error"),
        ErrorRule(GraphRagError, type="graph-rag-error"),
        ErrorRule(LLMError, type="llm-error"),
        ErrorRule(
            LoadError,
            type="load-error",
            message="^Invalid flow$",
            hint="no such flow; list flows with api.flow().list()",
        ),
        ErrorRule(LoadError, type="load-error"),
        ErrorRule(LookupError, type="lookup-error"),
        ErrorRule(NLPQueryError, type="nlp-query-error"),
        ErrorRule(ObjectsQueryError, type="objects-query-error"),
        ErrorRule(
            RequestError,
            type="request-error",
            message="^Invalid document kind",
            hint="the library takes text/plain and application/pdf only",
        ),
        ErrorRule(RequestError, type="request-error"),
        ErrorRule(StructuredQueryError, type="structured-query-error"),
        ErrorRule(
            UnexpectedError,
            type="unexpected-error",
            message="^Document does not exist|^No such document",
            hint="list documents with api.library().get_documents(user)",
        ),
        ErrorRule(
            UnexpectedError,
            type="unexpected-error",
            message="already exists$",
            hint="something of that identifier is there already",
        ),
        ErrorRule(UnexpectedError, type="unexpected-error"),
        ErrorRule(
            NotFound,
            message="^Invalid flow$",
            hint="no such flow, or it has not started yet; list flows with api.flow().list()",
        ),
        ErrorRule(
            NotFound,
            message="^This kind not supported by flow$",
            hint="the flow does not have this service; look at the interfaces of api.flow().get(...)",
        ),
        ErrorRule(NotFound, message="^Invalid kind$", hint="the gateway does not serve this operation"),
        ErrorRule(
            NotFound,
            message="^'[^']*'$",
            hint="the gateway has no service of this name, or misses this field in the request",
        ),
        ErrorRule(
            InvalidRequest, message="^(Bad message$|Expecting )", hint="the gateway cannot read the request"
        ),
    ),
    socket=SocketProtocol(
        path="/api/v1/socket",
        encode=encode,
        decode=decode,
        in_flight=15,
        max_frame=52428800,
        orphans="newcomer",
        place=("service", "flow"),
        query=socket_query,
        sockets=1,
    ),
    bulk_query=bulk_query,
    bulk_closed="an unknown flow, or a message that the gateway could not read; it gives no reason",
    bulk_max_frame=52428800,
)
"""All that holds for every operation."""
