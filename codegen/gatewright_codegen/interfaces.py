"""Classes and methods of the interfaces: calls over REST and sockets, and bulk transfers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gatewright.descriptor import Descriptor, Field_, Operation, Scope, Service, Transfer

from . import names
from .annotations import Annotations
from .documentation import (
    CALLBACK_DOC,
    EVENT_DOC,
    FOLLOW_TIMEOUT_DOC,
    GENERIC_RAISES,
    STREAM_TIMEOUT_DOC,
    TIMEOUT_DOC,
    class_doc,
    docstring,
)
from .facts import (
    argument,
    arguments,
    item_annotation,
    item_type,
    on_socket,
    reader,
    result_annotation,
    result_doc,
    route,
    starter,
)
from .feeds import client_methods, feed_classes, socket_client_doc
from .inert import literal
from .parts import Access, BulkMethod, Class, Interface, Method, Parameter


def interfaces(descriptor: Descriptor) -> Iterable[Interface]:
    gateway = descriptor.gateway
    for number, (module, title, channel, client) in enumerate(
        (
            ("rest", "Calls over HTTP, for blocking code.", "RestChannel", ""),
            ("rest_async", "Calls over HTTP, for asyncio code.", "AsyncRestChannel", ""),
            ("sockets", "Calls over sockets, for blocking code.", "SocketChannel", "SocketClient"),
            (
                "sockets_async",
                "Calls over sockets, for asyncio code.",
                "AsyncSocketChannel",
                "AsyncSocketClient",
            ),
        )
    ):
        is_socket, is_async = number >= 2, number % 2 == 1
        variant = _Variant(descriptor, number, is_async, is_socket)
        classes, access = variant.classes()
        feeds = tuple(feed_classes(descriptor, variant.operations, is_async=is_async)) if is_socket else ()
        methods = (
            tuple(client_methods(descriptor, variant.operations, is_async=is_async)) if is_socket else ()
        )
        if not classes and not methods:
            continue
        only_feeds = is_socket and gateway.socket is None
        yield Interface(
            module=module,
            title=title.replace("Calls over sockets", "Feeds") if only_feeds else title,
            channel=channel,
            client=client,
            client_doc=socket_client_doc(descriptor) if is_socket else "",
            is_async=is_async,
            is_socket=is_socket,
            operations=variant.operations,
            terms=variant.terms,
            classes=classes,
            access=access,
            methods=methods,
            feeds=feeds,
        )


@dataclass(slots=True)
class _Variant:
    """One of the four interfaces, while its module is planned."""

    descriptor: Descriptor
    number: int
    is_async: bool
    is_socket: bool
    operations: str = "operations"
    terms: str = "terms"

    def __post_init__(self) -> None:
        # An argument may be called like a module that method bodies use.
        arguments = {
            name
            for service in self.descriptor.services.values()
            for operation in service.operations.values()
            for name in operation.request
        }
        arguments |= {
            name
            for service in self.descriptor.services.values()
            for feed in service.feeds.values()
            for name in feed.arguments
        }
        while self.operations in arguments:
            self.operations += "_"
        while self.terms in arguments:
            self.terms += "_"

    def serves(self, service: Service, operation: Operation) -> bool:
        if self.is_socket:
            return on_socket(self.descriptor, service, operation)
        return operation.follow is not None or route(self.descriptor, service, operation) is not None

    def streams(self, service: Service, operation: Operation) -> bool:
        """Whether the operation can stream on this interface."""
        if operation.stream is None or self.is_socket:
            return operation.stream is not None
        found = route(self.descriptor, service, operation)
        return found is not None and found.stream is not None

    def classes(self) -> tuple[tuple[Class, ...], tuple[Access, ...]]:
        gateway = self.descriptor.gateway
        classes: list[Class] = []
        access: list[Access] = []
        scope_classes: dict[str, Class] = {}
        for name, scope in gateway.scopes.items():
            methods = self._methods("scope", name)
            if methods:
                class_name = names.interface_classes(scope.class_)[self.number]
                scope_classes[name] = Class(
                    class_name, class_doc(scope.doc), scope.parameter, "", "", "", methods
                )
        for name, group in gateway.groups.items():
            gives = gateway.scopes[group.scope] if group.scope is not None else None
            given = scope_classes.get(group.scope or "")
            methods = self._methods("group", name)
            if not methods and given is None:
                continue
            class_ = Class(
                names.interface_classes(group.class_)[self.number],
                class_doc(group.doc),
                "",
                given.name if given is not None else "",
                gives.parameter if gives is not None else "",
                literal(gives.default) if gives is not None and gives.default is not None else "",
                methods,
            )
            # On REST a group gives its scope by `.id()`; on sockets one without operations would be empty.
            empty = self.is_socket and not methods
            doc = class_.doc
            if gives is not None and given is not None:
                doc = given.doc if empty else f"{doc}\n\n{class_doc(f'With an identifier: {gives.doc}')}"
            access.append(Access(name, "" if empty else class_.name, class_.gives, doc))
            if not empty:
                classes.append(class_)
        return (*classes, *scope_classes.values()), tuple(access)

    def _methods(self, kind: str, owner: str) -> tuple[Method, ...]:
        owned = [each for each in _owned(self.descriptor, kind, owner) if self.serves(each[0], each[2])]
        shadowed = {name for _service, key, operation in owned for name in (key, *operation.also)}
        annotations = Annotations(frozenset(shadowed))
        return tuple(
            self._follower(annotations, service, name, operation)
            if operation.follow is not None
            else self._method(annotations, service, name, operation)
            for service, name, operation in owned
        )

    def _method(self, annotations: Annotations, service: Service, name: str, operation: Operation) -> Method:
        parameters = arguments(operation, annotations, self.terms)
        result = result_annotation(self.descriptor, operation, annotations)
        item = item_annotation(service, name, operation, annotations)
        rule = operation.stream
        switch = rule.switch if rule is not None else None
        callback = rule.callback if rule is not None else None
        streams = self.streams(service, operation)
        stream = f"{'AsyncStream' if self.is_async else 'Stream'}[{item}]"
        single = f"Coroutine[Any, Any, {result}]" if self.is_async and streams else result
        last = [_timeout(annotations)]
        if callback is not None:
            last.insert(0, f"{callback}: {_callback(annotations, item) if streams else 'None'} = None")

        def written(how: str, keyword_only: bool, answer: str) -> str:
            parts = ["self"]
            star = False
            for parameter in parameters:
                if parameter.name == switch:
                    if keyword_only:
                        parts.append("*")
                        star = True
                    parts.append(f"{switch}: {how}")
                else:
                    parts.append(_written(parameter))
            if not star:
                parts.append("*")
            return f"{name}({', '.join((*parts, *last))}) -> {answer}"

        boolean = annotations.builtin("bool")
        overloads: tuple[str, ...] = ()
        if streams and switch is not None:
            overloads = (
                written("Literal[False] = False", False, single),
                written("Literal[True]", True, stream),
                written(boolean, True, f"{single} | {stream}"),
            )
            signature = written(f"{boolean} = False", False, f"{single} | {stream}")
            call = "answer"
        elif streams:
            signature = written("", False, stream)
            call = "stream"
        else:
            signature = written("Literal[False] = False", False, single)
            call = "call"
        waits = self.is_async and not streams
        more = f", {callback}" if callback is not None and streams else ""
        return Method(
            name=name,
            overloads=tuple(f"def {text}" for text in overloads),
            signature=f"{'async ' if waits else ''}def {signature}",
            decorator=_legacy(operation),
            doc=self._doc(service, operation, parameters, item if streams else ""),
            body=self._call(service, names.constant(service, name), call, parameters, more, waits=waits),
            also=tuple(operation.also),
        )

    def _call(
        self,
        service: Service,
        constant: str,
        call: str,
        parameters: tuple[Parameter, ...],
        more: str,
        *,
        waits: bool,
    ) -> str:
        values = ", ".join(f"{literal(parameter.wire)}: {parameter.sent}" for parameter in parameters)
        scope = "self._scope" if service.scope is not None else "{}"
        given = f"{self.operations}.{constant}, {scope}, {{{values}}}, timeout{more}"
        return f"return {_await(waits)}self._channel.{call}({given})"

    def _follower(
        self, annotations: Annotations, service: Service, name: str, operation: Operation
    ) -> Method:
        follow = operation.follow
        assert follow is not None
        start, read = starter(service, operation), reader(service, operation)
        parameters = arguments(start, annotations, self.terms)
        result = result_annotation(self.descriptor, read, annotations)
        on_event = f"on_event: {_callback(annotations, names.event_name(follow.feed))} = None"
        written = ", ".join(("self", *map(_written, parameters), "*", on_event, _timeout(annotations)))
        described = [(parameter.name, parameter.doc) for parameter in parameters]
        described += [("on_event", EVENT_DOC), ("timeout", FOLLOW_TIMEOUT_DOC)]
        answer = result_doc(self.descriptor, read)
        constant = names.constant(service, name)
        return Method(
            name=name,
            overloads=(),
            signature=f"{'async ' if self.is_async else ''}def {name}({written}) -> {result}",
            decorator=_legacy(start),
            doc=docstring(operation.doc, described, answer, (GENERIC_RAISES,), operation.known_defect),
            body=self._call(service, constant, "follow", parameters, ", on_event", waits=self.is_async),
            also=tuple(operation.also),
        )

    def _doc(
        self, service: Service, operation: Operation, parameters: tuple[Parameter, ...], item: str
    ) -> str:
        rule = operation.stream
        switch = rule.switch if rule is not None else None
        described = [(parameter.name, parameter.doc) for parameter in parameters]
        if switch is not None and not item:
            sentence = "Only sockets can stream; here it stays False."
            described = [(name, sentence if name == switch else doc) for name, doc in described]
        if rule is not None and rule.callback is not None:
            described.append((rule.callback, CALLBACK_DOC if item else "Of no use here: nothing streams."))
        described.append(("timeout", STREAM_TIMEOUT_DOC if item else TIMEOUT_DOC))
        answer = result_doc(self.descriptor, operation)
        if item and rule is not None:
            what = f"a stream of `{item}`" if not rule.each else "a stream of them, one by one"
            answer = f"{answer} With `{switch}=True`: {what}." if switch else f"{what[0].upper()}{what[1:]}."
        return docstring(operation.doc, described, answer, (GENERIC_RAISES,), operation.known_defect)


def _written(parameter: Parameter) -> str:
    default = f" = {parameter.default}" if parameter.default else ""
    return f"{parameter.name}: {parameter.annotation}{default}"


def _timeout(annotations: Annotations) -> str:
    return f"timeout: {annotations.optional(annotations.builtin('float'))} = None"


def _callback(annotations: Annotations, item: str) -> str:
    return annotations.optional(f"Callable[[{item}], {annotations.builtin('object')}]")


def _await(needed: bool) -> str:
    return "await " if needed else ""


def _legacy(operation: Operation) -> str:
    renamed = {old: name for name, each in operation.request.items() for old in each.also}
    parts: list[str] = []
    if renamed:
        parts.append(f"renamed={literal(renamed)}")
    if operation.retired:
        ignored = ", ".join(f"{literal(name)}: RETIRED[{literal(name)}]" for name in operation.retired)
        parts.append(f"ignored={{{ignored}}}")
    return f"@legacy({', '.join(parts)})" if parts else ""


def _owned(descriptor: Descriptor, kind: str, name: str) -> list[tuple[Service, str, Operation]]:
    """The operations of a group or scope."""
    return [
        (service, key, operation)
        for service in descriptor.services.values()
        if getattr(service, kind) == name
        for key, operation in service.operations.items()
    ]


def bulk_methods(descriptor: Descriptor, *, is_async: bool) -> Iterable[BulkMethod]:
    for service in descriptor.services.values():
        for name, transfer in service.imports.items():
            yield _import_method(descriptor, name, transfer, is_async=is_async)
        for name, transfer in service.exports.items():
            yield _export_method(descriptor, name, transfer, is_async=is_async)


def _scope_of(descriptor: Descriptor, transfer: Transfer) -> tuple[str, str, list[tuple[str, str]]]:
    """Signature part, dict source and docs of a transfer's scope."""
    if transfer.scope is None:
        return "", "{}", []
    scope: Scope = descriptor.gateway.scopes[transfer.scope]
    parameter = scope.parameter
    return (
        f"{parameter}: str, ",
        f"{{{literal(parameter)}: {parameter}}}",
        [(parameter, f"The {parameter} to use.")],
    )


