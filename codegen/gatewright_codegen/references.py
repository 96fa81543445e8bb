"""What pydantic cannot see: references that lead nowhere, names that collide, rules that contradict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import names
from .rules_drop_in import check_drop_in
from .rules_gateway import check_gateway
from .rules_parity import check_parity
from .rules_sdk import check_sdk
from .rules_services import check_services
from .rules_types import check_records, check_streams, check_types
from .source import Path_, Problem, Source

if TYPE_CHECKING:
    from .load import Loaded


def broken_references(loaded: Loaded) -> list[Problem]:
    """All problems of a descriptor whose files are each well formed."""
    checks = (
        *(check_gateway, check_services, check_types, check_records, check_streams),
        *(check_sdk, check_parity, _class_names, _yield),
    )
    found = [problem for check in checks for problem in check(loaded)]
    # What a client has is known once all else is sound.
    return found or list(check_drop_in(loaded))


def _class_names(loaded: Loaded) -> Iterator[Problem]:
    taken: set[str] = set()
    for source, path, class_names in _classes(loaded):
        for name in class_names:
            if name in taken or name in names.TAKEN_CLASSES:
                yield source.problem(path, f"the name {name} is taken", at_key="class" not in path)
            taken.add(name)


def _classes(loaded: Loaded) -> Iterator[tuple[Source, Path_, tuple[str, ...]]]:
    """All classes that a client has of its own, and where the descriptor names them."""
    descriptor, gateway = loaded.descriptor, loaded.gateway
    for part in ("groups", "scopes"):
        for name, owner in getattr(descriptor.gateway, part).items():
            yield gateway, (part, name, "class"), names.interface_classes(owner.class_)
    errors: set[str] = set()
    for index, rule in enumerate(descriptor.gateway.errors.rules):
        # Several rules may lead to one class.
        if rule.class_ is not None and rule.class_ not in errors:
            errors.add(rule.class_)
            yield gateway, ("errors", "rules", index, "class"), (rule.class_,)
    for name in descriptor.gateway.extensions:
        yield gateway, ("extensions", name), (name,)
    sdk = descriptor.gateway.sdk
    if sdk is not None:
        yield gateway, ("sdk", "class"), (sdk.class_, f"Async{sdk.class_}")
    for stem, service in descriptor.services.items():
        source = loaded.services[stem]
        for name, operation in service.operations.items():
            item = names.item_name(service, name, operation)
            if item is not None:
                yield source, ("operations", name), (item,)
        for name, feed in service.feeds.items():
            yield source, ("feeds", name, "class"), (feed.class_, f"Async{feed.class_}")
            yield source, ("feeds", name), (names.event_name(name),)
    for class_name, source in loaded.types.items():
        parts = ("types", "records", "streams")
        part = next(part for part in parts if class_name in getattr(descriptor, part))
        yield source, (part, class_name), (class_name,)


def _yield(loaded: Loaded) -> Iterator[Problem]:
    services = loaded.descriptor.services.values()
    if not any(each.operations or each.imports or each.exports or each.feeds for each in services):
        yield loaded.gateway.problem(
            (), "no service has operations, imports, exports or feeds, so it yields nothing"
        )
