"""Proof that the clients on disk are what the descriptors yield, byte for byte."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from .diff.reference import rules_page
from .schemas import schema_files
from .workspace import Workspace, client_files, existing, gateways


def differences(work: Workspace) -> Iterator[str]:
    """A unified diff for every file that is not what would be written, and a line for each one too many.

    Raises:
        DescriptorError: a descriptor cannot be used.
    """
    expected: dict[str, str] = {}
    for name in gateways(work.schema):
        expected |= client_files(work.schema, name)
    found = existing(work.out)
    for path in sorted(expected.keys() | found.keys()):
        shown = f"{work.out.name}/{path}"
        if path not in expected:
            yield f"{shown}: nothing yields this file\n"
        elif found.get(path) != expected[path]:
            yield _diff(shown, found.get(path), expected[path])
    for path, text in schema_files().items():
        file = work.schema / path
        on_disk = file.read_text(encoding="utf-8") if file.is_file() else None
        if on_disk != text:
            yield _diff(f"{work.schema.name}/{path}", on_disk, text)
    if work.rules.is_file():
        on_disk, text = work.rules.read_text(encoding="utf-8"), rules_page()
        if on_disk != text:
            yield _diff("docs/rules.md", on_disk, text)


def _diff(path: str, found: str | None, expected: str) -> str:
    if found is None:
        return f"{path}: is missing\n"
    lines = difflib.unified_diff(
        found.splitlines(keepends=True),
        expected.splitlines(keepends=True),
        f"{path} (on disk)",
        f"{path} (from the descriptors)",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
