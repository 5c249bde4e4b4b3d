import assert from "node:assert/strict";
import { test } from "node:test";
import { marked, named } from "../src/here.ts";
import type { GeoJsonFeature } from "../src/config.ts";

const feature = (theme: string | undefined, business_id: string, distance: number | null = null): GeoJsonFeature => ({
  type: "Feature", geometry: null, properties: { layer: "x", layer_title: "X", theme, business_id, distance },
});

test("the parcel is marked, not the zone and the commune around it, nor what is only near", () => {
  const answer = [feature("plan", "SJ"), feature("other", "gmina"), feature("parcel", "12"), feature("utility", "rura", 3.2)];
  assert.deepEqual(marked(answer).map(({ properties }) => properties.business_id), ["12"]);
  assert.deepEqual(marked([feature("utility", "rura", 3.2)]), []);
  assert.deepEqual(marked([feature(undefined, "a"), feature("other", "b"), feature("monument", "c", 0)]).map(({ properties }) => properties.business_id), ["c"]);
});

test("names of attributes as words", () => {
  assert.equal(named("maksWysokoscZabudowy"), "maks wysokosc zabudowy");
  assert.equal(named("data_wpisu"), "data wpisu");
  assert.equal(named("numerKW"), "numerKW");
});
