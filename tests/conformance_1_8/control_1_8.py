"""Drives the surroundings of the real gateway 1.8.0 from a test's side; see real_gateway_1_8.py."""

from __future__ import annotations

from typing import Any

from real_gateways import ControlPort


class Control(ControlPort):
    """The control port of real_gateway_1_8.py."""

    def arrived(self, store: str, count: int = 1, flow: str = "default") -> list[dict[str, Any]]:
        """What reached a store of a flow, as soon as there is that much of it."""
        return self.messages(f"q1/tg/flow/{store}:{flow}", count)

    def asked(self, service: str, flow: str = "default") -> list[dict[str, Any]]:
        """The requests that reached a service of a flow."""
        return self.messages(f"q0/tg/request/{service}:{flow}")

    def wait_for_flow(self, flow: str) -> None:
        self.wait_for("flows", flow)
