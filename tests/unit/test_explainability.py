"""Explanations of answers: entities read from triples, and what the clients ask for in which order."""

from __future__ import annotations

import asyncio
import copy
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from inspect import iscoroutinefunction, signature
from typing import Any

import pytest

from gatewright import rdf
from gatewright.errors import NotFound, RequestTimeout
from gatewright.extensions.trustgraph import explainability as ex
from gatewright.rdf import BlankNode, Literal, Triple, Unknown, Uri

GRAPH = "urn:graph:retrieval"
PROV_ENTITY = ex.PROV + "Entity"


def stated(uri: str, types: Iterable[str] = (), **said: Any) -> list[Triple]:
    """Triples about one entity; lower-case names of predicates, with a list where there are several."""
    triples = [Triple(Uri(uri), Uri(ex.RDF_TYPE), Uri(each)) for each in types]
    for name, values in said.items():
        for value in values if isinstance(values, list) else [values]:
            triples.append(Triple(Uri(uri), Uri(PREDICATES[name]), value))
    return triples


PREDICATES = {
    "query": ex.TG_QUERY,
    "time": ex.PROV_STARTED_AT_TIME,
    "derived": ex.PROV_WAS_DERIVED_FROM,
    "concept": ex.TG_CONCEPT,
    "edges": ex.TG_EDGE_COUNT,
    "chunks": ex.TG_CHUNK_COUNT,
    "entity": ex.TG_ENTITY,
    "selected": ex.TG_SELECTED_EDGE,
    "edge": ex.TG_EDGE,
    "reasoning": ex.TG_REASONING,
    "score": ex.TG_SCORE,
    "document": ex.TG_DOCUMENT,
    "action": ex.TG_ACTION,
    "arguments": ex.TG_ARGUMENTS,
    "thought": ex.TG_THOUGHT,
    "goal": ex.TG_SUBAGENT_GOAL,
    "step": ex.TG_PLAN_STEP,
    "label": ex.RDFS_LABEL,
}

