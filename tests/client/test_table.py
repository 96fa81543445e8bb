"""One operation, one signature: every generated client, over all its interfaces, against its descriptor.

What is expected is worked out from the descriptor here, without the generator.
"""

from __future__ import annotations

import importlib
import inspect
import os
import sys
import typing
from collections.abc import AsyncIterable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any, BinaryIO, Literal, Union, get_args, get_origin, get_overloads

import pytest

from gatewright import rdf
from gatewright.aio import AsyncFeed, AsyncStream
from gatewright.descriptor import (
    Descriptor,
    Feed,
    Field_,
    Operation,
    Route,
    Service,
    StreamRule,
    SubCall,
    Transfer,
    Upload,
)
from gatewright.sync import Feed as SyncFeed
from gatewright.sync import Stream
from gatewright.transfer import ImportReport, OnError, OnProgress, Progress, Uploaded

ROOT = Path(__file__).parents[2]
CLIENTS = sorted(path.parent.name for path in ROOT.glob("generated/*/*/descriptor.json"))
RDF_TYPES = {"rdf:Triple": rdf.Triple, "rdf:Term": rdf.Term}
SCALARS = {"string": str, "integer": int, "number": float, "boolean": bool}
# What classes of operations have besides operations.
NAVIGATION = {"id"}
POSITIONAL = inspect.Parameter.POSITIONAL_OR_KEYWORD
KEYWORD_ONLY = inspect.Parameter.KEYWORD_ONLY


@dataclass(frozen=True)
class Interface:
    """One of the four ways of a call, and how its classes are called."""

    module: str
    prefix: str
    is_async: bool
    is_socket: bool


INTERFACES = (
    Interface("rest", "", False, False),
    Interface("rest_async", "Async", True, False),
    Interface("sockets", "Socket", False, True),
    Interface("sockets_async", "AsyncSocket", True, True),
)


@dataclass(frozen=True)
class Row:
    """An operation: the class that has it (without prefix), its name, and its description."""

    owner: str
    name: str
    service: Service
    operation: Operation
    descriptor: Descriptor

    def served(self, interface: Interface) -> bool:
        gateway, operation, service = self.descriptor.gateway, self.operation, self.service
        if operation.upload is not None:
            return all(self.sibling(step.call).served(interface) for step in steps(operation.upload))
        if operation.save is not None:
            stream = self.sibling(operation.save)
            return stream.served(interface) and stream.streams(interface)
        if operation.follow is not None:
            return not interface.is_socket
        if interface.is_socket:
            asked = service.socket if operation.socket is None else operation.socket
            return gateway.socket is not None and asked
        if not isinstance(operation.rest, Route):
            default = gateway.scopes[service.scope].rest if service.scope else gateway.root.rest
            return (service.rest if operation.rest is None else operation.rest) and default is not None
        return True

    def streams(self, interface: Interface) -> bool:
        """Whether it can stream there."""
        over_http = isinstance(self.operation.rest, Route) and self.operation.rest.stream is not None
        return self.operation.stream is not None and (interface.is_socket or over_http)

    def sibling(self, name: str) -> Row:
        """An operation that this one names: of its service, or of another one with the same owner."""
        services = [self.service, *self.descriptor.services.values()]
        owner = (self.service.group, self.service.scope)
        found = next(
            each for each in services if (each.group, each.scope) == owner and name in each.operations
        )
        return Row(self.owner, name, found, found.operations[name], self.descriptor)

    @property
    def request(self) -> dict[str, Field_]:
        """Its arguments; what starts something and follows it, or saves a stream, takes those of that."""
        follow, save = self.operation.follow, self.operation.save
        named = save if follow is None else follow.start
        return self.operation.request if named is None else self.service.operations[named].request

    @property
    def is_file(self) -> bool:
        """Whether it sends or writes a file, step by step."""
        return self.operation.upload is not None or self.operation.save is not None

    def always(self, interface: Interface) -> list[str]:
        """Further methods, which always stream."""
        rule = self.operation.stream
        return rule.always if rule is not None and self.streams(interface) else []

    @property
    def callback(self) -> str | None:
        """The argument that is called with items or events, if there is one."""
        if self.operation.follow is not None:
            return "on_event"
        return self.operation.stream.callback if self.operation.stream is not None else None

    @property
    def answering(self) -> Operation:
        """The operation whose response is returned."""
        follow = self.operation.follow
        return self.operation if follow is None else self.service.operations[follow.result]


def steps(upload: Upload) -> list[SubCall]:
    """All calls that an upload may make."""
    some = (upload.small, upload.then)
    return [*upload.begin, upload.chunk, upload.finish, *(step for step in some if step is not None)]


