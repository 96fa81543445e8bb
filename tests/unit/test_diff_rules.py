"""`gatewright diff`: each rule finds its change and nothing else does, and leaves a similar one alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from diff_samples import BESIDE, FILES, SAMPLES, Edit, Sample, tree

from gatewright.descriptor import Strict
from gatewright_codegen import load
from gatewright_codegen.diff import Tree, compare
from gatewright_codegen.diff.registry import LAST, all_rules
from gatewright_codegen.diff.rule import Rule
from gatewright_codegen.source import Source, parse

RULES = {rule.id: rule for rule in all_rules()}
WHOLE = {**SAMPLES, **BESIDE}


@cache
def parsed(text: str, name: str) -> Source:
    return parse(text, name)


@pytest.fixture(autouse=True)
def parse_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most files of most trees are the same."""

    def read(path: Path, name: str) -> Source:
        return parsed(path.read_text(encoding="utf-8"), name)

    monkeypatch.setattr(load, "read", read)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return tree(tmp_path_factory.mktemp("base") / "schema")


def trees(base: Tree, folder: Path, sample: Sample) -> tuple[Tree, Tree]:
    """The two trees of a sample, in the order in which its rule finds something."""
    edit, swapped, name = sample.edit, sample.swapped, sample.name
    if isinstance(edit, str):
        mirrored = WHOLE[edit]
        assert not isinstance(mirrored.edit, str)
        edit, swapped = mirrored.edit, not mirrored.swapped
    after = tree(folder / "schema", edit, name)
    return (after, base) if swapped else (base, after)


def found(old: Tree, new: Tree) -> set[str]:
    return {finding.rule for finding in compare(old, new).findings}


def surface(made: Tree) -> Any:
    """All that code can name: signatures and public names."""
    package = made.package
    methods = [
        (module.module, class_.name, method.name, method.signature, method.also, method.decorator)
        for module in package.interfaces
        for class_ in module.classes
        for method in class_.methods
    ]
    own = [
        (module.module, method.name, method.signature)
        for module in package.interfaces
        for method in module.methods
    ]
    bulk = [(method.name, method.signature) for method in package.bulk]
    return methods, own, bulk, package.name, sorted(package.public), package.settings


def test_there_is_a_sample_for_every_rule_and_no_other() -> None:
    assert WHOLE.keys() == RULES.keys()
    assert len(RULES) > 190
    assert len(list(all_rules())) == len(RULES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_rule_finds_its_change_and_no_other_rule_does(name: str, base: Tree, tmp_path: Path) -> None:
    old, new = trees(base, tmp_path, SAMPLES[name])

    report = compare(old, new)

    assert {finding.rule for finding in report.findings} == {name}
    # Whatever code can see of a change is told as a change for code.
    if surface(old) != surface(new):
        assert RULES[name].python is not None


@pytest.mark.parametrize("name", BESIDE)
def test_a_rule_finds_its_change_among_others(name: str, base: Tree, tmp_path: Path) -> None:
    assert name in found(*trees(base, tmp_path, BESIDE[name]))


@pytest.mark.parametrize("name", WHOLE)
def test_a_rule_leaves_a_similar_change_alone(name: str, base: Tree, tmp_path: Path) -> None:
    harmless = WHOLE[name].harmless
    assert harmless

    assert name not in found(base, tree(tmp_path / "schema", harmless))


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_says_what_it_is_and_what_to_do(rule: Rule) -> None:
    assert rule.wire or rule.python
    assert rule.doc.endswith(".")
    assert rule.advice.endswith(".")
    assert rule.id == rule.id.lower().replace("_", "-")


KEEPALIVE: Edit = (("gateway", "  connections: 1\n", "  connections: 1\n  keepalive: false\n"),)


def test_a_word_that_no_rule_looks_at_is_told_all_the_same(base: Tree, tmp_path: Path) -> None:
    (finding,) = compare(base, tree(tmp_path / "schema", KEEPALIVE)).findings

    assert finding.rule == LAST.id
    assert finding.message == "`keepalive` changed from `true` to `false`."


def test_words_of_rules_are_words_of_the_language() -> None:
    from gatewright import descriptor

    known = {
        field.alias or key
        for model in vars(descriptor).values()
        if isinstance(model, type) and issubclass(model, Strict)
        for key, field in model.model_fields.items()
    }
    said = {word for rule in RULES.values() for words in rule.words for word in words.split(".")}
    assert len(said) > 80
    assert said <= known


def test_texts_and_examples_are_not_compared(base: Tree, tmp_path: Path) -> None:
    edit: Edit = (
        ("gateway", "title: Shop", "title: Shops"),
        ("gateway", "doc: A gateway that exists only in tests.", "doc: Another text."),
        (
            "things",
            "doc: Make a thing.",
            "doc: Make one.\n    example: {response: {name: x}}\n    long: true",
        ),
        ("all", "description: Its name.", "description: The name."),
    )
    assert found(base, tree(tmp_path / "schema", edit)) == set()


def test_every_file_of_the_sample_is_used() -> None:
    edited = {
        file for sample in WHOLE.values() if not isinstance(sample.edit, str) for file, _, _ in sample.edit
    }
    assert edited == {Path(path).stem for path in FILES}
