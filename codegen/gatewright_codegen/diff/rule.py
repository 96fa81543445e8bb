"""What a rule is, what it looks at, and the ways in which most rules look."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from gatewright.descriptor import Strict

from ..compile import is_array, is_object
from ..inert import visible
from ..source import Path_, Source

if TYPE_CHECKING:
    from .trees import Tree


class Severity(IntEnum):
    """How much a change matters; the worse, the greater."""

    SAFE = 1
    DANGEROUS = 2
    BREAKING = 3

    @property
    def word(self) -> str:
        return self.name.lower()


SAFE, DANGEROUS, BREAKING = Severity

TOGETHER = "Update the client together with the gateway."
"""What a user must do about a change that only the wire shows."""

Kind = Literal["removed", "changed", "added", "fixed"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair.

    Attributes:
        model: The part of the descriptor, or of the plan.
        source: The file that says it.
        path: Where in that file.
        around: The side of what it is part of.
        seen: What comes of the model in the client, where rules ask for that.
    """

    model: Any
    tree: Tree
    source: Source
    path: Path_ = ()
    around: Side | None = None
    seen: Any = None

    def at(self, path: Path_) -> str:
        """`file:line` of a part of it, or of the nearest part above that is there."""
        found = self.source.problem((*self.path, *path), "", at_key=True)
        return f"{found.file}:{found.line}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A part of two trees; one side is None where only the other tree has it.

    Attributes:
        on: What it is, such as `operation`.
        where: Dotted place, such as `agent.agent request.user`.
        name: What a user calls it, such as `FlowInstance.agent()`.
        retired: Arguments that the new method takes and ignores.
    """

    on: str
    where: str
    name: str
    old: Side | None
    new: Side | None
    retired: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def both(self) -> tuple[Any, Any]:
        """The two models; used only where both are there."""
        assert self.old is not None
        assert self.new is not None
        return self.old.model, self.new.model


class Hit(NamedTuple):
    """A change that a rule found.

    Attributes:
        says: One sentence without the place, since the same change elsewhere says the same.
        old: What it was, for the advice.
        new: What it is now.
        path: Where it is, below the place of the pair.
        note: What is special to this place.
    """

    says: str
    old: str = ""
    new: str = ""
    path: Path_ = ()
    note: str = ""


Finder = Callable[[Pair], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of change.

    Attributes:
        on: The kind of pair that it looks at.
        wire: What it means to a client of the old release that meets the new gateway; None: nothing.
        python: What it means to code for the old client that is run with the new one; None: nothing.
        kind: Section of a changelog that it belongs to.
        doc: What it finds, and why that matters.
        advice: What a user must do; `{name}` is what it is about, `{old}` and `{new}` its values.
        words: Words of the descriptor that it looks at, so that the last rule leaves them alone.
    """

    id: str
    on: str
    wire: Severity | None
    python: Severity | None
    kind: Kind
    doc: str
    advice: str
    finds: Finder
    words: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        return max(each for each in (self.wire, self.python) if each is not None)


def flat(text: str) -> str:
    """The text as one line that can do no harm to a terminal or a page."""
    return visible(" ".join(text.split())).replace("`", "'")


def shown(value: object, limit: int = 90) -> str:
    """A value as a span of code; words for nothing at all."""
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, str):
        text = value
    elif is_array(value) and all(isinstance(each, str) for each in value):
        return ", ".join(shown(each) for each in value)
    else:
        text = json.dumps(plain(value), ensure_ascii=False)
    text = flat(text)
    return f"`{text if len(text) <= limit else text[: limit - 1] + '…'}`"