@dataclass(frozen=True)
class Client:
    """A generated package."""

    package: ModuleType
    descriptor: Descriptor

    @property
    def rows(self) -> list[Row]:
        gateway = self.descriptor.gateway
        return [
            Row(
                gateway.scopes[service.scope].class_
                if service.scope
                else gateway.groups[service.group or ""].class_,
                name,
                service,
                operation,
                self.descriptor,
            )
            for service in self.descriptor.services.values()
            for name, operation in service.operations.items()
        ]

    def module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{self.package.__name__}.{name}")

    def names(self, module: str) -> dict[str, Any]:
        """What annotations in a module may speak of, that of type checkers included."""
        public = {name: getattr(self.package, name) for name in self.package.__all__}
        common = {
            "rdf": rdf,
            "Stream": Stream,
            "AsyncStream": AsyncStream,
            "Callable": Callable,
            "ImportReport": ImportReport,
            "OnError": OnError,
            "OnProgress": OnProgress,
            "Progress": Progress,
            "Uploaded": Uploaded,
            "Mapping": Mapping,
        }
        return {**common, **public, **vars(self.module(module))}

    def method(self, interface: Interface, row: Row) -> Callable[..., Any]:
        found: Callable[..., Any] = vars(
            getattr(self.module(interface.module), interface.prefix + row.owner)
        )[row.name]
        return found

    def signature(self, module: str, function: Callable[..., Any]) -> inspect.Signature:
        """The signature with annotations evaluated, so that each is known to mean something."""
        return inspect.signature(function, globals=self.names(module), eval_str=True)


def read(name: str) -> Client:
    text = (ROOT / "generated" / name / name / "descriptor.json").read_bytes()
    return Client(importlib.import_module(name), Descriptor.model_validate_json(text))


def operations() -> list[Any]:
    return [
        pytest.param(client, row, id=f"{client.package.__name__}-{row.owner}.{row.name}")
        for client in map(read, CLIENTS)
        for row in client.rows
    ]


def transfers() -> list[Any]:
    return [
        pytest.param(
            client, f"{direction}_{key}", key, transfer, id=f"{client.package.__name__}-{direction}_{key}"
        )
        for client in map(read, CLIENTS)
        for service in client.descriptor.services.values()
        for direction, described in (("import", service.imports), ("export", service.exports))
        for key, transfer in described.items()
    ]


def feeds() -> list[Any]:
    return [
        pytest.param(client, key, feed, id=f"{client.package.__name__}-{key}")
        for client in map(read, CLIENTS)
        for service in client.descriptor.services.values()
        for key, feed in service.feeds.items()
    ]


each_feed = pytest.mark.parametrize(("client", "key", "feed"), feeds())
each_operation = pytest.mark.parametrize(("client", "row"), operations())
each_transfer = pytest.mark.parametrize(("client", "method", "key", "transfer"), transfers())
each_client = pytest.mark.parametrize("client", [pytest.param(read(name), id=name) for name in CLIENTS])


def test_there_are_clients_to_look_at() -> None:
    assert CLIENTS == ["felix", "llmgine", "riptide", "trustgraph_v1", "trustgraph_v2"]
    others = [f"{name}_drop_in" for name in CLIENTS if read(name).descriptor.gateway.drop_in is not None]
    found = sorted(path.parent.name for path in ROOT.glob("generated/*/pyproject.toml"))
    assert found == sorted([*CLIENTS, *others])


# Which methods there are ------------------------------------------------------------------------


@each_client
@pytest.mark.parametrize("interface", INTERFACES, ids=lambda interface: interface.module)
def test_classes_have_the_described_operations_and_nothing_else(client: Client, interface: Interface) -> None:
    expected: dict[str, set[str]] = {}
    for row in client.rows:
        if row.served(interface):
            methods = {row.name, *row.operation.also, *row.always(interface)}
            expected.setdefault(interface.prefix + row.owner, set()).update(methods)
    gateway = client.descriptor.gateway
    for group in gateway.groups.values():
        if group.closable and not interface.is_socket:
            end = "aclose" if interface.is_async else "close"
            expected.setdefault(interface.prefix + group.class_, set()).add(end)
    described = {group.class_ for group in gateway.groups.values()}
    described |= {scope.class_ for scope in gateway.scopes.values()}
    found = {
        class_: {name for name in vars(value) if not name.startswith("_")} - NAVIGATION
        for class_, value in modules(client, interface)
        if isinstance(value, type) and class_.removeprefix(interface.prefix) in described
    }
    # A group without operations of its own still leads to its scope.
    assert {class_: names for class_, names in found.items() if names} == expected


def modules(client: Client, interface: Interface) -> typing.ItemsView[str, Any]:
    """What an interface's module holds; a gateway without a socket has none for sockets."""
    gateway, services = client.descriptor.gateway, client.descriptor.services.values()
    if interface.is_socket and gateway.socket is None and not any(service.feeds for service in services):
        with pytest.raises(ImportError):
            client.module(interface.module)
        return {}.items()
    return vars(client.module(interface.module)).items()


