"""Drives the surroundings of the real gateway from a test's side; see real_gateway.py."""

from __future__ import annotations

from typing import Any

from real_gateways import ControlPort


class Control(ControlPort):
    """The control port of real_gateway.py."""

    def arrived(self, store: str, count: int = 1, flow: str = "default") -> list[dict[str, Any]]:
        """What reached a store of a flow, as soon as there is that much of it."""
        return self.messages(f"flow:tg:{store}:default:{flow}", count)

    def requested(self, service: str, operation: str, workspace: str = "default") -> int:
        """How many requests for an operation reached a service of a workspace."""
        messages = self.messages(f"request:tg:{service}:{workspace}")
        return sum(message["operation"] == operation for message in messages)

    def wait_for_flow(self, flow: str) -> None:
        self.wait_for("flows", "default", flow)

    def wait_for_workspace(self, workspace: str) -> None:
        self.wait_for("workspaces", workspace)
