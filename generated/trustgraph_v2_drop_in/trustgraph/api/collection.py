# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""Names of `trustgraph.api.collection`, from `trustgraph_v2`."""

from trustgraph_v2 import Collection as Collection

__all__ = ["Collection"]
