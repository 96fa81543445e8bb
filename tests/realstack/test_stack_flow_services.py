"""Services of a flow: prompts, agent and graph-rag are TrustGraph's own, the language model is scripted."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from interfaces import Face, done, everywhere, items, on_sockets
from waiting import until

from trustgraph_v2 import Literal, ServiceError, Triple, Uri

KNOWS = Uri("http://example.org/knows")
# The scripted embeddings find these two.
ANN, BOB = Uri("http://example.org/ann"), Uri("http://example.org/bob")


@everywhere
async def test_text_completion(face: Face) -> None:
    answer = await done(face.flow().text_completion("Be brief", "Hello there"))
    assert (answer.text, answer.model) == ("You said: Hello there", "scripted")
    assert (answer.in_token, answer.out_token) == (2, 4)


@on_sockets
async def test_text_completion_streams(face: Face) -> None:
    arrived = await items(face.flow().text_completion("Be brief", "Hello there", streaming=True))
    assert [item.content for item in arrived] == ["You ", "said: ", "Hello ", "there", ""]
    assert (arrived[-1].in_token, arrived[-1].out_token, arrived[-1].model) == (2, 4, "scripted")


@everywhere
async def test_models_are_listed(face: Face) -> None:
    models = await done(face.flow().list_models())
    assert [(model.id, model.context_length) for model in models] == [("scripted", 4096)]


@everywhere
async def test_failure_of_the_model(face: Face) -> None:
    with pytest.raises(ServiceError):
        await done(face.flow().text_completion("", "[fail]"))
    assert (await done(face.flow().text_completion("", "Hello"))).text == "You said: Hello"


@everywhere
async def test_prompt_for_text(face: Face) -> None:
    answer = await done(face.flow().prompt("echo", {"text": "Grüße \u2713"}))
    assert answer.text == "You said: Grüße \u2713"


@everywhere
async def test_prompt_for_an_object(face: Face) -> None:
    answer = await done(face.flow().prompt("as-object", {"text": "Ann"}))
    assert json.loads(answer.object) == {"asked": "Ann"}


@everywhere
async def test_prompt_that_is_not_there(face: Face) -> None:
    with pytest.raises(ServiceError):
        await done(face.flow().prompt("none"))


@on_sockets
async def test_prompt_streams(face: Face) -> None:
    stream = face.flow().prompt("echo", {"text": "one two"}, streaming=True)
    assert await done(stream.text()) == "You said: one two"


@everywhere
async def test_embeddings(face: Face) -> None:
    first, second, again = await done(face.flow().embeddings(["a", "b", "a"]))
    assert len(first) == len(second) == 4
    assert first == again != second


@everywhere
async def test_agent_asks_the_graph_and_answers(face: Face) -> None:
    answer = await done(face.flow().agent(question="what is it?"))
    assert answer.text == "The answer to what is it? is 42"
    assert answer.end_of_dialog


@on_sockets
async def test_agent_streams_what_it_does(face: Face) -> None:
    arrived = await items(face.flow().agent(question="what is it?", streaming=True))
    texts: dict[str, str] = {}
    for item in arrived:
        name = type(item).__name__
        texts[name] = texts.get(name, "") + item.content
    assert "I look it up" in texts["AgentThought"]
    assert "The graph says of what is it?" in texts["AgentObservation"]
    assert texts["AgentAnswer"].strip() == "The answer to what is it? is 42"
    explained = [item for item in arrived if type(item).__name__ == "ProvenanceEvent"]
    assert explained
    assert all(event.explain_id and event.triples for event in explained)


@everywhere
async def test_failure_of_the_agent(face: Face) -> None:
    with pytest.raises(ServiceError):
        await done(face.flow().agent(question="[fail]"))


@pytest.fixture
async def facts(face: Face) -> str:
    """A collection with one fact that the embeddings lead to."""
    collection = f"rag-{uuid4().hex[:8]}"
    triples = [
        Triple(ANN, KNOWS, BOB),
        Triple(ANN, Uri("http://www.w3.org/2000/01/rdf-schema#label"), Literal("Ann")),
    ]
    await done(face.bulk.import_triples("default", triples, collection=collection))
    await until(lambda: face.flow().triples_query(collection=collection), lambda found: len(found) == 2)
    return collection


@everywhere
async def test_graph_rag_answers_from_stored_triples(face: Face, facts: str) -> None:
    answer = await done(face.flow().graph_rag("who knows Bob?", collection=facts))
    assert answer.text == "The graph says of who knows Bob?: 1 facts"
    nothing = await done(face.flow().graph_rag("who knows Bob?", collection=f"{facts}-empty"))
    assert nothing.text == "The graph says of who knows Bob?: 0 facts"


@on_sockets
async def test_graph_rag_streams(face: Face, facts: str) -> None:
    arrived = await items(face.flow().graph_rag("who knows Bob?", collection=facts, streaming=True))
    pieces = [item.content for item in arrived if type(item).__name__ == "RAGChunk"]
    assert len(pieces) > 2
    assert "".join(pieces) == "The graph says of who knows Bob?: 1 facts"
    explained = [item for item in arrived if type(item).__name__ == "ProvenanceEvent"]
    assert all(event.triples for event in explained)
    steps = ("question", "grounding", "exploration", "focus", "synthesis")
    assert len(explained) == len(steps)
    assert all(f":{step}:" in event.explain_id for step, event in zip(steps, explained, strict=True))


@everywhere
async def test_failure_in_graph_rag(face: Face) -> None:
    with pytest.raises(ServiceError):
        await done(face.flow().graph_rag("[fail]"))


@everywhere
async def test_document_rag(face: Face) -> None:
    answer = await done(face.flow().document_rag("who?"))
    assert (answer.text, answer.model) == ("The documents say: who?", "scripted")


@on_sockets
async def test_document_rag_streams(face: Face) -> None:
    assert await done(face.flow().document_rag("who?", streaming=True).text()) == "The documents say: who?"
