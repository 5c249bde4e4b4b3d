import assert from "node:assert/strict";
import { test } from "node:test";
import { fromFragment, toFragment } from "../src/permalink.ts";

test("there and back", () => {
  const state = {
    easting: 483300.4, northing: 567700.1, resolution: 2.5,
    layers: [{ id: "dzialki", opacity: 1 }, { id: "budynki", opacity: 0.5 }],
    base: "plain", at: "2025-01-31", place: [483310.2, 567690.5] as [number, number],
  };
  const fragment = toFragment(state);
  assert.equal(fragment, "#e=483300.4&n=567700.1&r=2.5&l=dzialki,budynki:0.5&b=plain&t=2025-01-31&p=483310.2,567690.5");
  assert.deepEqual(fromFragment(fragment), state);
});

test("no layer shown is not the same as nothing said", () => {
  assert.deepEqual(fromFragment("#l=").layers, []);
  assert.equal(fromFragment("#e=1").layers, undefined);
});

test("what is malformed is left out", () => {
  const state = fromFragment("#e=abc&n=1e99&r=0&l=../x,<b>,ok,Ab:3&b=%3Cscript&t=2025-13-45&p=1,2,3&zzz");
  assert.equal(state.easting, undefined);
  assert.equal(state.northing, undefined);
  assert.equal(state.resolution, undefined);
  assert.deepEqual(state.layers, [{ id: "ok", opacity: 1 }]);
  assert.equal(state.base, undefined);
  assert.equal(state.at, undefined);
  assert.equal(state.place, undefined);
  assert.equal(fromFragment("#p=1e9,5").place, undefined);
});
