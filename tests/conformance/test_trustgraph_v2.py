"""The generated client `trustgraph_v2` against TrustGraph's own gateway, release 2.11.1.

What is expected here is what the real gateway does; its services are scripted, and answer
with what they were asked (scripted_services.py).
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from control import Control
from surfaces import INTERFACES, SOCKETS, Surface, done, items, open_surface

from gatewright.operation import Export, Import, Operation
from trustgraph_v2 import (
    Api,
    AuthenticationFailed,
    BlankNode,
    GatewayError,
    ImportInterrupted,
    InvalidRequest,
    Literal,
    NotFound,
    NotSupported,
    PermissionDenied,
    RequestTimeout,
    ServiceError,
    Triple,
    Uri,
    operations,
)

everywhere = pytest.mark.parametrize("surface", INTERFACES, indirect=True)
on_sockets = pytest.mark.parametrize("surface", SOCKETS, indirect=True)
by_name = pytest.mark.parametrize("interface", INTERFACES)
in_both_colours = pytest.mark.parametrize("surface", ["REST", "async REST"], indirect=True)

STORE = "flow:tg:triples-store:default:default"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
EVERY_TERM = [
    Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b")),
    Triple(Uri("urn:a"), Uri("urn:label"), Literal("Alpha", language="en")),
    Triple(Uri("urn:a"), Uri("urn:size"), Literal("7", datatype=INTEGER)),
    Triple(Uri("urn:a"), Uri("urn:part"), BlankNode("b0")),
    Triple(Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b")), Uri("urn:saidBy"), Literal("Bob \u2713")),
]
IN_OTHER_GRAPH = Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:c"), "urn:graph:other")


RECEIVERS = {"config": "config", "flow": "flows", "metrics": "metrics"}
OPERATIONS = [value for value in vars(operations).values() if isinstance(value, Operation | Import | Export)]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_operation_is_covered(operation: Operation[Any] | Import[Any] | Export[Any]) -> None:
    """Whoever adds an operation to the descriptors has to call it here."""
    group, _, method = operation.name.rpartition(".")
    receiver = "flow" if isinstance(operation, Operation) else "bulk"
    assert f"{RECEIVERS.get(group, receiver)}.{method}(" in Path(__file__).read_text("utf-8")


# Results --------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Case:
    """One call, what to look at in its result, and what to see there."""

    name: str
    call: Callable[[Any], Any]
    seen: Callable[[Any], Any]
    expected: Any


def answer(result: Any) -> tuple[Any, ...]:
    return result.text, result.in_token, result.out_token, result.model


CALLS = [
    Case("agent", lambda flow: flow.agent(question="why?"), answer, ("You asked: why?", 12, 6, "scripted")),
    Case(
        "agent with a history",
        lambda flow: flow.agent(
            "and then?", group=["search"], history=[{"thought": "hm", "action": "look"}], collection="notes"
        ),
        lambda result: (result.text, result.end_of_dialog, result["content"]),
        ("You asked: and then?", True, "You asked: and then?"),
    ),
    Case(
        "text_completion",
        lambda flow: flow.text_completion(system="Be brief", prompt="Hello"),
        answer,
        ("Be brief: Hello", 12, 6, "scripted"),
    ),
    Case(
        "list_models",
        lambda flow: flow.list_models(),
        lambda models: [(model.id, model.context_length) for model in models],
        [("scripted", 4096), ("other", None)],
    ),
    Case(
        "prompt for text",
        lambda flow: flow.prompt("greet", {"name": "Ann", "years": [1, 2.5, None]}),
        answer,
        ('greet {"name": "Ann", "years": [1, 2.5, null]}', 12, 6, "scripted"),
    ),
    Case(
        "prompt for an object",
        lambda flow: flow.prompt(id="as-object", variables={"a": {"b": True}}),
        lambda result: (result.text, json.loads(result.object)),
        (None, {"a": {"b": True}}),
    ),
    Case(
        "prompt with terms",
        lambda flow: flow.prompt(id="greet", terms={"name": '"Ann"'}),
        lambda result: result.text,
        'greet {"name": "Ann"}',
    ),
    Case(
        "graph_rag",
        lambda flow: flow.graph_rag(query="who?", entity_limit=5, graph="urn:graph:other"),
        lambda result: (*answer(result), result.sources, result.end_of_session),
        (
            *("The graph says: who?", 12, 6, "scripted"),
            [{"uri": "urn:document:1", "title": "First document"}],
            True,
        ),
    ),
    Case(
        "document_rag",
        lambda flow: flow.document_rag("who?", doc_limit=3),
        answer,
        ("The documents say: who?", 12, 6, "scripted"),
    ),
    Case(
        "embeddings",
        lambda flow: flow.embeddings(texts=["a", "bbb"]),
        lambda vectors: vectors,
        [[1.0, 0.5], [3.0, 0.5]],
    ),
    Case("embeddings of nothing", lambda flow: flow.embeddings([]), lambda vectors: vectors, []),
    Case("triples_query", lambda flow: flow.triples_query(), lambda triples: triples, EVERY_TERM),
    Case(
        "triples_query by pattern",
        lambda flow: flow.triples_query(s="urn:a", p=Uri("urn:p"), g="*"),
        lambda triples: triples,
        [EVERY_TERM[0], IN_OTHER_GRAPH],
    ),
    Case(
        "triples_query by literal",
        lambda flow: flow.triples_query(o=Literal("Alpha", language="en"), limit=5),
        lambda triples: triples,
        [EVERY_TERM[1]],
    ),
    Case(
        "triples_query by quoted triple",
        lambda flow: flow.triples_query(s=EVERY_TERM[0]),
        lambda triples: triples,
        [EVERY_TERM[4]],
    ),
    Case(
        "triples_query of an unknown collection",
        lambda flow: flow.triples_query(collection="none"),
        lambda triples: triples,
        [],
    ),
]


@everywhere
@pytest.mark.parametrize("case", CALLS, ids=lambda case: case.name)
async def test_result(surface: Surface, case: Case) -> None:
    assert case.seen(await done(case.call(surface.flow()))) == case.expected


@everywhere
async def test_request_reaches_the_service_as_it_was_made(surface: Surface, control: Control) -> None:
    call = surface.flow().graph_rag(
        "who?", max_path_length=4, languages=["en", ""], traversal_instructions=[{"types": ["urn:T"]}]
    )
    await done(call)
    [request] = control.messages("request:tg:graph-rag:default:default")
    sent = {key: request[key] for key in ("query", "collection", "max_path_length", "languages", "streaming")}
    assert sent == {
        "query": "who?",
        "collection": "default",
        "max_path_length": 4,
        "languages": ["en", ""],
        "streaming": False,
    }
    assert request["traversal_instructions"] == [{"types": ["urn:T"], "relationships": [], "graphs": []}]


@everywhere
async def test_configuration_keeps_what_is_put(surface: Surface) -> None:
    config, kind = surface.config, f"kind-{uuid4().hex[:8]}"
    first, second = {"type": kind, "key": "first"}, {"type": kind, "key": "second"}
    written = [{**first, "value": '{"a": 1}'}, {**second, "value": '"\u2713"'}]

    assert await done(config.put(written)) is None
    assert await done(config.list(kind)) == ["first", "second"]
    found = await done(config.get([second, {"type": kind, "key": "missing"}]))
    assert [(item.key, item.value) for item in found] == [("second", '"\u2713"'), ("missing", None)]
    found = await done(config.get_values(kind))
    assert [(item.key, item.value) for item in found] == [("first", '{"a": 1}'), ("second", '"\u2713"')]
    everything, version = await done(config.all())
    assert everything[kind] == {"first": '{"a": 1}', "second": '"\u2713"'}

    assert await done(config.delete([first])) is None
    assert await done(config.list(kind)) == ["second"]
    assert (await done(config.all()))[1] > version


@everywhere
async def test_flow_lives_from_blueprint_to_stop(surface: Surface, control: Control) -> None:
    flows, name = surface.flows, f"flow-{uuid4().hex[:8]}"
    definition = await done(flows.get_blueprint("everything"))
    assert await done(flows.put_blueprint(name, definition)) is None
    assert name in await done(flows.list_blueprints())
    assert await done(flows.get_blueprint(name)) == definition

    assert await done(flows.start(name, name, "A test", parameters={"size": "5"})) is None
    assert name in await done(flows.list())
    started = await done(flows.get(name))
    assert (started["description"], started["blueprint-name"]) == ("A test", name)
    assert started["parameters"] == {"size": "5"}
    control.wait_for_flow(name)
    assert await done(surface.flow(name).embeddings(["ab"])) == [[2.0, 0.5]]

    assert await done(flows.stop(name)) is None
    assert name not in await done(flows.list())
    assert await done(flows.delete_blueprint(name)) is None
    assert name not in await done(flows.list_blueprints())


@everywhere
async def test_reading_all_workspaces_always_fails(surface: Surface) -> None:
    with pytest.raises(ServiceError, match=REASON_DROPPED):
        await done(surface.config.get_values_all_workspaces("flow"))


@in_both_colours
async def test_metrics_come_from_prometheus(surface: Surface) -> None:
    told = json.loads(await done(surface.metrics.get(path="query", query='up{job="a b"}')))
    assert told == {"status": "success", "path": "query", "query": 'up{job="a b"}'}


@by_name
async def test_workspaces_are_kept_apart(interface: str, url: str) -> None:
    kind, item = f"kind-{uuid4().hex[:8]}", "only-there"
    async with open_surface(interface, url, workspace="second") as there:
        await done(there.config.put([{"type": kind, "key": item, "value": "1"}]))
        assert await done(there.config.list(kind)) == [item]
        assert await done(there.flow().embeddings(["a"])) == [[1.0, 0.5]]
    async with open_surface(interface, url) as here:
        assert await done(here.config.list(kind)) == []


@by_name
async def test_no_token_is_needed_where_the_gateway_asks_for_none(interface: str, url: str) -> None:
    async with open_surface(interface, url, token=None) as surface:
        assert await done(surface.flow().embeddings(["a"])) == [[1.0, 0.5]]


# Streams --------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class StreamCase:
    """A call that streams: the classes of its items, its text, and what explains it."""

    name: str
    call: Callable[[Any], Any]
    classes: list[str]
    text: str
    explained: list[str]


STREAMS = [
    StreamCase(
        "agent",
        lambda flow: flow.agent(question="why?", streaming=True),
        ["ProvenanceEvent", "AgentThought", "AgentObservation", "ProvenanceEvent", *["AgentAnswer"] * 3],
        "You asked: why?",
        ["urn:agent:question", "urn:agent:answer"],
    ),
    StreamCase(
        "graph_rag",
        lambda flow: flow.graph_rag("who?", streaming=True),
        [*["ProvenanceEvent"] * 3, *["RAGChunk"] * 4],
        "The graph says: who?",
        ["urn:graph-rag:question", "urn:graph-rag:grounding", "urn:graph-rag:synthesis"],
    ),
    StreamCase(
        "document_rag",
        lambda flow: flow.document_rag("who?", streaming=True),
        [*["ProvenanceEvent"] * 2, *["RAGChunk"] * 4],
        "The documents say: who?",
        ["urn:document-rag:question", "urn:document-rag:synthesis"],
    ),
    StreamCase(
        "text_completion",
        lambda flow: flow.text_completion("Be brief", "Hello", streaming=True),
        ["RAGChunk"] * 3,
        "Be brief: Hello",
        [],
    ),
    StreamCase(
        "prompt",
        lambda flow: flow.prompt("greet", {"name": "Ann"}, streaming=True),
        ["PromptChunk"] * 3,
        'greet {"name": "Ann"}',
        [],
    ),
]


@on_sockets
@pytest.mark.parametrize("case", STREAMS, ids=lambda case: case.name)
async def test_stream(surface: Surface, case: StreamCase) -> None:
    arrived = await items(case.call(surface.flow()))
    assert [type(item).__name__ for item in arrived] == case.classes
    last = arrived[-1]
    assert (last.in_token, last.out_token, last.model) == (12, 6, "scripted")

    provenance = [item for item in arrived if type(item).__name__ == "ProvenanceEvent"]
    assert [event.explain_id for event in provenance] == case.explained
    for event in provenance:
        why = Triple(Uri(event.explain_id), Uri("urn:explains"), Literal("why"), "urn:graph:retrieval")
        assert (event.explain_graph, event.triples, event.content) == ("urn:graph:retrieval", [why], "")

    assert await done(case.call(surface.flow()).text()) == case.text


@on_sockets
async def test_sources_come_with_the_last_piece_of_a_graph_rag_stream(surface: Surface) -> None:
    arrived = await done(surface.flow().graph_rag("who?", streaming=True).collect())
    assert [item.sources for item in arrived[3:]] == [
        *[[]] * 3,
        [{"uri": "urn:document:1", "title": "First document"}],
    ]


@on_sockets
async def test_triples_stream_across_batches(surface: Surface) -> None:
    query = {"g": "*", "streaming": True}
    everything = [*EVERY_TERM, IN_OTHER_GRAPH]
    assert await items(surface.flow().triples_query(batch_size=4, **query)) == everything
    assert await items(surface.flow().triples_query(batch_size=1, **query)) == everything
    assert await items(surface.flow().triples_query(collection="none", **query)) == []


@on_sockets
async def test_stream_that_is_left_early_disturbs_nobody(surface: Surface) -> None:
    stream = surface.flow().agent(question="why?", streaming=True)
    if surface.name == "socket":
        with stream:
            first = next(iter(stream))
    else:
        async with stream:
            first = await anext(aiter(stream))
    assert first.explain_id == "urn:agent:question"
    assert await done(surface.flow().embeddings(["a"])) == [[1.0, 0.5]]


@in_both_colours
async def test_rest_refuses_to_stream(surface: Surface) -> None:
    with pytest.raises(NotSupported, match="socket"):
        await done(surface.flow().agent(question="why?", streaming=True))


# Many at once ---------------------------------------------------------------------------------


async def test_short_calls_overtake_long_ones_on_async_sockets(url: str, control: Control) -> None:
    control.script(only={"agent": 0})
    async with open_surface("async socket", url) as surface:
        flow = surface.flow()
        never = [asyncio.create_task(done(flow.agent(question="why?"))) for _ in range(20)]
        answers = await asyncio.gather(*(flow.embeddings(["a" * n]) for n in range(100)))
        assert [vectors[0][0] for vectors in answers] == list(range(100))
        assert not any(task.done() for task in never)
        for task in never:
            task.cancel()
        await asyncio.gather(*never, return_exceptions=True)


def test_threads_share_one_sync_socket(url: str, control: Control) -> None:
    control.script(only={"agent": 0})
    with Api(url, token="tg_good_threads", timeout=20) as api, ThreadPoolExecutor(24) as pool:
        flow = api.socket().flow("default")
        never = [pool.submit(flow.agent, question="why?", timeout=15) for _ in range(4)]
        answers = list(pool.map(lambda n: flow.embeddings(["a" * n]), range(100)))
        assert [vectors[0][0] for vectors in answers] == list(range(100))
        api.close()
        for waiting in never:
            with pytest.raises(GatewayError):
                waiting.result()


# Errors of services ---------------------------------------------------------------------------


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


REASON_DROPPED = "service failed"
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


# Bulk -----------------------------------------------------------------------------------------


def numbered(count: int, start: int = 0) -> Iterator[Triple]:
    for number in range(start, count):
        yield Triple(Uri(f"urn:item:{number}"), Uri("urn:number"), Literal(str(number), datatype=INTEGER))


async def numbered_later(count: int) -> AsyncIterator[Triple]:
    for triple in numbered(count):
        yield triple


def numbers(messages: list[dict[str, Any]]) -> list[int]:
    """The numbers of the numbered triples that reached the bus."""
    return [int(triple["o"]["value"]) for message in messages for triple in message["triples"]]


@in_both_colours
async def test_import_arrives_whole_and_in_order(surface: Surface, control: Control) -> None:
    seen: list[int] = []
    report = await done(
        surface.bulk.import_triples(
            "default",
            numbered(5010),
            id="urn:source",
            collection="numbers",
            root="urn:root",
            batch_size=100,
            on_progress=lambda progress: seen.append(progress.confirmed),
        )
    )
    assert (report.sent, report.confirmed, report.batches) == (5010, 5010, 51)
    assert seen == sorted(seen)
    assert seen[-1] == 5010
    published = control.messages(STORE)
    assert numbers(published) == list(range(5010))
    assert {tuple(message["metadata"].values()) for message in published} == {
        ("urn:source", "urn:root", "numbers")
    }


async def test_import_takes_an_async_iterable(url: str, control: Control) -> None:
    async with open_surface("async REST", url) as surface:
        report = await surface.bulk.import_triples("default", numbered_later(1234))
    assert report.confirmed == 1234
    assert numbers(control.messages(STORE)) == list(range(1234))


@in_both_colours
async def test_imported_terms_come_back_as_they_were(surface: Surface) -> None:
    sent = [*EVERY_TERM, IN_OTHER_GRAPH, Triple("urn:a", "urn:note", 'back\\slash "quote" \x00 \U0001f600')]
    collection = f"terms-{uuid4().hex[:8]}"
    await done(surface.bulk.import_triples("default", sent, collection=collection))
    found = await done(surface.flow().triples_query(collection=collection, g="*"))
    assert found == sent
    assert [type(triple.o) for triple in found[:4]] == [Uri, Literal, Literal, BlankNode]


@in_both_colours
async def test_import_of_nothing(surface: Surface, control: Control) -> None:
    report = await done(surface.bulk.import_triples("default", []))
    assert (report.sent, report.confirmed) == (0, 0)
    assert control.messages(STORE) == []


@pytest.fixture
def spoiled_batch(monkeypatch: pytest.MonkeyPatch) -> int:
    """Index of the first item of a batch that is sent as something that the gateway cannot read."""
    index = 10_000
    good = operations.IMPORT_TRIPLES.encode

    def encode(batch: list[Any], arguments: Any, first: int) -> bytes:
        return b'{"metadata": {"id": "no collection"}}' if first == index else good(batch, arguments, first)

    spoiled = dataclasses.replace(operations.IMPORT_TRIPLES, encode=encode)
    monkeypatch.setattr(operations, "IMPORT_TRIPLES", spoiled)
    return index


@in_both_colours
async def test_bad_message_interrupts_an_import(
    surface: Surface, control: Control, spoiled_batch: int
) -> None:
    with pytest.raises(ImportInterrupted) as caught:
        await done(surface.bulk.import_triples("default", numbered(20_000), batch_size=100))
    arrived = numbers(control.messages(STORE))
    # All before the bad message arrived, nothing behind it; what is called confirmed did arrive.
    assert arrived == list(range(spoiled_batch))
    error = caught.value
    assert 0 < error.confirmed <= spoiled_batch < error.sent
    assert f"resume with item {error.confirmed}" in str(error)


@in_both_colours
async def test_bad_message_at_the_end_interrupts_an_import(
    surface: Surface, control: Control, spoiled_batch: int
) -> None:
    with pytest.raises(ImportInterrupted) as caught:
        await done(surface.bulk.import_triples("default", numbered(spoiled_batch + 1), batch_size=100))
    assert numbers(control.messages(STORE)) == list(range(spoiled_batch))
    assert 0 < caught.value.confirmed <= spoiled_batch


@pytest.mark.parametrize("interface", ["REST", "async REST"])
@pytest.mark.parametrize(("workspace", "flow"), [("default", "nowhere"), ("nowhere", "default")])
async def test_import_into_an_unknown_place(interface: str, workspace: str, flow: str, url: str) -> None:
    async with open_surface(interface, url, workspace=workspace) as surface:
        with pytest.raises(ImportInterrupted) as caught:
            await done(surface.bulk.import_triples(flow, numbered(10)))
    assert caught.value.confirmed == 0


@pytest.mark.parametrize("interface", ["REST", "async REST"])
async def test_bulk_needs_a_token_in_any_case(interface: str, url: str) -> None:
    async with open_surface(interface, url, token=None) as surface:
        with pytest.raises(AuthenticationFailed):
            await done(surface.bulk.import_triples("default", numbered(10)))
        with pytest.raises(AuthenticationFailed):
            await items(surface.bulk.export_triples("default"))


@in_both_colours
async def test_import_with_a_wrong_token(surface: Surface, url: str, control: Control) -> None:
    secret = "tg_wrong+secret/1"
    async with open_surface(surface.name, url, token=secret) as wrong:
        with pytest.raises(AuthenticationFailed) as caught:
            await done(wrong.bulk.import_triples("default", numbered(10)))
        told = "".join(traceback.format_exception(caught.value))
        assert secret not in told
        assert "tg_wrong" not in told
        with pytest.raises(AuthenticationFailed):
            await items(wrong.bulk.export_triples("default"))
    assert control.messages(STORE) == []


@in_both_colours
async def test_import_denied(surface: Surface, control: Control) -> None:
    control.script(deny=["triples:write", "triples:read"])
    with pytest.raises(PermissionDenied):
        await done(surface.bulk.import_triples("default", numbered(10)))
    with pytest.raises(PermissionDenied):
        await items(surface.bulk.export_triples("default"))


WIRE_TRIPLES = [
    {"s": {"t": "i", "i": "urn:a"}, "p": {"t": "i", "i": "urn:p"}, "o": {"t": "i", "i": "urn:b"}},
    {
        "s": {"t": "i", "i": "urn:a"},
        "p": {"t": "i", "i": "urn:label"},
        "o": {"t": "l", "v": "Alpha", "ln": "en"},
    },
]


@in_both_colours
async def test_export_gives_what_is_published_meanwhile(
    surface: Surface, control: Control, fresh_flow: str
) -> None:
    with ThreadPoolExecutor() as pool:
        published = pool.submit(control.publish, fresh_flow, WIRE_TRIPLES)
        arrived = await items(surface.bulk.export_triples(fresh_flow, limit=2))
        published.result()
    assert arrived == EVERY_TERM[:2]


@in_both_colours
async def test_export_gives_what_is_imported_meanwhile(
    surface: Surface, control: Control, fresh_flow: str
) -> None:
    with ThreadPoolExecutor() as pool:
        published = pool.submit(control.publish, fresh_flow, WIRE_TRIPLES)
        stream = surface.bulk.export_triples(fresh_flow, limit=3002)
        first = await anext(aiter(stream)) if hasattr(stream, "__aiter__") else next(iter(stream))
        published.result()
        # The export listens by now, so whatever is imported has to come out of it.
        await done(surface.bulk.import_triples(fresh_flow, numbered(3000), batch_size=100))
        rest = await items(stream)
    assert [first, *rest] == [*EVERY_TERM[:2], *numbered(3000)]


@in_both_colours
async def test_export_ends_when_nothing_comes(surface: Surface, fresh_flow: str) -> None:
    assert await items(surface.bulk.export_triples(fresh_flow, idle_timeout=0.3)) == []


@in_both_colours
async def test_export_from_an_unknown_flow(surface: Surface) -> None:
    with pytest.raises(GatewayError):
        await items(surface.bulk.export_triples("nowhere", idle_timeout=10))
