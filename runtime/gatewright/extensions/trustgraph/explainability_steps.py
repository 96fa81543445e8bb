"""How an explanation is looked up: which questions to ask in which order, without asking them.

Each function yields what is to be done and is sent what came of it; the clients of `explainability` do it.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from ... import rdf
from ...errors import GatewayError
from .explainability_entities import (
    PROV_STARTED_AT_TIME,
    PROV_WAS_DERIVED_FROM,
    RDFS_LABEL,
    TG_QUERY,
    Analysis,
    Conclusion,
    Decomposition,
    EdgeSelection,
    ExplainEntity,
    Exploration,
    Finding,
    Focus,
    Grounding,
    Observation,
    Plan,
    Question,
    Reflection,
    StepResult,
    Synthesis,
    parse_edge_selection_triples,
    wire_triples_to_tuples,
)

# Where TrustGraph keeps the explanations of answers.
RETRIEVAL = "urn:graph:retrieval"

# Names that TrustGraph gives its sessions, for those of which nothing is stored.
_SESSIONS = {"urn:trustgraph:agent:": "agent", "urn:trustgraph:docrag:": "docrag"}
# What follows from what, after the question; where there are several kinds, the first is the usual one.
_GRAPH_RAG = ((Grounding,), (Exploration,), (Focus,), (Synthesis,))
_DOCUMENT_RAG = ((Grounding,), (Exploration,), (Synthesis, Focus), (Synthesis,))
_SESSION_TYPES = {"agent": "agent", "document-rag": "docrag", "graph-rag": "graphrag"}


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for the triples that match; the answer is a list of them."""

    pattern: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """Read a document of the library; the answer is its content."""

    document: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait a little, since what was asked for may not be stored yet."""


Result = TypeVar("Result")
Steps: TypeAlias = Generator[Ask | Read | Wait, Any, Result]
Values: TypeAlias = list[tuple[Any, Any, Any]]
WAIT = Wait()


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look, and how often.

    Attributes:
        graph: IRI of the graph.
        collection: The collection; None for the gateway's default.
        tries: How often to ask for what may not be stored yet.
    """

    graph: str
    collection: str | None
    tries: int

    def ask(self, **pattern: Any) -> Steps[Values]:
        """Triples of the graph that match."""
        return _ask(g=self.graph, collection=self.collection, **pattern)


def _ask(**pattern: Any) -> Steps[Values]:
    found = yield Ask({name: part for name, part in pattern.items() if part is not None})
    return wire_triples_to_tuples(found)


def entity(place: Place, uri: str) -> Steps[ExplainEntity | None]:
    """An entity, once two answers in succession say the same, else as the last says; None without any."""
    last: Values = []
    for number in range(place.tries):
        if number:
            yield WAIT
        found = yield from place.ask(s=rdf.Uri(uri))
        if found and _same(found, last):
            break
        last = found or last
    return ExplainEntity.from_triples(uri, last) if last else None


def _same(found: Values, last: Values) -> bool:
    # Quoted triples are dictionaries, which have no hash.
    return {repr(each) for each in found} == {repr(each) for each in last}


def edge_selection(place: Place, uri: str) -> Steps[EdgeSelection | None]:
    """A chosen edge; None if nothing is stored of it."""
    found = yield from place.ask(s=rdf.Uri(uri))
    return parse_edge_selection_triples(found) if found else None


def focus_with_edges(place: Place, uri: str) -> Steps[Focus | None]:
    """A focus with the edges that were chosen; None if there is none of that name."""
    found = yield from entity(place, uri)
    return (yield from _with_edges(place, found)) if isinstance(found, Focus) else None


def _with_edges(place: Place, focus: Focus) -> Steps[Focus]:
    focus.edge_selections = []
    for uri in focus.selected_edge_uris:
        chosen = yield from edge_selection(place, uri)
        if chosen is not None:
            focus.edge_selections.append(chosen)
    return focus


