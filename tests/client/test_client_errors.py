"""What goes wrong is said clearly, the same on every interface, and without the token."""

from __future__ import annotations

import asyncio
import builtins
import copy
import inspect
import logging
import pickle
import re
import socket
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from callers import COLOURS, INTERFACES, SOCKETS, Caller, calling, done, every
from servers import http_server

import gatewright
from gatewright.gateway import LocalGateway, local_gateway
from trustgraph_v2 import (
    Api,
    AuthenticationFailed,
    ClientClosed,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    GatewayRefused,
    ImportInterrupted,
    InvalidItem,
    Literal,
    NotFound,
    NotSupported,
    SocketRefused,
    Triple,
    Unavailable,
    Uri,
)

ROOT = Path(__file__).parents[2]

everywhere = pytest.mark.parametrize("caller", INTERFACES, indirect=True)
on_sockets = pytest.mark.parametrize("caller", SOCKETS, indirect=True)
on_rest = pytest.mark.parametrize("caller", COLOURS, indirect=True)
in_both_colours = pytest.mark.parametrize("caller", COLOURS, indirect=True)

GOOD = Triple("http://example.org/a", "http://example.org/b", "c")


# Settings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "ftp://localhost/",
            "url: 'ftp://localhost/' does not begin with http://, https://, ws:// or wss://",
        ),
        ("localhost:8888", "url: 'localhost:8888' does not begin with http://"),
        ("//localhost/", "url: '//localhost/' does not begin with http://"),
        ("", "url: '' does not begin with http://"),
        ("http://", "url: 'http://' names no host"),
        ("http://localhost:99999/", "url: 'http://localhost:99999/' is not a URL"),
        ("http://local host/", "url: 'http://local host/' is not a URL"),
        ("http://localhost\r\nX: y/", r"url: 'http://localhost\r\nX: y/' is not a URL"),
        (8888, "url: a URL is a string, not int"),
    ],
)
def test_a_url_that_is_none(url: Any, message: str) -> None:
    with pytest.raises(ConfigurationError) as failure:
        Api(url)
    assert isinstance(failure.value, ValueError)
    assert str(failure.value).startswith(message)
    assert str(failure.value).endswith("expected something like http://localhost:8888/")


@pytest.mark.parametrize(
    "url",
    [
        "http://ann:hidden@localhost/",
        "http://ann:hidden@localhost:99999/",
        "ftp://ann:hidden@localhost/",
        "ann:hidden@localhost",
        "http://localhost/?token=hidden",
        "ftp://localhost/?token=hidden",
        "http://localhost/#hidden",
    ],
)
def test_a_secret_in_a_url_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ConfigurationError) as failure:
        Api(url)
    assert "hidden" not in "".join(traceback.format_exception(failure.value))
    assert str(failure.value).startswith("url: ")


def test_a_wrong_url_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTGRAPH_URL", "gopher://localhost/")
    with pytest.raises(ConfigurationError, match=r"^url: 'gopher://localhost/' does not begin with"):
        Api()


TIMEOUTS = [-1, 0, float("nan"), float("inf"), "60", True]


@pytest.mark.parametrize("timeout", TIMEOUTS)
def test_a_timeout_that_is_none(timeout: Any) -> None:
    with pytest.raises(ConfigurationError) as failure:
        Api(timeout=timeout)
    assert isinstance(failure.value, ValueError)
    assert str(failure.value) == f"timeout: {timeout!r} is not a positive number of seconds"


@everywhere
async def test_a_negative_timeout_of_one_call(caller: Caller, gateway: LocalGateway) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: caller.flow().agent("why?", timeout=-1),
        lambda: caller.flow().embeddings(["a"], timeout=-1),
        lambda: caller.config.list("prompt", timeout=-1),
        lambda: caller.bulk.import_triples("default", [], timeout=-1),
    ]
    for call in calls:
        with pytest.raises(ConfigurationError, match=r"^timeout: -1 is not a positive number of seconds$"):
            await done(call())
    assert gateway.requests == []


@on_sockets
async def test_a_negative_timeout_of_a_stream(caller: Caller) -> None:
    """A stream starts later, but this is known at once."""
    with pytest.raises(ConfigurationError, match=r"^timeout: -1 is not"):
        caller.flow().agent("why?", streaming=True, timeout=-1)
    with pytest.raises(ConfigurationError, match=r"^timeout: -1 is not"):
        caller.bulk.export_triples("default", timeout=-1)


