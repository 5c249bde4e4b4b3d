// EPSG:2180 and the tile grids, both from the file the server cuts its tiles by.
import proj4 from "proj4";
import { get as getProjection } from "ol/proj.js";
import { register } from "ol/proj/proj4.js";
import TileGrid from "ol/tilegrid/TileGrid.js";
import definitions from "../../src/infostrada/geo/tiles/grids.json";

for (const { crs, proj4: definition } of Object.values(definitions)) {
  proj4.defs(crs, definition);
}
register(proj4);

export function extentOf(name) {
  const { origin, size } = definitions[name];
  return [origin[0], origin[1] - size, origin[0] + size, origin[1]];
}

export function projectionOf(name) {
  const projection = getProjection(definitions[name].crs);
  projection.setExtent(extentOf(name));
  return projection;
}

export function tileGridOf(name) {
  const { origin, size, tileSize, maxZoom } = definitions[name];
  const resolutions = Array.from(
    { length: maxZoom + 1 },
    (_unused, zoom) => size / tileSize / 2 ** zoom,
  );
  return new TileGrid({ origin, tileSize, resolutions, extent: extentOf(name) });
}
