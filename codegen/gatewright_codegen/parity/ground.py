"""What all questions to a live gateway share: values that stand for nothing, and what an answer proves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gatewright.descriptor import Descriptor

from .asking import Answer, Http, fill
from .described import Call, calls

NOBODY = "gatewright-parity-nobody"
"""Stands for whatever a path names, and for operations that no gateway has."""

NOTHING = "nothing would keep the gateway from doing what is asked"
GENERIC = "what it asks for is up to its caller"
ALIKE = "the gateway says the same of what it does not have"


class Unasked(Exception):
    """An operation must not be asked for, or its answer proves nothing; the text says why."""


class Ground:
    """A descriptor and a gateway.

    Attributes:
        described: All operations that the gateway itself serves.
        scopes: Parameters of scopes, with the names of what does not exist.
        values: These and settings.
    """

    def __init__(self, descriptor: Descriptor, http: Http, token: str | None, timeout: float) -> None:
        gateway = descriptor.gateway
        self.descriptor = descriptor
        self.gateway = gateway
        self.probe = gateway.parity.probe
        self.http = http
        self.token = token
        self.timeout = timeout
        self.described = list(calls(descriptor))
        parameters = {scope.parameter for scope in gateway.scopes.values()}
        self.scopes = {name: self.probe.values.get(name, NOBODY) for name in parameters}
        self._settings: dict[str, Any] = {
            **{name: each.default for name, each in gateway.settings.items() if each.default is not None},
            **self.probe.values,
        }

    @property
    def values(self) -> dict[str, Any]:
        """Settings and parameters of scopes."""
        return {**self._settings, **self.scopes}

    @property
    def credential(self) -> str | None:
        """What goes with a request that the gateway may refuse."""
        return self.probe.credential or self.token

    def is_unknown(self, answer: Answer) -> bool:
        """Whether the gateway said that it does not have what it was asked for."""
        return answer.is_unknown(self.gateway.parity.unknown)

    def says_more(self, answer: Answer, control: Answer, words: Iterable[str]) -> bool:
        """Whether an answer is another one than that about something that no gateway has.

        The `words` are what was asked for, which some gateways repeat.
        """
        if self.is_unknown(control):
            return True
        said, other = answer.message, control.message
        for word in (NOBODY, *words):
            said, other = said.replace(word, ""), other.replace(word, "")
        return (answer.status, answer.type, said) != (control.status, control.type, other)

    def filled(self, template: Any, token: str | None = None) -> dict[str, str]:
        """A query with its values."""
        values = self.values if token is None else {**self.values, "token": token}
        return {key: str(value) for key, value in fill(template, values).items() if value is not None}

    def headers(self, credential: str | None) -> dict[str, str]:
        """The header that carries a credential, if there is one."""
        header = self.gateway.auth.header
        if header is None or credential is None:
            return {}
        return {header.name: str(fill(header.value, {**self.values, "token": credential}))}


def is_harmless(call: Call) -> bool:
    """Whether an operation may be asked for as it is, to see what the gateway says."""
    return call.operation.idempotent and not call.operation.open and not call.generic


def fixed(path: str) -> list[str]:
    """The parts of a path that are not filled in."""
    return [part for part in path.split("/") if part and "{" not in part]


def elsewhere(path: str) -> str:
    """The path with its last fixed part changed, so that it leads nowhere."""
    parts = path.split("/")
    numbers = [number for number, part in enumerate(parts) if part and "{" not in part]
    parts[numbers[-1] if numbers else -1] = NOBODY
    return "/".join(parts)