ENTITIES: list[tuple[list[str], dict[str, Any], ex.ExplainEntity]] = [
    (
        [ex.TG_QUESTION, ex.TG_GRAPH_RAG_QUESTION],
        {"query": "What?", "time": "2026-01-01T00:00:00Z"},
        ex.Question("urn:e", "question", "What?", "2026-01-01T00:00:00Z", "graph-rag"),
    ),
    (
        [ex.TG_QUESTION, ex.TG_DOC_RAG_QUESTION],
        {"query": "What?"},
        ex.Question("urn:e", "question", "What?", "", "document-rag"),
    ),
    ([ex.TG_QUESTION, ex.TG_AGENT_QUESTION], {}, ex.Question("urn:e", "question", "", "", "agent")),
    ([ex.TG_GROUNDING], {"concept": ["a", "b"]}, ex.Grounding("urn:e", "grounding", ["a", "b"])),
    (
        [ex.TG_EXPLORATION],
        {"edges": "15", "entity": [Uri("urn:a"), Uri("urn:b")]},
        ex.Exploration("urn:e", "exploration", 15, 0, ["urn:a", "urn:b"]),
    ),
    ([ex.TG_EXPLORATION], {"chunks": "5", "edges": "many"}, ex.Exploration("urn:e", "exploration", 0, 5)),
    (
        [ex.TG_FOCUS],
        {"selected": [Uri("urn:1"), Uri("urn:2"), Triple("s", "p", "o")]},
        ex.Focus("urn:e", "focus", ["urn:1", "urn:2"]),
    ),
    (
        [ex.TG_SYNTHESIS, ex.TG_ANSWER_TYPE],
        {"document": Uri("urn:d")},
        ex.Synthesis("urn:e", "synthesis", "urn:d"),
    ),
    ([ex.TG_SYNTHESIS], {}, ex.Synthesis("urn:e", "synthesis", "")),
    (
        [ex.TG_REFLECTION_TYPE, ex.TG_THOUGHT_TYPE],
        {"document": Uri("urn:d")},
        ex.Reflection("urn:e", "reflection", "urn:d", "thought"),
    ),
    (
        [ex.TG_REFLECTION_TYPE, ex.TG_OBSERVATION_TYPE],
        {},
        ex.Reflection("urn:e", "reflection", "", "observation"),
    ),
    ([ex.TG_REFLECTION_TYPE], {}, ex.Reflection("urn:e", "reflection", "", "")),
    ([ex.TG_OBSERVATION_TYPE], {"document": Uri("urn:d")}, ex.Observation("urn:e", "observation", "urn:d")),
    (
        [ex.TG_ANALYSIS, ex.TG_TOOL_USE],
        {"action": "search", "arguments": '{"q": 1}', "thought": Uri("urn:t")},
        ex.Analysis("urn:e", "analysis", "search", '{"q": 1}', "urn:t"),
    ),
    ([ex.TG_CONCLUSION, ex.TG_ANSWER_TYPE], {}, ex.Conclusion("urn:e", "conclusion", "")),
    ([ex.TG_DECOMPOSITION], {"goal": ["x", "y"]}, ex.Decomposition("urn:e", "decomposition", ["x", "y"])),
    (
        [ex.TG_FINDING, ex.TG_ANSWER_TYPE],
        {"goal": "x", "document": Uri("urn:d")},
        ex.Finding("urn:e", "finding", "x", "urn:d"),
    ),
    ([ex.TG_PLAN_TYPE], {"step": ["x", "y"]}, ex.Plan("urn:e", "plan", ["x", "y"])),
    (
        [ex.TG_STEP_RESULT, ex.TG_ANSWER_TYPE],
        {"step": "x", "document": Uri("urn:d")},
        ex.StepResult("urn:e", "step-result", "x", "urn:d"),
    ),
    ([ex.TG + "PatternDecision"], {}, ex.ExplainEntity("urn:e", "unknown")),
    ([], {}, ex.ExplainEntity("urn:e", "unknown")),
]


def wire(triple: Triple) -> dict[str, Any]:
    """A triple as the gateway sends it."""

    def term(value: Any) -> dict[str, Any]:
        if isinstance(value, Triple):
            return {"t": "t", "tr": wire(value)}
        return {"t": "i", "i": str(value)} if isinstance(value, Uri) else {"t": "l", "v": str(value)}

    return {"s": term(triple.s), "p": term(triple.p), "o": term(triple.o)}


# Entities


@pytest.mark.parametrize(("types", "said", "entity"), ENTITIES)
def test_entities_are_read_from_triples_by_their_types(
    types: list[str], said: dict[str, Any], entity: ex.ExplainEntity
) -> None:
    triples = stated("urn:e", [PROV_ENTITY, *types], **said)

    for given in (
        triples,
        [wire(each) for each in triples],
        ex.wire_triples_to_tuples(triples),
        iter(triples),
    ):
        found = ex.ExplainEntity.from_triples("urn:e", given)
        assert type(found) is type(entity)
        assert found == entity
    assert type(entity).from_triples("urn:e", triples) == entity


def test_every_type_of_entity_is_told_apart() -> None:
    covered = {type(entity) for _types, _said, entity in ENTITIES}
    assert covered == {ex.ExplainEntity, *ex.ExplainEntity.__subclasses__()}
    assert len({entity.entity_type for _types, _said, entity in ENTITIES}) == len(covered)


def test_the_iri_of_an_entity_says_nothing_about_its_type() -> None:
    uri = "urn:plan:focus:question:synthesis"
    assert ex.ExplainEntity.from_triples(uri, stated(uri)).entity_type == "unknown"
    assert type(ex.ExplainEntity.from_triples(uri, stated(uri, [ex.TG_GROUNDING]))) is ex.Grounding


