# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content bbd49070b21eebc2. Do not edit.
"""Responses and their parts, as pydantic models."""

from __future__ import annotations

from gatewright.model import Model, TextModel
from pydantic import ConfigDict, Field

from trustgraph_v2.fields import TripleField


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


class Delegation(Model):
    """A person's acting for another."""

    delegator_id: str = ""
    """Identifier of the other person."""
    scope: str = ""
    """What is delegated."""


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
