"""Looks back at a whole run, after all other tests: nothing was left out, and the page says what was seen."""

from __future__ import annotations

import pytest
from parity_page import PAGE, unseen, written
from witness import WITNESS


@pytest.fixture(autouse=True)
def whole_run(request: pytest.FixtureRequest, gateway: object) -> None:
    options = request.config.option
    partial = options.keyword or options.markexpr or options.deselect or options.lf
    if (
        partial
        or request.session.testsfailed
        or any("::" in path or ".py" in path for path in options.file_or_dir)
    ):
        pytest.skip("says nothing about a part of the tests, or where some failed")


def test_everything_was_called_everywhere() -> None:
    assert unseen(WITNESS) == []


def test_page_says_what_was_seen(request: pytest.FixtureRequest) -> None:
    config = request.config
    if config.getoption("--write-parity") and config.getoption("--gateway") == "real":
        PAGE.write_text(written(WITNESS), "utf-8")
    assert PAGE.read_text("utf-8") == written(WITNESS), (
        "write it with --write-parity, and look at what changed"
    )
