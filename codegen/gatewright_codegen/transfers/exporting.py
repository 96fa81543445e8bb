"""The command `export`."""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gatewright.errors import ConfigurationError, GatewayError
from gatewright.files import Writer
from gatewright.operation import Export
from gatewright.transfer import Gap

from .client import Client
from .display import Display, amount, display
from .options import given
from .outcome import Outcome

_BATCH = 1000


def export(client: Client, kind: str, options: argparse.Namespace) -> int:
    """Export to a file as the options say.

    Raises:
        ConfigurationError: one of them makes no sense.
    """
    transfer: Export[Any] = client.operation(f"EXPORT_{kind.upper()}")
    stored: bool = getattr(options, "stored", False)
    if options.json and options.file == "-":
        raise ConfigurationError("--json: items and report cannot both go to standard output")
    began = time.monotonic()
    problem: BaseException | None = None
    with client.api(options) as api:
        arguments = _arguments(client, kind, options, stored=stored)
        writer = _writer(transfer, options)
        shown = display("written", lambda: writer.written, options.limit)
        try:
            with shown, writer:
                if stored:
                    _write(writer, _dump(api.bulk(), kind, arguments), shown)
                else:
                    problem = _listen(writer, _tap(api.bulk(), transfer, options, arguments, shown), shown)
        except ConfigurationError:
            raise
        except (GatewayError, OSError, KeyboardInterrupt) as error:
            problem = error
    return _ended(writer, options, time.monotonic() - began, problem).tell(as_json=options.json)


def _arguments(client: Client, kind: str, options: argparse.Namespace, *, stored: bool) -> dict[str, Any]:
    arguments = given(client, "export", kind, options)
    if stored:
        others = {"--idle-timeout": options.idle_timeout, "--reconnect": options.reconnect}
        for name, value in others.items():
            if value:
                raise ConfigurationError(f"{name}: what is stored comes without waiting")
    elif arguments:
        raise ConfigurationError(f"--{next(iter(arguments)).replace('_', '-')} is for --stored")
    place = client.place("export", kind)
    if place is not None:
        arguments[place] = getattr(options, f"given_{place}")
    return {**arguments, "limit": options.limit}


def _writer(transfer: Export[Any], options: argparse.Namespace) -> Writer:
    try:
        target = sys.stdout.buffer if options.file == "-" else options.file
        return Writer(target, transfer.item, options.format)
    except OSError as error:
        if isinstance(error, GatewayError):
            raise
        raise ConfigurationError(f"{options.file}: {error.strerror or error}") from None


def _dump(bulk: Any, kind: str, arguments: dict[str, Any]) -> Iterator[list[Any]]:
    items: Iterator[Any]
    with getattr(bulk, f"dump_{kind}")(**arguments) as items:
        while batch := list(itertools.islice(items, _BATCH)):
            yield batch


def _tap(
    bulk: Any, transfer: Export[Any], options: argparse.Namespace, arguments: dict[str, Any], shown: Display
) -> Any:
    ends = options.limit is not None or options.idle_timeout is not None
    listening = "listening" if ends else "listening until Ctrl-C"

    def tell_gap(gap: Gap) -> None:
        shown.say(
            f"the connection was lost for {gap.until - gap.since:.1f} s; what came then is not in the file"
        )

    return getattr(bulk, transfer.name)(
        **arguments,
        batches=True,
        idle_timeout=options.idle_timeout,
        on_ready=lambda: shown.say(listening),
        reconnect=options.reconnect,
        on_gap=tell_gap if options.reconnect else None,
    )


def _listen(writer: Writer, stream: Any, shown: Display) -> KeyboardInterrupt | None:
    """Write what comes; what never ends by itself is complete when somebody ends it."""
    with stream:
        try:
            _write(writer, stream, shown)
        except KeyboardInterrupt as error:
            return error
    return None


def _write(writer: Writer, batches: Iterable[list[Any]], shown: Display) -> None:
    for batch in batches:
        writer.write(batch)
        shown.show(writer.written, 0, None)


def _ended(
    writer: Writer, options: argparse.Namespace, seconds: float, problem: BaseException | None
) -> Outcome:
    text = f"{writer.written:,} item{'' if writer.written == 1 else 's'} written in {seconds:.1f} s"
    counts: dict[str, Any] = {"items": writer.written, "seconds": seconds}
    if writer.part is not None:
        # What was not completed keeps the name that it had while it was written.
        file = next((each for each in (writer.part, Path(options.file)) if each.exists()), None)
        size = None if file is None else file.stat().st_size
        counts |= {"bytes": size, "file": None if file is None else str(file)}
        if file is not None and size is not None:
            text += f" to {file} ({amount(size)})"
    return Outcome(counts, text, problem)
