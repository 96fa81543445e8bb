"""Checks of what the files under services/ say: operations, their results and streams, and transfers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gatewright.descriptor import Operation, Route, Service, StreamRule, Transfer

from . import names
from .rules import (
    METHOD_NAME,
    RDF_TYPES,
    check_base64,
    check_field,
    check_path,
    check_path_field,
    check_record,
    check_reference,
    check_template,
    check_unfilled,
    kept,
    record_fields,
    settings,
    template_values,
    used_values,
    wanted,
)
from .rules_calls import check_always, check_client, check_parts, check_whole
from .rules_dumps import check_dump
from .rules_feeds import check_feeds, check_follow
from .rules_gateway import REQUEST_VALUES
from .rules_keeping import check_import, check_keeping
from .rules_places import check_params, check_places
from .source import Path_, Problem, Source

if TYPE_CHECKING:
    from .load import Loaded


def check_services(loaded: Loaded) -> Iterator[Problem]:
    """All problems of the files under services/."""
    gateway = loaded.descriptor.gateway
    seen: dict[str, str] = {}
    methods: dict[tuple[str | None, str | None], dict[str, str]] = {}
    for service in loaded.descriptor.services.values():
        methods.setdefault((service.group, service.scope), {}).update(
            (name, name) for name in service.operations
        )
    for stem, service in loaded.descriptor.services.items():
        source = loaded.services[stem]
        if service.group is not None and service.group not in gateway.groups:
            yield source.problem(("group",), f"there is no group {service.group!r}")
            continue
        if service.scope is not None and service.scope not in gateway.scopes:
            yield source.problem(("scope",), f"there is no scope {service.scope!r}")
            continue
        siblings = methods[service.group, service.scope]
        gives_id = service.group is not None and gateway.groups[service.group].scope is not None
        for name, operation in service.operations.items():
            path: Path_ = ("operations", name)
            yield from _method_name(source, path, name, gives_id=gives_id)
            constant = names.constant(service, name)
            if constant in seen:
                message = f"{names.operation_name(service, name)!r} is also in {seen[constant]}"
                yield source.problem(path, message, at_key=True)
            seen[constant] = source.file
            for index, other in enumerate(operation.also):
                where = (*path, "also", index)
                yield from _method_name(source, where, other, gives_id=gives_id)
                if siblings.setdefault(other, name) != name or other == name:
                    yield source.problem(where, f"{other!r} is also a name of {siblings[other]!r}")
            yield from check_always(source, path, operation, siblings)
            yield from _operation(loaded, source, path, service, name, operation)
        for part, transfers in (("imports", service.imports), ("exports", service.exports)):
            for name, transfer in transfers.items():
                path = (part, name)
                constant = f"{part[:-1]}_{name}".upper()
                if not METHOD_NAME.fullmatch(name) or constant in seen or name == "file":
                    yield source.problem(
                        path, f"{name!r} cannot be used here, or is there twice", at_key=True
                    )
                seen[constant] = source.file
                yield from _transfer(loaded, source, part, name, transfer)
        for name in service.dumps:
            path = ("dumps", name)
            if not METHOD_NAME.fullmatch(name) or f"DUMP_{name.upper()}" in seen:
                yield source.problem(path, f"{name!r} cannot be used here, or is there twice", at_key=True)
            seen[f"DUMP_{name.upper()}"] = source.file
            yield from check_dump(loaded, source, path, service, service.dumps[name])
        yield from check_feeds(loaded, source, service, seen)


def _method_name(source: Source, path: Path_, name: str, *, gives_id: bool) -> Iterator[Problem]:
    if not METHOD_NAME.fullmatch(name) or name in names.TAKEN_METHODS or (gives_id and name == "id"):
        message = f"{name!r} cannot be the name of a method here; use another one in snake_case"
        yield source.problem(path, message, at_key=True)


def _operation(
    loaded: Loaded, source: Source, path: Path_, service: Service, name: str, operation: Operation
) -> Iterator[Problem]:
    gateway = loaded.descriptor.gateway
    if operation.follow is not None:
        yield from check_follow(loaded, source, path, service, operation)
        return
    if operation.upload is not None or operation.save is not None:
        yield from check_whole(loaded, source, path, service, operation)
        return
    scope = gateway.scopes[service.scope] if service.scope is not None else None
    route, socket = wanted(service, operation)
    on_socket = socket and gateway.socket is not None
    if route is True:
        route = (scope.rest if scope is not None else gateway.root.rest) or False
        if route is False:
            message = f"{'the scope' if scope else 'root'} has no REST route; say `rest: false` or give one"
            yield source.problem(path, message, at_key=True)
    own = {scope.parameter} if scope is not None else set[str]()
    if isinstance(route, Route):
        in_path = {key for key, field in operation.request.items() if field.place == "path"}
        fields = operation.request.items()
        in_both = {key for key, field in fields if field.place == "body" and field.required}
        where = (*path, "rest", "path")
        may = own | in_path | in_both | {"service"}
        yield from check_path(source, where, route.path, may, own | in_path)
        texts = {key for key, each in gateway.settings.items() if each.type == "string"} | own
        yield from check_params(source, (*path, "rest", "query"), route, operation, texts)
    elif not on_socket:
        yield source.problem(path, "it is on no interface, so it yields nothing", at_key=True)

    if on_socket and gateway.socket is not None:
        provided = REQUEST_VALUES | settings(gateway) | kept(gateway) | own
        for template in (gateway.socket.send, gateway.socket.body):
            for _where, value, optional in template_values(template):
                if value not in provided and not optional:
                    message = f"the socket's envelope needs ${value}, which it lacks"
                    yield source.problem(path, message, at_key=True)

    fillable = set(gateway.settings) | own | {"now", "seconds"}
    yield from _request(loaded, source, path, operation, fillable, rest=bool(route), socket=on_socket)
    yield from check_places(source, path, operation, route or None, on_socket=on_socket)
    yield from check_parts(loaded, source, path, service, operation)
    if operation.client:
        yield from check_client(loaded, source, path, service, name, operation)
    for _where, value, _optional in template_values(operation.send):
        yield source.problem((*path, "send"), f"only constants are sent here; ${value} has no value")
    yield from _returns(loaded, source, path, operation)
    yield from _stream(loaded, source, path, operation, route or None, on_socket=on_socket)
    if operation.stream is not None and names.decoder_is_taken(service, name):
        yield source.problem(path, f"a stream cannot be called {name!r}", at_key=True)
    if operation.keeping is not None:
        asked = (service, operation)
        yield from check_keeping(loaded, source, (*path, "keeping"), operation.keeping, asked)


def _request(
    loaded: Loaded,
    source: Source,
    path: Path_,
    operation: Operation,
    fillable: set[str],
    *,
    rest: bool,
    socket: bool,
) -> Iterator[Problem]:
    gateway = loaded.descriptor.gateway
    told = kept(gateway)
    taken: dict[str, str] = {}
    if operation.stream is not None and operation.stream.callback is not None:
        taken[operation.stream.callback] = "the stream"
    for name, field in operation.request.items():
        where = (*path, "request", name)
        yield from check_field(loaded, source, where, field)
        for other in (name, *field.also):
            if other in taken:
                yield source.problem(where, f"{other!r} is also a name of {taken[other]!r}", at_key=True)
            taken[other] = name
        yield from check_base64(source, where, field)
        if field.place == "path":
            yield from check_path_field(source, where, name, field)
        if isinstance(field.default, dict):
            yield source.problem((*where, "default"), "an object cannot be a default; see `send`")
        if field.within is not None and field.place != "body":
            yield source.problem((*where, "within"), "only what is in the body is `within` something")
        if field.within is not None and field.value not in (None, "seconds"):
            message = "what is `within` something is filled in with `seconds` only"
            yield source.problem((*where, "value"), message)
        if field.value == "seconds" and field.type != "integer":
            yield source.problem((*where, "value"), "'seconds' is a number, so this is an integer")
        if field.value in told and (rest or not socket):
            message = f"only sockets know {field.value!r}, which the greeting tells; say `rest: false`"
            yield source.problem((*where, "value"), message)
        elif field.value is not None and field.value not in fillable | told:
            options = ", ".join(sorted(fillable | told))
            message = f"there is no value {field.value!r}; known here: {options}"
            yield source.problem((*where, "value"), message)
    for index, name in enumerate(operation.retired):
        if name not in gateway.retired:
            yield source.problem((*path, "retired", index), f"gateway.yaml has no {name!r} under `retired`")
        if name in taken:
            yield source.problem((*path, "retired", index), f"{name!r} is an argument of the operation")


def _returns(loaded: Loaded, source: Source, path: Path_, operation: Operation) -> Iterator[Problem]:
    returns = operation.returns
    kinds = [part for part in ("nothing", "text", "json_", "many") if getattr(returns, part)]
    for part in kinds[1:]:
        key = part.rstrip("_")
        message = f"`{key}` and `{kinds[0].rstrip('_')}` exclude each other"
        yield source.problem((*path, "returns", key), message, at_key=True)
    checked = returns.require or returns.nonempty or returns.same_length
    if (returns.text or returns.json_ or returns.many) and (returns.fields or checked):
        message = "only of a single object one can name fields"
        yield source.problem((*path, "returns"), message, at_key=True)
    if returns.missing != "ServiceError" and not (returns.require or returns.nonempty):
        message = "nothing is said to be there always (`require`, `nonempty`), so nothing is missed"
        yield source.problem((*path, "returns", "missing"), message)
    if returns.first and (len(returns.fields) != 1 or returns.parse is not None):
        message = "the first item is that of a single field, which is not parsed"
        yield source.problem((*path, "returns", "first"), message, at_key=True)
    if returns.either and (len(returns.fields) < 2 or returns.parse is not None):
        message = "only two or more fields exclude each other, which are not parsed"
        yield source.problem((*path, "returns", "either"), message, at_key=True)
    if returns.measure is not None and (kinds or returns.fields):
        message = "only a whole response can be measured"
        yield source.problem((*path, "returns", "measure"), message)
    if operation.response is None:
        plain = returns.text or returns.nothing or returns.json_
        # What always streams has no other answer.
        if not plain and (operation.stream is None or operation.stream.switch is not None):
            message = "it has no `response`; say `returns: {nothing: true}` if it answers with nothing"
            yield source.problem(path, message, at_key=True)
        if returns.fields or checked or returns.many or returns.measure:
            yield source.problem((*path, "returns"), "there is no `response` to take fields from")
        return
    schema = loaded.descriptor.types.get(operation.response)
    if schema is None:
        yield source.problem((*path, "response"), f"there is no type {operation.response!r}")
        return
    known = {names.property_name(wire, part): part for wire, part in schema.properties.items()}
    asked: list[tuple[Path_, str]] = [(("fields", index), name) for index, name in enumerate(returns.fields)]
    asked += [(("require", index), name) for index, name in enumerate(returns.require)]
    asked += [(("nonempty", index), name) for index, name in enumerate(returns.nonempty)]
    if returns.measure is not None:
        asked.append((("measure",), returns.measure))
        if returns.measure in known and known[returns.measure].type != "number":
            where = (*path, "returns", "measure")
            yield source.problem(where, f"{returns.measure!r} holds milliseconds, so it is a number")
    if returns.same_length is not None:
        asked.append((("same_length", 0), returns.same_length[0]))
        if returns.same_length[1] not in operation.request:
            where = (*path, "returns", "same_length", 1)
            yield source.problem(where, f"the request has no {returns.same_length[1]!r}")
    if returns.first and any(known[name].type != "array" for name in returns.fields if name in known):
        yield source.problem((*path, "returns", "first"), "only a list has a first item")
    for index, name in enumerate(returns.fields):
        if name in known and known[name].format not in {None, "json"}:
            where = (*path, "returns", "fields", index)
            yield source.problem(where, f"{name!r} has a format, so only a whole response holds it")
    for steps, name in asked:
        if name not in known:
            yield source.problem((*path, "returns", *steps), f"{operation.response} has no {name!r}")


def _stream(
    loaded: Loaded,
    source: Source,
    path: Path_,
    operation: Operation,
    route: Route | bool | None,
    *,
    on_socket: bool,
) -> Iterator[Problem]:
    rule = operation.stream
    media = route.stream if isinstance(route, Route) else None
    if rule is None:
        if media is not None:
            message = "nothing says what the stream's items are (`stream`)"
            yield source.problem((*path, "rest", "stream"), message)
        return
    if route and media is None and rule.switch is None:
        message = "it always streams, so its route says how (`stream`); or say `rest: false`"
        yield source.problem((*path, "rest"), message, at_key=True)
    if rule.bytes_ is not None and media not in {None, "bytes"}:
        yield source.problem((*path, "rest", "stream"), "the items are bytes; say `stream: bytes`")
    elif rule.bytes_ is None and media == "bytes":
        yield source.problem((*path, "rest", "stream"), "the stream does not say that its items are `bytes`")
    path = (*path, "stream")
    if rule.bytes_ is not None:
        for part in ("switch", "items", "hidden", "type", "keys", "text"):
            if part in rule.model_fields_set:
                yield source.problem((*path, part), f"a stream of bytes has no {part!r}", at_key=True)
    if rule.strings is not None:
        for part in ("items", "hidden", "type", "keys", "text"):
            if part in rule.model_fields_set:
                yield source.problem((*path, part), f"a stream of strings has no {part!r}", at_key=True)
    if rule.length is not None and media is None:
        yield source.problem((*path, "length"), "only a stream over HTTP asks for it", at_key=True)
    if not on_socket and media is None:
        message = "only an operation of the socket can stream, or one whose route says how"
        yield source.problem(path, message, at_key=True)
    if rule.switch is not None:
        switch = operation.request.get(rule.switch)
        if switch is None or switch.type != "boolean":
            yield source.problem((*path, "switch"), f"the request has no boolean {rule.switch!r}")
        elif switch.default is not False:
            message = "the switch of a stream has the default false"
            yield source.problem((*path[:-1], "request", rule.switch), message, at_key=True)
    yield from _item_types(loaded, source, path, rule, media, on_socket=on_socket)
    records = loaded.descriptor.records
    # Where the body tells the type, that is its kind.
    given = ("$body",) if rule.each is not None else ("$kind", "$body")
    given = ("$id", *given) if rule.each is None and rule.type is None and on_socket else given
    for kind, name in rule.items.items():
        yield from check_record(loaded, source, (*path, "items", kind), name, given)
    if rule.other is not None:
        yield from check_record(loaded, source, (*path, "other"), rule.other, given)
    if rule.of is not None:
        yield from check_reference(loaded, source, (*path, "of"), rule.of, allow_records=True)
        if rule.of in records:
            yield from check_record(loaded, source, (*path, "of"), rule.of, given)
    for index, name in enumerate(rule.text):
        if name not in rule.items.values() and name != rule.other:
            yield source.problem((*path, "text", index), f"{name!r} is none of the stream's records")
        elif "content" not in record_fields(loaded, name):
            yield source.problem((*path, "text", index), f"{name!r} has no field `content`")
    yield from _joined(loaded, source, path, operation, rule, on_socket=on_socket)
    for index, name in enumerate(rule.order):
        if name not in operation.request or name == rule.switch:
            yield source.problem((*path, "order", index), f"the request has no {name!r} to come first")
    needed = {name for name, field in operation.request.items() if field.required}
    if rule.order and not needed <= set(rule.order):
        missing = ", ".join(sorted(needed - set(rule.order)))
        yield source.problem((*path, "order"), f"what is required comes first, too: {missing}", at_key=True)


def _joined(
    loaded: Loaded, source: Source, path: Path_, operation: Operation, rule: StreamRule, *, on_socket: bool
) -> Iterator[Problem]:
    """What `join` and `repeats` say."""
    yielded = {*rule.items.values(), rule.other}
    if rule.repeats is not None and rule.hidden:
        message = "a stream with hidden items has no `repeats`"
        yield source.problem((*path, "repeats"), message, at_key=True)
    if rule.repeats is not None:
        for name in sorted(filter(None, yielded)):
            if not {"content", rule.repeats} <= record_fields(loaded, name).keys():
                message = f"{name!r} has no field `content`, or no {rule.repeats!r}"
                yield source.problem((*path, "repeats"), message)
    if not rule.join:
        return
    if operation.response is None:
        yield source.problem((*path, "join"), "the operation has no `response` to join", at_key=True)
    if not on_socket:
        yield source.problem((*path, "join"), "only an operation of the socket is joined", at_key=True)
    if operation.verify is not None or any(each.derive for each in operation.request.values()):
        message = "a call that is joined has neither `verify` nor `derive`"
        yield source.problem((*path, "join"), message, at_key=True)
    schema = loaded.descriptor.types.get(operation.response or "")
    for field, made in rule.join.items():
        if schema is not None and field not in schema.properties:
            yield source.problem((*path, "join", field), f"the response has no {field!r}", at_key=True)
        for index, name in enumerate(made):
            if name not in yielded:
                message = f"{name!r} is none of the stream's records"
                yield source.problem((*path, "join", field, index), message)
            elif "content" not in record_fields(loaded, name):
                yield source.problem((*path, "join", field, index), f"{name!r} has no field `content`")


def _item_types(
    loaded: Loaded, source: Source, path: Path_, rule: StreamRule, media: str | None, *, on_socket: bool
) -> Iterator[Problem]:
    """Something tells the items apart, and something ends the stream."""
    socket = loaded.descriptor.gateway.socket if on_socket else None
    for index, kind in enumerate(rule.hidden):
        if kind in rule.items or rule.each is not None:
            message = f"{kind!r} cannot be hidden, since its items are handed on"
            yield source.problem((*path, "hidden", index), message)
    if (rule.items or rule.end or rule.hidden) and rule.type is None and not rule.keys:
        untold = [] if socket is None or socket.receive.kind is not None else ["the frames of the socket"]
        untold += ["lines of JSON"] if media == "ndjson" else []
        if untold:
            message = f"{' and '.join(untold)} have no kinds; `type` or `keys` must tell items apart"
            yield source.problem((*path, "items"), message, at_key=True)
    known = {*rule.items, *rule.keys, *rule.hidden}
    for index, kind in enumerate(rule.end):
        if known and kind not in known:
            yield source.problem((*path, "end", index), f"{kind!r} is none of the stream's item types")
    for kind in rule.keys:
        if kind not in {*rule.items, *rule.end, *rule.hidden}:
            message = f"{kind!r} is none of the stream's item types"
            yield source.problem((*path, "keys", kind), message, at_key=True)
    if socket is not None and not socket.receive.done and not rule.end:
        message = "nothing tells the last frame of the stream: `end`, or `receive.done` of the socket"
        yield source.problem(path, message, at_key=True)


def _transfer(loaded: Loaded, source: Source, part: str, name: str, transfer: Transfer) -> Iterator[Problem]:
    gateway = loaded.descriptor.gateway
    path: Path_ = (part, name)
    if gateway.bulk is None:
        yield source.problem(path, "gateway.yaml has no `bulk`", at_key=True)
    own: set[str] = set()
    if transfer.scope is not None:
        scope = gateway.scopes.get(transfer.scope)
        if scope is None:
            yield source.problem((*path, "scope"), f"there is no scope {transfer.scope!r}")
            return
        own = {scope.parameter}
    yield from check_path(source, (*path, "path"), transfer.path, own, own)
    yield from check_import(loaded, source, path, transfer, exports=part == "exports")
    if transfer.item in loaded.descriptor.records:
        given = () if part == "imports" else ("$body",)
        yield from check_record(loaded, source, (*path, "item"), transfer.item, given)
        for key, field in record_fields(loaded, transfer.item).items() if part == "imports" else ():
            if {field.ref, field.items and field.items.ref} - {None, *RDF_TYPES}:
                message = f"{transfer.item}.{key} holds a record, which an import cannot send"
                yield source.problem((*path, "item"), message)
    elif transfer.item != "object":
        yield from check_reference(loaded, source, (*path, "item"), transfer.item)
    taken = {*own, *names.TRANSFER_ARGUMENTS}
    arguments = {*taken, *transfer.arguments, transfer.argument or name}
    if transfer.metadata is not None and (
        part == "exports" or not transfer.arguments or transfer.metadata in arguments
    ):
        message = f"{transfer.metadata!r} cannot stand for other arguments here"
        yield source.problem((*path, "metadata"), message)
    if transfer.argument is not None and (part == "exports" or transfer.argument in taken):
        message = f"no argument for items can be called {transfer.argument!r} here"
        yield source.problem((*path, "argument"), message)
    may = {"items", *transfer.arguments}
    if part == "exports":
        # An export's message is only read; what else it holds is of no concern.
        may |= used_values(transfer.message)
    yield from check_template(source, (*path, "message"), transfer.message, may, {"items"})
    for argument, field in transfer.arguments.items():
        where = (*path, "arguments", argument)
        yield from check_field(loaded, source, where, field)
        yield from check_unfilled(source, where, field)
        if argument in {*names.TRANSFER_ARGUMENTS, *own, transfer.argument or name}:
            yield source.problem(where, f"the method has an argument {argument!r} already", at_key=True)
        if field.ref is not None and field.ref in RDF_TYPES:
            yield source.problem(where, "an argument of a transfer cannot be an RDF value")
