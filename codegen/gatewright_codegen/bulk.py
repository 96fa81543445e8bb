"""Methods of bulk transfers."""

from __future__ import annotations

from collections.abc import Iterable

from gatewright.descriptor import Descriptor, Dump, Scope, Service, Transfer

from . import names
from .annotations import Annotations
from .documentation import EACH_TIMEOUT_DOC, docstring
from .facts import argument, item_annotation, item_type
from .inert import literal
from .parts import BulkMethod

IMPORT_OPTIONS = {
    "batch_bytes": "batch_bytes: int = 262144",
    "linger": "linger: float | None = None",
    "on_error": 'on_error: OnError = "raise"',
    "resume": 'resume: Literal["auto"] | None = None',
    "checkpoint": "checkpoint: str | os.PathLike[str] | None = None",
    "start": "start: int = 0",
    "sockets": "sockets: int = 1",
    "on_progress": "on_progress: OnProgress | None = None",
    "timeout": "timeout: float | None = None",
}
"""What every import takes; the class tells it once."""

EXPORT_OPTIONS = {
    "limit": "limit: int | None = None",
    "idle_timeout": "idle_timeout: float | None = None",
    "until": "until: Callable[[Any], object] | None = None",
    "batches": "batches: bool = False",
    "on_ready": "on_ready: Callable[[], object] | None = None",
    "reconnect": "reconnect: bool = False",
    "on_gap": "on_gap: Callable[[Gap], object] | None = None",
    "timeout": "timeout: float | None = None",
}
"""The same of every export."""


def bulk_methods(descriptor: Descriptor, *, is_async: bool) -> Iterable[BulkMethod]:
    for service in descriptor.services.values():
        for name, transfer in service.imports.items():
            yield _import_method(descriptor, name, transfer, is_async=is_async)
        for name, transfer in service.exports.items():
            yield _export_method(descriptor, name, transfer, is_async=is_async)
        for name, dump in service.dumps.items():
            yield _dump_method(descriptor, service, name, dump, is_async=is_async)


def _scope_of(descriptor: Descriptor, name: str | None) -> tuple[str, str, list[tuple[str, str]]]:
    """Signature part, dict source and docs of a transfer's scope."""
    if name is None:
        return "", "{}", []
    scope: Scope = descriptor.gateway.scopes[name]
    parameter = scope.parameter
    return (
        f"{parameter}: str, ",
        f"{{{literal(parameter)}: {parameter}}}",
        [(parameter, f"The {parameter} to use.")],
    )


def _import_method(descriptor: Descriptor, name: str, transfer: Transfer, *, is_async: bool) -> BulkMethod:
    scope, scope_source, described = _scope_of(descriptor, transfer.scope)
    items = transfer.argument or name
    if transfer.item == "rdf:Triple":
        item = "rdf.Triple | rdf.TripleLike"
    elif transfer.item == "object":
        item = "Mapping[str, Any]"
    elif transfer.item in descriptor.records:
        item = f"{transfer.item} | Mapping[str, Any] | tuple[Any, ...]"
    else:
        item = f"{transfer.item} | Mapping[str, Any]"
    source = f"AsyncIterable[{item}] | Iterable[{item}]" if is_async else f"Iterable[{item}]"
    parameters = [argument(key, each, Annotations(), "terms") for key, each in transfer.arguments.items()]
    written = "".join(
        f"{each.name}: {each.annotation}{f' = {each.default}' if each.default else ''}, "
        for each in parameters
    )
    described += [(items, "The items, in any order; they are read as they are sent.")]
    given = f"{{{', '.join(f'{literal(each.name)}: {each.name}' for each in parameters)}}}"
    first = ""
    if transfer.metadata is not None:
        first = f"{transfer.metadata}: Mapping[str, Any] | None = None, "
        others = ", ".join(f"`{each.name}`" for each in parameters)
        described.append((transfer.metadata, f"Says {others} instead of these arguments."))
        wires = {each.name: each.wire for each in parameters if each.wire != each.name}
        given = f"instead({transfer.metadata}, {given}{f', {literal(wires)}' if wires else ''})"
    described += [(each.name, each.doc) for each in parameters]
    confirmed = "What was sent; all of it is confirmed." if transfer.confirm == "pong" else "What was sent."
    raises = (
        "InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.",
        "ImportInterrupted: The import stopped; says with which item to go on.",
        "GatewayError: The import could not begin.",
    )
    options = ", ".join(f"{name}={name}" for name in ("batch_size", *IMPORT_OPTIONS))
    return BulkMethod(
        f"import_{name}",
        f"{'async ' if is_async else ''}def import_{name}(self, {scope}{items}: {source}, {first}"
        f"batch_size: int = {transfer.batch}, *, {written}{', '.join(IMPORT_OPTIONS.values())}) "
        "-> ImportReport",
        docstring(transfer.doc, described, confirmed, raises, transfer.known_defect),
        f"return {'await ' if is_async else ''}self._channel.import_(operations.IMPORT_{name.upper()}, "
        f"{scope_source}, {items}, {given}, ImportOptions({options}))",
    )


