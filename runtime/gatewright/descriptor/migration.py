"""migration.yaml: the hand-written words of a guide from another tree to this one."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from .words import PackageName, Strict

Line = Annotated[str, StringConstraints(pattern=r"^\S[^\n]{0,118}$")]


class About(Strict):
    """Findings of `gatewright diff`, by what they are and where."""

    rule: str = Field(pattern=r"^[a-z][a-z-]{0,79}$", description="Rule that found them.")
    at: str = Field(
        default="*",
        min_length=1,
        max_length=200,
        description="Shell pattern of a place, as the report names it. A finding is meant "
        "as a whole, even if only one of its places fits.",
    )


class Section(Strict):
    """One topic of the guide.

    Texts may have paragraphs, lists and spans of code that end on their line; anything else is plain text.
    """

    title: Line = Field(description="Heading.")
    text: str = Field(min_length=1, description="What changed, and why, in a few words.")
    findings: list[About] = Field(
        default_factory=list[About],
        description="What it is about. A finding that several sections name is told in the first of them.",
    )
    before: str | None = Field(default=None, description="Python for the client of the other tree.")
    after: str | None = Field(default=None, description="Python for this client that does the same.")

    @model_validator(mode="after")
    def _are_python(self) -> Self:
        for word, source in (("before", self.before), ("after", self.after)):
            try:
                compile(source or "", word, "exec", dont_inherit=True)
            except (SyntaxError, ValueError) as error:
                line = f" in its line {error.lineno}" if isinstance(error, SyntaxError) else ""
                raise ValueError(f"`{word}` is no Python{line}: {getattr(error, 'msg', error)}") from None
        return self


class Migration(Strict):
    """migration.yaml: what a guide says besides the findings of `gatewright diff`."""

    since: PackageName = Field(description="Gateway of the other tree, which users come from.")
    doc: str = Field(default="", description="What stands at the beginning, in the form of a section's text.")
    sections: list[Section] = Field(default_factory=list[Section], description="In the order of the guide.")
