"""What each client is measured at: the same calls for both, since both have the same public interface.

A client script says how to make its `Api` and its triples, and calls `main`, which runs one
scenario and prints one line of JSON: `wall` and `cpu` seconds, `count`, and what else was measured.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import sys
import time
from array import array
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

Figures = dict[str, float]
TEXTS = ["hello world"]
PREDICATES = 20
DISTINCT = 5000
ROUNDS = 3
DIMENSIONS = 768
DISTINCT_VECTORS = 500


@dataclass(frozen=True)
class Client:
    """A client to be measured.

    Attributes:
        api: Makes the client's Api for a URL.
        uri, literal, triple: Constructors of the client's own RDF values.
        embedding: Makes what the client takes as the embedding of an entity, of its name and its vector;
            if so asked with the vector as an array of single precision, which the official client cannot.
    """

    api: Callable[[str], Any]
    uri: Callable[[str], Any]
    literal: Callable[[str], Any]
    triple: Callable[[Any, Any, Any], Any]
    embedding: Callable[[str, list[float], bool], Any]

    def triples(self, count: int) -> Iterator[Any]:
        """Triples as a loader of a catalogue would yield them; one object in three is an IRI."""
        uri, literal, triple = self.uri, self.literal, self.triple
        predicates = [uri(f"http://example.org/schema/property-{n}") for n in range(PREDICATES)]
        for n in range(count):
            value = f"http://example.org/item/{n + 1}" if n % 3 == 0 else f"the value of item {n}"
            yield triple(
                uri(f"http://example.org/item/{n}"),
                predicates[n % PREDICATES],
                uri(value) if n % 3 == 0 else literal(value),
            )


def measured(work: Callable[[], int]) -> Figures:
    """The quickest of some rounds: whatever else the machine does can only make them slower."""
    rounds: list[Figures] = []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        count = work()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        rounds.append({"wall": wall, "cpu": cpu, "count": count})
    return min(rounds, key=quickness)


async def measured_async(work: Callable[[], Coroutine[Any, Any, int]]) -> Figures:
    rounds: list[Figures] = []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        count = await work()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        rounds.append({"wall": wall, "cpu": cpu, "count": count})
    return min(rounds, key=quickness)


def quickness(figures: Figures) -> float:
    return figures["wall"]


def peak_memory() -> float:
    """Most memory that this process ever held, in MiB."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


# Streams


def stream_sync(_: Client, api: Any, chunks: int, pause: float = 0.0) -> Figures:
    """A burst; with a pause, by a reader that rests so many seconds after each hundred chunks."""
    flow = api.socket().flow("default")
    first: list[float] = []

    def read(expected: int) -> int:
        count, start = 0, time.perf_counter()
        for _ in flow.text_completion(system="", prompt=str(expected), streaming=True):
            if not count:
                first.append(time.perf_counter() - start)
            count += 1
            if pause and count % 100 == 0:
                time.sleep(pause)
        return count

    read(1000)
    before = peak_memory()
    figures = measured(lambda: read(chunks))
    return {**figures, "first": statistics.median(first[1:]), "growth": peak_memory() - before}


async def stream_async(_: Client, api: Any, chunks: int, pause: float = 0.0) -> Figures:
    flow = api.async_socket().flow("default")
    first: list[float] = []

    async def read(expected: int) -> int:
        count, start = 0, time.perf_counter()
        async for _ in await flow.text_completion(system="", prompt=str(expected), streaming=True):
            if not count:
                first.append(time.perf_counter() - start)
            count += 1
            if pause and count % 100 == 0:
                await asyncio.sleep(pause)
        return count

    await read(1000)
    before = peak_memory()
    figures = await measured_async(lambda: read(chunks))
    return {**figures, "first": statistics.median(first[1:]), "growth": peak_memory() - before}


# Small requests


def calls(call: Callable[[list[str]], Any], count: int) -> int:
    for _ in range(count):
        call(TEXTS)
    return count


