// The panel beside the map: its tabs, and the box of tools in one of them.
import type { MapConfig } from "./config.ts";
import { make } from "./dom.ts";
import { sketchTools, type Sketches } from "./measure.ts";
import { Tabs } from "./tabs.ts";

export interface Contents {
  here: HTMLElement;
  layers: HTMLElement;
  legend: HTMLElement;
  tools: HTMLElement;
}

export function panelTabs(root: HTMLElement, { words, tools }: MapConfig, contents: Contents): Tabs {
  const tabs = new Tabs(root.id, words.panel, [
    { name: "here", title: words.here, icon: "here", content: contents.here },
    { name: "layers", title: words.layers, icon: "layers", content: contents.layers },
    { name: "legend", title: words.legend, icon: "legend", content: contents.legend },
    ...(tools.length && contents.tools.childElementCount
      ? [{ name: "tools", title: words.tools, icon: "measure", content: contents.tools }]
      : []),
  ]);
  // Beside a list the panel tells what the signs mean; who wants other layers opens them.
  tabs.open(root.dataset.panel === "below" ? "legend" : "layers");
  return tabs;
}

// `others`: what a tool of the settings shows, by the tool's name.
export function toolBox(
  { words, tools, grid }: MapConfig,
  sketches: Sketches,
  result: HTMLElement,
  asked: (shape: object) => void,
  others: Record<string, () => HTMLElement>,
): HTMLElement {
  const system = grid === "PL1992" ? "EPSG:2180" : grid;
  const box = make("div", { class: "geo-tools-list" }, ...sketchTools(words, sketches, tools, asked, system, result));
  for (const [name, content] of Object.entries(others)) if (tools.includes(name)) box.append(content());
  return box;
}
