"""Ready symbols, and the light colours of the tokens for paper and legends.

The map in the browser takes the tokens from the page's style sheet (`--map-…` in front/src/map.css),
so that it follows dark and high contrast; `tests/geo/styles` compares both lists.
"""

from infostrada.geo.styles.rules import Rule
from infostrada.geo.styles.rules import Style
from infostrada.geo.styles.rules import style_of


PALETTE = {
    "paper": "#f6f4ee",
    "ink": "#1c2430",
    "parcel": "#fbf7ee",
    "parcel-line": "#85735a",
    "building": "#b9a58c",
    "building-line": "#5e4c38",
    "road": "#e3ded3",
    "road-line": "#8f8878",
    "water": "#b7d3e6",
    "water-line": "#4a7fa5",
    "address": "#5a3d8a",
    "area": "#2e6b4a",
    "area-line": "#2e6b4a",
    "green": "#7fae83",
    "green-line": "#2f6b3c",
    "plan": "#c98a3a",
    "plan-line": "#8a5410",
    "monument": "#8c2f39",
    "monument-line": "#5c1720",
    "pipe-water": "#1f6fb2",
    "pipe-sewer": "#7a4a1d",
    "pipe-gas": "#a07800",
    "pipe-power": "#b3201b",
    "pipe-heat": "#8e2f8a",
    "pipe-telecom": "#b35a00",
    "link": "#0f4c81",
    "link-line": "#0f4c81",
    "chosen": "#a63a1e",
    "chosen-line": "#a63a1e",
    "photo-line": "#fff6d6",
}

PRESETS: dict[str, Style] = {
    # From afar thinner, or the lines would close to one area.
    "parcel": Style(
        (
            Rule(fill="@parcel", opacity=0.35, stroke="@parcel-line", width=1, max_scale=6000),
            Rule(fill="@parcel", opacity=0.35, stroke="@parcel-line", width=0.4),
        )
    ),
    "building": Style((Rule(fill="@building", stroke="@building-line", width=1),)),
    "road": Style((Rule(fill="@road", stroke="@road-line", width=0.5),)),
    "water": Style((Rule(fill="@water", stroke="@water-line", width=0.5),)),
    "address": Style((Rule(fill="@address", stroke="@paper", width=1, symbol="circle", size=3),)),
    "area": Style((Rule(fill="@area", opacity=0.25, stroke="@area-line", width=2),)),
    "protected": Style((Rule(fill="@green", opacity=0.3, hatch="lines", stroke="@green-line", width=2),)),
    "plan": Style((Rule(fill="@plan", opacity=0.3, stroke="@plan-line", width=1.5),)),
    "monument": Style(
        (Rule(fill="@monument", opacity=0.9, stroke="@monument-line", width=1, symbol="diamond", size=7),)
    ),
    "network": Style((Rule(stroke="@pipe-water", width=2),)),
}


def hex_of(colour: str) -> str:
    """A colour as `#rrggbb`; tokens by the light palette, unknown ones as ink."""
    return PALETTE.get(colour[1:], PALETTE["ink"]) if colour.startswith("@") else colour


def style_for(symbol: str, label: str, rules: list[dict[str, object]]) -> list[dict[str, object]]:
    """The rules to draw by: the layer's own, or those of its symbol with its label."""
    if rules:
        return style_of(rules).data()
    preset = PRESETS.get(symbol, PRESETS["area"]).data()
    return [{**rule, "label": label} for rule in preset]
