"""Side by side with the official client: `nox -s bench`, or `python benchmarks/run.py`.

Both clients, each in an interpreter of its own, talk to one same server process, in turn; each
ratio is the median of the ratios of one repeat, so that a slow moment of the machine meets both.
A client that is slower than its goal is a line in the table, never a failure.

See --help for what can be chosen.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chart

HERE = Path(__file__).parent
ROOT = HERE.parent
CHART = ROOT / "docs" / "bulk-throughput.svg"

Measured = dict[str, float]
Parameters = dict[str, float]


@dataclass(frozen=True)
class Figure:
    """One line of the table: what is read out of a scenario's output, and what it should be.

    Attributes:
        value: From what a scenario printed to the figure.
        more_is_better: A rate; otherwise a cost.
        ratio: How many times better than the official client ours should be, if there is a goal.
        limit: What ours should not exceed, if there is a goal.
        plain: On the port where the server declines compression, which only the official client offers.
        least: What ours should reach, if there is a goal.
        clients: Which ones are measured.
    """

    title: str
    scenario: str
    unit: str
    value: Callable[[Measured], float]
    parameters: tuple[tuple[str, float], ...] = ()
    more_is_better: bool = False
    ratio: float | None = None
    limit: float | None = None
    plain: bool = False
    least: float | None = None
    clients: tuple[str, ...] = ("ours", "official", "raw")

    @property
    def run(self) -> tuple[str, tuple[tuple[str, float], ...], bool]:
        """What has to run for it; one run may yield several figures."""
        return self.scenario, self.parameters, self.plain

    def advantage(self, ours: float, official: float) -> float:
        """How many times better ours is."""
        better, worse = (ours, official) if self.more_is_better else (official, ours)
        return better / worse if worse else float("inf")


def cost_of_one(measured: Measured) -> float:
    return measured["wall"] / measured["count"] * 1e6


def cpu_of_one(measured: Measured) -> float:
    return measured["cpu"] / measured["count"] * 1e6


def per_second(measured: Measured) -> float:
    return measured["count"] / measured["wall"]


def first(measured: Measured) -> float:
    return measured["first"] * 1e3


def milliseconds(measured: Measured) -> float:
    return measured["wall"] * 1e3


def growth(measured: Measured) -> float:
    return measured["growth"]


def share(measured: Measured) -> float:
    return measured["cpu"] / measured["wall"] * 100


STREAM = (("chunks", 100_000),)
SLOW = (("chunks", 100_000), ("pause", 0.001))
TRIPLES = (("triples", 200_000),)
FEWER_TRIPLES = (("triples", 50_000),)
REQUESTS = (("requests", 2_000),)
ONE = (("requests", 2_000), ("in_flight", 1))
FIFTEEN = (("requests", 10_000), ("in_flight", 15))
POSTS = (("requests", 700),)

FIGURES: tuple[Figure, ...] = (
    Figure("stream, sync", "stream_sync", "us/chunk", cost_of_one, STREAM, ratio=4),
    Figure("- CPU of the client", "stream_sync", "us/chunk", cpu_of_one, STREAM),
    Figure("- first of 100,000 chunks", "stream_sync", "ms", first, STREAM, limit=5),
    Figure("stream, async", "stream_async", "us/chunk", cost_of_one, STREAM, ratio=2.5),
    Figure("- CPU of the client", "stream_async", "us/chunk", cpu_of_one, STREAM),
    Figure("- first of 100,000 chunks", "stream_async", "ms", first, STREAM, limit=5),
    Figure("slow reader, sync: memory", "stream_sync", "MiB", growth, SLOW, limit=8),
    Figure("slow reader, async: memory", "stream_async", "MiB", growth, SLOW, limit=8),
    Figure("one socket, sync", "socket_sync", "requests/s", per_second, REQUESTS, True),
    Figure("one socket, async, 1 in flight", "socket_async", "requests/s", per_second, ONE, True),
    Figure("one socket, async, 15 in flight", "socket_async", "requests/s", per_second, FIFTEEN, True, 1.7),
    Figure("REST, sync", "rest_sync", "requests/s", per_second, POSTS, True, 1.5),
    Figure("REST, async", "rest_async", "requests/s", per_second, POSTS, True, 1),
    Figure("bulk import, sync", "import_sync", "triples/s", per_second, TRIPLES, True),
    Figure("- CPU of the client", "import_sync", "us/triple", cpu_of_one, TRIPLES, ratio=5),
    Figure("bulk import, async", "import_async", "triples/s", per_second, FEWER_TRIPLES, True),
    Figure("- CPU of the client", "import_async", "us/triple", cpu_of_one, FEWER_TRIPLES),
    Figure("uncompressed: stream, sync", "stream_sync", "us/chunk", cost_of_one, STREAM, plain=True),
    Figure("uncompressed: stream, async", "stream_async", "us/chunk", cost_of_one, STREAM, plain=True),
    Figure("uncompressed: 15 in flight", "socket_async", "requests/s", per_second, FIFTEEN, True, plain=True),
    Figure("uncompressed: import, CPU", "import_sync", "us/triple", cpu_of_one, TRIPLES, plain=True),
    Figure("import of the package", "import_of_package", "ms", milliseconds, ratio=8, limit=30),
    Figure("import of its Api", "import_of_api", "ms", milliseconds),
)

SHORT_STREAM = (("chunks", 10_000),)
FEW_TRIPLES = (("triples", 20_000),)
FEW_POSTS = (("requests", 300),)
FEW = (("requests", 1_500), ("in_flight", 15))

REAL_FIGURES: tuple[Figure, ...] = (
    Figure("stream, sync", "stream_sync", "us/chunk", cost_of_one, SHORT_STREAM),
    Figure("- CPU of the client", "stream_sync", "us/chunk", cpu_of_one, SHORT_STREAM),
    Figure("stream, async", "stream_async", "us/chunk", cost_of_one, SHORT_STREAM),
    Figure("- CPU of the client", "stream_async", "us/chunk", cpu_of_one, SHORT_STREAM),
    Figure("one socket, async, 15 in flight", "socket_async", "requests/s", per_second, FEW, True),
    Figure("REST, sync", "rest_sync", "requests/s", per_second, FEW_POSTS, True),
    Figure("REST, async", "rest_async", "requests/s", per_second, FEW_POSTS, True),
    Figure("bulk import, sync", "import_sync", "triples/s", per_second, FEW_TRIPLES, True),
    Figure("- CPU of the client", "import_sync", "us/triple", cpu_of_one, FEW_TRIPLES),
)

VECTORS = (("vectors", 1_000),)
SINGLE = (("vectors", 1_000), ("single", True))
EXPORTED = (("triples", 100_000),)
MILLION = (("triples", 1_000_000),)
BOTH = ("ours", "official")
OURS = ("ours",)

BULK_FIGURES: tuple[Figure, ...] = (
    Figure("import of triples", "import_sync", "triples/s", per_second, TRIPLES, True, 5, clients=BOTH),
    Figure("- CPU of the client", "import_sync", "us/triple", cpu_of_one, TRIPLES, ratio=5, clients=BOTH),
    Figure(
        "import of vectors, lists", "import_vectors", "vectors/s", per_second, VECTORS, True, clients=BOTH
    ),
    Figure("- CPU of the client", "import_vectors", "us/vector", cpu_of_one, VECTORS, ratio=20, clients=BOTH),
    Figure(
        "import of vectors, float32", "import_vectors", "vectors/s", per_second, SINGLE, True, clients=BOTH
    ),
    Figure("- CPU of the client", "import_vectors", "us/vector", cpu_of_one, SINGLE, ratio=20, clients=BOTH),
    Figure(
        "export of triples, sync", "export_sync", "triples/s", per_second, EXPORTED, True, 4, clients=BOTH
    ),
    Figure("- CPU of the client", "export_sync", "us/triple", cpu_of_one, EXPORTED, clients=BOTH),
    Figure(
        "export of triples, async", "export_async", "triples/s", per_second, EXPORTED, True, 1.2, clients=BOTH
    ),
    Figure("- CPU of the client", "export_async", "us/triple", cpu_of_one, EXPORTED, clients=BOTH),
    Figure("memory of a long import", "import_memory", "MiB", growth, MILLION, limit=5, clients=OURS),
    Figure("memory of a long export", "export_memory", "MiB", growth, MILLION, limit=5, clients=OURS),
)

SOME_TRIPLES = (("triples", 50_000),)


def gateway_figures(
    bus: str, triples: tuple[tuple[str, float], ...], share_of: float | None
) -> tuple[Figure, ...]:
    """Imports into the real gateway, with the seed's claims as goals."""
    part = "- CPU of the client"
    return (
        Figure(
            f"gateway, {bus}: triples",
            "import_sync",
            "triples/s",
            per_second,
            triples,
            True,
            least=10_000,
            clients=BOTH,
        ),
        Figure(part, "import_sync", "% of the time", share, triples, limit=share_of, clients=BOTH),
        Figure(
            f"gateway, {bus}: vectors",
            "import_vectors",
            "vectors/s",
            per_second,
            SINGLE,
            True,
            ratio=6,
            least=5_000,
            clients=BOTH,
        ),
        Figure(part, "import_vectors", "% of the time", share, SINGLE, limit=share_of, clients=BOTH),
    )


