"""The code blocks of documents that describe gateways: found, adapted to the names here, and run."""

from __future__ import annotations

import ast
import contextlib
import inspect
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import uvicorn

ROOT = Path(__file__).parents[2]


def blocks(name: str, language: str = "python") -> dict[str, str]:
    """The blocks of a document in one language, by their headings."""
    text = (ROOT / f"tests/data/{name}_document_examples.md").read_text("utf-8")
    found = dict(re.findall(rf"^## ([^\n]+)\n\n```{language}\n(.*?)^```$", text, re.S | re.M))
    assert text.count(f"```{language}\n") == len(found)
    return found


def documented(page: str, names: Mapping[str, str]) -> bool:
    """Whether a page of the documentation has a row for each of these names."""
    rows = (ROOT / f"docs/{page}.md").read_text("utf-8").splitlines()
    return all(f"| `{old}` | `{new}` |" in rows for old, new in names.items())


def mentioned(page: str, name: str) -> bool:
    """Whether a row of a page's tables tells of a name in its first column."""
    rows = (ROOT / f"docs/{page}.md").read_text("utf-8").splitlines()
    return any(f"`{name}`" in row.split("|")[1] for row in rows if row.startswith("|"))


def adapt(source: str, names: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """A block with names of its own imports replaced, wherever they are used, and then some texts.

    Args:
        names: Modules, or things in modules: what the document calls them, and what they are here.
        texts: What else is replaced, each of which must be there.
    """
    modules = {old.rpartition(".")[0] or old for old in names} | set(names)

    def imported(match: re.Match[str]) -> str:
        if match[1] not in modules:
            return match[0]
        lines: list[str] = []
        for name in match[2].split(", "):
            new = names.get(f"{match[1]}.{name}") or f"{names[match[1]]}.{name}"
            lines.append("from {} import {}".format(*new.rsplit(".", 1)))
        return "\n".join(lines)

    source = re.sub(r"^from (\S+) import (.+)$", imported, source, flags=re.M)
    for old, new in names.items():
        source = re.sub(rf"\b{old.rpartition('.')[2]}\b", new.rpartition(".")[2], source)
    for old, new in texts.items():
        assert old in source
        source = source.replace(old, new)
    return source


async def run(title: str, source: str, values: dict[str, Any]) -> None:
    """Runs a block, which may await; `values` are its variables."""
    code = compile(source, title, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    result = eval(code, values)
    if inspect.iscoroutine(result):
        await result


@contextlib.contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serves an ASGI application on loopback, and gives its URL."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield "http://{}:{}/".format(*listening.getsockname())
        finally:
            server.should_exit = True
            thread.join()
