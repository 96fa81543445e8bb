"""The classes that TrustGraph's specification sketches, and those of the client of that release.

Methods have the sketched names, arguments, defaults and annotations, and what they return can be used as is
promised there. Private methods and attributes are the authors' notes, and are not looked for.
"""

from __future__ import annotations

import ast
import asyncio
import dataclasses
import inspect
from collections.abc import AsyncIterator, Iterator
from typing import Any, get_args, get_origin

import pytest
import sketches
from specification import EDITIONS, SKETCHES

import trustgraph_v1
from gatewright.gateway import LocalGateway, local_gateway
from trustgraph_v1 import Api

# Clients of single interfaces, and instances of flows. Only `Api` makes them.
MADE_BY_API = (
    *("SocketClient", "AsyncSocketClient", "SocketFlowInstance", "AsyncSocketFlowInstance"),
    *("BulkClient", "AsyncBulkClient", "AsyncFlow", "Metrics", "AsyncMetrics"),
)
# Attributes of theirs in the sketches, which also are the arguments that they are made with there.
INTERNALS = {"url", "timeout", "token", "client", "flow_id"}
# Attributes that the sketch of `Api` has, and ours, too.
PUBLIC = {"url", "timeout", "token"}
# Constructors and methods that are otherwise here, and why.
DIFFERENCES = {
    "Api": "timeout: the default, 60, stands in the description of the gateway; None means it",
    **dict.fromkeys(
        MADE_BY_API,
        "Api alone makes it, owns connections and credential, and closes them: what it is made with, and the "
        "attributes that keep that, are internals of the sketched implementation",
    ),
}
# Whose results are otherwise: what they are, and why.
OTHER_RESULTS: dict[str, tuple[Any, str]] = {
    "AsyncFlow.list": (list[str], "the gateway tells the identifiers of flows, and nothing else of them"),
    "FlowInstance.graph_embeddings_query": (
        list[str],
        "an entity is a term, and terms are texts that know more",
    ),
}

NAMES = sketches.names_of(trustgraph_v1)
OF_CLASSES = [
    (edition, title)
    for edition, blocks in EDITIONS.items()
    for title in blocks
    if title in SKETCHES and title not in {"Enhanced types", "Constructor", "SocketClient with a token"}
]
of_classes = pytest.mark.parametrize(("edition", "title"), OF_CLASSES)


@pytest.fixture
def gateway() -> Iterator[LocalGateway]:
    with local_gateway("trustgraph_v1") as gateway:
        yield gateway


# Signatures -------------------------------------------------------------------------------------


@of_classes
def test_methods_are_as_sketched(edition: str, title: str) -> None:
    found: list[str] = []
    for name, sketch in sketches.classes(EDITIONS[edition][title]).items():
        ours = getattr(trustgraph_v1, name)
        public = sketches.methods(sketch)
        assert public
        for method, wanted in public.items():
            assert hasattr(ours, method), f"{name}.{method}"
            found += [
                f"{name}.{method}: {each}"
                for each in sketches.differences(wanted, getattr(ours, method), NAMES)
            ]
    assert [each for each in found if each.partition(":")[0] not in DIFFERENCES] == []


@pytest.mark.parametrize("edition", list(EDITIONS))
def test_constructors_are_as_sketched(edition: str) -> None:
    found: list[str] = []
    looked_at: list[str] = []
    for title in (title for each, title in OF_CLASSES if each == edition):
        for name, sketch in sketches.classes(EDITIONS[edition][title]).items():
            wanted = vars(sketch).get("__init__")
            if wanted is not None:
                looked_at.append(name)
                ours = getattr(trustgraph_v1, name).__init__
                found += [f"{name}: {each}" for each in sketches.differences(wanted, ours, NAMES)]
    assert sorted(set(looked_at)) == [
        *("Api", "AsyncBulkClient", "AsyncFlow", "AsyncMetrics", "AsyncSocketClient"),
        *("AsyncSocketFlowInstance", "BulkClient", "Metrics", "SocketClient", "SocketFlowInstance"),
    ]
    assert [each for each in found if each.partition(":")[0] not in DIFFERENCES] == []


