"""`gatewright import` and `gatewright export` as processes of their own, against the local gateway."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from gatewright.gateway import LocalGateway, local_gateway
from trustgraph_v2 import Api

COUNT = 1200
# Lines are long, so that few of them fill what is read at once.
LINES = [
    f'<http://example.org/{number:06}> <http://example.org/p> "{"x" * 50}" .\n' for number in range(8000)
]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def source() -> str:
    with gzip.open("data.nt.gz", "wt") as file:
        file.writelines(LINES[:COUNT])
    return "data.nt.gz"


def command(gateway: LocalGateway, direction: str, *arguments: str) -> list[str]:
    start = [sys.executable, "-m", "gatewright_codegen.cli", direction, "trustgraph_v2", *arguments]
    return [*start, "--flow", "default", "--url", gateway.url]


def ran(
    gateway: LocalGateway, direction: str, *arguments: str, given: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(gateway, direction, *arguments),
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )


def begun(
    gateway: LocalGateway, direction: str, *arguments: str, stdin: int | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(gateway, direction, *arguments), stdin=stdin, stderr=subprocess.PIPE, text=True
    )


def line_with(file: IO[str] | None, text: str) -> str:
    """Wait for a line that holds the text."""
    assert file is not None
    seen = []
    for line in file:
        if text in line:
            return line
        seen.append(line)
    raise AssertionError(f"no {text!r} in {seen}")


def stored(gateway: LocalGateway, collection: str = "default") -> list[str]:
    """Subjects of what the gateway has."""
    with Api(gateway.url) as api:
        triples = api.flow("default").triples_query(collection=collection, limit=100_000)
    return sorted(str(each.s)[-6:] for each in triples)


def numbers(*ranges: range) -> list[str]:
    return sorted(f"{number:06}" for each in ranges for number in each)


def test_a_compressed_file_arrives_and_leaves_no_checkpoint(gateway: LocalGateway, source: str) -> None:
    done = ran(gateway, "import", "triples", source, "--collection", "c")
    assert done.returncode == 0, done.stderr
    assert "1,200 items sent and confirmed in " in done.stderr
    assert done.stdout == ""
    assert stored(gateway, "c") == numbers(range(COUNT))
    assert stored(gateway) == []
    assert [each.name for each in Path().iterdir()] == [source]


def test_the_report_is_json_on_request(gateway: LocalGateway, source: str) -> None:
    done = ran(gateway, "import", "triples", source, "--json", "--batch-size", "100")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report.pop("seconds") > 0
    assert report.pop("bytes") > 100_000
    assert report == {
        "outcome": "done",
        "sent": COUNT,
        "confirmed": COUNT,
        "batches": 12,
        "rejected": 0,
        "rejections": [],
        "error": None,
        "next": None,
    }


def test_a_dry_run_sends_nothing(gateway: LocalGateway, source: str) -> None:
    done = ran(gateway, "import", "triples", source, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "1,200 items can be sent, in 3 messages" in done.stderr
    assert gateway.requests == []


def test_a_bad_line_ends_an_import_unless_it_is_skipped(gateway: LocalGateway) -> None:
    lines = [*LINES[:1000], "this is no triple\n", *LINES[1001:COUNT]]
    Path("bad.nt").write_text("".join(lines))
    done = ran(gateway, "import", "triples", "bad.nt")
    assert done.returncode == 1
    assert "item 1000: bad.nt:1001: " in done.stderr
    assert "bad.nt --flow default" in done.stderr
    assert done.stderr.splitlines()[-1].endswith(" --skip-invalid")
    done = ran(gateway, "import", "triples", "bad.nt", "--skip-invalid", "--json")
    assert done.returncode == 1
    assert "rejected: item 1000: bad.nt:1001: " in done.stderr
    report = json.loads(done.stdout)
    assert (report["outcome"], report["confirmed"], report["rejected"]) == ("failed", COUNT - 1, 1)
    assert report["rejections"][0]["item"] == 1000
    assert stored(gateway) == numbers(range(1000), range(1001, COUNT))


def interrupted(gateway: LocalGateway, *options: str) -> str:
    """Interrupt an import from a pipe that dries up; returns what it says in the end."""
    options = ("-", *options, "--batch-size", "2")
    with (
        Api(gateway.url) as api,
        api.bulk().export_triples("default", limit=2000) as heard,
        begun(gateway, "import", "triples", *options, stdin=subprocess.PIPE) as process,
    ):
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write("".join(LINES[:4000]))
        process.stdin.flush()
        line_with(process.stderr, "items sent")
        # So many cannot have been sent before some of them were confirmed.
        assert len(list(heard)) == 2000
        process.send_signal(signal.SIGINT)
        # A signal that comes while Python is on its way into a read is seen when that returns.
        process.stdin.close()
        said = process.stderr.read()
    assert process.returncode == 130, said
    return said


def test_an_interrupted_import_is_taken_up_where_it_was_safe(gateway: LocalGateway) -> None:
    kept = "stdin.trustgraph_v2-triples.checkpoint"
    said = interrupted(gateway).splitlines()
    assert said[-3] == "interrupted"
    assert " items sent are confirmed" in said[-2]
    assert said[-1] == (
        "go on with: gatewright import trustgraph_v2 triples - --batch-size 2 --flow default "
        f"--url {gateway.url} --resume"
    )
    position = json.loads(Path(kept).read_bytes())["position"]
    assert 0 < position < 4000
    Path("all.nt").write_text("".join(LINES))
    with Path("all.nt").open("rb") as file:
        done = subprocess.run(
            command(gateway, "import", "triples", "-", "--resume", "--json"),
            stdin=file,
            capture_output=True,
            check=False,
            timeout=50,
        )
    assert done.returncode == 0, done.stderr
    assert f"going on after the first {position:,} items, which are done" in done.stderr.decode()
    assert json.loads(done.stdout)["confirmed"] == len(LINES) - position
    assert stored(gateway) == numbers(range(len(LINES)))
    assert not Path(kept).exists()


def test_a_checkpoint_that_was_named_stays_and_ends_the_same_command_at_once(gateway: LocalGateway) -> None:
    said = interrupted(gateway, "--checkpoint", "mine").splitlines()
    assert said[-1].startswith("go on with: gatewright import trustgraph_v2 triples - --checkpoint mine ")
    text = "".join(LINES)
    first, second = (
        ran(gateway, "import", "triples", "-", "--checkpoint", "mine", "--json", given=text) for _ in range(2)
    )
    assert (first.returncode, second.returncode) == (0, 0)
    assert 0 < json.loads(first.stdout)["sent"] < len(LINES)
    assert json.loads(second.stdout)["sent"] == 0
    assert stored(gateway) == numbers(range(len(LINES)))
    Path("all.nt").write_text(text)
    for others in (("-", "--collection", "other"), ("all.nt",)):
        other = ran(gateway, "import", "triples", *others, "--checkpoint", "mine", given=text)
        assert other.returncode == 2
        assert "mine belongs to another import" in other.stderr


def test_without_resume_an_import_begins_anew(gateway: LocalGateway, source: str) -> None:
    kept = Path(f"{source}.trustgraph_v2-triples.checkpoint")
    kept.write_text('{"position": 700}')
    done = ran(gateway, "import", "triples", source)
    assert done.returncode == 0, done.stderr
    assert "beginning anew, though 700 items of an earlier import were done" in done.stderr
    assert stored(gateway) == numbers(range(COUNT))
    done = ran(gateway, "import", "triples", source, "--resume")
    assert done.returncode == 0, done.stderr
    assert f"there is no {kept} of an earlier import to go on with; beginning with the first" in done.stderr


def test_an_export_of_what_is_stored_gives_back_what_went_in(gateway: LocalGateway, source: str) -> None:
    assert ran(gateway, "import", "triples", source, "--collection", "c").returncode == 0
    done = ran(gateway, "export", "triples", "out.nt", "--stored", "--collection", "c", "--json")
    assert done.returncode == 0, done.stderr
    assert sorted(Path("out.nt").read_text().splitlines(keepends=True)) == LINES[:COUNT]
    report = json.loads(done.stdout)
    assert (report["outcome"], report["items"], report["file"]) == ("done", COUNT, "out.nt")
    assert report["bytes"] == Path("out.nt").stat().st_size
    done = ran(gateway, "export", "triples", "-", "--stored", "--format", "jsonl", "--limit", "7")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    done = ran(
        gateway,
        "export",
        "triples",
        "-",
        "--stored",
        "--format",
        "jsonl",
        "--collection",
        "c",
        "--limit",
        "7",
    )
    assert done.stdout.count("\n") == 7


def test_an_export_hears_what_comes_meanwhile_and_ctrl_c_completes_it(
    gateway: LocalGateway, source: str
) -> None:
    with begun(gateway, "export", "triples", "out.nt.gz") as process:
        line_with(process.stderr, "listening until Ctrl-C")
        assert ran(gateway, "import", "triples", source).returncode == 0
        line_with(process.stderr, "items written")
        part = Path("out.nt.gz.part")
        assert part.exists()
        # What was heard is in the file when it is complete; how much that is, nobody knows before.
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 130
    assert "interrupted" in said
    assert not part.exists()
    with gzip.open("out.nt.gz", "rt") as file:
        heard = file.readlines()
    assert heard == LINES[: len(heard)]
    assert f"{len(heard):,} items written in " in said


def test_a_limit_ends_an_export(gateway: LocalGateway, source: str) -> None:
    with begun(gateway, "export", "triples", "out.csv", "--limit", "700") as process:
        line_with(process.stderr, "listening\n")
        assert ran(gateway, "import", "triples", source).returncode == 0
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 0
    assert "700 items written in " in said
    assert len(Path("out.csv").read_text().splitlines()) == 701


@pytest.fixture
def guarded() -> Iterator[LocalGateway]:
    with local_gateway("trustgraph_v2", token="tg_right") as gateway:
        yield gateway


def test_the_credential_comes_from_a_file_or_the_environment(
    guarded: LocalGateway, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("token").write_text("tg_right\n")
    done = ran(guarded, "import", "triples", source, "--token-file", "token")
    assert done.returncode == 0, done.stderr
    monkeypatch.setenv("TRUSTGRAPH_TOKEN", "tg_wrong_secret")
    done = ran(guarded, "import", "triples", source, "--json")
    assert done.returncode == 1
    assert "auth failure" in done.stderr
    assert "wrong_secret" not in done.stderr + done.stdout
    report = json.loads(done.stdout)
    assert (report["outcome"], report["sent"]) == ("failed", 0)
    done = ran(guarded, "export", "triples", "out.nt", "--stored")
    assert done.returncode == 1
    assert "auth failure" in done.stderr
    assert not Path("out.nt").exists()
    monkeypatch.setenv("TRUSTGRAPH_TOKEN", "tg_right")
    assert ran(guarded, "import", "triples", source).returncode == 0


def test_an_unknown_flow_is_told_with_what_is_safe(gateway: LocalGateway, source: str) -> None:
    start = command(gateway, "import", "triples", source)
    start[start.index("default")] = "nope"
    done = subprocess.run(start, capture_output=True, text=True, check=False, timeout=50)
    assert done.returncode == 1
    assert "the gateway closed the connection with code 1000 (an unknown flow or workspace" in done.stderr
    assert "begin anew with: gatewright import trustgraph_v2 triples data.nt.gz --flow nope" in done.stderr
