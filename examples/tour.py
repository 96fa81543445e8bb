"""Calls a TrustGraph gateway on every interface of its client. `demo.py` runs this against a local gateway;

    python examples/tour.py http://localhost:8888/ tg_...

runs it against any other.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import ntriples

from trustgraph_v2 import (
    AgentAnswer,
    AgentItem,
    AgentObservation,
    AgentThought,
    Api,
    GatewayError,
    Literal,
    Progress,
    Triple,
    Uri,
)

DATA = Path(__file__).parent / "data"
CHEMISTRY = "http://example.org/chemistry#"
ASTRONOMY = "http://example.org/astronomy#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
QUESTION = "What is the answer?"


@dataclass
class Step:
    """One line of the table: what ran on which interface, what came of it, and how long it took."""

    interface: str
    what: str
    outcome: str = ""
    seconds: float = 0.0


@contextmanager
def timed(steps: list[Step], interface: str, what: str) -> Generator[Step]:
    """Add a step to the list, and print it when it is over."""
    step = Step(interface, what)
    began = time.perf_counter()
    yield step
    step.seconds = time.perf_counter() - began
    steps.append(step)
    print(f"  {interface:<18} {what:<42} {step.outcome}")


def tour(api: Api, steps: list[Step]) -> None:
    """Everything that blocking code can do."""
    rest = api.flow().id("default")
    with timed(steps, "REST", "flow.list") as step:
        step.outcome = ", ".join(api.flow().list())
    with timed(steps, "REST", "config.put, config.get") as step:
        api.config().put([{"type": "demo", "key": "greeting", "value": '"hello"'}])
        step.outcome = str(api.config().get([{"type": "demo", "key": "greeting"}])[0])
    with timed(steps, "REST", "embeddings") as step:
        vectors = rest.embeddings(["water", "fire", "earth"])
        step.outcome = f"{len(vectors)} vectors of {len(vectors[0])} numbers"
    with timed(steps, "REST", "text_completion") as step:
        step.outcome = str(rest.text_completion(system="Answer briefly.", prompt=QUESTION))
    with timed(steps, "REST", "metrics.get") as step:
        step.outcome = f"{len(api.metrics().get())} characters of JSON"

    socket = api.socket().flow("default")
    with timed(steps, "socket", "agent") as step:
        step.outcome = socket.agent(question=QUESTION).text
    with timed(steps, "socket", "8 threads, 200 embeddings, one Api") as step:
        step.outcome = f"{_from_threads(api, threads=8, calls=25)} vectors"
    with timed(steps, "stream", "agent") as step:
        step.outcome = _narrate(list(socket.agent(question=QUESTION, streaming=True)))
    with (
        timed(steps, "stream", "graph_rag, first piece, then the rest") as step,
        socket.graph_rag(query="Whom does Alice know?", streaming=True) as stream,
    ):
        first = next(item for item in stream if item.content)
        step.outcome = repr(first.content) + " + " + repr(stream.text())

    elements = list(ntriples.read((DATA / "elements.nt").read_text("utf-8").splitlines()))
    # A tap gives what arrives while it is open, so it is opened before the import.
    with api.bulk().export_triples("default", limit=len(elements)) as tap:
        with timed(steps, "bulk import", f"elements.nt: {len(elements)} triples") as step:
            report = api.bulk().import_triples(
                "default",
                iter(elements),
                id="urn:demo:elements",
                batch_size=20,
                on_progress=in_quarters(elements),
            )
            step.outcome = f"{report.confirmed} confirmed, {report.sent / report.seconds:,.0f} a second"
        with timed(steps, "bulk export", "what the import sent, on a tap") as step:
            tapped = tap.collect()
            step.outcome = same(tapped, elements)
    with timed(steps, "REST", "triples_query: group 18") as step:
        step.outcome = ", ".join(_noble_gases(api))
    with timed(steps, "stream", "triples_query: all, 100 in a message") as step:
        names = socket.triples_query(p=LABEL, streaming=True, batch_size=100)
        labels = [triple.o for triple in names if isinstance(triple.o, Literal)]
        french = [str(label) for label in labels if label.language == "fr"]
        step.outcome = f"{len(labels)} names; French: {', '.join(french[:4])} ..."
    with timed(steps, "REST", "a flow that does not exist") as step:
        try:
            api.flow().id("nowhere").embeddings(["x"])
        except GatewayError as error:
            step.outcome = f"{type(error).__name__}: {error}"


async def tour_async(api: Api, steps: list[Step]) -> None:
    """The same in asyncio code."""
    rest = api.async_flow().id("default")
    with timed(steps, "async REST", "flow.list and text_completion at once") as step:
        flows, answer = await asyncio.gather(
            api.async_flow().list(), rest.text_completion(system="Answer briefly.", prompt=QUESTION)
        )
        step.outcome = f"{', '.join(flows)}; {answer}"

    socket = api.async_socket().flow("default")
    with timed(steps, "async socket", "agent") as step:
        step.outcome = (await socket.agent(question=QUESTION)).text
    with timed(steps, "async socket", "200 embeddings at once") as step:
        vectors = await asyncio.gather(*(socket.embeddings([f"text {n}"]) for n in range(200)))
        step.outcome = f"{len(vectors)} vectors"
    with timed(steps, "async stream", "agent") as step:
        step.outcome = _narrate([item async for item in socket.agent(question=QUESTION, streaming=True)])

    bodies = list(ntriples.read((DATA / "solar-system.nt").read_text("utf-8").splitlines()))
    bulk = api.async_bulk()
    async with bulk.export_triples("default", limit=len(bodies)) as tap:
        with timed(steps, "async bulk import", f"solar-system.nt: {len(bodies)} triples") as step:
            report = await bulk.import_triples(
                "default", bodies, id="urn:demo:bodies", batch_size=20, on_progress=in_quarters(bodies)
            )
            step.outcome = f"{report.confirmed} confirmed, {report.sent / report.seconds:,.0f} a second"
        with timed(steps, "async bulk export", "what the import sent, on a tap") as step:
            tapped = await tap.collect()
            step.outcome = same(tapped, bodies)
    with timed(steps, "async stream", "triples_query: moons of Jupiter") as step:
        jupiter = Uri("http://example.org/body/Jupiter")
        moons = socket.triples_query(p=ASTRONOMY + "orbits", o=jupiter, streaming=True)
        step.outcome = ", ".join([local_name(moon) async for moon in moons])


def _from_threads(api: Api, threads: int, calls: int) -> int:
    """How many vectors came when threads called one socket client at the same time."""
    received: list[int] = []

    def call() -> None:
        socket = api.socket().flow("default")
        received.extend(len(socket.embeddings(["text"])) for _ in range(calls))

    running = [threading.Thread(target=call) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return sum(received)


def _narrate(items: list[AgentItem]) -> str:
    thoughts = sum(isinstance(item, AgentThought) for item in items)
    observations = sum(isinstance(item, AgentObservation) for item in items)
    answer = "".join(item.content for item in items if isinstance(item, AgentAnswer))
    return f"{thoughts} thought, {observations} observation; {answer}"


def _noble_gases(api: Api) -> list[str]:
    return [
        local_name(triple)
        for triple in api.flow()
        .id("default")
        .triples_query(p=CHEMISTRY + "group", o=Literal("18", datatype=INTEGER))
    ]


def local_name(triple: Triple) -> str:
    """The last part of the subject's IRI."""
    return str(triple.s).rpartition("/")[2]


def same(tapped: list[Triple], sent: list[Triple]) -> str:
    """Say that an export gave what an import sent, or raise."""
    if tapped != sent:
        raise RuntimeError(f"{len(sent)} triples were sent, and other ones came back: {len(tapped)}")
    return f"{len(tapped)} triples, the same"


def in_quarters(triples: list[Triple]) -> Callable[[Progress], None]:
    """Prints how far an import is, each time another quarter is sent, and at the end."""
    shown = 0

    def show(progress: Progress) -> None:
        nonlocal shown
        quarter = progress.sent * 4 // len(triples)
        if quarter > shown or progress.confirmed == len(triples):
            shown = quarter
            print(f"  {'':<18} {progress.sent:>5} sent, {progress.confirmed:>5} confirmed")

    return show


def run(url: str, token: str | None = None) -> list[Step]:
    """The whole tour; returns what ran."""
    steps: list[Step] = []
    with Api(url=url, token=token) as api:
        tour(api, steps)

    async def rest_of_it() -> None:
        async with Api(url=url, token=token) as api:
            await tour_async(api, steps)

    asyncio.run(rest_of_it())
    return steps


if __name__ == "__main__":
    run(*sys.argv[1:3])
