// One map in EPSG:2180: our own layers, identify by pointer or keyboard, twin list.
import OlMap from "ol/Map.js";
import View from "ol/View.js";
import ScaleLine from "ol/control/ScaleLine.js";
import { defaults as defaultControls } from "ol/control/defaults.js";
import { buffer, isEmpty } from "ol/extent.js";
import { extentOf, projectionOf, tileGridOf } from "./projection.js";
import { chosenLayer, linkLayer, readFeatures, tileLayer } from "./layers.js";
import { palette } from "./styles.js";
import { ask } from "./service.js";
import { Panel, make } from "./panel.js";
import { addLine } from "./pick.js";
import { searchBox } from "./find.js";

const MARGIN = 60;

export class GeoMap {
  constructor(root, config) {
    this.config = config;
    this.root = root;
    this.field = root.dataset.pick && document.getElementById(root.dataset.pick);
    this.canvas = make("div", {
      class: "geo-map-canvas",
      tabindex: "0",
      role: "application",
      "aria-label": config.words.map,
      "aria-describedby": `${root.id}-help`,
    });
    const help = make("p", { class: "geo-map-help", id: `${root.id}-help` }, config.words.help);
    root.append(make("div", { class: "geo-map-frame" }, this.canvas, help));
    this.panel = new Panel(root, config.words);
    this.panel.root.prepend(
      searchBox(
        root.id,
        config.words,
        config.find,
        (item) => this.fit(item.extent),
        (error) => this.fail(error),
      ),
    );
    this.build();
    this.listen();
    this.loadLinks();
  }

  build() {
    const colour = palette(this.root);
    const failed = () => this.panel.say(this.config.words.down, true);
    this.tiles = this.config.layers.map((layer) => tileLayer(layer, colour, failed));
    this.links = linkLayer(colour);
    this.chosen = chosenLayer(colour);
    const { grid } = this.config;
    this.projection = projectionOf(grid);
    this.map = new OlMap({
      target: this.canvas,
      layers: [...this.tiles, this.links, this.chosen],
      controls: defaultControls({
        attributionOptions: { collapsible: false },
        zoomOptions: {
          zoomInTipLabel: this.config.words.zoom_in,
          zoomOutTipLabel: this.config.words.zoom_out,
        },
        rotate: false,
      }).extend([new ScaleLine()]),
      view: new View({
        projection: this.projection,
        extent: extentOf(grid),
        resolutions: tileGridOf(grid).getResolutions(),
        constrainResolution: false,
        enableRotation: false,
      }),
    });
    this.fit(this.config.extent);
    this.panel.switches(this.tiles);
    this.panel.say(this.config.layers.length ? this.config.words.ready : this.config.words.empty);
  }

  // Waits for the style sheet when the map has no size yet.
  fit(extent) {
    if (!extent || isEmpty(buffer(extent, 1))) return;
    const [width, height] = this.map.getSize() ?? [0, 0];
    if (width * height === 0) {
      this.map.once("change:size", () => this.fit(extent));
      return;
    }
    this.map.getView().fit(buffer(extent, MARGIN), { maxZoom: 13 });
  }

  listen() {
    this.map.on("singleclick", (event) => this.identify(event.coordinate));
    this.canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.identify(this.centre());
    });
    document.querySelectorAll(`[data-geo-map-target="${this.root.id}"]`).forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => this.showExtent(button.dataset.extent));
    });
  }

  showExtent(text) {
    this.fit(text.split(",").map(Number));
    this.canvas.scrollIntoView({ block: "nearest" });
    this.canvas.focus({ preventScroll: true });
  }

  async loadLinks() {
    if (!this.config.links) return;
    try {
      const answer = await ask(this.config.links);
      const features = this.read(answer);
      this.links.getSource().addFeatures(features);
      if (this.config.focus === "links" && features.length) {
        this.fit(this.links.getSource().getExtent());
      }
    } catch (error) {
      this.fail(error);
    }
  }

  read(collection) {
    return readFeatures(collection, this.config.crs, this.projection);
  }

  centre() {
    return this.map.getView().getCenter();
  }

  fail(error) {
    this.panel.say(error.message || this.config.words.down, true);
  }

  async identify([x, y]) {
    const tolerance = this.map.getView().getResolution() * 6;
    try {
      const answer = await ask(this.config.identify, { x, y, tolerance });
      const features = this.read(answer);
      this.chosen.getSource().clear();
      this.chosen.getSource().addFeatures(features);
      this.panel.show(answer, this.field && ((feature) => this.pick(feature)));
    } catch (error) {
      this.fail(error);
    }
  }

  pick(feature) {
    const name = feature.properties.business_id;
    const fresh = addLine(this.field, name);
    this.panel.say(`${name}: ${fresh ? this.config.words.added : this.config.words.already}`);
  }
}