@in_both_colours
async def test_arguments_of_bulk_transfers(caller: Caller, gateway: LocalGateway) -> None:
    for size in (0, -1, "5", True):
        with pytest.raises(
            ConfigurationError, match=f"^batch_size: {size!r} is not a whole number of 1 or more$"
        ):
            await done(caller.bulk.import_triples("default", [GOOD], batch_size=size))
    with pytest.raises(ConfigurationError, match=r"^idle_timeout: -1 is not a positive number of seconds$"):
        caller.bulk.export_triples("default", idle_timeout=-1)
    with pytest.raises(ConfigurationError, match=r"^limit: -1 is not a whole number of 0 or more$"):
        caller.bulk.export_triples("default", limit=-1)
    assert gateway.requests == []


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"sockets": 0}, "sockets: 0 is not a whole number of 1 or more"),
        ({"retries": -1}, "retries: -1 is not a whole number of 0 or more"),
        (
            {"verify": "/no/such/file.pem"},
            "verify: there is no readable file '/no/such/file.pem' with certificates",
        ),
        (
            {"headers": {"X-One": "a\r\nX-Two: b"}},
            "headers: the value of 'X-One' has characters that a header cannot hold",
        ),
        ({"headers": {"X One": "a"}}, "headers: 'X One' is no name of a header, or its value is no string"),
        ({"headers": {"X-One": 1}}, "headers: 'X-One' is no name of a header, or its value is no string"),
        ({"token": 5}, "token: a token is a string, not int"),
        ({"token": "hidden token"}, "token: a token has no spaces, line breaks or characters outside ASCII"),
        ({"token": "hidden\ntoken"}, "token: a token has no spaces, line breaks or characters outside ASCII"),
    ],
)
def test_other_settings(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError) as failure:
        Api(**settings)
    assert str(failure.value) == message
    assert "hidden" not in "".join(traceback.format_exception(failure.value))


def test_switching_verification_off_warns() -> None:
    with pytest.warns(UserWarning, match=r"certificates of example.org are not verified") as caught:
        Api("https://example.org/", verify=False)
    assert [warning.filename for warning in caught] == [__file__]


# Flows and workspaces ---------------------------------------------------------------------------


@everywhere
async def test_an_unknown_flow(caller: Caller) -> None:
    calls: list[Callable[[Any], Any]] = [
        lambda flow: flow.agent("why?"),
        lambda flow: flow.embeddings(["a"]),
        lambda flow: flow.triples_query(),
    ]
    for call in calls:
        with pytest.raises(NotFound) as failure:
            await done(call(caller.flow("nowhere")))
        error = failure.value
        assert re.match(r"(agent|embeddings|triples_query): Invalid flow default/nowhere", str(error))
        assert str(error).endswith("list flows with api.flow().list()")
        assert error.operation in {"agent", "embeddings", "triples_query"}
        assert not error.retryable


@on_sockets
async def test_a_stream_of_an_unknown_flow(caller: Caller) -> None:
    with pytest.raises(NotFound, match=r"^agent: Invalid flow default/nowhere"):
        await every(caller.flow("nowhere").agent("why?", streaming=True))


@in_both_colours
async def test_bulk_transfers_of_an_unknown_flow(caller: Caller) -> None:
    """The gateway only closes the socket; the client says what that may mean."""
    with pytest.raises(ImportInterrupted, match="an unknown flow or workspace") as failure:
        await done(caller.bulk.import_triples("nowhere", [GOOD]))
    assert str(failure.value).startswith("import_triples: the import ended early: ")
    assert str(failure.value).endswith("0 of the 1 items sent are confirmed; resume with start=0")
    with pytest.raises(ConnectionLost, match=r"^export_triples: .* - an unknown flow or workspace"):
        await every(caller.bulk.export_triples("nowhere"))


@in_both_colours
async def test_a_broken_import_is_not_taken_for_an_unknown_flow(
    caller: Caller, gateway: LocalGateway
) -> None:
    gateway.fault("import_triples", "drop", after=1)
    with pytest.raises(ImportInterrupted) as failure:
        await done(caller.bulk.import_triples("default", [GOOD] * 3, batch_size=1))
    assert "unknown flow" not in str(failure.value)
    assert str(failure.value).startswith("import_triples: the import ended early: the connection broke")


@pytest.mark.parametrize("interface", INTERFACES)
async def test_an_unknown_workspace(interface: str, shared_gateway: LocalGateway) -> None:
    async with calling(interface, shared_gateway.url, workspace="elsewhere") as caller:
        with pytest.raises(
            NotFound, match=r"^config.list: workspace not found.*see the workspace argument of Api"
        ):
            await done(caller.config.list("prompt"))


