import assert from "node:assert/strict";
import { test } from "node:test";
import LineString from "ol/geom/LineString.js";
import Polygon from "ol/geom/Polygon.js";
import { groundArea, groundLength } from "../src/measure.ts";
import { areaText, lengthText, pointScale, roundScale } from "../src/numbers.ts";
import { ruleOf } from "../src/editor.ts";

test("lengths and areas as people write them", () => {
  assert.equal(lengthText(3.456, "en"), "3.46 m");
  assert.equal(lengthText(345.67, "en"), "345.7 m");
  assert.equal(lengthText(12345, "en"), "12.35 km");
  assert.equal(areaText(250, "en"), "250 m²");
  assert.equal(areaText(12345.6, "en"), "1.2346 ha (12,346 m²)");
  assert.equal(areaText(25_000_000, "en"), "25 km²");
});

test("scales are rounded up to 1, 2, 2.5 or 5 with zeros", () => {
  assert.deepEqual([999, 1000, 1010, 2100, 2600, 7000].map(roundScale), [1000, 1000, 2000, 2500, 5000, 10000]);
});

// Distortion of PL-1992: -70 cm/km on the meridian 19 E; 360 km east of it PROJ says k = 1.000892
// (pyproj, get_factors at 860000, 400000).
test("measured lengths are those on the ground", () => {
  assert.ok(Math.abs(pointScale(500_000) - 0.9993) < 1e-9);
  assert.ok(Math.abs(pointScale(860_000) - 1.000892) < 2e-5);
  const line = new LineString([[499_950, 570_000], [500_050, 570_000]]);
  assert.ok(Math.abs(groundLength(line) - 100.07) < 0.001);
  const square = new Polygon([[[499_950, 0], [500_050, 0], [500_050, 100], [499_950, 100], [499_950, 0]]]);
  assert.ok(Math.abs(groundArea(square) - 10_014.01) < 0.05);
});

test("the editor's row becomes a rule, with commas as people type them", () => {
  const rule = ruleOf({ fill: "#112233", opacity: "0,5", width: "", size: "x" });
  assert.deepEqual([rule.fill, rule.opacity, rule.width, rule.size], ["#112233", 0.5, 1, 6]);
});
