"""Drives the surroundings of the real gateway from a test's side; see real_gateway.py."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx


class Control:
    """The control port of real_gateway.py."""

    def __init__(self, port: int) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False)

    def script(self, **script: Any) -> None:
        self._http.put("/script", json=script).raise_for_status()

    def forget(self) -> None:
        self._http.delete("/log").raise_for_status()

    def messages(self, topic: str) -> list[dict[str, Any]]:
        """What was published on a topic, in order."""
        entries = self._http.get("/log", params={"topic": topic}).raise_for_status().json()
        return [entry["message"] for entry in entries]

    def publish(self, flow: str, triples: list[dict[str, Any]]) -> None:
        """Publish triples as soon as someone exports from the flow."""
        body = {"workspace": "default", "flow": flow, "collection": "default", "triples": triples}
        self._http.post("/publish", json=body).raise_for_status()

    def wait_for_flow(self, flow: str) -> None:
        self._http.get(f"/flows/default/{quote(flow)}").raise_for_status()

    def close(self) -> None:
        self._http.close()
