"""The local gateway: a server on loopback that speaks the protocol of a described gateway."""

from __future__ import annotations

import asyncio
import importlib
import importlib.resources
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from types import TracebackType
from typing import Any, Protocol, Self, Unpack, cast, get_args
from urllib.parse import parse_qs, urlsplit

from .. import wire
from ..descriptor import Descriptor
from ..errors import ConfigurationError
from . import bulk as bulk_
from . import mux as mux_
from .catalog import Served, catalog
from .exchange import Handler, Refused, Request, Rules
from .faults import Details, Fault, Interface, Kind
from .websocket import Rejection, Serve, WebSocket, hang_up


class Extension(Protocol):
    """A module named by `local.handlers` in gateway.yaml."""

    def setup(self, gateway: LocalGateway, **options: Any) -> Rules:
        """Registers handlers and returns the rules of the gateway."""
        ...


class LocalGateway:
    """A gateway in a thread of its own; `local_gateway` makes one.

    Attributes:
        descriptor: What is served.
        rules: What the extension adds to it, its state included.
        token: The credential that clients must show; None: any or none will do.
        url, port: Where it listens, while it runs.
        requests: What was received, oldest first; for a bulk socket, that it was opened.
        sockets_opened: Connections opened on the multiplexed socket's path so far.
        most_in_flight: Most requests that one socket had started since its oldest unfinished one.
    """

    def __init__(
        self,
        descriptor: Descriptor,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str | None = None,
        **options: Any,
    ) -> None:
        self.descriptor = descriptor
        self.catalog = catalog(descriptor)
        self.host = host
        self.port = port
        self.token = token
        self.requests: list[Request] = []
        self.sockets_opened = 0
        self.most_in_flight = 0
        self.taps: list[bulk_.Tap] = []
        self.sockets: set[WebSocket] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self._defaults = {name: setting.default for name, setting in descriptor.gateway.settings.items()}
        self._handlers: dict[str, Handler] = {}
        self._faults: list[Fault] = []
        self._condition = threading.Condition()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._http: set[Any] = set()
        frames = [part.max_frame for part in (descriptor.gateway.socket, descriptor.gateway.bulk) if part]
        self.max_frame = max(frames, default=16 * 2**20)
        self.rules = Rules(descriptor)
        if descriptor.gateway.local.handlers is not None:
            extension = cast("Extension", importlib.import_module(descriptor.gateway.local.handlers))
            self.rules = extension.setup(self, **options)
        elif options:
            raise ConfigurationError(f"{descriptor.gateway.title} has no options: {', '.join(options)}")

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

    def on(self, operation: str, handler: Handler) -> None:
        """Lets `handler` answer an operation, such as `agent` or `config.put`.

        The handler is called with the request, a dictionary by the names on the wire. It returns
        the body of the response, or yields the bodies of a stream, or raises ServiceFailure. It may
        be async; one that is not runs on the server's loop and must not block.
        """
        if operation not in self.catalog.operations:
            known = ", ".join(sorted(self.catalog.operations))
            raise ConfigurationError(f"there is no operation {operation!r}; there are {known}")
        self._handlers[operation] = handler

    def fault(self, operation: str, kind: Kind, **details: Unpack[Details]) -> Fault:
        """Makes something go wrong with the next request to an operation, or to any (`*`).

        `gatewright.gateway.faults` describes the kinds and the details. Bulk transfers are called
        `import_<name>` and `export_<name>`. Faults add up; the returned one counts its strikes.
        """
        if operation not in {*self.catalog.operations, *self.catalog.bulk, "*"}:
            known = ", ".join(sorted({*self.catalog.operations, *self.catalog.bulk}))
            raise ConfigurationError(f"there is no operation {operation!r}; there are {known}")
        if kind not in get_args(Kind):
            raise ConfigurationError(f"there is no fault {kind!r}; there are {', '.join(get_args(Kind))}")
        fault = Fault(operation, kind, **details)
        self._faults.append(fault)
        return fault

    def clear_faults(self) -> None:
        """Forgets all faults that have not struck yet."""
        self._faults.clear()

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
        if self._loop is None:
            raise ConfigurationError("the gateway does not run")
        done: Future[Any] = Future()

        def run() -> None:
            try:
                done.set_result(function())
            except BaseException as error:
                done.set_exception(error)

        self._loop.call_soon_threadsafe(run)
        return done.result()

    def wait_for(self, condition: Callable[[], bool], timeout: float = 5.0) -> None:
        """Waits until `condition` holds; looks whenever a request comes, or a connection comes or goes.

        Raises:
            TimeoutError: It did not hold within `timeout` seconds.
        """
        with self._condition:
            if not self._condition.wait_for(condition, timeout):
                raise TimeoutError("the condition did not come to hold")

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
        thread, loop, stop = self._thread, self._loop, self._stop
        if thread is None or loop is None or stop is None:
            return
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        self._thread = self._loop = self._stop = None

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

    def handler(self, request: Request) -> Handler:
        """What answers a request."""
        return self._handlers.get(request.operation, self.rules.answer)

    def received(
        self,
        operation: str,
        interface: Interface,
        body: dict[str, Any],
        values: dict[str, Any],
        served: Served | None = None,
    ) -> Request:
        """Notes a request; settings that it leaves out have their defaults."""
        given = {name: value for name, value in values.items() if value is not None and value != ""}
        request = Request(operation, interface, body, {**self._defaults, **given}, served)
        self.requests.append(request)
        self.changed()
        return request

    def strikes(self, request: Request) -> list[Fault]:
        """The faults that strike a request."""
        return [fault for fault in self._faults if fault.strikes(request.operation, request.interface)]

    def count_in_flight(self, number: int) -> None:
        """Notes how many requests a socket has."""
        self.most_in_flight = max(self.most_in_flight, number)

    def changed(self) -> None:
        """Wakes those who wait for something."""
        with self._condition:
            self._condition.notify_all()

    def accept(self, target: str) -> Serve:
        """What to do with a WebSocket at this path; see `websocket.Host`."""
        url = urlsplit(target)
        description = self.descriptor.gateway.socket
        if description is not None and url.path == description.path:
            self.sockets_opened += 1
            self.changed()
            return lambda connection: mux_.Mux(self, description, connection).serve()
        found = self.catalog.at(url.path)
        if found is None:
            raise _rejection(self.rules.unknown_path(url.path))
        bulk, places = found
        query = {name: values[-1] for name, values in parse_qs(url.query).items()}
        rule = self.descriptor.gateway.bulk
        if rule is not None:
            shown = query.get(rule.token, "") if rule.token is not None else ""
            missing = rule.token is not None and bool(rule.anonymous) and not shown
            if missing or (self.token is not None and rule.token is not None and shown != self.token):
                raise _rejection(self.rules.unauthorized())
            for key, value in rule.query.items():
                places[str(value).removeprefix("$").removesuffix("?")] = query.get(key, "")
        serve = bulk_.serve_import if bulk.direction == "import" else bulk_.serve_export
        return partial(serve, self, bulk, places)

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

        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        # uvicorn's own Server would wait a tenth of a second here and there, which adds up over many tests.
        config = uvicorn.Config(
            application(self),
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
        server = await self._loop.create_server(
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
            tasks = [*self.tasks, *state.tasks]
            for task in tasks:
                task.cancel()
            for connection in list(self._http):
                connection.transport.abort()
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
        gateway: Name of an installed client package, such as `trustgraph_v2`, or a descriptor.
        host: Address to listen on.
        port: Port to listen on; 0: any that is free.
        token: Credential that clients must show; None: any or none will do.
        options: What the gateway's extension offers besides; for TrustGraph `workspaces`.

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


def _rejection(refusal: Refused) -> Rejection:
    return Rejection(refusal.status, wire.dumps(refusal.body))
