"""The descriptor model: what the YAML files of a gateway may say.

`schema/<gateway>/gateway.yaml` holds one `Gateway`; each file under `services/` one
`Service`; each file under `types/` one `Types`. Together they are a `Descriptor`. Beside them
`migration.yaml` may hold one `Migration`, the words of a guide that comes from another tree.
Every name that can reach Python source is checked here, so that whatever passes is
either a plain identifier or text that the generator treats as inert.
"""

from __future__ import annotations

from pydantic import Field

from .gateway import (
    Address,
    Auth,
    Bulk,
    Defect,
    DropIn,
    ErrorRule,
    Errors,
    Faults,
    Feeds,
    Gateway,
    Greeting,
    Group,
    Header,
    Push,
    Rdf,
    Receive,
    Reply,
    Rest,
    Root,
    Route,
    Scope,
    Sdk,
    SdkAttribute,
    Setting,
    Socket,
    SocketAuth,
)
from .local import (
    Beginning,
    Condition,
    Example,
    FeedLocal,
    Keeping,
    Local,
    Need,
    Opening,
    Publication,
    Refusal,
    Refusals,
    Replay,
    ScopeLocal,
    ServiceLocal,
    Step,
    StoreLocal,
)
from .migration import About, Migration, Section
from .parity import First, Parity, Probe, Registry, Unknown
from .service import (
    Command,
    Dump,
    Feed,
    Follow,
    Operation,
    Poll,
    Returns,
    Service,
    Small,
    StreamRule,
    Transfer,
    Upload,
    Verify,
)
from .types import Record, Schema, Types
from .words import (
    ClassName,
    Derive,
    EnvironmentName,
    Field_,
    Identifier,
    ModuleName,
    PackageName,
    Strict,
    SubCall,
    Template,
    UrlPath,
    WireName,
)

__all__ = [
    "About",
    "Address",
    "Auth",
    "Beginning",
    "Bulk",
    "ClassName",
    "Command",
    "Condition",
    "Defect",
    "Derive",
    "Descriptor",
    "DropIn",
    "Dump",
    "EnvironmentName",
    "ErrorRule",
    "Errors",
    "Example",
    "Faults",
    "Feed",
    "FeedLocal",
    "Feeds",
    "Field_",
    "First",
    "Follow",
    "Gateway",
    "Greeting",
    "Group",
    "Header",
    "Identifier",
    "Keeping",
    "Local",
    "Migration",
    "ModuleName",
    "Need",
    "Opening",
    "Operation",
    "PackageName",
    "Parity",
    "Poll",
    "Probe",
    "Publication",
    "Push",
    "Rdf",
    "Receive",
    "Record",
    "Refusal",
    "Refusals",
    "Registry",
    "Replay",
    "Reply",
    "Rest",
    "Returns",
    "Root",
    "Route",
    "Schema",
    "Scope",
    "ScopeLocal",
    "Sdk",
    "SdkAttribute",
    "Section",
    "Service",
    "ServiceLocal",
    "Setting",
    "Small",
    "Socket",
    "SocketAuth",
    "Step",
    "StoreLocal",
    "StreamRule",
    "Strict",
    "SubCall",
    "Template",
    "Transfer",
    "Types",
    "Unknown",
    "Upload",
    "UrlPath",
    "Verify",
    "WireName",
]


class Descriptor(Strict):
    """A whole gateway, as `load` gives it."""

    gateway: Gateway
    services: dict[str, Service]
    types: dict[ClassName, Schema]
    records: dict[ClassName, Record]
    streams: dict[ClassName, list[str]] = Field(default_factory=dict)
