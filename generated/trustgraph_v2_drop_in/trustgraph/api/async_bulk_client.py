# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""Names of `trustgraph.api.async_bulk_client`, from `trustgraph_v2`."""

from trustgraph_v2 import AsyncBulkClient as AsyncBulkClient

__all__ = ["AsyncBulkClient"]
