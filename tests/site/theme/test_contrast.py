"""Colour pairs of the tokens against WCAG 2.2: 1.4.3 (text 4.5:1) and 1.4.11 (controls 3:1)."""

import pytest
import re


TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink-soft", "paper"),
    ("ink-soft", "ground"),
    ("river", "paper"),
    ("river", "ground"),
    ("river", "river-tint"),
    ("river-deep", "paper"),
    ("river-deep", "river-tint"),
    ("on-river", "river"),
    ("on-river", "river-deep"),
    ("ink", "river-tint"),
    ("danger", "paper"),
    ("ink", "danger-tint"),
    ("paper", "danger"),
    ("wait", "wait-tint"),
    ("run", "run-tint"),
    ("done", "done-tint"),
    ("warn", "warn-tint"),
    ("ink", "warn-tint"),
    ("ink", "done-tint"),
]
CONTROL_PAIRS = [
    ("line-strong", "paper"),
    ("line-strong", "ground"),
    ("river", "paper"),
    ("focus", "paper"),
    ("focus", "ground"),
    ("signet-red", "paper"),
]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2, definition)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def looks(top) -> dict[str, dict[str, str]]:
    text = (top / "src/infostrada.site/theme-src/scss/_tokens.scss").read_text("utf-8")
    blocks = re.findall(r"@mixin (\w+) \{(.*?)\n\}", text, re.DOTALL)
    return {name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body)) for name, body in blocks}


def test_the_measure_itself():
    # W3C's own examples: black on white is 21:1, #767676 on white just passes 4.5:1.
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_text_has_four_and_a_half_to_one(looks, look):
    tokens = looks[look]
    weak = {pair: ratio(tokens[pair[0]], tokens[pair[1]]) for pair in TEXT_PAIRS}
    assert not {pair: round(found, 2) for pair, found in weak.items() if found < 4.5}


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_controls_have_three_to_one(looks, look):
    tokens = looks[look]
    weak = {pair: ratio(tokens[pair[0]], tokens[pair[1]]) for pair in CONTROL_PAIRS}
    assert not {pair: round(found, 2) for pair, found in weak.items() if found < 3}


def test_high_contrast_has_seven_to_one(looks):
    tokens = looks["contrast"]
    assert min(ratio(tokens[one], tokens[other]) for one, other in TEXT_PAIRS) >= 7
