"""Another credential on a living socket, and views that share connections, while things go wrong."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from scripted_gateway import TOKEN, Gateway, Json, Peer, answering, obliging
from support import ASK, FLOW, TALK, AsyncClient, AsyncReader, Client, Connect, Spawn, SyncReader

from gatewright.api import BaseApi
from gatewright.errors import AuthenticationFailed, ClientClosed, ConnectionLost, RequestTimeout

pytestmark = pytest.mark.timeout(20)

OTHER = "tg_another-secret-of-these-tests"
REFUSED = "tg_a-secret-that-nobody-takes"

Again = Callable[[Peer], Awaitable[None]]


class Doorkeeper:
    """Takes credentials, the first of a connection and later ones, and answers requests.

    Attributes:
        shown: All credentials, as they came, with the number of their connection.
    """

    def __init__(self, again: Again | None = None, first: Again | None = None) -> None:
        self.shown: queue.Queue[tuple[int, str]] = queue.Queue()
        self._first = first
        self._again = again

    async def __call__(self, peer: Peer) -> None:
        first = json.loads(await peer.socket.recv())
        await self._prove(peer, first, self._first)
        await answering(self._answer)(peer)

    async def _answer(self, peer: Peer, frame: Json) -> None:
        if frame.get("type") == "auth":
            await self._prove(peer, frame, self._again)
        else:
            await obliging(peer, frame)

    async def _prove(self, peer: Peer, frame: Json, again: Again | None) -> None:
        self.shown.put((peer.number, frame["token"]))
        if again is not None:
            await again(peer)
        if frame["token"] == REFUSED:
            await peer.say({"type": "auth-failed", "error": "auth failure"})
        else:
            await peer.say({"type": "auth-ok", "default_workspace": "default"})

    def all_shown(self) -> list[tuple[int, str]]:
        return [self.shown.get_nowait() for _ in range(self.shown.qsize())]


def authenticate(client: Client, token: str, timeout: float | None = None) -> None:
    if isinstance(client, AsyncClient):
        client.run(client.api._async_socket.authenticate(token, timeout))
    else:
        client.api._socket.authenticate(token, timeout)


def ask(client: Client, api: BaseApi, **fields: Any) -> Any:
    """A call by a view of the client."""
    if isinstance(client, AsyncClient):
        return client.run(api._async_socket.call(ASK, FLOW, fields, None))
    return api._socket.call(ASK, FLOW, fields, None)


def test_calls_and_streams_go_on_while_the_credential_changes(connect: Connect, spawn: Spawn) -> None:
    keeper = Doorkeeper()
    with Gateway(keeper, authenticate=False) as gateway:
        client = connect(gateway.url, sockets=1)
        waiting = [spawn(lambda: client.call(ASK, gate="on", echo="late")) for _ in range(3)]
        for _ in waiting:
            gateway.received.get(timeout=5)
        stream = client.stream(count=50)
        assert next(stream).n == 0
        gateway.received.get(timeout=5)
        authenticate(client, OTHER)
        assert client.call(ASK, echo="new") == {"echo": "new"}
        gateway.open("on")
        assert [each.result() for each in waiting] == [{"echo": "late"}] * 3
        assert [word.n for word in stream.collect()] == list(range(1, 50))
        assert gateway.connections == 1
        assert keeper.all_shown() == [(1, TOKEN), (1, OTHER)]


def test_later_connections_show_the_new_credential(connect: Connect) -> None:
    keeper = Doorkeeper()
    with Gateway(keeper, authenticate=False) as gateway:
        client = connect(gateway.url, sockets=1)
        client.call(ASK)
        authenticate(client, OTHER)
        gateway.stop()
        gateway.start()
        assert client.call(ASK, echo="again") == {"echo": "again"}
        assert keeper.all_shown() == [(1, TOKEN), (1, OTHER), (2, OTHER)]


def test_a_credential_can_be_changed_before_there_is_a_connection(connect: Connect) -> None:
    keeper = Doorkeeper()
    with Gateway(keeper, authenticate=False) as gateway:
        client = connect(gateway.url, sockets=1)
        authenticate(client, OTHER)
        assert client.call(ASK, echo="a") == {"echo": "a"}
        assert keeper.all_shown() == [(1, OTHER)]


@pytest.mark.parametrize("living", [True, False])
def test_a_refusal_leaves_everything_as_it_was(connect: Connect, spawn: Spawn, living: bool) -> None:
    keeper = Doorkeeper()
    with Gateway(keeper, authenticate=False) as gateway:
        client = connect(gateway.url, sockets=1)
        waiting = None
        if living:
            waiting = spawn(lambda: client.call(ASK, gate="on", echo="late"))
            gateway.received.get(timeout=5)
        with pytest.raises(AuthenticationFailed, match="auth failure") as caught:
            authenticate(client, REFUSED)
        assert REFUSED not in f"{caught.value} {caught.value!r} {vars(caught.value)}"
        assert client.call(ASK, echo="still") == {"echo": "still"}
        gateway.open("on")
        if waiting is not None:
            assert waiting.result() == {"echo": "late"}
        gateway.stop()
        gateway.start()
        assert client.call(ASK, echo="again") == {"echo": "again"}
        shown = [token for _, token in keeper.all_shown()]
        assert shown == ([TOKEN, REFUSED, TOKEN] if living else [REFUSED, TOKEN, TOKEN])


def test_a_credential_is_proved_on_a_connection_that_is_just_opened_with_another(
    connect: Connect, spawn: Spawn
) -> None:
    async def wait(peer: Peer) -> None:
        await peer.gateway.gate("door")

    for token in (REFUSED, OTHER):
        keeper = Doorkeeper(first=wait)
        with Gateway(keeper, authenticate=False) as gateway:
            client = connect(gateway.url, sockets=1)
            opening = spawn(lambda client=client: client.call(ASK, echo="x"))
            assert keeper.shown.get(timeout=5) == (1, TOKEN)
            proving = spawn(lambda client=client, token=token: authenticate(client, token))
            gateway.open("door")
            if token == REFUSED:
                with pytest.raises(AuthenticationFailed):
                    proving.result()
            else:
                proving.result()
            assert opening.result() == {"echo": "x"}
            assert keeper.all_shown() == [(1, token)]


def test_a_connection_that_is_lost_meanwhile_fails_both(connect: Connect, spawn: Spawn) -> None:
    """The new credential is not proved, so it is not kept."""

    async def cut(peer: Peer) -> None:
        peer.abort()

    keeper = Doorkeeper(cut)
    with Gateway(keeper, authenticate=False) as gateway:
        client = connect(gateway.url, sockets=1)
        waiting = spawn(lambda: client.call(ASK, gate="never"))
        gateway.received.get(timeout=5)
        with pytest.raises(ConnectionLost):
            authenticate(client, OTHER)
        with pytest.raises(ConnectionLost):
            waiting.result()
        assert client.call(ASK, echo="again") == {"echo": "again"}
        assert keeper.all_shown() == [(1, TOKEN), (1, OTHER), (2, TOKEN)]


def test_an_answer_that_does_not_come_ends_in_a_timeout(connect: Connect) -> None:
    """Should it come later, it is not taken for the answer to anything else."""

    async def wait(peer: Peer) -> None:
        await peer.gateway.gate("on")

    keeper = Doorkeeper(wait)
    with Gateway(keeper, authenticate=False) as gateway:
        client = connect(gateway.url, sockets=1)
        client.call(ASK)
        with pytest.raises(RequestTimeout):
            authenticate(client, OTHER, 0.1)
        gateway.open("on")
        assert client.call(ASK, echo="after") == {"echo": "after"}
        authenticate(client, OTHER)
        assert client.call(ASK, echo="proved") == {"echo": "proved"}


def test_closing_ends_an_authentication(connect: Connect, spawn: Spawn) -> None:
    asked = threading.Event()

    async def wait(peer: Peer) -> None:
        asked.set()
        await peer.gateway.gate("never")

    with Gateway(Doorkeeper(wait), authenticate=False) as gateway:
        client = connect(gateway.url, sockets=1)
        client.call(ASK)
        proving = spawn(lambda: authenticate(client, OTHER))
        assert asked.wait(5)
        client.close()
        with pytest.raises(ClientClosed):
            proving.result()


def test_many_change_the_credential_at_once(connect: Connect, spawn: Spawn) -> None:
    with Gateway(Doorkeeper(), authenticate=False) as gateway:
        client = connect(gateway.url, sockets=1)
        client.call(ASK)
        changes = [spawn(lambda: authenticate(client, OTHER)) for _ in range(8)]
        calls = [spawn(lambda: client.call(ASK, echo="x")) for _ in range(8)]
        assert [change.result() for change in changes] == [None] * 8
        assert [call.result() for call in calls] == [{"echo": "x"}] * 8
        assert gateway.connections == 1


# Views ------------------------------------------------------------------------------------------


def test_views_share_connections_and_each_says_its_own(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, sockets=1)
        views = [client.api._with(workspace=f"w{number}") for number in range(5)]
        calls = [spawn(lambda view=view: ask(client, view, echo="x")) for view in views * 4]
        assert [call.result() for call in calls] == [{"echo": "x"}] * 20
        client.call(ASK)
        said = [gateway.received.get(timeout=5)["workspace"] for _ in range(21)]
        assert sorted(said[:20]) == sorted([f"w{number}" for number in range(5)] * 4)
        assert said[20] == "default"
        assert gateway.connections == 1


def test_a_view_of_a_view_keeps_what_it_does_not_change(connect: Connect) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, sockets=1)
        ask(client, client.api._with(workspace="one")._with(workspace="two"))
        assert gateway.received.get(timeout=5)["workspace"] == "two"


def test_a_stream_of_a_view_goes_on_beside_others(connect: Connect) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, sockets=1)
        view = client.api._with(workspace="other")
        fields = {"count": 20, "streaming": True}
        reader: Any
        if isinstance(client, AsyncClient):
            reader = AsyncReader(client.thread, view._async_socket.stream(TALK, FLOW, fields, None))
        else:
            reader = SyncReader(view._socket.stream(TALK, FLOW, fields, None))
        assert next(reader).n == 0
        assert client.call(ASK, echo="x") == {"echo": "x"}
        assert len(reader.collect()) == 19
        assert [gateway.received.get(timeout=5)["workspace"] for _ in range(2)] == ["other", "default"]


def test_closing_a_view_closes_what_it_shares(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, sockets=1)
        view = client.api._with(workspace="other")
        waiting = [
            spawn(lambda: client.call(ASK, gate="never")),
            spawn(lambda: ask(client, view, gate="never")),
        ]
        for _ in waiting:
            gateway.received.get(timeout=5)
        if isinstance(client, AsyncClient):
            client.run(view.aclose())
        else:
            view.close()
        for each in waiting:
            with pytest.raises(ClientClosed):
                each.result()
        for api in (client.api, view):
            with pytest.raises(ClientClosed):
                ask(client, api)


def test_a_view_shows_the_credential_that_was_changed_elsewhere(connect: Connect) -> None:
    keeper = Doorkeeper()
    with Gateway(keeper, authenticate=False) as gateway:
        client = connect(gateway.url, sockets=1)
        view = client.api._with(workspace="other")
        ask(client, view)
        authenticate(client, OTHER)
        gateway.stop()
        gateway.start()
        ask(client, view)
        assert keeper.all_shown() == [(1, TOKEN), (1, OTHER), (2, OTHER)]
