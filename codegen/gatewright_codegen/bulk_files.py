"""Methods that import files, and export to files, whatever kind of items they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gatewright.descriptor import Descriptor, Transfer

from .bulk import EXPORT_OPTIONS, IMPORT_OPTIONS
from .documentation import docstring
from .inert import literal
from .parts import BulkMethod

_FORMAT = "How the file is written, such as `ntriples` or `csv`. `auto`: as its name or its beginning tells."


def file_methods(descriptor: Descriptor, *, is_async: bool) -> Iterable[BulkMethod]:
    services = descriptor.services.values()
    imports = {name: each for service in services for name, each in service.imports.items()}
    exports = {name: each for service in services for name, each in service.exports.items()}
    if imports:
        yield _import_file(descriptor, imports, is_async=is_async)
    if exports:
        yield _export_file(descriptor, exports, is_async=is_async)


def _import_file(descriptor: Descriptor, kinds: Mapping[str, Transfer], *, is_async: bool) -> BulkMethod:
    scopes = _scopes(descriptor, kinds)
    # How many items make a message is a matter of their kind.
    options = {"batch_size": "batch_size: int | None = None", **IMPORT_OPTIONS}
    return BulkMethod(
        "import_file",
        f"{'async ' if is_async else ''}def import_file(self, source: str | os.PathLike[str] | BinaryIO, "
        f'{_kind(kinds)}, *, {_written(scopes)}format: FormatOrAuto = "auto", {", ".join(options.values())}, '
        "**arguments: Any) -> ImportReport",
        docstring(
            "Import a file, which is read as it is sent.",
            [
                ("source", "A path, a URL, or a file that is open for bytes; it may be compressed."),
                ("kind", "What it holds: one of the imports."),
                *_described(scopes),
                ("format", _FORMAT),
                ("arguments", "What else that import takes."),
            ],
            "What was sent.",
            (
                "ConfigurationError: An argument makes no sense, or what reads such files is not installed.",
                "UnreadableFile: The file cannot be read on from some place.",
                "OSError: The file cannot be opened.",
                "GatewayError: As of that import.",
            ),
        ),
        f"return {'await ' if is_async else ''}file_transfers.import_file{'_async' if is_async else ''}"
        f"(self, operations, kind, source, format, {_given(scopes, options)})",
    )


def _export_file(descriptor: Descriptor, kinds: Mapping[str, Transfer], *, is_async: bool) -> BulkMethod:
    scopes = _scopes(descriptor, kinds)
    options = {name: each for name, each in EXPORT_OPTIONS.items() if name != "batches"}
    return BulkMethod(
        "export_file",
        f"{'async ' if is_async else ''}def export_file(self, path: str | os.PathLike[str] | BinaryIO, "
        f'{_kind(kinds)}, *, {_written(scopes)}format: FormatOrAuto = "auto", stored: bool = False, '
        f"{', '.join(options.values())}, on_progress: Callable[[int], object] | None = None, "
        "**arguments: Any) -> ExportReport",
        docstring(
            "Export to a file, which is written as items arrive.",
            [
                ("path", "Where to write: a path, or a file that is open for bytes."),
                ("kind", "What to write: one of the exports."),
                *_described(scopes),
                ("format", _FORMAT.replace("its name or its beginning tells", "its name tells")),
                ("stored", "Write what is stored already, instead of what arrives from now on."),
                ("on_progress", "Called with the number of items, now and then, and at the end."),
                ("arguments", "What else that export takes."),
            ],
            "What was written.",
            (
                "ConfigurationError: An argument makes no sense, or what writes such files is not installed.",
                "OSError: The file cannot be written.",
                "GatewayError: As of that export.",
            ),
        ),
        f"return {'await ' if is_async else ''}file_transfers.export_file{'_async' if is_async else ''}"
        f"(self, operations, kind, path, format, on_progress, stored, {_given(scopes, options)})",
    )


def _scopes(descriptor: Descriptor, kinds: Mapping[str, Transfer]) -> list[str]:
    """Parameters of the scopes that transfers are in."""
    scopes = dict.fromkeys(each.scope for each in kinds.values() if each.scope is not None)
    return [descriptor.gateway.scopes[scope].parameter for scope in scopes]


def _kind(kinds: Mapping[str, Transfer]) -> str:
    default = next((name for name, each in kinds.items() if each.item == "rdf:Triple"), None)
    written = f"kind: Literal[{', '.join(literal(kind) for kind in sorted(kinds))}]"
    return written if default is None else f"{written} = {literal(default)}"


def _written(scopes: list[str]) -> str:
    # Where there are several, each kind has but one of them.
    if len(scopes) == 1:
        return f"{scopes[0]}: str, "
    return "".join(f"{scope}: str | None = None, " for scope in scopes)


def _described(scopes: list[str]) -> list[tuple[str, str]]:
    return [(scope, f"The {scope} to use.") for scope in scopes]


def _given(scopes: list[str], options: Iterable[str]) -> str:
    pairs = ", ".join(f"{literal(name)}: {name}" for name in (*scopes, *options))
    return f"{{{pairs}, **arguments}}"
