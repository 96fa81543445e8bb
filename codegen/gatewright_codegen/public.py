"""Public names of a client, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable

from gatewright.descriptor import Descriptor

from . import names
from .parts import BulkMethod, Interface, Union


def public_names(
    descriptor: Descriptor,
    modules: Iterable[Interface],
    bulk: Iterable[BulkMethod],
    unions: Iterable[Union],
    *,
    streams: bool,
) -> dict[str, str]:
    """Name to module, in the order of the alphabet; `streams` if anything does."""
    gateway, services = descriptor.gateway, descriptor.services.values()
    public = {"Api": ".api"}
    for interface in modules:
        own = [class_.name for class_ in interface.classes] + [feed.name for feed in interface.feeds]
        public |= dict.fromkeys(own, f".{interface.module}")
        if interface.client:
            public[interface.client] = f".{interface.module}"
    if gateway.sdk is not None:
        public |= dict.fromkeys((gateway.sdk.class_, f"Async{gateway.sdk.class_}"), ".client")
    own = [rule.class_ for rule in gateway.errors.rules if rule.class_ is not None]
    public |= dict.fromkeys(own, ".errors")
    public |= dict.fromkeys(descriptor.types, ".models")
    public |= dict.fromkeys(
        (*descriptor.records, *descriptor.streams, *(union.name for union in unions)), ".items"
    )
    public |= dict.fromkeys(names.ERRORS, "gatewright.errors")
    if gateway.rdf is not None:
        public |= dict.fromkeys(("BlankNode", "Literal", "Triple", "Uri"), "gatewright.rdf")
    if any(bulk):
        public |= {"BulkClient": ".bulk", "AsyncBulkClient": ".bulk_async"}
        public |= dict.fromkeys(("ExportReport", "Gap", "ImportReport", "Progress"), "gatewright.transfer")
        streams = True
    if streams:
        public |= {"Stream": "gatewright.sync", "AsyncStream": "gatewright.aio"}
    if any(operation.upload for service in services for operation in service.operations.values()):
        public["Uploaded"] = "gatewright.transfer"
    return dict(sorted((public | gateway.extensions).items()))
