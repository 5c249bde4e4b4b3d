// Documents on the map: markers gathered in clusters, the shapes of their places, the list that opens.
import type OlMap from "ol/Map.js";
import type Feature from "ol/Feature.js";
import type VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { createEmpty, extend } from "ol/extent.js";
import type { Mark, RecordLink, Words } from "./config.ts";
import { finger } from "./dom.ts";
import { linkLayer, markerLayer, markerStyle, placeStyle } from "./layers.ts";
import { MOST, Popup } from "./popup.ts";
import type { Colour } from "./styles.ts";

export class Records {
  readonly layers: VectorLayer[];
  private points = new Map<string, VectorSource>();
  private shapes: VectorLayer;
  private markers: VectorLayer[];
  // The first mark stands on top of the others, records without a mark below them all.
  private kinds: (Mark | undefined)[];

  constructor(colour: Colour, private marks: Mark[] = []) {
    this.shapes = linkLayer(colour, marks);
    this.kinds = [undefined, ...[...marks].reverse()];
    this.markers = this.kinds.map((mark, index) => {
      const source = new VectorSource();
      this.points.set(mark?.name ?? "", source);
      return markerLayer(source, colour, mark, 1010 + index);
    });
    this.layers = [this.shapes, ...this.markers];
  }

  popup: Popup | undefined;

  restyle(colour: Colour): void {
    this.shapes.setStyle(placeStyle(colour, this.marks));
    this.markers.forEach((layer, index) => layer.setStyle(markerStyle(colour, this.kinds[index])));
  }

  listen(map: OlMap, words: Words): void {
    this.popup = new Popup(map, words);
    map.on("pointermove", (event) => {
      const over = map.hasFeatureAtPixel(event.pixel, { layerFilter: (each) => this.markers.includes(each as VectorLayer) });
      map.getTargetElement()?.classList.toggle("is-over", over);
    });
  }

  add(features: Feature[]): void {
    this.shapes.getSource()!.addFeatures(features);
    for (const each of features) {
      const source = this.points.get((each.get("mark") as string | undefined) ?? "") ?? this.points.get("")!;
      source.addFeature(each.clone());
    }
  }

  extent(): number[] | null {
    return this.shapes.getSource()!.isEmpty() ? null : this.shapes.getSource()!.getExtent();
  }

  // The list of a marker, or a nearer look when it stands for many. False when there is no marker.
  open(map: OlMap, pixel: number[], place: number[], fit: (extent: number[]) => void): boolean {
    const cluster = map.forEachFeatureAtPixel(pixel, (each) => each, {
      layerFilter: (each) => this.markers.includes(each as VectorLayer),
      hitTolerance: finger(4),
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
