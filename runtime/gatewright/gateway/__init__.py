"""The local gateway: a real server on loopback, for demos and tests (extra `gateway`).

    from gatewright.gateway import local_gateway

    with local_gateway("trustgraph_v2") as gw:
        api = Api(url=gw.url)

It serves what the descriptor of a client package says: REST, the multiplexed socket and bulk
sockets, with the gateway's own rules. What was put can be got; everything else answers with the
descriptor's examples.

Handlers: `gw.on("agent", handler)`; a handler gets the request (a dictionary), and returns a
body, or yields the bodies of a stream, or raises `ServiceFailure(type, message)`. An async
generator's bodies go out one by one as they come.

Faults: `gw.fault("agent", "drop", after=2)` ends the connection after two frames of the next
answer; `gatewright.gateway.faults` lists all kinds. `gw.drop_connections()` ends all now.

Looking in: `gw.requests`, `gw.sockets_opened`, `gw.live_connections`, `gw.most_in_flight`, and
`gw.wait_for(lambda: len(gw.requests) == 3)`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .exchange import Refused, Request, Rules, ServiceFailure
    from .faults import Fault
    from .local import LocalGateway, local_gateway

__all__ = ["Fault", "LocalGateway", "Refused", "Request", "Rules", "ServiceFailure", "local_gateway"]

# Found when first used: pytest imports this package for its plugin in every run.
_WHERE = {
    "Fault": "faults",
    "LocalGateway": "local",
    "Refused": "exchange",
    "Request": "exchange",
    "Rules": "exchange",
    "ServiceFailure": "exchange",
    "local_gateway": "local",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_WHERE[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
