// One map in EPSG:2180 with its panel: layers, legend, what is here, tools.
import OlMap from "ol/Map.js";
import type Feature from "ol/Feature.js";
import { defaults as interactions } from "ol/interaction/defaults.js";
import type { Projection } from "ol/proj.js";
import { Address } from "./address.ts";
import type { Collection, LayerConfig, MapConfig } from "./config.ts";
import { fill, make } from "./dom.ts";
import { Frame } from "./frame.ts";
import { HerePanel } from "./here.ts";
import { followKeys } from "./keys.ts";
import { LegendPanel } from "./legendpanel.ts";
import { readFeatures } from "./layers.ts";
import { showWhereIAm } from "./locating.ts";
import { Marks } from "./marks.ts";
import { Sketches } from "./measure.ts";
import { OnPaper } from "./onpaper.ts";
import { panelTabs, toolBox } from "./panel.ts";
import { Past } from "./past.ts";
import { projectionOf } from "./projection.ts";
import { Questions } from "./questions.ts";
import { Readout } from "./readout.ts";
import { Records } from "./records.ts";
import { ScaleHint } from "./scales.ts";
import { SearchBox, type Hit } from "./search.ts";
import { ask } from "./service.ts";
import { Sharing } from "./sharing.ts";
import { Sheet } from "./sheet.ts";
import { Sight, viewOf } from "./sight.ts";
import { SmallBar } from "./small.ts";
import { Stack } from "./stack.ts";
import { cssColour, palette, type Colour } from "./styles.ts";
import type { Tabs } from "./tabs.ts";
import { baseChoice, Tree, type BaseChoice } from "./tree.ts";

export class GeoMap {
  readonly map: OlMap;
  readonly sight: Sight;
  readonly stack: Stack;
  readonly marks: Marks;
  readonly sketches: Sketches;
  readonly address: Address;
  private projection: Projection;
  private frame: Frame;
  private panel: HerePanel;
  private questions: Questions;
  private records: Records;
  private tabs: Tabs;
  private tree: Tree;
  private legend: LegendPanel;
  private baseChoice: BaseChoice | null = null;
  private past: Past;
  private sharing: Sharing;
  private sheet: Sheet | undefined;
  private paper: OnPaper;
  private result: HTMLElement = make("p", { class: "geo-measured", role: "status" });
  private hint: ScaleHint;
  private small: SmallBar | null = null;
  private colour: Colour;

  constructor(
    readonly root: HTMLElement,
    readonly config: MapConfig,
  ) {
    const { words, grid, language } = config;
    const colour = (this.colour = palette(root));
    this.projection = projectionOf(grid);
    this.frame = new Frame(root.id, words);
    root.append(this.frame.root);
    this.stack = new Stack(config, colour, (layer) => this.sayDown(layer));
    this.records = new Records(colour, config.marks);
    this.marks = new Marks(colour);
    this.map = this.makeMap();
    this.sight = new Sight(this.map, config);
    this.panel = new HerePanel(words, language, config.themes, () => this.closeAnswer());
    this.sketches = new Sketches(this.map, colour, words, language, (text) => (this.result.textContent = text));
    this.tree = new Tree(root.id, words, this.stack.layers, config.groups, cssColour, language, () => this.changed());
    this.legend = new LegendPanel(words, cssColour, config.marks);
    this.hint = new ScaleHint(words, (scale) => this.nearer(scale));
    this.past = this.makePast();
    this.records.listen(this.map, words);
    this.questions = this.makeQuestions();
    this.address = new Address(root, config, this.sight, this.stack, this.past, this.questions);
    this.sharing = this.makeSharing();
    this.tabs = this.makePanel();
    this.paper = new OnPaper(root, this.map, this.sight, () => this.restyle());
    this.showBase(this.stack.base);
    this.restore();
    this.listen();
    this.panel.say(config.layers.length ? words.ready : words.empty);
    void this.loadLinks();
  }

  // --- making ---------------------------------------------------------------------------------