async def calls_async(call: Callable[[list[str]], Any], count: int, at_once: int = 1) -> int:
    async def one_after_another() -> None:
        for _ in range(count // at_once):
            await call(TEXTS)

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return count // at_once * at_once


def socket_sync(_: Client, api: Any, requests: int) -> Figures:
    call = api.socket().flow("default").embeddings
    calls(call, 100)
    return measured(lambda: calls(call, requests))


async def socket_async(_: Client, api: Any, requests: int, in_flight: int) -> Figures:
    call = api.async_socket().flow("default").embeddings
    await calls_async(call, 100)
    return await measured_async(lambda: calls_async(call, requests, in_flight))


def rest_sync(_: Client, api: Any, requests: int) -> Figures:
    call = api.flow().id("default").embeddings
    calls(call, 50)
    return measured(lambda: calls(call, requests))


async def rest_async(_: Client, api: Any, requests: int) -> Figures:
    call = api.async_flow().id("default").embeddings
    await calls_async(call, 50)
    return await measured_async(lambda: calls_async(call, requests))


# Bulk import. The triples exist before the clock starts, and are few enough to stay in the
# processor's cache, as those that a generator makes one by one would.


def import_sync(client: Client, api: Any, triples: int) -> Figures:
    bulk = api.bulk()
    items = list(client.triples(DISTINCT))

    def load(count: int) -> int:
        bulk.import_triples(flow="default", triples=islice(cycle(items), count))
        return count

    sent = load(1000)
    return {**measured(lambda: load(triples)), "sent": sent + ROUNDS * triples}


async def import_async(client: Client, api: Any, triples: int) -> Figures:
    bulk = api.async_bulk()
    items = list(client.triples(DISTINCT))

    async def source(count: int) -> AsyncIterator[Any]:
        for item in islice(cycle(items), count):
            yield item

    async def load(count: int) -> int:
        await bulk.import_triples(flow="default", triples=source(count))
        return count

    sent = await load(1000)
    return {**await measured_async(lambda: load(triples)), "sent": sent + ROUNDS * triples}


# Vectors. A model's numbers have single precision, and as Python floats 17 digits nevertheless.


def import_vectors(client: Client, api: Any, vectors: int, single: bool = False) -> Figures:
    bulk = api.bulk()
    numbers = random.Random(1)
    items = [
        client.embedding(
            f"http://example.org/item/{n}",
            array("f", (numbers.gauss(0, 0.036) for _ in range(DIMENSIONS))).tolist(),
            single,
        )
        for n in range(DISTINCT_VECTORS)
    ]

    def load(count: int) -> int:
        bulk.import_graph_embeddings(flow="default", embeddings=islice(cycle(items), count))
        return count

    sent = load(100)
    return {**measured(lambda: load(vectors)), "sent": sent + ROUNDS * vectors}


# Exports. The flow's name tells the server how many triples there are.


def export_sync(_: Client, api: Any, triples: int) -> Figures:
    bulk = api.bulk()

    def read(count: int) -> int:
        return sum(1 for _ in islice(bulk.export_triples(flow=str(count)), count))

    read(1000)
    return measured(lambda: read(triples))


async def export_async(_: Client, api: Any, triples: int) -> Figures:
    bulk = api.async_bulk()

    async def read(count: int) -> int:
        seen = 0
        async for _ in bulk.export_triples(flow=str(count)):
            seen += 1
            if seen == count:
                break
        return seen

    await read(1000)
    return await measured_async(lambda: read(triples))


# Memory: what a long transfer takes at its peak beyond a short one in the same process.


def import_memory(client: Client, api: Any, triples: int) -> Figures:
    bulk = api.bulk()
    bulk.import_triples(flow="default", triples=client.triples(10_000))
    before = peak_memory()
    wall, cpu = time.perf_counter(), time.process_time()
    bulk.import_triples(flow="default", triples=client.triples(triples))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    growth = peak_memory() - before
    return {"wall": wall, "cpu": cpu, "count": triples, "growth": growth, "sent": 10_000 + triples}


def export_memory(_: Client, api: Any, triples: int) -> Figures:
    bulk = api.bulk()

    def read(count: int) -> int:
        return sum(1 for _ in islice(bulk.export_triples(flow=str(count)), count))

    read(10_000)
    before = peak_memory()
    wall, cpu = time.perf_counter(), time.process_time()
    count = read(triples)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"wall": wall, "cpu": cpu, "count": count, "growth": peak_memory() - before}


SYNC: dict[str, Callable[..., Figures]] = {
    work.__name__: work
    for work in (
        stream_sync,
        socket_sync,
        rest_sync,
        import_sync,
        import_vectors,
        export_sync,
        import_memory,
        export_memory,
    )
}
ASYNC: dict[str, Callable[..., Coroutine[Any, Any, Figures]]] = {
    work.__name__: work for work in (stream_async, socket_async, rest_async, import_async, export_async)
}


def main(client: Client) -> None:
    """Runs the scenario of the command line: name, URL, parameters as JSON."""
    name, url, parameters = sys.argv[1:]

    async def run_async() -> Figures:
        async with client.api(url) as api:
            return await ASYNC[name](client, api, **json.loads(parameters))

    if name in ASYNC:
        figures = asyncio.run(run_async())
    else:
        with client.api(url) as api:
            figures = SYNC[name](client, api, **json.loads(parameters))
    print(json.dumps(figures))
