"""Files become partitions: which files, and whose line is whose."""

from __future__ import annotations

import gzip
import os
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatewright.distributed import ApiSettings, import_files
from gatewright.distributed.partitions import Partition, files, partitions
from gatewright.errors import ConfigurationError


def read(part: Partition) -> bytes:
    source = part.source()
    if isinstance(source, str):
        return Path(source).read_bytes()
    with source:
        return source.read()


@given(
    lines=st.lists(st.binary(max_size=9).map(lambda line: line.replace(b"\n", b"")), max_size=20),
    end=st.sampled_from([b"", b"\n"]),
    size=st.integers(1, 40),
)
def test_each_line_is_in_one_partition_and_whole(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], end: bytes, size: int
) -> None:
    path = tmp_path_factory.mktemp("lines") / "data.jsonl"
    content = b"\n".join(lines) + end
    path.write_bytes(content)
    parts = partitions(path, "auto", size)
    pieces = [read(part) for part in parts]
    assert b"".join(pieces) == content
    filled = [piece for piece in pieces if piece]
    assert [piece for piece in filled[:-1] if not piece.endswith(b"\n")] == []
    assert len(parts) == max(1, -(-len(content) // size))
    assert len({part.identity({}) for part in parts}) == len(parts)


@pytest.mark.parametrize(
    ("name", "count"), [("a.nt", 5), ("a.nq", 5), ("a.csv", 1), ("a.ttl", 1), ("a.nt.gz", 1)]
)
def test_only_lines_are_split(tmp_path: Path, name: str, count: int) -> None:
    (tmp_path / name).write_bytes(b"0123456789")
    assert len(partitions(tmp_path / name, "auto", 2)) == count
    assert len(partitions(tmp_path / name, "auto", None)) == 1


def test_what_is_compressed_under_another_name_is_not_split(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_bytes(gzip.compress(b"0123456789"))
    assert len(partitions(tmp_path / "a.nt", "auto", 2)) == 1


def test_a_format_that_is_said_counts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"0123456789")
    assert [part.format for part in partitions(tmp_path / "a.txt", "auto", 2)] == ["auto"]
    assert [part.format for part in partitions(tmp_path / "a.txt", "ntriples", 5)] == ["ntriples"] * 2


def test_which_files_are_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    for name in ("b.nt", "a.nt", "c.csv", "_SUCCESS", ".hidden", "in/d.nt", "odd[1].nt"):
        (tmp_path / name).write_text("")
    monkeypatch.chdir(tmp_path)

    def names(*paths: str) -> list[str]:
        return [str(Path(path).relative_to(tmp_path)) for path in files(paths)]

    assert names(".") == ["a.nt", "b.nt", "c.csv", "odd[1].nt"]
    assert names("*.nt") == ["a.nt", "b.nt", "odd[1].nt"]
    assert names("**/*.nt") == ["a.nt", "b.nt", "in/d.nt", "odd[1].nt"]
    assert names("odd[1].nt") == ["odd[1].nt"]
    assert names("c.csv", "a.nt", "*.nt") == ["c.csv", "a.nt", "b.nt", "odd[1].nt"]
    assert files(tmp_path / "a.nt") == [str(tmp_path / "a.nt")]
    assert files("https://example.org/a.nt") == ["https://example.org/a.nt"]
    for missing in ("nope.nt", "*.parquet", []):
        with pytest.raises(ConfigurationError, match="paths: "):
            files(missing)


def test_a_file_that_has_changed_is_another_one(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text("1")
    [before] = partitions(path, "auto", None)
    [same] = partitions(path, "auto", None)
    os.utime(path, ns=(1, 1))
    [after] = partitions(path, "auto", None)
    assert before.identity({}) == same.identity({})
    assert before.identity({}) != after.identity({})
    assert before.identity({}) != before.identity({"flow": "another"})


def test_settings_show_no_credential() -> None:
    options: dict[str, Any] = {"workspace": "w", "headers": {"X-Key": "secret"}, "timeout": 5.0}
    settings = ApiSettings("trustgraph_v2", "http://localhost:1/", token="secret", **options)
    copy = pickle.loads(pickle.dumps(settings))
    for each in (settings, copy):
        assert repr(each) == "ApiSettings('trustgraph_v2', 'http://localhost:1/')"
        assert each.settings == {"workspace": "w"}
        with each.open() as api:
            assert (api.url, api.timeout) == ("http://localhost:1/", 5.0)


def test_without_dask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    (tmp_path / "a.nt").write_text("")
    settings = ApiSettings("trustgraph_v2", "http://localhost:1/")
    with pytest.raises(ConfigurationError, match=r"gatewright\[dask\]"):
        import_files(settings, "triples", tmp_path, checkpoints=tmp_path / "checkpoints", flow="f")


def test_settings_name_an_unknown_package() -> None:
    with pytest.raises(ConfigurationError, match="no_such_package"):
        ApiSettings("no_such_package").open()
