# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""Names of `trustgraph.api.exceptions`, from `trustgraph_v2`."""

from trustgraph_v2 import AgentError as AgentError
from trustgraph_v2 import ConfigError as ConfigError
from trustgraph_v2 import DocumentRagError as DocumentRagError
from trustgraph_v2 import FlowError as FlowError
from trustgraph_v2 import GatewayError as GatewayError
from trustgraph_v2 import GatewayError as ProtocolException
from trustgraph_v2 import GatewayRefused as ApplicationException
from trustgraph_v2 import GatewayRefused as TrustGraphException
from trustgraph_v2 import GraphRagError as GraphRagError
from trustgraph_v2 import LLMError as LLMError
from trustgraph_v2 import LoadError as LoadError
from trustgraph_v2 import LookupError as LookupError
from trustgraph_v2 import NLPQueryError as NLPQueryError
from trustgraph_v2 import RequestError as RequestError
from trustgraph_v2 import RowsQueryError as RowsQueryError
from trustgraph_v2 import StructuredQueryError as StructuredQueryError
from trustgraph_v2 import UnexpectedError as UnexpectedError

__all__ = [
    "AgentError",
    "ApplicationException",
    "ConfigError",
    "DocumentRagError",
    "FlowError",
    "GatewayError",
    "GraphRagError",
    "LLMError",
    "LoadError",
    "LookupError",
    "NLPQueryError",
    "ProtocolException",
    "RequestError",
    "RowsQueryError",
    "StructuredQueryError",
    "TrustGraphException",
    "UnexpectedError",
]
