"""Docstrings of generated code."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from gatewright.descriptor import Defect, Descriptor

from .inert import entry, paragraphs

CALLBACK_DOC = "Called with each item just before the stream hands it on; may be a coroutine function."
EVENT_DOC = "Called with each event, as it comes; may be a coroutine function."
VERIFY_DOC = "Make sure that it worked by reading back; `NotVerified` is raised if it did not."
PROGRESS_DOC = "Called with the bytes done and the bytes in all, after each piece."
EACH_TIMEOUT_DOC = "Seconds to wait for each answer, not for the whole. None: as set on the client."
FOLLOW_TIMEOUT_DOC = (
    "Seconds to wait for each answer and each event, not for the whole. None: as set on the client."
)
COMMON = (
    "All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None: "
    "as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did "
    "not answer in time."
)


def docstring(
    text: str,
    described: Iterable[tuple[str, str]] = (),
    answer: str = "",
    raises: Iterable[str] = (),
    defects: Iterable[Defect] = (),
) -> str:
    """A docstring's text from its parts."""
    parts = [paragraphs(text)]
    lines = [entry(name, doc) for name, doc in described if doc]
    if lines:
        parts.append("\n".join(["Args:", *lines]))
    told = [_section("Returns", answer)] if answer else []
    raised = [entry(*_headed(line)) for line in raises]
    if raised:
        told.append("\n".join(["Raises:", *raised]))
    told += [_section(f"Known defect of {defect.release}", defect.doc) for defect in defects]
    if told:
        parts.append("\n".join(told))
    return "\n\n".join(parts)


def _section(title: str, text: str) -> str:
    """A section of one entry, on one line where it fits."""
    return textwrap.dedent(entry(title, text))


def _headed(line: str) -> tuple[str, str]:
    head, _colon, rest = line.partition(": ")
    return head, rest


def class_doc(text: str) -> str:
    return paragraphs(text) or "Operations of the gateway."


def owner_doc(text: str) -> str:
    """What a class of operations is, and what holds for all of them."""
    return f"{class_doc(text)}\n\n{paragraphs(COMMON)}"


def api_doc(descriptor: Descriptor) -> str:
    gateway = descriptor.gateway
    schemes = "`http`, `https`, `ws` and `wss` mean the same"
    url = f"Address of the gateway; {schemes}. Default: `{gateway.address.default}`."
    usual = gateway.socket.sockets if gateway.socket is not None else 4
    described = [
        ("url", with_environment(url, gateway.address.env)),
        ("timeout", "Seconds to wait for an answer, or for the next item of a stream. Default: 60."),
        ("token", with_environment(gateway.auth.doc or "The credential.", gateway.auth.env)),
    ]
    described += [
        (name, with_environment(setting.doc, setting.env)) for name, setting in gateway.settings.items()
    ]
    described += [
        ("sockets", f"Connections that calls over sockets are spread over. Default: {usual}."),
        ("verify", "TLS verification: on, off (with a warning), a CA file, or an SSL context."),
        ("retries", "How often a call that may be repeated is repeated after a lost connection."),
        ("headers", "Headers added to every HTTP request and WebSocket handshake."),
        ("max_message", "Bytes; the longest message to take from the gateway. Default: what it may send."),
        ("http_client", "A client to use for HTTP; it stays open when this one is closed."),
        ("async_http_client", "The same for asyncio code."),
    ]
    text = f"Client of {gateway.title} {gateway.release}.\n\n{gateway.doc.strip()}".strip()
    text += "\n\nNothing is connected before the first call. One client can be shared between threads."
    return docstring(text, described, raises=("ConfigurationError: An argument makes no sense.",))


def with_environment(text: str, variable: str | None) -> str:
    """The text about an argument, and the environment variable that stands in for it."""
    return f"{text} Environment variable: `{variable}`." if variable else text
