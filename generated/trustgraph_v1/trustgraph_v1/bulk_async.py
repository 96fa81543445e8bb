# Generated from schema/trustgraph_v1 by gatewright 0.1.0, content b854e4d5e425139a. Do not edit.
"""Transfers of many items over sockets of their own, for asyncio code."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Self, overload

from gatewright import file_transfers
from gatewright.transfer import ExportOptions, ImportOptions, instead

from . import operations

if TYPE_CHECKING:
    from gatewright import rdf
    from gatewright.aio import AsyncBulkChannel, AsyncStream
    from gatewright.files import FormatOrAuto
    from gatewright.transfer import ExportReport, Gap, ImportReport, OnError, OnProgress

    from .items import ChunkEmbedding, EntityContext, EntityEmbedding


class AsyncBulkClient:
    """Imports and exports. Each transfer has sockets of its own.

    All imports take these arguments besides their own:

    Args:
        batch_size: Items in one message, at most.
        batch_bytes: Bytes of one message, about.
        linger: Seconds after which a batch is sent though it is not full. None: never.
        on_error: `raise`: an item that cannot be sent ends the import. `skip`: it is left out. A function:
            it is called with the `InvalidItem`, and the item is left out.
        resume: `auto`: a lost connection is replaced, and what was not confirmed is sent again; so items
            may come twice. None: the import ends with `ImportInterrupted`.
        checkpoint: A file that keeps how far the import has come. The same call passes over that, in
            another process, too.
        start: Items to pass over, such as those that an earlier import had confirmed.
        sockets: Connections to spread messages over; with more than one their order is not kept.
        on_progress: Called after every message, and at the end: with a `Progress`, or, if it takes two
            arguments, with the items sent and how many there are, None where that is not known.
        timeout: Seconds to wait for a connection, and for each confirmation. None: as set on the client.

    And all exports these:

    Args:
        limit: Items after which the export ends by itself.
        idle_timeout: Seconds without an item after which it ends by itself.
        until: Called with each item; the one for which it says yes is the last.
        batches: Hand on lists of items, as they come, instead of single ones.
        on_ready: Called when the export is open, as is known by the gateway's answer to a ping; `with` waits
            for that, too.
        reconnect: A lost connection is replaced, at most as often in succession as the client's `retries`
            say. Otherwise the export ends with `ConnectionLost`.
        on_gap: Called after that with a `Gap`: from when to when items may have been missed.
        timeout: Seconds to wait until the export is open. None: as set on the client.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: AsyncBulkChannel) -> None:
        self._channel = channel

    async def import_document_embeddings(
        self,
        flow: str,
        embeddings: AsyncIterable[ChunkEmbedding | Mapping[str, Any] | tuple[Any, ...]]
        | Iterable[ChunkEmbedding | Mapping[str, Any] | tuple[Any, ...]],
        metadata: Mapping[str, Any] | None = None,
        batch_size: int = 20,
        *,
        id: str = "",
        about: Sequence[rdf.Triple | rdf.TripleLike] = (),
        user: str = "trustgraph",
        collection: str = "default",
        batch_bytes: int = 262144,
        linger: float | None = None,
        on_error: OnError = "raise",
        resume: Literal["auto"] | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        start: int = 0,
        sockets: int = 1,
        on_progress: OnProgress | None = None,
        timeout: float | None = None,
    ) -> ImportReport:
        """Send vectors of pieces of documents to the vector store of a flow, in batches.

        An item is a `ChunkEmbedding`, a mapping with the same names, or a tuple of the piece's text and
        its vectors.

        Args:
            flow: The flow to use.
            embeddings: The items, in any order; they are read as they are sent.
            metadata: Says `id`, `about`, `user`, `collection` instead of these arguments.
            id: Identifier of the document that the pieces come from.
            about: Triples about that document.
            user: User to store them for.
            collection: Collection to store them in.

        Returns: What was sent.
        Raises:
            InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.
            ImportInterrupted: The import stopped; says with which item to go on.
            GatewayError: The import could not begin.
        Known defect of 1.8.0: The gateway cannot encode what it was sent, and stores none of it;
            the error is in its log only. Up to ten messages look like success, since it answers
            pings and closes as usual; with more it stalls, and the import ends with its timeout.
            The client takes no pong for a proof here, so `confirmed` stays 0.
        Known defect of 1.8.0: A message that the gateway cannot read closes the socket with the
            code of success, and everything after it is lost.
        Known defect of 1.8.0: An unknown flow is told only by closing the socket with the code of
            success.
        """
        return await self._channel.import_(
            operations.IMPORT_DOCUMENT_EMBEDDINGS,
            {"flow": flow},
            embeddings,
            instead(
                metadata,
                {"id": id, "about": about, "user": user, "collection": collection},
                {"about": "metadata"},
            ),
            ImportOptions(
                batch_size=batch_size,
                batch_bytes=batch_bytes,
                linger=linger,
                on_error=on_error,
                resume=resume,
                checkpoint=checkpoint,
                start=start,
                sockets=sockets,
                on_progress=on_progress,
                timeout=timeout,
            ),
        )

    @overload
    def export_document_embeddings(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[ChunkEmbedding], object] | None = None,
        batches: Literal[False] = False,
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[ChunkEmbedding]: ...

    @overload
    def export_document_embeddings(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[ChunkEmbedding], object] | None = None,
        batches: Literal[True],
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[list[ChunkEmbedding]]: ...

    def export_document_embeddings(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[ChunkEmbedding], object] | None = None,
        batches: bool = False,
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[ChunkEmbedding] | AsyncStream[list[ChunkEmbedding]]:
        """Listen to the vectors of pieces of documents that reach the vector store of a flow.

        Only what is stored while the export is open arrives, and it never ends by itself: set
        `limit` or `idle_timeout`, or close it.

        Args:
            flow: The flow to use.

        Returns: The items, as they arrive.
        Known defect of 1.8.0: An unknown flow is told only by closing the socket with the code of
            success.
        Known defect of 1.8.0: The gateway answers before it listens to a broker, so the first items
            after an export is open may be missed.
        """
        return self._channel.export(
            operations.EXPORT_DOCUMENT_EMBEDDINGS,
            {"flow": flow},
            ExportOptions(
                limit=limit,
                idle_timeout=idle_timeout,
                until=until,
                batches=batches,
                on_ready=on_ready,
                reconnect=reconnect,
                on_gap=on_gap,
                timeout=timeout,
            ),
        )

    async def import_entity_contexts(
        self,
        flow: str,
        contexts: AsyncIterable[EntityContext | Mapping[str, Any] | tuple[Any, ...]]
        | Iterable[EntityContext | Mapping[str, Any] | tuple[Any, ...]],
        metadata: Mapping[str, Any] | None = None,
        batch_size: int = 100,
        *,
        id: str = "",
        about: Sequence[rdf.Triple | rdf.TripleLike] = (),
        user: str = "trustgraph",
        collection: str = "default",
        batch_bytes: int = 262144,
        linger: float | None = None,
        on_error: OnError = "raise",
        resume: Literal["auto"] | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        start: int = 0,
        sockets: int = 1,
        on_progress: OnProgress | None = None,
        timeout: float | None = None,
    ) -> ImportReport:
        """Send descriptions of entities to a flow, in batches; the flow makes their vectors.

        An item is an `EntityContext`, a mapping with the same names, or a tuple of entity and description.

        Args:
            flow: The flow to use.
            contexts: The items, in any order; they are read as they are sent.
            metadata: Says `id`, `about`, `user`, `collection` instead of these arguments.
            id: Identifier of the document that the descriptions come from.
            about: Triples about that document.
            user: User to store them for.
            collection: Collection to store them in.

        Returns: What was sent; all of it is confirmed.
        Raises:
            InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.
            ImportInterrupted: The import stopped; says with which item to go on.
            GatewayError: The import could not begin.
        Known defect of 1.8.0: A message that the gateway cannot read closes the socket with the
            code of success, and everything after it is lost. The client reports what was taken.
        Known defect of 1.8.0: An unknown flow is told only by closing the socket with the code of
            success.
        Known defect of 1.8.0: The gateway answers pings while up to eleven messages are on their
            way through a queue of its own; they are lost if it dies. The client counts the last
            eleven as not confirmed while the import goes on.
        Known defect of 1.8.0: Pings are answered in turn with the messages before them, so behind a
            slow broker they wait.
        """
        return await self._channel.import_(
            operations.IMPORT_ENTITY_CONTEXTS,
            {"flow": flow},
            contexts,
            instead(
                metadata,
                {"id": id, "about": about, "user": user, "collection": collection},
                {"about": "metadata"},
            ),
            ImportOptions(
                batch_size=batch_size,
                batch_bytes=batch_bytes,
                linger=linger,
                on_error=on_error,
                resume=resume,
                checkpoint=checkpoint,
                start=start,
                sockets=sockets,
                on_progress=on_progress,
                timeout=timeout,
            ),
        )

    @overload
    def export_entity_contexts(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[EntityContext], object] | None = None,
        batches: Literal[False] = False,
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[EntityContext]: ...

    @overload
    def export_entity_contexts(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[EntityContext], object] | None = None,
        batches: Literal[True],
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[list[EntityContext]]: ...

    def export_entity_contexts(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[EntityContext], object] | None = None,
        batches: bool = False,
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[EntityContext] | AsyncStream[list[EntityContext]]:
        """Listen to the descriptions of entities that a flow makes vectors of.

        Only what comes while the export is open arrives, and it never ends by itself: set
        `limit` or `idle_timeout`, or close it.

        Args:
            flow: The flow to use.

        Returns: The items, as they arrive.
        Known defect of 1.8.0: An unknown flow is told only by closing the socket with the code of
            success.
        Known defect of 1.8.0: The gateway answers before it listens to a broker, so the first items
            after an export is open may be missed.
        """
        return self._channel.export(
            operations.EXPORT_ENTITY_CONTEXTS,
            {"flow": flow},
            ExportOptions(
                limit=limit,
                idle_timeout=idle_timeout,
                until=until,
                batches=batches,
                on_ready=on_ready,
                reconnect=reconnect,
                on_gap=on_gap,
                timeout=timeout,
            ),
        )

    async def import_graph_embeddings(
        self,
        flow: str,
        embeddings: AsyncIterable[EntityEmbedding | Mapping[str, Any] | tuple[Any, ...]]
        | Iterable[EntityEmbedding | Mapping[str, Any] | tuple[Any, ...]],
        metadata: Mapping[str, Any] | None = None,
        batch_size: int = 20,
        *,
        id: str = "",
        about: Sequence[rdf.Triple | rdf.TripleLike] = (),
        user: str = "trustgraph",
        collection: str = "default",
        batch_bytes: int = 262144,
        linger: float | None = None,
        on_error: OnError = "raise",
        resume: Literal["auto"] | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        start: int = 0,
        sockets: int = 1,
        on_progress: OnProgress | None = None,
        timeout: float | None = None,
    ) -> ImportReport:
        """Send vectors of entities to the vector store of a flow, in batches.

        An item is an `EntityEmbedding`, a mapping with the same names, or a tuple of entity and vectors.

        Args:
            flow: The flow to use.
            embeddings: The items, in any order; they are read as they are sent.
            metadata: Says `id`, `about`, `user`, `collection` instead of these arguments.
            id: Identifier of the document that the entities come from.
            about: Triples about that document.
            user: User to store them for.
            collection: Collection to store them in.

        Returns: What was sent; all of it is confirmed.
        Raises:
            InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.
            ImportInterrupted: The import stopped; says with which item to go on.
            GatewayError: The import could not begin.
        Known defect of 1.8.0: A message that the gateway cannot read closes the socket with the
            code of success, and everything after it is lost. The client reports what was taken.
        Known defect of 1.8.0: An unknown flow is told only by closing the socket with the code of
            success.
        Known defect of 1.8.0: The gateway answers pings while up to eleven messages are on their
            way through a queue of its own; they are lost if it dies. The client counts the last
            eleven as not confirmed while the import goes on.
        Known defect of 1.8.0: Pings are answered in turn with the messages before them, so behind a
            slow broker they wait.
        """
        return await self._channel.import_(
            operations.IMPORT_GRAPH_EMBEDDINGS,
            {"flow": flow},
            embeddings,
            instead(
                metadata,
                {"id": id, "about": about, "user": user, "collection": collection},
                {"about": "metadata"},
            ),
            ImportOptions(
                batch_size=batch_size,
                batch_bytes=batch_bytes,
                linger=linger,
                on_error=on_error,
                resume=resume,
                checkpoint=checkpoint,
                start=start,
                sockets=sockets,
                on_progress=on_progress,
                timeout=timeout,
            ),
        )

    @overload
    def export_graph_embeddings(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[EntityEmbedding], object] | None = None,
        batches: Literal[False] = False,
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[EntityEmbedding]: ...

    @overload
    def export_graph_embeddings(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[EntityEmbedding], object] | None = None,
        batches: Literal[True],
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[list[EntityEmbedding]]: ...

    def export_graph_embeddings(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[EntityEmbedding], object] | None = None,
        batches: bool = False,
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[EntityEmbedding] | AsyncStream[list[EntityEmbedding]]:
        """Listen to the vectors of entities that reach the vector store of a flow.

        Only what is stored while the export is open arrives, and it never ends by itself: set
        `limit` or `idle_timeout`, or close it.

        Args:
            flow: The flow to use.

        Returns: The items, as they arrive.
        Known defect of 1.8.0: An unknown flow is told only by closing the socket with the code of
            success.
        Known defect of 1.8.0: The gateway answers before it listens to a broker, so the first items
            after an export is open may be missed.
        """
        return self._channel.export(
            operations.EXPORT_GRAPH_EMBEDDINGS,
            {"flow": flow},
            ExportOptions(
                limit=limit,
                idle_timeout=idle_timeout,
                until=until,
                batches=batches,
                on_ready=on_ready,
                reconnect=reconnect,
                on_gap=on_gap,
                timeout=timeout,
            ),
        )

    async def import_objects(
        self,
        flow: str,
        objects: AsyncIterable[Mapping[str, Any]] | Iterable[Mapping[str, Any]],
        metadata: Mapping[str, Any] | None = None,
        batch_size: int = 40,
        *,
        schema_name: str,
        id: str = "",
        about: Sequence[rdf.Triple | rdf.TripleLike] = (),
        user: str = "trustgraph",
        collection: str = "default",
        confidence: float = 1.0,
        source_span: str = "",
        batch_bytes: int = 262144,
        linger: float | None = None,
        on_error: OnError = "raise",
        resume: Literal["auto"] | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        start: int = 0,
        sockets: int = 1,
        on_progress: OnProgress | None = None,
        timeout: float | None = None,
    ) -> ImportReport:
        """Send objects, the rows of structured data, to a flow, in batches.

        An item is a mapping from the fields of the schema to their values, as text.

        Args:
            flow: The flow to use.
            objects: The items, in any order; they are read as they are sent.
            metadata: Says `schema_name`, `id`, `about`, `user`, `collection`, `confidence`,
                `source_span` instead of these arguments.
            schema_name: Schema of the objects, a key of the configuration items of type `schema`.
            id: Identifier of the document that the objects come from.
            about: Triples about that document.
            user: User to store them for.
            collection: Collection to store them in.
            confidence: How certain the objects are, from 0 to 1.
            source_span: Text that the objects were taken from.

        Returns: What was sent; all of it is confirmed.
        Raises:
            InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.
            ImportInterrupted: The import stopped; says with which item to go on.
            GatewayError: The import could not begin.
        Known defect of 1.8.0: A message that the gateway cannot read closes the socket with the
            code of success, and everything after it is lost. The client reports what was taken.
        Known defect of 1.8.0: An unknown flow is told only by closing the socket with the code of
            success.
        Known defect of 1.8.0: The gateway answers pings while up to eleven messages are on their
            way through a queue of its own; they are lost if it dies. The client counts the last
            eleven as not confirmed while the import goes on.
        Known defect of 1.8.0: Pings are answered in turn with the messages before them, so behind a
            slow broker they wait.
        """
        return await self._channel.import_(
            operations.IMPORT_OBJECTS,
            {"flow": flow},
            objects,
            instead(
                metadata,
                {
                    "schema_name": schema_name,
                    "id": id,
                    "about": about,
                    "user": user,
                    "collection": collection,
                    "confidence": confidence,
                    "source_span": source_span,
                },
                {"about": "metadata"},
            ),
            ImportOptions(
                batch_size=batch_size,
                batch_bytes=batch_bytes,
                linger=linger,
                on_error=on_error,
                resume=resume,
                checkpoint=checkpoint,
                start=start,
                sockets=sockets,
                on_progress=on_progress,
                timeout=timeout,
            ),
        )

    async def import_triples(
        self,
        flow: str,
        triples: AsyncIterable[rdf.Triple | rdf.TripleLike] | Iterable[rdf.Triple | rdf.TripleLike],
        metadata: Mapping[str, Any] | None = None,
        batch_size: int = 500,
        *,
        id: str = "",
        about: Sequence[rdf.Triple | rdf.TripleLike] = (),
        user: str = "trustgraph",
        collection: str = "default",
        batch_bytes: int = 262144,
        linger: float | None = None,
        on_error: OnError = "raise",
        resume: Literal["auto"] | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        start: int = 0,
        sockets: int = 1,
        on_progress: OnProgress | None = None,
        timeout: float | None = None,
    ) -> ImportReport:
        """Send triples to the graph store of a flow, in batches.

        The gateway answers nothing; the client learns from pongs which triples it has handed on to
        the flow. That is not yet proof that they are stored. Terms are IRIs and plain texts: a literal
        with a language or a datatype, and a triple in a named graph, are refused.

        Args:
            flow: The flow to use.
            triples: The items, in any order; they are read as they are sent.
            metadata: Says `id`, `about`, `user`, `collection` instead of these arguments.
            id: Identifier of the document that the triples come from.
            about: Triples about that document.
            user: User to store them for.
            collection: Collection to store them in.

        Returns: What was sent; all of it is confirmed.
        Raises:
            InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.
            ImportInterrupted: The import stopped; says with which item to go on.
            GatewayError: The import could not begin.
        Known defect of 1.8.0: A message that the gateway cannot read closes the socket with the
            code of success, and everything after it is lost. The client reports what was taken.
        Known defect of 1.8.0: An unknown flow is told only by closing the socket with the code of
            success.
        Known defect of 1.8.0: The gateway answers pings while up to eleven messages are on their
            way through a queue of its own; they are lost if it dies. The client counts the last
            eleven as not confirmed while the import goes on.
        Known defect of 1.8.0: Pings are answered in turn with the messages before them, so behind a
            slow broker they wait.
        """
        return await self._channel.import_(
            operations.IMPORT_TRIPLES,
            {"flow": flow},
            triples,
            instead(
                metadata,
                {"id": id, "about": about, "user": user, "collection": collection},
                {"about": "metadata"},
            ),
            ImportOptions(
                batch_size=batch_size,
                batch_bytes=batch_bytes,
                linger=linger,
                on_error=on_error,
                resume=resume,
                checkpoint=checkpoint,
                start=start,
                sockets=sockets,
                on_progress=on_progress,
                timeout=timeout,
            ),
        )

    @overload
    def export_triples(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[rdf.Triple], object] | None = None,
        batches: Literal[False] = False,
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[rdf.Triple]: ...

    @overload
    def export_triples(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[rdf.Triple], object] | None = None,
        batches: Literal[True],
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[list[rdf.Triple]]: ...

    def export_triples(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[rdf.Triple], object] | None = None,
        batches: bool = False,
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[rdf.Triple] | AsyncStream[list[rdf.Triple]]:
        """Listen to the triples that reach the graph store of a flow.

        Only what is stored while the export is open arrives, and it never ends by itself: set
        `limit` or `idle_timeout`, or close it. To read what is stored already, use `triples_query`.

        Args:
            flow: The flow to use.

        Returns: The items, as they arrive.
        Known defect of 1.8.0: An unknown flow is told only by closing the socket with the code of
            success.
        Known defect of 1.8.0: The gateway answers before it listens to a broker, so the first items
            after an export is open may be missed.
        """
        return self._channel.export(
            operations.EXPORT_TRIPLES,
            {"flow": flow},
            ExportOptions(
                limit=limit,
                idle_timeout=idle_timeout,
                until=until,
                batches=batches,
                on_ready=on_ready,
                reconnect=reconnect,
                on_gap=on_gap,
                timeout=timeout,
            ),
        )

    async def import_file(
        self,
        source: str | os.PathLike[str] | BinaryIO,
        kind: Literal[
            "document_embeddings", "entity_contexts", "graph_embeddings", "objects", "triples"
        ] = "triples",
        *,
        flow: str,
        format: FormatOrAuto = "auto",
        batch_size: int | None = None,
        batch_bytes: int = 262144,
        linger: float | None = None,
        on_error: OnError = "raise",
        resume: Literal["auto"] | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        start: int = 0,
        sockets: int = 1,
        on_progress: OnProgress | None = None,
        timeout: float | None = None,
        **arguments: Any,
    ) -> ImportReport:
        """Import a file, which is read as it is sent.

        Args:
            source: A path, a URL, or a file that is open for bytes; it may be compressed.
            kind: What it holds: one of the imports.
            flow: The flow to use.
            format: How the file is written, such as `ntriples` or `csv`. `auto`: as its name or its
                beginning tells.
            arguments: What else that import takes.

        Returns: What was sent.
        Raises:
            ConfigurationError: An argument makes no sense, or what reads such files is not installed.
            UnreadableFile: The file cannot be read on from some place.
            OSError: The file cannot be opened.
            GatewayError: As of that import.
        """
        return await file_transfers.import_file_async(
            self,
            operations,
            kind,
            source,
            format,
            {
                "flow": flow,
                "batch_size": batch_size,
                "batch_bytes": batch_bytes,
                "linger": linger,
                "on_error": on_error,
                "resume": resume,
                "checkpoint": checkpoint,
                "start": start,
                "sockets": sockets,
                "on_progress": on_progress,
                "timeout": timeout,
                **arguments,
            },
        )

    async def export_file(
        self,
        path: str | os.PathLike[str] | BinaryIO,
        kind: Literal["document_embeddings", "entity_contexts", "graph_embeddings", "triples"] = "triples",
        *,
        flow: str,
        format: FormatOrAuto = "auto",
        stored: bool = False,
        limit: int | None = None,
        idle_timeout: float | None = None,
        until: Callable[[Any], object] | None = None,
        on_ready: Callable[[], object] | None = None,
        reconnect: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
        timeout: float | None = None,
        on_progress: Callable[[int], object] | None = None,
        **arguments: Any,
    ) -> ExportReport:
        """Export to a file, which is written as items arrive.

        Args:
            path: Where to write: a path, or a file that is open for bytes.
            kind: What to write: one of the exports.
            flow: The flow to use.
            format: How the file is written, such as `ntriples` or `csv`. `auto`: as its name tells.
            stored: Write what is stored already, instead of what arrives from now on.
            on_progress: Called with the number of items, now and then, and at the end.
            arguments: What else that export takes.

        Returns: What was written.
        Raises:
            ConfigurationError: An argument makes no sense, or what writes such files is not installed.
            OSError: The file cannot be written.
            GatewayError: As of that export.
        """
        return await file_transfers.export_file_async(
            self,
            operations,
            kind,
            path,
            format,
            on_progress,
            stored,
            {
                "flow": flow,
                "limit": limit,
                "idle_timeout": idle_timeout,
                "until": until,
                "on_ready": on_ready,
                "reconnect": reconnect,
                "on_gap": on_gap,
                "timeout": timeout,
                **arguments,
            },
        )

    async def aclose(self) -> None:
        """Close all transfers; those under way fail."""
        await self._channel.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
