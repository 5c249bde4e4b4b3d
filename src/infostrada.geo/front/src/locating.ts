// Where the device says it is; what went wrong is said in words of its own.
import type { Words } from "./config.ts";

const REFUSED = 1;
const SLOW = 3;
const PATIENCE = 10_000;

// The words for a failure of the browser's geolocation, by its code.
export function failureText(code: number, words: Words): string {
  if (code === REFUSED) return words.locate_refused;
  return code === SLOW ? words.locate_slow : words.locate_failed;
}

export function locate(
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
