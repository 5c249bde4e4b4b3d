// Builds the map into the package and writes a manifest with the digest of all sources,
// so that a test without npm can tell whether the committed bundle is fresh.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const HERE = import.meta.dirname;
const STATIC = join(HERE, "../src/infostrada/geo/browser/static");
const GRIDS = join(HERE, "../src/infostrada/geo/tiles/grids.json");

function sources() {
  const own = readdirSync(join(HERE, "src")).sort().map((name) => join(HERE, "src", name));
  return [...own, join(HERE, "build.mjs"), join(HERE, "package-lock.json"), GRIDS];
}

function digest(paths) {
  const hash = createHash("sha256");
  paths.forEach((path) => hash.update(readFileSync(path)));
  return hash.digest("hex");
}

await build({
  entryPoints: { "geo-map": join(HERE, "src/main.js") },
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "none",
  loader: { ".json": "json" },
  outdir: STATIC,
});

const manifest = {
  sources: digest(sources()),
  files: Object.fromEntries(
    ["geo-map.js", "geo-map.css"].map((name) => [name, digest([join(STATIC, name)])]),
  ),
};
writeFileSync(join(STATIC, "geo-map.json"), `${JSON.stringify(manifest, null, 2)}\n`);
