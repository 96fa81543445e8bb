"""The Python examples of the document that describes Felix's event streams, against the local gateway.

Only the address, the workflow's identifier and one function's name are replaced; what they leave open
is given.
"""

from __future__ import annotations

import ast
import asyncio
import logging
import threading
from typing import Any

import pytest
from documents import adapt, blocks, documented, mentioned, run

from felix import Api, SynthesisStarted
from gatewright.gateway import Feeds, LocalGateway, local_gateway

BLOCKS = blocks("felix")
NAMES = {
    "send_workflow_event(workflow_id, event_type, data)": (
        'gateway.feeds.send("workflow", workflow_id, {"type": event_type, **data})'
    )
}
RUN = ["Events from a worker thread", "Watching a workflow", "REST and WebSocket together"]
COMPARED = {
    "connect(websocket, workflow_id=None)": "the gateway does so when a client comes",
    "disconnect(websocket)": "the gateway does so when a client goes",
    "send_personal(websocket, message)": "the gateway greets watchers and answers their words",
    "send_to_workflow(workflow_id, message)": Feeds.send,
    "send_to_all(message)": Feeds.send_to_all,
    "get_connection_stats()": Feeds.stats,
}
LEFT_OUT = {
    "Integrating": "nothing but comments",
    "ConnectionManager": "an outline that is no Python; its methods are compared",
}


def test_every_block_of_the_document_is_accounted_for() -> None:
    assert sorted(BLOCKS) == sorted([*RUN, *LEFT_OUT])
    assert len(BLOCKS) == 5
    assert ast.parse(BLOCKS["Integrating"]).body == []


def test_the_table_of_names_is_that_of_the_documentation() -> None:
    assert documented("felix", NAMES)


pytestmark = pytest.mark.usefixtures("no_variables")


def address(gateway: LocalGateway) -> dict[str, str]:
    return {"localhost:8000": f"{gateway.host}:{gateway.port}"}


def execute(title: str, source: str, values: dict[str, Any]) -> None:
    """Runs a block that has a loop of its own."""
    exec(compile(source, title, "exec", dont_inherit=True), values)


def test_watching_a_workflow(capsys: pytest.CaptureFixture[str]) -> None:
    with local_gateway("felix") as gateway, Api(gateway.url) as api:
        workflow_id = api.workflows().create(task="Say hello").workflow_id
        source = adapt(BLOCKS["Watching a workflow"], {}, {**address(gateway), "wf_abc123": workflow_id})
        execute("Watching a workflow", source, {})
        gateway.wait_for(lambda: gateway.live_connections == 0)
    assert capsys.readouterr().out == "Done! The agents agree: Say hello\n"


def test_rest_and_socket_together(capsys: pytest.CaptureFixture[str]) -> None:
    """The example shows its key to REST alone, which is enough for the real gateway."""
    values: dict[str, Any] = {}
    with local_gateway("felix", token="api-key", feed_token=False) as gateway:
        title = "REST and WebSocket together"
        execute(title, adapt(BLOCKS[title], {}, address(gateway)), values)
        assert [request.operation for request in gateway.requests] == ["workflows.create", "feed_workflow"]
    assert values["result"]["type"] == "workflow_complete"
    assert values["result"]["synthesis"]["content"] == "The agents agree: Explain quantum computing"
    *events, result = capsys.readouterr().out.splitlines()
    assert events[:2] == ["Event: connected", "Event: workflow_status"]
    assert events[-1] == "Event: workflow_complete"
    assert result == str(values["result"])


async def test_events_from_a_worker_thread(caplog: pytest.LogCaptureFixture) -> None:
    """The workflow itself says nothing, since its next step is far away: all events come from the thread."""
    title = "Events from a worker thread"
    caplog.set_level(logging.DEBUG, logger="example")
    with local_gateway("felix", pace=3600) as gateway:
        values: dict[str, Any] = {
            "Any": Any,
            "Dict": dict,
            "asyncio": asyncio,
            "gateway": gateway,
            "logger": logging.getLogger("example"),
            "WEBSOCKET_AVAILABLE": True,
        }
        await run(title, adapt(BLOCKS[title], {}, NAMES), values)
        send = values["_send_event_sync"]
        async with Api(gateway.url, timeout=20) as api:
            workflow = await api.async_workflows().create(task="Say hello")
            feed = api.async_socket().workflow(workflow.workflow_id)
            events = aiter(feed)
            opening = [(await anext(events)).type for _ in range(2)]
            thread = threading.Thread(
                target=lambda: [
                    send(workflow.workflow_id, "synthesis_started", {"agent_count": 3}),
                    send("wf_another", "workflow_error", {"error": "of nobody here"}),
                    send(workflow.workflow_id, "workflow_complete", {"synthesis": {"content": "Hello."}}),
                ]
            )
            thread.start()
            started, complete = [event async for event in events]
            await asyncio.to_thread(thread.join)
    assert opening == ["connected", "workflow_status"]
    assert isinstance(started, SynthesisStarted)
    assert started.agent_count == 3
    assert complete.type == "workflow_complete"
    assert caplog.messages == []


def test_the_connection_manager() -> None:
    """Its outline is a list of signatures; the documentation says what became of each."""
    head, *methods = BLOCKS["ConnectionManager"].splitlines()
    assert head == "class ConnectionManager:"
    assert methods == [f"    - {signature}" for signature in COMPARED]
    assert documented("felix", {"ConnectionManager": "gateway.feeds"})
    assert [each for each in COMPARED if not mentioned("felix", each.replace("=None", ""))] == []
