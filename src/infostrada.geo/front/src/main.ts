// Starts a map in every element that carries data-geo-map (the address of its settings).
import "ol/ol.css";
import "./map.css";
import { GeoMap } from "./map.ts";
import { ask } from "./service.ts";
import type { MapConfig } from "./config.ts";

interface MapRoot extends HTMLElement {
  geoMap?: GeoMap;
}

async function start(root: MapRoot): Promise<void> {
  if (root.geoMap) return;
  try {
    const config = await ask<MapConfig>(root.dataset.geoMap ?? "");
    root.classList.add("is-ready");
    root.geoMap = new GeoMap(root, config);
  } catch (error) {
    const note = document.createElement("p");
    note.className = "geo-map-status is-error";
    note.setAttribute("role", "status");
    note.textContent = (error as Error).message || (root.dataset.geoMapFailed ?? "");
    root.append(note);
  }
}

function startAll(): void {
  document.querySelectorAll<MapRoot>("[data-geo-map]").forEach((root) => void start(root));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
else startAll();
