"""A descriptor beside OpenAPI and AsyncAPI documents, and documents that are none."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from parity_samples import descriptor

from gatewright_codegen.parity import ParityError, Report, asyncapi, documents, openapi

STRING = {"type": "string"}


def operation(*required: str, **properties: Any) -> dict[str, Any]:
    body = {"type": "object", "properties": properties, "required": list(required)}
    return {"requestBody": {"content": {"application/json": {"schema": body}}}, "responses": {"200": {}}}


OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/do/things": {"post": operation("operation", operation=STRING)},
        "/files/{file}": {
            "parameters": [{"in": "path", "name": "file", "required": True, "schema": STRING}],
            "get": {"parameters": [{"$ref": "#/components/parameters/part"}]},
        },
        "/files": {
            "put": operation(
                "name",
                name={"anyOf": [STRING, {"type": "null"}]},
                tags={"type": ["array", "null"], "items": {"$ref": "#/components/schemas/Tag"}},
            )
        },
        "/rooms/{id}/lamp": {"post": {}},
    },
    "components": {
        "parameters": {"part": {"in": "query", "name": "part", "schema": {"type": "integer"}}},
        "schemas": {
            "Tag": STRING,
            "Saved": {
                "allOf": [
                    {"type": "object", "properties": {"size": {"type": "integer"}}, "required": ["size"]}
                ]
            },
        },
    },
}
ASYNCAPI: dict[str, Any] = {
    "asyncapi": "3.0.0",
    "channels": {
        "calls": {
            "address": "/socket",
            "messages": {
                "news": {"payload": {"properties": {"kind": {"const": "news"}}}},
                "log": {"payload": {"properties": {"kind": {"const": "log_in"}}}},
                "failure": {"payload": {"properties": {"kind": {"enum": ["error"]}}}},
            },
        },
        "imports": {"address": "rooms/{id}/import/colours"},
        "light": {"address": "/light/{room}", "messages": {"on": {"$ref": "#/components/messages/on"}}},
    },
    "components": {"messages": {"on": {"payload": {"properties": {"type": {"const": "on"}}}}}},
}
Change = Callable[[dict[str, Any]], object]


def changed(document: dict[str, Any], change: Change) -> dict[str, Any]:
    made = copy.deepcopy(document)
    change(made)
    return made


def rows(report: Report) -> list[tuple[str, str, str]]:
    return [(row.kind, row.name, row.detail) for row in report.rows]


def body_of(document: dict[str, Any]) -> dict[str, Any]:
    put = document["paths"]["/files"]["put"]
    return dict.__getitem__(put["requestBody"]["content"]["application/json"], "schema")


def test_what_is_equal_has_no_differences() -> None:
    report = openapi.compare(descriptor(), OPENAPI)
    assert rows(report) == []
    assert report.summary == ["4 of 4 operations", "1 types in both"]


OPENAPI_CHANGES: list[tuple[Change, list[tuple[str, str, str]]]] = [
    (lambda made: made["paths"].update({"/more": {"get": {}}}), [("missing", "GET /more", "")]),
    (
        lambda made: made["paths"].pop("/files/{file}"),
        [("surplus", "GET /files/{name}", "described as things.file")],
    ),
    (
        lambda made: body_of(made)["properties"].update(size={"type": "integer"}),
        [("different", "PUT /files", "body `size` is not described")],
    ),
    (
        lambda made: body_of(made)["properties"].pop("tags"),
        [("different", "PUT /files", "body `tags` is not in the document")],
    ),
    (
        lambda made: body_of(made)["required"].append("tags"),
        [("different", "PUT /files", "body `tags` is required in the document, and not as described")],
    ),
    (
        lambda made: body_of(made)["required"].clear(),
        [("different", "PUT /files", "body `name` is optional in the document, and not as described")],
    ),
    (
        lambda made: made["components"]["schemas"].update(Tag={"type": "integer"}),
        [("different", "PUT /files", "body `tags` is array of integer, not array of string")],
    ),
    (
        lambda made: made["components"]["parameters"]["part"].update(name="page"),
        [
            ("different", "GET /files/{file}", "query `page` is not described"),
            ("different", "GET /files/{file}", "query `part` is not in the document"),
        ],
    ),
    (
        lambda made: made["components"]["schemas"].update(
            Saved={"properties": {"size": STRING, "at": STRING}}
        ),
        [
            ("different", "Saved", "property `size` is string, not integer"),
            ("different", "Saved", "property `at` is not described"),
            ("different", "Saved", "property `size` is optional in the document, and not as described"),
        ],
    ),
    (
        lambda made: made["components"]["schemas"].update(Saved={"properties": {}, "required": []}),
        [
            ("different", "Saved", "property `size` is not in the document"),
            ("different", "Saved", "property `size` is optional in the document, and not as described"),
        ],
    ),
]


@pytest.mark.parametrize(("change", "found"), OPENAPI_CHANGES)
def test_each_difference_from_an_openapi_document_is_found(
    change: Change, found: list[tuple[str, str, str]]
) -> None:
    assert rows(openapi.compare(descriptor(), changed(OPENAPI, change))) == found


def test_differences_from_an_openapi_document_can_be_declared() -> None:
    def change(made: dict[str, Any]) -> None:
        made["paths"]["/more"] = {"get": {}}
        made["paths"].pop("/rooms/{id}/lamp")
        body_of(made)["properties"].pop("tags")

    described = descriptor(
        absent={"GET /more": "for browsers"},
        extra={"POST /rooms/{room}/lamp": "the document forgets it"},
        different={"PUT /files": "the document forgets tags"},
    )
    report = openapi.compare(described, changed(OPENAPI, change))
    assert {row.kind for row in report.rows} == {"declared"}
    assert {row.detail for row in report.rows} == {
        "for browsers",
        "the document forgets it",
        "the document forgets tags",
    }
    kinds = {row.kind for row in openapi.compare(descriptor(different={"PUT /files": "once"}), OPENAPI).rows}
    assert kinds == {"stale"}


def test_the_path_of_the_server_stands_before_the_others() -> None:
    shorter = {
        path.removeprefix("/files") or "/": each for path, each in OPENAPI["paths"].items() if "files" in path
    }
    document = {**OPENAPI, "servers": [{"url": "https://example.org/files"}], "paths": shorter}
    assert openapi.compare(descriptor(), document).summary[0] == "1 of 2 operations"


def test_references_that_lead_nowhere_or_in_circles_end() -> None:
    circle = {"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}}
    assert documents.resolved(circle, circle["a"]) == {}
    assert documents.resolved({}, {"$ref": "https://example.org/#/a"}) == {}
    assert documents.resolved({}, {"$ref": "#/a/b"}) == {}
    nested = {"s": {"type": "array", "items": {"$ref": "#/s"}}}
    kind = openapi.documented_kind(nested, nested["s"])
    assert kind.name == "array"


def test_what_is_equal_to_an_asyncapi_document_has_no_differences() -> None:
    report = asyncapi.compare(descriptor(), ASYNCAPI)
    assert rows(report) == []
    assert report.summary == ["3 of 3 channels", "4 of 4 kinds of messages"]


def test_release_2_of_asyncapi_is_read_too() -> None:
    messages = [{"name": "news"}, {"name": "log_in"}, {"name": "error"}]
    document = {
        "asyncapi": "2.6.0",
        "channels": {
            "/socket": {"subscribe": {"message": {"oneOf": messages}}},
            "/rooms/{room}/import/colours": {"publish": {"message": {}}},
            "/light/{room}": {"subscribe": {"message": {"$ref": "#/components/messages/on"}}},
        },
        "components": {"messages": {"on": {}}},
    }
    assert rows(asyncapi.compare(descriptor(), document)) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda made: made["channels"].update({"chat": {}}), [("missing", "/chat", "channel")]),
        (lambda made: made["channels"].pop("light"), [("surplus", "/light/{room}", "channel")]),
        (
            lambda made: made["channels"]["calls"]["messages"].pop("news"),
            [("surplus", "news", "message on /socket")],
        ),
        (
            lambda made: made["channels"]["calls"]["messages"].update(rain={}),
            [("missing", "rain", "message on /socket")],
        ),
    ],
)
def test_each_difference_from_an_asyncapi_document_is_found(
    change: Change, found: list[tuple[str, str, str]]
) -> None:
    assert rows(asyncapi.compare(descriptor(), changed(ASYNCAPI, change))) == found


def test_documents_of_another_kind_are_refused() -> None:
    with pytest.raises(ParityError, match="no OpenAPI document"):
        openapi.compare(descriptor(), ASYNCAPI)
    with pytest.raises(ParityError, match="no AsyncAPI document"):
        asyncapi.compare(descriptor(), OPENAPI)


def test_yaml_is_read_with_numbers_as_keys(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text("openapi: 3.0.0\npaths:\n  /a:\n    get: {responses: {200: {description: fine}}}\n")
    assert documents.read(str(path))["paths"]["/a"]["get"]["responses"] == {"200": {"description": "fine"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"{", "no JSON"),
        (b"[1]", "holds no object"),
        (b"a: &x 1\nb: *x\n", "aliases are not allowed"),
        (b"a: !!python/object:os.system {}\n", "tag"),
        (b"a: [\n", "no YAML"),
        (b"[" * 100, "nested deeper"),
    ],
)
def test_what_is_no_plain_document_is_refused(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "document"
    path.write_bytes(text)
    with pytest.raises(ParityError, match=said):
        documents.read(str(path))


def test_documents_are_limited_in_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "document"
    path.write_text('{"a": "long enough"}')
    monkeypatch.setattr(documents, "MAX_BYTES", 10)
    with pytest.raises(ParityError, match="longer than 10 bytes"):
        documents.read(str(path))
    with pytest.raises(ParityError, match="cannot be read"):
        documents.read(str(tmp_path / "none"))
