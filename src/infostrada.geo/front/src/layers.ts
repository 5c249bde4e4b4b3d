// The layers of one map: vector tiles from the feature store, pictures of outside services (always
// through our own server), GeoJSON of linked features, of the past and of drawings.
import VectorTileLayer from "ol/layer/VectorTile.js";
import VectorTileSource from "ol/source/VectorTile.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import ImageLayer from "ol/layer/Image.js";
import ImageWMS from "ol/source/ImageWMS.js";
import TileLayer from "ol/layer/Tile.js";
import XYZ from "ol/source/XYZ.js";
import Cluster from "ol/source/Cluster.js";
import MVT from "ol/format/MVT.js";
import GeoJSON from "ol/format/GeoJSON.js";
import { bbox as bboxStrategy } from "ol/loadingstrategy.js";
import type BaseLayer from "ol/layer/Base.js";
import type Feature from "ol/Feature.js";
import type { Projection } from "ol/proj.js";
import { getCenter } from "ol/extent.js";
import Point from "ol/geom/Point.js";
import { projectionOf, tileGridOf } from "./projection.ts";
import { clusterStyle, layerStyle, linkStyle, markedPlace, markStyle, type Colour, type Ground, type StyleFunction } from "./styles.ts";
import type { LayerConfig, Mark } from "./config.ts";

export interface TreeLayer {
  config: LayerConfig;
  layer: BaseLayer;
  maxResolution: number;
  // The largest denominator of a scale at which it is drawn.
  from: number;
}

type Failed = (layer: LayerConfig) => void;

function storedLayer(layer: LayerConfig, colour: Colour, failed: Failed, ground: Ground): BaseLayer {
  const tileGrid = tileGridOf(layer.grid);
  const source = new VectorTileSource({
    format: new MVT({ idProperty: "fid" }),
    url: layer.tiles.replace("{row}", "{y}").replace("{col}", "{x}"),
    projection: projectionOf(layer.grid),
    tileGrid,
    attributions: layer.attribution,
  });
  source.on("tileloaderror", () => failed(layer));
  return new VectorTileLayer({
    source,
    // Names are drawn over all layers; a layer without names must not wait for them.
    declutter: layer.rules.some((rule) => rule.label),
    maxResolution: tileGrid.getResolution(layer.min_zoom) * 1.01,
    style: layerStyle(layer.rules, colour, ground),
  });
}

// The server asks the outside service with the version and axis order it wants; we always speak
// of EPSG:2180 with the easting first.
function pictureLayer(layer: LayerConfig, failed: Failed): BaseLayer {
  const source = new ImageWMS({
    url: layer.tiles,
    params: { LAYERS: layer.id, VERSION: "1.1.1", FORMAT: "image/png", TRANSPARENT: "TRUE" },
    projection: projectionOf(layer.grid),
    attributions: layer.attribution,
    ratio: 1.1,
  });
  source.on("imageloaderror", () => failed(layer));
  return new ImageLayer({ source });
}

function tiledPicture(layer: LayerConfig, failed: Failed): BaseLayer {
  const source = new XYZ({
    url: `${layer.tiles}/{z}/{y}/{x}`,
    attributions: layer.attribution,
    projection: "EPSG:3857",
    maxZoom: 20,
  });
  source.on("tileloaderror", () => failed(layer));
  return new TileLayer({ source });
}

function remoteFeatures(layer: LayerConfig, colour: Colour, failed: Failed, ground: Ground): BaseLayer {
  const projection = projectionOf(layer.grid);
  const source = new VectorSource({
    format: new GeoJSON({ dataProjection: projection, featureProjection: projection }),
    url: (extent) => `${layer.tiles}?bbox=${extent.map((edge) => edge.toFixed(2)).join(",")}`,
    strategy: bboxStrategy,
    attributions: layer.attribution,
  });
  source.on("featuresloaderror", () => failed(layer));
  return new VectorLayer({
    source,
    maxResolution: tileGridOf(layer.grid).getResolution(layer.min_zoom) * 1.01,
    style: layerStyle(layer.rules, colour, ground),
  });
}

export function makeLayer(layer: LayerConfig, colour: Colour, failed: Failed, ground: Ground): BaseLayer {
  const made = {
    store: () => storedLayer(layer, colour, failed, ground),
    wms: () => pictureLayer(layer, failed),
    wmts: () => tiledPicture(layer, failed),
    xyz: () => tiledPicture(layer, failed),
    wfs: () => remoteFeatures(layer, colour, failed, ground),
  }[layer.kind]();
  made.setProperties({ id: layer.id, title: layer.title });
  made.setVisible(layer.visible);
  made.setOpacity(layer.opacity);
  return made;
}

export const placeStyle = (colour: Colour, marks: Mark[]): StyleFunction =>
  markedPlace(new Map(marks.map(({ name, rule }) => [name, rule])), colour);

export const markerStyle = (colour: Colour, mark?: Mark): StyleFunction =>
  mark ? markStyle(mark.rule, colour) : clusterStyle(colour);

export function linkLayer(colour: Colour, marks: Mark[] = []): VectorLayer {
  return new VectorLayer({
    source: new VectorSource(),
    style: placeStyle(colour, marks),
    zIndex: 1000,
    maxResolution: 3,
  });
}

// Markers of records of one mark (or of none), several of one place under one number.
export function markerLayer(source: VectorSource, colour: Colour, mark?: Mark, zIndex = 1010): VectorLayer {
  const cluster = new Cluster({
    source,
    distance: 36,
    minDistance: 24,
    geometryFunction: (feature: Feature) => new Point(getCenter(feature.getGeometry()!.getExtent())),
  });
  return new VectorLayer({ source: cluster, style: markerStyle(colour, mark), zIndex });
}

export function chosenLayer(colour: Colour): VectorLayer {
  return new VectorLayer({ source: new VectorSource(), style: linkStyle(colour, true), zIndex: 1020 });
}

export function readFeatures(collection: object, crs: string, projection: Projection): Feature[] {
  return new GeoJSON().readFeatures(collection, {
    dataProjection: crs,
    featureProjection: projection,
  }) as Feature[];
}
