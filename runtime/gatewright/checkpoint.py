"""A file that keeps how far an import has come, so that another process can go on with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from . import wire
from .config import Config, check_count
from .errors import ConfigurationError
from .operation import GatewayInfo
from .transfer import ImportOptions


class Checkpoint:
    """How far one import has come.

    The file is replaced as a whole, so that it is never half written, whenever the process ends.

    Attributes:
        position: Index of the first item that may be missing on the other side.
        done: All of it is there.
    """

    def __init__(self, path: str | PathLike[str], about: Mapping[str, Any]) -> None:
        """Read the file, if it is there; `about` is what the import is about.

        Raises:
            ConfigurationError: it belongs to another import, is no such file, or has no folder.
        """
        self._path = Path(path)
        self._about = wire.loads(wire.dumps(dict(about)))
        self.position = 0
        self.done = False
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            if not self._path.parent.is_dir():
                raise ConfigurationError(f"checkpoint: there is no folder {self._path.parent}") from None
            return
        except OSError as error:
            raise ConfigurationError(f"checkpoint: {self._path} cannot be read: {error.strerror}") from error
        try:
            said = wire.loads(content)
            about, position, done = said["about"], said["position"], said["done"]
            self.position, self.done = check_count("position", position, 0), bool(done)
        except (ValueError, TypeError, KeyError):
            raise ConfigurationError(f"checkpoint: {self._path} is no checkpoint of an import") from None
        if about != self._about:
            raise ConfigurationError(
                f"checkpoint: {self._path} belongs to another import ({wire.dumps(about).decode()}); "
                "delete it to begin anew"
            )

    def save(self, position: int, *, done: bool = False) -> None:
        """Write down how far it has come, if that is news.

        Raises:
            OSError: the file cannot be written.
        """
        if position == self.position and done == self.done:
            return
        # One that was given up may still be at it.
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")
        text = wire.dumps({"about": self._about, "position": position, "done": done})
        # Nothing that would warn when Ctrl-C comes between its opening and its closing.
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            os.write(descriptor, text)
        finally:
            os.close(descriptor)
        part.replace(self._path)
        self.position, self.done = position, done


def checkpoint_of(
    info: GatewayInfo,
    config: Config,
    name: str,
    arguments: Mapping[str, Any],
    items: object,
    options: ImportOptions,
) -> Checkpoint | None:
    """The checkpoint of an import, if it is to have one.

    It belongs to that import with these arguments, gateway and settings; and to the file that the items
    come from, if they do, since one is not to be taken for another.

    Raises:
        ConfigurationError: it is another import's, or cannot be read.
    """
    if options.checkpoint is None:
        return None
    about = {
        "import": name,
        "gateway": config.http_url,
        **{setting: config.values[setting] for setting in info.settings},
        **arguments,
    }
    source = getattr(items, "name", None)
    if isinstance(source, str):
        about["source"] = source
    return Checkpoint(options.checkpoint, about)


def position_of(path: str | PathLike[str]) -> int:
    """How far an import has come, whatever it is about; 0 without a file.

    Raises:
        ConfigurationError: it is no such file.
    """
    try:
        return check_count("position", wire.loads(Path(path).read_bytes())["position"], 0)
    except FileNotFoundError:
        return 0
    except (ValueError, TypeError, KeyError):
        raise ConfigurationError(f"checkpoint: {path} is no checkpoint of an import") from None
