"""YAML as the generator reads it: plain data with positions, and nothing clever."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatewright_codegen.source import MAX_BYTES, MAX_DEPTH, DescriptorError, parse, read


def test_data_is_plain_and_knows_where_it_stands() -> None:
    source = parse("a: 1\nb:\n  - x: no\n    y: 2001-01-01\n  - 1.5\nc: ~\nd: true\n", "f.yaml")

    assert source.data == {"a": 1, "b": [{"x": "no", "y": "2001-01-01"}, 1.5], "c": None, "d": True}
    assert str(source.problem(("b", 0, "y"), "here")) == "f.yaml:4:8: here"
    assert str(source.problem(("b", 0, "y"), "here", at_key=True)) == "f.yaml:4:5: here"
    assert str(source.problem(("b", 1, "missing", "deeper"), "above")) == "f.yaml:5:5: above"
    assert str(source.problem((), "all of it")) == "f.yaml:1:1: all of it"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2", "f.yaml:2:1: the key 'a' is there twice"),
        ("a: {b: 1, b: 2}", "f.yaml:1:11: the key 'b' is there twice"),
        ("a: &x 1\nb: *x", "f.yaml:2:4: aliases are not allowed here"),
        (
            "a: !!python/object/apply:os.system [x]",
            "f.yaml:1:4: the tag tag:yaml.org,2002:python/object/apply",
        ),
        ("a: !!python/name:os.system ''", "f.yaml:1:4: the tag tag:yaml.org,2002:python/name"),
        ("a: !!set {x: ~}", "f.yaml:1:4: the tag tag:yaml.org,2002:set is not allowed here"),
        ("a: !include x", "f.yaml:1:4: the tag !include is not allowed here"),
        ("a: [", "f.yaml:1:5: no YAML: "),
        ("a:\tb: c", "f.yaml:1:3: no YAML: "),
        ("a: .inf", "f.yaml:1:4: '.inf' is no plain number"),
        ("a: 012", "f.yaml:1:4: '012' is no plain number"),
        ("1: 2", "f.yaml:1:1: a key must be text"),
        ("? [x]\n: y", "f.yaml:1:3: a key must be text"),
        ("a: b\n---\nc: d", "f.yaml:2:1: no YAML: "),
        ("", "f.yaml:1:1: the file is empty"),
        ("a: \x00", "f.yaml:1:"),
        ('a: "\\ud800"', "f.yaml:1:4: half a character"),
        ("[" * (MAX_DEPTH + 5), f"nested deeper than {MAX_DEPTH} levels"),
    ],
)
def test_what_has_no_business_in_a_descriptor_is_refused(text: str, message: str) -> None:
    with pytest.raises(DescriptorError) as caught:
        parse(text, "f.yaml")

    assert message in str(caught.value)


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    layers = ["l0: &l0 [x, x, x, x, x, x, x, x, x]"]
    layers += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30)]

    with pytest.raises(DescriptorError, match=r"f\.yaml:2:10: aliases are not allowed"):
        parse("\n".join(layers), "f.yaml")


def test_files_that_are_no_text_or_too_long_are_refused(tmp_path: Path) -> None:
    binary, long = tmp_path / "binary.yaml", tmp_path / "long.yaml"
    binary.write_bytes(b"a: b\nc: \xff\n")
    long.write_bytes(b"#" * (MAX_BYTES + 1))

    with pytest.raises(DescriptorError, match=r"binary.yaml:2:1: the file is not UTF-8 text"):
        read(binary, "binary.yaml")
    with pytest.raises(DescriptorError, match=r"long.yaml:1:1: the file is longer"):
        read(long, "long.yaml")
