"""Imports of many files, or of a bag of items, by the workers of a Dask cluster."""

from __future__ import annotations

import contextlib
import inspect
import os
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from ..config import check_count
from ..errors import ConfigurationError
from ..transfer import ImportOptions
from .engine import bag_parts, client_for, outcomes
from .partitions import Paths, digest, partitions
from .report import DistributedProgress, DistributedReport, PartitionReport
from .settings import ApiSettings
from .work import Job, import_partition, importer, settled

_COUNTS = ("sent", "confirmed", "batches", "bytes", "rejected")


def import_files(
    api: ApiSettings,
    kind: str,
    paths: Paths | Any,
    *,
    checkpoints: str | os.PathLike[str],
    client: Any = None,
    format: str = "auto",
    split: int | None = 64 << 20,
    retries: int = 3,
    on_progress: Callable[[DistributedProgress], object] | None = None,
    **options: Any,
) -> DistributedReport:
    """Import files, each partition by a worker with a client, sockets and a checkpoint of its own.

    A partition that fails is tried again by Dask, as is one whose worker dies, on another worker; it
    goes on from its checkpoint. So does the same call later. Every item arrives at least once; the
    order of items is kept within a partition, not between them.

    Args:
        api: How a worker makes its client.
        kind: What to import, as the bulk client's method has it: `triples` for `import_triples`.
        paths: A file, a folder (all files in it, but not those in its folders), a pattern, a URL, or a
            list of these, which all workers can read; or a `dask.bag.Bag` of items, which has to hold
            the same items in the same order when a partition is computed again.
        checkpoints: Folder that all workers can write to; it is made here. Delete it to begin anew.
        client: The `distributed.Client`. None: the current one, or else a cluster on this machine, with
            a process for each processor, for which a script has to keep to `if __name__ == "__main__":`.
        format: Format of the files. `auto`: each one's name or content tells.
        split: Bytes; larger files of N-Triples, N-Quads and JSON Lines are split at line ends unless
            they are compressed. None: no file is split. Checkpoints hold for the same `split` only.
        retries: How often a partition that failed is tried again, unless an item or an argument is wrong.
            How many workers may die of one is Dask's `distributed.scheduler.allowed-failures`.
        on_progress: Called with the progress of the whole, in this thread, while it goes on.
        options: Arguments of the import. `resume` is `auto` if it is left out. A function in `on_error`
            is called on the workers.

    When this is interrupted, partitions that have not begun are given up; those under way go on to their
    end, unless the cluster was made here.

    Returns: The sum, and what became of each partition. Partitions that failed are told in it and raise
        nothing; see `DistributedReport.raise_for_failed`.
    Raises:
        ConfigurationError: There is no such file, kind or argument, or Dask is not installed.
    """
    check_count("retries", retries, 0)
    if split is not None:
        check_count("split", split, 1)
    kind = kind.replace("-", "_")
    options = {"resume": "auto", **options}
    _check(api, kind, options)
    folder = Path(checkpoints).absolute()
    about = _about(api, kind, options)
    bag = bag_parts(paths)
    if bag is None:
        parts = partitions(paths, format, split)
        if any(Path(part.path).parent == folder for part in parts):
            raise ConfigurationError(
                "checkpoints: this folder has files to import; it is to hold nothing else"
            )
        named = [(part, part.name, part.identity(about)) for part in parts]
    else:
        name, parts = bag
        named = [
            (part, f"partition {number} of {name}", digest([name, number, len(parts), about]))
            for number, part in enumerate(parts)
        ]
    folder.mkdir(parents=True, exist_ok=True)
    run = uuid.uuid4().hex
    job = Job(api, kind, options, str(folder), f"gatewright-import-{run}")
    tasks = {
        f"import-{kind}-{run}-{number}": (part, name, identity, number, job)
        for number, (part, name, identity) in enumerate(named)
    }
    total = _Total(len(tasks), time.monotonic())
    with (
        client_for(client) as dask,
        contextlib.closing(
            outcomes(dask, import_partition, tasks, retries=retries, topic=job.topic)
        ) as events,
    ):
        for key, what in events:
            if key is None:
                total.told(what)
            else:
                _part, name, identity, number, _job = tasks[key]
                total.ended(number, _ended(what, name, job.checkpoint(identity)))
            if on_progress is not None:
                on_progress(total.progress(time.monotonic()))
    return total.report(time.monotonic())


def _check(api: ApiSettings, kind: str, options: Mapping[str, Any]) -> None:
    """Refuse here what each worker would refuse."""
    for name in ("checkpoint", "start", "on_progress"):
        if options.get(name) is not None:
            raise ConfigurationError(f"{name}: each partition has its own")
    with api.open() as client:
        if not hasattr(client, "bulk"):
            raise ConfigurationError(f"{api.package} has no bulk imports")
        method, items = importer(client.bulk(), kind)
    try:
        inspect.signature(method).bind(**{items: ()}, **options)
    except TypeError as error:
        raise ConfigurationError(f"{method.__name__}: {error}") from None


def _about(api: ApiSettings, kind: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """What makes an import of the same items another one."""
    ways = {field.name for field in fields(ImportOptions)}
    arguments = {name: value for name, value in sorted(options.items()) if name not in ways}
    return {"package": api.package, "url": api.url, **api.settings, "kind": kind, "arguments": arguments}


def _ended(what: PartitionReport | Exception, name: str, checkpoint: Path) -> PartitionReport:
    if isinstance(what, PartitionReport):
        return what
    return PartitionReport(name, None, settled(checkpoint), what)


class _Total:
    """Adds up what the partitions tell."""

    def __init__(self, partitions: int, began: float) -> None:
        self._began = began
        self._told: list[Mapping[str, int]] = [{}] * partitions
        self._reports: list[PartitionReport | None] = [None] * partitions

    def told(self, counts: Mapping[str, int]) -> None:
        """A partition under way tells of itself."""
        number = counts["number"]
        if self._reports[number] is None:  # what comes late is no news
            self._told[number] = counts

    def ended(self, number: int, report: PartitionReport) -> None:
        """A partition has come to its end."""
        self._reports[number] = report
        done = report.report
        counts = {} if done is None else {name: getattr(done, name) for name in _COUNTS}
        self._told[number] = {**counts, "earlier": report.earlier}

    def progress(self, now: float) -> DistributedProgress:
        ended = [report for report in self._reports if report is not None]
        failed = sum(report.error is not None for report in ended)
        return DistributedProgress(
            **self._sums(now), partitions=len(self._reports), done=len(ended) - failed, failed=failed
        )

    def report(self, now: float) -> DistributedReport:
        reports = tuple(report for report in self._reports if report is not None)
        return DistributedReport(**self._sums(now), partitions=reports)

    def _sums(self, now: float) -> dict[str, Any]:
        sums = {name: sum(told.get(name, 0) for told in self._told) for name in (*_COUNTS, "earlier")}
        return {**sums, "seconds": now - self._began}
