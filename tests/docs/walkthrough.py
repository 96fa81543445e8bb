"""Does what a page says: writes its files, runs its commands, and notes what it shows and what really came.

Snippets by their info strings: `yaml` and `python` are files, named by their first lines, or
additions to files (`# add to ...`); `console` holds commands (`$ ...`) with their output; `text` holds
frames of WebSockets (`>` from the client, `<` to it) that the next script exchanges; `sh` is not run.
`…` stands for any text.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import re
import runpy
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from gatewright.gateway.websocket import WebSocket
from gatewright_codegen.cli import app

ROOT = Path(__file__).parents[2]
CODE = [str(ROOT / "runtime"), str(ROOT / "codegen")]
CLIENT = "generated/lighthouse"
ADDRESS = "localhost:8090"

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ADDITION = "# add to "
_PLUGIN = "gatewright.gateway.pytest_plugin"
_SERVED = re.compile(r"127\.0\.0\.1:(\d+)")


class Block(NamedTuple):
    """A snippet, and the line of the page at which it begins."""

    line: int
    kind: str
    text: str


class Outcome(NamedTuple):
    """What the page shows, what really came, and whether that is the same."""

    line: int
    what: str
    shown: str
    real: str
    same: bool


def blocks(page: str) -> list[Block]:
    """The snippets of a page."""
    return [
        Block(page.count("\n", 0, found.start()) + 1, _kind(found[1], found[2]), found[2])
        for found in _BLOCK.finditer(page)
    ]


def _kind(info: str, text: str) -> str:
    if info in {"yaml", "python"}:
        return "addition" if text.startswith(_ADDITION) else f"{info} file"
    return {"console": "commands", "text": "frames", "sh": "installation"}[info]


class Walk:
    """A walk through a page, in an empty folder. `outcomes` is what it found."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.outcomes: list[Outcome] = []
        self._patch = patch
        self._expected: list[tuple[int, str]] = []
        self._frames: list[str] = []
        self._server: subprocess.Popen[str] | None = None
        self._port = ""
        patch.chdir(folder)
        # What is generated again within a second must not be taken for what was compiled before.
        patch.setattr(sys, "dont_write_bytecode", True)
        patch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        patch.delenv("LIGHTHOUSE_KEY", raising=False)
        # Gatewright's own plugin is named, so that it need not be installed; others have no business here.
        patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        patch.setenv("PYTHONPATH", os.pathsep.join([*CODE, str(folder / CLIENT)]))
        patch.syspath_prepend(str(folder / CLIENT))
        patch.syspath_prepend(str(folder))
        self._listen()

    def go(self, page: str) -> None:
        """Does all that the page says."""
        try:
            for block in blocks(page):
                if block.kind == "addition":
                    self._add(block)
                elif block.kind.endswith("file"):
                    self._write(block)
                elif block.kind == "frames":
                    self._expected += list(enumerate(block.text.splitlines(), block.line + 1))
                elif block.kind == "commands":
                    for line, command, shown in _commands(block):
                        real = self._run(command, shown)
                        self.outcomes.append(Outcome(line, command, shown, real, _fits(shown, real)))
        finally:
            self._stop()
        if self._expected:
            raise AssertionError(f"no script exchanges these frames: {self._expected}")

    def _write(self, block: Block) -> None:
        path = self.folder / block.text.partition("\n")[0].removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text)

    def _add(self, block: Block) -> None:
        path = self.folder / block.text.partition("\n")[0].removeprefix(_ADDITION)
        yaml = YAML()
        whole = yaml.load(path.read_text())
        _merge(whole, yaml.load(block.text))
        with path.open("w") as file:
            yaml.dump(whole, file)

    def _run(self, command: str, shown: str) -> str:
        command = command.replace(ADDRESS, f"127.0.0.1:{self._port}")
        match shlex.split(command):
            case ["gatewright", "serve", *arguments]:
                return self._serve(arguments, len(shown.splitlines()))
            case ["gatewright", *arguments]:
                self._stop()
                done = CliRunner().invoke(app, arguments)
                if not isinstance(done.exception, SystemExit | None):
                    raise done.exception
                self._forget()
                return done.output
            case ["python3", "-m", "pytest", *arguments]:
                return _output([sys.executable, "-m", "pytest", "-p", _PLUGIN, *arguments])
            case ["python3", script, *arguments]:
                return self._script(script, arguments)
            case _:
                return _output(["sh", "-c", command])

    def _script(self, script: str, arguments: list[str]) -> str:
        self._frames.clear()
        self._patch.setattr(sys, "argv", [script, *arguments])
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            runpy.run_path(script, run_name="__main__")
        # Others may come between them: the page shows what matters.
        frames = iter(self._frames)
        for line, shown in self._expected:
            real = next((frame for frame in frames if _same_frame(shown, frame)), None)
            everything = "\n".join(self._frames)
            self.outcomes.append(Outcome(line, "a frame", shown, real or everything, real is not None))
        self._expected.clear()
        return printed.getvalue()

    def _listen(self) -> None:
        """Notes all frames of gateways in this process."""
        receive, send, frames = WebSocket.receive, WebSocket.send, self._frames

        async def received(socket: WebSocket) -> bytes | None:
            message = await receive(socket)
            if message is not None:
                frames.append(f"> {message.decode()}")
            return message

        def sent(socket: WebSocket, data: bytes) -> None:
            frames.append(f"< {data.decode()}")
            send(socket, data)

        self._patch.setattr(WebSocket, "receive", received)
        self._patch.setattr(WebSocket, "send", sent)

    def _serve(self, arguments: list[str], lines: int) -> str:
        """Starts the gateway of `gatewright serve` on a free port; it serves until it is generated anew."""
        self._stop()
        arguments[arguments.index("--port") + 1] = "0"
        command = [sys.executable, "-m", "gatewright_codegen.cli", "serve", *arguments]
        self._server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._server.stdout is not None
        said = "".join(self._server.stdout.readline() for _ in range(lines))
        found = _SERVED.search(said)
        assert found is not None, said
        self._port = found[1]
        self._patch.setenv("LIGHTHOUSE_URL", f"http://{found[0]}/")
        return said.replace(found[0], f"127.0.0.1:{ADDRESS.partition(':')[2]}")

    def _stop(self) -> None:
        if self._server is None:
            return
        self._server.send_signal(signal.SIGINT)
        rest, _ = self._server.communicate()
        # What the page did not show is an empty line after Ctrl-C, and nothing else.
        assert (self._server.returncode, rest.strip()) == (0, ""), rest
        self._server = None

    def _forget(self) -> None:
        """Makes the next script import what was generated just now."""
        importlib.invalidate_caches()
        for name in [name for name in sys.modules if name.partition(".")[0] == "lighthouse"]:
            del sys.modules[name]


