"""Drives calls that are made of several, for blocking code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ..operation import Operation
from ..steps import Steps

R = TypeVar("R")


def run(steps: Steps[R], call: Callable[[Operation[Any], Mapping[str, Any]], Any]) -> R:
    """Call what the steps ask for until they have their result."""
    try:
        step = next(steps)
        while True:
            try:
                result = call(*step)
            except BaseException as error:
                step = steps.throw(error)
            else:
                step = steps.send(result)
    except StopIteration as end:
        result_of_all: R = end.value
        return result_of_all
