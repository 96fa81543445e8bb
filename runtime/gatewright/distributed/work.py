"""What a worker does: import one partition, from where its checkpoint says."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..checkpoint import position_of
from ..config import backoff
from ..errors import ConfigurationError, GatewayError, NotSupported
from ..transfer import Progress
from .engine import tell
from .partitions import Partition
from .report import PartitionReport
from .settings import ApiSettings

EVERY = 0.2
"""Seconds between two signs of life of a task."""
_PAUSE = 5
"""How long to pause before a failure is told, as the number of a repetition: Dask repeats at once."""


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of an import have in common.

    Attributes:
        settings: Makes a client.
        kind: What to import.
        options: Arguments of the import.
        checkpoints: Folder of the checkpoints.
        topic: What to tell the progress under.
    """

    settings: ApiSettings
    kind: str
    options: Mapping[str, Any]
    checkpoints: str
    topic: str

    def checkpoint(self, identity: str) -> Path:
        """The file of a partition."""
        return Path(self.checkpoints) / f"{identity}.json"


def importer(bulk: Any, kind: str) -> tuple[Callable[..., Any], str]:
    """The method that imports a kind, and the name of its argument for the items.

    Raises:
        NotSupported: there is none.
    """
    method = getattr(bulk, f"import_{kind}", None)
    if method is None:
        known = [name.removeprefix("import_") for name in dir(bulk) if name.startswith("import_")]
        known = [name for name in known if name != "file"]
        raise NotSupported(f"kind: there is no import of {kind!r}, only of {', '.join(known)}")
    required = [
        name
        for name, parameter in inspect.signature(method).parameters.items()
        if parameter.default is parameter.empty and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    ]
    return method, required[-1]


def import_partition(part: Any, name: str, identity: str, number: int, job: Job) -> PartitionReport:
    """Import a partition, and tell what became of it; what may get better by a repetition is raised.

    Args:
        part: The `Partition`, or the items themselves.
        name: What to call it.
        identity: Name of its checkpoint.
        number: Its number.
    """
    checkpoint = job.checkpoint(identity)
    try:
        if not checkpoint.parent.is_dir():
            raise ConfigurationError(f"checkpoints: a worker sees no folder {checkpoint.parent}")
        earlier = position_of(checkpoint)
        options = {
            **job.options,
            "checkpoint": checkpoint,
            "on_progress": _Teller(job.topic, number, earlier),
        }
        with job.settings.open() as api:
            bulk = api.bulk()
            if isinstance(part, Partition):
                report = _import_file(bulk, job.kind, part, options)
            else:
                method, items = importer(bulk, job.kind)
                report = method(**{items: part}, **options)
    except (ValueError, TypeError) as error:
        # Neither the item nor the argument gets better by being sent again.
        return PartitionReport(name, None, settled(checkpoint), error)
    except GatewayError as error:
        if error.retryable or isinstance(error, ConnectionError):
            time.sleep(backoff(_PAUSE))
        raise
    return PartitionReport(name, report, earlier)


def settled(checkpoint: Path) -> int:
    """How many items a checkpoint knows to be settled."""
    try:
        return position_of(checkpoint)
    except ConfigurationError:  # which is what the import has failed with
        return 0


def _import_file(bulk: Any, kind: str, part: Partition, options: Mapping[str, Any]) -> Any:
    source = part.source()
    if isinstance(source, str):
        return bulk.import_file(source, kind, format=part.format, **options)
    with source:
        return bulk.import_file(source, kind, format=part.format, **options)


class _Teller:
    """Tells the progress of a partition, now and then."""

    def __init__(self, topic: str, number: int, earlier: int) -> None:
        self._topic = topic
        self._number = number
        self._earlier = earlier
        self._next = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + EVERY
        tell(
            self._topic,
            {
                "number": self._number,
                "sent": progress.sent,
                "confirmed": progress.confirmed,
                "batches": progress.batches,
                "bytes": progress.bytes,
                "rejected": progress.rejected,
                "earlier": self._earlier,
            },
        )
