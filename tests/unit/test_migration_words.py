"""migration.yaml: its words, what lint says of them, and the guide that is made of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from diff_samples import Edit, write_tree
from typer.testing import CliRunner

from gatewright_codegen import inert
from gatewright_codegen.cli import app
from gatewright_codegen.diff import BREAKING, SAFE, open_tree
from gatewright_codegen.migration import Guide, fenced, guide, inert_text
from gatewright_codegen.workspace import Workspace, client_files, generate, is_unchanged

# What changed from the shop to the newer one.
CHANGES: Edit = (
    ("gateway", "gateway: shop", "gateway: shop_two"),
    ("gateway", "release: 1.2.3", "release: 2.0.0"),
    ("gateway", "http://localhost:1/", "http://localhost:2/"),
    ("gateway", "at: [error]", "at: [fault]"),
    ("papers", "  file: {doc: File a paper., returns: {nothing: true}}\n", ""),
    ("papers", "doc: Why.}", "doc: Why.}, flame: {type: boolean, doc: Which one.}"),
    ("papers", "batch: 7", "batch: 9"),
    ("things", "also: [create]\n", "\n"),
)

WORDS = """\
since: shop
doc: Two is more than `one`.
sections:
  - title: Papers
    text: |
      They are not filed.

      - Burn them.
    findings:
      - {rule: operation-removed, at: "papers.*"}
      - {rule: field-optional-added}
    before: |
      from shop import Api

      print("`shop` ```")
    after: from shop_two import Api
  - title: Names
    text: The package.
    findings: [{rule: package-renamed}]