def test_what_is_said_about_others_is_not_taken_for_the_entitys_own() -> None:
    triples = [
        *stated("urn:thought", [ex.TG_REFLECTION_TYPE], document=Uri("urn:other")),
        *stated("urn:e", [ex.TG_ANALYSIS], action="search"),
    ]
    assert ex.ExplainEntity.from_triples("urn:e", triples) == ex.Analysis("urn:e", "analysis", "search")
    # Without a word about it, there is only what others say.
    assert type(ex.ExplainEntity.from_triples("urn:alias", triples[:2])) is ex.Reflection


def test_the_types_of_a_question_may_be_given() -> None:
    asked = ex.Question.from_triples("urn:q", stated("urn:q", query="What?"), [ex.TG_AGENT_QUESTION])
    assert asked.question_type == "agent"


def test_a_focus_has_the_choices_that_its_own_triples_describe() -> None:
    edge = Triple(Uri("urn:s"), Uri("urn:p"), Literal("o"))
    triples = [
        *stated("urn:f", [ex.TG_FOCUS], selected=[Uri("urn:1"), Uri("urn:2")]),
        *stated("urn:1", edge=edge, concept="c", score="0.97"),
    ]
    focus = ex.Focus.from_triples("urn:f", triples)

    assert focus.selected_edge_uris == ["urn:1", "urn:2"]
    assert focus.edge_selections == [
        ex.EdgeSelection("urn:1", {"s": "urn:s", "p": "urn:p", "o": "o"}, "", "c", 0.97)
    ]


@pytest.mark.parametrize(
    ("said", "selection"),
    [
        ({}, ex.EdgeSelection("")),
        ({"reasoning": "so"}, ex.EdgeSelection("urn:1", reasoning="so")),
        ({"edge": "no triple", "score": "high"}, ex.EdgeSelection("urn:1")),
        (
            {"edge": Triple(Uri("urn:s"), Uri("urn:p"), Uri("urn:o")), "concept": "c", "score": "1"},
            ex.EdgeSelection("urn:1", {"s": "urn:s", "p": "urn:p", "o": "urn:o"}, "", "c", 1.0),
        ),
    ],
)
def test_choices_are_read_from_triples(said: dict[str, Any], selection: ex.EdgeSelection) -> None:
    triples = stated("urn:1", **said)
    assert ex.parse_edge_selection_triples(triples) == selection
    assert ex.parse_edge_selection_triples([wire(each) for each in triples]) == selection


def test_an_edge_in_a_tuple_is_a_dictionary() -> None:
    edge = {"s": "Alice", "p": "knows", "o": "Bob"}
    assert ex.parse_edge_selection_triples([("urn:1", ex.TG_EDGE, edge)]).edge == edge


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ({"t": "i", "i": "urn:x"}, Uri("urn:x")),
        ({"type": "i", "iri": "urn:x"}, Uri("urn:x")),
        ({"t": "l", "v": "x", "ln": "en"}, Literal("x", language="en")),
        ({"type": "l", "value": "x"}, Literal("x")),
        ({"t": "b", "d": "n"}, BlankNode("n")),
        (
            {
                "t": "t",
                "tr": {"s": {"t": "i", "i": "s"}, "p": {"t": "i", "i": "p"}, "o": {"t": "l", "v": "o"}},
            },
            {"s": "s", "p": "p", "o": "o"},
        ),
        ({"type": "t", "triple": {"s": {"type": "l", "value": "s"}}}, {"s": "s", "p": "{}", "o": "{}"}),
        ({"t": "x", "i": "urn:x"}, "urn:x"),
        ({"t": ""}, "{'t': ''}"),
        ({}, "{}"),
        (Uri("urn:x"), Uri("urn:x")),
        (Unknown({"t": ""}), "{'t': ''}"),
        (Unknown(), ""),
        (
            Triple(Uri("s"), Uri("p"), Triple("s", "p", "o")),
            {"s": "s", "p": "p", "o": {"s": "s", "p": "p", "o": "o"}},
        ),
    ],
)
def test_values_of_terms(term: Any, value: Any) -> None:
    found = ex.extract_term_value(term)
    assert (type(found), found) == (type(value), value)


