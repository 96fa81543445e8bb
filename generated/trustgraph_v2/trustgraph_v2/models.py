# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""Responses and their parts, as pydantic models."""

from __future__ import annotations

from typing import Any

from gatewright.model import Base64, Model, Seconds, TextModel
from pydantic import ConfigDict, Field

from trustgraph_v2.fields import TermField, TripleField


class AgentResponse(Model):
    """The finished answer of an agent."""

    model_config = ConfigDict(json_schema_extra={"text": "text"})
    message_type: str | None = None
    """Always `answer`."""
    text: str = Field("", alias="content", json_schema_extra={"also": ["response", "answer"]})
    """Text of the answer."""
    end_of_message: bool = False
    """The message is complete."""
    end_of_dialog: bool = False
    """The dialogue is complete."""
    message_id: str | None = None
    """IRI of the message."""
    explain_id: str | None = None
    """IRI of an explanation."""
    explain_graph: str | None = None
    """Graph that holds the explanation."""
    explain_triples: list[TripleField] = []
    """The explanation."""
    in_token: int | None = None
    """Tokens read by the language model."""
    out_token: int | None = None
    """Tokens written by the language model."""
    model: str | None = None
    """Name of the language model."""


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
    step_type: str | None = None
    """Kind of step: react, plan, execute, decompose or synthesise."""
    plan: list[PlanStep] | None = None
    """Steps planned."""
    subagent_results: dict[str, str] | None = None
    """Results by sub-agent goal."""


class AnswersResponse(Model):
    """What a model found, by name."""

    answers: dict[str, Any]
    """What it found, by the names that were asked for."""
    model: str = ""
    """Name of the model."""


class ApiKey(Model):
    """What is known of an API key; the key itself is told only once, when it is made."""

    id: str = ""
    """Identifier of the key."""
    user_id: str = ""
    """User that it belongs to."""
    name: str = ""
    """Name for people."""
    prefix: str = ""
    """First letters of the key."""
    expires: str = ""
    """Last moment it is valid, in ISO 8601; empty: for ever."""
    created: str = ""
    """When it was made, in ISO 8601."""
    last_used: str = ""
    """When it was used last, in ISO 8601."""


class Assignment(Model):
    """A resource that is assigned to a person."""

    resource: str = ""
    """What is assigned."""
    scope: str = ""
    """Extent of the assignment."""
    status: str = ""
    """State of the assignment."""
    valid_from: str = ""
    """First moment it holds, in ISO 8601."""
    valid_to: str = ""
    """Last moment it holds, in ISO 8601."""
    qualifiers: dict[str, str] = {}
    """Further conditions by name."""


class Bootstrap(Model):
    """The first user of a gateway."""

    bootstrap_admin_user_id: str = ""
    """Identifier of the user."""
    bootstrap_admin_api_key: str
    """The user's API key, in clear; it is not told again."""


class ChunkMatch(Model):
    """A piece of a document that is near in meaning."""

    chunk_id: str
    """Identifier of the piece."""
    score: float
    """How near it is; more is nearer."""
    attributes: dict[str, Any] = {}
    """What else is known of it, by name."""


class ChunkVector(Model):
    """A piece of a document and its vector."""

    chunk_id: str
    """Identifier of the piece."""
    vector: list[float]
    """Its vector."""
    attributes: dict[str, str] | None = None
    """Further attributes by name; never sent back."""


class ClozeModel(Model):
    """A model that was trained to classify texts."""

    name: str
    """Its name."""
    state: str = ""
    """`ready` or `training`."""
    labels: list[str] = []
    """The classes that it knows."""
    accuracy: float | None = None
    """Share of the test texts that it classified correctly, from 0 to 1."""
    train_size: int | None = None
    """Texts that it was trained with."""
    test_size: int | None = None
    """Texts that it was tested with."""


class ClozeModelsResponse(Model):
    """Trained models of the workspace."""

    models: list[ClozeModel] = Field([], validate_default=True)
    """The models."""


class ClozeResponse(Model):
    """The class of a text."""

    label: str
    """The class."""
    confidence: float
    """How certain that is, from 0 to 1."""


class CollectionMetadata(Model):
    """A collection: a part of a workspace that holds documents, triples and vectors."""

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
    """Kind of item, such as `prompt` or `flow`."""
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
    """Kind of item, such as `prompt` or `flow`."""
    key: str
    """Name of the item among those of its kind."""
    value: str | None = None
    """What it says, JSON text by convention. None: there is no such item."""
    workspace: str = ""
    """Workspace it belongs to; told by `get_values_all_workspaces` only."""


