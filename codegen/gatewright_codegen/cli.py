"""The `gatewright` command.

Exit codes: 0 all is well; 1 something was found that must be mended; 2 the command was used wrongly.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from . import VERSION
from .inert import visible
from .workspace import Workspace, gateways, generate, is_unchanged

app = typer.Typer(
    name="gatewright",
    help="Describe a gateway once, in YAML; get typed Python clients for it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Schema = Annotated[Path, typer.Option("--schema", help="Folder of the descriptors.")]
Out = Annotated[Path, typer.Option("--out", help="Folder of the generated clients.")]
Names = Annotated[
    list[str] | None, typer.Argument(help="Gateways; all of them when left out.", show_default=False)
]

DESCRIPTORS = Path("schema")
CLIENTS = Path("generated")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gatewright {VERSION}")
        raise typer.Exit


@app.callback()
def _options(  # pyright: ignore[reportUnusedFunction]
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the release and stop.")
    ] = False,
) -> None:
    """Describe a gateway once, in YAML; get typed Python clients for it."""


@app.command("generate")
def generate_command(names: Names = None, schema: Schema = DESCRIPTORS, out: Out = CLIENTS) -> None:
    """Write the clients of the described gateways."""
    work = Workspace(schema, out)
    for name in _chosen(schema, names):
        if is_unchanged(work, name):
            typer.echo(f"{name}: unchanged")
            continue
        with _Problems():
            changed = generate(work, name)
            files = f"{len(changed)} file{'s' if len(changed) > 1 else ''} written"
            typer.echo(f"{name}: {files if changed else 'unchanged'}")


@app.command()
def check(schema: Schema = DESCRIPTORS, out: Out = CLIENTS) -> None:
    """Regenerate to memory and compare; exits 1 with a diff when anything differs."""
    _chosen(schema, None)
    from .check import differences

    count = 0
    with _Problems():
        for difference in differences(Workspace(schema, out)):
            typer.echo(difference, nl=False)
            count += 1
    if count:
        differ = "files differ" if count > 1 else "file differs"
        typer.echo(f"{count} {differ}; run `gatewright generate`", err=True)
        raise typer.Exit(1)
    typer.echo("the clients are what the descriptors yield")


@app.command()
def lint(names: Names = None, schema: Schema = DESCRIPTORS) -> None:
    """Check descriptors; every problem is said as `file:line:column: message`."""
    from .diff import Tree
    from .load import load
    from .migration import guide
    from .source import DescriptorError

    count = 0
    for name in _chosen(schema, names):
        try:
            guide(schema, Tree(f"{schema.name}/{name}", load(schema, name)))
        except DescriptorError as error:
            count += len(error.problems)
            for problem in error.problems:
                typer.echo(str(problem), err=True)
    if count:
        typer.echo(f"{count} problem{'s' if count > 1 else ''} found", err=True)
        raise typer.Exit(1)
    typer.echo("no problems found")


@app.command()
def serve(
    name: Annotated[str, typer.Argument(help="Gateway to stand in for.")],
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen on; 0 takes a free one.")] = 0,
    token: Annotated[
        str | None, typer.Option("--token", help="Credential that clients must show; any will do without.")
    ] = None,
) -> None:
    """Run a local gateway, to try a client out or to test against."""
    from gatewright.errors import ConfigurationError

    try:
        from gatewright.gateway.serve import main as run
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] == "gatewright":
            raise
        typer.echo(f"this needs {error.name}: python -m pip install 'gatewright[gateway]'", err=True)
        raise typer.Exit(2) from None
    try:
        raise typer.Exit(run(name, host, port, token))
    except ConfigurationError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


@app.command()
def parity(
    name: Annotated[str, typer.Argument(help="Gateway whose descriptor is compared.")],
    registry: Annotated[
        bool, typer.Option("--registry", help="Compare with the registry of the installed gateway.")
    ] = False,
    python: Annotated[
        Path | None,
        typer.Option(
            "--python",
            help="Interpreter or environment that has the gateway; implies --registry.",
            show_default=False,
        ),
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", help="Write what the registry holds to this file.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="Say what changed since this file was saved.")
    ] = None,
    openapi: Annotated[
        str | None, typer.Option("--openapi", help="Path or URL of an OpenAPI document.")
    ] = None,
    asyncapi: Annotated[
        str | None, typer.Option("--asyncapi", help="Path or URL of an AsyncAPI document.")
    ] = None,
    live: Annotated[
        str | None,
        typer.Option("--live", help="URL of a gateway to be asked; it is asked nothing that does anything."),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option("--token", help="Credential for it; else the gateway's environment variable."),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", help="Seconds to wait for each of its answers.", min=0.1)
    ] = 10.0,
    json: Annotated[bool, typer.Option("--json", help="Write JSON instead of a table.")] = False,
    schema: Schema = DESCRIPTORS,
) -> None:
    """Compare a descriptor with what a gateway really offers; exits 1 on any undeclared difference."""
    import os
    from json import dumps

    from .load import load
    from .parity import ParityError, as_json, as_text, differences
    from .parity.sources import Sources, compare

    _chosen(schema, [name])
    with _Problems():
        descriptor = load(schema, name).descriptor
    gateway = descriptor.gateway
    if token is None and gateway.auth.env is not None:
        token = os.environ.get(gateway.auth.env)
    sources = Sources(
        registry=registry,
        python=python,
        save=save,
        against=against,
        openapi=openapi,
        asyncapi=asyncapi,
        live=live,
        token=token,
        timeout=timeout,
    )
    try:
        reports = compare(descriptor, sources)
    except ParityError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(
        dumps(as_json(gateway.gateway, gateway.release, reports), indent=2) if json else as_text(reports)
    )
    if differences(reports):
        raise typer.Exit(1)


class Form(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class Side(StrEnum):
    """Whom a change concerns: old clients at the new gateway, or code that uses the new client."""

    WIRE = "wire"
    PYTHON = "python"


class Severity(StrEnum):
    """From which severity on the command fails."""

    BREAKING = "breaking"
    DANGEROUS = "dangerous"
    SAFE = "safe"


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Folder of a descriptor, or FOLDER@REVISION of git.")],
    new: Annotated[
        str | None,
        typer.Argument(help="The same, as it is to be; left out with --since.", show_default=False),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", help="Compare OLD at this revision of git with OLD as it is.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How to write the report.")] = Form.TEXT,
    only: Annotated[
        Side | None, typer.Option("--only", help="Only what old clients meet, or only what code meets.")
    ] = None,
    fail_on: Annotated[
        Severity | None, typer.Option("--fail-on", help="Exit 1 on a finding as bad as this, or worse.")
    ] = None,
    changelog: Annotated[
        bool, typer.Option("--changelog", help="Write the section of a changelog instead.")
    ] = False,
) -> None:
    """Tell what the change from one descriptor to another does to users; docs/rules.md has the rules."""
    from .diff.command import Asked, run
    from .diff.trees import TreeError

    asked = Asked(
        old,
        new,
        since,
        form.value,
        only.value if only is not None else None,
        fail_on.value if fail_on is not None else None,
        changelog,
    )
    try:
        text, code = run(asked)
    except TreeError as error:
        typer.echo(visible(str(error)), err=True)
        raise typer.Exit(2) from None
    typer.echo(text)
    raise typer.Exit(code)


# What they take depends on gateway and kind, so they read their arguments themselves.
_OWN_ARGUMENTS: dict[str, Any] = {
    "add_help_option": False,
    "context_settings": {
        "allow_extra_args": True,
        "allow_interspersed_args": False,
        "ignore_unknown_options": True,
    },
}


@app.command("import", **_OWN_ARGUMENTS)
def import_command(context: typer.Context) -> None:
    """Send the items of a file to a gateway; `gatewright import --help` tells how."""
    _transfer("import", context.args)


@app.command("export", **_OWN_ARGUMENTS)
def export_command(context: typer.Context) -> None:
    """Write the items of a gateway to a file; `gatewright export --help` tells how."""
    _transfer("export", context.args)


def _transfer(direction: str, arguments: list[str]) -> None:
    from .transfers.commands import run

    raise typer.Exit(run(direction, arguments))


def _chosen(schema: Path, names: list[str] | None) -> list[str]:
    """The gateways to work on; a name without a descriptor ends the command."""
    known = gateways(schema)
    if not known:
        typer.echo(f"there are no descriptors in {schema}: no folder there has a gateway.yaml", err=True)
        raise typer.Exit(2)
    for name in names or ():
        if name not in known:
            typer.echo(f"there is no gateway {name!r} in {schema}; known: {', '.join(known)}", err=True)
            raise typer.Exit(2)
    return names or known


class _Problems:
    """Shows what is wrong with a descriptor, and ends the command."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        from .source import DescriptorError

        if isinstance(error, DescriptorError):
            for problem in error.problems:
                typer.echo(str(problem), err=True)
            raise typer.Exit(1) from None


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
