"""Runs TrustGraph 2.11.1, gateway and services, over RabbitMQ on loopback; its models are scripted.

    python real_stack.py [--directory DIR] [--port N] [--log-level LEVEL]

Needs an environment with what requirements.txt lists, and the programs of the Debian packages
rabbitmq-server and prometheus. In place of Cassandra there is a driver that writes to SQLite,
in place of S3 there is moto. All ports but the gateway's are free ones.

When all services answer, it prints one line of JSON:

    {"port": of the gateway, "token": of an administrator, "logs": directory, "seconds": since the start}

It ends when its standard input is closed, or on Ctrl-C, and all its processes with it. There
are two workspaces, `default` and `second`, each with the flow `default` and the collection
`default`. If it cannot start, or one of its processes ends, it writes the end of all logs to
standard error and exits with 1; the logs stay in the directory.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import layout
import seed
from processes import ProcessEnded, Processes, free_ports

HERE = Path(__file__).parent
RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
PATIENCE = 60.0
ATTEMPT = 1.5
PAUSE = 0.1
GROUPS = ("foundation", "services", "flows")


class NotReady(Exception):
    """Something that was waited for has not come."""


class Told(Exception):
    """Whoever started the stack wants it to end."""


async def until(what: str, attempt: Callable[[], Awaitable[Any]]) -> Any:
    """The result of the first attempt that raises no OSError and none of the HTTP client's errors.

    Raises:
        NotReady: None did for a minute.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return await asyncio.wait_for(attempt(), ATTEMPT)
        except (OSError, aiohttp.ClientError, NotReady) as error:
            if time.monotonic() > end:
                raise NotReady(f"{what}: {type(error).__name__}: {error}") from error
        await asyncio.sleep(PAUSE)


