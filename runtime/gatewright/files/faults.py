"""What can be wrong with a file, and with what is installed to read it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..errors import ConfigurationError, GatewayError

_EXTRAS = {
    "pyoxigraph": ("rdf", "pyoxigraph"),
    "pyarrow": ("arrow", "pyarrow"),
    "pandas": ("pandas", "pandas"),
    "zstandard": ("zstd", "zstandard"),
}


class UnreadableFile(GatewayError, ValueError):
    """A file cannot be read on from some place: it is damaged, cut off, or no such file as it seems.

    Items before that place have been read. A single bad line is no reason for this: it becomes a
    `gatewright.transfer.Unreadable` among the items.

    Attributes:
        file: Name of the file.
        line: The line at fault, counted from 1; None if it has no lines.
    """

    def __init__(self, message: str, *, file: str, line: int | None = None, hint: str = "") -> None:
        super().__init__(f"{place(file, line)}: {message}", hint=hint)
        self.file = file
        self.line = line


def place(file: str, line: int | None) -> str:
    """A place in a file, as compilers write it."""
    return file if line is None else f"{file}:{line}"


def needed(module: str, purpose: str) -> Any:
    """A module that comes with an extra; `purpose` says what is not possible without.

    Raises:
        ConfigurationError: it is not installed; says what to install.
    """
    extra, package = _EXTRAS[module.partition(".")[0]]
    try:
        return import_module(module)
    except ImportError as error:
        raise ConfigurationError(
            f"{purpose} needs {package}",
            hint=f'pip install "gatewright[{extra}]"',
        ) from error
