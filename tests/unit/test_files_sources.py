"""Where files come from: compression, detection, damage, URLs, missing packages, and memory."""

from __future__ import annotations

import asyncio
import gzip
import io
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import zstandard

from gatewright import files
from gatewright.errors import ConfigurationError, ConnectionFailed, ConnectionLost, NotFound
from gatewright.rdf import BlankNode, Literal, Triple, Uri
from gatewright.transfer import Unreadable

TRIPLES = [
    Triple(Uri(f"http://example.org/{number}"), Uri("http://example.org/p"), Literal(f"text {number}"))
    for number in range(3000)
]
WRITTEN = ("ntriples", "nquads", "turtle", "trig", "jsonl", "csv", "parquet", "arrow", "arrow-stream")
RDFXML = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://example.org/">
<rdf:Description rdf:about="http://example.org/a"><x:p xml:lang="en">text</x:p></rdf:Description>
</rdf:RDF>"""


def data(format: Any, count: int = 3) -> bytes:
    file = io.BytesIO()
    files.write_items(TRIPLES[:count], file, Triple, format)
    return file.getvalue()


def read(source: Any, kind: files.Kind = Triple, format: Any = "auto") -> list[Any]:
    with files.open_items(source, kind, format) as items:
        return list(items)


@pytest.mark.parametrize("compression", ["", ".gz", ".zst"])
@pytest.mark.parametrize(
    "name", ["a.nt", "a.NQ", "a.ttl", "a.trig", "a.jsonl", "a.csv", "a.parquet", "a.feather"]
)
def test_name_tells_format_and_compression(tmp_path: Path, name: str, compression: str) -> None:
    path = tmp_path / (name + compression)
    assert files.write_items(TRIPLES, path, Triple) == len(TRIPLES)
    with files.open_items(str(path), Triple) as items:
        assert items.compression == {"": None, ".gz": "gzip", ".zst": "zstd"}[compression]
        assert items.name == str(path)
        assert items.size == path.stat().st_size
        assert list(items) == TRIPLES
        assert items.position == items.size


@pytest.mark.parametrize("format", WRITTEN)
@pytest.mark.parametrize("compress", [bytes, gzip.compress, zstandard.compress])
def test_content_tells_what_the_name_does_not(format: str, compress: Callable[[bytes], bytes]) -> None:
    with files.open_items(io.BytesIO(compress(data(format))), Triple) as items:
        # What is written of these is the same, as long as there are no graphs.
        alike = {"ntriples": "nquads", "turtle": "nquads", "trig": "nquads"}
        assert items.format == alike.get(format, format)
        assert list(items) == TRIPLES[:3]


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (b"@prefix : <http://x/> .\n:a :b :c .", "trig"),
        (b"<http://a> <http://b> <http://c> ;\n <http://d> 1 .\n", "trig"),
        (b"# all of it\n_:a <http://b> <http://c> <http://g> .\n", "nquads"),
        (b"{ <http://a> <http://b> <http://c> }", "trig"),
        (RDFXML, "rdfxml"),
        (b'\xef\xbb\xbf{"s": "a:b", "p": "b:c", "o": ""}', "jsonl"),
        (b'[{"value": "a:b", "type": "uri"}, "b:c", ""]', "jsonl"),
        (b"graph,subject,predicate,object\r\n", "csv"),
        (b"", "jsonl"),
    ],
)
def test_content_of_each_format_is_known(content: bytes, format: str) -> None:
    with files.open_items(io.BytesIO(content), Triple) as items:
        assert items.format == format
        assert not [item for item in items if isinstance(item, Unreadable)]


def test_a_suffix_of_arrow_stands_for_files_and_streams(tmp_path: Path) -> None:
    (tmp_path / "a.arrow").write_bytes(data("arrow-stream"))
    assert read(tmp_path / "a.arrow") == TRIPLES[:3]


def test_rdf_xml_is_read() -> None:
    assert read(io.BytesIO(RDFXML)) == [
        Triple(Uri("http://example.org/a"), Uri("http://example.org/p"), Literal("text", None, "en"))
    ]


def test_a_file_that_was_given_stays_open(tmp_path: Path) -> None:
    path = tmp_path / "a.nt.gz"
    with path.open("wb") as file:
        files.write_items(TRIPLES, file, Triple)
        assert not file.closed
    with path.open("rb") as file:
        assert read(file) == TRIPLES
        assert not file.closed
    for format in ("csv", "parquet", "jsonl"):
        buffer = io.BytesIO(data(format))
        assert read(buffer) == TRIPLES[:3]
        assert not buffer.closed


def test_unlabelled_nodes_are_named_alike_each_time(tmp_path: Path) -> None:
    label = "e915174dc243834209c79c4221a5a71f"
    (tmp_path / "a.ttl").write_text(
        f"<http://a> <http://b> [ <http://c> [ <http://d> 1 ] ], [] . _:{label} <http://e> _:named ."
    )
    first, second = read(tmp_path / "a.ttl"), read(tmp_path / "a.ttl")
    assert first == second
    nodes = {str(term) for triple in first for term in triple if isinstance(term, BlankNode)}
    unnamed = sorted(nodes - {label, "named"})
    assert [name.rpartition("-")[2] for name in unnamed] == ["1", "2", "3"]
    assert all(name.startswith("unnamed-") for name in unnamed)
    (tmp_path / "b.ttl").write_bytes((tmp_path / "a.ttl").read_bytes())
    others = {term for triple in read(tmp_path / "b.ttl") for term in triple if isinstance(term, BlankNode)}
    assert set(map(str, others)) & nodes == {label, "named"}


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("format", ["ntriples", "jsonl", "csv", "turtle", "parquet"])
def test_a_compressed_file_that_is_cut_off_is_an_error(
    compress: Callable[[bytes], bytes], format: str
) -> None:
    whole = compress(data(format, 3000))
    with pytest.raises(files.UnreadableFile, match="file: this is damaged or cut off"):
        read(io.BytesIO(whole[:-9]), Triple, format)


def test_compressed_files_may_be_joined_and_damage_is_an_error(tmp_path: Path) -> None:
    for compress in (gzip.compress, zstandard.compress):
        whole = compress(data("ntriples")) + compress(data("ntriples"))
        assert read(io.BytesIO(whole)) == TRIPLES[:3] * 2
        damaged = bytearray(compress(data("ntriples", 3000)))
        damaged[len(damaged) // 2] ^= 0xFF
        with pytest.raises(files.UnreadableFile, match="damaged"):
            read(io.BytesIO(bytes(damaged)), Triple, "ntriples")


@pytest.mark.parametrize(
    ("format", "content", "said", "count"),
    [
        ("turtle", b"<http://a> <http://b> 1 .\n<http://a> <http://b> ; .\n", "file:2: ", 1),
        ("rdfxml", RDFXML[:-12], "file", 1),
        ("csv", b's,p,o\nhttp://a,http://b,1\nhttp://a,http://b,"open\n', "file:3: unexpected end", 1),
        ("parquet", b"PAR1 and nothing else", "file: this is no parquet", 0),
        ("arrow", b"ARROW1 and nothing else", "file: this is no arrow", 0),
        ("arrow-stream", b"\xff\xff\xff\xff\x00", "file: this is no arrow-stream", 0),
        ("arrow-stream", data("arrow-stream", 2000)[:-3000], "file: row 1001: ", 1000),
    ],
)
def test_a_fault_that_hides_what_follows_ends_the_reading(
    format: Any, content: bytes, said: str, count: int
) -> None:
    seen: list[Any] = []
    with pytest.raises(files.UnreadableFile, match=said) as caught:
        seen.extend(files.open_items(io.BytesIO(content), Triple, format))
    assert caught.value.file == "file"
    assert not [item for item in seen if isinstance(item, Unreadable)]
    assert len(seen) == count


def test_a_file_without_line_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.lines, "LONGEST", 1 << 20)
    with pytest.raises(files.UnreadableFile, match="file:1: a line has more than 1048576 bytes"):
        read(io.BytesIO(b'{"a": "' + b"x" * (1 << 21)), None, "jsonl")


def test_a_missing_file_is_what_it_is_everywhere(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        files.open_items(tmp_path / "none.nt", Triple)


@pytest.mark.parametrize(
    ("module", "extra", "call"),
    [
        ("pyoxigraph", "rdf", lambda: files.open_items(io.BytesIO(b"<a:> <b:> <c:> ."), Triple)),
        ("pyoxigraph", "rdf", lambda: files.Writer(io.BytesIO(), Triple, "turtle")),
        ("pyarrow", "arrow", lambda: files.open_items(io.BytesIO(b"PAR1"), Triple)),
        ("pyarrow", "arrow", lambda: files.Writer(io.BytesIO(), Triple, "arrow")),
        ("pyarrow", "arrow", lambda: files.to_arrow(TRIPLES)),
        ("pandas", "pandas", lambda: files.to_pandas(TRIPLES)),
        ("zstandard", "zstd", lambda: files.open_items(io.BytesIO(zstandard.compress(b"")), Triple)),
        ("zstandard", "zstd", lambda: files.Writer("none.nt.zst", Triple)),
    ],
)
def test_a_missing_package_is_told_at_once_with_what_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, extra: str, call: Callable[[], object]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ConfigurationError, match=f'needs {module} - pip install "gatewright\\[{extra}\\]"'):
        call()
    assert list(tmp_path.iterdir()) == []


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    heavy = ("pyoxigraph", "pyarrow", "pandas", "zstandard", "numpy", "httpx")
    code = f"import gatewright.files, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


class _Slow(io.BytesIO):
    """A file whose second piece is long in coming."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.asked = threading.Event()
        self.go_on = threading.Event()

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            self.asked.set()
            assert self.go_on.wait(30)
        return super().read(size)


