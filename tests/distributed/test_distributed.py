"""Imports on a Dask cluster of several processes, against the local gateway."""

from __future__ import annotations

import gzip
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import dask
import dask.bag
import pytest
from distributed import Client, KilledWorker, LocalCluster

from gatewright import rdf
from gatewright.distributed import (
    ApiSettings,
    DistributedProgress,
    DistributedReport,
    PartitionsFailed,
    import_files,
)
from gatewright.errors import ConfigurationError, InvalidItem, NotSupported
from gatewright.gateway import LocalGateway, local_gateway

TOKEN = "tg_this_is_nobodys_business"
BASE = "http://example.org/"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Client]:
    """Two processes, which do not know the token."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


@pytest.fixture
def gw() -> Iterator[LocalGateway]:
    with local_gateway("trustgraph_v2", token=TOKEN) as gateway:
        yield gateway


@pytest.fixture
def run(gw: LocalGateway, cluster: Client, tmp_path: Path) -> Callable[..., DistributedReport]:
    """Imports triples into the default flow."""

    def run(paths: Any, **options: Any) -> DistributedReport:
        return import_files(
            ApiSettings("trustgraph_v2", gw.url, token=TOKEN),
            "triples",
            paths,
            **{"client": cluster, "checkpoints": tmp_path / "checkpoints", "flow": "default", **options},
        )

    return run


def triples(name: str, count: int) -> list[rdf.Triple]:
    p = rdf.Uri(f"{BASE}p")
    return [rdf.Triple(rdf.Uri(f"{BASE}{name}/{n}"), p, rdf.Literal(f"ü{n}")) for n in range(count)]


def write(path: Path, items: list[rdf.Triple]) -> set[str]:
    """Writes a file, and returns the subjects."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for s, p, o, _ in items:
            line = f'<{s}> <{p}> "{o}" .'
            if path.suffix == ".jsonl":
                line = json.dumps({"s": s, "p": p, "o": o})
            file.write(f"{line}\n")
    return {str(item.s) for item in items}


def stored(gw: LocalGateway) -> set[str]:
    """Subjects of all triples that the gateway keeps."""
    with ApiSettings("trustgraph_v2", gw.url, token=TOKEN).open() as api:
        found = api.flow("default").triples_query(p=rdf.Uri(f"{BASE}p"), limit=1_000_000)
        return {str(triple.s) for triple in found}


def checkpoints(folder: Path) -> list[tuple[int, bool]]:
    """How far each partition is, and whether it is complete."""
    found = [json.loads(path.read_bytes()) for path in folder.glob("*.json")]
    return [(each["position"], each["done"]) for each in found]


