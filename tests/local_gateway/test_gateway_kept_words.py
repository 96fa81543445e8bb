"""The words for what a local gateway keeps and refuses, each on a gateway that nobody has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from raw_client import Raw, ws_url
from shelves import shelves
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from gatewright.descriptor import Descriptor
from gatewright.errors import ConfigurationError
from gatewright.gateway import LocalGateway, local_gateway

Json = dict[str, Any]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Descriptor:
    return shelves(tmp_path_factory.mktemp("shelves"))


@pytest.fixture
def gw(shop: Descriptor) -> Iterator[LocalGateway]:
    with local_gateway(shop) as gateway:
        yield gateway


@pytest.fixture
def sock(gw: LocalGateway) -> Iterator[Raw]:
    with Raw(gw, "/socket") as raw:
        yield raw


def thing(shelf: str, name: str, **more: Any) -> Json:
    return {"shelf": shelf, "name": name, **more}


def do(http: httpx.Client, operation: str, **body: Any) -> Any:
    answer = http.post("/do/things", json={"do": operation, **body})
    assert answer.status_code == 200
    return answer.json()


def put(http: httpx.Client, *things: Json) -> None:
    assert do(http, "put", things=list(things)) == {"changes": 0}


def names(http: httpx.Client, **asked: Any) -> list[str]:
    found: list[str] = do(http, "list", **asked)["names"]
    return found


def error(answer: Any) -> tuple[str, str]:
    return answer["error"]["type"], answer["error"]["message"]


# What is kept ----------------------------------------------------------------------------------


def test_requests_that_are_made_at_the_beginning(gw: LocalGateway) -> None:
    assert gw.stores.get("shops", "main") == {
        "name": "main",
        "about": {"of": ["main"]},
        "offers": {"price": {}, "slow": {}, "loud": {}},
    }
    assert gw.requests == []


def test_each_of_a_list_is_put_and_replaced(gw: LocalGateway, http: httpx.Client) -> None:
    put(http, thing("b", "second", price=2), thing("a", "third", tags=["x"]), thing("b", "second", price=3))
    assert gw.stores.all("things") == [
        thing("a", "first", price=1, note="about first", tags=[], json='{"of":"first"}'),
        thing("a", "third", price=None, note="about third", tags=["x"], json='{"of":"third"}'),
        thing("b", "second", price=3, note="about second", tags=[], json='{"of":"second"}'),
    ]
    assert gw.stores.get("things", "b", "second") == gw.stores.all("things")[-1]
    assert gw.stores.get("things", "b", "nothing") is None
    put(http)
    assert http.post("/do/things", json={"do": "put"}).json() == {"changes": 0}


def test_each_of_a_list_is_got_or_said_to_be_absent(http: httpx.Client) -> None:
    asked = [thing("a", "first"), thing("z", "none")]
    assert do(http, "get", names=asked) == {
        "changes": 1,
        "found": [{"name": "first", "price": 1, "on": "a/first"}, {"name": "none", "on": "z/none"}],
    }


def test_lists_of_one_field_by_what_is_asked(http: httpx.Client) -> None:
    put(http, thing("b", "two", price=2, tags=["x", "y"]), thing("a", "zero", tags=["y"]), thing("b", "one"))
    assert do(http, "list") == {"changes": 2, "names": ["first", "zero", "one", "two"], "of": 4}
    assert names(http, shelf="b") == ["one", "two"]
    assert names(http, shelf="b", price=2) == ["two"]
    assert names(http, price="2") == ["two"]
    assert names(http, tags=["y"]) == ["zero", "two"]
    assert names(http, tags=["x", "z"]) == ["two"]
    assert names(http, tags=[]) == ["first", "zero", "one", "two"]
    assert do(http, "list", most=1) == {"changes": 2, "names": ["first"], "of": 4}
    assert names(http, most="2") == ["first", "zero"]
    assert len(names(http, most=0)) == 4
    assert do(http, "shelves") == ["a", "b"]


def test_a_list_as_objects_within_objects(http: httpx.Client) -> None:
    put(http, thing("b", "two", price=2), thing("a", "more", price=5))
    assert do(http, "all") == {"changes": 2, "things": {"a": {"first": 1, "more": 5}, "b": {"two": 2}}}


def test_what_is_there_is_not_added_again(gw: LocalGateway, http: httpx.Client) -> None:
    added = do(http, "add", thing=thing("a", "new"), by="main")
    assert added == thing("a", "new", by="main")
    again = do(http, "add", thing=thing("a", "new"), by="main")
    assert error(again) == ("twice", "There is new on a already")


def test_a_need_that_is_looked_for_afterwards(gw: LocalGateway, http: httpx.Client) -> None:
    assert error(do(http, "add", thing=thing("a", "lost"), by="me")) == ("nobody", "Nobody is called me")
    assert gw.stores.get("things", "a", "lost") == thing("a", "lost", by="me")


def test_a_template_for_the_key_and_a_need_with_a_name(gw: LocalGateway, http: httpx.Client) -> None:
    assert do(http, "take", what="first") == {"price": 1, "owner": "main"}
    assert error(do(http, "take", what="first")) == ("gone", "No first")
    put(http, thing("a", "anchor"))
    assert error(do(http, "take", what="anchor")) == ("dear", "anchor stays")
    gw.stores.objects("shops").clear()
    put(http, thing("a", "first"))
    assert error(do(http, "take", what="first")) == ("not-found", "No owner")
    assert do(http, "list") == {"changes": 4, "names": ["anchor", "first"], "of": 2}


def test_all_that_fits_is_removed(gw: LocalGateway, http: httpx.Client) -> None:
    put(http, thing("b", "one"), thing("b", "two"))
    assert do(http, "clear", shelf="b") == {"changes": 3}
    assert do(http, "clear", shelf="b") == {"changes": 4}
    assert names(http) == ["first"]


def test_requests_that_are_refused_by_their_fields(http: httpx.Client) -> None:
    assert do(http, "refuse", about={"size": 1}) == {"fine": True}
    assert error(do(http, "refuse", about={"size": 1, "colour": "red"})) == ("red", "Not red")
    assert error(do(http, "refuse", about={"size": 3})) == ("size", "Too large")
    assert error(do(http, "refuse")) == ("size", "Too large")


# Scopes ----------------------------------------------------------------------------------------


def test_what_the_scope_names_must_be_there(http: httpx.Client, sock: Raw) -> None:
    assert http.post("/shops/main/price", json={"of": "milk"}).json() == {"price": 7, "of": "milk"}
    lost = http.post("/shops/other/price", json={"of": "milk"})
    assert (lost.status_code, lost.json()) == (200, {"error": "No shop other"})
    assert sock.ask({"id": 1, "service": "price", "shop": "other", "ask": {}}) == {"error": "No shop other"}
    # Whatever is asked of it.
    assert http.post("/shops/other/nothing", json={}).json() == {"error": "No shop other"}


def test_services_that_it_has(http: httpx.Client, sock: Raw) -> None:
    assert http.post("/shops/main/nothing", json={}).json() == {"error": "nothing is not sold here"}
    assert sock.ask({"id": 1, "service": "pieces", "shop": "main", "ask": {}}) == {
        "error": "pieces is not sold here"
    }
    assert sock.ask({"id": 1, "service": "loud", "shop": "main", "ask": {}})["answer"] == []


def test_required_fields(http: httpx.Client, sock: Raw) -> None:
    assert http.post("/shops/main/price", json={}).json() == {
        "error": {"type": "lacking", "message": "Say of"}
    }
    assert sock.ask({"id": 1, "service": "price", "shop": "main", "ask": {}}) == {
        "id": 1,
        "answer": {"error": {"type": "lacking", "message": "Say of"}},
        "last": True,
    }
    # A service may say it in another way.
    assert http.post("/shops/main/slow", json={}).json() == {"error": "'of'"}
    assert sock.ask({"id": 2, "service": "slow", "shop": "main", "ask": {}}) == {
        "id": 2,
        "answer": {"error": "'of'"},
        "last": True,
    }
    # Null is a value.
    assert http.post("/shops/main/price", json={"of": None}).json() == {"price": 7, "of": None}


# Answers ---------------------------------------------------------------------------------------


def test_streams_are_templates(sock: Raw) -> None:
    sock.send({"id": 1, "service": "price", "shop": "main", "ask": {"of": "milk", "loud": True}})
    assert [sock.receive() for _ in range(2)] == [
        {"id": 1, "answer": {"word": "milk"}, "last": False},
        {"id": 1, "answer": {"word": "costs 7"}, "last": True},
    ]


def test_an_answer_that_does_not_end(http: httpx.Client, sock: Raw) -> None:
    sock.send({"id": 1, "service": "slow", "shop": "main", "ask": {"of": "milk"}})
    late = {"error": {"type": "late", "message": "Too late"}}
    assert sock.receive() == {"id": 1, "answer": {"half": "milk"}, "last": False}
    assert sock.receive() == {"id": 1, "answer": late, "last": True}
    assert http.post("/shops/main/slow", json={"of": "milk"}).json() == late


def test_how_long_a_gateway_waits_can_be_said(shop: Descriptor) -> None:
    assert local_gateway(shop).rules.patience == 0.01
    assert local_gateway(shop, timeout=3).rules.patience == 3
    assert local_gateway(shop, timeout=None).rules.patience is None
    with pytest.raises(ConfigurationError, match="no options: speed"):
        local_gateway(shop, timeout=3, speed=1)


def test_how_far_a_socket_reads_ahead(gw: LocalGateway) -> None:
    assert gw.rules.read_ahead == 3


def test_operations_that_nobody_knows(http: httpx.Client, sock: Raw) -> None:
    assert error(do(http, "dance")) == ("what", "Cannot dance")
    assert error(http.post("/do/things", json={}).json()) == ("what", "Cannot ")
    assert http.post("/do/nothing", json={}).json() == {"error": "What is nothing?"}
    assert sock.ask({"id": 1, "service": "things", "ask": {"do": "dance"}}) == {
        "id": 1,
        "answer": {"error": {"type": "what", "message": "Cannot dance"}},
        "last": True,
    }
    assert sock.ask({"id": 1, "service": "nothing", "ask": {}}) == {"error": "What is nothing?"}


# Frames and bodies that are refused ------------------------------------------------------------


@pytest.mark.parametrize(
    ("frame", "refused"),
    [
        ("{bad", {"error": "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"}),
        ("[1]", {"error": "Half a frame"}),
        ({"service": "things", "ask": {}}, {"error": "Half a frame"}),
        ({"id": 1, "service": "things"}, {"error": "Half a frame"}),
        ({"id": 1, "ask": {}}, {"error": "No service"}),
        ({"id": 1, "service": "things", "ask": "x"}, {"id": 1, "answer": {"error": {"kind": "odd"}}}),
    ],
)
def test_frames_that_are_refused(sock: Raw, frame: Any, refused: Json) -> None:
    assert sock.ask(frame) == refused
    assert sock.ask({"id": 9, "service": "things", "ask": {"do": "shelves"}})["answer"] == ["a"]


def test_bodies_that_are_refused(http: httpx.Client) -> None:
    empty = http.post("/do/things", content=b"")
    assert (empty.status_code, empty.json()) == (200, {"error": "Expecting value: line 1 column 1 (char 0)"})
    assert http.post("/do/things", json=[1]).json() == {"error": "No object"}


def test_plain_texts(http: httpx.Client) -> None:
    lost = http.get("/nowhere")
    assert (lost.status_code, lost.text) == (404, "Nothing here")
    assert lost.headers["content-type"] == "text/plain; charset=utf-8"
    odd = http.post("/do/things", json={}, headers={"X-Key": "Word x"})
    assert (odd.status_code, odd.text) == (400, "That is no key")
    assert http.post("/do/things", json={"do": "shelves"}, headers={"X-Key": "Key any"}).json() == ["a"]


def test_plain_texts_instead_of_a_socket(shop: Descriptor) -> None:
    with local_gateway(shop, token="good") as gateway:
        for path in ("/socket", "/socket?key=bad", "/shops/main/import/pieces?key=bad"):
            with pytest.raises(InvalidStatus) as refused, connect(ws_url(gateway, path)):
                pass
            response = refused.value.response
            assert (response.status_code, response.body) == (401, b"No key")
            assert response.headers["content-type"] == "text/plain; charset=utf-8"
        with Raw(gateway, "/socket?key=good") as sock:
            assert sock.ask({"id": 1, "service": "things", "ask": {"do": "shelves"}})["answer"] == ["a"]
        for header, status in (("Key good", 200), ("Key  good", 401), ("good", 400)):
            with httpx.Client(base_url=gateway.url, headers={"X-Key": header}) as client:
                assert client.post("/do/things", json={"do": "shelves"}).status_code == status


# Imports ---------------------------------------------------------------------------------------


def bulk(gw: LocalGateway, way: str, kind: str, shop: str = "main") -> ClientConnection:
    return connect(ws_url(gw, f"/shops/{shop}/{way}/{kind}"), compression=None, close_timeout=1)


def batch(*numbers: int, **more: Any) -> str:
    return json.dumps({"of": "x", "pieces": [{"number": n, "name": f"n{n}"} for n in numbers], **more})


def closed(connection: ClientConnection) -> int:
    with pytest.raises(ConnectionClosed) as caught:
        connection.recv(timeout=5)
    assert caught.value.rcvd is not None
    return caught.value.rcvd.code


def test_imports_are_kept_and_exported(gw: LocalGateway, http: httpx.Client) -> None:
    with bulk(gw, "export", "pieces") as export, bulk(gw, "import", "pieces") as sending:
        gw.wait_for(lambda: len(gw.taps) == 1)
        for message in (batch(1, 2), batch(2, more=5), batch(3, 4)):
            sending.send(message)
        assert sending.ping().wait(5)
        pieces = http.post("/shops/main/loud", json={}).json()
        assert [piece["number"] for piece in pieces] == [1, 2, 3, 4]
        assert pieces[0] == {"number": 1, "name": "n1", "of": "x", "shop": "main"}
        assert [len(json.loads(export.recv(timeout=5))["pieces"]) for _ in range(3)] == [2, 1, 2]
    assert http.post("/shops/main/loud", json={"of": 3}).json() == [pieces[2]]


@pytest.mark.parametrize(
    "bad",
    [
        "{bad",
        "7",
        json.dumps({"pieces": []}),
        json.dumps({"of": "x"}),
        json.dumps({"of": 7, "pieces": []}),
        json.dumps({"of": "x", "pieces": ["y"]}),
        json.dumps({"of": "x", "pieces": [{"number": 1}]}),
        json.dumps({"of": "x", "pieces": [{"number": "one", "name": "y"}]}),
        json.dumps({"of": "x", "pieces": [{"number": 1, "name": "y", "about": "plain"}]}),
        json.dumps({"of": "x", "pieces": [], "more": "five"}),
    ],
)
def test_messages_that_do_not_fit_end_an_import(gw: LocalGateway, bad: str) -> None:
    with bulk(gw, "import", "pieces") as sending:
        sending.send(batch(1, ignored=True))
        sending.send(bad)
        with suppress(ConnectionClosed):
            sending.send(batch(2))
        assert closed(sending) == 1000
    assert [each["number"] for each in gw.stores.all("pieces")] == [1]


def test_an_item_may_stand_for_a_list(gw: LocalGateway) -> None:
    about = {"v": "http://a", "e": True}
    with bulk(gw, "import", "pieces") as sending:
        sending.send(json.dumps({"of": "x", "pieces": {"number": 5, "name": "y", "about": about}}))
        assert sending.ping().wait(5)
    assert gw.stores.get("pieces", 5) == {"number": 5, "name": "y", "of": "x", "shop": "main"}


IRI, TEXT = {"v": "http://a", "e": True}, {"v": "a", "e": False}


@pytest.mark.parametrize(
    ("o", "fits"),
    [
        (IRI, True),
        (TEXT, True),
        ({"e": "quoted", "t": {"s": IRI, "p": IRI, "o": TEXT}}, True),
        ({"e": "quoted", "t": {"s": IRI, "p": IRI}}, False),
        ({"v": "a"}, False),
        ({"v": 7, "e": True}, False),
        ("http://a", False),
        (None, False),
    ],
)
def test_facts_are_looked_at_and_lost(gw: LocalGateway, o: Any, fits: bool) -> None:
    with bulk(gw, "export", "facts") as export, bulk(gw, "import", "facts") as sending:
        gw.wait_for(lambda: len(gw.taps) == 1)
        sending.send(json.dumps({"facts": [{"s": IRI, "p": IRI, "o": o}]}))
        if fits:
            assert sending.ping().wait(5)
        else:
            assert closed(sending) == 1000
        gw.call(lambda: None)
        with pytest.raises(TimeoutError):
            export.recv(timeout=0)


@pytest.mark.parametrize("way", ["import", "export"])
def test_transfers_of_a_shop_that_is_not_there(gw: LocalGateway, way: str) -> None:
    with bulk(gw, way, "pieces", "other") as transfer:
        assert closed(transfer) == 1000


def test_what_is_kept_is_imported_anew(gw: LocalGateway, http: httpx.Client) -> None:
    put(http, thing("b", "seven", price=7), thing("b", "free"), thing("b", "nine", price=9))
    with bulk(gw, "export", "pieces") as export:
        gw.wait_for(lambda: len(gw.taps) == 1)
        assert do(http, "sell", shelf="b", shop="main") == {"sold": True}
        # What has no price does not fit.
        pieces = [{"number": 9, "name": "nine"}, {"number": 7, "name": "seven"}]
        told = [json.loads(export.recv(timeout=5)) for _ in pieces]
    assert told == [{"of": "b", "pieces": [piece]} for piece in pieces]
    assert gw.stores.all("pieces") == [{**piece, "of": "b", "shop": "main"} for piece in pieces]


def test_faults_strike_what_is_kept(gw: LocalGateway, http: httpx.Client, sock: Raw) -> None:
    gw.fault("things.put", "error", type="odd", message="not now", status=200)
    assert error(do(http, "put", things=[thing("z", "z")])) == ("odd", "not now")
    gw.fault("things.list", "error", type="odd", message="not now", inside=True)
    answer = sock.ask({"id": 1, "service": "things", "ask": {"do": "list"}})
    assert answer["id"] == 1
    gw.fault("import_pieces", "close", after=1, code=1011)
    with bulk(gw, "import", "pieces") as sending:
        sending.send(batch(1))
        assert closed(sending) == 1011
    assert [request.operation for request in gw.requests] == ["things.put", "things.list", "import_pieces"]
