"""What TrustGraph's gateway 1.8.0 was asked, the local gateway is asked, and answers in the recorded form."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from recordings import Json, Line, alike, ask, dial, exchanges, recording, sockets
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from gatewright.descriptor import Descriptor
from gatewright.gateway import LocalGateway, local_gateway
from gatewright.gateway.local import load

pytestmark = pytest.mark.timeout(30)

NAME = "trustgraph-1.8"
SOCKET = "/api/v1/socket"


@pytest.fixture(scope="module")
def descriptor() -> Descriptor:
    return load("trustgraph_v1")


@pytest.fixture(scope="module")
def gateways(descriptor: Descriptor) -> Iterator[dict[str, LocalGateway]]:
    """The gateway that each line was recorded of; what fails there is made to fail here."""
    with (
        local_gateway(descriptor, timeout=0.01) as open,
        local_gateway(descriptor, timeout=0.01, token="secret") as secret,
    ):
        yield {"open": open, "mended": open, "fail": open, "token": secret}


@pytest.fixture(scope="module")
def clients(gateways: dict[str, LocalGateway]) -> Iterator[dict[str, httpx.Client]]:
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(httpx.Client(base_url=gateway.url))
            for name, gateway in gateways.items()
        }


# What the recorded services had, whatever was done before.
FACT = {"s": {"v": "http://a", "e": True}, "p": {"v": "http://b", "e": True}, "o": {"v": "c", "e": False}}
PLACE = {"user": "trustgraph", "collection": "default"}
DOCUMENT = {
    "id": "d1",
    "time": 1,
    "kind": "text/plain",
    "title": "t",
    "comments": "c",
    "metadata": [FACT],
    "user": "trustgraph",
    "tags": ["x"],
}
PROCESSING = {"id": "p1", "document-id": "d1", "time": 1, "flow": "default", **PLACE, "tags": ["x"]}
ABOUT = {"id": "d1", "metadata": [], **PLACE}


def having(case: str) -> list[tuple[str, Json]]:
    """Requests that bring about what a recorded one found: service and body."""
    words = case.removeprefix("rest ").removeprefix("socket ").split(" ")
    service, operation = words[0], words[-1]
    match service:
        case "config":
            return [("config", {"operation": "put", "values": [{"type": "t", "key": "k", "value": "v"}]})]
        case "flow":
            made = [
                {"operation": "stop-flow", "flow-id": "f"},
                {"operation": "put-class", "class-name": "c", "class-definition": '{"class":{},"flow":{}}'},
                {"operation": "start-flow", "flow-id": "f", "class-name": "c", "description": "d"},
            ]
            return [("flow", each) for each in (made[:2] if operation == "start-flow" else made)]
        case "librarian":
            made = [
                {"operation": "remove-processing", "user": "trustgraph", "processing-id": "p1"},
                {"operation": "remove-document", "user": "trustgraph", "document-id": "d1"},
                {"operation": "add-document", "document-metadata": DOCUMENT, "content": "dGV4dA=="},
                {"operation": "add-processing", "processing-metadata": PROCESSING},
            ]
            some = {"add-document": 2, "add-processing": 3}.get(operation, 4)
            return [("librarian", each) for each in made[:some]]
        case "knowledge":
            triples = {"metadata": ABOUT, "triples": [FACT]}
            core = {"operation": "put-kg-core", "id": "c1", "user": "trustgraph", "triples": triples}
            return [("knowledge", core)]
        case "collection-management":
            made = [{"operation": "update-collection", "user": "trustgraph", "collection": "c"}]
            return [("collection-management", each) for each in made]
    return []


def prepare(http: httpx.Client, case: str) -> None:
    for service, body in having(case):
        assert http.post(f"/api/v1/{service}", json=body).status_code == 200


# Objects whose fields are data.
MAPS = {"config", "data", "descriptor", "metadata", "parameters", "variables"}


def form(body: Any) -> Any:
    """A body without its data."""
    if not isinstance(body, dict):
        return body
    return {name: {} if name in MAPS and isinstance(part, dict) else part for name, part in body.items()}


def compare(recorded: Any, ours: Any) -> list[str]:
    """Where one body departs from another: errors in anything, others in form."""
    if isinstance(recorded, dict) and "error" in recorded:
        return [] if recorded == ours else [f"{recorded} became {ours}"]
    return alike(form(recorded), form(ours))


# HTTP

# Each is to go as soon as it is none any more.
NO_TYPES = "the local gateway looks whether a field is there, and not what is in it"
NOT_MENDED = "the local gateway's services are those of release 1.8.0, which do not mark their last message"
EXAMPLE = "services that keep nothing say what the description's example says, which is a text"
STAND_IN = "the recorded gateway had a stand-in for Prometheus, which repeats what it is asked"
HTTP_DIFFERS = {
    "rest mended agent": NOT_MENDED,
    "rest mended graph-rag": NOT_MENDED,
    "rest mended document-rag": NOT_MENDED,
    "rest prompt object": EXAMPLE,
    "rest mcp-tool object": EXAMPLE,
    "rest objects graphql error": "the example of a query has no errors",
    "err store kind as service": "the local gateway knows no kinds besides the services of a flow",
    "err triples plain string": NO_TYPES,
    "err text-load not base64": NO_TYPES,
    "err GET socket without upgrade": "the local gateway has nothing but a socket there",
    "export-core no user": "the local gateway exports nothing where it finds nothing",
    "metrics slash": STAND_IN,
    "metrics query": STAND_IN,
    "metrics query, no prometheus": "the local gateway is never without Prometheus",
}


def departures(line: Line, response: httpx.Response) -> list[str]:
    kind = line.get("type", "application/json; charset=utf-8")
    found = []
    if response.status_code != line["status"]:
        found.append(f"status {line['status']} became {response.status_code}")
    if response.headers["content-type"] != kind:
        found.append(f"{kind} became {response.headers['content-type']}")
    if found or not kind.startswith("application/json"):
        return found + ([] if response.text == line["body"] else [f"{line['body']} became {response.text}"])
    return found + compare(line["body"], response.json())


def test_http_has_the_recorded_form(
    gateways: dict[str, LocalGateway], clients: dict[str, httpx.Client]
) -> None:
    lines = exchanges(NAME)
    found: dict[str, list[str]] = {}
    errors = 0
    for line in lines:
        case, gateway, http = line["case"], gateways[line["gateway"]], clients[line["gateway"]]
        prepare(http, case)
        if "base64" in line:
            line["content"] = base64.b64decode(line["base64"])
        error = line["body"].get("error") if isinstance(line["body"], dict) else None
        if line["gateway"] == "fail" and error is not None:
            gateway.fault("*", "error", **error, status=200)
        errors += error is not None
        if wrong := departures(line, ask(http, line, line["path"])):
            found[case] = wrong
    assert {case: wrong for case, wrong in found.items() if case not in HTTP_DIFFERS} == {}
    assert found.keys() == HTTP_DIFFERS.keys()
    assert (len(lines), errors) == (128, 43)


# The socket for calls

SOCKET_DIFFERS = {
    "socket streaming mended graph-rag": NOT_MENDED,
    "socket streaming mended document-rag": NOT_MENDED,
    "sock request not object": "the local gateway says the same of all requests that are no objects",
}


def talk(gateway: LocalGateway, lines: list[Line]) -> list[str]:
    """What ours says otherwise, when it is told what was recorded."""
    found = []
    with dial(gateway, lines[0]["open"]) as socket:
        for line in lines:
            if "sent" in line:
                socket.send(line["sent"])
            elif "sent_binary" in line:
                socket.send(line["sent_binary"].encode())
            elif "received" in line:
                recorded, ours = json.loads(line["received"]), json.loads(socket.recv(timeout=5))
                theirs, mine = recorded.pop("response", recorded), ours.pop("response", ours)
                if "error" not in recorded and recorded != ours:
                    found.append(f"{recorded} became {ours}")
                found += compare(theirs, mine)
                if "complete" in ours and ours["complete"] != recorded.get("complete"):
                    break
    return found


def error_of(lines: list[Line]) -> Json:
    """The error that services failed with."""
    (error,) = [json.loads(line["received"])["response"]["error"] for line in lines if "received" in line]
    assert isinstance(error, dict)
    return error


def test_sockets_have_the_recorded_form(
    gateways: dict[str, LocalGateway], clients: dict[str, httpx.Client]
) -> None:
    found: dict[str, list[str]] = {}
    talks = frames = 0
    for lines in sockets(NAME):
        if urlsplit(lines[0]["open"]).path != SOCKET:
            continue
        case, name = lines[0]["case"], lines[0]["gateway"]
        prepare(clients[name], case)
        if name == "fail":
            gateways[name].fault("*", "error", **error_of(lines))
        if wrong := talk(gateways[name], lines):
            found[case] = wrong
        talks += 1
        frames += sum("received" in line for line in lines)
    assert {case: wrong for case, wrong in found.items() if case not in SOCKET_DIFFERS} == {}
    assert found.keys() == SOCKET_DIFFERS.keys()
    assert (talks, frames) == (92, 127)


# Bulk sockets, and refused ones


def export_of(path: str) -> str | None:
    """Where an import's messages come out, if they do."""
    return None if path.endswith("/objects") else path.replace("/import/", "/export/")