def label(uri: str, collection: str | None, known: dict[tuple[str, str | None], str]) -> Steps[str]:
    """The label of an IRI; the value itself if it has none or is no IRI. Labels are kept in `known`."""
    if not _is_iri(uri):
        return uri
    key = (str(uri), collection)
    if key not in known:
        found = yield from _ask(s=rdf.Uri(uri), p=rdf.Uri(RDFS_LABEL), collection=collection, limit=1)
        known[key] = found[0][2] if found else uri
    return known[key]


def _is_iri(value: Any) -> bool:
    if isinstance(value, rdf.Uri):
        return bool(value)
    return type(value) is str and value.startswith(("http://", "https://", "urn:"))


def edge_labels(
    edge: Mapping[str, Any], collection: str | None, known: dict[tuple[str, str | None], str]
) -> Steps[tuple[str, str, str]]:
    """The labels of the three parts of an edge."""
    s = yield from label(edge.get("s", ""), collection, known)
    p = yield from label(edge.get("p", ""), collection, known)
    o = yield from label(edge.get("o", ""), collection, known)
    return (s, p, o)


def content(uri: str, tries: int, longest: int) -> Steps[str]:
    """The text of a document, cut at `longest` characters. Raises the error of the last attempt."""
    for number in range(tries if uri else 0):
        if number:
            yield WAIT
        try:
            found: bytes = yield Read(uri)
        except GatewayError:
            if number + 1 == tries:
                raise
            continue
        try:
            text = found.decode()
        except UnicodeDecodeError:
            return f"[Binary: {len(found)} bytes]"
        return text if len(text) <= longest else text[:longest] + "... [truncated]"
    return ""


def graphrag_trace(place: Place, uri: str) -> Steps[dict[str, Any]]:
    """What led to an answer of graph RAG, by name; None for what is not stored."""
    return (yield from _rag_trace(place, (yield from entity(place, uri)), _GRAPH_RAG))


def docrag_trace(place: Place, uri: str) -> Steps[dict[str, Any]]:
    """What led to an answer of document RAG, by name; None for what is not stored.

    There is a `focus` only where the pieces that were found have been ranked.
    """
    return (yield from _rag_trace(place, (yield from entity(place, uri)), _DOCUMENT_RAG))


def _rag_trace(
    place: Place, question: ExplainEntity | None, path: tuple[tuple[type[ExplainEntity], ...], ...]
) -> Steps[dict[str, Any]]:
    trace: dict[str, Any] = {"question": None}
    trace |= dict.fromkeys(kinds[0].__name__.lower() for kinds in path)
    if not isinstance(question, Question):
        return trace
    trace["question"] = question
    last: ExplainEntity = question
    for kinds in path:
        found = yield from _first_derived(place, last.uri, kinds)
        if found is None:
            break
        if isinstance(found, Focus):
            yield from _with_edges(place, found)
        trace[found.entity_type] = last = found
        if isinstance(found, Synthesis):
            break
    return trace


def agent_trace(place: Place, uri: str) -> Steps[dict[str, Any]]:
    """What an agent did for an answer: its question, and its steps in order, the answer last.

    A step is an entity, or a dictionary with `type` (`sub-trace`), `question` and `trace` for a
    session of its own: retrieval, or an agent that pursues one goal.
    """
    return (yield from _agent_trace(place, (yield from entity(place, uri)), {uri}))


def _agent_trace(place: Place, question: ExplainEntity | None, seen: set[str]) -> Steps[dict[str, Any]]:
    if not isinstance(question, Question):
        return {"question": None, "steps": []}
    return {"question": question, "steps": (yield from _agent_steps(place, question.uri, seen))}


