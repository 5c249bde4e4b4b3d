// One map in EPSG:2180 with its panel: layers, what is here, tools.
import OlMap from "ol/Map.js";
import View from "ol/View.js";
import ScaleLine from "ol/control/ScaleLine.js";
import Attribution from "ol/control/Attribution.js";
import type Feature from "ol/Feature.js";
import type BaseLayer from "ol/layer/Base.js";
import type VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { buffer, extend, createEmpty, isEmpty } from "ol/extent.js";
import type { Projection } from "ol/proj.js";
import type { Collection, Extent, GeoJsonFeature, LayerConfig, MapConfig, RecordLink } from "./config.ts";
import { fill, iconButton, make } from "./dom.ts";
import { HerePanel } from "./here.ts";
import { chosenLayer, linkLayer, makeLayer, markerLayer, readFeatures } from "./layers.ts";
import { Sketches, sketchTools } from "./measure.ts";
import { Past } from "./past.ts";
import { fromFragment, toFragment } from "./permalink.ts";
import { addLine } from "./pick.ts";
import { Popup } from "./popup.ts";
import { printForm } from "./printing.ts";
import { extentOf, projectionOf, tileGridOf } from "./projection.ts";
import { Readout } from "./readout.ts";
import { denominator } from "./rules.ts";
import { SearchBox, type Hit } from "./search.ts";
import { ask } from "./service.ts";
import { Sharing } from "./sharing.ts";
import { palette, type Colour } from "./styles.ts";
import { Tabs } from "./tabs.ts";
import { baseChoice, Tree, type TreeLayer } from "./tree.ts";

const MARGIN = 60;
const LEAST_RESOLUTION = 0.05;

export class GeoMap {
  readonly map: OlMap;
  readonly panel: HerePanel;
  readonly tiles: BaseLayer[];
  readonly projection: Projection;
  readonly sketches: Sketches;
  private layers: TreeLayer[];
  private bases: { config: LayerConfig; layer: BaseLayer }[];
  private base: string;
  private canvas: HTMLElement;
  private records = new VectorSource();
  private links: VectorLayer;
  private chosen: VectorLayer;
  private tabs: Tabs;
  private tree: Tree;
  private past: Past;
  private popup: Popup;
  private sharing: Sharing;
  private field: HTMLTextAreaElement | null;
  private preparePrint = (): void => {};

  constructor(
    readonly root: HTMLElement,
    readonly config: MapConfig,
  ) {
    const { words, grid } = config;
    const colour = palette(root);
    this.field = document.getElementById(root.dataset.pick ?? "") as HTMLTextAreaElement | null;
    this.projection = projectionOf(grid);
    this.canvas = this.makeCanvas();
    const sayDown = (layer: LayerConfig): void =>
      this.panel.say(
        layer.kind === "store" ? words.down : fill(words.remote_down, { title: layer.title }),
        true,
      );
    const made = new Map(config.layers.map((each) => [each.id, makeLayer(each, colour, sayDown)]));
    this.layers = this.ordered(made);
    this.tiles = config.layers.map(({ id }) => made.get(id)!);
    this.bases = config.bases.map((each) => ({ config: each, layer: makeLayer(each, colour, sayDown) }));
    this.base = config.base_maps[0] ?? "plain";
    this.links = linkLayer(colour);
    this.chosen = chosenLayer(colour);
    this.map = this.makeMap(colour);
    this.panel = new HerePanel(words, config.language, config.themes);
    this.sketches = new Sketches(this.map, colour, words, config.language, (text) => this.tell(text));
    this.tree = new Tree(root.id, words, this.layers, config.groups, colour, () => this.keepAddress());
    this.past = new Past(root.id, words, config.urls.past, this.layers, colour, () => this.keepAddress(), (e) => this.fail(e));
    this.past.added = (layer) => this.map.addLayer(layer);
    this.popup = new Popup(this.map, words);
    this.sharing = this.makeSharing();
    this.tabs = this.makePanel();
    this.showBase(this.base);
    this.restore();
    this.listen();
    this.panel.say(config.layers.length ? words.ready : words.empty);
    void this.loadLinks();
  }

  // --- making ---------------------------------------------------------------------------------

