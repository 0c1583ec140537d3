"""Every pair of colours that carries words is at least 4.5:1, what carries shapes 3:1, in both themes."""

import re
from itertools import product
from pathlib import Path

import pytest

from samrit import ui

TOKENS = (Path(ui.__file__).parent / "static/samrit/tokens.css").read_text(encoding="utf-8")
THEMES = {"light": ":root", "dark": '[data-bs-theme="dark"]'}

WORDS = [
    *product(["ink", "ink-soft", "accent", "red-ink", "gold-ink"], ["paper", "surface", "sunken"]),
    *product(["ink"], ["accent-soft", "gold-soft", "red-soft", "held-soft", "plain-soft"]),
    ("ink-soft", "plain-soft"),
    ("accent", "accent-soft"),
    ("accent-deep", "accent-soft"),
    ("gold-ink", "gold-soft"),
    ("red-ink", "red-soft"),
    ("held-ink", "held-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("on-fill", "red-fill"),
    ("on-fill", "red-fill-deep"),
    ("on-fill", "done-fill"),
    ("surface", "ink"),
    ("head-ink", "head"),
    ("head-soft", "head"),
]
SHAPES = [
    *product(["line-strong", "accent", "gold", "red", "ink"], ["paper", "surface"]),
    ("gold", "gold-soft"),
    ("accent", "accent-soft"),
    ("ink", "track-3"),
]


def colours(theme: str) -> dict[str, str]:
    block = re.search(re.escape(THEMES[theme]) + r" \{(.*?)\n\}", TOKENS, re.DOTALL)
    assert block is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_weak(theme: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    known = colours(theme)
    found = [(one, other, contrast(known[one], known[other])) for one, other in pairs]
    return [f"{one} on {other}: {ratio:.2f}" for one, other, ratio in found if ratio < least]


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read(theme: str) -> None:
    assert too_weak(theme, WORDS, 4.5) == []


@pytest.mark.parametrize("theme", THEMES)
def test_shapes_can_be_seen(theme: str) -> None:
    assert too_weak(theme, SHAPES, 3) == []


def test_both_themes_name_the_same_colours() -> None:
    assert set(colours("light")) == set(colours("dark"))


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
