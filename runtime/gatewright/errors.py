"""Everything that can go wrong, as one tree.

    GatewayError
    ├── ConfigurationError            (ValueError)       a setting or an argument makes no sense
    ├── NotSupported                  (TypeError)        this interface cannot do what was asked
    ├── InvalidItem                   (ValueError)       an item of a bulk import cannot be sent
    ├── ConnectionFailed              (ConnectionError)  the gateway could not be reached
    │   └── ConnectionLost                               the connection broke while a call was under way
    │       ├── ClientClosed                             the client was closed while a call was under way
    │       └── ImportInterrupted                        a bulk import stopped; says how many items are safe
    ├── RequestTimeout                (TimeoutError)     no answer, or no next item, in time
    ├── ProtocolViolation                                the gateway sent something that is not its protocol
    └── GatewayRefused                                   the gateway answered with an error
        ├── AuthenticationFailed                         no credential, or a wrong one
        ├── PermissionDenied                             the credential does not allow this
        ├── NotFound                                     no such operation, flow, workspace or object
        ├── InvalidRequest                               the gateway could not read the request
        ├── Unavailable                                  the gateway cannot serve just now
        │   └── SocketRefused         (ConnectionFailed) it, or a proxy before it, takes no WebSocket
        └── ServiceError                                 the service behind the gateway failed
            └── NotVerified                              reading back shows that a call did not work

Every error says in `operation` what was called, in `type` and `message` what the gateway
called it, in `retryable` whether repeating makes sense, in `partial` what had arrived, and in
`upload` the name of an upload that can be resumed.
No error text ever holds a credential.
"""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import quote_plus

E = TypeVar("E", bound="GatewayError")


class GatewayError(Exception):
    """Root of all errors that this library raises.

    Attributes:
        message: What happened, in words.
        operation: Name of the operation that was called, or None.
        type: Error type as the gateway names it, or None.
        retryable: Whether the same call may succeed later.
        status: HTTP status of the answer, or None.
        hint: What to do about it, or "".
        partial: Items that had arrived before a stream failed.
        upload: Name of the upload that was under way and can be resumed, or None.
    """

    retryable: bool = False

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        type: str | None = None,
        status: int | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.operation = operation
        self.type = type
        self.status = status
        self.hint = hint
        self.partial: list[Any] = []
        self.upload: str | None = None

    @property
    def error_type(self) -> str | None:
        """The same as `type`, by an older name."""
        return self.type

    def __str__(self) -> str:
        where = f"{self.operation}: " if self.operation else ""
        kind = f" [{self.type}]" if self.type and self.type not in self.message else ""
        status = f" (HTTP {self.status})" if self.status is not None and self.status != 200 else ""
        hint = f" - {self.hint}" if self.hint else ""
        return f"{where}{self.message}{kind}{status}{hint}"

    def advise(self, hint: str) -> None:
        """Add to what can be done about it."""
        self.hint = f"{self.hint}; {hint}" if self.hint else hint

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.__class__, self.message, self.__dict__.copy())


def _restore(cls: type[GatewayError], message: str, state: dict[str, Any]) -> GatewayError:
    error = cls.__new__(cls)
    Exception.__init__(error, message)
    error.__dict__.update(state)
    return error


def discreet(error: E, token: str | None) -> E:
    """The error, without the credential, should the gateway have echoed it in its words."""
    # A shorter one is no credential, and would tear up innocent words.
    if token and len(token) >= 6:
        for form in {token, quote_plus(token)}:  # as it stands in a URL, too
            error.message = error.message.replace(form, "***")
            error.hint = error.hint.replace(form, "***")
        error.args = (error.message,)
    return error


class ConfigurationError(GatewayError, ValueError):
    """A setting or an argument makes no sense."""


class NotSupported(GatewayError, TypeError):
    """This interface cannot do what was asked; the hint names one that can."""


class InvalidItem(GatewayError, ValueError):
    """An item of a bulk import cannot be sent.

    Attributes:
        index: Position of the item, counted from 0.
        field: The field at fault, or "".
    """

    def __init__(self, message: str, *, index: int, field: str = "", operation: str | None = None) -> None:
        super().__init__(f"item {index}: {message}", operation=operation)
        self.index = index
        self.field = field


class ConnectionFailed(GatewayError, ConnectionError):
    """The gateway could not be reached."""

    retryable = True


class ConnectionLost(ConnectionFailed):
    """The connection broke while a call was under way; whether the gateway acted on it is unknown.

    Attributes:
        code: Close code that the gateway sent; None if it sent none.
    """

    code: int | None = None


class ClientClosed(ConnectionLost):
    """The client was closed while a call was under way."""

    retryable = False


class ImportInterrupted(ConnectionLost):
    """A bulk import stopped before its end.

    Attributes:
        sent: Items sent.
        confirmed: Items that are known to have been handed on.
        position: Index of the item to go on with; up to there nothing is missing.
    """

    retryable = False

    def __init__(
        self,
        message: str,
        *,
        sent: int,
        confirmed: int,
        position: int | None = None,
        operation: str | None = None,
    ) -> None:
        position = confirmed if position is None else position
        super().__init__(
            message,
            operation=operation,
            hint=f"{confirmed} of the {sent} items sent are confirmed; resume with start={position}",
        )
        self.sent = sent
        self.confirmed = confirmed
        self.position = position


def repeatable(error: GatewayError, *, idempotent: bool, attempt: int, retries: int) -> bool:
    """Whether a call that failed so may be sent again without being asked for; `attempt` counts from 0."""
    lost = isinstance(error, ConnectionLost) and not isinstance(error, ClientClosed)
    return lost and idempotent and attempt < retries


def never_sent(error: GatewayError) -> bool:
    """Whether a call over a socket failed because there was none: the request did not leave."""
    refused = isinstance(error, GatewayRefused) and error.status is not None
    return type(error) is ConnectionFailed or (refused and not isinstance(error, AuthenticationFailed))


class RequestTimeout(GatewayError, TimeoutError):
    """No answer, or no next item of a stream, in time."""

    retryable = True


class ProtocolViolation(GatewayError):
    """The gateway sent something that is not its protocol."""


class GatewayRefused(GatewayError):
    """The gateway answered with an error."""


class AuthenticationFailed(GatewayRefused):
    """No credential was given, or a wrong one."""


class PermissionDenied(GatewayRefused):
    """The credential does not allow this operation."""


class NotFound(GatewayRefused):
    """There is no such operation, flow, workspace or object."""


class InvalidRequest(GatewayRefused):
    """The gateway could not read the request."""


class Unavailable(GatewayRefused):
    """The gateway cannot serve just now."""

    retryable = True


class SocketRefused(Unavailable, ConnectionFailed):
    """The gateway, or a proxy before it, takes no WebSocket; calls over HTTP may work all the same."""


class ServiceError(GatewayRefused):
    """The service behind the gateway failed."""


class NotVerified(ServiceError):
    """The gateway answered as if a call had worked, and reading back shows that it did not."""
