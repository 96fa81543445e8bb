"""Checks of the distribution that gives a client under the names of an older one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .source import Problem

if TYPE_CHECKING:
    from .load import Loaded


def check_drop_in(loaded: Loaded) -> Iterator[Problem]:
    """Its names are public names of the client, and mean the same in all its modules."""
    gateway, say = loaded.descriptor.gateway, loaded.gateway.problem
    drop_in = gateway.drop_in
    if drop_in is None:
        return
    # Imported here, since only few descriptors need it.
    from .plan import plan

    public = plan(loaded.descriptor).public
    if drop_in.package.partition(".")[0] in {gateway.gateway, "gatewright"}:
        yield say(("drop_in", "package"), f"{drop_in.package} would be in the way of the client itself")
    meant: dict[str, str] = {}
    for module, inside in drop_in.names.items():
        for name, ours in inside.items():
            path = ("drop_in", "names", module, name)
            if ours not in public:
                yield say(path, f"the client has no public name {ours!r}")
            if name in drop_in.names:
                yield say(path, f"{name!r} is the name of a module there", at_key=True)
            if meant.setdefault(name, ours) != ours:
                yield say(path, f"{name!r} is {meant[name]} in another module")
