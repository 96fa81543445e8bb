"""What TrustGraph's specification says in words, with the client of that release.

Where the runtime does something for all clients alike, its own tests prove it: that the time limit of a
stream begins anew with each chunk, what becomes of streams that break, how TLS is verified.
"""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sketches
from colours import ClientOf
from servers import CERTIFICATE, http_server
from specification import HEBREW

import trustgraph_v1
from gatewright.errors import (
    ConfigurationError,
    ConnectionFailed,
    InvalidItem,
    NotSupported,
    ServiceError,
    SocketRefused,
)
from gatewright.gateway import LocalGateway, local_gateway
from trustgraph_v1 import Api, Triple

PACKAGE = "trustgraph_v1"
SCHEMES = ["http", "https", "ws", "wss"]


@pytest.fixture
def gateway() -> Iterator[LocalGateway]:
    with local_gateway(PACKAGE) as gateway:
        yield gateway


# Connections ------------------------------------------------------------------------------------


def test_sockets_connect_with_the_first_request(client_of: ClientOf, gateway: LocalGateway) -> None:
    client = client_of(PACKAGE, gateway.url)
    flow = client.socket().flow("default")
    stream = flow.agent("What is ML?", streaming=True)
    client.bulk()
    assert gateway.sockets_opened == 0
    assert list(stream)
    assert gateway.sockets_opened == 1
    flow.text_completion("Be brief.", "What is ML?")
    assert gateway.sockets_opened == 1


def test_fifteen_calls_at_once_share_a_connection(client_of: ClientOf, gateway: LocalGateway) -> None:
    """From fifteen threads, each of which gets its own answer; all are under way at the same time."""

    together, waiting = asyncio.Event(), list[str]()

    async def answer(request: Any) -> dict[str, Any]:
        waiting.append(request["prompt"])
        if len(waiting) == 15:
            together.set()
        await together.wait()
        return {"response": request["prompt"].upper()}

    gateway.on("text_completion", answer)
    flow = client_of(PACKAGE, gateway.url).socket().flow("default")
    questions = [f"question {number}" for number in range(15)]
    with ThreadPoolExecutor(15) as pool:
        answers = list(pool.map(lambda each: flow.text_completion("", each), questions))
    assert answers == [each.upper() for each in questions]
    assert gateway.sockets_opened == 1


def test_transfers_have_connections_of_their_own(client_of: ClientOf, gateway: LocalGateway) -> None:
    client = client_of(PACKAGE, gateway.url)
    client.socket().flow("default").text_completion("", "What is ML?")
    client.bulk().import_triples("default", [ALICE])
    assert gateway.sockets_opened == 1
    assert [each.operation for each in gateway.requests if each.interface == "bulk"] == ["import_triples"]
    # The transfer's is closed when it is over, the other one stays.
    gateway.wait_for(lambda: gateway.live_connections == 1)


def test_clients_share_no_connection(client_of: ClientOf, gateway: LocalGateway) -> None:
    for number in (1, 2):
        client_of(PACKAGE, gateway.url).socket().flow("default").text_completion("", "What is ML?")
        assert gateway.live_connections == gateway.sockets_opened == number


def test_a_lost_connection_is_replaced(client_of: ClientOf, gateway: LocalGateway) -> None:
    """With a question that may be asked again, since it may be under way when the loss is noticed."""
    flow = client_of(PACKAGE, gateway.url).socket().flow("default")
    found = flow.triples_query()
    gateway.drop_connections()
    gateway.wait_for(lambda: gateway.live_connections == 0)
    assert flow.triples_query() == found
    assert gateway.sockets_opened == 2