def test_triples_become_tuples() -> None:
    triples = [
        Triple(Uri("s"), Uri("p"), Literal("o")),
        Triple(Uri("s"), Uri("p"), Triple("s", "p", "o"), "g"),
    ]
    wanted = [("s", "p", "o"), ("s", "p", {"s": "s", "p": "p", "o": "o"})]

    assert ex.wire_triples_to_tuples(triples) == wanted
    assert ex.wire_triples_to_tuples([wire(each) for each in triples]) == wanted
    assert ex.wire_triples_to_tuples([]) == []
    assert ex.wire_triples_to_tuples([{"s": {"t": "i", "i": "s"}}]) == [("s", "{}", "{}")]


# Events of streams


@dataclass(slots=True)
class Chunk:
    content: str = ""


@dataclass(slots=True)
class Event(Chunk, ex.Explained):
    explain_id: str = ""
    triples: list[rdf.Triple] = field(default_factory=list[rdf.Triple])


@pytest.mark.parametrize(("types", "said", "entity"), ENTITIES)
def test_events_of_a_stream_tell_what_they_explain(
    types: list[str], said: dict[str, Any], entity: ex.ExplainEntity
) -> None:
    event = Event("", "urn:e", stated("urn:e", [PROV_ENTITY, *types], **said))

    assert event.entity == entity
    assert event.event_type == ("" if entity.entity_type == "unknown" else entity.entity_type)


def test_an_event_without_triples_explains_nothing() -> None:
    event = Event(explain_id="urn:trustgraph:question:1")
    assert event.entity is None
    assert event.event_type == ""


def test_an_event_stays_the_record_that_it_is() -> None:
    event = Event("", "urn:e", stated("urn:e", [ex.TG_PLAN_TYPE]))
    assert [each.name for each in fields(event)] == ["content", "explain_id", "triples"]
    assert pickle.loads(pickle.dumps(event)) == event == copy.deepcopy(event)
    assert not hasattr(event, "__dict__")


# Clients


class Store:
    """A flow, blocking or not, that answers from triples it is given; and an API with a library."""

    def __init__(self, triples: Iterable[Triple] = (), in_json: bool = False) -> None:
        self.triples = list(triples)
        self.in_json = in_json
        self.asked: list[dict[str, Any]] = []
        self.documents: dict[str, list[bytes | Exception]] = {}
        self.waited: list[float] = []
        # What is stored while somebody waits.
        self.later: list[list[Triple]] = []

    def triples_query(self, **pattern: Any) -> list[Any]:
        self.asked.append(pattern)
        found = [
            each
            for each in self.triples
            if all(getattr(each, place) == pattern.get(place, getattr(each, place)) for place in "spo")
        ][: pattern.get("limit", 10000)]
        return [wire(each) for each in found] if self.in_json else list(found)

    def get_document_content(self, id: str) -> bytes:
        found = self.documents[id]
        content = found.pop(0) if len(found) > 1 else found[0]
        if isinstance(content, Exception):
            raise content
        return content

    def library(self) -> Store:
        return self

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        if self.later:
            self.triples += self.later.pop(0)