UNKNOWN = "the local gateway refuses sockets of kinds that it does not know"
BULK_DIFFERS = {
    "import flow=default kind=nope": UNKNOWN,
    "import flow=default kind=rows": UNKNOWN,
    "export flow=default kind=objects": UNKNOWN,
    "import objects minimal": "the local gateway takes messages with all fields only",
}


def end_of(socket: ClientConnection, lines: list[Line]) -> list[int]:
    """The code that the gateway ends a socket with after what was recorded, if it does."""
    ending = any("ended" in line for line in lines) or lines[0]["case"] in BULK_DIFFERS
    try:
        for line in lines:
            if "sent" in line:
                socket.send(line["sent"])
        if ending:
            socket.recv(timeout=5)
        else:
            # It comes once all is read.
            assert socket.ping().wait(5)
    except ConnectionClosed as error:
        return [] if error.rcvd is None else [error.rcvd.code]
    except TimeoutError:
        return []
    return []


def bulk_departures(gateway: LocalGateway, lines: list[Line]) -> list[str]:
    """What ours does otherwise on a bulk socket: how it ends, and what it passes on."""
    path = lines[0]["open"]
    ends = [line["ended"] for line in lines if "ended" in line]
    passed = [line["passed"] for line in lines if "passed" in line]
    with ExitStack() as stack:
        out = export_of(path) if passed else None
        tap = stack.enter_context(dial(gateway, out)) if out else None
        gateway.wait_for(lambda: len(gateway.taps) == (tap is not None))
        try:
            socket = stack.enter_context(dial(gateway, path))
        except InvalidStatus as refused:
            return [f"it is refused with {refused.response.status_code}"]
        ours = end_of(socket, lines)
        if tap is not None:
            for _ in range(passed[0]):
                tap.recv(timeout=5)
            assert tap.ping().wait(5)
            with pytest.raises(TimeoutError):
                tap.recv(timeout=0)
    gateway.wait_for(lambda: gateway.live_connections == 0)
    return [] if ours == ends else [f"{ends} became {ours}"]


