"""Settings of a client: argument, then environment variable, then default."""

from __future__ import annotations

import math
import os
import random
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from .errors import ConfigurationError

if TYPE_CHECKING:
    from ssl import SSLContext

    from .operation import GatewayInfo

DEFAULT_TIMEOUT = 60.0
_SECURE = {"http": False, "ws": False, "https": True, "wss": True}
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_LONGEST_TIMEOUT = 2_000_000.0
"""About 23 days; operating systems take no longer ones."""
_EXAMPLE = "expected something like http://localhost:8888/"


class Secret(str):
    """A credential: usable as a string, invisible in representations."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one client, checked.

    Attributes:
        host: Host name or address of the gateway.
        port: TCP port.
        secure: Whether TLS is used.
        prefix: Path before the gateway's own paths, without a trailing slash.
        timeout: Seconds to wait for an answer, or for the next item of a stream.
        values: What templates may use: the settings of the gateway, and `token`.
        sockets: Connections that calls are spread over.
        verify: TLS verification: on, off, a CA file, or a ready SSL context.
        retries: How often an idempotent call is repeated after a lost connection.
        headers: Headers added to every HTTP request and WebSocket handshake.
        max_message: Bytes; longest message taken from the gateway. None: as its descriptor says.
    """

    host: str
    port: int
    secure: bool
    prefix: str
    timeout: float = DEFAULT_TIMEOUT
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    sockets: int = 4
    verify: bool | str | SSLContext = True
    retries: int = 2
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    max_message: int | None = None

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"

    @property
    def http_url(self) -> str:
        """Base URL for HTTP, without a trailing slash."""
        return f"{'https' if self.secure else 'http'}://{self.authority}{self.prefix}"

    @property
    def socket_url(self) -> str:
        """Base URL for WebSockets, without a trailing slash."""
        return f"{'wss' if self.secure else 'ws'}://{self.authority}{self.prefix}"

    def seconds(self, timeout: float | None) -> float:
        """The timeout of a call: its own, or the client's."""
        return self.timeout if timeout is None else check_timeout(timeout)

    def ssl_context(self) -> SSLContext | None:
        """The TLS context for sockets; None without TLS."""
        if not self.secure:
            return None
        import ssl

        if isinstance(self.verify, ssl.SSLContext):
            return self.verify
        if isinstance(self.verify, str):
            try:
                return ssl.create_default_context(cafile=self.verify)
            except OSError as error:
                raise ConfigurationError(f"verify: {self.verify!r} holds no certificates: {error}") from None
        context = ssl.create_default_context()
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def with_token(self, token: str) -> Config:
        """The same settings with another credential.

        Raises:
            ConfigurationError: it cannot be one.
        """
        checked = _check_token(token)
        return self.with_values(token=Secret(checked) if checked else None)

    def with_values(self, **values: Any) -> Config:
        """The same settings with some values changed."""
        return replace(self, values={**self.values, **values})


def resolve(
    info: GatewayInfo,
    *,
    url: str | None,
    timeout: float | None,
    token: str | None,
    settings: Mapping[str, Any],
    sockets: int | None,
    verify: bool | str | SSLContext,
    retries: int | None,
    headers: Mapping[str, str] | None,
    max_message: int | None = None,
) -> Config:
    """Check the arguments of a client, and fill in what was left out.

    Raises:
        ConfigurationError: an argument makes no sense; the message says which and why.
    """
    url = url if url is not None else _environment(info.url_env) or info.default_url
    host, port, secure, prefix = parse_url(url)
    token = _check_token(token if token is not None else _environment(info.token_env))
    values: dict[str, Any] = {"token": Secret(token) if token else None}
    for name, setting in info.settings.items():
        given = settings.get(name)
        values[name] = given if given is not None else _environment(setting.env) or setting.default
    if isinstance(verify, str):
        if not os.access(verify, os.R_OK):
            raise ConfigurationError(f"verify: there is no readable file {verify!r} with certificates")
    elif not isinstance(verify, bool) and not hasattr(verify, "wrap_socket"):
        # Something that merely counts as false must not switch the verification off.
        raise ConfigurationError(f"verify: {verify!r} is not a bool, the name of a file, or an SSL context")
    if verify is False and secure:
        warnings.warn(
            f"TLS certificates of {host} are not verified; anyone on the way can read and change the traffic",
            stacklevel=4,
        )
    usual = info.socket.sockets if info.socket is not None else 4
    return Config(
        host=host,
        port=port,
        secure=secure,
        prefix=prefix,
        timeout=check_timeout(timeout if timeout is not None else DEFAULT_TIMEOUT),
        values=values,
        sockets=check_count("sockets", usual if sockets is None else sockets, 1),
        verify=verify,
        retries=check_count("retries", 2 if retries is None else retries, 0),
        headers=_check_headers(headers or {}),
        max_message=None if max_message is None else check_count("max_message", max_message, 1024),
    )


