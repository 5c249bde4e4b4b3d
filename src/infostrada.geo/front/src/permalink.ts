// The view as a fragment of the address:
// #e=483300&n=567700&r=2.5&l=dzialki,budynki:0.5&b=plain&t=2025-01-01&p=483310.2,567690.5
// Layers stand from the topmost to the lowest; `p` is the place that was asked about.
export interface ViewState {
  easting?: number;
  northing?: number;
  resolution?: number;
  layers?: { id: string; opacity: number }[];
  base?: string;
  at?: string;
  place?: [number, number];
}

const round = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

export function toFragment(state: ViewState): string {
  const parts: string[] = [];
  const add = (name: string, value: string): number => parts.push(`${name}=${value}`);
  if (state.easting !== undefined) add("e", round(state.easting, 1));
  if (state.northing !== undefined) add("n", round(state.northing, 1));
  if (state.resolution !== undefined) add("r", round(state.resolution, 3));
  if (state.layers) {
    const names = state.layers.map(({ id, opacity }) => (opacity < 1 ? `${id}:${round(opacity, 2)}` : id));
    add("l", names.join(","));
  }
  if (state.base) add("b", state.base);
  if (state.at) add("t", state.at);
  if (state.place) add("p", state.place.map((each) => round(each, 1)).join(","));
  return `#${parts.join("&")}`;
}

function finite(text: string | undefined, least: number, most: number): number | undefined {
  const value = text === undefined || text === "" ? NaN : Number(text);
  return Number.isFinite(value) && value >= least && value <= most ? value : undefined;
}

export function fromFragment(fragment: string): ViewState {
  const given = new Map(
    fragment
      .replace(/^#/, "")
      .split("&")
      .map((part) => [part.split("=")[0], part.slice(part.indexOf("=") + 1)]),
  );
  const state: ViewState = {
    easting: finite(given.get("e"), 0, 1e6),
    northing: finite(given.get("n"), 0, 1e6),
    resolution: finite(given.get("r"), 0.01, 1e4),
  };
  const names = given.get("l");
  if (names !== undefined) {
    state.layers = names
      .split(",")
      .filter((name) => /^[a-z][a-z0-9_-]{0,62}(:[0-9.]+)?$/.test(name))
      .map((name) => {
        const [id, opacity] = name.split(":");
        return { id, opacity: finite(opacity, 0, 1) ?? 1 };
      });
  }
  const base = given.get("b");
  if (base && /^[a-z][a-z0-9_-]{0,62}$/.test(base)) state.base = base;
  const at = given.get("t");
  if (at && /^\d{4}-\d{2}-\d{2}$/.test(at) && !Number.isNaN(Date.parse(at))) state.at = at;
  const [x, y, ...more] = (given.get("p") ?? "").split(",").map((part) => finite(part, 0, 1e6));
  if (x !== undefined && y !== undefined && !more.length) state.place = [x, y];
  return state;
}
