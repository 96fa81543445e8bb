"""The command: generating, checking, and noticing that there is nothing to do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from codegen_samples import write_sample
from typer.testing import CliRunner

from gatewright_codegen.check import differences
from gatewright_codegen.cli import app
from gatewright_codegen.workspace import Workspace, client_files, generate, is_unchanged


@pytest.fixture
def work(tmp_path: Path) -> Workspace:
    work = Workspace(write_sample(tmp_path), tmp_path / "generated")
    generate(work, "sample")
    return work


def run(work: Workspace, *arguments: str) -> Any:
    folders = ["--schema", str(work.schema)]
    if arguments[0] != "lint":
        folders += ["--out", str(work.out)]
    return CliRunner().invoke(app, [*arguments, *folders])


def test_the_same_descriptor_yields_the_same_bytes(work: Workspace) -> None:
    files = client_files(work.schema, "sample")

    assert files == client_files(work.schema, "sample")
    assert {path: (work.out / path).read_text(encoding="utf-8") for path in files} == files
    assert list(differences(work)) == []


def test_every_file_says_where_it_comes_from(work: Workspace) -> None:
    files = client_files(work.schema, "sample")

    first_lines = {
        path: text.partition("\n")[0] for path, text in files.items() if path.endswith((".py", ".toml"))
    }
    assert len(first_lines) == 16
    assert len(set(first_lines.values())) == 1
    line = first_lines["sample/sample/api.py"]
    assert line.startswith("# Generated from schema/sample by gatewright ")
    assert line.endswith(". Do not edit.")
    assert len(line.partition("content ")[2].partition(".")[0]) == 16
    assert line[2:] in files["sample/README.md"].partition("\n")[0]
    json.loads(files["sample/sample/descriptor.json"])
    assert files["sample/sample/py.typed"] == ""


def test_a_changed_descriptor_changes_the_content_hash(work: Workspace) -> None:
    before = client_files(work.schema, "sample")["sample/sample/__init__.py"].partition("\n")[0]
    talk = work.schema / "sample/services/talk.yaml"
    talk.write_text(talk.read_text(encoding="utf-8").replace("Shout.", "Cry."), encoding="utf-8")

    assert client_files(work.schema, "sample")["sample/sample/__init__.py"].partition("\n")[0] != before


def test_check_finds_changed_missing_and_superfluous_files(work: Workspace) -> None:
    package = work.out / "sample/sample"
    (package / "api.py").write_text("# edited\n", encoding="utf-8")
    (package / "rest.py").unlink()
    (package / "stray.py").write_text("x = 1\n", encoding="utf-8")
    (work.out / "forgotten").mkdir()
    (work.out / "forgotten/client.py").write_text("", encoding="utf-8")
    (package / "__pycache__").mkdir()
    (package / "__pycache__/api.pyc").write_bytes(b"\x00")
    (work.schema / "types.schema.json").write_text("{}\n", encoding="utf-8")

    result = run(work, "check")

    assert result.exit_code == 1
    assert (
        "--- generated/sample/sample/api.py (on disk)\n+++ generated/sample/sample/api.py (from the"
        in result.output
    )
    assert "-# edited\n" in result.output
    assert "generated/sample/sample/rest.py: is missing\n" in result.output
    assert "generated/sample/sample/stray.py: nothing yields this file\n" in result.output
    assert "generated/forgotten/client.py: nothing yields this file\n" in result.output
    assert "--- schema/types.schema.json (on disk)" in result.output
    assert "pyc" not in result.output
    assert "5 files differ" in result.output


def test_generate_mends_what_check_found(work: Workspace) -> None:
    package = work.out / "sample/sample"
    (package / "api.py").write_text("# edited\n", encoding="utf-8")
    (package / "old.py").write_text(
        "# Generated from schema/sample by gatewright 0. Do not edit.\n", encoding="utf-8"
    )
    (package / "mine.py").write_text("x = 1\n", encoding="utf-8")

    result = run(work, "generate")

    assert (result.exit_code, result.output) == (0, "sample: 2 files written\n")
    assert not (package / "old.py").exists()
    # A file that the generator did not write is not its to remove; check tells of it.
    assert (package / "mine.py").exists()
    assert run(work, "check").exit_code == 1
    (package / "mine.py").unlink()
    assert run(work, "check").exit_code == 0


def test_a_run_without_changes_is_recognised(work: Workspace) -> None:
    assert is_unchanged(work, "sample")
    assert run(work, "generate", "sample").output == "sample: unchanged\n"

    gateway = work.schema / "sample/gateway.yaml"
    text = gateway.read_text(encoding="utf-8")
    gateway.write_text(text.replace("One room.", "A room."), encoding="utf-8")
    assert not is_unchanged(work, "sample")
    gateway.write_text(text, encoding="utf-8")
    assert is_unchanged(work, "sample")

    (work.out / "sample/README.md").write_text("mine", encoding="utf-8")
    assert not is_unchanged(work, "sample")
    (work.out / ".gatewright_cache/sample.json").write_text("garbage", encoding="utf-8")
    assert not is_unchanged(work, "sample")


def test_recognising_it_needs_neither_the_model_generator_nor_templates(work: Workspace) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom gatewright_codegen.workspace import *\n"
        f"assert is_unchanged(Workspace(Path({str(work.schema)!r}), Path({str(work.out)!r})), 'sample')\n"
        "assert not {'datamodel_code_generator', 'jinja2', 'pydantic', 'ruamel'} & set(sys.modules)\n"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


def test_lint_shows_every_problem_with_its_place(work: Workspace) -> None:
    assert run(work, "lint").output == "no problems found\n"
    talk = work.schema / "sample/services/talk.yaml"
    talk.write_text(talk.read_text(encoding="utf-8").replace("mark: Mark", "mark: Mork"), encoding="utf-8")

    result = run(work, "lint")

    assert result.exit_code == 1
    assert "schema/sample/services/talk.yaml:21:33: there is no record 'Mork'\n" in result.output
    assert "1 problem found" in result.output
    for command in ("generate", "check"):
        result = run(work, command)
        assert result.exit_code == 1
        assert "talk.yaml:21:33: there is no record 'Mork'\n" in result.output


def test_a_broken_descriptor_leaves_the_client_as_it_was(work: Workspace) -> None:
    before = (work.out / "sample/sample/api.py").read_bytes()
    (work.schema / "sample/types/all.yaml").write_text("types: [", encoding="utf-8")

    assert run(work, "generate").exit_code == 1
    assert (work.out / "sample/sample/api.py").read_bytes() == before


@pytest.mark.parametrize("command", ["generate", "lint"])
def test_a_gateway_that_is_not_described_is_an_error_of_use(work: Workspace, command: str) -> None:
    result = run(work, command, "../sample")

    assert result.exit_code == 2
    assert "there is no gateway '../sample'" in result.output
    assert "known: sample" in result.output


@pytest.mark.parametrize("command", ["generate", "check", "lint"])
def test_a_folder_without_descriptors_is_an_error_of_use(tmp_path: Path, command: str) -> None:
    result = run(Workspace(tmp_path / "nothing", tmp_path / "out"), command)

    assert result.exit_code == 2
    assert "there are no descriptors in" in result.output


def test_serving_a_client_that_is_not_installed_is_an_error_of_use() -> None:
    result = CliRunner().invoke(app, ["serve", "no_such_client"])

    assert result.exit_code == 2
    assert "there is no client package 'no_such_client'" in result.output


def test_the_schemas_for_editors_describe_what_the_loader_takes(work: Workspace) -> None:
    schemas = {
        name: json.loads((work.schema / f"{name}.schema.json").read_text())
        for name in ("gateway", "service", "types")
    }

    assert {"gateway", "title", "release", "socket", "rdf"} <= schemas["gateway"]["properties"].keys()
    assert {"service", "operations", "imports", "exports"} <= schemas["service"]["properties"].keys()
    assert schemas["types"]["properties"].keys() == {"types", "records", "streams"}
    assert {"type", "$ref", "also", "text"} <= schemas["types"]["$defs"]["Schema"]["properties"].keys()
    assert all(schema["additionalProperties"] is False for schema in schemas.values())


def test_the_committed_clients_are_what_their_descriptors_yield() -> None:
    root = Path(__file__).parents[2]

    assert "".join(differences(Workspace(root / "schema", root / "generated"))) == ""
