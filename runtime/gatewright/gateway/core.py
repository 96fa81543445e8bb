"""A gateway without its server: what it serves, what it keeps, who is connected."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import inspect
import threading
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any, Literal, Protocol, TypeVar, Unpack, cast, get_args
from urllib.parse import parse_qs, urlsplit

from .. import wire
from ..descriptor import Descriptor
from ..errors import ConfigurationError
from . import bulk as bulk_
from . import mux as mux_
from .answers import Answers
from .catalog import Bulk, Served, catalog
from .connections import ConnectionMetadata, Connections
from .exchange import Handler, Refused, Request, log
from .faults import Details, Fault, Interface, Kind
from .feeds import Feeds
from .keeper import Keeper
from .live import live
from .messaging import Messaging
from .peer import Rejection, Serve
from .rules import Rules
from .settings import Settings, settle
from .stores import Stores
from .templates import Values, fill, variable

T = TypeVar("T")
Callback = Callable[[str], Any]
"""Gets the name of a connection; a plain function or a coroutine function."""


class Extension(Protocol):
    """A module named by `local.handlers` in gateway.yaml."""

    def setup(self, gateway: Core, **options: Any) -> Rules:
        """Registers handlers and returns the rules of the gateway."""
        ...


class Core:
    """What all servers of a gateway share.

    Attributes:
        descriptor: What is served.
        rules: What the extension adds to it, its state included.
        token: The credential that clients must show; None: they need none.
        requests: What was received, oldest first; for a bulk socket or a feed, that it was opened.
        sockets_opened: Connections opened on the path of the socket for calls so far.
        most_in_flight: Most requests that one socket had started since its oldest unfinished one.
        messaging: Messages to clients.
        feeds: Events to those who watch feeds.
        stores, keeper: What is kept, and who does what operations do to it.
        connections: Who is connected to the socket for calls.
        engine_name: What the host calls itself.
    """

    def __init__(
        self,
        descriptor: Descriptor,
        *,
        token: str | None = None,
        settings: Settings | None = None,
        silence: float | None = None,
        pace: float = 0.05,
        feed_token: bool = True,
        max_sessions: int | None = None,
        session_timeout: float | None = None,
        remember: bool = True,
        **options: Any,
    ) -> None:
        self.descriptor = descriptor
        self.catalog = catalog(descriptor)
        self.token = token
        self.settings = settings or settle(None, descriptor.gateway, {})
        self.max_sessions = max_sessions
        self.session_timeout = session_timeout
        self.engine_name: str | None = None
        self.requests: list[Request] = []
        self.sockets_opened = 0
        self.most_in_flight = 0
        self.taps: list[bulk_.Tap] = []
        self.loop: asyncio.AbstractEventLoop | None = None
        self.tasks: set[asyncio.Task[None]] = set()
        self.connections = Connections()
        self.messages: dict[str, Handler] = {}
        self.callbacks: dict[Literal["connect", "disconnect"], list[Callback]] = {
            "connect": [],
            "disconnect": [],
        }
        self._feed_token = feed_token
        self._remember = remember
        self._handlers: dict[str, Handler] = {}
        self._faults: list[Fault] = []
        self._condition = threading.Condition()
        self.stores = Stores(self, pace)
        self.keeper = Keeper(self)
        self.feeds = Feeds(self, silence)
        self.messaging = Messaging(self)
        self.live = live(self)
        self._answers = Answers(self)
        gateway = descriptor.gateway
        self.rules = Rules(descriptor)
        frames = [part.max_frame for part in (gateway.socket, gateway.bulk) if part]
        if self.catalog.feeds:
            frames.append(gateway.feeds.max_frame)
        self.max_frame = max(frames, default=16 * 2**20)
        if gateway.local.handlers is not None:
            extension = cast("Extension", importlib.import_module(gateway.local.handlers))
            self.rules = extension.setup(self, **options)
            return
        self.rules.patience = options.pop("timeout", gateway.local.timeout)
        if options:
            raise ConfigurationError(f"{gateway.title} has no options: {', '.join(options)}")
        for each in gateway.local.begins:
            served = self.catalog.operations[each.operation]
            body = {**served.operation.send, **fill(each.request, Values())}
            self._answers.answer(Request(each.operation, "rest", body, {}, served))

    # What hosts, tests and users call

    @property
    def live_connections(self) -> int:
        """WebSocket connections open now, of all kinds."""
        return len(self.connections) + self.feeds.count()

    def on(self, operation: str, handler: Handler) -> None:
        """Lets `handler` answer an operation, such as `agent` or `config.put`.

        The handler is called with the request, a dictionary by the names on the wire. It returns
        the body of the response, or yields or lists the bodies of a stream, or raises ServiceFailure. It may
        be async; one that is not runs on the server's loop and must not block. Where nothing in a
        body tells its type it yields pairs: `("result", {...})`.
        """
        if operation not in self.catalog.operations:
            known = ", ".join(sorted(self.catalog.operations))
            raise ConfigurationError(f"there is no operation {operation!r}; there are {known}")
        self._handlers[operation] = handler

    def on_message(self, kind: str, handler: Any) -> None:
        """Lets `handler` answer messages of a kind that the descriptor does not know.

        The handler is a function, or an object (or a class, of which one is made) with a method
        `handle`; either may be async. It gets the request, a dictionary with the message's body,
        and, if it takes a second argument, the connection (`ConnectionMetadata`). What it returns
        is the body of the reply; a `ServerMessage` also says the reply's kind.
        """
        self.messages[kind] = _handler(handler)

    def on_connection(self, event: Literal["connect", "disconnect"], callback: Callback) -> None:
        """Calls `callback` with the name of a connection when it opens or has closed."""
        if event not in self.callbacks:
            raise ConfigurationError(f"there is no event {event!r}; there are connect, disconnect")
        self.callbacks[event].append(callback)

    def fault(self, operation: str, kind: Kind, **details: Unpack[Details]) -> Fault:
        """Makes something go wrong with the next request to an operation, or to any (`*`).

        `gatewright.gateway.faults` describes the kinds and the details. Bulk transfers are called
        `import_<name>` and `export_<name>`, feeds `feed_<name>`, and further messages by their
        kinds. Faults add up; the returned one counts its strikes.
        """
        feeds = [f"feed_{name}" for name in self.catalog.feeds]
        known = {*self.catalog.operations, *self.catalog.bulk, *feeds, *self.messages}
        if operation not in {*known, "*"}:
            raise ConfigurationError(
                f"there is no operation {operation!r}; there are {', '.join(sorted(known))}"
            )
        if kind not in get_args(Kind):
            raise ConfigurationError(f"there is no fault {kind!r}; there are {', '.join(get_args(Kind))}")
        fault = Fault(operation, kind, **details)
        self._faults.append(fault)
        return fault

    def clear_faults(self) -> None:
        """Forgets all faults that have not struck yet."""
        self._faults.clear()

    def wait_for(self, condition: Callable[[], bool], timeout: float = 5.0) -> None:
        """Waits until `condition` holds; looks whenever a request comes, or a connection comes or goes.

        Raises:
            TimeoutError: It did not hold within `timeout` seconds.
        """
        with self._condition:
            if not self._condition.wait_for(condition, timeout):
                raise TimeoutError("the condition did not come to hold")

    async def on_loop(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Awaits a coroutine on the server's loop, whichever loop the caller is on.

        Raises:
            ConfigurationError: The gateway does not run.
        """
        if self.loop is None:
            coroutine.close()
            raise ConfigurationError("the gateway does not run")
        if asyncio.get_running_loop() is self.loop:
            return await coroutine
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(coroutine, self.loop))

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Runs a coroutine on the server's loop and waits for it, in a thread that has no loop.

        Raises:
            ConfigurationError: The gateway does not run, or this is its own thread, which must not wait.
        """
        here = None
        with contextlib.suppress(RuntimeError):
            here = asyncio.get_running_loop()
        if self.loop is None or here is self.loop:
            coroutine.close()
            raise ConfigurationError(
                "the gateway does not run" if self.loop is None else "its own thread cannot wait; use await"
            )
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    # What the server's parts call, on its loop

    @property
    def stopping(self) -> bool:
        """The server is on its way down."""
        return False

    def handler(self, request: Request) -> Handler:
        """What answers a request."""
        found = self._handlers.get(request.operation)
        if found is None and request.served is None:
            found = self.messages.get(request.operation)
        return self._answers.answer if found is None else found

    def received(
        self,
        operation: str,
        interface: Interface,
        body: dict[str, Any],
        values: dict[str, Any],
        served: Served | None = None,
        connection: ConnectionMetadata | None = None,
        identity: Any = None,
    ) -> Request:
        """Notes a request; settings that it leaves out have their defaults."""
        given = {name: value for name, value in values.items() if value is not None and value != ""}
        context = {**self.rules.defaults(interface, served, identity), **given}
        request = Request(operation, interface, body, context, served, connection, identity)
        if self._remember:
            self.requests.append(request)
        self.changed()
        return request

    def check(self, request: Request) -> None:
        """Looks whether a request fits its operation, where the descriptor says what is said if not.

        Raises:
            Refused: It does not.
        """
        if self.descriptor.gateway.local.refusals.invalid is not None:
            found = self._answers.misfit(request)
            if found is not None:
                raise self.rules.invalid(found.field, found.message)

    def look(self, request: Request) -> None:
        """Looks whether a message that no operation describes has what it must have.

        Raises:
            Refused: It has not.
        """
        keeping = self.descriptor.gateway.local.messages
        if keeping is not None:
            self.keeper.look(request, keeping, self._answers.values(request))

    def enter(self, scope: str | None, values: Mapping[str, Any], service: str | None = None) -> None:
        """Looks whether there is what the parameter of a scope names, and whether it has a service.

        Raises:
            Refused: There is not, or it has not.
        """
        local = self.descriptor.gateway.local.scopes.get(scope or "")
        if local is None or local.exists is None:
            return
        told = Values(values)
        found = self.keeper.find(local.exists, told)
        if found is None:
            raise self.rules.refuse(local.exists.missing, told)
        if (
            service is not None
            and local.offers is not None
            and service not in (found.get(local.offers) or ())
        ):
            raise self.rules.unoffered(scope, service)

    def replay(self, bulk: Bulk, values: dict[str, Any], message: Any) -> None:
        """Imports a message that is kept, if it fits."""
        request = Request(bulk.name, "bulk", {}, values)
        try:
            accepted = bulk_.take_in(self, bulk, request, message)
        except Refused:
            return
        if not bulk.transfer.lost and self.loop is not None:
            task = self.loop.create_task(bulk_.pass_on(self, bulk, request.context, accepted))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def readable(self, request: Request) -> bool:
        """Whether a request fits its operation."""
        return self._answers.misfit(request) is None

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

    def hang_up(self, client: Any, reset: bool) -> None:
        """Ends the HTTP connection of a client, given by host and port, where the server can do it."""

    def opened(self, connection: ConnectionMetadata) -> None:
        """A connection to the socket for calls is there."""
        self.connections.add(connection)
        self.changed()
        self._tell("connect", connection.app_id)

    def closed(self, connection: ConnectionMetadata) -> None:
        """It is gone, and with it what went with it."""
        self.connections.remove(connection)
        connection.fail_pending()
        self.stores.forget(connection.session_ids)
        self.changed()
        self._tell("disconnect", connection.app_id)

    def _tell(self, event: Literal["connect", "disconnect"], app_id: str) -> None:
        for callback in self.callbacks[event]:
            task = asyncio.get_running_loop().create_task(_called(callback, app_id))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def accept(self, target: str, headers: Mapping[str, str]) -> Serve:
        """What to do with a WebSocket at this path.

        Raises:
            Rejection: It is not to be opened.
        """
        url = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(url.query).items()}
        try:
            return self._accept(url.path, query, headers)
        except Refused as refusal:
            # A refusal without words has no body at all.
            if refusal.plain:
                plain = refusal.message.encode()
                raise Rejection(refusal.status, plain, "text/plain; charset=utf-8") from None
            body = wire.dumps(self.rules.error_body(refusal)) if refusal.message or refusal.body else b""
            raise Rejection(refusal.status, body) from None

    def _accept(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Serve:
        gateway = self.descriptor.gateway
        description = gateway.socket
        if description is not None and path == description.path:
            identity = self._credential(description.query, description.header, query, headers)
            self.sockets_opened += 1
            self.changed()
            return lambda peer: mux_.Mux(self, description, peer, identity).serve()
        watching = self.catalog.feed_at(path)
        if watching is not None:
            at, arguments = watching
            if self._feed_token:
                self._credential(gateway.feeds.query, gateway.feeds.header, query, headers)
            self.feeds.check(at, arguments)
            return partial(self.feeds.serve, at, arguments)
        found = self.catalog.at(path)
        if found is None:
            raise self.rules.unknown_socket(path)
        bulk, places = found
        rule = gateway.bulk
        identity = None
        if rule is not None:
            if rule.token is not None:
                shown = query.get(rule.token) or None
                if shown is None and rule.anonymous:
                    raise self.rules.unauthorized()
                identity = self.rules.identify(shown, self.token)
            for key, value in rule.query.items():
                places[variable(value)] = query.get(key, "")
        self.rules.admit(bulk, identity)
        serve = bulk_.serve_import if bulk.direction == "import" else bulk_.serve_export
        return partial(serve, self, bulk, places, identity)

    def _credential(
        self, described: Mapping[str, Any], header: bool, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Any:
        """Looks for the credential in the query, and in the header that REST uses."""
        identity = None
        for key, value in described.items():
            if variable(value) == "token":
                identity = self.rules.identify(query.get(key), self.token)
        return self.authorize(headers) if header else identity

    def authorize(self, headers: Mapping[str, str]) -> Any:
        """Who sends these headers, by the credential that REST shows in them.

        Raises:
            Refused: It is not there, or wrong.
        """
        header = self.descriptor.gateway.auth.header
        if header is None:
            return None
        before, _, after = header.value.partition("$token")
        sent = headers.get(header.name, "")
        shown = sent.removeprefix(before).removesuffix(after)
        there = sent.startswith(before) and sent.endswith(after) and shown
        malformed = self.rules.malformed() if sent and not there else None
        if malformed is not None:
            raise malformed
        return self.rules.identify(shown if there else None, self.token)


async def _called(callback: Callback, app_id: str) -> None:
    try:
        result = callback(app_id)
        if inspect.isawaitable(result):
            await result
    except Exception:
        log.exception("a connection callback failed")


def _handler(given: Any) -> Handler:
    target = given() if inspect.isclass(given) else given
    function = getattr(target, "handle", target)
    if not callable(function):
        raise ConfigurationError(f"{given!r} is no function, and has no method `handle`")
    takes = [
        parameter
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind in {parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD}
        and parameter.default is parameter.empty
    ]
    if len(takes) < 2:
        return cast("Handler", function)
    return lambda request: function(request, request.connection)