@pytest.mark.parametrize("edition", list(EDITIONS))
def test_the_constructor_of_the_client(edition: str) -> None:
    sketch = ast.parse(f"def {EDITIONS[edition]['Constructor'].strip()}: ...").body[0]
    assert isinstance(sketch, ast.FunctionDef)
    given = inspect.signature(Api).parameters
    assert [each.arg for each in sketch.args.args] == list(given)[:3] == ["url", "timeout", "token"]
    assert [ast.literal_eval(each) for each in sketch.args.defaults] == [60, None]
    api = Api("http://localhost:8088/")
    assert (api.url, api.timeout, api.token) == ("http://localhost:8088/", 60, None)


def test_every_difference_is_one() -> None:
    every = {
        f"{name}.{method}"
        for edition, title in OF_CLASSES
        for name, sketch in sketches.classes(EDITIONS[edition][title]).items()
        for method in (*sketches.methods(sketch), "__init__")
        if method in vars(sketch)
        and any(
            sketches.differences(vars(sketch)[method], getattr(getattr(trustgraph_v1, name), method), NAMES)
        )
    }
    assert {name.removesuffix(".__init__") for name in every} == set(DIFFERENCES)


# Results ----------------------------------------------------------------------------------------

ARGUMENTS: dict[str, Any] = {
    "question": "What is ML?",
    "user": "alice",
    "collection": "papers",
    "state": {"step": 1},
    "group": "tools",
    "history": [{"thought": "hm", "action": "search", "arguments": {"q": "ML"}, "observation": "found"}],
    "system": "Be brief.",
    "prompt": "What is ML?",
    "text": "What is ML?",
    "limit": 5,
    "flow": "default",
    "flow_id": "default",
    "id": "another",
    "class_name": "everything",
    "description": "A flow for tests.",
    "parameters": {"model": "small"},
}
VECTOR = [[0.25, 0.5]]
ITEMS: dict[str, list[Any]] = {
    "triples": [trustgraph_v1.Triple("http://ex.com/alice", "http://ex.com/name", "Alice")],
    "embeddings": [{"entity": {"v": "http://ex.com/alice", "e": True}, "vectors": VECTOR}],
}


def instances(name: str, api: Api) -> Any:
    """An instance of a class of the client."""
    found = {
        "Api": lambda: api,
        "SocketClient": api.socket,
        "SocketFlowInstance": lambda: api.socket().flow("default"),
        "AsyncSocketClient": api.async_socket,
        "AsyncSocketFlowInstance": lambda: api.async_socket().flow("default"),
        "BulkClient": api.bulk,
        "AsyncBulkClient": api.async_bulk,
        "FlowInstance": lambda: api.flow().id("default"),
        "AsyncFlow": api.async_flow,
        "AsyncFlowInstance": lambda: api.async_flow().id("default"),
        "Metrics": api.metrics,
        "AsyncMetrics": api.async_metrics,
    }[name]()
    assert isinstance(found, getattr(trustgraph_v1, name))
    return found


def given(method: str, wanted: list[inspect.Parameter], is_async: bool) -> dict[str, Any]:
    """Arguments for a sketched method."""
    found: dict[str, Any] = {}
    for parameter in wanted:
        if parameter.name in ITEMS:
            items = iter(ITEMS[parameter.name])
            found[parameter.name] = asynchronous(items) if is_async else items
        elif parameter.kind is parameter.POSITIONAL_OR_KEYWORD and parameter.name in ARGUMENTS:
            found[parameter.name] = ARGUMENTS[parameter.name]
    if method in {"get", "stop"} and "id" in found:
        found["id"] = "default"
    return found


async def asynchronous(items: Iterator[Any]) -> AsyncIterator[Any]:
    for item in items:
        yield item