def _import_method(descriptor: Descriptor, name: str, transfer: Transfer, *, is_async: bool) -> BulkMethod:
    scope, scope_source, described = _scope_of(descriptor, transfer)
    if transfer.item == "rdf:Triple":
        item = "rdf.Triple | rdf.TripleLike"
    else:
        item = Annotations().argument(Field_.model_validate({"$ref": transfer.item}))
    source = f"AsyncIterable[{item}] | Iterable[{item}]" if is_async else f"Iterable[{item}]"
    parameters = [argument(key, each, Annotations(), "terms") for key, each in transfer.arguments.items()]
    written = "".join(
        f"{each.name}: {each.annotation}{f' = {each.default}' if each.default else ''}, "
        for each in parameters
    )
    described += [(name, "The items, in any order; they are read as they are sent.")]
    described += [(each.name, each.doc) for each in parameters]
    described += [
        ("batch_size", "Items in one message."),
        ("on_progress", "Called with a `Progress` after every message, and at the end."),
        (
            "timeout",
            "Seconds to wait for the connection, and for each confirmation. None: as set on the client.",
        ),
    ]
    values = ", ".join(f"{literal(each.name)}: {each.name}" for each in parameters)
    confirmed = "What was sent; all of it is confirmed." if transfer.confirm == "pong" else "What was sent."
    raises = (
        "InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.",
        "ImportInterrupted: The import stopped; says with which item to resume.",
        "GatewayError: The import could not begin.",
    )
    return BulkMethod(
        f"import_{name}",
        f"{'async ' if is_async else ''}def import_{name}(self, {scope}{name}: {source}, *, {written}"
        f"batch_size: int = {transfer.batch}, on_progress: Callable[[Progress], object] | None = None, "
        "timeout: float | None = None) -> ImportReport",
        docstring(transfer.doc, described, confirmed, raises, transfer.known_defect),
        f"return {_await(is_async)}self._channel.import_(operations.IMPORT_{name.upper()}, "
        f"{scope_source}, {name}, {{{values}}}, "
        "batch_size=batch_size, on_progress=on_progress, timeout=timeout)",
    )


def _export_method(descriptor: Descriptor, name: str, transfer: Transfer, *, is_async: bool) -> BulkMethod:
    scope, scope_source, described = _scope_of(descriptor, transfer)
    described += [
        ("limit", "Items after which the export ends by itself."),
        ("idle_timeout", "Seconds without an item after which it ends by itself."),
        ("timeout", "Seconds to wait for the connection. None: as set on the client."),
    ]
    stream = f"{'AsyncStream' if is_async else 'Stream'}[{item_type(transfer.item)}]"
    return BulkMethod(
        f"export_{name}",
        f"def export_{name}(self, {scope}*, limit: int | None = None, idle_timeout: float | None = None, "
        f"timeout: float | None = None) -> {stream}",
        docstring(
            transfer.doc, described, "The items, as they arrive.", (GENERIC_RAISES,), transfer.known_defect
        ),
        f"return self._channel.export(operations.EXPORT_{name.upper()}, {scope_source}, "
        "limit=limit, idle_timeout=idle_timeout, timeout=timeout)",
    )
