import assert from "node:assert/strict";
import { test } from "node:test";
import { dayText, placeOf, said } from "../src/days.ts";

const DAYS = ["2024-03-01", "2025-01-31", "2026-01-01"];

test("a day stands at the last change that is not later", () => {
  assert.deepEqual(["2023-12-31", "2024-03-01", "2025-01-30", "2025-01-31", "2030-01-01"].map((day) => placeOf(DAYS, day)), [0, 0, 0, 1, 2]);
  assert.equal(placeOf([], "2025-01-01"), 0);
});

test("a day is said in words", () => {
  assert.equal(dayText("2025-01-31", "pl"), "31 stycznia 2025");
});

test("values like days and moments are said in words, others as they are", () => {
  assert.equal(said("1930-11-14", "pl"), "14 listopada 1930");
  assert.equal(said("2024-12-04T00:00:00Z", "pl"), "4 grudnia 2024");
  assert.equal(said("2024-12-04T09:58:12", "en"), "December 4, 2024, 09:58 AM");
  for (const text of ["2024-13-41", "1930", "A/112", "049901_2.0001.12/3", "2024-12-04 x"]) assert.equal(said(text, "pl"), text);
});