CALLED = [
    (title, name, method)
    for title in dict.fromkeys(title for _, title in OF_CLASSES)
    for name, sketch in sketches.classes(EDITIONS["English"][title]).items()
    for method in sketches.methods(sketch)
    if not method.startswith("__")
]


@pytest.mark.parametrize("by_name", [True, False], ids=["named", "by position"])
@pytest.mark.parametrize(("title", "name", "method"), CALLED)
async def test_results_are_as_promised(
    gateway: LocalGateway, title: str, name: str, method: str, by_name: bool
) -> None:
    sketch = vars(sketches.classes(EDITIONS["English"][title])[name])[method]
    promised = sketches.hints(sketch, NAMES)["return"]
    is_async = inspect.iscoroutinefunction(sketch)
    arguments = given(method, sketches.parameters(sketch), is_async)
    async with Api(gateway.url, timeout=20) as api:
        ours = getattr(instances(name, api), method)
        result = ours(**arguments) if by_name else ours(*arguments.values())
        if is_async:
            result = await result
        expected = OTHER_RESULTS.get(f"{name}.{method}", (promised, ""))[0]
        assert promised is type(None) or sketches.usable(result, expected)
        assert expected is promised or not sketches.usable(result, promised)
        if method == "agent":
            body = gateway.requests[-1].body
            assert body["question"] == ARGUMENTS["question"]
            assert body["user"] == "alice"
            assert (body["group"], body["history"][0]["thought"]) == (["tools"], "hm")


@pytest.mark.parametrize("name", ["SocketFlowInstance", "AsyncSocketFlowInstance"])
async def test_streams_are_as_promised(gateway: LocalGateway, name: str) -> None:
    """Agents yield what "Enhanced types" says, and texts come as texts, in either way of asking."""
    kinds = (trustgraph_v1.AgentThought, trustgraph_v1.AgentObservation, trustgraph_v1.AgentAnswer)
    async with Api(gateway.url, timeout=20) as api:
        flow = instances(name, api)
        for awaited in (True, False):
            thoughts = await every(flow.agent("What is ML?", "alice", streaming=True), awaited)
            assert all(isinstance(each, kinds) for each in thoughts)
            assert [each.chunk_type for each in thoughts] == [
                *("thought", "thought", "observation", "final-answer", "final-answer", "final-answer")
            ]
            assert [each.end_of_dialog for each in thoughts[3:]] == [False, False, True]
            for asked in (flow.text_completion("Be brief.", "What?", True),):
                texts = await every(asked, awaited)
                assert texts
                assert {type(each) for each in texts} == {str}
            for asked in (
                flow.graph_rag("What?", "alice", "papers", streaming=True),
                flow.document_rag("What?", "alice", "papers", streaming=True),
            ):
                pieces = await every(asked, awaited)
                assert {type(each) for each in pieces} == {trustgraph_v1.RAGChunk}
                assert [each.end_of_stream for each in pieces] == [*[False] * (len(pieces) - 1), True]
                assert {each.error for each in pieces} == {None}


async def every(stream: Any, awaited: bool) -> list[Any]:
    """All items of a stream, which an asynchronous one yields with `await` before it and without."""
    if hasattr(stream, "__aiter__"):
        return [item async for item in (await stream if awaited else stream)]
    return list(stream)


@pytest.mark.parametrize(
    ("kind", "item"),
    [
        ("triples", ITEMS["triples"][0]),
        ("graph_embeddings", ITEMS["embeddings"][0]),
        ("entity_contexts", {"entity": {"v": "http://ex.com/alice", "e": True}, "context": "A person."}),
    ],
)
@pytest.mark.parametrize("name", ["BulkClient", "AsyncBulkClient"])
async def test_exported_items_are_as_promised(gateway: LocalGateway, name: str, kind: str, item: Any) -> None:
    async with Api(gateway.url, timeout=20) as api:
        bulk = instances(name, api)
        export = getattr(bulk, f"export_{kind}")(flow="default", limit=1)
        importing = asyncio.create_task(fed(gateway, kind, item))
        items = await every(export, False) if name[0] == "A" else await asyncio.to_thread(list, export)
        await importing
    assert len(items) == 1
    if kind == "triples":
        assert isinstance(items[0], trustgraph_v1.Triple)
        assert items[0] == trustgraph_v1.Triple(*map(str, item[:3]))
    else:
        assert sketches.like_a_dictionary(items[0])
        assert set(items[0].keys()) == set(item)


