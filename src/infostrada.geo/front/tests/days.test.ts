import assert from "node:assert/strict";
import { test } from "node:test";
import { dayText, placeOf } from "../src/days.ts";

const DAYS = ["2024-03-01", "2025-01-31", "2026-01-01"];

test("a day stands at the last change that is not later", () => {
  assert.deepEqual(["2023-12-31", "2024-03-01", "2025-01-30", "2025-01-31", "2030-01-01"].map((day) => placeOf(DAYS, day)), [0, 0, 0, 1, 2]);
  assert.equal(placeOf([], "2025-01-01"), 0);
});

test("a day is said in words", () => {
  assert.equal(dayText("2025-01-31", "pl"), "31 stycznia 2025");
});
