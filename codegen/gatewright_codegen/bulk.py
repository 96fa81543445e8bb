"""Methods of bulk transfers."""

from __future__ import annotations

from collections.abc import Iterable

from gatewright.descriptor import Descriptor, Scope, Transfer

from .annotations import Annotations
from .documentation import docstring
from .facts import argument, item_type
from .inert import literal
from .parts import BulkMethod


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
        given = f"instead({transfer.metadata}, {given})"
    described.append(("batch_size", "Items in one message."))
    described += [(each.name, each.doc) for each in parameters]
    described += [
        ("on_progress", "Called with a `Progress` after every message, and at the end."),
        (
            "timeout",
            "Seconds to wait for the connection, and for each confirmation. None: as set on the client.",
        ),
    ]
    confirmed = "What was sent; all of it is confirmed." if transfer.confirm == "pong" else "What was sent."
    raises = (
        "InvalidItem: An item cannot be sent; says which, and which field. Earlier batches were sent.",
        "ImportInterrupted: The import stopped; says with which item to resume.",
        "GatewayError: The import could not begin.",
    )
    return BulkMethod(
        f"import_{name}",
        f"{'async ' if is_async else ''}def import_{name}(self, {scope}{items}: {source}, {first}"
        f"batch_size: int = {transfer.batch}, *, {written}"
        "on_progress: Callable[[Progress], object] | None = None, timeout: float | None = None) "
        "-> ImportReport",
        docstring(transfer.doc, described, confirmed, raises, transfer.known_defect),
        f"return {'await ' if is_async else ''}self._channel.import_(operations.IMPORT_{name.upper()}, "
        f"{scope_source}, {items}, {given}, "
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
        docstring(transfer.doc, described, "The items, as they arrive.", defects=transfer.known_defect),
        f"return self._channel.export(operations.EXPORT_{name.upper()}, {scope_source}, "
        "limit=limit, idle_timeout=idle_timeout, timeout=timeout)",
    )
