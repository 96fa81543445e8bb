"""What the generator makes of exports and dumps: their arguments, and what they pass on."""

from __future__ import annotations

import importlib
import inspect
import typing
from collections.abc import Iterator
from typing import Any

import pytest
from codegen_samples import Recorder, generated, imported

from gatewright.transfer import ExportOptions


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with imported(generated(tmp_path_factory.mktemp("exports"))) as package:
        yield package


@pytest.fixture(params=["BulkClient", "AsyncBulkClient"])
def bulk(client: Any, request: pytest.FixtureRequest) -> tuple[Any, Recorder]:
    channel = Recorder()
    return getattr(client, request.param)(channel), channel


def operation(name: str) -> Any:
    return getattr(importlib.import_module("sample.operations"), name)


def test_an_export_passes_its_options_on(bulk: tuple[Any, Recorder]) -> None:
    made, channel = bulk
    given: dict[str, Any] = {
        "limit": 5,
        "idle_timeout": 1.5,
        "until": bool,
        "batches": True,
        "on_ready": list,
        "reconnect": True,
        "on_gap": print,
        "timeout": 3,
    }
    assert made.export_things(**given) == "result of export"
    made.export_things()
    assert channel.calls == [
        ("export", operation("EXPORT_THINGS"), {}, ExportOptions(**given)),
        ("export", operation("EXPORT_THINGS"), {}, ExportOptions()),
    ]


@pytest.mark.parametrize(("name", "stream"), [("BulkClient", "Stream"), ("AsyncBulkClient", "AsyncStream")])
def test_batches_change_what_an_export_gives(client: Any, name: str, stream: str) -> None:
    class_ = getattr(client, name)
    overloads = typing.get_overloads(class_.export_things)
    signatures = [inspect.signature(each) for each in overloads]
    assert [(each.parameters["batches"].annotation, each.return_annotation) for each in signatures] == [
        ("Literal[False]", f"{stream}[Thing]"),
        ("Literal[True]", f"{stream}[list[Thing]]"),
    ]
    assert inspect.signature(class_.export_things).return_annotation == (
        f"{stream}[Thing] | {stream}[list[Thing]]"
    )


def test_a_dump_asks_an_operation_that_streams(bulk: tuple[Any, Recorder]) -> None:
    made, channel = bulk
    assert made.dump_facts("blue") == "result of dump"
    made.dump_facts("blue", place="attic", most=3, timeout=5)
    made.dump_facts("blue", most=0)
    recall, scope = operation("RECALL"), {"room": "blue"}
    assert channel.calls == [
        (
            "dump",
            recall,
            scope,
            {"place": "all", "at-most": 99, "slowly": True},
            {"instead": {"place": None}, "limit": None, "timeout": None},
        ),
        (
            "dump",
            recall,
            scope,
            {"place": "attic", "at-most": 3, "slowly": True},
            {"instead": None, "limit": 3, "timeout": 5},
        ),
        (
            "dump",
            recall,
            scope,
            {"place": "all", "at-most": 0, "slowly": True},
            {"instead": {"place": None}, "limit": 0, "timeout": None},
        ),
    ]


def test_a_dump_says_what_its_arguments_are_for(client: Any) -> None:
    for class_ in (client.BulkClient, client.AsyncBulkClient):
        signature = inspect.signature(class_.dump_facts)
        assert list(signature.parameters) == ["self", "room", "place", "most", "timeout"]
        assert signature.return_annotation in {"Stream[rdf.Triple]", "AsyncStream[rdf.Triple]"}
        doc = inspect.getdoc(class_.dump_facts) or ""
        assert "Read all facts." in doc
        assert "place: Where." in doc
        assert "most: How many. None: all." in doc
