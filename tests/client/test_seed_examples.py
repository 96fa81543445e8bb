"""The examples of TrustGraph's specification of its Python API, word for word, against the local gateway.

Only the address in them is replaced, and names that they leave open are given. What the specification
sketches as classes is compared with the classes that there are.
"""

from __future__ import annotations

import ast
import asyncio
import dataclasses
import inspect
import re
import threading
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

import trustgraph_v2
from gatewright.gateway import LocalGateway, local_gateway
from trustgraph_v2 import Api, AuthenticationFailed, ClientClosed, Literal, Triple, Uri

DOCUMENT = Path(__file__).parents[1] / "data" / "trustgraph_specification_examples.md"
BLOCKS = dict(re.findall(r"^## ([^\n]+)\n\n```python\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.S | re.M))

RUN = [
    "Architecture",
    "Interface selection",
    "Agent streaming",
    "RAG streaming",
    "Bulk operations (synchronous)",
    "Bulk operations (asynchronous)",
    "Async REST",
    "Async WebSocket streaming",
    "WebSocket connection errors",
    "Graceful fallback",
    "Partial streaming errors",
    "Context manager support",
    "Authentication",
    "Existing code",
    "Opt-in streaming",
    "Bulk loading",
]
COMPARED = [
    "Api",
    "SocketClient",
    "AsyncSocketClient",
    "BulkClient",
    "AsyncBulkClient",
    "AsyncFlow",
    "Metrics",
    "AsyncMetrics",
    "Enhanced types",
    "Constructor",
]
IN_THE_SPECIFICATION = 30
LEFT_OUT = {
    "FlowInstance.graph_embeddings_query": "an operation that this client does not have yet",
    "Metrics, repeated": "the same sketch as in the section before it",
    "AsyncApi": "marked as not in the scope of the specification; what it wants is Api.async_socket()",
    "progress_callback(processed, total)": (
        "an open question there; here on_progress is called with one Progress, since no total is known"
    ),
}

ANSWER = "The answer is 42."
GRAPH_ANSWER = "Alice knows Bob."


def test_every_block_of_the_specification_is_accounted_for() -> None:
    assert len(RUN) == 16
    assert len(COMPARED) == 10
    assert sorted(BLOCKS) == sorted([*RUN, *COMPARED])
    assert len(BLOCKS) + len(LEFT_OUT) == IN_THE_SPECIFICATION
    assert DOCUMENT.read_text("utf-8").count("```python\n") == len(BLOCKS)


# Running them -----------------------------------------------------------------------------------


class Example:
    """One example and what became of it.

    Attributes:
        printed: What it printed.
        apis: The clients that it made; they are closed when it is over.
        warnings: The warnings that it got.
        values: Its variables.
    """

    def __init__(self, title: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.title = title
        self.printed = ""
        self.apis: list[Api] = []
        self.warnings: list[warnings.WarningMessage] = []
        self.loop: asyncio.AbstractEventLoop | None = None
        self.values: dict[str, Any] = {}
        self._source = BLOCKS[title].replace("localhost:8088", address)
        self._changed = threading.Condition()
        monkeypatch.setattr(asyncio, "run", self._run_main)

    def run(self, **names: object) -> None:
        """Runs it; its own exceptions come through."""
        code = compile(self._source, self.title, "exec")
        self.values = {"Api": self._make_api, "print": self._print, **names}
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                exec(code, self.values)
            finally:
                self.warnings = list(caught)
                for api in self.apis:
                    api.close()

    def wait_for_lines(self, number: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.printed.count("\n") >= number, 20)

    def close_apis(self) -> None:
        """Closes its clients from outside, as another thread of its program might."""
        for api in self.apis:
            api.close()
            if self.loop is not None:
                asyncio.run_coroutine_threadsafe(api.aclose(), self.loop).result(20)

    def assert_warned_of_user(self, times: int) -> None:
        assert [warning.category for warning in self.warnings] == [DeprecationWarning] * times
        for warning in self.warnings:
            assert warning.filename == self.title, "the warning points at the caller"
            assert re.fullmatch(r"\w+\(user=\.\.\.\): .*workspace.*", str(warning.message))

    def _make_api(self, *arguments: Any, **named: Any) -> Api:
        api = Api(*arguments, **named)
        self.apis.append(api)
        return api

    def _print(self, *values: object, end: str = "\n", flush: bool = False) -> None:
        with self._changed:
            self.printed += " ".join(map(str, values)) + end
            self._changed.notify_all()

    def _run_main(self, main: Coroutine[Any, Any, None]) -> None:
        """asyncio.run, but that what the example leaves open is closed before its loop is."""

        async def run() -> None:
            self.loop = asyncio.get_running_loop()
            try:
                await main
            finally:
                for api in self.apis:
                    await api.aclose()

        with asyncio.Runner() as runner:
            runner.run(run())


@pytest.fixture
def example(
    request: pytest.FixtureRequest, gateway: LocalGateway, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Example]:
    return lambda title: Example(title, f"{gateway.host}:{gateway.port}", monkeypatch)


Make = Callable[[str], Example]

TRIPLES = [
    Triple("http://ex.com/alice", "http://ex.com/type", "Person"),
    Triple("http://ex.com/alice", "http://ex.com/knows", Uri("http://ex.com/bob")),
    Triple("http://ex.com/bob", "http://ex.com/name", Literal("Bob", language="en")),
]
ALICE_AND_BOB = {
    Triple(Uri("http://ex.com/alice"), Uri("http://ex.com/type"), Literal("Person")),
    Triple(Uri("http://ex.com/alice"), Uri("http://ex.com/name"), Literal("Alice")),
    Triple(Uri("http://ex.com/bob"), Uri("http://ex.com/type"), Literal("Person")),
}


def stored(gateway: LocalGateway) -> set[Triple]:
    with Api(gateway.url) as api:
        return set(api.flow("default").triples_query())


def asked(gateway: LocalGateway, interface: str) -> list[str]:
    return [request.operation for request in gateway.requests if request.interface == interface]


def test_architecture(example: Make, gateway: LocalGateway) -> None:
    def triple_generator() -> Iterator[Triple]:
        yield from TRIPLES[:2]

    async def async_triple_generator() -> AsyncIterator[Triple]:
        for triple in TRIPLES[2:]:
            yield triple

    ran = example("Architecture")
    ran.run(triple_generator=triple_generator, async_triple_generator=async_triple_generator)
    ran.assert_warned_of_user(4)
    assert str(ran.values["response"]) == ANSWER
    # Two streams of six items each, each printed on a line.
    assert ran.printed.count("\n") == 12
    assert ran.printed.count("AgentThought(content='I should look this up.'") == 2
    assert asked(gateway, "rest") == ["agent"] * 2
    assert asked(gateway, "socket") == ["agent"] * 3
    assert asked(gateway, "bulk") == ["import_triples"] * 2
    assert len(stored(gateway)) == 3


def test_interface_selection(example: Make, gateway: LocalGateway) -> None:
    ran = example("Interface selection")
    ran.run()
    ran.assert_warned_of_user(0)
    made = {name: type(value).__name__ for name, value in ran.values.items() if not name.startswith("_")}
    assert made == {
        "Api": "method",
        "print": "method",
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


def test_agent_streaming(example: Make) -> None:
    ran = example("Agent streaming")
    ran.run(
        **{name: getattr(trustgraph_v2, name) for name in ("AgentThought", "AgentObservation", "AgentAnswer")}
    )
    ran.assert_warned_of_user(3)
    assert ran.printed.splitlines() == [
        ANSWER,
        ANSWER,
        "Thinking: I should look this up.",
        "Observed: Found one match.",
        "Answer: The answer ",
        "Answer: is 42.",
        "Answer: ",
    ]


def test_rag_streaming(example: Make) -> None:
    ran = example("RAG streaming")
    ran.run()
    ran.assert_warned_of_user(2)
    assert ran.printed == f"{GRAPH_ANSWER}\n{GRAPH_ANSWER}"


def listen(ran: Example, gateway: LocalGateway) -> threading.Thread:
    """Gives an export of the example something to print, and then closes the example's clients."""

    def feed() -> None:
        gateway.wait_for(lambda: len(gateway.taps) == 1, 20)
        with Api(gateway.url) as api:
            api.bulk().import_triples("default", TRIPLES)
        ran.wait_for_lines(len(TRIPLES))
        ran.close_apis()

    thread = threading.Thread(target=feed)
    thread.start()
    return thread


@pytest.mark.parametrize("title", ["Bulk operations (synchronous)", "Bulk operations (asynchronous)"])
def test_bulk_operations(example: Make, gateway: LocalGateway, title: str) -> None:
    """The export listens for ever: here three triples are stored meanwhile, and then the client is closed."""
    ran = example(title)
    feeder = listen(ran, gateway)
    try:
        with pytest.raises(ClientClosed, match=r"^export_triples: the client was closed"):
            ran.run(Triple=Triple)
    finally:
        feeder.join()
    ran.assert_warned_of_user(0)
    assert ran.printed.splitlines() == [
        "http://ex.com/alice -> http://ex.com/type -> Person",
        "http://ex.com/alice -> http://ex.com/knows -> http://ex.com/bob",
        "http://ex.com/bob -> http://ex.com/name -> Bob",
    ]
    assert stored(gateway) == ALICE_AND_BOB | {
        Triple(Uri("http://ex.com/alice"), Uri("http://ex.com/knows"), Uri("http://ex.com/bob")),
        Triple(Uri("http://ex.com/bob"), Uri("http://ex.com/name"), Literal("Bob", language="en")),
    }


def test_async_rest(example: Make, gateway: LocalGateway) -> None:
    ran = example("Async REST")
    ran.run()
    ran.assert_warned_of_user(1)
    assert ran.printed == f"{ANSWER}\n"
    assert asked(gateway, "rest") == ["agent"]


def test_async_socket_streaming(example: Make, gateway: LocalGateway) -> None:
    ran = example("Async WebSocket streaming")
    ran.run(AgentAnswer=trustgraph_v2.AgentAnswer)
    ran.assert_warned_of_user(1)
    assert ran.printed == ANSWER
    assert asked(gateway, "socket") == ["agent"]


def test_connection_errors(example: Make) -> None:
    ran = example("WebSocket connection errors")
    ran.run()
    ran.assert_warned_of_user(1)
    assert str(ran.values["response"]) == ANSWER
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


def test_graceful_fallback(example: Make) -> None:
    ran = example("Graceful fallback")
    ran.run()
    ran.assert_warned_of_user(1)
    assert ran.printed.splitlines()[-3:] == ["The answer ", "is 42.", ""]


def test_graceful_fallback_where_sockets_fail(example: Make, gateway: LocalGateway) -> None:
    gateway.fault("agent", "drop", interface="socket")
    ran = example("Graceful fallback")
    ran.run()
    ran.assert_warned_of_user(2)
    assert ran.printed.splitlines() == ["WebSocket unavailable, falling back to REST", ANSWER]


def test_partial_streaming_errors(example: Make, gateway: LocalGateway) -> None:
    gateway.fault("graph_rag", "error", after=3, message="out of memory")
    ran = example("Partial streaming errors")
    ran.run()
    ran.assert_warned_of_user(0)
    error, partial = ran.printed.splitlines()
    assert error.startswith("Streaming error: graph_rag: out of memory")
    assert partial == "Partial response: Alice "


def test_partial_streaming_without_errors(example: Make) -> None:
    ran = example("Partial streaming errors")
    ran.run()
    assert ran.printed == ""
    assert "".join(ran.values["accumulated"]) == GRAPH_ANSWER


def test_context_managers(example: Make, gateway: LocalGateway) -> None:
    ran = example("Context manager support")
    ran.run()
    ran.assert_warned_of_user(2)
    assert len(ran.apis) == 2
    assert str(ran.values["response"]) == ANSWER
    gateway.wait_for(lambda: gateway.live_connections == 0)
    for api in ran.apis:
        with pytest.raises(ClientClosed):
            api.socket().flow("default").embeddings(["a"])


def test_authentication(monkeypatch: pytest.MonkeyPatch) -> None:
    with local_gateway("trustgraph_v2", token="mytoken") as gateway:
        ran = Example("Authentication", f"{gateway.host}:{gateway.port}", monkeypatch)
        ran.run()
        assert len(ran.apis) == 2
        for scheme in ("http", "ws"):
            with Api(f"{scheme}://{gateway.host}:{gateway.port}/", token="mytoken") as api:
                assert str(api.flow().id().agent("hello")) == ANSWER
                assert str(api.socket().flow("default").agent("hello")) == ANSWER
                assert api.bulk().import_triples("default", TRIPLES).confirmed == 3
        with Api(gateway.url) as api, pytest.raises(AuthenticationFailed):
            api.socket().flow("default").agent("hello")


def test_existing_code(example: Make) -> None:
    ran = example("Existing code")
    ran.run()
    ran.assert_warned_of_user(1)
    assert ran.values["response"]["response"] == ANSWER


def test_opt_in_streaming(example: Make) -> None:
    ran = example("Opt-in streaming")
    ran.run(AgentAnswer=trustgraph_v2.AgentAnswer)
    ran.assert_warned_of_user(2)
    assert ran.printed == f"{ANSWER}\n{ANSWER}"


def test_bulk_loading(example: Make, gateway: LocalGateway) -> None:
    tuples = [(f"http://ex.com/{number}", "http://ex.com/is", str(number)) for number in range(1200)]
    ran = example("Bulk loading")
    ran.run(my_large_triple_list=[Triple(*each) for each in tuples])
    ran.assert_warned_of_user(0)
    assert stored(gateway) == {Triple(Uri(s), Uri(p), Literal(o)) for s, p, o in tuples}


# Comparing what is sketched ---------------------------------------------------------------------

DIFFERENCES = {
    "AsyncFlow.aclose": "connections belong to the Api: Api.aclose() closes them",
    "AgentThought.chunk_type": "the gateway says message_type, and so do the items",
    "AgentObservation.chunk_type": "the gateway says message_type, and so do the items",
    "AgentAnswer.chunk_type": "the gateway says message_type, and so do the items",
    "AgentStream": "a stream of an agent is a Stream[AgentItem]",
    "RAGStream": "a stream of RAG is a Stream[GraphRagItem] or a Stream[DocumentRagItem]",
    "CompletionStream": "a stream of a completion is a Stream[RAGChunk]",
}


class Recorder:
    """A channel that takes every call and does nothing."""

    def __init__(self, is_async: bool) -> None:
        self._is_async = is_async

    def __getattr__(self, name: str) -> Callable[..., Any]:
        async def nothing() -> None:
            pass

        return lambda *arguments, **named: nothing() if self._is_async else None


def sketched(title: str) -> list[ast.ClassDef]:
    return [node for node in ast.parse(BLOCKS[title]).body if isinstance(node, ast.ClassDef)]


def differences_of_class(sketch: ast.ClassDef) -> Iterator[str]:
    """The methods of a sketched class that are missing here; those that are here must take its arguments."""
    class_ = getattr(trustgraph_v2, sketch.name)
    for node in sketch.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if node.name.startswith("_") and not re.fullmatch("__a?(enter|exit)__", node.name):
            continue
        name = f"{sketch.name}.{node.name}"
        if not hasattr(class_, node.name):
            yield name
            continue
        if node.name.startswith("__"):
            continue
        is_async = isinstance(node, ast.AsyncFunctionDef)
        assert takes(class_, node.name, [each.arg for each in node.args.args[1:]], is_async), name


def takes(class_: type, method: str, parameters: list[str], is_async: bool) -> bool:
    """Whether a method can be called with these arguments, by name, in the colour that is wanted."""
    needs_scope = len(inspect.signature(class_).parameters) == 2
    if class_ is Api:
        target: Any = Api()
    elif needs_scope:
        target = class_(Recorder(is_async), "default")
    else:
        target = class_(Recorder(is_async))
    arguments: dict[str, Any] = dict.fromkeys(parameters, "something")
    if "flow_id" in arguments:
        # The specification's own name for the only argument, which its examples pass by position.
        assert list(arguments) == ["flow_id"]
        result = getattr(target, method)("default")
    else:
        result = getattr(target, method)(**arguments)
    if inspect.iscoroutine(result):
        result.close()
    return inspect.isawaitable(result) == is_async


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_sketched_classes_are_there() -> None:
    found: set[str] = set()
    compared: list[str] = []
    for title in COMPARED:
        if title in {"Enhanced types", "Constructor"}:
            continue
        for sketch in sketched(title):
            compared.append(sketch.name)
            found.update(differences_of_class(sketch))
    assert sorted(compared) == [
        *("Api", "AsyncBulkClient", "AsyncFlow", "AsyncFlowInstance", "AsyncMetrics", "AsyncSocketClient"),
        *("AsyncSocketFlowInstance", "BulkClient", "Metrics", "SocketClient", "SocketFlowInstance"),
    ]
    assert found == {name for name in DIFFERENCES if name.partition(".")[0] in compared}


def test_sketched_items_are_there() -> None:
    found: set[str] = set()
    sketches = sketched("Enhanced types")
    assert [sketch.name for sketch in sketches] == [
        "StreamingChunk",
        "AgentThought",
        "AgentObservation",
        "AgentAnswer",
        "RAGChunk",
    ]
    for sketch in sketches:
        class_ = getattr(trustgraph_v2, sketch.name)
        assert issubclass(class_, trustgraph_v2.StreamingChunk)
        fields = {field.name for field in dataclasses.fields(class_)}
        wanted = {
            node.target.id
            for node in sketch.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        }
        found.update(f"{sketch.name}.{name}" for name in wanted - fields)
    aliases = [
        node.targets[0].id
        for node in ast.parse(BLOCKS["Enhanced types"]).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    assert len(aliases) == 3
    found.update(name for name in aliases if not hasattr(trustgraph_v2, name))
    assert found == {name for name in DIFFERENCES if "chunk_type" in name or name.endswith("Stream")}


def test_the_constructor_takes_the_sketched_arguments() -> None:
    sketch = ast.parse(f"def {BLOCKS['Constructor'].strip()}: ...").body[0]
    assert isinstance(sketch, ast.FunctionDef)
    names = [argument.arg for argument in sketch.args.args]
    assert list(inspect.signature(Api).parameters)[: len(names)] == names == ["url", "timeout", "token"]
    assert ast.literal_eval(sketch.args.defaults[0]) == Api().timeout == 60
