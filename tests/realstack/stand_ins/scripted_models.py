"""Stands in for models and what needs them, on TrustGraph's own base classes: answers repeat what was asked.

A prompt that contains `[fail]` makes the language model fail.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import AsyncIterator
from typing import Any

from trustgraph import base, schema

MODEL = "scripted"
FAILURE = "the model was told to fail"
KNOWN = "http://example.org/"


def answer(prompt: str) -> str:
    """What the language model says; the templates in seed.py mark what they want in capitals."""
    if "[fail]" in prompt:
        raise RuntimeError(FAILURE)
    task, _, rest = prompt.partition("\n")
    match task:
        case "CONCEPTS":
            return "alpha\nbeta"
        case "SYNTHESIS":
            question, *facts = rest.splitlines()
            return f"The graph says of {question}: {len(facts)} facts"
        case "JSON":
            return json.dumps({"asked": rest})
        case "REACT":
            return react(*rest.splitlines())
        case _:
            return f"You said: {prompt}"


def react(question: str, *history: str) -> str:
    """An agent's step: first it looks the question up, then it answers."""
    if history:
        return f"Thought: I know enough\nFinal Answer: The answer to {question} is 42"
    arguments = json.dumps({"question": question})
    return f"Thought: I look it up\nAction: knowledge-query\nArgs: {arguments}"


class LanguageModel(base.LlmService):
    """Answers in pieces of one word where a stream is asked for."""

    def supports_streaming(self) -> bool:
        return True

    async def list_models(self) -> list[schema.ModelInfo]:
        return [schema.ModelInfo(id=MODEL, name="Scripted", context_length=4096)]

    async def generate_content(
        self, system: str, prompt: str, model: str | None = None, *sampling: Any, **more: Any
    ) -> base.LlmResult:
        text = answer(prompt)
        return base.LlmResult(text, len(prompt.split()), len(text.split()), model or MODEL)

    async def generate_content_stream(
        self, system: str, prompt: str, model: str | None = None, *sampling: Any, **more: Any
    ) -> AsyncIterator[base.LlmChunk]:
        text = answer(prompt)
        for piece in re.findall(r"\S+\s*|\s+", text):
            yield base.LlmChunk(text=piece, model=model or MODEL)
        yield base.LlmChunk("", len(prompt.split()), len(text.split()), model or MODEL, is_final=True)


class Embeddings(base.EmbeddingsService):
    """Vectors of four numbers, the same for the same text."""

    async def on_embeddings(self, texts: list[str], model: str | None = None) -> list[list[float]]:
        return [[byte / 256 for byte in hashlib.sha256(text.encode()).digest()[:4]] for text in texts]


class GraphEmbeddings(base.GraphEmbeddingsQueryService):
    """Finds the same entities for every vector."""

    async def query_graph_embeddings(self, workspace: str, request: Any) -> list[schema.EntityMatch]:
        entities = [schema.Term(type=schema.IRI, iri=f"{KNOWN}{name}") for name in ("ann", "bob")]
        return [
            schema.EntityMatch(entity, score)
            for entity, score in zip(entities[: request.limit], (0.9, 0.8), strict=False)
        ]


class DocumentEmbeddings(base.DocumentEmbeddingsQueryService):
    """Finds the same pieces of a document for every vector."""

    async def query_document_embeddings(self, workspace: str, request: Any) -> list[schema.ChunkMatch]:
        matches = [schema.ChunkMatch("urn:chunk:1", 0.9), schema.ChunkMatch("urn:chunk:2", 0.8)]
        return matches[: request.limit]


class Reranker(base.RerankerService):
    """Puts the longest documents first."""

    async def on_rerank(
        self, queries: list[Any], documents: list[Any], limit: int, model: str | None = None
    ) -> list[schema.RerankerResult]:
        ranked = sorted(documents, key=lambda document: -len(document.document_text))[: limit or None]
        asked = queries[0].query_id if queries else ""
        return [
            schema.RerankerResult(document_id=document.document_id, query_id=asked, score=1 / rank)
            for rank, document in enumerate(ranked, start=1)
        ]


class ImageToText(base.ImageToTextService):
    """Tells how large an image is."""

    async def describe_image(self, image: Any, mime_type: str, *more: Any, **options: Any) -> base.LlmResult:
        return base.LlmResult(f"an image of type {mime_type}", 1, 6, MODEL)


class Tools(base.ToolService):
    """Tools that return what they were given; the tool `text` returns a text."""

    async def invoke_tool(self, workspace: str, name: str, parameters: dict[str, Any]) -> Any:
        return "a text" if name == "text" else {"tool": name, "parameters": parameters}


class Answering(base.FlowProcessor):
    """A service for which TrustGraph has no base class: each request is answered by `answers`."""

    request: type
    response: type

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.register_specification(
            base.ConsumerSpec(name="request", schema=self.request, handler=self.on_request)
        )
        self.register_specification(base.ProducerSpec(name="response", schema=self.response))

    async def on_request(self, message: Any, consumer: Any, flow: Any) -> None:
        for response in self.answers(message.value()):
            await flow("response").send(response, properties={"id": message.properties()["id"]})

    def answers(self, request: Any) -> list[Any]:
        raise NotImplementedError


class DocumentRag(Answering):
    """Answers of documents."""

    request = schema.DocumentRagQuery
    response = schema.DocumentRagResponse

    def answers(self, request: Any) -> list[Any]:
        usage: dict[str, Any] = {"in_token": 12, "out_token": 6, "model": MODEL}
        if "[fail]" in request.query:
            error = schema.Error("document-rag-error", FAILURE)
            return [self.response(response=None, error=error, end_of_stream=True, end_of_session=True)]
        if not request.streaming:
            text = f"The documents say: {request.query}"
            return [self.response(response=text, end_of_stream=True, end_of_session=True, **usage)]
        pieces = ("The documents say: ", request.query)
        return [
            *(self.response(message_type="chunk", response=piece) for piece in pieces),
            self.response(message_type="chunk", response="", end_of_stream=True),
            self.response(message_type="end", response=None, end_of_session=True, **usage),
        ]


class NlpQuery(Answering):
    """Makes the same query of every question."""

    request = schema.QuestionToStructuredQueryRequest
    response = schema.QuestionToStructuredQueryResponse

    def answers(self, request: Any) -> list[Any]:
        return [
            self.response(
                graphql_query="{ people { name } }",
                variables={},
                detected_schemas=["people"],
                confidence=0.9,
            )
        ]


class StructuredQuery(Answering):
    """Finds the same rows for every question."""

    request = schema.StructuredQueryRequest
    response = schema.StructuredQueryResponse

    def answers(self, request: Any) -> list[Any]:
        return [self.response(data=json.dumps({"people": [{"name": "Ann"}]}), errors=[])]


class RowEmbeddings(Answering):
    """Finds the same row for every vector."""

    request = schema.RowEmbeddingsRequest
    response = schema.RowEmbeddingsResponse

    def answers(self, request: Any) -> list[Any]:
        match = schema.RowIndexMatch(index_name="name", index_value=["Ann"], text="Ann", score=0.9)
        return [self.response(matches=[match])]
