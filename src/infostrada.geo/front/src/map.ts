// One map in EPSG:2180 with its panel: layers, legend, what is here, tools.
import OlMap from "ol/Map.js";
import View from "ol/View.js";
import Feature from "ol/Feature.js";
import Circle from "ol/geom/Circle.js";
import Point from "ol/geom/Point.js";
import { fromExtent } from "ol/geom/Polygon.js";
import { defaults as interactions } from "ol/interaction/defaults.js";
import type BaseLayer from "ol/layer/Base.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { buffer, containsCoordinate, getCenter, isEmpty } from "ol/extent.js";
import type { Projection } from "ol/proj.js";
import { followPrinting } from "./browserprint.ts";
import type { Collection, Extent, GeoJsonFeature, LayerConfig, MapConfig } from "./config.ts";
import { dayText } from "./days.ts";
import { fill, finger, make } from "./dom.ts";
import { Frame } from "./frame.ts";
import { HerePanel, marked } from "./here.ts";
import { LegendPanel } from "./legendpanel.ts";
import { chosenLayer, makeLayer, readFeatures } from "./layers.ts";
import { locate } from "./locating.ts";
import { Sketches, sketchTools } from "./measure.ts";
import { groundOf } from "./paper.ts";
import { Past } from "./past.ts";
import { fromFragment, toFragment, type ViewState } from "./permalink.ts";
import { addLine } from "./pick.ts";
import { printForm, type PrintForm, type PrintRequest } from "./printing.ts";
import { extentOf, projectionOf, tileGridOf } from "./projection.ts";
import { Readout } from "./readout.ts";
import { Records } from "./records.ts";
import { denominator, resolutionOf } from "./rules.ts";
import { drawnFrom, ScaleHint } from "./scales.ts";
import { SearchBox, type Hit } from "./search.ts";
import { ask } from "./service.ts";
import { Sharing } from "./sharing.ts";
import { SmallBar } from "./small.ts";
import { restack } from "./stacking.ts";
import { cssColour, frameStyle, linkStyle, palette, pinStyle, type Colour, type Ground } from "./styles.ts";
import { Tabs } from "./tabs.ts";
import { baseChoice, Tree, type BaseChoice, type TreeLayer } from "./tree.ts";

const MARGIN = 60;
const LEAST_RESOLUTION = 0.05;
const POINTER = 6;
// A little nearer than where the layers begin to be drawn.
const NEARER = 0.9;

export class GeoMap {
  readonly map: OlMap;
  readonly panel: HerePanel;
  readonly tiles: BaseLayer[];
  readonly projection: Projection;
  readonly sketches: Sketches;
  private layers: TreeLayer[];
  private bases: { config: LayerConfig; layer: BaseLayer }[];
  private base: string;
  private frame: Frame;
  private canvas: HTMLElement;
  private records: Records;
  private chosen: VectorLayer;
  private pin: VectorLayer;
  private sheet: VectorLayer;
  private tabs: Tabs;
  private tree: Tree;
  private legend: LegendPanel;
  private baseChoice: BaseChoice | null = null;
  private past: Past;
  private sharing: Sharing;
  private print: PrintForm | undefined;
  private field: HTMLTextAreaElement | null;
  private result: HTMLElement = make("p", { class: "geo-measured", role: "status" });
  private place: [number, number] | undefined;
  private moved = false;
  private ground: Ground = { isPicture: false, look: 0 };
  private hint: ScaleHint;
  private small: SmallBar | null = null;
  private colour: Colour;

