"""Writes docs/parity.md: what each client reaches of the gateway, ours by the tests that passed.

The rows, and the cells of the official client, are in official_client.tsv; ours come from the
`Witness`, and what cannot be is explained by the tables here and by the descriptors.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from witness import BULK, CALLS, AnyOperation, Witness, never_called, operations_in

from gatewright.operation import Import, Operation
from trustgraph_v2 import operations

PAGE = Path(__file__).parents[2] / "docs/parity.md"
INTERFACES = (*CALLS, *BULK)
OPERATIONS = operations_in(operations)

# Why a method is missing, or cannot succeed: operation, on REST or on sockets, reason.
IMPOSSIBLE = {
    ("knowledge.get_kg_core", "REST"): "the gateway sends nothing but the end of the stream",
    ("knowledge.get_de_core", "REST"): "the gateway sends nothing but the end of the stream",
    ("auth.bootstrap", "socket"): "a socket asks for a credential first, and there is none yet",
    ("metrics.get", "socket"): "the gateway serves it over HTTP only",
    ("i18n.pack", "socket"): "the gateway serves it over HTTP only",
    ("knowledge.import_core", "socket"): "the gateway serves it over HTTP only",
    ("knowledge.export_core", "socket"): "the gateway serves it over HTTP only",
}

# What the gateway breaks, and what the client makes of it.
BROKEN = {
    "config.get_values_all_workspaces": (
        "the gateway asks a service that does not know it; told as an error, never as an empty list"
    ),
    "knowledge.import_core": (
        "the gateway asks a service that is not there, and says it worked; given up after the timeout, "
        "and put_kg_core does the same"
    ),
    "knowledge.export_core": (
        "the gateway asks a service that is not there; given up after the timeout, and get_kg_core gives "
        "the same"
    ),
    "knowledge.unload_kg_core": "not implemented; told as an error",
    "knowledge.put_kg_core": (
        "triples and vectors are unreadable for the service, which is told as an error; seen to work on a "
        "gateway with that mended"
    ),
    "knowledge.get_kg_core": (
        "triples and vectors are unreadable for the gateway, which is told as an error; seen to work on a "
        "gateway with that mended"
    ),
    "knowledge.put_de_core": (
        "vectors are unreadable for the service, which is told as an error; seen to work on a gateway with "
        "that mended"
    ),
    "knowledge.get_de_core": (
        "vectors are unreadable for the gateway, which is told as an error; seen to work on a gateway with "
        "that mended"
    ),
}
# What works, and what there is to know about it: operations, on which interfaces ("" for all), what.
READ_BACK = "the gateway drops the error of a failed call; `verify=True` reads back, and tells"
UNTOLD = "the gateway drops the error of a failed call, which looks like success; read back where it matters"
EMPTY = "the gateway drops the error of a failed call, which looks like an empty result"
LIMITED = {
    **dict.fromkeys(
        [
            "config.put",
            "config.delete",
            "flow.start",
            "flow.stop",
            "flow.put_blueprint",
            "flow.delete_blueprint",
        ],
        ("", READ_BACK),
    ),
    **dict.fromkeys(
        [
            "iam.enable_user",
            "iam.disable_user",
            "iam.delete_user",
            "iam.revoke_api_key",
            "iam.disable_workspace",
            "auth.change_password",
            "iam.change_password",
        ],
        ("", UNTOLD),
    ),
    **dict.fromkeys(
        ["flow.list", "flow.list_blueprints", "iam.list_users", "iam.list_api_keys"], ("", EMPTY)
    ),
    **dict.fromkeys(["document_embeddings_query", "schema_selection"], ("", EMPTY)),
    "iam.rotate_signing_key": (
        "",
        "a running gateway goes on with the old key, and until it is restarted refuses all new tokens",
    ),
    "knowledge.load_kg_core": ("", "answered when loading begins; what fails later is told nowhere"),
    "knowledge.load_de_core": ("", "answered when loading begins; what fails later is told nowhere"),
    "thru": (
        "REST",
        "refused wherever the open-source IAM service runs, which is told as an error; seen to work with the "
        "no-auth service",
    ),
    "library.stream_document": (
        "REST",
        "by GET document-stream, which tells no failure; the client compares the length",
    ),
}
REFUSED = "the open-source IAM service does not know it; told as an error"
SILENT = "the open-source IAM service does not know it, and the gateway drops its error: nothing can tell"


@dataclass(frozen=True)
class Row:
    """An operation of the gateway, with the cells of the official client by interface."""

    group: str
    operation: str
    official: dict[str, str]
    note: str


def rows() -> list[Row]:
    with Path(__file__).with_name("official_client.tsv").open(encoding="utf-8", newline="") as file:
        return [
            Row(each["group"], each["operation"], {name: each[name] for name in INTERFACES}, each["note"])
            for each in csv.DictReader(file, delimiter="\t")
        ]


def served(operation: AnyOperation) -> set[tuple[str, str]]:
    """The rows that an operation of ours is about: (group, operation) as official_client.tsv has them."""
    if not isinstance(operation, Operation):
        return {("bulk import" if isinstance(operation, Import) else "bulk export", last(operation.path))}
    of_service: str = operation.body.get("operation", "")
    found: set[tuple[str, str]] = set()
    if operation.path is not None:
        found |= row_of_path(operation.path, of_service)
    if operation.frame is not None and (operation.path is None or last(operation.path) == "document-stream"):
        service = operation.frame["service"]
        found |= {("flow service", "thru/*")} if service.startswith("thru/") else {(service, of_service)}
    return found


def row_of_path(path: str, operation: str) -> set[tuple[str, str]]:
    if path.startswith("/api/v1/auth/"):
        return {("auth endpoints", f"POST {path}")}
    if path == "/api/v1/iam":
        also = f"POST /api/v1/auth/{operation}"
        return {("iam", operation), ("iam (enterprise)", operation), ("auth endpoints", also)}
    if "/service/thru/" in path:
        return {("flow service", "thru/*")}
    if "/service/" in path:
        service = last(path)
        return {("flow service", f"{service} {operation}".strip())}
    if path.startswith("/api/metrics"):
        return {("http", "metrics (GET /api/metrics/{path})")}
    if path.startswith("/api/v1/i18n"):
        return {("http", "i18n pack")}
    if operation and last(path) != "document-stream":
        return {(last(path), operation)}
    return {("http stream", last(path))}


def last(path: str) -> str:
    return path.rsplit("/", 1)[1]


def cell(row: Row, ours: list[AnyOperation], interface: str, seen: Witness) -> str:
    """What our client makes of a row on an interface; an empty text where no test has said."""
    worked = [each for each in ours if (each.name, interface) in seen.worked]
    raised = [each for each in ours if (each.name, interface) in seen.raised]
    if row.group == "iam (enterprise)" and (worked or raised):
        return f"defect: {SILENT if worked else REFUSED}"
    for each in (*worked, *raised):
        if each.name in BROKEN:
            return f"defect: {BROKEN[each.name]}"
    for each in ours:
        reason = IMPOSSIBLE.get((each.name, interface.removeprefix("async ")))
        if reason is not None and not worked:
            return f"impossible: {reason}"
    for each in worked:
        place, limit = LIMITED.get(each.name, (interface, ""))
        if limit and place in interface:
            return f"works: {limit}"
    return "works" if worked else ""


def seen_cells(seen: Witness) -> list[tuple[Row, dict[str, str]]]:
    """Our cells, row by row, on the interfaces that make sense for the row."""
    about = {name: served(operation) for name, operation in OPERATIONS.items()}
    found: list[tuple[Row, dict[str, str]]] = []
    for row in rows():
        ours = [OPERATIONS[name] for name in about if (row.group, row.operation) in about[name]]
        places = BULK if row.group.startswith("bulk") else CALLS
        found.append((row, {place: cell(row, ours, place, seen) for place in places}))
    return found


def unseen(seen: Witness) -> list[str]:
    """Cells that no test has filled, and operations of ours that no test has called where they are."""
    empty = [
        f"{row.group}: {row.operation} on {interface}"
        for row, cells in seen_cells(seen)
        for interface, text in cells.items()
        if not text
    ]
    return empty + never_called(OPERATIONS, seen)


TITLES = {"iam": "IAM", "iam (enterprise)": "IAM (enterprise)", "http": "HTTP", "http stream": "HTTP streams"}
OFFICIAL = {"Y": "yes", "P": "in part", "B": "broken", "-": "no"}
HEAD = """# What reaches TrustGraph 2.11.1