  private makeCanvas(): HTMLElement {
    const { words } = this.config;
    const canvas = make("div", {
      class: "geo-map-canvas",
      tabindex: 0,
      role: "application",
      "aria-label": words.map,
      "aria-describedby": `${this.root.id}-help`,
    });
    const help = make("p", { class: "geo-map-help visually-hidden", id: `${this.root.id}-help` }, words.help);
    this.root.append(make("div", { class: "geo-map-frame" }, canvas, help));
    return canvas;
  }

  // From the topmost to the lowest, as composed.
  private ordered(made: Map<string, BaseLayer>): TreeLayer[] {
    const { layers, order } = this.config;
    const rank = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
    return [...layers]
      .sort((a, b) => rank(a.id) - rank(b.id))
      .map((config, index) => {
        const layer = made.get(config.id)!;
        layer.setZIndex(10 + layers.length - index);
        const maxResolution = tileGridOf(config.grid).getResolution(config.min_zoom) * 1.01;
        return { config, layer, maxResolution };
      });
  }

  private makeMap(colour: Colour): OlMap {
    const { grid } = this.config;
    const map = new OlMap({
      target: this.canvas,
      layers: [
        ...this.bases.map(({ layer }) => layer),
        ...this.tiles,
        this.links,
        markerLayer(this.records, colour),
        this.chosen,
      ],
      controls: [new ScaleLine({ minWidth: 72 }), new Attribution({ collapsible: false })],
      view: new View({
        projection: this.projection,
        extent: extentOf(grid),
        resolutions: tileGridOf(grid).getResolutions(),
        constrainResolution: false,
        minResolution: LEAST_RESOLUTION,
        enableRotation: false,
      }),
    });
    this.bases.forEach(({ layer }, index) => layer.setZIndex(index));
    return map;
  }

  private makePanel(): Tabs {
    const { config, root, canvas } = this;
    const { words, tools } = config;
    const layersBox = make("div", {}, this.tree.root);
    const bases = baseChoice(root.id, words, config.base_maps, this.bases, this.base, (name) => this.showBase(name));
    if (bases) layersBox.append(bases);
    this.result = make("p", { class: "geo-measured", role: "status" });
    const toolBox = make("div", { class: "geo-tools-list" });
    const shapeAsked = (shape: object): void => void this.askShape(shape);
    toolBox.append(...sketchTools(words, this.sketches, tools, shapeAsked, config.grid === "PL1992" ? "EPSG:2180" : config.grid, this.result));
    if (tools.includes("time")) toolBox.append(this.past.root);
    if (tools.includes("print")) {
      const { root: form, prepare } = printForm(root.id, words, config.urls.print, this.title(), () => this.printRequest());
      this.preparePrint = prepare;
      toolBox.append(form);
    }
    if (tools.includes("share")) toolBox.append(this.sharing.root);
    const tabs = new Tabs(root.id, words.panel, [
      { name: "here", title: words.here, icon: "here", content: this.panel.root },
      { name: "layers", title: words.layers, icon: "layers", content: layersBox },
      ...(tools.length && toolBox.childElementCount
        ? [{ name: "tools", title: words.tools, icon: "measure", content: toolBox }]
        : []),
    ]);
    tabs.open("layers");
    const panel = make("div", { class: "geo-map-panel" });
    if (tools.includes("search")) panel.append(this.makeSearch().root);
    panel.append(this.panel.status, tabs.root);
    root.prepend(panel);
    const readout = new Readout(root.id, words, this.map, config.language);
    canvas.parentElement!.append(this.buttons(), readout.root);
    return tabs;
  }

  private result: HTMLElement = make("p");

  private makeSearch(): SearchBox {
    const { root, config } = this;
    return new SearchBox(root.id, config.words, config.urls.search, (hit) => void this.goTo(hit), (error) => this.fail(error));
  }

  private makeSharing(): Sharing {
    const { root, config } = this;
    const page = new URL(config.urls.page, document.baseURI).href;
    return new Sharing(root.id, config.words, page, root.dataset.embed ?? "", () => toFragment(this.state()));
  }