async def test_reading_that_is_cancelled_can_be_closed() -> None:
    source = _Slow(data("ntriples", 3000))
    items = files.open_items(source, Triple, "ntriples")

    async def consume() -> list[Any]:
        return [item async for item in items]

    consuming = asyncio.create_task(consume())
    await asyncio.to_thread(source.asked.wait)
    consuming.cancel()
    source.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await consuming
    items.close()
    assert list(items) == []


class _Server(BaseHTTPRequestHandler):
    """Serves what `pages` holds."""

    pages: dict[str, tuple[int, dict[str, str], bytes]]

    def do_GET(self) -> None:
        status, headers, body = self.pages.get(self.path.partition("?")[0], (404, {}, b""))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def web() -> Iterator[tuple[str, dict[str, tuple[int, dict[str, str], bytes]]]]:
    """A web server: its address, and its pages."""
    pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
    handler = type("Handler", (_Server,), {"pages": pages})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", pages
        server.shutdown()
        thread.join()


def test_urls_are_read(web: Any) -> None:
    root, pages = web
    whole = gzip.compress(data("ntriples", 3000))
    pages["/a.nt.gz"] = (200, {}, whole)
    pages["/packed.nt.gz"] = (200, {"Content-Encoding": "gzip"}, whole)
    pages["/a.parquet"] = (200, {}, data("parquet", 3000))
    pages["/query"] = (200, {"Content-Type": "text/turtle; charset=utf-8"}, b"<a> <b> <c> .")
    pages["/moved"] = (302, {"Location": "/a.nt.gz"}, b"")
    for page in ("a.nt.gz", "packed.nt.gz", "a.parquet", "moved"):
        with files.open_items(f"{root}/{page}", Triple, "ntriples" if page == "moved" else "auto") as items:
            assert list(items) == TRIPLES
            assert items.position == items.size
    # Relative to the address, of which what may be secret is left out.
    found = read(f"{root.replace('//', '//user:secret@')}/query?token=secret")
    assert found == [Triple(Uri(f"{root}/a"), Uri(f"{root}/b"), Uri(f"{root}/c"))]


