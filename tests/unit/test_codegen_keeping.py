"""What the generator refuses of the words for what a local gateway keeps, each with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from codegen_samples import problems
from shelves import FILES

GATEWAY = [
    ("operation: shops.open", "operation: shops.close", "there is no operation 'shops.close'"),
    ("name: first, price: 1", "name: $first, price: 1", "there is no value $first"),
    (
        "things: {key: [shelf, name], order: [shelf, name]}",
        "things: {key: [shelf, name], order: [size]}",
        "'size'",
    ),
    ("    shop:\n      exists", "    town:\n      exists", "there is no scope 'town'"),
    ("store: shops\n", "store: towns\n", "no operation adds to the store 'towns'"),
    ("by: {name: $shop}", "by: {number: $shop}", "give a template for each of name"),
    ("by: {name: $shop}", "by: {name: $town}", "there is no value $town; known here: $shop"),
    ("offers: offers", "offers: sells", "what `exists` names has no field 'sells'"),
    ("    pieces: {key: [number]}\n", "", "say the `key`, here or under `local.stores`"),
    (
        "things: {key: [shelf, name],",
        "things: {key: [shelf, size],",
        "give a template for each of shelf, size",
    ),
]
THINGS = [
    ("      each: things\n", "      each: stuff\n", "the request has no 'stuff'"),
    ("note: $note", "note: $hint", "there is no value $hint"),
    ("note: $note", 'note: "see $hint"', "there is no value $hint"),
    ("{of: $each.name}", "{of: $any.name}", "there is no value $any"),
    ("defaults: {price: 0", "defaults: {price: $cost", "there is no value $cost"),
    (
        "absent: {shelf: $shelf, name: $name",
        "absent: {shelf: $place, name: $name",
        "there is no value $place",
    ),
    ('on: "${shelf}/$name"', 'on: "${place}/$name"', "there is no value $place"),
    ("      within: found\n", "      within: found\n      total: of\n", "this goes with `does: list`"),
    ('where: {shelf: "$shelf?",', 'where: {place: "$shelf?",', "what is kept has no field 'place'"),
    ("      limit: most\n", "      limit: least\n", "the request has no 'least'"),
    ("      limit: most\n", "", "this goes with `limit`"),
    ("nested: [shelf, name]", "nested: [shelf, size]", "what is kept has no field 'size'"),
    ("item: $shelf, distinct", "item: $place, distinct", "there is no value $place"),
    ("      each: thing\n", "      each: by\n", None),
    ("      exists: {type: twice", "      missing: {type: twice", "`does: get`"),
    ("{name: $by}, missing", "{name: $who}, missing", "there is no value $who"),
    ("- {store: shops, by: {name: $by}", "- {store: towns, by: {name: $by}", "store 'towns'"),
    ("by: {shelf: a, name: $what}", "by: {shelf: a}", "give a template for each of shelf, name"),
    ("by: {shelf: a, name: $what}", "by: what", "the key has several fields; give a template for each"),
    ("by: {shelf: a, name: $what}", "by: {shelf: a, name: $which}", "there is no value $which"),
    ("by: {name: main}, named: owner", "by: {place: main}, named: owner", "give a template for each of name"),
    ("where: {shelf: $shelf}, counts: changes", "where: {shelf: $shelf}, absent: {}", "removes all that fit"),
    ("{import: pieces, message", "{import: parts, message", "there is no import 'parts'"),
    ("{number: $price, name: $name}", "{number: $cost, name: $name}", "there is no value $cost"),
    (
        "{store: things, does: list, item: $shelf",
        "{store: things, key: name, does: list, item: $shelf",
        "elsewhere",
    ),
    (
        "{store: things, does: list, item: $shelf",
        "{store: stuff, does: list, item: $shelf",
        "the store 'stuff'",
    ),
    ("does: remove\n      by:", "does: put\n      by:", "this goes with"),
]
PIECES = [
    ("fields: {number: $number, name", "fields: {number: $size, name", "there is no value $size"),
    ("      does: put\n", "      does: remove\n", "an import adds its items, or puts them"),
    ("      does: put\n", "      does: put\n      counts: all\n", "this is for operations"),
    (
        "    keeping:\n      store: pieces\n      does: put\n",
        "    lost: true\n    keeping:\n      store: pieces\n      does: put\n",
        "what is lost is not kept",
    ),
    (
        "    message: {pieces: $items}\n",
        "    message: {pieces: $items}\n    lost: true\n",
        "only imports are kept, or lost",
    ),
]


def mistakes() -> list[tuple[str, tuple[str, str, str | None]]]:
    tables = (("gateway", GATEWAY), ("things", THINGS), ("pieces", PIECES))
    return [(stem, mistake) for stem, table in tables for mistake in table]


def test_the_sample_is_sound(tmp_path: Path) -> None:
    assert problems(tmp_path, FILES) == []


@pytest.mark.parametrize(("stem", "mistake"), mistakes())
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, stem: str, mistake: tuple[str, str, str | None]
) -> None:
    old, new, message = mistake

    found = problems(tmp_path, FILES, **{stem: (old, new)})

    if message is None:
        assert found == []
        return
    assert any(message in problem for problem in found), found
    assert all(problem.startswith("schema/sample/") for problem in found)