@each_client
@pytest.mark.parametrize("interface", INTERFACES[:2], ids=lambda interface: interface.module)
def test_groups_that_can_be_closed_are_closed_like_the_api(client: Client, interface: Interface) -> None:
    end = "aclose" if interface.is_async else "close"
    own = vars(client.module(interface.module))
    for group in client.descriptor.gateway.groups.values():
        class_ = own.get(interface.prefix + group.class_)
        method = vars(class_).get(end) if class_ is not None else None
        assert (method is not None) == group.closable
        if method is not None:
            assert inspect.iscoroutinefunction(method) is interface.is_async
            assert client.signature(interface.module, method) == client.signature(
                "api", getattr(client.package.Api, end)
            )


@each_operation
def test_other_names_mean_the_same_method(client: Client, row: Row) -> None:
    for interface in INTERFACES:
        if row.served(interface):
            owner = getattr(client.module(interface.module), interface.prefix + row.owner)
            assert all(vars(owner)[name] is vars(owner)[row.name] for name in row.operation.also)


@each_client
def test_no_module_has_further_public_classes(client: Client) -> None:
    gateway = client.descriptor.gateway
    described = {group.class_ for group in gateway.groups.values()}
    described |= {scope.class_ for scope in gateway.scopes.values()}
    for interface in INTERFACES:
        found = modules(client, interface)
        own = {
            name
            for name, value in found
            if getattr(value, "__module__", "") == f"{client.package.__name__}.{interface.module}"
        }
        allowed = {interface.prefix + name for name in described}
        if interface.is_socket:
            colour = "Async" if interface.is_async else ""
            services = client.descriptor.services.values()
            allowed |= {colour + feed.class_ for service in services for feed in service.feeds.values()}
        clients = (
            {"AsyncSocketClient" if interface.is_async else "SocketClient"} if interface.is_socket else set()
        )
        assert clients <= own <= allowed | clients, interface


@each_client
def test_the_api_leads_to_every_class(client: Client) -> None:
    """Nothing listens there: finding the way must not connect."""
    gateway = client.descriptor.gateway
    api = client.package.Api("http://127.0.0.1:9/")
    served = {
        interface.module: {row.owner for row in client.rows if row.served(interface)}
        for interface in INTERFACES
    }
    roots = {
        "rest": (api, ""),
        "rest_async": (api, "async_"),
        "sockets": (api.socket(), "") if gateway.socket else (None, ""),
        "sockets_async": (api.async_socket(), "") if gateway.socket else (None, ""),
    }
    seen = 0
    for interface in INTERFACES:
        root, prefix = roots[interface.module]
        for name, group in gateway.groups.items():
            scope = gateway.scopes[group.scope] if group.scope is not None else None
            given = scope is not None and scope.class_ in served[interface.module]
            if group.class_ not in served[interface.module] and not given:
                assert not hasattr(root, prefix + name), (interface, name)
                continue
            place = getattr(root, prefix + name)
            found = [type(place()).__name__]
            expected = [interface.prefix + group.class_]
            if scope is not None and given:
                found.append(type(place("one")).__name__)
                expected.append(interface.prefix + scope.class_)
                if not interface.is_socket:
                    found.append(type(place().id("one")).__name__)
                    expected.append(interface.prefix + scope.class_)
            assert found == expected
            seen += 1
    assert seen >= len(gateway.groups)


@each_client
def test_scopes_are_given_by_their_argument(client: Client) -> None:
    """Wherever one is given, it is the only argument, and has the described name and default."""
    gateway = client.descriptor.gateway
    for interface in INTERFACES:
        for name, group in gateway.groups.items():
            scope = gateway.scopes[group.scope] if group.scope is not None else None
            own = dict(modules(client, interface))
            if scope is None or interface.prefix + scope.class_ not in own:
                continue
            if interface.is_socket:
                module, owner = (
                    interface.module,
                    "AsyncSocketClient" if interface.is_async else "SocketClient",
                )
                place = vars(own[owner])[name]
            else:
                module, prefix = "api", "async_" if interface.is_async else ""
                place = getattr(client.package.Api, prefix + name)
            parameters = client.signature(module, place).parameters
            assert list(parameters) == ["self", scope.argument]
            taken, default = parameters[scope.argument].annotation, parameters[scope.argument].default
            leads_on = own.get(interface.prefix + group.class_) is not None
            assert default is (None if leads_on else inspect.Parameter.empty)
            assert members(taken) == ({str, type(None)} if leads_on else {str})
            if interface.is_socket:
                continue
            by_id = vars(own[interface.prefix + group.class_])["id"]
            parameters = client.signature(interface.module, by_id).parameters
            assert list(parameters) == ["self", scope.argument]
            assert parameters[scope.argument].annotation is str
            default = inspect.Parameter.empty if scope.default is None else scope.default
            assert parameters[scope.argument].default == default


