# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""Errors of this gateway; each is also one of those that all gateways have in common."""

from __future__ import annotations

from gatewright.errors import ServiceError


class AgentError(ServiceError):
    """The agent failed."""


class ConfigError(ServiceError):
    """The service for configuration failed."""


class DocumentRagError(ServiceError):
    """The search in documents failed."""


class FlowError(ServiceError):
    """The service for flows failed."""


class GraphRagError(ServiceError):
    """The search in the knowledge graph failed."""


class LLMError(ServiceError):
    """The language model failed."""


class LoadError(ServiceError):
    """Loading failed."""


class LookupError(ServiceError):
    """A lookup failed. Not the builtin of this name."""


class NLPQueryError(ServiceError):
    """A question could not be made a query."""


class RowsQueryError(ServiceError):
    """A query for rows failed."""


class RequestError(ServiceError):
    """A service could not do what it was asked."""


class StructuredQueryError(ServiceError):
    """A question about rows could not be answered."""


class UnexpectedError(ServiceError):
    """A service failed in a way that it did not foresee."""
