"""TrustGraph 2.11 as the local gateway plays it: its state, and how it refuses and fails.

Its options, for `local_gateway("trustgraph_v2", ...)`:

    workspaces     those that exist from the start, each with a running flow `default`
    anonymous      whoever shows no credential is the administrator; so it is unless a `token` is given,
                   which is the administrator's API key. Without one, other keys are as good
    no_auth        TrustGraph's service for those who want no users: everybody may do everything
    bootstrap      there are no users yet, and `bootstrap` makes the first
    timeout        seconds that the gateway waits for a service
    core_timeout   seconds that exports and imports of cores over HTTP take, which reach no service
    memory         seconds for which it goes by what it found out about a key, or someone's rights
    mended         knowledge cores can be put; as shipped, TrustGraph cannot read such requests

What it remembers lives as long as the gateway does.
"""

from __future__ import annotations

from .rules import TrustGraph, setup

__all__ = ["TrustGraph", "setup"]