def _commands(block: Block) -> Iterator[tuple[int, str, str]]:
    """Line, command and output of each command."""
    line = block.line
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield line + 1, command, shown
        line += part.count("\n")


def _fits(shown: str, real: str) -> bool:
    pattern = re.escape(shown.strip()).replace("…", ".*?")
    # How many files a change reaches is the generator's affair.
    pattern = re.sub(r"\d+\\ files\\ written", r"\\d+\\ files\\ written", pattern)
    return re.fullmatch(pattern, real.strip(), re.DOTALL) is not None


def _same_frame(shown: str, real: str) -> bool:
    if shown[0] != real[0] or "{" not in shown:
        return shown == real
    return "{" in real and _same(json.loads(shown[1:]), json.loads(real[1:]))


def _same(shown: Any, real: Any) -> bool:
    if isinstance(shown, dict) and isinstance(real, dict):
        return shown.keys() == real.keys() and all(_same(shown[key], real[key]) for key in shown)
    return shown in ("…", real)


def _merge(whole: Any, part: Any) -> None:
    """What stands under the same key goes together, and lists get longer."""
    for key, value in part.items():
        if key in whole and isinstance(value, dict):
            _merge(whole[key], value)
        elif key in whole and isinstance(value, list):
            whole[key].extend(value)
        else:
            whole[key] = value


def _output(command: list[str]) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout
