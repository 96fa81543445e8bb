"""What a bulk transfer tells about itself."""

from __future__ import annotations

import dataclasses

import pytest

from gatewright.transfer import ImportReport, Progress


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