@each_client
def test_the_api_offers_nothing_else(client: Client) -> None:
    gateway = client.descriptor.gateway
    has_feeds = any(service.feeds for service in client.descriptor.services.values())
    reached = {row.owner for row in client.rows if any(row.served(each) for each in INTERFACES[:2])}
    has_bulk = any(service.imports or service.exports for service in client.descriptor.services.values())
    scopes = {name for name, scope in gateway.scopes.items() if scope.class_ in reached}
    accessors = {
        *(name for name, group in gateway.groups.items() if group.class_ in reached or group.scope in scopes),
        *(["socket"] if gateway.socket is not None or has_feeds else []),
        *(["bulk"] if has_bulk else []),
    }
    expected = {*accessors, *(f"async_{name}" for name in accessors), "close", "aclose"}
    expected |= {"url", "timeout", "token"}
    expected |= setting_methods(client)
    assert {name for name in dir(client.package.Api) if not name.startswith("_")} == expected


def setting_methods(client: Client) -> set[str]:
    """Methods that give the same client with another setting."""
    return {f"with_{name}" for name in client.descriptor.gateway.settings}


@each_client
def test_every_client_has_a_twin_with_another_setting(client: Client) -> None:
    gateway, services = client.descriptor.gateway, client.descriptor.services.values()
    has_bulk = any(service.imports or service.exports for service in services)
    api = client.package.Api("http://127.0.0.1:9/")
    places = [api]
    places += [api.socket(), api.async_socket()] if gateway.socket is not None else []
    places += [api.bulk(), api.async_bulk()] if has_bulk else []
    kinds = {"string": ("x", str), "integer": (7, int), "boolean": (True, bool)}
    for name, setting in gateway.settings.items():
        value, kind = kinds[setting.type]
        for place in places:
            method = getattr(type(place), f"with_{name}")
            signature = client.signature(method.__module__.rpartition(".")[2], method)
            assert list(signature.parameters) == ["self", name]
            assert signature.parameters[name].annotation is kind
            twin = getattr(place, f"with_{name}")(value)
            assert type(twin) is type(place)
            assert twin is not place


# Signatures -------------------------------------------------------------------------------------


def expected_names(row: Row, interface: Interface) -> list[str]:
    required = [name for name, each in row.request.items() if each.required]
    optional = [name for name in row.request if name not in required]
    if row.operation.save is not None:
        optional.insert(0, "file_path")
    called = row.callback if row.operation.follow is not None or row.streams(interface) else None
    last = ["on_progress"] if row.is_file else ["verify"] if row.operation.verify is not None else []
    return ["self", *required, *optional, *last, *([called] if called else []), "timeout"]


def item_of(client: Client, rule: StreamRule) -> Any:
    """What a stream yields: the described items, as a union."""
    if rule.bytes_ is not None:
        return bytes
    if rule.strings is not None:
        return str
    if rule.of is not None:
        return RDF_TYPES.get(rule.of) or getattr(client.package, rule.of)
    members = tuple(dict.fromkeys([*rule.items.values(), rule.other]))
    return Union[tuple(getattr(client.package, name) for name in members if name)]  # noqa: UP007


def members(annotation: Any) -> set[Any]:
    """The members of a union, or the one type itself."""
    return set(get_args(annotation)) if get_origin(annotation) in {Union, UnionType} else {annotation}


def awaited(annotation: Any) -> Any:
    """R of Coroutine[Any, Any, R]."""
    assert get_origin(annotation) is Coroutine
    return get_args(annotation)[2]


def without(parameters: typing.Iterable[inspect.Parameter], switch: str | None) -> list[inspect.Parameter]:
    """The parameters but that which asks for a stream; kinds left out, since overloads differ in them."""
    return [each.replace(kind=POSITIONAL) for each in parameters if each.name != switch]


@each_operation
def test_parameters_are_the_described_ones_on_every_interface(client: Client, row: Row) -> None:
    switch = row.operation.stream.switch if row.operation.stream is not None else None
    seen: list[list[inspect.Parameter]] = []
    for interface in INTERFACES:
        if not row.served(interface):
            continue
        parameters = client.signature(interface.module, client.method(interface, row)).parameters
        assert list(parameters) == expected_names(row, interface)
        for name, parameter in parameters.items():
            last = {"timeout", row.callback} | ({"verify"} if row.operation.verify is not None else set())
            assert parameter.kind is (KEYWORD_ONLY if name in last else POSITIONAL)
            if name in {row.callback, "on_progress"} - row.request.keys():
                assert parameter.default is None
            if name in row.request:
                described = row.request[name]
                default = inspect.Parameter.empty if described.required else as_default(described)
                assert parameter.default == default
                if (given := given_for(row, name, described)) is not None and name != switch:
                    assert given <= members(parameter.annotation)
                assert (type(None) in members(parameter.annotation)) == (
                    described.nullable or (not described.required and described.default is None)
                )
        assert parameters["timeout"].default is None
        assert members(parameters["timeout"].annotation) == {float, type(None)}
        if row.operation.verify is not None:
            assert (parameters["verify"].default, parameters["verify"].annotation) == (False, bool)
        if row.operation.save is not None:
            assert members(parameters["file_path"].annotation) == {str, os.PathLike[str]}
            assert parameters["file_path"].default is inspect.Parameter.empty
        if switch is not None:
            wanted = bool if row.streams(interface) else Literal[False]
            assert parameters[switch].annotation == wanted
        # What a raw body may be differs in colour, and with it only that.
        seen.append([plain(each, row) for each in without(parameters.values(), switch)])
    assert seen
    assert all(each == seen[0] for each in seen)


