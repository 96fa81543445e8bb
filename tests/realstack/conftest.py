"""Starts TrustGraph's gateway and services once, and gives tests the generated client's interfaces."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from interfaces import Face, RealStack, open_face

HERE = Path(__file__).parent
LINES_SHOWN = 40
# What the logs contained before the test: their lengths.
BEFORE = pytest.StashKey[dict[Path, int]]()
STARTED = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def real_stack(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealStack]:
    environment = os.environ.get("GATEWRIGHT_REAL_STACK")
    if environment is None:
        pytest.skip("needs an environment with TrustGraph's services: run `nox -s realstack`")
    directory = tmp_path_factory.mktemp("stack")
    errors = directory / "errors"
    with errors.open("w") as written:
        process = subprocess.Popen(
            [
                str(Path(environment, "bin/python")),
                str(HERE / "real_stack.py"),
                "--directory",
                str(directory),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
        )
    # Leaving closes the standard input of the stack, which ends it, and waits for its end.
    with process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            process.communicate()
            pytest.fail(f"the stack did not start:\n{errors.read_text()}", pytrace=False)
        ready = json.loads(line)
        pytestconfig.stash[STARTED] = f"the stack answered after {ready['seconds']} s; logs: {ready['logs']}"
        yield RealStack(f"http://127.0.0.1:{ready['port']}/", ready["token"], Path(ready["logs"]))
    assert process.returncode == 0, errors.read_text()


@pytest.fixture(autouse=True)
def logs_of_test(request: pytest.FixtureRequest, real_stack: RealStack) -> None:
    """Note where the logs of the test begin."""
    sizes = {path: path.stat().st_size for path in sorted(real_stack.logs.glob("*.log"))}
    request.node.stash[BEFORE] = sizes


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Show with a failure what the stack has said during the test."""
    report = yield
    if report.failed:
        for path, size in item.stash.get(BEFORE, {}).items():
            lines = path.read_bytes()[size:].decode(errors="replace").splitlines()
            if lines:
                report.sections.append((f"log of {path.stem}", "\n".join(lines[-LINES_SHOWN:])))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    started = terminalreporter.config.stash.get(STARTED, None)
    if started is not None:
        terminalreporter.write_line(started)


@pytest.fixture
async def face(request: pytest.FixtureRequest, real_stack: RealStack) -> AsyncIterator[Face]:
    """The interface that the test is parametrised with."""
    async with open_face(request.param, real_stack.url, token=real_stack.token) as opened:
        yield opened