GATEWAY_FIGURES = gateway_figures("JSON bus", SOME_TRIPLES, 10)
BARE_FIGURES = gateway_figures("bare bus", TRIPLES, None)

MESSAGES = (("messages", 100_000),)

# What a message costs that the gateway sends of its own accord, beside an item of a stream.
SPOKEN: dict[str, tuple[Figure, ...]] = {
    "sync": (
        Figure("item of a stream, sync", "stream_sync", "us", cpu_of_one, STREAM),
        Figure("question or its answer, sync", "asked_sync", "us", cpu_of_one, MESSAGES, limit=1.5),
        Figure("event of a feed, sync", "events_sync", "us", cpu_of_one, MESSAGES, limit=1.5),
    ),
    "async": (
        Figure("item of a stream, async", "stream_async", "us", cpu_of_one, STREAM),
        Figure("question or its answer, async", "asked_async", "us", cpu_of_one, MESSAGES, limit=1.5),
        Figure("event of a feed, async", "events_async", "us", cpu_of_one, MESSAGES, limit=1.5),
    ),
}

# Where the real gateway hands on what is imported, and under which name.
STORES = {"triples-store": "triples", "graph-embeddings-store": "entities"}

# Here alone the statements of the two clients differ; all other scenarios are the same calls.
IMPORTS = {
    "import_of_package": {"ours": "import trustgraph_v2", "official": "import trustgraph.api"},
    "import_of_api": {
        "ours": "from trustgraph_v2 import Api",
        "official": "from trustgraph.api import Api",
    },
}


