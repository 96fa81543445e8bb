# Generated from schema/felix by gatewright 0.1.0, content 72d3119235c29ada. Do not edit.
"""Feeds, for asyncio code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from gatewright.aio import AsyncFeed

from . import operations
from .items import SystemEvent, WorkflowEvent

if TYPE_CHECKING:
    from gatewright.aio import AsyncSocketChannel

    from .items import ConnectionStats, WorkflowStatusChanged


class AsyncSystemFeed(AsyncFeed[SystemEvent]):
    """Watch the system: agents that come and go, knowledge that is learned, and the state of the system.

    The stream has no end; leave the loop when you have seen enough.

    Known defect of 1.0.0: The gateway never sends an event on this stream but `connected` and
        `connection_stats`.
    Known defect of 1.0.0: The gateway does not ask for the key.
    """

    __slots__ = ()

    async def ping(self, *, timeout: float | None = None) -> float:
        """Ask whether the gateway is there; the result is how long its answer took.

        Args:
            timeout: Seconds to wait for the answer. None: as the feed does.

        Returns: Seconds that the answer took.
        """
        return await self._ask(operations.FEED_SYSTEM_PING, timeout)

    async def stats(self, *, timeout: float | None = None) -> ConnectionStats:
        """Ask how many clients watch.

        Args:
            timeout: Seconds to wait for the answer. None: as the feed does.

        Returns: The event that answers.
        """
        return await self._ask(operations.FEED_SYSTEM_STATS, timeout)


class AsyncWorkflowFeed(AsyncFeed[WorkflowEvent]):
    """Watch a workflow from now on; what went before is not told again.

    The stream ends when the workflow is over. The last event is `WorkflowComplete` or `WorkflowError`,
    or `WorkflowStatusChanged` where the gateway tells no more; read the answer with `workflows().get`.
    A workflow that is unknown to the gateway raises `NotFound`.

    Known defect of 1.0.0: As it comes, the gateway sends no event while the workflow runs: two
        of its modules import each other, and it goes on without the one that sends. The client
        asks for the state now and then.
    Known defect of 1.0.0: Where events are sent, all come in one burst at the end of the run.
    Known defect of 1.0.0: The gateway never closes the stream, and sends no last event of a
        workflow that was cancelled or has no answer.
    Known defect of 1.0.0: The gateway reads the key and does not check it.
    """

    __slots__ = ()

    async def ping(self, *, timeout: float | None = None) -> float:
        """Ask whether the gateway is there; the result is how long its answer took.

        Args:
            timeout: Seconds to wait for the answer. None: as the feed does.

        Returns: Seconds that the answer took.
        """
        return await self._ask(operations.FEED_WORKFLOW_PING, timeout)

    async def status(self, *, timeout: float | None = None) -> WorkflowStatusChanged:
        """Ask how far the workflow is.

        Args:
            timeout: Seconds to wait for the answer. None: as the feed does.

        Returns: The event that answers.
        """
        return await self._ask(operations.FEED_WORKFLOW_STATUS, timeout)


class AsyncSocketClient:
    """Feeds: each has a socket of its own, which is opened when somebody listens."""

    __slots__ = ("_channel",)

    def __init__(self, channel: AsyncSocketChannel) -> None:
        self._channel = channel

    def system(self, *, timeout: float | None = None) -> AsyncSystemFeed:
        """Watch the system: agents that come and go, knowledge that is learned, and the state of the system.

        The stream has no end; leave the loop when you have seen enough.

        Args:
            timeout: Seconds of silence after which the feed fails. None: as set on the client.

        Returns: The events, as they come: each is one of `SystemEvent`.
        """
        return AsyncSystemFeed(self._channel.feeds, operations.FEED_SYSTEM, {}, timeout)

    def workflow(self, workflow_id: str, *, timeout: float | None = None) -> AsyncWorkflowFeed:
        """Watch a workflow from now on; what went before is not told again.

        The stream ends when the workflow is over. The last event is `WorkflowComplete` or `WorkflowError`,
        or `WorkflowStatusChanged` where the gateway tells no more; read the answer with `workflows().get`.
        A workflow that is unknown to the gateway raises `NotFound`.

        Args:
            workflow_id: Identifier of the workflow.
            timeout: Seconds of silence after which the feed fails. None: as set on the client.

        Returns: The events, as they come: each is one of `WorkflowEvent`.
        """
        return AsyncWorkflowFeed(
            self._channel.feeds, operations.FEED_WORKFLOW, {"workflow_id": workflow_id}, timeout
        )

    async def aclose(self) -> None:
        """Close the sockets; calls that wait fail with `ClientClosed`."""
        await self._channel.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
