# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content bbd49070b21eebc2. Do not edit.
"""Calls over sockets, for blocking code."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Self, overload

from gatewright import rdf
from gatewright.legacy import legacy

from . import operations
from . import terms as terms_
from .protocol import RETIRED

if TYPE_CHECKING:
    from gatewright.sync import SocketChannel, Stream

    from .items import AgentItem, DocumentRagItem, GraphRagItem, PromptChunk, RAGChunk
    from .models import (
        AgentResponse,
        AgentStep,
        ConfigKey,
        ConfigValue,
        DocumentRagResponse,
        GraphRagResponse,
        ModelInfo,
        PromptResponse,
        TextCompletionResponse,
        TraversalStep,
        UserContext,
    )


class SocketFlow:
    """Starts, stops and lists flows, and gives access to the services of one."""

    __slots__ = ("_channel",)

    def __init__(self, channel: SocketChannel) -> None:
        self._channel = channel

    def list(self, *, timeout: float | None = None) -> builtins.list[str]:
        """List the identifiers of the flows that run in the workspace.

        Args:
            timeout: Seconds to wait for the answer. None: as set on the client.

        Returns:
            Identifiers of flows.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed listing, which then looks like an empty
                list.
        """
        return self._channel.call(operations.FLOW_LIST, {}, {}, timeout)

    def get(self, id: str, *, timeout: float | None = None) -> Any:
        """Read the definition of a flow: its description, blueprint name, interfaces and parameters.

        Args:
            id: Identifier of the flow.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Returns:
            A flow as JSON text, decoded.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops every error of this call, so an unknown flow and a failure look
                alike.
        """
        return self._channel.call(operations.FLOW_GET, {}, {"flow-id": id}, timeout)

    @legacy(renamed={"class_name": "blueprint_name"})
    def start(
        self,
        blueprint_name: str,
        id: str,
        description: str = "",
        parameters: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Start a flow.

        The gateway hears of the new flow a moment later; until then its services answer that there
        is no such flow.

        Args:
            blueprint_name: Blueprint to make the flow from.
            id: Identifier for the flow; must be new.
            description: What the flow is for.
            parameters: Values for parameters of the blueprint. Others keep their defaults.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed call, and what it sends is the same as for
                success. Read back where it matters.
        """
        return self._channel.call(
            operations.FLOW_START,
            {},
            {
                "blueprint-name": blueprint_name,
                "flow-id": id,
                "description": description,
                "parameters": parameters,
            },
            timeout,
        )

    def stop(self, id: str, *, timeout: float | None = None) -> None:
        """Stop a flow.

        Args:
            id: Identifier of the flow.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed call, and what it sends is the same as for
                success. Read back where it matters.
        """
        return self._channel.call(operations.FLOW_STOP, {}, {"flow-id": id}, timeout)

    def list_blueprints(self, *, timeout: float | None = None) -> builtins.list[str]:
        """List the names of the blueprints in the workspace.

        Args:
            timeout: Seconds to wait for the answer. None: as set on the client.

        Returns:
            Names of blueprints.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed listing, which then looks like an empty
                list.
        """
        return self._channel.call(operations.FLOW_LIST_BLUEPRINTS, {}, {}, timeout)

    def get_blueprint(self, blueprint_name: str, *, timeout: float | None = None) -> Any:
        """Read the definition of a blueprint.

        Args:
            blueprint_name: Name of the blueprint.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Returns:
            A blueprint as JSON text, decoded.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops every error of this call, so an unknown blueprint and a failure
                look alike.
        """
        return self._channel.call(
            operations.FLOW_GET_BLUEPRINT, {}, {"blueprint-name": blueprint_name}, timeout
        )

    def put_blueprint(
        self, blueprint_name: str, definition: Mapping[str, Any], *, timeout: float | None = None
    ) -> None:
        """Write a blueprint; one of the same name is replaced.

        Args:
            blueprint_name: Name of the blueprint.
            definition: What flows of this kind consist of: processors by `blueprint` and by `flow`,
                `interfaces` and `parameters`.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed call, and what it sends is the same as for
                success. Read back where it matters.
        """
        return self._channel.call(
            operations.FLOW_PUT_BLUEPRINT,
            {},
            {"blueprint-name": blueprint_name, "blueprint-definition": definition},
            timeout,
        )

    def delete_blueprint(self, blueprint_name: str, *, timeout: float | None = None) -> None:
        """Delete a blueprint. Flows made from it go on running.

        Args:
            blueprint_name: Name of the blueprint.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed call, and what it sends is the same as for
                success. Read back where it matters.
        """
        return self._channel.call(
            operations.FLOW_DELETE_BLUEPRINT, {}, {"blueprint-name": blueprint_name}, timeout
        )