class CoreBlob(Model):
    """Content of a document that belongs to a core."""

    id: str = ""
    """Identifier of the document."""
    data: Base64
    """The content."""


class CoreDocument(Model):
    """A document that belongs to a core."""

    id: str = ""
    """Identifier of the document."""
    kind: str = ""
    """MIME type."""
    title: str = ""
    """Title for people."""
    parent_id: str = Field("", alias="parent-id")
    """Document that this one was made from."""
    document_type: str = Field("", alias="document-type")
    """`source`, `page`, `chunk` or `extracted`."""
    comments: str = ""
    """Remarks for people."""
    tags: list[str] = []
    """Tags."""


class CoreDocumentEmbeddings(Model):
    """Vectors of pieces of documents of a core."""

    metadata: CoreMetadata
    """Where they come from."""
    chunks: list[ChunkVector]
    """Pieces with their vectors."""


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
    """Identifier of the document."""
    root: str = ""
    """Identifier of the document at the root of that one."""
    collection: str
    """Collection that it was made for."""


class CoreTriples(Model):
    """Triples of a core."""

    metadata: CoreMetadata
    """Where they come from."""
    triples: list[TripleField]
    """The triples."""


class Delegation(Model):
    """A person's acting for another."""

    delegator_id: str = ""
    """Identifier of the other person."""
    scope: str = ""
    """What is delegated."""


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


class DocumentEmbeddingsResponse(Model):
    """Pieces of documents that are near in meaning, the nearest first."""

    chunks: list[ChunkMatch]
    """The pieces, the nearest first."""


class DocumentMetadata(Model):
    """What the library knows about a document."""

    id: str = ""
    """Identifier of the document."""
    time: Seconds | None = None
    """When it was added or last described."""
    kind: str = ""
    """MIME type, such as `application/pdf`."""
    title: str = ""
    """Title for people."""
    comments: str = ""
    """Remarks for people."""
    metadata: list[TripleField] = []
    """Triples about the document."""
    tags: list[str] = []
    """Tags."""
    parent_id: str = Field("", alias="parent-id")
    """Document that this one was made from; empty where it was uploaded."""
    document_type: str = Field("source", alias="document-type")
    """`source`, `page`, `chunk`, `extracted` or `answer`."""


class DocumentRagResponse(Model):
    """The finished answer of document RAG."""

    model_config = ConfigDict(json_schema_extra={"text": "text"})
    message_type: str | None = None
    """Usually absent."""
    text: str = Field("", alias="response")
    """Text of the answer."""
    end_of_stream: bool = False
    """The language model has finished."""
    end_of_session: bool = False
    """Nothing follows."""
    explain_id: str | None = None
    """IRI of an explanation."""
    explain_graph: str | None = None
    """Graph that holds the explanation."""
    explain_triples: list[TripleField] = []
    """The explanation."""
    in_token: int | None = None
    """Tokens read by the language model."""
    out_token: int | None = None
    """Tokens written by the language model."""
    model: str | None = None
    """Name of the language model."""


class EmbeddingsResponse(Model):
    """Vectors of the texts sent."""

    vectors: list[list[float]]
    """One vector for each text, in the order sent."""


class Entitlement(Model):
    """Access that a person has."""

    resource_scope: str = ""
    """What may be reached."""
    access_level: str = ""
    """How far the access goes."""
    valid_from: str = ""
    """First moment it holds, in ISO 8601."""
    valid_to: str = ""
    """Last moment it holds, in ISO 8601."""


class EntityMatch(Model):
    """An entity that is near in meaning."""

    entity: TermField
    """The entity."""
    score: float
    """How near it is; more is nearer."""
    rdf_type: list[str] = []
    """IRIs of its classes."""
    attributes: dict[str, Any] = {}
    """What else is known of it, by name."""


class EntityVector(Model):
    """An entity and its vector."""

    entity: TermField
    """The entity."""
    vector: list[float]
    """Its vector."""
    chunk_id: str | None = None
    """Piece of a document that it was found in; never sent back."""
    rdf_type: list[str] | None = None
    """IRIs of its classes; never sent back."""
    attributes: dict[str, str] | None = None
    """Further attributes by name; never sent back."""


class FlowResponse(Model):
    """Answer of the flow service."""

    blueprint_names: list[str] = Field([], alias="blueprint-names")
    """Names of blueprints."""
    flow_ids: list[str] = Field([], alias="flow-ids")
    """Identifiers of flows."""
    blueprint_definition: str = Field("", alias="blueprint-definition")
    """A blueprint as JSON text."""
    flow: str = ""
    """A flow as JSON text."""
    description: str = ""
    """What a flow is for."""
    parameters: dict[str, str] = {}
    """Parameters of a flow."""