  private makeMap(): OlMap {
    const { stack } = this;
    return new OlMap({
      target: this.frame.canvas,
      layers: [...stack.bases.map(({ layer }) => layer), ...stack.tiles, ...this.records.layers, ...this.marks.layers],
      controls: this.frame.controls,
      // A map inside a page about something else lets the page scroll until the reader turns to it.
      interactions: interactions({ onFocusOnly: this.root.dataset.keep !== "address" }),
      view: viewOf(this.config.grid),
    });
  }

  private makePast(): Past {
    const { root, config } = this;
    const past = new Past(
      root.id,
      config.words,
      config.urls.past,
      this.stack.layers,
      this.colour,
      () => this.changed(),
      (error) => this.fail(error),
      config.language,
      this.stack.ground,
    );
    past.added = (layer) => this.map.addLayer(layer);
    return past;
  }

  private makeSharing(): Sharing {
    const { words, urls } = this.config;
    const page = new URL(urls.page, document.baseURI).href;
    return new Sharing(this.root.id, words, page, urls.embed, () => this.address.fragment);
  }

  private makeQuestions(): Questions {
    const field = document.getElementById(this.root.dataset.pick ?? "") as HTMLTextAreaElement | null;
    return new Questions(this.config, this.sight, this.panel, this.marks, this.past, field, {
      read: (collection) => this.read(collection),
      asked: () => this.keepAddress(),
      answered: () => this.openAnswer(),
      fail: (error) => this.fail(error),
    });
  }

  private makePanel(): Tabs {
    const { config, root, stack } = this;
    const { words, tools } = config;
    const layersBox = make("div", {}, this.tree.root);
    this.baseChoice = baseChoice(root.id, words, config.base_maps, stack.bases, stack.base, (name) => this.showBase(name));
    if (this.baseChoice) layersBox.append(this.baseChoice.root);
    const contents = { here: this.panel.root, layers: layersBox, legend: this.legend.root, tools: this.makeTools() };
    const tabs = panelTabs(root, config, contents);
    const panel = make("div", { class: "geo-map-panel" }, this.panel.status, tabs.root);
    root.prepend(panel);
    if (root.dataset.small) {
      this.small = new SmallBar(words, tabs.root, () => `${config.urls.page}${this.address.fragment}`);
      this.panel.status.after(this.small.root);
    } else if (tools.includes("search")) root.prepend(this.makeSearch().root);
    this.frame.head.append(this.past.badge, this.sketches.bar.root, this.hint.root);
    this.frame.root.append(
      this.frame.buttons({
        zoom: (by) => this.sight.zoom(by),
        home: () => this.sight.fit(this.sight.area),
        locate: () => this.locate(),
        wholeScreen: () => this.wholeScreen(),
      }),
    );
    this.frame.foot.append(new Readout(root.id, words, this.map, config.language).root);
    return tabs;
  }

  private makeTools(): HTMLElement {
    const { config, past } = this;
    const asked = (shape: object): void => void this.questions.ask({ shape: JSON.stringify(shape) });
    return toolBox(config, this.sketches, this.result, asked, {
      time: () => past.root,
      print: () => {
        this.sheet = new Sheet(this.root.id, config, this.sight, this.stack, this.sketches, past, this.marks);
        return this.sheet.form.root;
      },
      share: () => this.sharing.root,
    });
  }

  private makeSearch(): SearchBox {
    const { root, config } = this;
    const url = config.teryt ? `${config.urls.search}?teryt=${config.teryt}` : config.urls.search;
    return new SearchBox(root.id, config.words, url, (hit) => void this.goTo(hit), (error) => this.fail(error));
  }

  // --- view -----------------------------------------------------------------------------------

  private showBase(name: string): void {
    if (this.stack.showBase(name)) this.map.getLayers().forEach((layer) => layer.changed());
    this.baseChoice?.show(name);
    this.keepAddress();
  }

  private restore(): void {
    const showLayers = (named: { id: string; opacity: number }[]): void => {
      this.stack.show(named);
      this.tree.refresh();
    };
    this.address.restore(showLayers, (name) => this.showBase(name));
    this.atResolution();
  }

  private atResolution(): void {
    const { scale, resolution = 0 } = this.sight;
    const shown = this.stack.shown();
    this.tree.atScale(scale);
    this.legend.show(shown, resolution);
    this.hint.show(shown, scale);
  }

  private nearer(scale: number): void {
    this.sight.nearer(scale);
    this.frame.canvas.focus({ preventScroll: true });
  }

  private changed(): void {
    this.atResolution();
    this.keepAddress();
  }

  private keepAddress(): void {
    if (this.paper?.now) return;
    this.sharing?.refresh();
    this.small?.refresh();
    this.address?.keep();
  }

  // --- acting ---------------------------------------------------------------------------------

  private listen(): void {
    this.map.on("singleclick", (event) => {
      if (this.sketches.busy) return;
      if (!this.records.open(this.map, event.pixel, event.coordinate, (extent) => this.sight.fit(extent))) {
        void this.questions.identify(event.coordinate);
      }
    });
    this.map.on("movestart", () => {
      this.address.moved ||= !this.paper.now;
    });
    this.map.on("moveend", () => {
      this.sheet?.form.prepare();
      this.changed();
    });
    followKeys(this.root, this.frame.canvas, this.sketches, this.records, {
      centre: () => this.sight.centre,
      identify: (place) => void this.questions.identify(place),
      close: () => this.panel.answered && this.closeAnswer(),
    });
    for (const question of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
      window.matchMedia(question).addEventListener("change", () => this.restyle());
    }
    this.past.root.addEventListener("focusin", () => void this.past.prepare());
    this.past.root.addEventListener("pointerenter", () => void this.past.prepare());
    if (this.address.own) window.addEventListener("hashchange", () => this.restore());
    document.querySelectorAll<HTMLElement>(`[data-geo-map-target="${this.root.id}"]`).forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => this.showExtent(button.dataset.extent ?? ""));
    });
  }

  private closeAnswer(): void {
    this.questions.clear();
    this.tabs.open("layers");
    this.small?.open(false);
    this.frame.canvas.focus({ preventScroll: true });
    this.frame.canvas.scrollIntoView({ block: "nearest" });
    this.keepAddress();
  }

  private openAnswer(): void {
    this.tabs.open("here");
    this.small?.open(true);
    this.bringIntoView();
  }

  // Where the panel lies below the map, the answer comes up to it and the map stays in sight.
  private bringIntoView(): void {
    if (!this.address.own || window.matchMedia("(min-width: 62rem)").matches) return;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.panel.status.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }

  private showExtent(text: string): void {
    this.sight.fit(text.split(",").map(Number));
    this.frame.canvas.scrollIntoView({ block: "nearest" });
    this.frame.canvas.focus({ preventScroll: true });
  }

  private async goTo(hit: Hit): Promise<void> {
    this.address.moved = true;
    this.sight.fit(hit.extent);
    const [west, south, east, north] = hit.extent;
    const named: Record<string, string> = hit.fid && hit.layer ? { layer: hit.layer, fid: hit.fid } : {};
    await this.questions.identify([(west + east) / 2, (south + north) / 2], named);
  }

  private async loadLinks(): Promise<void> {
    try {
      this.records.add(this.read(await ask<Collection>(this.config.urls.links)));
      if (this.config.focus === "links" && !this.address.restored) this.sight.fit(this.records.extent());
    } catch (error) {
      this.fail(error as Error);
    }
  }

  read(collection: object): Feature[] {
    return readFeatures(collection, this.config.crs, this.projection);
  }

  private fail(error: Error): void {
    this.panel.say(error.message || this.config.words.down, true);
  }

  private sayDown(layer: LayerConfig): void {
    const { words } = this.config;
    this.panel.say(layer.kind === "store" ? words.down : fill(words.remote_down, { title: layer.title }), true);
  }

  private locate(): void {
    const { words, language } = this.config;
    showWhereIAm(words, language, this.sight, this.marks, {
      read: (collection) => this.read(collection),
      say: (text) => this.panel.say(text),
      moved: () => (this.address.moved = true),
      failed: (error) => this.fail(error),
    });
  }

  private wholeScreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else this.root.requestFullscreen().catch(() => this.fail(new Error(this.config.words.full_failed)));
  }

  // After the page's colours have changed: everything drawn with them is drawn anew.
  private restyle(): void {
    this.stack.ground.look += 1;
    for (const each of [this.records, this.marks, this.sketches]) each.restyle(this.colour);
    this.map.getLayers().forEach((layer) => layer.changed());
  }
}
