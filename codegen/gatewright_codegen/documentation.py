"""Docstrings of generated code."""

from __future__ import annotations

from collections.abc import Iterable

from gatewright.descriptor import Defect, Descriptor

from .inert import entry, paragraphs

GENERIC_RAISES = "GatewayError: The gateway refused, could not be reached, or did not answer in time."
TIMEOUT_DOC = "Seconds to wait for the answer. None: as set on the client."
STREAM_TIMEOUT_DOC = (
    "Seconds to wait for the answer, or for the next item of a stream. None: as set on the client."
)
CALLBACK_DOC = "Called with each item just before the stream hands it on; may be a coroutine function."
EVENT_DOC = "Called with each event, as it comes; may be a coroutine function."
FOLLOW_TIMEOUT_DOC = (
    "Seconds to wait for each answer and each event, not for the whole. None: as set on the client."
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
    if answer:
        parts.append("Returns:\n" + _indented(answer))
    raised = [_indented(line, hanging=True) for line in raises]
    if raised:
        parts.append("\n".join(["Raises:", *raised]))
    known = [_indented(f"{defect.release}: {defect.doc}", hanging=True) for defect in defects]
    if known:
        parts.append("\n".join(["Known defects of the gateway:", *known]))
    return "\n\n".join(parts)


def _indented(text: str, *, hanging: bool = False) -> str:
    head, colon, rest = text.partition(": ")
    if hanging and colon:
        return entry(head, rest)
    return entry("", text).replace("    : ", "    ", 1)


def class_doc(text: str) -> str:
    return paragraphs(text) or "Operations of the gateway."


def api_doc(descriptor: Descriptor) -> str:
    gateway = descriptor.gateway
    schemes = "`http`, `https`, `ws` and `wss` mean the same"
    url = f"Address of the gateway; {schemes}. Default: {gateway.address.default}"
    described = [
        ("url", with_environment(url, gateway.address.env)),
        ("timeout", "Seconds to wait for an answer, or for the next item of a stream. Default: 60."),
        ("token", with_environment(gateway.auth.doc or "The credential.", gateway.auth.env)),
    ]
    described += [
        (name, with_environment(setting.doc, setting.env)) for name, setting in gateway.settings.items()
    ]
    described += [
        ("sockets", "Connections that calls over sockets are spread over."),
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
