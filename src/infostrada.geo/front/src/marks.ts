// What the map draws of its own above all layers: the pin of a place, what was found there, the frame of a sheet.
import type Feature from "ol/Feature.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { chosenLayer } from "./layers.ts";
import { frameStyle, linkStyle, pinStyle, type Colour } from "./styles.ts";

export class Marks {
  readonly layers: VectorLayer[];
  private chosen: VectorLayer;
  private pin: VectorLayer;
  private frame: VectorLayer;

  constructor(colour: Colour) {
    this.chosen = chosenLayer(colour);
    this.pin = new VectorLayer({ source: new VectorSource(), style: pinStyle(colour), zIndex: 1040 });
    this.frame = new VectorLayer({ source: new VectorSource(), style: frameStyle(colour), zIndex: 1050 });
    this.layers = [this.chosen, this.pin, this.frame];
  }

  restyle(colour: Colour): void {
    this.chosen.setStyle(linkStyle(colour, true));
    this.pin.setStyle(pinStyle(colour));
    this.frame.setStyle(frameStyle(colour));
  }

  pinAt(...features: Feature[]): void {
    put(this.pin, features);
  }

  choose(...features: Feature[]): void {
    put(this.chosen, features);
  }

  frameOf(...features: Feature[]): void {
    put(this.frame, features);
  }
}

function put(layer: VectorLayer, features: Feature[]): void {
  const source = layer.getSource()!;
  source.clear();
  source.addFeatures(features);
}
