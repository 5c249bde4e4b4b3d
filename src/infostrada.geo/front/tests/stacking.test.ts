import assert from "node:assert/strict";
import { test } from "node:test";
import { restack } from "../src/stacking.ts";

const HEIGHTS = new Map([["wody", 1], ["dzialki", 2], ["budynki", 3], ["adresy", 4]]);

test("named layers change places among themselves, the others stay", () => {
  const made = restack(HEIGHTS, ["dzialki", "adresy"]);
  assert.deepEqual([...made], [["wody", 1], ["dzialki", 4], ["budynki", 3], ["adresy", 2]]);
});

test("what stands in order already does not move, unknown and repeated names count for nothing", () => {
  assert.deepEqual(restack(HEIGHTS, ["adresy", "nie-ma", "adresy", "wody"]), HEIGHTS);
});
