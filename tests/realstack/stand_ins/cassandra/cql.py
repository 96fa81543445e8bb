"""Cassandra's query language, as far as TrustGraph's services use it. Anything else is an error."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from .values import split

NAME = r"([\w.]+)"
VALUE = r"(\?|\d+|'[^']*')"


@dataclass(frozen=True, slots=True)
class CreateKeyspace:
    """`CREATE KEYSPACE`."""

    name: str


@dataclass(frozen=True, slots=True)
class CreateTable:
    """`CREATE TABLE`: the types of its columns, and which are its key."""

    table: str
    types: dict[str, str]
    key: list[str]


@dataclass(frozen=True, slots=True)
class Ignored:
    """A statement that has nothing to do here, such as one that makes an index."""


@dataclass(frozen=True, slots=True)
class Insert:
    """`INSERT`: a value for each column."""

    table: str
    values: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Update:
    """`UPDATE`: new values, those that are added to the old ones, and the key of the row."""

    table: str
    values: list[tuple[str, str]]
    added: frozenset[str]
    where: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Delete:
    """`DELETE`."""

    table: str
    where: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Select:
    """`SELECT`: columns, each with its name in the result."""

    table: str
    columns: list[tuple[str, str]]
    distinct: bool
    where: list[tuple[str, str, str]]
    limit: str | None


Statement = CreateKeyspace | CreateTable | Ignored | Insert | Update | Delete | Select


@cache
def parse(text: str) -> Statement:
    """Understand a statement; raises ValueError for one that is not known here."""
    plain = " ".join(text.replace("%s", "?").split()).rstrip("; ")
    plain = re.sub(r" allow filtering$", "", plain, flags=re.IGNORECASE)
    for pattern, make in KNOWN.items():
        match = re.fullmatch(pattern, plain, flags=re.IGNORECASE)
        if match:
            return make(*match.groups())
    raise ValueError(f"the stand-in for Cassandra does not know this statement: {plain}")


def _create_table(name: str, definition: str) -> CreateTable:
    types: dict[str, str] = {}
    key: list[str] = []
    for part in split(definition.lower()):
        column, kind = part.split(" ", 1)
        if column == "primary":
            key = re.findall(r"\w+", kind.removeprefix("key"))
            continue
        if kind.endswith(" primary key"):
            kind = kind.removesuffix(" primary key")
            key = [column]
        types[column] = kind.replace(" ", "")
    return CreateTable(name.lower(), types, key)


def _insert(name: str, columns: str, values: str) -> Insert:
    return Insert(name.lower(), list(zip(split(columns.lower()), split(values), strict=True)))


def _update(name: str, changes: str, where: str) -> Update:
    values, added = [], set()
    for change in split(changes):
        column, value = (side.strip() for side in change.split("=", 1))
        if value.startswith(f"{column} + "):
            value = value.removeprefix(f"{column} + ")
            added.add(column)
        values.append((column, value))
    return Update(name.lower(), values, frozenset(added), _conditions(where))


def _select(distinct: str | None, columns: str, name: str, where: str | None, limit: str | None) -> Select:
    named = []
    for column in split(columns.lower()):
        source, _, alias = column.partition(" as ")
        named.append((source, alias or source))
    return Select(name.lower(), named, distinct is not None, _conditions(where), limit)


def _conditions(where: str | None) -> list[tuple[str, str, str]]:
    found = []
    for condition in re.split(r" and ", where, flags=re.IGNORECASE) if where else ():
        match = re.fullmatch(rf"(\w+) ?(=|contains) ?{VALUE}", condition.strip(), flags=re.IGNORECASE)
        if match is None:
            raise ValueError(f"the stand-in for Cassandra does not know this condition: {condition}")
        found.append((match[1].lower(), match[2].lower(), match[3]))
    return found


KNOWN: dict[str, Callable[..., Statement]] = {
    rf"create keyspace if not exists {NAME} with .*": lambda name: CreateKeyspace(name.lower()),
    rf"create table if not exists {NAME} ?\((.*?)\)(?: with .*)?": _create_table,
    r"create index .*": Ignored,
    rf"insert into {NAME} ?\((.*?)\) values ?\((.*)\)": _insert,
    rf"update {NAME} set (.*) where (.*)": _update,
    rf"delete from {NAME} where (.*)": lambda name, where: Delete(name.lower(), _conditions(where)),
    rf"select (distinct )?(.*?) from {NAME}(?: where (.*?))?(?: limit (\?|\d+))?": _select,
}
