# Generated from schema/llmgine by gatewright 0.1.0, content a6beab465244c654. Do not edit.
"""Errors of this gateway; each is also one of those that all gateways have in common."""

from __future__ import annotations

from gatewright.errors import InvalidRequest, NotFound, ServiceError, Unavailable


class SessionNotFound(NotFound):
    """The session does not exist, or has expired, or went with its connection."""


class EngineNotFound(NotFound):
    """There is no such engine. Release 1.0.0 declares this error and never sends it."""


class InvalidEngineType(InvalidRequest):
    """There is no such kind of engine. Release 1.0.0 declares this error and never sends it."""


class EngineCreationFailed(Unavailable):
    """No session can be made, since the server has as many as it allows (100 in release 1.0.0). The
    gateway's name for this error misleads.
    """


class InvalidMessageType(InvalidRequest):
    """The application handles no messages of this type."""


class InvalidJson(InvalidRequest):
    """The message was no JSON."""


class ValidationFailed(InvalidRequest):
    """A field of the message is missing, or is not what the application expects."""


class HandlerFailed(ServiceError):
    """The application's handler of the message raised an exception."""
