"""Hints about colours that cannot be told apart: WCAG 2.2, 1.4.11 asks 3:1 for graphical objects."""

from infostrada.geo.styles.presets import hex_of
from infostrada.geo.styles.presets import PALETTE
from infostrada.geo.styles.rules import Style


LEAST = 3.0


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2, glossary)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    """Contrast of two colours, from 1 to 21."""
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def blended(colour: str, opacity: float, ground: str) -> str:
    """A half-transparent colour as it looks on a ground."""
    mixed = (
        round(int(colour[i : i + 2], 16) * opacity + int(ground[i : i + 2], 16) * (1 - opacity))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def too_pale(style: Style) -> list[tuple[int, float]]:
    """Rules (from 1) of which neither outline nor fill reaches 3:1 on the map's paper."""
    paper = PALETTE["paper"]
    found = []
    for number, rule in enumerate(style.rules, start=1):
        shown = [hex_of(rule.stroke)] if rule.stroke else []
        if rule.fill:
            shown.append(blended(hex_of(rule.fill), rule.opacity, paper))
        best = max((ratio(colour, paper) for colour in shown), default=LEAST)
        if best < LEAST:
            found.append((number, round(best, 1)))
    return found
