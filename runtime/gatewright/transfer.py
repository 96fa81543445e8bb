"""What a bulk transfer tells about itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a bulk import is.

    Attributes:
        sent: Items sent.
        confirmed: Items known to have been handed on by the gateway.
        batches: Messages sent.
        bytes: Bytes of message text sent.
        seconds: Time since the import began.
    """

    sent: int
    confirmed: int
    batches: int
    bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class ImportReport(Progress):
    """What a finished bulk import did; `confirmed` equals `sent`.

    Confirmed means handed to the gateway's message bus, not stored.
    """
