"""The programs of TrustGraph's specification, word for word, against local gateways of both releases.

The specification is for release 1.8. The client of 2.11 runs the same text, with warnings where that
release has no `user` any more. Only names that the text leaves open are given.
"""

from __future__ import annotations

import importlib
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import pytest
from servers import http_server
from specification import EDITIONS, RUN, Example

from gatewright.errors import AuthenticationFailed, ClientClosed
from gatewright.gateway import LocalGateway, local_gateway
from gatewright.rdf import Literal, Triple, Uri

ANSWER = "The answer is 42."
GRAPH_ANSWER = "Alice knows Bob."


@dataclass(frozen=True)
class Case:
    """An edition of the text, and the client that runs it."""

    package: str
    edition: str

    @property
    def is_older(self) -> bool:
        """Whether it is the release that the specification is for."""
        return self.package == "trustgraph_v1"

    @property
    def names(self) -> dict[str, Any]:
        """What the text takes from the package besides the client."""
        client = importlib.import_module(self.package)
        return {
            name: getattr(client, name)
            for name in ("AgentThought", "AgentObservation", "AgentAnswer", "Triple")
        }

    @property
    def thoughts(self) -> list[str]:
        """What the agent of the local gateway thinks."""
        return ["I should look", " this up."] if self.is_older else ["I should look this up."]

    def api(self, *arguments: Any, **named: Any) -> Any:
        return importlib.import_module(self.package).Api(*arguments, **named)


V1 = [Case("trustgraph_v1", edition) for edition in EDITIONS]
BOTH = [*V1, Case("trustgraph_v2", "English")]


def described(case: Case) -> str:
    return f"{case.package}-{case.edition}"


def the_case(request: pytest.FixtureRequest) -> Case:
    case: Case = request.param
    return case


case = pytest.fixture(params=BOTH, ids=described)(the_case)


@pytest.fixture
def gateway(case: Case) -> Iterator[LocalGateway]:
    with local_gateway(case.package) as gateway:
        yield gateway


Make = Callable[[str], Example]


@pytest.fixture
def example(case: Case, gateway: LocalGateway, monkeypatch: pytest.MonkeyPatch) -> Make:
    return lambda title: prepared(case, title, gateway, monkeypatch)


def prepared(case: Case, title: str, gateway: LocalGateway, monkeypatch: pytest.MonkeyPatch) -> Example:
    source = EDITIONS[case.edition][title]
    return Example(title, source, case.package, f"{gateway.host}:{gateway.port}", monkeypatch)


def for_v1(title: str) -> Any:
    """Runs a test with the older client only, in the editions that have this block."""
    cases = [case for case in V1 if title in EDITIONS[case.edition]]
    return pytest.mark.parametrize("case", cases, ids=described)


def assert_warned_of_user(case: Case, ran: Example, times: int) -> None:
    """2.11 has no users: each call that names one warns, at the caller's line. For 1.8 nothing warns."""
    expected = [] if case.is_older else [DeprecationWarning] * times
    assert [warning.category for warning in ran.warnings] == expected
    for warning in ran.warnings:
        assert warning.filename == ran.title
        assert re.fullmatch(r"\w+\(user=\.\.\.\): .*workspace.*", str(warning.message))


TRIPLES = [
    Triple("http://ex.com/alice", "http://ex.com/type", "Person"),
    Triple("http://ex.com/alice", "http://ex.com/knows", Uri("http://ex.com/bob")),
    Triple("http://ex.com/bob", "http://ex.com/name", "Bob"),
]
ALICE_AND_BOB = {
    Triple(Uri("http://ex.com/alice"), Uri("http://ex.com/type"), Literal("Person")),
    Triple(Uri("http://ex.com/alice"), Uri("http://ex.com/name"), Literal("Alice")),
    Triple(Uri("http://ex.com/bob"), Uri("http://ex.com/type"), Literal("Person")),
}


def stored(case: Case, gateway: LocalGateway) -> set[Triple]:
    with case.api(gateway.url) as api:
        return set(api.flow().id("default").triples_query())


