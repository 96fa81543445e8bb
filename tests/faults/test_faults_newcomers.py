"""A gateway whose errors about unknown services name no request: nobody gets another's, and nobody hangs."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from scripted_gateway import Gateway, Json, Peer, answering
from support import ASK, INFO, Client, Connect, Spawn, Word

from gatewright.errors import GatewayError, NotFound, RequestTimeout
from gatewright.operation import Operation
from gatewright.session.lanes import SPARE

pytestmark = pytest.mark.timeout(30)

assert INFO.socket is not None
NEWCOMERS = replace(
    INFO, socket=replace(INFO.socket, orphans="newcomer", place=("service", "flow"), in_flight=15)
)


@pytest.fixture(autouse=True)
def described(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clients of this file talk to a gateway of this kind."""
    monkeypatch.setattr("support.INFO", NEWCOMERS)


@pytest.fixture
def no_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Newcomers have no sockets besides those of everybody, so that they have to wait."""
    monkeypatch.setattr("gatewright.session.lanes.SPARE", 0)


def to(service: str, *, long: bool = False) -> Operation[Any]:
    return replace(ASK, name=service, frame={"service": service}, long=long)


def is_known(service: str) -> bool:
    return not service.startswith("gone")


class Watch:
    """Answers requests, and notes newcomers that share a socket, whose errors would look alike."""

    def __init__(self) -> None:
        self.heard: set[str] = set()
        self.open: dict[int, Counter[str]] = {}
        self.sharing: list[set[str]] = []

    def begins(self, peer: Peer, service: str) -> None:
        now = self.open.setdefault(peer.number, Counter())
        now[service] += 1
        unheard = {each for each, count in now.items() if count and each not in self.heard}
        if len(unheard) > 1:
            self.sharing.append(unheard)

    def ends(self, peer: Peer, service: str) -> None:
        self.open[peer.number][service] -= 1

    async def answer(self, peer: Peer, request: Json) -> None:
        service, fields = request["service"], request["request"]
        self.begins(peer, service)
        if "gate" in fields:
            await peer.gateway.gate(fields["gate"])
        for _ in range(fields.get("turns", 0)):
            await asyncio.sleep(0)  # others go first
        self.ends(peer, service)
        if is_known(service):
            self.heard.add(service)
            await peer.reply(request, {"echo": fields.get("echo")})
        else:
            await peer.say({"error": "Invalid flow"})


@pytest.mark.parametrize("sockets", [1, 2, 4])
def test_many_threads_get_what_is_theirs(connect: Connect, spawn: Spawn, sockets: int) -> None:
    watch = Watch()
    services = ("here", "there", "gone", "gone too")
    with Gateway(answering(watch.answer)) as gateway:
        client = connect(gateway.url, sockets=sockets)
        together = threading.Barrier(8)

        def work(thread: int) -> list[str]:
            choice = random.Random(thread)
            wrong: list[str] = []
            together.wait()
            for turn in range(40):
                service, mark = choice.choice(services), f"{thread}-{turn}"
                said = ask(client, service, echo=mark, turns=choice.randrange(4))
                if said != ({"echo": mark} if is_known(service) else gone(service)):
                    wrong.append(f"{service}: {said}")
            return wrong

        workers = [spawn(partial(work, n)) for n in range(8)]
        assert [worker.result() for worker in workers] == [[]] * 8
        assert watch.sharing == []
        assert gateway.connections <= sockets + SPARE


def ask(client: Client, service: str, **fields: Any) -> Any:
    """What came of a call."""
    try:
        return client.call(to(service), **fields)
    except NotFound as error:
        return f"{error.operation}: {error.message}"


def gone(service: str) -> str:
    """What is to come of a call for a service that is not there."""
    return f"{service}: Invalid flow"


@pytest.mark.usefixtures("no_spare")
def test_two_newcomers_do_not_share_a_socket(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(Watch().answer)) as gateway:
        client = connect(gateway.url, sockets=1)
        first = spawn(lambda: ask(client, "here", gate="go", echo=1))
        assert gateway.received.get(timeout=5)["service"] == "here"
        with pytest.raises(RequestTimeout, match="no free place"):
            client.call(to("gone"), timeout=0.3)
        again = spawn(lambda: ask(client, "here", echo=2))
        assert gateway.received.get(timeout=5)["service"] == "here"  # the same place does not wait
        assert again.result() == {"echo": 2}
        # One answer is enough, although the first one is still to come.
        assert ask(client, "gone") == gone("gone")
        assert not first.done()
        gateway.open("go")
        assert first.result() == {"echo": 1}


def test_a_slow_first_answer_holds_up_no_other_service(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(Watch().answer)) as gateway:
        client = connect(gateway.url, sockets=1)
        slow = spawn(lambda: ask(client, "slow", gate="go", echo=1))
        assert gateway.received.get(timeout=5)["service"] == "slow"
        assert ask(client, "here", echo=2) == {"echo": 2}
        assert ask(client, "gone") == gone("gone")
        assert gateway.connections == 2
        # What has answered shares the socket of everybody again.
        assert [ask(client, "here", echo=n) for n in range(5)] == [{"echo": n} for n in range(5)]
        assert gateway.connections == 2
        gateway.open("go")
        assert slow.result() == {"echo": 1}


@pytest.mark.usefixtures("no_spare")
def test_newcomers_go_to_sockets_of_their_own(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(Watch().answer)) as gateway:
        client = connect(gateway.url, sockets=3)
        services = ("here", "gone", "gone too")
        calls = [spawn(partial(ask, client, service, gate="go", echo=service)) for service in services]
        assert {gateway.received.get(timeout=5)["service"] for _ in services} == set(services)
        assert gateway.connections == 3
        gateway.open("go")
        assert [call.result() for call in calls] == [{"echo": "here"}, gone("gone"), gone("gone too")]


@pytest.mark.usefixtures("no_spare")
def test_who_has_answered_keeps_waiting_when_a_newcomer_fails(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(Watch().answer)) as gateway:
        client = connect(gateway.url, sockets=1)
        assert ask(client, "here", echo=0) == {"echo": 0}
        known = [spawn(partial(ask, client, "here", gate="go", echo=n)) for n in range(5)]
        for _ in range(6):
            gateway.received.get(timeout=5)
        for _ in range(3):
            assert ask(client, "gone") == gone("gone")
        assert not any(call.done() for call in known)
        gateway.open("go")
        assert [call.result() for call in known] == [{"echo": n} for n in range(5)]
        assert gateway.connections == 1


@pytest.mark.usefixtures("no_spare")
def test_the_late_error_of_a_call_given_up_is_nobody_elses(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(Watch().answer)) as gateway:
        client = connect(gateway.url, sockets=1)
        assert ask(client, "here", echo=0) == {"echo": 0}
        known = spawn(lambda: ask(client, "here", gate="known", echo=1))
        gateway.received.get(timeout=5)
        with pytest.raises(RequestTimeout, match="no answer"):
            client.call(to("gone"), timeout=0.3, gate="late")
        # It may fail yet, so another newcomer would be in danger.
        with pytest.raises(RequestTimeout, match="no free place"):
            client.call(to("there"), timeout=0.3)
        later = spawn(lambda: ask(client, "there", echo=2))
        gateway.open("late")
        assert later.result() == {"echo": 2}
        gateway.open("known")
        assert known.result() == {"echo": 1}


@pytest.mark.usefixtures("no_spare")
def test_the_first_item_of_a_stream_lets_newcomers_in(connect: Connect, spawn: Spawn) -> None:
    async def answer(peer: Peer, request: Json) -> None:
        if request["service"] != "talk":
            await Watch().answer(peer, request)
            return
        await peer.gateway.gate("first")
        await peer.reply(request, {"n": 0}, complete=False)
        await peer.gateway.gate("last")
        await peer.reply(request, {"n": 1})

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url, sockets=1)
        stream = client.stream()
        stream.begin()
        assert gateway.received.get(timeout=5)["service"] == "talk"
        with pytest.raises(RequestTimeout, match="no free place"):
            client.call(to("gone"), timeout=0.3)
        waits = spawn(lambda: ask(client, "gone"))
        gateway.open("first")
        assert next(stream) == Word(0, "0 ")
        assert waits.result() == gone("gone")
        gateway.open("last")
        assert stream.collect() == [Word(1, "1 ")]


def test_a_flow_that_is_stopped_fails_what_nobody_can_tell_apart(connect: Connect, spawn: Spawn) -> None:
    """Both services had answered; then one is gone, and its error could be either's."""
    stopped = threading.Event()

    async def answer(peer: Peer, request: Json) -> None:
        if "gate" not in request["request"]:
            await peer.reply(request, {})
        elif request["service"] == "there":
            await peer.gateway.gate("stop")
            stopped.set()
            await peer.say({"error": "Invalid flow"})

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url, sockets=1)
        for service in ("here", "there"):
            assert client.call(to(service)) == {}
        calls = [spawn(partial(ask, client, service, gate="x")) for service in ("here", "there")]
        for _ in range(4):
            gateway.received.get(timeout=5)
        gateway.open("stop")
        assert [call.result() for call in calls] == [gone("here"), gone("there")]
        assert stopped.is_set()
        # From here on it is as in the beginning.
        assert client.call(to("here")) == {}
        assert gateway.connections == 2


@pytest.mark.usefixtures("no_spare")
def test_a_lost_connection_leaves_nobody_waiting_for_a_place(connect: Connect, spawn: Spawn) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        if peer.number == 1:
            await peer.gateway.gate("cut")
            peer.abort()
        else:
            await peer.reply(request, {"echo": peer.number})
            await peer.request()

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        lost = spawn(partial(failure, client, "gone"))
        gateway.received.get(timeout=5)
        waits = spawn(lambda: ask(client, "here"))
        gateway.open("cut")
        assert lost.result() == "ConnectionLost"
        assert waits.result() == {"echo": 2}


def failure(client: Client, service: str) -> str:
    with pytest.raises(GatewayError) as caught:
        client.call(to(service))
    return type(caught.value).__name__