# Addresses, tokens, certificates ----------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_one_address_serves_all_interfaces(client_of: ClientOf, gateway: LocalGateway, scheme: str) -> None:
    client = client_of(PACKAGE, gateway.url.replace("http", scheme))
    assert client.flow().list() == ["default"]
    assert client.flow().id("default").graph_rag("Who?") == client.socket().flow("default").graph_rag("Who?")
    assert client.bulk().import_triples("default", [ALICE]).confirmed == 1
    assert isinstance(client.metrics().get(), str)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_schemes_that_are_accepted(scheme: str) -> None:
    secure = "s" if scheme in {"https", "wss"} else ""
    assert Api(f"{scheme}://example.org:8088/").url == f"http{secure}://example.org:8088/"


@pytest.mark.parametrize(
    "url", ["ftp://localhost:8088/", "localhost:8088", "tcp://localhost", "file:///tmp", ""]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^url: "):
        Api(url)


@pytest.mark.parametrize("token", [None, "mytoken"])
def test_sockets_carry_the_token_as_sketched(client_of: ClientOf, token: str | None) -> None:
    """The sketch itself says where it connects to; here nothing answers the handshake as it should."""
    opened: list[str] = []

    class websocket:
        connect = opened.append

    sketch = sketches.executed(HEBREW["SocketClient with a token"], websocket=websocket)["SocketClient"]
    with http_server(lambda path, body: (502, b"")) as server:
        address = server.url.replace("http", "ws").rstrip("/")
        author = sketch()
        author.url, author.token = address, token
        author._connect()
        client = client_of(PACKAGE, server.url, token=token)
        with pytest.raises(SocketRefused):
            client.socket().flow("default").text_completion("", "What is ML?")
    assert {address + path for path, _, _ in server.seen} == set(opened)
    assert [headers.get("Authorization") for _, headers, _ in server.seen] == [None] * len(server.seen)


def test_rest_carries_the_token_as_sketched(client_of: ClientOf) -> None:
    with http_server(lambda path, body: (200, b'{"directory": ["a"], "version": 1}')) as server:
        client = client_of(PACKAGE, server.url, token="mytoken")
        assert client.config().list("prompt") == ["a"]
    [(path, headers, _)] = server.seen
    assert (path, headers["Authorization"]) == ("/api/v1/config", "Bearer mytoken")


@pytest.mark.parametrize("scheme", ["https", "wss"])
def test_certificates_are_verified_unless_that_is_switched_off(client_of: ClientOf, scheme: str) -> None:
    """The server speaks TLS, and answers a handshake of sockets with an error."""
    with http_server(lambda path, body: (502, b""), tls="server") as server:
        url = server.url.replace("https", scheme)

        def ask(**settings: Any) -> list[str]:
            del server.seen[:]
            client = client_of(PACKAGE, url, **settings)
            with pytest.raises(ConnectionFailed):
                client.socket().flow("default").text_completion("", "What is ML?")
            return sorted({path for path, _, _ in server.seen})

        assert ask() == []
        assert ask(verify=str(CERTIFICATE)) == ["/api/v1/socket"]
        with pytest.warns(UserWarning, match="certificates of localhost are not verified"):
            assert ask(verify=False) == ["/api/v1/socket"]


# Streams ----------------------------------------------------------------------------------------

STREAMS: dict[str, Callable[[Any], Any]] = {
    "agent": lambda flow: flow.agent("What is ML?", streaming=True),
    "text_completion": lambda flow: flow.text_completion("", "What is ML?", streaming=True),
    "prompt": lambda flow: flow.prompt("system", streaming=True),
    "graph_rag": lambda flow: flow.graph_rag("Who?", streaming=True),
    "document_rag": lambda flow: flow.document_rag("Who?", streaming=True),
}


@pytest.mark.parametrize("operation", list(STREAMS))
def test_what_had_arrived_survives_an_error(
    client_of: ClientOf, gateway: LocalGateway, operation: str
) -> None:
    gateway.fault(operation, "error", after=1, message="out of memory")
    stream = STREAMS[operation](client_of(PACKAGE, gateway.url).socket().flow("default"))
    got = [next(stream)]
    with pytest.raises(ServiceError, match=rf"^{operation}: out of memory") as failure:
        got += stream
    assert len(got) == 1
    assert failure.value.operation == operation


@pytest.mark.parametrize("operation", list(STREAMS))
def test_rest_does_not_stream(client_of: ClientOf, gateway: LocalGateway, operation: str) -> None:
    flow = client_of(PACKAGE, gateway.url).flow().id("default")
    with pytest.raises(NotSupported, match=rf"^{operation}: REST cannot stream"):
        STREAMS[operation](flow)
    assert gateway.requests == []


# Bulk transfers ---------------------------------------------------------------------------------

ALICE = Triple("http://ex.com/alice", "http://ex.com/name", "Alice")
ENTITY = {"v": "http://ex.com/alice", "e": True}
GOOD: dict[str, Any] = {
    "triples": ALICE,
    "graph_embeddings": {"entity": ENTITY, "vectors": [[0.25, 0.5]]},
    "document_embeddings": {"chunk": "Alice knows Bob.", "vectors": [[0.25, 0.5]]},
    "entity_contexts": {"entity": ENTITY, "context": "A person."},
    "objects": {"name": "Alice"},
}
FURTHER: dict[str, dict[str, Any]] = {"objects": {"schema_name": "people"}}
BAD = {
    "a text": "alice",
    "a number": 42,
    "None": None,
    "nothing in it": {},
    "another name": {"entty": ENTITY},
}


@pytest.mark.parametrize(
    ("kind", "bad"),
    # An object may be any mapping: its schema says what belongs in it, and that is not known here.
    [(kind, bad) for kind in GOOD for bad in BAD if kind != "objects" or not isinstance(BAD[bad], dict)],
)
def test_items_of_a_wrong_type_are_refused_before_they_are_sent(
    client_of: ClientOf, gateway: LocalGateway, kind: str, bad: str
) -> None:
    told: list[Any] = []
    items = [GOOD[kind], BAD[bad]]
    with pytest.raises(InvalidItem, match=rf"^import_{kind}: item 1: ") as failure:
        imported(client_of, gateway, kind, items, on_progress=told.append)
    assert isinstance(failure.value, ValueError)
    assert failure.value.index == 1
    # It is told after every message, so there was none, not even with the good one.
    assert told == []


def imported(client_of: ClientOf, gateway: LocalGateway, kind: str, items: list[Any], **options: Any) -> Any:
    bulk = client_of(PACKAGE, gateway.url).bulk()
    return getattr(bulk, f"import_{kind}")("default", items, **FURTHER.get(kind, {}), **options)


@pytest.mark.parametrize("kind", list(GOOD))
def test_progress_is_told_with_the_total_where_it_is_known(
    client_of: ClientOf, gateway: LocalGateway, kind: str
) -> None:
    items = [GOOD[kind]] * 5
    told: list[tuple[int, int | None]] = []

    def progress_callback(processed: int, total: int | None) -> None:
        told.append((processed, total))

    sources: list[tuple[Any, int | None]] = [(items, 5), (iter(items), None)]
    for source, total in sources:
        del told[:]
        imported(client_of, gateway, kind, source, on_progress=progress_callback, batch_size=2)
        assert [each for each, _ in told][-1] == 5
        assert [each for each, _ in told] == sorted(each for each, _ in told)
        assert {each for _, each in told} == {total}


def test_progress_of_one_argument_is_told_in_full(client_of: ClientOf, gateway: LocalGateway) -> None:
    told: list[Any] = []
    imported(client_of, gateway, "triples", [ALICE] * 5, on_progress=told.append, batch_size=2)
    assert {type(each).__name__ for each in told} == {"Progress"}
    assert told[-1].confirmed == 5


# The list of new methods ------------------------------------------------------------------------

STREAMING = "agent text_completion graph_rag document_rag prompt"
TRANSFERS = """
import_triples(flow, triples) export_triples(flow)
import_graph_embeddings(flow, embeddings) export_graph_embeddings(flow)
import_document_embeddings(flow, embeddings) export_document_embeddings(flow)
import_entity_contexts(flow, contexts) export_entity_contexts(flow)
import_objects(flow, objects)
"""
LISTED = {
    "Api": "socket() bulk() metrics() close() __enter__() __exit__() async_flow() async_socket()"
    " async_bulk() async_metrics() aclose() __aenter__() __aexit__()",
    "SocketClient": "flow(flow_id)",
    "AsyncSocketClient": "flow(flow_id)",
    "BulkClient": TRANSFERS,
    "AsyncBulkClient": TRANSFERS,
    "Flow": "list() start() stop()",
    "AsyncFlow": "list() get(id) start() stop(id) id(flow_id)",
    "FlowInstance": "agent() text_completion() graph_rag() graph_embeddings_query()",
    "AsyncFlowInstance": "agent() text_completion() graph_rag() graph_embeddings_query()",
    "SocketFlowInstance": "graph_embeddings_query()",
    "AsyncSocketFlowInstance": "graph_embeddings_query()",
    "Metrics": "get()",
    "AsyncMetrics": "get()",
}


# What must be given besides the listed arguments, and why.
ALSO_NEEDED = {("import_objects", "schema_name"): "a message names the schema of its objects"}


@pytest.mark.parametrize("name", list(LISTED))
def test_listed_methods_are_there(name: str) -> None:
    listed = re.findall(r"(\w+)\(([^)]*)\)", LISTED[name])
    assert listed
    for method, arguments in listed:
        there = sketches.parameters(getattr(getattr(trustgraph_v1, name), method))
        names = [each for each in arguments.split(", ") if each]
        assert [each.name for each in there][: len(names)] == names, method
        needed = [each.name for each in there if each.default is each.empty and names]
        assert set(needed) - set(names) == {name for each, name in ALSO_NEEDED if each == method}, method


@pytest.mark.parametrize("name", ["SocketFlowInstance", "AsyncSocketFlowInstance"])
def test_five_methods_can_stream_if_asked(name: str) -> None:
    class_ = getattr(trustgraph_v1, name)
    for method in STREAMING.split():
        assert inspect.signature(getattr(class_, method)).parameters["streaming"].default is False


def public(name: str) -> dict[str, list[tuple[str, Any]]]:
    """The public methods of a class, with the names and defaults of their arguments."""
    return {
        method: [(each.name, each.default) for each in sketches.parameters(value)]
        for method, value in inspect.getmembers(getattr(trustgraph_v1, name), inspect.isfunction)
        if not method.startswith("_")
    }


@pytest.mark.parametrize(
    "names",
    [
        ("FlowInstance", "AsyncFlowInstance"),
        ("SocketFlowInstance", "AsyncSocketFlowInstance"),
        ("BulkClient", "AsyncBulkClient"),
        ("SocketClient", "AsyncSocketClient"),
        ("Flow", "AsyncFlow"),
        ("Metrics", "AsyncMetrics"),
        ("Library", "AsyncLibrary"),
        ("Knowledge", "AsyncKnowledge"),
        ("Collection", "AsyncCollection"),
        ("Config", "AsyncConfig"),
    ],
)
def test_both_colours_have_the_same_signatures(names: tuple[str, str]) -> None:
    blocking, asynchronous = (
        {method: found for method, found in public(name).items() if method not in {"close", "aclose"}}
        for name in names
    )
    assert blocking == asynchronous


@pytest.mark.parametrize("prefix", ["", "Async"])
def test_flows_have_the_same_signatures_over_rest_and_sockets(prefix: str) -> None:
    rest, socket = public(f"{prefix}FlowInstance"), public(f"{prefix}SocketFlowInstance")
    assert {name: found for name, found in rest.items() if socket.get(name) != found} == {}
