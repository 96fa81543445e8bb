"""How a worker makes a client of its own."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..config import Secret
from ..errors import ConfigurationError


class ApiSettings:
    """Arguments of a package's `Api`, to be sent to workers.

    A worker takes what is left out from its own environment variables. That is the better place
    for a token: one that is given here travels to the workers over Dask's connections, which are
    open to read unless the cluster uses TLS. No text shows it.
    """

    __slots__ = ("_options", "package", "url")

    def __init__(
        self, package: str, url: str | None = None, *, token: str | None = None, **options: Any
    ) -> None:
        """Keep the arguments.

        Args:
            package: Name of the client package, which has to be installed where the workers run.
            url: Address of the gateway, as the workers reach it.
            token: The credential.
            options: Other arguments of `Api`; they have to be picklable.
        """
        self.package = package
        self.url = url
        hidden = Secret(token) if isinstance(token, str) else token
        self._options = {**options, "token": hidden}

    @property
    def settings(self) -> dict[str, str]:
        """What is said of the gateway's own settings."""
        said = {name: value for name, value in self._options.items() if isinstance(value, str)}
        return {name: value for name, value in said.items() if name not in {"token", "verify"}}

    def open(self) -> Any:
        """A client with these settings.

        Raises:
            ConfigurationError: the package is not there, or an argument makes no sense.
        """
        try:
            package = import_module(self.package)
        except ModuleNotFoundError as error:
            raise ConfigurationError(
                f"there is no client package {self.package!r}; is it installed?"
            ) from error
        return package.Api(self.url, **self._options)

    def __repr__(self) -> str:
        return f"ApiSettings({self.package!r}, {self.url!r})"