def plain(value: Any) -> Any:
    """A part of a descriptor as plain data; what is not said is left out."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if is_object(value):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in cast("list[object]", value)]
    return value


def called_anew(pair: Pair, old: Any) -> Any:
    """An old value as plain data, with the names that parameters of scopes have now."""
    assert pair.old is not None
    value = plain(old)
    return _called_anew(value, pair.old.tree.parameters) if pair.old.tree.parameters else value


def _called_anew(value: Any, to: Mapping[str, str]) -> Any:
    if is_object(value):
        return {key: _called_anew(each, to) for key, each in value.items()}
    if is_array(value):
        return [_called_anew(each, to) for each in value]
    if isinstance(value, str):
        for old, new in to.items():
            value = re.sub(rf"\{{{old}\}}", f"{{{new}}}", value)
            value = re.sub(rf"\${old}(?![A-Za-z0-9_])", f"${new}", value)
    return value


def attribute(model: Strict, word: str) -> str:
    """The attribute of a model that a word of YAML is read into."""
    fields = type(model).model_fields.items()
    return next((key for key, field in fields if field.alias == word), word)


def look(model: Any, words: str) -> Any:
    """What a model says at dotted words; None where there is nothing."""
    for word in words.split("."):
        if model is None:
            return None
        model = model.get(word) if is_object(model) else getattr(model, attribute(model, word))
    return model


def steps(words: str) -> Path_:
    return tuple(words.split("."))


def vanished(says: str) -> Finder:
    """Finds what only the old tree has."""

    def finds(pair: Pair) -> Iterator[Hit]:
        if pair.new is None:
            yield Hit(says)

    return finds


def appeared(says: str) -> Finder:
    """Finds what only the new tree has."""

    def finds(pair: Pair) -> Iterator[Hit]:
        if pair.old is None:
            yield Hit(says)

    return finds


def changed(words: str, what: str, *, needed: bool = False) -> Finder:
    """Finds that a word says something else; `needed`: only where both say something."""

    def finds(pair: Pair) -> Iterator[Hit]:
        if pair.old is None or pair.new is None:
            return
        old, new = (look(model, words) for model in pair.both)
        if called_anew(pair, old) != plain(new) and not (needed and None in (old, new)):
            was, now = told(old, new)
            yield Hit(f"{what} changed from {was} to {now}.", was, now, steps(words))

    return finds


def told(old: object, new: object) -> tuple[str, str]:
    """Two values in words; of long ones that begin alike, the part in which they differ."""
    was, now = shown(old), shown(new)
    if was == now:
        was, now = shown(plain(old), 400), shown(plain(new), 400)
    return was, now


def turned(words: str, to: object, says: str) -> Finder:
    """Finds that a word says `to` now and did not; `None` stands for nothing at all, True for anything."""

    def is_it(value: object) -> bool:
        return (
            (value is not None) is to if isinstance(to, bool) and not isinstance(value, bool) else value == to
        )

    def finds(pair: Pair) -> Iterator[Hit]:
        if pair.old is None or pair.new is None:
            return
        old, new = (look(model, words) for model in pair.both)
        if is_it(new) and not is_it(old):
            yield Hit(says, shown(old), shown(new), steps(words))

    return finds


def lowered(words: str, what: str) -> Finder:
    """Finds that a number went down; no number is no limit."""
    return _moved(words, what, lambda old, new: new < old)


def raised(words: str, what: str) -> Finder:
    """Finds that a number went up; no number is no limit."""
    return _moved(words, what, lambda old, new: new > old)


def _moved(words: str, what: str, way: Callable[[float, float], bool]) -> Finder:
    def finds(pair: Pair) -> Iterator[Hit]:
        if pair.old is None or pair.new is None:
            return
        parent = words.rpartition(".")[0]
        if parent and any(look(model, parent) is None for model in pair.both):
            return
        old, new = (look(model, words) for model in pair.both)
        if way(*(float("inf") if each is None else each for each in (old, new))):
            was, now = (f"`{each}`" if each is not None else "without limit" for each in (old, new))
            yield Hit(f"{what} changed from {was} to {now}.", was, now, steps(words))

    return finds


def entries(words: str, what: str, *, gone: bool) -> Finder:
    """Finds entries that a list or a map lost (`gone`) or gained; a note names each of them."""

    def finds(pair: Pair) -> Iterator[Hit]:
        if pair.old is None or pair.new is None:
            return
        old, new = (look(model, words) or () for model in pair.both)
        for entry in old if gone else new:
            if entry not in (new if gone else old):
                path = (*steps(words), *_key(old, new, entry))
                yield Hit(f"{what} {shown(entry)}.", shown(entry), shown(entry), path)

    return finds


def _key(old: Any, new: Any, entry: Any) -> Path_:
    held = new if entry in new else old
    return (entry,) if is_object(held) else (list(held).index(entry),)


def value_changed(pair: Pair) -> Iterator[Hit]:
    """Another value of something that is a value and nothing else."""
    if pair.old is not None and pair.new is not None:
        old, new = (model.value for model in pair.both)
        if called_anew(pair, old) != plain(new):
            was, now = told(old, new)
            yield Hit(f"The value changed from {was} to {now}.", was, now)


def renamed_entry(pair: Pair) -> Iterator[Hit]:
    """Another name of something that stands in the descriptor under its name."""
    if pair.old is not None and pair.new is not None:
        was, now = (str(side.path[-1]) for side in (pair.old, pair.new))
        if was != now:
            yield Hit(f"`{was}` is called `{now}` now.", was, now)


def several(*finders: Finder) -> Finder:
    """Finds what any of several finders finds."""

    def finds(pair: Pair) -> Iterator[Hit]:
        for finder in finders:
            yield from finder(pair)

    return finds
