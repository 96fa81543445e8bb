"""A descriptor beside a live gateway: what it lacks is found, what it has is not, and nothing is done."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from small_gateways import descriptor, records

from gatewright.descriptor import Descriptor
from gatewright.gateway import LocalGateway, local_gateway
from gatewright.gateway.local import load
from gatewright_codegen.parity import ParityError, Report, as_text, live
from gatewright_codegen.parity.ground import ALIKE, NOTHING, elsewhere

OPERATION = {"doc": "Does something.", "returns": {"nothing": True}}
NAME = {"type": "string", "required": True}


def shop(**probe: Any) -> Descriptor:
    """A gateway with an operation of each kind that is asked in its own way."""
    operations = {
        "read": {**OPERATION, "rest": {"method": "GET", "path": "/read"}, "idempotent": True},
        "find": {**OPERATION, "rest": {"path": "/find"}, "idempotent": True},
        "write": {**OPERATION, "rest": {"method": "PUT", "path": "/write"}, "request": {"name": NAME}},
        "start": {**OPERATION, "rest": {"path": "/start"}},
        "drop": {
            **OPERATION,
            "rest": {"method": "DELETE", "path": "/things/{name}"},
            "request": {"name": {**NAME, "in": "path"}},
            "socket": False,
        },
        "pick": {**OPERATION, "rest": {"path": "/pick"}, "send": {"what": "this"}, "socket": False},
        **{
            name: {
                **OPERATION,
                "rest": {"path": "/pick"},
                "send": {"what": name},
                "socket": False,
                "idempotent": True,
            }
            for name in ("peek", "poke")
        },
    }
    feed = {
        "doc": "Events.",
        "class": "Events",
        "path": "/events/{name}",
        "arguments": {"name": NAME},
        "items": {"on": "On"},
        "other": "On",
    }
    transfer = {"doc": "Items.", "path": "/bulk/items", "item": "On", "message": {"items": "$items"}}
    return descriptor(
        {
            "auth": {"header": {"name": "X-Key", "value": "$token"}},
            "groups": {"shop": {"class": "Shop"}},
            "socket": {
                "path": "/calls",
                "header": True,
                "send": {"id": "$id", "do": "$operation", "with": "$body"},
                "receive": {"id": "id", "body": "with", "error": ["error"]},
            },
            "bulk": {"token": "key"},
            "parity": {
                "unknown": [{"status": 404}, {"status": 405}, {"type": "not-found"}],
                "probe": {"bodies": {"shop.write": {"name": "nobody"}}, **probe},
            },
        },
        {
            "shop": {
                "service": "shop",
                "group": "shop",
                "operations": operations,
                "feeds": {"events": feed},
                "imports": {"items": transfer},
            }
        },
        records=records("On"),
    )


def without(served: Descriptor, *names: str) -> Descriptor:
    service = served.services["shop"]
    operations = {name: each for name, each in service.operations.items() if name not in names}
    kept = service.model_copy(
        update={
            "operations": operations,
            "feeds": {} if "events" in names else service.feeds,
            "imports": {} if "items" in names else service.imports,
        }
    )
    return served.model_copy(update={"services": {"shop": kept}})


def rows(report: Report) -> dict[str, tuple[str, str]]:
    return {row.name: (row.kind, row.detail) for row in report.rows}


def asked(gateway: LocalGateway, described: Descriptor, **options: Any) -> Report:
    return live.compare(described, gateway.url, options.get("token"), options.get("timeout", 20))


def test_what_is_there_is_known_and_nothing_is_done() -> None:
    with local_gateway(shop()) as gateway:
        report = asked(gateway, shop())
        done = {request.operation for request in gateway.requests}
    assert rows(report) == {
        "shop.pick REST": ("not asked", NOTHING),
        "shop.start socket": ("not asked", NOTHING),
    }
    assert report.summary == ["7 of 8 on REST", "3 of 4 on socket", "2 of 2 on sockets of their own"]
    # The names of things that do not exist, and a body that the descriptor calls harmless.
    assert "shop.start" not in done
    assert "shop.pick" not in done


@pytest.mark.parametrize(
    ("name", "missed"),
    [
        ("read", {"shop.read REST", "shop.read socket"}),
        ("find", {"shop.find REST", "shop.find socket"}),
        ("write", {"shop.write REST", "shop.write socket"}),
        ("start", {"shop.start REST"}),
        ("drop", {"shop.drop REST"}),
        ("pick", set()),
        ("peek", {"shop.peek REST"}),
        ("events", {"shop.events"}),
        ("items", {"shop.import_items"}),
    ],
)
def test_what_the_gateway_lacks_is_found(name: str, missed: set[str]) -> None:
    with local_gateway(without(shop(), name)) as gateway:
        report = asked(gateway, shop())
    assert {row.name for row in report.rows if row.kind == "surplus"} == missed
    assert {row.name for row in report.rows if row.counts} == missed


def test_what_must_not_be_asked_is_not() -> None:
    described = shop(never={"shop.read": "it is loud", "shop.find socket": "it is slow there"})
    with local_gateway(shop()) as gateway:
        report = asked(gateway, described)
        done = {(request.operation, request.interface) for request in gateway.requests}
    assert rows(report).items() >= {
        ("shop.read REST", ("not asked", "it is loud")),
        ("shop.read socket", ("not asked", "it is loud")),
        ("shop.find socket", ("not asked", "it is slow there")),
    }
    assert ("shop.find", "rest") in done
    assert not done & {("shop.read", "rest"), ("shop.read", "socket"), ("shop.find", "socket")}


def test_where_everything_is_refused_everything_is_asked() -> None:
    described = shop(refuses_rest=True, refuses_socket=True, credential="nobody's")
    with local_gateway(described, token="somebody's") as gateway:
        for name in ("read", "find", "write", "start"):
            gateway.fault(f"shop.{name}", "error", times=None, interface="socket")
        report = asked(gateway, described, token="somebody's")
        done = {request.operation for request in gateway.requests if request.interface == "rest"}
    assert report.rows == []
    assert done == set()


def test_a_gateway_that_does_not_refuse_is_not_asked_for_what_does_something() -> None:
    described = shop(refuses_rest=True, refuses_socket=True, credential="nobody's")
    with local_gateway(shop()) as gateway:
        report = asked(gateway, described)
        done = {request.operation for request in gateway.requests}
    assert rows(report) == {
        "shop.pick REST": ("not asked", NOTHING),
        "shop.start socket": ("not asked", NOTHING),
    }
    assert not done & {"shop.pick", "shop.start"}


def test_an_answer_that_says_nothing_is_none() -> None:
    said = {"parity": {"unknown": [{"type": "never said"}]}}
    served = shop()
    gateway_word = served.gateway.model_validate({**served.gateway.model_dump(by_alias=True), **said})
    described = served.model_copy(update={"gateway": gateway_word})
    with local_gateway(without(served, "read", "events")) as gateway:
        found = rows(asked(gateway, described))
    assert found["shop.read REST"] == ("not asked", ALIKE)
    assert found["shop.read socket"] == ("not asked", ALIKE)
    assert found["shop.events"] == ("not asked", ALIKE)
    assert "shop.find REST" not in found


def test_silence_is_a_difference() -> None:
    with local_gateway(shop()) as gateway:
        gateway.fault("shop.find", "silence", interface="socket")
        report = asked(gateway, shop(), timeout=0.3)
    assert rows(report)["shop.find socket"] == ("no answer", "within 0.3 s")
    assert [row.name for row in report.rows if row.counts] == ["shop.find socket"]


def test_a_declared_lack_does_not_count() -> None:
    word = shop().gateway.parity.model_copy(update={"extra": {"shop.drop REST": "from 2.0 on"}})
    described = shop().model_copy(update={"gateway": shop().gateway.model_copy(update={"parity": word})})
    with local_gateway(without(shop(), "drop")) as gateway:
        report = asked(gateway, described)
    assert rows(report)["shop.drop REST"] == ("declared", "from 2.0 on")
    with local_gateway(shop()) as gateway:
        assert rows(asked(gateway, described))["shop.drop REST"][0] == "stale"


def test_a_gateway_that_cannot_be_reached_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(ParityError, match="127"):
        live.compare(shop(), f"http://127.0.0.1:{port}/", None, 5)
    with pytest.raises(ParityError, match="no address of a gateway"):
        live.compare(shop(), "localhost:8000", None, 5)


def test_a_credential_that_is_refused_is_an_error_that_does_not_name_it() -> None:
    described = load("trustgraph_v2")
    with (
        local_gateway(described, token="tg_good") as gateway,
        pytest.raises(ParityError, match="refused the credential") as caught,
    ):
        live.compare(described, gateway.url, "tg_bad", 20)
    assert "tg_bad" not in str(caught.value)


@pytest.mark.parametrize("name", ["felix", "llmgine", "riptide", "trustgraph_v2"])
def test_each_local_gateway_knows_all_that_is_described(name: str) -> None:
    described = load(name)
    with local_gateway(described) as gateway:
        report = asked(gateway, described)
    assert [row for row in report.rows if row.counts] == [], as_text([report])
    asked_, total = (sum(int(each.split()[place]) for each in report.summary) for place in (0, 2))
    assert asked_ + sum(row.kind == "not asked" for row in report.rows) == total
    assert asked_ / total > 0.7


def test_elsewhere_is_a_path_that_nobody_has() -> None:
    assert elsewhere("/a/{b}/c") == "/a/{b}/gatewright-parity-nobody"
    assert elsewhere("/a/{b}") == "/gatewright-parity-nobody/{b}"
    assert elsewhere("/") == "/gatewright-parity-nobody"
