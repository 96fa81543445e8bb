"""Checks of the client classes in the shape of an older client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import names
from .rules import METHOD_NAME, wanted
from .source import Problem

if TYPE_CHECKING:
    from .load import Loaded


def check_sdk(loaded: Loaded) -> Iterator[Problem]:
    """The names are free, and the groups are where the attributes look for them."""
    gateway, say = loaded.descriptor.gateway, loaded.gateway.problem
    sdk = gateway.sdk
    if sdk is None:
        return
    taken = {*gateway.settings, *(names.API_ARGUMENTS - {"url", "token"})}
    for part in ("url", "token"):
        name: str = getattr(sdk, part)
        if name in taken or not METHOD_NAME.fullmatch(name):
            yield say(("sdk", part), f"{name!r} cannot be an argument, or is one already")
        taken.add(name)
    for name, attribute in sdk.attributes.items():
        if not METHOD_NAME.fullmatch(name) or name in names.SDK_ATTRIBUTES:
            yield say(
                ("sdk", "attributes", name), f"{name!r} cannot be the name of an attribute", at_key=True
            )
        path = ("sdk", "attributes", name, "group")
        if attribute.group not in gateway.groups:
            yield say(path, f"there is no group {attribute.group!r}")
        elif not _serves(loaded, attribute.group, on_socket=attribute.on == "socket"):
            yield say(path, f"the group {attribute.group!r} has no operation on {attribute.on}")


def _serves(loaded: Loaded, group: str, *, on_socket: bool) -> bool:
    """Whether a group has an operation on an interface."""
    for service in loaded.descriptor.services.values():
        if service.group == group:
            for operation in service.operations.values():
                rest, socket = wanted(service, operation)
                if socket if on_socket else rest or operation.follow is not None:
                    return True
    return False
