"""The local gateway, and gateways written in Python (extra `gateway`).

**For demos and tests**, a real server on loopback:

    from gatewright.gateway import local_gateway

    with local_gateway("my_gateway") as gw:
        api = Api(url=gw.url)

It serves what the descriptor of a client package says: HTTP and its streams, the socket for
calls, feeds of events, and bulk sockets, with the gateway's own rules. What was put can be got;
everything else answers with the descriptor's examples, or with values that fit.

Handlers: `gw.on("agent", handler)`; a handler gets the request (a dictionary), and returns a
body, or yields or lists the bodies of a stream, or raises `ServiceFailure(type, message)`. An async
generator's bodies go out one by one as they come. Where nothing in a body tells its type, it
yields pairs: `("result", {...})`.

Faults: `gw.fault("agent", "drop", after=2)` ends the connection after two frames of the next
answer; `gatewright.gateway.faults` lists all kinds. `gw.drop_connections()` ends all now.

Looking in: `gw.requests`, `gw.sockets_opened`, `gw.live_connections`, `gw.most_in_flight`, and
`gw.wait_for(lambda: len(gw.requests) == 3)`.

**Messages to clients**, from any thread and any event loop:

    await gw.messaging.send_to_app(app_id, "notification", {"message": "done"})
    answer = await gw.messaging.send_to_app_and_wait(
        app_id, "server_request", {"request_type": "user_input", "prompt": "Name?"}, timeout=30.0
    )
    answer.data                                  # what the client's handler returned
    await gw.messaging.broadcast("notification", {"message": "closing"}, exclude_apps={app_id})
    gw.messaging.run(gw.messaging.send_to_session(session_id, "notification", {}))  # without a loop

`MessagingError` says that it did not work: `AppGone` (which is also a ConnectionError) or
`AnswerTimeout` (also a TimeoutError). `get_connected_apps()`, `is_app_connected(app_id)`,
`get_app_sessions(app_id)` and `get_connection(app_id)` tell who is there;
`gw.on_connection("connect", callback)` and `"disconnect"` tell who comes and goes.
`gw.on_message("translate", handler)` answers messages of a type that the descriptor does not
know. The handler is a function, or a class or object with a method `handle`; it gets the
request and, if it takes a second argument, the `ConnectionMetadata`:

    class TranslateHandler:
        async def handle(self, request):
            return {"translated_text": request["text"].upper()}

**Events** for those who watch a feed, also from worker threads:

    await gw.feeds.send("workflow", workflow_id, {"type": "workflow_status", "status": "running"})
    gw.feeds.publish("workflow", workflow_id, {...})     # in a thread without a loop
    await gw.feeds.send_to_all({"type": "maintenance"})
    gw.feeds.stats()

**A gateway of one's own**, as an application for uvicorn:

    from gatewright.gateway import AppConfig, Backend, BackendConfig, create_app

    backend = Backend(BackendConfig(engine_name="MyEngine"))
    backend.register_custom_handler("translate", TranslateHandler)
    backend.register_connection_callback("connect", on_connected)
    app = create_app("my_gateway", config=AppConfig(title="My API"), api_factory=backend)
    messaging = backend.get_messaging_api()

Generated packages have `create_app` and `app` of their own in `<package>.server`. What
`AppConfig` leaves open comes from the environment: `<PACKAGE>_API_TITLE`, `_DESCRIPTION`,
`_VERSION`, `_HOST`, `_PORT`, `_DEBUG`, `_MAX_SESSIONS`, `_SESSION_TIMEOUT`. Messages may be
made by hand: `ServerMessage`, with `ServerInitiated`, and
`await messaging.get_connection(app_id).websocket.send_text(message.model_dump_json())`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .connections import ConnectionMetadata
    from .exchange import Refused, Request, ServiceFailure
    from .faults import Fault
    from .feeds import Feeds
    from .hosting import Backend, BackendConfig, create_app
    from .local import LocalGateway, local_gateway
    from .messages import AnswerTimeout, AppGone, MessagingError, ServerInitiated, ServerMessage
    from .messaging import Messaging
    from .rules import Rules
    from .settings import AppConfig

__all__ = [
    "AnswerTimeout",
    "AppConfig",
    "AppGone",
    "Backend",
    "BackendConfig",
    "ConnectionMetadata",
    "Fault",
    "Feeds",
    "LocalGateway",
    "Messaging",
    "MessagingError",
    "Refused",
    "Request",
    "Rules",
    "ServerInitiated",
    "ServerMessage",
    "ServiceFailure",
    "create_app",
    "local_gateway",
]

# Found when first used: pytest imports this package for its plugin in every run.
_WHERE = {
    "AnswerTimeout": "messages",
    "AppConfig": "settings",
    "AppGone": "messages",
    "Backend": "hosting",
    "BackendConfig": "hosting",
    "ConnectionMetadata": "connections",
    "Fault": "faults",
    "Feeds": "feeds",
    "LocalGateway": "local",
    "Messaging": "messaging",
    "MessagingError": "messages",
    "Refused": "exchange",
    "Request": "exchange",
    "Rules": "rules",
    "ServerInitiated": "messages",
    "ServerMessage": "messages",
    "ServiceFailure": "exchange",
    "create_app": "hosting",
    "local_gateway": "local",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_WHERE[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
