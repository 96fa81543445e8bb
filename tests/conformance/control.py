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

    def log(self) -> list[dict[str, Any]]:
        """All that was published: topic, message and properties."""
        entries: list[dict[str, Any]] = self._http.get("/log").raise_for_status().json()
        return entries

    def messages(self, topic: str, count: int = 0) -> list[dict[str, Any]]:
        """What was published on a topic, in order, as soon as there is that much of it."""
        params = {"topic": topic, "count": count}
        entries = self._http.get("/log", params=params).raise_for_status().json()
        return [entry["message"] for entry in entries]

    def arrived(self, store: str, count: int = 1, flow: str = "default") -> list[dict[str, Any]]:
        """What reached a store of a flow, as soon as there is that much of it."""
        return self.messages(f"flow:tg:{store}:default:{flow}", count)

    def requested(self, service: str, operation: str, workspace: str = "default") -> int:
        """How many requests for an operation reached a service of a workspace."""
        messages = self.messages(f"request:tg:{service}:{workspace}")
        return sum(message["operation"] == operation for message in messages)

    def publish(self, flow: str, items: list[dict[str, Any]], kind: str = "triples", **about: str) -> None:
        """Publish items as an extractor would, as soon as someone exports that kind from the flow."""
        body = {"flow": flow, "kind": kind, "items": items, **about}
        self._http.post("/publish", json=body).raise_for_status()

    def wait_for_flow(self, flow: str) -> None:
        self._http.get(f"/flows/default/{quote(flow)}").raise_for_status()

    def wait_for_workspace(self, workspace: str) -> None:
        self._http.get(f"/workspaces/{quote(workspace)}").raise_for_status()

    def close(self) -> None:
        self._http.close()
