// The address of the page tells what is in sight; whoever opens it sees the same.
import type { MapConfig } from "./config.ts";
import type { Past } from "./past.ts";
import { fromFragment, toFragment, type ViewState } from "./permalink.ts";
import type { Questions } from "./questions.ts";
import type { Sight } from "./sight.ts";
import type { Stack } from "./stack.ts";

export class Address {
  // Is this the page of the map itself? Elsewhere the address belongs to what the page is about.
  readonly own: boolean;
  // The reader has moved the map.
  moved = false;
  // The address told where to look.
  restored = false;

  constructor(
    root: HTMLElement,
    private config: MapConfig,
    private sight: Sight,
    private stack: Stack,
    private past: Past,
    private questions: Questions,
  ) {
    this.own = root.dataset.keep === "address";
  }

  get state(): ViewState {
    const [easting, northing] = this.sight.centre;
    return {
      easting,
      northing,
      resolution: this.sight.resolution,
      layers: this.stack.opacities(),
      base: this.stack.base,
      at: this.past.at,
      place: this.questions.place,
    };
  }

  get fragment(): string {
    return toFragment(this.state);
  }

  // Only after the reader moved the map.
  keep(): void {
    if (this.moved && this.own) window.history.replaceState(null, "", this.fragment);
  }

  restore(showLayers: (named: { id: string; opacity: number }[]) => void, showBase: (name: string) => void): void {
    const { sight, past } = this;
    const state = fromFragment(window.location.hash);
    const whole = state.easting !== undefined && state.northing !== undefined && state.resolution !== undefined;
    if (whole) sight.go([state.easting!, state.northing!], state.resolution!);
    else sight.fit(sight.area);
    if (state.layers) showLayers(state.layers);
    if (state.base && this.config.base_maps.includes(state.base)) showBase(state.base);
    if (state.at !== past.at) past.go(state.at);
    if (state.place) void this.questions.identify(state.place);
    this.restored = whole;
  }
}
