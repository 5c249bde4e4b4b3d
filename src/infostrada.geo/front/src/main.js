// Starts a map in every element that carries data-geo-map (the address of its settings).
import "ol/ol.css";
import "./map.css";
import { GeoMap } from "./map.js";
import { ask } from "./service.js";

async function start(root) {
  if (root.geoMap) return;
  try {
    root.geoMap = new GeoMap(root, await ask(root.dataset.geoMap));
    root.classList.add("is-ready");
  } catch (error) {
    const note = document.createElement("p");
    note.className = "geo-map-status is-error";
    note.setAttribute("role", "status");
    note.textContent = error.message || root.dataset.geoMapFailed;
    root.append(note);
  }
}

function startAll() {
  document.querySelectorAll("[data-geo-map]").forEach(start);
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", startAll);
} else {
  startAll();
}
