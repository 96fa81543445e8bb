# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content b5c31f6903f5109d. Do not edit.
"""Transfers of many items over sockets of their own, for blocking code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

from gatewright.transfer import instead

from . import operations

if TYPE_CHECKING:
    from gatewright import rdf
    from gatewright.sync import BulkChannel, Stream
    from gatewright.transfer import ImportReport, Progress

    from .items import ChunkEmbedding, EntityContext, EntityEmbedding


class BulkClient:
    """Imports and exports. Each transfer has a socket of its own."""

    __slots__ = ("_channel",)

    def __init__(self, channel: BulkChannel) -> None:
        self._channel = channel

    def with_workspace(self, workspace: str) -> BulkClient:
        """The same client with another workspace; connections are shared."""
        return BulkClient(self._channel.bound({"workspace": workspace}))

    def import_document_embeddings(
        self,
        flow: str,
        embeddings: Iterable[ChunkEmbedding | Mapping[str, Any] | tuple[Any, ...]],
        metadata: Mapping[str, Any] | None = None,
        batch_size: int = 20,
        *,
        id: str = "",
        collection: str = "default",
        root: str = "",
        on_progress: Callable[[Progress], object] | None = None,
        timeout: float | None = None,
    ) -> ImportReport:
        """Send vectors of pieces of documents to the vector store of a flow, in batches.

        An item is a `ChunkEmbedding`, a mapping with the same names, or a tuple of the piece's identifier,
        its vector and, if it has any, its attributes.

        Args:
            flow: The flow to use.
            embeddings: The items, in any order; they are read as they are sent.
            metadata: Says `id`, `collection`, `root` instead of these arguments.
            batch_size: Items in one message.
            id: Identifier of the document that the pieces come from.
            collection: Collection to store them in.
            root: Identifier of the document at the root of that one.
            on_progress: Called with a `Progress` after every message, and at the end.
            timeout: Seconds to wait for the connection, and for each confirmation. None: as set on the
                client.

        Returns: What was sent; all of it is confirmed.
        Raises:
            InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.
            ImportInterrupted: The import stopped; says with which item to resume.
            GatewayError: The import could not begin.
        Known defect of 2.11.1: A message that the gateway cannot read closes the socket with the
            code of success, and everything after it is lost. The client reports what was taken.
        Known defect of 2.11.1: An unknown flow or workspace is told only by closing the socket with
            the code of success.
        Known defect of 2.11.1: A token is needed even where the gateway otherwise asks for none.
        Known defect of 2.11.1: Pings are answered in turn with the messages before them, so behind
            a slow store they wait.
        """
        return self._channel.import_(
            operations.IMPORT_DOCUMENT_EMBEDDINGS,
            {"flow": flow},
            embeddings,
            instead(metadata, {"id": id, "collection": collection, "root": root}),
            batch_size=batch_size,
            on_progress=on_progress,
            timeout=timeout,
        )

    def export_document_embeddings(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        timeout: float | None = None,
    ) -> Stream[ChunkEmbedding]:
        """Listen to the vectors of pieces of documents that reach the vector store of a flow.

        Only what is stored while the export is open arrives, and it never ends by itself: set
        `limit` or `idle_timeout`, or close it.

        Args:
            flow: The flow to use.
            limit: Items after which the export ends by itself.
            idle_timeout: Seconds without an item after which it ends by itself.
            timeout: Seconds to wait for the connection. None: as set on the client.

        Returns: The items, as they arrive.
        Known defect of 2.11.1: An unknown flow or workspace is told only by closing the socket with
            the code of success.
        Known defect of 2.11.1: A token is needed even where the gateway otherwise asks for none.
        Known defect of 2.11.1: Attributes of the pieces are not sent.
        """
        return self._channel.export(
            operations.EXPORT_DOCUMENT_EMBEDDINGS,
            {"flow": flow},
            limit=limit,
            idle_timeout=idle_timeout,
            timeout=timeout,
        )

    def import_entity_contexts(
        self,
        flow: str,
        contexts: Iterable[EntityContext | Mapping[str, Any] | tuple[Any, ...]],
        metadata: Mapping[str, Any] | None = None,
        batch_size: int = 100,
        *,
        id: str = "",
        collection: str = "default",
        on_progress: Callable[[Progress], object] | None = None,
        timeout: float | None = None,
    ) -> ImportReport:
        """Send descriptions of entities to a flow, in batches; the flow makes their vectors.

        An item is an `EntityContext`, a mapping with the same names, or a tuple of entity, description
        and, if they are known, IRIs of the entity's classes.

        Args:
            flow: The flow to use.
            contexts: The items, in any order; they are read as they are sent.
            metadata: Says `id`, `collection` instead of these arguments.
            batch_size: Items in one message.
            id: Identifier of the document that the descriptions come from.
            collection: Collection to store them in.
            on_progress: Called with a `Progress` after every message, and at the end.
            timeout: Seconds to wait for the connection, and for each confirmation. None: as set on the
                client.

        Returns: What was sent; all of it is confirmed.
        Raises:
            InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.
            ImportInterrupted: The import stopped; says with which item to resume.
            GatewayError: The import could not begin.
        Known defect of 2.11.1: A message that the gateway cannot read closes the socket with the
            code of success, and everything after it is lost. The client reports what was taken.
        Known defect of 2.11.1: An unknown flow or workspace is told only by closing the socket with
            the code of success.
        Known defect of 2.11.1: A token is needed even where the gateway otherwise asks for none.
        Known defect of 2.11.1: Pings are answered in turn with the messages before them, so behind
            a slow store they wait.
        Known defect of 2.11.1: The gateway does not pass on the piece of a document that a
            description comes from.
        """
        return self._channel.import_(
            operations.IMPORT_ENTITY_CONTEXTS,
            {"flow": flow},
            contexts,
            instead(metadata, {"id": id, "collection": collection}),
            batch_size=batch_size,
            on_progress=on_progress,
            timeout=timeout,
        )

    def export_entity_contexts(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        timeout: float | None = None,
    ) -> Stream[EntityContext]:
        """Listen to the descriptions of entities that a flow makes vectors of.

        Only what comes while the export is open arrives, and it never ends by itself: set
        `limit` or `idle_timeout`, or close it.

        Args:
            flow: The flow to use.
            limit: Items after which the export ends by itself.
            idle_timeout: Seconds without an item after which it ends by itself.
            timeout: Seconds to wait for the connection. None: as set on the client.

        Returns: The items, as they arrive.
        Known defect of 2.11.1: An unknown flow or workspace is told only by closing the socket with
            the code of success.
        Known defect of 2.11.1: A token is needed even where the gateway otherwise asks for none.
        Known defect of 2.11.1: Classes of the entities are not sent.
        """
        return self._channel.export(
            operations.EXPORT_ENTITY_CONTEXTS,
            {"flow": flow},
            limit=limit,
            idle_timeout=idle_timeout,
            timeout=timeout,
        )

    def import_graph_embeddings(
        self,
        flow: str,
        embeddings: Iterable[EntityEmbedding | Mapping[str, Any] | tuple[Any, ...]],
        metadata: Mapping[str, Any] | None = None,
        batch_size: int = 20,
        *,
        id: str = "",
        collection: str = "default",
        on_progress: Callable[[Progress], object] | None = None,
        timeout: float | None = None,
    ) -> ImportReport:
        """Send vectors of entities to the vector store of a flow, in batches.

        An item is an `EntityEmbedding`, a mapping with the same names, or a tuple of entity and vector.

        Args:
            flow: The flow to use.
            embeddings: The items, in any order; they are read as they are sent.
            metadata: Says `id`, `collection` instead of these arguments.
            batch_size: Items in one message.
            id: Identifier of the document that the entities come from.
            collection: Collection to store them in.
            on_progress: Called with a `Progress` after every message, and at the end.
            timeout: Seconds to wait for the connection, and for each confirmation. None: as set on the
                client.

        Returns: What was sent; all of it is confirmed.
        Raises:
            InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.
            ImportInterrupted: The import stopped; says with which item to resume.
            GatewayError: The import could not begin.
        Known defect of 2.11.1: A message that the gateway cannot read closes the socket with the
            code of success, and everything after it is lost. The client reports what was taken.
        Known defect of 2.11.1: An unknown flow or workspace is told only by closing the socket with
            the code of success.
        Known defect of 2.11.1: A token is needed even where the gateway otherwise asks for none.
        Known defect of 2.11.1: Pings are answered in turn with the messages before them, so behind
            a slow store they wait.
        Known defect of 2.11.1: The gateway passes on entity and vector only: what piece of a
            document they come from, classes and attributes are lost.
        """
        return self._channel.import_(
            operations.IMPORT_GRAPH_EMBEDDINGS,
            {"flow": flow},
            embeddings,
            instead(metadata, {"id": id, "collection": collection}),
            batch_size=batch_size,
            on_progress=on_progress,
            timeout=timeout,
        )

    def export_graph_embeddings(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        timeout: float | None = None,
    ) -> Stream[EntityEmbedding]:
        """Listen to the vectors of entities that reach the vector store of a flow.

        Only what is stored while the export is open arrives, and it never ends by itself: set
        `limit` or `idle_timeout`, or close it.

        Args:
            flow: The flow to use.
            limit: Items after which the export ends by itself.
            idle_timeout: Seconds without an item after which it ends by itself.
            timeout: Seconds to wait for the connection. None: as set on the client.

        Returns: The items, as they arrive.
        Known defect of 2.11.1: An unknown flow or workspace is told only by closing the socket with
            the code of success.
        Known defect of 2.11.1: A token is needed even where the gateway otherwise asks for none.
        Known defect of 2.11.1: Classes and attributes of the entities are not sent.
        """
        return self._channel.export(
            operations.EXPORT_GRAPH_EMBEDDINGS,
            {"flow": flow},
            limit=limit,
            idle_timeout=idle_timeout,
            timeout=timeout,
        )

    def import_rows(
        self,
        flow: str,
        rows: Iterable[Mapping[str, Any]],
        batch_size: int = 40,
        *,
        schema_name: str,
        id: str = "",
        collection: str = "default",
        confidence: float = 1.0,
        source_span: str = "",
        on_progress: Callable[[Progress], object] | None = None,
        timeout: float | None = None,
    ) -> ImportReport:
        """Send rows of structured data to a flow, in batches.

        An item is a mapping from the fields of the schema to their values, as text.

        Args:
            flow: The flow to use.
            rows: The items, in any order; they are read as they are sent.
            batch_size: Items in one message.
            schema_name: Schema of the rows, a key of the configuration items of type `schema`.
            id: Identifier of the document that the rows come from.
            collection: Collection to store them in.
            confidence: How certain the rows are, from 0 to 1.
            source_span: Text that the rows were taken from.
            on_progress: Called with a `Progress` after every message, and at the end.
            timeout: Seconds to wait for the connection, and for each confirmation. None: as set on the
                client.

        Returns: What was sent; all of it is confirmed.
        Raises:
            InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.
            ImportInterrupted: The import stopped; says with which item to resume.
            GatewayError: The import could not begin.
        Known defect of 2.11.1: A message that the gateway cannot read closes the socket with the
            code of success, and everything after it is lost. The client reports what was taken.
        Known defect of 2.11.1: An unknown flow or workspace is told only by closing the socket with
            the code of success.
        Known defect of 2.11.1: A token is needed even where the gateway otherwise asks for none.
        Known defect of 2.11.1: Pings are answered in turn with the messages before them, so behind
            a slow store they wait.
        """
        return self._channel.import_(
            operations.IMPORT_ROWS,
            {"flow": flow},
            rows,
            {
                "schema_name": schema_name,
                "id": id,
                "collection": collection,
                "confidence": confidence,
                "source_span": source_span,
            },
            batch_size=batch_size,
            on_progress=on_progress,
            timeout=timeout,
        )

    def import_triples(
        self,
        flow: str,
        triples: Iterable[rdf.Triple | rdf.TripleLike],
        metadata: Mapping[str, Any] | None = None,
        batch_size: int = 500,
        *,
        id: str = "",
        collection: str = "default",
        root: str = "",
        on_progress: Callable[[Progress], object] | None = None,
        timeout: float | None = None,
    ) -> ImportReport:
        """Send triples to the graph store of a flow, in batches.

        The gateway answers nothing; the client learns from pongs which triples it has handed on to
        the flow. That is not yet proof that they are stored.

        Args:
            flow: The flow to use.
            triples: The items, in any order; they are read as they are sent.
            metadata: Says `id`, `collection`, `root` instead of these arguments.
            batch_size: Items in one message.
            id: Identifier of the document that the triples come from.
            collection: Collection to store them in.
            root: Identifier of the document at the root of that one.
            on_progress: Called with a `Progress` after every message, and at the end.
            timeout: Seconds to wait for the connection, and for each confirmation. None: as set on the
                client.

        Returns: What was sent; all of it is confirmed.
        Raises:
            InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.
            ImportInterrupted: The import stopped; says with which item to resume.
            GatewayError: The import could not begin.
        Known defect of 2.11.1: A message that the gateway cannot read closes the socket with the
            code of success, and everything after it is lost. The client reports what was taken.
        Known defect of 2.11.1: An unknown flow or workspace is told only by closing the socket with
            the code of success.
        Known defect of 2.11.1: A token is needed even where the gateway otherwise asks for none.
        Known defect of 2.11.1: Pings are answered in turn with the messages before them, so behind
            a slow store they wait.
        """
        return self._channel.import_(
            operations.IMPORT_TRIPLES,
            {"flow": flow},
            triples,
            instead(metadata, {"id": id, "collection": collection, "root": root}),
            batch_size=batch_size,
            on_progress=on_progress,
            timeout=timeout,
        )

    def export_triples(
        self,
        flow: str,
        *,
        limit: int | None = None,
        idle_timeout: float | None = None,
        timeout: float | None = None,
    ) -> Stream[rdf.Triple]:
        """Listen to the triples that reach the graph store of a flow.

        Only what is stored while the export is open arrives, and it never ends by itself: set
        `limit` or `idle_timeout`, or close it. To read what is stored already, use `triples_query`.

        Args:
            flow: The flow to use.
            limit: Items after which the export ends by itself.
            idle_timeout: Seconds without an item after which it ends by itself.
            timeout: Seconds to wait for the connection. None: as set on the client.

        Returns: The items, as they arrive.
        Known defect of 2.11.1: An unknown flow or workspace is told only by closing the socket with
            the code of success.
        Known defect of 2.11.1: A token is needed even where the gateway otherwise asks for none.
        """
        return self._channel.export(
            operations.EXPORT_TRIPLES, {"flow": flow}, limit=limit, idle_timeout=idle_timeout, timeout=timeout
        )

    def close(self) -> None:
        """Close all transfers; those under way fail."""
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
