"""The driver's module of statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class SimpleStatement:
    """The text of a statement."""

    def __init__(self, query_string: str, fetch_size: int | None = None) -> None:
        self.query_string = query_string
        self.fetch_size = fetch_size


class PreparedStatement(SimpleStatement):
    """A statement that has been parsed before."""


class BatchStatement:
    """Statements that are executed together."""

    def __init__(self) -> None:
        self.statements: list[tuple[str | SimpleStatement, Sequence[Any]]] = []

    def add(self, statement: str | SimpleStatement, parameters: Sequence[Any] = ()) -> None:
        self.statements.append((statement, parameters))
