"""The driver's module of connections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from . import cql, database
from .query import BatchStatement, PreparedStatement, SimpleStatement


class ResultSet(list[Any]):
    """The rows of a result, all on its first page."""

    has_more_pages = False

    @property
    def current_rows(self) -> list[Any]:
        return self

    def one(self) -> Any:
        return self[0] if self else None


class ResponseFuture:
    """The outcome of a statement that is being executed."""

    def __init__(self, outcome: Future[ResultSet]) -> None:
        self._outcome = outcome

    def result(self) -> ResultSet:
        return self._outcome.result()

    def add_callbacks(
        self, callback: Callable[[ResultSet], None], errback: Callable[[BaseException], None]
    ) -> None:
        def tell(outcome: Future[ResultSet]) -> None:
            error = outcome.exception()
            if error is None:
                callback(outcome.result())
            else:
                errback(error)

        self._outcome.add_done_callback(tell)


class Session:
    """A connection."""

    def __init__(self) -> None:
        self._database = database.shared()
        self._keyspace = "system"
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="cassandra")

    def set_keyspace(self, keyspace: str) -> None:
        self._keyspace = keyspace.lower()

    def prepare(self, query: str) -> PreparedStatement:
        cql.parse(query)
        return PreparedStatement(query)

    def execute(
        self, query: str | SimpleStatement | BatchStatement, parameters: Sequence[Any] | None = None
    ) -> ResultSet:
        if isinstance(query, BatchStatement):
            return ResultSet(self._database.execute_all(self._keyspace, query.statements))
        return ResultSet(self._database.execute(self._keyspace, query, parameters or ()))

    def execute_async(
        self, query: str | SimpleStatement | BatchStatement, parameters: Sequence[Any] | None = None
    ) -> ResponseFuture:
        return ResponseFuture(self._worker.submit(self.execute, query, parameters))

    def shutdown(self) -> None:
        self._worker.shutdown(wait=False)


class Cluster:
    """What connections are made from, wherever it is said to be."""

    def __init__(self, *contact_points: Any, **options: Any) -> None:
        pass

    def connect(self) -> Session:
        return Session()

    def shutdown(self) -> None:
        pass
