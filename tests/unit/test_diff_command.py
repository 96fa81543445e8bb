"""`gatewright diff`: trees, revisions of git, formats, exit codes, and texts that mean harm."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from diff_samples import Edit, line, one, tree, write_tree
from typer.testing import CliRunner

from gatewright_codegen.cli import app
from gatewright_codegen.diff import Severity, compare, open_tree
from gatewright_codegen.diff.markdown import as_markdown, changelog
from gatewright_codegen.diff.reference import JSON, rules_page
from gatewright_codegen.diff.registry import all_rules
from gatewright_codegen.diff.report import as_json
from gatewright_codegen.diff.text import as_text
from gatewright_codegen.workspace import Workspace, gateways, generate

ROOT = Path(__file__).parents[2]

BREAKING = one("papers", "  file: {doc: File a paper., returns: {nothing: true}}\n", "")
DANGEROUS = one("gateway", "default: hall", "default: attic")
SAFE = one("papers", "doc: Why.}", "doc: Why.}, flame: {type: boolean}")
GONE = one(
    "gateway", "retired: {", "extensions: {SomeName: gatewright.extensions.nowhere.to_be_found}\nretired: {"
)
HALL = line("gateway.yaml", "default: hall")
DOCS = ("Read a thing.", "Count things.", "Drop a thing.")
PATCH = one("gateway", "release: 1.2.3", "release: 1.2.4")


def diff(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["diff", *map(str, arguments)])


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def pair(folder: Path, edit: Edit) -> tuple[Path, Path]:
    return write_tree(folder / "old/schema"), write_tree(folder / "new/schema", edit)


@pytest.mark.parametrize("name", gateways(ROOT / "schema"))
def test_nothing_changed_between_a_tree_and_itself(name: str) -> None:
    report = compare(open_tree(str(ROOT / "schema" / name)), open_tree(str(ROOT / "schema" / name)))

    assert report.findings == ()
    assert report.bump is None
    assert report.suggested == report.old.descriptor.gateway.release
    assert as_text(report).endswith("Nothing changed that concerns users.")
    assert "Nothing changed that concerns users." in changelog(report)
    assert "Nothing changed that concerns users." in as_markdown(report)


@pytest.mark.parametrize(
    ("edit", "bump", "suggested", "code"),
    [
        (BREAKING, "major", "2.0.0", {"breaking": 1, "dangerous": 1, "safe": 1}),
        (DANGEROUS, "minor", "1.3.0", {"breaking": 0, "dangerous": 1, "safe": 1}),
        (SAFE, "minor", "1.3.0", {"breaking": 0, "dangerous": 0, "safe": 1}),
        (PATCH, "patch", "1.2.4", {"breaking": 0, "dangerous": 0, "safe": 1}),
        ((), None, "1.2.3", {"breaking": 0, "dangerous": 0, "safe": 0}),
    ],
)
def test_versions_and_exit_codes(
    edit: Edit, bump: str | None, suggested: str, code: dict[str, int], tmp_path: Path
) -> None:
    old, new = pair(tmp_path, edit)

    done = diff(old, new, "--format", "json")

    assert done.exit_code == 0
    said = json.loads(done.output)
    assert (said["bump"], said["suggested"]) == (bump, suggested)
    for word, expected in code.items():
        assert diff(old, new, "--fail-on", word).exit_code == expected, word


def test_the_text_says_where_what_and_what_to_do(tmp_path: Path) -> None:
    old, new = pair(tmp_path, (*BREAKING, *DANGEROUS))

    lines = diff(old, new).output.splitlines()

    assert lines[0] == f"old: {old} (Shop 1.2.3)"
    assert "BREAKING: code or clients fail (1)" in lines
    assert "      papers.file  was at services/papers.yaml:5" in lines
    assert "    To do: Take out calls of `Papers.file()`." in lines
    assert "    [operation-removed; wire and python]" in lines
    assert f"      gateway scopes.room  gateway.yaml:{HALL}" in lines
    assert lines[-2] == "2 findings: 1 breaking, 1 dangerous, 0 safe."
    assert (
        lines[-1]
        == "Version: major, so after 1.2.3 at least 2.0.0; the new tree says 1.2.3, which is too low."
    )


def test_one_side_alone(tmp_path: Path) -> None:
    old, new = pair(tmp_path, (*one("gateway", "path: /ws", "path: /wss"), *DANGEROUS))

    wire = json.loads(diff(old, new, "--only", "wire", "--format", "json").output)
    python = json.loads(diff(old, new, "--only", "python", "--format", "json").output)

    assert [finding["rule"] for finding in wire["findings"]] == ["socket-path-changed"]
    assert [finding["rule"] for finding in python["findings"]] == ["scope-default-changed"]
    assert (wire["bump"], python["bump"]) == ("major", "minor")
    assert (
        "Only what an old client meets at the new gateway (wire)." in diff(old, new, "--only", "wire").output
    )


def test_a_side_has_a_severity_of_its_own(tmp_path: Path) -> None:
    edit = one("papers", ", reason: {type: string, doc: Why.}", "")
    old, new = tree(tmp_path / "old/schema"), tree(tmp_path / "new/schema", edit)

    severities = [compare(old, new, only).findings[0].severity for only in (None, "wire", "python")]

    assert severities == [Severity.BREAKING, Severity.DANGEROUS, Severity.BREAKING]


def test_a_change_that_repeats_is_one_finding(tmp_path: Path) -> None:
    more = [
        ("things", f"doc: {doc}\n", f"doc: {doc}\n    known_defect: [{{release: '1', doc: It is slow.}}]\n")
        for doc in DOCS
    ]
    report = compare(tree(tmp_path / "old/schema"), tree(tmp_path / "new/schema", tuple(more)))

    (finding,) = report.findings

    assert [place.dotted for place in finding.places] == ["things.read", "things.count", "things.drop"]
    lines = [line("services/things.yaml", f"doc: {doc}\n") + 1 for doc in DOCS]
    # Each edit moves what follows it.
    expected = [f"things.yaml:{number + moved}" for moved, number in enumerate(lines)]
    assert [place.new.rpartition("/")[2] for place in finding.places] == expected


def test_many_places_are_named_but_not_all_laid_out(tmp_path: Path) -> None:
    fields = "".join(f"      more{number}: {{type: string}}\n" for number in range(12))
    total = "      total: {type: integer, default: 0, description: How many.}\n"
    edit = one("all", total, total + fields)
    report = compare(tree(tmp_path / "old/schema"), tree(tmp_path / "new/schema", edit))

    text = as_text(report)

    assert text.count("new at") == 6
    assert "and 6 more: Listing.more6, Listing.more7" in text


def test_places_in_both_trees(tmp_path: Path) -> None:
    edit = (*one("gateway", "doc: A gateway that exists only in tests.\n", ""), *DANGEROUS)
    report = compare(tree(tmp_path / "old/schema"), tree(tmp_path / "new/schema", edit))

    (finding,) = report.findings
    (place,) = finding.places

    assert place.old == f"schema/shop/gateway.yaml:{HALL}"
    assert place.new == f"schema/shop/gateway.yaml:{HALL - 1}"
    assert f"gateway.yaml:{HALL} → :{HALL - 1}" in as_text(report)


def test_json_is_as_documented(tmp_path: Path) -> None:
    old, new = pair(tmp_path, (*BREAKING, *SAFE, *DANGEROUS))
    said = json.loads(diff(old, new, "--format", "json").output)

    documented = set(re.findall(r"`([a-z_.\[\]]+)`", JSON))
    assert said.keys() <= documented
    assert {f"findings[].{key}" for key in said["findings"][0]} <= documented | {"findings[].places"}
    assert said["findings"][0]["places"][0].keys() == {"place", "name", "old", "new", "note"}
    assert said["summary"] == {"breaking": 1, "dangerous": 1, "safe": 1}
    assert said["old"] == {"tree": str(old), "gateway": "shop", "release": "1.2.3"}
    assert said["findings"][0]["places"][0]["old"] == {"file": "schema/shop/services/papers.yaml", "line": 5}
    assert said["findings"][0]["places"][0]["new"] is None


def test_markdown_and_changelog(tmp_path: Path) -> None:
    old, new = pair(tmp_path, (*BREAKING, *SAFE, *DANGEROUS))

    page = diff(old, new, "--format", "markdown").output
    section = diff(old, new, "--changelog").output

    assert "**The operation is gone.** `operation-removed` (wire: breaking, python: breaking)" in page
    assert "| `papers.file` | `was at services/papers.yaml:5` |  |" in page
    assert section.splitlines()[0] == "## [2.0.0] - Unreleased"
    headings = [line for line in section.splitlines() if line.startswith("### ")]
    assert headings == ["### Removed", "### Changed", "### Added"]
    assert (
        "- **Breaking:** The operation is gone: `Papers.file()`. Take out calls of `Papers.file()`."
        in section
    )


def test_a_renamed_operation_is_one_finding_that_says_so(tmp_path: Path) -> None:
    edit = (
        ("papers", "  burn:\n    doc: Burn a paper.", "  destroy:\n    doc: Destroy a paper."),
        ("papers", "doc: Why.}", "doc: Why.}, flame: {type: boolean}"),
    )
    report = compare(tree(tmp_path / "old/schema"), tree(tmp_path / "new/schema", edit))

    assert [finding.rule for finding in report.findings] == ["operation-renamed", "field-optional-added"]
    assert report.findings[0].message == "`burn` is called `destroy` now."
    assert report.findings[0].advice == "Call `destroy()` instead of `burn()`."


def test_operations_that_are_not_alike_are_not_taken_for_one(tmp_path: Path) -> None:
    edit = (
        ("papers", "  burn:\n    doc: Burn a paper.", "  weigh:\n    doc: Weigh.\n    rest: {path: /weigh}"),
        (
            "papers",
            "paper: {type: string, required: true, doc: Which.}, reason: {type: string",
            "scales: {type: string",
        ),
    )
    report = compare(tree(tmp_path / "old/schema"), tree(tmp_path / "new/schema", edit))

    assert {finding.rule for finding in report.findings} == {"operation-removed", "operation-added"}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    shop = write_tree(folder / "schema")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "first")
    git(folder, "tag", "v1")
    shutil.rmtree(shop)
    write_tree(folder / "schema", BREAKING)
    return folder


def test_revisions_of_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = repository / "schema/shop"
    monkeypatch.chdir(repository)
    for arguments in ((f"{shop}@v1", shop), (shop, "--since", "v1"), ("schema/shop@HEAD", "schema/shop")):
        done = diff(*arguments, "--format", "json")
        assert done.exit_code == 0, done.output
        (finding,) = json.loads(done.output)["findings"]
        assert finding["rule"] == "operation-removed"
        assert finding["places"][0]["old"] == {"file": "schema/shop/services/papers.yaml", "line": 5}
    assert "old: schema/shop@v1 (Shop 1.2.3)" in diff("schema/shop", "--since", "v1").output


def test_an_earlier_tree_may_name_modules_that_are_gone(repository: Path) -> None:
    shop = write_tree(repository / "schema", GONE)
    assert "there is no module" in diff(shop, shop).output
    git(repository, "commit", "--quiet", "-a", "-m", "second")
    write_tree(repository / "schema")

    done = diff(shop, "--since", "HEAD")

    assert done.exit_code == 0, done.output
    assert "SomeName  was at gateway.yaml" in done.output


def test_a_tree_that_is_gone_can_still_be_read_from_git(repository: Path) -> None:
    kept = repository / "kept"
    shutil.move(repository / "schema", kept)

    done = diff(f"{repository}/schema/shop@v1", kept / "shop")

    assert "operation-removed" in done.output


def test_what_cannot_be_compared_is_said(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, outside = repository / "schema/shop", write_tree(tmp_path / "outside")
    broken = write_tree(tmp_path / "broken", one("gateway", "class: Papers", "class: papers"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for arguments, said in (
        ((shop,), "give two trees, or one and --since REVISION"),
        ((shop, shop, "--since", "v1"), "--since compares one tree with itself"),
        ((shop, repository / "schema"), "it has no gateway.yaml"),
        ((shop, "--since", "v9"), "there is no revision 'v9'"),
        ((shop, "--since", "--output=x"), "there is no revision '--output=x'"),
        ((f"{shop}@", shop), "names no revision"),
        ((f"{repository}/schema/other@v1", shop), "is no descriptor tree at v1"),
        ((outside, "--since", "v1"), "is in no repository of git"),
        ((shop, broken), f"gateway.yaml:{line('gateway.yaml', 'class: Papers')}"),
    ):
        done = diff(*arguments)
        assert (done.exit_code, said in done.output) == (2, True), done.output


def test_without_git_there_are_no_revisions(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    done = diff(repository / "schema/shop", "--since", "v1")

    assert done.exit_code == 2
    assert "a revision can be read only where git is installed" in done.output


def test_a_bad_choice_is_a_usage_error(tmp_path: Path) -> None:
    old, new = pair(tmp_path, ())
    assert diff(old, new, "--format", "yaml").exit_code == 2
    assert diff(old, new, "--fail-on", "everything").exit_code == 2


HOSTILE = (
    r"\e[31mred\a <script>alert(1)</script> [link](http://evil.example) `tick` | pipe\n"
    r"# heading\n**bold**\u202e"
)


def test_hostile_texts_come_out_inert(tmp_path: Path) -> None:
    edit = (
        ("things", '"1.2", doc: It mumbles.', f'"1.2", doc: "{HOSTILE}"'),
        ("things", "mode: quick}", f'mode: "{HOSTILE}"}}'),
        ("things", "default: 3, doc: How big.", "default: 4, doc: How big."),
        ("gateway", "title: Shop", f'title: "{HOSTILE}"'),
        ("gateway", "look elsewhere", f'"{HOSTILE}"'),
        ("gateway", "type: busy, raise", f'type: "{HOSTILE}", raise'),
        ("all", "[red, blue]", f'[red, blue, "{HOSTILE}"]'),
    )
    report = compare(tree(tmp_path / "old/schema"), tree(tmp_path / "new/schema", edit))

    assert len(report.findings) > 6
    for text in (as_text(report), as_markdown(report), changelog(report), json.dumps(as_json(report))):
        assert all(character.isprintable() or character == "\n" for character in text)
        assert not re.search(r"^\s*# heading", text, re.MULTILINE)
    for text in (as_markdown(report), changelog(report)):
        # Spans of code show what they hold; everything else must be escaped.
        outside = re.sub(r"`[^`\n]*`", "", text)
        assert "<script" not in outside
        assert not re.search(r"(?<!\\)\[link", outside)
        assert "http://" not in outside
        assert "\\*\\*bold" in outside
    assert all(line.count("|") == 4 for line in as_markdown(report).splitlines() if line.startswith("| "))


def test_the_page_of_rules_tells_every_rule_and_is_up_to_date() -> None:
    page = rules_page()

    told = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    assert [rule.id for rule in all_rules()] == [
        name for name in told if name in {rule.id for rule in all_rules()}
    ]
    assert (ROOT / "docs/rules.md").read_text(encoding="utf-8") == page


def test_a_stale_page_of_rules_is_found_and_written_anew(tmp_path: Path) -> None:
    work = Workspace(write_tree(tmp_path / "schema").parent, tmp_path / "generated")
    generate(work, "shop")
    assert not work.rules.exists()
    work.rules.parent.mkdir()
    work.rules.write_text("old\n", encoding="utf-8")
    folders = ["--schema", str(work.schema), "--out", str(work.out)]

    assert "docs/rules.md" in CliRunner().invoke(app, ["check", *folders]).output
    CliRunner().invoke(app, ["generate", *folders])

    assert work.rules.read_text(encoding="utf-8") == rules_page()
    assert CliRunner().invoke(app, ["check", *folders]).exit_code == 0
