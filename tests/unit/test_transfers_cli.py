"""`gatewright import` and `gatewright export`: what they take, and what they say without a gateway."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gatewright_codegen.transfers.commands import run
from gatewright_codegen.transfers.display import amount, display
from gatewright_codegen.transfers.outcome import Outcome

CLIENT = "trustgraph_v2"
LINES = [f'<http://e/{number}> <http://e/p> "{number}" .\n' for number in range(1200)]


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("TRUSTGRAPH_URL", "TRUSTGRAPH_TOKEN", "TRUSTGRAPH_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("direction", ["import", "export"])
def test_help_grows_with_what_is_known(direction: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(direction, ["--help"]) == 0
    assert f"usage: gatewright {direction} GATEWAY KIND FILE [options]" in capsys.readouterr().out
    assert run(direction, [CLIENT, "--help"]) == 0
    assert "  triples                " in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        run(direction, [CLIENT, "triples", "--help"])
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert f"usage: gatewright {direction} {CLIENT} triples FILE --flow FLOW [options]" in text
    assert "--workspace" in text
    assert "TRUSTGRAPH_TOKEN" in text
    assert "--token " not in text


def test_options_are_those_of_the_kind(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("import", [CLIENT, "rows", "a.csv", "--flow", "f"])
    assert stopped.value.code == 2
    assert "the following arguments are required: --schema-name" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "The name of the gateway comes first."),
        (["--flow", "f"], "The name of the gateway comes first."),
        ([CLIENT], "The kind comes after the gateway."),
        ([CLIENT, "--flow"], "The kind comes after the gateway."),
        (["no_such_client", "triples", "a.nt"], "there is no client package 'no_such_client'"),
        (["no such client", "triples", "a.nt"], "'no such client' is not the name of a client package"),
        (["felix", "triples", "a.nt"], "felix has no bulk transfers"),
        ([CLIENT, "tripels", "a.nt"], "trustgraph_v2 has no import 'tripels'; known: document_embeddings, "),
        ([CLIENT, "triples", "a.nt", "--flow", "f"], "a.nt: No such file or directory"),
        ([CLIENT, "triples", "a.nt", "--flow", "f", "--format", "rtf"], "format: 'rtf' is none of auto, "),
        (
            [CLIENT, "triples", "a.nt", "--flow", "f", "--url", "nowhere"],
            "url: 'nowhere' does not begin with",
        ),
        (
            [CLIENT, "triples", "a.nt", "--flow", "f", "--token-file", "t"],
            "--token-file: t cannot be read: No ",
        ),
    ],
)
def test_wrong_usage_is_said_and_is_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", arguments) == 2
    seen = capsys.readouterr()
    assert said in seen.err
    assert seen.out == ""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["-", "--json", "--format", "ntriples"],
            "--json: items and report cannot both go to standard output",
        ),
        (["-"], "the name does not tell the format"),
        (["a.rtf"], "the name does not tell the format"),
        (["no/such/folder/a.nt"], "no/such/folder/a.nt: No such file or directory"),
        (["a.nt", "--collection", "c"], "--collection is for --stored"),
        (["a.nt", "--stored", "--idle-timeout", "3"], "--idle-timeout: what is stored comes without waiting"),
        (["a.nt", "--stored", "--reconnect"], "--reconnect: what is stored comes without waiting"),
    ],
)
def test_wrong_usage_of_exports(options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", [CLIENT, "triples", *options, "--flow", "f"]) == 2
    assert said in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_what_cannot_be_read_back_has_no_option_for_that(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("export", [CLIENT, "graph_embeddings", "a.jsonl", "--flow", "f", "--stored"])
    assert stopped.value.code == 2
    assert "unrecognized arguments: --stored" in capsys.readouterr().err


def test_a_dry_run_needs_no_gateway_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.nt").write_text("".join(LINES))
    command = [CLIENT, "triples", "a.nt", "--flow", "f", "--dry-run", "--batch-size", "400"]
    assert run("import", command) == 0
    assert "1,200 items can be sent, in 3 messages, " in capsys.readouterr().err
    assert run("import", [*command, "--start", "1000", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["outcome"], report["sendable"], report["batches"]) == ("done", 200, 1)
    assert list(Path().iterdir()) == [Path("a.nt")]


def test_a_dry_run_tells_every_bad_item_by_file_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [*LINES]
    lines[6] = "<http://e/6> <broken .\n"
    lines[700] = "nothing at all\n"
    Path("bad.nt").write_text("".join(lines))
    assert run("import", [CLIENT, "triples", "bad.nt", "--flow", "f", "--dry-run", "--json"]) == 1
    seen = capsys.readouterr()
    report = json.loads(seen.out)
    assert (report["sendable"], report["rejected"]) == (1198, 2)
    assert [each["item"] for each in report["rejections"]] == [6, 700]
    assert [each["reason"].split(": ")[1] for each in report["rejections"]] == ["bad.nt:7", "bad.nt:701"]
    assert "rejected: item 6: bad.nt:7: " in seen.err
    assert "rejected: item 700: bad.nt:701: " in seen.err


def test_a_dry_run_of_other_kinds_names_the_field(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.jsonl").write_text('{"entity": "http://e/1", "vector": [1, 2]}\n{"entity": "http://e/2"}\n')
    assert run("import", [CLIENT, "graph-embeddings", "e.jsonl", "--flow", "f", "--dry-run"]) == 1
    seen = capsys.readouterr().err
    assert "rejected: item 1: " in seen
    assert "vector" in seen
    assert "1 item can be sent, in 1 message, " in seen


def test_many_bad_items_are_only_counted(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.nt").write_text("x\n" * 2000)
    assert run("import", [CLIENT, "triples", "bad.nt", "--flow", "f", "--dry-run", "--json"]) == 1
    seen = capsys.readouterr()
    assert seen.err.count("rejected: ") == 20
    assert "further rejected items are only counted" in seen.err
    report = json.loads(seen.out)
    assert (report["rejected"], len(report["rejections"])) == (2000, 1000)


def test_a_file_that_breaks_off_is_told_with_what_was_good(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.ttl").write_text('<http://e/1> <http://e/p> "1" .\n<http://e/2> <http://e/p> ')
    assert run("import", [CLIENT, "triples", "a.ttl", "--flow", "f", "--dry-run"]) == 1
    seen = capsys.readouterr().err
    assert "a.ttl:2: " in seen
    assert " before that can be sent; nothing was sent" in seen


def test_a_gateway_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.nt").write_text(LINES[0])
    assert run("import", [CLIENT, "triples", "a.nt", "--flow", "f", "--url", "http://127.0.0.1:9"]) == 1
    assert "nothing listens at http://127.0.0.1:9" in capsys.readouterr().err
    assert run("export", [CLIENT, "triples", "b.nt", "--flow", "f", "--url", "http://127.0.0.1:9"]) == 1
    assert "nothing listens at http://127.0.0.1:9" in capsys.readouterr().err
    assert list(Path().iterdir()) == [Path("a.nt")]


def test_exit_codes() -> None:
    assert Outcome({}, "").code == 0
    assert Outcome({}, "", rejected=True).code == 1
    assert Outcome({}, "", OSError("disk full")).code == 1
    assert Outcome({}, "", KeyboardInterrupt(), rejected=True).code == 130


def test_amounts_are_for_people() -> None:
    assert [amount(size) for size in (0, 999, 1000, 1_250_000, 7_600_000_000)] == [
        *("0 B", "999 B", "1.0 kB", "1.2 MB"),
        "7.6 GB",
    ]


def test_lines_come_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    with display("sent", lambda: 30, 120) as shown:
        for items in (1000, 2000, 3000):
            shown.show(items, 5000, items - 500)
        shown.say("done")
    first, last = capsys.readouterr().err.splitlines()
    assert first.startswith("1,000 items sent, 500 confirmed, 5.0 kB, ")
    assert first.endswith(" items/s, 25 %")
    assert last == "done"


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "150")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with display("sent", lambda: 30, 120) as shown:
        shown.show(1000, 5000, 500)
        shown.say("rejected: [item] 3")
    seen = capsys.readouterr().err
    assert "1,000 sent · 500 confirmed · 5.0 kB · " in seen
    assert "25%" in seen
    assert "ETA" in seen
    assert "rejected: [item] 3" in seen