class SocketConfig:
    """Reads and writes configuration items."""

    __slots__ = ("_channel",)

    def __init__(self, channel: SocketChannel) -> None:
        self._channel = channel

    def get(
        self, keys: Sequence[ConfigKey | Mapping[str, Any]], *, timeout: float | None = None
    ) -> builtins.list[ConfigValue]:
        """Read configuration items.

        The result has one item for each key, in the same order; the value of an item that does
        not exist is None.

        Args:
            keys: Which items.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Returns:
            Items.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed read and sends an empty answer with version
                0. The call fails, but nothing says why.
        """
        return self._channel.call(operations.CONFIG_GET, {}, {"keys": keys}, timeout)

    def list(self, type: str, *, timeout: float | None = None) -> builtins.list[str]:
        """List the keys of all items of one type.

        Args:
            type: Kind of item, such as `prompt` or `flow`.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Returns:
            Keys.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed read and sends an empty answer with version
                0. The call fails, but nothing says why.
        """
        return self._channel.call(operations.CONFIG_LIST, {}, {"type": type}, timeout)

    def get_values(self, type: str, *, timeout: float | None = None) -> builtins.list[ConfigValue]:
        """Read all items of one type.

        Args:
            type: Kind of item, such as `prompt` or `flow`.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Returns:
            Items.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed read and sends an empty answer with version
                0. The call fails, but nothing says why.
        """
        return self._channel.call(operations.CONFIG_GET_VALUES, {}, {"type": type}, timeout)

    def get_values_all_workspaces(
        self, type: str, *, timeout: float | None = None
    ) -> builtins.list[ConfigValue]:
        """Read all items of one type, whatever workspace they belong to.

        Args:
            type: Kind of item, such as `prompt` or `flow`.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Returns:
            Items.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway sends the request to a service that does not know it, and drops the
                error, so the call always fails. Read workspace by workspace instead.
        """
        return self._channel.call(operations.CONFIG_GET_VALUES_ALL_WORKSPACES, {}, {"type": type}, timeout)

    def all(self, *, timeout: float | None = None) -> tuple[dict[str, dict[str, str]], int]:
        """Read the whole configuration of the workspace.

        The result is a pair: all values, by type and key, and the version, which grows with each
        change.

        Args:
            timeout: Seconds to wait for the answer. None: as set on the client.

        Returns:
            All items: kind to key to value. Number of changes made to the configuration so far.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed read and sends an empty answer with version
                0. The call fails, but nothing says why.
        """
        return self._channel.call(operations.CONFIG_ALL, {}, {}, timeout)

    def put(self, values: Sequence[ConfigValue | Mapping[str, Any]], *, timeout: float | None = None) -> None:
        """Write configuration items; those that exist are replaced.

        Args:
            values: The items, each with type, key and value.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed write, and what it sends is the same as for
                success. Read back where it matters.
        """
        return self._channel.call(operations.CONFIG_PUT, {}, {"values": values}, timeout)

    def delete(self, keys: Sequence[ConfigKey | Mapping[str, Any]], *, timeout: float | None = None) -> None:
        """Delete configuration items; those that do not exist are passed over.

        Args:
            keys: Which items.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed write, and what it sends is the same as for
                success. Read back where it matters.
        """
        return self._channel.call(operations.CONFIG_DELETE, {}, {"keys": keys}, timeout)


