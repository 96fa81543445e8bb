"""A described gateway as an ASGI application, for those who write the gateway in Python."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute

from ..descriptor import Descriptor
from ..errors import ConfigurationError
from . import asgi
from .core import Callback, Core
from .exchange import Handler
from .feeds import Feeds
from .local import load
from .messaging import Messaging
from .rest import application
from .settings import AppConfig, settle


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendConfig:
    """What the gateway tells of its backend.

    Attributes:
        engine_name: Its name.
        settings: Whatever it wants to keep here.
    """

    engine_name: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])


class Backend:
    """What a host adds to a gateway: handlers, callbacks, and messages of its own.

    Everything may be registered before or after `create_app`.
    """

    def __init__(self, config: BackendConfig | None = None) -> None:
        self.config = config or BackendConfig()
        self._handlers: dict[str, Handler] = {}
        self._messages: dict[str, Any] = {}
        self._callbacks: list[tuple[Literal["connect", "disconnect"], Callback]] = []
        self._core: Core | None = None

    def register_handler(self, operation: str, handler: Handler) -> None:
        """Lets `handler` answer an operation of the descriptor; see `LocalGateway.on`."""
        self._handlers[operation] = handler
        if self._core is not None:
            self._core.on(operation, handler)

    def register_custom_handler(self, message_type: str, handler: Any) -> None:
        """Lets `handler` answer messages of a type that the descriptor does not know.

        It is a function, or an object (or a class, of which one is made) with a method `handle`;
        either may be async. It gets the request, a dictionary with the message's data, and, if it
        takes a second argument, the connection (`ConnectionMetadata`). What it returns is the data
        of the reply; a `ServerMessage` also says the reply's type.
        """
        self._messages[message_type] = handler
        if self._core is not None:
            self._core.on_message(message_type, handler)

    def register_connection_callback(
        self, event: Literal["connect", "disconnect"], callback: Callback
    ) -> None:
        """Calls `callback` with the app id when a connection opens or has closed."""
        self._callbacks.append((event, callback))
        if self._core is not None:
            self._core.on_connection(event, callback)

    def get_messaging_api(self) -> Messaging:
        """Messages to connected applications.

        Raises:
            ConfigurationError: There is no application yet; call `create_app` first.
        """
        return self._attached().messaging

    def get_feeds(self) -> Feeds:
        """Events to those who watch feeds.

        Raises:
            ConfigurationError: There is no application yet; call `create_app` first.
        """
        return self._attached().feeds

    def attach(self, core: Core) -> None:
        """Joins it to a gateway; `create_app` does so."""
        self._core = core
        core.engine_name = self.config.engine_name or None
        for operation, handler in self._handlers.items():
            core.on(operation, handler)
        for message_type, handler in self._messages.items():
            core.on_message(message_type, handler)
        for event, callback in self._callbacks:
            core.on_connection(event, callback)

    def _attached(self) -> Core:
        if self._core is None:
            raise ConfigurationError("there is no application yet; call create_app first")
        return self._core


def create_app(
    gateway: str | Descriptor, config: AppConfig | None = None, api_factory: Backend | None = None
) -> Starlette:
    """The gateway as an ASGI application, for uvicorn or any other ASGI server.

    `app.state` is the host's; it holds `config` (the settings in force) and `messaging`.

    Args:
        gateway: Name of an installed client package, or a descriptor.
        config: Settings; what it leaves open comes from the environment.
        api_factory: What the host adds.

    Raises:
        ConfigurationError: There is no such package, or an environment variable is wrong.
    """
    descriptor = load(gateway) if isinstance(gateway, str) else gateway
    settings = settle(config, descriptor.gateway)
    core = Core(
        descriptor,
        token=settings.token,
        settings=settings,
        max_sessions=settings.max_sessions,
        session_timeout=settings.session_timeout,
        remember=False,
    )
    if api_factory is not None:
        api_factory.attach(core)
    app = application(
        core,
        debug=settings.debug,
        lifespan=partial(_lifespan, core),
        routes=[WebSocketRoute("/{path:path}", partial(asgi.serve, core))],
    )
    app.state.config = settings
    app.state.messaging = core.messaging
    return app


@contextlib.asynccontextmanager
async def _lifespan(core: Core, app: Starlette) -> AsyncGenerator[None, None]:
    core.loop = asyncio.get_running_loop()
    try:
        yield
    finally:
        await asyncio.to_thread(core.stores.close)
        core.loop = None
