"""What things are called in generated code."""

from __future__ import annotations

import keyword
import re

from gatewright.descriptor import Feed, Gateway, Operation, Schema, Service

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
    "NotVerified",
    "PermissionDenied",
    "ProtocolViolation",
    "RequestTimeout",
    "ServiceError",
    "SocketRefused",
    "Unavailable",
)

# Names that generated modules use for themselves; a class of the descriptor cannot have them.
TAKEN_CLASSES = frozenset(
    {
        *ERRORS,
        *("Annotated", "Any", "Api", "AppConfig", "AsyncBulkChannel", "AsyncBulkClient", "AsyncFeed"),
        *("AsyncFeedChannel", "AsyncIterable", "AsyncIterator", "AsyncRestChannel", "AsyncSocketChannel"),
        *("AsyncSocketClient", "AsyncStream", "Awaitable", "Backend", "BaseApi", "BlankNode"),
        *("BulkChannel", "BulkClient", "Callable", "Command", "ConfigDict", "Coroutine", "ErrorRule"),
        *("Export", "ExportReport", "Feed", "FeedChannel", "Field", "Follow", "FormatOrAuto", "Fragment"),
        *("GatewayInfo", "Greeting"),
        *("Handshake", "Import", "ImportReport", "Incoming", "Iterable", "Iterator", "Literal"),
        *("Mapping", "Message", "Model", "Operation", "PlainSerializer", "PlainValidator"),
        *("BinaryIO", "Derive", "Mapping", "SubCall", "Upload", "Uploaded", "Verify"),
        *("Progress", "Push", "RdfTerm", "Record", "RdfTriple", "RestChannel", "Result", "SSLContext"),
        *("Self", "Sequence", "Setting", "SocketChannel", "SocketClient", "SocketProtocol"),
        *("Starlette", "Stream", "StreamOperation", "StreamRule", "TYPE_CHECKING", "TermField"),
        *("TextModel", "Triple", "TripleField", "TypeAlias", "Uri"),
    }
)

# Arguments of `Api` that are not settings of a gateway.
API_ARGUMENTS = frozenset(
    {
        *("url", "timeout", "token", "sockets", "verify", "retries", "headers", "max_message"),
        *("http_client", "async_http_client"),
    }
)

# Methods that every `Api` and every socket client has.
CLIENT_METHODS = frozenset(
    {
        *("socket", "bulk", "async_socket", "async_bulk", "close", "aclose", "url", "timeout", "token"),
        *("authenticate", "connect", "listen", "on_message"),
    }
)

# What a client in the shape of an older one has besides its attributes.
SDK_ATTRIBUTES = frozenset({"close", "aclose", "url", "timeout", "token"})

# What every feed can do.
FEED_METHODS = frozenset({"close", "aclose", "collect", "text"})

# What a bulk method calls its own arguments.
TRANSFER_ARGUMENTS = frozenset(
    {
        *("batch_size", "batch_bytes", "linger", "on_error", "resume", "checkpoint", "start", "sockets"),
        *("on_progress", "instead", "operations", "source", "path", "kind", "format", "stored"),
        *("limit", "idle_timeout", "until", "batches", "on_ready", "reconnect", "on_gap", "timeout"),
    }
)

# Names that a class body uses while it is made; a method or a field would hide them.
TAKEN_METHODS = frozenset({"rdf", "builtins", "legacy", "os", "overload", "file_transfers"})
TAKEN_FIELDS = frozenset({"get", "keys", "rdf", "builtins", "field", "dataclass", "Any", "Literal"})

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


def setting_methods(gateway: Gateway) -> set[str]:
    """Methods that give the same client with another setting."""
    return {f"with_{name}" for name in gateway.settings}


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
    return function_stem(service, name).upper()


def operation_name(service: Service, name: str) -> str:
    """An operation's name in messages: `agent`, `config.list`."""
    return f"{service.group}.{name}" if service.group is not None else name


def shape(record: str) -> str:
    """Name of what a record looks like as the item of an import, in items.py."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", record)
    return words.upper()


def feed_constant(name: str, command: str = "") -> str:
    """Name of a feed, or of one of its commands, among the constants of operations.py."""
    return "_".join(("FEED", name, *([command] if command else []))).upper()


def event_name(name: str) -> str:
    """Name of the union of a feed's records."""
    return f"{pascal(name)}Event"


def feed_class(feed: Feed, *, is_async: bool) -> str:
    """The class for the watchers of a feed."""
    return f"Async{feed.class_}" if is_async else feed.class_


def owner_class(gateway: Gateway, service: Service, *, is_socket: bool) -> str:
    """The class that has a service's operations, in blocking code."""
    owner = (
        gateway.scopes[service.scope] if service.scope is not None else gateway.groups[service.group or ""]
    )
    return interface_classes(owner.class_)[2 * is_socket]


def function_stem(service: Service, name: str) -> str:
    """What functions about an operation have in their names."""
    return operation_name(service, name).replace(".", "_")


def decoder_is_taken(service: Service, name: str) -> bool:
    """Whether the function that makes items of a stream would have the name of another one."""
    stem = function_stem(service, name)
    return stem in {"greeting", "other", "term", "triple"} or stem.startswith(("push_", "feed_", "export_"))


def item_name(service: Service, name: str, operation: Operation) -> str | None:
    """Name of the union of a stream's records; None when there is no union, but one record or type."""
    rule = operation.stream
    if rule is None or not rule.items:
        return None
    return pascal(function_stem(service, name)) + "Item"


def interface_classes(class_name: str) -> tuple[str, str, str, str]:
    """The four classes of a group or scope: REST, async REST, socket, async socket."""
    return class_name, f"Async{class_name}", f"Socket{class_name}", f"AsyncSocket{class_name}"