class AsyncStore:
    """The same for a client of asyncio code."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def triples_query(self, **pattern: Any) -> list[Any]:
        return self.store.triples_query(**pattern)

    async def get_document_content(self, id: str) -> bytes:
        return self.store.get_document_content(id)

    def async_library(self) -> AsyncStore:
        return self

    async def sleep(self, seconds: float) -> None:
        self.store.sleep(seconds)


Call = Callable[..., Any]


@pytest.fixture(params=["blocking", "asyncio"])
def client(request: pytest.FixtureRequest) -> Callable[..., Call]:
    """Makes clients of a store: functions that call a method by name, with an API in place of `API`."""

    def make(store: Store, **settings: Any) -> Call:
        if request.param == "blocking":
            plain = ex.ExplainabilityClient(store, sleep=store.sleep, **settings)
            return lambda name, *arguments, **more: getattr(plain, name)(
                *(store if each is API else each for each in arguments), **more
            )
        other = AsyncStore(store)
        waiting = ex.AsyncExplainabilityClient(other, sleep=other.sleep, **settings)
        return lambda name, *arguments, **more: asyncio.run(
            getattr(waiting, name)(*(other if each is API else each for each in arguments), **more)
        )

    return make


API = object()
QUESTION = stated("urn:q", [ex.TG_QUESTION, ex.TG_GRAPH_RAG_QUESTION], query="What?", time="2026-01-01")
EDGE = Triple(Uri("urn:alice"), Uri("urn:knows"), Uri("urn:bob"))
GRAPH_RAG = [
    *QUESTION,
    *stated("urn:g", [ex.TG_GROUNDING], derived=Uri("urn:q"), concept="c"),
    *stated("urn:x", [ex.TG_EXPLORATION], derived=Uri("urn:g"), edges="7"),
    *stated("urn:f", [ex.TG_FOCUS], derived=Uri("urn:x"), selected=[Uri("urn:1"), Uri("urn:2")]),
    *stated("urn:1", edge=EDGE, score="0.5"),
    *stated("urn:s", [ex.TG_SYNTHESIS], derived=Uri("urn:f"), document=Uri("urn:d")),
]


def test_both_clients_have_the_same_methods() -> None:
    def methods(client: type) -> dict[str, Any]:
        return {name: found for name, found in vars(client).items() if not name.startswith("_")}

    blocking, waiting = methods(ex.ExplainabilityClient), methods(ex.AsyncExplainabilityClient)
    assert len(blocking) == 11
    assert {name: signature(found) for name, found in blocking.items()} == {
        name: signature(found) for name, found in waiting.items()
    }
    assert all(iscoroutinefunction(found) for found in waiting.values())


@pytest.mark.parametrize("in_json", [False, True])
def test_an_entity_is_asked_for_until_two_answers_agree(client: Any, in_json: bool) -> None:
    store = Store(QUESTION, in_json)
    found = client(store)("fetch_entity", "urn:q")

    assert found == ex.Question("urn:q", "question", "What?", "2026-01-01", "graph-rag")
    assert store.asked == [{"s": "urn:q", "g": GRAPH}] * 2
    assert [type(each["s"]) for each in store.asked] == [Uri, Uri]
    assert store.waited == [0.2]


def test_an_entity_that_is_stored_a_moment_later_is_waited_for(client: Any) -> None:
    store = Store()
    store.later = [[], QUESTION[:2], QUESTION[2:], []]
    found = client(store, retry_delay=0.5)("fetch_entity", "urn:q", "urn:graph", "books")

    assert found.query == "What?"
    assert store.asked == [{"s": "urn:q", "g": "urn:graph", "collection": "books"}] * 5
    assert store.waited == [0.5] * 4


def test_an_entity_that_is_never_stored_is_none(client: Any) -> None:
    store = Store()
    assert client(store, max_retries=3)("fetch_entity", "urn:q") is None
    assert len(store.asked) == 3
    assert len(store.waited) == 2


def test_an_entity_that_keeps_changing_is_what_the_last_answer_says(client: Any) -> None:
    store = Store(QUESTION[:1])
    store.later = [[each] for each in QUESTION[1:]]
    found = client(store, max_retries=3)("fetch_entity", "urn:q")

    assert found == ex.Question("urn:q", "question", "What?", "", "graph-rag")
    assert len(store.asked) == 3


def test_a_failure_while_asking_reaches_the_caller(client: Any) -> None:
    store = Store()
    failed = RequestTimeout("no answer")

    def fail(**_pattern: Any) -> Any:
        raise failed

    store.triples_query = fail  # type: ignore[method-assign]
    with pytest.raises(RequestTimeout) as caught:
        client(store)("fetch_agent_trace", "urn:q")
    assert caught.value is failed


def test_choices_and_the_focus_that_has_them(client: Any) -> None:
    store = Store(GRAPH_RAG)
    call = client(store)
    chosen = ex.EdgeSelection("urn:1", {"s": "urn:alice", "p": "urn:knows", "o": "urn:bob"}, "", "", 0.5)

    assert call("fetch_edge_selection", "urn:1") == chosen
    assert store.waited == []
    assert call("fetch_edge_selection", "urn:2") is None
    focus = call("fetch_focus_with_edges", "urn:f")
    assert (focus.selected_edge_uris, focus.edge_selections) == (["urn:1", "urn:2"], [chosen])
    assert call("fetch_focus_with_edges", "urn:q") is None


def test_labels_are_asked_for_once_in_each_collection(client: Any) -> None:
    store = Store(stated("urn:alice", label="Alice"))
    call = client(store)

    assert [call("resolve_label", "urn:alice") for _ in range(2)] == ["Alice", "Alice"]
    assert store.asked == [{"s": "urn:alice", "p": ex.RDFS_LABEL, "limit": 1}]
    assert [call("resolve_label", "urn:nobody") for _ in range(2)] == ["urn:nobody", "urn:nobody"]
    assert len(store.asked) == 2
    assert call("resolve_label", "urn:alice", "books") == "Alice"
    assert store.asked[-1]["collection"] == "books"


@pytest.mark.parametrize(
    "value", ["", "plain text", Literal("http://example.org/"), BlankNode("urn:b"), Uri("")]
)
def test_what_is_no_iri_has_no_label(client: Any, value: str) -> None:
    store = Store()
    assert client(store)("resolve_label", value) == value
    assert store.asked == []


def test_the_ends_of_an_edge_have_labels(client: Any) -> None:
    store = Store([*stated("urn:alice", label="Alice"), *stated("urn:knows", label="knows")])
    edge = {"s": "urn:alice", "p": Uri("urn:knows"), "o": Literal("Bob")}

    assert client(store)("resolve_edge_labels", edge) == ("Alice", "knows", "Bob")
    assert client(store)("resolve_edge_labels", {}) == ("", "", "")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"the answer", "the answer"),
        ("Grüezi".encode(), "Grüezi"),
        (b"x" * 11, "xxxxxxxxxx... [truncated]"),
        (b"\xff\xfe", "[Binary: 2 bytes]"),
        (b"", ""),
    ],
)
def test_the_text_of_a_document(client: Any, content: bytes, text: str) -> None:
    store = Store()
    store.documents["urn:d"] = [content]
    assert client(store)("fetch_document_content", "urn:d", API, max_content=10) == text


def test_a_document_that_is_stored_a_moment_later_is_waited_for(client: Any) -> None:
    store = Store()
    store.documents["urn:d"] = [NotFound("not yet"), NotFound("not yet"), b"text"]

    assert client(store)("fetch_document_content", "urn:d", API) == "text"
    assert store.waited == [0.2, 0.2]


def test_a_document_that_is_never_stored_is_an_error(client: Any) -> None:
    store = Store()
    store.documents["urn:d"] = [NotFound("no such document")]

    with pytest.raises(NotFound, match="no such document"):
        client(store, max_retries=3)("fetch_document_content", "urn:d", API)
    assert len(store.waited) == 2
    assert client(store)("fetch_document_content", "", API) == ""


@pytest.mark.parametrize("in_json", [False, True])
def test_the_trace_of_graph_rag(client: Any, in_json: bool) -> None:
    trace = client(Store(GRAPH_RAG, in_json))("fetch_graphrag_trace", "urn:q", api=API)

    assert list(trace) == ["question", "grounding", "exploration", "focus", "synthesis"]
    assert [each.uri for each in trace.values()] == ["urn:q", "urn:g", "urn:x", "urn:f", "urn:s"]
    assert [each.edge for each in trace["focus"].edge_selections] == [
        {"s": "urn:alice", "p": "urn:knows", "o": "urn:bob"}
    ]


@pytest.mark.parametrize("name", ["fetch_graphrag_trace", "fetch_docrag_trace"])
def test_a_trace_ends_where_nothing_more_is_stored(client: Any, name: str) -> None:
    trace = client(Store(QUESTION), max_retries=2)(name, "urn:q")
    assert trace.pop("question").query == "What?"
    assert set(trace.values()) == {None}

    trace = client(Store(stated("urn:q", [ex.TG_PLAN_TYPE])))(name, "urn:q")
    assert set(trace.values()) == {None}


def test_the_trace_of_document_rag_with_and_without_ranking(client: Any) -> None:
    start = [
        *stated("urn:q", [ex.TG_DOC_RAG_QUESTION], query="What?"),
        *stated("urn:g", [ex.TG_GROUNDING], derived=Uri("urn:q")),
        *stated("urn:x", [ex.TG_EXPLORATION], derived=Uri("urn:g"), chunks="3"),
    ]
    plain = [*start, *stated("urn:s", [ex.TG_SYNTHESIS], derived=Uri("urn:x"))]
    trace = client(Store(plain))("fetch_docrag_trace", "urn:q")
    assert {name: each.uri for name, each in trace.items()} == {
        "question": "urn:q",
        "grounding": "urn:g",
        "exploration": "urn:x",
        "synthesis": "urn:s",
    }

    ranked = [
        *start,
        *stated("urn:f", [ex.TG_FOCUS], derived=Uri("urn:x")),
        *stated("urn:s", [ex.TG_SYNTHESIS], derived=Uri("urn:f")),
    ]
    trace = client(Store(ranked))("fetch_docrag_trace", "urn:q")
    assert (trace["focus"].uri, trace["synthesis"].uri) == ("urn:f", "urn:s")


def shown(trace: dict[str, Any]) -> list[Any]:
    """The IRIs of an agent's steps, those of a session of its own in a list."""
    return [
        step.uri
        if isinstance(step, ex.ExplainEntity)
        else [step["type"], step["question"].uri, *(shown(step["trace"]) if "steps" in step["trace"] else [])]
        for step in trace["steps"]
    ]


