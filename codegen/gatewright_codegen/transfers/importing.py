"""The command `import`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gatewright import wire
from gatewright.errors import ConfigurationError, GatewayError, ImportInterrupted, InvalidItem
from gatewright.files import Items, open_items
from gatewright.operation import Import
from gatewright.session.imports import ImportRun, batches, passed_over
from gatewright.transfer import ImportOptions, Progress

from .client import Client
from .display import Display, amount, display
from .options import given
from .outcome import Outcome

_TOLD = 20
"""So many rejected items are told one by one ..."""
_KEPT = 1000
"""... and so many are in the report."""


def import_(client: Client, kind: str, options: argparse.Namespace, command: list[str]) -> int:
    """Import a file as the options say.

    Raises:
        ConfigurationError: one of them makes no sense.
        GatewayError: the file cannot be opened.
    """
    transfer: Import[Any] = client.operation(f"IMPORT_{kind.upper()}")
    arguments = given(client, "import", kind, options)
    with client.api(options) as api, _opened(transfer, options) as items:
        seen = _Seen(display("checked" if options.dry_run else "sent", lambda: items.position, items.size))
        chosen: dict[str, Any] = {
            "batch_size": transfer.batch if options.batch_size is None else options.batch_size,
            "start": options.start,
            "sockets": options.sockets,
            "on_error": seen.reject if options.skip_invalid or options.dry_run else "raise",
        }
        if options.dry_run:
            defaults = {name: each.default for name, each in client.imports[kind].arguments.items()}
            with seen.display:
                problem = _rehearse(client, transfer, items, {**defaults, **arguments}, chosen, seen)
            return _checked(seen, problem).tell(as_json=options.json)
        checkpoint = _checkpoint(client, kind, options)
        place = client.place("import", kind)
        scope = {} if place is None else {place: getattr(options, f"given_{place}")}

        def tell(progress: Progress) -> None:
            seen.progress = progress
            confirmed = progress.confirmed if transfer.confirmed_by_pong else None
            seen.display.show(progress.sent, progress.bytes, confirmed)

        problem = None
        with seen.display:
            _announce(checkpoint, options, seen.display)
            try:
                getattr(api.bulk(), transfer.name)(
                    *scope.values(),
                    items,
                    **arguments,
                    **chosen,
                    on_progress=tell,
                    resume="auto" if transfer.confirmed_by_pong else None,
                    checkpoint=checkpoint,
                )
            except ConfigurationError:
                raise
            except (GatewayError, OSError, KeyboardInterrupt) as error:
                problem = error
    if problem is None and options.checkpoint is None:
        checkpoint.unlink(missing_ok=True)
    return _ended(transfer, seen, problem, command, checkpoint, options).tell(as_json=options.json)


class _Seen:
    """What is known of an import while it runs."""

    def __init__(self, shown: Display) -> None:
        self.display = shown
        self.progress = Progress(0, 0, 0, 0, 0.0)
        self.rejected = 0
        self.rejections: list[dict[str, Any]] = []

    def reject(self, error: InvalidItem) -> None:
        """Take note of an item that cannot be sent."""
        self.rejected += 1
        if self.rejected <= _KEPT:
            self.rejections.append({"item": error.index, "reason": error.message})
        if self.rejected <= _TOLD:
            self.display.say(f"rejected: {error.message}")
        elif self.rejected == _TOLD + 1:
            self.display.say("further rejected items are only counted")

    def counts(self, *names: str) -> dict[str, Any]:
        """Figures for the report."""
        return {
            **{name: each for name, each in asdict(self.progress).items() if name in names},
            "rejected": self.rejected,
            "rejections": self.rejections,
        }


def _opened(transfer: Import[Any], options: argparse.Namespace) -> Items:
    try:
        return open_items(
            sys.stdin.buffer if options.file == "-" else options.file, transfer.item, options.format
        )
    except OSError as error:
        if isinstance(error, GatewayError):
            raise
        raise ConfigurationError(f"{options.file}: {error.strerror or error}") from None


def _rehearse(
    client: Client,
    transfer: Import[Any],
    items: Iterable[Any],
    arguments: Mapping[str, Any],
    chosen: dict[str, Any],
    seen: _Seen,
) -> BaseException | None:
    """All of an import but the sending; returns what ended it early."""
    options = ImportOptions(**chosen)
    options.check()
    run = ImportRun(
        transfer,
        arguments,
        options,
        start=options.start,
        timeout=0.0,
        max_frame=client.largest_message,
        now=time.monotonic(),
    )
    try:
        for batch in batches(passed_over(items, options.start), run, time.monotonic):
            for message in run.messages(batch):
                run.count(message)
                run.confirm(message)
            seen.progress = run.progress(time.monotonic())
            seen.display.show(seen.progress.sent, seen.progress.bytes, None)
    except ConfigurationError:
        raise
    except (GatewayError, OSError, KeyboardInterrupt) as error:
        return error
    return None


def _checked(seen: _Seen, problem: BaseException | None) -> Outcome:
    counts = seen.counts("batches", "bytes", "seconds")
    good = seen.progress.sent
    said = f"{_items(good)} can be sent, in {_messages(seen.progress)}"
    if problem is not None:
        said = f"{_items(good)} before that can be sent"
    text = f"{said}; nothing was sent{_left_out(seen)}"
    return Outcome({"sendable": good, **counts}, text, problem, rejected=seen.rejected > 0)


def _ended(
    transfer: Import[Any],
    seen: _Seen,
    problem: BaseException | None,
    command: list[str],
    checkpoint: Path,
    options: argparse.Namespace,
) -> Outcome:
    progress = seen.progress
    sent, confirmed = progress.sent, progress.confirmed
    if isinstance(problem, ImportInterrupted):
        sent, confirmed = problem.sent, problem.confirmed
    if not transfer.confirmed_by_pong:
        text = f"{_items(sent)} sent; this gateway confirms nothing"
    elif problem is None:
        rate = f"{sent / progress.seconds if progress.seconds else 0:,.0f} items/s"
        text = f"{_items(sent)} sent and confirmed in {progress.seconds:.1f} s"
        text += f" ({rate}, {_messages(progress)})"
    elif not sent:
        text = "nothing was sent"
    else:
        text = f"{confirmed:,} of the {_items(sent)} sent are confirmed"
    again: list[str] = []
    lead = "go on with"
    if problem is not None and (sent or options.resume or options.checkpoint is not None):
        again = [each for each in command if each != "--resume"]
        if not _position(checkpoint):
            lead = "begin anew with"
        elif options.checkpoint is None:
            again.append("--resume")
        if isinstance(problem, InvalidItem):
            lead = "mend it, or leave such items out with"
            again.append("--skip-invalid")
    counts = {**seen.counts("batches", "bytes", "seconds"), "sent": sent, "confirmed": confirmed}
    return Outcome(
        counts, text + _left_out(seen), problem, rejected=seen.rejected > 0, next=tuple(again), lead=lead
    )


def _items(count: int) -> str:
    return f"{count:,} item{'' if count == 1 else 's'}"


def _messages(progress: Progress) -> str:
    return f"{progress.batches:,} message{'' if progress.batches == 1 else 's'}, {amount(progress.bytes)}"


def _left_out(seen: _Seen) -> str:
    return f"; {seen.rejected:,} rejected" if seen.rejected else ""


def _checkpoint(client: Client, kind: str, options: argparse.Namespace) -> Path:
    """Where the import keeps how far it has come: as told, else beside the file, as far as it has a place."""
    if options.checkpoint is not None:
        return Path(options.checkpoint)
    folder, name = Path(), "stdin"
    file: str = options.file
    if file.startswith(("http://", "https://")):
        name = urlsplit(file).path.rstrip("/").rpartition("/")[2] or "download"
    elif file != "-":
        path = Path(file)
        name = path.name
        folder = path.parent if os.access(path.parent, os.W_OK) else folder
    return folder / f"{name}.{client.name}-{kind}.checkpoint"


def _position(checkpoint: Path) -> int | None:
    """How far a checkpoint is; None if there is none. The import itself looks at it more closely."""
    try:
        return int(wire.loads(checkpoint.read_bytes())["position"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _announce(checkpoint: Path, options: argparse.Namespace, shown: Display) -> None:
    """Say what becomes of an earlier import."""
    position = _position(checkpoint)
    if options.checkpoint is None and not options.resume:
        checkpoint.unlink(missing_ok=True)
        if position:
            shown.say(
                f"beginning anew, though {_items(position)} of an earlier import were done; "
                "--resume would have gone on"
            )
    elif position is not None:
        shown.say(f"going on after the first {_items(position)}, which are done")
    elif options.resume:
        shown.say(
            f"there is no {checkpoint} of an earlier import to go on with; beginning with the first item"
        )