class GraphEmbeddingsResponse(Model):
    """Entities that are near in meaning, the nearest first."""

    entities: list[EntityMatch]
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
    message_type: str | None = None
    """Always `chunk`."""
    text: str = Field("", alias="response")
    """Text of the answer."""
    sources: list[dict[str, str]] = []
    """Documents that the answer rests on, each with `uri` and `title`; the title may be empty."""
    end_of_stream: bool = False
    """The language model has finished."""
    end_of_session: bool = False
    """Nothing follows."""
    explain_id: str | None = None
    """IRI of an explanation."""
    explain_graph: str | None = None
    """Graph that holds the explanation."""
    explain_triples: list[TripleField] = []
    """The explanation."""
    in_token: int | None = None
    """Tokens read by the language model."""
    out_token: int | None = None
    """Tokens written by the language model."""
    model: str | None = None
    """Name of the language model."""


class IamResponse(Model):
    """Answer of the service for users, keys and workspaces."""

    user: User | None = None
    """A user."""
    users: list[User] = Field([], validate_default=True)
    """Users."""
    workspace: Workspace | None = None
    """A workspace."""
    workspaces: list[Workspace] = Field([], validate_default=True)
    """Workspaces."""
    api_key_plaintext: str = ""
    """An API key, in clear."""
    api_key: ApiKey | None = None
    """What is known of it."""
    api_keys: list[ApiKey] = Field([], validate_default=True)
    """API keys."""
    jwt: str = ""
    """A token."""
    jwt_expires: str = ""
    """Last moment it is valid, in ISO 8601."""
    temporary_password: str = ""
    """A password."""
    bootstrap_admin_user_id: str = ""
    """Identifier of the first user."""
    bootstrap_admin_api_key: str = ""
    """API key of the first user, in clear."""
    bootstrap_available: bool = False
    """The gateway has no user yet."""
    group_json: str = ""
    """A group, as JSON text."""
    groups_json: str = ""
    """Groups, as JSON text."""
    members_json: str = ""
    """Members, as JSON text."""
    grants_json: str = ""
    """Grants, as JSON text."""
    effective_permissions_json: str = ""
    """Permissions, as JSON text."""


class ImageToTextResponse(Model):
    """What an image shows."""

    model_config = ConfigDict(json_schema_extra={"text": "text"})
    text: str = Field("", alias="description")
    """The description."""
    in_token: int | None = None
    """Tokens read by the language model."""
    out_token: int | None = None
    """Tokens written by the language model."""
    model: str | None = None
    """Name of the language model."""


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
    total_bytes: int = Field(0, alias="total-bytes")
    """Bytes that the document has in all."""
    upload_sessions: list[UploadSession] = Field([], alias="upload-sessions", validate_default=True)
    """Uploads that are not complete."""


class Login(Model):
    """A token that a login or an administrator made."""

    jwt: str
    """The token, to be passed as `token` to `Api`."""
    jwt_expires: str = ""
    """Last moment it is valid, in ISO 8601; that is an hour."""


class McpToolResponse(Model):
    """What a tool answered: either text or an object."""

    model_config = ConfigDict(json_schema_extra={"text": "text"})
    text: str | None = None
    """The answer of a tool that gives text."""
    object: Any | None = None
    """The answer of a tool that gives JSON, decoded."""


class ModelInfo(Model):
    """A language model that the backend offers. Backends differ in how much they tell."""

    id: str
    """Name by which the backend knows the model."""
    name: str | None = None
    """Name for people."""
    owned_by: str | None = None
    """Who made or offers the model."""
    created: int | None = None
    """When it was made, in seconds since 1970."""
    description: str | None = None
    """What the model is good for."""
    context_length: int | None = None
    """Longest input and output together, in tokens."""
    max_output_length: int | None = None
    """Longest output, in tokens."""
    input_modalities: list[str] = []
    """What it reads, such as `text` or `image`."""
    output_modalities: list[str] = []
    """What it writes."""
    supported_features: list[str] = []
    """Abilities, such as `tools`."""
    input_price: float | None = None
    """Price of one token read, in the currency of the backend."""
    output_price: float | None = None
    """Price of one token written, in the currency of the backend."""
    family: str | None = None
    """Family of models that it belongs to."""
    parameter_size: str | None = None
    """Number of parameters, such as `8B`."""
    quantization: str | None = None
    """How its weights are stored, such as `Q4_K_M`."""
    format: str | None = None
    """Format of its file, such as `gguf`."""