  constructor(
    readonly root: HTMLElement,
    readonly config: MapConfig,
  ) {
    const { words, grid } = config;
    const colour = (this.colour = palette(root));
    this.field = document.getElementById(root.dataset.pick ?? "") as HTMLTextAreaElement | null;
    this.projection = projectionOf(grid);
    this.frame = new Frame(root.id, words);
    this.canvas = this.frame.canvas;
    root.append(this.frame.root);
    const sayDown = (layer: LayerConfig): void =>
      this.panel.say(
        layer.kind === "store" ? words.down : fill(words.remote_down, { title: layer.title }),
        true,
      );
    const made = new Map(config.layers.map((each) => [each.id, makeLayer(each, colour, sayDown, this.ground)]));
    this.layers = this.ordered(made);
    this.tiles = config.layers.map(({ id }) => made.get(id)!);
    this.bases = config.bases.map((each) => ({ config: each, layer: makeLayer(each, colour, sayDown, this.ground) }));
    this.base = config.base_maps[0] ?? "plain";
    this.records = new Records(colour, config.marks);
    this.chosen = chosenLayer(colour);
    this.pin = new VectorLayer({ source: new VectorSource(), style: pinStyle(colour), zIndex: 1040 });
    this.sheet = new VectorLayer({ source: new VectorSource(), style: frameStyle(colour), zIndex: 1050 });
    this.map = this.makeMap();
    this.panel = new HerePanel(words, config.language, config.themes, () => this.closeAnswer());
    this.sketches = new Sketches(this.map, colour, words, config.language, (text) => this.tell(text));
    this.tree = new Tree(root.id, words, this.layers, config.groups, cssColour, config.language, () => this.changed());
    this.legend = new LegendPanel(words, cssColour, config.marks);
    this.hint = new ScaleHint(words, (scale) => this.nearer(scale));
    this.past = this.makePast(colour);
    this.records.listen(this.map, words);
    this.sharing = new Sharing(
      root.id,
      words,
      new URL(config.urls.page, document.baseURI).href,
      config.urls.embed,
      () => toFragment(this.state()),
    );
    this.tabs = this.makePanel();
    this.showBase(this.base);
    this.restore();
    this.listen();
    this.panel.say(config.layers.length ? words.ready : words.empty);
    void this.loadLinks();
  }

