"""What is generated for a gateway with feeds, operations that follow one, and streams over HTTP."""

from __future__ import annotations

import importlib
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from codegen_samples import FILES, WATCHER, Recorder, generated, imported

from gatewright.aio import AsyncFeed
from gatewright.sync import Feed


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with imported(generated(tmp_path_factory.mktemp("watcher"), files=WATCHER)) as package:
        yield package


@pytest.fixture
def operations(client: Any) -> Any:
    return importlib.import_module("sample.operations")


class Feeds(Recorder):
    """A socket channel whose way of feeds is itself."""

    @property
    def feeds(self) -> Feeds:
        return self


# Feeds ------------------------------------------------------------------------------------------


def test_a_gateway_without_a_socket_for_calls_still_has_one_for_feeds(client: Any) -> None:
    api = client.Api("http://127.0.0.1:9/")

    assert isinstance(api.socket().job("1"), client.JobFeed)
    assert isinstance(api.async_socket().all_jobs(), client.AsyncAllFeed)
    assert {"JobFeed", "AsyncJobFeed", "JobEvent", "SocketClient", "AsyncSocketClient"} <= set(client.__all__)
    assert importlib.import_module("sample.protocol").GATEWAY.socket is None


def test_feeds_are_classes_of_their_own_with_what_names_them(client: Any) -> None:
    assert issubclass(client.JobFeed, Feed)
    assert issubclass(client.AsyncJobFeed, AsyncFeed)
    job = client.SocketClient.job
    assert list(inspect.signature(job).parameters) == ["self", "job_id", "timeout"]
    assert inspect.signature(job).return_annotation == "JobFeed"
    assert "It forgets." in (inspect.getdoc(client.JobFeed) or "")


def test_a_feed_says_all_that_the_runtime_needs(operations: Any) -> None:
    feed = operations.FEED_JOB

    assert (feed.name, feed.path, feed.type) == ("job", "/watch/{jobId}", "type")
    assert (feed.end, feed.hidden, feed.replies) == (("finished",), ("beat",), {"beat": "ok"})
    assert feed.settled == {"state": {"state": ("over", "broken")}}
    assert (feed.poll, feed.every, feed.settle, feed.words) == ("state", 5.0, 0.5, ("pong",))
    plain = operations.FEED_ALL_JOBS
    assert (plain.path, plain.end, plain.poll, plain.words) == ("/watch", (), None, ())
    info = importlib.import_module("sample.protocol").GATEWAY
    assert (info.feed_max_frame, info.feed_header) == (2048, False)
    assert info.feed_query({"token": "t"}) == {"key": "t"}
    assert info.feed_query({"token": None}) == {}


def test_events_become_records_by_their_type(client: Any, operations: Any) -> None:
    decode = operations.FEED_JOB.decode

    assert decode({"type": "progress", "percent": 3}) == client.Progressed(3)
    assert decode({"type": "finished"}) == client.Progressed(0)
    assert decode({"type": "state", "state": "over"}) == client.State("over")
    odd = {"type": "odd", "x": 1}
    assert decode(odd) == client.Other("odd", odd)
    assert decode({}) == client.Other("", {})


async def test_commands_are_asked_in_both_colours(client: Any, operations: Any) -> None:
    asked: list[tuple[Any, Any]] = []

    class Asking(client.JobFeed):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            pass

        def _ask(self, command: Any, timeout: float | None) -> str:
            asked.append((command, timeout))
            return "answer"

    assert Asking().ping(timeout=2) == "answer"
    assert Asking().state() == "answer"

    assert asked == [(operations.FEED_JOB_PING, 2), (operations.FEED_JOB_STATE, None)]
    assert (operations.FEED_JOB_PING.send, operations.FEED_JOB_PING.word) == ("ping", "pong")
    assert operations.FEED_JOB_STATE.event == "state"
    assert inspect.signature(client.JobFeed.ping).return_annotation == "float"
    assert inspect.signature(client.JobFeed.state).return_annotation == "State"
    assert inspect.iscoroutinefunction(client.AsyncJobFeed.state)


# Following --------------------------------------------------------------------------------------


def test_an_operation_that_follows_takes_what_starts_it_and_returns_what_reads_it(client: Any) -> None:
    run = inspect.signature(client.Jobs.run)

    assert list(run.parameters) == ["self", "what", "speed", "on_event", "timeout"]
    assert run.parameters["on_event"].annotation == "Callable[[JobEvent], object] | None"
    assert run.parameters["on_event"].kind.name == "KEYWORD_ONLY"
    assert run.return_annotation == "Job"
    assert inspect.signature(client.AsyncJobs.run).parameters.keys() == run.parameters.keys()
    assert inspect.iscoroutinefunction(inspect.unwrap(client.AsyncJobs.run))
    assert client.Jobs.run_it is client.Jobs.run


