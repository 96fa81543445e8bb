"""Prints, as JSON, what the gateway of an installed trustgraph-flow offers; run where that is installed.

    {"release": "2.11.1",
     "operations": {"config:get": {"capability": "config:read", "level": "workspace"}, ...},
     "routes": [{"method": "POST", "path": "/api/v1/{kind}", "covered": true}, ...],
     "unreachable": ["flow-service:text-load", ...]}

A route is `covered` where the registry says what may be called there. What has a handler that no
registered name leads to is `unreachable`. A release without a registry tells `config:*` for all that
the service may do. With an `error` instead of all that, it cannot be read.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import re
import sys
from importlib import metadata
from typing import Any

FLOW_KINDS = {
    "flow-service": ("request_response_dispatchers", "sender_dispatchers"),
    "flow-import": ("import_dispatchers",),
    "flow-export": ("export_dispatchers",),
}
# Where the gateway looks up what it is asked for in the registry, by the prefix of the names there.
REGISTRY_PATHS = re.compile(r"/api/v1/(\{kind\}|iam|flow/\{flow\}/(service|import|export)/\{kind\})")


class Anything:
    """Stands for whatever the gateway's parts want to be given before they tell their routes."""

    def __getattr__(self, name: str) -> Any:
        return Anything()

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return Anything()


class Routes:
    """Stands for the web application, and notes what is routed."""

    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []

    def add_routes(self, routes: Any) -> None:
        for each in routes:
            # {kind:thru/.+} is anything under thru/, and {path:.*} is any path.
            path = re.sub(r"\{(\w+):([^{}]*?)\.[*+]\}", r"\2{\1}", each.path)
            covered = REGISTRY_PATHS.fullmatch(path) is not None
            self.found.append({"method": each.method, "path": path, "covered": covered})


def routes() -> list[dict[str, Any]]:
    """What the gateway routes, in its own order."""
    manager = importlib.import_module("trustgraph.gateway.endpoint.manager")
    app = Routes()
    manager.EndpointManager(Anything(), Anything(), "http://localhost", 600).add_routes(app)
    return app.found


def dispatchers() -> list[str]:
    """The names of all that has a handler; what a service of a workspace can do stands in no table."""
    manager = importlib.import_module("trustgraph.gateway.dispatch.manager")
    return [
        f"{prefix}:{kind}"
        for prefix, tables in FLOW_KINDS.items()
        for table in tables
        for kind in getattr(manager, table, {})
    ] + [f"{kind}:*" for kind in getattr(manager, "global_dispatchers", {})]


def read() -> dict[str, Any]:
    """All that the installed release offers."""
    try:
        release = metadata.version("trustgraph-flow")
    except metadata.PackageNotFoundError:
        return {"error": "trustgraph-flow is not installed there"}
    try:
        registered = registry()
    except ModuleNotFoundError as error:
        return {"error": f"trustgraph-flow {release} lacks the module {error.name}"}
    return {
        "release": release,
        "operations": registered,
        "routes": routes(),
        "unreachable": [name for name in dispatchers() if name not in registered and not name.endswith(":*")],
    }


def registry() -> dict[str, dict[str, str]]:
    """What may be called; a release without a registry (1.8) routes all that has a handler."""
    try:
        operations = importlib.import_module("trustgraph.gateway.registry").all_operations()
    except ModuleNotFoundError as error:
        if error.name != "trustgraph.gateway.registry":
            raise
        return {name: {} for name in dispatchers()}
    return {each.name: {"capability": each.capability, "level": each.resource_level} for each in operations}


def main() -> None:
    """Print it as one line; whatever else the gateway's modules print goes to standard error."""
    with contextlib.redirect_stdout(sys.stderr):
        found = read()
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
