// What the server tells the map (infostrada.geo.browser.config).
import type { RuleData } from "./rules.ts";

export type Words = Record<string, string>;
export type Extent = [number, number, number, number];

export interface LayerConfig {
  id: string;
  title: string;
  kind: "store" | "wms" | "wmts" | "wfs" | "xyz";
  grid: string;
  tiles: string;
  items: string;
  remote: { srid?: number; coverage?: Extent | null; flown_on?: string | null };
  theme: string;
  opacity: number;
  label: string;
  rules: RuleData[];
  attribution: string;
  about: string;
  min_zoom: number;
  visible: boolean;
}

export interface GroupConfig {
  title: string;
  opened: boolean;
  layers: string[];
}

export interface MapConfig {
  grid: string;
  crs: string;
  title: string;
  language: string;
  extent: Extent | null;
  teryt: string;
  layers: LayerConfig[];
  order: string[];
  groups: GroupConfig[];
  base_maps: string[];
  bases: LayerConfig[];
  tools: string[];
  focus: "links" | "all";
  urls: Record<"here" | "find" | "search" | "links" | "print" | "sheet" | "page" | "past" | "embed", string>;
  papers: Record<string, [number, number]>;
  themes: Record<string, string>;
  words: Words;
  // Kinds of records told apart by sign and colour, the first on top; a record names its `mark`.
  marks?: Mark[];
}

export interface Mark {
  name: string;
  rule: RuleData;
}

export interface RecordLink {
  title: string;
  url: string;
  type?: string;
  linked_as?: string | null;
}

export interface Properties {
  layer: string;
  layer_title: string;
  theme?: string;
  business_id: string;
  linkable?: boolean;
  attrs?: Record<string, unknown>;
  records?: RecordLink[];
  share?: number | null;
  distance?: number | null;
  title?: string;
  url?: string;
  [name: string]: unknown;
}

export interface GeoJsonFeature {
  type: "Feature";
  id?: string;
  geometry: object | null;
  properties: Properties;
}

export interface Collection {
  type: "FeatureCollection";
  features: GeoJsonFeature[];
  verdict?: { kind: string; text: string }[];
}
