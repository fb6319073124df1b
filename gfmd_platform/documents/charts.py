"""Lines over time as SVG: a few kilobytes, made by us, for the page and for paper.

Inline in a page the drawing takes its colours from the page (`currentColor` and the classes of
`tables.css`), so both themes and forced colours hold; it has no style, script or font of its own,
and passes a strict CSP. Series are told apart by dash and marker before colour, so that it reads in
grey. Text is escaped here. Nothing says which direction is good.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 128, 16, 32
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4", "12 4")
MAX_SERIES = len(_DASHES)


@dataclass(frozen=True)
class Point:
    """`on` is where it stands on the axis, `period` what it is called."""

    on: dt.date
    value: float
    period: str


@dataclass(frozen=True)
class Series:
    label: str
    points: Sequence[Point]


def line_chart(
    series: Sequence[Series],
    *,
    label: str,
    target: float | None = None,
    target_label: str = "",
    ink: str = "currentColor",
) -> str:
    """The drawing as SVG. `label` says in a sentence what it shows, for whoever does not see it.

    `ink` is a fixed colour for documents without a page around. Raises ValueError without points,
    or with more than six series.
    """
    if len(series) > MAX_SERIES or not any(one.points for one in series):
        raise ValueError("A chart has one to six series with points")
    points = [point for one in series for point in one.points]
    values = [point.value for point in points] + ([target] if target is not None else [])
    ticks = nice_ticks(min(values), max(values))
    days = [point.on.toordinal() for point in points]
    first, last = min(days), max(days)

    def x(on: dt.date) -> float:
        if first == last:
            return (_LEFT + WIDTH - _RIGHT) / 2
        share = (on.toordinal() - first) / (last - first)
        return _LEFT + share * (WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)

    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}" color="{escape(ink)}" font-size="12" fill="currentColor">'
    ]
    for tick in ticks:
        kind = "trend__axis" if tick == ticks[0] else "trend__grid"
        drawn.append(
            f'<line class="{kind}" stroke="currentColor" stroke-opacity="0.35" x1="{_LEFT}" '
            f'x2="{WIDTH - _RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>'
            f'<text x="{_LEFT - 8}" y="{y(tick) + 4:.1f}" text-anchor="end">{plain(tick)}</text>'
        )
    for on, period in _labels(points):
        drawn.append(
            f'<text x="{x(on):.1f}" y="{HEIGHT - 10}" text-anchor="middle">{escape(period)}</text>'
        )
    if target is not None:
        drawn.append(
            f'<line stroke="currentColor" stroke-dasharray="2 6" x1="{_LEFT}" '
            f'x2="{WIDTH - _RIGHT}" y1="{y(target):.1f}" y2="{y(target):.1f}"/>'
            f'<text x="{WIDTH - _RIGHT + 8}" y="{y(target) + 4:.1f}">{escape(target_label)}</text>'
        )
    taken = [y(target)] if target is not None else []
    for number, one in enumerate(series):
        drawn.append(_line(number, one, x, y, taken))
    return "".join(drawn) + "</svg>"


def _line(number: int, one: Series, x: object, y: object, taken: list[float]) -> str:
    places = [(x(p.on), y(p.value)) for p in one.points]  # type: ignore[operator]
    if not places:
        return ""
    path = " ".join(f"{'M' if n == 0 else 'L'}{a:.1f} {b:.1f}" for n, (a, b) in enumerate(places))
    dash = f' stroke-dasharray="{_DASHES[number]}"' if _DASHES[number] else ""
    end, down = places[-1]
    while any(abs(down - other) < 14 for other in taken):
        down += 14
    taken.append(down)
    marks = "".join(_mark(number, a, b) for a, b in places)
    return (
        f'<g class="trend__line--{number + 1}"><path d="{path}" fill="none" stroke="currentColor" '
        f'stroke-width="2"{dash}/>{marks}<text x="{end + 10:.1f}" y="{down + 4:.1f}">'
        f"{escape(_short(one.label))}</text></g>"
    )


def _mark(number: int, a: float, b: float) -> str:
    if number % 3 == 1:
        return f'<rect x="{a - 3.5:.1f}" y="{b - 3.5:.1f}" width="7" height="7"/>'
    if number % 3 == 2:
        return f'<path d="M{a:.1f} {b - 5:.1f}l5 9h-10z"/>'
    return f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4"/>'


def _short(label: str) -> str:
    return label if len(label) <= 18 else f"{label[:17]}…"


def _labels(points: Sequence[Point]) -> list[tuple[dt.date, str]]:
    """At most six periods, first and last among them."""
    named = sorted({(point.on, point.period) for point in points})
    step = max(1, math.ceil((len(named) - 1) / 5))
    return [*named[:-1:step], named[-1]] if len(named) > 1 else named


def nice_ticks(low: float, high: float) -> list[float]:
    """Three to seven round numbers around the values; 0 among them unless it is far away."""
    if low >= 0 and low <= high / 2:
        low = 0.0
    if low == high:
        low, high = low - abs(low or 1) / 2, high + abs(high or 1) / 2
    raw = (high - low) / 4
    power = 10 ** math.floor(math.log10(raw))
    step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= raw * 0.999)
    start, stop = math.floor(low / step), math.ceil(high / step)
    return [round(n * step, 10) for n in range(start, max(stop, start + 1) + 1)]


def plain(value: float) -> str:
    """A number for an axis: with thin spaces between thousands, without trailing zeros."""
    return f"{value:,.6f}".rstrip("0").rstrip(".").replace(",", "\u202f")