  // --- making ---------------------------------------------------------------------------------

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
        return { config, layer, maxResolution, from: drawnFrom(config.kind, config.rules, maxResolution) };
      });
  }

  private makeMap(): OlMap {
    const { grid } = this.config;
    const map = new OlMap({
      target: this.canvas,
      layers: [
        ...this.bases.map(({ layer }) => layer),
        ...this.tiles,
        ...this.records.layers,
        this.chosen,
        this.pin,
        this.sheet,
      ],
      controls: this.frame.controls,
      // A map inside a page about something else lets the page scroll until the reader turns to it.
      interactions: interactions({ onFocusOnly: this.root.dataset.keep !== "address" }),
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

  private makePast(colour: Colour): Past {
    const { root, config } = this;
    const past = new Past(
      root.id,
      config.words,
      config.urls.past,
      this.layers,
      colour,
      () => this.changed(),
      (error) => this.fail(error),
      config.language,
      this.ground,
    );
    past.added = (layer) => this.map.addLayer(layer);
    return past;
  }

  private makePanel(): Tabs {
    const { config, root } = this;
    const { words, tools } = config;
    const layersBox = make("div", {}, this.tree.root);
    this.baseChoice = baseChoice(root.id, words, config.base_maps, this.bases, this.base, (name) => this.showBase(name));
    if (this.baseChoice) layersBox.append(this.baseChoice.root);
    const toolBox = this.makeTools();
    const tabs = new Tabs(root.id, words.panel, [
      { name: "here", title: words.here, icon: "here", content: this.panel.root },
      { name: "layers", title: words.layers, icon: "layers", content: layersBox },
      { name: "legend", title: words.legend, icon: "legend", content: this.legend.root },
      ...(tools.length && toolBox.childElementCount
        ? [{ name: "tools", title: words.tools, icon: "measure", content: toolBox }]
        : []),
    ]);
    // Beside a list the panel tells what the signs mean; who wants other layers opens them.
    tabs.open(root.dataset.panel === "below" ? "legend" : "layers");
    const panel = make("div", { class: "geo-map-panel" }, this.panel.status, tabs.root);
    root.prepend(panel);
    if (root.dataset.small) {
      this.small = new SmallBar(words, tabs.root, () => `${config.urls.page}${toFragment(this.state())}`);
      this.panel.status.after(this.small.root);
    } else if (tools.includes("search")) root.prepend(this.makeSearch().root);
    const view = this.map.getView();
    this.frame.head.append(this.past.badge, this.sketches.bar.root, this.hint.root);
    this.frame.root.append(
      this.frame.buttons({
        zoom: (by) => view.animate({ zoom: (view.getZoom() ?? 0) + by, duration: 150 }),
        home: () => this.fit(this.area),
        locate: () => this.locate(),
        wholeScreen: () => this.wholeScreen(),
      }),
    );
    this.frame.foot.append(new Readout(root.id, words, this.map, config.language).root);
    return tabs;
  }

  private makeTools(): HTMLElement {
    const { config, root } = this;
    const { words, tools } = config;
    const box = make("div", { class: "geo-tools-list" });
    const asked = (shape: object): void => void this.askHere({ shape: JSON.stringify(shape) });
    const system = config.grid === "PL1992" ? "EPSG:2180" : config.grid;
    box.append(...sketchTools(words, this.sketches, tools, asked, system, this.result));
    if (tools.includes("time")) box.append(this.past.root);
    if (tools.includes("print")) {
      const request = (): PrintRequest => this.printRequest();
      const papers = Object.keys(config.papers);
      this.print = printForm(root.id, words, config.urls.print, this.title(), papers, config.language, request, (shown) =>
        this.showSheet(shown),
      );
      box.append(this.print.root);
    }
    if (tools.includes("share")) box.append(this.sharing.root);
    return box;
  }

  private makeSearch(): SearchBox {
    const { root, config } = this;
    const url = config.teryt ? `${config.urls.search}?teryt=${config.teryt}` : config.urls.search;
    return new SearchBox(root.id, config.words, url, (hit) => void this.goTo(hit), (error) => this.fail(error));
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

  // What there is to see; the whole country while no layer holds anything.
  private get area(): Extent {
    const { extent, grid } = this.config;
    return extent ?? extentOf(grid);
  }

  centre(): number[] {
    return this.map.getView().getCenter() ?? [0, 0];
  }

  private showBase(name: string): void {
    this.base = name;
    this.bases.forEach(({ config, layer }) => layer.setVisible(config.id === name));
    const isPicture = this.bases.some(({ config }) => config.id === name && config.kind !== "store");
    if (this.ground.isPicture !== isPicture) {
      this.ground.isPicture = isPicture;
      this.map.getLayers().forEach((layer) => layer.changed());
    }
    this.baseChoice?.show(name);
    this.keepAddress();
  }

  private state(): ViewState {
    const [easting, northing] = this.centre();
    return {
      easting,
      northing,
      resolution: this.map.getView().getResolution(),
      layers: this.shown().map(({ config, layer }) => ({ id: config.id, opacity: layer.getOpacity() })),
      base: this.base,
      at: this.past?.at,
      place: this.place,
    };
  }

  // Layers that are switched on, the topmost first.
  private shown(): TreeLayer[] {
    return this.layers
      .filter(({ layer }) => layer.getVisible())
      .sort((a, b) => (b.layer.getZIndex() ?? 0) - (a.layer.getZIndex() ?? 0));
  }

  private restored = false;

  private restore(): void {
    const state = fromFragment(window.location.hash);
    const view = this.map.getView();
    const whole = state.easting !== undefined && state.northing !== undefined && state.resolution !== undefined;
    if (whole) {
      view.setCenter([state.easting!, state.northing!]);
      view.setResolution(state.resolution!);
    } else this.fit(this.area);
    if (state.layers) {
      const shown = new Map(state.layers.map(({ id, opacity }) => [id, opacity]));
      const heights = restack(
        new Map(this.layers.map(({ config, layer }) => [config.id, layer.getZIndex() ?? 0])),
        [...shown.keys()],
      );
      for (const { config, layer } of this.layers) {
        layer.setVisible(shown.has(config.id));
        layer.setOpacity(shown.get(config.id) ?? config.opacity);
        layer.setZIndex(heights.get(config.id)!);
      }
      this.tree.refresh();
    }
    if (state.base && this.config.base_maps.includes(state.base)) this.showBase(state.base);
    if (state.at !== this.past.at) this.past.go(state.at);
    if (state.place) void this.identify(state.place);
    this.restored = whole;
    this.atResolution();
  }

  private atResolution(): void {
    const resolution = this.map.getView().getResolution() ?? 0;
    this.tree.atScale(denominator(resolution));
    this.legend.show(this.shown(), resolution);
    this.hint.show(this.shown(), denominator(resolution));
  }

  // To the scale at which the layers are drawn; where they are, when the middle of the map lies elsewhere.
  private nearer(scale: number): void {
    const { extent } = this.config;
    const view = this.map.getView();
    const away = extent && !isEmpty(extent) && !containsCoordinate(extent, this.centre());
    view.animate({ resolution: resolutionOf(scale) * NEARER, center: away ? getCenter(extent) : this.centre(), duration: 150 });
    this.canvas.focus({ preventScroll: true });
  }

  private changed(): void {
    this.atResolution();
    this.keepAddress();
  }

  // The address follows only on the page of the map itself, and only after the reader moved it.
  private keepAddress(): void {
    if (this.onPaper) return;
    this.sharing?.refresh();
    this.small?.refresh();
    if (!this.moved || this.root.dataset.keep !== "address") return;
    window.history.replaceState(null, "", toFragment(this.state()));
  }

  // --- acting ---------------------------------------------------------------------------------

  private listen(): void {
    this.map.on("singleclick", (event) => {
      if (this.sketches.busy) return;
      if (!this.records.open(this.map, event.pixel, event.coordinate, (extent) => this.fit(extent))) {
        void this.identify(event.coordinate);
      }
    });
    this.map.on("movestart", () => {
      this.moved ||= !this.onPaper;
    });
    this.map.on("moveend", () => {
      this.print?.prepare();
      this.changed();
    });
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("keydown", (event) => this.escape(event));
    followPrinting(() => this.toPaper(), () => this.fromPaper());
    for (const question of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
      window.matchMedia(question).addEventListener("change", () => this.restyle());
    }
    this.past.root.addEventListener("focusin", () => void this.past.prepare());
    this.past.root.addEventListener("pointerenter", () => void this.past.prepare());
    if (this.root.dataset.keep === "address") window.addEventListener("hashchange", () => this.restore());
    document.querySelectorAll<HTMLElement>(`[data-geo-map-target="${this.root.id}"]`).forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => this.showExtent(button.dataset.extent ?? ""));
    });
  }

  private key(event: KeyboardEvent): void {
    if (event.target !== this.canvas) return;
    if (event.key === "Backspace" && this.sketches.busy) {
      event.preventDefault();
      this.sketches.back();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (this.sketches.busy) this.sketches.addPoint(this.centre());
    else void this.identify(this.centre());
  }

  // Closes the uppermost of what is open: the list of a marker, a drawing, the answer about a place.
  private escape(event: KeyboardEvent): void {
    const typing = (event.target as HTMLElement).matches("input:not([type=checkbox], [type=radio], [type=range]), select, textarea");
    if (event.key !== "Escape" || typing) return;
    if (this.records.popup?.opened) this.records.popup.close();
    else if (this.sketches.busy) this.sketches.stop();
    else if (this.panel.answered) this.closeAnswer();
  }

  private closeAnswer(): void {
    this.place = undefined;
    this.pin.getSource()!.clear();
    this.chosen.getSource()!.clear();
    this.panel.clear();
    this.panel.say(this.config.words.ready);
    this.tabs.open("layers");
    this.small?.open(false);
    this.canvas.focus({ preventScroll: true });
    this.canvas.scrollIntoView({ block: "nearest" });
    this.keepAddress();
  }

  private openAnswer(): void {
    this.tabs.open("here");
    this.small?.open(true);
    this.bringIntoView();
  }

  showExtent(text: string): void {
    this.fit(text.split(",").map(Number));
    this.canvas.scrollIntoView({ block: "nearest" });
    this.canvas.focus({ preventScroll: true });
  }

  private async goTo(hit: Hit): Promise<void> {
    this.moved = true;
    this.fit(hit.extent);
    const [west, south, east, north] = hit.extent;
    await this.identify([(west + east) / 2, (south + north) / 2], hit.fid && hit.layer ? { layer: hit.layer, fid: hit.fid } : {});
  }

  async loadLinks(): Promise<void> {
    try {
      this.records.add(this.read(await ask<Collection>(this.config.urls.links)));
      if (this.config.focus === "links" && !this.restored) this.fit(this.records.extent());
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
    const tolerance = (this.map.getView().getResolution() ?? 1) * finger(POINTER);
    this.place = [x, y];
    this.pin.getSource()!.clear();
    this.pin.getSource()!.addFeature(new Feature(new Point([x, y])));
    this.keepAddress();
    if (this.past.at) this.tellPast([x, y], tolerance);
    else await this.askHere({ x: x.toFixed(2), y: y.toFixed(2), tolerance: tolerance.toFixed(2), ...given });
  }

  // While the map shows another day, it tells of that day what it shows; documents and plans are today's.
  private tellPast(place: number[], tolerance: number): void {
    const found = this.past.atPlace(place, tolerance);
    this.chosen.getSource()!.clear();
    this.chosen.getSource()!.addFeatures(found.map(({ feature }) => feature.clone()));
    this.panel.showPast(found, fill(this.config.words.time_at, { day: dayText(this.past.at!, this.config.language) }));
    this.openAnswer();
  }

  private async askHere(question: Record<string, string>): Promise<void> {
    const { urls, teryt } = this.config;
    if (teryt) question.teryt = teryt;
    try {
      const answer = await ask<Collection>(urls.here, question);
      this.chosen.getSource()!.clear();
      this.chosen.getSource()!.addFeatures(this.read({ ...answer, features: marked(answer.features) }));
      const sheet = question.shape && question.shape.length > 1500 ? null : `${urls.sheet}?${new URLSearchParams(question)}`;
      this.panel.show(answer, sheet, this.field ? (feature) => this.pick(feature) : undefined);
      this.openAnswer();
    } catch (error) {
      this.fail(error as Error);
    }
  }

  // Where the panel lies below the map, the answer comes up to it and the map stays in sight.
  private bringIntoView(): void {
    if (this.root.dataset.keep !== "address" || window.matchMedia("(min-width: 62rem)").matches) return;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.panel.status.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }

  pick(feature: GeoJsonFeature): void {
    const name = feature.properties.business_id;
    const fresh = this.field !== null && addLine(this.field, name);
    this.panel.say(`${name}: ${fresh ? this.config.words.added : this.config.words.already}`);
  }

  private title(): string {
    return this.config.title || document.querySelector("h1")?.textContent?.trim() || this.config.words.map;
  }

  private printRequest(): PrintRequest {
    const [easting, northing] = this.centre();
    return {
      easting,
      northing,
      layers: this.shown()
        .reverse()
        .map(({ config, layer }) => ({ id: config.id, opacity: layer.getOpacity() })),
      shapes: this.sketches.shapes(),
      denominator: denominator(this.map.getView().getResolution() ?? 1),
      base: this.base,
      at: this.past.at ?? "",
      teryt: this.config.teryt,
    };
  }

  // The frame of the sheet that the print form would make.
  private showSheet(shown: boolean): void {
    const source = this.sheet.getSource()!;
    source.clear();
    const { denominator: scale, paper } = this.print!.chosen();
    const size = this.config.papers[paper];
    if (shown && size) source.addFeature(new Feature(fromExtent(groundOf(size, this.centre(), scale))));
  }

  private locate(): void {
    const { words, language } = this.config;
    this.panel.say(words.locating);
    const found = (coordinates: [number, number], accuracy: number): void => {
      const point = { type: "Feature", properties: {}, geometry: { type: "Point", coordinates } };
      const [feature] = this.read({ type: "FeatureCollection", features: [point] });
      const place = (feature.getGeometry() as Point).getCoordinates();
      if (!containsCoordinate(this.area, place)) return this.fail(new Error(words.locate_outside));
      this.moved = true;
      this.fit(buffer([...place, ...place], accuracy), 11);
      this.pin.getSource()!.clear();
      this.pin.getSource()!.addFeatures([feature, new Feature(new Circle(place, accuracy))]);
      this.panel.say(fill(words.located, { metres: Math.max(1, Math.round(accuracy)).toLocaleString(language) }));
    };
    locate(words, found, (error) => this.fail(error));
  }

  private wholeScreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else this.root.requestFullscreen().catch(() => this.fail(new Error(this.config.words.full_failed)));
  }

  // --- colours and paper ----------------------------------------------------------------------

  // After the page's colours have changed: everything drawn with them is drawn anew.
  private restyle(): void {
    const { colour } = this;
    this.ground.look += 1;
    this.records.restyle(colour);
    this.chosen.setStyle(linkStyle(colour, true));
    this.pin.setStyle(pinStyle(colour));
    this.sheet.setStyle(frameStyle(colour));
    this.sketches.restyle(colour);
    this.map.getLayers().forEach((layer) => layer.changed());
  }

  private onPaper: { center: number[]; resolution: number } | null = null;

  // The class gives the map the size of the paper; what was in sight stays in sight.
  private toPaper(): void {
    const view = this.map.getView();
    const size = this.map.getSize();
    const resolution = view.getResolution();
    if (!size || !resolution) return;
    const seen = view.calculateExtent(size);
    this.onPaper = { center: this.centre(), resolution };
    this.root.classList.add("is-printing");
    this.restyle();
    this.map.updateSize();
    view.fit(seen, { size: this.map.getSize() });
    this.map.renderSync();
  }

  private fromPaper(): void {
    const before = this.onPaper;
    if (!before) return;
    this.root.classList.remove("is-printing");
    this.restyle();
    this.map.updateSize();
    this.map.getView().setCenter(before.center);
    this.map.getView().setResolution(before.resolution);
    this.map.renderSync();
    this.onPaper = null;
  }
}