def test_following_is_one_call_of_the_runtime(client: Any, operations: Any) -> None:
    channel = Recorder()

    # The older name of the starting operation's argument is understood here, too.
    result = client.Jobs(channel).run(task="sweep", on_event=print, timeout=4)

    fields = {"what": "sweep", "speed": 3}
    assert channel.calls == [("follow", operations.JOBS_RUN, {}, fields, 4, print)]
    assert result == "result of follow"
    follow = operations.JOBS_RUN
    assert (follow.start, follow.feed, follow.result) == (
        operations.JOBS_START,
        operations.FEED_JOB,
        operations.JOBS_READ,
    )
    assert follow.keys == ("jobId",)
    assert follow.finished == {"state": ("over", "broken")}
    assert follow.failed == {"state": ("broken",)}
    assert (follow.error, follow.every) == ("reason", 0.5)


# Streams over HTTP ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Jobs", "AsyncJobs"])
def test_a_route_that_streams_gives_a_stream(client: Any, operations: Any, name: str) -> None:
    channel = Recorder()
    jobs = getattr(client, name)(channel)

    assert jobs.log("x", on_line=print) == "result of stream"
    assert jobs.tail(timeout=2) == "result of stream"

    assert channel.calls == [
        ("stream", operations.JOBS_LOG, {}, {"what": "x"}, None, print),
        ("stream", operations.JOBS_TAIL, {}, {}, 2),
    ]
    kind = "AsyncStream" if name.startswith("Async") else "Stream"
    assert inspect.signature(jobs.log).return_annotation == f"{kind}[JobsLogItem]"
    assert not inspect.iscoroutinefunction(jobs.log)


def test_streams_say_how_items_are_told_apart_and_what_ends_them(client: Any, operations: Any) -> None:
    log, tail, typed = operations.JOBS_LOG, operations.JOBS_TAIL, operations.JOBS_TYPED

    assert (log.media, log.stream.whole, log.stream.type) == ("ndjson", True, None)
    assert log.stream.keys == (("head", "total"), ("line", "text"), ("tail", "done"))
    assert log.stream.end == ("tail",)
    assert log.stream.decode((None, "head", {"total": 3})) == client.Head(3)
    assert log.stream.decode((None, "tail", {"done": 1})) == client.Other("tail", {"done": 1})
    assert (tail.media, tail.stream.whole, tail.stream.end) == ("sse", True, ())
    # Here the body tells the type, and nothing else is needed.
    assert (typed.media, typed.stream.whole, typed.stream.type) == ("ndjson", False, "type")
    assert typed.stream.decode({"type": "line", "text": "a"}) == client.Line("a")
    assert typed.stream.decode({"type": "odd"}) == client.Other("odd", {"type": "odd"})


def test_a_route_may_stream_only_when_asked(tmp_path: Path) -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("facts") or json.loads(request.content)["live"]:
            text = 'data: {"kind": "word", "content": "hi"}\n\n'
            return httpx.Response(200, text=text, headers={"content-type": "text/event-stream"})
        return httpx.Response(200, json={"seen": 1, "reply": "hi"})

    change = (
        '{method: PUT, path: "/rooms/{room}/{service}"}',
        '{path: "/rooms/{room}/{service}", stream: sse}',
    )
    folder = generated(tmp_path, "asked", gateway=change, talk=("    rest: false\n", ""))
    with imported(folder, "asked") as client, httpx.Client(transport=httpx.MockTransport(serve)) as http:
        room = client.Api(http_client=http).rooms("blue")

        assert room.say("hi").reply == "hi"
        assert list(room.say("hi", live=True)) == [client.Word("word", "hi")]
        expected = "Answer | Stream[SayItem]"
        assert inspect.signature(inspect.unwrap(client.Room.say)).return_annotation == expected
        assert inspect.signature(client.AsyncRoom.facts).return_annotation == "AsyncStream[rdf.Triple]"


def test_a_callback_is_of_no_use_where_nothing_streams(tmp_path: Path) -> None:
    change = ("    retired: [old]", "      callback: on_word\n    retired: [old]")
    assert FILES["services/talk.yaml"].count(change[0]) == 1
    with imported(generated(tmp_path, "called", talk=change), "called") as client:
        parameters = inspect.signature(inspect.unwrap(client.Room.say)).parameters
        on_socket = inspect.signature(inspect.unwrap(client.SocketRoom.say)).parameters
        channel = Recorder()
        client.SocketRoom(channel, "r").say("hi", live=True, on_word=print)

    assert list(parameters) == list(on_socket)
    assert parameters["on_word"].annotation == "None"
    assert on_socket["on_word"].annotation == "Callable[[SayItem], object] | None"
    assert channel.calls[0][-1] is print


def test_the_readme_tells_what_streams_and_what_is_a_feed(tmp_path: Path) -> None:
    folder = generated(tmp_path, files=WATCHER)

    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "| `jobs().log` | Read what a job says, line by line. | streams | streams |  |  |  |" in readme
    assert "| `socket().job` \\* | Watch a job. |  |  | feed | feed |  |" in readme
    assert "api.socket()  # feeds of events" in readme
    project = (folder / "pyproject.toml").read_text(encoding="utf-8")
    assert "Watcher 0.1.0: REST, streams and feeds, for blocking" in project