# Tokens -----------------------------------------------------------------------------------------

MARK = "f8e7d6c5"
WRONG = f"tg_{MARK}+/=&{MARK}"


@pytest.fixture(scope="module")
def guarded() -> Iterator[LocalGateway]:
    with local_gateway("trustgraph_v2", token="tg_right") as gateway:
        yield gateway


LIBRARY = str(Path(gatewright.__file__).parent)


def texts(error: BaseException) -> list[str]:
    """All that an error may be seen as, with the errors behind it and the traceback with its variables."""
    chain: list[BaseException | None] = [error]
    while chain[-1] is not None:
        chain.append(chain[-1].__cause__ or chain[-1].__context__)
    seen = [text for each in chain if each is not None for text in (str(each), repr(each), repr(vars(each)))]
    with_locals = traceback.TracebackException.from_exception(error, capture_locals=True)
    # The test's own frames and arguments name the token, of course.
    with_locals.stack = traceback.StackSummary.from_list(
        [each for each in with_locals.stack if LIBRARY in each.filename]
    )
    return [*seen, "".join(traceback.format_exception(error)), "".join(with_locals.format())]


CALLS: dict[str, Callable[[Caller], Any]] = {
    "call": lambda caller: caller.flow().embeddings(["a"]),
    "long call": lambda caller: caller.flow().agent("why?"),
    "call of a group": lambda caller: caller.config.list("prompt"),
    "import": lambda caller: caller.bulk.import_triples("default", [GOOD]),
    "export": lambda caller: caller.bulk.export_triples("default").collect(),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("interface", INTERFACES)
async def test_a_wrong_token_is_refused_and_never_shown(
    interface: str, call: str, guarded: LocalGateway, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("", "gatewright", "websockets", "httpx", "httpcore", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    async with calling(interface, guarded.url, token=WRONG) as caller:
        assert MARK not in repr(caller.api)
        with pytest.raises(AuthenticationFailed) as failure:
            await done(CALLS[call](caller))
    error = failure.value
    assert "auth failure" in str(error)
    assert str(error).endswith("pass a valid token= to Api, or set TRUSTGRAPH_TOKEN")
    assert not error.retryable
    assert [text for text in texts(error) if MARK in text] == []
    assert [record for record in caplog.records if MARK in f"{record.getMessage()} {record.args}"] == []


@pytest.mark.parametrize("interface", SOCKETS)
async def test_a_stream_with_a_wrong_token(interface: str, guarded: LocalGateway) -> None:
    async with calling(interface, guarded.url, token=WRONG) as caller:
        with pytest.raises(AuthenticationFailed) as failure:
            await every(caller.flow().agent("why?", streaming=True))
    assert str(failure.value).startswith("agent: the gateway refused the token: auth failure")
    assert [text for text in texts(failure.value) if MARK in text] == []


@pytest.mark.parametrize("interface", INTERFACES)
async def test_a_token_is_not_shown_where_the_gateway_cannot_be_reached(
    interface: str, nowhere: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with calling(interface, nowhere, token=WRONG) as caller:
        for call in CALLS.values():
            with pytest.raises(ConnectionFailed) as failure:
                await done(call(caller))
            assert [text for text in texts(failure.value) if MARK in text] == []
    assert MARK not in caplog.text


@pytest.mark.parametrize("interface", INTERFACES)
async def test_a_right_token_is_not_logged(
    interface: str, guarded: LocalGateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with calling(interface, guarded.url, token="tg_right") as caller:
        await done(caller.flow().embeddings(["a"]))
        assert (await done(caller.bulk.import_triples("default", [GOOD]))).confirmed == 1
    assert "tg_right" not in caplog.text


@pytest.mark.parametrize("interface", INTERFACES)
async def test_no_token_where_one_is_wanted(interface: str, guarded: LocalGateway) -> None:
    async with calling(interface, guarded.url) as caller:
        for call in CALLS.values():
            with pytest.raises(
                AuthenticationFailed, match=r"pass a valid token= to Api, or set TRUSTGRAPH_TOKEN$"
            ):
                await done(call(caller))
        if interface in SOCKETS:
            with pytest.raises(AuthenticationFailed, match=r"^embeddings: the gateway wants a token: "):
                await done(caller.flow().embeddings(["a"]))


# Arguments --------------------------------------------------------------------------------------


@on_rest
async def test_streaming_over_rest(caller: Caller, gateway: LocalGateway) -> None:
    calls: dict[str, Callable[[], Any]] = {
        "agent": lambda: caller.flow().agent("why?", streaming=True),
        "text_completion": lambda: caller.flow().text_completion("", "why?", streaming=True),
        "prompt": lambda: caller.flow().prompt("system", streaming=True),
        "graph_rag": lambda: caller.flow().graph_rag("who?", streaming=True),
        "document_rag": lambda: caller.flow().document_rag("who?", streaming=True),
        "triples_query": lambda: caller.flow().triples_query(streaming=True),
    }
    for name, call in calls.items():
        with pytest.raises(NotSupported) as failure:
            await done(call())
        assert isinstance(failure.value, TypeError)
        assert str(failure.value) == (
            f"{name}: REST cannot stream - use api.socket() or api.async_socket() with streaming=True, "
            "or leave streaming out"
        )
    assert gateway.requests == []


@everywhere
async def test_streaming_where_nothing_streams(caller: Caller) -> None:
    calls: dict[str, Callable[[], Any]] = {
        "embeddings": lambda: caller.flow().embeddings(["a"], streaming=True),
        "list_models": lambda: caller.flow().list_models(streaming=True),
        "list": lambda: caller.config.list("prompt", streaming=True),
    }
    for name, call in calls.items():
        with pytest.raises(TypeError, match=rf"\.{name}\(\) got an unexpected keyword argument 'streaming'"):
            call()


@everywhere
async def test_unknown_and_missing_arguments(caller: Caller) -> None:
    flow = caller.flow()
    calls: list[tuple[Callable[[], Any], str]] = [
        (
            lambda: flow.agent("why?", stremaing=True),
            r"agent\(\) got an unexpected keyword argument 'stremaing'",
        ),
        (flow.agent, r"agent\(\) missing 1 required positional argument: 'question'"),
        (
            lambda: flow.text_completion("be brief"),
            r"text_completion\(\) missing 1 required positional argument: 'prompt'",
        ),
        (flow.graph_rag, r"graph_rag\(\) missing 1 required positional argument: 'query'"),
        (
            lambda: flow.graph_rag(query="a", question="b"),
            r"graph_rag\(\) got both 'query' and its older name 'question'",
        ),
        (lambda: flow.graph_rag("a", query="b"), r"graph_rag\(\) got multiple values for argument 'query'"),
        (caller.flows.get, r"get\(\) missing 1 required positional argument: 'id'"),
        (
            lambda: caller.bulk.import_triples("default"),
            r"import_triples\(\) missing 1 required positional argument: 'triples'",
        ),
        (
            lambda: caller.bulk.export_triples("default", 5),
            r"export_triples\(\) takes 2 positional arguments but 3 were given",
        ),
    ]
    for call, message in calls:
        with pytest.raises(TypeError, match=message):
            call()


@everywhere
async def test_a_number_where_a_query_wants_a_term(caller: Caller) -> None:
    for name in "spo":
        with pytest.raises(TypeError, match=f"^{name}: int is not an RDF term or a string$"):
            await done(caller.flow().triples_query(**{name: 42}))


async def test_a_number_where_a_streamed_query_wants_a_term(api: Api) -> None:
    """A stream starts later, but this is known at once."""
    with pytest.raises(TypeError, match=r"^o: int is not an RDF term or a string$"):
        api.socket().flow("default").triples_query(o=42, streaming=True)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match=r"^o: int is not an RDF term or a string$"):
        api.async_socket().flow("default").triples_query(o=42, streaming=True)  # type: ignore[call-overload]


def triple(*parts: Any) -> Triple:
    """A triple of anything; a type checker would refuse some of these."""
    return Triple(*parts)


BAD_TRIPLES: list[tuple[Any, str, str]] = [
    (triple(Uri("urn:a"), Uri("urn:b"), 42), "o", "o: int is not an RDF term or a string"),
    (triple(Uri("urn:a"), 1.5, Literal("c")), "p", "p: float is not an RDF term or a string"),
    (triple(None, Uri("urn:b"), "c"), "s", "s: NoneType is not an RDF term or a string"),
    (triple("urn:a", "urn:b", b"c"), "o", "o: bytes is not an RDF term or a string"),
    (triple("urn:a", "urn:b", "c", 7), "g", "g: int is not the IRI of a graph"),
    (("urn:a", "urn:b", True), "o", "o: bool is not an RDF term or a string"),
    (triple(triple("urn:a", "urn:b", 42), "urn:b", "c"), "o", "o: int is not an RDF term or a string"),
    (
        ("urn:a", "urn:b"),
        "",
        "tuple is not a triple: a tuple of subject, predicate, object, and perhaps graph",
    ),
    ("urn:a", "", "str is not a triple: a tuple of subject, predicate, object, and perhaps graph"),
    (None, "", "NoneType is not a triple: a tuple of subject, predicate, object, and perhaps graph"),
]


@pytest.mark.parametrize(("bad", "field", "reason"), BAD_TRIPLES)
@pytest.mark.parametrize("index", [0, 1, 700])
@in_both_colours
async def test_a_triple_that_cannot_be_sent(
    caller: Caller, bad: Any, field: str, reason: str, index: int
) -> None:
    """Which item, and which field; also behind the first message, which holds 500 items."""
    with pytest.raises(InvalidItem) as failure:
        await done(caller.bulk.import_triples("default", [*[GOOD] * index, bad, GOOD]))
    error = failure.value
    assert isinstance(error, ValueError)
    assert (error.index, error.field) == (index, field)
    safe = " - 500 of the 500 items sent are confirmed; resume with start=500" if index == 700 else ""
    assert str(error) == f"import_triples: item {index}: {reason}{safe}"


@in_both_colours
async def test_what_was_sent_before_a_bad_triple_arrives(caller: Caller, gateway: LocalGateway) -> None:
    triples: list[Any] = [Triple(Uri("urn:a"), Uri("urn:n"), str(number)) for number in range(4)]
    with pytest.raises(InvalidItem, match="item 4: o: int"):
        await done(
            caller.bulk.import_triples("default", [*triples, triple("urn:a", "urn:n", 4)], batch_size=2)
        )
    await asyncio.to_thread(gateway.wait_for, lambda: gateway.live_connections == 0)
    with Api(gateway.url) as api:
        assert set(api.flow("default").triples_query()) == set(triples)


@in_both_colours
async def test_an_import_of_something_that_is_no_series(caller: Caller) -> None:
    with pytest.raises(TypeError, match="'int' object is not iterable"):
        await done(caller.bulk.import_triples("default", 42))
    # One triple instead of a series of them is a series too: of its three terms.
    with pytest.raises(InvalidItem, match="item 0: str is not a triple"):
        await done(caller.bulk.import_triples("default", GOOD))


# No gateway -------------------------------------------------------------------------------------


@pytest.fixture
def nowhere() -> Iterator[str]:
    """An address at which nothing listens, and nothing can while the test runs."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("interface", INTERFACES)
async def test_no_gateway(interface: str, call: str, nowhere: str) -> None:
    async with calling(interface, nowhere) as caller:
        with pytest.raises(ConnectionFailed) as failure:
            await done(CALLS[call](caller))
    error = failure.value
    assert isinstance(error, ConnectionError)
    assert type(error) is ConnectionFailed, "nothing was lost, since nothing was there"
    assert error.retryable
    assert error.operation is not None
    assert str(error) == (
        f"{error.operation}: nothing listens at {nowhere.rstrip('/')} - is TrustGraph running there?"
    )


@pytest.mark.parametrize("interface", SOCKETS)
async def test_a_stream_without_a_gateway(interface: str, nowhere: str) -> None:
    async with calling(interface, nowhere) as caller:
        stream = caller.flow().agent("why?", streaming=True)
        with pytest.raises(ConnectionFailed, match=r"^agent: nothing listens at "):
            await every(stream)


@pytest.mark.parametrize("interface", INTERFACES)
async def test_a_client_that_is_closed(interface: str, shared_gateway: LocalGateway) -> None:
    async with calling(interface, shared_gateway.url) as caller:
        flow = caller.flow()
        await done(flow.embeddings(["a"]))
    with pytest.raises(ClientClosed, match=r"^embeddings: the client is closed$"):
        await done(flow.embeddings(["a"]))
    # What was not used before cannot be used now either.
    with pytest.raises(ClientClosed, match=r"the client is closed$"):
        await done(caller.bulk.import_triples("default", [GOOD]))


# All errors -------------------------------------------------------------------------------------


def every_error() -> list[GatewayError]:
    import gatewright.errors

    classes = [
        each
        for each in vars(gatewright.errors).values()
        if inspect.isclass(each) and issubclass(each, GatewayError)
    ]
    more: dict[type, dict[str, Any]] = {
        InvalidItem: {"index": 3, "field": "o"},
        ImportInterrupted: {"sent": 5, "confirmed": 2},
    }
    return [each("it failed", operation="agent", **more.get(each, {})) for each in classes]


@pytest.mark.parametrize("error", every_error(), ids=lambda error: type(error).__name__)
def test_errors_survive_copying_and_pickling(error: GatewayError) -> None:
    error.partial = ["something"]
    for other in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert type(other) is type(error)
        assert str(other) == str(error)
        assert vars(other) == vars(error)


def test_the_tree_of_errors() -> None:
    assert len(every_error()) == 19
    assert issubclass(GatewayRefused, GatewayError)
    assert issubclass(ConnectionFailed, ConnectionError)
    assert issubclass(ImportInterrupted, ConnectionLost)
    assert issubclass(ClientClosed, ConnectionLost)
    assert issubclass(SocketRefused, Unavailable)
    assert issubclass(SocketRefused, ConnectionFailed)


def test_the_readme_lists_all_errors() -> None:
    import gatewright.errors

    page = (ROOT / "README.md").read_text("utf-8").partition("\n## Errors\n")[2].partition("\n## ")[0]
    rows = [[each.strip() for each in row.split("|")[1:-1]] for row in page.splitlines() if row[:3] == "| `"]
    assert {row[0].strip("`") for row in rows} == {type(each).__name__ for each in every_error()[1:]}
    for name, also, _when, retryable in rows:
        error = getattr(gatewright.errors, name.strip("`"))
        assert error.retryable is (retryable == "yes"), name
        for base in re.findall(r"`(\w+)`", also):
            assert issubclass(error, getattr(gatewright.errors, base, None) or getattr(builtins, base)), name


def refusals() -> dict[int, str]:
    """HTTP status to the exception that docs/errors.md tells for handshakes."""
    page = (ROOT / "docs/errors.md").read_text("utf-8").partition("## When there is no socket\n")[2]
    no_socket = re.search(r"`(SocketRefused)` says .* HTTP status ([\d, or]+),", page)
    assert no_socket
    others = re.findall(r"(\d+)\s+(?:is\s+)?`(\w+)`", page.partition("\n## ")[0])
    found = {int(status): no_socket[1] for status in re.findall(r"\d+", no_socket[2])}
    return found | {int(status): name for status, name in others}


def test_the_page_tells_all_statuses_by_which_there_is_no_socket() -> None:
    statuses = iter(range(400, 600))
    with http_server(lambda path, body: (next(statuses), b"")) as server, Api(server.url, retries=0) as api:
        flow, found = api.socket().flow("default"), dict[int | None, str]()
        for _ in range(400, 600):
            with pytest.raises(GatewayError) as failure:
                flow.embeddings(["a"])
            found[failure.value.status] = type(failure.value).__name__
    assert sorted(filter(None, found)) == list(range(400, 600))
    told = refusals()
    assert {status: found[status] for status in told} == told
    assert {status for status, name in found.items() if name == "SocketRefused"} <= told.keys()


@pytest.mark.parametrize("interface", SOCKETS)
@pytest.mark.parametrize(("status", "name"), refusals().items())
async def test_handshakes_are_refused_as_the_page_says(interface: str, status: int, name: str) -> None:
    with http_server(lambda path, body: (status, b"no sockets here")) as server:
        async with calling(interface, server.url, retries=0) as caller:
            with pytest.raises(GatewayError, match=r"^embeddings: ") as failure:
                await done(caller.flow().embeddings(["a"]))
    error = failure.value
    assert type(error).__name__ == name
    assert error.status == status
    assert ("calls over HTTP may work all the same" in error.hint) == (name == "SocketRefused")
    assert [path for path, _, _ in server.seen] == ["/api/v1/socket"]


def test_what_the_page_does_without_sockets() -> None:
    page = (ROOT / "docs/errors.md").read_text("utf-8").partition("## When there is no socket\n")[2]
    snippet = page.partition("```python\n")[2].partition("```")[0]

    def answer(path: str, body: Any) -> tuple[int, bytes]:
        return (200, b'{"response": "42"}') if "text-completion" in path else (502, b"no sockets here")

    with http_server(answer) as server, Api(server.url) as api:
        values: dict[str, Any] = {"api": api, "SocketRefused": SocketRefused}
        exec(compile(snippet, "docs/errors.md", "exec"), values)
    assert str(values["answer"]) == "42"
    assert len(server.seen) == 2
