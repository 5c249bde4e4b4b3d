"""Drawing rules: what holds, what is refused, what is too pale. The map runs the same examples."""

from infostrada.geo.styles.contrast import ratio
from infostrada.geo.styles.contrast import too_pale
from infostrada.geo.styles.presets import PALETTE
from infostrada.geo.styles.presets import PRESETS
from infostrada.geo.styles.rules import Condition
from infostrada.geo.styles.rules import denominator
from infostrada.geo.styles.rules import over_picture
from infostrada.geo.styles.rules import Rule
from infostrada.geo.styles.rules import Style
from infostrada.geo.styles.rules import style_of
from infostrada.geo.styles.rules import UnlawfulStyle
from infostrada.geo.styles.widget import empty_row
from infostrada.geo.styles.widget import row_of
from infostrada.geo.styles.widget import rules_of
from pathlib import Path

import infostrada.geo.styles
import json
import pytest
import re


EXAMPLES = json.loads((Path(infostrada.geo.styles.__file__).parent / "examples.json").read_text())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: json.dumps(each["where"])[:60])
def test_conditions(example):
    rule = Rule(fill="#000000", where=tuple(Condition(**each) for each in example["where"]))
    assert rule.holds(example["attrs"], 1000) is example["holds"]


def test_the_first_rule_that_holds_at_the_scale_draws():
    far, near = (
        Rule(title="far", fill="#000000", min_scale=5000),
        Rule(title="near", fill="#000000", max_scale=5000),
    )
    style = Style((far, near))
    titles = [style.rule_for({}, scale).title for scale in (4999, 5000)]
    assert titles == ["near", "far"]
    assert Style((near,)).rule_for({}, 5000) is None


def test_over_a_photograph_the_ground_is_an_outline():
    parcel = over_picture(Rule(fill="@parcel", stroke="@parcel-line", width=2))
    assert (parcel.fill, parcel.stroke, parcel.width) == ("", "@photo-line", 2)
    zone = Rule(fill="#e8c07d", opacity=0.45)
    assert over_picture(zone) is zone


def test_a_pixel_is_028_mm():
    assert round(denominator(1)) == 3571


@pytest.mark.parametrize(
    ("rule", "field", "reason"),
    [
        ({"fill": "red"}, "fill", "unlawful"),
        ({"fill": "#12345"}, "fill", "unlawful"),
        ({"fill": "url(#x)"}, "fill", "unlawful"),
        ({"fill": "#123456", "opacity": 2}, "opacity", "unlawful"),
        ({"fill": "#123456", "width": "wide"}, "width", "unlawful"),
        ({"fill": "#123456", "width": True}, "width", "unlawful"),
        ({"fill": "#123456", "size": float("nan")}, "size", "unlawful"),
        ({"stroke": "#123456", "dash": "4,2"}, "dash", "unlawful"),
        ({"fill": "#123456", "symbol": "pentagram"}, "symbol", "unlawful"),
        ({"fill": "#123456", "label": "<b>"}, "label", "unlawful"),
        ({"fill": "#123456", "min_scale": 500, "max_scale": 500}, "max_scale", "scales_crossed"),
        ({"title": "nothing"}, "fill", "draws_nothing"),
        (
            {"fill": "#123456", "where": [{"attribute": "a", "operator": "~", "value": ""}]},
            "operator",
            "unlawful",
        ),
        (
            {"fill": "#123456", "where": [{"attribute": "", "operator": "=", "value": ""}]},
            "attribute",
            "unlawful",
        ),
        (
            {"fill": "#123456", "where": [{"attribute": "a", "operator": "=", "value": []}]},
            "value",
            "unlawful",
        ),
        ({"fill": "#123456", "where": "a = 1"}, "where", "malformed"),
        ({"fill": "#123456", "where": [{}] * 6}, "where", "malformed"),
        ({"fill": "#123456", "script": "x"}, "rule", "malformed"),
        ("fill", "rule", "malformed"),
    ],
)
def test_unlawful_rules_are_named(rule, field, reason):
    with pytest.raises(UnlawfulStyle) as refused:
        style_of([{"fill": "#000000"}, rule])
    assert (refused.value.rule, refused.value.field, refused.value.reason) == (2, field, reason)


@pytest.mark.parametrize("data", [None, "rules", {"fill": "#000000"}, [{"fill": "#000000"}] * 61])
def test_only_lists_of_bearable_length(data):
    with pytest.raises(UnlawfulStyle):
        style_of(data)


def test_data_and_back():
    style = Style((Rule(title="Las", fill="#00ff00", where=(Condition("użytek", "=", "Ls"),)),))
    assert style_of(style.data()) == style
    assert all(style_of(preset.data()) == preset for preset in PRESETS.values())


def test_contrast_of_the_standard():
    # WCAG 2.2: white on black is 21:1; #767676 on white is 4.54:1 (WebAIM's contrast checker).
    assert round(ratio("#ffffff", "#000000"), 2) == 21
    assert round(ratio("#767676", "#ffffff"), 2) == 4.54


def test_pale_rules_are_hinted():
    pale, fine = Rule(stroke="#f0f0a0"), Rule(stroke="#0a4f7e")
    through = Rule(fill="#0a4f7e", opacity=0.1)
    assert [number for number, _ratio in too_pale(Style((pale, fine, through)))] == [1, 3]


def test_lines_of_the_presets_can_be_seen():
    weak = {name: too_pale(style) for name, style in PRESETS.items() if too_pale(style)}
    assert weak == {}


def test_the_style_sheet_has_the_same_light_colours(top):
    css = (top / "src/infostrada.geo/front/src/map.css").read_text()
    first = css[: css.index("@media")]
    declared = dict(re.findall(r"--map-([a-z-]+): (#[0-9a-f]{6});", first))
    assert {name: declared.get(name) for name in PALETTE} == PALETTE


def test_rows_of_the_form_become_rules():
    row = {
        **empty_row(),
        "fill": " #112233 ",
        "opacity": "0,5",
        "attribute0": "a",
        "operator0": "=",
        "value0": "1",
    }
    (rule,) = rules_of([empty_row(), row])
    assert rule == {
        "fill": "#112233",
        "opacity": 0.5,
        "where": [{"attribute": "a", "operator": "=", "value": "1"}],
    }
    assert rules_of([row_of(rule)]) == [rule]
    with pytest.raises(UnlawfulStyle):
        style_of(rules_of([{**row, "width": "gruba"}]))
