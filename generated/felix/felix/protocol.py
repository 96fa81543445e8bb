# Generated from schema/felix by gatewright 0.1.0, content 72d3119235c29ada. Do not edit.
"""The gateway's protocol: its envelope as plain functions, its limits, its errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gatewright.errors import InvalidRequest, NotFound, Unavailable
from gatewright.operation import ErrorRule, GatewayInfo
from gatewright.wire import is_object


def find_error(body: Any) -> Any:
    """The error that a body holds, a string or an object; None if it holds none."""
    if not is_object(body):
        return None
    found: list[Any] = [body.get("detail"), body if body.get("message") is not None else None]
    for kinds in ((dict, list), (str,)):
        for error in found:
            if type(error) in kinds:
                return error
    return None


def rest_headers(values: Mapping[str, Any]) -> dict[str, str]:
    """Headers that carry the credential; none without one."""
    if not values["token"]:
        return {}
    return {"Authorization": "Bearer " + str(values["token"])}


def feed_query(values: Mapping[str, Any]) -> dict[str, str]:
    """Query parameters of the socket of a feed, not yet quoted."""
    made: dict[str, str] = {}
    if values.get("token") is not None:
        made["api_key"] = values["token"]
    return made


GATEWAY = GatewayInfo(
    name="felix",
    title="Felix",
    release="1.0.0",
    package="felix",
    default_url="http://localhost:8000/",
    url_env="FELIX_URL",
    token_env="FELIX_API_KEY",
    rest_headers=rest_headers,
    find_error=find_error,
    errors_by_status=True,
    error_type=("error",),
    error_faults=("loc", "msg"),
    error_rules=(
        ErrorRule(
            NotFound,
            status=403,
            hint="no such workflow; the gateway knows those created since it was started",
        ),
        ErrorRule(
            NotFound,
            status=404,
            message="^Agent not found: (plugins|metrics)$",
            hint="the gateway cannot serve this operation",
        ),
        ErrorRule(
            NotFound,
            status=404,
            message="^Agent plugin not found: suitable$",
            hint="the gateway cannot serve this operation",
        ),
        ErrorRule(
            NotFound,
            status=404,
            message="^Agent plugin not found",
            hint="plugins().reload() makes the gateway forget them all until it is started anew",
        ),
        ErrorRule(
            InvalidRequest,
            status=400,
            message="Available types: $",
            hint="plugins().reload() made the gateway forget them all; start it anew",
        ),
        ErrorRule(InvalidRequest, status=409),
        ErrorRule(
            Unavailable,
            message="Call POST /api/v1/system/start first",
            hint="call api.system().start() first",
        ),
        ErrorRule(
            Unavailable,
            message="^Knowledge Brain is not enabled",
            hint="start the gateway with FELIX_ENABLE_KNOWLEDGE_BRAIN=true",
        ),
    ),
    feed_query=feed_query,
)
"""All that holds for every operation."""