@dataclass
class Line:
    """A figure and its measurements: client to one value per repeat."""

    figure: Figure
    values: dict[str, list[float]] = field(default_factory=lambda: {"ours": [], "official": [], "raw": []})

    @property
    def ratios(self) -> list[float]:
        if "official" not in self.figure.clients:
            return []
        return [
            self.figure.advantage(*pair)
            for pair in zip(self.values["ours"], self.values["official"], strict=True)
        ]

    def spread(self, client: str) -> str:
        """Median and range of a client's values; "" if there are none."""
        values = self.values[client]
        if not values:
            return ""
        return f"{readable(statistics.median(values))} ({readable(min(values))} to {readable(max(values))})"

    @property
    def goal(self) -> str:
        parts: list[str] = []
        if self.figure.limit is not None:
            parts.append(f"{self.figure.limit:g} {self.figure.unit}")
        if self.figure.least is not None:
            parts.append(f"{self.figure.least:,.0f} {self.figure.unit}")
        if self.figure.ratio is not None:
            parts.append(f"{self.figure.ratio:g}x")
        return " and ".join(parts)

    @property
    def reached(self) -> bool | None:
        if not self.goal:
            return None
        median = statistics.median(self.values["ours"])
        within = self.figure.limit is None or median <= self.figure.limit
        within = within and (self.figure.least is None or median >= self.figure.least)
        return within and (self.figure.ratio is None or statistics.median(self.ratios) >= self.figure.ratio)


