// The ground a sheet of paper shows. Pure; millimetres on paper, metres in EPSG:2180.
export type Box = [number, number, number, number];

// `size` is width and height of the map's frame on the paper (infostrada.geo.printing.paper).
export function groundOf([width, height]: [number, number], [easting, northing]: number[], denominator: number): Box {
  const [across, up] = [width, height].map((side) => (side / 2000) * denominator);
  return [easting - across, northing - up, easting + across, northing + up];
}
