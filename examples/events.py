"""Events as they come: a workflow that is followed to its end, against a local Felix.

python examples/events.py
"""

from __future__ import annotations

import asyncio

import felix
from gatewright.gateway import local_gateway


async def watch(url: str, workflow_id: str, name: str) -> None:
    """Many may watch the same workflow."""
    async with felix.Api(url=url, token="the-key") as api:
        async for event in api.async_socket().workflow(workflow_id):
            match event:
                case felix.AgentSpawned():
                    print(f"{name}: the agent {event.agent_id} began")
                case felix.WorkflowComplete():
                    print(f"{name}: done")


async def main(url: str, workflow_id: str) -> None:
    await asyncio.gather(watch(url, workflow_id, "Ada"), watch(url, workflow_id, "Bob"))


with local_gateway("felix", token="the-key") as gateway, felix.Api(gateway.url, token="the-key") as api:
    workflow = api.workflows().create(task="Explain quantum computing")
    asyncio.run(main(gateway.url, workflow.workflow_id))

    finished = api.workflows().run(task="The same in one call")
    print(finished.status, "-", finished.synthesis.content if finished.synthesis else "")
