"""Starts the processes of the stack, keeps what they say, and ends them all."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import sys
from pathlib import Path

import layout

GRACE = 8.0
LINES_SHOWN = 25
DIE_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG


class ProcessEnded(Exception):
    """A process of the stack ended by itself."""


class Processes:
    """The running processes; each writes to a log of its own."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: dict[str, asyncio.subprocess.Process] = {}

    async def start(
        self, group: asyncio.TaskGroup, name: str, *command: str | Path, **variables: str | Path
    ) -> None:
        """Start a process with `variables` in its environment; `group` gets ProcessEnded should it end."""
        with (self._logs / f"{name}.log").open("wb") as log:
            self._running[name] = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
                env={**os.environ, **{name: str(value) for name, value in variables.items()}},
                # Ctrl-C is for whoever started the stack; the processes are ended one after the other.
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        group.create_task(_watch(name, self._running[name]))

    async def stop(self) -> None:
        """End all, those that were started last first; what does not obey is killed."""
        for process in reversed(self._running.values()):
            _signal(process, signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), GRACE)
            except TimeoutError:
                sys.stderr.write(f"process {process.pid} does not end; it is killed\n")
            # What the process itself has started is in its group.
            _signal(process, signal.SIGKILL)
            await process.wait()

    def logs(self) -> str:
        """The last lines of all logs."""
        parts = []
        for path in sorted(self._logs.iterdir()):
            lines = path.read_text(errors="replace").splitlines()
            if lines:
                parts.append("\n".join([f"--- {path}", *lines[-LINES_SHOWN:]]))
        return "\n".join(parts)


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


async def _watch(name: str, process: asyncio.subprocess.Process) -> None:
    raise ProcessEnded(f"{name} ended by itself, with status {await process.wait()}")


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def free_ports(*names: str) -> dict[str, int]:
    """Ports of loopback that nobody uses."""
    with contextlib.ExitStack() as stack:
        ports = {}
        # All are held until the last is found, so that none comes twice.
        for name in names:
            held = stack.enter_context(socket.socket())
            held.bind((layout.HOST, 0))
            ports[name] = held.getsockname()[1]
    return ports
