// What of the country the map shows: where it looks and how near.
import type OlMap from "ol/Map.js";
import View from "ol/View.js";
import { buffer, containsCoordinate, getCenter, isEmpty } from "ol/extent.js";
import type { Extent, MapConfig } from "./config.ts";
import { extentOf, projectionOf, tileGridOf } from "./projection.ts";
import { denominator, resolutionOf } from "./rules.ts";

const MARGIN = 60;
const LEAST_RESOLUTION = 0.05;
// A little nearer than where the layers begin to be drawn.
const NEARER = 0.9;
const QUICK = 150;

export function viewOf(grid: string): View {
  return new View({
    projection: projectionOf(grid),
    extent: extentOf(grid),
    resolutions: tileGridOf(grid).getResolutions(),
    constrainResolution: false,
    minResolution: LEAST_RESOLUTION,
    enableRotation: false,
  });
}

export class Sight {
  private view: View;

  constructor(
    private map: OlMap,
    private config: MapConfig,
  ) {
    this.view = map.getView();
  }

  // What there is to see; the whole country while no layer holds anything.
  get area(): Extent {
    const { extent, grid } = this.config;
    return extent ?? extentOf(grid);
  }

  get centre(): number[] {
    return this.view.getCenter() ?? [0, 0];
  }

  get resolution(): number | undefined {
    return this.view.getResolution();
  }

  get scale(): number {
    return denominator(this.resolution ?? 0);
  }

  // Waits for the style sheet when the map has no size yet.
  fit(extent: number[] | null, maxZoom = 13): void {
    if (!extent || isEmpty(buffer(extent, 1))) return;
    const [width, height] = this.map.getSize() ?? [0, 0];
    if (width * height === 0) {
      this.map.once("change:size", () => this.fit(extent, maxZoom));
      return;
    }
    this.view.fit(buffer(extent, Math.min(MARGIN, Math.max(5, (extent[2] - extent[0]) / 4))), { maxZoom });
  }

  go(centre: number[], resolution: number): void {
    this.view.setCenter(centre);
    this.view.setResolution(resolution);
  }

  zoom(by: number): void {
    this.view.animate({ zoom: (this.view.getZoom() ?? 0) + by, duration: QUICK });
  }

  // To the scale at which the layers are drawn; where they are, when the middle of the map lies elsewhere.
  nearer(scale: number): void {
    const { extent } = this.config;
    const away = extent && !isEmpty(extent) && !containsCoordinate(extent, this.centre);
    const center = away ? getCenter(extent) : this.centre;
    this.view.animate({ resolution: resolutionOf(scale) * NEARER, center, duration: QUICK });
  }
}
