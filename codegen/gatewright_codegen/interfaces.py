"""Classes and methods of the interfaces: calls over REST and sockets, and bulk transfers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gatewright.descriptor import Descriptor, Operation, Service, StreamRule

from . import names
from .annotations import Annotations
from .calls import called, steps
from .documentation import (
    CALLBACK_DOC,
    EACH_TIMEOUT_DOC,
    EVENT_DOC,
    FOLLOW_TIMEOUT_DOC,
    PROGRESS_DOC,
    VERIFY_DOC,
    class_doc,
    docstring,
    owner_doc,
)
from .facts import (
    arguments,
    item_annotation,
    on_socket,
    reader,
    result_annotation,
    result_doc,
    route,
    starter,
)
from .feeds import client_methods, feed_classes, socket_client_doc
from .inert import literal
from .parts import Access, Class, Interface, Method, Parameter


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
        methods: tuple[Method, ...] = ()
        if is_socket:
            own = client_methods(descriptor, variant.operations, bool(classes), is_async=is_async)
            methods = (*own, *variant.client_methods())
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
        if operation.upload is not None:
            parts = [called(self.descriptor, service, step.call) for step in steps(operation.upload)]
            return all(part is not None and self.serves(part.service, part.operation) for part in parts)
        if operation.save is not None:
            stream = service.operations[operation.save]
            return self.serves(service, stream) and self.streams(service, stream)
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
                    class_name, owner_doc(scope.doc), scope.parameter, "", "", "", "", methods
                )
        for name, group in gateway.groups.items():
            gives = gateway.scopes[group.scope] if group.scope is not None else None
            given = scope_classes.get(group.scope or "")
            methods = self._methods("group", name)
            if not methods and given is None:
                continue
            argument = gives.argument if gives is not None else ""
            class_ = Class(
                names.interface_classes(group.class_)[self.number],
                owner_doc(group.doc) if methods else class_doc(group.doc),
                "",
                given.name if given is not None else "",
                gives.parameter if gives is not None else "",
                literal(gives.default) if gives is not None and gives.default is not None else "",
                argument,
                methods,
                group.closable and not self.is_socket,
            )
            # On REST a group gives its scope by `.id()`; on sockets one without operations would be empty.
            empty = self.is_socket and not methods
            doc = class_doc(group.doc)
            if gives is not None and given is not None:
                scoped = class_doc(gives.doc if empty else f"With an identifier: {gives.doc}")
                doc = scoped if empty else f"{doc}\n\n{scoped}"
            access.append(Access(name, "" if empty else class_.name, class_.gives, argument, doc))
            if not empty:
                classes.append(class_)
        return (*classes, *scope_classes.values()), tuple(access)

    def _methods(self, kind: str, owner: str) -> tuple[Method, ...]:
        owned = [each for each in _owned(self.descriptor, kind, owner) if self.serves(each[0], each[2])]
        shadowed = {
            name
            for _service, key, operation in owned
            for name in (key, *operation.also, *(operation.stream.always if operation.stream else ()))
        }
        annotations = Annotations(frozenset(shadowed), self.is_async)
        return tuple(
            method
            for service, name, operation in owned
            for method in self._methods_of(annotations, service, name, operation)
        )

    def client_methods(self) -> Iterable[Method]:
        """Operations that the client for sockets has as methods of its own, too."""
        chosen = [
            (service, name, operation)
            for service in self.descriptor.services.values()
            for name, operation in service.operations.items()
            if operation.client and self.serves(service, operation)
        ]
        gateway = self.descriptor.gateway
        shadowed = {*gateway.groups, *gateway.scopes, *(name for _service, name, _operation in chosen)}
        annotations = Annotations(frozenset(shadowed), self.is_async)
        for service, name, operation in chosen:
            yield replace(self._method(annotations, service, name, operation), also=())

    def _methods_of(
        self, annotations: Annotations, service: Service, name: str, operation: Operation
    ) -> Iterable[Method]:
        if operation.follow is not None:
            yield self._follower(annotations, service, name, operation)
        elif operation.upload is not None:
            yield self._uploader(annotations, service, name, operation)
        elif operation.save is not None:
            yield self._saver(annotations, service, name, operation)
        else:
            yield self._method(annotations, service, name, operation)
            if operation.stream is not None and self.streams(service, operation):
                for other in operation.stream.always:
                    yield self._always(annotations, service, name, operation, other)

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
        more = f", {callback}" if callback is not None and streams else ""
        if operation.verify is not None:
            last.insert(0, f"verify: {annotations.builtin('bool')} = False")
            more = ", verify"

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
        first: str = "",
    ) -> str:
        values = ", ".join(f"{literal(parameter.wire)}: {parameter.sent}" for parameter in parameters)
        scope = "self._scope" if service.scope is not None else "{}"
        given = f"{self.operations}.{constant}, {scope}, {{{values}}}, {first}timeout{more}"
        return f"return {_await(waits)}self._channel.{call}({given})"

    def _always(
        self, annotations: Annotations, service: Service, name: str, operation: Operation, other: str
    ) -> Method:
        """A method that streams without being asked to."""
        rule = operation.stream
        assert rule is not None
        item = item_annotation(service, name, operation, annotations)
        parameters = arguments(operation, annotations, self.terms)
        places = {key: place for place, key in enumerate(rule.order)}
        given = [each for each in parameters if each.name != rule.switch]
        given.sort(key=lambda each: places.get(each.name, len(places)))
        described = [(each.name, each.doc) for each in given]
        last, more = [_timeout(annotations)], ""
        if rule.callback is not None:
            last.insert(0, f"{rule.callback}: {_callback(annotations, item)} = None")
            described.append((rule.callback, CALLBACK_DOC))
            more = f", {rule.callback}"
        sent = tuple(replace(each, sent="True") if each.name == rule.switch else each for each in parameters)
        stream = f"{'AsyncStream' if self.is_async else 'Stream'}[{item}]"
        return Method(
            name=other,
            overloads=(),
            signature=f"def {other}({', '.join(('self', *map(_written, given), '*', *last))}) -> {stream}",
            decorator=_legacy(operation),
            doc=docstring(operation.doc, described, _streamed(rule, item), defects=operation.known_defect),
            body=self._call(service, names.constant(service, name), "stream", sent, more, waits=False),
        )

    def _uploader(
        self, annotations: Annotations, service: Service, name: str, operation: Operation
    ) -> Method:
        upload = operation.upload
        assert upload is not None
        text = annotations.builtin("str")
        source = f"{annotations.builtin('bytes')} | {text} | os.PathLike[{text}] | BinaryIO"
        parameters = tuple(
            replace(each, annotation=source) if each.name == upload.argument else each
            for each in arguments(operation, annotations, self.terms)
        )
        sent = tuple(replace(each, wire=each.name) for each in parameters)
        constant = names.constant(service, name)
        body = self._call(service, constant, "upload", sent, ", on_progress", waits=self.is_async)
        return self._file_method(
            annotations, name, operation, parameters, ("Uploaded", "What went up."), body
        )

    def _saver(self, annotations: Annotations, service: Service, name: str, operation: Operation) -> Method:
        key = operation.save
        assert key is not None
        text = annotations.builtin("str")
        path = f"{text} | os.PathLike[{text}]"
        sent = arguments(service.operations[key], annotations, self.terms)
        required = [each for each in sent if not each.default]
        file = Parameter("file_path", path, "", "", "", "File to write; it appears when all of it is there.")
        body = self._call(
            service,
            names.constant(service, key),
            "save",
            sent,
            ", on_progress",
            waits=self.is_async,
            first="file_path, ",
        )
        parameters = (*required, file, *sent[len(required) :])
        answer = (annotations.builtin("int"), "Bytes that were written.")
        return self._file_method(annotations, name, operation, parameters, answer, body)

    def _file_method(
        self,
        annotations: Annotations,
        name: str,
        operation: Operation,
        parameters: tuple[Parameter, ...],
        answer: tuple[str, str],
        body: str,
    ) -> Method:
        number = annotations.builtin("int")
        function = annotations.optional(f"Callable[[{number}, {number}], {annotations.builtin('object')}]")
        on_progress = f"on_progress: {function} = None"
        given = ", ".join(("self", *map(_written, parameters), on_progress, "*", _timeout(annotations)))
        described = [(each.name, each.doc) for each in parameters]
        described += [("on_progress", PROGRESS_DOC), ("timeout", EACH_TIMEOUT_DOC)]
        result, said = answer
        return Method(
            name=name,
            overloads=(),
            signature=f"{'async ' if self.is_async else ''}def {name}({given}) -> {result}",
            decorator=_legacy(operation),
            doc=docstring(operation.doc, described, said, defects=operation.known_defect),
            body=body,
            also=tuple(operation.also),
        )

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
            doc=docstring(operation.doc, described, answer, defects=operation.known_defect),
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
        if operation.verify is not None:
            described.append(("verify", VERIFY_DOC))
        answer = result_doc(self.descriptor, operation)
        if item and rule is not None:
            what = _streamed(rule, item)
            answer = f"{answer} With `{switch}=True`: {what[0].lower()}{what[1:]}" if switch else what
        return docstring(operation.doc, described, answer, defects=operation.known_defect)


def _streamed(rule: StreamRule, item: str) -> str:
    """What a stream gives, in words."""
    if rule.bytes_ is not None:
        return "A stream of bytes, in pieces as they come."
    if rule.strings is not None:
        return "A stream of text, in pieces as they come."
    return "A stream of them, one by one." if rule.each else f"A stream of `{item}`."


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
