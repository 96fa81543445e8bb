"""Looks back at a whole run, after all other tests: nothing was left out."""

from __future__ import annotations

import pytest
from witness import WITNESS, never_called, operations_in

from trustgraph_v1 import operations


@pytest.fixture(autouse=True)
def whole_run(request: pytest.FixtureRequest, gateway: object) -> None:
    options = request.config.option
    partial = options.keyword or options.markexpr or options.deselect or getattr(options, "lf", False)
    if partial or request.session.testsfailed or any(".py" in path for path in options.file_or_dir):
        pytest.skip("says nothing about a part of the tests, or where some failed")


def test_everything_was_called_everywhere() -> None:
    assert never_called(operations_in(operations), WITNESS) == []
