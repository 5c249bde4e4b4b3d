import assert from "node:assert/strict";
import { test } from "node:test";
import LineString from "ol/geom/LineString.js";
import Point from "ol/geom/Point.js";
import Polygon from "ol/geom/Polygon.js";
import { pointsSet, sizeText } from "../src/measure.ts";

test("the pointer is no point that was set, nor is the first one twice", () => {
  assert.equal(pointsSet(new LineString([[0, 0], [10, 0], [12, 3]])), 2);
  assert.equal(pointsSet(new Polygon([[[0, 0], [10, 0], [10, 10], [5, 5], [0, 0]]])), 3);
  assert.equal(pointsSet(new Point([0, 0])), 0);
});

test("a line tells its length, an area its area, a point nothing", () => {
  const line = new LineString([[499_950, 570_000], [500_050, 570_000]]);
  assert.equal(sizeText(line, "en"), "100.1 m");
  const square = new Polygon([[[499_950, 0], [500_050, 0], [500_050, 100], [499_950, 100], [499_950, 0]]]);
  assert.equal(sizeText(square, "en"), "1.0014 ha (10,014 m²)");
  assert.equal(sizeText(new Point([0, 0]), "en"), "");
});
