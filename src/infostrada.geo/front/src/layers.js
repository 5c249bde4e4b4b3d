// The layers of one map: vector tiles from the feature store and GeoJSON of linked features.
import VectorTileLayer from "ol/layer/VectorTile.js";
import VectorTileSource from "ol/source/VectorTile.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import MVT from "ol/format/MVT.js";
import GeoJSON from "ol/format/GeoJSON.js";
import { projectionOf, tileGridOf } from "./projection.js";
import { layerStyle, linkStyle } from "./styles.js";

export function tileLayer(layer, colour, onError) {
  const tileGrid = tileGridOf(layer.grid);
  const source = new VectorTileSource({
    format: new MVT({ idProperty: "fid" }),
    url: layer.tiles.replace("{row}", "{y}").replace("{col}", "{x}"),
    projection: projectionOf(layer.grid),
    tileGrid,
    attributions: layer.attribution,
  });
  source.on("tileloaderror", onError);
  return new VectorTileLayer({
    source,
    declutter: true,
    visible: layer.visible,
    maxResolution: tileGrid.getResolution(layer.min_zoom) * 1.01,
    style: layerStyle(layer, colour),
    properties: { id: layer.id, title: layer.title },
  });
}

export function linkLayer(colour) {
  return new VectorLayer({
    source: new VectorSource(),
    style: linkStyle(colour, false),
    properties: { id: "links" },
    zIndex: 10,
  });
}

export function chosenLayer(colour) {
  return new VectorLayer({
    source: new VectorSource(),
    style: linkStyle(colour, true),
    properties: { id: "chosen" },
    zIndex: 20,
  });
}

export function readFeatures(collection, crs, projection) {
  return new GeoJSON().readFeatures(collection, {
    dataProjection: crs,
    featureProjection: projection,
  });
}
