"""Descriptor to plan: what the client's packages, classes and methods are, as pure data.

Every decision about generated code is taken here or in the modules that this one calls;
templates only write down what a plan says.
"""

from __future__ import annotations

from collections.abc import Iterable

from gatewright.descriptor import Descriptor

from . import names
from .constants import constants, gateway_info
from .documentation import api_doc, class_doc, docstring, with_environment
from .envelope import protocol, terms
from .facts import on_socket, route
from .inert import literal, paragraphs
from .interfaces import bulk_methods, interfaces
from .items import decoders, records, unions
from .parts import ErrorClass, Package, Row, SdkAttribute, SdkClass, Setting


def plan(descriptor: Descriptor) -> Package:
    """The plan of a descriptor that `load` found to be sound."""
    gateway = descriptor.gateway
    modules = tuple(interfaces(descriptor))
    bulk = tuple(bulk_methods(descriptor, is_async=False))
    bulk_async = tuple(bulk_methods(descriptor, is_async=True))
    item_unions = tuple(unions(descriptor))
    errors = tuple(_errors(descriptor))
    sdk = tuple(_sdk_classes(descriptor))
    rows = tuple(_rows(descriptor))
    has_socket = any(module.is_socket for module in modules)
    streams = any("streams" in (row.rest, row.socket) for row in rows)
    public = {"Api": ".api"}
    for interface in modules:
        own = [class_.name for class_ in interface.classes] + [feed.name for feed in interface.feeds]
        public |= dict.fromkeys(own, f".{interface.module}")
        if interface.client:
            public[interface.client] = f".{interface.module}"
    if bulk:
        public |= {"BulkClient": ".bulk", "AsyncBulkClient": ".bulk_async"}
    public |= dict.fromkeys((class_.name for class_ in sdk), ".client")
    public |= dict.fromkeys((error.name for error in errors), ".errors")
    public |= dict.fromkeys(descriptor.types, ".models")
    public |= dict.fromkeys((*descriptor.records, *(union.name for union in item_unions)), ".items")
    public |= dict.fromkeys(names.ERRORS, "gatewright.errors")
    if gateway.rdf is not None:
        public |= dict.fromkeys(("BlankNode", "Literal", "Triple", "Uri"), "gatewright.rdf")
    if streams or bulk:
        public |= {"Stream": "gatewright.sync", "AsyncStream": "gatewright.aio"}
    if bulk:
        public |= dict.fromkeys(("ImportReport", "Progress"), "gatewright.transfer")
    return Package(
        name=gateway.gateway,
        distribution=f"gatewright-{gateway.gateway.replace('_', '-')}",
        title=gateway.title,
        release=gateway.release,
        doc=paragraphs(gateway.doc) or f"Client of {gateway.title}.",
        api_doc=api_doc(descriptor),
        settings=tuple(_settings(descriptor)),
        interfaces=modules,
        bulk=bulk,
        bulk_async=bulk_async,
        constants=tuple(constants(descriptor)),
        records=tuple(records(descriptor)),
        unions=item_unions,
        decoders=tuple(decoders(descriptor)),
        items_doc=_items_doc(descriptor),
        protocol=tuple(protocol(descriptor)),
        info=tuple(gateway_info(descriptor)),
        retired=literal(dict(gateway.retired)) if gateway.retired else "",
        terms=terms(descriptor, gateway.rdf) if gateway.rdf is not None else None,
        types=tuple(descriptor.types),
        public=dict(sorted(public.items())),
        rows=rows,
        errors=errors,
        sdk=sdk,
        streams=streams,
        offers=_offers(rows),
        has_calls=gateway.socket is not None and has_socket,
        has_socket=has_socket,
        has_bulk=bool(bulk),
    )


def _settings(descriptor: Descriptor) -> Iterable[Setting]:
    scalars = {"string": "str", "integer": "int", "boolean": "bool"}
    for name, setting in descriptor.gateway.settings.items():
        yield Setting(name, scalars[setting.type], setting.doc)


def _errors(descriptor: Descriptor) -> Iterable[ErrorClass]:
    seen: set[str] = set()
    for rule in descriptor.gateway.errors.rules:
        if rule.class_ is not None and rule.class_ not in seen:
            seen.add(rule.class_)
            said = f"The gateway refused: `{rule.type}`." if rule.type else "The gateway refused."
            yield ErrorClass(rule.class_, rule.raise_, paragraphs(rule.doc) or said)


def _sdk_classes(descriptor: Descriptor) -> Iterable[SdkClass]:
    gateway = descriptor.gateway
    if gateway.sdk is None:
        return
    for is_async in (False, True):
        attributes: list[SdkAttribute] = []
        for name, attribute in gateway.sdk.attributes.items():
            group = gateway.groups[attribute.group]
            on_socket = attribute.on == "socket"
            attributes.append(
                SdkAttribute(
                    name,
                    f"{'sockets' if on_socket else 'rest'}{'_async' if is_async else ''}",
                    names.interface_classes(group.class_)[2 * on_socket + is_async],
                    f"_{'async_' if is_async else ''}{attribute.on}",
                    class_doc(group.doc),
                )
            )
        code = "asyncio" if is_async else "blocking"
        url = f"Address of the gateway. Default: {gateway.address.default}"
        described = [
            (gateway.sdk.url, with_environment(url, gateway.address.env)),
            (gateway.sdk.token, with_environment(gateway.auth.doc or "The credential.", gateway.auth.env)),
        ]
        text = (
            f"Client of {gateway.title} {gateway.release} for {code} code.\n\n"
            "The other arguments are those of `Api`."
        )
        yield SdkClass(
            f"{'Async' if is_async else ''}{gateway.sdk.class_}",
            docstring(text, described),
            gateway.sdk.url,
            gateway.sdk.token,
            tuple(attributes),
        )


def _items_doc(descriptor: Descriptor) -> str:
    socket = descriptor.gateway.socket
    speaks = socket is not None and (socket.greeting or socket.pushes or socket.other)
    if speaks or any(service.feeds for service in descriptor.services.values()):
        return "What arrives by itself, and items of streams: light classes, and functions that make them."
    return "Items of streams: light classes, and a function for each stream that makes them of what arrives."


def _rows(descriptor: Descriptor) -> Iterable[Row]:
    services = descriptor.services.values()
    for service in services:
        for name, operation in service.operations.items():
            found = route(descriptor, service, operation)
            streams = operation.stream is not None
            rest = ("streams" if streams and found.stream is not None else "yes") if found is not None else ""
            socket = on_socket(descriptor, service, operation)
            yield Row(
                names.operation_name(service, name),
                _summary(operation.doc),
                rest="yes" if operation.follow is not None else rest,
                socket=("streams" if streams else "yes") if socket else "",
                bulk="",
            )
    for service in services:
        for name, feed in service.feeds.items():
            yield Row(name, _summary(feed.doc), rest="", socket="feed", bulk="")
    for service in services:
        for part, transfers in (("import", service.imports), ("export", service.exports)):
            for name, transfer in transfers.items():
                yield Row(f"{part}_{name}", _summary(transfer.doc), rest="", socket="", bulk="sync and async")


def _offers(rows: tuple[Row, ...]) -> str:
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


def _summary(doc: str) -> str:
    return doc.strip().splitlines()[0]
