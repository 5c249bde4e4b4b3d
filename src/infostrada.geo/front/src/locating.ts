// Where the device says it is; what went wrong is said in words of its own.
import Feature from "ol/Feature.js";
import Circle from "ol/geom/Circle.js";
import type Point from "ol/geom/Point.js";
import { buffer, containsCoordinate } from "ol/extent.js";
import type { Words } from "./config.ts";
import { fill } from "./dom.ts";
import type { Marks } from "./marks.ts";
import type { Sight } from "./sight.ts";

const REFUSED = 1;
const SLOW = 3;
const PATIENCE = 10_000;
const NEAR_ENOUGH = 11;

export interface LocatingActs {
  read: (collection: object) => Feature[];
  say: (text: string) => void;
  moved: () => void;
  failed: (error: Error) => void;
}

// The words for a failure of the browser's geolocation, by its code.
export function failureText(code: number, words: Words): string {
  if (code === REFUSED) return words.locate_refused;
  return code === SLOW ? words.locate_slow : words.locate_failed;
}

// Pins the place with a circle of its accuracy, unless it lies outside what the map is about.
export function showWhereIAm(words: Words, language: string, sight: Sight, marks: Marks, acts: LocatingActs): void {
  acts.say(words.locating);
  const found = (coordinates: [number, number], accuracy: number): void => {
    const point = { type: "Feature", properties: {}, geometry: { type: "Point", coordinates } };
    const [feature] = acts.read({ type: "FeatureCollection", features: [point] });
    const place = (feature.getGeometry() as Point).getCoordinates();
    if (!containsCoordinate(sight.area, place)) return acts.failed(new Error(words.locate_outside));
    acts.moved();
    sight.fit(buffer([...place, ...place], accuracy), NEAR_ENOUGH);
    marks.pinAt(feature, new Feature(new Circle(place, accuracy)));
    acts.say(fill(words.located, { metres: Math.max(1, Math.round(accuracy)).toLocaleString(language) }));
  };
  locate(words, found, acts.failed);
}

function locate(
  words: Words,
  found: (place: [number, number], accuracy: number) => void,
  failed: (error: Error) => void,
): void {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => found([coords.longitude, coords.latitude], coords.accuracy),
    ({ code }) => failed(new Error(failureText(code, words))),
    { timeout: PATIENCE, enableHighAccuracy: true, maximumAge: 30_000 },
  );
}