def until(condition: Callable[[], bool]) -> None:
    """Waits for what other processes do."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end


def test_a_worker_that_is_killed_loses_nothing(
    gw: LocalGateway, cluster: Client, run: Callable[..., DistributedReport], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    subjects = set[str]()
    for number in range(3):
        subjects |= write(folder / f"{number}.nt", triples(f"nt{number}", 1_000))
    subjects |= write(folder / "lines.jsonl", triples("lines", 3_000))
    split = (folder / "lines.jsonl").stat().st_size // 3 + 1
    # One import is held up for ever in its middle, whichever comes first. All of its messages are more
    # than may be under way without a confirmation.
    held = gw.fault("import_triples", "silence", after=350, times=1)
    killed: list[int] = []
    seen: list[DistributedProgress] = []

    def watch(progress: DistributedProgress) -> None:
        seen.append(progress)
        if progress.done < progress.partitions - 1 or killed:
            return
        until(lambda: 0 < sum(at for at, done in checkpoints(tmp_path / "checkpoints") if not done) < 1_000)
        [worker] = [address for address, tasks in cluster.processing().items() if tasks]
        pid = cluster.run(os.getpid, workers=[worker])[worker]
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)

    report = run(folder, split=split, batch_size=2, on_progress=watch)

    assert held.struck == 1
    assert len(killed) == 1
    assert stored(gw) == subjects
    report.raise_for_failed()
    assert len(report.partitions) == 6
    assert report.rejected == 0
    assert (
        report.confirmed == report.sent == sum(each.report.sent for each in report.partitions if each.report)
    )
    assert report.confirmed + report.earlier == len(subjects) == 6_000
    [resumed] = [each for each in report.partitions if each.earlier]
    assert 0 < resumed.earlier < 1_000
    last = seen[-1]
    assert (last.done, last.failed, last.partitions) == (6, 0, 6)
    assert last.confirmed + last.earlier == 6_000

    # The same once more has nothing to do.
    before = len(gw.requests)
    again = run(folder, split=split)
    assert (again.sent, again.earlier) == (0, 6_000)
    assert len(gw.requests) == before


def test_a_partition_that_always_fails_is_told_with_its_file(
    gw: LocalGateway, run: Callable[..., DistributedReport], tmp_path: Path
) -> None:
    subjects = write(tmp_path / "data" / "good.nt", triples("good", 30))
    write(tmp_path / "data" / "bad.nt", triples("bad", 20))
    with (tmp_path / "data" / "bad.nt").open("a") as file:
        file.write("this is no triple\n")
    report = run(str(tmp_path / "data" / "*.nt"), batch_size=10)

    bad = str(tmp_path / "data" / "bad.nt")
    [failed] = report.failed
    assert failed.name == bad
    assert failed.report is None
    assert isinstance(failed.error, InvalidItem)
    assert failed.error.index == 20
    assert report.confirmed == 30
    assert subjects <= stored(gw)
    with pytest.raises(PartitionsFailed, match="1 of 2 partitions failed") as caught:
        report.raise_for_failed()
    assert bad in str(caught.value)
    assert caught.value.report is report

    # What is confirmed stays so; the rest comes with the next call.
    mended = run(str(tmp_path / "data" / "*.nt"), batch_size=10, on_error="skip")
    assert mended.failed == ()
    assert mended.rejected == 1
    assert mended.confirmed + mended.rejected + mended.earlier == 51
    assert len(stored(gw)) == 50


def test_a_partition_that_fails_is_tried_again(
    gw: LocalGateway, run: Callable[..., DistributedReport], tmp_path: Path
) -> None:
    subjects = write(tmp_path / "data" / "one.nt", triples("one", 200))
    fault = gw.fault("import_triples", "close", after=5, times=1)
    report = run(tmp_path / "data", batch_size=10, resume=None, retries=1)
    assert fault.struck == 1
    assert report.failed == ()
    assert report.confirmed + report.earlier == 200
    assert stored(gw) == subjects


def test_what_fails_too_often_keeps_its_checkpoint(
    gw: LocalGateway, run: Callable[..., DistributedReport], tmp_path: Path
) -> None:
    subjects = write(tmp_path / "data" / "one.nt", triples("one", 500))
    gw.fault("import_triples", "close", after=30, times=2)
    report = run(tmp_path / "data", batch_size=10, resume=None, retries=1)
    [failed] = report.failed
    assert failed.name == str(tmp_path / "data" / "one.nt")
    assert isinstance(failed.error, ConnectionError)
    assert 0 < failed.earlier == report.earlier < 500
    later = run(tmp_path / "data", batch_size=10)
    assert (later.earlier, later.confirmed) == (failed.earlier, 500 - failed.earlier)
    assert stored(gw) == subjects


def test_a_bag_of_items(gw: LocalGateway, run: Callable[..., DistributedReport]) -> None:
    items = triples("bag", 100)
    bag = dask.bag.from_sequence(items, npartitions=4)
    report = run(bag)
    assert len(report.partitions) == 4
    assert report.confirmed == 100
    assert stored(gw) == {str(item.s) for item in items}
    assert run(bag).earlier == 100


def test_a_partition_that_kills_its_workers_is_told_with_its_file(
    gw: LocalGateway, run: Callable[..., DistributedReport], tmp_path: Path
) -> None:
    subjects = write(tmp_path / "data" / "good.nt", triples("good", 30))
    spoil(tmp_path / "data" / "deadly.nt")
    report = run(tmp_path / "data", on_error=die)
    [failed] = report.failed
    assert failed.name == str(tmp_path / "data" / "deadly.nt")
    assert isinstance(failed.error, KilledWorker)
    assert report.confirmed + report.earlier == 30
    assert stored(gw) == subjects


def test_no_text_of_the_engine_shows_the_token(
    cluster: Client, run: Callable[..., DistributedReport], tmp_path: Path
) -> None:
    # Dask logs the arguments of a task that raised.
    spoil(tmp_path / "data" / "one.nt")
    report = run(tmp_path / "data", on_error=refuse, retries=0)
    assert isinstance(report.partitions[0].error, RuntimeError)
    logs = repr([cluster.get_worker_logs(), cluster.get_scheduler_logs(), cluster.get_events()])
    assert "one.nt" in logs
    assert TOKEN not in logs
    cluster.dump_cluster_state(str(tmp_path / "state"))
    state = gzip.decompress((tmp_path / "state.msgpack.gz").read_bytes())
    assert b"import-triples" in state
    assert TOKEN.encode() not in state


def test_without_a_cluster_one_is_made_and_workers_know_the_token_themselves(
    gw: LocalGateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUSTGRAPH_TOKEN", TOKEN)
    subjects = write(tmp_path / "data" / "one.jsonl", triples("one", 20))
    report = import_files(
        ApiSettings("trustgraph_v2", gw.url),
        "triples",
        tmp_path / "data",
        checkpoints=tmp_path / "checkpoints",
        flow="default",
    )
    assert report.confirmed == 20
    assert stored(gw) == subjects


def test_an_interruption_gives_up_what_has_not_begun(
    gw: LocalGateway, cluster: Client, run: Callable[..., DistributedReport], tmp_path: Path
) -> None:
    for number in range(30):
        write(tmp_path / "data" / f"{number}.nt", triples("one", 1))
    gw.fault("import_triples", "slow", times=None, seconds=0.05)

    def interrupt(progress: DistributedProgress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "data", on_progress=interrupt)
    cluster.run(int)  # whatever was sent before has arrived
    until(lambda: not any(cluster.processing().values()))
    assert len(checkpoints(tmp_path / "checkpoints")) < 30


def test_what_a_cluster_leaves_undone_that_goes_away_is_told(
    gw: LocalGateway, run: Callable[..., DistributedReport], tmp_path: Path
) -> None:
    for number in range(30):
        write(tmp_path / "data" / f"{number}.nt", triples(str(number), 10))
    gw.fault("import_triples", "slow", times=None, seconds=0.05)
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        report = run(tmp_path / "data", client=client, on_progress=lambda _progress: cluster.close())
    assert len(report.partitions) == 30
    assert report.failed
    gw.clear_faults()
    assert report.confirmed + sum(each.earlier for each in report.failed) <= len(stored(gw)) < 300
    assert run(tmp_path / "data").failed == ()
    assert len(stored(gw)) == 300


def test_clients_for_asyncio_are_refused(run: Callable[..., DistributedReport], tmp_path: Path) -> None:
    write(tmp_path / "data" / "one.nt", triples("one", 1))
    with pytest.raises(ConfigurationError, match="asyncio"):
        run(tmp_path / "data", client=SimpleNamespace(asynchronous=True))


def spoil(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("this is no triple\n")


def refuse(error: InvalidItem) -> None:
    raise RuntimeError(f"refused: {error}")


def die(error: InvalidItem) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        ({"kind": "nothing"}, NotSupported, "no import of 'nothing', only of .*triples"),
        ({"flow": None, "colection": "c"}, ConfigurationError, "colection"),
        ({"checkpoint": "here"}, ConfigurationError, "checkpoint: "),
        ({"paths": "nowhere/*.nt"}, ConfigurationError, r"nowhere/\*\.nt"),
        ({"retries": -1}, ConfigurationError, "retries: "),
        ({"split": 0}, ConfigurationError, "split: "),
    ],
)
def test_what_makes_no_sense_is_told_at_once(
    cluster: Client, tmp_path: Path, change: dict[str, Any], error: type[Exception], text: str
) -> None:
    write(tmp_path / "one.nt", triples("one", 1))
    arguments: dict[str, Any] = {"kind": "triples", "paths": tmp_path, "flow": "default", **change}
    with pytest.raises(error, match=text):
        import_files(
            ApiSettings("trustgraph_v2", "http://localhost:1/"),
            client=cluster,
            checkpoints=tmp_path / "checkpoints",
            **arguments,
        )
    assert not (tmp_path / "checkpoints").exists()


def test_checkpoints_lie_apart_from_the_data(cluster: Client, tmp_path: Path) -> None:
    write(tmp_path / "one.nt", triples("one", 1))
    with pytest.raises(ConfigurationError, match="checkpoints: "):
        import_files(
            ApiSettings("trustgraph_v2"), "triples", tmp_path, client=cluster, checkpoints=tmp_path, flow="f"
        )
