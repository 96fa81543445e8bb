"""Recorded traffic of TrustGraph's gateway 1.8.0 is replayed to its client: what becomes of each answer.

The gateway was recorded as it is (`open`), with a secret (`token`), with services that always fail
(`fail`), and with some that mark the last of their messages as they should (`mended`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import pytest
from colours import Client, ClientOf
from recordings import HttpReplay, Json, Line, SocketReplay, exchanges, recording, sockets

from gatewright.errors import (
    AuthenticationFailed,
    ConnectionLost,
    GatewayError,
    ImportInterrupted,
    InvalidRequest,
    NotFound,
    NotSupported,
    RequestTimeout,
    ServiceError,
    Unavailable,
)
from trustgraph_v1 import (
    AgentAnswer,
    AgentError,
    AgentObservation,
    AgentResponse,
    AgentThought,
    ChunkEmbedding,
    CollectionMetadata,
    ConfigError,
    ConfigValue,
    DiagnosisResponse,
    DocumentMetadata,
    DocumentRagError,
    EntityContext,
    EntityEmbedding,
    FlowError,
    GraphQLError,
    GraphRagError,
    Literal,
    LLMError,
    NLPQueryError,
    NlpQueryResponse,
    ObjectsQueryError,
    ObjectsResponse,
    ProcessingMetadata,
    RAGChunk,
    RequestError,
    StructuredQueryError,
    StructuredQueryResponse,
    Triple,
    Uri,
)

pytestmark = pytest.mark.timeout(30)

NAME = "trustgraph-1.8"
SOCKET = "/api/v1/socket"

FACT = Triple(Uri("http://a"), Uri("http://b"), Literal("c"))
WIRE_FACT = {
    "s": {"v": "http://a", "e": True},
    "p": {"v": "http://b", "e": True},
    "o": {"v": "c", "e": False},
}
ABOUT: Json = {"id": "d1", "metadata": [], "user": "trustgraph", "collection": "default"}
CORE: Json = {
    "triples": {"metadata": ABOUT, "triples": [WIRE_FACT]},
    "graph_embeddings": {
        "metadata": ABOUT,
        "entities": [{"entity": {"v": "http://a", "e": True}, "vectors": [[0.1, 0.2]]}],
    },
}
SECONDS = 1700000000
TIME = datetime.fromtimestamp(SECONDS, UTC)
DOCUMENT = DocumentMetadata(
    id="d1",
    time=TIME,
    kind="text/plain",
    title="t",
    comments="c",
    metadata=[FACT],
    user="trustgraph",
    tags=["x"],
)
PROCESSING = ProcessingMetadata(
    id="p1",
    document_id="d1",
    time=TIME,
    flow="default",
    user="trustgraph",
    collection="default",
    tags=["x"],
)


def collection(name: str, *tags: str) -> CollectionMetadata:
    return CollectionMetadata(user="trustgraph", collection=name, name="n", description="d", tags=list(tags))


def diagnosis() -> DiagnosisResponse:
    return DiagnosisResponse.model_validate(
        {
            "operation": "diagnose",
            "detected-type": "csv",
            "confidence": 0.9,
            "descriptor": {"f": 1},
            "metadata": {"csv_options": "{}"},
            "schema-matches": [],
        }
    )


# What a recorded request is called, the call that sends it, and what that gives.
CALLS: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "agent": (lambda on: on.flow("default").agent("q"), AgentResponse(answer="hello")),
    "text-completion": (lambda on: on.flow("default").text_completion("s", "p"), "hello"),
    "prompt": (lambda on: on.flow("default").prompt("x", {"a": "1"}), "hello"),
    "prompt object": (lambda on: on.flow("default").prompt("object", terms={"a": '"1"'}), {"a": 1}),
    "mcp-tool": (lambda on: on.flow("default").mcp_tool("t", {"a": 1}), "tool out"),
    "mcp-tool object": (lambda on: on.flow("default").mcp_tool("object"), {"a": 1}),
    "graph-rag": (lambda on: on.flow("default").graph_rag("q"), "hello"),
    "document-rag": (lambda on: on.flow("default").document_rag("q"), "hello"),
    "embeddings": (lambda on: on.flow("default").embeddings("x"), [[0.1, 0.2]]),
    "graph-embeddings": (
        lambda on: on.flow("default").graph_embeddings_query(vectors=[[0.1, 0.2]]),
        [Uri("http://a"), Literal("plain")],
    ),
    "triples": (lambda on: on.flow("default").triples_query(Uri("http://a"), limit=5), [FACT]),
    "objects": (lambda on: on.flow("default").objects_query("{a}"), ObjectsResponse(data={"a": 1})),
    "objects graphql error": (
        lambda on: on.flow("default").objects_query("partial"),
        ObjectsResponse(
            data=None,
            errors=[GraphQLError(message="no such field", path=["a"], extensions={"code": "X"})],
            extensions={"time": "1"},
        ),
    ),
    "nlp-query": (
        lambda on: on.flow("default").nlp_query("q"),
        NlpQueryResponse(graphql_query="{ a }", variables={"x": "1"}, detected_schemas=["s"], confidence=0.5),
    ),
    "structured-query": (
        lambda on: on.flow("default").structured_query("q"),
        StructuredQueryResponse(data={"a": 1}, errors=[]),
    ),
    "structured-diag": (lambda on: on.flow("default").diagnose_data("a,b"), diagnosis()),
    "structured-diag detect-type": (lambda on: on.flow("default").detect_type("a"), "csv"),
    "structured-diag generate-descriptor": (
        lambda on: on.flow("default").generate_descriptor("a", "csv", "s"),
        {"f": 1},
    ),
    "structured-diag schema-selection": (lambda on: on.flow("default").schema_selection("a"), ["s"]),
    "text-load": (lambda on: on.flow("default").load_text(b"hello", "d1"), None),
    "document-load": (lambda on: on.flow("default").load_document(b"%PDF", "d1"), None),
    "config get": (
        lambda on: on.config().get([{"type": "t", "key": "k"}]),
        [ConfigValue(type="t", key="k", value="v")],
    ),
    "config list": (lambda on: on.config().list("t"), ["a", "b"]),
    "config getvalues": (
        lambda on: on.config().get_values("t"),
        [ConfigValue(type="t", key="k", value="v")],
    ),
    "config put": (lambda on: on.config().put([{"type": "t", "key": "k", "value": "v"}]), None),
    "config delete": (lambda on: on.config().delete([{"type": "t", "key": "k"}]), None),
    "config config": (lambda on: on.config().all(), ({"t": {"k": "v"}}, 1)),
    "flow list-classes": (lambda on: on.flow().list_classes(), ["scripted"]),
    "flow get-class": (lambda on: on.flow().get_class("c"), {"y": 2}),
    "flow put-class": (lambda on: on.flow().put_class("c", {}), None),
    "flow delete-class": (lambda on: on.flow().delete_class("c"), None),
    "flow list-flows": (lambda on: on.flow().list(), ["default"]),
    "flow get-flow": (lambda on: on.flow().get("default"), {"x": 1}),
    "flow start-flow": (lambda on: on.flow().start("c", "f", "d", {"a": "b"}), None),
    "flow stop-flow": (lambda on: on.flow().stop("f"), None),
    "librarian add-document": (
        lambda on: on.library().add_document(b"x", "d1", [FACT], title="t", tags=["x"], time=SECONDS),
        None,
    ),
    "librarian remove-document": (lambda on: on.library().remove_document("trustgraph", "d1"), None),
    "librarian update-document": (
        lambda on: on.library().update_document(
            "trustgraph", "d1", DOCUMENT.model_copy(update={"comments": ""})
        ),
        None,
    ),
    "librarian get-document-metadata": (
        lambda on: on.library().get_document("trustgraph", "d1"),
        DOCUMENT,
    ),
    "librarian get-document-content": (
        lambda on: on.library().get_document_content("trustgraph", "d1"),
        b"text",
    ),
    "librarian add-processing": (
        lambda on: on.library().start_processing("p1", "d1", time=SECONDS),
        None,
    ),
    "librarian remove-processing": (lambda on: on.library().stop_processing("p1"), None),
    "librarian list-documents": (lambda on: on.library().get_documents(), [DOCUMENT]),
    "librarian list-processing": (lambda on: on.library().get_processings(), [PROCESSING]),
    "knowledge list-kg-cores": (lambda on: on.knowledge().list_kg_cores(), ["c1"]),
    "knowledge delete-kg-core": (lambda on: on.knowledge().delete_kg_core("c1"), None),
    "knowledge put-kg-core": (lambda on: on.knowledge().put_kg_core("c1", **CORE), None),
    "knowledge load-kg-core": (lambda on: on.knowledge().load_kg_core("c1"), None),
    "collection-management list-collections": (
        lambda on: on.collection().list_collections(),
        [collection("default")],
    ),
    "collection-management update-collection": (
        lambda on: on.collection().update_collection("trustgraph", "c", "n", "d", ["a"]),
        collection("c", "a"),
    ),
    "collection-management delete-collection": (
        lambda on: on.collection().delete_collection("trustgraph", "c"),
        None,
    ),
    "streaming agent": (
        lambda on: on.flow("default").agent("q", streaming=True).collect(),
        [
            AgentThought("I should "),
            AgentThought("look.", end_of_message=True),
            AgentObservation("found it", end_of_message=True),
            AgentAnswer("he"),
            AgentAnswer("llo"),
            AgentAnswer("", end_of_message=True, end_of_dialog=True),
        ],
    ),
    "streaming text-completion": (
        lambda on: on.flow("default").text_completion("s", "p", streaming=True).collect(),
        ["he", "llo"],
    ),
    "streaming prompt": (
        lambda on: on.flow("default").prompt("x", {"a": "1"}, streaming=True).collect(),
        ["he", "llo"],
    ),
    # Unless it is mended, the gateway's last chunk repeats the one before.
    "streaming graph-rag": (
        lambda on: on.flow("default").graph_rag("q", streaming=True).collect(),
        [RAGChunk("he"), RAGChunk("llo"), RAGChunk("", end_of_stream=True)],
    ),
    "streaming document-rag": (
        lambda on: on.flow("default").document_rag("q", streaming=True).collect(),
        [RAGChunk("he"), RAGChunk("llo"), RAGChunk("", end_of_stream=True)],
    ),
}
# Requests that only an answer with an error was recorded for.
FAILING: dict[str, Callable[[Any], Any]] = {
    "config": lambda on: on.config().list("t"),
    "flow": lambda on: on.flow().list(),
    "librarian": lambda on: on.library().get_documents(),
    "knowledge": lambda on: on.knowledge().list_kg_cores(),
    "collection-management": lambda on: on.collection().list_collections(),
    "knowledge unload-kg-core": lambda on: on.knowledge().unload_kg_core("c1"),
    "config bogus": lambda on: on.config().request({"operation": "bogus"}),
    "config None": lambda on: on.config().request({}),
    "flow bogus": lambda on: on.flow().request({"operation": "bogus"}),
    "librarian get-document": lambda on: on.library().request(
        {"operation": "get-document", "user": "trustgraph", "document-id": "d1"}
    ),
}

TYPES: dict[str, type[Exception]] = {
    "agent-error": AgentError,
    "bad-operation": NotFound,
    "config-error": ConfigError,
    "document-rag-error": DocumentRagError,
    "embeddings-error": ServiceError,
    "flow-error": FlowError,
    "graph-embeddings-query-error": ServiceError,
    "graph-rag-error": GraphRagError,
    "InvalidOperation": NotFound,
    "llm-error": LLMError,
    "nlp-query-error": NLPQueryError,
    "not-implemented": ServiceError,
    "objects-query-error": ObjectsQueryError,
    "ProcessingError": ServiceError,
    "request-error": RequestError,
    "structured-query-error": StructuredQueryError,
    "tool-error": ServiceError,
    "triples-query-error": ServiceError,
}
# Of the gateway itself, which has one type for all or none.
GATEWAY: dict[str, type[Exception]] = {
    "Timeout": RequestTimeout,
    "'question'": InvalidRequest,
    "'system'": InvalidRequest,
    "'text'": InvalidRequest,
    "'vectors'": InvalidRequest,
    "list indices must be integers or slices, not str": ServiceError,
    "string indices must be integers, not 'str'": ServiceError,
}
UNTYPED: dict[str, type[Exception]] = {
    "Bad message": InvalidRequest,
    "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)": InvalidRequest,
    "Expecting value: line 1 column 1 (char 0)": InvalidRequest,
    "Invalid base64-encoded string: number of data characters (9) cannot be 1 more than a multiple of 4": (
        ServiceError
    ),
    "Invalid flow": NotFound,
    "Invalid kind": NotFound,
    "This kind not supported by flow": NotFound,
    "'embeddings'": NotFound,
    "'id'": NotFound,
    "'nope'": NotFound,
    "'service'": NotFound,
    "'socket'": NotFound,
    "'text'": NotFound,
    "'user'": NotFound,
}
STATUS: dict[int, type[Exception]] = {
    400: InvalidRequest,
    401: AuthenticationFailed,
    404: NotFound,
    405: NotFound,
    500: Unavailable,
}


def name_of(case: str) -> str:
    """What a recorded request is called, whichever way it went."""
    return " ".join(word for word in case.split(" ") if word not in {"rest", "socket", "fail", "mended"})


def refusal(error: Any) -> tuple[type[Exception], str]:
    """What becomes of an error as the gateway tells it."""
    if isinstance(error, str):
        return UNTYPED[error], error
    if error["type"] == "gateway-error":
        return GATEWAY[error["message"]], error["message"]
    return TYPES[error["type"]], error["message"]


def check_refused(caught: Any, error: Any) -> None:
    raised, message = refusal(error)
    assert type(caught) is raised
    assert caught.message == message


def check_asked(recorded: Json, ours: Json) -> None:
    """Ours asks for what was recorded; besides, it says what goes without saying."""
    assert recorded.items() <= ours.items(), (recorded, ours)


def outcome(call: Callable[[Any], Any], on: Any) -> Any:
    """What a call gives, or raises."""
    try:
        return call(on)
    except GatewayError as error:
        return error


# HTTP


def over_http(case: str) -> Callable[[Any], Any]:
    """The call that a recorded response is the answer to, or an error is as well as to any other."""
    name = name_of(case)
    if name.startswith("import-core"):
        return lambda on: on.knowledge().import_core("c1", b"\x92", user="u")
    if "export-core" in name:
        return lambda on: on.knowledge().export_core("c1", user="u").collect()
    if "metrics" in name:
        return lambda on: on.metrics().get("query", query="up")
    if name == "knowledge get-kg-core":
        return lambda on: on.knowledge().request(
            {"operation": "get-kg-core", "user": "trustgraph", "id": "c1"}
        )
    if name in CALLS:
        return CALLS[name][0]
    return FAILING.get(name, CALLS["embeddings"][0])


# What the gateway says without saying that it is an error.
NOTHING = "the gateway answered with nothing, so the service failed"
MISSING = "the answer has no 'answer', so the service failed"
SILENT: dict[str, str] = {
    "rest agent": MISSING,
    "export-core": NOTHING,
    "export-core failing service": NOTHING,
}


def test_every_recorded_response_is_understood(client_of: ClientOf) -> None:
    lines = exchanges(NAME)
    # Nobody streams over HTTP: of a stream, the gateway gives its last message only.
    streams = [line for line in lines if line["case"].startswith("rest streaming ")]
    played = [line for line in lines if line not in streams]
    seen = {"results": 0, "errors": 0, "statuses": 0, "silence": 0, "requests": 0}
    with HttpReplay(played) as server:
        client = client_of("trustgraph_v1", server.url, token="secret")
        for line in streams:
            assert type(outcome(over_http(line["case"]), client)) is NotSupported
        assert server.requests == []
        for line in played:
            case, body, name = line["case"], line["body"], name_of(line["case"])
            got = outcome(over_http(case), client)
            if line["status"] >= 300:
                seen["statuses"] += 1
                assert type(got) is STATUS[line["status"]]
                assert got.status == line["status"]
                assert got.message == body
            elif case in SILENT:
                seen["silence"] += 1
                assert type(got) is ServiceError
                assert got.message == SILENT[case]
            elif isinstance(body, dict) and "error" in body:
                seen["errors"] += 1
                check_refused(got, body["error"])
            else:
                seen["results"] += 1
                assert got == result_over_http(line), case
            method, path, sent = server.requests[-1]
            if name in CALLS or name in FAILING:
                seen["requests"] += 1
                assert (method, path) == (line["method"], line["path"])
                check_asked(line["json"], sent)
        assert len(server.requests) == len(played)
    assert len(streams) == 5
    assert seen == {"results": 61, "errors": 43, "statuses": 16, "silence": 3, "requests": 79}


def result_over_http(line: Line) -> Any:
    """What a response without an error becomes."""
    name = name_of(line["case"])
    if name == "knowledge get-kg-core":
        return line["body"]
    if name.startswith("metrics"):
        return line["body"]
    if name.startswith("import-core"):
        return None
    return CALLS.get(name, CALLS["embeddings"])[1]


# The socket for calls


def on_socket(case: str) -> Callable[[Any], Any]:
    name = name_of(case)
    if name == "knowledge get-kg-core":
        return lambda on: on.get_kg_core("c1").collect()
    if name == "streaming structured-query":
        name = "structured-query"
    if name in CALLS:
        return CALLS[name][0]
    return FAILING.get(name, CALLS["embeddings"][0])


def turns(lines: list[Line]) -> list[tuple[str, list[Json]]]:
    """Each recorded request with its frames: a request that spoils nothing comes after one that does."""
    sent = [
        line.get("sent", line.get("sent_binary")) for line in lines if line.keys() & {"sent", "sent_binary"}
    ]
    frames = [json.loads(line["received"]) for line in lines if "received" in line]
    if len(sent) == 1:
        return [(sent[0], frames)]
    return list(zip(sent, ([frame] for frame in frames), strict=True))


TALKS = [
    (lines[0]["case"], text, frames)
    for lines in sockets(NAME)
    if urlsplit(lines[0]["open"]).path == SOCKET
    for text, frames in turns(lines)
]


def test_every_recorded_frame_is_understood(client_of: ClientOf) -> None:
    script = [
        line
        for _, text, frames in TALKS
        for line in [{"sent": text}, *({"received": json.dumps(frame)} for frame in frames)]
    ]
    seen = {"results": 0, "errors": 0, "orphans": 0, "silence": 0, "requests": 0}
    with SocketReplay(script, id="id") as server:
        client = client_of("trustgraph_v1", server.url)
        socket = client.socket()
        for case, text, frames in TALKS:
            got = outcome(on_socket(case), socket)
            name, last = name_of(case), frames[-1]
            if "id" not in last:
                seen["orphans"] += 1
                check_refused(got, last["error"])
            elif "error" in last["response"]:
                seen["errors"] += 1
                check_refused(got, last["response"]["error"])
            elif case in {"socket agent", "socket knowledge get-kg-core"}:
                seen["silence"] += 1
                assert type(got) is ServiceError
                assert "so the service failed" in got.message
            else:
                seen["results"] += 1
                assert got == CALLS.get(name, CALLS["embeddings"])[1], case
            _, ours = server.sent.get(timeout=5)
            if name in CALLS or name in FAILING:
                seen["requests"] += 1
                theirs, mine = json.loads(text), json.loads(ours)
                check_asked(theirs.pop("request"), mine.pop("request"))
                assert mine == {**theirs, "id": mine["id"]}
        assert server.path == SOCKET
    assert seen == {"results": 64, "errors": 23, "orphans": 10, "silence": 2, "requests": 72}


# Bulk sockets

# What each recorded import and export moves.
ITEMS: dict[str, list[Any]] = {
    "triples": [FACT],
    "graph-embeddings": [EntityEmbedding(Uri("http://a"), [[0.1, 0.2]])],
    "document-embeddings": [ChunkEmbedding("text", [[0.1, 0.2]])],
    "entity-contexts": [EntityContext(Uri("http://a"), "ctx")],
    "objects": [{"a": "1"}],
}
MORE: dict[str, Json] = {"objects": {"schema_name": "s", "confidence": 0.5, "source_span": "x"}}


def bulk_place(path: str) -> tuple[str, str, str]:
    """Flow, direction and kind of a bulk socket."""
    _, _, _, _, flow, way, kind = urlsplit(path).path.split("/")
    return flow, way, kind


def use(client: Client, path: str) -> Any:
    """Use the socket of a path."""
    if urlsplit(path).path == SOCKET:
        return client.socket().flow("default").embeddings("x")
    flow, way, kind = bulk_place(path)
    bulk = client.bulk()
    if way == "export":
        return getattr(bulk, "export_" + kind.replace("-", "_"))(flow).collect()
    about = {name: value for name, value in ABOUT.items() if name != "metadata"}
    send = getattr(bulk, "import_" + kind.replace("-", "_"))
    return send(flow, ITEMS[kind], **about, **MORE.get(kind, {}))


BULK = [lines for lines in sockets(NAME) if urlsplit(lines[0]["open"]).path != SOCKET]
IMPORTS = [lines for lines in BULK if lines[0]["case"] == f"import {lines[0]['open'].rpartition('/')[2]}"]
EXPORTS = [lines for lines in BULK if "received" in lines[-1]]
ENDED = [
    lines
    for lines in BULK
    if any("ended" in line for line in lines) and bulk_place(lines[0]["open"])[2] == "triples"
]


NOT_FOR_CLIENTS = {
    "auth import ?token=secret": "nothing is said",
    "auth export ?token=secret": "nothing is said",
    "import bad: extra keys": "a client sends none",
    "import bad: empty triples": "a client sends no message without items",
    "import flow=default kind=nope": "a client has no such import",
    "import flow=default kind=rows": "a client has no such import",
    "export flow=default kind=objects": "a client has no such export",
    "import objects minimal": "a client says all fields",
}


def case_of(lines: list[Line]) -> str:
    case: str = lines[0]["case"]
    return case


def test_all_recorded_bulk_sockets_are_looked_at() -> None:
    assert (len(IMPORTS), len(EXPORTS), len(ENDED)) == (5, 4, 6)
    others = {case_of(lines) for lines in BULK if lines not in [*IMPORTS, *EXPORTS, *ENDED]}
    assert others == NOT_FOR_CLIENTS.keys()


@pytest.mark.parametrize("lines", IMPORTS, ids=case_of)
def test_an_import_says_what_was_recorded(client_of: ClientOf, lines: list[Line]) -> None:
    with SocketReplay(lines) as server:
        use(client_of("trustgraph_v1", server.url), lines[0]["open"])
        recorded, ours = server.sent.get(timeout=5)
        assert json.loads(ours) == json.loads(recorded)
        assert server.path == lines[0]["open"]


@pytest.mark.parametrize("lines", EXPORTS, ids=case_of)
def test_an_export_is_understood(client_of: ClientOf, lines: list[Line]) -> None:
    flow, _, kind = bulk_place(lines[0]["open"])
    expected = [ChunkEmbedding("text", [[0.1]])] if kind == "document-embeddings" else ITEMS[kind]
    with SocketReplay(lines) as server:
        export = getattr(client_of("trustgraph_v1", server.url).bulk(), "export_" + kind.replace("-", "_"))
        assert export(flow, limit=1).collect() == expected
        assert server.path == lines[0]["open"]


def facts(server: SocketReplay, heard: int) -> Iterator[Triple]:
    """Five triples, most of which come once the gateway has heard so many, and has said what it says then."""
    for number in range(5):
        if number == heard:
            for _ in range(heard):
                server.sent.get(timeout=5)
        yield FACT


@pytest.mark.parametrize("lines", ENDED, ids=case_of)
def test_a_bulk_socket_that_the_gateway_ends_is_understood(client_of: ClientOf, lines: list[Line]) -> None:
    flow, way, _ = bulk_place(lines[0]["open"])
    # The one that the gateway cannot read is the second.
    heard = [line for line in lines if "sent" in line][:2]
    with SocketReplay([*heard, {"ended": 1000}]) as server:
        bulk = client_of("trustgraph_v1", server.url).bulk()
        call = (
            bulk.export_triples(flow).collect
            if way == "export"
            else partial(bulk.import_triples, flow, facts(server, len(heard)), batch_size=1)
        )
        with pytest.raises(ConnectionLost) as caught:
            call()
        assert isinstance(caught.value, ImportInterrupted) == (way == "import")
        # The gateway gives no reason, and the code of a good end.
        assert "1000" in str(caught.value)


# Credentials


def test_the_recorded_credential_is_accepted(client_of: ClientOf) -> None:
    accepted = [
        line["open"]
        for line in recording(NAME)
        if "open" in line and line["gateway"] == "token" and line["open"].endswith("?token=secret")
    ]
    assert len(accepted) == 3
    for path in accepted:
        with SocketReplay([{"ended": 1000}]) as server:
            client = client_of("trustgraph_v1", server.url, token="secret")
            with pytest.raises(ConnectionLost):
                use(client, path)
            assert server.path == path


REFUSED = [line for line in recording(NAME) if "refused" in line]


def test_refused_sockets_are_understood(client_of: ClientOf) -> None:
    assert len(REFUSED) == 7
    places = {line["tag"]: line["open"] for line in recording(NAME) if "open" in line}

    def refuse(connection: Any, request: Any) -> Any:
        return connection.respond(HTTPStatus.UNAUTHORIZED, REFUSED[0]["body"])

    with SocketReplay([], process_request=refuse) as server:
        client = client_of("trustgraph_v1", server.url, token="sekret-key")
        for line in REFUSED:
            assert (line["refused"], line["body"]) == (401, REFUSED[0]["body"])
            with pytest.raises(AuthenticationFailed) as caught:
                use(client, places[line["tag"]])
            assert caught.value.status == 401
            assert caught.value.message == REFUSED[0]["body"]
            assert "sekret-key" not in str(caught.value)
