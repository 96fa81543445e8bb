"""The client that a command works with: its descriptor, its kinds of items, and how it is made."""

from __future__ import annotations

import argparse
import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gatewright.descriptor import Descriptor, Dump, Field_, Operation, Transfer
from gatewright.errors import ConfigurationError
from gatewright.gateway.local import load


@dataclass(frozen=True, slots=True)
class Client:
    """An installed client package.

    Attributes:
        imports, exports: Its transfers, by what they are of.
        dumps: Kinds of which it can read what is stored, and what that takes.
    """

    name: str
    descriptor: Descriptor
    imports: dict[str, Transfer]
    exports: dict[str, Transfer]
    dumps: dict[str, dict[str, Field_]]

    def kinds(self, direction: str) -> dict[str, Transfer]:
        return self.imports if direction == "import" else self.exports

    def place(self, direction: str, kind: str) -> str | None:
        """Name of the argument that says where a transfer goes to, or comes from; None if there is none."""
        scope = self.kinds(direction)[kind].scope
        return None if scope is None else self.descriptor.gateway.scopes[scope].parameter

    def api(self, options: argparse.Namespace) -> Any:
        """The client, with the settings that the options say.

        Raises:
            ConfigurationError: one of them makes no sense.
        """
        settings = {name: getattr(options, name) for name in self.descriptor.gateway.settings}
        token = None if options.token_file is None else _token(options.token_file)
        return importlib.import_module(self.name).Api(
            url=options.url, token=token, timeout=options.timeout, **settings
        )

    def operation(self, name: str) -> Any:
        """A constant of its operations."""
        return getattr(importlib.import_module(f"{self.name}.operations"), name)

    @property
    def largest_message(self) -> int:
        """Bytes that a message of a bulk transfer may have."""
        largest: int = importlib.import_module(f"{self.name}.protocol").GATEWAY.bulk_max_frame
        return largest


def installed(name: str) -> Client:
    """The client package of that name.

    Raises:
        ConfigurationError: it is not installed, or has no bulk transfers.
    """
    if not name.isidentifier():
        raise ConfigurationError(f"{name!r:.60} is not the name of a client package")
    descriptor = load(name)
    services = descriptor.services.values()
    imports = {kind: each for service in services for kind, each in service.imports.items()}
    exports = {kind: each for service in services for kind, each in service.exports.items()}
    if not imports and not exports:
        raise ConfigurationError(f"{name} has no bulk transfers")
    dumps = {
        kind: _arguments(service.operations[dump.operation], dump)
        for service in services
        for kind, dump in service.dumps.items()
    }
    return Client(name, descriptor, imports, exports, dumps)


def _arguments(operation: Operation, dump: Dump) -> dict[str, Field_]:
    return {
        name: operation.request[name].model_copy(update={"default": default, "required": False})
        for name, default in dump.arguments.items()
    }


def _token(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise ConfigurationError(f"--token-file: {path} cannot be read: {reason}") from None
