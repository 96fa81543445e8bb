"""The one place that speaks to Dask, whose types are only partly known."""

from __future__ import annotations

import concurrent.futures
import contextlib
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial
from importlib import import_module
from queue import SimpleQueue
from typing import Any

from ..errors import ConfigurationError


def _dask(module: str = "distributed") -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "distributed imports need Dask", hint='pip install "gatewright[dask]"'
        ) from error


@contextlib.contextmanager
def client_for(client: Any) -> Generator[Any]:
    """The client that was given, or the current one, or one of a cluster on this machine, closed afterwards.

    Raises:
        ConfigurationError: Dask is not installed, or the client is made for asyncio.
    """
    distributed = _dask()
    if client is None:
        try:
            client = distributed.Client.current()
        except ValueError:
            with (
                distributed.LocalCluster(threads_per_worker=1, dashboard_address=":0") as cluster,
                distributed.Client(cluster, set_as_default=False) as client,
            ):
                yield client
            return
    if client.asynchronous:
        raise ConfigurationError("client: this one is made for asyncio; make one with asynchronous=False")
    yield client


def bag_parts(value: Any) -> tuple[str, list[Any]] | None:
    """Name and partitions of a bag; None if the value is none."""
    bags: Any = sys.modules.get("dask.bag")  # who has a bag has imported it
    if bags is None or not isinstance(value, bags.Bag):
        return None
    return value.name, list(value.to_delayed())


def outcomes(
    client: Any,
    function: Callable[..., Any],
    tasks: Mapping[str, Sequence[Any]],
    *,
    retries: int,
    topic: str,
) -> Generator[tuple[str | None, Any]]:
    """Run a task for each key with its arguments, the first of which may be a part of a collection.

    Args:
        retries: How often a task that raised is run again.
        topic: What the tasks tell under.

    Yields: (None, what a task told) and (key, what it returned, or the error that it ended with).
    """
    delayed = _dask("dask").delayed
    events: SimpleQueue[tuple[str | None, Any]] = SimpleQueue()
    client.subscribe_topic(topic, partial(_told, events))
    calls = [delayed(function, pure=False)(*arguments, dask_key_name=key) for key, arguments in tasks.items()]
    futures = client.compute(calls, retries=retries)
    try:
        for key, future in zip(tasks, futures, strict=True):
            future.add_done_callback(partial(_ended, events, key))
        missing = len(tasks)
        while missing:
            ended, what = events.get()
            if ended is None:
                yield None, what
            else:
                missing -= 1
                yield ended, _outcome(what)
    finally:
        if client.status == "running":  # nobody is there to be told otherwise
            if unfinished := [future for future in futures if not future.done()]:
                client.cancel(unfinished)
            client.unsubscribe_topic(topic)


def tell(topic: str, what: Mapping[str, int]) -> None:
    """Let whoever runs this task know something."""
    _dask().get_worker().log_event(topic, dict(what))


def _told(events: SimpleQueue[tuple[str | None, Any]], event: Any) -> None:
    _when, what = event
    events.put((None, what))


def _ended(events: SimpleQueue[tuple[str | None, Any]], key: str, future: Any) -> None:
    events.put((key, future))


def _outcome(future: Any) -> Any:
    try:
        return future.result()
    except (Exception, concurrent.futures.CancelledError) as error:
        return error