class SocketFlowInstance:
    """The AI services of one flow."""

    __slots__ = ("_channel", "_scope")

    def __init__(self, channel: SocketChannel, flow: str) -> None:
        self._channel = channel
        self._scope = {"flow": flow}

    @overload
    def agent(
        self,
        question: str,
        state: str | None = None,
        group: Sequence[str] | None = None,
        history: Sequence[AgentStep | Mapping[str, Any]] | None = None,
        streaming: Literal[False] = False,
        collection: str = "default",
        session_id: str | None = None,
        conversation_id: str | None = None,
        pattern: Literal["react", "plan-then-execute", "supervisor"] | str | None = None,
        task_type: str | None = None,
        framing: str | None = None,
        correlation_id: str | None = None,
        parent_session_id: str | None = None,
        subagent_goal: str | None = None,
        expected_siblings: int | None = None,
        *,
        timeout: float | None = None,
    ) -> AgentResponse: ...
    @overload
    def agent(
        self,
        question: str,
        state: str | None = None,
        group: Sequence[str] | None = None,
        history: Sequence[AgentStep | Mapping[str, Any]] | None = None,
        *,
        streaming: Literal[True],
        collection: str = "default",
        session_id: str | None = None,
        conversation_id: str | None = None,
        pattern: Literal["react", "plan-then-execute", "supervisor"] | str | None = None,
        task_type: str | None = None,
        framing: str | None = None,
        correlation_id: str | None = None,
        parent_session_id: str | None = None,
        subagent_goal: str | None = None,
        expected_siblings: int | None = None,
        timeout: float | None = None,
    ) -> Stream[AgentItem]: ...
    @overload
    def agent(
        self,
        question: str,
        state: str | None = None,
        group: Sequence[str] | None = None,
        history: Sequence[AgentStep | Mapping[str, Any]] | None = None,
        *,
        streaming: bool,
        collection: str = "default",
        session_id: str | None = None,
        conversation_id: str | None = None,
        pattern: Literal["react", "plan-then-execute", "supervisor"] | str | None = None,
        task_type: str | None = None,
        framing: str | None = None,
        correlation_id: str | None = None,
        parent_session_id: str | None = None,
        subagent_goal: str | None = None,
        expected_siblings: int | None = None,
        timeout: float | None = None,
    ) -> AgentResponse | Stream[AgentItem]: ...
    @legacy(ignored={"user": RETIRED["user"]})
    def agent(
        self,
        question: str,
        state: str | None = None,
        group: Sequence[str] | None = None,
        history: Sequence[AgentStep | Mapping[str, Any]] | None = None,
        streaming: bool = False,
        collection: str = "default",
        session_id: str | None = None,
        conversation_id: str | None = None,
        pattern: Literal["react", "plan-then-execute", "supervisor"] | str | None = None,
        task_type: str | None = None,
        framing: str | None = None,
        correlation_id: str | None = None,
        parent_session_id: str | None = None,
        subagent_goal: str | None = None,
        expected_siblings: int | None = None,
        *,
        timeout: float | None = None,
    ) -> AgentResponse | Stream[AgentItem]:
        """Ask an agent a question.

        With `streaming=True` the agent's thoughts, observations and the answer arrive as
        they are made. Without, only the finished answer is returned.

        Args:
            question: The question to answer.
            state: State text of an earlier turn.
            group: Tool groups that the agent may use.
            history: Steps of earlier turns.
            streaming: Ask for a stream instead of one answer.
            collection: Collection that retrieval tools search.
            session_id: Session to continue.
            conversation_id: Conversation that this question belongs to.
            pattern: Reasoning pattern. The gateway chooses when it is left out.
            task_type: Kind of task that the agent is told it works on.
            framing: Text that frames the task for the agent.
            correlation_id: Correlates the work of sub-agents.
            parent_session_id: Session of the agent that delegates this task.
            subagent_goal: Goal given by the delegating agent.
            expected_siblings: Number of sub-agents that work beside this one.
            timeout: Seconds to wait for the answer, or for the next item of a stream. None: as set on
                the client.

        Returns:
            The finished answer of an agent. With `streaming=True`: a stream of `AgentItem`.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway replaces an agent's own error message by a Python error text.
        """
        return self._channel.answer(
            operations.AGENT,
            self._scope,
            {
                "question": question,
                "state": state,
                "group": group,
                "history": history,
                "streaming": streaming,
                "collection": collection,
                "session_id": session_id,
                "conversation_id": conversation_id,
                "pattern": pattern,
                "task_type": task_type,
                "framing": framing,
                "correlation_id": correlation_id,
                "parent_session_id": parent_session_id,
                "subagent_goal": subagent_goal,
                "expected_siblings": expected_siblings,
            },
            timeout,
        )

    @overload
    def document_rag(
        self,
        query: str,
        collection: str = "default",
        doc_limit: int = 20,
        fetch_limit: int = 0,
        streaming: Literal[False] = False,
        *,
        timeout: float | None = None,
    ) -> DocumentRagResponse: ...
    @overload
    def document_rag(
        self,
        query: str,
        collection: str = "default",
        doc_limit: int = 20,
        fetch_limit: int = 0,
        *,
        streaming: Literal[True],
        timeout: float | None = None,
    ) -> Stream[DocumentRagItem]: ...
    @overload
    def document_rag(
        self,
        query: str,
        collection: str = "default",
        doc_limit: int = 20,
        fetch_limit: int = 0,
        *,
        streaming: bool,
        timeout: float | None = None,
    ) -> DocumentRagResponse | Stream[DocumentRagItem]: ...
    @legacy(renamed={"question": "query"}, ignored={"user": RETIRED["user"]})
    def document_rag(
        self,
        query: str,
        collection: str = "default",
        doc_limit: int = 20,
        fetch_limit: int = 0,
        streaming: bool = False,
        *,
        timeout: float | None = None,
    ) -> DocumentRagResponse | Stream[DocumentRagItem]:
        """Answer a question from documents.

        The service fetches pieces of documents that are near the question, keeps the best of them,
        and lets the language model answer from those. A limit of 0 means the default of the service.

        With `streaming=True` events that tell where the answer comes from arrive first, then the
        answer in pieces. Without, only the finished answer is returned.

        Args:
            query: The question to answer.
            collection: Collection that holds the documents.
            doc_limit: Pieces of documents to answer from.
            fetch_limit: Pieces to fetch before the best are chosen; never fewer than `doc_limit`. 0: a
                number that follows from `doc_limit`. Counts only where the flow has a reranker.
            streaming: Ask for a stream instead of one answer.
            timeout: Seconds to wait for the answer, or for the next item of a stream. None: as set on
                the client.

        Returns:
            The finished answer of document RAG. With `streaming=True`: a stream of `DocumentRagItem`.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: A failure is sent without a mark that nothing follows. The client takes the error
                itself as the end.
            2.11.1: REST calls are authorised without their workspace.
        """
        return self._channel.answer(
            operations.DOCUMENT_RAG,
            self._scope,
            {
                "query": query,
                "collection": collection,
                "doc-limit": doc_limit,
                "fetch-limit": fetch_limit,
                "streaming": streaming,
            },
            timeout,
        )

    @legacy(ignored={"user": RETIRED["user"]})
    def embeddings(self, texts: Sequence[str], *, timeout: float | None = None) -> list[list[float]]:
        """Turn texts into vectors.

        The result has one vector for each text, in the same order. All vectors of one flow have
        the same number of dimensions, which its embedding model decides.

        Args:
            texts: The texts.
            timeout: Seconds to wait for the answer. None: as set on the client.

        Returns:
            One vector for each text, in the order sent.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed embedding and sends no vectors. The call
                fails, but nothing says why.
        """
        return self._channel.call(operations.EMBEDDINGS, self._scope, {"texts": texts}, timeout)

    @overload
    def graph_rag(
        self,
        query: str,
        collection: str = "default",
        entity_limit: int = 50,
        triple_limit: int = 30,
        max_subgraph_size: int = 1000,
        max_path_length: int = 2,
        edge_score_limit: int = 30,
        edge_limit: int = 25,
        max_reranker_input: int = 350,
        streaming: Literal[False] = False,
        grounding_seeds: Sequence[str] | None = None,
        graph_seeds: Sequence[str] | None = None,
        languages: Sequence[str] | None = None,
        traversal_instructions: Sequence[TraversalStep | Mapping[str, Any]] | None = None,
        graph: str | None = None,
        user_context: UserContext | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> GraphRagResponse: ...
    @overload
    def graph_rag(
        self,
        query: str,
        collection: str = "default",
        entity_limit: int = 50,
        triple_limit: int = 30,
        max_subgraph_size: int = 1000,
        max_path_length: int = 2,
        edge_score_limit: int = 30,
        edge_limit: int = 25,
        max_reranker_input: int = 350,
        *,
        streaming: Literal[True],
        grounding_seeds: Sequence[str] | None = None,
        graph_seeds: Sequence[str] | None = None,
        languages: Sequence[str] | None = None,
        traversal_instructions: Sequence[TraversalStep | Mapping[str, Any]] | None = None,
        graph: str | None = None,
        user_context: UserContext | Mapping[str, Any] | None = None,
        timeout: float | None = None,
    ) -> Stream[GraphRagItem]: ...
    @overload
    def graph_rag(
        self,
        query: str,
        collection: str = "default",
        entity_limit: int = 50,
        triple_limit: int = 30,
        max_subgraph_size: int = 1000,
        max_path_length: int = 2,
        edge_score_limit: int = 30,
        edge_limit: int = 25,
        max_reranker_input: int = 350,
        *,
        streaming: bool,
        grounding_seeds: Sequence[str] | None = None,
        graph_seeds: Sequence[str] | None = None,
        languages: Sequence[str] | None = None,
        traversal_instructions: Sequence[TraversalStep | Mapping[str, Any]] | None = None,
        graph: str | None = None,
        user_context: UserContext | Mapping[str, Any] | None = None,
        timeout: float | None = None,
    ) -> GraphRagResponse | Stream[GraphRagItem]: ...
    @legacy(renamed={"question": "query"}, ignored={"user": RETIRED["user"]})
    def graph_rag(
        self,
        query: str,
        collection: str = "default",
        entity_limit: int = 50,
        triple_limit: int = 30,
        max_subgraph_size: int = 1000,
        max_path_length: int = 2,
        edge_score_limit: int = 30,
        edge_limit: int = 25,
        max_reranker_input: int = 350,
        streaming: bool = False,
        grounding_seeds: Sequence[str] | None = None,
        graph_seeds: Sequence[str] | None = None,
        languages: Sequence[str] | None = None,
        traversal_instructions: Sequence[TraversalStep | Mapping[str, Any]] | None = None,
        graph: str | None = None,
        user_context: UserContext | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> GraphRagResponse | Stream[GraphRagItem]:
        """Answer a question from the knowledge graph.

        The service looks up entities that the question speaks of, walks the graph from them hop by
        hop, keeps the edges that fit the question best, and lets the language model answer from
        those. A limit of 0 means the default of the service.

        With `streaming=True` events that tell where the answer comes from arrive first, then the
        answer in pieces. Without, only the finished answer is returned.

        Args:
            query: The question to answer.
            collection: Collection that holds the graph.
            entity_limit: Entities to start from, shared among the concepts of the question.
            triple_limit: Triples to read for each entity and direction, on each hop.
            max_subgraph_size: Triples in the part of the graph that is looked at.
            max_path_length: Hops to walk from the first entities.
            edge_score_limit: Edges that pass a first comparison with the question.
            edge_limit: Edges to keep on each hop.
            max_reranker_input: Edges to compare with the question on each hop; the rest is cut off.
            streaming: Ask for a stream instead of one answer.
            grounding_seeds: Concepts to look up instead of those that the language model finds in the
                question. Excludes `graph_seeds`.
            graph_seeds: IRIs of the entities to start from, instead of looking any up. Excludes
                `grounding_seeds`.
            languages: Language tags, such as `en`, of the literals to use; an empty tag means literals
                without one. All when left out.
            traversal_instructions: What to follow: first for the entities to start from, then hop by
                hop.
            graph: IRI of the named graph to read. The default graph when left out.
            user_context: Person to answer; the graph store may hide triples from them.
            timeout: Seconds to wait for the answer, or for the next item of a stream. None: as set on
                the client.

        Returns:
            The finished answer of graph RAG. With `streaming=True`: a stream of `GraphRagItem`.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The service takes `max_subgraph_size` and `edge_score_limit` and makes no use of
                them.
            2.11.1: REST calls are authorised without their workspace.
        """
        return self._channel.answer(
            operations.GRAPH_RAG,
            self._scope,
            {
                "query": query,
                "collection": collection,
                "entity-limit": entity_limit,
                "triple-limit": triple_limit,
                "max-subgraph-size": max_subgraph_size,
                "max-path-length": max_path_length,
                "edge-score-limit": edge_score_limit,
                "edge-limit": edge_limit,
                "max-reranker-input": max_reranker_input,
                "streaming": streaming,
                "grounding-seeds": grounding_seeds,
                "graph-seeds": graph_seeds,
                "languages": languages,
                "traversal-instructions": traversal_instructions,
                "graph": graph,
                "user-context": user_context,
            },
            timeout,
        )

    @overload
    def prompt(
        self,
        id: str,
        variables: Mapping[str, Any] | None = None,
        streaming: Literal[False] = False,
        terms: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
    ) -> PromptResponse: ...
    @overload
    def prompt(
        self,
        id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        streaming: Literal[True],
        terms: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> Stream[PromptChunk]: ...
    @overload
    def prompt(
        self,
        id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        streaming: bool,
        terms: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> PromptResponse | Stream[PromptChunk]: ...
    @legacy(ignored={"user": RETIRED["user"]})
    def prompt(
        self,
        id: str,
        variables: Mapping[str, Any] | None = None,
        streaming: bool = False,
        terms: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
    ) -> PromptResponse | Stream[PromptChunk]:
        """Fill in a prompt template and let the language model answer it.

        A template asks either for text, found in `text`, or for JSON, found in `object` as JSON
        text. With `streaming=True` the text arrives as it is written, in pieces, JSON included.

        Args:
            id: Name of the template: a key of the configuration items of type `prompt`.
            variables: Values for the template by name; anything that JSON can say.
            streaming: Ask for a stream instead of one answer.
            terms: The same as `variables`, but each value already JSON text. Ignored when there are
                variables.
            timeout: Seconds to wait for the answer, or for the next item of a stream. None: as set on
                the client.

        Returns:
            The answer to a prompt template: either text or an object. With `streaming=True`: a stream
                of `PromptChunk`.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed prompt, such as that of an unknown template,
                and sends an answer with neither text nor object. The call fails, but nothing says why.
        """
        return self._channel.answer(
            operations.PROMPT,
            self._scope,
            {"id": id, "variables": variables, "streaming": streaming, "terms": terms},
            timeout,
        )

    @overload
    def text_completion(
        self,
        system: str,
        prompt: str,
        streaming: Literal[False] = False,
        response_format: Literal["json"] | str | None = None,
        schema: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> TextCompletionResponse: ...
    @overload
    def text_completion(
        self,
        system: str,
        prompt: str,
        *,
        streaming: Literal[True],
        response_format: Literal["json"] | str | None = None,
        schema: Mapping[str, Any] | None = None,
        timeout: float | None = None,
    ) -> Stream[RAGChunk]: ...
    @overload
    def text_completion(
        self,
        system: str,
        prompt: str,
        *,
        streaming: bool,
        response_format: Literal["json"] | str | None = None,
        schema: Mapping[str, Any] | None = None,
        timeout: float | None = None,
    ) -> TextCompletionResponse | Stream[RAGChunk]: ...
    @legacy(ignored={"user": RETIRED["user"]})
    def text_completion(
        self,
        system: str,
        prompt: str,
        streaming: bool = False,
        response_format: Literal["json"] | str | None = None,
        schema: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> TextCompletionResponse | Stream[RAGChunk]:
        """Let the language model answer a prompt.

        With `streaming=True` the text arrives as it is written, in pieces.

        Args:
            system: Tells the model how to behave; may be empty.
            prompt: What the model is to answer.
            streaming: Ask for a stream instead of one answer.
            response_format: `json` makes the model write JSON; give a schema with it.
            schema: JSON Schema that the answer must fit; counts only with `response_format`.
            timeout: Seconds to wait for the answer, or for the next item of a stream. None: as set on
                the client.

        Returns:
            What a language model wrote. With `streaming=True`: a stream of `RAGChunk`.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a failed completion and sends an answer without text.
                The call fails, but nothing says why.
        """
        return self._channel.answer(
            operations.TEXT_COMPLETION,
            self._scope,
            {
                "system": system,
                "prompt": prompt,
                "streaming": streaming,
                "response_format": response_format,
                "schema": schema,
            },
            timeout,
        )

    def list_models(self, *, timeout: float | None = None) -> list[ModelInfo]:
        """List the language models that the backend offers.

        Not every backend can tell.

        Args:
            timeout: Seconds to wait for the answer. None: as set on the client.

        Returns:
            Models of the backend; only in answer to `list_models`.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: The gateway drops the error of a backend that cannot list its models, and leaves an
                empty list out. Both look alike, and the call fails without a reason.
        """
        return self._channel.call(operations.LIST_MODELS, self._scope, {}, timeout)

    @overload
    def triples_query(
        self,
        s: rdf.Term | str | None = None,
        p: rdf.Term | str | None = None,
        o: rdf.Term | str | None = None,
        g: str | None = None,
        collection: str = "default",
        limit: int = 10000,
        user_context: UserContext | Mapping[str, Any] | None = None,
        streaming: Literal[False] = False,
        batch_size: int = 20,
        *,
        timeout: float | None = None,
    ) -> list[rdf.Triple]: ...
    @overload
    def triples_query(
        self,
        s: rdf.Term | str | None = None,
        p: rdf.Term | str | None = None,
        o: rdf.Term | str | None = None,
        g: str | None = None,
        collection: str = "default",
        limit: int = 10000,
        user_context: UserContext | Mapping[str, Any] | None = None,
        *,
        streaming: Literal[True],
        batch_size: int = 20,
        timeout: float | None = None,
    ) -> Stream[rdf.Triple]: ...
    @overload
    def triples_query(
        self,
        s: rdf.Term | str | None = None,
        p: rdf.Term | str | None = None,
        o: rdf.Term | str | None = None,
        g: str | None = None,
        collection: str = "default",
        limit: int = 10000,
        user_context: UserContext | Mapping[str, Any] | None = None,
        *,
        streaming: bool,
        batch_size: int = 20,
        timeout: float | None = None,
    ) -> list[rdf.Triple] | Stream[rdf.Triple]: ...
    @legacy(ignored={"user": RETIRED["user"]})
    def triples_query(
        self,
        s: rdf.Term | str | None = None,
        p: rdf.Term | str | None = None,
        o: rdf.Term | str | None = None,
        g: str | None = None,
        collection: str = "default",
        limit: int = 10000,
        user_context: UserContext | Mapping[str, Any] | None = None,
        streaming: bool = False,
        batch_size: int = 20,
        *,
        timeout: float | None = None,
    ) -> list[rdf.Triple] | Stream[rdf.Triple]:
        """Find the triples that match a pattern.

        Whatever is left out of subject, predicate and object matches everything. A plain string
        means an IRI as subject or predicate and a literal as object; pass `Uri("...")` for an
        object that is an IRI.

        With `streaming=True` triples arrive in batches while the query runs, and are handed on one
        by one.

        Args:
            s: Subject.
            p: Predicate.
            o: Object.
            g: IRI of the named graph, or `*` for all graphs. The default graph when left out.
            collection: Collection to search.
            limit: Triples to return at most.
            user_context: Person who asks; the graph store may hide triples from them.
            streaming: Ask for a stream instead of one list.
            batch_size: Triples that the gateway sends in one message of a stream.
            timeout: Seconds to wait for the answer, or for the next item of a stream. None: as set on
                the client.

        Returns:
            The triples. With `streaming=True`: a stream of them, one by one.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: REST calls are authorised without their workspace.
        """
        return self._channel.answer(
            operations.TRIPLES_QUERY,
            self._scope,
            {
                "s": terms_.encode_term(s, "s"),
                "p": terms_.encode_term(p, "p"),
                "o": terms_.encode_term(o, "o"),
                "g": g,
                "collection": collection,
                "limit": limit,
                "user-context": user_context,
                "streaming": streaming,
                "batch-size": batch_size,
            },
            timeout,
        )


class SocketClient:
    """Calls over sockets: many at once over few connections, streams included.

    Sockets are opened when a call needs one, and shared by everything that this client gives.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: SocketChannel) -> None:
        self._channel = channel

    @overload
    def flow(self) -> SocketFlow: ...
    @overload
    def flow(self, id: str) -> SocketFlowInstance: ...
    def flow(self, id: str | None = None) -> SocketFlow | SocketFlowInstance:
        """Starts, stops and lists flows, and gives access to the services of one.

        With an identifier: The AI services of one flow.
        """
        return SocketFlow(self._channel) if id is None else SocketFlowInstance(self._channel, id)

    def config(self) -> SocketConfig:
        """Reads and writes configuration items."""
        return SocketConfig(self._channel)

    def close(self) -> None:
        """Close the sockets; calls that wait fail with `ClientClosed`."""
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
