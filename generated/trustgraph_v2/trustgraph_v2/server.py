# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""The local gateway as an application for ASGI servers, such as `uvicorn trustgraph_v2.server:app`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gatewright.gateway import AppConfig, Backend
    from starlette.applications import Starlette


def create_app(config: AppConfig | None = None, api_factory: Backend | None = None) -> Starlette:
    """A local gateway with handlers of one's own; needs the extra `gateway`.

    Args:
        config: Settings; what it leaves open comes from the environment.
        api_factory: What the host adds: handlers, callbacks, and messages of its own.

    Raises:
        ConfigurationError: An environment variable is wrong.
    """
    from gatewright import gateway

    return gateway.create_app("trustgraph_v2", config, api_factory)


def __getattr__(name: str) -> Any:
    # Made when first asked for, so that importing this module starts nothing.
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()["app"] = app = create_app()
    return app
