// The map by keyboard: asking and drawing in its middle, and Escape for the uppermost of what is open.
import type { Sketches } from "./measure.ts";
import type { Records } from "./records.ts";

const TYPING = "input:not([type=checkbox], [type=radio], [type=range]), select, textarea";

export interface KeyActs {
  centre: () => number[];
  identify: (place: number[]) => void;
  // Closes the answer about a place, if there is one.
  close: () => void;
}

export function followKeys(
  root: HTMLElement,
  canvas: HTMLElement,
  sketches: Sketches,
  records: Records,
  acts: KeyActs,
): void {
  canvas.addEventListener("keydown", (event) => {
    if (event.target !== canvas) return;
    if (event.key === "Backspace" && sketches.busy) {
      event.preventDefault();
      sketches.back();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (sketches.busy) sketches.addPoint(acts.centre());
    else acts.identify(acts.centre());
  });
  // The list of a marker, a drawing, the answer about a place.
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || (event.target as HTMLElement).matches(TYPING)) return;
    if (records.popup?.opened) records.popup.close();
    else if (sketches.busy) sketches.stop();
    else acts.close();
  });
}
