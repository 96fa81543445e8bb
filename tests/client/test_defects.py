"""The numbered defects of the official client (D01 to D60) and of the gateway (G1 to G11), one test for each.

The first line of each test says what went wrong there; the test shows what this client does.
"""

from __future__ import annotations

import ast
import asyncio
import base64
import importlib
import inspect
import json
import re
import ssl
import sys
import threading
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from callers import COLOURS, INTERFACES, SOCKETS, Caller, calling, closed, done, every
from servers import CERTIFICATE, embedding, http_server, mute_server

import gatewright
import trustgraph_v2
from gatewright import rdf
from gatewright.gateway import LocalGateway, local_gateway
from trustgraph_v2 import (
    AgentAnswer,
    Api,
    AuthenticationFailed,
    BlankNode,
    ClientClosed,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    EntityContext,
    EntityEmbedding,
    GatewayError,
    GatewayRefused,
    ImportInterrupted,
    ImportReport,
    InvalidItem,
    Literal,
    NotFound,
    NotSupported,
    NotVerified,
    PermissionDenied,
    Progress,
    ProtocolViolation,
    ProvenanceEvent,
    RAGChunk,
    RequestTimeout,
    ServiceError,
    Triple,
    Uri,
)

everywhere = pytest.mark.parametrize("caller", INTERFACES, indirect=True)
on_sockets = pytest.mark.parametrize("caller", SOCKETS, indirect=True)
in_both_colours = pytest.mark.parametrize("caller", COLOURS, indirect=True)
on_every_interface = pytest.mark.parametrize("interface", INTERFACES)
on_each_socket = pytest.mark.parametrize("interface", SOCKETS)
of_each_colour = pytest.mark.parametrize("interface", COLOURS)

NOT_APPLICABLE: dict[str, str] = {}
"""What cannot apply to this client, and why."""

NUMBERS = [f"D{number:02}" for number in range(1, 61)] + [f"G{number}" for number in range(1, 12)]

ROOT = Path(__file__).parents[2]


def triples(count: int, name: str = "urn:n") -> list[Triple]:
    return [Triple(Uri(f"urn:{number}"), Uri(name), Literal(str(number))) for number in range(count)]


def group(caller: Caller, name: str) -> Any:
    """A group of operations, such as the library, on the caller's interface."""
    return getattr(caller.root, f"async_{name}" if caller.interface == "async REST" else name)()


async def apart(caller: Caller, call: Callable[[], Any]) -> Any:
    """The result of a call that does not keep this loop from running, whatever its colour."""
    return await call() if caller.is_async else await asyncio.to_thread(call)


async def first(stream: Any) -> Any:
    """The next item of a stream."""
    return await anext(stream) if hasattr(stream, "__aiter__") else next(stream)


async def seen(gateway: LocalGateway, condition: Callable[[], bool]) -> None:
    """Waits until something holds of the gateway."""
    await asyncio.to_thread(gateway.wait_for, condition)


async def end(api: Api) -> None:
    await api.aclose()


def sent(gateway: LocalGateway, operation: str) -> dict[str, Any]:
    """The body of the only request to an operation."""
    (request,) = [request for request in gateway.requests if request.operation == operation]
    return request.body


# The numbers ------------------------------------------------------------------------------------


def test_every_number_has_a_test_or_a_reason() -> None:
    tested = {
        found[1].upper()
        for name in globals()
        if (found := re.match(r"test_([dg]\d+)_", name)) and name not in NOT_APPLICABLE
    }
    assert set(NUMBERS) - tested - set(NOT_APPLICABLE) == set()
    assert tested | set(NOT_APPLICABLE) <= set(NUMBERS)
    assert tested & set(NOT_APPLICABLE) == set(), "what has a test needs no excuse"


# A. Loss and corruption -------------------------------------------------------------------------


@in_both_colours
async def test_d01_an_import_with_a_bad_message_says_so(caller: Caller, gateway: LocalGateway) -> None:
    """The official import returns as if all were stored, though the gateway stopped at message 50."""
    gateway.fault("import_triples", "close", after=50, code=1000)
    items = triples(100)
    with pytest.raises(ImportInterrupted) as failure:
        await done(caller.bulk.import_triples("default", items, batch_size=1))
    safe = failure.value.confirmed
    assert set(items[:safe]) <= set(await done(caller.flow().triples_query()))
    assert 0 < safe <= 50 <= failure.value.sent <= 100
    assert f"resume with start={safe}" in str(failure.value)
    report = await done(caller.bulk.import_triples("default", items[safe:], batch_size=1))
    assert report.confirmed == 100 - safe
    assert set(await done(caller.flow().triples_query())) == set(items)


@in_both_colours
async def test_d01_a_bad_item_is_found_before_it_is_sent(caller: Caller, gateway: LocalGateway) -> None:
    """The official client sends anything, and the gateway hangs up."""
    with pytest.raises(InvalidItem, match=r"^import_triples: item 50: o: int is not an RDF term") as failure:
        await done(caller.bulk.import_triples("default", [*triples(50), ("a", "b", 5), *triples(49)]))
    assert (failure.value.index, failure.value.field) == (50, "o")


@in_both_colours
async def test_d02_an_import_into_an_unknown_flow_or_workspace_fails(
    caller: Caller, gateway: LocalGateway
) -> None:
    """The official import into either "succeeds"."""
    with pytest.raises(ImportInterrupted, match="an unknown flow or workspace") as failure:
        await done(caller.bulk.import_triples("zzz", triples(250)))
    assert failure.value.confirmed == 0
    with pytest.raises(ImportInterrupted, match="an unknown flow or workspace"):
        await done(caller.bulk.with_workspace("nope").import_triples("default", triples(250)))


@in_both_colours
async def test_d03_every_triple_of_an_import_is_stored(caller: Caller, gateway: LocalGateway) -> None:
    """The official async import sends what the gateway cannot read, and nothing is stored."""

    async def later() -> AsyncIterator[Triple]:
        for triple in triples(250):
            yield triple

    source: Any = later() if caller.is_async else iter(triples(250))
    report = await done(caller.bulk.import_triples("default", source, batch_size=100))
    assert (report.confirmed, report.batches) == (250, 3)
    assert await done(caller.flow().triples_query()) == triples(250)


@in_both_colours
async def test_d04_an_export_yields_the_triples_of_a_message(caller: Caller, gateway: LocalGateway) -> None:
    """The official export makes one empty triple of a message with two."""
    assert await exported(caller, gateway, triples(2), limit=2) == triples(2)


async def exported(caller: Caller, gateway: LocalGateway, items: list[Triple], **end: Any) -> list[Any]:
    """What an export hears of an import that begins when it listens."""

    def feed() -> None:
        gateway.wait_for(lambda: len(gateway.taps) == 1)
        with Api(gateway.url, timeout=20) as api:
            api.bulk().import_triples("default", items)

    fed = asyncio.create_task(asyncio.to_thread(feed))
    stream = caller.bulk.export_triples("default", **end)
    heard = await stream.collect() if caller.is_async else await asyncio.to_thread(stream.collect)
    await fed
    return list(heard)


@in_both_colours
async def test_d05_an_export_ends_when_it_is_told_to(caller: Caller, gateway: LocalGateway) -> None:
    """The official export calls itself a dump and never ends."""
    assert await exported(caller, gateway, triples(5), limit=3) == triples(3)
    await seen(gateway, lambda: not gateway.taps)
    assert await exported(caller, gateway, triples(5), idle_timeout=0.5) == triples(5)
    await seen(gateway, lambda: not gateway.taps)
    assert await every(caller.bulk.export_triples("default", idle_timeout=0.05)) == []
    assert "never ends by itself" in str(inspect.getdoc(type(caller.bulk).export_triples))


