"""What things are called in generated code."""

from __future__ import annotations

import keyword
import re

from gatewright.descriptor import Operation, Schema, Service

ERRORS = (
    "AuthenticationFailed",
    "ClientClosed",
    "ConfigurationError",
    "ConnectionFailed",
    "ConnectionLost",
    "GatewayError",
    "GatewayRefused",
    "ImportInterrupted",
    "InvalidItem",
    "InvalidRequest",
    "NotFound",
    "NotSupported",
    "PermissionDenied",
    "ProtocolViolation",
    "RequestTimeout",
    "ServiceError",
    "Unavailable",
)

# Names that generated modules use for themselves; a class of the descriptor cannot have them.
TAKEN_CLASSES = frozenset(
    {
        *ERRORS,
        *(
            "Any",
            "Annotated",
            "AsyncIterable",
            "AsyncStream",
            "Awaitable",
            "BaseApi",
            "BlankNode",
            "Callable",
        ),
        *("ConfigDict", "Coroutine", "ErrorRule", "Export", "Field", "Fragment", "GatewayInfo", "Handshake"),
        *("Import", "ImportReport", "Incoming", "Iterable", "Literal", "Mapping", "Model", "Operation"),
        *(
            "PlainSerializer",
            "PlainValidator",
            "Progress",
            "Result",
            "SSLContext",
            "Self",
            "Sequence",
            "Setting",
        ),
        *("SocketProtocol", "Stream", "StreamOperation", "StreamRule", "TextModel", "TermField", "Triple"),
        *("TripleField", "TYPE_CHECKING", "TypeAlias", "Uri", "RdfTerm", "RdfTriple"),
        *("Api", "SocketClient", "AsyncSocketClient", "BulkClient", "AsyncBulkClient"),
        *("RestChannel", "SocketChannel", "BulkChannel"),
        *("AsyncRestChannel", "AsyncSocketChannel", "AsyncBulkChannel"),
    }
)

# Arguments of `Api` that are not settings of a gateway.
API_ARGUMENTS = frozenset(
    {"url", "timeout", "token", "sockets", "verify", "retries", "headers", "http_client", "async_http_client"}
)

# Methods that every `Api` and every socket client has.
CLIENT_METHODS = frozenset(
    {"socket", "bulk", "async_socket", "async_bulk", "close", "aclose", "url", "timeout"}
)

# What a bulk method calls its own arguments.
TRANSFER_ARGUMENTS = frozenset({"batch_size", "on_progress", "limit", "idle_timeout", "operations"})

# Names that a class body uses while it is made; a method or a field would hide them.
TAKEN_METHODS = frozenset({"rdf", "builtins", "legacy", "overload"})
TAKEN_FIELDS = frozenset({"rdf", "builtins", "field", "dataclass", "Any", "Literal"})

# Names in a response model that a field would hide.
_MODEL_ATTRIBUTES = frozenset(
    {
        *(
            "construct",
            "copy",
            "dict",
            "from_orm",
            "get",
            "json",
            "keys",
            "parse_file",
            "parse_obj",
            "parse_raw",
        ),
        *("schema", "schema_json", "update_forward_refs", "validate"),
        # What annotations in the same class body need.
        *("bool", "float", "int", "list", "str", "self", "cls"),
        *("model_computed_fields", "model_config", "model_construct", "model_copy", "model_dump"),
        *("model_dump_json", "model_extra", "model_fields", "model_fields_set", "model_json_schema"),
        *("model_parametrized_name", "model_post_init", "model_rebuild", "model_validate"),
        *("model_validate_json", "model_validate_strings"),
    }
)


def property_name(wire: str, schema: Schema) -> str:
    """Python name of a property: snake case, never one that Python or the model needs for itself."""
    if schema.name is not None:
        return schema.name
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", wire)
    name = re.sub(r"[^0-9A-Za-z]+", "_", words).strip("_").lower() or "field"
    if name[0].isdigit():
        name = f"field_{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in _MODEL_ATTRIBUTES else name


def unusable_property(name: str) -> bool:
    """Whether a Python name that the descriptor asks for would break its model."""
    return name in _MODEL_ATTRIBUTES or name.lower() != name or name.startswith("model_")


def pascal(name: str) -> str:
    """`text_completion` as `TextCompletion`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def constant(service: Service, name: str) -> str:
    """Name of an operation among the constants of operations.py."""
    return operation_name(service, name).replace(".", "_").upper()


def operation_name(service: Service, name: str) -> str:
    """An operation's name in messages: `agent`, `config.list`."""
    return f"{service.group}.{name}" if service.group is not None else name


def item_name(service: Service, name: str, operation: Operation) -> str | None:
    """Name of the union of a stream's records; None when there is no union, but one record or type."""
    rule = operation.stream
    if rule is None or not rule.items:
        return None
    return pascal(operation_name(service, name).replace(".", "_")) + "Item"


def interface_classes(class_name: str) -> tuple[str, str, str, str]:
    """The four classes of a group or scope: REST, async REST, socket, async socket."""
    return class_name, f"Async{class_name}", f"Socket{class_name}", f"AsyncSocket{class_name}"
