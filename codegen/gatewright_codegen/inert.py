"""The one place where text of a descriptor becomes source: whatever it holds, it stays text."""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Sequence
from typing import Any

WIDTH = 100


def literal(value: Any) -> str:
    """JSON-like data as a Python expression."""
    return repr(value)


def visible(text: str) -> str:
    """The text with characters that are not seen (controls, marks of direction) written as escapes."""
    return "".join(
        character if character.isprintable() or character == "\n" else repr(character)[1:-1]
        for character in text
    )


def docstring(text: str) -> str:
    """The text as a docstring, quotes included; the formatter indents it."""
    escaped = visible(text.strip().replace("\t", " ").replace("\\", "\\\\"))
    escaped = re.sub(r'"{3,}|"+\Z', lambda quotes: '\\"' * len(quotes[0]), escaped)
    return f'"""{escaped}\n"""' if "\n" in escaped else f'"""{escaped}"""'


def paragraphs(text: str) -> str:
    """The text with overlong lines wrapped."""
    lines = (line.rstrip() for line in text.strip().splitlines())
    return "\n".join(
        textwrap.fill(line, WIDTH, break_long_words=False) if len(line) > WIDTH else line for line in lines
    )


def entry(name: str, text: str) -> str:
    """One line of an `Args:` section, wrapped with a hanging indent."""
    flat = " ".join(text.split())
    return textwrap.fill(
        f"{name}: {flat}" if flat else f"{name}:",
        WIDTH - 4,
        initial_indent="    ",
        subsequent_indent="        ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def fstring(parts: Sequence[tuple[str, bool]]) -> str:
    """An f-string of constant text and expressions (marked by True; without quotes and backslashes)."""
    body = "".join(
        f"{{{text}}}" if is_expression else text.replace("{", "{{").replace("}", "}}")
        for text, is_expression in parts
    )
    return "f" + repr(body)


def json_text(value: Any) -> str:
    """Compact JSON text."""
    return json.dumps(value, separators=(",", ":"))


def markdown(text: str) -> str:
    """The text as one line of Markdown that can stand in a table; code spans stay what they are."""
    flat = html.escape(" ".join(visible(text).split()), quote=False)
    return re.sub(r"[\\|\[\]]", r"\\\g<0>", flat)


def markdown_text(text: str) -> str:
    """The text as paragraphs of Markdown without HTML or links."""
    return "\n".join(
        re.sub(r"[\[\]]", r"\\\g<0>", html.escape(line, quote=False)) for line in visible(text).splitlines()
    )


def toml(text: str) -> str:
    """The text as a TOML string."""
    return json.dumps(" ".join(visible(text).split())).replace("\x7f", "\\u007f")
