import assert from "node:assert/strict";
import { test } from "node:test";
import examples from "../../src/infostrada/geo/styles/examples.json";
import { denominator, drawsAt, overPicture, ruleFor, ruleHolds, type RuleData } from "../src/rules.ts";

const rule = (given: Partial<RuleData>): RuleData => ({
  title: "", where: [], fill: "#000000", opacity: 1, hatch: "", stroke: "", width: 1, dash: "",
  symbol: "", size: 6, label: "", min_scale: 0, max_scale: 0, ...given,
});

test("conditions hold as on the server", () => {
  for (const { where, attrs, holds } of examples) {
    const held = attrs as Record<string, unknown>;
    const said = ruleHolds(rule({ where }), (name) => held[name], 1000);
    assert.equal(said, holds, JSON.stringify({ where, attrs }));
  }
});

test("a scale belongs to the rule from its least up to below its greatest", () => {
  const near = rule({ min_scale: 500, max_scale: 2000 });
  assert.deepEqual([499, 500, 1999, 2000].map((scale) => ruleHolds(near, () => "", scale)), [false, true, true, false]);
});

test("the first rule that holds draws", () => {
  const rules = [rule({ where: [{ attribute: "a", operator: "=", value: "1" }] }), rule({})];
  assert.equal(ruleFor(rules, () => 1, 1), 0);
  assert.equal(ruleFor(rules, () => 2, 1), 1);
  assert.equal(ruleFor([rules[0]], () => 2, 1), -1);
});

test("a pixel is 0.28 mm: one metre a pixel is 1:3571", () => {
  assert.equal(Math.round(denominator(1)), 3571);
});

test("over a photograph the ground is an outline, everything else stays", () => {
  const parcel = rule({ fill: "@parcel", stroke: "@parcel-line", width: 2 });
  assert.deepEqual([overPicture(parcel).fill, overPicture(parcel).stroke, overPicture(parcel).width], ["", "@photo-line", 2]);
  const zone = rule({ fill: "#e8c07d", opacity: 0.45 });
  assert.equal(overPicture(zone), zone);
});

test("the legend has the rules of the scale", () => {
  const near = rule({ min_scale: 500, max_scale: 2000 });
  assert.deepEqual([499, 500, 1999, 2000].map((scale) => drawsAt(near, scale)), [false, true, true, false]);
  assert.ok(drawsAt(rule({}), 1e9));
});
