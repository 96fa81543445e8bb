"""What callers are told when a service fails, and what the gateway refuses."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from client_2_11 import open_surface
from control import Control
from marks import by_name, everywhere, on_sockets
from surfaces import Surface, done, items

from trustgraph_v2 import (
    AuthenticationFailed,
    GatewayError,
    InvalidRequest,
    NotFound,
    NotVerified,
    PermissionDenied,
    RequestTimeout,
    ServiceError,
)


@dataclasses.dataclass(frozen=True)
class Failure:
    """A call whose service fails with the message `scripted failure`.

    Attributes:
        raises: What the call raises; None where the gateway makes failure look like success.
        says: Part of the error's text. Release 2.11.1 hides most reasons.
        returns: The result where nothing is raised.
    """

    name: str
    service: str
    call: Callable[[Surface], Any]
    raises: type[GatewayError] | None = ServiceError
    says: str = "scripted failure"
    returns: Any = None


async def look(call: Any, at: Callable[[Any], Any]) -> Any:
    """A part of the call's result."""
    return at(await done(call))


REASON_DROPPED = "service failed"
QUERIES = [{"query_id": "q", "query_text": "who?"}]
DOCUMENTS = [{"document_id": "d", "document_text": "Ann"}]
FAILURES = [
    Failure("agent", "agent", lambda s: s.flow().agent(question="why?"), says="object has no attribute"),
    Failure("graph_rag", "graph-rag", lambda s: s.flow().graph_rag("who?")),
    Failure("document_rag", "document-rag", lambda s: s.flow().document_rag("who?")),
    Failure("triples_query", "triples", lambda s: s.flow().triples_query()),
    Failure(
        "text_completion",
        "text-completion",
        lambda s: s.flow().text_completion("", "Hi"),
        says=REASON_DROPPED,
    ),
    Failure("list_models", "text-completion", lambda s: s.flow().list_models(), says=REASON_DROPPED),
    Failure("prompt", "prompt", lambda s: s.flow().prompt("greet"), says=REASON_DROPPED),
    Failure("embeddings", "embeddings", lambda s: s.flow().embeddings(["a"]), says="0 vectors came back"),
    Failure("mcp_tool", "mcp-tool", lambda s: s.flow().mcp_tool("weather"), says=REASON_DROPPED),
    Failure(
        "graph_embeddings_query",
        "graph-embeddings",
        lambda s: s.flow().graph_embeddings_query(vector=[1.0], timeout=0.3),
        raises=RequestTimeout,
        says="0.3",
    ),
    Failure(
        "document_embeddings_query",
        "document-embeddings",
        lambda s: look(s.flow().document_embeddings_query(vector=[1.0]), lambda found: found.chunks),
        raises=None,
        returns=[],
    ),
    Failure(
        "row_embeddings_query",
        "row-embeddings",
        lambda s: s.flow().row_embeddings_query(vector=[1.0], schema_name="people"),
    ),
    Failure("rows_query", "rows", lambda s: s.flow().rows_query("{ a }")),
    Failure("nlp_query", "nlp-query", lambda s: s.flow().nlp_query("who?")),
    Failure("structured_query", "structured-query", lambda s: s.flow().structured_query("who?")),
    Failure("detect_type", "structured-diag", lambda s: s.flow().detect_type("a,b"), says=REASON_DROPPED),
    Failure(
        "generate_descriptor",
        "structured-diag",
        lambda s: s.flow().generate_descriptor("a,b", "csv", "people"),
        says=REASON_DROPPED,
    ),
    Failure("diagnose_data", "structured-diag", lambda s: s.flow().diagnose_data("a,b"), says=REASON_DROPPED),
    Failure(
        "schema_selection",
        "structured-diag",
        lambda s: s.flow().schema_selection("a,b"),
        raises=None,
        returns=[],
    ),
    Failure("sparql_query", "sparql", lambda s: s.flow().sparql_query("ASK {}")),
    Failure(
        "rerank",
        "reranker",
        lambda s: look(s.flow().rerank(QUERIES, DOCUMENTS), lambda found: found.results),
        raises=None,
        returns=[],
    ),
    Failure(
        "image_to_text",
        "image-to-text",
        lambda s: s.flow().image_to_text(b"a", "image/png"),
        says=REASON_DROPPED,
    ),
    Failure("cloze", "cloze", lambda s: s.flow().cloze("moods", "fine")),
    Failure("cloze_list_models", "cloze", lambda s: s.flow().cloze_list_models()),
    Failure("decision_scoring", "decision-scoring", lambda s: s.flow().decision_scoring({}, {"go": {}})),
    Failure("field_extraction", "field-extraction", lambda s: s.flow().field_extraction("a", {"b": "c"})),
    Failure("config.get", "config", lambda s: s.config.get([{"type": "t", "key": "k"}]), says=REASON_DROPPED),
    Failure("config.list", "config", lambda s: s.config.list("t"), says=REASON_DROPPED),
    Failure("config.get_values", "config", lambda s: s.config.get_values("t"), says=REASON_DROPPED),
    Failure("config.all", "config", lambda s: s.config.all(), says=REASON_DROPPED),
    Failure(
        "config.put",
        "config",
        lambda s: s.config.put([{"type": "t", "key": "k", "value": "v"}]),
        raises=None,
    ),
    Failure("config.delete", "config", lambda s: s.config.delete([{"type": "t", "key": "k"}]), raises=None),
    Failure("flow.list", "flow", lambda s: s.flows.list(), raises=None, returns=[]),
    Failure("flow.list_blueprints", "flow", lambda s: s.flows.list_blueprints(), raises=None, returns=[]),
    Failure("flow.get", "flow", lambda s: s.flows.get("default"), raises=NotFound, says="nothing"),
    Failure(
        "flow.get_blueprint",
        "flow",
        lambda s: s.flows.get_blueprint("everything"),
        raises=NotFound,
        says="nothing",
    ),
    Failure("flow.start", "flow", lambda s: s.flows.start("everything", "x"), raises=None),
    Failure("flow.stop", "flow", lambda s: s.flows.stop("default"), raises=None),
    Failure("flow.put_blueprint", "flow", lambda s: s.flows.put_blueprint("x", {}), raises=None),
    Failure("flow.delete_blueprint", "flow", lambda s: s.flows.delete_blueprint("x"), raises=None),
    Failure("library", "librarian", lambda s: s.group("library").get_documents()),
    Failure("library, without a result", "librarian", lambda s: s.group("library").remove_document("urn:x")),
    Failure("knowledge", "knowledge", lambda s: s.group("knowledge").list_kg_cores()),
    Failure("knowledge, without a result", "knowledge", lambda s: s.group("knowledge").delete_kg_core("x")),
    Failure("collection", "collection-management", lambda s: s.group("collection").list_collections()),
    Failure(
        "collection, without a result",
        "collection-management",
        lambda s: s.group("collection").delete_collection("x"),
    ),
    Failure("iam", "iam", lambda s: s.group("iam").whoami(), says=REASON_DROPPED),
    Failure("iam, with a list", "iam", lambda s: s.group("iam").list_users(), raises=None, returns=[]),
    Failure("iam, without a result", "iam", lambda s: s.group("iam").delete_user("x"), raises=None),
    Failure(
        "auth",
        "iam",
        lambda s: s.group("auth").login("x", "x"),
        raises=AuthenticationFailed,
        says="auth.login",
    ),
    Failure(
        "auth, with a flag", "iam", lambda s: s.group("auth").bootstrap_status(), raises=None, returns=False
    ),
]
STREAM_FAILURES = [
    Failure(
        "agent",
        "agent",
        lambda s: s.flow().agent(question="why?", streaming=True),
        says="object has no attribute",
    ),
    Failure("graph_rag", "graph-rag", lambda s: s.flow().graph_rag("who?", streaming=True)),
    Failure("document_rag", "document-rag", lambda s: s.flow().document_rag("who?", streaming=True)),
    Failure("triples_query", "triples", lambda s: s.flow().triples_query(streaming=True)),
    Failure(
        "text_completion",
        "text-completion",
        lambda s: s.flow().text_completion("", "Hi", streaming=True),
        says=REASON_DROPPED,
    ),
    Failure("prompt", "prompt", lambda s: s.flow().prompt("greet", streaming=True), says=REASON_DROPPED),
    Failure("sparql_query", "sparql", lambda s: s.flow().sparql_query("ASK {}", streaming=True)),
    Failure("stream_document", "librarian", lambda s: s.group("library").stream_document("urn:x")),
    Failure("get_kg_core", "knowledge", lambda s: s.group("knowledge").get_kg_core("x")),
    Failure("get_de_core", "knowledge", lambda s: s.group("knowledge").get_de_core("x")),
]


