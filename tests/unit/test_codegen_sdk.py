"""Clients in the shape of an older one, and the local gateway as an application."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from codegen_samples import TALKER, generated, imported


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with imported(generated(tmp_path_factory.mktemp("sdk"), files=TALKER)) as package:
        yield package


def test_attributes_give_groups_on_their_interface(client: Any) -> None:
    with client.TalkClient("http://127.0.0.1:9/", api_key="k") as blocking:
        assert type(blocking.things) is client.Things
        assert type(blocking.talk) is client.SocketThings


async def test_there_is_one_for_asyncio(client: Any) -> None:
    async with client.AsyncTalkClient(base_url="http://127.0.0.1:9/") as talker:
        assert type(talker.things) is client.AsyncThings
        assert type(talker.talk) is client.AsyncSocketThings
        assert talker.url == "http://127.0.0.1:9/"


def test_the_older_arguments_come_first_and_settings_by_name(client: Any) -> None:
    parameters = inspect.signature(client.TalkClient).parameters
    own = [each.name for each in parameters.values() if each.kind.name == "POSITIONAL_OR_KEYWORD"]
    theirs = {name for name in inspect.signature(client.Api).parameters if name not in {"url", "token"}}

    assert own == ["base_url", "api_key", "timeout"]
    assert set(parameters) == {"base_url", "api_key", *theirs}
    talker = client.TalkClient("http://127.0.0.1:9/", "secret", 5, tenant="other")
    assert talker.timeout == 5
    assert talker._config.values == {"token": "secret", "tenant": "other", "level": 1}
    assert "secret" not in repr(talker)


def test_they_are_public_and_load_late(client: Any) -> None:
    assert {"TalkClient", "AsyncTalkClient"} <= set(client.__all__)
    assert client.TalkClient.__module__ == "sample.client"


def test_the_longest_message_is_an_argument(client: Any) -> None:
    assert client.Api(max_message=4096)._config.max_message == 4096
    assert client.TalkClient(max_message=4096)._config.max_message == 4096


def test_the_local_gateway_is_an_application(client: Any) -> None:
    server = importlib.import_module("sample.server")

    made = server.create_app()
    assert type(made).__module__.startswith("starlette.")
    assert server.app is server.app
    assert server.app is not made
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = server.nothing


def test_the_module_of_the_application_starts_nothing(client: Any) -> None:
    folder = str(next(iter(client.__path__)).rpartition("/")[0])
    code = (
        f"import sys; sys.path.insert(0, {folder!r}); import sample.server; "
        "assert not {'starlette', 'gatewright.gateway'} & set(sys.modules)"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_client_without_them_has_neither_module(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = generated(tmp_path_factory.mktemp("plain"))

    assert not (folder / "sample/client.py").exists()
    assert not (folder / "sample/errors.py").exists()
    assert (folder / "sample/server.py").exists()