def parse_url(url: Any) -> tuple[str, int, bool, str]:
    """(host, port, TLS, path prefix) of a gateway's URL."""
    if not isinstance(url, str):
        raise ConfigurationError(f"url: a URL is a string, not {type(url).__name__}; {_EXAMPLE}")
    # A password or token in a URL must not get into the message.
    place = url.partition("?")[0]
    shown = f"***@{place.rpartition('@')[2]}" if "@" in place else place
    try:
        parts = urlsplit(url)
        port = parts.port
        if not re.fullmatch(r"[!-~]*", url) or port == 0:
            raise ValueError
    except ValueError:
        raise ConfigurationError(f"url: {shown!r} is not a URL; {_EXAMPLE}") from None
    if parts.scheme not in _SECURE:
        raise ConfigurationError(
            f"url: {shown!r} does not begin with http://, https://, ws:// or wss://; {_EXAMPLE}"
        )
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError("url: a URL must not hold a user name or password; pass token= instead")
    if not parts.hostname:
        raise ConfigurationError(f"url: {shown!r} names no host; {_EXAMPLE}")
    if parts.query or parts.fragment:
        raise ConfigurationError("url: the gateway's URL has no query and no fragment")
    secure = _SECURE[parts.scheme]
    return parts.hostname, port or (443 if secure else 80), secure, parts.path.rstrip("/")


def check_timeout(timeout: Any, name: str = "timeout") -> float:
    """The timeout in seconds, if it is one."""
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not 0 < timeout < math.inf:
        raise ConfigurationError(f"{name}: {timeout!r} is not a positive number of seconds")
    return float(min(timeout, _LONGEST_TIMEOUT))


def expand_path(path: str, values: Mapping[str, Any]) -> str:
    """Fill the `{name}` placeholders of a path; values are quoted, so that none can leave its segment.

    Raises:
        ConfigurationError: a value is missing, or cannot be a segment of a path.
    """
    return _PLACEHOLDER.sub(lambda place: _segment(place[1], values.get(place[1])), path)


def _segment(name: str, value: object) -> str:
    text = "" if value is None else str(value)
    try:
        quoted = quote(text, safe="")
    except UnicodeEncodeError:
        quoted = ""
    # Quoting leaves dots alone, and servers take these two for steps through the path.
    if quoted in {"", ".", ".."}:
        raise ConfigurationError(f"{name}: {value!r} cannot be part of a path")
    return quoted


def backoff(attempt: int) -> float:
    """Seconds to wait before the given repetition (0 is the first): exponential, with jitter."""
    return min(2.0, 0.05 * 2.0**attempt) * (0.5 + random.random() / 2)


def _check_token(token: Any) -> str | None:
    """The token, if it can be sent. It must not get into the message."""
    if token is None:
        return None
    if not isinstance(token, str):
        raise ConfigurationError(f"token: a token is a string, not {type(token).__name__}")
    if not re.fullmatch(r"[!-~]*", token):
        raise ConfigurationError("token: a token has no spaces, line breaks or characters outside ASCII")
    return token


def _check_headers(headers: Mapping[str, Any]) -> dict[str, str]:
    """The headers, if they can be sent; a line break in one would smuggle in another."""
    for name, value in headers.items():
        if not re.fullmatch(r"[!-9;-~]+", name) or not isinstance(value, str):
            raise ConfigurationError(f"headers: {name!r} is no name of a header, or its value is no string")
        if not re.fullmatch(r"[\t -~\x80-\xff]*", value):
            raise ConfigurationError(
                f"headers: the value of {name!r} has characters that a header cannot hold"
            )
    return dict(headers)


def _environment(name: str | None) -> str | None:
    return os.environ.get(name) or None if name else None


def check_count(name: str, value: Any, least: int) -> int:
    """The number, if it is a whole one and not too small."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ConfigurationError(f"{name}: {value!r} is not a whole number of {least} or more")
    return value
