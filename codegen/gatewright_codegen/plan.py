"""Descriptor to plan: what the client's packages, classes and methods are, as pure data.

Every decision about generated code is taken here or in the modules that this one calls;
templates only write down what a plan says.
"""

from __future__ import annotations

from collections.abc import Iterable

from gatewright.descriptor import Descriptor

from . import names, readme
from .bulk import bulk_methods
from .bulk_files import file_methods
from .constants import constants
from .documentation import api_doc, class_doc, docstring, with_environment
from .envelope import protocol, terms
from .gateway_info import gateway_info
from .inert import literal, paragraphs
from .interfaces import interfaces
from .items import decoders, iterators, records, shapes, unions
from .parts import DropIn, ErrorClass, Package, SdkAttribute, SdkClass, Setting
from .public import public_names


def plan(descriptor: Descriptor) -> Package:
    """The plan of a descriptor that `load` found to be sound."""
    gateway = descriptor.gateway
    modules = tuple(interfaces(descriptor))
    bulk = (*bulk_methods(descriptor, is_async=False), *file_methods(descriptor, is_async=False))
    bulk_async = (*bulk_methods(descriptor, is_async=True), *file_methods(descriptor, is_async=True))
    item_unions = tuple(unions(descriptor))
    errors = tuple(_errors(descriptor))
    sdk = tuple(_sdk_classes(descriptor))
    rows = tuple(readme.rows(descriptor, modules))
    has_socket = any(module.is_socket for module in modules)
    streams = any("streams" in (row.rest, row.socket) for row in rows)
    public = public_names(descriptor, modules, (*bulk, *bulk_async), item_unions, streams=streams)
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
        iterators=tuple(iterators(descriptor)),
        address=gateway.address.default,
        variables=tuple(_variables(descriptor)),
        mixins=_mixins(descriptor),
        shapes=tuple(shapes(descriptor)),
        decoders=tuple(decoders(descriptor)),
        items_doc=_items_doc(descriptor),
        protocol=tuple(protocol(descriptor)),
        info=tuple(gateway_info(descriptor)),
        retired=literal(dict(gateway.retired)) if gateway.retired else "",
        terms=terms(descriptor, gateway.rdf) if gateway.rdf is not None else None,
        types=tuple(descriptor.types),
        public=public,
        rows=rows,
        errors=errors,
        sdk=sdk,
        streams=streams,
        offers=readme.offers(rows),
        has_calls=gateway.socket is not None and has_socket,
        has_socket=has_socket,
        has_bulk=bool(bulk),
        drop_in=_drop_in(descriptor),
    )


def _drop_in(descriptor: Descriptor) -> DropIn | None:
    given = descriptor.gateway.drop_in
    if given is None:
        return None
    modules = {module: dict(sorted(inside.items())) for module, inside in sorted(given.names.items())}
    homes = {name: module for module, inside in modules.items() for name in inside}
    return DropIn(given.package, modules, dict(sorted(homes.items())))


def _mixins(descriptor: Descriptor) -> dict[str, str]:
    """Classes that records inherit from the runtime, and their modules."""
    mixins = (record.mixin for record in descriptor.records.values() if record.mixin is not None)
    return dict(sorted((mixin.partition(":")[2], mixin.partition(":")[0]) for mixin in mixins))


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


def _variables(descriptor: Descriptor) -> Iterable[str]:
    """The environment variables that a client looks at."""
    gateway = descriptor.gateway
    variables = (gateway.address.env, gateway.auth.env, *(each.env for each in gateway.settings.values()))
    yield from filter(None, variables)


def _items_doc(descriptor: Descriptor) -> str:
    socket = descriptor.gateway.socket
    speaks = socket is not None and (socket.greeting or socket.pushes or socket.other)
    if speaks or any(service.feeds for service in descriptor.services.values()):
        return "What arrives by itself, and items of streams: light classes, and functions that make them."
    return "Items of streams: light classes, and a function for each stream that makes them of what arrives."
