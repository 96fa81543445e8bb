"""Connections that break, close or restart: every waiter is told at once, and the next call goes on."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import pytest
from scripted_gateway import Gateway, Json, Peer, answering, obliging
from support import ASK, READ, Connect, Spawn, Word

from gatewright.errors import (
    ClientClosed,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    ProtocolViolation,
    RequestTimeout,
    ServiceError,
)

# Clients wait 30 s for an answer: a test that is over in 10 s has not waited for it.
pytestmark = pytest.mark.timeout(10)


def failure(future: Future[Any]) -> BaseException:
    error = future.exception()
    assert error is not None
    return error


@pytest.mark.parametrize("how", ["close", "abort"])
def test_all_who_wait_are_told_when_the_gateway_leaves(connect: Connect, spawn: Spawn, how: str) -> None:
    async def script(peer: Peer) -> None:
        for _ in range(3):
            await peer.request()
        if how == "close":
            await peer.socket.close(1001, "going away")
        else:
            peer.abort()

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        waiting = [spawn(lambda: client.call(ASK)), spawn(lambda: client.call(ASK))]
        stream = client.stream()
        waiting.append(spawn(lambda: next(stream)))
        for future in waiting:
            error = failure(future)
            assert type(error) is ConnectionLost
            assert isinstance(error, ConnectionError)
            assert error.retryable
            assert error.operation in {"ask", "talk"}
            assert how == "abort" or "1001: going away" in str(error)
        assert gateway.connections == 1


@pytest.mark.parametrize("how", ["close", "abort"])
def test_a_stream_keeps_what_had_arrived(connect: Connect, how: str) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        await peer.burst(request, [{"n": 0}, {"n": 1}], end=False)
        await peer.gateway.gate("read")
        if how == "close":
            await peer.socket.close(1000)
        else:
            peer.abort()

    with Gateway(script) as gateway:
        client = connect(gateway.url)
        stream = client.stream()
        assert next(stream) == Word(0, "0 ")
        gateway.open("read")
        with pytest.raises(ConnectionLost) as caught:
            stream.collect()
        assert caught.value.partial == [Word(1, "1 ")]
        with pytest.raises(StopIteration):
            next(stream)


def test_a_call_that_may_be_repeated_is(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        if peer.number < 3:
            peer.abort()
        else:
            await peer.reply(request, peer.number)

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1, retries=2)
        assert client.call(READ) == 3
        assert gateway.received.qsize() == 3


def test_repeating_has_an_end(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        await peer.request()
        peer.abort()

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1, retries=1)
        with pytest.raises(ConnectionLost):
            client.call(READ)
        assert gateway.received.qsize() == 2


def test_a_call_that_must_not_be_repeated_is_not(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        if peer.number == 1:
            peer.abort()
        else:
            await peer.reply(request, "second")

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        with pytest.raises(ConnectionLost):
            client.call(ASK)
        assert gateway.received.qsize() == 1
        assert client.call(ASK) == "second"


@pytest.mark.parametrize("how", ["close", "abort"])
def test_an_idle_connection_that_was_dropped_is_replaced_in_silence(connect: Connect, how: str) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        await peer.reply(request, peer.number)
        await peer.gateway.gate("leave")
        if how == "close":
            await peer.socket.close(1001)
        else:
            peer.abort()
            await peer.socket.wait_closed()
        peer.gateway.received.put({"left": peer.number})

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        assert client.call(ASK) == 1
        gateway.open("leave")
        gateway.received.get(timeout=5)
        assert gateway.received.get(timeout=5) == {"left": 1}
        assert client.call(ASK) == 2


def test_a_gateway_that_restarts_between_calls_goes_unnoticed(connect: Connect) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url)
        assert client.call(ASK, echo=1) == {"echo": 1}
        gateway.stop()
        gateway.start()
        assert client.call(ASK, echo=2) == {"echo": 2}
        assert gateway.connections == 2


def test_a_gateway_that_is_gone_is_reported(connect: Connect) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, retries=1)
        assert client.call(ASK, echo=1) == {"echo": 1}
        gateway.stop()
        for operation in (ASK, READ):
            with pytest.raises(ConnectionFailed, match="nothing listens at") as caught:
                client.call(operation)
            assert type(caught.value) is ConnectionFailed
            assert caught.value.operation == operation.name
        gateway.start()
        assert client.call(ASK, echo=3) == {"echo": 3}


def test_a_gateway_that_leaves_during_the_handshake_is_reported(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        await peer.socket.recv()
        peer.abort()

    with Gateway(script, authenticate=False) as gateway:
        client = connect(gateway.url)
        with pytest.raises(ConnectionLost) as caught:
            client.call(ASK)
        assert caught.value.operation == "ask"
        assert gateway.connections == 1


@pytest.mark.parametrize("garbage", ["{", "null", "[1]", '"text"', "\x00"])
def test_garbage_ends_the_conversation_for_all(connect: Connect, spawn: Spawn, garbage: str) -> None:
    async def script(peer: Peer) -> None:
        if peer.number == 1:
            await peer.request()
            await peer.request()
            await peer.say(garbage)
            await peer.request()
        else:
            await peer.reply(await peer.request(), "fine")

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        waiting = [spawn(lambda: client.call(ASK)) for _ in range(2)]
        for future in waiting:
            error = failure(future)
            assert isinstance(error, ProtocolViolation)
            assert error.operation == "ask"
        assert client.call(ASK) == "fine"


def test_an_error_without_an_id_fails_all_who_wait(connect: Connect, spawn: Spawn) -> None:
    async def script(peer: Peer) -> None:
        if peer.number == 1:
            await peer.request()
            await peer.request()
            await peer.say({"error": {"message": "Bad message", "type": "error"}, "complete": True})
            await peer.request()
        else:
            await peer.reply(await peer.request(), "fine")

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        waiting = [spawn(lambda: client.call(ASK)) for _ in range(2)]
        for future in waiting:
            error = failure(future)
            assert isinstance(error, ServiceError)
            assert (error.message, error.type) == ("Bad message", "error")
        assert client.call(ASK) == "fine"


@pytest.mark.parametrize("inside", [True, False])
@pytest.mark.parametrize("complete", [True, False])
def test_an_error_ends_its_own_call_only(
    connect: Connect, spawn: Spawn, inside: bool, complete: bool
) -> None:
    async def script(peer: Peer) -> None:
        bad, good = await peer.request(), await peer.request()
        if bad["request"] != {"bad": True}:
            bad, good = good, bad
        error = {"type": "knowledge-error", "message": "nothing known"}
        said = {"response": {"error": error}} if inside else {"error": error}
        await peer.say({"id": bad["id"], "complete": complete, **said})
        await peer.gateway.gate("told")
        await peer.reply(good, "good")
        await peer.reply(await peer.request(), "next")

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        bad = spawn(lambda: client.call(ASK, bad=True))
        good = spawn(lambda: client.call(ASK, bad=False))
        error = failure(bad)
        assert isinstance(error, ServiceError)
        assert (error.message, error.type, error.operation) == ("nothing known", "knowledge-error", "ask")
        gateway.open("told")
        assert good.result() == "good"
        assert client.call(ASK) == "next"
        assert gateway.connections == 1


def test_an_error_in_a_stream_comes_after_its_items(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        request = await peer.request()
        await peer.burst(request, [{"n": 0}, {"n": 1}], end=False)
        await peer.reply(
            request, {"error": {"type": "agent-error", "message": "lost the thread"}}, complete=False
        )
        await peer.reply(await peer.request(), "next")

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        with pytest.raises(ServiceError) as caught:
            client.stream().text()
        assert caught.value.partial == [Word(0, "0 "), Word(1, "1 ")]
        assert client.call(ASK) == "next"


def test_closing_the_client_fails_those_who_wait(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, sockets=1)
        waiting = [spawn(lambda: client.call(READ, gate="never")) for _ in range(15)]
        for _ in waiting:
            gateway.received.get(timeout=5)
        waiting += [spawn(lambda: client.call(ASK)), spawn(lambda: next(client.stream(gate="never")))]
        client.close()
        for future in waiting:
            assert isinstance(failure(future), ClientClosed)
        client.close()
        for late in (lambda: client.call(ASK), lambda: client.stream().collect(), lambda: client.rest(ASK)):
            with pytest.raises(ClientClosed):
                late()
        with pytest.raises(ClientClosed):
            client.put([1])


def test_a_closed_client_stays_closed(connect: Connect) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url)
        client.close()
        for late in (lambda: client.call(ASK), lambda: client.put([1]), lambda: client.rest(ASK)):
            with pytest.raises(ClientClosed):
                late()
        assert gateway.connections == 0


def test_closing_the_client_fails_those_who_wait_for_a_connection(connect: Connect, spawn: Spawn) -> None:
    async def silent(peer: Peer) -> None:
        peer.gateway.received.put({"heard": await peer.socket.recv()})
        await peer.socket.wait_closed()

    with Gateway(silent, authenticate=False) as gateway:
        client = connect(gateway.url, sockets=1)
        waiting = [spawn(lambda: client.call(READ)) for _ in range(3)]
        gateway.received.get(timeout=5)
        client.close()
        for future in waiting:
            assert isinstance(failure(future), ClientClosed)


def test_a_response_of_20_mib_arrives(connect: Connect) -> None:
    text = "x" * (20 * 2**20)

    async def answer(peer: Peer, request: Json) -> None:
        await peer.reply(request, text)

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url)
        assert client.call(ASK) == text


def test_a_request_of_20_mib_arrives(connect: Connect) -> None:
    async def answer(peer: Peer, request: Json) -> None:
        await peer.reply(request, len(request["request"]["text"]))

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url)
        assert client.call(ASK, text="x" * (20 * 2**20)) == 20 * 2**20


def test_a_message_longer_than_allowed_is_named_as_the_reason(connect: Connect) -> None:
    async def answer(peer: Peer, request: Json) -> None:
        await peer.say("x" * (50 * 2**20 + 1))

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url)
        with pytest.raises(ConnectionLost, match="longer than this client takes"):
            client.call(ASK)


def test_late_frames_and_unknown_ids_harm_nobody(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        first = await peer.request()
        await peer.reply(first, "one")
        await peer.reply(first, "again")
        await peer.say({"id": "nobody", "response": 1, "complete": True})
        await peer.say({"id": "nobody", "error": {"message": "lost"}, "complete": True})
        await peer.say({"id": 7, "response": 1, "complete": False})
        await peer.say({"response": 1})
        await peer.reply(await peer.request(), "two")

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        assert client.call(ASK) == "one"
        assert client.call(ASK) == "two"
        assert gateway.connections == 1


def test_a_call_takes_the_last_of_several_bodies(connect: Connect) -> None:
    async def answer(peer: Peer, request: Json) -> None:
        await peer.burst(request, [{"n": 0}, {"n": 1}, {"n": 2}])

    with Gateway(answering(answer)) as gateway:
        client = connect(gateway.url)
        assert client.call(ASK) == {"n": 2}


@pytest.mark.parametrize("operation", [ASK, READ])
def test_a_silent_gateway_is_given_up_at_the_time_asked_for(connect: Connect, operation: Any) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, sockets=1)
        with pytest.raises(RequestTimeout, match=r"no answer within 0\.2 s") as caught:
            client.call(operation, timeout=0.2, gate="never")
        assert isinstance(caught.value, TimeoutError)
        assert caught.value.operation == operation.name
        assert gateway.received.qsize() == 1
        assert client.call(ASK, echo="next") == {"echo": "next"}


def test_one_call_that_times_out_leaves_the_others_alone(connect: Connect, spawn: Spawn) -> None:
    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, sockets=1)
        patient = spawn(lambda: client.call(ASK, gate="open", echo=1))
        gateway.received.get(timeout=5)
        with pytest.raises(RequestTimeout):
            client.call(ASK, timeout=0.2, gate="never")
        gateway.open("open")
        assert patient.result() == {"echo": 1}
        assert client.call(ASK, echo=2) == {"echo": 2}


def test_a_gateway_that_does_not_read_is_given_up(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        peer.deafen()
        await peer.gateway.gate("never")

    with Gateway(script) as gateway:
        client = connect(gateway.url, sockets=1)
        with pytest.raises(RequestTimeout):
            client.call(ASK, timeout=0.3, text="x" * (30 * 2**20))


def test_a_gateway_that_does_not_greet_is_given_up(connect: Connect) -> None:
    async def silent(peer: Peer) -> None:
        await peer.gateway.gate("never")

    with Gateway(silent, authenticate=False) as gateway:
        client = connect(gateway.url, sockets=1)
        with pytest.raises(GatewayError, match="in time") as caught:
            client.call(ASK, timeout=0.3)
        assert caught.value.retryable
        assert caught.value.operation == "ask"


def test_a_wrong_token_is_refused_and_not_repeated(connect: Connect) -> None:
    from gatewright.errors import AuthenticationFailed

    with Gateway(answering(obliging)) as gateway:
        client = connect(gateway.url, token="tg_wrong")
        with pytest.raises(AuthenticationFailed, match="auth failure") as caught:
            client.call(READ)
        assert "tg_wrong" not in str(caught.value)
        assert caught.value.operation == "read"
        assert gateway.connections == 1


def test_an_answer_to_the_greeting_that_makes_no_sense_is_reported(connect: Connect) -> None:
    async def script(peer: Peer) -> None:
        await peer.say({"hello": "world"})
        await peer.socket.wait_closed()

    with Gateway(script, authenticate=False) as gateway:
        client = connect(gateway.url)
        with pytest.raises(ProtocolViolation, match="authentication"):
            client.call(ASK)
