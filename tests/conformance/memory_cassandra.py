"""The Cassandra driver's interface over tables in memory, for TrustGraph's own table stores.

Understands the CQL that those stores use, and nothing more. Values come back as from Cassandra:
an empty collection as None, a time as a naive datetime in UTC, rows in the order of their keys.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

EPOCH = datetime(1970, 1, 1)
COMMANDS = {
    "table": r"create table if not exists (\w+) \((.*)\)(?: with .*)?",
    "insert": r"insert into (\w+) \((.*?)\) values \(.*\)",
    "select": r"select (distinct )?(.*?) from (\w+)(?: where (.*?))?(?: limit 1)?(?: allow filtering)?",
    "update": r"update (\w+) set (.*?) where (.*)",
    "delete": r"delete from (\w+) where (.*)",
    "nothing": r"create (?:keyspace|index) .*",
}
COLLECTIONS = ("list", "set", "map")


@dataclass
class Table:
    """Rows by primary key."""

    types: dict[str, str]
    key: list[str]
    rows: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)

    def put(self, values: dict[str, Any]) -> None:
        stored = {name: store(self.types[name], value) for name, value in values.items()}
        row = self.rows.setdefault(tuple(stored[name] for name in self.key), dict.fromkeys(self.types))
        row.update(stored)

    def found(self, conditions: dict[str, Any]) -> list[dict[str, Any]]:
        rows = sorted(self.rows.items(), key=lambda item: [str(part) for part in item[0]])
        return [row for _, row in rows if all(row[name] == value for name, value in conditions.items())]


def store(kind: str, value: Any) -> Any:
    """A value as Cassandra keeps it."""
    if kind.startswith(COLLECTIONS):
        return value or None
    if kind == "timestamp" and isinstance(value, int):
        return EPOCH + timedelta(milliseconds=value)
    if kind == "timestamp" and value is not None and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def split(text: str) -> list[str]:
    """The parts between commas that stand outside of brackets."""
    return [part.strip() for part in re.split(r",(?![^<(]*[>)])", text)]


def create(definition: str) -> Table:
    types, key = {}, []
    while (flat := re.sub(r"<[^<>]*>", "", definition)) != definition:
        definition = flat
    for part in split(definition):
        name, kind = part.split(" ", 1)
        if name == "primary":
            key = re.findall(r"\w+", kind.removeprefix("key"))
        elif kind.endswith(" primary key"):
            types[name], key = kind.removesuffix(" primary key"), [name]
        else:
            types[name] = kind
    return Table(types, key)


def given(text: str, parameters: Iterator[Any]) -> Any:
    """The value that stands for `text` in a statement."""
    if text == "?":
        return next(parameters)
    return text.strip("'") if text.startswith("'") else int(text)


def assigned(text: str, separator: str, parameters: Iterator[Any]) -> dict[str, Any]:
    """The values in `a = ?, b = ?`."""
    pairs = (part.split(" = ", 1) for part in text.split(separator))
    return {name.strip(): given(value.strip(), parameters) for name, value in pairs}


class Statement:
    """A parsed statement."""

    def __init__(self, text: str, fetch_size: int | None = None) -> None:
        text = " ".join(text.split()).rstrip("; ").replace("( ", "(").replace(" )", ")")
        self.fetch_size = fetch_size
        for command, pattern in COMMANDS.items():
            if match := re.fullmatch(pattern, text, re.IGNORECASE):
                self.command, self.parts = command, match.groups()
                return
        raise NotImplementedError(f"CQL that the table in memory does not know: {text}")

    def run(self, tables: dict[str, Table], parameters: Any) -> list[Any]:
        values = iter(parameters or ())
        match self.command, self.parts:
            case "table", (name, definition):
                tables.setdefault(name.lower(), create(definition.lower()))
            case "insert", (name, columns):
                tables[name].put(dict(zip(split(columns), values, strict=True)))
            case "select", (distinct, columns, name, where):
                names = [column.split(" ")[0] for column in split(columns)]
                found = tables[name].found(assigned(where, " AND ", values) if where else {})
                rows = [tuple(row[name] for name in names) for row in found]
                return list(dict.fromkeys(rows)) if distinct else rows
            case "update", (name, changes, where):
                self.update(tables[name], changes, where, values)
            case "delete", (name, where):
                table = tables[name]
                for row in table.found(assigned(where, " AND ", values)):
                    del table.rows[tuple(row[column] for column in table.key)]
        return []

    @staticmethod
    def update(table: Table, changes: str, where: str, values: Iterator[Any]) -> None:
        changed, added = {}, {}
        for change in split(changes):
            name, text = change.split(" = ", 1)
            if sum_of := re.fullmatch(rf"{name} \+ (.*)", text):
                added[name] = given(sum_of[1], values)
            else:
                changed[name] = given(text, values)
        key = assigned(where, " AND ", values)
        [row] = table.found(key) or [dict.fromkeys(table.types)]
        for name, value in added.items():
            old = row[name]
            changed[name] = {**(old or {}), **value} if isinstance(value, dict) else (old or 0) + value
        table.put({**key, **changed})


class ResultSet(list[Any]):
    """All rows are on the first page."""

    has_more_pages = False

    @property
    def current_rows(self) -> list[Any]:
        return self

    def one(self) -> Any:
        return self[0] if self else None


class Future:
    """The outcome of a statement."""

    def __init__(self, run: Callable[[], list[Any]]) -> None:
        self._run = run

    def add_callbacks(self, done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        try:
            rows = self._run()
        except Exception as error:
            failed(error)
        else:
            done(rows)


class Session:
    """A keyspace of its own."""

    def __init__(self) -> None:
        self._tables: dict[str, Table] = {}

    def set_keyspace(self, name: str) -> None:
        """Each session has one keyspace."""

    def prepare(self, text: str) -> Statement:
        return Statement(text)

    def execute(self, statement: str | Statement, parameters: Any = None) -> ResultSet:
        statement = Statement(statement) if isinstance(statement, str) else statement
        return ResultSet(statement.run(self._tables, parameters))

    def execute_async(self, statement: str | Statement, parameters: Any = None) -> Future:
        return Future(lambda: self.execute(statement, parameters))


class Cluster:
    """Gives each caller tables of its own."""

    def __init__(self, *hosts: Any, **options: Any) -> None:
        pass

    def connect(self) -> Session:
        return Session()


def install() -> None:
    """Make `import cassandra` yield this."""
    for name, contents in {
        "cassandra": {},
        "cassandra.auth": {"PlainTextAuthProvider": None},
        "cassandra.cluster": {"Cluster": Cluster},
        "cassandra.query": {"BatchStatement": None, "SimpleStatement": Statement},
    }.items():
        module = ModuleType(name)
        vars(module).update(contents)
        sys.modules[name] = module
