"""What callers are told when a service fails, and what the gateway refuses."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from client_1_8 import TOKEN, open_surface
from control_1_8 import Control
from marks import by_name, everywhere, in_both_colours, on_sockets
from surfaces import SOCKETS, Surface, done, items

from trustgraph_v1 import (
    AgentError,
    AuthenticationFailed,
    ConfigError,
    DocumentRagError,
    FlowError,
    GatewayError,
    GraphRagError,
    InvalidRequest,
    LLMError,
    NLPQueryError,
    NotFound,
    ObjectsQueryError,
    RequestError,
    RequestTimeout,
    ServiceError,
    StructuredQueryError,
    UnexpectedError,
)

FAILED = "scripted failure"


@dataclasses.dataclass(frozen=True)
class Failure:
    """A call whose service fails with the message `scripted failure`, and what the caller is told."""

    service: str
    call: Callable[[Surface], Any]
    raises: type[GatewayError] = ServiceError
    type: str | None = None


FAILURES = [
    Failure("agent", lambda s: s.flow().agent("why?"), AgentError, "agent-error"),
    Failure("text-completion", lambda s: s.flow().text_completion("", "Hi"), LLMError, "llm-error"),
    Failure("prompt", lambda s: s.flow().prompt("greet"), LLMError, "llm-error"),
    Failure("mcp-tool", lambda s: s.flow().mcp_tool("weather"), ServiceError, "tool-error"),
    Failure("graph-rag", lambda s: s.flow().graph_rag("who?"), GraphRagError, "graph-rag-error"),
    Failure("document-rag", lambda s: s.flow().document_rag("who?"), DocumentRagError, "document-rag-error"),
    Failure("embeddings", lambda s: s.flow().embeddings("a"), ServiceError, "embeddings-error"),
    Failure("triples", lambda s: s.flow().triples_query(), ServiceError, "triples-query-error"),
    Failure("objects", lambda s: s.flow().objects_query("{ a }"), ObjectsQueryError, "objects-query-error"),
    Failure("nlp-query", lambda s: s.flow().nlp_query("who?"), NLPQueryError, "nlp-query-error"),
    Failure(
        "structured-query",
        lambda s: s.flow().structured_query("who?"),
        StructuredQueryError,
        "structured-query-error",
    ),
    Failure("structured-diag", lambda s: s.flow().detect_type("a,b"), ServiceError, "ProcessingError"),
    Failure("structured-diag", lambda s: s.flow().diagnose_data("a,b"), ServiceError, "ProcessingError"),
    Failure("structured-diag", lambda s: s.flow().schema_selection("a,b"), ServiceError, "ProcessingError"),
    Failure(
        "structured-diag",
        lambda s: s.flow().generate_descriptor("a,b", "csv", "people"),
        ServiceError,
        "ProcessingError",
    ),
    Failure("config", lambda s: s.config.list("t"), ConfigError, "config-error"),
    Failure("config", lambda s: s.config.all(), ConfigError, "config-error"),
    Failure(
        "config",
        lambda s: s.config.put([{"type": "t", "key": "k", "value": "v"}]),
        ConfigError,
        "config-error",
    ),
    Failure("config", lambda s: s.config.delete([{"type": "t", "key": "k"}]), ConfigError, "config-error"),
    Failure("flow", lambda s: s.flows.list(), FlowError, "flow-error"),
    Failure("flow", lambda s: s.flows.get("default"), FlowError, "flow-error"),
    Failure("flow", lambda s: s.flows.stop("default"), FlowError, "flow-error"),
    Failure("flow", lambda s: s.flows.put_class("x", {}), FlowError, "flow-error"),
    Failure("librarian", lambda s: s.group("library").get_documents(), UnexpectedError, "unexpected-error"),
    Failure(
        "librarian",
        lambda s: s.group("library").remove_document("ann", "urn:x"),
        UnexpectedError,
        "unexpected-error",
    ),
    Failure("knowledge", lambda s: s.group("knowledge").list_kg_cores(), UnexpectedError, "unexpected-error"),
    Failure(
        "knowledge",
        lambda s: s.group("knowledge").delete_kg_core("urn:x"),
        UnexpectedError,
        "unexpected-error",
    ),
    Failure(
        "collection-management",
        lambda s: s.group("collection").list_collections(),
        RequestError,
        "request-error",
    ),
    Failure(
        "collection-management",
        lambda s: s.group("collection").delete_collection("ann", "notes"),
        RequestError,
        "request-error",
    ),
]
STREAM_FAILURES = [
    Failure("agent", lambda s: s.flow().agent("why?", streaming=True), AgentError, "agent-error"),
    Failure(
        "text-completion",
        lambda s: s.flow().text_completion("", "Hi", streaming=True),
        LLMError,
        "llm-error",
    ),
    Failure("prompt", lambda s: s.flow().prompt("greet", streaming=True), LLMError, "llm-error"),
    Failure(
        "graph-rag", lambda s: s.flow().graph_rag("who?", streaming=True), GraphRagError, "graph-rag-error"
    ),
    Failure(
        "document-rag",
        lambda s: s.flow().document_rag("who?", streaming=True),
        DocumentRagError,
        "document-rag-error",
    ),
    Failure(
        "knowledge",
        lambda s: s.group("knowledge").get_kg_core("urn:x"),
        UnexpectedError,
        "unexpected-error",
    ),
]


@everywhere
@pytest.mark.parametrize("case", FAILURES, ids=lambda case: case.service)
async def test_failing_service(surface: Surface, control: Control, case: Failure) -> None:
    control.script(fail={case.service: FAILED})
    with pytest.raises(case.raises, match=FAILED) as caught:
        await done(case.call(surface))
    assert type(caught.value) is case.raises
    assert caught.value.type == case.type
    assert caught.value.operation is not None


@on_sockets
@pytest.mark.parametrize("case", STREAM_FAILURES, ids=lambda case: case.service)
async def test_failing_stream(surface: Surface, control: Control, case: Failure) -> None:
    control.script(fail={case.service: FAILED})
    with pytest.raises(case.raises, match=FAILED) as caught:
        await items(case.call(surface))
    assert caught.value.type == case.type


@everywhere
async def test_a_failing_search_for_vectors_is_never_told(surface: Surface, control: Control) -> None:
    # The service fails once more over telling that it failed.
    control.script(fail={"graph-embeddings": FAILED}, timeout=0.2)
    with pytest.raises(RequestTimeout, match="gateway gave up"):
        await done(surface.flow().graph_embeddings_query(vectors=[[1.0]]))


@everywhere
async def test_socket_outlives_a_failed_call(surface: Surface, control: Control) -> None:
    control.script(fail={"document-rag": FAILED})
    for _ in range(20):
        with pytest.raises(DocumentRagError):
            await done(surface.flow().document_rag("who?"))
    control.script()
    assert await done(surface.flow().document_rag("who?")) == "The documents say: who?"


@on_sockets
async def test_stream_that_falls_silent(surface: Surface, control: Control) -> None:
    control.script(only={"agent": 3})
    with pytest.raises(RequestTimeout) as caught:
        await done(surface.flow().agent("why?", streaming=True, timeout=0.3).collect())
    assert [item.content for item in caught.value.partial] == ["I look ", "it up", "One match"]


@everywhere
async def test_client_gives_up_waiting(surface: Surface, control: Control) -> None:
    control.script(only={"embeddings": 0})
    with pytest.raises(RequestTimeout):
        await done(surface.flow().embeddings("a", timeout=0.2))


@everywhere
async def test_gateway_gives_up_waiting(surface: Surface, control: Control) -> None:
    control.script(only={"embeddings": 0}, timeout=0.2)
    with pytest.raises(RequestTimeout, match="gateway gave up") as caught:
        await done(surface.flow().embeddings("a"))
    assert caught.value.type == "gateway-error"


# Refusals of the gateway ----------------------------------------------------------------------


@everywhere
async def test_missing_field(surface: Surface) -> None:
    with pytest.raises(InvalidRequest, match="question"):
        await done(surface.flow().agent(None))
    # What only takes documents says so as the gateway does about services that are not there.
    with pytest.raises(NotFound, match=r"'text' - .* misses this field"):
        await done(surface.flow().load_text(None))


@everywhere
async def test_unknown_flow(surface: Surface) -> None:
    for call in (
        lambda flow: flow.embeddings("a"),
        lambda flow: flow.agent("why?"),
        lambda flow: flow.load_text(b"a"),
    ):
        with pytest.raises(NotFound, match="Invalid flow"):
            await done(call(surface.flow("nowhere")))


@everywhere
async def test_service_that_a_flow_lacks(surface: Surface, small_flow: str) -> None:
    with pytest.raises(NotFound, match="not supported by flow"):
        await done(surface.flow(small_flow).embeddings("a"))


@everywhere
async def test_unknown_operation_of_a_service(surface: Surface) -> None:
    for group in (surface.config, surface.flows):
        with pytest.raises(NotFound, match="Bad operation"):
            await done(group.request({"operation": "dance"}))
    for group in ("library", "knowledge", "collection"):
        with pytest.raises(RequestError, match="dance"):
            await done(surface.group(group).request({"operation": "dance"}))


@by_name
async def test_wrong_token(interface: str, url: str) -> None:
    secret = "Sesame+open/1"
    async with open_surface(interface, url, token=secret) as surface:
        for call in (
            lambda: surface.flow().embeddings("a"),
            lambda: surface.flow().agent("why?"),
            surface.flows.list,
        ):
            with pytest.raises(AuthenticationFailed) as caught:
                await done(call())
            told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(surface.api)
            assert "Sesame" not in told


@by_name
async def test_no_token(interface: str, url: str) -> None:
    async with open_surface(interface, url, token=None) as surface:
        with pytest.raises(AuthenticationFailed):
            await done(surface.flow().embeddings("a"))


@by_name
@pytest.mark.parametrize("token", [None, "any", TOKEN])
async def test_no_token_is_needed_where_the_gateway_has_no_secret(
    interface: str, url: str, control: Control, token: str | None
) -> None:
    control.script(anonymous=True)
    async with open_surface(interface, url, token=token) as surface:
        assert await done(surface.flow().embeddings("a")) == [[1.0, 0.5]]
        assert (await done(surface.flow().agent("why?"))).text == "You asked: why?"


@pytest.mark.parametrize("interface", SOCKETS)
async def test_wrong_token_on_a_stream(interface: str, url: str) -> None:
    async with open_surface(interface, url, token="wrong") as surface:
        with pytest.raises(AuthenticationFailed):
            await items(surface.flow().agent("why?", streaming=True))


@in_both_colours
async def test_wrong_token_for_metrics_and_cores(surface: Surface, url: str) -> None:
    async with open_surface(surface.name, url, token="wrong") as wrong:
        with pytest.raises(AuthenticationFailed):
            await done(wrong.metrics.get("query"))
        with pytest.raises(AuthenticationFailed):
            await done(wrong.group("knowledge").import_core("urn:core", b""))
        with pytest.raises(AuthenticationFailed):
            await items(wrong.group("knowledge").export_core("urn:core"))
