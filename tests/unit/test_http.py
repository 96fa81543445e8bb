"""Requests made ready: what goes into the path, the query and the body, and what is filled in."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import httpx
import pytest
from handmade_gateway import INFO

from gatewright import wire
from gatewright.config import resolve
from gatewright.http import Exchange, prepare
from gatewright.operation import Operation, StreamOperation, StreamRule

LIST: Operation[Any] = Operation(
    name="list", method="GET", path="/pages/{site}", query=("tag", "limit", "all"), in_path=("site",)
)


def request(
    operation: Operation[Any], *, stream: bool = False, info: Any = INFO, **fields: Any
) -> httpx.Request:
    options: dict[str, Any] = {
        "url": None,
        "timeout": None,
        "token": None,
        "settings": {"workspace": "w"},
        "sockets": None,
        "verify": True,
        "retries": None,
        "headers": {"Accept-Encoding": "gzip"},
    }
    exchange = Exchange(info, resolve(INFO, **options))
    return prepare(exchange, operation, {"flow": "f"}, fields, 5, stream=stream)


def test_a_list_becomes_repeated_parameters() -> None:
    asked = request(LIST, site="a/b", tag=["x", "y&z", "ä"], limit=5, all=True)
    assert asked.url.raw_path == b"/pages/a%2Fb?tag=x&tag=y%26z&tag=%C3%A4&limit=5&all=true"
    for several in (("x", "y"), iter(["x", "y"])):
        assert request(LIST, site="s", tag=several).url.query == b"tag=x&tag=y"
    assert request(LIST, site="s", tag="xy").url.query == b"tag=xy"


def test_what_is_left_out_or_empty_leaves_no_trace() -> None:
    for fields in ({}, {"tag": []}, {"tag": None}):
        assert request(LIST, site="s", **fields).url.raw_path == b"/pages/s"


def test_a_request_without_a_body_has_none() -> None:
    for method in ("GET", "DELETE"):
        asked = request(replace(LIST, method=method), site="s", limit=5)
        assert asked.read() == b""
        assert "content-length" not in asked.headers
    assert request(replace(LIST, method="PUT"), site="s").read() == b"{}"


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_fields_with_no_other_place_go_into_the_body_even_of_a_get(method: str) -> None:
    info = replace(INFO, rest_body=lambda values: {"workspace": values["workspace"]})
    asked = request(replace(LIST, method=method), site="s", limit=5, kinds=["a"], info=info)
    assert json.loads(asked.read()) == {"kinds": ["a"], "workspace": "w"}
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["content-length"] == str(len(asked.content))
    assert request(replace(LIST, method=method), site="s", info=info).read() == b""


def test_what_the_caller_leaves_out_is_filled_in() -> None:
    fill = {"workspace-id": "workspace", "flow-id": "flow", "key": "token", "time": "now", "app": "app_id"}
    ask: Operation[Any] = Operation(name="ask", path="/ask", fill=fill)
    body = json.loads(request(ask, text="x").read())
    time = body.pop("time")
    assert body == {"text": "x", "workspace-id": "w", "flow-id": "f"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", time)
    given: dict[str, Any] = {"workspace-id": "mine", "flow-id": None, "time": "then"}
    assert json.loads(request(ask, **given).read()) == {
        "workspace-id": "mine",
        "flow-id": "f",
        "time": "then",
    }


def test_a_stream_asks_for_no_compression() -> None:
    crawl: StreamOperation[Any, Any] = StreamOperation(
        name="crawl", path="/crawl", media="sse", stream=StreamRule(decode=lambda body: body)
    )
    assert request(crawl, stream=True).headers.get_list("accept-encoding") == ["identity"]
    assert request(LIST, site="s").headers.get_list("accept-encoding") == ["gzip"]


def test_the_time_is_that_of_the_message() -> None:
    first, second = wire.now(), wire.now()
    assert first <= second
