# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""Names of `trustgraph.api.socket_client`, from `trustgraph_v2`."""

from trustgraph_v2 import SocketClient as SocketClient
from trustgraph_v2 import SocketFlowInstance as SocketFlowInstance
from trustgraph_v2 import build_term as build_term

__all__ = ["SocketClient", "SocketFlowInstance", "build_term"]
