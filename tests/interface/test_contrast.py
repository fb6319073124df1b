"""Ink on paper, computed from the tokens, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

TOKENS = Path(str(finders.find("interface/css/tokens.css"))).read_text()
PAIRS = dict(re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)", TOKENS))
THEMES = {
    theme: {name: pair.split(", ")[index] for name, pair in PAIRS.items()}
    for index, theme in enumerate(("light", "dark"))
}
GROUNDS = ["paper", "surface", "sunken"]
WASHES = ["act", "caution", "good", "warn", "demo"]
TEXT = 4.5
SHAPE = 3.0


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def ratio(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def wanted() -> list[tuple[str, str, float]]:
    pairs = [
        (ink, ground, TEXT)
        for ground in GROUNDS
        for ink in ("ink", "ink-soft", "act", "act-strong", "caution", "good", "warn")
    ]
    pairs += [(tone, f"{tone}-wash", TEXT) for tone in WASHES]
    pairs += [(ink, f"{tone}-wash", TEXT) for tone in WASHES for ink in ("ink", "ink-soft", "act")]
    pairs += [("on-act", "act", TEXT), ("on-act", "act-strong", TEXT), ("paper", "caution", TEXT)]
    pairs += [("on-cluster", f"cluster-{n}", TEXT) for n in range(1, 7)]
    pairs += [(f"cluster-{n}", ground, SHAPE) for n in range(1, 7) for ground in GROUNDS]
    pairs += [("edge", ground, SHAPE) for ground in GROUNDS]
    return pairs


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back", "least"), wanted())
def test_contrast_reaches_aa(theme: str, front: str, back: str, least: float) -> None:
    colours = THEMES[theme]
    assert ratio(colours[front], colours[back]) >= least


def test_the_formula_agrees_with_known_ratios() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_browsers_without_light_dark_get_the_light_theme() -> None:
    fallback = TOKENS.split("@supports not", 1)[1]
    assert dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", fallback)) == THEMES["light"]


def test_every_colour_is_a_token() -> None:
    folder = Path(str(finders.find("interface/css/tokens.css"))).parent
    for path in folder.glob("*.css"):
        if path.name != "tokens.css":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|\brgba?\(", path.read_text()), (
                path
            )
