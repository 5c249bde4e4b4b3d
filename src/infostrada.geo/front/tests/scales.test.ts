import assert from "node:assert/strict";
import { test } from "node:test";
import { failureText } from "../src/locating.ts";
import type { RuleData } from "../src/rules.ts";
import { drawnFrom, scaleText, scaleToSee } from "../src/scales.ts";

const rule = (max_scale: number): RuleData => ({ max_scale, min_scale: 0 }) as RuleData;

// A pixel is 0.28 mm (OGC): 28 m a pixel are 1:100 000.
test("a layer is drawn from its zoom or from its widest rule, whichever is nearer", () => {
  assert.equal(Math.round(drawnFrom("store", [rule(0)], 28)), 100_000);
  assert.equal(drawnFrom("store", [rule(5000), rule(25_000)], 28), 25_000);
  assert.equal(Math.round(drawnFrom("store", [], 28)), 100_000);
  assert.equal(drawnFrom("wms", [], 28), Infinity);
});

test("a scale is said with two figures and never wider than it is", () => {
  assert.deepEqual([25_249, 100_000, 999, 7].map((scale) => scaleText(scale, "en")), ["25,000", "100,000", "990", "7"]);
});

test("the way nearer leads to where most of what is switched on is drawn", () => {
  const froms = [500_000, 25_000, 10_000, 5_000];
  assert.equal(scaleToSee(froms, 1_000_000), 10_000);
  assert.equal(scaleToSee(froms, 20_000), 10_000);
  assert.equal(scaleToSee(froms, 10_000), null);
  assert.equal(scaleToSee([2_000], 3_000), 2_000);
  assert.equal(scaleToSee([], 3_000), null);
});

test("a refused, a slow and a missing position are told apart", () => {
  const words = { locate_refused: "refused", locate_slow: "slow", locate_failed: "failed" };
  assert.deepEqual([1, 2, 3].map((code) => failureText(code, words)), ["refused", "failed", "slow"]);
});
