"""What the two commands take: options for all kinds, and those that a descriptor adds."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from typing import Any

from gatewright.descriptor import Field_, Transfer

from .client import Client

Group = Any
"""What argparse calls `_ArgumentGroup`."""

ABOUT = {
    "import": "Send the items of a file to a gateway, and tell how many of them it has taken.",
    "export": "Write the items that a gateway hands out to a file.",
}
USAGE = """\
usage: gatewright {direction} GATEWAY KIND FILE [options]

{about}

  GATEWAY  Name of an installed client package.
  KIND     What the items are; `gatewright {direction} GATEWAY --help` lists the kinds.
  FILE     {file}

All options: gatewright {direction} GATEWAY KIND --help
"""
FILES = {"import": "A path, a URL, or - for standard input.", "export": "A path, or - for standard output."}
_SCALARS: Mapping[str, Callable[[str], Any]] = {"string": str, "integer": int, "number": float}
CODES = (
    "exit codes: 0 all went well; 1 something was rejected or failed; 2 wrong usage or configuration; "
    "130 interrupted"
)


def parser(client: Client, direction: str, kind: str) -> argparse.ArgumentParser:
    """What takes the options of a kind."""
    transfer = client.kinds(direction)[kind]
    made = argparse.ArgumentParser(
        prog=f"gatewright {direction} {client.name} {kind}",
        usage=f"%(prog)s FILE {_needed(client, direction, kind)}[options]",
        description=summary(transfer),
        epilog=CODES,
        allow_abbrev=False,
    )
    made.add_argument("file", metavar="FILE", help=FILES[direction])
    what = made.add_argument_group("what and where to")
    how = made.add_argument_group("how")
    where = made.add_argument_group("the gateway")
    _connection(where, client)
    how.add_argument(
        "--format",
        default="auto",
        help="Format of the file, such as ntriples or csv (default: as it tells itself).",
    )
    (_import_options if direction == "import" else _export_options)(how, client, kind)
    how.add_argument("--json", action="store_true", help="Write the report to standard output, as JSON.")
    place = client.place(direction, kind)
    if place is not None:
        _add(what, place, required=True, metavar=place.upper(), help=f"The {place} to use.")
    for name, field in _arguments(client, direction, kind).items():
        _add(what, name, **_taken(name, field, "With --stored: " if direction == "export" else ""))
    return made


def given(client: Client, direction: str, kind: str, options: argparse.Namespace) -> dict[str, Any]:
    """The further arguments of a transfer that the options hold."""
    values = {name: getattr(options, f"given_{name}") for name in _arguments(client, direction, kind)}
    return {name: value for name, value in values.items() if value is not None}


def _arguments(client: Client, direction: str, kind: str) -> dict[str, Field_]:
    """Further arguments of a transfer, or of reading what is stored; a limit is an option of all exports."""
    if direction == "import":
        return client.imports[kind].arguments
    return {name: field for name, field in client.dumps.get(kind, {}).items() if name != "limit"}


def _needed(client: Client, direction: str, kind: str) -> str:
    """The options that must be there, for the line that says how to use the command."""
    names = [name for name, field in _arguments(client, direction, kind).items() if field.required]
    place = client.place(direction, kind)
    return "".join(
        f"--{each.replace('_', '-')} {each.upper()} " for each in ([place] if place else []) + names
    )


def summary(transfer: Transfer) -> str:
    """The first sentence about a transfer."""
    return _plain(" ".join(transfer.doc.split("\n\n")[0].split()))


def _add(group: Group, name: str, **about: Any) -> None:
    """An option that a descriptor names; apart from those of the same name that the commands have."""
    option = f"--{name.replace('_', '-')}"
    for each in (option, f"--its-{option[2:]}"):
        try:
            group.add_argument(each, dest=f"given_{name}", **about)
        except argparse.ArgumentError:
            continue
        return


def _taken(name: str, field: Field_, first: str) -> dict[str, Any]:
    said = f"{first}{_plain(field.doc)}"
    if isinstance(field.default, (str, int, float)) and field.default != "":
        said = f"{said.rstrip('.')} (default: {field.default})."
    if field.type not in {*_SCALARS, "boolean"}:
        said = f"{said} As JSON."
    about: dict[str, Any] = {"help": said, "required": field.required}
    if field.type == "boolean":
        return {**about, "action": argparse.BooleanOptionalAction}
    return {**about, "metavar": name.upper(), "type": _SCALARS.get(field.type or "", json.loads)}


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("%", "%%")


def _connection(group: Group, client: Client) -> None:
    gateway = client.descriptor.gateway
    by = f", else {gateway.address.env}" if gateway.address.env else ""
    group.add_argument("--url", help=f"Its address{by} (default: {gateway.address.default}).")
    by = f" (default: {gateway.auth.env} of the environment)" if gateway.auth.env else ""
    group.add_argument("--token-file", metavar="FILE", help=f"File that holds the credential{by}.")
    for name, setting in gateway.settings.items():
        types: dict[str, Callable[[str], Any]] = {"integer": int}
        by = f" (default: {setting.env} of the environment)" if setting.env else ""
        group.add_argument(
            f"--{name.replace('_', '-')}",
            dest=name,
            type=types.get(setting.type, str),
            help=f"{_plain(setting.doc).split('. ')[0].rstrip('.')}{by}.",
        )
    group.add_argument(
        "--timeout",
        type=float,
        metavar="S",
        help="Seconds to wait for a connection, and for each confirmation.",
    )


def _import_options(group: Group, client: Client, kind: str) -> None:
    batch = client.imports[kind].batch
    group.add_argument(
        "--batch-size", type=int, metavar="N", help=f"Items in one message, at most (default: {batch})."
    )
    group.add_argument(
        "--sockets",
        type=int,
        default=1,
        metavar="N",
        help="Connections to send over (default: 1).",
    )
    kept = group.add_mutually_exclusive_group()
    kept.add_argument(
        "--checkpoint",
        metavar="FILE",
        help="Keep in this file how far the import has come; the same command goes on from there.",
    )
    kept.add_argument(
        "--resume",
        action="store_true",
        help="Go on where an earlier import of this file was interrupted.",
    )
    group.add_argument("--start", type=int, default=0, metavar="N", help="Pass over the first N items.")
    group.add_argument(
        "--skip-invalid", action="store_true", help="Leave out items that cannot be sent, and tell which."
    )
    group.add_argument("--dry-run", action="store_true", help="Read and check everything, and send nothing.")


def _export_options(group: Group, client: Client, kind: str) -> None:
    if kind in client.dumps:
        group.add_argument(
            "--stored",
            action="store_true",
            help="Write what is stored already, instead of what arrives from now on.",
        )
    group.add_argument("--limit", type=int, metavar="N", help="End after N items.")
    group.add_argument("--idle-timeout", type=float, metavar="S", help="End after S seconds without an item.")
    group.add_argument(
        "--reconnect", action="store_true", help="Replace a lost connection; items may be missed meanwhile."
    )