@everywhere
@pytest.mark.parametrize("case", FAILURES, ids=lambda case: case.name)
async def test_failing_service(surface: Surface, control: Control, case: Failure) -> None:
    control.script(fail={case.service: "scripted failure"})
    if case.raises is None:
        assert await done(case.call(surface)) == case.returns
    else:
        with pytest.raises(case.raises, match=case.says) as caught:
            await done(case.call(surface))
        assert caught.value.operation is not None


@everywhere
async def test_failing_service_that_the_client_does_not_know(surface: Surface, control: Control) -> None:
    control.script(fail={"echo": "scripted failure"}, no_auth=True)
    assert await done(surface.flow().thru("echo", {"a": 1})) == {}  # the gateway drops the error


VERIFIED: list[Callable[[Surface], Any]] = [
    lambda s: s.config.put([{"type": "t", "key": "k", "value": "v"}], verify=True),
    lambda s: s.config.delete([{"type": "flow-blueprint", "key": "everything"}], verify=True),
    lambda s: s.flows.start("everything", "never", verify=True),
    lambda s: s.flows.stop("default", verify=True),
    lambda s: s.flows.put_blueprint("never", {}, verify=True),
    lambda s: s.flows.delete_blueprint("everything", verify=True),
]


@everywhere
async def test_reading_back_tells_what_the_gateway_does_not(surface: Surface, control: Control) -> None:
    await done(surface.config.put([{"type": "verified", "key": "k", "value": "v"}], verify=True))
    await done(surface.config.delete([{"type": "verified", "key": "k"}], verify=True))
    # Only the first request fails, so that reading back works.
    for call in VERIFIED:
        control.script(fail={"config": "scripted failure", "flow": "scripted failure"}, times=1)
        with pytest.raises(NotVerified):
            await done(call(surface))


@on_sockets
@pytest.mark.parametrize("case", STREAM_FAILURES, ids=lambda case: case.name)
async def test_failing_stream(surface: Surface, control: Control, case: Failure) -> None:
    control.script(fail={case.service: "scripted failure"})
    assert case.raises is not None
    with pytest.raises(case.raises, match=case.says):
        await items(case.call(surface))


@everywhere
async def test_socket_outlives_a_failed_call(surface: Surface, control: Control) -> None:
    control.script(fail={"document-rag": "scripted failure"})
    for _ in range(20):
        with pytest.raises(ServiceError):
            await done(surface.flow().document_rag("who?"))
    control.script()
    assert (await done(surface.flow().document_rag("who?"))).text == "The documents say: who?"


@on_sockets
async def test_stream_that_falls_silent(surface: Surface, control: Control) -> None:
    control.script(only={"agent": 3})
    with pytest.raises(RequestTimeout) as caught:
        await done(surface.flow().agent(question="why?", streaming=True, timeout=0.5).collect())
    assert [type(item).__name__ for item in caught.value.partial] == [
        "ProvenanceEvent",
        "AgentThought",
        "AgentObservation",
    ]


@everywhere
async def test_client_gives_up_waiting(surface: Surface, control: Control) -> None:
    control.script(only={"embeddings": 0})
    with pytest.raises(RequestTimeout):
        await done(surface.flow().embeddings(["a"], timeout=0.3))


@everywhere
async def test_gateway_gives_up_waiting(surface: Surface, control: Control) -> None:
    await done(surface.flow().embeddings(["a"]))
    control.script(only={"embeddings": 0}, timeout=0.3)
    with pytest.raises(RequestTimeout, match="gateway gave up") as caught:
        await done(surface.flow().embeddings(["a"]))
    assert caught.value.type == "gateway-error"


# Refusals of the gateway ----------------------------------------------------------------------


@everywhere
async def test_missing_field(surface: Surface) -> None:
    with pytest.raises(InvalidRequest, match="question"):
        await done(surface.flow().agent(question=None))


@everywhere
async def test_unknown_flow(surface: Surface) -> None:
    with pytest.raises(NotFound, match="no such flow"):
        await done(surface.flow("nowhere").embeddings(["a"]))


@everywhere
async def test_flow_cannot_start_from_an_unknown_blueprint(surface: Surface) -> None:
    assert await done(surface.flows.start("no-such-blueprint", "x")) is None  # the gateway drops the error
    assert "x" not in await done(surface.flows.list())
    with pytest.raises(NotFound):
        await done(surface.flows.get("x"))


@by_name
async def test_unknown_workspace(interface: str, url: str) -> None:
    async with open_surface(interface, url, workspace="nowhere") as surface:
        with pytest.raises(NotFound):
            await done(surface.config.list("prompt"))
        with pytest.raises(NotFound):
            await done(surface.flow().embeddings(["a"]))


@everywhere
async def test_capability_denied(surface: Surface, control: Control) -> None:
    control.script(deny=["embeddings", "config:write"])
    with pytest.raises(PermissionDenied):
        await done(surface.flow().embeddings(["a"]))
    with pytest.raises(PermissionDenied):
        await done(surface.config.delete([{"type": "t", "key": "k"}]))
    assert await done(surface.config.list("no-such-type")) == []


@by_name
@pytest.mark.parametrize("token", ["tg_wrong+secret/1", "not.a.token", "nonsense"])
async def test_wrong_token(interface: str, url: str, token: str) -> None:
    async with open_surface(interface, url, token=token) as surface:
        for call in (lambda: surface.flow().embeddings(["a"]), surface.flows.list):
            with pytest.raises(AuthenticationFailed) as caught:
                await done(call())
            assert token not in "".join(traceback.format_exception(caught.value))
            assert token not in repr(caught.value)
            assert token not in repr(surface.api)


@by_name
async def test_no_token_where_one_is_needed(interface: str, url: str, control: Control) -> None:
    control.script(anonymous=False)
    async with open_surface(interface, url, token=None) as surface:
        with pytest.raises(AuthenticationFailed):
            await done(surface.flow().embeddings(["a"]))


@on_sockets
async def test_wrong_token_on_a_stream(surface: Surface, url: str) -> None:
    async with open_surface(surface.name, url, token="tg_wrong") as wrong:
        with pytest.raises(AuthenticationFailed):
            await items(wrong.flow().agent(question="why?", streaming=True))
