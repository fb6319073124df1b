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
from typing import Literal

from django.utils.translation import gettext as _

WIDTH, HEIGHT = 640, 280
#: For a phone as well: its lines are named beside it, by `swatch`.
NARROW = 400
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


@dataclass(frozen=True)
class Label:
    """Words of a drawing: where their baseline is, and which end of them stands there."""

    x: float
    y: float
    anchor: Literal["start", "middle", "end"]
    text: str


@dataclass(frozen=True)
class Drawing:
    """`shapes` is SVG without words."""

    width: int
    height: int
    shapes: str
    labels: Sequence[Label]

    def svg(self, *, label: str = "", ink: str = "currentColor", words: bool = True) -> str:
        """`label` says in a sentence what it shows, for whoever does not see it; `ink` is a fixed
        colour for documents without a page around."""
        said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
        texts = "".join(
            f'<text x="{one.x:.1f}" y="{one.y:.1f}" text-anchor="{one.anchor}">'
            f"{escape(one.text)}</text>"
            for one in self.labels
            if words
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'{said} color="{escape(ink)}" font-size="12" fill="currentColor">'
            f"{self.shapes}{texts}</svg>"
        )


def line_chart(
    series: Sequence[Series],
    *,
    label: str,
    target: float | None = None,
    target_label: str = "",
    ink: str = "currentColor",
) -> str:
    """The drawing as SVG, each line named at its end. Raises ValueError as `lines`."""
    return lines(series, target=target, target_label=target_label).svg(label=label, ink=ink)


def lines(
    series: Sequence[Series],
    *,
    target: float | None = None,
    target_label: str = "",
    narrow: bool = False,
) -> Drawing:
    """Lines over time. A narrow drawing leaves the names of its lines to the page around.

    Raises ValueError without points, or with more than six series.
    """
    if len(series) > MAX_SERIES or not any(one.points for one in series):
        raise ValueError("A chart has one to six series with points")
    width, right = (NARROW, 24) if narrow else (WIDTH, _RIGHT)
    points = [point for one in series for point in one.points]
    values = [point.value for point in points] + ([target] if target is not None else [])
    ticks = nice_ticks(min(values), max(values))
    days = [point.on.toordinal() for point in points]
    first, last = min(days), max(days)

    def x(on: dt.date) -> float:
        if first == last:
            return (_LEFT + width - right) / 2
        return _LEFT + (on.toordinal() - first) / (last - first) * (width - _LEFT - right)

    def y(value: float) -> float:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)

    shapes, labels = [], []
    for tick in ticks:
        kind = "trend__axis" if tick == ticks[0] else "trend__grid"
        shapes.append(
            f'<line class="{kind}" stroke="currentColor" stroke-opacity="0.35" x1="{_LEFT}" '
            f'x2="{width - right}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>'
        )
        labels.append(Label(_LEFT - 8, y(tick) + 4, "end", plain(tick)))
    labels += [
        Label(x(on), HEIGHT - 10, "middle", period)
        for on, period in _labels(points, at_most=4 if narrow else 6)
    ]
    if target is not None:
        shapes.append(
            f'<line stroke="currentColor" stroke-dasharray="2 6" x1="{_LEFT}" '
            f'x2="{width - right}" y1="{y(target):.1f}" y2="{y(target):.1f}"/>'
        )
        labels.append(Label(width - right + 8, y(target) + 4, "start", target_label))
    taken = [y(target)] if target is not None else []
    for number, one in enumerate(series):
        places = [(x(p.on), y(p.value)) for p in one.points]
        if not places:
            continue
        shapes.append(_line(number, places))
        end, down = places[-1]
        while any(abs(down - other) < 14 for other in taken):
            down += 14
        taken.append(down)
        if not narrow:
            labels.append(Label(end + 10, down + 4, "start", _short(one.label)))
    return Drawing(width, HEIGHT, "".join(shapes), labels)


def swatch(number: int) -> str:
    """How the line of this number (from 0) looks, for its name beside a narrow drawing."""
    return Drawing(40, 12, _line(number, [(2, 6), (20, 6), (38, 6)], marks=1), ()).svg()


def _line(number: int, places: Sequence[tuple[float, float]], *, marks: int = 0) -> str:
    """The line and its points; with `marks`, only that one of these."""
    path = " ".join(f"{'M' if n == 0 else 'L'}{a:.1f} {b:.1f}" for n, (a, b) in enumerate(places))
    dash = f' stroke-dasharray="{_DASHES[number]}"' if _DASHES[number] else ""
    drawn = places[marks : marks + 1] if marks else places
    return (
        f'<g class="trend__line--{number + 1}"><path d="{path}" fill="none" stroke="currentColor" '
        f'stroke-width="2"{dash}/>{"".join(_mark(number, a, b) for a, b in drawn)}</g>'
    )


def _mark(number: int, a: float, b: float) -> str:
    if number % 3 == 1:
        return f'<rect x="{a - 3.5:.1f}" y="{b - 3.5:.1f}" width="7" height="7"/>'
    if number % 3 == 2:
        return f'<path d="M{a:.1f} {b - 5:.1f}l5 9h-10z"/>'
    return f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4"/>'


def _short(label: str) -> str:
    return label if len(label) <= 18 else f"{label[:17]}…"


def _labels(points: Sequence[Point], *, at_most: int) -> list[tuple[dt.date, str]]:
    """Some of the periods, first and last among them."""
    named = sorted({(point.on, point.period) for point in points})
    step = max(1, math.ceil((len(named) - 1) / (at_most - 1)))
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


def change_in_words(
    name: str, first: tuple[str, str], last: tuple[str, str], *, unit: str = ""
) -> str:
    """From where to where, without a word on whether that is good. `first` and `last` are period
    and value as printed; the same when there is one value only."""
    named = {
        "name": name,
        "unit": unit,
        "then": first[0],
        "from": first[1],
        "now": last[0],
        "to": last[1],
    }
    if first[0] == last[0]:
        words = _("%(name)s: %(to)s in %(now)s (%(unit)s).")
        bare = _("%(name)s: %(to)s in %(now)s.")
    elif first[1] == last[1]:
        words = _("%(name)s: %(to)s in %(then)s and again in %(now)s (%(unit)s).")
        bare = _("%(name)s: %(to)s in %(then)s and again in %(now)s.")
    else:
        words = _("%(name)s: from %(from)s in %(then)s to %(to)s in %(now)s (%(unit)s).")
        bare = _("%(name)s: from %(from)s in %(then)s to %(to)s in %(now)s.")
    return (words if unit else bare) % named