def asked(gateway: LocalGateway, interface: str) -> list[str]:
    return [request.operation for request in gateway.requests if request.interface == interface]


def asked_agents(case: Case, gateway: LocalGateway, *, rest: int, socket: int) -> None:
    """How often agents were asked. The REST of 1.8 does not tell answers, so there the socket is asked."""
    if case.is_older:
        rest, socket = 0, rest + socket
    assert (asked(gateway, "rest"), asked(gateway, "socket")) == (["agent"] * rest, ["agent"] * socket)


def test_architecture(case: Case, example: Make, gateway: LocalGateway) -> None:
    def triple_generator() -> Iterator[Triple]:
        yield from TRIPLES[:2]

    async def async_triple_generator() -> AsyncIterator[Triple]:
        for triple in TRIPLES[2:]:
            yield triple

    ran = example("Architecture")
    ran.run(triple_generator=triple_generator, async_triple_generator=async_triple_generator)
    assert_warned_of_user(case, ran, 4)
    assert ran.values["response"]["response"] == ANSWER
    # Two streams of six items each, each on a line.
    assert ran.printed.count("AgentThought(content='I should look") == 2
    assert ran.printed.count("end_of_dialog=True") == 2
    assert ran.printed.count("\n") == 12
    asked_agents(case, gateway, rest=2, socket=3)
    assert asked(gateway, "bulk") == ["import_triples"] * 2
    assert len(stored(case, gateway)) == 3


def test_interface_selection(case: Case, example: Make, gateway: LocalGateway) -> None:
    ran = example("Interface selection")
    ran.run()
    assert_warned_of_user(case, ran, 0)
    made = {name: type(value).__name__ for name, value in ran.values.items() if not name.startswith("_")}
    del made["print"], made["Api"]
    assert made == {
        "api": "Api",
        "rest_flow": "FlowInstance",
        "socket_flow": "SocketFlowInstance",
        "bulk": "BulkClient",
        "metrics": "Metrics",
        "async_rest_flow": "AsyncFlowInstance",
        "async_socket_flow": "AsyncSocketFlowInstance",
        "async_bulk": "AsyncBulkClient",
        "async_metrics": "AsyncMetrics",
    }
    assert gateway.requests == []
    assert gateway.live_connections == 0


def test_agent_streaming(case: Case, example: Make) -> None:
    ran = example("Agent streaming")
    ran.run(**case.names)
    assert_warned_of_user(case, ran, 3)
    assert ran.printed.splitlines() == [
        ANSWER,
        ANSWER,
        *(f"Thinking: {thought}" for thought in case.thoughts),
        "Observed: Found one match.",
        "Answer: The answer ",
        "Answer: is 42.",
        "Answer: ",
    ]


def test_rag_streaming(case: Case, example: Make) -> None:
    ran = example("RAG streaming")
    ran.run()
    assert_warned_of_user(case, ran, 2)
    assert ran.printed == f"{GRAPH_ANSWER}\n{GRAPH_ANSWER}"


def listen(case: Case, ran: Example, gateway: LocalGateway) -> threading.Thread:
    """Gives an export of the example something to print, and then closes the example's clients."""

    def feed() -> None:
        gateway.wait_for(lambda: len(gateway.taps) == 1, 20)
        with case.api(gateway.url) as api:
            api.bulk().import_triples("default", TRIPLES)
        ran.wait_for_lines(len(TRIPLES))
        ran.close_apis()

    thread = threading.Thread(target=feed)
    thread.start()
    return thread


