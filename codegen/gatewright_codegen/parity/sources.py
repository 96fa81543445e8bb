"""Which sources a descriptor is compared with, one after the other."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from gatewright.descriptor import Descriptor

from . import asyncapi, documents, openapi
from .report import ParityError, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the user asked for.

    Attributes:
        registry: Read the registry of the gateway that is installed for `python`.
        python: An interpreter or an environment; None: the one that runs this.
        save: Where to write what the registry holds.
        against: What was saved of another release.
        openapi, asyncapi: Path or URL of a document.
        live: Address of a gateway.
        timeout: Seconds to wait for each answer of it.
    """

    registry: bool = False
    python: Path | None = None
    save: Path | None = None
    against: Path | None = None
    openapi: str | None = None
    asyncapi: str | None = None
    live: str | None = None
    token: str | None = None
    timeout: float = 10.0


def compare(descriptor: Descriptor, sources: Sources) -> list[Report]:
    """A report for each source.

    Raises:
        ParityError: a source cannot be read or reached, or none was named.
    """
    reports: list[Report] = []
    if sources.registry or sources.python is not None:
        reports += _registry(descriptor, sources)
    elif sources.save is not None or sources.against is not None:
        raise ParityError("--save and --against go with --registry")
    if sources.openapi is not None:
        reports.append(openapi.compare(descriptor, documents.read(sources.openapi)))
    if sources.asyncapi is not None:
        reports.append(asyncapi.compare(descriptor, documents.read(sources.asyncapi)))
    if sources.live is not None:
        # httpx and websockets are worth importing only for this.
        from . import live

        reports.append(live.compare(descriptor, sources.live, sources.token, sources.timeout))
    if not reports:
        raise ParityError("compare with what? Name --registry, --openapi, --asyncapi or --live")
    return reports


def _registry(descriptor: Descriptor, sources: Sources) -> list[Report]:
    from . import registry

    word = descriptor.gateway.parity.registry
    if word is None:
        raise ParityError(
            f"{descriptor.gateway.gateway} does not say how its registry is read (`parity.registry`)"
        )
    python = sys.executable if sources.python is None else registry.interpreter(sources.python)
    old = None if sources.against is None else registry.load(sources.against)
    found = registry.read(word, python)
    if sources.save is not None:
        registry.save(found, sources.save)
    reports = [registry.compare(descriptor, found)]
    if old is not None:
        reports.append(registry.changes(old, found))
    return reports
