"""A scripted LLMGine: it greets, answers calls, and says what a test wants of its own accord."""

from __future__ import annotations

import asyncio
import itertools
import queue
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from scripted_gateway import Gateway, Json, Peer

Answer: TypeAlias = Callable[["App", Json], Awaitable[None]]


class App:
    """The application's end of one connection.

    Attributes:
        refused: Answers that nobody waited for.
        pongs: Answers to pings.
    """

    def __init__(self, peer: Peer, answer: Answer) -> None:
        self.peer = peer
        self.name = f"app-{peer.number}"
        self.refused: queue.Queue[Json] = queue.Queue()
        self.pongs: queue.Queue[Json] = queue.Queue()
        self._answer = answer
        self._ids = itertools.count(1)
        self._asked: dict[str, asyncio.Future[Json]] = {}

    async def say(self, type: Any, data: Any, id: Any = None) -> str:
        """Send a message, under an id of its own unless one is given."""
        id = id or f"{self.name}-{next(self._ids)}"
        await self.peer.say({"type": type, "message_id": id, "data": data})
        return str(id)

    async def fail(self, code: str, id: Any = None, message: str = "it failed") -> None:
        """Send an error; without an id, it bears a fresh one."""
        await self.say("error", {"code": code, "message": message, "details": None}, id)

    async def ask(self, request_type: str, **fields: Any) -> Json:
        """Send a request, and return the data of its answer."""
        id = f"{self.name}-{next(self._ids)}"
        self._asked[id] = asyncio.get_running_loop().create_future()
        await self.say("server_request", {"request_type": request_type, **fields}, id)
        frame = await self._asked[id]
        assert frame["type"] == "server_response"
        assert frame["data"].pop("response_type") == request_type
        data: Json = frame["data"]
        return data

    async def serve(self) -> None:
        """Read until the client leaves."""
        while True:
            frame = await self.peer.request()
            if frame["type"] == "server_pong":
                self.pongs.put(frame)
            elif frame["type"] != "server_response":
                await self._answer(self, frame)
            elif (asked := self._asked.pop(frame["message_id"], None)) is not None:
                asked.set_result(frame)
            else:
                self.refused.put(frame)
                if isinstance(frame["message_id"], str) and frame["message_id"]:
                    message = "Message must include 'session_id' field"
                    await self.fail("VALIDATION_ERROR", frame["message_id"], message)


async def obliging(app: App, frame: Json) -> None:
    """Answers all calls well."""
    data = frame["data"]
    body: Json
    match frame["type"]:
        case "create_session":
            body = {"session_id": f"session of {data['app_id']}"}
        case "ping":
            body = {"timestamp": data["timestamp"]}
        case "status":
            at = "2026-01-01T00:00:00.000001"
            body = {"session_id": data["session_id"], "status": "running"}
            body |= {"created_at": at, "last_interaction_at": at}
        case kind:
            raise AssertionError(kind)
    await app.say(f"{frame['type']}_res", body, frame["message_id"])


class Talking(Gateway):
    """A gateway whose connections are those of an application.

    Attributes:
        apps: Those connections that were greeted, in their order.
    """

    def __init__(self, answer: Answer = obliging, **options: Any) -> None:
        super().__init__(self._converse, authenticate=False, **options)
        self.answer = answer
        self.apps: queue.Queue[App] = queue.Queue()

    def app(self) -> App:
        """The next connection."""
        return self.apps.get(timeout=5)

    def run(self, coroutine: Any) -> Any:
        """What a coroutine of a connection returns."""
        return self.thread.run(asyncio.wait_for(coroutine, 5))

    async def _converse(self, peer: Peer) -> None:
        app = App(peer, self.answer)
        await app.say("connected", {"app_id": app.name, "status": "connected"})
        self.apps.put(app)
        await app.serve()
