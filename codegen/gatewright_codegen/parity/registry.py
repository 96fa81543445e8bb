"""A descriptor beside the registry of an installed gateway, and the registries of two releases."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from gatewright import wire
from gatewright.descriptor import Descriptor, Registry

from .described import calls, feeds, fits, registered_bulk, registered_name, shape, transfers
from .report import ParityError, Report, Row, declared, stale

PATIENCE = 120
MAX_BYTES = 16 * 2**20


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FoundRoute(_Plain):
    """A route of the gateway; `covered`: its registry says what may be called there."""

    method: str
    path: str
    covered: bool


class Found(_Plain):
    """What a gateway offers, as the script of its registry prints it.

    Attributes:
        operations: Name to what else the registry says of it.
        unreachable: Names that have a handler, but are not registered.
    """

    release: str
    operations: dict[str, dict[str, str]]
    routes: list[FoundRoute] = []
    unreachable: list[str] = []


def interpreter(place: Path) -> str:
    """The interpreter at a path, which may be that of an environment.

    Raises:
        ParityError: there is none.
    """
    inner = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    chosen = inner if place.is_dir() else place
    if not chosen.is_file():
        raise ParityError(f"there is no Python interpreter at {chosen}")
    return str(chosen)


def read(registry: Registry, python: str = sys.executable) -> Found:
    """What the gateway offers that is installed for the interpreter `python`.

    Raises:
        ParityError: the registry cannot be read.
    """
    spec = importlib.util.find_spec(registry.script)
    if spec is None or spec.origin is None:
        raise ParityError(f"there is no module {registry.script}")
    # -I: neither this project's folders nor the caller's get into the other environment.
    command = [python, "-I", spec.origin]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise ParityError(f"{registry.script} did not end within {PATIENCE} s") from None
    except OSError as error:
        raise ParityError(f"{python} cannot be run: {error.strerror}") from None
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise ParityError(f"{registry.script} failed: {said[-1] if said else 'it said nothing'}")
    return parse(done.stdout, registry.script)


def parse(text: bytes, name: str) -> Found:
    """What was printed, or saved; `name` says where, in messages.

    Raises:
        ParityError: it is something else.
    """
    try:
        data = wire.loads(text[: MAX_BYTES + 1])
    except ValueError as error:
        raise ParityError(f"{name}: no JSON: {error}") from None
    if wire.is_object(data) and isinstance(data.get("error"), str):
        raise ParityError(data["error"])
    try:
        return Found.model_validate(data)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise ParityError(f"{name}: not what a registry holds: {where}: {fault['msg']}") from None


def load(path: Path) -> Found:
    """What `save` wrote.

    Raises:
        ParityError: there is nothing, or something else.
    """
    try:
        return parse(path.read_bytes(), str(path))
    except OSError as error:
        raise ParityError(f"{path} cannot be read: {error.strerror}") from None


def save(found: Found, path: Path) -> None:
    """Write what was found, to compare another release with it later.

    Raises:
        ParityError: the file cannot be written.
    """
    try:
        path.write_text(found.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ParityError(f"{path} cannot be written: {error.strerror}") from None


def compare(descriptor: Descriptor, found: Found) -> Report:
    """What of the registry is described, and what is described that it does not have."""
    parity = descriptor.gateway.parity
    assert parity.registry is not None
    named: dict[str, list[str]] = {}
    rows: list[Row] = []
    for call in calls(descriptor):
        name = registered_name(parity.registry, call)
        where = None if call.route is None else _route(found, call.route.method, call.route.path)
        if name in found.operations:
            named.setdefault(name, []).append(call.key)
        elif call.generic:
            continue
        elif call.route is None or (where is not None and where.covered):
            rows.append(_surplus(found, name, call.key))
    for bulk in transfers(descriptor):
        name = registered_bulk(parity.registry, bulk)
        if name in found.operations:
            named.setdefault(name, []).append(bulk.key)
        else:
            rows.append(_surplus(found, name, bulk.key))
    rows += [
        Row("missing", name, _told(found.operations[name])) for name in found.operations if name not in named
    ]
    agreed, uncovered, unrouted = _routes(descriptor, found)
    rows += [*uncovered, *unrouted]
    rows = declared(rows, parity)
    # What has a handler and cannot be called is worth a line only where the descriptor says why.
    rows += [
        Row("declared", name, parity.absent[name]) for name in found.unreachable if name in parity.absent
    ]
    rows += stale([*named, *agreed], parity.absent, parity.extra)
    return Report(
        f"registry, release {found.release}",
        [
            f"{len(named)} of {len(found.operations)} operations",
            f"{len(agreed)} of {len(agreed) + len(uncovered)} routes",
        ],
        rows,
    )


def _surplus(found: Found, name: str, key: str) -> Row:
    handled = ", which has a handler there, but is not registered" if name in found.unreachable else ""
    return Row("surplus", name, f"described as {key}{handled}")


def _told(operation: dict[str, str]) -> str:
    return ", ".join(f"{key} {value}" for key, value in operation.items())


def _route(found: Found, method: str, path: str) -> FoundRoute | None:
    """The gateway's route for a path: of those that fit, the one that says most of it."""
    fitting = [each for each in found.routes if each.method == method and fits(each.path, path)]
    return max(fitting, key=lambda each: len(shape(each.path)) - shape(each.path).count(None), default=None)


def _routes(descriptor: Descriptor, found: Found) -> tuple[set[str], list[Row], list[Row]]:
    """Routes of the gateway that are described, those that are not, and described ones that it lacks."""
    agreed: set[str] = set()
    surplus: dict[str, Row] = {}
    for method, path, key in _described(descriptor):
        where = _route(found, method, path)
        if where is not None:
            agreed.add(f"{where.method} {where.path}")
        else:
            surplus.setdefault(f"{method} {path}", Row("surplus", f"{method} {path}", f"described for {key}"))
    routes = dict.fromkeys(f"{each.method} {each.path}" for each in found.routes)
    return agreed, [Row("missing", name) for name in routes if name not in agreed], list(surplus.values())


def _described(descriptor: Descriptor) -> Iterator[tuple[str, str, str]]:
    """Method, path and key of all that has a path."""
    for call in calls(descriptor):
        if call.route is not None:
            yield call.route.method, call.route.path, call.key
    for bulk in transfers(descriptor):
        yield "GET", bulk.transfer.path, bulk.key
    for key, feed in feeds(descriptor):
        yield "GET", feed.path, key
    if descriptor.gateway.socket is not None:
        yield "GET", descriptor.gateway.socket.path, "the socket"


def changes(old: Found, new: Found) -> Report:
    """What came, went, and changed between two releases."""
    rows = [
        Row("came", name, _told(new.operations[name]))
        for name in new.operations
        if name not in old.operations
    ]
    rows += [
        Row("went", name, _told(old.operations[name]))
        for name in old.operations
        if name not in new.operations
    ]
    # A release that tells nothing of an operation does not say that it was another one.
    both = [
        (name, old.operations[name], told) for name, told in new.operations.items() if name in old.operations
    ]
    altered = [
        Row("changed", name, f"was {_told(before)}, is {_told(after)}")
        for name, before, after in both
        if before and after and before != after
    ]
    rows += altered
    before, after = ([f"{each.method} {each.path}" for each in release.routes] for release in (old, new))
    rows += [Row("came", name) for name in after if name not in before]
    rows += [Row("went", name) for name in before if name not in after]
    same = len(both) - len(altered)
    return Report(
        f"release {new.release} since {old.release}",
        [f"{same} of {len(new.operations)} operations unchanged"],
        rows,
    )
