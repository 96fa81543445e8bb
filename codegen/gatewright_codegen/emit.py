"""Plan to files: templates filled, and everything formatted by ruff."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gatewright.descriptor import Descriptor

from . import VERSION, inert, names
from .diff.markdown import inert as inert_line
from .diff.markdown import span
from .migration import Guide, fenced, inert_text
from .models import models_source
from .parts import Function, Package

TEMPLATES = Path(__file__).parent / "templates"
LINE_LENGTH = 110


def client(
    descriptor: Descriptor, package: Package, content: str, guide: Guide | None = None
) -> dict[str, str]:
    """All files of a client: path under generated/<gateway>/ to text.

    Args:
        descriptor: What `load` gave.
        package: Its plan.
        content: Hash of what the client is made from; stands in each file's first line.
        guide: The way to it from another gateway, if there is one.
    """
    name = package.name
    header = _header(name, content)
    write = _Writer(package, header)
    modules = {
        "__init__": write("init.py"),
        "api": write("api.py"),
        "items": write("items.py", model_items=_model_items(descriptor)),
        "models": models_source(descriptor, header),
        "operations": write("operations.py"),
        "protocol": write("protocol.py"),
        "server": write("server.py"),
    }
    if package.errors:
        modules["errors"] = write("errors.py")
    if package.sdk:
        modules["client"] = write("client.py")
    for module in package.interfaces:
        only_feeds = descriptor.gateway.socket is None
        modules[module.module] = write("interface.py", module=module, only_feeds=only_feeds)
    if package.terms is not None:
        modules |= {"terms": write("terms.py"), "fields": write("fields.py")}
    if package.has_bulk:
        modules["bulk"] = write("bulk.py", is_async=False, methods=package.bulk)
        modules["bulk_async"] = write("bulk.py", is_async=True, methods=package.bulk_async)
    files = {f"{name}/{path}": text for path, text in _formatted(modules, name).items()}
    files[f"{name}/descriptor.json"] = (
        descriptor.model_dump_json(by_alias=True, exclude_defaults=True, indent=1) + "\n"
    )
    files[f"{name}/py.typed"] = ""
    files["pyproject.toml"] = write("pyproject.toml")
    files["README.md"] = write("README.md", guide=guide)
    if guide is not None:
        files["MIGRATING.md"] = write("MIGRATING.md", guide=guide)
    return dict(sorted(files.items()))


def drop_in(package: Package, content: str) -> dict[str, str]:
    """All files of the distribution that gives a client under other names; none without one."""
    if package.drop_in is None:
        return {}
    write = _Writer(package, _header(package.name, content))
    modules = {
        name: write("drop_in_module.py", name=name, names=inside)
        for name, inside in package.drop_in.modules.items()
    }
    modules["__init__"] = write("drop_in_init.py")
    folder = package.drop_in.package.replace(".", "/")
    files = {f"{folder}/{path}": text for path, text in _formatted(modules, package.name).items()}
    files[f"{folder}/py.typed"] = ""
    files["pyproject.toml"] = write("drop_in_pyproject.toml")
    files["README.md"] = write("drop_in_README.md")
    return dict(sorted(files.items()))


def _header(name: str, content: str) -> str:
    return f"# Generated from schema/{name} by gatewright {VERSION}, content {content}. Do not edit."


def _model_items(descriptor: Descriptor) -> list[str]:
    """Types that come as items of a stream or an export, or in a record."""
    services = descriptor.services.values()
    found = {transfer.item for service in services for transfer in service.exports.values()}
    for service in services:
        streams = (operation.stream for operation in service.operations.values())
        found |= {stream.of for stream in streams if stream is not None and stream.of is not None}
    fields = (field for record in descriptor.records.values() for field in record.fields.values())
    found |= {held.ref for field in fields for held in (field, field.items) if held and held.ref is not None}
    return sorted(found & descriptor.types.keys())


class _Writer:
    """Fills templates."""

    def __init__(self, package: Package, header: str) -> None:
        records = [record.name for record in package.records]
        self._values: dict[str, object] = {
            "package": package,
            "header": header,
            "version": VERSION,
            "item_names": [*records, *(union.name for union in package.unions)],
            "error_names": names.ERRORS,
        }

    def __call__(self, template: str, **values: object) -> str:
        return _environment().get_template(f"{template}.jinja").render(self._values, **values)


@cache
def _environment() -> Environment:
    """What reads the templates, and keeps them for the next client."""
    # Source is no HTML; what comes from descriptors passes through `inert`.
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "code": lambda text: f"`{text}`",
        "docstring": inert.docstring,
        "fenced": fenced,
        "function": _function,
        "inert": inert_line,
        "inert_text": inert_text,
        "literal": inert.literal,
        "markdown": inert.markdown,
        "markdown_text": inert.markdown_text,
        "span": span,
        "toml": inert.toml,
    }
    return environment


def _function(function: Function) -> str:
    lines = "\n    ".join(function.lines)
    return f"def {function.name}{function.signature}:\n    {inert.docstring(function.doc)}\n    {lines}"


def _formatted(modules: dict[str, str], package: str) -> dict[str, str]:
    """The modules as ruff writes them: imports sorted, unused ones removed, lines laid out."""
    with tempfile.TemporaryDirectory(prefix="gatewright-") as folder:
        root = Path(folder)
        for module, text in modules.items():
            (root / f"{module}.py").write_text(text, encoding="utf-8")
        common = ["--isolated", "--no-cache", "--quiet", "--target-version=py311"]
        common += [f"--line-length={LINE_LENGTH}", "--config", f'lint.isort.known-first-party=["{package}"]']
        common += ["--config", "lint.isort.split-on-trailing-comma=false"]
        common += ["--config", "format.skip-magic-trailing-comma=true", "."]
        # `__init__` imports only to hand on, which ruff would take for unused.
        keep = "--per-file-ignores=__init__.py:F401"
        _ruff(["check", "--select=I,F401", "--fix", "--unsafe-fixes", keep, *common], root)
        _ruff(["format", *common], root)
        return {f"{module}.py": (root / f"{module}.py").read_text(encoding="utf-8") for module in modules}


def _ruff(arguments: list[str], folder: Path) -> None:
    # `-P`: the folder holds modules with names of any kind, which Python is not to take for its own.
    command = [sys.executable, "-P", "-m", "ruff", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise RuntimeError(f"ruff could not format generated code: {(run.stderr or run.stdout).strip()}")
