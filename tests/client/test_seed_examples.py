"""What TrustGraph's specification of its Python API sketches as classes, and the client of release 2.11.

The specification is for release 1.8, whose client is held to it to the letter elsewhere, and so are the
programs in it. Here names and arguments count, and what 2.11 has otherwise is listed.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from specification import ENGLISH, SKETCHES

import trustgraph_v2
from trustgraph_v2 import Api

# Of 2.11, sockets take no token in the query.
COMPARED = [title for title in SKETCHES if title != "SocketClient with a token"]

DIFFERENCES = {
    "AsyncFlow.aclose": "connections belong to the Api: Api.aclose() closes them",
    "AgentThought.chunk_type": "the gateway says message_type, and so do the items",
    "AgentObservation.chunk_type": "the gateway says message_type, and so do the items",
    "AgentAnswer.chunk_type": "the gateway says message_type, and so do the items",
    "AgentStream": "a stream of an agent is a Stream[AgentItem]",
    "RAGStream": "a stream of RAG is a Stream[GraphRagItem] or a Stream[DocumentRagItem]",
    "CompletionStream": "a stream of a completion is a Stream[RAGChunk]",
}


class Recorder:
    """A channel that takes every call and does nothing."""

    def __init__(self, is_async: bool) -> None:
        self._is_async = is_async

    def __getattr__(self, name: str) -> Callable[..., Any]:
        async def nothing() -> None:
            pass

        return lambda *arguments, **named: nothing() if self._is_async else None


def sketched(title: str) -> list[ast.ClassDef]:
    return [node for node in ast.parse(ENGLISH[title]).body if isinstance(node, ast.ClassDef)]


def differences_of_class(sketch: ast.ClassDef) -> Iterator[str]:
    """The methods of a sketched class that are missing here; those that are here must take its arguments."""
    class_ = getattr(trustgraph_v2, sketch.name)
    for node in sketch.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if node.name.startswith("_") and not re.fullmatch("__a?(enter|exit)__", node.name):
            continue
        name = f"{sketch.name}.{node.name}"
        if not hasattr(class_, node.name):
            yield name
            continue
        if node.name.startswith("__"):
            continue
        is_async = isinstance(node, ast.AsyncFunctionDef)
        assert takes(class_, node.name, [each.arg for each in node.args.args[1:]], is_async), name


def takes(class_: type, method: str, parameters: list[str], is_async: bool) -> bool:
    """Whether a method can be called with these arguments, by name, in the colour that is wanted."""
    needs_scope = len(inspect.signature(class_).parameters) == 2
    if class_ is Api:
        target: Any = Api()
    elif needs_scope:
        target = class_(Recorder(is_async), "default")
    else:
        target = class_(Recorder(is_async))
    arguments: dict[str, Any] = dict.fromkeys(parameters, "something")
    if "flow_id" in arguments:
        # The specification's own name for the only argument, which its examples pass by position.
        assert list(arguments) == ["flow_id"]
        result = getattr(target, method)("default")
    else:
        result = getattr(target, method)(**arguments)
    if inspect.iscoroutine(result):
        result.close()
    return inspect.isawaitable(result) == is_async


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_sketched_classes_are_there() -> None:
    found: set[str] = set()
    compared: list[str] = []
    for title in COMPARED:
        if title in {"Enhanced types", "Constructor"}:
            continue
        for sketch in sketched(title):
            compared.append(sketch.name)
            found.update(differences_of_class(sketch))
    assert sorted(compared) == [
        *("Api", "AsyncBulkClient", "AsyncFlow", "AsyncFlowInstance", "AsyncMetrics", "AsyncSocketClient"),
        *("AsyncSocketFlowInstance", "BulkClient", "FlowInstance", "Metrics", "Metrics", "SocketClient"),
        "SocketFlowInstance",
    ]
    assert found == {name for name in DIFFERENCES if name.partition(".")[0] in compared}


def test_sketched_items_are_there() -> None:
    found: set[str] = set()
    sketches = sketched("Enhanced types")
    assert [sketch.name for sketch in sketches] == [
        "StreamingChunk",
        "AgentThought",
        "AgentObservation",
        "AgentAnswer",
        "RAGChunk",
    ]
    for sketch in sketches:
        class_ = getattr(trustgraph_v2, sketch.name)
        assert issubclass(class_, trustgraph_v2.StreamingChunk)
        fields = {field.name for field in dataclasses.fields(class_)}
        wanted = {
            node.target.id
            for node in sketch.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        }
        found.update(f"{sketch.name}.{name}" for name in wanted - fields)
    aliases = [
        node.targets[0].id
        for node in ast.parse(ENGLISH["Enhanced types"]).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    assert len(aliases) == 3
    found.update(name for name in aliases if not hasattr(trustgraph_v2, name))
    assert found == {name for name in DIFFERENCES if "chunk_type" in name or name.endswith("Stream")}


def test_the_constructor_takes_the_sketched_arguments() -> None:
    sketch = ast.parse(f"def {ENGLISH['Constructor'].strip()}: ...").body[0]
    assert isinstance(sketch, ast.FunctionDef)
    names = [argument.arg for argument in sketch.args.args]
    assert list(inspect.signature(Api).parameters)[: len(names)] == names == ["url", "timeout", "token"]
    assert ast.literal_eval(sketch.args.defaults[0]) == Api().timeout == 60