def as_default(described: Field_) -> Any:
    """Lists are written as tuples, since a default must not change."""
    default = described.default
    return tuple(default) if isinstance(default, list) else default


def given_for(row: Row, name: str, described: Field_) -> set[Any] | None:
    """Types that an argument takes; None where the description says nothing so plain."""
    if row.operation.upload is not None and name == row.operation.upload.argument:
        return {bytes, str, os.PathLike[str], BinaryIO}
    if described.place == "content":
        return {bytes, Iterable[bytes]}
    if described.encode == "base64":
        return {bytes}
    if described.encode == "text":
        return {str, Mapping[str, Any]}
    if described.single and described.items is not None and described.items.type in SCALARS:
        one = SCALARS[described.items.type]
        return {one, Sequence[one]}  # type: ignore[valid-type]
    return {SCALARS[described.type]} if described.type in SCALARS else None


def plain(parameter: inspect.Parameter, row: Row) -> inspect.Parameter:
    described = row.request.get(parameter.name)
    if described is None or described.place != "content":
        return parameter
    kinds = members(parameter.annotation) - {AsyncIterable[bytes]}
    return parameter.replace(annotation=Union[tuple(sorted(kinds, key=repr))])  # noqa: UP007


@each_operation
def test_what_always_streams_has_the_same_arguments_but_the_switch(client: Client, row: Row) -> None:
    rule = row.operation.stream
    for interface in INTERFACES:
        if rule is None or not row.served(interface):
            continue
        class_ = vars(getattr(client.module(interface.module), interface.prefix + row.owner))
        for name in row.always(interface):
            single = client.signature(interface.module, class_[row.name]).parameters
            always = client.signature(interface.module, class_[name])
            assert (
                always.return_annotation
                == (AsyncStream if interface.is_async else Stream)[item_of(client, rule)]
            )
            expected = {each.name: each for each in without(single.values(), rule.switch)}
            # Those that are named come first, so these need not be given by name.
            order = [*rule.order, *(each for each in expected if each not in {"self", *rule.order})]
            assert list(always.parameters) == ["self", *order]
            for each in always.parameters.values():
                assert each.annotation == expected[each.name].annotation
                assert each.default == expected[each.name].default


@each_client
def test_operations_of_the_socket_client_are_those_of_their_groups(client: Client) -> None:
    for row in client.rows:
        if row.operation.client:
            for interface, (module, class_, _is_async) in zip(INTERFACES[2:], SOCKET_CLIENTS, strict=True):
                own = vars(getattr(client.module(module), class_))[row.name]
                assert client.signature(module, own) == client.signature(
                    module, client.method(interface, row)
                )


@each_operation
def test_results_are_the_same_on_every_interface(client: Client, row: Row) -> None:
    results: dict[str, Any] = {}
    for interface in INTERFACES:
        if not row.served(interface):
            continue
        method = client.method(interface, row)
        answer = client.signature(interface.module, method).return_annotation
        streams = row.streams(interface)
        # What may stream is awaited or iterated by the caller's choice, so it cannot be a coroutine function.
        assert inspect.iscoroutinefunction(inspect.unwrap(method)) == (interface.is_async and not streams)
        if streams and row.operation.stream is not None:
            stream = (AsyncStream if interface.is_async else Stream)[item_of(client, row.operation.stream)]
            if row.operation.stream.switch is None:
                assert (get_origin(answer), members(*get_args(answer))) == (
                    get_origin(stream),
                    members(*get_args(stream)),
                )
                continue
            single = get_overloads(method)[0]
            result = client.signature(interface.module, single).return_annotation
            assert members(answer) == members(result) | {stream}
            answer = awaited(result) if interface.is_async else result
        results[interface.module] = answer
    assert len({repr(each) for each in results.values()}) <= 1
    for answer in results.values():
        if row.operation.upload is not None:
            assert answer is Uploaded
        elif row.operation.save is not None:
            assert answer is int
        else:
            assert answer == expected_result(client, row.answering, answer)


