// EPSG:2180 and the tile grids, both from the file the server cuts its tiles by.
import proj4 from "proj4";
import { get as getProjection, type Projection } from "ol/proj.js";
import { register } from "ol/proj/proj4.js";
import TileGrid from "ol/tilegrid/TileGrid.js";
import definitions from "../../src/infostrada/geo/tiles/grids.json";
import type { Extent } from "./config.ts";

interface Definition {
  crs: string;
  proj4?: string;
  origin: number[];
  size: number;
  tileSize?: number;
  maxZoom: number;
}

const GRIDS = definitions as unknown as Record<string, Definition>;

for (const { crs, proj4: definition } of Object.values(GRIDS)) {
  if (definition) proj4.defs(crs, definition);
}
register(proj4);

export function extentOf(name: string): Extent {
  const { origin, size } = GRIDS[name];
  return [origin[0], origin[1] - size, origin[0] + size, origin[1]];
}

export function projectionOf(name: string): Projection {
  const projection = getProjection(GRIDS[name].crs) as Projection;
  projection.setExtent(extentOf(name));
  return projection;
}

export function tileGridOf(name: string): TileGrid {
  const { origin, size, tileSize = 512, maxZoom } = GRIDS[name];
  const resolutions = Array.from({ length: maxZoom + 1 }, (_unused, zoom) => size / tileSize / 2 ** zoom);
  return new TileGrid({ origin, tileSize, resolutions, extent: extentOf(name) });
}
