"""The Python examples of TrustGraph's specification of its Python API: found, laid out, and run."""

from __future__ import annotations

import asyncio
import importlib
import io
import re
import threading
import tokenize
import warnings
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[1] / "data"

# What the Hebrew edition has under headings of its own, or otherwise.
OF_THE_HEBREW_EDITION = ("Token parameter", "SocketClient with a token", "Authentication")


def _found(name: str) -> dict[str, list[str]]:
    """The blocks of a file, by their headings; more than one stand for the same block."""
    text = (DATA / name).read_text("utf-8")
    found = {
        section[0]: re.findall(r"^```python\n(.*?)^```$", section[1], re.S | re.M)
        for section in re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", text, re.S | re.M)
    }
    assert sum(map(len, found.values())) == text.count("```python\n")
    return found


ENGLISH = {title: block for title, [block] in _found("trustgraph_specification.md").items()}

_HEBREW = _found("trustgraph_specification.he.md")

HEBREW_LINES = {title: blocks[0] for title, blocks in _HEBREW.items()}
"""The blocks as that edition has them: each on one line."""

RESTORED = {title: blocks[1] for title, blocks in _HEBREW.items() if len(blocks) > 1}
"""Those that differ from the English ones, with line breaks."""

HEBREW = {title: RESTORED.get(title) or ENGLISH[title] for title in HEBREW_LINES}
"""The blocks with line breaks; `words` tells that nothing else was changed."""

EDITIONS = {"English": ENGLISH, "Hebrew": HEBREW}

RUN = (
    "Architecture",
    "Interface selection",
    "Agent streaming",
    "RAG streaming",
    "Bulk operations (synchronous)",
    "Bulk operations (asynchronous)",
    "Async REST",
    "Async WebSocket streaming",
    "WebSocket connection errors",
    "Graceful fallback",
    "Partial streaming errors",
    "Context manager support",
    "Token parameter",
    "Authentication",
    "Existing code",
    "Opt-in streaming",
    "Bulk loading",
    "progress_callback(processed, total)",
)
"""Blocks that are programs."""

SKETCHES = (
    "Api",
    "SocketClient",
    "AsyncSocketClient",
    "BulkClient",
    "AsyncBulkClient",
    "FlowInstance.graph_embeddings_query",
    "AsyncFlow",
    "Metrics",
    "AsyncMetrics",
    "Enhanced types",
    "Metrics, repeated",
    "Constructor",
    "SocketClient with a token",
)
"""Blocks that sketch classes."""

LEFT_OUT = {
    "AsyncApi": "the specification itself marks it as a future consideration; what it wants is "
    "api.async_socket(), which other blocks run",
}
"""Blocks that nothing is done with, and why."""


def words(text: str) -> list[str]:
    """What a block says, comments included, whatever its lines and indentation are."""
    return text.split()


def tokens(source: str) -> list[str]:
    """The Python tokens of a block without those of its layout, and without comments."""
    layout = {tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT}
    found = tokenize.generate_tokens(io.StringIO(source).readline)
    return [token.string for token in found if token.type not in layout]


class Example:
    """One example and what became of it. Its text is run as it stands; its address leads to `address`.

    Attributes:
        printed: What it printed.
        apis: The clients that it made; they are closed when it is over.
        warnings: The warnings that it got.
        values: Its variables.
    """

    def __init__(
        self, title: str, source: str, package: str, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.title = title
        self.package = importlib.import_module(package)
        self.printed = ""
        self.apis: list[Any] = []
        self.warnings: list[warnings.WarningMessage] = []
        self.loop: asyncio.AbstractEventLoop | None = None
        self.values: dict[str, Any] = {}
        self._source = source
        self._address = address
        self._changed = threading.Condition()
        self._closing = asyncio.Lock()
        monkeypatch.setattr(asyncio, "run", self._run_main)

    def run(self, **names: object) -> None:
        """Runs it; its own exceptions come through."""
        code = compile(self._source, self.title, "exec", dont_inherit=True)
        self.values = {"print": self._print, "Api": self._make, **names}
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                exec(code, self.values)
            finally:
                self.warnings = list(caught)
                for api in self.apis:
                    api.close()

    def wait_for_lines(self, number: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.printed.count("\n") >= number, 20)

    def close_apis(self) -> None:
        """Closes its clients from outside, as another thread of its program might."""
        for api in self.apis:
            api.close()
        if self.loop is not None:
            asyncio.run_coroutine_threadsafe(self._aclose_apis(), self.loop).result(20)

    async def _aclose_apis(self) -> None:
        # The loop must not end while it is asked to close them from outside.
        async with self._closing:
            for api in self.apis:
                await api.aclose()

    def _make(self, *, url: str, **named: Any) -> Any:
        api = self.package.Api(url=url.replace("localhost:8088", self._address), **named)
        self.apis.append(api)
        return api

    def _print(self, *values: object, end: str = "\n", flush: bool = False) -> None:
        with self._changed:
            self.printed += " ".join(map(str, values)) + end
            self._changed.notify_all()

    def _run_main(self, main: Coroutine[Any, Any, None]) -> None:
        """asyncio.run, but that what the example leaves open is closed before its loop is."""

        async def run() -> None:
            self.loop = asyncio.get_running_loop()
            try:
                await main
            finally:
                await self._aclose_apis()

        with asyncio.Runner() as runner:
            runner.run(run())