  private buttons(): HTMLElement {
    const { words } = this.config;
    const view = this.map.getView();
    const zoom = (by: number): void => view.animate({ zoom: (view.getZoom() ?? 0) + by, duration: 150 });
    const bar = make("div", { class: "geo-toolbar", role: "toolbar", "aria-label": words.map });
    bar.append(
      iconButton("plus", words.zoom_in, () => zoom(1)),
      iconButton("minus", words.zoom_out, () => zoom(-1)),
      iconButton("home", words.home, () => this.fit(this.config.extent)),
    );
    if (navigator.geolocation) bar.append(iconButton("locate", words.locate, () => this.locate()));
    if (document.fullscreenEnabled) bar.append(iconButton("full", words.full, () => this.wholeScreen()));
    return bar;
  }

  // --- view -----------------------------------------------------------------------------------

  // Waits for the style sheet when the map has no size yet.
  fit(extent: number[] | null, maxZoom = 13): void {
    if (!extent || isEmpty(buffer(extent, 1))) return;
    const [width, height] = this.map.getSize() ?? [0, 0];
    if (width * height === 0) {
      this.map.once("change:size", () => this.fit(extent, maxZoom));
      return;
    }
    this.map.getView().fit(buffer(extent, Math.min(MARGIN, Math.max(5, (extent[2] - extent[0]) / 4))), { maxZoom });
  }

  centre(): number[] {
    return this.map.getView().getCenter() ?? [0, 0];
  }

  private showBase(name: string): void {
    this.base = name;
    this.bases.forEach(({ config, layer }) => layer.setVisible(config.id === name));
    this.keepAddress();
  }

  private state() {
    const [easting, northing] = this.centre();
    return {
      easting,
      northing,
      resolution: this.map.getView().getResolution(),
      layers: this.layers
        .filter(({ layer }) => layer.getVisible())
        .map(({ config, layer }) => ({ id: config.id, opacity: layer.getOpacity() })),
      base: this.base,
      at: this.past?.at,
    };
  }

  private restored = false;

  private restore(): void {
    const state = fromFragment(window.location.hash);
    const view = this.map.getView();
    const whole = state.easting !== undefined && state.northing !== undefined && state.resolution !== undefined;
    if (whole) {
      view.setCenter([state.easting!, state.northing!]);
      view.setResolution(state.resolution!);
    } else this.fit(this.config.extent);
    if (state.layers) {
      const shown = new Map(state.layers.map(({ id, opacity }) => [id, opacity]));
      for (const { config, layer } of this.layers) {
        layer.setVisible(shown.has(config.id));
        layer.setOpacity(shown.get(config.id) ?? config.opacity);
      }
      this.tree.refresh();
    }
    if (state.base && this.config.base_maps.includes(state.base)) this.showBase(state.base);
    if (state.at) this.past.go(state.at);
    this.restored = whole;
    this.tree.atResolution(view.getResolution() ?? 0);
  }

  // The address follows only on the page of the map itself, and only after the reader moved it.
  private keepAddress(): void {
    this.sharing?.refresh();
    if (!this.moved || this.root.dataset.keep !== "address") return;
    window.history.replaceState(null, "", toFragment(this.state()));
  }

  private moved = false;

  // --- acting ---------------------------------------------------------------------------------

