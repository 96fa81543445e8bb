"""What TrustGraph says about how an answer came about: the entities, and reading them from triples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ... import rdf

TG = "https://trustgraph.ai/ns/"
TG_QUERY = TG + "query"
TG_EDGE_COUNT = TG + "edgeCount"
TG_SELECTED_EDGE = TG + "selectedEdge"
TG_EDGE = TG + "edge"
TG_REASONING = TG + "reasoning"
TG_SCORE = TG + "score"
TG_DOCUMENT = TG + "document"
TG_CONCEPT = TG + "concept"
TG_ENTITY = TG + "entity"
TG_CHUNK_COUNT = TG + "chunkCount"
TG_SELECTED_CHUNK = TG + "selectedChunk"
TG_THOUGHT = TG + "thought"
TG_ACTION = TG + "action"
TG_ARGUMENTS = TG + "arguments"
TG_OBSERVATION = TG + "observation"
TG_SUBAGENT_GOAL = TG + "subagentGoal"
TG_PLAN_STEP = TG + "planStep"

TG_QUESTION = TG + "Question"
TG_GRAPH_RAG_QUESTION = TG + "GraphRagQuestion"
TG_DOC_RAG_QUESTION = TG + "DocRagQuestion"
TG_AGENT_QUESTION = TG + "AgentQuestion"
TG_GROUNDING = TG + "Grounding"
TG_EXPLORATION = TG + "Exploration"
TG_FOCUS = TG + "Focus"
TG_SYNTHESIS = TG + "Synthesis"
TG_ANALYSIS = TG + "Analysis"
TG_CONCLUSION = TG + "Conclusion"
TG_ANSWER_TYPE = TG + "Answer"
TG_REFLECTION_TYPE = TG + "Reflection"
TG_THOUGHT_TYPE = TG + "Thought"
TG_OBSERVATION_TYPE = TG + "Observation"
TG_TOOL_USE = TG + "ToolUse"
TG_DECOMPOSITION = TG + "Decomposition"
TG_FINDING = TG + "Finding"
TG_PLAN_TYPE = TG + "Plan"
TG_STEP_RESULT = TG + "StepResult"

PROV = "http://www.w3.org/ns/prov#"
PROV_STARTED_AT_TIME = PROV + "startedAtTime"
PROV_WAS_DERIVED_FROM = PROV + "wasDerivedFrom"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

# A triple as one of ours, as a tuple of values, or as the JSON object that the gateway sends.
Statement: TypeAlias = rdf.Triple | tuple[Any, Any, Any] | Mapping[str, Any]


def extract_term_value(term: Mapping[str, Any] | rdf.Term | str) -> Any:
    """The value of a term: an IRI, a text or a label as a string, a quoted triple as `{"s", "p", "o"}`.

    Takes JSON with short keys (`t`, `i`, `v`) and long ones (`type`, `iri`, `value`), and terms of ours,
    which are strings already. What is no term at all becomes a string that shows it.
    """
    if isinstance(term, rdf.Triple):
        return {
            "s": extract_term_value(term.s),
            "p": extract_term_value(term.p),
            "o": extract_term_value(term.o),
        }
    if isinstance(term, rdf.Unknown):
        return str(term.sent or "")
    if isinstance(term, str):
        return term
    kind = term.get("t") or term.get("type")
    if kind == "i":
        return rdf.Uri(term.get("i") or term.get("iri", ""))
    if kind == "l":
        text = term.get("v") or term.get("value", "")
        return rdf.Literal(text, term.get("dt"), term.get("ln"))
    if kind == "b":
        return rdf.BlankNode(term.get("d") or term.get("id", ""))
    if kind == "t":
        quoted: Mapping[str, Any] = term.get("tr") or term.get("triple") or {}
        return {place: extract_term_value(quoted.get(place) or {}) for place in "spo"}
    return term.get("i") or term.get("v") or term.get("iri") or term.get("value") or str(dict(term))


def wire_triples_to_tuples(wire_triples: Iterable[Statement]) -> list[tuple[Any, Any, Any]]:
    """Triples as tuples of subject, predicate and object, each as `extract_term_value` has it."""
    return [_values(each) for each in wire_triples]


def _values(statement: Statement) -> tuple[Any, Any, Any]:
    if isinstance(statement, Mapping):
        s, p, o = (extract_term_value(statement.get(place) or {}) for place in "spo")
        return (s, p, o)
    s, p, o = statement[:3]
    return (_value(s), _value(p), _value(o))


def _value(part: Any) -> Any:
    return extract_term_value(part) if isinstance(part, rdf.Triple | rdf.Unknown) else part


class _About:
    """What triples say about one entity; if none is about it, what they say about anything."""

    def __init__(self, uri: str, triples: Iterable[Statement]) -> None:
        self.everything = wire_triples_to_tuples(triples)
        own = [each for each in self.everything if each[0] == uri] or self.everything
        self._objects: dict[str, list[Any]] = {}
        for _s, predicate, value in own:
            self._objects.setdefault(str(predicate), []).append(value)

    def all(self, predicate: str) -> list[Any]:
        return self._objects.get(predicate, [])

    def one(self, predicate: str) -> Any:
        """The last value, since a later statement is the newer one; "" without any."""
        values = self.all(predicate)
        return values[-1] if values else ""

    def count(self, predicate: str) -> int:
        text = str(self.one(predicate))
        return int(text) if text.isdecimal() else 0


def _number(text: object) -> float | None:
    try:
        return float(str(text))
    except ValueError:
        return None


@dataclass
class EdgeSelection:
    """An edge of the graph that was chosen for an answer.

    Attributes:
        uri: IRI of the choice.
        edge: The edge, with `s`, `p` and `o`.
        reasoning: Why it was chosen.
        concept: Concept of the question that it belongs to.
        score: How well it fits, as the cross-encoder says.
    """

    uri: str
    edge: dict[str, Any] | None = None
    reasoning: str = ""
    concept: str = ""
    score: float | None = None


@dataclass
class ExplainEntity:
    """An entity of an explanation; itself one of a type that is not known here.

    Attributes:
        uri: IRI of the entity.
        entity_type: What it is, such as `question`; `unknown` if its types say nothing.
    """

    uri: str
    entity_type: str = ""

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> ExplainEntity:
        """The entity that triples describe, of the class that its `rdf:type` names, never its IRI."""
        known = list(triples)
        types = set(map(str, _About(uri, known).all(RDF_TYPE)))
        for entity, wanted in _BY_TYPE:
            if types & wanted:
                return entity.from_triples(uri, known)
        return ExplainEntity(uri, "unknown")


@dataclass
class Question(ExplainEntity):
    """What was asked; a session begins with it.

    Attributes:
        query: The question.
        timestamp: When, as ISO 8601 text.
        question_type: `graph-rag`, `document-rag`, `agent` or `unknown`.
    """

    query: str = ""
    timestamp: str = ""
    question_type: str = ""

    @classmethod
    def from_triples(
        cls, uri: str, triples: Iterable[Statement], types: Iterable[str] | None = None
    ) -> Question:
        """The question that triples describe; `types` stands for its `rdf:type`s if given."""
        about = _About(uri, triples)
        types = set(map(str, about.all(RDF_TYPE) if types is None else types))
        kind = next((name for name, iri in _QUESTIONS.items() if iri in types), "unknown")
        return cls(uri, "question", about.one(TG_QUERY), about.one(PROV_STARTED_AT_TIME), kind)


@dataclass
class Grounding(ExplainEntity):
    """The concepts that a question was taken apart into."""

    concepts: list[str] = field(default_factory=list[str])

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> Grounding:
        """The grounding that triples describe."""
        return cls(uri, "grounding", _About(uri, triples).all(TG_CONCEPT))


@dataclass
class Exploration(ExplainEntity):
    """What was found in the stores.

    Attributes:
        edge_count: Edges found.
        chunk_count: Pieces of documents found.
        entities: IRIs of the entities from which the search began.
    """

    edge_count: int = 0
    chunk_count: int = 0
    entities: list[str] = field(default_factory=list[str])

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> Exploration:
        """The exploration that triples describe."""
        about = _About(uri, triples)
        counts = about.count(TG_EDGE_COUNT), about.count(TG_CHUNK_COUNT)
        return cls(uri, "exploration", *counts, about.all(TG_ENTITY))


@dataclass
class Focus(ExplainEntity):
    """What was chosen of what was found.

    Attributes:
        selected_edge_uris: IRIs of the choices.
        edge_selections: The choices themselves, as far as they are known.
    """

    selected_edge_uris: list[str] = field(default_factory=list[str])
    edge_selections: list[EdgeSelection] = field(default_factory=list[EdgeSelection])

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> Focus:
        """The focus that triples describe, with the choices that are among them."""
        about = _About(uri, triples)
        chosen = [each for each in about.all(TG_SELECTED_EDGE) if isinstance(each, str)]
        described = ([each for each in about.everything if each[0] == one] for one in chosen)
        return cls(uri, "focus", chosen, [parse_edge_selection_triples(each) for each in described if each])


@dataclass
class Synthesis(ExplainEntity):
    """The answer; `document` is the IRI of its text in the library, or ""."""

    document: str = ""

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> Synthesis:
        """The synthesis that triples describe."""
        return cls(uri, "synthesis", _About(uri, triples).one(TG_DOCUMENT))


@dataclass
class Reflection(ExplainEntity):
    """A remark on the way.

    Attributes:
        document: IRI of its text in the library, or "".
        reflection_type: `thought` or `observation`, or "".
    """

    document: str = ""
    reflection_type: str = ""

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> Reflection:
        """The remark that triples describe."""
        about = _About(uri, triples)
        types = about.all(RDF_TYPE)
        kinds = {TG_THOUGHT_TYPE: "thought", TG_OBSERVATION_TYPE: "observation"}
        kind = next((name for iri, name in kinds.items() if iri in types), "")
        return cls(uri, "reflection", about.one(TG_DOCUMENT), kind)


@dataclass
class Analysis(ExplainEntity):
    """An agent's decision to use a tool.

    Attributes:
        action: Name of the tool.
        arguments: What it is called with, as JSON text.
        thought: IRI of the thought that led to it, or "".
    """

    action: str = ""
    arguments: str = ""
    thought: str = ""

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> Analysis:
        """The decision that triples describe."""
        about = _About(uri, triples)
        return cls(uri, "analysis", about.one(TG_ACTION), about.one(TG_ARGUMENTS), about.one(TG_THOUGHT))


@dataclass
class Observation(ExplainEntity):
    """What a tool answered; `document` is the IRI of its text in the library, or ""."""

    document: str = ""

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> Observation:
        """The observation that triples describe."""
        return cls(uri, "observation", _About(uri, triples).one(TG_DOCUMENT))


@dataclass
class Conclusion(ExplainEntity):
    """An agent's answer; `document` is the IRI of its text in the library, or ""."""

    document: str = ""

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> Conclusion:
        """The conclusion that triples describe."""
        return cls(uri, "conclusion", _About(uri, triples).one(TG_DOCUMENT))