@everywhere
async def test_d06_a_document_comes_whole_into_its_file(
    caller: Caller, gateway: LocalGateway, tmp_path: Path
) -> None:
    """The official client writes the last chunk over and over: `ccccccccc` for `aaabbbccc`."""
    library = group(caller, "library")
    await done(library.add_document(b"aaabbbccc", "urn:document", title="Three chunks"))
    path = tmp_path / "document"
    assert await done(library.stream_document_to_file("urn:document", path, chunk_size=3)) == 9
    assert path.read_bytes() == b"aaabbbccc"
    assert b"".join(await every(library.stream_document("urn:document", chunk_size=3))) == b"aaabbbccc"


@everywhere
async def test_d07_a_resumed_upload_goes_on_at_the_right_byte(caller: Caller, gateway: LocalGateway) -> None:
    """The official client works the size of a chunk out from the number of chunks, and is wrong by 700 kB."""
    library = group(caller, "library")
    document = bytes(range(251)) * (7 * 2**20 // 251 + 1)
    begun = await done(
        library.begin_upload("urn:document", "application/pdf", len(document), chunk_size=3 * 2**20)
    )
    assert (begun.chunk_size, begun.total_chunks) == (3 * 2**20, 3)
    await done(library.upload_chunk(begun.upload_id, 1, document[3 * 2**20 : 6 * 2**20]))
    resumed = await done(library.resume_upload(begun.upload_id, document))
    assert (resumed.bytes, resumed.sent, resumed.chunks) == (len(document), len(document) - 3 * 2**20, 2)
    chunks = [request.body for request in gateway.requests if request.operation == "library.upload_chunk"]
    assert [chunk["chunk-index"] for chunk in chunks] == [1, 0, 2]
    assert len(base64.b64decode(chunks[1]["content"])) == 3 * 2**20
    assert await done(library.get_document_content("urn:document")) == document


@everywhere
async def test_d08_an_iri_in_a_documents_metadata_stays_one(caller: Caller, gateway: LocalGateway) -> None:
    """The official client takes its own public `Uri` for a literal in the library."""
    library = group(caller, "library")
    metadata = [Triple(Uri("http://a"), Uri("urn:title"), "Title"), Triple("http://a", "urn:b", Uri("urn:c"))]
    await done(library.add_document(b"text", "urn:document", metadata))
    about = sent(gateway, "library.add_small_document")["document-metadata"]["metadata"]
    assert about == [
        {"s": {"t": "i", "i": "http://a"}, "p": {"t": "i", "i": "urn:title"}, "o": {"t": "l", "v": "Title"}},
        {"s": {"t": "i", "i": "http://a"}, "p": {"t": "i", "i": "urn:b"}, "o": {"t": "i", "i": "urn:c"}},
    ]
    found = (await done(library.get_document("urn:document"))).metadata
    assert [type(triple.s) for triple in found] == [Uri, Uri]


NOTHING_LOST = [
    Triple(Uri("urn:a"), Uri("urn:p"), Literal("x", "urn:d", "en"), "urn:graph"),
    Triple(BlankNode("b1"), Uri("urn:p"), BlankNode("b2")),
    Triple(Uri("urn:a"), Uri("urn:p"), Triple(Uri("urn:a"), Uri("urn:p"), Literal("y"))),
]


@everywhere
async def test_d09_datatype_language_graph_and_blank_nodes_survive(
    caller: Caller, gateway: LocalGateway
) -> None:
    """The official client drops all four, in both directions."""
    await done(caller.bulk.import_triples("default", NOTHING_LOST))
    found = await done(caller.flow().triples_query(g="*"))
    assert sorted(map(repr, found)) == sorted(map(repr, NOTHING_LOST))
    (literal,) = [triple.o for triple in found if isinstance(triple.o, Literal)]
    assert (literal, literal.datatype, literal.language) == ("x", "urn:d", "en")


@in_both_colours
async def test_d10_terms_are_not_guessed_from_their_text(caller: Caller, gateway: LocalGateway) -> None:
    """The official import makes an IRI of any text with `://` in it, and a literal of `urn:x:y`."""
    items = [
        Triple(Uri("urn:x:y"), Uri("urn:p"), Literal("see https://x.org for more")),
        Triple(Uri("ex:foo"), Uri("urn:p"), Literal("http://x")),
        Triple(Uri("urn:x"), Uri("urn:p"), Uri("no-scheme")),
        Triple(Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b")), Uri("urn:said"), Literal("urn:x:y")),
    ]
    await done(caller.bulk.import_triples("default", items))
    assert set(map(repr, await done(caller.flow().triples_query()))) == set(map(repr, items))
    # A plain string is read by its position, never by its text.
    await done(caller.bulk.import_triples("default", [("plain", "urn:q", "https://x.org")]))
    assert repr(await done(caller.flow().triples_query(p="urn:q"))) == repr(
        [Triple(Uri("plain"), Uri("urn:q"), Literal("https://x.org"))]
    )


@everywhere
async def test_d11_a_large_document_keeps_its_metadata(caller: Caller, gateway: LocalGateway) -> None:
    """The official client drops a document's triples when it goes up in chunks."""
    library = group(caller, "library")
    metadata = [Triple(Uri("urn:document"), Uri("urn:author"), Literal("Ann"))]
    document = b"x" * (2 * 2**20 + 1)
    await done(library.add_document(document, "urn:document", metadata, title="Large", tags=["a"]))
    assert "library.upload_chunk" in [request.operation for request in gateway.requests]
    found = await done(library.get_document("urn:document"))
    assert (found.metadata, found.title, found.tags) == (metadata, "Large", ["a"])
    assert await done(library.get_document_content("urn:document")) == document


@in_both_colours
async def test_d12_the_first_row_is_no_template(caller: Caller, gateway: LocalGateway) -> None:
    """The official import sends all rows with schema and collection of the first."""
    rows = [{"id": "1", "name": "Ann"}, {"id": "2", "name": "Bob"}, {"id": "3", "schema_name": "a column"}]
    for schema, collection in (("people", "here"), ("places", "there")):
        report = await done(
            caller.bulk.import_rows("default", rows, 2, schema_name=schema, collection=collection)
        )
        assert (report.confirmed, report.batches) == (3, 2)
    kept = gateway.call(lambda: {place[1]: dict(of) for place, of in gateway.rules.state.rows.items()})  # type: ignore[attr-defined]
    assert kept == {"here": {"people": rows}, "there": {"places": rows}}
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'schema_name'"):
        caller.bulk.import_rows("default", rows)


# B. Hangs ---------------------------------------------------------------------------------------


@everywhere
async def test_d13_a_silent_gateway_ends_in_a_timeout(caller: Caller, gateway: LocalGateway) -> None:
    """The official client waits for ever for an answer on a socket, and for the next item of a stream."""
    gateway.fault("embeddings", "silence", times=None)
    with pytest.raises(RequestTimeout, match=r"^embeddings: no answer within 0.1 s"):
        await done(caller.flow().embeddings(["a"], timeout=0.1))
    if caller.interface in SOCKETS:
        gateway.fault("agent", "silence", after=1)
        stream = caller.flow().agent("why?", streaming=True, timeout=0.3)
        assert (await first(stream)).content == "I should look this up."
        with pytest.raises(RequestTimeout, match=r"^agent: no answer within 0.3 s"):
            await first(stream)


@on_sockets
@pytest.mark.parametrize("how", ["close", "drop", "reset"])
async def test_d14_a_lost_connection_wakes_all_who_wait(
    caller: Caller, gateway: LocalGateway, how: Any
) -> None:
    """The official client goes on waiting when the gateway closes the socket."""
    gateway.fault("agent", how, code=1000)
    with pytest.raises(ConnectionLost, match=r"^agent: "):
        await done(caller.flow().agent("why?"))
    gateway.fault("graph_rag", how, code=1000, after=3)
    with pytest.raises(ConnectionLost) as failure:
        await done(caller.flow().graph_rag("who?", streaming=True).collect())
    assert len(failure.value.partial) == 3
    # What may be repeated is, and nobody hears of it.
    gateway.fault("embeddings", how, code=1000)
    assert len(await done(caller.flow().embeddings(["a"]))) == 1


@everywhere
async def test_d15_an_answer_of_five_megabytes_arrives(caller: Caller, gateway: LocalGateway) -> None:
    """The official client closes the socket at 1 MiB, and waits for ever."""
    gateway.fault("text_completion", "big", size=5_000_000)
    assert len((await done(caller.flow().text_completion("", "why?")))["padding"]) == 5_000_000
    library = group(caller, "library")
    document = bytes(range(256)) * 20_000
    await done(library.add_document(document, "urn:document"))
    assert await done(library.get_document_content("urn:document")) == document


@in_both_colours
async def test_d15_an_export_takes_large_messages(caller: Caller, gateway: LocalGateway) -> None:
    """The same limit ended official exports."""
    large = [Triple(Uri("urn:a"), Uri("urn:p"), Literal("x" * 1_500_000))]
    assert await exported(caller, gateway, large, limit=1) == large


@on_sockets
@pytest.mark.parametrize("inside", [True, False])
async def test_d16_an_error_that_is_not_marked_as_the_last_ends_a_stream(
    caller: Caller, gateway: LocalGateway, inside: bool
) -> None:
    """The official client waits for more after an error with `complete: false`."""
    for operation in ("graph_rag", "document_rag"):
        gateway.fault(operation, "error", after=1, complete=False, inside=inside, message="no memory")
        with pytest.raises(ServiceError, match="no memory") as failure:
            await done(getattr(caller.flow(), operation)("who?", streaming=True).collect())
        assert len(failure.value.partial) == 1
    with pytest.raises(GatewayError, match="No such document row"):
        await every(caller.root.get_kg_core("urn:none"))


@on_sockets
async def test_d17_an_error_without_an_id_ends_the_wait(caller: Caller, gateway: LocalGateway) -> None:
    """The official client ignores a frame that names no request, and its owner waits for ever."""
    gateway.fault("agent", "error", with_id=False, message="cannot be read")
    with pytest.raises(GatewayError, match="cannot be read"):
        await done(caller.flow().agent("why?"))
    assert len(await done(caller.flow().embeddings(["a"]))) == 1


@everywhere
async def test_d18_closing_wakes_all_who_wait(caller: Caller, gateway: LocalGateway) -> None:
    """The official client forgets calls that wait when it is closed; they never end."""
    gateway.fault("agent", "silence", times=None)
    calls = [
        asyncio.create_task(apart(caller, lambda: caller.flow().agent("why?", timeout=50))) for _ in range(3)
    ]
    await seen(gateway, lambda: len(gateway.requests) == 3)
    await end(caller.api)
    for outcome in await asyncio.gather(*calls, return_exceptions=True):
        assert isinstance(outcome, ClientClosed)


# C. Wrong results -------------------------------------------------------------------------------


@everywhere
async def test_d19_an_answer_that_is_not_streamed_is_the_last_frames(
    caller: Caller, gateway: LocalGateway
) -> None:
    """The official socket clients return the first of several frames: a thought, or an empty text."""

    def think(request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        yield {"message_type": "thought", "content": "hm", "end_of_message": True}
        yield {"message_type": "answer", "content": "42", "end_of_message": True, "end_of_dialog": True}

    def explain(request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        yield {"message_type": "explain", "explain_id": "urn:e"}
        yield {"message_type": "chunk", "response": "Bob", "end_of_stream": True, "end_of_session": True}

    gateway.on("agent", think)
    gateway.on("graph_rag", explain)
    gateway.on("document_rag", explain)
    flow = caller.flow()
    assert (await done(flow.agent("why?", streaming=False))).text == "42"
    assert (await done(flow.graph_rag("who?", streaming=False))).text == "Bob"
    assert (await done(flow.document_rag("who?", streaming=False))).text == "Bob"


@on_sockets
async def test_d20_an_agent_that_does_not_stream_returns_its_answer(
    caller: Caller, gateway: LocalGateway
) -> None:
    """The official socket client returns a generator whether asked to stream or not."""
    answer = await done(caller.flow().agent("why?", streaming=False))
    assert (type(answer).__name__, str(answer)) == ("AgentResponse", "The answer is 42.")
    assert sent(gateway, "agent")["streaming"] is False


@pytest.mark.parametrize("caller", COLOURS, indirect=True)
async def test_d21_an_agent_over_rest_answers(caller: Caller, gateway: LocalGateway) -> None:
    """The official client looks for a field `answer`, which is called `content`, and dies of it."""
    assert (await done(caller.flow().agent("why?"))).text == "The answer is 42."


@everywhere
async def test_d22_queries_by_vector_find_something(caller: Caller, gateway: LocalGateway) -> None:
    """The official REST client fails with AttributeError before it asks."""
    (vector,) = await done(caller.flow().embeddings(["ships"]))
    await done(caller.bulk.import_graph_embeddings("default", [(Uri("urn:ship"), vector)]))
    await done(caller.bulk.import_document_embeddings("default", [("urn:chunk", vector)]))
    flow = caller.flow()
    entities = (await done(flow.graph_embeddings_query("ships"))).entities
    assert [match.entity for match in entities] == [Uri("urn:ship")]
    chunks = (await done(flow.document_embeddings_query("ships"))).chunks
    assert [match.chunk_id for match in chunks] == ["urn:chunk"]
    assert (await done(flow.row_embeddings_query("ships", schema_name="people"))).matches == []


@everywhere
async def test_d23_a_prompt_returns_text_and_objects(caller: Caller, gateway: LocalGateway) -> None:
    """The official async socket always returns "", the blocking one drops objects."""
    assert (await done(caller.flow().prompt("system"))).text == "The answer is 42."
    gateway.on("prompt", lambda request: {"object": '{"a": 1}', "end_of_stream": True})
    assert (await done(caller.flow().prompt("system"))).object == '{"a": 1}'


@everywhere
async def test_d24_a_query_for_triples_sends_terms(caller: Caller, gateway: LocalGateway) -> None:
    """The official async clients send plain strings, and one of them returns the error as data."""
    await done(caller.bulk.import_triples("default", triples(2)))
    assert await done(caller.flow().triples_query(s="urn:1", o="1")) == triples(2)[1:]
    body = sent(gateway, "triples_query")
    assert (body["s"], body["o"]) == ({"t": "i", "i": "urn:1"}, {"t": "l", "v": "1"})
    gateway.fault("triples_query", "error", inside=True, message="no such graph")
    with pytest.raises(ServiceError, match="no such graph"):
        await done(caller.flow().triples_query())


@everywhere
async def test_d25_a_rows_query_names_its_operation(caller: Caller, gateway: LocalGateway) -> None:
    """Three of the four official interfaces send `operationName`, which the gateway does not read."""
    await done(caller.flow().rows_query("query all { people { id } }", operation_name="all"))
    body = sent(gateway, "rows_query")
    assert body["operation_name"] == "all"
    assert "operationName" not in body


@everywhere
async def test_d26_flows_are_managed_in_the_protocol_of_today(caller: Caller, gateway: LocalGateway) -> None:
    """The official AsyncFlow speaks that of 1.8: `start` returns as if it worked, the rest is refused."""
    flows = caller.flows
    definition: dict[str, Any] = {"blueprint": {}, "flow": {}, "interfaces": {}, "parameters": {}}
    await done(flows.put_class("mine", definition, verify=True))
    assert await done(flows.list_classes()) == ["everything", "mine"]
    assert await done(flows.get_class("mine")) == definition
    await done(flows.start("mine", "second", "A flow", {"model": "small"}, verify=True))
    body = sent(gateway, "flow.start")
    assert (body["blueprint-name"], body["parameters"]) == ("mine", {"model": "small"})
    assert "second" in await done(flows.list())
    await done(flows.stop("second", verify=True))
    await done(flows.delete_class("mine", verify=True))
    assert (await done(flows.list()), await done(flows.list_classes())) == (["default"], ["everything"])


WORKSPACES = ("default", "ws2")


@on_every_interface
async def test_d27_the_workspace_goes_with_every_call_of_a_flow(interface: str) -> None:
    """The official AsyncFlow forgets the workspace, and works in "default"."""
    with local_gateway("trustgraph_v2", workspaces=WORKSPACES) as gateway:
        async with calling(interface, gateway.url, workspace="ws2") as caller:
            await done(caller.flow().embeddings(["a"]))
            await done(caller.flows.list())
            await done(caller.bulk.import_triples("default", triples(1)))
        assert [request.context["workspace"] for request in gateway.requests] == ["ws2"] * 3


async def test_d28_all_interfaces_of_a_client_work_in_one_workspace() -> None:
    """The official socket takes the token's own workspace in the place of "default", the others do not."""
    with local_gateway("trustgraph_v2", workspaces=("default", "acme", "ws2"), token="tg_admin") as gateway:
        with Api(gateway.url, token="tg_admin", workspace="acme") as admin:
            user = admin.iam().create_user("ann", "a long password", workspace="acme", roles=["admin"])
            key = admin.iam().create_api_key(user.id, "hers", workspace="acme")
        gateway.requests.clear()
        token = key.api_key_plaintext
        for workspace in ("default", "acme"):
            async with Api(gateway.url, token=token, workspace=workspace) as api:
                for interface in INTERFACES:
                    caller = Caller(interface, api)
                    await done(caller.flow().embeddings(["a"]))
                    await done(caller.bulk.import_triples("default", triples(1)))
            assert {request.context["workspace"] for request in gateway.requests} == {workspace}
            assert len(gateway.requests) == 8
            gateway.requests.clear()


@in_both_colours
async def test_d29_what_is_offered_exists(caller: Caller, gateway: LocalGateway) -> None:
    """Seven official methods ask for what no gateway serves: metrics, documents, children, loading."""
    assert json.loads(await done(group(caller, "metrics").get()))["status"] == "success"
    library = group(caller, "library")
    await done(library.add_document(b"a", "urn:parent", title="Parent"))
    await done(library.add_child_document(b"b", "urn:child", "urn:parent", title="Child"))
    assert (await done(library.get_document("urn:parent"))).title == "Parent"
    children = [
        document
        for document in await done(library.get_documents(include_children=True))
        if document.parent_id == "urn:parent"
    ]
    assert [(child.id, child.title) for child in children] == [("urn:child", "Child")]
    # These cannot be called, so they are not there.
    for name in ("load_text", "load_document"):
        assert not hasattr(caller.flow(), name)


@everywhere
async def test_d30_graph_rag_sends_the_parameters_that_are_read(
    caller: Caller, gateway: LocalGateway
) -> None:
    """The official async clients send two that no gateway reads, and not those that it does."""
    await done(caller.flow().graph_rag("who?", entity_limit=5, max_path_length=3, edge_limit=7))
    body = sent(gateway, "graph_rag")
    assert (body["entity-limit"], body["max-path-length"], body["edge-limit"]) == (5, 3, 7)
    with pytest.warns(
        DeprecationWarning, match=r"max_subgraph_count=.*No gateway of TrustGraph 2.x reads it"
    ):
        await done(caller.flow().graph_rag("who?", max_subgraph_count=9))
    assert not {"max-subgraph-count", "max-entity-distance"} & set(gateway.requests[-1].body)


@on_sockets
async def test_d31_explanations_are_no_text(caller: Caller, gateway: LocalGateway) -> None:
    """The official async streams yield frames of kind `explain` as empty text."""
    items = await every(caller.flow().graph_rag("who?", streaming=True))
    assert [type(item) for item in items[:2]] == [ProvenanceEvent] * 2
    assert all(isinstance(item, RAGChunk) for item in items[2:])
    assert items[0].explain_id
    assert await done(caller.flow().graph_rag("who?", streaming=True).text()) == "Alice knows Bob."


@everywhere
async def test_d32_a_call_that_failed_does_not_look_like_success(
    caller: Caller, gateway: LocalGateway
) -> None:
    """The official client returns None or [] whatever became of the call."""
    flow, values = caller.flow(), [{"type": "note", "key": "a", "value": "1"}]
    gateway.rules.failing.update(  # type: ignore[attr-defined]
        {"embeddings": "no model", "text-completion": "no model", "prompt": "no model", "mcp-tool": "no tool"}
    )
    for call in (
        lambda: flow.embeddings(["a"]),
        lambda: flow.text_completion("", "why?"),
        lambda: flow.prompt("system"),
        lambda: flow.mcp_tool("clock"),
    ):
        with pytest.raises(ServiceError):
            await done(call())
    gateway.on("embeddings", lambda request: {"vectors": [[1.0]]})
    gateway.rules.failing.clear()  # type: ignore[attr-defined]
    with pytest.raises(ServiceError, match="vectors"):
        await done(flow.embeddings(["a", "b"]))
    # Where an answer cannot tell, reading back does.
    gateway.rules.failing.update({"config": "no store", "flow": "no store"})  # type: ignore[attr-defined]
    with pytest.raises(ServiceError):
        await done(caller.config.put(values, verify=True))
    gateway.rules.failing.clear()  # type: ignore[attr-defined]
    gateway.on("config.put", lambda request: {})
    gateway.on("flow.start", lambda request: {})
    with pytest.raises(NotVerified, match=r"^config.put: the gateway answered as if it had worked, but"):
        await done(caller.config.put(values, verify=True))
    with pytest.raises(NotVerified, match=r"^flow.start: .*'second' is not there"):
        await done(caller.flows.start("everything", "second", verify=True))


# D. Errors --------------------------------------------------------------------------------------


@everywhere
async def test_d33_an_error_that_is_a_string_is_understood(caller: Caller, gateway: LocalGateway) -> None:
    """The official client answers an unknown flow with `TypeError: string indices must be integers`."""
    with pytest.raises(NotFound, match=r"^embeddings: Invalid flow default/zzz"):
        await done(caller.flow("zzz").embeddings(["a"]))
    if caller.interface in COLOURS:
        with http_server(lambda path, body: (200, b'{"error": "Invalid flow default/zzz"}')) as server:
            async with calling(caller.interface, server.url) as other:
                with pytest.raises(NotFound, match=r"^embeddings: Invalid flow default/zzz"):
                    await done(other.flow("zzz").embeddings(["a"]))


@of_each_colour
@pytest.mark.parametrize(
    ("status", "type", "message", "error"),
    [
        (401, "auth-required", "auth failure", AuthenticationFailed),
        (403, "access-denied", "access denied", PermissionDenied),
        (404, "workspace-not-found", "workspace not found", NotFound),
        (400, None, "unknown operation", NotFound),
        (500, None, "the disk is full", GatewayRefused),
    ],
)
async def test_d34_the_gateways_words_reach_the_caller(
    interface: str, status: int, type: str | None, message: str, error: Any
) -> None:
    """The official client throws them away, and all are `ProtocolException("Status code N")`."""
    told = {"error": {"message": message, **({"type": type} if type else {})}}
    for body in (told, {"error": message}):
        with http_server(lambda path, asked, body=body: (status, json.dumps(body).encode())) as server:  # type: ignore[misc]
            async with calling(interface, server.url) as caller:
                with pytest.raises(GatewayRefused, match=message) as failure:
                    await done(caller.config.list("prompt"))
        assert failure.value.status == status
        assert isinstance(failure.value, error)
        if body is told:
            assert failure.value.type == type


TYPED: list[tuple[str, type[GatewayError]]] = [
    ("auth-required", AuthenticationFailed),
    ("access-denied", PermissionDenied),
    ("workspace-not-found", NotFound),
    ("unknown-service", NotFound),
    ("agent-error", trustgraph_v2.AgentError),
    ("graph-rag-error", trustgraph_v2.GraphRagError),
    ("llm-error", trustgraph_v2.LLMError),
    ("lookup-error", trustgraph_v2.LookupError),
    ("triples-query-error", ServiceError),
    ("embeddings-error", ServiceError),
    ("never-heard-of", ServiceError),
]


@everywhere
async def test_d35_errors_have_types(caller: Caller, gateway: LocalGateway) -> None:
    """The official clients raise a base class with text, or with a dictionary, and know few types."""
    for type, error in TYPED:
        gateway.fault("embeddings", "error", type=type, message="no", inside=True)
        with pytest.raises(error) as failure:
            await done(caller.flow().embeddings(["a"]))
        assert (failure.value.type, failure.value.message) == (type, "no")
        assert failure.value.operation == "embeddings"
    gateway.fault("embeddings", "error", type="auth-required", message="no", inside=True)
    with pytest.raises(AuthenticationFailed) as failure:
        await done(caller.flow().embeddings(["a"]))
    # It shadows no builtin for those who import errors with a star from the house's own module.
    assert not hasattr(importlib.import_module("gatewright.errors"), "LookupError")


RDF_TYPE = Uri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def test_d36_the_type_of_an_explanation_is_read_from_its_triples() -> None:
    """The official client looks for words such as "plan" or "focus" anywhere in the IRI."""
    iri = "urn:trustgraph:agent:my-plan-to-focus-on-planes"
    for kind, name in (("GraphRagQuestion", "Question"), ("Grounding", "Grounding"), ("Plan", "Plan")):
        event = ProvenanceEvent(
            explain_id=iri, triples=[Triple(Uri(iri), RDF_TYPE, Uri(f"https://trustgraph.ai/ns/{kind}"))]
        )
        assert (type(event.entity).__name__, event.event_type) == (name, name.lower())
    unknown = ProvenanceEvent(explain_id=iri, triples=[Triple(Uri(iri), RDF_TYPE, Uri("urn:plan:focus"))])
    assert unknown.event_type == ""
    assert ProvenanceEvent(explain_id=iri, triples=[]).entity is None


# E. Threads, loops and connections ---------------------------------------------------------------


def test_d37_one_client_works_in_many_threads(gateway: LocalGateway) -> None:
    """Of four threads with the official socket client, one gets its answer."""
    gateway.on("text_completion", lambda request: {"response": request["prompt"], "end_of_stream": True})
    together = threading.Barrier(8)

    def work(name: str) -> list[str]:
        together.wait()
        flow = api.socket().flow("default")
        return [str(flow.text_completion("", f"{name}/{count}")) for count in range(10)]

    with Api(gateway.url, timeout=30) as api, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(work, "abcdefgh"))
    assert answers == [[f"{name}/{count}" for count in range(10)] for name in "abcdefgh"]


async def test_d38_blocking_code_works_inside_a_running_loop(gateway: LocalGateway) -> None:
    """The official socket and bulk clients fail in Jupyter and FastAPI, and set the thread's loop."""
    loop = asyncio.get_running_loop()
    with Api(gateway.url, timeout=20) as api:
        assert len(api.socket().flow("default").embeddings(["a"])) == 1
        assert api.socket().flow("default").agent("why?", streaming=True).text() == "The answer is 42."
        assert api.bulk().import_triples("default", triples(3)).confirmed == 3
        assert api.flow("default").triples_query() == triples(3)
    assert asyncio.get_running_loop() is loop
    await asyncio.sleep(0)


@everywhere
async def test_d39_concurrent_first_calls_share_connections(caller: Caller, gateway: LocalGateway) -> None:
    """Five first calls at once open five official connections, and all five fail."""
    answers = await asyncio.gather(
        *(apart(caller, lambda: caller.flow().embeddings(["a"])) for _ in range(10))
    )
    assert [len(answer) for answer in answers] == [1] * 10
    assert gateway.sockets_opened <= 4


@everywhere
async def test_d40_a_connection_that_was_closed_meanwhile_is_replaced(
    caller: Caller, gateway: LocalGateway
) -> None:
    """The first official call after the server closed an idle connection fails."""
    for reset in (False, True):
        await done(caller.flow().embeddings(["a"]))
        gateway.drop_connections(reset=reset)
        await seen(gateway, lambda: gateway.live_connections == 0)
        assert len(await done(caller.flow().embeddings(["a"]))) == 1


@on_sockets
async def test_d41_a_slow_reader_does_not_fill_the_memory(caller: Caller, gateway: LocalGateway) -> None:
    """The official client takes in all that comes: 19 MB after 40 items were read."""
    frames, made = 18_800, 0
    text = "x" * 1000

    def talk(request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        nonlocal made
        for made in range(1, frames + 1):
            yield {"message_type": "answer", "content": text, "end_of_dialog": made == frames}

    gateway.on("agent", talk)
    stream = caller.flow().agent("why?", streaming=True)
    for _ in range(40):
        await first(stream)
    for _ in range(50):  # while other calls give the client every opportunity to read on
        await done(caller.flow().embeddings(["a"]))
    assert len(stream._call.bodies) <= 2048
    assert made < frames
    rest = await done(stream.collect())
    assert (len(rest), rest[-1].end_of_dialog) == (frames - 40, True)


async def endless(request: Mapping[str, Any]) -> AsyncIterator[dict[str, Any]]:
    """A service that never comes to an end."""
    while True:
        yield {"message_type": "thought", "content": "hm"}
        await asyncio.sleep(0.005)


@on_sockets
async def test_d42_abandoned_streams_take_no_place(caller: Caller, gateway: LocalGateway) -> None:
    """After 16 abandoned official streams the gateway reads no further, and the next call waits for them."""
    gateway.on("agent", endless)
    for _ in range(20):
        stream = caller.flow().agent("why?", streaming=True)
        assert (await first(stream)).content == "hm"
        await closed(stream)
    assert len(await done(caller.flow().embeddings(["a"]))) == 1
    assert gateway.most_in_flight <= 15
    await seen(gateway, lambda: gateway.live_connections <= 4)


@on_sockets
async def test_d43_a_socket_gets_no_more_requests_than_the_gateway_reads(
    caller: Caller, gateway: LocalGateway
) -> None:
    """The official client sends all at once; beyond 26 nobody reads, and keepalive kills the socket."""
    gate = asyncio.Event()

    async def slow(request: Mapping[str, Any]) -> dict[str, Any]:
        await gate.wait()
        return {"response": request["prompt"], "end_of_stream": True}

    gateway.on("text_completion", slow)
    with ThreadPoolExecutor(80) as pool:
        loop = asyncio.get_running_loop()

        def call(number: int) -> asyncio.Future[Any]:
            flow = caller.flow()
            if caller.is_async:
                return asyncio.ensure_future(flow.text_completion("", str(number)))
            return loop.run_in_executor(pool, flow.text_completion, "", str(number))

        calls = [call(number) for number in range(80)]
        # Long calls stay off the first socket.
        await seen(gateway, lambda: len(gateway.requests) >= 45)
        assert len(await apart(caller, lambda: caller.flow().embeddings(["a"]))) == 1
        gateway.call(gate.set)
        answers = await asyncio.gather(*calls)
    assert [str(answer) for answer in answers] == [str(number) for number in range(80)]
    assert gateway.most_in_flight <= 15


@in_both_colours
async def test_d44_a_slow_import_is_not_taken_for_a_dead_one(caller: Caller, gateway: LocalGateway) -> None:
    """The official import dies of its own keepalive while the gateway works off what was sent."""
    gateway.fault("import_triples", "slow", seconds=0.01)
    # The whole takes longer than the timeout, which is that of one answer.
    report = await done(caller.bulk.import_triples("default", triples(200), batch_size=1, timeout=1.5))
    assert report.confirmed == 200


@of_each_colour
async def test_d45_connections_are_used_again(interface: str) -> None:
    """Ten official REST calls are ten TCP connections."""
    with http_server(embedding) as server:
        async with calling(interface, server.url) as caller:
            for _ in range(10):
                assert await done(caller.flow().embeddings(["a"])) == [[1.0, 2.0]]
    assert (len(server.seen), server.connections) == (10, 1)


@on_every_interface
async def test_d46_the_opening_handshake_has_the_timeout_of_the_call(interface: str) -> None:
    """The official client waits 10 s for it, whatever its timeout."""
    with mute_server() as url:
        async with calling(interface, url, timeout=0.2) as caller:
            with pytest.raises((RequestTimeout, ConnectionFailed)):
                await done(caller.flow().embeddings(["a"]))
            with pytest.raises((RequestTimeout, ConnectionFailed)):
                await done(caller.bulk.import_triples("default", triples(1)))


async def test_d47_a_stream_can_be_iterated_at_once(gateway: LocalGateway) -> None:
    """`async for c in flow.agent(..., streaming=True)`, as officially documented, is a TypeError there."""
    async with Api(gateway.url, timeout=20) as api:
        flow = api.async_socket().flow("default")
        at_once = [item async for item in flow.agent("why?", streaming=True)]
        awaited = [item async for item in await flow.agent("why?", streaming=True)]
    assert at_once == awaited
    assert isinstance(at_once[-1], AgentAnswer)


# F. Bulk ----------------------------------------------------------------------------------------


@in_both_colours
async def test_d48_an_import_tells_how_far_it_is_and_what_it_did(
    caller: Caller, gateway: LocalGateway
) -> None:
    """Official imports return None, and tell nothing on their way."""
    told: list[Progress] = []
    report = await done(
        caller.bulk.import_triples("default", triples(70), batch_size=2, on_progress=told.append)
    )
    assert isinstance(report, ImportReport)
    assert (report.sent, report.confirmed, report.batches) == (70, 70, 35)
    assert [progress.sent for progress in told] == sorted(progress.sent for progress in told)
    assert (told[0].sent, told[-1].confirmed) == (2, 70)
    gateway.fault("import_triples", "drop", after=30)
    with pytest.raises(ImportInterrupted) as failure:
        await done(caller.bulk.import_triples("default", triples(70), batch_size=1))
    assert failure.value.confirmed <= 30


@in_both_colours
async def test_d49_embeddings_are_imported_item_by_item_in_batches(
    caller: Caller, gateway: LocalGateway
) -> None:
    """Official imports of vectors take whole messages of the gateway, one at a time; their examples fail."""
    bulk = caller.bulk
    entities: list[Any] = [
        EntityEmbedding(Uri("urn:a"), [1.0, 0.0]),
        {"entity": Uri("urn:b"), "vector": [0.0, 1.0]},
        (Uri("urn:c"), [0.5, 0.5]),
    ]
    report = await done(bulk.import_graph_embeddings("default", entities, batch_size=2))
    assert (report.confirmed, report.batches) == (3, 2)
    found = await done(caller.flow().graph_embeddings_query(vector=[1.0, 0.0], limit=5))
    assert found.entities[0].entity == Uri("urn:a")
    assert len(found.entities) == 3
    chunks = [(f"urn:chunk:{number}", [float(number)]) for number in range(45)]
    report = await done(bulk.import_document_embeddings("default", chunks))
    assert (report.confirmed, report.batches) == (45, 3)
    with pytest.raises(InvalidItem, match=r"item 1: .*vector") as failure:
        await done(
            bulk.import_graph_embeddings("default", [entities[0], {"entity": "urn:d", "embedding": [1.0]}])
        )
    assert failure.value.index == 1


@in_both_colours
async def test_d50_entity_contexts_go_in_batches_with_metadata(caller: Caller, gateway: LocalGateway) -> None:
    """The official async import sends them one by one, and has no metadata."""
    contexts = [EntityContext(Uri(f"urn:{number}"), f"Number {number}") for number in range(7)]
    about = {"id": "urn:import", "collection": "notes"}

    def hear() -> list[EntityContext]:
        with Api(gateway.url, timeout=20) as api:
            return api.bulk().export_entity_contexts("default", limit=7).collect()

    heard = asyncio.create_task(asyncio.to_thread(hear))
    await seen(gateway, lambda: len(gateway.taps) == 1)
    report = await apart(
        caller, lambda: caller.bulk.import_entity_contexts("default", contexts, about, batch_size=3)
    )
    assert (report.confirmed, report.batches) == (7, 3)
    assert await heard == contexts


@in_both_colours
async def test_d51_closing_ends_transfers(caller: Caller, gateway: LocalGateway) -> None:
    """`close()` of the official bulk clients does nothing."""
    bulk = caller.bulk
    hearing = asyncio.create_task(apart(caller, lambda: bulk.export_triples("default").collect()))
    await seen(gateway, lambda: len(gateway.taps) == 1)
    await closed(bulk)
    with pytest.raises(ClientClosed):
        await hearing
    await seen(gateway, lambda: gateway.live_connections == 0)


@in_both_colours
async def test_d52_what_goes_into_an_address_is_quoted(caller: Caller, gateway: LocalGateway) -> None:
    """The official bulk client pastes: the token `x&workspace=ws2` chooses another workspace."""
    token = "x&workspace=ws2#/?%"
    with local_gateway("trustgraph_v2", token=token, workspaces=("default", "ws2")) as guarded:
        async with calling(caller.interface, guarded.url, token=token) as other:
            assert (await done(other.bulk.import_triples("default", triples(1)))).confirmed == 1
            assert [request.context["workspace"] for request in guarded.requests] == ["default"]
        async with calling(caller.interface, guarded.url, token=token, workspace="a&token=b") as other:
            with pytest.raises(ImportInterrupted):
                await done(other.bulk.import_triples("a/../b?c", triples(1)))
        last = guarded.requests[-1].context
    assert (last["workspace"], last["flow"]) == ("a&token=b", "a/../b?c")


@everywhere
async def test_d53_a_misspelt_argument_is_an_error(caller: Caller, gateway: LocalGateway) -> None:
    """Official methods take any keyword and ignore it, such as `batchsize=`."""
    for call in (
        lambda: caller.bulk.import_triples("default", triples(1), batchsize=5),
        lambda: caller.bulk.export_triples("default", limits=5),
        lambda: caller.flow().agent("why?", stremaing=True),
        lambda: Api(gateway.url, time_out=5),  # type: ignore[call-arg]
    ):
        with pytest.raises(TypeError, match="unexpected keyword argument"):
            call()
    for transfer in (caller.bulk.import_file, caller.bulk.export_file):
        with pytest.raises(ConfigurationError, match="batchsize"):
            await done(transfer("nothing.nt", flow="default", batchsize=5))
    public = [getattr(trustgraph_v2, name) for name in trustgraph_v2.__all__]
    classes = [
        each for each in public if inspect.isclass(each) and each.__module__.startswith("trustgraph_v2.")
    ]
    taking = [
        f"{each.__name__}.{name}"
        for each in classes
        if hasattr(each, "flow") or "Flow" in each.__name__ or "Bulk" in each.__name__
        for name, method in vars(each).items()
        if inspect.isfunction(method) and not name.startswith("_")
        if any(it.kind is it.VAR_KEYWORD for it in inspect.signature(method).parameters.values())
    ]
    # These look at the arguments themselves, since they hand them on.
    assert {name.partition(".")[2] for name in taking} == {"import_file", "export_file"}


# G. Packaging and hygiene -----------------------------------------------------------------------


def imported(file: Path) -> set[str]:
    """Distributions whose packages a module imports, those that only a type checker reads left out."""
    found: set[str] = set()
    pending: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            pending += node.orelse
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(str(node.module).partition(".")[0])
        pending += ast.iter_child_nodes(node)
    return found - sys.stdlib_module_names


def declared(file: Path) -> set[str]:
    """Names of the distributions that a pyproject.toml depends on."""
    project = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
    return {re.split(r"[<>=!~\[; ]", dependency)[0] for dependency in project["dependencies"]}


def test_d54_the_declared_dependencies_suffice_and_are_few() -> None:
    """The official package cannot be imported after its installation, which brings 20 server packages."""
    package = Path(trustgraph_v2.__file__).parent
    house = Path(gatewright.__file__).parent
    needed = declared(package.parent / "pyproject.toml")
    assert needed == {"gatewright"}
    used = set().union(*(imported(file) for file in package.rglob("*.py")))
    assert used - {"trustgraph_v2"} <= needed | declared(ROOT / "pyproject.toml")
    assert declared(ROOT / "pyproject.toml") == {"httpx", "websockets", "pydantic", "orjson"}
    # The local gateway and rdflib are extras, and the runtime needs neither.
    files = [file for file in house.rglob("*.py") if "gateway" not in file.relative_to(house).parts]
    files = [file for file in files if "local" not in file.relative_to(house).parts]
    assert len(files) > 40
    foreign = {
        file.name: imported(file) - {"gatewright", "httpx", "websockets", "pydantic"} for file in files
    }
    # h11 comes with httpx, orjson with us, and rdflib is asked for only by those who have it.
    assert set().union(*foreign.values()) <= {
        "h11",
        "orjson",
        "rdflib",
        "pyoxigraph",
        "pydantic_core",
        "trustgraph",
    }


def methods() -> Iterator[tuple[str, Any]]:
    """All public functions and methods of the package's own classes, with their names."""
    for name in trustgraph_v2.__all__:
        value = getattr(trustgraph_v2, name)
        if inspect.isfunction(value):
            yield name, value
        elif inspect.isclass(value) and value.__module__.startswith("trustgraph_v2."):
            for each, method in vars(value).items():
                if inspect.isfunction(method) and (not each.startswith("_") or each == "__init__"):
                    yield f"{name}.{each}", method


def test_d55_everything_is_typed_and_no_default_is_mutable() -> None:
    """The official package has no py.typed, mostly no types, and lists and dictionaries as defaults."""
    for package in (trustgraph_v2, gatewright):
        assert Path(str(package.__file__)).with_name("py.typed").exists()
    found = list(methods())
    assert len(found) > 500
    for name, method in found:
        signature = inspect.signature(method)
        for parameter in list(signature.parameters.values())[1:] if "." in name else []:
            assert parameter.annotation is not parameter.empty, f"{name}({parameter.name})"
            assert parameter.default.__hash__ is not None, f"{name}({parameter.name}) has a mutable default"
        if "__init__" not in name:
            assert signature.return_annotation is not signature.empty, name


async def test_d56_what_makes_no_sense_is_refused_at_once(gateway: LocalGateway) -> None:
    """The official client takes `Api(url="not a url", timeout=-5)`."""
    for settings in (
        {"url": "not a url"},
        {"url": "ftp://localhost/"},
        {"timeout": -5},
        {"timeout": "60"},
        {"sockets": 0},
        {"token": "two words"},
    ):
        with pytest.raises(ConfigurationError):
            Api(**settings)
    for interface in COLOURS:
        async with calling(interface, gateway.url) as caller:
            with pytest.raises(NotSupported, match="REST cannot stream"):
                await done(caller.flow().agent("why?", streaming=True))
            with pytest.raises(ConfigurationError, match="texts: this is a list"):
                await done(caller.flow().embeddings("one text"))
            with pytest.raises(ConfigurationError, match="give either text or vector"):
                await done(caller.flow().graph_embeddings_query())
            with pytest.raises(InvalidItem, match="vector"):
                await done(caller.bulk.import_document_embeddings("default", [("urn:c", "no vector")]))
    assert {request.interface for request in gateway.requests} <= {"bulk"}


@of_each_colour
async def test_d57_tls_headers_and_clients_can_be_set(interface: str) -> None:
    """The official client has no setting for any of them."""
    with http_server(embedding, tls="server") as server:
        async with calling(interface, server.url) as caller:
            with pytest.raises(ConnectionFailed, match=r"certificate"):
                await done(caller.flow().embeddings(["a"]))
        headers = {"X-Team": "ships"}
        async with calling(interface, server.url, verify=str(CERTIFICATE), headers=headers) as caller:
            assert await done(caller.flow().embeddings(["a"])) == [[1.0, 2.0]]
        with pytest.warns(UserWarning, match="are not verified"):
            async with calling(interface, server.url, verify=False) as caller:
                assert await done(caller.flow().embeddings(["a"])) == [[1.0, 2.0]]
        assert server.seen[0][1]["X-Team"] == "ships"
    with http_server(embedding, tls="both") as server:
        context = ssl.create_default_context(cafile=str(CERTIFICATE))
        context.load_cert_chain(CERTIFICATE)
        async with calling(interface, server.url, verify=context) as caller:
            assert await done(caller.flow().embeddings(["a"])) == [[1.0, 2.0]]


@of_each_colour
async def test_d57_proxies_of_the_environment_are_used(
    interface: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor has it one for proxies."""
    with http_server(embedding) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        async with calling(interface, "http://gateway.example/") as caller:
            assert await done(caller.flow().embeddings(["a"])) == [[1.0, 2.0]]
        ((path, _, _),) = proxy.seen
    assert path == "http://gateway.example/api/v1/flow/default/service/embeddings"


def test_d58_there_is_one_family_of_terms() -> None:
    """The official package has two of `Uri` and `Literal`, and four ways to write them."""
    assert trustgraph_v2.Uri is rdf.Uri
    for module in ("trustgraph.api", "trustgraph.api.types"):
        for name in ("Uri", "Literal", "Triple"):
            assert getattr(importlib.import_module(module), name) is getattr(rdf, name)
    package = Path(trustgraph_v2.__file__).parent
    writing = [file.name for file in package.glob("*.py") if "def term_text" in file.read_text("utf-8")]
    assert writing == ["terms.py"]


@everywhere
async def test_d59_a_query_takes_a_vector_and_then_asks_once(caller: Caller, gateway: LocalGateway) -> None:
    """Official queries by vector take a text only, and always ask twice."""
    flow = caller.flow()
    await done(flow.graph_embeddings_query(vector=[1.0, 0.0]))
    await done(flow.document_embeddings_query(vector=[1.0, 0.0]))
    await done(flow.row_embeddings_query(vector=[1.0, 0.0], schema_name="people"))
    asked = [request.operation for request in gateway.requests]
    assert asked == ["graph_embeddings_query", "document_embeddings_query", "row_embeddings_query"]
    await done(flow.graph_embeddings_query("ships"))
    assert [request.operation for request in gateway.requests[3:]] == ["embeddings", "graph_embeddings_query"]
    assert "text" not in gateway.requests[-1].body


@in_both_colours
async def test_d60_what_only_raw_requests_could_do_has_methods(caller: Caller) -> None:
    """The official client has nothing for users, logins, streams of documents, thru, texts and cores."""
    with local_gateway("trustgraph_v2", token="tg_admin", core_timeout=0.05) as gateway:
        async with calling(caller.interface, gateway.url, token="tg_admin") as admin:
            user = await done(group(admin, "iam").create_user("ann", "a long password", roles=["admin"]))
            assert user.id in [each.id for each in await done(group(admin, "iam").list_users())]
            login = await done(group(admin, "auth").login("ann", "a long password"))
            assert await done(group(admin, "i18n").pack("en"))
            # Where tokens are checked, the gateway lets nobody do this over REST.
            sockets = Caller("async socket" if caller.is_async else "socket", admin.api)
            assert await done(sockets.flow().thru("agent", {"any": "thing"})) == {"any": "thing"}
            await done(group(admin, "library").add_document(b"abc", "urn:document"))
            assert b"".join(await every(group(admin, "library").stream_document("urn:document"))) == b"abc"
            assert await done(group(admin, "knowledge").import_core("urn:core", b"")) is None
            assert await every(group(admin, "knowledge").export_core("urn:core")) == []
        async with calling(caller.interface, gateway.url, token=login.jwt) as hers:
            assert (await done(group(hers, "iam").whoami())).username == "ann"


# The gateway's own behaviour --------------------------------------------------------------------


@everywhere
async def test_g1_an_error_that_the_gateway_drops_is_noticed(caller: Caller, gateway: LocalGateway) -> None:
    """The gateway drops errors of most services, or marks them as not the last frame."""
    flow = caller.flow()
    calls: dict[str, Callable[[], Any]] = {
        "agent": lambda: flow.agent("why?"),
        "text-completion": lambda: flow.text_completion("", "why?"),
        "prompt": lambda: flow.prompt("system"),
        "mcp-tool": lambda: flow.mcp_tool("clock"),
        "graph-rag": lambda: flow.graph_rag("who?"),
        "embeddings": lambda: flow.embeddings(["a"]),
        "triples": flow.triples_query,
        "sparql": lambda: flow.sparql_query("SELECT * { ?s ?p ?o }"),
        "rows": lambda: flow.rows_query("{ people { id } }"),
        "nlp-query": lambda: flow.nlp_query("who?"),
        "config": lambda: caller.config.list("prompt"),
        "librarian": lambda: group(caller, "library").get_documents(),
        "collection-management": lambda: group(caller, "collection").list_collections(),
    }
    if caller.interface in SOCKETS:
        calls["document-rag"] = lambda: flow.document_rag("who?")
    for service, call in calls.items():
        gateway.rules.failing[service] = "it broke"  # type: ignore[attr-defined]
        with pytest.raises(GatewayRefused):
            await done(call())


@everywhere
async def test_g2_the_gateways_timeout_has_words(caller: Caller, gateway: LocalGateway) -> None:
    """When a service does not answer, the gateway sends an error whose message is empty."""
    gateway.fault("embeddings", "error", type="gateway-error", message="", inside=True)
    with pytest.raises(RequestTimeout, match="the gateway gave up waiting for the service"):
        await done(caller.flow().embeddings(["a"]))


@on_sockets
async def test_g3_short_calls_are_not_held_up_by_long_ones(caller: Caller, gateway: LocalGateway) -> None:
    """The gateway reads no further while 16 requests wait since the oldest unfinished one."""
    gateway.on("agent", endless)
    streams = [caller.flow().agent("why?", streaming=True) for _ in range(40)]
    for stream in streams:
        assert (await first(stream)).content == "hm"
    assert len(await done(caller.flow().embeddings(["a"]))) == 1
    assert gateway.most_in_flight <= 15
    for stream in streams:
        await closed(stream)


@in_both_colours
async def test_g4_a_normal_closure_is_no_success_of_an_import(caller: Caller, gateway: LocalGateway) -> None:
    """The gateway closes with the code of success when it could not read a message."""
    gateway.fault("import_triples", "close", code=1000, after=1)
    with pytest.raises(ImportInterrupted) as failure:
        await done(caller.bulk.import_triples("default", triples(2), batch_size=1))
    assert failure.value.confirmed < 2


@in_both_colours
async def test_g5_cores_over_http_end_though_nobody_serves_them(caller: Caller) -> None:
    """The gateway's import and export of cores wait on a queue that nobody reads."""
    with local_gateway("trustgraph_v2", core_timeout=600) as gateway:
        async with calling(caller.interface, gateway.url, timeout=0.2) as other:
            with pytest.raises(RequestTimeout, match=r"^knowledge.import_core: no answer within 0.2 s"):
                await done(group(other, "knowledge").import_core("urn:core", b"\x90"))
            with pytest.raises(RequestTimeout, match=r"^knowledge.export_core: no answer within 0.2 s"):
                await every(group(other, "knowledge").export_core("urn:core"))


@in_both_colours
async def test_g6_empty_terms_are_not_sent(caller: Caller, gateway: LocalGateway) -> None:
    """The gateway takes terms without content."""
    for bad in ((None, "urn:p", "o"), ("urn:s", None, "o"), ("urn:s", "urn:p", None), ({}, "urn:p", "o")):
        with pytest.raises(InvalidItem):
            await done(caller.bulk.import_triples("default", [bad]))
    assert await done(caller.flow().triples_query()) == []


@everywhere
async def test_g7_every_request_names_its_workspace(caller: Caller, gateway: LocalGateway) -> None:
    """For flows over REST the gateway looks for the workspace where it is not, and checks no rights."""
    await done(caller.flow().embeddings(["a"]))
    await done(caller.config.list("prompt"))
    if caller.interface in COLOURS:
        assert [request.body.get("workspace") for request in gateway.requests] == ["default"] * 2
    assert [request.context["workspace"] for request in gateway.requests] == ["default"] * 2


def files_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@of_each_colour
@pytest.mark.parametrize("body", [b"Error: no such core", b""])
async def test_g8_a_short_body_is_no_document(interface: str, body: bytes, tmp_path: Path) -> None:
    """The gateway tells failures of document-stream as a short body with status 200."""

    def answer(path: str, asked: Any) -> tuple[int, bytes]:
        return 200, body if "document-stream" in path else b'{"total-bytes": 9}'

    with http_server(answer) as server:
        async with calling(interface, server.url) as caller:
            library = group(caller, "library")
            with pytest.raises(ProtocolViolation, match=rf"{len(body)} bytes came, and 9 were announced"):
                await every(library.stream_document("urn:document"))
            with pytest.raises(ProtocolViolation):
                await done(library.stream_document_to_file("urn:document", tmp_path / "document"))
    assert files_in(tmp_path) == []


@everywhere
async def test_g9_a_query_that_gets_no_reply_ends(caller: Caller, gateway: LocalGateway) -> None:
    """When graph-embeddings fails, nobody answers until the gateway's own timeout."""
    gateway.rules.failing["graph-embeddings"] = "no store"  # type: ignore[attr-defined]
    with pytest.raises(RequestTimeout, match=r"^graph_embeddings_query: no answer within 0.2 s"):
        await done(caller.flow().graph_embeddings_query(vector=[1.0], timeout=0.2))


@everywhere
async def test_g10_the_values_of_all_workspaces_are_not_said_to_be_none(
    caller: Caller, gateway: LocalGateway
) -> None:
    """The gateway's answer to getvalues-all-ws is always empty."""
    with pytest.raises(ServiceError, match="the answer has no 'version'"):
        await done(caller.config.get_values_all_workspaces("prompt"))


@everywhere
async def test_g11_what_cannot_be_reached_is_not_offered(caller: Caller, gateway: LocalGateway) -> None:
    """The gateway has handlers for text-load and document-load, and refuses every call."""
    flow = caller.flow()
    assert [name for name in dir(flow) if "load" in name] == []
    assert {"text-load", "document-load"} & {
        served.service for served in gateway.catalog.operations.values()
    } == set()