"""


@pytest.fixture
def work(tmp_path: Path) -> Workspace:
    write_tree(tmp_path / "schema")
    write_tree(tmp_path / "schema", CHANGES, "shop_two")
    return Workspace(tmp_path / "schema", tmp_path / "generated")


def say(work: Workspace, words: str) -> None:
    (work.schema / "shop_two/migration.yaml").write_text(words, encoding="utf-8")


def made(work: Workspace, words: str = WORDS) -> Guide:
    say(work, words)
    found = guide(work.schema, open_tree(str(work.schema / "shop_two")))
    assert found is not None
    return found


def run(work: Workspace, *arguments: str) -> Any:
    folders = ["--schema", str(work.schema)]
    if arguments[0] != "lint":
        folders += ["--out", str(work.out)]
    return CliRunner().invoke(app, [*arguments, *folders])


def lint(work: Workspace, words: str) -> list[str]:
    """What lint says of the words, without the summary."""
    say(work, words)
    result = run(work, "lint", "shop_two")
    assert result.exit_code == 1
    return [line for line in result.output.splitlines() if line.startswith("schema/")]


def test_without_the_file_there_is_no_guide(work: Workspace) -> None:
    files = client_files(work.schema, "shop_two")

    assert guide(work.schema, open_tree(str(work.schema / "shop_two"))) is None
    assert "shop_two/MIGRATING.md" not in files
    assert "MIGRATING" not in files["shop_two/README.md"]


def test_each_finding_is_in_one_place(work: Workspace) -> None:
    found = made(work)
    everywhere = [topic.items for topic in found.topics] + [found.others, found.look, found.wire]
    told = Counter((item.rule, item.message) for items in everywhere for item in items)

    assert set(told.values()) == {1}
    assert [[item.rule for item in topic.items] for topic in found.topics] == [
        ["operation-removed", "field-optional-added"],
        ["package-renamed"],
    ]
    assert [item.rule for item in found.others] == ["operation-alias-removed"]
    assert [item.rule for item in found.look] == ["default-address-changed"]
    assert [item.rule for item in found.wire] == ["error-place-changed"]
    severities = [item.severity for items in everywhere for item in items]
    assert severities.count(BREAKING) == found.breaking
    # Of those that ask nothing of anybody, one is told in a section; the others are counted.
    assert found.safe == found.quiet + len(found.news) + severities.count(SAFE)


def test_a_finding_that_two_sections_name_is_told_in_the_first(work: Workspace) -> None:
    both = WORDS.replace(
        "[{rule: package-renamed}]", '[{rule: package-renamed}, {rule: "operation-removed"}]'
    )
    papers = 'at: "papers.*"}\n'
    second = both.replace(papers, f"{papers}      - {{rule: package-renamed}}\n")

    assert lint(work, both) == [
        "schema/shop_two/migration.yaml:19:41: the section 'Papers' tells all of this already"
    ]
    assert len(lint(work, second)) == 2


def test_a_pattern_picks_findings_by_their_places(work: Workspace) -> None:
    one_place = WORDS.replace('at: "papers.*"', 'at: "papers.file"')
    assert made(work, one_place).topics[0].items[0].rule == "operation-removed"

    assert lint(work, WORDS.replace("papers.*", "things.*")) == [
        "schema/shop_two/migration.yaml:10:9: nothing that 'operation-removed' found is there"
    ]


PLACE = "schema/shop_two/migration.yaml"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("since: shop", "since: shed", "1:8: there is no other gateway 'shed'; known: shop"),
        ("since: shop", "since: shop_two", "1:8: there is no other gateway 'shop_two'; known: shop"),
        ("since: shop", "since: ../shop", "1:8: '../shop' does not fit the pattern ^[a-z][a-z0-9_]{0,39}$"),
        ("since: shop\n", "", "1:1: 'since' is missing"),
        ("doc: Two", "text: Two", "2:1: 'text' is not known here"),
        ("    text: The package.\n", "", "17:5: 'text' is missing"),
        ("title: Names", "heading: Names", "17:5: 'title' is missing"),
        ("title: Names", 'title: "Names\\nand more"', "17:12: 'Names\\nand more' does not fit the pattern"),
        (
            "package-renamed",
            "package-was-renamed",
            "there is no rule 'package-was-renamed'; docs/rules.md has",
        ),
        ("package-renamed", "export-removed", "19:16: nothing that 'export-removed' found is there"),
        ("import Api\n  - title", "import\n  - title", "4:5: `after` is no Python in its line 1: "),
        ('print("`shop` ```")', "print(", "4:5: `before` is no Python in its line 3: "),
        ("rule: package-renamed", "name: package-renamed", "'rule' is missing"),
    ],
)
def test_lint_says_where_a_word_is_wrong(work: Workspace, old: str, new: str, says: str) -> None:
    assert WORDS.count(old) == 1
    said = lint(work, WORDS.replace(old, new))

    assert any(says in line for line in said), said
    assert all(re.match(rf"{PLACE}:\d+:\d+: ", line) for line in said)


def test_a_tree_that_is_broken_cannot_be_compared(work: Workspace) -> None:
    things = work.schema / "shop/services/things.yaml"
    things.write_text(things.read_text(encoding="utf-8").replace("response: Thing\n", "response: Nothing\n"))

    (said,) = lint(work, WORDS)

    assert said.startswith(f"{PLACE}:1:8: 'shop' cannot be compared: schema/shop/services/things.yaml:")


def test_what_the_page_says(work: Workspace) -> None:
    say(work, WORDS)
    page = client_files(work.schema, "shop_two")["shop_two/MIGRATING.md"]

    assert page.startswith(
        "<!-- Generated from schema/shop_two/migration.yaml and what changed since schema/shop,"
    )
    assert "\n# From Shop 1.2.3 to 2.0.0\n" in page
    assert "\nTwo is more than `one`.\n" in page
    assert "`gatewright diff schema/shop schema/shop_two --only python`" in page
    assert (
        "\n## Papers\n\nThey are not filed.\n\n- Burn them.\n\nBefore, with `shop`:\n\n````python\n" in page
    )
    assert (
        'print("`shop` ```")\n````\n\nAfter, with `shop_two`:\n\n```python\nfrom shop_two import Api\n```\n'
        in page
    )
    assert (
        "- **Breaking:** The operation is gone. Take out calls of `Papers.file()`. (`operation-removed`)\n"
        in page
    )
    titles = re.findall("^## (.*)$", page, re.MULTILINE)
    assert titles == [
        "How to go on",
        "Papers",
        "Names",
        "Everything else that breaks",
        "To look at",
        "For those who speak the wire themselves",
    ]
    assert page.endswith(" of the report ask nothing of anybody.\n")
    assert "\n\n\n" not in page


def test_generating_and_checking_notice_what_the_guide_is_made_of(work: Workspace) -> None:
    say(work, WORDS)
    generate(work, "shop")
    assert "shop_two/MIGRATING.md" in generate(work, "shop_two")
    assert is_unchanged(work, "shop_two")
    assert run(work, "check").exit_code == 0

    old = work.schema / "shop/services/papers.yaml"
    old.write_text(
        old.read_text(encoding="utf-8").replace(
            "  burn:", "  shred: {doc: Shred a paper., returns: {nothing: true}}\n  burn:"
        )
    )
    assert not is_unchanged(work, "shop_two")
    assert generate(work, "shop_two") == ["shop_two/MIGRATING.md"]

    generate(work, "shop")
    say(work, WORDS.replace("They are not filed.", "They cannot be filed."))
    result = run(work, "check")
    assert result.exit_code == 1
    assert "+They cannot be filed.\n" in result.output
    assert "1 file differs" in result.output

    (work.schema / "shop_two/migration.yaml").unlink()
    assert set(generate(work, "shop_two")) == {"shop_two/README.md", "shop_two/MIGRATING.md"}
    assert not (work.out / "shop_two/MIGRATING.md").exists()


def test_the_schema_for_editors_has_the_words(work: Workspace) -> None:
    generate(work, "shop")
    schema = json.loads((work.schema / "migration.schema.json").read_text(encoding="utf-8"))

    assert schema["properties"].keys() == {"since", "doc", "sections"}
    assert schema["$defs"]["Section"]["required"] == ["title", "text"]
    assert "## migration.yaml\n" in (work.schema / "descriptor.md").read_text(encoding="utf-8")


HOSTILE = [
    "<script>alert(1)</script>",
    "[link](javascript:x)",
    "![picture](http://example.org/x.png)",
    "http://example.org and www.example.org and a@example.org",
    "# Heading",
    "~~~",
    "```\n<b>\n```",
    "a `code\n<b>` b",
    "[x]: http://example.org",
    "*bold* _it_ | cell",
    "first\x85<b>\u2028<i>\u202e",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_section_is_nothing_but_text(text: str) -> None:
    page = inert_text(text)
    outside = re.sub(r"(?<!\\)`[^`\n]*`", "", page).replace("&#8203;", "")

    assert not re.search(r"<[a-z/]", outside)
    assert not re.search(r"(?<!\\)[\[\]*_#~`|]", outside)
    # What looks like an address is taken apart by something that is not seen.
    assert "://" not in page
    assert "www." not in page
    assert page == inert.visible(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_snippet_stays_in_its_block(text: str) -> None:
    block = fenced(f"x = {text!r}\n'''{text}'''")
    fence, *lines, last = block.splitlines()

    assert fence == f"{last}python"
    assert set(last) == {"`"}
    assert not any(line.strip().startswith(last) for line in lines)
    assert block == inert.visible(block)


def test_other_markdown_stays() -> None:
    assert inert_text("One `a_b`.\n\n- two\n- `<three>`\n") == "One `a_b`.\n\n- two\n- `<three>`"


def test_words_of_the_guide_are_in_the_guide_only(work: Workspace) -> None:
    say(work, WORDS)
    before = client_files(work.schema, "shop_two")
    say(work, WORDS.replace("The package.", "It."))
    after = client_files(work.schema, "shop_two")

    assert {path for path in before if before[path] != after[path]} == {"shop_two/MIGRATING.md"}
