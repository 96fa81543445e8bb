"""What a client's README tells: a table of all that it can do, in the words in which it is called."""

from __future__ import annotations

from collections.abc import Iterable

from gatewright.descriptor import Descriptor, Service

from . import names
from .facts import route
from .parts import Interface, Row


def rows(descriptor: Descriptor, modules: Iterable[Interface]) -> Iterable[Row]:
    """A row for each operation, feed and transfer; those of one object together."""
    served = {
        (module.is_socket, class_.name, method.name)
        for module in modules
        if not module.is_async
        for class_ in module.classes
        for method in class_.methods
    }
    services = sorted(descriptor.services.values(), key=lambda service: _place(descriptor, service))
    for service in services:
        owner = _owner(descriptor, service)
        for name, operation in service.operations.items():
            on: list[str] = []
            for is_socket in (False, True):
                found = route(descriptor, service, operation)
                streams = operation.stream is not None
                streams = streams and (is_socket or (found is not None and found.stream is not None))
                here = (is_socket, names.owner_class(descriptor.gateway, service, is_socket=is_socket), name)
                on.append(("streams" if streams else "yes") if here in served else "")
            rest, socket = on
            has_defect = bool(operation.known_defect)
            yield Row(f"{owner}.{name}", _summary(operation.doc), rest, socket, "", has_defect)
    for service in services:
        for name, feed in service.feeds.items():
            yield Row(f"socket().{name}", _summary(feed.doc), "", "feed", "", bool(feed.known_defect))
    for service in services:
        for part, transfers in (
            ("import", service.imports),
            ("export", service.exports),
            ("dump", service.dumps),
        ):
            for name, transfer in transfers.items():
                has_defect = bool(transfer.known_defect)
                yield Row(f"bulk().{part}_{name}", _summary(transfer.doc), "", "", "yes", has_defect)


def offers(rows: tuple[Row, ...]) -> str:
    """What a client can do, in a few words."""
    words = {
        "REST": any(row.rest for row in rows),
        "sockets": any(row.socket in {"yes", "streams"} for row in rows),
        "streams": any("streams" in {row.rest, row.socket} for row in rows),
        "feeds": any(row.socket == "feed" for row in rows),
        "bulk": any(row.bulk for row in rows),
    }
    *most, last = (word for word, offered in words.items() if offered)
    return f"{', '.join(most)} and {last}" if most else last


def _owner(descriptor: Descriptor, service: Service) -> str:
    """What the operations of a service are called on, such as `config()` or `flow("default")`."""
    if service.scope is None:
        return f"{service.group}()"
    groups = descriptor.gateway.groups
    group = next((name for name, group in groups.items() if group.scope == service.scope), service.scope)
    example = descriptor.gateway.scopes[service.scope].default or "..."
    return f'{group}("{example}")'


def _place(descriptor: Descriptor, service: Service) -> int:
    """Where the operations of a service stand: in the order of the groups, those of scopes first."""
    groups = list(descriptor.gateway.groups)
    return groups.index(service.group) if service.group in groups else -1


def _summary(doc: str) -> str:
    return doc.strip().splitlines()[0]