@dataclass
class Decomposition(ExplainEntity):
    """The goals that an agent divided a question into."""

    goals: list[str] = field(default_factory=list[str])

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> Decomposition:
        """The decomposition that triples describe."""
        return cls(uri, "decomposition", _About(uri, triples).all(TG_SUBAGENT_GOAL))


@dataclass
class Finding(ExplainEntity):
    """What an agent found that pursued one goal.

    Attributes:
        goal: The goal.
        document: IRI of the text in the library, or "".
    """

    goal: str = ""
    document: str = ""

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> Finding:
        """The finding that triples describe."""
        about = _About(uri, triples)
        return cls(uri, "finding", about.one(TG_SUBAGENT_GOAL), about.one(TG_DOCUMENT))


@dataclass
class Plan(ExplainEntity):
    """The steps that an agent intends to take."""

    steps: list[str] = field(default_factory=list[str])

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> Plan:
        """The plan that triples describe."""
        return cls(uri, "plan", _About(uri, triples).all(TG_PLAN_STEP))


@dataclass
class StepResult(ExplainEntity):
    """What came of one step of a plan.

    Attributes:
        step: The step.
        document: IRI of the text in the library, or "".
    """

    step: str = ""
    document: str = ""

    @classmethod
    def from_triples(cls, uri: str, triples: Iterable[Statement]) -> StepResult:
        """The result that triples describe."""
        about = _About(uri, triples)
        return cls(uri, "step-result", about.one(TG_PLAN_STEP), about.one(TG_DOCUMENT))


