# Generated from schema/trustgraph_v1 by gatewright 0.1.0, content b854e4d5e425139a. Do not edit.
"""Calls over sockets, for asyncio code."""

from __future__ import annotations

import builtins
from collections.abc import Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Self, overload

from gatewright import rdf
from gatewright.legacy import legacy

from . import operations
from . import terms as terms_
from .protocol import RETIRED

if TYPE_CHECKING:
    from gatewright.aio import AsyncSocketChannel, AsyncStream

    from .items import AgentItem, KnowledgeGetKgCoreItem, RAGChunk
    from .models import (
        AgentResponse,
        AgentStep,
        CollectionMetadata,
        ConfigKey,
        ConfigValue,
        CoreGraphEmbeddings,
        CoreTriples,
        DiagnosisResponse,
        DocumentMetadata,
        NlpQueryResponse,
        ObjectsResponse,
        ProcessingMetadata,
        StructuredQueryResponse,
    )


class AsyncSocketFlow:
    """Starts, stops and lists flows, and gives access to the services of one.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: AsyncSocketChannel) -> None:
        self._channel = channel

    async def list(self, *, timeout: float | None = None) -> builtins.list[str]:
        """List the identifiers of the flows that run.

        Returns: Identifiers of flows.
        """
        return await self._channel.call(operations.FLOW_LIST, {}, {}, timeout)

    async def get(self, id: str, *, timeout: float | None = None) -> Any:
        """Read the definition of a flow: its description, class name, interfaces and parameters.

        Args:
            id: Identifier of the flow.

        Returns: A flow as JSON text, decoded.
        Known defect of 1.8.0: An unknown flow is told as a `FlowError` with a Python error text.
        """
        return await self._channel.call(operations.FLOW_GET, {}, {"flow-id": id}, timeout)

    async def start(
        self,
        class_name: str,
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
            class_name: Class to make the flow from.
            id: Identifier for the flow; must be new.
            description: What the flow is for.
            parameters: Values for parameters of the class. Others keep their defaults.
        """
        return await self._channel.call(
            operations.FLOW_START,
            {},
            {"class-name": class_name, "flow-id": id, "description": description, "parameters": parameters},
            timeout,
        )

    async def stop(self, id: str, *, timeout: float | None = None) -> None:
        """Stop a flow.

        Args:
            id: Identifier of the flow.
        """
        return await self._channel.call(operations.FLOW_STOP, {}, {"flow-id": id}, timeout)

    async def list_classes(self, *, timeout: float | None = None) -> builtins.list[str]:
        """List the names of the flow classes.

        Returns: Names of flow classes.
        """
        return await self._channel.call(operations.FLOW_LIST_CLASSES, {}, {}, timeout)

    async def get_class(self, class_name: str, *, timeout: float | None = None) -> Any:
        """Read the definition of a flow class.

        Args:
            class_name: Name of the class.

        Returns: A flow class as JSON text, decoded.
        Known defect of 1.8.0: An unknown class is told by an empty answer only. The client raises
            `NotFound`.
        """
        return await self._channel.call(operations.FLOW_GET_CLASS, {}, {"class-name": class_name}, timeout)

    async def put_class(
        self, class_name: str, definition: Mapping[str, Any], *, timeout: float | None = None
    ) -> None:
        """Write a flow class; one of the same name is replaced.

        Args:
            class_name: Name of the class.
            definition: What flows of this kind consist of: processors by `class` and by `flow`,
                `interfaces` and `parameters`.
        """
        return await self._channel.call(
            operations.FLOW_PUT_CLASS, {}, {"class-name": class_name, "class-definition": definition}, timeout
        )

    async def delete_class(self, class_name: str, *, timeout: float | None = None) -> None:
        """Delete a flow class. Flows made from it go on running.

        Args:
            class_name: Name of the class.

        Known defect of 1.8.0: A flow whose class was deleted cannot be stopped any more: the
            service needs the class for that.
        """
        return await self._channel.call(operations.FLOW_DELETE_CLASS, {}, {"class-name": class_name}, timeout)

    @legacy(renamed={"request_data": "request"})
    async def request(self, request: Mapping[str, Any], *, timeout: float | None = None) -> Any:
        """Send any request to the service for flows, and return the answer as it is.

        Args:
            request: The request, with its `operation`.

        Returns: The answer, as JSON.
        """
        return await self._channel.call(operations.FLOW_REQUEST, {}, {"request": request}, timeout)