class Stack:
    """The stack, being started."""

    def __init__(self, directory: Path, port: int, log_level: str) -> None:
        self.logs = directory / "logs"
        self.state = directory / "state"
        for path in (self.logs, self.state):
            path.mkdir(parents=True, exist_ok=True)
        self.processes = Processes(self.logs)
        self.token = f"tg_{secrets.token_hex(16)}"
        self.log_level = log_level
        self.ports = free_ports("gateway", "names", "broker", "nodes", "objects", "prometheus")
        self.ports["gateway"] = port or self.ports["gateway"]
        self.metrics = free_ports("gateway", *GROUPS)

    async def start(self, group: asyncio.TaskGroup) -> None:
        """Start all processes; done when all services answer. `group` fails with any process that ends."""
        self._write_files()
        await self._start_broker(group)
        await self.processes.start(
            group,
            *("objects", sys.executable, "-m", "moto.server", "-H", layout.HOST),
            *("-p", str(self.ports["objects"])),
            # S3 refuses parts of less than 5 MiB; the chunks of tests are smaller.
            S3_UPLOAD_PART_MIN_SIZE="1",
        )
        await self.processes.start(
            group,
            *("prometheus", "prometheus", f"--config.file={self.state / 'prometheus.json'}"),
            f"--storage.tsdb.path={self.state / 'prometheus'}",
            f"--web.listen-address={layout.HOST}:{self.ports['prometheus']}",
        )
        await until("RabbitMQ", lambda: self._connect("broker"))
        await self._start_group(group, "foundation")
        await until("the service iam", self._administrator_is_known)
        await until("the S3 server", lambda: self._connect("objects"))
        await self._start_group(group, "services")
        await self._start_group(group, "flows")
        await self.processes.start(
            group,
            *("gateway", *self._serve("gateway"), "gateway", "--port", str(self.ports["gateway"])),
            *("--broker-port", str(self.ports["broker"])),
            *("--prometheus-url", f"http://{layout.HOST}:{self.ports['prometheus']}"),
        )
        await until("the gateway", lambda: self._connect("gateway"))
        headers = {"Authorization": f"Bearer {self.token}"}
        base = f"http://{layout.HOST}:{self.ports['gateway']}/api/v1/"
        async with (
            aiohttp.ClientSession(base, headers=headers) as session,
            asyncio.TaskGroup() as workspaces,
        ):
            for workspace in layout.WORKSPACES:
                workspaces.create_task(furnish(session, workspace))

    def _write_files(self) -> None:
        files: dict[str, Any] = {"seed.json": seed.seed(), "prometheus.json": layout.prometheus(self.metrics)}
        groups = layout.groups(self.ports["broker"], self.ports["objects"], self.state / "seed.json")
        for name, content in {**files, **{f"{name}.json": groups[name] for name in GROUPS}}.items():
            (self.state / name).write_text(json.dumps(content, indent=1))
        (self.state / "rabbitmq.conf").write_text(layout.rabbitmq(self.ports["broker"]))
        (self.state / "rabbitmq.plugins").write_text("[].\n")

    async def _start_broker(self, group: asyncio.TaskGroup) -> None:
        names = {"ERL_EPMD_PORT": str(self.ports["names"]), "ERL_EPMD_ADDRESS": layout.HOST}
        # Were there none, RabbitMQ would start one itself, which would outlive it.
        await self.processes.start(group, "names", "epmd", **names)
        await until("epmd", lambda: self._connect("names"))
        await self.processes.start(
            group,
            # With input allowed, the program becomes the broker instead of starting it.
            *("broker", RABBITMQ, "-noinput"),
            RABBITMQ_ALLOW_INPUT="1",
            **names,
            HOME=self.state,
            RABBITMQ_NODENAME="realstack@localhost",
            RABBITMQ_DIST_PORT=str(self.ports["nodes"]),
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none",
            RABBITMQ_MNESIA_BASE=self.state / "rabbitmq",
            RABBITMQ_LOG_BASE=self.logs,
            RABBITMQ_CONFIG_FILE=self.state / "rabbitmq.conf",
            RABBITMQ_ENABLED_PLUGINS_FILE=self.state / "rabbitmq.plugins",
            RABBITMQ_PID_FILE=self.state / "rabbitmq.pid",
            RABBITMQ_CONF_ENV_FILE=os.devnull,
        )

    async def _start_group(self, group: asyncio.TaskGroup, name: str) -> None:
        await self.processes.start(
            group,
            *(name, *self._serve(name), "group", self.state / f"{name}.json"),
            PYTHONPATH=HERE / "stand_ins",
            CASSANDRA_STAND_IN=self.state / "cassandra.sqlite",
            # Not in a file, and on no command line.
            IAM_BOOTSTRAP_TOKEN=self.token,
        )

    def _serve(self, name: str) -> tuple[str | Path, ...]:
        level = ("--log-level", self.log_level)
        return (sys.executable, HERE / "serve.py", "--metrics-port", str(self.metrics[name]), *level)

    async def _connect(self, name: str) -> None:
        _, writer = await asyncio.open_connection(layout.HOST, self.ports[name])
        writer.close()

    async def _administrator_is_known(self) -> None:
        url = f"http://{layout.HOST}:{self.metrics['foundation']}/metrics"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            if "\ntg_iam_user_count 1.0" not in await response.text():
                raise NotReady("there is no administrator yet")


