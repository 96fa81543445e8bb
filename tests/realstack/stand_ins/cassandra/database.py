"""Executes parsed statements on the SQLite file that all processes of a stack share."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections import namedtuple
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from . import cql, values
from .query import SimpleStatement


class Database:
    """The file, open."""

    def __init__(self, path: str) -> None:
        self._lock = threading.RLock()
        self._file = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._file.execute("pragma journal_mode = wal")
        # What a crash of the machine would lose is thrown away anyway.
        self._file.execute("pragma synchronous = off")
        self._file.create_function("added", 2, values.added, deterministic=True)
        self._file.create_function("contains", 2, values.contains, deterministic=True)
        with self._lock:
            self._file.execute("create table if not exists tables (name primary key, types, key)")
            self._file.execute(
                'create table if not exists "system_schema.keyspaces" (keyspace_name primary key)'
            )
        self._tables: dict[str, cql.CreateTable] = {
            "system_schema.keyspaces": cql.CreateTable(
                "system_schema.keyspaces", {"keyspace_name": "text"}, ["keyspace_name"]
            )
        }

    def execute(
        self, keyspace: str, statement: str | SimpleStatement, parameters: Sequence[Any]
    ) -> list[Any]:
        """The rows that a statement yields; tables without a keyspace are those of `keyspace`."""
        text = statement.query_string if isinstance(statement, SimpleStatement) else statement
        parsed = cql.parse(text)
        bound = iter([values.stored(parameter) for parameter in parameters])
        with self._lock:
            match parsed:
                case cql.CreateKeyspace():
                    self._file.execute(
                        'insert or ignore into "system_schema.keyspaces" values (?)', [parsed.name]
                    )
                case cql.CreateTable():
                    self._create(_full_name(keyspace, parsed.table), parsed)
                case cql.Insert():
                    row = {column: _value(token, bound) for column, token in parsed.values}
                    self._put(_full_name(keyspace, parsed.table), row, frozenset())
                case cql.Update():
                    row = {column: _value(token, bound) for column, token in parsed.values}
                    row |= {column: _value(token, bound) for column, _, token in parsed.where}
                    self._put(_full_name(keyspace, parsed.table), row, parsed.added)
                case cql.Delete():
                    where, given = _where(parsed.where, bound)
                    name = _full_name(keyspace, parsed.table)
                    self._file.execute(f'delete from "{name}"{where}', given)
                case cql.Select():
                    return self._select(_full_name(keyspace, parsed.table), parsed, bound)
        return []

    def execute_all(
        self, keyspace: str, statements: list[tuple[str | SimpleStatement, Sequence[Any]]]
    ) -> list[Any]:
        """Execute all statements, or none."""
        with self._lock:
            self._file.execute("begin immediate")
            try:
                for statement, parameters in statements:
                    self.execute(keyspace, statement, parameters)
            except BaseException:
                self._file.execute("rollback")
                raise
            self._file.execute("commit")
        return []

    def _create(self, name: str, table: cql.CreateTable) -> None:
        columns = ", ".join(f'"{column}"' for column in table.types)
        key = ", ".join(f'"{column}"' for column in table.key)
        # Without row numbers, rows lie and come in the order of their key, as in Cassandra's partitions.
        self._file.execute(
            f'create table if not exists "{name}" ({columns}, primary key ({key})) without rowid'
        )
        self._file.execute(
            "insert or ignore into tables values (?, ?, ?)",
            [name, json.dumps(table.types), json.dumps(table.key)],
        )

    def _table(self, name: str) -> cql.CreateTable:
        if name not in self._tables:
            row = self._file.execute("select types, key from tables where name = ?", [name]).fetchone()
            if row is None:
                raise ValueError(f"unconfigured table {name}")
            self._tables[name] = cql.CreateTable(name, json.loads(row[0]), json.loads(row[1]))
        return self._tables[name]

    def _put(self, name: str, row: dict[str, Any], added: frozenset[str]) -> None:
        key = self._table(name).key
        changes = [
            f'"{column}" = added("{column}", excluded."{column}")'
            if column in added
            else f'"{column}" = excluded."{column}"'
            for column in row
            if column not in key
        ]
        columns = ", ".join(f'"{column}"' for column in row)
        marks = ", ".join("?" * len(row))
        conflict = ", ".join(f'"{column}"' for column in key)
        action = f"update set {', '.join(changes)}" if changes else "nothing"
        self._file.execute(
            f'insert into "{name}" ({columns}) values ({marks}) on conflict ({conflict}) do {action}',
            list(row.values()),
        )

    def _select(self, name: str, select: cql.Select, bound: Iterator[Any]) -> list[Any]:
        types = self._table(name).types
        where, given = _where(select.where, bound)
        columns = ", ".join(f'"{column}"' for column, _ in select.columns)
        text = f'select {"distinct " if select.distinct else ""}{columns} from "{name}"{where}'
        if select.limit is not None:
            text += " limit ?"
            given.append(_value(select.limit, bound))
        row = _row_type(tuple(alias for _, alias in select.columns))
        readers = [values.reader(types[column]) for column, _ in select.columns]
        return [
            row(*(read(value) if read else value for read, value in zip(readers, found, strict=True)))
            for found in self._file.execute(text, given)
        ]


def _full_name(keyspace: str, table: str) -> str:
    return table if "." in table else f"{keyspace}.{table}"


def _value(token: str, bound: Iterator[Any]) -> Any:
    if token == "?":
        return next(bound)
    return token.strip("'") if token.startswith("'") else int(token)


def _where(conditions: list[tuple[str, str, str]], bound: Iterator[Any]) -> tuple[str, list[Any]]:
    """The condition in SQLite's words, and its parameters."""
    if not conditions:
        return "", []
    tests = [
        f'"{column}" = ?' if operator == "=" else f'contains("{column}", ?)'
        for column, operator, _ in conditions
    ]
    return f" where {' and '.join(tests)}", [_value(token, bound) for _, _, token in conditions]


@cache
def _row_type(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)


@cache
def shared() -> Database:
    """The database of this process."""
    return Database(os.environ["CASSANDRA_STAND_IN"])
