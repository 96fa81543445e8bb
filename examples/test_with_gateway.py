"""Tests of an application's own code against a local gateway: `python -m pytest examples`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gatewright.gateway import LocalGateway, ServiceFailure
from trustgraph_v2 import Api, AuthenticationFailed, ConnectionLost, ServiceError


def summary(api: Api, text: str) -> str:
    """What an application might do: ask for a summary, and live with a broken connection."""
    flow = api.socket().flow("default")
    try:
        return flow.text_completion(system="Summarise.", prompt=text, streaming=True).text()
    except ConnectionLost as error:
        return "".join(piece.content for piece in error.partial) + "..."


def test_the_pieces_of_a_stream_make_the_summary(local_gateway_factory: Callable[..., LocalGateway]) -> None:
    gateway = local_gateway_factory("trustgraph_v2")
    with Api(url=gateway.url) as api:
        assert summary(api, "A long text.") == "The answer is 42."


def test_a_broken_connection_leaves_what_had_arrived(
    local_gateway_factory: Callable[..., LocalGateway],
) -> None:
    gateway = local_gateway_factory("trustgraph_v2")
    gateway.fault("text_completion", "drop", after=1)
    with Api(url=gateway.url) as api:
        assert summary(api, "A long text.") == "The answer ..."


def test_a_failing_service_is_an_error(local_gateway_factory: Callable[..., LocalGateway]) -> None:
    def fail(request: object) -> object:
        raise ServiceFailure("llm-error", "out of memory")

    gateway = local_gateway_factory("trustgraph_v2")
    gateway.on("text_completion", fail)
    with Api(url=gateway.url) as api, pytest.raises(ServiceError):
        summary(api, "A long text.")


def test_a_wrong_token_is_refused(local_gateway_factory: Callable[..., LocalGateway]) -> None:
    gateway = local_gateway_factory("trustgraph_v2", token="tg_right")
    with Api(url=gateway.url, token="tg_wrong") as api, pytest.raises(AuthenticationFailed) as refused:
        summary(api, "A long text.")
    assert "tg_wrong" not in str(refused.value)
