"""The commands `import` and `export`: arguments in, exit code out.

Exit codes: 0 all went well; 1 something was rejected or failed; 2 wrong usage or configuration;
130 interrupted.
"""

from __future__ import annotations

import sys

from gatewright.errors import ConfigurationError, GatewayError

from .client import Client, installed
from .exporting import export
from .importing import import_
from .options import ABOUT, FILES, USAGE, parser, summary

_HELP = {"-h", "--help"}


def run(direction: str, arguments: list[str]) -> int:
    """Run a command; `arguments` are what follows `gatewright import`, or `export`."""
    names = arguments[:2]
    usage = USAGE.format(direction=direction, about=ABOUT[direction], file=FILES[direction])
    if names and names[0] in _HELP:
        sys.stdout.write(usage)
        return 0
    if not names or names[0].startswith("-"):
        sys.stderr.write(f"{usage}\nThe name of the gateway comes first.\n")
        return 2
    try:
        client = installed(names[0])
        kinds = client.kinds(direction)
        if not kinds:
            raise ConfigurationError(f"{client.name} has no {direction}s")
        if names[1:] and names[1] in _HELP:
            sys.stdout.write(f"{usage}\n{_kinds(client, direction)}")
            return 0
        if len(names) == 1 or names[1].startswith("-"):
            sys.stderr.write(f"The kind comes after the gateway.\n{_kinds(client, direction)}")
            return 2
        kind = names[1].replace("-", "_")
        if kind not in kinds:
            raise ConfigurationError(
                f"{client.name} has no {direction} {names[1]!r:.60}; known: {', '.join(sorted(kinds))}"
            )
        options = parser(client, direction, kind).parse_args(arguments[2:])
        if direction == "export":
            return export(client, kind, options)
        return import_(client, kind, options, ["gatewright", direction, *arguments])
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except (GatewayError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _kinds(client: Client, direction: str) -> str:
    lines = [f"  {name:<22} {summary(each)}" for name, each in sorted(client.kinds(direction).items())]
    return "\n".join([f"Kinds of {client.name}:", *lines]) + "\n"
