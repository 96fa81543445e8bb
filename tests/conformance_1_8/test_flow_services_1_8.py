"""Services of a flow on every interface: results, streams, and what the gateway's defects make of them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from calls_1_8 import CALLS, STREAMS, Case, StreamCase
from client_1_8 import open_surface
from control_1_8 import Control
from marks import everywhere, in_both_colours, on_sockets
from surfaces import Surface, done, given_up, items, only_first

from trustgraph_v1 import NotFound, NotSupported


@everywhere
@pytest.mark.parametrize("case", CALLS, ids=lambda case: case.name)
async def test_result(surface: Surface, case: Case) -> None:
    assert case.seen(await done(case.call(surface.flow()))) == case.expected


@everywhere
async def test_results_of_later_releases_of_1_8(surface: Surface, control: Control) -> None:
    control.script(mended=True)
    flow = surface.flow()
    assert (await done(flow.agent("why?"))).text == "You asked: why?"
    assert await done(flow.graph_rag("who?")) == "The graph says: who?"
    assert await done(flow.document_rag("who?")) == "The documents say: who?"


@on_sockets
@pytest.mark.parametrize("mended", [False, True], ids=["1.8.0", "later"])
@pytest.mark.parametrize("case", STREAMS, ids=lambda case: case.name)
async def test_stream(surface: Surface, control: Control, case: StreamCase, mended: bool) -> None:
    control.script(mended=mended)
    arrived = await items(case.call(surface.flow()))
    assert [case.seen(item) for item in arrived] == case.expected
    assert await done(case.call(surface.flow()).text()) == case.text


@everywhere
async def test_request_reaches_the_service_as_it_was_made(surface: Surface, control: Control) -> None:
    flow = surface.flow()
    await done(flow.graph_rag("who?", user="ann", collection="notes", max_path_length=4))
    [request] = control.asked("graph-rag")
    assert request == {
        "query": "who?",
        "user": "ann",
        "collection": "notes",
        "entity_limit": 50,
        "triple_limit": 30,
        "max_subgraph_size": 1000,
        "max_path_length": 4,
        "streaming": True,  # since the gateway does not notice the end of anything else
    }
    await done(flow.agent("why?", user="ann", state={"a": 1}, group="search", history=[{"thought": "hm"}]))
    [request] = control.asked("agent")
    asked = {key: request[key] for key in ("question", "user", "state", "group", "streaming")}
    assert asked == {
        "question": "why?",
        "user": "ann",
        "state": '{"a":1}',
        "group": ["search"],
        "streaming": True,
    }
    assert request["history"][0]["thought"] == "hm"


@everywhere
async def test_what_is_loaded_reaches_the_flow(surface: Surface, control: Control) -> None:
    about = [("urn:d", "urn:title", "Ships")]
    place = {"id": "urn:d", "metadata": about, "user": "ann", "collection": "notes"}
    assert (
        await done(surface.flow().load_text("h\u00e9llo".encode("latin-1"), charset="latin-1", **place))
        is None
    )
    assert await done(surface.flow().load_document(b"%PDF-1", **place)) is None
    [text] = control.arrived("text-load")
    [document] = control.arrived("document-load")
    assert text["text"] == "h\u00e9llo"
    assert document["data"] == "JVBERi0x"
    for loaded in (text, document):
        assert {key: loaded["metadata"][key] for key in ("id", "user", "collection")} == {
            "id": "urn:d",
            "user": "ann",
            "collection": "notes",
        }
        [triple] = loaded["metadata"]["metadata"]
        assert (triple["s"]["value"], triple["o"]["value"]) == ("urn:d", "Ships")


@on_sockets
async def test_stream_that_is_left_early_disturbs_nobody(surface: Surface) -> None:
    stream = surface.flow().agent("why?", streaming=True)
    first = await only_first(stream)
    assert first.content == "I look "
    assert await done(surface.flow().embeddings("a")) == [[1.0, 0.5]]


@in_both_colours
async def test_rest_refuses_to_stream(surface: Surface) -> None:
    with pytest.raises(NotSupported, match="socket"):
        await done(surface.flow().agent("why?", streaming=True))


async def test_long_calls_do_not_hold_up_short_ones(url: str, control: Control) -> None:
    # On one socket the gateway takes 16 requests since the oldest that is open; long ones go to another.
    control.script(only={"agent": 0})
    async with open_surface("async socket", url, sockets=2) as surface:
        flow = surface.flow()
        never = [asyncio.create_task(done(flow.agent("why?"))) for _ in range(5)]
        answers = await asyncio.gather(*(flow.embeddings("a" * n) for n in range(1, 60)))
        assert [vectors[0][0] for vectors in answers] == list(range(1, 60))
        assert await given_up(never)


async def ask(surface: Surface, flow: str) -> Any:
    """Ask for vectors, beside others that do."""
    if surface.name == "socket":
        return await asyncio.to_thread(surface.flow(flow).embeddings, "abc")
    return await surface.flow(flow).embeddings("abc")


async def errors_meet_their_requests(surface: Surface, lost: list[str], says: str) -> None:
    flows = [flow for name in lost for flow in ("default", name, name)]
    answers = await asyncio.gather(*(ask(surface, flow) for flow in flows), return_exceptions=True)
    for flow, answer in zip(flows, answers, strict=True):
        if flow == "default":
            assert answer == [[3.0, 0.5]]
        else:
            assert isinstance(answer, NotFound)
            assert says in str(answer)


@on_sockets
async def test_error_without_a_name_meets_the_request_it_is_about(surface: Surface) -> None:
    """The gateway does not tell which request names a flow that is not there."""
    await errors_meet_their_requests(surface, ["nowhere", "elsewhere", "nowhere"], "Invalid flow")


@on_sockets
async def test_error_without_a_name_about_a_service_that_is_not_there(
    surface: Surface, small_flow: str
) -> None:
    await errors_meet_their_requests(surface, [small_flow] * 3, "not supported by flow")


@on_sockets
async def test_error_without_a_name_disturbs_no_stream(surface: Surface, control: Control) -> None:
    control.script(only={"agent": 2})
    stream = surface.flow().agent("why?", streaming=True)
    if surface.name == "socket":
        with stream:
            assert next(iter(stream)).content == "I look "
            with pytest.raises(NotFound, match="Invalid flow"):
                surface.flow("nowhere").embeddings("abc")
            assert next(iter(stream)).content == "it up"
    else:
        async with stream:
            assert (await anext(aiter(stream))).content == "I look "
            with pytest.raises(NotFound, match="Invalid flow"):
                await surface.flow("nowhere").embeddings("abc")
            assert (await anext(aiter(stream))).content == "it up"