# Running one thing


def environment(name: str, requirements: Path) -> str:
    """The interpreter of an environment that holds just these requirements; made when needed."""
    folder = ROOT / ".nox" / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / ".installed"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"installing {requirements.relative_to(ROOT)} ...", flush=True)
        module = "virtualenv" if importlib.util.find_spec("virtualenv") else "venv"
        subprocess.run([sys.executable, "-m", module, str(folder)], check=True, stdout=subprocess.DEVNULL)
        install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "-r", str(requirements)]
        subprocess.run(install, check=True)
        stamp.write_text(wanted)
    return str(python)


def variables(client: str) -> dict[str, str]:
    """The environment variables of a client's process; the official one must not find our packages."""
    hidden = "PYTHONPATH" if client == "official" else ""
    return {name: value for name, value in os.environ.items() if name != hidden}


def run_client(client: str, python: str, scenario: str, url: str, parameters: Parameters) -> Measured:
    """Runs one scenario in a new process."""
    command = [python, str(HERE / "clients" / f"{client}.py"), scenario, url, json.dumps(parameters)]
    done = subprocess.run(
        command, env=variables(client), capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{client}.py {scenario} failed:\n{done.stderr}")
    result: Measured = json.loads(done.stdout.splitlines()[-1])
    expected = parameters.get("chunks", parameters.get("messages", result["count"]))
    if result["count"] != expected:
        raise RuntimeError(f"{client}.py {scenario} saw {result['count']} of {expected}")
    return result


def import_time(client: str, python: str, statement: str) -> Measured:
    """Seconds of a statement over a bare interpreter: the best of several, taken in turn."""
    best = {"pass": 1e9, statement: 1e9}
    for _ in range(10):
        for code in ("pass", statement):
            start = time.perf_counter()
            subprocess.run([python, "-c", code], env=variables(client), check=True)
            best[code] = min(best[code], time.perf_counter() - start)
    return {"wall": best[statement] - best["pass"], "count": 1}


@dataclass(frozen=True)
class Server:
    """Where the clients connect to, and how to ask how many items have arrived since last asked.

    Attributes:
        plain: Where compression is declined, if the server has such a place.
    """

    url: str
    plain: str
    items: Callable[[], int]


@contextmanager
def process(command: list[str], core: int | None) -> Generator[dict[str, int]]:
    """Runs a server on a core of its own until the end; yields the line of JSON that it prints."""
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if core is not None:
            os.sched_setaffinity(server.pid, {core})
        assert server.stdout is not None
        yield json.loads(server.stdout.readline())
    finally:
        server.terminate()
        server.communicate()


@contextmanager
def benchmark_server(core: int | None) -> Generator[Server]:
    with process([sys.executable, str(HERE / "server.py")], core) as ports:
        url, plain = (f"http://127.0.0.1:{ports[name]}/" for name in ("port", "plain"))
        yield Server(url, plain, lambda: int(fetch(f"{url}counted")["items"]))


@contextmanager
def real_gateway(core: int | None, *options: str) -> Generator[Server]:
    python = environment("bench-gateway", ROOT / "tests" / "conformance" / "requirements.txt")
    with process([python, str(HERE / "real.py"), *options], core) as ports:
        log = f"http://127.0.0.1:{ports['control']}/log"

        def items() -> int:
            count = 0
            for topic, key in STORES.items():
                published = fetch(f"{log}?topic=flow:tg:{topic}:default:default")
                count += sum(len(entry["message"][key]) for entry in published)
            # The gateway's stand-in for a broker keeps all that was said until it is told to forget.
            urllib.request.urlopen(urllib.request.Request(log, method="DELETE")).close()
            return count

        url = f"http://127.0.0.1:{ports['port']}/"
        yield Server(url, url, items)


def fetch(url: str) -> Any:
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


# Running everything


def measure(figures: tuple[Figure, ...], repeats: int, server: Server) -> list[Line]:
    """Runs each scenario in turn with ours, the official and the raw client, again and again."""
    pythons = {
        "ours": sys.executable,
        "official": environment("bench-official", HERE / "requirements-official.txt"),
        "raw": sys.executable,
    }
    lines = [Line(figure) for figure in figures]
    scenarios = list(dict.fromkeys(figure.run for figure in figures))
    for repeat in range(repeats):
        for run in scenarios:
            scenario, given, plain = run
            parameters = dict(given)
            url = server.plain if plain else server.url
            for client, python in pythons.items():
                if client == "raw" and (scenario in IMPORTS or "pause" in parameters):
                    continue
                if not any(client in line.figure.clients for line in lines if line.figure.run == run):
                    continue
                print(f"\r{repeat + 1} of {repeats}: {scenario}, {client}".ljust(60), end="", flush=True)
                if scenario in IMPORTS:
                    result = import_time(client, python, IMPORTS[scenario][client])
                else:
                    result = run_client(client, python, scenario, url, parameters)
                arrived, sent = server.items(), int(result.get("sent", 0))
                if arrived != sent:
                    raise RuntimeError(f"{client}.py {scenario}: {arrived} of {sent} items arrived")
                for line in lines:
                    if line.figure.run == run:
                        line.values[client].append(line.figure.value(result))
    print("\r".ljust(61), end="\r")
    return lines


@dataclass
class Spoken:
    """A kind of message, and its cost as a multiple of a stream's item, per repeat."""

    figure: Figure
    costs: list[float] = field(default_factory=list[float])
    multiples: list[float] = field(default_factory=list[float])

    def cells(self) -> tuple[str, ...]:
        limit = self.figure.limit
        multiple = statistics.median(self.multiples)
        return (
            self.figure.title,
            self.figure.unit,
            readable(statistics.median(self.costs)),
            f"{multiple:.2f}x ({min(self.multiples):.1f} to {max(self.multiples):.1f})",
            "" if limit is None else f"{limit:g}x",
            "" if limit is None else ("yes" if multiple <= limit else "no"),
        )


def measure_spoken(repeats: int, server: Server) -> list[Spoken]:
    """CPU time of what the gateway says, each time beside an item of a stream."""
    found = [Spoken(figure) for figures in SPOKEN.values() for figure in figures]
    by_title = {each.figure.title: each for each in found}
    for repeat in range(repeats):
        for figures in SPOKEN.values():
            base = 0.0
            for figure in figures:
                print(f"\r{repeat + 1} of {repeats}: {figure.scenario}".ljust(60), end="", flush=True)
                script = "ours" if figure.scenario.startswith("stream") else "spoken"
                parameters = dict(figure.parameters)
                result = run_client(script, sys.executable, figure.scenario, server.plain, parameters)
                cost = figure.value(result)
                base = base or cost
                by_title[figure.title].costs.append(cost)
                by_title[figure.title].multiples.append(cost / base)
    print("\r".ljust(61), end="\r")
    return found


def measure_bulk(repeats: int, core: int | None) -> list[Line]:
    """Bulk transfers with the benchmark server, then into the real gateway."""
    lines: list[Line] = []
    with benchmark_server(core) as server:
        lines += measure(BULK_FIGURES, repeats, server)
    with real_gateway(core) as server:
        lines += measure(GATEWAY_FIGURES, repeats, server)
    with real_gateway(core, "--bare") as server:
        lines += measure(BARE_FIGURES, repeats, server)
    return lines


def cores() -> tuple[int | None, int | None]:
    """A core for the clients and one for the server, where that can be chosen."""
    if not hasattr(os, "sched_setaffinity"):
        return None, None
    usable = sorted(os.sched_getaffinity(0))
    return (usable[0], usable[1]) if len(usable) > 1 else (None, None)


# The report


def readable(value: float) -> str:
    if abs(value) >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.3g}"


