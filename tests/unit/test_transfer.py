"""What a bulk transfer tells about itself."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable
from typing import Any

import pytest

from gatewright.transfer import ImportReport, Progress, told_of


def test_a_report_is_the_last_progress() -> None:
    report = ImportReport(sent=10, confirmed=10, batches=2, bytes=300, seconds=0.5)
    assert isinstance(report, Progress)
    assert dataclasses.asdict(report) == {
        "sent": 10,
        "confirmed": 10,
        "batches": 2,
        "bytes": 300,
        "seconds": 0.5,
        "rejected": 0,
    }


def test_a_report_cannot_be_changed() -> None:
    report = ImportReport(1, 1, 1, 1, 1.0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.sent = 5  # type: ignore[misc]


# Who wants to be told, and what -----------------------------------------------------------------


class Listener:
    """Something that can be called in many ways."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def progress(self, progress: Progress) -> None:
        self.told.append(progress)

    def optional(self, progress: Progress, note: str = "") -> None:
        self.told.append(progress)

    def keyword(self, progress: Progress, *, note: str = "") -> None:
        self.told.append(progress)

    def anything(self, *everything: Any, **more: Any) -> None:
        self.told.extend(everything)

    def second(self, note: str, progress: Progress) -> None:
        self.told.append(progress)

    def counts(self, sent: int, total: int | None) -> None:
        self.told.append((sent, total))

    def __call__(self, sent: int, total: int | None, note: str = "") -> None:
        self.told.append((sent, total))


NOW = Progress(7, 5, 2, 100, 0.5)


@pytest.mark.parametrize(
    ("items", "total"), [([1, 2, 3], 3), ({}, 0), (iter([1, 2, 3]), None), ((n for n in (1, 2)), None)]
)
def test_two_arguments_are_what_is_sent_and_how_many_there_are(
    items: Iterable[Any], total: int | None
) -> None:
    listener = Listener()
    for function in (listener.counts, listener):
        tell = told_of(function, items)
        assert tell is not None
        tell(NOW)
    assert listener.told == [(7, total)] * 2


@pytest.mark.parametrize("name", ["progress", "optional", "keyword", "anything", "second", "append"])
def test_anything_else_is_told_the_progress(name: str) -> None:
    listener = Listener()
    functions: dict[str, Any] = {
        "second": functools.partial(listener.second, "bound"),
        "append": listener.told.append,  # of C
    }
    tell = told_of(functions.get(name) or getattr(listener, name), [1, 2])
    assert tell is not None
    tell(NOW)
    assert listener.told == [NOW]


def test_what_tells_nothing_of_its_arguments_is_told_the_progress() -> None:
    tell = told_of(type, [1])  # it has no signature
    assert tell is type


def test_nobody_need_be_told() -> None:
    assert told_of(None, [1]) is None
