"""A chart of throughput, as SVG: for each row a bar per client, as long as its part of the row's best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

COLORS = {"ours": "#1f6feb", "official": "#9aa4b1"}
CLAIM = "#cf222e"
NAMES = {"ours": "this client", "official": "official client"}
WIDTH, LEFT, RIGHT, TOP = 760, 210, 140, 58
BAR, GAP = 14, 16
FONT = 'font-family="system-ui, sans-serif" font-size="12"'


@dataclass(frozen=True)
class Row:
    """A group of bars.

    Attributes:
        values: Client to items per second.
        claim: What is claimed for the row, shown as a line; None if nothing is.
    """

    title: str
    unit: str
    values: Mapping[str, float]
    claim: float | None = None


def drawn(rows: Sequence[Row], where: str) -> str:
    """The chart; `where` says what it was measured on."""
    parts: list[str] = []
    y = TOP
    for row in rows:
        y = _group(parts, row, y)
    legend = "".join(
        f'<rect x="{LEFT + 130 * n}" y="33" width="11" height="11" fill="{COLORS[name]}"/>'
        + _text(LEFT + 130 * n + 17, 43, NAMES[name])
        for n, name in enumerate(COLORS)
    )
    if any(row.claim is not None for row in rows):
        x = LEFT + 130 * len(COLORS)
        legend += f'<path d="M{x + 5} 31V46" stroke="{CLAIM}" stroke-width="1.5"/>' + _text(
            x + 17, 43, "claimed"
        )
    title = _text(
        12, 20, "Throughput of bulk transfers; longer is better, each group to its own scale", "600"
    )
    foot = _text(12, y + 12, where, color="#57606a")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 24}" role="img" {FONT}>\n'
        f'<rect width="{WIDTH}" height="{y + 24}" fill="#ffffff"/>\n{title}\n{legend}\n'
        + "\n".join(parts)
        + f"\n{foot}\n</svg>\n"
    )


def _group(parts: list[str], row: Row, y: int) -> int:
    """Adds the bars of a row; returns where the next one begins."""
    best = max([*row.values.values(), row.claim or 0])
    height = BAR * len(row.values)
    parts.append(_text(LEFT - 10, y + height // 2 + 4, row.title, anchor="end"))
    for n, (name, value) in enumerate(row.values.items()):
        length, top = _scaled(value, best), y + BAR * n
        said = f"{float(f'{value:.3g}'):,.0f} {row.unit}"
        parts.append(
            f'<rect x="{LEFT}" y="{top}" width="{length:.1f}" height="{BAR - 2}" fill="{COLORS[name]}"/>'
            + _text(LEFT + length + 6, top + 10, said)
        )
    if row.claim is not None:
        x = LEFT + _scaled(row.claim, best)
        parts.append(
            f'<path d="M{x:.1f} {y - 4}V{y + height + 2}" stroke="{CLAIM}" stroke-width="1.5">'
            f"<title>claimed: {row.claim:,.0f} {escape(row.unit)}</title></path>"
        )
    return y + height + GAP


def _scaled(value: float, best: float) -> float:
    return value / best * (WIDTH - LEFT - RIGHT)


def _text(
    x: float, y: int, text: str, weight: str = "400", anchor: str = "start", color: str = "#1f2328"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y}" fill="{color}" font-weight="{weight}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )
