# Generated from schema/trustgraph_v1 by gatewright 0.1.0, content b854e4d5e425139a. Do not edit.
"""Responses and their parts, as pydantic models."""

from __future__ import annotations

from typing import Any

from gatewright.model import Json, Model, Seconds, TextModel
from pydantic import ConfigDict, Field

from trustgraph_v1.fields import TermField, TripleField


class AgentResponse(Model):
    """The finished answer of an agent."""

    model_config = ConfigDict(json_schema_extra={"text": "text"})
    text: str = Field("", alias="answer", json_schema_extra={"also": ["response", "content"]})
    """Text of the answer."""
    thought: str = ""
    """What the agent thought, all steps together."""
    observation: str = ""
    """What its tools answered, all steps together."""


class AgentStep(Model):
    """One step of an agent's reasoning, as passed in `history`."""

    thought: str | None = None
    """What the agent thought."""
    action: str | None = None
    """Name of the tool it called."""
    arguments: dict[str, str] | None = None
    """Arguments of the tool."""
    observation: str | None = None
    """What the tool answered."""
    user: str | None = None
    """User whose data the step worked on."""


class CollectionMetadata(Model):
    """A collection: a part of a user's data that holds documents, triples and vectors."""

    user: str = ""
    """User whose collection it is."""
    collection: str = ""
    """Identifier of the collection."""
    name: str = ""
    """Name for people."""
    description: str = ""
    """What it is for."""
    tags: list[str] = []
    """Tags."""


class CollectionResponse(Model):
    """Answer of the service for collections."""

    timestamp: str = ""
    """When it was made, in ISO 8601."""
    collections: list[CollectionMetadata] = Field([], validate_default=True)
    """Collections."""


class ConfigKey(Model):
    """Names one configuration item."""

    type: str
    """Kind of item, such as `prompt` or `flows`."""
    key: str
    """Name of the item among those of its kind."""


class ConfigResponse(Model):
    """Answer of the configuration service."""

    version: int = 0
    """Number of changes made to the configuration so far."""
    values: list[ConfigValue] = Field([], validate_default=True)
    """Items."""
    directory: list[str] = []
    """Keys."""
    config: dict[str, dict[str, str]] = {}
    """All items: kind to key to value."""


class ConfigValue(TextModel):
    """One configuration item."""

    model_config = ConfigDict(json_schema_extra={"text": "value"})
    type: str
    """Kind of item, such as `prompt` or `flows`."""
    key: str
    """Name of the item among those of its kind."""
    value: str | None = None
    """What it says, JSON text by convention. None: there is no such item."""


class CoreFrame(Model):
    """One message of a core that is read, which holds one of these."""

    triples: CoreTriples | None = None
    """Triples."""
    graph_embeddings: CoreGraphEmbeddings | None = Field(None, alias="graph-embeddings")
    """Vectors of entities."""
    eos: bool | None = None
    """Nothing follows."""


class CoreGraphEmbeddings(Model):
    """Vectors of entities of a core."""

    metadata: CoreMetadata
    """Where they come from."""
    entities: list[EntityVector]
    """Entities with their vectors."""


class CoreIds(Model):
    """Identifiers of cores."""

    ids: list[str] = []
    """Identifiers."""


class CoreMetadata(Model):
    """Where a part of a core comes from."""

    id: str
    """Identifier of the document; it names the core."""
    metadata: list[TripleField]
    """Triples about the document; may be empty."""
    user: str
    """User whose core it is."""
    collection: str
    """Collection that it was made for."""


class CoreTriples(Model):
    """Triples of a core."""

    metadata: CoreMetadata
    """Where they come from."""
    triples: list[TripleField]
    """The triples."""


class DiagnosisResponse(Model):
    """What a sample of data is, and how to read it."""

    operation: str = ""
    """What was asked for."""
    detected_type: str | None = Field(None, alias="detected-type")
    """Format of the data: `csv`, `json` or `xml`."""
    confidence: float = 0.0
    """How certain the format is, from 0 to 1."""
    descriptor: Any | None = None
    """How the data is read into rows of a schema."""
    metadata: dict[str, Any] = {}
    """More about the data, such as `csv_options`, which are JSON text."""
    schema_matches: list[str] = Field([], alias="schema-matches")
    """Names of schemas that fit."""


class DocumentMetadata(Model):
    """What the library knows about a document."""

    id: str = ""
    """Identifier of the document."""
    time: Seconds | None = None
    """When it was added or last described."""
    kind: str = ""
    """MIME type: `text/plain` or `application/pdf`."""
    title: str = ""
    """Title for people."""
    comments: str = ""
    """Remarks for people."""
    metadata: list[TripleField] = []
    """Triples about the document."""
    user: str = ""
    """User whose document it is."""
    tags: list[str] = []
    """Tags."""