class AsyncSocketConfig:
    """Reads and writes configuration items.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: AsyncSocketChannel) -> None:
        self._channel = channel

    async def get(
        self, keys: Sequence[ConfigKey | Mapping[str, Any]], *, timeout: float | None = None
    ) -> builtins.list[ConfigValue]:
        """Read configuration items.

        The result has one item for each key, in the same order; the value of an item that does
        not exist is None.

        Args:
            keys: Which items.

        Returns: Items.
        """
        return await self._channel.call(operations.CONFIG_GET, {}, {"keys": keys}, timeout)

    async def list(self, type: str, *, timeout: float | None = None) -> builtins.list[str]:
        """List the keys of all items of one type.

        Args:
            type: Kind of item, such as `prompt` or `flows`.

        Returns: Keys.
        """
        return await self._channel.call(operations.CONFIG_LIST, {}, {"type": type}, timeout)

    async def get_values(self, type: str, *, timeout: float | None = None) -> builtins.list[ConfigValue]:
        """Read all items of one type.

        Args:
            type: Kind of item, such as `prompt` or `flows`.

        Returns: Items.
        """
        return await self._channel.call(operations.CONFIG_GET_VALUES, {}, {"type": type}, timeout)

    async def all(self, *, timeout: float | None = None) -> tuple[dict[str, dict[str, str]], int]:
        """Read the whole configuration.

        The result is a pair: all values, by type and key, and the version, which grows with each
        change.

        Returns: All items: kind to key to value. Number of changes made to the configuration so
            far.
        """
        return await self._channel.call(operations.CONFIG_ALL, {}, {}, timeout)

    async def put(
        self, values: Sequence[ConfigValue | Mapping[str, Any]], *, timeout: float | None = None
    ) -> None:
        """Write configuration items; those that exist are replaced.

        Args:
            values: The items, each with type, key and value.
        """
        return await self._channel.call(operations.CONFIG_PUT, {}, {"values": values}, timeout)

    async def delete(
        self, keys: Sequence[ConfigKey | Mapping[str, Any]], *, timeout: float | None = None
    ) -> None:
        """Delete configuration items; those that do not exist are passed over.

        Args:
            keys: Which items.
        """
        return await self._channel.call(operations.CONFIG_DELETE, {}, {"keys": keys}, timeout)

    async def request(self, request: Mapping[str, Any], *, timeout: float | None = None) -> Any:
        """Send any request to the service for configuration, and return the answer as it is.

        Args:
            request: The request, with its `operation`.

        Returns: The answer, as JSON.
        """
        return await self._channel.call(operations.CONFIG_REQUEST, {}, {"request": request}, timeout)


class AsyncSocketLibrary:
    """Keeps documents, and hands them to flows.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: AsyncSocketChannel) -> None:
        self._channel = channel

    async def add_document(
        self,
        document: bytes,
        id: str,
        metadata: Sequence[rdf.Triple | rdf.TripleLike] | None = None,
        user: str = "trustgraph",
        title: str = "",
        comments: str = "",
        kind: str = "text/plain",
        tags: Sequence[str] = (),
        time: int | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Add a document to the library.

        It goes up in one call. The gateway takes up to 256 MiB over HTTP and 50 MiB on a socket, a
        quarter of which is lost to encoding, and what is behind it may take less. To hand the document to
        a flow, call `start_processing`.

        Args:
            document: The content.
            id: Identifier for the document; must be new for the user.
            metadata: Triples about the document.
            user: User whose document it is.
            title: Title for people.
            comments: Remarks for people.
            kind: MIME type: `text/plain` or `application/pdf`.
            tags: Tags.
            time: When it was added, in seconds since 1970; now where left out.

        Known defect of 1.8.0: A document without triples about it spoils the library of its user:
            listing his documents, and reading this one, fail from then on with a Python error text.
            Pass at least one triple as `metadata`.
        """
        return await self._channel.call(
            operations.LIBRARY_ADD_DOCUMENT,
            {},
            {
                "content": document,
                "id": id,
                "metadata": None if metadata is None else [terms_.encode_triple(each) for each in metadata],
                "user": user,
                "title": title,
                "comments": comments,
                "kind": kind,
                "tags": tags,
                "time": time,
            },
            timeout,
        )

    async def remove_document(self, user: str, id: str, *, timeout: float | None = None) -> None:
        """Remove a document.

        Args:
            user: User whose document it is.
            id: Identifier of the document.
        """
        return await self._channel.call(
            operations.LIBRARY_REMOVE_DOCUMENT, {}, {"user": user, "document-id": id}, timeout
        )

    async def update_document(
        self,
        user: str,
        id: str,
        metadata: DocumentMetadata | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> None:
        """Replace what the library knows of a document.

        All of time, title, comments, triples and tags are replaced, so read them with `get_document`
        first; the rest never changes.

        Args:
            user: User whose document it is.
            id: Identifier of the document.
            metadata: What it is to know, with the time.
        """
        return await self._channel.call(
            operations.LIBRARY_UPDATE_DOCUMENT,
            {},
            {"user": user, "id": id, "document-metadata": metadata},
            timeout,
        )

    async def describe_document(
        self,
        user: str,
        id: str,
        metadata: Sequence[rdf.Triple | rdf.TripleLike] | None = None,
        title: str = "",
        comments: str = "",
        tags: Sequence[str] = (),
        time: int | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Replace what the library knows of a document, as `update_document` does, part by part.

        Args:
            user: User whose document it is.
            id: Identifier of the document.
            metadata: Triples about the document.
            title: Title for people.
            comments: Remarks for people.
            tags: Tags.
            time: The time, in seconds since 1970; now where left out.
        """
        return await self._channel.call(
            operations.LIBRARY_DESCRIBE_DOCUMENT,
            {},
            {
                "user": user,
                "id": id,
                "metadata": None if metadata is None else [terms_.encode_triple(each) for each in metadata],
                "title": title,
                "comments": comments,
                "tags": tags,
                "time": time,
            },
            timeout,
        )

    async def get_document(self, user: str, id: str, *, timeout: float | None = None) -> DocumentMetadata:
        """Read what the library knows of a document.

        Args:
            user: User whose document it is.
            id: Identifier of the document.

        Returns: A document.
        """
        return await self._channel.call(
            operations.LIBRARY_GET_DOCUMENT, {}, {"user": user, "document-id": id}, timeout
        )

    get_document_metadata = get_document

    async def get_document_content(self, user: str, id: str, *, timeout: float | None = None) -> bytes:
        """Read the content of a document.

        Args:
            user: User whose document it is.
            id: Identifier of the document.

        Returns: A document's content, as base64, decoded.
        """
        return await self._channel.call(
            operations.LIBRARY_GET_DOCUMENT_CONTENT, {}, {"user": user, "document-id": id}, timeout
        )

    async def get_documents(
        self, user: str = "trustgraph", *, timeout: float | None = None
    ) -> list[DocumentMetadata]:
        """List the documents of a user.

        Args:
            user: User whose documents they are.

        Returns: Documents.
        """
        return await self._channel.call(operations.LIBRARY_GET_DOCUMENTS, {}, {"user": user}, timeout)

    async def get_processings(
        self, user: str = "trustgraph", *, timeout: float | None = None
    ) -> list[ProcessingMetadata]:
        """List what flows work, or worked, on for a user.

        Args:
            user: User whose documents they are.

        Returns: Processings.
        """
        return await self._channel.call(operations.LIBRARY_GET_PROCESSINGS, {}, {"user": user}, timeout)

    async def start_processing(
        self,
        id: str,
        document_id: str,
        flow: str = "default",
        user: str = "trustgraph",
        collection: str = "default",
        tags: Sequence[str] = (),
        time: int | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Hand a document to a flow.

        Args:
            id: Identifier for the processing; must be new for the user.
            document_id: The document.
            flow: The flow.
            user: User whose document it is.
            collection: Collection that the results go to.
            tags: Tags.
            time: When it was started, in seconds since 1970; now where left out.

        Known defect of 1.8.0: A processing whose flow is not there, or cannot take the document, is
            listed all the same. The call fails.
        Known defect of 1.8.0: The collection that is named is not made. Make it with
            `update_collection` if it is to be listed.
        """
        return await self._channel.call(
            operations.LIBRARY_START_PROCESSING,
            {},
            {
                "id": id,
                "document-id": document_id,
                "flow": flow,
                "user": user,
                "collection": collection,
                "tags": tags,
                "time": time,
            },
            timeout,
        )

    async def stop_processing(
        self, id: str, user: str = "trustgraph", *, timeout: float | None = None
    ) -> None:
        """Forget a processing. What the flow has begun it goes on with.

        Args:
            id: Identifier of the processing.
            user: User whose document it is.
        """
        return await self._channel.call(
            operations.LIBRARY_STOP_PROCESSING, {}, {"processing-id": id, "user": user}, timeout
        )

    async def request(self, request: Mapping[str, Any], *, timeout: float | None = None) -> Any:
        """Send any request to the library, and return the answer as it is.

        Args:
            request: The request, with its `operation`.

        Returns: The answer, as JSON.
        """
        return await self._channel.call(operations.LIBRARY_REQUEST, {}, {"request": request}, timeout)


class AsyncSocketKnowledge:
    """Keeps knowledge cores, and loads them into flows.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: AsyncSocketChannel) -> None:
        self._channel = channel

    async def list_kg_cores(self, user: str = "trustgraph", *, timeout: float | None = None) -> list[str]:
        """List the cores that hold a knowledge graph.

        Args:
            user: User whose cores they are.

        Returns: Identifiers.
        """
        return await self._channel.call(operations.KNOWLEDGE_LIST_KG_CORES, {}, {"user": user}, timeout)

    async def delete_kg_core(
        self, id: str, user: str = "trustgraph", *, timeout: float | None = None
    ) -> None:
        """Delete a core that holds a knowledge graph.

        Args:
            id: Identifier of the core.
            user: User whose core it is.
        """
        return await self._channel.call(
            operations.KNOWLEDGE_DELETE_KG_CORE, {}, {"id": id, "user": user}, timeout
        )

    async def load_kg_core(
        self,
        id: str,
        user: str = "trustgraph",
        flow: str = "default",
        collection: str = "default",
        *,
        timeout: float | None = None,
    ) -> None:
        """Load a core into the stores of a flow.

        Args:
            id: Identifier of the core.
            user: User whose core it is.
            flow: The flow.
            collection: Collection to load it into.

        Known defect of 1.8.0: The gateway answers when loading begins; what fails later is only
            logged there.
        """
        return await self._channel.call(
            operations.KNOWLEDGE_LOAD_KG_CORE,
            {},
            {"id": id, "user": user, "flow": flow, "collection": collection},
            timeout,
        )

    async def unload_kg_core(
        self, id: str, user: str = "trustgraph", flow: str = "default", *, timeout: float | None = None
    ) -> None:
        """Take a core out of the stores of a flow again.

        Args:
            id: Identifier of the core.
            user: User whose core it is.
            flow: The flow.

        Known defect of 1.8.0: Not implemented in the gateway. The call always fails.
        """
        return await self._channel.call(
            operations.KNOWLEDGE_UNLOAD_KG_CORE, {}, {"id": id, "user": user, "flow": flow}, timeout
        )

    def get_kg_core(
        self, id: str, user: str = "trustgraph", *, timeout: float | None = None
    ) -> AsyncStream[KnowledgeGetKgCoreItem]:
        """Read a core that holds a knowledge graph, part by part.

        Each part is what `put_kg_core` takes: triples and vectors. Not over HTTP, where the gateway sends
        nothing but the end.

        Args:
            id: Identifier of the core.
            user: User whose core it is.

        Returns: A stream of `KnowledgeGetKgCoreItem`.
        Known defect of 1.8.0: The gateway sends an empty list of identifiers instead of any part,
            and calls that complete. The call fails.
        """
        return self._channel.stream(operations.KNOWLEDGE_GET_KG_CORE, {}, {"id": id, "user": user}, timeout)

    async def put_kg_core(
        self,
        id: str,
        user: str = "trustgraph",
        triples: CoreTriples | Mapping[str, Any] | None = None,
        graph_embeddings: CoreGraphEmbeddings | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Add parts to a core that holds a knowledge graph; it is made if there is none.

        Each argument takes what `get_kg_core` gives.

        Args:
            id: Identifier of the core.
            user: User whose core it is.
            triples: Triples.
            graph_embeddings: Vectors of entities.

        Known defect of 1.8.0: The service does not look at `id` and `user`: triples and vectors go
            to the core that their `metadata` names.
        """
        return await self._channel.call(
            operations.KNOWLEDGE_PUT_KG_CORE,
            {},
            {"id": id, "user": user, "triples": triples, "graph-embeddings": graph_embeddings},
            timeout,
        )

    async def request(self, request: Mapping[str, Any], *, timeout: float | None = None) -> Any:
        """Send any request to the service for cores, and return the answer as it is.

        Args:
            request: The request, with its `operation`.

        Returns: The answer, as JSON.
        """
        return await self._channel.call(operations.KNOWLEDGE_REQUEST, {}, {"request": request}, timeout)


class AsyncSocketCollection:
    """Makes, lists and deletes collections.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: AsyncSocketChannel) -> None:
        self._channel = channel

    async def list_collections(
        self,
        user: str = "trustgraph",
        tag_filter: Sequence[str] | None = None,
        limit: int | None = None,
        *,
        timeout: float | None = None,
    ) -> list[CollectionMetadata]:
        """List the collections of a user.

        Args:
            user: User whose collections they are.
            tag_filter: Only those that have one of these tags.
            limit: Collections to return at most.

        Returns: Collections.
        Known defect of 1.8.0: The gateway prints requests and answers of this service to its
            standard output.
        """
        return await self._channel.call(
            operations.COLLECTION_LIST_COLLECTIONS,
            {},
            {"user": user, "tag_filter": tag_filter, "limit": limit},
            timeout,
        )

    async def update_collection(
        self,
        user: str,
        collection: str,
        name: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | None = None,
        *,
        timeout: float | None = None,
    ) -> CollectionMetadata:
        """Make a collection, or replace what is known of it.

        What is left out becomes empty, and the name that of the collection. Returns what is known now.

        Args:
            user: User whose collection it is.
            collection: Identifier of the collection.
            name: Name for people.
            description: What it is for.
            tags: Tags.

        Returns: Collections.
        Known defect of 1.8.0: The gateway prints requests and answers of this service to its
            standard output.
        """
        return await self._channel.call(
            operations.COLLECTION_UPDATE_COLLECTION,
            {},
            {"user": user, "collection": collection, "name": name, "description": description, "tags": tags},
            timeout,
        )

    async def delete_collection(self, user: str, collection: str, *, timeout: float | None = None) -> None:
        """Delete a collection, and all that the stores hold of it.

        Args:
            user: User whose collection it is.
            collection: Identifier of the collection.

        Known defect of 1.8.0: The gateway prints requests and answers of this service to its
            standard output.
        """
        return await self._channel.call(
            operations.COLLECTION_DELETE_COLLECTION, {}, {"user": user, "collection": collection}, timeout
        )

    async def request(self, request: Mapping[str, Any], *, timeout: float | None = None) -> Any:
        """Send any request to the service for collections, and return the answer as it is.

        Args:
            request: The request, with its `operation`.

        Returns: The answer, as JSON.
        """
        return await self._channel.call(operations.COLLECTION_REQUEST, {}, {"request": request}, timeout)


class AsyncSocketFlowInstance:
    """The AI services of one flow.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel", "_scope")

    def __init__(self, channel: AsyncSocketChannel, flow: str) -> None:
        self._channel = channel
        self._scope = {"flow": flow}

    @overload
    def agent(
        self,
        question: str,
        user: str = "trustgraph",
        state: str | Mapping[str, Any] | None = None,
        group: Sequence[str] | str | None = None,
        history: Sequence[AgentStep | Mapping[str, Any]] | None = None,
        streaming: Literal[False] = False,
        *,
        timeout: float | None = None,
    ) -> Coroutine[Any, Any, AgentResponse]: ...
    @overload
    def agent(
        self,
        question: str,
        user: str = "trustgraph",
        state: str | Mapping[str, Any] | None = None,
        group: Sequence[str] | str | None = None,
        history: Sequence[AgentStep | Mapping[str, Any]] | None = None,
        *,
        streaming: Literal[True],
        timeout: float | None = None,
    ) -> AsyncStream[AgentItem]: ...
    @overload
    def agent(
        self,
        question: str,
        user: str = "trustgraph",
        state: str | Mapping[str, Any] | None = None,
        group: Sequence[str] | str | None = None,
        history: Sequence[AgentStep | Mapping[str, Any]] | None = None,
        *,
        streaming: bool,
        timeout: float | None = None,
    ) -> Coroutine[Any, Any, AgentResponse] | AsyncStream[AgentItem]: ...
    def agent(
        self,
        question: str,
        user: str = "trustgraph",
        state: str | Mapping[str, Any] | None = None,
        group: Sequence[str] | str | None = None,
        history: Sequence[AgentStep | Mapping[str, Any]] | None = None,
        streaming: bool = False,
        *,
        timeout: float | None = None,
    ) -> Coroutine[Any, Any, AgentResponse] | AsyncStream[AgentItem]:
        """Ask an agent a question.

        With `streaming=True` the agent's thoughts, observations and the answer arrive as
        they are made. Without, only the finished answer is returned; `response["response"]`,
        `response["answer"]` and `str(response)` are its text.

        Args:
            question: The question to answer.
            user: User whose data the agent's tools work on.
            state: State of an earlier turn: text, or anything that JSON can say, which is sent as JSON
                text.
            group: Tool groups that the agent may use: names, or one name.
            history: Steps of earlier turns.
            streaming: Ask for a stream instead of one answer.

        Returns: The finished answer of an agent. With `streaming=True`: a stream of `AgentItem`.
        Known defect of 1.8.0: Without a stream the gateway sends the agent's first thought and
            nothing else. The client asks for a stream and joins it, over a socket, for calls of the
            REST interface, too. Where no socket can be opened, the call fails.
        """
        return self._channel.answer(
            operations.AGENT,
            self._scope,
            {
                "question": question,
                "user": user,
                "state": state,
                "group": group,
                "history": history,
                "streaming": streaming,
            },
            timeout,
        )

    async def load_document(
        self,
        document: bytes,
        id: str | None = None,
        metadata: Sequence[rdf.Triple | rdf.TripleLike] | None = None,
        user: str = "trustgraph",
        collection: str = "default",
        *,
        timeout: float | None = None,
    ) -> None:
        """Hand a document, such as a PDF, to the flow, without keeping it in the library.

        Returns when the gateway has it in its queue; whether the flow could make something of it is not
        told. `library().add_document` and `start_processing` keep the document, too.

        Args:
            document: The content.
            id: Identifier for the document; what is made of it refers to it.
            metadata: Triples about the document.
            user: User to store the results for.
            collection: Collection that the results go to.

        Known defect of 1.8.0: An answer means only that the gateway has queued the document; what
            fails later is only logged.
        """
        return await self._channel.call(
            operations.LOAD_DOCUMENT,
            self._scope,
            {
                "data": document,
                "id": id,
                "metadata": None if metadata is None else [terms_.encode_triple(each) for each in metadata],
                "user": user,
                "collection": collection,
            },
            timeout,
        )

    @overload
    def document_rag(
        self,
        query: str,
        user: str = "trustgraph",
        collection: str = "default",
        doc_limit: int = 20,
        streaming: Literal[False] = False,
        *,
        timeout: float | None = None,
    ) -> Coroutine[Any, Any, str]: ...
    @overload
    def document_rag(
        self,
        query: str,
        user: str = "trustgraph",
        collection: str = "default",
        doc_limit: int = 20,
        *,
        streaming: Literal[True],
        timeout: float | None = None,
    ) -> AsyncStream[RAGChunk]: ...
    @overload
    def document_rag(
        self,
        query: str,
        user: str = "trustgraph",
        collection: str = "default",
        doc_limit: int = 20,
        *,
        streaming: bool,
        timeout: float | None = None,
    ) -> Coroutine[Any, Any, str] | AsyncStream[RAGChunk]: ...
    @legacy(renamed={"question": "query"})
    def document_rag(
        self,
        query: str,
        user: str = "trustgraph",
        collection: str = "default",
        doc_limit: int = 20,
        streaming: bool = False,
        *,
        timeout: float | None = None,
    ) -> Coroutine[Any, Any, str] | AsyncStream[RAGChunk]:
        """Answer a question from documents.

        The service fetches pieces of documents that are near the question, and lets the language
        model answer from those.

        With `streaming=True` the answer arrives in pieces. Without, the text of the finished answer
        is returned.

        Args:
            query: The question to answer.
            user: User whose documents they are.
            collection: Collection that holds the documents.
            doc_limit: Pieces of documents to answer from.
            streaming: Ask for a stream instead of one answer.

        Returns: Text of the answer. With `streaming=True`: a stream of `RAGChunk`.
        Known defect of 1.8.0: Without a stream the gateway does not notice the end of the answer,
            and fails after two minutes. The client asks for a stream and joins it, over a socket,
            for calls of the REST interface, too.
        Known defect of 1.8.0: The last piece of a stream repeats the one before it. The client
            empties it.
        """
        return self._channel.answer(
            operations.DOCUMENT_RAG,
            self._scope,
            {
                "query": query,
                "user": user,
                "collection": collection,
                "doc-limit": doc_limit,
                "streaming": streaming,
            },
            timeout,
        )

    async def embeddings(self, text: str, *, timeout: float | None = None) -> list[list[float]]:
        """Turn a text into vectors.

        The result is a list of vectors, since an embedding model may make several of one text; most
        make one. All vectors of one flow have the same number of dimensions, which its embedding model
        decides.

        Args:
            text: The text.

        Returns: Vectors of the text; most embedding models make one.
        """
        return await self._channel.call(operations.EMBEDDINGS, self._scope, {"text": text}, timeout)

    async def graph_embeddings_query(
        self,
        text: str | None = None,
        user: str = "trustgraph",
        collection: str = "default",
        limit: int = 10,
        vectors: Sequence[Sequence[float]] | None = None,
        *,
        timeout: float | None = None,
    ) -> list[rdf.Term]:
        """Find the entities of the knowledge graph whose descriptions are nearest in meaning to a text.

        The text is turned into vectors by the embeddings service of the flow; pass `vectors` instead to
        save that. The best match comes first.

        Args:
            text: What to look for.
            user: User whose graph it is.
            collection: Collection to search.
            limit: Entities to return at most.
            vectors: The vectors to look for instead of a text.

        Returns: The entities, the nearest first.
        Known defect of 1.8.0: The service does not answer when it fails. The call ends when the
            gateway or the client has waited long enough.
        """
        return await self._channel.call(
            operations.GRAPH_EMBEDDINGS_QUERY,
            self._scope,
            {"text": text, "user": user, "collection": collection, "limit": limit, "vectors": vectors},
            timeout,
        )

    @overload
    def graph_rag(
        self,
        query: str,
        user: str = "trustgraph",
        collection: str = "default",
        entity_limit: int = 50,
        triple_limit: int = 30,
        max_subgraph_size: int = 1000,
        max_path_length: int = 2,
        streaming: Literal[False] = False,
        *,
        timeout: float | None = None,
    ) -> Coroutine[Any, Any, str]: ...
    @overload
    def graph_rag(
        self,
        query: str,
        user: str = "trustgraph",
        collection: str = "default",
        entity_limit: int = 50,
        triple_limit: int = 30,
        max_subgraph_size: int = 1000,
        max_path_length: int = 2,
        *,
        streaming: Literal[True],
        timeout: float | None = None,
    ) -> AsyncStream[RAGChunk]: ...
    @overload
    def graph_rag(
        self,
        query: str,
        user: str = "trustgraph",
        collection: str = "default",
        entity_limit: int = 50,
        triple_limit: int = 30,
        max_subgraph_size: int = 1000,
        max_path_length: int = 2,
        *,
        streaming: bool,
        timeout: float | None = None,
    ) -> Coroutine[Any, Any, str] | AsyncStream[RAGChunk]: ...
    @legacy(
        renamed={"question": "query"},
        ignored={
            "max_subgraph_count": RETIRED["max_subgraph_count"],
            "max_entity_distance": RETIRED["max_entity_distance"],
        },
    )
    def graph_rag(
        self,
        query: str,
        user: str = "trustgraph",
        collection: str = "default",
        entity_limit: int = 50,
        triple_limit: int = 30,
        max_subgraph_size: int = 1000,
        max_path_length: int = 2,
        streaming: bool = False,
        *,
        timeout: float | None = None,
    ) -> Coroutine[Any, Any, str] | AsyncStream[RAGChunk]:
        """Answer a question from the knowledge graph.

        The service looks up entities that the question speaks of, walks the graph from them hop by
        hop, and lets the language model answer from what it found.

        With `streaming=True` the answer arrives in pieces. Without, the text of the finished answer
        is returned.

        Args:
            query: The question to answer.
            user: User whose graph it is.
            collection: Collection that holds the graph.
            entity_limit: Entities to start from.
            triple_limit: Triples to read for each entity and direction, on each hop.
            max_subgraph_size: Triples in the part of the graph that is looked at.
            max_path_length: Hops to walk from the first entities.
            streaming: Ask for a stream instead of one answer.

        Returns: Text of the answer. With `streaming=True`: a stream of `RAGChunk`.
        Known defect of 1.8.0: Without a stream the gateway does not notice the end of the answer,
            and fails after two minutes. The client asks for a stream and joins it, over a socket,
            for calls of the REST interface, too.
        Known defect of 1.8.0: The last piece of a stream repeats the one before it. The client
            empties it.
        """
        return self._channel.answer(
            operations.GRAPH_RAG,
            self._scope,
            {
                "query": query,
                "user": user,
                "collection": collection,
                "entity-limit": entity_limit,
                "triple-limit": triple_limit,
                "max-subgraph-size": max_subgraph_size,
                "max-path-length": max_path_length,
                "streaming": streaming,
            },
            timeout,
        )

    async def mcp_tool(
        self, name: str, parameters: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> Any:
        """Call a tool, and return what it answers.

        That is a string, or whatever JSON says. The tool is one of the configuration items of type `mcp`.

        Args:
            name: Name of the tool.
            parameters: What the tool is to work on.

        Returns: The answer of a tool that gives JSON, decoded. The answer of a tool that gives
            text.
        """
        return await self._channel.call(
            operations.MCP_TOOL, self._scope, {"name": name, "parameters": parameters}, timeout
        )

    async def nlp_query(
        self, question: str, max_results: int = 100, *, timeout: float | None = None
    ) -> NlpQueryResponse:
        """Turn a question into a GraphQL query, as `objects_query` takes it.

        The language model chooses among the schemas that the configuration has. The query is not run;
        `structured_query` does both.

        Args:
            question: The question.
            max_results: Objects that the query is to ask for at most.

        Returns: A question as a GraphQL query.
        """
        return await self._channel.call(
            operations.NLP_QUERY, self._scope, {"question": question, "max_results": max_results}, timeout
        )

    async def objects_query(
        self,
        query: str,
        user: str = "trustgraph",
        collection: str = "default",
        variables: Mapping[str, str] | None = None,
        operation_name: str | None = None,
        *,
        timeout: float | None = None,
    ) -> ObjectsResponse:
        """Ask for objects with a GraphQL query.

        Fields of the query that fail are no exception: what could be read is in `data`, and `errors`
        tells of the rest. Look at it before trusting the data.

        Args:
            query: The query in GraphQL.
            user: User whose objects they are.
            collection: Collection that holds the objects.
            variables: Variables of the query by name, as text.
            operation_name: Which operation of the query to run, where it has several.

        Returns: What a GraphQL query found.
        """
        return await self._channel.call(
            operations.OBJECTS_QUERY,
            self._scope,
            {
                "query": query,
                "user": user,
                "collection": collection,
                "variables": variables,
                "operation_name": operation_name,
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
    ) -> Coroutine[Any, Any, Any]: ...
    @overload
    def prompt(
        self,
        id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        streaming: Literal[True],
        terms: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[str]: ...
    @overload
    def prompt(
        self,
        id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        streaming: bool,
        terms: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> Coroutine[Any, Any, Any] | AsyncStream[str]: ...
    def prompt(
        self,
        id: str,
        variables: Mapping[str, Any] | None = None,
        streaming: bool = False,
        terms: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
    ) -> Coroutine[Any, Any, Any] | AsyncStream[str]:
        """Fill in a prompt template and let the language model answer it.

        A template asks either for text, which is returned as it is, or for JSON: then what that says
        is returned. With `streaming=True` the text arrives as it is written, in pieces, JSON included.

        Args:
            id: Name of the template: a key of the configuration items of type `prompt`.
            variables: Values for the template by name; anything that JSON can say.
            streaming: Ask for a stream instead of one answer.
            terms: The same as `variables`, but each value already JSON text. Ignored when there are
                variables.

        Returns: The answer of a template that asks for JSON. The answer of a template that asks for
            text. With `streaming=True`: a stream of text, in pieces as they come.
        """
        return self._channel.answer(
            operations.PROMPT,
            self._scope,
            {"id": id, "variables": variables, "streaming": streaming, "terms": terms},
            timeout,
        )

    async def detect_type(self, sample: str, *, timeout: float | None = None) -> str:
        """Find out the format of some data: `csv`, `json` or `xml`.

        `diagnose_data` also tells how certain that is.

        Args:
            sample: The beginning of the data.

        Returns: Format of the data: `csv`, `json` or `xml`.
        """
        return await self._channel.call(operations.DETECT_TYPE, self._scope, {"sample": sample}, timeout)

    async def generate_descriptor(
        self,
        sample: str,
        data_type: Literal["csv", "json", "xml"] | str,
        schema_name: str,
        options: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
    ) -> Any:
        """Let the language model write a descriptor: how data of this kind is read into rows of a schema.

        Args:
            sample: The beginning of the data.
            data_type: Format of the data.
            schema_name: Schema of the rows, a key of the configuration items of type `schema`.
            options: More about the data, such as the delimiter of a CSV file.

        Returns: How the data is read into rows of a schema.
        """
        return await self._channel.call(
            operations.GENERATE_DESCRIPTOR,
            self._scope,
            {"sample": sample, "type": data_type, "schema-name": schema_name, "options": options},
            timeout,
        )

    async def diagnose_data(
        self,
        sample: str,
        schema_name: str | None = None,
        options: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
    ) -> DiagnosisResponse:
        """Find out the format of some data, and let the language model write a descriptor for it.

        That is `detect_type` and `generate_descriptor` in one.

        Args:
            sample: The beginning of the data.
            schema_name: Schema of the rows, a key of the configuration items of type `schema`. The
                first one when left out.
            options: More about the data, such as the delimiter of a CSV file.

        Returns: What a sample of data is, and how to read it.
        """
        return await self._channel.call(
            operations.DIAGNOSE_DATA,
            self._scope,
            {"sample": sample, "schema-name": schema_name, "options": options},
            timeout,
        )

    async def schema_selection(
        self, sample: str, options: Mapping[str, str] | None = None, *, timeout: float | None = None
    ) -> list[str]:
        """Let the language model find the schemas that fit some data.

        Args:
            sample: The beginning of the data.
            options: More about the data.

        Returns: Names of schemas that fit.
        """
        return await self._channel.call(
            operations.SCHEMA_SELECTION, self._scope, {"sample": sample, "options": options}, timeout
        )

    async def structured_query(
        self,
        question: str,
        user: str = "trustgraph",
        collection: str = "default",
        *,
        timeout: float | None = None,
    ) -> StructuredQueryResponse:
        """Answer a question with objects, the rows of structured data.

        The question is turned into a GraphQL query, as by `nlp_query`, which is then run. Fields that fail
        are no exception: what could be read is in `data`, and `errors` tells of the rest.

        Args:
            question: The question.
            user: User whose objects they are.
            collection: Collection that holds the objects.

        Returns: The answer to a question about structured data.
        """
        return await self._channel.call(
            operations.STRUCTURED_QUERY,
            self._scope,
            {"question": question, "user": user, "collection": collection},
            timeout,
        )

    @overload
    def text_completion(
        self, system: str, prompt: str, streaming: Literal[False] = False, *, timeout: float | None = None
    ) -> Coroutine[Any, Any, str]: ...
    @overload
    def text_completion(
        self, system: str, prompt: str, *, streaming: Literal[True], timeout: float | None = None
    ) -> AsyncStream[str]: ...
    @overload
    def text_completion(
        self, system: str, prompt: str, *, streaming: bool, timeout: float | None = None
    ) -> Coroutine[Any, Any, str] | AsyncStream[str]: ...
    def text_completion(
        self, system: str, prompt: str, streaming: bool = False, *, timeout: float | None = None
    ) -> Coroutine[Any, Any, str] | AsyncStream[str]:
        """Let the language model answer a prompt.

        Returns the text. With `streaming=True` it arrives as it is written, in pieces.

        Args:
            system: Tells the model how to behave; may be empty.
            prompt: What the model is to answer.
            streaming: Ask for a stream instead of one answer.

        Returns: The text. With `streaming=True`: a stream of text, in pieces as they come.
        Known defect of 1.8.0: A model that cannot stream answers a call with `streaming=True` with
            one piece.
        """
        return self._channel.answer(
            operations.TEXT_COMPLETION,
            self._scope,
            {"system": system, "prompt": prompt, "streaming": streaming},
            timeout,
        )

    async def load_text(
        self,
        text: bytes,
        id: str | None = None,
        metadata: Sequence[rdf.Triple | rdf.TripleLike] | None = None,
        charset: str = "utf-8",
        user: str = "trustgraph",
        collection: str = "default",
        *,
        timeout: float | None = None,
    ) -> None:
        """Hand a text to the flow, without keeping it in the library.

        Returns when the gateway has it in its queue; whether the flow could make something of it is not
        told. `library().add_document` and `start_processing` keep the text, too.

        Args:
            text: The text, encoded: bytes.
            id: Identifier for the document; what is made of it refers to it.
            metadata: Triples about the document.
            charset: How the text is encoded.
            user: User to store the results for.
            collection: Collection that the results go to.

        Known defect of 1.8.0: An answer means only that the gateway has queued the text; what fails
            later is only logged.
        """
        return await self._channel.call(
            operations.LOAD_TEXT,
            self._scope,
            {
                "text": text,
                "id": id,
                "metadata": None if metadata is None else [terms_.encode_triple(each) for each in metadata],
                "charset": charset,
                "user": user,
                "collection": collection,
            },
            timeout,
        )

    async def triples_query(
        self,
        s: rdf.Term | str | None = None,
        p: rdf.Term | str | None = None,
        o: rdf.Term | str | None = None,
        user: str = "trustgraph",
        collection: str = "default",
        limit: int = 10000,
        *,
        timeout: float | None = None,
    ) -> list[rdf.Triple]:
        """Find the triples that match a pattern.

        Whatever is left out of subject, predicate and object matches everything. A plain string
        means an IRI as subject or predicate and a literal as object; pass `Uri("...")` for an
        object that is an IRI.

        Args:
            s: Subject.
            p: Predicate.
            o: Object.
            user: User whose graph it is.
            collection: Collection to search.
            limit: Triples to return at most.

        Returns: The triples.
        """
        return await self._channel.call(
            operations.TRIPLES_QUERY,
            self._scope,
            {
                "s": terms_.encode_term(s, "s"),
                "p": terms_.encode_term(p, "p"),
                "o": terms_.encode_term(o, "o"),
                "user": user,
                "collection": collection,
                "limit": limit,
            },
            timeout,
        )


class AsyncSocketClient:
    """Calls over sockets: many at once over few connections, streams included.

    Sockets are opened when a call needs one, and shared by everything that this client gives.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: AsyncSocketChannel) -> None:
        self._channel = channel

    @overload
    def flow(self) -> AsyncSocketFlow: ...
    @overload
    def flow(self, flow_id: str) -> AsyncSocketFlowInstance: ...
    def flow(self, flow_id: str | None = None) -> AsyncSocketFlow | AsyncSocketFlowInstance:
        """Starts, stops and lists flows, and gives access to the services of one.

        With an identifier: The AI services of one flow.
        """
        return (
            AsyncSocketFlow(self._channel)
            if flow_id is None
            else AsyncSocketFlowInstance(self._channel, flow_id)
        )

    def config(self) -> AsyncSocketConfig:
        """Reads and writes configuration items."""
        return AsyncSocketConfig(self._channel)

    def library(self) -> AsyncSocketLibrary:
        """Keeps documents, and hands them to flows."""
        return AsyncSocketLibrary(self._channel)

    def knowledge(self) -> AsyncSocketKnowledge:
        """Keeps knowledge cores, and loads them into flows."""
        return AsyncSocketKnowledge(self._channel)

    def collection(self) -> AsyncSocketCollection:
        """Makes, lists and deletes collections."""
        return AsyncSocketCollection(self._channel)

    async def connect(self, *, timeout: float | None = None) -> None:
        """Open the socket, unless it is open.

        Calls do that by themselves.

        Args:
            timeout: Seconds to wait. None: as set on the client.
        """
        await self._channel.connect(timeout)

    def get_kg_core(
        self, id: str, user: str = "trustgraph", *, timeout: float | None = None
    ) -> AsyncStream[KnowledgeGetKgCoreItem]:
        """Read a core that holds a knowledge graph, part by part.

        Each part is what `put_kg_core` takes: triples and vectors. Not over HTTP, where the gateway sends
        nothing but the end.

        Args:
            id: Identifier of the core.
            user: User whose core it is.

        Returns: A stream of `KnowledgeGetKgCoreItem`.
        Known defect of 1.8.0: The gateway sends an empty list of identifiers instead of any part,
            and calls that complete. The call fails.
        """
        return self._channel.stream(operations.KNOWLEDGE_GET_KG_CORE, {}, {"id": id, "user": user}, timeout)

    async def put_kg_core(
        self,
        id: str,
        user: str = "trustgraph",
        triples: CoreTriples | Mapping[str, Any] | None = None,
        graph_embeddings: CoreGraphEmbeddings | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Add parts to a core that holds a knowledge graph; it is made if there is none.

        Each argument takes what `get_kg_core` gives.

        Args:
            id: Identifier of the core.
            user: User whose core it is.
            triples: Triples.
            graph_embeddings: Vectors of entities.

        Known defect of 1.8.0: The service does not look at `id` and `user`: triples and vectors go
            to the core that their `metadata` names.
        """
        return await self._channel.call(
            operations.KNOWLEDGE_PUT_KG_CORE,
            {},
            {"id": id, "user": user, "triples": triples, "graph-embeddings": graph_embeddings},
            timeout,
        )

    async def aclose(self) -> None:
        """Close the sockets; calls that wait fail with `ClientClosed`."""
        await self._channel.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
