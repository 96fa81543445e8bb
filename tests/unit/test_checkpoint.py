"""The file that keeps how far an import has come."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from gatewright.checkpoint import Checkpoint
from gatewright.errors import ConfigurationError

ABOUT = {"import": "put", "flow": "default", "place": ("a", {"deep": (1, 2.5, None)}), "name": "\u00e4"}


def test_a_new_one_begins_at_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "it"
    checkpoint = Checkpoint(path, ABOUT)
    assert (checkpoint.position, checkpoint.done) == (0, False)
    assert not path.exists()


def test_another_process_finds_what_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "it"
    first = Checkpoint(str(path), ABOUT)
    first.save(500)
    again = Checkpoint(path, ABOUT)
    assert (again.position, again.done) == (500, False)
    again.save(700, done=True)
    last = Checkpoint(path, ABOUT)
    assert (last.position, last.done) == (700, True)


def test_no_news_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "it"
    checkpoint = Checkpoint(path, ABOUT)
    checkpoint.save(0)
    assert not path.exists()
    checkpoint.save(5)
    path.unlink()
    checkpoint.save(5)
    assert not path.exists()
    checkpoint.save(5, done=True)
    assert path.exists()


def test_it_is_never_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "it"
    checkpoint = Checkpoint(path, ABOUT)
    checkpoint.save(500)

    write = os.write

    def half(descriptor: int, data: bytes) -> int:
        write(descriptor, data[: len(data) // 2])
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", half)
        with pytest.raises(KeyboardInterrupt):
            checkpoint.save(600)
    assert Checkpoint(path, ABOUT).position == 500
    # What was not written is news still.
    checkpoint.save(600)
    assert Checkpoint(path, ABOUT).position == 600
    assert [each.name for each in tmp_path.iterdir()] == ["it"]


@pytest.mark.parametrize("other", [{**ABOUT, "flow": "other"}, {"import": "put"}, {**ABOUT, "more": 1}])
def test_that_of_another_import_is_refused(tmp_path: Path, other: dict[str, Any]) -> None:
    path = tmp_path / "it"
    Checkpoint(path, ABOUT).save(500)
    with pytest.raises(ConfigurationError, match=r"^checkpoint: .*it belongs to another import .*delete it"):
        Checkpoint(path, other)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"5",
        b'"position"',
        b"{}",
        *(
            json.dumps({"about": ABOUT, "position": position, "done": False}).encode()
            for position in (-1, "5", 1.5, True, None, float("inf"))
        ),
    ],
    ids=repr,
)
def test_what_is_no_checkpoint_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "it"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"^checkpoint: .*it is no checkpoint of an import$"):
        Checkpoint(path, ABOUT)
    assert path.read_bytes() == content


def test_a_place_where_nothing_can_be_written_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"^checkpoint: there is no folder .*nowhere"):
        Checkpoint(tmp_path / "nowhere" / "it", ABOUT)
    with pytest.raises(ConfigurationError, match=r"^checkpoint: .* cannot be read: "):
        Checkpoint(tmp_path, ABOUT)
