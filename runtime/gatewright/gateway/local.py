"""The local gateway: a server on loopback that speaks the protocol of a described gateway."""

from __future__ import annotations

import asyncio
import importlib.resources
import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self, cast

from ..descriptor import Descriptor
from ..errors import ConfigurationError
from .core import Core
from .websocket import WebSocket, hang_up


class LocalGateway(Core):
    """A gateway in a thread of its own; `local_gateway` makes one.

    Attributes:
        url, port: Where it listens, while it runs.
    """

    def __init__(
        self,
        descriptor: Descriptor,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        **options: Any,
    ) -> None:
        self.host = host
        self.port = port
        self.sockets: set[WebSocket] = set()
        self._thread: threading.Thread | None = None
        self._stop: asyncio.Event | None = None
        self._http: set[Any] = set()
        super().__init__(descriptor, **options)

    # What tests and users call

    @property
    def url(self) -> str:
        """Base URL, with a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    @property
    def live_connections(self) -> int:
        """WebSocket connections open now, of all kinds."""
        return len(self.sockets)

    def drop_connections(self, *, reset: bool = False) -> None:
        """Ends all TCP connections now, without a word or by a reset."""

        def drop() -> None:
            for connection in list(self.sockets):
                connection.abort(reset)
            for connection in list(self._http):
                hang_up(connection.transport, reset)

        self.call(drop)

    def call(self, function: Callable[[], Any]) -> Any:
        """Runs a function on the server's loop and returns its result; for state that handlers share."""
        if self.loop is None:
            raise ConfigurationError("the gateway does not run")
        done: Future[Any] = Future()

        def run() -> None:
            try:
                done.set_result(function())
            except BaseException as error:
                done.set_exception(error)

        self.loop.call_soon_threadsafe(run)
        return done.result()

    def start(self) -> None:
        """Starts the server; returns when it is ready."""
        if self._thread is not None:
            raise ConfigurationError("the gateway runs already")
        ready: Future[int] = Future()
        self._thread = threading.Thread(target=self._main, args=(ready,), name="local-gateway", daemon=True)
        self._thread.start()
        try:
            self.port = ready.result()
        except BaseException:
            self._thread.join()
            self._thread = None
            raise

    def stop(self) -> None:
        """Ends all connections and the server; returns when both are gone."""
        thread, loop, stop = self._thread, self.loop, self._stop
        if thread is None or loop is None or stop is None:
            return
        self.stores.close()
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        self._thread = self.loop = self._stop = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(
        self, type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    # What the server's parts call, on its loop

    @property
    def stopping(self) -> bool:
        """The server is on its way down."""
        return self._stop is None or self._stop.is_set()

    def hang_up(self, client: Any, reset: bool) -> None:
        """Ends the HTTP connection of a client, given by host and port."""
        for connection in list(self._http):
            if connection.client == tuple(client):
                hang_up(connection.transport, reset)

    # The thread

    def _main(self, ready: Future[int]) -> None:
        try:
            asyncio.run(self._serve(ready))
        except BaseException as error:
            if ready.done():
                raise
            ready.set_exception(error)

    async def _serve(self, ready: Future[int]) -> None:
        # Imported here, so that this module can be imported where they are not installed.
        import uvicorn
        from uvicorn.protocols.http.h11_impl import H11Protocol
        from uvicorn.server import ServerState

        from .rest import application

        self.loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        # uvicorn's own Server would wait a tenth of a second here and there, which adds up over many tests.
        app = application(self)

        async def serve(scope: Any, receive: Any, send: Any) -> None:
            try:
                await app(scope, receive, send)
            except asyncio.CancelledError:
                # uvicorn would log the end of what was still being sent as an error.
                if not self.stopping:
                    raise

        config = uvicorn.Config(
            serve,
            http=H11Protocol,
            ws=WebSocket,
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            timeout_keep_alive=75,
        )
        config.load()
        state = ServerState()
        self._http = cast("set[Any]", state.connections)
        server = await self.loop.create_server(
            lambda: H11Protocol(config=config, server_state=state, app_state={"host": self}),
            self.host,
            self.port,
        )
        ready.set_result(server.sockets[0].getsockname()[1])
        try:
            await self._stop.wait()
        finally:
            server.close()
            for connection in list(self.sockets):
                connection.abort()
            for connection in list(self._http):
                connection.transport.abort()
            await asyncio.sleep(0)
            tasks = [*self.tasks, *state.tasks]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            # The connections learn of their end, and close their sockets, in the loop's next turn.
            await asyncio.sleep(0)


def local_gateway(
    gateway: str | Descriptor,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    token: str | None = None,
    **options: Any,
) -> LocalGateway:
    """A local gateway, to be used in a `with` (or `async with`) statement.

    Args:
        gateway: Name of an installed client package, such as `my_gateway`, or a descriptor.
        host: Address to listen on.
        port: Port to listen on; 0: any that is free.
        token: Credential that clients must show; None: they need none.
        options: `feed_token=False` opens feeds without the credential; `silence` is how many seconds a
            watcher may say nothing until it is sent a ping; `pace` is how many seconds lie between the
            steps of what happens to an object that was added; `timeout` is how many seconds the gateway
            waits for each body of an answer, in the place of what the descriptor says (None: for ever);
            `max_sessions` and `session_timeout` (seconds) limit what goes with connections. An extension may
            offer more.

    Raises:
        ConfigurationError: There is no such package, or it has no descriptor.
        OSError: The port is taken.
    """
    descriptor = load(gateway) if isinstance(gateway, str) else gateway
    return LocalGateway(descriptor, host=host, port=port, token=token, **options)


def load(name: str) -> Descriptor:
    """The descriptor that a client package carries."""
    try:
        text = importlib.resources.files(name).joinpath("descriptor.json").read_bytes()
    except (ModuleNotFoundError, FileNotFoundError):
        raise ConfigurationError(
            f"there is no client package {name!r} with a descriptor.json; is it installed?"
        ) from None
    return Descriptor.model_validate_json(text)