  private listen(): void {
    this.map.on("singleclick", (event) => {
      if (this.sketches.busy) return;
      if (!this.openRecords(event.pixel, event.coordinate)) void this.identify(event.coordinate);
    });
    this.map.on("pointermove", (event) => {
      const over = this.map.hasFeatureAtPixel(event.pixel, { layerFilter: (each) => each.getZIndex() === 1010 });
      this.canvas.classList.toggle("is-over", over);
    });
    this.map.on("movestart", () => (this.moved = true));
    this.map.on("moveend", () => {
      this.tree.atResolution(this.map.getView().getResolution() ?? 0);
      this.preparePrint();
      this.keepAddress();
    });
    this.canvas.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.sketches.stop();
      if (event.key !== "Enter" || event.target !== this.canvas) return;
      event.preventDefault();
      if (this.sketches.busy) this.sketches.addPoint(this.centre());
      else void this.identify(this.centre());
    });
    this.past.root.addEventListener("focusin", () => void this.past.prepare());
    this.past.root.addEventListener("pointerenter", () => void this.past.prepare());
    document.querySelectorAll<HTMLElement>(`[data-geo-map-target="${this.root.id}"]`).forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => this.showExtent(button.dataset.extent ?? ""));
    });
  }

  showExtent(text: string): void {
    this.fit(text.split(",").map(Number));
    this.canvas.scrollIntoView({ block: "nearest" });
    this.canvas.focus({ preventScroll: true });
  }

  private async goTo(hit: Hit): Promise<void> {
    this.fit(hit.extent);
    const [west, south, east, north] = hit.extent;
    await this.identify([(west + east) / 2, (south + north) / 2], hit.fid && hit.layer ? { layer: hit.layer, fid: hit.fid } : {});
  }

  private openRecords(pixel: number[], place: number[]): boolean {
    const cluster = this.map.forEachFeatureAtPixel(pixel, (each) => each, {
      layerFilter: (each) => each.getZIndex() === 1010,
      hitTolerance: 4,
    });
    const inside = cluster?.get("features") as Feature[] | undefined;
    if (!inside?.length) return false;
    const view = this.map.getView();
    if (inside.length > 12 && (view.getResolution() ?? 0) > 1) {
      this.fit(inside.reduce((all, each) => extend(all, each.getGeometry()!.getExtent()), createEmpty()) as Extent);
      return true;
    }
    this.popup.show(place, inside.map((each) => each.getProperties() as unknown as RecordLink));
    return true;
  }

  async loadLinks(): Promise<void> {
    try {
      const answer = await ask<Collection>(this.config.urls.links);
      const features = this.read(answer);
      this.links.getSource()!.addFeatures(features);
      this.records.addFeatures(features.map((each) => each.clone()));
      if (this.config.focus === "links" && features.length && !this.restored) {
        this.fit(this.links.getSource()!.getExtent());
      }
    } catch (error) {
      this.fail(error as Error);
    }
  }

  read(collection: object): Feature[] {
    return readFeatures(collection, this.config.crs, this.projection);
  }

  fail(error: Error): void {
    this.panel.say(error.message || this.config.words.down, true);
  }

  private tell(text: string): void {
    this.result.textContent = text;
  }

  async identify([x, y]: number[], given: Record<string, string> = {}): Promise<void> {
    const tolerance = (this.map.getView().getResolution() ?? 1) * 6;
    await this.askHere({ x: x.toFixed(2), y: y.toFixed(2), tolerance: tolerance.toFixed(2), ...given });
  }

  private async askShape(shape: object): Promise<void> {
    await this.askHere({ shape: JSON.stringify(shape) });
  }

  private async askHere(question: Record<string, string>): Promise<void> {
    const { urls, teryt } = this.config;
    if (teryt) question.teryt = teryt;
    try {
      const answer = await ask<Collection>(urls.here, question);
      this.chosen.getSource()!.clear();
      this.chosen.getSource()!.addFeatures(this.read({ ...answer, features: answer.features.filter((each) => each.properties.distance === undefined || each.properties.distance === null || each.properties.distance === 0) }));
      const sheet = question.shape && question.shape.length > 1500 ? null : `${urls.sheet}?${new URLSearchParams(question)}`;
      this.panel.show(answer, sheet, this.field ? (feature) => this.pick(feature) : undefined);
      this.tabs.open("here");
    } catch (error) {
      this.fail(error as Error);
    }
  }

  pick(feature: GeoJsonFeature): void {
    const name = feature.properties.business_id;
    const fresh = this.field !== null && addLine(this.field, name);
    this.panel.say(`${name}: ${fresh ? this.config.words.added : this.config.words.already}`);
  }

  private title(): string {
    return this.config.title || document.querySelector("h1")?.textContent?.trim() || this.config.words.map;
  }

  private printRequest() {
    const [easting, northing] = this.centre();
    return {
      easting,
      northing,
      layers: [...this.layers]
        .filter(({ layer }) => layer.getVisible())
        .sort((a, b) => (a.layer.getZIndex() ?? 0) - (b.layer.getZIndex() ?? 0))
        .map(({ config, layer }) => ({ id: config.id, opacity: layer.getOpacity() })),
      shapes: this.sketches.shapes(),
      denominator: denominator(this.map.getView().getResolution() ?? 1),
    };
  }

  private locate(): void {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const [feature] = this.read({
          type: "FeatureCollection",
          features: [
            { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [coords.longitude, coords.latitude] } },
          ],
        });
        this.fit(feature.getGeometry()!.getExtent(), 11);
      },
      () => this.fail(new Error(this.config.words.locate_failed)),
      { timeout: 8000 },
    );
  }

  private wholeScreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.root.requestFullscreen();
  }
}