async def fed(gateway: LocalGateway, kind: str, item: Any) -> None:
    await asyncio.to_thread(gateway.wait_for, lambda: len(gateway.taps) == 1, 20)
    async with Api(gateway.url, timeout=20) as api:
        await getattr(api.async_bulk(), f"import_{kind}")("default", [item])


# Attributes -------------------------------------------------------------------------------------


def test_internals_of_the_sketches_are_the_listed_ones() -> None:
    """Those of the client itself are public: it has them, too."""
    found: dict[str, set[str]] = {}
    for edition, title in OF_CLASSES:
        for name, attributes in sketches.attributes(EDITIONS[edition][title]).items():
            found.setdefault(name, set()).update(attributes)
    assert found.pop("Api") == PUBLIC
    assert {name for name, attributes in found.items() if attributes} == set(MADE_BY_API)
    assert set().union(*found.values()) == INTERNALS
    api = Api("http://localhost:8088/", 30, "mytoken")
    assert (api.url, api.timeout, api.token) == ("http://localhost:8088/", 30, "mytoken")
    for name in MADE_BY_API:
        made = instances(name, api)
        assert [each for each in found[name] if hasattr(made, each)] == []


@pytest.mark.parametrize("name", ["Api", *MADE_BY_API])
def test_nothing_shows_the_token(name: str) -> None:
    assert "mytoken" not in repr(instances(name, Api("http://localhost:8088/", 30, "mytoken")))


# Types ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", list(EDITIONS))
def test_items_are_as_sketched(edition: str) -> None:
    sketch = sketches.executed(EDITIONS[edition]["Enhanced types"])
    items = {name: value for name, value in sketch.items() if dataclasses.is_dataclass(value)}
    assert list(items) == ["StreamingChunk", "AgentThought", "AgentObservation", "AgentAnswer", "RAGChunk"]
    for name, class_ in items.items():
        ours = getattr(trustgraph_v1, name)
        own = sketches.names_in(ours.__module__)
        wanted, there = dataclasses.fields(class_), dataclasses.fields(ours)
        assert issubclass(ours, trustgraph_v1.StreamingChunk)
        for field, our_field in zip(wanted, there, strict=False):
            assert field.name == our_field.name, name
            if field.default is not dataclasses.MISSING:
                assert field.default == our_field.default, f"{name}.{field.name}"
            hint, our_hint = (
                eval(str(each.type), names) for each, names in ((field, NAMES), (our_field, own))
            )
            assert sketches.accepts(our_hint, hint), f"{name}.{field.name}"
        assert len(there) >= len(wanted)
        made, like = ours("x"), class_("x")
        for field in wanted:
            assert getattr(made, field.name) == getattr(like, field.name)
        made.content = "y"
        assert made == ours(content="y") != ours(content="x")
        assert ours("x", True).end_of_message is True


@pytest.mark.parametrize("edition", list(EDITIONS))
def test_aliases_are_as_sketched(edition: str) -> None:
    sketch = sketches.executed(EDITIONS[edition]["Enhanced types"])
    aliases = {name: value for name, value in sketch.items() if name.endswith("Stream")}
    assert list(aliases) == ["AgentStream", "RAGStream", "CompletionStream"]
    for name, alias in aliases.items():
        ours = getattr(trustgraph_v1, name)
        assert issubclass(get_origin(ours), Iterator)
        assert named(get_args(ours)) == named(get_args(alias))


def named(arguments: tuple[Any, ...]) -> set[str]:
    """The names of the classes in the arguments of an alias."""
    return {
        each.__name__
        for argument in arguments
        for each in (get_args(argument) if sketches.is_union(argument) else [argument])
    }
