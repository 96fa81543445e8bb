"""A descriptor beside a live gateway, which is asked for each operation, and made to do none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial

from gatewright.descriptor import Descriptor

from .asking import Answer, Http
from .described import feeds, transfers
from .ground import Ground, Unasked
from .over_rest import OverRest
from .over_sockets import OverSocket, shake_hands
from .report import ParityError, Report, Row, declared, stale

Questions = Iterable[tuple[str, Callable[[], Answer]]]


def compare(descriptor: Descriptor, url: str, token: str | None, timeout: float) -> Report:
    """Which operations a live gateway knows; nothing is done there.

    Raises:
        ParityError: it cannot be reached, refuses the credential, or says nothing of use.
    """
    report = Report(f"gateway at {url}")
    known: list[str] = []
    with ExitStack() as stack:
        http = Http(descriptor, url, timeout)
        stack.callback(http.close)
        ground = Ground(descriptor, http, token, timeout)
        for interface, questions in _interfaces(ground, stack):
            names, rows = _answers(ground, questions)
            known += names
            report.rows += rows
            if names or rows:
                report.summary.append(f"{len(names)} of {len(names) + len(rows)} on {interface}")
    if not known and not any(row.counts for row in report.rows):
        raise ParityError(f"{url} gives no answer that would tell anything: is it the gateway?")
    parity = descriptor.gateway.parity
    report.rows = declared(report.rows, parity) + stale(known, parity.extra)
    return report


def _interfaces(ground: Ground, stack: ExitStack) -> Iterator[tuple[str, Questions]]:
    """What is to be asked, with the keys of its rows, by interface."""
    rest = OverRest(ground)
    on_rest = [call for call in ground.described if call.route is not None]
    yield "REST", [(f"{call.key} REST", partial(rest.ask, call)) for call in on_rest]
    called = [call for call in ground.described if call.socket]
    if called and ground.gateway.socket is not None:
        socket = OverSocket(ground, ground.gateway.socket, stack)
        yield "socket", [(f"{call.key} socket", partial(socket.ask, call)) for call in called]
    own = [(bulk.key, bulk.transfer.path, True) for bulk in transfers(ground.descriptor)]
    own += [(key, feed.path, False) for key, feed in feeds(ground.descriptor)]
    yield (
        "sockets of their own",
        [(key, partial(shake_hands, ground, path, is_bulk=is_bulk)) for key, path, is_bulk in own],
    )


def _answers(ground: Ground, questions: Questions) -> tuple[list[str], list[Row]]:
    """What the gateway knows, and a row for everything else."""
    known: list[str] = []
    rows: list[Row] = []
    never = ground.probe.never
    for name, ask in questions:
        reason = never.get(name, never.get(name.partition(" ")[0]))
        try:
            if reason is not None:
                raise Unasked(reason)
            answer = ask()
        except Unasked as why:
            rows.append(Row("not asked", name, str(why)))
            continue
        if answer.silent:
            rows.append(Row("no answer", name, f"within {ground.timeout:g} s"))
        elif ground.is_unknown(answer):
            rows.append(Row("surplus", name, f"the gateway does not know it: {answer.words}"))
        else:
            known.append(name)
    return known, rows
