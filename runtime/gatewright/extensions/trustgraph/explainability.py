"""Explanations of answers: read from where TrustGraph stores them, for blocking and asyncio code."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Protocol, TypeVar

from ...errors import GatewayError
from . import explainability_steps as steps
from .explainability_entities import *  # noqa: F403 - everything about explanations from one module
from .explainability_entities import EdgeSelection, ExplainEntity, Focus, Question
from .explainability_steps import RETRIEVAL, Ask, Place, Read, Steps

Result = TypeVar("Result")


class Flow(Protocol):
    """A flow of a client, over REST or a socket."""

    @property
    def triples_query(self) -> Callable[..., Any]:
        """Find the triples that match a pattern."""
        ...


class _Explainability:
    """What both clients are made with.

    What is explained may be stored a moment after the answer: an entity is asked for, up to
    `max_retries` times, until two answers in succession say the same.

    Attributes:
        flow: The flow whose graph holds the explanations.
        retry_delay: Seconds between two attempts.
        max_retries: Attempts at most.
    """

    def __init__(self, flow_instance: Flow, retry_delay: float = 0.2, max_retries: int = 10) -> None:
        self.flow = flow_instance
        self.retry_delay = retry_delay
        self.max_retries = max_retries
        self._labels: dict[tuple[str, str | None], str] = {}

    def _place(self, graph: str | None, collection: str | None) -> Place:
        return Place(graph or RETRIEVAL, collection, self.max_retries)


class ExplainabilityClient(_Explainability):
    """Reads explanations through a flow of a blocking client.

    `graph` is the IRI of the graph to look in; the graph of explanations unless said otherwise.
    `collection` is that of the question; the gateway's default unless said otherwise.
    Every method raises GatewayError if the gateway refuses, cannot be reached, or does not answer in time.
    `sleep` waits for a number of seconds, and is for tests.
    """

    def __init__(
        self,
        flow_instance: Flow,
        retry_delay: float = 0.2,
        max_retries: int = 10,
        *,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        super().__init__(flow_instance, retry_delay, max_retries)
        self._sleep = sleep

    def _run(self, look: Steps[Result], api: Any = None) -> Result:
        go_on: Callable[[], Any] = partial(next, look)
        while True:
            try:
                step = go_on()
            except StopIteration as end:
                result: Result = end.value
                return result
            try:
                if isinstance(step, Ask):
                    answer = self.flow.triples_query(**step.pattern)
                elif isinstance(step, Read):
                    answer = api.library().get_document_content(id=step.document)
                else:
                    answer = self._sleep(self.retry_delay)
                go_on = partial(look.send, answer)
            except GatewayError as error:
                go_on = partial(look.throw, error)

    def fetch_entity(
        self, uri: str, graph: str | None = None, collection: str | None = None
    ) -> ExplainEntity | None:
        """An entity of an explanation; None if it is not stored."""
        return self._run(steps.entity(self._place(graph, collection), uri))

    def fetch_edge_selection(
        self, uri: str, graph: str | None = None, collection: str | None = None
    ) -> EdgeSelection | None:
        """A chosen edge; None if it is not stored. It is asked for once."""
        return self._run(steps.edge_selection(self._place(graph, collection), uri))

    def fetch_focus_with_edges(
        self, uri: str, graph: str | None = None, collection: str | None = None
    ) -> Focus | None:
        """A focus with the edges that were chosen; None if there is no focus of that name."""
        return self._run(steps.focus_with_edges(self._place(graph, collection), uri))

    def resolve_label(self, uri: str, collection: str | None = None) -> str:
        """The label of an IRI, which is remembered; the value itself if it has none or is no IRI."""
        return self._run(steps.label(uri, collection, self._labels))

    def resolve_edge_labels(
        self, edge: Mapping[str, Any], collection: str | None = None
    ) -> tuple[str, str, str]:
        """The labels of subject, predicate and object of an edge."""
        return self._run(steps.edge_labels(edge, collection, self._labels))

    def fetch_document_content(self, document_uri: str, api: Any, max_content: int = 10000) -> str:
        """The text of a document in the library of `api`; "" without an IRI.

        A text longer than `max_content` characters is cut and says so; of what is no text, the size
        is told.

        Raises:
            GatewayError: The document could not be read at the last attempt either.
        """
        return self._run(steps.content(document_uri, self.max_retries, max_content), api)

    def fetch_graphrag_trace(
        self,
        question_uri: str,
        graph: str | None = None,
        collection: str | None = None,
        api: Any = None,
        max_content: int = 10000,
    ) -> dict[str, Any]:
        """What led to an answer of graph RAG.

        Returns:
            `question`, `grounding`, `exploration`, `focus` and `synthesis`; None for what is not stored.
            `api` and `max_content` are not needed: `fetch_document_content` reads the answer's text.
        """
        return self._run(steps.graphrag_trace(self._place(graph, collection), question_uri))

    def fetch_docrag_trace(
        self,
        question_uri: str,
        graph: str | None = None,
        collection: str | None = None,
        api: Any = None,
        max_content: int = 10000,
    ) -> dict[str, Any]:
        """What led to an answer of document RAG.

        Returns:
            `question`, `grounding`, `exploration` and `synthesis`; None for what is not stored. And
            `focus`, where the pieces of documents have been ranked. `api` and `max_content` are not
            needed: `fetch_document_content` reads the answer's text.
        """
        return self._run(steps.docrag_trace(self._place(graph, collection), question_uri))

    def fetch_agent_trace(
        self,
        session_uri: str,
        graph: str | None = None,
        collection: str | None = None,
        api: Any = None,
        max_content: int = 10000,
    ) -> dict[str, Any]:
        """What an agent did for an answer.

        Returns:
            `question`, and `steps`: entities, and a dictionary with `type` (`sub-trace`), `question` and
            `trace` for each session that the agent began. The answer comes last. `api` and
            `max_content` are not needed: `fetch_document_content` reads the texts.
        """
        return self._run(steps.agent_trace(self._place(graph, collection), session_uri))

    def list_sessions(
        self, graph: str | None = None, collection: str | None = None, limit: int = 50
    ) -> list[Question]:
        """The latest questions, at most `limit`, newest first, without those that another session asked."""
        return self._run(steps.sessions(self._place(graph, collection), limit))

    def detect_session_type(
        self, session_uri: str, graph: str | None = None, collection: str | None = None
    ) -> str:
        """`graphrag`, `docrag` or `agent`, as the session's question says.

        Where nothing is stored of it, the name tells that the gateway gave it, else it is `graphrag`.
        """
        return self._run(steps.session_type(self._place(graph, collection), session_uri))


async def _sleep(seconds: float) -> None:
    # Records of streams import this module, and need no event loop for it.
    import asyncio

    await asyncio.sleep(seconds)


class AsyncExplainabilityClient(_Explainability):
    """The same through a flow of an asyncio client."""

    def __init__(
        self,
        flow_instance: Flow,
        retry_delay: float = 0.2,
        max_retries: int = 10,
        *,
        sleep: Callable[[float], Awaitable[object]] = _sleep,
    ) -> None:
        super().__init__(flow_instance, retry_delay, max_retries)
        self._sleep = sleep

    async def _run(self, look: Steps[Result], api: Any = None) -> Result:
        go_on: Callable[[], Any] = partial(next, look)
        while True:
            try:
                step = go_on()
            except StopIteration as end:
                result: Result = end.value
                return result
            try:
                if isinstance(step, Ask):
                    answer = await self.flow.triples_query(**step.pattern)
                elif isinstance(step, Read):
                    answer = await api.async_library().get_document_content(id=step.document)
                else:
                    answer = await self._sleep(self.retry_delay)
                go_on = partial(look.send, answer)
            except GatewayError as error:
                go_on = partial(look.throw, error)

    async def fetch_entity(
        self, uri: str, graph: str | None = None, collection: str | None = None
    ) -> ExplainEntity | None:
        """An entity of an explanation; None if it is not stored."""
        return await self._run(steps.entity(self._place(graph, collection), uri))

    async def fetch_edge_selection(
        self, uri: str, graph: str | None = None, collection: str | None = None
    ) -> EdgeSelection | None:
        """A chosen edge; None if it is not stored. It is asked for once."""
        return await self._run(steps.edge_selection(self._place(graph, collection), uri))

    async def fetch_focus_with_edges(
        self, uri: str, graph: str | None = None, collection: str | None = None
    ) -> Focus | None:
        """A focus with the edges that were chosen; None if there is no focus of that name."""
        return await self._run(steps.focus_with_edges(self._place(graph, collection), uri))

    async def resolve_label(self, uri: str, collection: str | None = None) -> str:
        """The label of an IRI, which is remembered; the value itself if it has none or is no IRI."""
        return await self._run(steps.label(uri, collection, self._labels))

    async def resolve_edge_labels(
        self, edge: Mapping[str, Any], collection: str | None = None
    ) -> tuple[str, str, str]:
        """The labels of subject, predicate and object of an edge."""
        return await self._run(steps.edge_labels(edge, collection, self._labels))

    async def fetch_document_content(self, document_uri: str, api: Any, max_content: int = 10000) -> str:
        """The text of a document in the library of `api`; "" without an IRI.

        A text longer than `max_content` characters is cut and says so; of what is no text, the size
        is told.

        Raises:
            GatewayError: The document could not be read at the last attempt either.
        """
        return await self._run(steps.content(document_uri, self.max_retries, max_content), api)

    async def fetch_graphrag_trace(
        self,
        question_uri: str,
        graph: str | None = None,
        collection: str | None = None,
        api: Any = None,
        max_content: int = 10000,
    ) -> dict[str, Any]:
        """What led to an answer of graph RAG.

        Returns:
            `question`, `grounding`, `exploration`, `focus` and `synthesis`; None for what is not stored.
            `api` and `max_content` are not needed: `fetch_document_content` reads the answer's text.
        """
        return await self._run(steps.graphrag_trace(self._place(graph, collection), question_uri))

    async def fetch_docrag_trace(
        self,
        question_uri: str,
        graph: str | None = None,
        collection: str | None = None,
        api: Any = None,
        max_content: int = 10000,
    ) -> dict[str, Any]:
        """What led to an answer of document RAG.

        Returns:
            `question`, `grounding`, `exploration` and `synthesis`; None for what is not stored. And
            `focus`, where the pieces of documents have been ranked. `api` and `max_content` are not
            needed: `fetch_document_content` reads the answer's text.
        """
        return await self._run(steps.docrag_trace(self._place(graph, collection), question_uri))

    async def fetch_agent_trace(
        self,
        session_uri: str,
        graph: str | None = None,
        collection: str | None = None,
        api: Any = None,
        max_content: int = 10000,
    ) -> dict[str, Any]:
        """What an agent did for an answer.

        Returns:
            `question`, and `steps`: entities, and a dictionary with `type` (`sub-trace`), `question` and
            `trace` for each session that the agent began. The answer comes last. `api` and
            `max_content` are not needed: `fetch_document_content` reads the texts.
        """
        return await self._run(steps.agent_trace(self._place(graph, collection), session_uri))

    async def list_sessions(
        self, graph: str | None = None, collection: str | None = None, limit: int = 50
    ) -> list[Question]:
        """The latest questions, at most `limit`, newest first, without those that another session asked."""
        return await self._run(steps.sessions(self._place(graph, collection), limit))

    async def detect_session_type(
        self, session_uri: str, graph: str | None = None, collection: str | None = None
    ) -> str:
        """`graphrag`, `docrag` or `agent`, as the session's question says.

        Where nothing is stored of it, the name tells that the gateway gave it, else it is `graphrag`.
        """
        return await self._run(steps.session_type(self._place(graph, collection), session_uri))
