"""Settings of a hosted gateway: argument, then environment variable, then default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..descriptor import Gateway
from ..errors import ConfigurationError

_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AppConfig:
    """What a host may set; None: the environment variable, or else the default.

    The variables are called after the gateway: for one called `acme` the title is
    `ACME_API_TITLE`, and so on with `DESCRIPTION`, `VERSION`, `HOST`, `PORT`, `DEBUG`,
    `MAX_SESSIONS` and `SESSION_TIMEOUT`.

    Attributes:
        title, description, version: As the gateway tells them; default: the descriptor's.
        host, port: Where `python -m uvicorn` is told to listen; default: 0.0.0.0, 8000.
        debug: Told to clients; default: false.
        max_sessions: Sessions at a time; default: 100.
        session_timeout: Seconds after which a session that nobody used is gone; default: 3600.
        token: Credential that clients must show; default: the variable that clients read it from, too.
        custom: Whatever the host wants to keep here.
    """

    title: str | None = None
    description: str | None = None
    version: str | None = None
    host: str | None = None
    port: int | None = None
    debug: bool | None = None
    max_sessions: int | None = None
    session_timeout: float | None = None
    token: str | None = field(default=None, repr=False)
    custom: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings in force; those of `AppConfig`, decided."""

    title: str
    description: str
    version: str
    host: str = "0.0.0.0"
    port: int = 8000
    debug: bool = False
    max_sessions: int = 100
    session_timeout: float = 3600
    token: str | None = field(default=None, repr=False)
    custom: Mapping[str, Any] = field(default_factory=dict[str, Any])


def settle(
    config: AppConfig | None, gateway: Gateway, environment: Mapping[str, str] | None = None
) -> Settings:
    """The settings in force; the environment is that of the process unless another one is given.

    Raises:
        ConfigurationError: A variable is not what it should be.
    """
    given = config or AppConfig()
    variables = os.environ if environment is None else environment
    read = _Environment(f"{gateway.gateway.upper()}_API_", variables)
    token = variables.get(gateway.auth.env) if given.token is None and gateway.auth.env else given.token
    default = Settings(
        title=gateway.title, description=gateway.doc.strip().split("\n\n")[0], version=gateway.release
    )
    return Settings(
        title=read.text(given.title, "TITLE", default.title),
        description=read.text(given.description, "DESCRIPTION", default.description),
        version=read.text(given.version, "VERSION", default.version),
        host=read.text(given.host, "HOST", default.host),
        port=int(read.number(given.port, "PORT", default.port)),
        debug=read.flag(given.debug, "DEBUG", default.debug),
        max_sessions=int(read.number(given.max_sessions, "MAX_SESSIONS", default.max_sessions)),
        session_timeout=read.number(given.session_timeout, "SESSION_TIMEOUT", default.session_timeout),
        token=token or None,
        custom=given.custom,
    )


class _Environment:
    """Reads variables with a common prefix."""

    def __init__(self, prefix: str, variables: Mapping[str, str]) -> None:
        self._prefix = prefix
        self._variables = variables

    def text(self, given: str | None, name: str, default: str) -> str:
        return self._variables.get(self._prefix + name, default) if given is None else given

    def number(self, given: float | None, name: str, default: float) -> float:
        found = self._variables.get(self._prefix + name)
        if given is not None or found is None:
            return default if given is None else given
        try:
            return float(found)
        except ValueError:
            raise ConfigurationError(f"{self._prefix}{name} is no number: {found!r}") from None

    def flag(self, given: bool | None, name: str, default: bool) -> bool:
        found = self._variables.get(self._prefix + name)
        if given is not None or found is None:
            return default if given is None else given
        if found.lower() not in _TRUE | _FALSE:
            raise ConfigurationError(f"{self._prefix}{name} is neither true nor false: {found!r}")
        return found.lower() in _TRUE
