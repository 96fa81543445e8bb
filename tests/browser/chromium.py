"""A headless Chromium, driven by the Chrome DevTools protocol."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

PROGRAM = Path("/usr/bin/chromium")
SECONDS = 30.0

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
]


@contextlib.contextmanager
def browser(profile: Path) -> Iterator[str]:
    """Runs Chromium with an empty profile, and gives the address of its DevTools."""
    command = [str(PROGRAM), *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        # A full pipe would stop Chromium.
        drain = threading.Thread(target=lambda: list(lines))
        try:
            host = _host(lines)
            drain.start()
            yield f"http://{host}"
        finally:
            process.terminate()
            if drain.ident is not None:
                drain.join()


def _host(lines: Iterator[str]) -> str:
    said = ""
    for line in lines:
        said += line
        if match := re.search(r"DevTools listening on ws://([^/]+)/", line):
            return match[1]
    raise AssertionError(f"Chromium ended and said: {said}")


class Page:
    """A page of the browser.

    Attributes:
        events: What DevTools have told and `wait_for` has not passed yet.
    """

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._sent = 0
        self.events: list[dict[str, Any]] = []
        for domain in ("Page", "Network", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Calls a method of the protocol."""
        self._sent += 1
        self._connection.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while (message := self._receive()).get("id") != self._sent:
            self.events.append(message)
        assert "error" not in message, message
        return dict(message["result"])

    def wait_for(self, method: str, wanted: Callable[[dict[str, Any]], bool] = lambda _: True) -> None:
        """Waits for an event."""
        while True:
            event = self.events.pop(0) if self.events else self._receive()
            if event.get("method") == method and wanted(event["params"]):
                return

    def open(self, url: str) -> None:
        """Opens an address, and returns when it has been loaded."""
        self.call("Page.navigate", url=url)
        self.wait_for("Page.loadEventFired")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression; that of a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def text_of(self, selector: str, part: str) -> list[str]:
        """The texts of all elements that fit, as soon as one of them contains that part."""
        look = f"""new Promise((resolve) => {{
            const look = () => {{
                const found = [...document.querySelectorAll({json.dumps(selector)})];
                const texts = found.map((element) => element.textContent);
                if (texts.some((text) => text.includes({json.dumps(part)}))) resolve(texts);
            }};
            new MutationObserver(look).observe(document, {{childList: true, subtree: true}});
            look();
        }})"""
        return list(self.evaluate(look))

    def _receive(self) -> dict[str, Any]:
        return dict(json.loads(self._connection.recv(SECONDS)))


@contextlib.contextmanager
def page(devtools: str) -> Iterator[Page]:
    """A new page of a browser."""
    target = httpx.put(f"{devtools}/json/new?about:blank", timeout=SECONDS).json()
    with connect(target["webSocketDebuggerUrl"], max_size=None) as connection:
        yield Page(connection)
