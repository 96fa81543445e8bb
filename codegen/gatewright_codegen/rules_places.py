"""Checks of where the parts of a request go: path, query, body, and the name of a service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gatewright.descriptor import Operation, Route

from .compile import value_of
from .rules import placeholders
from .source import Path_, Problem, Source


def check_params(
    source: Source, path: Path_, route: Route, operation: Operation, texts: set[str]
) -> Iterator[Problem]:
    """Parameters of a route's query are values that are text."""
    sent = {each.wire or key for key, each in operation.request.items() if each.place == "query"}
    for key, part in route.query.items():
        value = value_of(part)
        if value is None or value[0] not in texts:
            known = ", ".join(f"${each}" for each in sorted(texts)) or "nothing"
            message = f"a setting that is text, or the scope's parameter, can stand here: {known}"
            yield source.problem((*path, key), message)
        if key in sent:
            yield source.problem((*path, key), f"the request has a {key!r} for the query", at_key=True)


def check_places(
    source: Source, path: Path_, operation: Operation, route: Route | bool | None, *, on_socket: bool
) -> Iterator[Problem]:
    """Fields of the request do not get in each other's way."""
    request = operation.request
    in_service = placeholders(operation.service or "")
    yield from _service(source, (*path, "service"), operation, in_service, on_socket=on_socket)
    body = [name for name, each in request.items() if each.place == "body" and name not in in_service]
    chosen = [name for name, each in request.items() if each.place in {"whole", "content"}]
    for name in chosen:
        where = (*path, "request", name)
        if body or operation.send or len(chosen) > 1:
            yield source.problem((*where, "in"), "it is the whole body; nothing else can be there")
        if request[name].place == "whole":
            if request[name].type != "object":
                yield source.problem(where, "only an object has fields", at_key=True)
        elif on_socket or not isinstance(route, Route) or route.method in {"GET", "DELETE"}:
            message = "a raw body needs a route of its own on REST, not by GET or DELETE, and no socket"
            yield source.problem((*where, "in"), message)


def _service(
    source: Source, path: Path_, operation: Operation, in_service: list[str], *, on_socket: bool
) -> Iterator[Problem]:
    name = operation.service
    if name is None:
        return
    if not on_socket:
        yield source.problem(path, "the operation is not on the socket")
    for argument in in_service:
        field = operation.request.get(argument)
        if field is None or field.type != "string" or (not field.required and field.default is None):
            yield source.problem(path, f"the request has no {argument!r} that is text and always there")
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", name)):
        yield source.problem(path, "a brace without its partner")
