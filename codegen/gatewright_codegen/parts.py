"""Parts of a plan: pure data, ready for templates to write down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument of a method: annotation, default and what is sent for it, as source; "" for no default."""

    name: str
    annotation: str
    default: str
    wire: str
    sent: str
    doc: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a generated class, ready to be written."""

    name: str
    overloads: tuple[str, ...]
    signature: str
    decorator: str
    doc: str
    body: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Class:
    """A group or a scope on one interface.

    Attributes:
        parameter: The scope's parameter; "" for a group.
        gives: The class of the scope that a group's `.id()` gives; "" for none.
        gives_default: Source of the default of that `.id()`; "" for none.
        gives_argument: Name of its argument.
        closable: It has a method that closes its connections.
    """

    name: str
    doc: str
    parameter: str
    gives: str
    gives_parameter: str
    gives_default: str
    gives_argument: str
    methods: tuple[Method, ...]
    closable: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """A method of a client that gives a group or scope: `api.flow()`, `api.flow("default")`."""

    name: str
    group: str
    scope: str
    argument: str
    doc: str


@dataclass(frozen=True, slots=True)
class FeedClass:
    """A class for the watchers of a feed, with a method for each of its commands."""

    name: str
    base: str
    event: str
    doc: str
    commands: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Interface:
    """A module of methods: rest, rest_async, sockets, sockets_async.

    Attributes:
        client: The class that gives all others; "" on REST, where `Api` does.
        methods: Methods of that class besides those that give groups and scopes.
    """

    module: str
    title: str
    channel: str
    client: str
    is_async: bool
    is_socket: bool
    operations: str
    terms: str
    classes: tuple[Class, ...]
    access: tuple[Access, ...]
    methods: tuple[Method, ...]
    feeds: tuple[FeedClass, ...]
    client_doc: str


@dataclass(frozen=True, slots=True)
class Constant:
    """An entry of operations.py."""

    name: str
    annotation: str
    constructor: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RecordField:
    name: str
    annotation: str
    default: str


@dataclass(frozen=True, slots=True)
class RecordClass:
    name: str
    bases: tuple[str, ...]
    doc: str
    fields: tuple[RecordField, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """A compiled function: its name, signature, docstring and lines."""

    name: str
    signature: str
    doc: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Union:
    name: str
    doc: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """How RDF terms are written and read: f-strings and tests."""

    iri: str
    blank: str
    literal: str
    literal_more: tuple[tuple[str, str], ...]
    literal_less: tuple[str, ...]
    literal_arguments: str
    quoted: str
    triple: str
    triple_with_graph: str
    has_graph: bool
    kind: str
    tests: Mapping[str, str]
    keys: Mapping[str, str]
    fast: Mapping[str, str]
    imports: tuple[Function, ...]


@dataclass(frozen=True, slots=True)
class BulkMethod:
    name: str
    signature: str
    doc: str
    body: str
    overloads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    annotation: str
    doc: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the README's table of operations; `rest` and `socket` say what it can do there."""

    name: str
    summary: str
    rest: str
    socket: str
    bulk: str
    has_defect: bool


@dataclass(frozen=True, slots=True)
class ErrorClass:
    name: str
    base: str
    doc: str


@dataclass(frozen=True, slots=True)
class SdkAttribute:
    """An attribute of a client in the shape of an older one: what it gives, and on which channel."""

    name: str
    module: str
    group: str
    channel: str
    doc: str


@dataclass(frozen=True, slots=True)
class SdkClass:
    """A client class in the shape of an older one; `url` and `token` are names of its arguments."""

    name: str
    doc: str
    url: str
    token: str
    attributes: tuple[SdkAttribute, ...]


@dataclass(frozen=True, slots=True)
class DropIn:
    """A distribution that gives a client under the names of an older one.

    Attributes:
        package: Its import path.
        modules: Module to name there to public name of the client.
        homes: Each name, and the module that the package takes it from.
    """

    package: str
    modules: Mapping[str, Mapping[str, str]]
    homes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Package:
    """A generated client."""

    name: str
    distribution: str
    title: str
    release: str
    doc: str
    api_doc: str
    settings: tuple[Setting, ...]
    interfaces: tuple[Interface, ...]
    bulk: tuple[BulkMethod, ...]
    bulk_async: tuple[BulkMethod, ...]
    constants: tuple[Constant, ...]
    records: tuple[RecordClass, ...]
    unions: tuple[Union, ...]
    iterators: tuple[Union, ...]
    address: str
    variables: tuple[str, ...]
    mixins: Mapping[str, str]
    shapes: tuple[Constant, ...]
    decoders: tuple[Function, ...]
    items_doc: str
    protocol: tuple[Function, ...]
    info: tuple[tuple[str, str], ...]
    retired: str
    terms: Terms | None
    types: tuple[str, ...]
    public: Mapping[str, str]
    rows: tuple[Row, ...]
    errors: tuple[ErrorClass, ...]
    sdk: tuple[SdkClass, ...]
    streams: bool
    offers: str
    has_calls: bool
    has_socket: bool
    has_bulk: bool
    drop_in: DropIn | None