def expected_result(client: Client, operation: Operation, found: Any) -> Any:
    """What the description says of the result; `found` stands for what it leaves to the response's model."""
    returns = operation.returns
    if returns.text:
        return str
    if returns.json_:
        return Any
    if returns.nothing or operation.response is None:
        return None
    model = getattr(client.package, operation.response)
    if returns.many:
        return list[model]
    if not returns.fields:
        return model
    if returns.parse is not None:
        pair: Any = tuple
        part: Any = Any if returns.parse == "json" else bytes
        return part if len(returns.fields) == 1 else pair[(part,) * len(returns.fields)]
    if returns.first or returns.either:
        declared = typing.get_type_hints(model, vars(client.module("models")))
        inner = [members(declared[name]) - {type(None)} for name in returns.fields]
        kinds = {get_args(kind)[0] if returns.first else kind for each in inner for kind in each}
        assert members(found) - {type(None)} == ({Any} if Any in kinds else kinds)
        return found
    parts = get_args(found) if len(returns.fields) > 1 else (found,)
    declared = typing.get_type_hints(model, vars(client.module("models")))
    assert len(parts) == len(returns.fields)
    for name, part in zip(returns.fields, parts, strict=True):
        # What must be there for the call to succeed is not None, whatever the model allows.
        assert members(part) in (members(declared[name]), members(declared[name]) - {type(None)})
    return found


@each_operation
def test_overloads_say_what_streams(client: Client, row: Row) -> None:
    rule = row.operation.stream
    for interface in INTERFACES:
        if not row.served(interface):
            continue
        method = client.method(interface, row)
        overloads = get_overloads(method)
        if not row.streams(interface) or rule is None or rule.switch is None:
            assert overloads == []
            continue
        single, streaming, either = (client.signature(interface.module, each) for each in overloads)
        implementation = client.signature(interface.module, method)
        stream = (AsyncStream if interface.is_async else Stream)[item_of(client, rule)]
        assert single.parameters[rule.switch].annotation == Literal[False]
        assert single.parameters[rule.switch].default is False
        assert streaming.parameters[rule.switch].annotation == Literal[True]
        assert either.parameters[rule.switch].annotation is bool
        for signature in (streaming, either):
            assert signature.parameters[rule.switch].default is inspect.Parameter.empty
            names = list(signature.parameters)
            after = names[names.index(rule.switch) :]
            assert all(signature.parameters[name].kind is KEYWORD_ONLY for name in after)
        assert streaming.return_annotation == stream
        assert members(either.return_annotation) == {stream, *members(single.return_annotation)}
        for signature in (single, streaming, either):
            assert list(signature.parameters) == list(implementation.parameters)
            assert without(signature.parameters.values(), rule.switch) == without(
                implementation.parameters.values(), rule.switch
            )
        assert {name: each.kind for name, each in single.parameters.items()} == {
            name: each.kind for name, each in implementation.parameters.items()
        }


@each_operation
def test_documentation_is_the_same_on_every_interface(client: Client, row: Row) -> None:
    first = row.operation.doc.strip().splitlines()[0]
    for interface in INTERFACES:
        if not row.served(interface):
            continue
        lines = inspect.cleandoc(client.method(interface, row).__doc__ or "").splitlines()
        assert first.startswith(lines[0].removesuffix("."))
        documented = {line.strip().partition(":")[0] for line in lines if line.startswith("    ")}
        described = {name for name, each in row.request.items() if each.doc} | {"on_progress", "verify"}
        assert set(expected_names(row, interface)) & described <= documented
        # What all methods have in common stands with their class.
        owner = getattr(client.module(interface.module), interface.prefix + row.owner)
        common = " ".join((owner.__doc__ or "").split())
        assert "All methods take `timeout`" in common
        assert "All raise `GatewayError`" in common


# What the gateway says of its own accord ----------------------------------------------------------

SOCKET_CLIENTS = (("sockets", "SocketClient", False), ("sockets_async", "AsyncSocketClient", True))


@each_client
def test_socket_clients_have_what_is_described_and_nothing_else(client: Client) -> None:
    gateway, services = client.descriptor.gateway, client.descriptor.services.values()
    keys = {key for service in services for key in service.feeds}
    if gateway.socket is None and not keys:
        assert not hasattr(client.package, "SocketClient")
        return
    socket = gateway.socket
    expected = set(keys)
    if socket is not None:
        interface = INTERFACES[2]
        owners = {row.owner for row in client.rows if row.served(interface)}
        given = {name for name, scope in gateway.scopes.items() if scope.class_ in owners}
        expected |= {
            name for name, group in gateway.groups.items() if group.class_ in owners or group.scope in given
        }
        expected |= {"connect", *setting_methods(client)}
        expected |= {"authenticate"} if socket.auth is not None and socket.auth.again else set()
        expected |= {row.name for row in client.rows if row.operation.client}
        expected |= {"listen"} if socket.pushes else set()
        expected |= {"on_message"} if socket.other is not None else set()
        asked = {
            name for name, push in socket.pushes.items() if push.reply is None or not push.reply.automatic
        }
        expected |= {f"on_{name}" for name in asked}
    for module, class_, is_async in SOCKET_CLIENTS:
        found = vars(getattr(client.module(module), class_))
        ends = "aclose" if is_async else "close"
        assert {name for name in found if not name.startswith("_")} == {*expected, ends}