def _agent_steps(place: Place, start: str, seen: set[str]) -> Steps[list[Any]]:
    steps: list[Any] = []
    answers: list[ExplainEntity] = []
    # The next one to look at is the last: what follows from a step comes before its siblings.
    pending = (yield from _derived(place, start))[::-1]
    while pending:
        uri = pending.pop()
        if uri in seen:
            continue
        seen.add(uri)
        found = yield from entity(place, uri)
        follow: str | None = uri
        match found:
            case None | Reflection():
                follow = None
            case Question():
                sub, follow = yield from _sub_trace(place, found, seen)
                steps.append({"type": "sub-trace", "question": found, "trace": sub})
            case Conclusion() | Synthesis():
                answers.append(found)
                follow = None
            case Analysis() | Observation() | Decomposition() | Finding() | Plan() | StepResult():
                steps.append(found)
            case _:
                # Such as the choice of a pattern: no step by itself, but the steps follow from it.
                pass
        if follow is not None:
            pending += (yield from _derived(place, follow))[::-1]
    return steps + answers


def _sub_trace(place: Place, question: Question, seen: set[str]) -> Steps[tuple[dict[str, Any], str | None]]:
    """The trace of a session within another, and the IRI of its answer, from which the outer one goes on."""
    path = {"graph-rag": _GRAPH_RAG, "document-rag": _DOCUMENT_RAG}.get(question.question_type)
    if path is not None:
        trace = yield from _rag_trace(place, question, path)
        answer = trace["synthesis"]
    else:
        trace = yield from _agent_trace(place, question, seen)
        ends = [step for step in trace["steps"] if isinstance(step, Conclusion | Synthesis)]
        answer = ends[-1] if ends else None
    return trace, None if answer is None else answer.uri


def _derived(place: Place, uri: str) -> Steps[list[str]]:
    found = yield from place.ask(p=rdf.Uri(PROV_WAS_DERIVED_FROM), o=rdf.Uri(uri))
    return [child for child, _p, _o in found if isinstance(child, str) and child]


def _first_derived(
    place: Place, uri: str, kinds: tuple[type[ExplainEntity], ...]
) -> Steps[ExplainEntity | None]:
    for child in (yield from _derived(place, uri)):
        found = yield from entity(place, child)
        if isinstance(found, kinds):
            return found
    return None


def sessions(place: Place, limit: int) -> Steps[list[Question]]:
    """Questions that no other session asked, newest first."""
    asked = yield from place.ask(p=rdf.Uri(TG_QUERY))
    started = yield from place.ask(p=rdf.Uri(PROV_STARTED_AT_TIME))
    times = {str(uri): str(time) for uri, _p, time in started}
    uris = dict.fromkeys(uri for uri, _p, _o in asked if isinstance(uri, str) and uri)
    questions: list[Question] = []
    for uri in sorted(uris, key=lambda uri: times.get(uri, ""), reverse=True):
        if len(questions) >= limit:
            break
        known = yield from place.ask(s=rdf.Uri(uri))
        found = ExplainEntity.from_triples(uri, known)
        if isinstance(found, Question) and not any(p == PROV_WAS_DERIVED_FROM for _s, p, _o in known):
            questions.append(found)
    return questions


def session_type(place: Place, uri: str) -> Steps[str]:
    """`graphrag`, `docrag` or `agent`: as its question says, else what follows from it, else its name."""
    found = yield from _as_it_is(place, uri)
    if isinstance(found, Question) and found.question_type in _SESSION_TYPES:
        return _SESSION_TYPES[found.question_type]
    for child in (yield from _derived(place, uri)):
        found = yield from _as_it_is(place, child)
        if isinstance(found, Analysis | Decomposition | Plan):
            return "agent"
        if isinstance(found, Exploration):
            return "graphrag"
    return next((kind for start, kind in _SESSIONS.items() if uri.startswith(start)), "graphrag")


def _as_it_is(place: Place, uri: str) -> Steps[ExplainEntity]:
    return ExplainEntity.from_triples(uri, (yield from place.ask(s=rdf.Uri(uri))))