All that the gateway offers, and which client reaches it how: ours, `trustgraph_v2`, beside the official
one, `trustgraph-base` 2.11.1.

This page is written by the conformance tests (`nox -s conformance -- --write-parity`), and they fail
when it is not what they saw. **works**: a test called it on that interface of TrustGraph's own gateway,
and found the result to be right; a number tells what else there is to know. **impossible**: the gateway
does not offer it there. **defect**: the gateway or a service behind it fails; the number says how, and
what our client makes of it.

Of the official client, *yes*, *in part*, *broken* (there is a method, which fails or gives wrong data)
and *no* are facts about its release 2.11.1.
"""


def written(seen: Witness) -> str:
    """The page."""
    found = seen_cells(seen)
    numbers: dict[str, int] = {}
    lines = [HEAD, *totals(found)]
    for group in dict.fromkeys(row.group for row, _ in found):
        lines += ["", f"## {TITLES.get(group, group.capitalize())}", ""]
        lines += table([pair for pair in found if pair[0].group == group], numbers)
    lines += ["", "## Why", ""]
    lines += [f"{number}. {reason[0].upper()}{reason[1:]}." for reason, number in numbers.items()]
    return "\n".join(lines) + "\n"


def totals(found: list[tuple[Row, dict[str, str]]]) -> list[str]:
    lines = [
        "| interface | rows | ours: works | defect | impossible | official: yes | in part | broken | no |"
    ]
    lines += [f"|{'---|' * 9}"]
    for interface in INTERFACES:
        on = [(row.official[interface][0], cells[interface]) for row, cells in found if interface in cells]
        ours = Counter(text.partition(":")[0] for _, text in on)
        official = Counter(letter for letter, _ in on)
        counts = [ours["works"], ours["defect"], ours["impossible"], *(official[each] for each in OFFICIAL)]
        lines.append(f"| {interface} | {len(on)} | {' | '.join(map(str, counts))} |")
    return lines


def table(found: list[tuple[Row, dict[str, str]]], numbers: dict[str, int]) -> list[str]:
    interfaces = list(found[0][1])
    heads = ["operation", *interfaces, *(f"official {each}" for each in interfaces), "of the official client"]
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for row, cells in found:
        ours = [short(text, numbers) for text in cells.values()]
        theirs = [OFFICIAL[row.official[interface][0]] for interface in interfaces]
        lines.append(f"| {' | '.join([row.operation, *ours, *theirs, row.note])} |")
    return lines


def short(text: str, numbers: dict[str, int]) -> str:
    """A cell, with the number of its reason."""
    word, _, reason = text.partition(": ")
    if not reason:
        return word
    return f"{word} ({numbers.setdefault(reason, len(numbers) + 1)})"