@each_client
def test_sockets_are_opened_and_authenticated_alike_in_both_colours(client: Client) -> None:
    socket = client.descriptor.gateway.socket
    if socket is None:
        return
    for module, class_, is_async in SOCKET_CLIENTS:
        methods = vars(getattr(client.module(module), class_))
        signature = client.signature(module, methods["connect"])
        assert inspect.iscoroutinefunction(methods["connect"]) is is_async
        assert list(signature.parameters) == ["self", "timeout"]
        greeted = getattr(client.package, socket.greeting.item) if socket.greeting is not None else None
        assert signature.return_annotation is greeted
        if socket.auth is not None and socket.auth.again:
            signature = client.signature(module, methods["authenticate"])
            assert inspect.iscoroutinefunction(methods["authenticate"]) is is_async
            assert list(signature.parameters) == ["self", "token", "timeout"]
            assert signature.return_annotation is None


@each_client
def test_handlers_are_registered_alike_in_both_colours(client: Client) -> None:
    socket = client.descriptor.gateway.socket
    pushes = socket.pushes if socket is not None else {}
    for name, push in pushes.items():
        if push.reply is not None and push.reply.automatic:
            continue
        signatures = []
        for module, class_, _is_async in SOCKET_CLIENTS:
            function = vars(getattr(client.module(module), class_))[f"on_{name}"]
            assert not inspect.iscoroutinefunction(function)
            signatures.append(client.signature(module, function))
        assert list(signatures[0].parameters) == ["self", *([push.by] if push.by else []), "handler"]
        handled = signatures[0].parameters["handler"].annotation
        assert get_args(handled) == ([getattr(client.package, push.item)], object)
        assert signatures[0] == signatures[1]


@each_feed
def test_feeds_are_alike_in_both_colours(client: Client, key: str, feed: Feed) -> None:
    events = {getattr(client.package, name) for name in (*feed.items.values(), feed.other)}
    seen = []
    for module, client_class, is_async in SOCKET_CLIENTS:
        class_ = getattr(client.module(module), ("Async" if is_async else "") + feed.class_)
        (base,) = class_.__orig_bases__
        assert get_origin(base) is (AsyncFeed if is_async else SyncFeed)
        assert members(get_args(base)[0]) == events
        assert {name for name in vars(class_) if not name.startswith("_")} == set(feed.commands)
        for name, command in feed.commands.items():
            function = vars(class_)[name]
            assert inspect.iscoroutinefunction(function) is is_async
            answer = client.signature(module, function).return_annotation
            expected = float if command.word else getattr(client.package, feed.items[command.event or ""])
            assert answer is expected
        opened = vars(getattr(client.module(module), client_class))[key]
        signature = client.signature(module, opened)
        assert signature.return_annotation is class_
        assert list(signature.parameters) == ["self", *feed.arguments, "timeout"]
        seen.append(list(signature.parameters.values()))
    assert seen[0] == seen[1]


@each_client
def test_older_shapes_of_the_client_lead_to_the_same_classes(client: Client) -> None:
    sdk = client.descriptor.gateway.sdk
    if sdk is None:
        return
    for is_async in (False, True):
        prefix = "Async" if is_async else ""
        made = getattr(client.package, prefix + sdk.class_)(
            **{sdk.url: "http://127.0.0.1:9/", sdk.token: "k-123456"}
        )
        for name, attribute in sdk.attributes.items():
            place = prefix + ("Socket" if attribute.on == "socket" else "")
            expected = place + client.descriptor.gateway.groups[attribute.group].class_
            assert type(getattr(made, name)).__name__ == expected


# Bulk -------------------------------------------------------------------------------------------


@each_client
def test_bulk_clients_have_the_described_transfers_and_nothing_else(client: Client) -> None:
    expected = {
        f"{direction}_{key}"
        for service in client.descriptor.services.values()
        for direction, described in (
            ("import", service.imports),
            ("export", service.exports),
            ("dump", service.dumps),
        )
        for key in described
    }
    expected |= {f"{name.partition('_')[0]}_file" for name in expected if not name.startswith("dump_")}
    if not expected:
        assert not hasattr(client.package, "BulkClient")
        return
    for class_, end in ((client.package.BulkClient, "close"), (client.package.AsyncBulkClient, "aclose")):
        found = {name for name in vars(class_) if not name.startswith("_")}
        assert found == {*expected, end, *setting_methods(client)}


