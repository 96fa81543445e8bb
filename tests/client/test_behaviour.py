"""What the client `trustgraph_v2` does for its users, on every interface, against the local gateway."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from callers import COLOURS, INTERFACES, SOCKETS, Caller, calling, closed, done, every

import gatewright.errors
import trustgraph_v2
from gatewright.gateway import LocalGateway, local_gateway
from trustgraph_v2 import (
    AgentAction,
    AgentAnswer,
    AgentObservation,
    AgentResponse,
    AgentStep,
    AgentThought,
    Api,
    AsyncStream,
    BlankNode,
    ConfigValue,
    ImportReport,
    Literal,
    NotFound,
    Progress,
    PromptChunk,
    ProvenanceEvent,
    RAGChunk,
    RequestTimeout,
    ServiceError,
    SocketRefused,
    Stream,
    StreamingChunk,
    Triple,
    Uri,
)

everywhere = pytest.mark.parametrize("caller", INTERFACES, indirect=True)
on_sockets = pytest.mark.parametrize("caller", SOCKETS, indirect=True)
in_both_colours = pytest.mark.parametrize("caller", COLOURS, indirect=True)

ANSWER = "The answer is 42."
UNIONS = {"AgentItem", "DocumentRagItem", "GraphRagItem", "KnowledgeGetDeCoreItem", "KnowledgeGetKgCoreItem"}
FUNCTIONS = {"build_term", "extract_term_value", "wire_triples_to_tuples"}


# The package ------------------------------------------------------------------------------------


def fresh(code: str, **environment: str) -> str:
    """What a fresh interpreter prints."""
    path = os.pathsep.join(filter(None, sys.path))
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


LOADED = "import sys\nbefore = set(sys.modules)\n{}\nprint(*sorted(set(sys.modules) - before))"


def test_importing_the_package_loads_nothing_but_itself() -> None:
    loaded = fresh(LOADED.format("import trustgraph_v2")).split()
    foreign = {name for name in loaded if name.partition(".")[0] not in sys.stdlib_module_names}
    assert foreign == {"trustgraph_v2"}
    assert not {"asyncio", "ssl", "json", "dataclasses", "inspect", "logging"} & set(loaded)


def test_importing_the_api_loads_nothing_heavy() -> None:
    loaded = set(fresh(LOADED.format("from trustgraph_v2 import Api\nApi()")).split())
    assert "trustgraph_v2.api" in loaded
    assert not {"httpx", "websockets", "pydantic", "asyncio", "ssl", "http", "logging"} & loaded
    assert not {"trustgraph_v2.models", "trustgraph_v2.rest", "trustgraph_v2.sockets"} & loaded


def test_each_colour_loads_only_its_own_interface() -> None:
    api = "from trustgraph_v2 import Api\napi = Api()\n"
    assert "trustgraph_v2.rest_async" not in fresh(LOADED.format(f"{api}api.flow()")).split()
    assert "trustgraph_v2.sockets" not in fresh(LOADED.format(f"{api}api.async_socket()")).split()
    assert "trustgraph_v2.models" not in fresh(LOADED.format(f"{api}api.bulk()")).split()


def test_public_names() -> None:
    """Api, every described class, type and record, all errors, streams, RDF values, and reports."""
    descriptor = local_gateway("trustgraph_v2").descriptor
    gateway = descriptor.gateway
    described = [group.class_ for group in gateway.groups.values()]
    described += [scope.class_ for scope in gateway.scopes.values()]
    rest_only = {"I18n", "Metrics"}
    expected = {
        *(f"{prefix}{name}" for name in described for prefix in ("", "Async")),
        *(
            f"{prefix}{name}"
            for name in described
            for prefix in ("Socket", "AsyncSocket")
            if name not in rest_only
        ),
        *descriptor.types,
        *descriptor.records,
        *UNIONS,
        *gateway.extensions,
        *(rule.class_ for rule in gateway.errors.rules if rule.class_ is not None),
        *(
            name
            for name, each in vars(gatewright.errors).items()
            if getattr(each, "retryable", None) is not None
        ),
        *(
            "Api",
            "SocketClient",
            "AsyncSocketClient",
            "BulkClient",
            "AsyncBulkClient",
            "Stream",
            "AsyncStream",
        ),
        *("Uri", "Literal", "BlankNode", "Triple"),
        *("ExportReport", "Gap", "ImportReport", "Progress", "Uploaded"),
    }
    assert set(trustgraph_v2.__all__) == expected
    assert sorted(trustgraph_v2.__all__) == trustgraph_v2.__all__


def test_public_names_resolve_and_are_listed() -> None:
    assert set(trustgraph_v2.__all__) <= set(dir(trustgraph_v2))
    for name in trustgraph_v2.__all__:
        value = getattr(trustgraph_v2, name)
        assert inspect.isclass(value) is not (name in UNIONS | FUNCTIONS), name
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        trustgraph_v2.Nonsense  # noqa: B018
    assert trustgraph_v2.__version__ == "2.11.1"
    assert fresh(
        "from trustgraph_v2 import *\nprint(Api.__name__, Uri.__name__, len(dir()) > 70)"
    ).split() == [
        *("Api", "Uri", "True"),
    ]


# Settings ---------------------------------------------------------------------------------------


def test_defaults() -> None:
    api = Api()
    assert (api.url, api.timeout) == ("http://localhost:8888/", 60.0)
    assert repr(api) == "Api(url='http://localhost:8888/')"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("http://example.org", "http://example.org/"),
        ("ws://example.org:8888/", "http://example.org:8888/"),
        ("wss://example.org/gate/way/", "https://example.org/gate/way/"),
        ("https://[::1]:443/", "https://[::1]/"),
    ],
)
def test_an_address_means_the_same_for_every_interface(given: str, url: str) -> None:
    assert Api(given).url == url


def test_arguments_come_before_the_environment_and_that_before_defaults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRUSTGRAPH_URL", "http://from-environment:1/")
    assert Api().url == "http://from-environment:1/"
    assert Api("http://from-argument:2/").url == "http://from-argument:2/"
    monkeypatch.setenv("TRUSTGRAPH_URL", "")
    assert Api().url == "http://localhost:8888/"


@pytest.mark.parametrize("interface", INTERFACES)
async def test_token_and_workspace_of_the_environment(
    interface: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUSTGRAPH_TOKEN", "tg_environment")
    monkeypatch.setenv("TRUSTGRAPH_WORKSPACE", "lab")
    with local_gateway("trustgraph_v2", token="tg_environment", workspaces=("default", "lab")) as gateway:
        async with calling(interface, gateway.url) as caller:
            await done(caller.flow().embeddings(["a"]))
            await done(caller.config.list("prompt"))
            await done(caller.bulk.import_triples("default", [("a", "b", "c")]))
        async with calling(interface, gateway.url, workspace="default") as caller:
            await done(caller.flow().embeddings(["a"]))
        workspaces = [request.context["workspace"] for request in gateway.requests]
    assert workspaces == ["lab", "lab", "lab", "default"]


@pytest.mark.parametrize("interface", INTERFACES)
async def test_workspaces_are_apart(interface: str) -> None:
    with local_gateway("trustgraph_v2", workspaces=("default", "lab")) as gateway:
        async with (
            calling(interface, gateway.url) as here,
            calling(interface, gateway.url, workspace="lab") as there,
        ):
            await done(there.config.put([{"type": "prompt", "key": "only-there", "value": "1"}]))
            await done(there.bulk.import_triples("default", [("a", "b", "c")]))
            assert await done(here.config.list("prompt")) == ["system"]
            assert await done(there.config.list("prompt")) == ["only-there", "system"]
            assert await done(here.flow().triples_query()) == []
            assert await done(there.flow().triples_query()) == [Triple(Uri("a"), Uri("b"), Literal("c"))]


@pytest.mark.parametrize("interface", INTERFACES)
async def test_a_timeout_of_the_client_and_of_one_call(interface: str, gateway: LocalGateway) -> None:
    gateway.fault("embeddings", "silence", times=None)
    async with calling(interface, gateway.url, timeout=0.05) as caller:
        with pytest.raises(RequestTimeout, match=r"^embeddings: no answer within 0.05 s$") as failure:
            await done(caller.flow().embeddings(["a"]))
        assert isinstance(failure.value, TimeoutError)
        assert failure.value.retryable
        with pytest.raises(RequestTimeout, match=r"^embeddings: no answer within 0.07 s$"):
            await done(caller.flow().embeddings(["a"], timeout=0.07))


class Answering:
    """An HTTP transport that answers without a network, and keeps what was asked."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, json={"content": "from the transport"})


