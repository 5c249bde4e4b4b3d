import assert from "node:assert/strict";
import { test } from "node:test";
import { groundOf } from "../src/paper.ts";

test("a frame of 186 by 223 mm at 1:1000 shows as many metres", () => {
  assert.deepEqual(groundOf([186, 223], [500_000, 570_000], 1000), [499_907, 569_888.5, 500_093, 570_111.5]);
});