@pytest.mark.parametrize("title", ["Bulk operations (synchronous)", "Bulk operations (asynchronous)"])
def test_bulk_operations(case: Case, example: Make, gateway: LocalGateway, title: str) -> None:
    """The export listens for ever: here three triples are stored meanwhile, and then the client is closed."""
    ran = example(title)
    feeder = listen(case, ran, gateway)
    try:
        with pytest.raises(ClientClosed, match=r"^export_triples: the client was closed"):
            ran.run(**case.names)
    finally:
        feeder.join()
    assert_warned_of_user(case, ran, 0)
    assert ran.printed.splitlines() == [
        "http://ex.com/alice -> http://ex.com/type -> Person",
        "http://ex.com/alice -> http://ex.com/knows -> http://ex.com/bob",
        "http://ex.com/bob -> http://ex.com/name -> Bob",
    ]
    assert stored(case, gateway) == ALICE_AND_BOB | {
        Triple(Uri("http://ex.com/alice"), Uri("http://ex.com/knows"), Uri("http://ex.com/bob")),
        Triple(Uri("http://ex.com/bob"), Uri("http://ex.com/name"), Literal("Bob")),
    }


def test_async_rest(case: Case, example: Make, gateway: LocalGateway) -> None:
    ran = example("Async REST")
    ran.run()
    assert_warned_of_user(case, ran, 1)
    assert ran.printed == f"{ANSWER}\n"
    asked_agents(case, gateway, rest=1, socket=0)


def test_async_socket_streaming(case: Case, example: Make, gateway: LocalGateway) -> None:
    ran = example("Async WebSocket streaming")
    ran.run(**case.names)
    assert_warned_of_user(case, ran, 1)
    assert ran.printed == ANSWER
    asked_agents(case, gateway, rest=0, socket=1)


def test_connection_errors(case: Case, example: Make) -> None:
    ran = example("WebSocket connection errors")
    ran.run()
    assert_warned_of_user(case, ran, 1)
    assert ran.values["response"]["response"] == ANSWER
    assert ran.printed == ""


def test_connection_errors_without_a_gateway(example: Make, gateway: LocalGateway) -> None:
    gateway.stop()
    ran = example("WebSocket connection errors")
    ran.run()
    first, second = ran.printed.splitlines()
    assert first.startswith(
        f"WebSocket connection failed: agent: nothing listens at {gateway.url.rstrip('/')}"
    )
    assert second.startswith("Hint: ")


def test_graceful_fallback(case: Case, example: Make) -> None:
    ran = example("Graceful fallback")
    ran.run()
    assert_warned_of_user(case, ran, 1)
    assert ran.printed.splitlines()[-3:] == ["The answer ", "is 42.", ""]


def test_graceful_fallback_where_sockets_break(case: Case, example: Make, gateway: LocalGateway) -> None:
    gateway.fault("agent", "drop", interface="socket")
    ran = example("Graceful fallback")
    ran.run()
    assert_warned_of_user(case, ran, 2)
    assert ran.printed.splitlines() == ["WebSocket unavailable, falling back to REST", ANSWER]