def test_the_trace_of_an_agent_with_tools(client: Any) -> None:
    triples = [
        *stated("urn:a", [ex.TG_AGENT_QUESTION], query="What?"),
        *stated("urn:choice", [ex.TG + "PatternDecision"], derived=Uri("urn:a")),
        *stated("urn:i1", [ex.TG_ANALYSIS], derived=Uri("urn:choice"), thought=Uri("urn:i1t")),
        *stated("urn:i1t", [ex.TG_REFLECTION_TYPE, ex.TG_THOUGHT_TYPE], derived=Uri("urn:i1")),
        *GRAPH_RAG,
        *stated("urn:q", derived=Uri("urn:i1")),
        *stated("urn:i1o", [ex.TG_OBSERVATION_TYPE], derived=Uri("urn:s")),
        *stated("urn:end", [ex.TG_CONCLUSION], derived=Uri("urn:i1o")),
    ]
    trace = client(Store(triples))("fetch_agent_trace", "urn:a")

    assert trace["question"].query == "What?"
    assert shown(trace) == ["urn:i1", ["sub-trace", "urn:q"], "urn:i1o", "urn:end"]
    assert trace["steps"][1]["trace"]["synthesis"].uri == "urn:s"


def test_the_trace_of_an_agent_that_divides_its_question(client: Any) -> None:
    triples = [
        *stated("urn:a", [ex.TG_AGENT_QUESTION]),
        *stated("urn:goals", [ex.TG_DECOMPOSITION], derived=Uri("urn:a"), goal=["x", "y"]),
        *stated("urn:b", [ex.TG_AGENT_QUESTION], derived=Uri("urn:goals")),
        *stated("urn:b1", [ex.TG_ANALYSIS], derived=Uri("urn:b")),
        *stated("urn:b-end", [ex.TG_CONCLUSION], derived=Uri("urn:b1")),
        *stated("urn:found-b", [ex.TG_FINDING], derived=Uri("urn:b-end")),
        *stated("urn:found-c", [ex.TG_FINDING], derived=Uri("urn:goals")),
        *stated("urn:s", [ex.TG_SYNTHESIS], derived=[Uri("urn:found-b"), Uri("urn:found-c")]),
    ]
    trace = client(Store(triples))("fetch_agent_trace", "urn:a")

    assert shown(trace) == [
        "urn:goals",
        ["sub-trace", "urn:b", "urn:b1", "urn:b-end"],
        "urn:found-b",
        "urn:found-c",
        "urn:s",
    ]