async def furnish(session: aiohttp.ClientSession, workspace: str) -> None:
    """Start the flow and make the collection of a workspace; done when all its services answer."""

    async def ask(path: str, **request: Any) -> Any:
        async with session.post(path, json={"workspace": workspace, **request}) as response:
            answer = await response.json()
            if response.status != 200 or answer.get("error"):
                raise NotReady(f"{path}: {response.status} {answer}")
            return answer

    async def serve_flow() -> None:
        answer = await ask("flow", operation="list-flows")
        if "default" not in answer["flow-ids"]:
            started = {"flow-id": "default", "blueprint-name": "everything", "description": "All services"}
            await ask("flow", operation="start-flow", **started)
            raise NotReady("the flow is being started")

    async def serve_blueprint() -> None:
        answer = await ask("flow", operation="list-blueprints")
        if "everything" not in answer["blueprint-names"]:
            raise NotReady("there is no blueprint yet")

    def answers(kind: str, seen: str, **request: Any) -> Callable[[], Awaitable[None]]:
        async def attempt() -> None:
            answer = await ask(f"flow/default/service/{kind}", **request)
            if seen not in json.dumps(answer):
                raise NotReady(f"{kind} answers {answer}")

        return attempt

    await until(f"the blueprint of {workspace}", serve_blueprint)
    await until(f"the flow of {workspace}", serve_flow)
    made = {"collection": "default", "name": "Default", "description": "For all", "tags": []}
    await until("the service librarian", lambda: ask("librarian", operation="list-documents"))
    await until("collections", lambda: ask("collection-management", operation="update-collection", **made))
    await until("the service knowledge", lambda: ask("knowledge", operation="list-kg-cores"))
    vector = {"vector": [0.5], "limit": 1, "collection": "default"}
    for kind, attempt in {
        "text-completion": answers("text-completion", "ready", system="", prompt="ready"),
        "prompt": answers("prompt", "ready", id="echo", variables={"text": "ready"}),
        "embeddings": answers("embeddings", "vectors", texts=["ready"]),
        "graph-embeddings": answers("graph-embeddings", "entities", **vector),
        "document-embeddings": answers("document-embeddings", "chunks", **vector),
        "row-embeddings": answers("row-embeddings", "matches", schema_name="people", **vector),
        "triples": answers("triples", "response", limit=1, collection="default"),
        "sparql": answers("sparql", "query-type", query="SELECT ?s { ?s ?p ?o } LIMIT 1"),
        "graph-rag": answers("graph-rag", "ready", query="ready", collection="default"),
        "document-rag": answers("document-rag", "ready", query="ready"),
        "nlp-query": answers("nlp-query", "people", question="ready"),
        "structured-query": answers("structured-query", "people", question="ready"),
        "image-to-text": answers("image-to-text", "image", image="", mime_type="image/png"),
        "mcp-tool": answers("mcp-tool", "text", name="text", parameters={}),
        "agent": answers("agent", "ready", question="ready"),
    }.items():
        await until(f"the service {kind} of {workspace}", attempt)


async def told_to_end() -> None:
    """Raise Told when standard input is closed, or on a signal; signals end nothing else from now on."""
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, told.set)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    waits = [asyncio.create_task(told.wait()), asyncio.create_task(reader.read())]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    raise Told


async def run(stack: Stack) -> None:
    """Run the stack until it is told to end; raises what went wrong, in a group."""
    begin = time.monotonic()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(told_to_end())
            await stack.start(group)
            seconds = round(time.monotonic() - begin, 1)
            ready = {"port": stack.ports["gateway"], "token": stack.token, "logs": str(stack.logs)}
            sys.stdout.write(json.dumps({**ready, "seconds": seconds}) + "\n")
            sys.stdout.flush()
    except* Told:
        pass
    finally:
        await stack.processes.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--directory", type=Path, help="for state and logs (default: a new one)")
    parser.add_argument("--port", type=int, default=0, help="port of the gateway (default: a free one)")
    parser.add_argument("--log-level", default="INFO", help="of the gateway and the services")
    arguments = parser.parse_args()
    missing = [program for program in ("epmd", "prometheus", str(RABBITMQ)) if shutil.which(program) is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}")
    directory = arguments.directory or Path(tempfile.mkdtemp(prefix="realstack-"))
    stack = Stack(directory.resolve(), arguments.port, arguments.log_level)
    try:
        asyncio.run(run(stack))
    except* (NotReady, ProcessEnded) as failures:
        reasons = "\n".join(str(failure) for failure in failures.exceptions)
        sys.exit(f"{stack.processes.logs()}\n{reasons}")
    finally:
        shutil.rmtree(stack.state)


if __name__ == "__main__":
    main()
