// What is at a place, or in a shape: the question, and its answer in the panel and on the map.
import Feature from "ol/Feature.js";
import Point from "ol/geom/Point.js";
import type { Collection, GeoJsonFeature, MapConfig } from "./config.ts";
import { dayText } from "./days.ts";
import { fill, finger } from "./dom.ts";
import { marked, type HerePanel } from "./here.ts";
import type { Marks } from "./marks.ts";
import type { Past } from "./past.ts";
import { addLine } from "./pick.ts";
import { ask } from "./service.ts";
import type { Sight } from "./sight.ts";

const POINTER = 6;
// A longer shape does not fit into an address.
const LONGEST_SHAPE = 1500;

export interface QuestionActs {
  read: (collection: object) => Feature[];
  asked: () => void;
  answered: () => void;
  fail: (error: Error) => void;
}

export class Questions {
  // The place that was asked about.
  place: [number, number] | undefined;

  // `field`: a form that takes features by their names.
  constructor(
    private config: MapConfig,
    private sight: Sight,
    private panel: HerePanel,
    private marks: Marks,
    private past: Past,
    private field: HTMLTextAreaElement | null,
    private acts: QuestionActs,
  ) {}

  clear(): void {
    this.place = undefined;
    this.marks.pinAt();
    this.marks.choose();
    this.panel.clear();
    this.panel.say(this.config.words.ready);
  }

  async identify([x, y]: number[], given: Record<string, string> = {}): Promise<void> {
    const tolerance = (this.sight.resolution ?? 1) * finger(POINTER);
    this.place = [x, y];
    this.marks.pinAt(new Feature(new Point([x, y])));
    this.acts.asked();
    if (this.past.at) this.tellPast([x, y], tolerance);
    else await this.ask({ x: x.toFixed(2), y: y.toFixed(2), tolerance: tolerance.toFixed(2), ...given });
  }

  // While the map shows another day, it tells of that day what it shows; documents and plans are today's.
  private tellPast(place: number[], tolerance: number): void {
    const { words, language } = this.config;
    const found = this.past.atPlace(place, tolerance);
    this.marks.choose(...found.map(({ feature }) => feature.clone()));
    this.panel.showPast(found, fill(words.time_at, { day: dayText(this.past.at!, language) }));
    this.acts.answered();
  }

  async ask(question: Record<string, string>): Promise<void> {
    const { urls, teryt } = this.config;
    if (teryt) question.teryt = teryt;
    try {
      const answer = await ask<Collection>(urls.here, question);
      this.marks.choose(...this.acts.read({ ...answer, features: marked(answer.features) }));
      const long = (question.shape ?? "").length > LONGEST_SHAPE;
      const sheet = long ? null : `${urls.sheet}?${new URLSearchParams(question)}`;
      this.panel.show(answer, sheet, this.field ? (feature) => this.pick(feature) : undefined);
      this.acts.answered();
    } catch (error) {
      this.acts.fail(error as Error);
    }
  }

  private pick(feature: GeoJsonFeature): void {
    const { words } = this.config;
    const name = feature.properties.business_id;
    const fresh = this.field !== null && addLine(this.field, name);
    this.panel.say(`${name}: ${fresh ? words.added : words.already}`);
  }
}