class NewApiKey(Model):
    """An API key that was just made."""

    api_key_plaintext: str
    """The key itself, in clear; it is not told again."""
    api_key: ApiKey
    """What is known of it."""


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


class OverrideAuthority(Model):
    """A policy that a person may override."""

    policy_area: str = ""
    """Area of the policy."""
    condition: str = ""
    """When it may be overridden."""


class PlanStep(Model):
    """One step of an agent's plan."""

    goal: str | None = None
    """What the step is to reach."""
    tool_hint: str | None = None
    """Name of a tool that may help."""
    depends_on: list[int] | None = None
    """Positions in the plan, from 0, of the steps that come before."""
    status: str | None = None
    """State of the step: pending, running, completed or failed."""
    result: str | None = None
    """What the step gave."""


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
    collection: str = ""
    """Collection that the results go to."""
    tags: list[str] = []
    """Tags."""


class PromptResponse(Model):
    """The answer to a prompt template: either text or an object."""

    model_config = ConfigDict(json_schema_extra={"text": "text"})
    text: str | None = None
    """The answer of a template that asks for text."""
    object: str | None = None
    """The answer of a template that asks for JSON, as JSON text."""
    end_of_stream: bool = False
    """The language model has finished."""
    in_token: int | None = None
    """Tokens read by the language model."""
    out_token: int | None = None
    """Tokens written by the language model."""
    model: str | None = None
    """Name of the language model."""


class RerankDocument(Model):
    """A text to compare with questions."""

    document_id: str
    """Its name in the answer."""
    document_text: str
    """The text."""


class RerankQuery(Model):
    """A question to compare texts with."""

    query_id: str
    """Its name in the answer."""
    query_text: str
    """The question."""


class RerankResponse(Model):
    """The texts that fit, the best one first."""

    results: list[RerankResult]
    """The texts that fit, the best one first."""


class RerankResult(Model):
    """How well a text fits a question."""

    document_id: str
    """The text."""
    query_id: str
    """The question that it fits best."""
    score: float
    """How well it fits; more is better."""


class RowEmbeddingsResponse(Model):
    """Rows that are near in meaning, the nearest first."""

    matches: list[RowMatch]
    """The rows, the nearest first."""


class RowMatch(Model):
    """A row that is near in meaning."""

    index_name: str
    """The index by which it was found."""
    index_value: list[str] = []
    """Values of the indexed fields; they lead to the row."""
    text: str = ""
    """The text that was compared."""
    score: float
    """How near it is; more is nearer."""
    attributes: dict[str, Any] = {}
    """What else is known of it, by name."""


class RowsResponse(Model):
    """What a GraphQL query found."""

    data: Any | None = None
    """What was found, in the shape of the query."""
    errors: list[GraphQLError] = Field([], validate_default=True)
    """What went wrong in parts of the query; empty if all went well."""
    extensions: dict[str, Any] = {}
    """What the service tells about the query besides."""


class SparqlBinding(Model):
    """One solution of a SELECT."""

    values: list[TermField | None]
    """Values in the order of the variables; None for a variable that has none here."""


class SparqlResponse(Model):
    """The answer to a SPARQL query."""

    query_type: str = Field("", alias="query-type")
    """What kind of query it was: `select`, `ask`, `construct` or `describe`."""
    variables: list[str] = []
    """Variables of a SELECT, without the question mark."""
    bindings: list[SparqlBinding] = Field([], validate_default=True)
    """Solutions of a SELECT."""
    ask_result: bool | None = Field(None, alias="ask-result")
    """Answer to an ASK."""
    triples: list[TripleField] = []
    """Triples of a CONSTRUCT or DESCRIBE."""


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
    end_of_stream: bool = False
    """The language model has finished."""
    models: list[ModelInfo] = Field([], validate_default=True)
    """Models of the backend; only in answer to `list_models`."""


class TraversalStep(Model):
    """
    What graph RAG may follow in one step of its walk. The first step of a list holds for the entities
    that the walk starts from, and only its types count; each later one for the next hop.
    """

    types: list[str] = []
    """IRIs of the classes that entities must have; empty for any."""
    relationships: list[str] = []
    """IRIs of the predicates to follow; empty for all."""
    graphs: list[str] = []
    """IRIs of the named graphs to read; empty for that of the query."""


class TriplesResponse(Model):
    """Triples that match a pattern."""

    triples: list[TripleField] = Field(..., alias="response")
    """The triples."""


