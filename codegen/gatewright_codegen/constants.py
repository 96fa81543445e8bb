"""The constants of operations.py and protocol.py: what the runtime acts on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gatewright.descriptor import Descriptor, Field_, Operation, Service, Transfer

from . import names
from .annotations import Annotations
from .facts import (
    function_stem,
    item_annotation,
    item_type,
    on_socket,
    response_fields,
    result_annotation,
    route,
)
from .inert import literal
from .parts import Constant
from .references import placeholders


def constants(descriptor: Descriptor) -> Iterable[Constant]:
    annotations = Annotations()
    for service in descriptor.services.values():
        for name, operation in service.operations.items():
            yield _operation_constant(descriptor, annotations, service, name, operation)
        for name, transfer in service.imports.items():
            yield Constant(
                f"IMPORT_{name.upper()}",
                f"Import[{item_type(transfer.item)}]",
                "Import",
                (
                    ("name", literal(f"import_{name}")),
                    ("path", literal(transfer.path)),
                    ("encode", f"{_home(descriptor, transfer)}.encode_import_{name}"),
                    ("batch", literal(transfer.batch)),
                    ("confirmed_by_pong", literal(transfer.confirm == "pong")),
                ),
            )
        for name, transfer in service.exports.items():
            yield Constant(
                f"EXPORT_{name.upper()}",
                f"Export[{item_type(transfer.item)}]",
                "Export",
                (
                    ("name", literal(f"export_{name}")),
                    ("path", literal(transfer.path)),
                    ("decode", f"items.decode_export_{name}"),
                ),
            )


def _home(descriptor: Descriptor, transfer: Transfer) -> str:
    return "terms" if transfer.item == "rdf:Triple" else "items"


def _operation_constant(
    descriptor: Descriptor, annotations: Annotations, service: Service, name: str, operation: Operation
) -> Constant:
    result = result_annotation(descriptor, operation, annotations)
    found = route(descriptor, service, operation)
    fields = {key: (each.wire or key, each) for key, each in operation.request.items()}
    pairs: list[tuple[str, str]] = [("name", literal(names.operation_name(service, name)))]
    if found is not None:
        if found[0] != "POST":
            pairs.append(("method", literal(found[0])))
        pairs.append(("path", literal(_wire_path(found[1], fields))))
    if on_socket(descriptor, operation):
        pairs.append(("frame", literal({"service": service.service})))
    if operation.send:
        pairs.append(("body", literal(dict(operation.send))))
    for attribute, wires in (
        ("query", [wire for wire, each in fields.values() if each.place == "query"]),
        ("in_path", [wire for wire, each in fields.values() if each.place == "path"]),
        ("json_text", [wire for wire, each in fields.values() if each.encode == "json"]),
        ("nullable", [wire for wire, each in fields.values() if each.nullable]),
        ("lists", [wire for wire, each in fields.values() if each.type == "array"]),
    ):
        if wires:
            pairs.append((attribute, literal(tuple(wires))))
    models = {wire: model for wire, each in fields.values() if (model := _model(each)) is not None}
    if models:
        pairs.append(("models", literal(models)))
    made = _result(descriptor, operation)
    if made:
        pairs.append(("result", made))
    rule = operation.stream
    if rule is not None:
        arguments_ = [f"decode=items.decode_{function_stem(service, name)}"]
        if rule.each is not None:
            arguments_.append("each=True")
        if rule.switch is not None:
            arguments_.append(f"switch={literal(fields[rule.switch][0])}")
        if rule.text:
            arguments_.append(f"text={literal(tuple(rule.text))}")
        pairs.append(("stream", f"StreamRule({', '.join(arguments_)})"))
    pairs += [(flag, "True") for flag in ("idempotent", "long") if getattr(operation, flag)]
    if rule is None:
        return Constant(names.constant(service, name), f"Operation[{result}]", "Operation", tuple(pairs))
    item = item_annotation(service, name, operation, annotations)
    annotation = f"StreamOperation[{result}, {item}]"
    return Constant(names.constant(service, name), annotation, "StreamOperation", tuple(pairs))


def _model(described: Field_) -> str | None:
    """The model that a field holds, or holds a list of."""
    ref = described.ref or (described.items.ref if described.items is not None else None)
    return None if ref is None or ref.startswith("rdf:") else ref


def _wire_path(path: str, fields: Mapping[str, tuple[str, Field_]]) -> str:
    """The path with wire names in its placeholders, since values are looked up by those."""
    for name in placeholders(path):
        if name in fields and fields[name][1].place == "path":
            path = path.replace(f"{{{name}}}", f"{{{fields[name][0]}}}")
    return path


def _result(descriptor: Descriptor, operation: Operation) -> str:
    returns = operation.returns
    if returns.text:
        return "Result(text=True)"
    if operation.response is None or (
        returns.nothing and not (returns.require or returns.nonempty or returns.same_length)
    ):
        return ""
    known = response_fields(descriptor.types[operation.response])
    parts: list[str] = [] if returns.nothing else [literal(operation.response)]
    if returns.fields:
        parts.append(f"fields={literal(tuple(returns.fields))}")
    if returns.parse is not None:
        parts.append("parse=True")
    for attribute in ("require", "nonempty"):
        python_names: list[str] = getattr(returns, attribute)
        if python_names:
            parts.append(f"{attribute}={literal(tuple(known[each][0] for each in python_names))}")
    if returns.same_length is not None:
        theirs, ours = returns.same_length
        wire = operation.request[ours].wire or ours
        parts.append(f"same_length={literal((known[theirs][0], wire))}")
    return f"Result({', '.join(parts)})"


def gateway_info(descriptor: Descriptor) -> Iterable[tuple[str, str]]:
    gateway = descriptor.gateway
    yield "name", literal(gateway.gateway)
    yield "title", literal(gateway.title)
    yield "release", literal(gateway.release)
    yield "package", literal(gateway.gateway)
    yield "default_url", literal(gateway.address.default)
    for key, variable in (("url_env", gateway.address.env), ("token_env", gateway.auth.env)):
        if variable is not None:
            yield key, literal(variable)
    if gateway.settings:
        made = (
            f"{literal(name)}: Setting(default={literal(setting.default)}, env={literal(setting.env)})"
            for name, setting in gateway.settings.items()
        )
        yield "settings", "{" + ", ".join(made) + "}"
    if gateway.auth.header is not None:
        yield "rest_headers", "rest_headers"
    if gateway.rest.body:
        yield "rest_body", "rest_body"
    yield "find_error", "find_error"
    yield "error_type", literal(gateway.errors.type)
    yield "error_message", literal(gateway.errors.message)
    if gateway.errors.rules:
        rules = (
            "ErrorRule("
            + ", ".join(
                [
                    rule.raise_,
                    *(
                        f"{key}={literal(value)}"
                        for key in ("status", "type", "message")
                        if (value := getattr(rule, key)) is not None
                    ),
                    *([f"hint={literal(rule.hint)}"] if rule.hint else []),
                ]
            )
            + ")"
            for rule in gateway.errors.rules
        )
        yield "error_rules", "(" + ", ".join(rules) + ",)"
    if gateway.socket is not None:
        socket = gateway.socket
        handshake = "None"
        if socket.auth is not None:
            auth = socket.auth
            handshake = (
                f"Handshake(request=auth_frame, accepted={literal(dict(auth.accepted))}, "
                f"refused={literal(dict(auth.refused))}, message={literal(auth.message)})"
            )
        yield (
            "socket",
            f"SocketProtocol(path={literal(socket.path)}, encode=encode, decode=decode, "
            f"handshake={handshake}, in_flight={literal(socket.in_flight)}, "
            f"max_frame={literal(socket.max_frame)})",
        )
    if gateway.bulk is not None:
        yield "bulk_query", "bulk_query"
        yield "bulk_closed", literal(gateway.bulk.closed)
        yield "bulk_max_frame", literal(gateway.bulk.max_frame)
