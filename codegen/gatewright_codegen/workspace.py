"""Descriptors in, clients out: what is read, what is written, and whether anything has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from . import VERSION

HERE = Path(__file__).parent
CACHE = ".gatewright_cache"
DROP_IN = "_drop_in"

# What other tools leave in a client's folder.
_FOREIGN = {CACHE, "__pycache__", "dist", "build", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv"}

# Their releases can change what is written.
_TOOLS = ("datamodel-code-generator", "jinja2", "pydantic", "ruff")

WORDS = "descriptor.md"
GUIDE = "migration.yaml"
SCHEMAS = {"gateway": "Gateway", "service": "Service", "types": "Types", "migration": "Migration"}


@dataclass(frozen=True, slots=True)
class Workspace:
    """The two folders that the generator works with: descriptors and clients."""

    schema: Path
    out: Path

    @property
    def rules(self) -> Path:
        """The page with the rules of `gatewright diff`; kept up to date where there is one."""
        return self.schema.parent / "docs" / "rules.md"


def gateways(schema: Path) -> list[str]:
    """Names of the gateways that `schema` describes."""
    return sorted(path.parent.name for path in schema.glob("*/gateway.yaml"))


def descriptor_files(schema: Path, name: str) -> list[Path]:
    """The descriptor files of a gateway, in a fixed order."""
    folder = schema / name
    parts = (sorted(folder.glob(f"{part}/*.yaml")) for part in ("services", "types"))
    return [folder / "gateway.yaml", *(path for part in parts for path in part)]


def content_hash(schema: Path, name: str) -> str:
    """Hash of what a client is made from: descriptors, templates, and the generator's release."""
    paths = [*descriptor_files(schema, name), *sorted((HERE / "templates").iterdir())]
    return _hash(paths, VERSION)[:16]


def fingerprint(schema: Path, name: str) -> str:
    """Hash of all that decides what is written, the generator's own code and its tools included."""
    tools = [f"{tool} {metadata.version(tool)}" for tool in _TOOLS]
    described = [*descriptor_files(schema, name), *guide_files(schema, name)]
    return _hash([*described, *_own_files()], "\n".join([VERSION, *tools]))


def guide_files(schema: Path, name: str) -> list[Path]:
    """What else a guide to a gateway is made from; nothing where there is none.

    Which tree the guide comes from is in the file. So that it need not be read for that, they all count.
    """
    guide = schema / name / GUIDE
    others = (descriptor_files(schema, other) for other in gateways(schema) if other != name)
    return [guide, *(path for files in others for path in files)] if guide.is_file() else []


def _own_files() -> list[Path]:
    import gatewright

    templates = sorted((HERE / "templates").iterdir())
    language = Path(gatewright.__file__).with_name("descriptor")
    own = [*sorted(HERE.glob("*.py")), *sorted(HERE.glob("diff/*.py"))]
    return [*own, *templates, *sorted(language.glob("*.py"))]


def _hash(paths: Iterable[Path], text: str) -> str:
    found = hashlib.sha256(text.encode())
    for path in paths:
        data = path.read_bytes() if path.is_file() else b""
        # Names are part of it, since a file's name is, too; lengths keep parts apart.
        found.update(f"\0{path.parent.name}/{path.name}\0{len(data)}\0".encode())
        found.update(data)
    return found.hexdigest()


def client_files(schema: Path, name: str) -> dict[str, str]:
    """All files of a client, by path below the folder of clients.

    Raises:
        DescriptorError: the descriptor cannot be used.
    """
    from .diff import Tree
    from .emit import client, drop_in
    from .load import load
    from .migration import guide

    tree, content = Tree(f"{schema.name}/{name}", load(schema, name)), content_hash(schema, name)
    made = client(tree.descriptor, tree.package, content, guide(schema, tree))
    files = {f"{name}/{path}": text for path, text in made.items()}
    others = drop_in(tree.package, content)
    return files | {f"{name}{DROP_IN}/{path}": text for path, text in others.items()}


def existing(out: Path) -> dict[str, str]:
    """Files in the folder of clients, by path below it; those that cannot be text read as ""."""
    return {
        path.relative_to(out).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(out.rglob("*"))
        if path.is_file() and not _is_foreign(path.relative_to(out))
    }


def _is_foreign(path: Path) -> bool:
    return any(part in _FOREIGN or part.endswith(".egg-info") for part in path.parts)


def is_unchanged(work: Workspace, name: str) -> bool:
    """Whether a client on disk is what its descriptor yields, as far as the last run can tell."""
    record = work.out / CACHE / f"{name}.json"
    try:
        last: object = json.loads(record.read_bytes())
    except (OSError, ValueError):
        return False
    return last == {"inputs": fingerprint(work.schema, name), "outputs": _outputs(work, name)}


def remember(work: Workspace, name: str) -> None:
    """Note what a run has read and written, so that the next one can tell that nothing has changed."""
    folder = work.out / CACHE
    folder.mkdir(parents=True, exist_ok=True)
    # The folder hides itself from git, so that no one has to be told of it.
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    last = {"inputs": fingerprint(work.schema, name), "outputs": _outputs(work, name)}
    (folder / f"{name}.json").write_text(json.dumps(last), encoding="utf-8")


def _outputs(work: Workspace, name: str) -> str:
    schemas = [
        *(work.schema / f"{schema}.schema.json" for schema in SCHEMAS),
        work.schema / WORDS,
        work.rules,
    ]
    folders = (work.out / name, work.out / f"{name}{DROP_IN}")
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return _hash([*schemas, *(path for path in paths if not _is_foreign(path.relative_to(work.out)))], "")


def write(path: Path, text: str) -> bool:
    """Write a file unless it says the same already; whether it was written."""
    data = text.encode()
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True


def generate(work: Workspace, name: str) -> list[str]:
    """Write a client; the paths that changed. Files of an earlier run that nothing yields now are removed.

    Raises:
        DescriptorError: the descriptor cannot be used; nothing was written.
    """
    from .diff.reference import rules_page
    from .schemas import schema_files

    files = client_files(work.schema, name)
    changed = [path for path, text in files.items() if write(work.out / path, text)]
    changed += [path for path, text in schema_files().items() if write(work.schema / path, text)]
    if work.rules.is_file() and write(work.rules, rules_page()):
        changed.append("docs/rules.md")
    for folder in (name, f"{name}{DROP_IN}"):
        for path, text in existing(work.out / folder).items():
            if f"{folder}/{path}" not in files and "Generated from schema/" in text.partition("\n")[0]:
                (work.out / folder / path).unlink()
                changed.append(f"{folder}/{path}")
    remember(work, name)
    return changed