class DocumentRagResponse(Model):
    """The finished answer of document RAG."""

    model_config = ConfigDict(json_schema_extra={"text": "text"})
    text: str = Field("", alias="response")
    """Text of the answer."""
    end_of_stream: bool = False
    """The language model has finished."""


class EmbeddingsResponse(Model):
    """Vectors of the text sent."""

    vectors: list[list[float]]
    """Vectors of the text; most embedding models make one."""


class EntityVector(Model):
    """An entity and its vectors."""

    entity: TermField
    """The entity."""
    vectors: list[list[float]]
    """Its vectors."""


class FlowResponse(Model):
    """Answer of the flow service."""

    class_names: list[str] = Field([], alias="class-names")
    """Names of flow classes."""
    flow_ids: list[str] = Field([], alias="flow-ids")
    """Identifiers of flows."""
    class_definition: str = Field("", alias="class-definition")
    """A flow class as JSON text."""
    flow: str = ""
    """A flow as JSON text."""
    description: str = ""
    """What a flow is for."""
    parameters: dict[str, str] = {}
    """Parameters of a flow."""


class GraphEmbeddingsResponse(Model):
    """Entities that are near in meaning, the nearest first."""

    entities: list[TermField]
    """The entities, the nearest first."""


class GraphQLError(Model):
    """What went wrong in a part of a GraphQL query."""

    message: str
    """What went wrong."""
    path: list[Any] = []
    """The part of the query."""
    extensions: dict[str, Any] = {}
    """What the service tells about it besides."""


class GraphRagResponse(Model):
    """The finished answer of graph RAG."""

    model_config = ConfigDict(json_schema_extra={"text": "text"})
    text: str = Field("", alias="response")
    """Text of the answer."""
    end_of_stream: bool = False
    """The language model has finished."""


class LibraryResponse(Model):
    """Answer of the library."""

    document_metadata: DocumentMetadata | None = Field(None, alias="document-metadata")
    """A document."""
    document_metadatas: list[DocumentMetadata] = Field([], alias="document-metadatas", validate_default=True)
    """Documents."""
    processing_metadatas: list[ProcessingMetadata] = Field(
        [], alias="processing-metadatas", validate_default=True
    )
    """Processings."""
    content: str = ""
    """A document's content, as base64."""


class McpToolResponse(Model):
    """What a tool answered: either text or an object."""

    model_config = ConfigDict(json_schema_extra={"text": "text"})
    text: str = ""
    """The answer of a tool that gives text."""
    object: Any | None = None
    """The answer of a tool that gives JSON, decoded."""


class NlpQueryResponse(Model):
    """A question as a GraphQL query."""

    graphql_query: str = ""
    """The query."""
    variables: dict[str, Any] = {}
    """Variables of the query by name."""
    detected_schemas: list[str] = []
    """Schemas that the query is about."""
    confidence: float = 0.0
    """How certain the service is, from 0 to 1."""


class ObjectsResponse(Model):
    """What a GraphQL query found."""

    data: Any | None = None
    """What was found, in the shape of the query."""
    errors: list[GraphQLError] = Field([], validate_default=True)
    """What went wrong in parts of the query; empty if all went well."""
    extensions: dict[str, Any] = {}
    """What the service tells about the query besides."""


class ProcessingMetadata(Model):
    """A flow's work on a document."""

    id: str = ""
    """Identifier of the processing."""
    document_id: str = Field("", alias="document-id")
    """The document."""
    time: Seconds | None = None
    """When it was started."""
    flow: str = ""
    """The flow."""
    user: str = ""
    """User whose document it is."""
    collection: str = ""
    """Collection that the results go to."""
    tags: list[str] = []
    """Tags."""


class PromptResponse(Model):
    """The answer to a prompt template: either text or an object."""

    model_config = ConfigDict(json_schema_extra={"text": "text"})
    text: str = ""
    """The answer of a template that asks for text."""
    object: Json | None = None
    """The answer of a template that asks for JSON."""


class StructuredQueryResponse(Model):
    """The answer to a question about structured data."""

    data: Any | None = None
    """What was found, in the shape of the GraphQL query."""
    errors: list[str] = []
    """What went wrong in parts of the query; empty if all went well."""


class TextCompletionResponse(Model):
    """What a language model wrote."""

    model_config = ConfigDict(json_schema_extra={"text": "text"})
    text: str = Field("", alias="response")
    """The text."""
    in_token: int | None = None
    """Tokens read by the language model."""
    out_token: int | None = None
    """Tokens written by the language model."""
    model: str | None = None
    """Name of the language model."""


class TriplesResponse(Model):
    """Triples that match a pattern."""

    triples: list[TripleField] = Field(..., alias="response")
    """The triples."""