@pytest.mark.parametrize("how", ["cut", "refused"])
def test_graceful_fallback_where_there_are_no_sockets(
    case: Case, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Something between client and gateway lets no handshake through."""

    def answer(path: str, body: Any) -> tuple[int, bytes]:
        if not path.startswith("/api/v1/flow/default/service/agent"):
            if how == "cut":
                raise ConnectionResetError
            return 502, b"no sockets here"
        assert body["question"] == "..."
        return 200, b'{"content": "The answer is 42.", "answer": "The answer is 42."}'

    with http_server(answer) as server:
        source = EDITIONS[case.edition]["Graceful fallback"]
        ran = Example("Graceful fallback", source, case.package, server.url[7:-1], monkeypatch)
        ran.run()
    assert_warned_of_user(case, ran, 2)
    assert ran.printed.splitlines() == ["WebSocket unavailable, falling back to REST", ANSWER]


def test_partial_streaming_errors(case: Case, example: Make, gateway: LocalGateway) -> None:
    gateway.fault("graph_rag", "error", after=3 if not case.is_older else 1, message="out of memory")
    ran = example("Partial streaming errors")
    ran.run()
    assert_warned_of_user(case, ran, 0)
    error, partial = ran.printed.splitlines()
    assert error.startswith("Streaming error: graph_rag: out of memory")
    assert partial == "Partial response: Alice "


def test_partial_streaming_without_errors(example: Make) -> None:
    ran = example("Partial streaming errors")
    ran.run()
    assert ran.printed == ""
    assert "".join(ran.values["accumulated"]) == GRAPH_ANSWER


def test_context_managers(case: Case, example: Make, gateway: LocalGateway) -> None:
    ran = example("Context manager support")
    ran.run()
    assert_warned_of_user(case, ran, 2)
    assert len(ran.apis) == 2
    assert ran.values["response"]["response"] == ANSWER
    gateway.wait_for(lambda: gateway.live_connections == 0)
    for api in ran.apis:
        with pytest.raises(ClientClosed):
            api.socket().flow("default").agent("again")


def test_authentication(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with local_gateway(case.package, token="mytoken") as gateway:
        ran = prepared(case, "Authentication", gateway, monkeypatch)
        ran.run()
        # The Hebrew edition takes sockets of the same client, the English one makes a client for them.
        assert len(ran.apis) == (1 if case.edition == "Hebrew" else 2)
        for scheme in ("http", "ws"):
            with case.api(f"{scheme}://{gateway.host}:{gateway.port}/", token="mytoken") as api:
                assert api.flow().id("default").agent("hello")["response"] == ANSWER
                assert api.socket().flow("default").agent("hello")["response"] == ANSWER
                assert api.bulk().import_triples("default", TRIPLES).confirmed == 3
        with case.api(gateway.url) as api, pytest.raises(AuthenticationFailed):
            api.socket().flow("default").agent("hello")


@for_v1("Token parameter")
@pytest.mark.parametrize("token", [None, "mytoken"])
def test_token_parameter(case: Case, monkeypatch: pytest.MonkeyPatch, token: str | None) -> None:
    """A gateway without a token takes both clients, one with that token only the second."""
    with local_gateway(case.package, token=token) as gateway:
        ran = prepared(case, "Token parameter", gateway, monkeypatch)
        ran.run()
        assert [api.token for api in ran.apis] == [None, "mytoken"]
        for api in ran.apis:
            with case.api(gateway.url, token=api.token) as again:
                if token in {None, api.token}:
                    assert again.flow().list() == ["default"]
                    assert again.socket().flow("default").agent("hello")["response"] == ANSWER
                else:
                    with pytest.raises(AuthenticationFailed):
                        again.flow().list()
                    with pytest.raises(AuthenticationFailed):
                        again.socket().flow("default").agent("hello")


def test_existing_code(case: Case, example: Make) -> None:
    ran = example("Existing code")
    ran.run()
    assert_warned_of_user(case, ran, 1)
    assert ran.values["response"]["response"] == ANSWER


def test_opt_in_streaming(case: Case, example: Make) -> None:
    ran = example("Opt-in streaming")
    ran.run(**case.names)
    assert_warned_of_user(case, ran, 2)
    assert ran.printed == f"{ANSWER}\n{ANSWER}"


def test_bulk_loading(case: Case, example: Make, gateway: LocalGateway) -> None:
    tuples = [(f"http://ex.com/{number}", "http://ex.com/is", str(number)) for number in range(1200)]
    ran = example("Bulk loading")
    ran.run(my_large_triple_list=[Triple(*each) for each in tuples])
    assert_warned_of_user(case, ran, 0)
    assert stored(case, gateway) == {Triple(Uri(s), Uri(p), Literal(o)) for s, p, o in tuples}


@for_v1("progress_callback(processed, total)")
def test_progress_callback(case: Case, example: Make, gateway: LocalGateway) -> None:
    ran = example("progress_callback(processed, total)")
    with case.api(gateway.url) as api:
        ran.run(Optional=Optional, bulk=api.bulk(), triples=iter(TRIPLES))
    assert ran.printed.splitlines()[-1] == "Processed 3 items"
    assert len(stored(case, gateway)) == 3


def test_every_program_is_run() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [title for title in RUN if f'"{title}"' not in text] == []
