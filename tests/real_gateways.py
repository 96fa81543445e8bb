"""Processes in which a gateway's own code runs, steered through a control port; see real_gateway*.py."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest


class ControlPort:
    """What all of them understand."""

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

    def publish(self, flow: str, items: list[dict[str, Any]], kind: str = "triples", **about: Any) -> None:
        """Publish items as an extractor would, as soon as someone exports that kind from the flow."""
        body = {"flow": flow, "kind": kind, "items": items, **about}
        self._http.post("/publish", json=body).raise_for_status()

    def wait_for(self, *path: str) -> None:
        """Wait until the gateway knows what is called so."""
        self._http.get("/".join(["", *map(quote, path)])).raise_for_status()

    def close(self) -> None:
        self._http.close()


Port = TypeVar("Port", bound=ControlPort)


@contextlib.contextmanager
def running(
    variable: str, script: Path, log: Path, *options: str, **variables: str
) -> Iterator[dict[str, int]]:
    """The ports of a gateway that runs while the context is open, by the Python whose place `variable` tells.

    Skips the test if there is none.
    """
    home = os.environ.get(variable)
    if home is None:
        pytest.skip("needs an environment with TrustGraph's gateway: run `nox -s conformance`")
    python = Path(home, "Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    with log.open("w") as errors:
        process = subprocess.Popen(
            [str(python), str(script), "--log-level", "ERROR", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            # Elsewhere the library's times are off by the time zone.
            env={**os.environ, "TZ": "UTC", **variables},
        )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        ready = process.stdout.readline()
        if not ready:
            pytest.fail(f"the gateway did not start:\n{log.read_text()}")
        try:
            yield json.loads(ready)
        finally:
            process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@contextlib.contextmanager
def steered(
    control_of: Callable[[int], Port], variable: str, script: Path, log: Path, *options: str, **variables: str
) -> Iterator[tuple[str, Port]]:
    """The URL of such a gateway, and what steers it."""
    with running(variable, script, log, *options, **variables) as ports:
        control = control_of(ports["control"])
        try:
            yield f"http://127.0.0.1:{ports['port']}/", control
        finally:
            control.close()


def flow_of(kind: str, api: Any, control: Any) -> Iterator[str]:
    """A flow of this blueprint or class that runs until the test is over; closes the client `api`."""
    name = f"flow-{uuid4().hex[:8]}"
    with api:
        api.flow().start(kind, name, "For one test")
        control.wait_for_flow(name)
        yield name
        api.flow().stop(name)
