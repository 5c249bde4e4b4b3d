// Coordinates that people write, and those the map says back. Axis order is decided by value:
// EPSG:2180 in Poland has eastings 140-880 km and northings 120-900 km, so a bare pair is
// ambiguous there and is read as written on Polish maps: northing (X) first, unless labelled.
import proj4 from "proj4";

export type Place = { easting: number; northing: number; crs: string };

const ZONES: Record<string, [number, number]> = { 5: [2176, 15], 6: [2177, 18], 7: [2178, 21], 8: [2179, 24] };
const PL1992 =
  "+proj=tmerc +lat_0=0 +lon_0=19 +k=0.9993 +x_0=500000 +y_0=-5300000 +ellps=GRS80 +units=m +no_defs";

for (const [zone, [code, meridian]] of Object.entries(ZONES)) {
  proj4.defs(
    `EPSG:${code}`,
    `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=0.999923 +x_0=${zone}500000 +y_0=0 +ellps=GRS80 +units=m +no_defs`,
  );
}

const NUMBER = /^[-+]?\d+(\.\d+)?$/;
const DEGREES = /^(\d{1,3})°\s*(?:(\d{1,2})['′]\s*)?(?:(\d{1,2}(?:\.\d+)?)["″]\s*)?([NSEWns ew])$/;

function numbers(text: string): number[] | null {
  // A decimal comma between digits, when the parts are separated by something else.
  const decimal = /[;\s]/.test(text.trim()) ? text.replace(/(\d),(\d)/g, "$1.$2") : text;
  const parts = decimal.trim().split(/[;,\s]+/).filter(Boolean);
  return parts.length === 2 && parts.every((part) => NUMBER.test(part)) ? parts.map(Number) : null;
}

function sexagesimal(text: string): [number, number] | null {
  const parts = text.trim().match(/\d{1,3}°[^NSEW]*[NSEW]/gi);
  if (parts?.length !== 2) return null;
  const read = parts.map((part) => DEGREES.exec(part.trim()));
  if (read.some((each) => !each)) return null;
  const found: { lat?: number; lon?: number } = {};
  for (const each of read as RegExpExecArray[]) {
    const value = Number(each[1]) + Number(each[2] ?? 0) / 60 + Number(each[3] ?? 0) / 3600;
    const side = each[4].toUpperCase();
    found[side === "N" || side === "S" ? "lat" : "lon"] = side === "S" || side === "W" ? -value : value;
  }
  return found.lat === undefined || found.lon === undefined ? null : [found.lat, found.lon];
}

const isLatitude = (value: number): boolean => value > 48 && value < 56;
const isLongitude = (value: number): boolean => value > 13 && value < 25;
const isZoned = (value: number): boolean => value > 5_000_000 && value < 9_000_000;

function degrees(a: number, b: number): Place | null {
  const pair = isLatitude(a) && isLongitude(b) ? [b, a] : isLongitude(a) && isLatitude(b) ? [a, b] : null;
  if (!pair) return null;
  const [easting, northing] = proj4("EPSG:4326", PL1992, pair);
  return { easting, northing, crs: "EPSG:4326" };
}

// PL-2000: the easting begins with the number of its zone (5 to 8), the northing of Poland lies
// between 5,400,000 and 6,100,000, so 5 and 6 million may be either: the pair decides.
function zoned(a: number, b: number): Place | null {
  for (const [northing, easting] of [[a, b], [b, a]]) {
    const [code] = ZONES[String(Math.floor(easting / 1_000_000))] ?? [];
    const offset = easting % 1_000_000;
    if (!code || northing < 5_400_000 || northing > 6_100_000 || offset < 300_000 || offset > 700_000) continue;
    const [x, y] = proj4(`EPSG:${code}`, PL1992, [easting, northing]);
    return { easting: x, northing: y, crs: `EPSG:${code}` };
  }
  return null;
}

export function parseCoordinates(text: string): Place | null {
  const marked = sexagesimal(text);
  if (marked) return degrees(...marked);
  const labelled = /^\s*(?:E|Y)?\s*[:=]?\s*/i.exec(text);
  const eastFirst = /^\s*[EY]\s*[:=]?\s*\d/i.test(text);
  const bare = labelled ? text.replace(/[A-Za-z]+\s*[:=]?\s*(?=[-+\d])/g, "") : text;
  const pair = numbers(bare);
  if (!pair) return null;
  const [a, b] = pair;
  if (Math.abs(a) <= 180 && Math.abs(b) <= 180) return degrees(a, b);
  if (isZoned(a) && isZoned(b)) return zoned(a, b);
  if ([a, b].some((each) => each < 100_000 || each > 900_000)) return null;
  const [northing, easting] = eastFirst ? [b, a] : [a, b];
  return { easting, northing, crs: "EPSG:2180" };
}

export function asDegrees(easting: number, northing: number): [number, number] {
  const [longitude, latitude] = proj4(PL1992, "EPSG:4326", [easting, northing]);
  return [latitude, longitude];
}

// The zone of PL-2000 a place lies in: strips of three degrees around 15, 18, 21 and 24 E.
export function asZone(easting: number, northing: number): { code: number; x: number; y: number } {
  const [, longitude] = asDegrees(easting, northing);
  const zone = Math.min(8, Math.max(5, Math.round(longitude / 3)));
  const [code] = ZONES[zone];
  const [y, x] = proj4(PL1992, `EPSG:${code}`, [easting, northing]);
  return { code, x, y };
}
