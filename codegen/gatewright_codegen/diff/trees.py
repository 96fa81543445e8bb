"""The two descriptor trees of a comparison: folders, or folders as they were at a revision of git."""

from __future__ import annotations

import ast
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from gatewright.descriptor import Descriptor, Field_, Schema

from ..facts import all_fields, reader, starter
from ..load import Loaded, load
from ..parts import Method, Package
from ..plan import plan

Signatures = Mapping[tuple[bool, str, str], ast.FunctionDef | ast.AsyncFunctionDef]


class TreeError(Exception):
    """There is no such tree."""


@dataclass
class Tree:
    """A descriptor, where its parts stand, and what is generated from it.

    Attributes:
        label: What the user called it.
        renamed: Of the old tree: classes that have another name in the new one.
        owners: The same of groups and scopes, such as `group:flow`.
        parameters: The same of the parameters of scopes.
        tags: The same of fields on the wire that tell the type of an item.
    """

    label: str
    loaded: Loaded
    renamed: dict[str, str] = field(default_factory=dict[str, str])
    owners: dict[str, str] = field(default_factory=dict[str, str])
    parameters: dict[str, str] = field(default_factory=dict[str, str])
    tags: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def descriptor(self) -> Descriptor:
        return self.loaded.descriptor

    @cached_property
    def package(self) -> Package:
        return plan(self.descriptor)

    @cached_property
    def signatures(self) -> Signatures:
        """Signatures of blocking methods: on a socket or not, class, name."""
        return {
            (module.is_socket, class_name, method.name): signature(method.signature)
            for module in self.package.interfaces
            if not module.is_async
            for class_name, methods in (
                *((each.name, each.methods) for each in module.classes),
                ("", module.methods),
            )
            for method in methods
        }

    @cached_property
    def client_methods(self) -> Mapping[str, Method]:
        """What the client for sockets has besides groups, scopes and feeds."""
        services = self.descriptor.services.values()
        feeds = {name for service in services for name in service.feeds}
        socket = self.descriptor.gateway.socket
        pushes = {f"on_{name}" for name in socket.pushes} if socket is not None else set[str]()
        return {
            method.name: method
            for module in self.package.interfaces
            if module.is_socket and not module.is_async
            for method in module.methods
            if method.name not in feeds | pushes
        }

    @cached_property
    def taken(self) -> frozenset[str]:
        """Types that callers give, with all that they hold."""
        services = self.descriptor.services.values()
        fields = [
            part
            for service in services
            for each in (
                *(operation.request for operation in service.operations.values()),
                *(transfer.arguments for transfer in service.imports.values()),
            )
            for part in each.values()
        ]
        names = {transfer.item for service in services for transfer in service.imports.values()}
        return self._held(names | {name for part in fields for name in references(part)})

    @cached_property
    def given(self) -> frozenset[str]:
        """Types that callers get, with all that they hold."""
        names: set[str] = set()
        for service in self.descriptor.services.values():
            names |= {transfer.item for transfer in service.exports.values()}
            for operation in service.operations.values():
                names.add(reader(service, operation).response or "")
                if operation.stream is not None:
                    names |= {*operation.stream.items.values(), operation.stream.other or ""}
            for feed in service.feeds.values():
                names |= {*feed.items.values(), feed.other}
        socket = self.descriptor.gateway.socket
        if socket is not None:
            names |= {*(push.item for push in socket.pushes.values()), socket.other or ""}
            names |= {socket.greeting.item} if socket.greeting is not None else set()
        return self._held(names)

    def _held(self, names: set[str]) -> frozenset[str]:
        types, records = self.descriptor.types, self.descriptor.records
        found: set[str] = set()
        pending = [name for name in names if name in types or name in records]
        while pending:
            name = pending.pop()
            if name in found:
                continue
            found.add(name)
            parts: list[Schema | Field_]
            if name in types:
                parts = [*types[name].properties.values()]
            else:
                parts = [*all_fields(self.descriptor, name).values()]
            held = {each for part in parts for each in references(part)}
            pending += [each for each in held if each in types or each in records]
        return frozenset(found)


def references(part: Schema | Field_) -> Iterator[str]:
    """Names of the types that a field or a property holds."""
    if part.ref is not None:
        yield part.ref
    for inner in (part.items, part.additionalProperties):
        if inner is not None:
            yield from references(inner)


def signature(text: str) -> ast.FunctionDef | ast.AsyncFunctionDef:
    """The signature of a planned method, taken apart."""
    made = ast.parse(f"{text}: ...").body[0]
    assert isinstance(made, (ast.FunctionDef, ast.AsyncFunctionDef))
    return made


def request_of(tree: Tree, stem: str, name: str) -> tuple[str, Mapping[str, Field_]]:
    """The operation whose request a call takes, and that request."""
    service = tree.descriptor.services[stem]
    operation = service.operations[name]
    if operation.save is not None:
        return operation.save, service.operations[operation.save].request
    if operation.follow is not None:
        return operation.follow.start, starter(service, operation).request
    return name, operation.request


def open_tree(given: str, revision: str | None = None) -> Tree:
    """The tree that a user names: a folder, `folder@revision`, or a folder at `revision`.

    Raises:
        TreeError: there is no such folder, no such revision, or no git to ask for it.
        DescriptorError: it holds no sound descriptor.
    """
    if revision is None and not Path(given).is_dir() and "@" in given:
        given, _, revision = given.rpartition("@")
        if not revision:
            raise TreeError(f"{given}@ names no revision")
    folder = Path(given).resolve()
    if revision is None:
        if not (folder / "gateway.yaml").is_file():
            raise TreeError(f"{given} is no descriptor tree: it has no gateway.yaml")
        return Tree(given, load(folder.parent, folder.name))
    with tempfile.TemporaryDirectory(prefix="gatewright-") as temporary:
        _unpack(folder, given, revision, Path(temporary))
        return Tree(
            f"{given}@{revision}", load(Path(temporary) / folder.parent.name, folder.name, earlier=True)
        )


def _unpack(folder: Path, given: str, revision: str, target: Path) -> None:
    """Write what the folder was at a revision into `target`, below the name of its parent."""
    # The folder itself may be gone by now.
    standing = next(parent for parent in (folder, *folder.parents) if parent.is_dir())
    top = Path(_git(standing, "rev-parse", "--show-toplevel", fails=f"{given} is in no repository of git"))
    found = _git(
        standing,
        *("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"),
        fails=f"there is no revision {revision!r} in the repository {top}",
    )
    inside = folder.relative_to(top.resolve()).parts
    absent = f"{given} is no descriptor tree at {revision}: it has no gateway.yaml"
    _git(top, "cat-file", "-e", f"{found}:{'/'.join((*inside, 'gateway.yaml'))}", fails=absent)
    archive = _run(top, "archive", "--format=tar", f"{found}:{'/'.join(inside)}", fails=absent)
    into = target / folder.parent.name / folder.name
    into.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        packed.extractall(into, filter="data")


def _git(folder: Path, *arguments: str, fails: str) -> str:
    return _run(folder, *arguments, fails=fails).decode(errors="replace").strip()


def _run(folder: Path, *arguments: str, fails: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        raise TreeError("a revision can be read only where git is installed") from None
    if done.returncode != 0:
        raise TreeError(fails)
    return done.stdout
