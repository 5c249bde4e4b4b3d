import assert from "node:assert/strict";
import { test } from "node:test";
import { asDegrees, asZone, parseCoordinates } from "../src/coordinates.ts";

// Expected values from pyproj 3.7 (PROJ 9.5), always_xy: 18.60454 E, 53.01026 N.
const TORUN = { longitude: 18.60454, latitude: 53.01026, e2180: 473474.845, n2180: 571722.257, y2000: 6540574.185, x2000: 5875480.717 };

const near = (text: string, crs: string): void => {
  const place = parseCoordinates(text);
  assert.ok(place, text);
  assert.equal(place.crs, crs, text);
  assert.ok(Math.hypot(place.easting - TORUN.e2180, place.northing - TORUN.n2180) < 0.6, `${text}: ${JSON.stringify(place)}`);
};

test("degrees in either order, with comma or dot, and with signs", () => {
  near("53.01026 18.60454", "EPSG:4326");
  near("18.60454, 53.01026", "EPSG:4326");
  near("53,01026 18,60454", "EPSG:4326");
  near("53.01026; 18.60454", "EPSG:4326");
  near("53°00'36.94\"N 18°36'16.34\"E", "EPSG:4326");
  near("18°36'16.34\" E, 53°0'36.94\" N", "EPSG:4326");
});

test("EPSG:2180 is northing first as on Polish maps, unless labelled", () => {
  near(`${TORUN.n2180} ${TORUN.e2180}`, "EPSG:2180");
  near(`E ${TORUN.e2180} N ${TORUN.n2180}`, "EPSG:2180");
  near(`Y=${TORUN.e2180} X=${TORUN.n2180}`, "EPSG:2180");
  near(`X=${TORUN.n2180} Y=${TORUN.e2180}`, "EPSG:2180");
});

test("PL-2000 by the first digit of the easting, in either order", () => {
  near(`${TORUN.x2000} ${TORUN.y2000}`, "EPSG:2177");
  near(`${TORUN.y2000} ${TORUN.x2000}`, "EPSG:2177");
});

test("what is no place in Poland is no place", () => {
  for (const text of ["", "12", "Lipowa 4", "0 0", "53.01026", "1 2 3", "200 300", "60.5 18.6", "9500000 5900000", "53.0, 18.6, 3"]) {
    assert.equal(parseCoordinates(text), null, text);
  }
});

test("a parcel's identifier is no place", () => {
  assert.equal(parseCoordinates("049901_2.0001.12"), null);
});

test("back to degrees and to the zone", () => {
  const [latitude, longitude] = asDegrees(TORUN.e2180, TORUN.n2180);
  assert.ok(Math.abs(latitude - TORUN.latitude) < 1e-6 && Math.abs(longitude - TORUN.longitude) < 1e-6);
  const { code, x, y } = asZone(TORUN.e2180, TORUN.n2180);
  assert.equal(code, 2177);
  assert.ok(Math.hypot(x - TORUN.x2000, y - TORUN.y2000) < 0.01);
});