def test_bulk_sockets_end_and_pass_on_as_recorded(gateways: dict[str, LocalGateway]) -> None:
    found: dict[str, list[str]] = {}
    seen = {"sockets": 0, "ended": 0, "passed": 0}
    for lines in sockets(NAME):
        if urlsplit(lines[0]["open"]).path == SOCKET or "received" in lines[-1]:
            continue
        if wrong := bulk_departures(gateways[lines[0]["gateway"]], lines):
            found[lines[0]["case"]] = wrong
        seen["sockets"] += 1
        for way in ("ended", "passed"):
            seen[way] += any(way in line for line in lines)
    assert {case: wrong for case, wrong in found.items() if case not in BULK_DIFFERS} == {}
    assert found.keys() == BULK_DIFFERS.keys()
    assert seen == {"sockets": 19, "ended": 9, "passed": 12}


EXPORTS = [lines for lines in sockets(NAME) if "/export/" in lines[0]["open"] and "received" in lines[-1]]


def test_exports_have_the_recorded_form(gateways: dict[str, LocalGateway]) -> None:
    gateway = gateways["open"]
    kinds = []
    for opened, said in EXPORTS:
        path, recorded = opened["open"], json.loads(said["received"])
        kind = path.rpartition("/")[2]
        if kind == "document-embeddings":
            continue  # nothing that is imported comes out there
        with dial(gateway, path) as tap:
            gateway.wait_for(lambda: len(gateway.taps) == 1)
            with dial(gateway, path.replace("/export/", "/import/")) as socket:
                socket.send(said["received"])
                assert socket.ping().wait(5)
            assert json.loads(tap.recv(timeout=5)) == recorded
        gateway.wait_for(lambda: gateway.live_connections == 0)
        kinds.append(kind)
    assert kinds == ["triples", "graph-embeddings", "entity-contexts"]


def test_sockets_are_refused_as_recorded(gateways: dict[str, LocalGateway]) -> None:
    opened = {line["tag"]: line for line in recording(NAME) if "open" in line}
    refused = [line for line in recording(NAME) if "refused" in line]
    for line in refused:
        first = opened[line["tag"]]
        with (
            pytest.raises(InvalidStatus) as caught,
            dial(gateways[line["gateway"]], first["open"], additional_headers=first.get("headers")),
        ):
            pass
        response = caught.value.response
        assert (response.status_code, response.body) == (line["refused"], line["body"].encode())
    assert len(refused) == 7
