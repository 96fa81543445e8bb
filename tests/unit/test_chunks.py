"""Streams of bytes: counted, checked at their end, and saved whole or not at all."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatewright.chunks import Tally, base64_field, decoded, saving
from gatewright.errors import ProtocolViolation, ServiceError
from gatewright.operation import StreamOperation, StreamRule

DOWNLOAD: StreamOperation[Any, bytes] = StreamOperation(
    name="download", stream=StreamRule(decode=base64_field("content"), total="total")
)


def bodies(pieces: list[bytes], total: int) -> list[dict[str, Any]]:
    return [{"content": b64encode(piece).decode(), "total": total} for piece in pieces]


@given(st.lists(st.binary(max_size=20)))
def test_bytes_in_bodies_come_out_as_they_were(pieces: list[bytes]) -> None:
    tally = Tally(DOWNLOAD)
    rule = tally.rule(raw=False)
    assert [rule.decode(body) for body in bodies(pieces, sum(map(len, pieces)))] == pieces
    assert rule.finish is not None
    rule.finish()
    assert tally.done == sum(map(len, pieces))


@pytest.mark.parametrize("total", [5, 7])
def test_too_few_or_too_many_bytes_are_a_failure(total: int) -> None:
    rule = Tally(DOWNLOAD).rule(raw=False)
    for body in bodies([b"abc", b"def"], total):
        rule.decode(body)
    assert rule.finish is not None
    with pytest.raises(ProtocolViolation, match=f"download: 6 bytes came, and {total} were announced"):
        rule.finish()


def test_a_stream_of_which_nobody_told_the_length_is_taken_as_it_is() -> None:
    tally = Tally(DOWNLOAD)
    rule = tally.rule(raw=True)
    assert rule.decode(b"abc") == b"abc"
    assert rule.finish is not None
    rule.finish()
    assert (tally.done, tally.total) == (3, None)


@pytest.mark.parametrize("raw", [True, False])
def test_a_stream_without_a_byte_can_be_a_failure(raw: bool) -> None:
    nonempty = replace(DOWNLOAD, stream=replace(DOWNLOAD.stream, total=None, nonempty=True))
    for pieces, fails in (([], True), ([b""], True), ([b"", b"a"], False)):
        rule = Tally(nonempty).rule(raw=raw)
        for piece in pieces:
            rule.decode(piece if raw else {"content": b64encode(piece).decode()})
        assert rule.finish is not None
        if fails:
            with pytest.raises(ServiceError, match="download: the gateway answered with nothing"):
                rule.finish()
        else:
            rule.finish()


@pytest.mark.parametrize("text", ["a", "ab=c", "####"])
def test_what_is_no_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no base64"):
        decoded(text)


def test_an_absent_piece_is_empty() -> None:
    assert base64_field("content")({}) == b""


def test_a_file_gets_its_name_when_all_is_there(tmp_path: Path) -> None:
    path = tmp_path / "document"
    with saving(path) as file:
        file.write(b"abc")
        assert not path.exists()
    assert path.read_bytes() == b"abc"
    assert list(tmp_path.iterdir()) == [path]


def test_half_a_file_is_removed_and_an_older_one_kept(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(b"old")

    def interrupted() -> None:
        with saving(path) as file:
            file.write(b"ab")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
