"""`import_file` and `export_file` of both clients, against the local gateway."""

from __future__ import annotations

import asyncio
import inspect
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from callers import COLOURS, Caller, done

from gatewright.gateway import LocalGateway
from gatewright.transfer import ExportReport, ImportReport
from trustgraph_v2 import Api, AsyncBulkClient, BulkClient, ConfigurationError, InvalidItem

in_both_colours = pytest.mark.parametrize("caller", COLOURS, indirect=True)

LINES = [f'<http://example.org/{number:04}> <http://example.org/p> "{number}" .\n' for number in range(1200)]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "data.nt"
    path.write_text("".join(LINES))
    return path


@pytest.fixture
def with_a_bad_line(source: Path) -> Path:
    source.write_text("".join([*LINES[:5], "no triple\n", *LINES[6:]]))
    return source


def listed(folder: Path) -> list[Path]:
    return list(folder.iterdir())


@in_both_colours
async def test_a_file_goes_in_and_comes_out_again(caller: Caller, source: Path, tmp_path: Path) -> None:
    report = await done(caller.bulk.import_file(source, flow="default", collection="c"))
    assert isinstance(report, ImportReport)
    assert (report.sent, report.confirmed, report.batches) == (1200, 1200, 3)
    out = tmp_path / "out.nt"
    told: list[int] = []
    written = await done(
        caller.bulk.export_file(out, flow="default", stored=True, collection="c", on_progress=told.append)
    )
    assert isinstance(written, ExportReport)
    assert (written.items, written.bytes, told) == (1200, out.stat().st_size, [1000, 1200])
    assert sorted(out.read_text().splitlines(keepends=True)) == LINES


@in_both_colours
async def test_options_reach_the_import(caller: Caller, with_a_bad_line: Path, tmp_path: Path) -> None:
    source = with_a_bad_line
    with pytest.raises(InvalidItem, match=r"data\.nt:6: "):
        await done(caller.bulk.import_file(source, "triples", flow="default"))
    rejected: list[InvalidItem] = []
    report = await done(
        caller.bulk.import_file(
            str(source),
            flow="default",
            batch_size=100,
            start=2,
            on_error=rejected.append,
            checkpoint=tmp_path / "kept",
            metadata={"collection": "c"},
        )
    )
    assert (report.sent, report.rejected, report.batches) == (1197, 1, 12)
    assert [each.index for each in rejected] == [5]
    again = await done(
        caller.bulk.import_file(
            source, flow="default", checkpoint=tmp_path / "kept", metadata={"collection": "c"}
        )
    )
    assert again.sent == 0


@in_both_colours
async def test_an_open_file_and_another_kind(caller: Caller) -> None:
    text = b'{"entity": "http://e/1", "vector": [1, 2]}\n{"entity": "http://e/2", "vector": [0.5, 3]}\n'
    report = await done(
        caller.bulk.import_file(io.BytesIO(text), "graph_embeddings", flow="default", format="jsonl")
    )
    assert report.confirmed == 2
    rows = io.BytesIO(b"name,age\nAda,36\nKurt,71\n")
    report = await done(
        caller.bulk.import_file(rows, "rows", flow="default", format="csv", schema_name="people")
    )
    assert report.confirmed == 2


@in_both_colours
async def test_what_arrives_is_written_as_it_comes(
    caller: Caller, gateway: LocalGateway, source: Path, tmp_path: Path
) -> None:
    def feed() -> None:
        gateway.wait_for(lambda: len(gateway.taps) == 1)
        with Api(gateway.url) as api:
            api.bulk().import_file(source, flow="default")

    target = tmp_path / "heard.jsonl"
    options: dict[str, Any] = {"flow": "default", "limit": 600}
    with ThreadPoolExecutor() as pool:
        fed = pool.submit(feed)
        if caller.is_async:
            report = await caller.bulk.export_file(target, **options)
        else:
            report = await asyncio.to_thread(caller.bulk.export_file, target, **options)
        await asyncio.to_thread(fed.result)
    assert report.items == len(target.read_text().splitlines()) == 600


@in_both_colours
@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda bulk: bulk.import_file("a.nt", "tripels", flow="f"),
            "kind: 'tripels' is none of document_emb",
        ),
        (
            lambda bulk: bulk.import_file("a.nt", flow="f", colour="red"),
            "unexpected keyword argument 'colour'",
        ),
        (
            lambda bulk: bulk.import_file("a.csv", "rows", flow="f"),
            "missing a required argument: 'schema_name'",
        ),
        (lambda bulk: bulk.export_file("a.csv", "rows", flow="f"), "kind: 'rows' is none of document_emb"),
        (lambda bulk: bulk.export_file("a.nt", flow="f", collection="c"), "argument 'collection'"),
        (
            lambda bulk: bulk.export_file("a.nt", flow="f", stored=True, idle_timeout=1.0),
            "unexpected keyword argument 'idle_timeout'",
        ),
        (
            lambda bulk: bulk.export_file("a.jsonl", "graph_embeddings", flow="f", stored=True),
            "stored: what is stored of this kind cannot be read",
        ),
    ],
)
async def test_what_makes_no_sense_is_said_before_any_file_is_touched(
    caller: Caller,
    call: Callable[[Any], Any],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match=said):
        await done(call(caller.bulk))
    assert listed(tmp_path) == []


@pytest.mark.parametrize("name", ["import_file", "export_file"])
def test_both_colours_take_the_same(name: str) -> None:
    blocking, asynchronous = (getattr(each, name) for each in (BulkClient, AsyncBulkClient))
    assert inspect.signature(blocking) == inspect.signature(asynchronous)
    assert inspect.iscoroutinefunction(asynchronous)
    assert not inspect.iscoroutinefunction(blocking)