def row(line: Line) -> tuple[str, ...]:
    ratios = line.ratios
    limit = readable(statistics.median(line.values["raw"])) if line.values["raw"] else ""
    return (
        line.figure.title,
        line.figure.unit,
        readable(statistics.median(line.values["ours"])),
        readable(statistics.median(line.values["official"])),
        f"{statistics.median(ratios):.2f}x"
        + (f" ({min(ratios):.1f} to {max(ratios):.1f})" if len(ratios) > 1 else ""),
        line.goal,
        {None: "", True: "yes", False: "no"}[line.reached],
        limit,
    )


def bulk_row(line: Line) -> tuple[str, ...]:
    ratios = line.ratios
    return (
        line.figure.title,
        line.figure.unit,
        line.spread("ours"),
        line.spread("official"),
        f"{statistics.median(ratios):.2f}x ({min(ratios):.1f} to {max(ratios):.1f})" if ratios else "",
        line.goal,
        {None: "", True: "yes", False: "no"}[line.reached],
    )


BULK_HEAD = ("figure", "unit", "ours", "official", "times better", "goal", "reached")


HEAD = ("figure", "unit", "ours", "official", "times better", "goal", "reached", "raw")


SPOKEN_HEAD = ("message", "unit", "CPU", "of an item's", "at most", "reached")


def on_terminal(rows: list[tuple[str, ...]], left: frozenset[int]) -> str:
    widths = [max(len(cells[column]) for cells in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in rows
    )


def in_markdown(rows: list[tuple[str, ...]]) -> str:
    head, *others = rows
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *others))


EXPLANATION = """\
Clients: this repository's `trustgraph_v2`, with one socket, and `trustgraph-base` 2.11.1, the official one.
`times better` is the median (and range) of the ratios of {repeats} repeats, taken in turn. `raw` moves
bytes that were encoded beforehand and decodes nothing: what the server and the loopback allow at most.

The server costs next to nothing, so these figures are the clients' own cost, not what a user sees in front
of a gateway. Like the real gateway it compresses whatever goes to a client that offers compression, as the
official one does; `uncompressed` is the same without. The official async import sends one bare triple a
frame, which the real gateway rejects: this server only counts.
"""

SPOKEN_WORDS = """\
What a gateway says of its own accord: questions of LLMGine, each answered by a handler, and events of
Felix's feed. CPU time of the client for one message, in or out, and how many times that is what an item of
TrustGraph's stream takes in the same repeat.
"""

BULK_WORDS = """\
Bulk transfers: medians and ranges of {repeats} repeats, taken in turn; `times better` is the median of the
ratios of one repeat. Vectors have 768 numbers of single precision; `float32` are arrays of NumPy, which the
official client does not take, so that it is given lists of floats here as well. Of its vectors each is a
message, for its caller has to make the messages. The official export yields one empty triple a message;
here it is mended, in `clients/official.py`. Memory is the peak at 1,000,000 triples beyond that at 10,000,
which a generator makes one by one. `gateway` is TrustGraph's own, 2.11.1, on a bus in memory that writes each
message as JSON, as TrustGraph does for every broker, or on a bare one that only counts items; its vectors are
`float32`, and the claims of 10,000 triples/s and 5,000 embeddings/s are its goals. All other lines are
against the benchmark server, where the client is the limit.
"""

REAL = """\
The same against TrustGraph's own gateway 2.11.1, on a message bus in memory. Here the gateway is the limit
and the ratio is about 1: what a faster client leaves is CPU time for the program around it.
"""


def machine() -> str:
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        model = next(
            (x.split(":")[1].strip() for x in info.read_text().splitlines() if "model name" in x), model
        )
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()}, {model}, {os.cpu_count()} cores"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two repeats instead of five")
    parser.add_argument("--repeats", type=int, help="as many repeats")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="only scenarios with this in their name, or `bulk`"
    )
    parser.add_argument("--real", action="store_true", help="also against TrustGraph's own gateway")
    parser.add_argument("--write", action="store_true", help="write results.md and results.json as well")
    arguments = parser.parse_args()
    repeats = arguments.repeats or (2 if arguments.quick else 5)

    mine, servers = cores()
    if mine is not None:
        os.sched_setaffinity(0, {mine})  # which all clients inherit
    print(machine())
    sections = [("benchmark server", FIGURES, benchmark_server, EXPLANATION.format(repeats=repeats))]
    if arguments.real:
        sections.append(("real gateway", REAL_FIGURES, real_gateway, REAL))
    report = [f"# Benchmarks\n\n{machine()}"]
    results: dict[str, Any] = {"machine": machine(), "repeats": repeats}
    for title, all_figures, serving, explanation in sections:
        figures = tuple(figure for figure in all_figures if arguments.only in figure.scenario)
        if not figures:
            continue
        with serving(servers) as server:
            lines = measure(figures, repeats, server)
        rows = [HEAD, *map(row, lines)]
        shown = on_terminal(rows, frozenset({0, 1, 4, 5, 6}))
        print(f"\n{title}\n\n{shown}\n\n{explanation}", flush=True)
        report.append(f"## Against the {title}\n\n{explanation}\n{in_markdown(rows)}")
        results[title] = [as_data(line) for line in lines]
    if arguments.only in "bulk":
        found = measure_bulk(repeats, servers)
        explanation = BULK_WORDS.format(repeats=repeats)
        rows = [BULK_HEAD, *map(bulk_row, found)]
        shown = on_terminal(rows, frozenset({0, 1, 4, 5, 6}))
        print(f"\nbulk\n\n{shown}\n\n{explanation}", flush=True)
        report.append(f"## Bulk\n\n{explanation}\n{in_markdown(rows)}")
        results["bulk"] = [as_data(line) for line in found]
        if arguments.write:
            shown_rates = [bars(line) for line in found if line.figure.more_is_better]
            CHART.write_text(chart.drawn(shown_rates, machine()))
            print(f"written: {CHART.relative_to(ROOT)}")
    if arguments.only in "spoken":
        with benchmark_server(servers) as server:
            spoken = measure_spoken(repeats, server)
        rows = [SPOKEN_HEAD, *(each.cells() for each in spoken)]
        shown = on_terminal(rows, frozenset({0, 1, 3, 4, 5}))
        print(f"\nspoken\n\n{shown}\n\n{SPOKEN_WORDS}", flush=True)
        report.append(f"## What the gateway says\n\n{SPOKEN_WORDS}\n{in_markdown(rows)}")
        results["spoken"] = [
            {"figure": each.figure.title, "us": each.costs, "multiples": each.multiples} for each in spoken
        ]
    if arguments.write:
        (HERE / "results.md").write_text("\n\n".join(report) + "\n")
        (HERE / "results.json").write_text(json.dumps(results, indent=1) + "\n")
        print("written: benchmarks/results.md, benchmarks/results.json")


def bars(line: Line) -> chart.Row:
    """What the chart shows of a line: the official client only where it was measured."""
    found = ((name, line.values[name]) for name in BOTH)
    values = {name: statistics.median(values) for name, values in found if values}
    return chart.Row(line.figure.title, line.figure.unit, values, line.figure.least)


def as_data(line: Line) -> dict[str, Any]:
    return {
        "figure": line.figure.title,
        "unit": line.figure.unit,
        **line.values,
        "ratios": line.ratios,
        "goal": line.goal,
        "reached": line.reached,
    }


if __name__ == "__main__":
    main()