_QUESTIONS = {
    "graph-rag": TG_GRAPH_RAG_QUESTION,
    "document-rag": TG_DOC_RAG_QUESTION,
    "agent": TG_AGENT_QUESTION,
}
# The first that fits: an entity has several types, and a remark may be an observation as well.
_BY_TYPE: list[tuple[type[ExplainEntity], set[str]]] = [
    (Question, set(_QUESTIONS.values())),
    (Grounding, {TG_GROUNDING}),
    (Exploration, {TG_EXPLORATION}),
    (Focus, {TG_FOCUS}),
    (Decomposition, {TG_DECOMPOSITION}),
    (Finding, {TG_FINDING}),
    (Plan, {TG_PLAN_TYPE}),
    (StepResult, {TG_STEP_RESULT}),
    (Synthesis, {TG_SYNTHESIS}),
    (Reflection, {TG_REFLECTION_TYPE}),
    (Observation, {TG_OBSERVATION_TYPE}),
    (Analysis, {TG_ANALYSIS}),
    (Conclusion, {TG_CONCLUSION}),
]


def parse_edge_selection_triples(triples: Iterable[Statement]) -> EdgeSelection:
    """The chosen edge that triples describe; its IRI is the subject of the first."""
    known = wire_triples_to_tuples(triples)
    uri: str = known[0][0] if known else ""
    about = _About(uri, known)
    edges: list[Any] = [edge for edge in about.all(TG_EDGE) if isinstance(edge, dict)]
    edge: dict[str, Any] | None = edges[-1] if edges else None
    return EdgeSelection(
        uri, edge, about.one(TG_REASONING), about.one(TG_CONCEPT), _number(about.one(TG_SCORE))
    )


class Explained:
    """What an event of a stream explains: for a record with `explain_id` and `triples`."""

    __slots__ = ()

    explain_id: str
    triples: list[rdf.Triple]

    @property
    def entity(self) -> ExplainEntity | None:
        """The entity that the event's own triples describe, read anew each time; None without triples."""
        return ExplainEntity.from_triples(self.explain_id, self.triples) if self.triples else None

    @property
    def event_type(self) -> str:
        """What the event tells of: `question`, `grounding`, `synthesis`, ...; "" if that is not known."""
        entity = self.entity
        return "" if entity is None or entity.entity_type == "unknown" else entity.entity_type
