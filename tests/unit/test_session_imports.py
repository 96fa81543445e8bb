"""The core of imports: which items make a message, which are left out, and what is known to be safe."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatewright.aio import imports as aio
from gatewright.errors import (
    AuthenticationFailed,
    ClientClosed,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    ImportInterrupted,
    InvalidItem,
    RequestTimeout,
    Unavailable,
)
from gatewright.operation import Import
from gatewright.session import transfer
from gatewright.session.imports import ImportRun, all_messages
from gatewright.session.transfer import ImportSession
from gatewright.sync import imports as sync
from gatewright.transfer import ImportOptions, ImportReport, Progress, Unreadable


def encode(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    for index, item in enumerate(items, first):
        if not isinstance(item, (int, str)):
            raise InvalidItem(f"{item!r} is bad", index=index, field="n")
    return json.dumps(items, separators=(",", ":")).encode()


PUT: Import[Any] = Import(name="put", path="/", encode=encode, batch=10, confirmed_by_pong=True)
BLINDLY: Import[Any] = Import(name="put", path="/", encode=encode, batch=10, confirmed_by_pong=False)


def new_run(
    *,
    operation: Import[Any] = PUT,
    start: int = 0,
    max_frame: int = 10_000,
    batch_size: int = 10,
    **options: Any,
) -> ImportRun:
    return ImportRun(
        operation,
        {},
        ImportOptions(batch_size=batch_size, **options),
        start=start,
        timeout=5,
        max_frame=max_frame,
        now=100,
    )


def still() -> float:
    return 0.0


def sent(run: ImportRun, items: list[Any]) -> list[list[Any]]:
    """What all messages of the items hold; all are counted and confirmed."""
    found: list[list[Any]] = []
    for message in all_messages(items, run, still):
        run.count(message)
        run.confirm(message)
        found.append(json.loads(message.data))
        assert message.items == len(found[-1])
    run.end()
    return found


# Batches.


def test_batches_have_so_many_items() -> None:
    assert [len(batch) for batch in sent(new_run(batch_size=10), list(range(25)))] == [10, 10, 5]
    assert sent(new_run(batch_size=10), []) == []


def test_batches_have_about_so_many_bytes() -> None:
    run = new_run(batch_size=100, batch_bytes=1000, max_frame=20_000)
    sizes = [len(json.dumps(batch)) for batch in sent(run, ["x" * 97] * 250)]
    assert sizes[0] > 1000, "of the first batch nothing is known"
    assert all(900 <= size <= 1000 for size in sizes[1:-1])


def test_an_item_that_is_larger_goes_alone() -> None:
    batches = sent(new_run(batch_size=3, batch_bytes=50), ["x" * 100] * 6)
    assert [len(batch) for batch in batches] == [3, 1, 1, 1]


def test_batches_follow_items_that_grow() -> None:
    """A million small items before them must not make a batch of large ones larger than once."""
    run = new_run(batch_size=1000, batch_bytes=1000, max_frame=10**9)
    batches = sent(run, [*range(1000)] * 50 + ["x" * 500] * 1000)
    large = [len(json.dumps(batch)) for batch in batches if isinstance(batch[-1], str)]
    assert all(size <= 1000 for size in large[2:])


def test_a_batch_that_would_not_fit_into_a_frame_is_split() -> None:
    run = new_run(batch_size=100, max_frame=500)
    batches = sent(run, list(range(1000, 1100)))
    assert [item for batch in batches for item in batch] == list(range(1000, 1100))
    assert len(batches) == 2
    assert run.position == 100


def test_the_half_of_a_batch_proves_nothing_of_the_other() -> None:
    run = new_run(batch_size=101, max_frame=500, on_error="skip")
    first, second = all_messages([*range(1000, 1050), None, *range(1050, 1100)], run, still)
    run.confirm(first)
    assert run.position == 51, "with the bad item between them"
    run.confirm(second)
    assert run.position == 101
    first, second = all_messages(range(1000, 1100), new_run(batch_size=100, max_frame=500), still)
    assert (first.end, second.end) == (50, 100)


def test_an_item_that_no_frame_holds_is_refused() -> None:
    run = new_run(max_frame=100)
    with pytest.raises(InvalidItem, match="takes 204 bytes, more than a frame holds") as caught:
        sent(run, [*range(17), "x" * 200, 1])
    assert (caught.value.index, caught.value.operation) == (17, "put")
    assert (run.position, caught.value.hint) == (
        10,
        "10 of the 10 items sent are confirmed; resume with start=10",
    )


# Items that cannot be sent.


def test_a_bad_item_ends_an_import() -> None:
    run = new_run(start=100)
    with pytest.raises(InvalidItem, match="item 123: None is bad") as caught:
        sent(run, [*range(123), None, 5])
    assert (caught.value.index, caught.value.field) == (123, "n")
    assert "20 of the 20 items sent are confirmed; resume with start=120" in str(caught.value)
    assert run.report(100).rejected == 0


def test_a_bad_item_at_the_very_beginning_says_nothing_of_resuming() -> None:
    with pytest.raises(InvalidItem) as caught:
        sent(new_run(), [None])
    assert str(caught.value) == "put: item 0: None is bad"


def test_bad_items_are_left_out() -> None:
    run = new_run(on_error="skip", batch_size=4)
    items = [0, None, 2, 3, None, None, None, None, 8, None]
    assert sent(run, items) == [[0, 2, 3], [8]]
    report = run.report(103)
    assert (report.sent, report.confirmed, report.rejected, report.batches) == (4, 4, 6, 2)
    assert (run.position, report.seconds) == (10, 3)


def test_bad_items_are_told() -> None:
    told: list[InvalidItem] = []
    run = new_run(on_error=told.append, start=2, batch_size=4)
    assert sent(run, [None, None, 2, None, 4, None]) == [[2, 4]]
    assert [(error.index, error.field, error.operation) for error in told] == [
        (3, "n", "put"),
        (5, "n", "put"),
    ]


def test_each_bad_item_is_told_once_though_its_batch_is_split() -> None:
    told: list[int] = []
    items = [None, *(["x" * 40, None] * 10), "x" * 300, None, "y"]
    run = new_run(on_error=lambda error: told.append(error.index), batch_size=100, max_frame=100)
    batches = sent(run, items)
    assert [item for batch in batches for item in batch] == ["x" * 40] * 10 + ["y"]
    assert sorted(told) == [index for index, item in enumerate(items) if item is None or len(item) == 300]
    assert (run.report(0).rejected, run.position) == (len(told), len(items))


def test_whoever_is_told_may_end_an_import() -> None:
    def stop(error: InvalidItem) -> None:
        raise LookupError("enough")

    run = new_run(on_error=stop)
    with pytest.raises(LookupError, match="enough") as caught:
        sent(run, [*range(10), None])
    assert caught.value.__notes__ == ["put: 10 of the 10 items sent are confirmed; resume with start=10"]


@pytest.mark.parametrize("on_error", ["raise", "skip"])
def test_what_a_source_could_not_read_is_rejected_in_its_words(on_error: Any) -> None:
    run = new_run(on_error=on_error)
    items = [1, Unreadable("line 2: not a number"), 3]
    if on_error == "skip":
        assert sent(run, items) == [[1, 3]]
        assert run.report(0).rejected == 1
    else:
        with pytest.raises(InvalidItem, match=r"^put: item 1: line 2: not a number$") as caught:
            sent(run, items)
        assert caught.value.index == 1


def test_a_source_that_fails_is_told_after_what_it_gave() -> None:
    def source() -> Iterator[int]:
        yield from range(25)
        raise LookupError("the file ended early")

    run = new_run()
    messages = list(all_messages(source(), run, still))
    assert [message.items for message in messages] == [10, 10]
    assert isinstance(run.stopped, LookupError)
    for message in messages:
        run.count(message)
    with pytest.raises(LookupError) as caught:
        run.end()
    assert caught.value.__notes__ == ["put: 0 of the 20 items sent are confirmed; resume with start=0"]
    run.end()  # says it once


# Batches by age.


def test_a_batch_is_sent_though_it_is_not_full_when_it_is_old() -> None:
    clock = iter(itertools.count()).__next__  # each look at it is a second later
    run = new_run(linger=3, batch_size=100)
    sizes = [message.items for message in all_messages(range(10), run, clock)]
    assert sizes == [3, 3, 3, 1]


def test_a_full_batch_does_not_linger() -> None:
    run = new_run(linger=1000, batch_size=4)
    assert [message.items for message in all_messages(range(10), run, still)] == [4, 4, 2]


# What is safe.


def test_items_are_passed_over() -> None:
    run = new_run(start=12)
    assert sent(run, list(range(30))) == [list(range(12, 22)), list(range(22, 30))]
    assert (run.position, run.report(0).sent) == (30, 18)
    run = new_run(start=12)
    assert sent(run, list(range(5))) == []
    assert run.report(0).sent == 0


def test_the_position_waits_for_the_slowest_connection() -> None:
    run = new_run(batch_size=10)
    messages = list(all_messages(range(50), run, still))
    for message in messages:
        run.count(message)
    positions: list[int] = []
    for index in (1, 4, 0, 3, 2):
        run.confirm(messages[index])
        positions.append(run.position)
    assert positions == [0, 0, 20, 20, 50]
    assert run.report(0).confirmed == 50


def test_a_batch_of_bad_items_does_not_make_the_position_jump() -> None:
    run = new_run(batch_size=2, on_error="skip")
    messages = list(all_messages([0, 1, None, None, 4, 5], run, still))
    assert (len(messages), run.position) == (2, 0)
    run.confirm(messages[0])
    assert run.position == 4, "what follows the bad ones is not proven"
    run.confirm(messages[1])
    assert run.position == 6


def test_a_batch_of_bad_items_proves_nothing() -> None:
    run = new_run(on_error="skip")
    assert list(all_messages([None], run, still)) == []
    assert (run.report(0).confirmed, run.position) == (0, 1)


def test_without_confirmation_nothing_is_ever_safe() -> None:
    run = new_run(operation=BLINDLY, batch_size=2, on_error="skip")
    for message in all_messages([0, 1, None, None, 4, 5], run, still):
        run.count(message)
        run.forget(message)
    assert (run.position, run.report(0).confirmed, run.report(0).sent) == (0, 0, 4)


def test_counts() -> None:
    run = new_run(batch_size=5, on_error="skip")
    first, second = all_messages([*range(5), *range(4), None], run, still)
    run.count(first)
    assert run.progress(107) == Progress(
        sent=5, confirmed=0, batches=1, bytes=len(first.data), seconds=7, rejected=1
    )
    run.count(second)
    run.confirm(first)
    assert run.report(108) == ImportReport(
        sent=9, confirmed=5, batches=2, bytes=len(first.data) + len(second.data), seconds=8, rejected=1
    )


# What is done about a lost connection.


def because(cause: BaseException) -> ImportInterrupted:
    error = ImportInterrupted("stopped", sent=1, confirmed=0)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "resumed"),
    [
        (ConnectionFailed("nobody answers"), True),
        (ConnectionLost("gone"), True),
        (because(ConnectionLost("gone")), True),
        (because(RequestTimeout("silent")), True),
        (Unavailable("restarting"), True),
        (ClientClosed("closed"), False),
        (because(ClientClosed("closed")), False),
        (AuthenticationFailed("who?"), False),
        (GatewayError("?"), False),
    ],
    ids=repr,
)
def test_which_failures_are_outlived(error: GatewayError, resumed: bool) -> None:
    assert new_run(resume="auto").may_resume(error) is resumed
    assert new_run().may_resume(error) is False
    assert new_run(resume="auto", operation=BLINDLY).may_resume(error) is False


def test_an_error_that_says_how_far_it_came_is_left_as_it_is() -> None:
    run = new_run()
    refused = AuthenticationFailed("who?")
    assert run.told(refused) is refused, "nothing was sent"
    for message in all_messages(range(10), run, still):
        run.count(message)
    told = run.told(refused)
    assert isinstance(told, ImportInterrupted)
    assert told.__cause__ is refused
    assert str(told) == (
        "put: the import ended early: who? - 0 of the 10 items sent are confirmed; resume with start=0"
    )
    assert run.told(told) is told


@pytest.mark.parametrize(
    "wrong",
    [
        {"batch_size": 0},
        {"batch_bytes": 0},
        {"start": -1},
        {"start": True},
        {"sockets": 0},
        {"linger": 0},
        {"linger": "1"},
        {"on_error": "ignore"},
        {"on_error": []},
        {"resume": True},
        {"resume": {}},
    ],
    ids=str,
)
def test_options_that_make_no_sense(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=f"^{next(iter(wrong))}: "):
        ImportOptions(**{"batch_size": 1, **wrong}).check()
    ImportOptions(batch_size=1).check()


# A model gateway, under the shells of both colours.

PER_PING = 2
UNANSWERED = 2
WINDOW = (UNANSWERED + 1) * PER_PING
"""Messages that one connection may have taken without proof."""


class World:
    """Gateways that take what comes in order, at a pace of their own, and break when they like.

    Attributes:
        breaks: How many messages and pings each connection takes until it breaks; those after them do not.
        taken: What each connection has taken.
        losses: Connections that broke.
    """

    def __init__(self, breaks: list[int], paces: list[int]) -> None:
        self.breaks = breaks
        self.paces = itertools.cycle(paces or [1])
        self.taken: list[list[int]] = []
        self.losses = 0

    def arrived(self) -> set[int]:
        return {item for items in self.taken for item in items}


class Line:
    """One connection to it, as a blocking import uses it."""

    def __init__(self, world: World, session: ImportSession) -> None:
        number = len(world.taken)
        self.world = world
        self.session = session
        self.left = world.breaks[number] if number < len(world.breaks) else 1_000_000
        self.taken: list[int] = []
        self.steps: list[tuple[bool, bytes]] = []
        world.taken.append(self.taken)

    def send(self, data: bytes, deadline: float) -> bool:
        self.steps.append((True, data))
        self.work(next(self.world.paces))
        return True

    def ping(self, data: bytes) -> None:
        self.steps.append((False, data))

    def notice(self) -> None:
        self.work(next(self.world.paces))

    def wait(self, session: ImportSession) -> bool:
        while not session.ready():
            self.work(1)
        return True

    def work(self, steps: int) -> None:
        """Take some of what came, if the connection lives."""
        for _ in range(min(steps, len(self.steps))):
            if self.session.failure is not None:
                return
            if not self.left:
                self.world.losses += 1
                self.session.fail(ConnectionLost("gone"))
                return
            self.left -= 1
            is_text, data = self.steps.pop(0)
            if is_text:
                self.taken.extend(json.loads(data))
            else:
                self.session.pong(data)


class AsyncLine(Line):
    """The same, as an asyncio import uses it."""

    def __init__(self, world: World, session: ImportSession) -> None:
        super().__init__(world, session)
        self.loop = asyncio.get_running_loop()

    def queue(self, data: bytes) -> None:
        self.send(data, 0)

    def queue_ping(self, data: bytes) -> None:
        self.ping(data)
        self.loop.call_soon(self.work, 1_000_000)

    async def writable(self) -> None:
        pass


def go(run: ImportRun, world: World, total: int, colour: str) -> ImportReport | ImportInterrupted:
    """Import the numbers up to the total; gives what came of it."""
    try:
        return import_numbers(run, world, total, colour)
    except ImportInterrupted as error:
        return error


def import_numbers(run: ImportRun, world: World, total: int, colour: str) -> ImportReport:
    options: dict[str, Any] = {"checkpoint": None, "retries": 1, "closed": ""}
    if colour == "sync":
        return sync.import_all(
            run,
            range(total),
            lambda session: Line(world, session),  # type: ignore[arg-type, return-value]
            lambda connection: None,
            **options,
        )

    async def source() -> AsyncIterator[int]:
        for number in range(total):
            yield number

    async def dial(session: ImportSession) -> Any:
        return AsyncLine(world, session)

    async def release(connection: Any) -> None:
        pass

    async def all_of_it() -> ImportReport:
        return await aio.import_all(run, source(), dial, release, **options)

    return asyncio.run(all_of_it())


@pytest.mark.parametrize("colour", ["sync", "async"])
@settings(max_examples=150, deadline=None)
@given(
    total=st.integers(0, 120),
    batch_size=st.integers(1, 5),
    sockets=st.integers(1, 3),
    resume=st.sampled_from([None, "auto"]),
    breaks=st.lists(st.integers(0, 40), max_size=6),
    paces=st.lists(st.integers(0, 4), max_size=8),
)
def test_nothing_is_lost_whatever_breaks(
    colour: str,
    total: int,
    batch_size: int,
    sockets: int,
    resume: Any,
    breaks: list[int],
    paces: list[int],
) -> None:
    world = World(breaks, paces)
    lowest: list[int] = []

    def look(progress: Progress) -> None:
        arrived = world.arrived()
        assert set(range(run.position)) <= arrived, "the position claims what did not arrive"
        assert progress.confirmed <= len(arrived)
        assert run.position >= lowest[-1], "the position went back"
        lowest.append(run.position)

    with (
        mock.patch.object(transfer, "MESSAGES_PER_PING", PER_PING),
        mock.patch.object(sync, "UNANSWERED_PINGS", UNANSWERED),
        mock.patch.object(aio, "UNANSWERED_PINGS", UNANSWERED),
        mock.patch.object(sync, "backoff", return_value=0),
        mock.patch.object(aio, "backoff", return_value=0),
    ):
        start, given_up = 0, 0
        while True:
            lowest.append(start)
            run = new_run(
                batch_size=batch_size, sockets=sockets, resume=resume, start=start, on_progress=look
            )
            report = go(run, world, total, colour)
            if isinstance(report, ImportReport):
                break
            given_up += 1
            # The import may have heard of more since the error was made.
            assert start <= report.position <= run.position
            assert set(range(report.position)) <= world.arrived()
            assert f"resume with start={report.position}" in str(report)
            start = report.position
    assert report.sent == report.confirmed == total - start
    assert world.arrived() == set(range(total))
    assert all(items == sorted(set(items)) for items in world.taken), "a connection got them out of order"
    # One message more, since the position is that of whole batches of all connections.
    most = (WINDOW + 1) * batch_size * (world.losses + sockets * given_up)
    again = sum(times - 1 for times in Counter(item for items in world.taken for item in items).values())
    assert again <= most
    if not world.losses:
        assert again == 0