def test_urls_that_cannot_be_read_are_errors_that_hold_no_secret(web: Any) -> None:
    root, pages = web
    pages["/short.nt"] = (200, {"Content-Length": "999"}, data("ntriples"))
    private = root.replace("//", "//user:secret@")
    closed = "http://user:secret@127.0.0.1:1"
    for url, error in (
        (f"{private}/none.nt?token=secret", NotFound),
        (f"{private}/short.nt?token=secret", ConnectionLost),
        (f"{closed}/a.nt?token=secret", ConnectionFailed),
        ("http://[/a.nt", ConfigurationError),
    ):
        with pytest.raises(error) as caught:
            read(url)
        assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("format", "suffix"),
    [("ntriples", ".gz"), ("nquads", ".zst"), ("turtle", ""), ("jsonl", ""), ("csv", ""), ("parquet", "")],
)
def test_memory_does_not_grow_with_the_file(tmp_path: Path, format: Any, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"

    def written() -> Iterator[Triple]:
        text = "x" * 2000
        for number in range(10_000):
            yield Triple(
                Uri(f"http://example.org/{number}"), Uri("http://example.org/p"), Literal(f"{text}{number}")
            )

    tracemalloc.start()
    try:
        assert files.write_items(written(), path, Triple, format) == 10_000
        tracemalloc.reset_peak()
        with files.open_items(path, Triple, format) as items:
            assert sum(1 for _ in items) == 10_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6_000_000
