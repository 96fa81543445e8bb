# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content 33ce9837d8b9e6d9. Do not edit.
"""Names of `trustgraph.api.flow`, from `trustgraph_v2`."""

from trustgraph_v2 import Flow as Flow
from trustgraph_v2 import FlowInstance as FlowInstance

__all__ = ["Flow", "FlowInstance"]