class UploadBegun(Model):
    """An upload that was begun."""

    upload_id: str = Field("", alias="upload-id")
    """Identifier of the upload."""
    chunk_size: int = Field(0, alias="chunk-size")
    """Bytes of every chunk but the last."""
    total_chunks: int = Field(0, alias="total-chunks")
    """Number of chunks."""


class UploadCompleted(Model):
    """An upload that was completed."""

    document_id: str = Field("", alias="document-id")
    """Identifier of the document."""
    object_id: str = Field("", alias="object-id")
    """Identifier of its content in the blob store."""


class UploadProgress(Model):
    """How far an upload is after a chunk."""

    upload_id: str = Field("", alias="upload-id")
    """Identifier of the upload."""
    chunk_index: int = Field(0, alias="chunk-index")
    """Number of the chunk, from 0."""
    chunks_received: int = Field(0, alias="chunks-received")
    """Chunks that have arrived, by the gateway's count, which is one too high for some."""
    total_chunks: int = Field(0, alias="total-chunks")
    """Number of chunks."""
    bytes_received: int = Field(0, alias="bytes-received")
    """Bytes in that many chunks."""
    total_bytes: int = Field(0, alias="total-bytes")
    """Bytes in all."""


class UploadSession(Model):
    """An upload that is not complete."""

    upload_id: str = Field("", alias="upload-id")
    """Identifier of the upload."""
    document_id: str = Field("", alias="document-id")
    """Identifier of the document."""
    document_metadata_json: str = Field("", alias="document-metadata-json")
    """What was said of the document when the upload began, as JSON text."""
    total_size: int = Field(0, alias="total-size")
    """Bytes in all."""
    chunk_size: int = Field(0, alias="chunk-size")
    """Bytes of every chunk but the last."""
    total_chunks: int = Field(0, alias="total-chunks")
    """Number of chunks."""
    chunks_received: int = Field(0, alias="chunks-received")
    """Number of chunks that have arrived."""
    created_at: str = Field("", alias="created-at")
    """When it began."""


class UploadStatus(Model):
    """How far an upload is."""

    upload_id: str = Field("", alias="upload-id")
    """Identifier of the upload."""
    upload_state: str = Field("", alias="upload-state", json_schema_extra={"also": ["state"]})
    """`in-progress`, or `expired`, which is said of unknown and completed uploads, too."""
    received_chunks: list[int] = Field([], alias="received-chunks")
    """Numbers of the chunks that have arrived, from 0."""
    missing_chunks: list[int] = Field([], alias="missing-chunks")
    """Numbers of those that have not."""
    chunks_received: int = Field(0, alias="chunks-received")
    """Number of chunks that have arrived."""
    total_chunks: int = Field(0, alias="total-chunks")
    """Number of chunks."""
    bytes_received: int = Field(0, alias="bytes-received")
    """Bytes that have arrived, counted in whole chunks."""
    total_bytes: int = Field(0, alias="total-bytes")
    """Bytes in all."""


class User(Model):
    """A user."""

    id: str = ""
    """Identifier of the user."""
    default_workspace: str = ""
    """Workspace that the user works in unless told otherwise."""
    username: str = ""
    """Name to log in with."""
    name: str = ""
    """Name for people."""
    email: str = ""
    """Address."""
    roles: list[str] = []
    """Roles: `reader`, `writer`, `admin`."""
    enabled: bool = False
    """The user may log in."""
    must_change_password: bool = False
    """The user is to choose another password."""
    created: str = ""
    """When it was made, in ISO 8601."""


class UserContext(Model):
    """
    Who a query is made for, so that the graph store can leave out what this person may not see.
    Gateways with such a policy fill it in themselves from the caller's token.
    """

    user_id: str = ""
    """Identifier of the person."""
    roles: list[str] = []
    """Roles that the person holds."""
    assignments: list[Assignment] = Field([], validate_default=True)
    """Resources assigned to the person."""
    entitlements: list[Entitlement] = Field([], validate_default=True)
    """What the person may reach."""
    organisational_units: list[str] = []
    """Units that the person belongs to."""
    override_authorities: list[OverrideAuthority] = Field([], validate_default=True)
    """Policies that the person may override."""
    delegation: Delegation | None = None
    """On whose behalf the person acts."""
    purpose: str = ""
    """What the data is wanted for."""


class Workspace(Model):
    """A workspace."""

    id: str = ""
    """Identifier of the workspace."""
    name: str = ""
    """Name for people."""
    enabled: bool = False
    """It can be used."""
    created: str = ""
    """When it was made, in ISO 8601."""
