"""What the fault tests share: clients of both colours, threads, and proof that nothing leaks."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from support import COLOURS, Client, Connect, Spawn

DESCRIPTORS = Path("/proc/self/fd")


def open_sockets() -> set[str]:
    """The sockets of this process; none where the operating system does not tell."""
    if not DESCRIPTORS.exists():
        return set()
    found: set[str] = set()
    for link in DESCRIPTORS.iterdir():
        try:
            target = str(link.readlink())
        except OSError:
            continue  # it was the one that listed the others
        if target.startswith("socket:"):
            found.add(target)
    return found


@pytest.fixture
def nothing_leaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails a test that leaves a thread or a socket behind, or makes an event loop complain."""
    threads, sockets = set(threading.enumerate()), open_sockets()
    yield
    if open_sockets() - sockets:
        gc.collect()  # what it finds complains for itself
    assert set(threading.enumerate()) - threads == set()
    assert open_sockets() - sockets == set()
    errors = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    # The gateway may well complain of a client that does not like its certificate.
    assert [text for text in errors if "incoming connection" not in text] == []


@pytest.fixture
def spawn(nothing_leaks: None) -> Iterator[Spawn]:
    """Runs a function in a thread; returns its future."""
    with ThreadPoolExecutor(64) as pool:
        yield pool.submit


@pytest.fixture(params=list(COLOURS))
def connect(request: pytest.FixtureRequest, spawn: Spawn) -> Iterator[Connect]:
    """Makes clients, of either colour."""
    clients: list[Client] = []

    def make(url: str, **options: Any) -> Client:
        client = COLOURS[request.param](url, **options)
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.end()
