"""Files of items: what is written comes back, in every format that can hold it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatewright import files, shapes
from gatewright.errors import ConfigurationError, InvalidItem
from gatewright.rdf import BlankNode, Literal, Triple, Uri
from gatewright.transfer import Unreadable


@dataclass(slots=True)
class Found:
    """A record with a field of each sort."""

    entity: Uri | BlankNode | Literal | Triple | None = None
    vector: list[float] | None = None
    text: str | None = None
    kinds: list[str] = field(default_factory=list[str])
    more: dict[str, Any] = field(default_factory=dict[str, Any])


FOUND = shapes.Shape(
    Found,
    (
        ("entity", "the-entity", shapes.text, shapes.MUST),
        ("vector", "vector", shapes.vector, shapes.MUST),
        ("text", "text", shapes.text, ""),
        ("kinds", "kinds", shapes.array, []),
        ("more", "more", shapes.mapping, {}),
    ),
)
RDF_ONLY = ("ntriples", "nquads", "turtle", "trig")
TABLES = ("csv", "parquet", "arrow", "arrow-stream")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
uris = st.builds(Uri, st.from_regex(r"http://[a-z]{1,5}/[a-zé]{0,4}", fullmatch=True))
blanks = st.builds(BlankNode, st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True))
literals = st.one_of(
    st.builds(Literal, texts),
    st.builds(Literal, texts, uris.map(str)),
    st.builds(Literal, texts, st.none(), st.sampled_from(["en", "de-at"])),
)
simple = st.builds(Triple, uris | blanks, uris, uris | blanks | literals, st.none())
quoting = st.builds(Triple, uris | blanks, uris, uris | blanks | literals | simple, st.none())
in_graphs = st.builds(lambda triple, g: triple._replace(g=g), quoting, st.none() | uris.map(str))
anything = st.builds(
    lambda triple, s: triple if s is None else triple._replace(s=s), in_graphs, st.none() | simple | literals
)


def written(items: list[Any], kind: files.Kind, format: Any) -> bytes:
    file = io.BytesIO()
    assert files.write_items(items, file, kind, format) == len(items)
    return file.getvalue()


def read(data: bytes, kind: files.Kind, format: Any = "auto") -> list[Any]:
    return list(files.open_items(io.BytesIO(data), kind, format))


@pytest.mark.parametrize("format", ["ntriples", "turtle"])
@settings(max_examples=30, deadline=None)
@given(items=st.lists(quoting, max_size=8))
def test_triples_survive_the_formats_of_rdf_without_graphs(format: str, items: list[Triple]) -> None:
    assert read(written(items, Triple, format), Triple, format) == items


@pytest.mark.parametrize("format", ["nquads", "trig"])
@settings(max_examples=30, deadline=None)
@given(items=st.lists(in_graphs, max_size=8))
def test_triples_survive_the_formats_of_rdf_with_graphs(format: str, items: list[Triple]) -> None:
    assert read(written(items, Triple, format), Triple, format) == items


@pytest.mark.parametrize("format", ["jsonl", *TABLES])
@settings(max_examples=30, deadline=None)
@given(items=st.lists(anything, max_size=8))
def test_triples_of_any_sort_survive_lines_and_tables(format: str, items: list[Triple]) -> None:
    again = read(written(items, Triple, format), Triple, format)
    assert again == items
    assert [type(item.o) for item in again] == [type(item.o) for item in items]


records = st.builds(
    Found,
    uris | blanks | literals | simple,
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=4),
    texts,
    st.lists(texts, max_size=2),
    st.dictionaries(texts, st.integers(-9, 9) | texts, max_size=2),
)


@pytest.mark.parametrize("kind", [FOUND, Found])
@pytest.mark.parametrize("format", ["jsonl", *TABLES])
@settings(max_examples=25, deadline=None)
@given(items=st.lists(records, max_size=6))
def test_records_survive_lines_and_tables(format: str, kind: files.Kind, items: list[Found]) -> None:
    made = [Found(**each) for each in read(written(items, kind, format), kind, format)]
    for each in made:
        each.vector = None if each.vector is None else list(map(float, each.vector))
        if type(each.entity) is str:
            each.entity = Uri(each.entity)
    assert made == items


@pytest.mark.parametrize("format", ["jsonl", *TABLES])
@settings(max_examples=25, deadline=None)
@given(
    items=st.lists(st.fixed_dictionaries({"name": texts, "a,b\n": texts}), min_size=1, max_size=6),
)
def test_objects_survive_lines_and_tables(format: str, items: list[dict[str, Any]]) -> None:
    assert read(written(items, None, format), None, format) == items


def test_a_table_of_one_empty_cell_has_a_row() -> None:
    assert read(written([{"name": ""}, {"name": "b"}], dict, "csv"), dict, "csv") == [
        {"name": ""},
        {"name": "b"},
    ]


def test_numbers_survive_as_json_has_them() -> None:
    items = [{"n": 1, "x": 1.5, "yes": True, "list": [1, 2], "none": None}]
    assert read(written(items, dict, "jsonl"), dict) == items
    assert read(written(items, dict, "parquet"), dict) == items
    assert read(written(items, dict, "csv"), dict) == [
        {"n": "1", "x": "1.5", "yes": "true", "list": "[1,2]", "none": ""}
    ]


@pytest.mark.parametrize("format", ["parquet", "arrow"])
def test_vectors_keep_their_precision(format: Any) -> None:
    vectors = [numpy.array([0.1, 2.5], "f4"), numpy.array([0.7], "f4")]
    items = [(Uri("http://a"), vector) for vector in vectors]
    again = [each["vector"] for each in read(written(items, FOUND, format), FOUND)]
    assert [each.dtype for each in again] == [numpy.float32] * 2
    assert [each.tolist() for each in again] == [each.tolist() for each in vectors]


def test_vectors_of_tables_may_be_missing_large_fixed_or_slices() -> None:
    for kind in (pyarrow.list_(pyarrow.float64(), 2), pyarrow.large_list(pyarrow.float32())):
        vectors: Any = pyarrow.array([[9, 9], None, [3, 4], None], kind)
        table = pyarrow.table({"the-entity": list("abcd"), "vector": vectors}).slice(1)
        file = io.BytesIO()
        with pyarrow.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        vectors = [each["vector"] for each in read(file.getvalue(), FOUND)]
        assert [None if each is None else each.tolist() for each in vectors] == [None, [3, 4], None]


def test_a_plain_text_in_json_is_an_iri_and_as_object_a_literal() -> None:
    lines = b"""
        {"s": "http://a", "p": "http://b", "o": "http://c"}
        ["_:x", "http://b", {"type": "uri", "value": "http://c"}, "http://g"]
        {"subject": "http://a", "predicate": "http://b", "object": {"t": "l", "v": "wire"}}
    """
    first, second, third = read(lines, Triple, "jsonl")
    assert first == Triple(Uri("http://a"), Uri("http://b"), Literal("http://c"))
    assert second == Triple(BlankNode("x"), Uri("http://b"), Uri("http://c"), "http://g")
    assert third.o == {"t": "l", "v": "wire"}
    assert [type(first.o), type(second.o)] == [Literal, Uri]


def test_tables_of_triples_need_three_columns_by_either_name() -> None:
    assert read(b"subject,predicate,object\nhttp://a,http://b,text\n", Triple) == [
        Triple(Uri("http://a"), Uri("http://b"), Literal("text"))
    ]
    with pytest.raises(ConfigurationError, match="no column p, only s, o"):
        read(b"s,o\na,b\n", Triple, "csv")
    with pytest.raises(ConfigurationError, match="no column vector, only the-entity, vektor"):
        read(b"the-entity,vektor\na,b\n", FOUND, "csv")
    with pytest.raises(ConfigurationError, match="several columns a"):
        read(b"a,a\n1,2\n", None, "csv")


@pytest.mark.parametrize(
    ("format", "item", "said"),
    [
        ("ntriples", Triple("http://a", "http://b", "c", "http://g"), "ntriples has no place for a graph"),
        ("turtle", Triple("http://a", "http://b", "c", "http://g"), "turtle has no place for a graph"),
        (
            "nquads",
            Triple(Triple("http://a", "http://b", "c"), "http://b", "c"),
            "s: .* a quoted triple here",
        ),
        ("trig", Triple("http://a", BlankNode("b"), "c"), "p: .* a blank node here"),
        ("nquads", Triple(Literal("a"), "http://b", "c"), "s: .* a literal here"),
        ("ntriples", Triple("a b", "http://b", "c"), "s: 'a b' cannot be written"),
        ("ntriples", ("http://a", "http://b"), "tuple is not a triple"),
        ("csv", Triple("http://a", "http://b", 7), "o: int is not"),
        ("jsonl", Triple("http://a", "http://b", Triple("a:", "b:", "c", "http://g")), "has no graph"),
    ],
)
def test_what_a_format_cannot_hold_is_refused_and_nothing_before_it_is_lost(
    tmp_path: Path, format: Any, item: Any, said: str
) -> None:
    good = Triple(Uri("http://a"), Uri("http://b"), Literal("c"))
    with pytest.raises(InvalidItem, match=said) as caught:
        files.write_items([good, good, item, good], tmp_path / "out", Triple, format)
    assert caught.value.index == 2
    assert not (tmp_path / "out").exists()
    assert caught.value.__notes__ == [f"2 items until then are in {tmp_path / 'out.part'}"]
    assert list(files.open_items(tmp_path / "out.part", Triple, format)) == [good, good]


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_field_that_comes_up_late_is_refused_rather_than_left_out(tmp_path: Path, format: Any) -> None:
    with files.Writer(tmp_path / "out", None, format) as writer:
        writer.write([{"a": "1"}, {"b": "2"}])
        with pytest.raises(InvalidItem, match=r"item 3: c: .* no column"):
            writer.write([{"a": "3"}, {"c": "4"}])
    assert [each.get("a") or each["b"] for each in files.open_items(tmp_path / "out", None, format)] == [
        "1",
        "2",
        "3",
    ]


def test_a_file_has_its_name_only_when_it_is_complete(tmp_path: Path) -> None:
    with files.Writer(tmp_path / "out.nt", Triple) as writer:
        writer.write([Triple("http://a", "http://b", "c")])
        assert [each.name for each in tmp_path.iterdir()] == ["out.nt.part"]
    assert [each.name for each in tmp_path.iterdir()] == ["out.nt"]
    writer.close()


def test_of_items_that_break_off_those_before_are_kept_and_an_empty_part_is_not(tmp_path: Path) -> None:
    def items(count: int) -> Any:
        yield from [Triple("http://a", "http://b", "c")] * count
        raise KeyboardInterrupt

    formats: dict[str, Any] = {"out.nt.gz": "ntriples", "out.parquet": "parquet", "out.jsonl": "jsonl"}
    for name, format in formats.items():
        with pytest.raises(KeyboardInterrupt):
            files.write_items(items(1500), tmp_path / name, Triple)
        assert [each.name for each in tmp_path.iterdir()] == [f"{name}.part"]
        part = tmp_path / f"{name}.part"
        assert len(list(files.open_items(part, Triple, format))) == 1500
        part.unlink()
        with pytest.raises(KeyboardInterrupt):
            files.write_items(items(0), tmp_path / name, Triple)
        assert list(tmp_path.iterdir()) == []


async def test_asynchronous_items_are_written_and_read_alike(tmp_path: Path) -> None:
    triples = [Triple(Uri("http://a"), Uri("http://b"), Literal(str(number))) for number in range(2500)]

    async def items() -> AsyncIterator[Triple]:
        for triple in triples:
            yield triple

    assert await files.write_items_async(items(), tmp_path / "out.nq", Triple) == 2500
    with files.open_items(tmp_path / "out.nq", Triple) as again:
        assert [item async for item in again] == triples


def test_tables_in_memory_come_of_any_items() -> None:
    triples = [
        Triple("http://a", "http://b", Literal("c", None, "en")),
        Triple("http://a", "http://b", Uri("http://c"), "http://g"),
    ]
    assert files.to_arrow(iter(triples)).to_pylist()[0] == {
        "s": "http://a",
        "p": "http://b",
        "o": "c",
        "o_type": "literal",
        "o_datatype": None,
        "o_language": "en",
        "g": None,
    }
    frame = files.to_pandas(triples)
    assert list(frame["o_type"]) == ["literal", "uri"]
    frame = files.to_pandas([Found(Uri("http://a"), [1.0, 2.0], "t")] * 1500)
    assert len(frame) == 1500
    assert list(frame["vector"][0]) == [1.0, 2.0]
    assert files.to_arrow([{"a": 1}, {"a": 2}]).to_pydict() == {"a": [1, 2]}
    assert files.to_arrow([], Triple).num_rows == 0
    assert files.to_arrow([]).num_columns == 0


def test_kinds_and_formats_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    calls: list[tuple[Any, str]] = [
        (lambda: files.open_items(io.BytesIO(), "triples"), "no kind of items"),
        (lambda: files.open_items(io.BytesIO(), None, "xml"), "none of auto, ntriples"),
        (lambda: files.open_items(io.BytesIO(), FOUND, "turtle"), "turtle holds triples, and no Found"),
        (lambda: files.open_items(io.BytesIO(b"what is this"), None), "neither name nor content"),
        (lambda: files.open_items(io.StringIO(""), None), "open for bytes"),
        (lambda: files.Writer(tmp_path / "a.rdf", Triple), "cannot be written piece by piece"),
        (lambda: files.Writer(tmp_path / "a", Triple), "say it: format="),
        (lambda: files.Writer(tmp_path / "a.nt", FOUND), "ntriples holds triples"),
    ]
    for call, said in calls:
        with pytest.raises(ConfigurationError, match=said):
            call()
    assert list(tmp_path.iterdir()) == []


def test_an_item_that_is_no_record_is_refused() -> None:
    with pytest.raises(InvalidItem, match="Found, a mapping or a tuple, not int"):
        written([7], FOUND, "jsonl")
    with pytest.raises(InvalidItem, match="int cannot be sent"):
        written([7], None, "csv")


def test_unreadable_items_say_where_they_are() -> None:
    def bad(data: bytes, kind: files.Kind, format: Any) -> list[Any]:
        return [each.reason if isinstance(each, Unreadable) else "" for each in read(data, kind, format)]

    assert bad(b'{"a": 1}\n{"a": \n\n[1]\n{"a": 2}', None, "jsonl")[::3] == ["", ""]
    assert [each[:7] for each in bad(b'{"a": 1}\n{"a": \n\n[1]\n{"a": 2}', None, "jsonl")[1:3]] == [
        "file:2:",
        "file:4:",
    ]
    rows = b'the-entity,vector\nhttp://a,"[1, 2]"\nhttp://b\nhttp://c,[1\n{},[1]\nhttp://\xff,[1]\n"http://d\nx",[1]\n'
    reasons = bad(rows, FOUND, "csv")
    assert [reasons[0], reasons[5]] == ["", ""]
    assert reasons[1] == "file:3: 1 cells, where the header has 2"
    assert reasons[2].startswith("file:4: vector: ")
    assert reasons[3] == "file:5: the-entity is missing"
    assert reasons[4] == "file:6: this is no UTF-8"
    assert bad(b"s,p,o,o_type\na:,b:,c,thing\n,b:,c,uri\n", Triple, "csv") == [
        "file:2: o_type: 'thing' is none of uri, bnode, literal, triple",
        "file:3: s is missing",
    ]
    table = pyarrow.table({"s": ["a:", None], "p": ["b:", "b:"], "o": ["c", "c"]})
    file = io.BytesIO()
    with pyarrow.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)
    assert bad(file.getvalue(), Triple, "arrow-stream") == ["", "file: row 2: s is missing"]


def test_a_bad_line_of_n_triples_spoils_no_other() -> None:
    lines = [f'<http://a> <http://b> "{number}" .' for number in range(7)]
    lines[1] = '<http://a> <http://b> "open .'
    lines[3] = '<http://a b> <http://b> "x" .'
    lines[5] = '<http://a> <http://b> "x"@en--rtl .'
    data = "\n".join(lines).encode().replace(b'"4"', b'"\xff"')
    items = read(data, Triple, "ntriples")
    assert [None if isinstance(item, Unreadable) else str(item.o) for item in items] == [
        *("0", None, "2", None, None, None, "6"),
    ]
    reasons = [item.reason for item in items if isinstance(item, Unreadable)]
    assert [reason[:7] for reason in reasons] == ["file:2:", "file:4:", "file:5:", "file:6:"]
    assert [reason.count("line") for reason in reasons[1:]] == [0, 0, 0]