def test_the_trace_of_an_agent_that_plans_and_one_that_goes_in_a_circle(client: Any) -> None:
    triples = [
        *stated("urn:a", [ex.TG_AGENT_QUESTION], derived=Uri("urn:step")),
        *stated("urn:plan", [ex.TG_PLAN_TYPE], derived=Uri("urn:a")),
        *stated("urn:step", [ex.TG_STEP_RESULT], derived=Uri("urn:plan")),
        *stated("urn:s", [ex.TG_SYNTHESIS], derived=Uri("urn:step")),
    ]
    assert shown(client(Store(triples))("fetch_agent_trace", "urn:a")) == ["urn:plan", "urn:step", "urn:s"]
    nothing = client(Store(), max_retries=1)("fetch_agent_trace", "urn:a")
    assert nothing == {"question": None, "steps": []}


def test_sessions_are_listed_newest_first_without_those_within_others(client: Any) -> None:
    triples = [
        *QUESTION,
        *stated("urn:new", [ex.TG_AGENT_QUESTION], query="New?", time="2026-03-01"),
        *stated("urn:within", [ex.TG_DOC_RAG_QUESTION], query="?", time="2026-02-01", derived=Uri("urn:new")),
        *stated("urn:timeless", [ex.TG_AGENT_QUESTION], query="When?"),
        *stated("urn:odd", [ex.TG_PLAN_TYPE], query="No question", time="2026-04-01"),
    ]
    store = Store(triples)
    call = client(store)

    assert [each.uri for each in call("list_sessions")] == ["urn:new", "urn:q", "urn:timeless"]
    assert [each.uri for each in call("list_sessions", "urn:graph", "books", limit=1)] == ["urn:new"]
    assert store.asked[-1] == {"s": "urn:new", "g": "urn:graph", "collection": "books"}
    assert store.waited == []
    assert call("list_sessions", limit=0) == []


