"""Descriptor to plan: what the client's packages, classes and methods are, as pure data.

Every decision about generated code is taken here or in the modules that this one calls;
templates only write down what a plan says.
"""

from __future__ import annotations

from collections.abc import Iterable

from gatewright.descriptor import Descriptor

from . import names
from .constants import constants, gateway_info
from .documentation import api_doc
from .envelope import protocol, terms
from .facts import on_socket, route
from .inert import literal, paragraphs
from .interfaces import bulk_methods, interfaces
from .items import decoders, records, unions
from .parts import Package, Row, Setting


def plan(descriptor: Descriptor) -> Package:
    """The plan of a descriptor that `load` found to be sound."""
    gateway = descriptor.gateway
    modules = tuple(interfaces(descriptor))
    bulk = tuple(bulk_methods(descriptor, is_async=False))
    bulk_async = tuple(bulk_methods(descriptor, is_async=True))
    item_unions = tuple(unions(descriptor))
    has_socket = gateway.socket is not None
    public = {"Api": ".api"}
    for interface in modules:
        for class_ in interface.classes:
            public[class_.name] = f".{interface.module}"
        if interface.client:
            public[interface.client] = f".{interface.module}"
    if bulk:
        public |= {"BulkClient": ".bulk", "AsyncBulkClient": ".bulk_async"}
    public |= dict.fromkeys(descriptor.types, ".models")
    public |= dict.fromkeys((*descriptor.records, *(union.name for union in item_unions)), ".items")
    public |= dict.fromkeys(names.ERRORS, "gatewright.errors")
    if gateway.rdf is not None:
        public |= dict.fromkeys(("BlankNode", "Literal", "Triple", "Uri"), "gatewright.rdf")
    if has_socket or bulk:
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
        protocol=tuple(protocol(descriptor)),
        info=tuple(gateway_info(descriptor)),
        retired=literal(dict(gateway.retired)) if gateway.retired else "",
        terms=terms(descriptor, gateway.rdf) if gateway.rdf is not None else None,
        types=tuple(descriptor.types),
        public=dict(sorted(public.items())),
        rows=tuple(_rows(descriptor)),
        has_socket=has_socket,
        has_bulk=bool(bulk),
    )


def _settings(descriptor: Descriptor) -> Iterable[Setting]:
    scalars = {"string": "str", "integer": "int", "boolean": "bool"}
    for name, setting in descriptor.gateway.settings.items():
        yield Setting(name, scalars[setting.type], setting.doc)


def _rows(descriptor: Descriptor) -> Iterable[Row]:
    for service in descriptor.services.values():
        for name, operation in service.operations.items():
            yield Row(
                names.operation_name(service, name),
                operation.doc.strip().splitlines()[0],
                rest=route(descriptor, service, operation) is not None,
                socket=on_socket(descriptor, operation),
                stream=operation.stream is not None,
                bulk=False,
            )
    for service in descriptor.services.values():
        for part, transfers in (("import", service.imports), ("export", service.exports)):
            for name, transfer in transfers.items():
                summary = transfer.doc.strip().splitlines()[0]
                yield Row(f"{part}_{name}", summary, rest=False, socket=False, stream=False, bulk=True)