async def test_an_http_client_of_ones_own() -> None:
    answering = Answering()
    settings: dict[str, Any] = {"token": "tg_one", "headers": {"X-One": "1"}}
    with httpx.Client(transport=httpx.MockTransport(answering)) as client:
        with Api("https://example.org/gate", http_client=client, **settings) as api:
            assert str(api.flow("a/b").agent("why?")) == "from the transport"
        assert not client.is_closed
    async with httpx.AsyncClient(transport=httpx.MockTransport(answering)) as async_client:
        async with Api("https://example.org/gate", async_http_client=async_client, **settings) as api:
            assert str(await api.async_flow("a/b").agent("why?")) == "from the transport"
        assert not async_client.is_closed
    for request in answering.requests:
        assert str(request.url) == "https://example.org/gate/api/v1/flow/a%2Fb/service/agent"
        assert request.headers["authorization"] == "Bearer tg_one"
        assert request.headers["x-one"] == "1"
        assert request.headers["user-agent"] == "gatewright (trustgraph_v2 2.11.1)"
        assert json.loads(request.content) == {
            "question": "why?",
            "streaming": False,
            "collection": "default",
            "workspace": "default",
        }
    assert len(answering.requests) == 2


@pytest.mark.parametrize("interface", SOCKETS)
async def test_headers_go_out_with_socket_handshakes(interface: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor() as pool:

        def hear() -> bytes:
            connection, _ = server.accept()
            with connection:
                heard = b""
                while not heard.endswith(b"\r\n\r\n"):
                    heard += connection.recv(4096)
                connection.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy")
            return heard

        heard = pool.submit(hear)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/gate"
        async with calling(interface, url, headers={"X-One": "1"}) as caller:
            with pytest.raises(SocketRefused, match=r"^embeddings: busy \(HTTP 503\) - calls over HTTP may "):
                await done(caller.flow().embeddings(["a"]))
        request = heard.result().decode().split("\r\n")
    assert request[0] == "GET /gate/api/v1/socket HTTP/1.1"
    assert "X-One: 1" in request


# Responses --------------------------------------------------------------------------------------


@everywhere
async def test_responses_are_models_and_dictionaries(caller: Caller) -> None:
    response = await done(caller.flow().agent(question="why?"))
    assert isinstance(response, AgentResponse)
    assert response.text == response["content"] == response["text"] == ANSWER
    # Names of older releases.
    assert response["response"] == response["answer"] == ANSWER
    assert str(response) == f"{response}" == ANSWER
    assert (response.in_token, response["in_token"], response.get("out_token")) == (12, 12, 6)
    assert "content" in response
    assert "text" in response
    assert "explain_id" not in response
    assert "nonsense" not in response
    assert response.explain_id is None
    assert response.get("explain_id", "none") == "none"
    assert response.get("nonsense") is None
    assert response.get("nonsense", 5) == 5
    with pytest.raises(KeyError, match="nonsense"):
        response["nonsense"]
    assert set(response.keys()) >= {"content", "end_of_dialog", "model"}
    assert dict(response.model_dump(by_alias=True))["content"] == ANSWER


@everywhere
async def test_texts_of_responses(caller: Caller) -> None:
    flow = caller.flow()
    texts = {
        "agent": await done(flow.agent("why?")),
        "text_completion": await done(flow.text_completion("be brief", "why?")),
        "prompt": await done(flow.prompt("system")),
        "graph_rag": await done(flow.graph_rag("who?")),
        "document_rag": await done(flow.document_rag("who?")),
    }
    assert {name: str(response) for name, response in texts.items()} == {
        "agent": ANSWER,
        "text_completion": ANSWER,
        "prompt": ANSWER,
        "graph_rag": "Alice knows Bob.",
        "document_rag": "Alice knows Bob.",
    }
    assert all(response.text == str(response) for response in texts.values())
    assert texts["graph_rag"].sources == [{"uri": "urn:document:1", "title": "People"}]
    assert texts["graph_rag"]["response"] == "Alice knows Bob."


@everywhere
async def test_results_of_other_calls(caller: Caller) -> None:
    flow = caller.flow()
    vectors = await done(flow.embeddings(["a", "b", "a"]))
    assert len(vectors) == 3
    assert vectors[0] == vectors[2] != vectors[1]
    assert all(isinstance(number, float) for number in vectors[0])
    assert await done(flow.embeddings([])) == []
    first, second = await done(flow.list_models())
    assert (first.id, first.context_length, second["quantization"]) == ("local", 8192, "Q4_K_M")


@everywhere
async def test_unknown_fields_and_values_survive(caller: Caller, gateway: LocalGateway) -> None:
    """A newer gateway may say more."""
    gateway.on(
        "agent",
        lambda request: {
            "message_type": "epilogue",
            "content": request["pattern"],
            "mood": {"kind": "serene", "levels": [1, None]},
            "end-of-days": False,
            "model": None,
            "end_of_dialog": True,
        },
    )
    response = await done(caller.flow().agent("why?", pattern="brand-new"))
    assert response.text == "brand-new"
    assert response.message_type == "epilogue"
    assert response["mood"] == {"kind": "serene", "levels": [1, None]}
    assert response.get("end-of-days") is False
    assert "mood" in response
    assert "model" not in response
    assert response.model is None


@on_sockets
async def test_unknown_items_of_streams_survive(caller: Caller, gateway: LocalGateway) -> None:
    def answer(request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        yield {"message_type": "thought", "content": "hm", "mood": "serene"}
        yield {"message_type": "rumination", "content": "hmm", "end_of_message": True}
        yield {"content": "no type"}
        yield {"message_type": "answer", "content": "so", "model": None}
        yield {"message_type": "answer", "content": "!", "end_of_dialog": True}

    gateway.on("agent", answer)
    items = await every(caller.flow().agent("why?", streaming=True))
    assert [type(item) for item in items] == [
        AgentThought,
        StreamingChunk,
        StreamingChunk,
        AgentAnswer,
        AgentAnswer,
    ]
    assert items[1] == StreamingChunk("hmm", True, "rumination")
    assert items[2] == StreamingChunk("no type")
    assert items[4].end_of_dialog
    assert await done(caller.flow().agent("why?", streaming=True).text()) == "so!"


@everywhere
async def test_arguments_reach_the_gateway_under_its_names(caller: Caller, gateway: LocalGateway) -> None:
    """What is left out is not sent; models, mappings and older names of arguments are all taken."""
    flow = caller.flow()
    step = AgentStep(thought="hm", arguments={"a": "b"})
    await done(flow.agent("why?", history=[step, {"thought": "hm", "observation": "ok"}], group=("a", "b")))
    await done(flow.graph_rag(question="who?", entity_limit=5, user_context={"user_id": "ann"}))
    await done(flow.prompt("system", {"n": [1, 2.5, None]}))
    await done(flow.triples_query(s="urn:a", o="b", g="*", limit=3))
    sent = [request.body for request in gateway.requests]
    for body in sent:
        body.pop("workspace", None)
    assert sent == [
        {
            "question": "why?",
            "history": [{"thought": "hm", "arguments": {"a": "b"}}, {"thought": "hm", "observation": "ok"}],
            "group": ["a", "b"],
            "streaming": False,
            "collection": "default",
        },
        {
            "query": "who?",
            "collection": "default",
            "entity-limit": 5,
            "triple-limit": 30,
            "max-subgraph-size": 1000,
            "max-path-length": 2,
            "edge-score-limit": 30,
            "edge-limit": 25,
            "max-reranker-input": 350,
            "streaming": False,
            "user-context": {"user_id": "ann"},
        },
        {"id": "system", "variables": {"n": [1, 2.5, None]}, "streaming": False},
        {
            "s": {"t": "i", "i": "urn:a"},
            "o": {"t": "l", "v": "b"},
            "g": "*",
            "collection": "default",
            "limit": 3,
            "streaming": False,
            "batch-size": 20,
        },
    ]


@everywhere
async def test_retired_arguments_are_ignored_with_a_warning(caller: Caller, gateway: LocalGateway) -> None:
    flow = caller.flow()
    with pytest.warns(
        DeprecationWarning, match=r"^agent\(user=\.\.\.\): .*pass workspace= to Api instead"
    ) as caught:
        assert str(await done(flow.agent("why?", user="ann"))) == ANSWER
    assert [warning.filename for warning in caught] == [__file__]
    assert "user" not in gateway.requests[0]


# Streams ----------------------------------------------------------------------------------------


@on_sockets
async def test_items_of_streams(caller: Caller) -> None:
    flow = caller.flow()
    agent = await every(flow.agent("why?", streaming=True))
    assert [type(item) for item in agent] == [
        AgentThought,
        AgentObservation,
        ProvenanceEvent,
        *[AgentAnswer] * 3,
    ]
    assert not isinstance(agent[1], AgentThought), "what a tool answered is no thought"
    assert not issubclass(AgentAction, AgentThought)
    assert (agent[-1].in_token, agent[-1].out_token, agent[-1].model) == (12, 6, "local")
    rag = await every(flow.graph_rag("who?", streaming=True))
    assert [type(item) for item in rag] == [*[ProvenanceEvent] * 2, *[RAGChunk] * 4]
    (question,) = rag[0].triples
    assert question.o == Uri("https://trustgraph.ai/ns/GraphRagQuestion")
    assert question.g == "urn:graph:retrieval"
    assert rag[-1].sources == [{"uri": "urn:document:1", "title": "People"}]
    assert all(item.error is None for item in rag)
    prompt = await every(flow.prompt("system", streaming=True))
    assert [type(item) for item in prompt] == [PromptChunk] * 3


@on_sockets
async def test_text_and_collect(caller: Caller) -> None:
    flow = caller.flow()
    streams: list[tuple[Callable[[], Any], str, int]] = [
        (lambda: flow.agent("why?", streaming=True), ANSWER, 6),
        (lambda: flow.text_completion("", "why?", streaming=True), ANSWER, 3),
        (lambda: flow.prompt("system", streaming=True), ANSWER, 3),
        (lambda: flow.graph_rag("who?", streaming=True), "Alice knows Bob.", 6),
        (lambda: flow.document_rag("who?", streaming=True), "Alice knows Bob.", 5),
    ]
    for stream, text, number in streams:
        assert await done(stream().text()) == text
        items = await done(stream().collect())
        assert len(items) == number
        assert items == await every(stream())


@on_sockets
async def test_a_stream_is_read_once(caller: Caller) -> None:
    stream = caller.flow().agent("why?", streaming=True)
    assert len(await every(stream)) == 6
    assert await every(stream) == []
    assert await done(stream.text()) == ""
    await closed(stream)
    await closed(stream)


@on_sockets
async def test_a_stream_starts_when_it_is_first_used(caller: Caller, gateway: LocalGateway) -> None:
    stream = caller.flow().agent("why?", streaming=True)
    assert isinstance(stream, AsyncStream if caller.is_async else Stream)
    await done(caller.flow().embeddings(["a"]))
    assert [request.operation for request in gateway.requests] == ["embeddings"]
    assert len(await every(stream)) == 6
    assert [request.operation for request in gateway.requests] == ["embeddings", "agent"]
    # One that is never used leaves nothing behind.
    caller.flow().agent("why?", streaming=True)


@on_sockets
async def test_a_with_block_starts_a_stream_and_ends_it(caller: Caller, gateway: LocalGateway) -> None:
    stream = caller.flow().agent("why?", streaming=True)
    if caller.is_async:
        async with stream as entered:
            assert entered is stream
            await asyncio.to_thread(gateway.wait_for, lambda: len(gateway.requests) == 1)
            first = await anext(entered)
    else:
        with stream as entered:
            assert entered is stream
            gateway.wait_for(lambda: len(gateway.requests) == 1)
            first = next(entered)
    assert first.content == "I should look this up."
    assert await every(stream) == []


async def test_an_async_stream_with_and_without_await(gateway: LocalGateway) -> None:
    async with calling("async socket", gateway.url) as caller:
        flow = caller.flow()
        without = [item async for item in flow.agent("why?", streaming=True)]
        stream = await flow.agent("why?", streaming=True)
        assert isinstance(stream, AsyncStream)
        await asyncio.to_thread(gateway.wait_for, lambda: len(gateway.requests) == 2)
        assert [item async for item in stream] == without
        assert str(await flow.agent("why?")) == ANSWER


async def endless(request: Mapping[str, Any]) -> AsyncIterator[dict[str, Any]]:
    """A service that never comes to an end."""
    for number in range(1_000_000):
        yield {"message_type": "thought", "content": str(number)}
        await asyncio.sleep(0.001)


@on_sockets
@pytest.mark.parametrize("how", ["break", "close", "with"])
async def test_leaving_a_stream_early(caller: Caller, gateway: LocalGateway, how: str) -> None:
    """The rest is given up, and other calls go on."""
    gateway.on("agent", endless)
    flow = caller.flow()
    for _ in range(3):
        stream = flow.agent("why?", streaming=True)
        if caller.is_async:
            if how == "with":
                async with stream:
                    seen = [(await anext(stream)).content for _ in range(3)]
            else:
                seen = []
                async for item in stream:
                    seen.append(item.content)
                    if len(seen) == 3:
                        break
        elif how == "with":
            with stream:
                seen = [next(stream).content for _ in range(3)]
        else:
            seen = []
            for item in stream:
                seen.append(item.content)
                if len(seen) == 3:
                    break
        if how == "close":
            await closed(stream)
            assert await every(stream) == []
        assert seen == ["0", "1", "2"]
        del stream
        assert len(await done(flow.embeddings(["a", "b"]))) == 2


@on_sockets
async def test_what_had_arrived_survives_a_failure(caller: Caller, gateway: LocalGateway) -> None:
    for collect in ("collect", "text"):
        gateway.fault("graph_rag", "error", after=3, type="rag-error", message="out of memory")
        stream = caller.flow().graph_rag("who?", streaming=True)
        with pytest.raises(ServiceError, match=r"^graph_rag: out of memory \[rag-error\]$") as failure:
            await done(getattr(stream, collect)())
        assert [type(item).__name__ for item in failure.value.partial] == [
            "ProvenanceEvent",
            "ProvenanceEvent",
            "RAGChunk",
        ]
        assert failure.value.partial[-1].content == "Alice "
        assert failure.value.type == "rag-error"


@on_sockets
async def test_streamed_and_single_queries_agree(caller: Caller) -> None:
    triples = [Triple(Uri(f"urn:{number}"), Uri("urn:is"), Literal(str(number))) for number in range(45)]
    await done(caller.bulk.import_triples("default", triples))
    streamed = await every(caller.flow().triples_query(streaming=True, batch_size=7))
    assert set(streamed) == set(triples)
    assert streamed == await done(caller.flow().triples_query())
    assert len(await every(caller.flow().triples_query(streaming=True, limit=3))) == 3
    assert await every(caller.flow().triples_query(s="urn:none", streaming=True)) == []


# Clients as context managers --------------------------------------------------------------------


async def test_clients_are_context_managers(gateway: LocalGateway) -> None:
    with Api(gateway.url) as api, api.socket() as client, api.bulk() as bulk:
        client.flow("default").embeddings(["a"])
        bulk.import_triples("default", [("a", "b", "c")])
    async with Api(gateway.url) as api, api.async_socket() as async_client, api.async_bulk() as async_bulk:
        await async_client.flow("default").embeddings(["a"])
        await async_bulk.import_triples("default", [("a", "b", "c")])
    await asyncio.to_thread(gateway.wait_for, lambda: gateway.live_connections == 0)
    assert gateway.sockets_opened == 2


async def test_closing_twice_is_fine_and_an_unused_client_can_be_closed(gateway: LocalGateway) -> None:
    api = Api(gateway.url)
    api.close()
    api.close()
    await api.aclose()
    await api.aclose()
    async with Api(gateway.url) as other:
        other.flow("default").embeddings(["a"])
        await other.async_flow("default").embeddings(["a"])
    await other.aclose()
    assert len(gateway.requests) == 2


# Triples ----------------------------------------------------------------------------------------

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
EVERY_TERM = [
    Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b")),
    Triple(Uri("urn:a"), Uri("urn:label"), Literal("Alpha", language="en")),
    Triple(Uri("urn:a"), Uri("urn:label"), Literal("Alpha", language="de")),
    Triple(Uri("urn:a"), Uri("urn:label"), Literal("Alpha")),
    Triple(Uri("urn:a"), Uri("urn:size"), Literal("7", datatype=INTEGER)),
    Triple(Uri("urn:a"), Uri("urn:size"), Literal("7")),
    Triple(Uri("urn:a"), Uri("urn:text"), Literal('"\\\n\t\u2028\U0001f600 </script> \x7f')),
    Triple(Uri("urn:a"), Uri("urn:text"), Literal("http://looks.like/an/iri")),
    Triple(Uri("urn:a"), Uri("urn:text"), Literal("")),
    Triple(Uri("urn:a"), Uri("urn:part"), BlankNode("b0")),
    Triple(BlankNode("b0"), Uri("urn:p"), BlankNode("b1")),
    Triple(
        Triple(Uri("urn:a"), Uri("urn:p"), Literal("x", language="en")), Uri("urn:saidBy"), Uri("urn:ann")
    ),
    Triple(Uri("urn:ann"), Uri("urn:says"), Triple(Uri("urn:a"), Uri("urn:p"), BlankNode("b0"))),
]
IN_A_GRAPH = Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:c"), "urn:graph:other")


def written(triples: list[Triple]) -> set[str]:
    """Triples with everything that equality of strings might overlook."""
    return {repr(triple) for triple in triples}


@everywhere
async def test_what_is_imported_can_be_queried_without_loss(caller: Caller) -> None:
    report = await done(caller.bulk.import_triples("default", [*EVERY_TERM, IN_A_GRAPH], batch_size=4))
    assert isinstance(report, ImportReport)
    assert (report.sent, report.confirmed, report.batches) == (14, 14, 4)
    flow = caller.flow()
    assert written(await done(flow.triples_query())) == written(EVERY_TERM)
    assert written(await done(flow.triples_query(g="*"))) == written([*EVERY_TERM, IN_A_GRAPH])
    assert written(await done(flow.triples_query(g="urn:graph:other"))) == written([IN_A_GRAPH])
    assert written(await done(flow.triples_query(p="urn:part"))) == written([EVERY_TERM[9]])
    assert written(await done(flow.triples_query(s=BlankNode("b0")))) == written([EVERY_TERM[10]])
    assert written(await done(flow.triples_query(o=Literal("Alpha", language="de")))) == written(
        [EVERY_TERM[2]]
    )
    assert written(await done(flow.triples_query(o=Uri("urn:b")))) == written([EVERY_TERM[0]])
    # A plain string as an object is a literal, whatever it looks like.
    assert await done(flow.triples_query(o="urn:b")) == []
    assert written(await done(flow.triples_query(o="http://looks.like/an/iri"))) == written([EVERY_TERM[7]])
    quoted = await done(flow.triples_query(s=EVERY_TERM[11].s))
    assert written(quoted) == written([EVERY_TERM[11]])
    assert isinstance(quoted[0].s, Triple)


@in_both_colours
async def test_imports_take_any_source_and_tell_how_far_they_are(
    caller: Caller, gateway: LocalGateway
) -> None:
    numbers = range(7)
    tuples = [(f"urn:{number}", "urn:is", str(number)) for number in numbers]
    told: list[Progress] = []
    report = await done(
        caller.bulk.import_triples(
            "default", iter(tuples), batch_size=3, collection="notes", on_progress=told.append
        )
    )
    assert (report.sent, report.confirmed, report.batches) == (7, 7, 3)
    assert [progress.sent for progress in told] == [3, 6, 7, 7]
    assert told[-1].confirmed == 7
    assert told[-1].bytes > 300
    if caller.is_async:

        async def later() -> AsyncIterator[tuple[str, str, str]]:
            for each in tuples:
                yield each

        report = await done(caller.bulk.import_triples("default", later(), collection="more"))
        assert report.confirmed == 7
    with Api(gateway.url) as api:
        assert len(api.flow("default").triples_query(collection="notes")) == 7
        assert api.flow("default").triples_query() == []


@in_both_colours
async def test_exports_hear_what_is_imported_meanwhile(caller: Caller, gateway: LocalGateway) -> None:
    """Two of the three ways to end one: after so many items, or when nothing comes."""

    def feed(number: int) -> None:
        gateway.wait_for(lambda: len(gateway.taps) == number)
        with Api(gateway.url) as api:
            api.bulk().import_triples("default", EVERY_TERM, batch_size=5)

    ends: list[tuple[dict[str, Any], int]] = [({"limit": 7}, 7), ({"idle_timeout": 1.0}, len(EVERY_TERM))]
    for end, number in ends:
        with ThreadPoolExecutor() as pool:
            fed = pool.submit(feed, 1)
            stream = caller.bulk.export_triples("default", **end)
            heard = await asyncio.to_thread(list, stream) if not caller.is_async else await every(stream)
            fed.result()
        assert heard == EVERY_TERM[:number]
        await asyncio.to_thread(gateway.wait_for, lambda: not gateway.taps)


# Configuration and flows ------------------------------------------------------------------------


@everywhere
async def test_configuration(caller: Caller) -> None:
    config = caller.config
    items = [
        ConfigValue(type="prompt", key="greet", value='"Hello"'),
        {"type": "note", "key": "a", "value": "1"},
    ]
    assert await done(config.put(items)) is None
    assert await done(config.list("prompt")) == ["greet", "system"]
    values = await done(config.get([{"type": "note", "key": "a"}, {"type": "note", "key": "none"}]))
    assert [(value.type, value.key, value.value, str(value)) for value in values] == [
        ("note", "a", "1", "1"),
        ("note", "none", None, ""),
    ]
    assert [value["key"] for value in await done(config.get_values("prompt"))] == ["greet", "system"]
    everything, version = await done(config.all())
    assert everything["note"] == {"a": "1"}
    await done(config.put([{"type": "note", "key": "a", "value": "2"}]))
    changed, later = await done(config.all())
    assert changed["note"] == {"a": "2"}
    assert later > version
    assert await done(config.delete([{"type": "note", "key": "a"}, {"type": "note", "key": "none"}])) is None
    assert await done(config.list("note")) == []
    with pytest.raises(ServiceError, match="the answer has no 'version'"):
        await done(config.get_values_all_workspaces("prompt"))


@everywhere
async def test_flows(caller: Caller) -> None:
    flows = caller.flows
    assert await done(flows.list()) == ["default"]
    assert await done(flows.start("everything", "second", "For one test", {"model": "small"})) is None
    assert await done(flows.list()) == ["default", "second"]
    about = await done(flows.get("second"))
    assert about.pop("interfaces")["agent"]["request"] == "request:tg:agent:default:second"
    assert about == {
        "description": "For one test",
        "blueprint-name": "everything",
        "parameters": {"model": "small"},
    }
    assert str(await done(caller.flow("second").agent("why?"))) == ANSWER
    assert await done(flows.stop("second")) is None
    assert await done(flows.list()) == ["default"]
    with pytest.raises(
        NotFound, match=r"^flow.get: the gateway answered with nothing - there is no such item"
    ):
        await done(flows.get("second"))
    with pytest.raises(NotFound, match="Invalid flow default/second"):
        await done(caller.flow("second").agent("why?"))


@everywhere
async def test_blueprints(caller: Caller) -> None:
    flows = caller.flows
    parts: dict[str, Any] = {"blueprint": {}, "flow": {}, "parameters": {}}
    definition = {"description": 'With "quotes"', "interfaces": {"agent": {"request": "a"}}, **parts}
    assert await done(flows.put_blueprint("mine", definition)) is None
    assert await done(flows.list_blueprints()) == ["everything", "mine"]
    assert await done(flows.get_blueprint("mine")) == definition
    # `class_name` is what blueprints were called before.
    await done(flows.start(class_name="mine", id="third"))
    assert (await done(flows.get("third")))["interfaces"] == definition["interfaces"]
    assert await done(flows.delete_blueprint("mine")) is None
    assert await done(flows.list_blueprints()) == ["everything"]
    with pytest.raises(NotFound, match=r"^flow.get_blueprint: "):
        await done(flows.get_blueprint("mine"))


@in_both_colours
async def test_metrics(caller: Caller, gateway: LocalGateway) -> None:
    metrics = caller.api.async_metrics() if caller.is_async else caller.api.metrics()
    answer = json.loads(await done(metrics.get()))
    assert answer["status"] == "success"
    await done(metrics.get(path="label/job/values", query="up{job='a&b'}"))
    asked = [(request.operation, request.body) for request in gateway.requests]
    assert asked[0][0] == asked[1][0] == "metrics.get"
    assert asked[0][1]["query"] == "up"
    assert asked[1][1]["query"] == "up{job='a&b'}"


# Threads ----------------------------------------------------------------------------------------


def test_one_client_in_many_threads(gateway: LocalGateway) -> None:
    """Every thread gets the answers to its own questions, over few sockets."""
    threads, rounds = 8, 12
    gateway.on("text_completion", lambda request: {"response": request["prompt"], "end_of_stream": True})
    together = threading.Barrier(threads)

    def work(api: Api, number: int) -> int:
        together.wait()
        answers = 0
        for count in range(rounds):
            name = f"{number}/{count}"
            assert str(api.flow("default").text_completion("", name)) == name
            assert str(api.socket().flow("default").text_completion("", name)) == name
            assert api.socket().flow("default").embeddings([name]) == api.flow("default").embeddings([name])
            assert api.socket().flow("default").agent(name, streaming=True).text() == ANSWER
            api.socket().config().put([{"type": "thread", "key": name, "value": name}])
            api.bulk().import_triples("default", [("urn:s", f"urn:{number}", name)])
            answers += 1
        return answers

    with Api(gateway.url, timeout=30) as api, ThreadPoolExecutor(threads) as pool:
        assert sum(pool.map(lambda number: work(api, number), range(threads))) == threads * rounds
        assert len(api.config().list("thread")) == threads * rounds
        assert len(api.flow("default").triples_query()) == threads * rounds
    assert gateway.sockets_opened <= 4
    assert gateway.most_in_flight <= 15


async def test_many_calls_at_once_in_one_loop(gateway: LocalGateway) -> None:
    gateway.on("text_completion", lambda request: {"response": request["prompt"], "end_of_stream": True})
    async with Api(gateway.url) as api:
        flow, rest = api.async_socket().flow("default"), api.async_flow("default")
        answers = await asyncio.gather(
            *(flow.text_completion("", str(number)) for number in range(100)),
            *(rest.text_completion("", str(number)) for number in range(100, 150)),
        )
        texts = await asyncio.gather(*(flow.agent("why?", streaming=True).text() for _ in range(50)))
    assert [str(answer) for answer in answers] == [str(number) for number in range(150)]
    assert texts == [ANSWER] * 50
    assert gateway.sockets_opened <= 4
    assert gateway.most_in_flight <= 15
