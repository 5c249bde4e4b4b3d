// Documents on the map: markers gathered in clusters, the shapes of their places, the list that opens.
import type OlMap from "ol/Map.js";
import type Feature from "ol/Feature.js";
import type VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { createEmpty, extend } from "ol/extent.js";
import type { RecordLink, Words } from "./config.ts";
import { linkLayer, markerLayer } from "./layers.ts";
import { MOST, Popup } from "./popup.ts";
import type { Colour } from "./styles.ts";

export class Records {
  readonly layers: VectorLayer[];
  private points = new VectorSource();
  private shapes: VectorLayer;
  private markers: VectorLayer;

  constructor(colour: Colour) {
    this.shapes = linkLayer(colour);
    this.markers = markerLayer(this.points, colour);
    this.layers = [this.shapes, this.markers];
  }

  popup: Popup | undefined;

  listen(map: OlMap, words: Words): void {
    this.popup = new Popup(map, words);
    map.on("pointermove", (event) => {
      const over = map.hasFeatureAtPixel(event.pixel, { layerFilter: (each) => each === this.markers });
      map.getTargetElement()?.classList.toggle("is-over", over);
    });
  }

  add(features: Feature[]): void {
    this.shapes.getSource()!.addFeatures(features);
    this.points.addFeatures(features.map((each) => each.clone()));
  }

  extent(): number[] | null {
    return this.shapes.getSource()!.isEmpty() ? null : this.shapes.getSource()!.getExtent();
  }

  // The list of a marker, or a nearer look when it stands for many. False when there is no marker.
  open(map: OlMap, pixel: number[], place: number[], fit: (extent: number[]) => void): boolean {
    const cluster = map.forEachFeatureAtPixel(pixel, (each) => each, {
      layerFilter: (each) => each === this.markers,
      hitTolerance: 4,
    });
    const inside = cluster?.get("features") as Feature[] | undefined;
    if (!inside?.length) return false;
    if (inside.length > MOST && (map.getView().getResolution() ?? 0) > 1) {
      fit(inside.reduce((all, each) => extend(all, each.getGeometry()!.getExtent()), createEmpty()));
      return true;
    }
    this.popup!.show(place, inside.map((each) => each.getProperties() as unknown as RecordLink));
    return true;
  }
}