@each_transfer
def test_bulk_signatures_are_the_same_in_both_colours(
    client: Client, method: str, key: str, transfer: Transfer
) -> None:
    scope = [client.descriptor.gateway.scopes[transfer.scope].parameter] if transfer.scope else []
    item = dict[str, Any] if transfer.item == "object" else RDF_TYPES.get(transfer.item)
    item = item or getattr(client.package, transfer.item)
    is_import = method.startswith("import_")
    if is_import:
        key = transfer.argument or key
        metadata = [transfer.metadata] if transfer.metadata is not None else []
        positional = [*scope, key, *metadata, "batch_size"]
        defaults: dict[str, Any] = {
            name: inspect.Parameter.empty if each.required else as_default(each)
            for name, each in transfer.arguments.items()
        }
        defaults |= {
            "batch_bytes": 262144,
            "linger": None,
            "on_error": "raise",
            "resume": None,
            "checkpoint": None,
            "start": 0,
            "sockets": 1,
            "on_progress": None,
            "timeout": None,
        }
    else:
        positional = scope
        defaults = {
            "limit": None,
            "idle_timeout": None,
            "until": None,
            "batches": False,
            "on_ready": None,
            "reconnect": False,
            "on_gap": None,
            "timeout": None,
        }
    seen: list[list[inspect.Parameter]] = []
    for module, class_, is_async in (("bulk", "BulkClient", False), ("bulk_async", "AsyncBulkClient", True)):
        function = vars(getattr(client.module(module), class_))[method]
        signature = client.signature(module, function)
        parameters = signature.parameters
        assert list(parameters) == ["self", *positional, *defaults]
        assert {name: parameters[name].default for name in defaults} == defaults
        assert all(parameters[name].kind is POSITIONAL for name in positional)
        assert all(parameters[name].kind is KEYWORD_ONLY for name in defaults)
        assert inspect.iscoroutinefunction(function) == (is_async and is_import)
        if is_import:
            sources = {get_origin(each) for each in members(parameters[key].annotation)}
            assert sources == ({AsyncIterable, Iterable} if is_async else {Iterable})
            items = {get_args(each) for each in members(parameters[key].annotation)}
            assert len(items) == 1
            taken = members(items.pop()[0])
            assert (Mapping[str, Any] if transfer.item == "object" else item) in taken
            if transfer.item in client.descriptor.records:
                assert taken == {item, Mapping[str, Any], tuple[Any, ...]}
            assert parameters["batch_size"].default == transfer.batch
            assert all(parameters[name].default is None for name in metadata)
            assert members(parameters["on_progress"].annotation) == {*members(OnProgress), type(None)}
            for name, described in transfer.arguments.items():
                assert members(parameters[name].annotation) == taken_by(described)
            assert signature.return_annotation is ImportReport
        else:
            stream = AsyncStream if is_async else Stream
            assert members(signature.return_annotation) == {stream[item], stream[list[item]]}  # type: ignore[valid-type]
        seen.append([each for each in parameters.values() if each.name != key])
    assert seen[0] == seen[1]


def taken_by(described: Field_) -> set[Any]:
    """Types that an argument of an import takes."""
    if described.type == "array" and described.items is not None and described.items.ref == "rdf:Triple":
        return {Sequence[rdf.Triple | rdf.TripleLike]}
    return {SCALARS[described.type or ""]}


@each_client
def test_dumps_have_the_same_arguments_in_both_colours(client: Client) -> None:
    for service in client.descriptor.services.values():
        for key, dump in service.dumps.items():
            operation = service.operations[dump.operation]
            scope = [client.descriptor.gateway.scopes[service.scope].parameter] if service.scope else []
            seen: list[list[inspect.Parameter]] = []
            for module, class_ in (("bulk", "BulkClient"), ("bulk_async", "AsyncBulkClient")):
                function = vars(getattr(client.module(module), class_))[f"dump_{key}"]
                signature = client.signature(module, function)
                assert not inspect.iscoroutinefunction(function)
                assert list(signature.parameters) == ["self", *scope, *dump.arguments, "timeout"]
                for name, default in dump.arguments.items():
                    assert name in operation.request
                    assert signature.parameters[name].default == default
                    assert signature.parameters[name].kind is KEYWORD_ONLY
                stream = AsyncStream if class_.startswith("Async") else Stream
                assert get_origin(signature.return_annotation) is stream
                seen.append(list(signature.parameters.values()))
            assert seen[0] == seen[1]


# The same under other names ----------------------------------------------------------------------


@each_client
def test_a_drop_in_has_the_described_names_and_loads_lazily(client: Client) -> None:
    drop_in, name = client.descriptor.gateway.drop_in, client.package.__name__
    folder = ROOT / "generated" / f"{name}_drop_in"
    if drop_in is None:
        assert not folder.exists()
        return
    top = drop_in.package.partition(".")[0]
    kept = {each: sys.modules.pop(each) for each in list(sys.modules) if each.partition(".")[0] == top}
    sys.path.insert(0, str(folder))
    try:
        package = importlib.import_module(drop_in.package)
        assert not [each for each in sys.modules if each.startswith(f"{drop_in.package}.")]
        assert set(package.__all__) == {each for inside in drop_in.names.values() for each in inside}
        for module, inside in drop_in.names.items():
            loaded = importlib.import_module(f"{drop_in.package}.{module}")
            assert set(loaded.__all__) == set(inside)
            for theirs, ours in inside.items():
                assert getattr(loaded, theirs) is getattr(client.package, ours)
                assert getattr(package, theirs) is getattr(client.package, ours)
    finally:
        sys.path.remove(str(folder))
        for each in [each for each in sys.modules if each.partition(".")[0] == top]:
            del sys.modules[each]
        sys.modules.update(kept)
