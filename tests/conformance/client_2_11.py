"""The generated client as the tests open it."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any

from surfaces import Surface, opened

from trustgraph_v2 import Api

TOKEN = "tg_good_conformance"


def open_surface(name: str, url: str, **settings: Any) -> AbstractAsyncContextManager[Surface]:
    """An interface of a client of its own."""
    return opened(name, Api(url, **{"token": TOKEN, "timeout": 20, **settings}))
