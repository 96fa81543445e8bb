"""A gateway that asks back: sessions, and questions that a handler answers, against a local LLMGine.

python examples/questions.py
"""

from __future__ import annotations

import asyncio
from queue import SimpleQueue

import llmgine
from gatewright.gateway import local_gateway


def choose(question: llmgine.ServerRequest) -> dict[str, str]:
    """What the application asks; whatever is returned goes back to it."""
    options = (question.data or {})["options"]
    return {"selection": options[0]}


with local_gateway("llmgine") as gateway, llmgine.Api(url=gateway.url) as api:
    socket = api.socket()
    app_id = socket.connect().app_id or ""
    session = socket.session(socket.session().create())
    print("session is", session.status().status)

    socket.on_server_request("user_confirmation", choose)
    told: SimpleQueue[llmgine.Notification] = SimpleQueue()
    socket.on_notification(told.put)
    socket.listen(background=True)

    async def application() -> None:
        """The other side, as whoever writes the gateway sees it."""
        ask = gateway.messaging.send_to_app_and_wait
        question = {"request_type": "user_confirmation", "options": ["yes", "no"]}
        answer = await ask(app_id, "server_request", question, timeout=5)
        print("answered:", answer.data["selection"])
        await gateway.messaging.broadcast("notification", {"message": "thank you"})

    asyncio.run(application())
    print("told:", told.get(timeout=5).message)
    try:
        socket.session("no-such-session").ping()
    except llmgine.SessionNotFound as error:
        print("refused:", error.message)
