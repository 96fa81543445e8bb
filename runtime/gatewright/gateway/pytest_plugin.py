"""pytest plugin: local gateways for the length of a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ..descriptor import Descriptor
    from .local import LocalGateway


@pytest.fixture
def local_gateway_factory() -> Iterator[Callable[..., LocalGateway]]:
    """Starts local gateways that end with the test: `local_gateway_factory("my_gateway", token="secret")`.

    The arguments are those of `gatewright.gateway.local_gateway`.
    """
    from .local import local_gateway

    with ExitStack() as stack:

        def start(gateway: str | Descriptor, **arguments: Any) -> LocalGateway:
            return stack.enter_context(local_gateway(gateway, **arguments))

        yield start
