"""Checks of what gateway.yaml says of comparisons: a misspelt name there would compare nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .source import Path_, Problem

if TYPE_CHECKING:
    from .load import Loaded

INTERFACES = ("", " REST", " socket")


def check_parity(loaded: Loaded) -> Iterator[Problem]:
    """All problems of `parity`."""
    gateway = loaded.descriptor.gateway
    probe, registry = gateway.parity.probe, gateway.parity.registry
    operations, others = _keys(loaded)
    asked = {f"{name}{interface}" for name in operations for interface in INTERFACES} | others
    parameters = {scope.parameter for scope in gateway.scopes.values()}
    settings = {*gateway.settings, *parameters}
    named: list[tuple[Path_, str, set[str], str]] = []
    named += [(("probe", "bodies", name), name, operations, "operation") for name in probe.bodies]
    named += [(("probe", "never", name), name, asked, "operation") for name in probe.never]
    named += [(("probe", "values", name), name, settings, "setting or parameter") for name in probe.values]
    if probe.first is not None:
        first: Path_ = ("probe", "first")
        named.append(((*first, "operation"), probe.first.operation, operations, "operation"))
        named += [((*first, "keep", name), name, parameters, "parameter") for name in probe.first.keep]
    if registry is not None:
        services = {service.service for service in loaded.descriptor.services.values()}
        named += [
            (("registry", "scopes", name), name, set(gateway.scopes), "scope") for name in registry.scopes
        ]
        named += [(("registry", "services", name), name, services, "service") for name in registry.services]
    for path, name, known, kind in named:
        if name not in known:
            yield loaded.gateway.problem(("parity", *path), f"there is no {kind} {name!r}", at_key=True)


def _keys(loaded: Loaded) -> tuple[set[str], set[str]]:
    """The keys of operations, and those of feeds and bulk transfers."""
    operations: set[str] = set()
    others: set[str] = set()
    for stem, service in loaded.descriptor.services.items():
        operations |= {f"{stem}.{name}" for name in service.operations}
        others |= {f"{stem}.{name}" for name in service.feeds}
        others |= {f"{stem}.import_{name}" for name in service.imports}
        others |= {f"{stem}.export_{name}" for name in service.exports}
        others |= {f"{stem}.dump_{name}" for name in service.dumps}
    return operations, others
