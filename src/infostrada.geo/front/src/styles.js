// Symbols of the layers. Colours come from the page's CSS, so the map follows the theme.
import Style from "ol/style/Style.js";
import Fill from "ol/style/Fill.js";
import Stroke from "ol/style/Stroke.js";
import Text from "ol/style/Text.js";
import CircleStyle from "ol/style/Circle.js";

const SYMBOLS = {
  parcel: { fill: "parcel", stroke: "parcel-line", width: 1 },
  building: { fill: "building", stroke: "building-line", width: 1 },
  road: { fill: "road", stroke: "road-line", width: 0.5 },
  water: { fill: "water", stroke: "water-line", width: 0.5 },
  address: { point: "address", radius: 3 },
  area: { fill: "area", stroke: "area-line", width: 2 },
};

export function palette(element) {
  const css = getComputedStyle(element);
  return (name) => css.getPropertyValue(`--map-${name}`).trim();
}

function label(text, colour) {
  return new Text({
    text,
    font: "12px 'Source Sans 3', Lato, sans-serif",
    overflow: false,
    fill: new Fill({ color: colour("ink") }),
    stroke: new Stroke({ color: colour("halo"), width: 3 }),
  });
}

export function layerStyle(layer, colour) {
  const symbol = SYMBOLS[layer.symbol] ?? SYMBOLS.area;
  const fill = symbol.fill && new Fill({ color: colour(symbol.fill) });
  const stroke =
    symbol.stroke && new Stroke({ color: colour(symbol.stroke), width: symbol.width });
  const image =
    symbol.point &&
    new CircleStyle({
      radius: symbol.radius,
      fill: new Fill({ color: colour(symbol.point) }),
      stroke: new Stroke({ color: colour("halo"), width: 1 }),
    });
  const plain = new Style({ fill, stroke, image });
  if (!layer.label) return plain;
  const cache = new Map();
  return (feature, resolution) => {
    const text = String(feature.get(layer.label) ?? "");
    // A feature cut by tiles is named once: where its centre lies.
    if (resolution > layer.label_resolution || !text || !feature.get("named")) return plain;
    if (!cache.has(text)) {
      cache.set(text, new Style({ fill, stroke, image, text: label(text, colour) }));
    }
    return cache.get(text);
  };
}

export function linkStyle(colour, chosen) {
  return new Style({
    fill: new Fill({ color: colour(chosen ? "chosen" : "link") }),
    stroke: new Stroke({
      color: colour(chosen ? "chosen-line" : "link-line"),
      width: chosen ? 4 : 3,
      lineDash: chosen ? undefined : [8, 4],
    }),
  });
}
