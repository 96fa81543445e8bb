"""What bulk transfers and uploads tell about themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
class Uploaded:
    """What a finished upload did.

    Attributes:
        bytes: Size of the whole.
        sent: Bytes sent by this call; fewer when it went on with an earlier one.
        chunks: Chunks sent by this call.
    """

    bytes: int
    sent: int
    chunks: int


@dataclass(frozen=True, slots=True)
class ImportReport(Progress):
    """What a finished bulk import did; `confirmed` equals `sent`.

    Confirmed means handed to the gateway's message bus, not stored.
    """


def instead(metadata: Mapping[str, Any] | None, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments of an import, with what `metadata` says in their place; what else it says is ignored."""
    if metadata is None:
        return arguments
    return {name: metadata.get(name, value) for name, value in arguments.items()}