@pytest.mark.parametrize(
    ("triples", "kind"),
    [
        (stated("urn:agent:docrag", [ex.TG_GRAPH_RAG_QUESTION]), "graphrag"),
        (stated("urn:agent:docrag", [ex.TG_DOC_RAG_QUESTION]), "docrag"),
        (stated("urn:agent:docrag", [ex.TG_AGENT_QUESTION]), "agent"),
        (stated("urn:x", [ex.TG_PLAN_TYPE], derived=Uri("urn:agent:docrag")), "agent"),
        (stated("urn:x", [ex.TG_EXPLORATION], derived=Uri("urn:agent:docrag")), "graphrag"),
        (stated("urn:x", [ex.TG_GROUNDING], derived=Uri("urn:agent:docrag")), "graphrag"),
        ([], "graphrag"),
    ],
)
def test_the_type_of_a_session_is_what_its_triples_say(client: Any, triples: list[Triple], kind: str) -> None:
    assert client(Store(triples))("detect_session_type", "urn:agent:docrag") == kind


@pytest.mark.parametrize(
    ("uri", "kind"),
    [
        ("urn:trustgraph:agent:1", "agent"),
        ("urn:trustgraph:docrag:1", "docrag"),
        ("urn:trustgraph:question:1", "graphrag"),
        ("urn:trustgraph:question:about-an-agent", "graphrag"),
    ],
)
def test_where_nothing_is_stored_the_gateways_own_names_tell(client: Any, uri: str, kind: str) -> None:
    assert client(Store())("detect_session_type", uri) == kind
