"""Files into imports, and exports into files: what stands behind the methods for that of all bulk clients."""

from __future__ import annotations

import asyncio
import inspect
import itertools
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import ConfigurationError
from .transfer import ExportReport, ImportReport

if TYPE_CHECKING:
    from types import ModuleType

    from .files import FormatOrAuto, Source, Target
    from .operation import Export, Import

_BATCH = 1000
Tell = Callable[[int], object]


def import_file(
    client: Any,
    operations: ModuleType,
    kind: str,
    source: Source,
    format: FormatOrAuto,
    arguments: Mapping[str, Any],
) -> ImportReport:
    """Import a file by a method of a client; arguments that are None are left out.

    Raises:
        ConfigurationError: an argument makes no sense, or is not one of that method.
        OSError, GatewayError: the file cannot be opened; else as the method.
    """
    from .files import open_items

    transfer: Import[Any] = _transfer(operations, "import", kind)
    method = getattr(client, transfer.name)
    call = _import_arguments(method, arguments)
    with open_items(source, transfer.item, format) as items:
        report: ImportReport = method(**call(items))
    return report


async def import_file_async(
    client: Any,
    operations: ModuleType,
    kind: str,
    source: Source,
    format: FormatOrAuto,
    arguments: Mapping[str, Any],
) -> ImportReport:
    """The same, by a method of an asynchronous client; the file is read in threads."""
    from .files import open_items

    transfer: Import[Any] = _transfer(operations, "import", kind)
    method = getattr(client, transfer.name)
    call = _import_arguments(method, arguments)
    items = await asyncio.to_thread(open_items, source, transfer.item, format)
    with items:
        report: ImportReport = await method(**call(items))
    return report


def export_file(
    client: Any,
    operations: ModuleType,
    kind: str,
    target: Target,
    format: FormatOrAuto,
    on_progress: Tell | None,
    stored: bool,
    arguments: Mapping[str, Any],
) -> ExportReport:
    """Export to a file by a method of a client; arguments that are None or False are left out.

    Raises:
        ConfigurationError: an argument makes no sense, or is not one of that method.
        InvalidItem: the format cannot hold an item.
        OSError, GatewayError: the file cannot be written; else as the method.
    """
    from .files import Writer

    transfer: Export[Any] = _transfer(operations, "export", kind)
    began = time.monotonic()
    stream = _exported(client, transfer, stored, arguments)
    with Writer(target, transfer.item, format) as writer, stream:
        for batch in _batches(stream) if stored else stream:
            writer.write(batch)
            if on_progress is not None:
                on_progress(writer.written)
    return _report(writer.written, target, began)


async def export_file_async(
    client: Any,
    operations: ModuleType,
    kind: str,
    target: Target,
    format: FormatOrAuto,
    on_progress: Tell | None,
    stored: bool,
    arguments: Mapping[str, Any],
) -> ExportReport:
    """The same, by a method of an asynchronous client."""
    from .files import Writer

    transfer: Export[Any] = _transfer(operations, "export", kind)
    began = time.monotonic()
    stream = _exported(client, transfer, stored, arguments)
    with Writer(target, transfer.item, format) as writer:
        async with stream:
            async for batch in _batches_async(stream) if stored else stream:
                writer.write(batch)
                if on_progress is not None:
                    on_progress(writer.written)
    return _report(writer.written, target, began)


def _transfer(operations: ModuleType, direction: str, kind: str) -> Any:
    prefix = f"{direction.upper()}_"
    named = vars(operations).items()
    kinds = {name.removeprefix(prefix).lower(): each for name, each in named if name.startswith(prefix)}
    if kind not in kinds:
        raise ConfigurationError(f"kind: {kind!r:.60} is none of {', '.join(sorted(kinds))}")
    return kinds[kind]


def _import_arguments(
    method: Callable[..., Any], arguments: Mapping[str, Any]
) -> Callable[[Iterable[Any]], dict[str, Any]]:
    """What makes the arguments of an import, given its items; they are checked before any file is opened."""
    given = {name: value for name, value in arguments.items() if value is not None}
    parameters = inspect.signature(method).parameters.values()
    # All that comes before the items says where they go, and is given by name.
    places = (each.name for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD)
    items = next(name for name in places if name not in given)
    _check(method, {items: (), **given})
    return lambda read: {items: read, **given}


def _exported(client: Any, transfer: Export[Any], stored: bool, arguments: Mapping[str, Any]) -> Any:
    name = transfer.name
    if stored:
        name = f"dump_{name.removeprefix('export_')}"
        if not hasattr(client, name):
            raise ConfigurationError(
                "stored: what is stored of this kind cannot be read", operation=transfer.name
            )
    method = getattr(client, name)
    given = {name: value for name, value in arguments.items() if value is not None and value is not False}
    if not stored:
        given["batches"] = True
    _check(method, given)
    return method(**given)


def _check(method: Callable[..., Any], arguments: Mapping[str, Any]) -> None:
    try:
        inspect.signature(method).bind(**arguments)
    except TypeError as error:
        raise ConfigurationError(str(error), operation=method.__name__) from None


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(items)
    return iter(lambda: list(itertools.islice(iterator, _BATCH)), [])


async def _batches_async(items: AsyncIterable[Any]) -> AsyncIterator[list[Any]]:
    batch: list[Any] = []
    async for item in items:
        batch.append(item)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _report(items: int, target: Target, began: float) -> ExportReport:
    size = Path(target).stat().st_size if isinstance(target, (str, PathLike)) else None
    return ExportReport(items, size, time.monotonic() - began)