def _export_method(descriptor: Descriptor, name: str, transfer: Transfer, *, is_async: bool) -> BulkMethod:
    scope, scope_source, described = _scope_of(descriptor, transfer.scope)
    item = item_type(transfer.item)
    stream = "AsyncStream" if is_async else "Stream"

    def written(batches: str, answer: str) -> str:
        options = {**EXPORT_OPTIONS, "batches": f"batches: {batches}"}
        options["until"] = f"until: Callable[[{item}], object] | None = None"
        return f"def export_{name}(self, {scope}*, {', '.join(options.values())}) -> {answer}"

    one, many = f"{stream}[{item}]", f"{stream}[list[{item}]]"
    options = ", ".join(f"{option}={option}" for option in EXPORT_OPTIONS)
    return BulkMethod(
        f"export_{name}",
        written("bool = False", f"{one} | {many}"),
        docstring(transfer.doc, described, "The items, as they arrive.", defects=transfer.known_defect),
        f"return self._channel.export(operations.EXPORT_{name.upper()}, {scope_source}, "
        f"ExportOptions({options}))",
        (written("Literal[False] = False", one), written("Literal[True]", many)),
    )


def _dump_method(
    descriptor: Descriptor, service: Service, name: str, dump: Dump, *, is_async: bool
) -> BulkMethod:
    scope, scope_source, described = _scope_of(descriptor, service.scope)
    operation = service.operations[dump.operation]
    rule = operation.stream
    assert rule is not None
    parameters = [
        argument(
            key,
            operation.request[key].model_copy(update={"required": False, "default": default}),
            Annotations(),
            "terms",
        )
        for key, default in dump.arguments.items()
    ]
    sent = {each.wire: each.sent for each in parameters}
    limit = ""
    if dump.limit is not None:
        wire = operation.request[dump.limit].wire or dump.limit
        sent[wire] = f"{literal(dump.unlimited)} if {dump.limit} is None else {dump.limit}"
        limit = f"limit={dump.limit}, "
    if rule.switch is not None:
        sent[operation.request[rule.switch].wire or rule.switch] = "True"
    instead = ""
    if dump.instead:
        wires = {operation.request[key].wire or key: value for key, value in dump.instead.items()}
        defaults = ((key, dump.arguments[key]) for key in dump.instead)
        unchanged = " and ".join(
            f"{key} is None" if default is None else f"{key} == {literal(default)}"
            for key, default in defaults
        )
        instead = f"instead={literal(wires)} if {unchanged} else None, "
    described += [(each.name, dump.docs.get(each.name, each.doc)) for each in parameters]
    described.append(("timeout", EACH_TIMEOUT_DOC))
    written = "".join(f"{each.name}: {each.annotation} = {each.default}, " for each in parameters)
    item = item_annotation(service, dump.operation, operation, Annotations())
    values = ", ".join(f"{literal(wire)}: {value}" for wire, value in sent.items())
    return BulkMethod(
        f"dump_{name}",
        f"def dump_{name}(self, {scope}*, {written}timeout: float | None = None) "
        f"-> {'AsyncStream' if is_async else 'Stream'}[{item}]",
        docstring(dump.doc, described, "The items, as they arrive.", defects=dump.known_defect),
        f"return self._channel.dump(operations.{names.constant(service, dump.operation)}, {scope_source}, "
        f"{{{values}}}, {instead}{limit}timeout=timeout)",
    )
