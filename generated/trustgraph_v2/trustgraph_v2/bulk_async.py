# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content bbd49070b21eebc2. Do not edit.
"""Transfers of many items over sockets of their own, for asyncio code."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable
from typing import TYPE_CHECKING, Self

from . import operations

if TYPE_CHECKING:
    from gatewright import rdf
    from gatewright.aio import AsyncBulkChannel, AsyncStream
    from gatewright.transfer import ImportReport, Progress


class AsyncBulkClient:
    """Imports and exports. Each transfer has a socket of its own."""

    __slots__ = ("_channel",)

    def __init__(self, channel: AsyncBulkChannel) -> None:
        self._channel = channel

    async def import_triples(
        self,
        flow: str,
        triples: AsyncIterable[rdf.Triple | rdf.TripleLike] | Iterable[rdf.Triple | rdf.TripleLike],
        *,
        id: str = "",
        collection: str = "default",
        root: str = "",
        batch_size: int = 500,
        on_progress: Callable[[Progress], object] | None = None,
        timeout: float | None = None,
    ) -> ImportReport:
        """Send triples to the graph store of a flow, in batches.

        The gateway answers nothing; the client learns from pongs which triples it has handed on to
        the flow. That is not yet proof that they are stored.

        Args:
            flow: The flow to use.
            triples: The items, in any order; they are read as they are sent.
            id: Identifier of the document that the triples come from.
            collection: Collection to store them in.
            root: Identifier of the document at the root of that one.
            batch_size: Items in one message.
            on_progress: Called with a `Progress` after every message, and at the end.
            timeout: Seconds to wait for the connection, and for each confirmation. None: as set on the
                client.

        Returns:
            What was sent; all of it is confirmed.

        Raises:
            InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.
            ImportInterrupted: The import stopped; says with which item to resume.
            GatewayError: The import could not begin.

        Known defects of the gateway:
            2.11.1: A message that the gateway cannot read closes the socket with the code of success,
                and everything after it is lost. The client reports what was taken.
            2.11.1: An unknown flow or workspace is told only by closing the socket with the code of
                success.
            2.11.1: A token is needed even where the gateway otherwise asks for none.
            2.11.1: Pings are answered in turn with the messages before them, so behind a slow store
                they wait.
        """
        return await self._channel.import_(
            operations.IMPORT_TRIPLES,
            {"flow": flow},
            triples,
            {"id": id, "collection": collection, "root": root},
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
    ) -> AsyncStream[rdf.Triple]:
        """Listen to the triples that reach the graph store of a flow.

        Only what is stored while the export is open arrives, and it never ends by itself: set
        `limit` or `idle_timeout`, or close it. To read what is stored already, use `triples_query`.

        Args:
            flow: The flow to use.
            limit: Items after which the export ends by itself.
            idle_timeout: Seconds without an item after which it ends by itself.
            timeout: Seconds to wait for the connection. None: as set on the client.

        Returns:
            The items, as they arrive.

        Raises:
            GatewayError: The gateway refused, could not be reached, or did not answer in time.

        Known defects of the gateway:
            2.11.1: An unknown flow or workspace is told only by closing the socket with the code of
                success.
            2.11.1: A token is needed even where the gateway otherwise asks for none.
        """
        return self._channel.export(
            operations.EXPORT_TRIPLES, {"flow": flow}, limit=limit, idle_timeout=idle_timeout, timeout=timeout
        )

    async def aclose(self) -> None:
        """Close all transfers; those under way fail."""
        await self._channel.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
