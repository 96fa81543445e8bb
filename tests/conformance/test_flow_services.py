"""Services of a flow on every interface: results, streams, and many calls at once."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from calls import CALLS, EVERY_TERM, IN_OTHER_GRAPH, STREAMS, Case, StreamCase
from client_2_11 import TOKEN, open_surface
from control import Control
from marks import by_name, everywhere, in_both_colours, on_sockets
from surfaces import SOCKETS, Surface, done, given_up, items, only_first

from trustgraph_v2 import Api, GatewayError, Literal, NotSupported, PermissionDenied, Triple, Uri


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


@by_name
async def test_no_token_is_needed_where_the_gateway_asks_for_none(interface: str, url: str) -> None:
    async with open_surface(interface, url, token=None) as surface:
        assert await done(surface.flow().embeddings(["a"])) == [[1.0, 0.5]]


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
@pytest.mark.parametrize(("batch_size", "sizes"), [(2, [2, 1]), (3, [3, 0]), (20, [3])])
async def test_solutions_stream_in_batches(surface: Surface, batch_size: int, sizes: list[int]) -> None:
    batches = await items(surface.flow().sparql_query("SELECT *", batch_size=batch_size, streaming=True))
    assert [len(batch.bindings) for batch in batches] == sizes
    assert [(batch.query_type, batch.variables) for batch in batches] == [("select", ["x", "y"])] * len(sizes)
    again = await items(surface.flow().sparql_query_stream("SELECT *", batch_size=batch_size))
    assert again == batches


@on_sockets
async def test_other_sparql_queries_stream_as_one_batch(surface: Surface) -> None:
    [batch] = await items(surface.flow().sparql_query("ASK { true }", streaming=True))
    assert (batch.query_type, batch.ask_result) == ("ask", True)
    [batch] = await items(surface.flow().sparql_query("CONSTRUCT", streaming=True))
    assert batch.triples[0] == Triple(Uri("urn:a"), Uri("urn:query"), Literal("CONSTRUCT"))


REQUEST = {"any": {"thing": [1, None, "\u2713"]}}


@everywhere
async def test_service_that_the_client_does_not_know(surface: Surface, control: Control) -> None:
    control.script(no_auth=True)
    # REST knows the workspace from the body, and hands on the body as it is.
    seen = REQUEST if surface.name in SOCKETS else {**REQUEST, "workspace": "default"}
    assert await done(surface.flow().thru("echo", REQUEST)) == {"echo": seen, "part": 2}


@in_both_colours
async def test_unknown_service_is_refused_on_rest_by_the_open_source_iam(surface: Surface) -> None:
    with pytest.raises(PermissionDenied):
        await done(surface.flow().thru("echo", REQUEST))


@on_sockets
async def test_unknown_service_streams(surface: Surface) -> None:
    messages = await items(surface.flow().thru_stream("echo", REQUEST))
    assert [message.data for message in messages] == [{"echo": REQUEST, "part": part} for part in (1, 2)]


@on_sockets
async def test_stream_that_is_left_early_disturbs_nobody(surface: Surface) -> None:
    stream = surface.flow().agent(question="why?", streaming=True)
    first = await only_first(stream)
    assert first.explain_id == "urn:agent:question"
    assert await done(surface.flow().embeddings(["a"])) == [[1.0, 0.5]]


@in_both_colours
async def test_rest_refuses_to_stream(surface: Surface) -> None:
    with pytest.raises(NotSupported, match="socket"):
        await done(surface.flow().agent(question="why?", streaming=True))


async def test_short_calls_overtake_long_ones_on_async_sockets(url: str, control: Control) -> None:
    control.script(only={"agent": 0})
    async with open_surface("async socket", url) as surface:
        flow = surface.flow()
        never = [asyncio.create_task(done(flow.agent(question="why?"))) for _ in range(20)]
        answers = await asyncio.gather(*(flow.embeddings(["a" * n]) for n in range(100)))
        assert [vectors[0][0] for vectors in answers] == list(range(100))
        assert await given_up(never)


def test_threads_share_one_sync_socket(url: str, control: Control) -> None:
    control.script(only={"agent": 0})
    with Api(url, token=TOKEN, timeout=20) as api, ThreadPoolExecutor(24) as pool:
        flow = api.socket().flow("default")
        never = [pool.submit(flow.agent, question="why?", timeout=15) for _ in range(4)]
        answers = list(pool.map(lambda n: flow.embeddings(["a" * n]), range(100)))
        assert [vectors[0][0] for vectors in answers] == list(range(100))
        api.close()
        for waiting in never:
            with pytest.raises(GatewayError):
                waiting.result()
