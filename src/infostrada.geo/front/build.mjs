// Builds the map into the package, the unit tests into dist/, and writes a manifest with the
// digest of all sources, so that a test without npm can tell whether both are fresh.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const HERE = import.meta.dirname;
const PACKAGE = join(HERE, "../src/infostrada/geo");
const STATIC = join(PACKAGE, "browser/static");
const SHARED = [join(PACKAGE, "tiles/grids.json"), join(PACKAGE, "styles/examples.json")];

const inside = (folder) =>
  readdirSync(join(HERE, folder))
    .sort()
    .map((name) => join(HERE, folder, name));

function digest(paths) {
  const hash = createHash("sha256");
  paths.forEach((path) => hash.update(readFileSync(path)));
  return hash.digest("hex");
}

const common = { bundle: true, minify: true, legalComments: "none", loader: { ".json": "json" } };

await build({
  ...common,
  entryPoints: { "geo-map": join(HERE, "src/main.ts") },
  format: "iife",
  target: "es2020",
  outdir: STATIC,
});
await build({
  ...common,
  entryPoints: { "geo-style": join(HERE, "src/editor.ts") },
  format: "iife",
  target: "es2020",
  outdir: STATIC,
});
await build({
  ...common,
  stdin: {
    contents: inside("tests").map((path) => `import ${JSON.stringify(path)};`).join("\n"),
    resolveDir: HERE,
    loader: "ts",
  },
  platform: "node",
  format: "esm",
  target: "node20",
  outfile: join(HERE, "built/tests.mjs"),
});

const sources = [
  ...inside("src"),
  ...inside("tests"),
  join(HERE, "build.mjs"),
  join(HERE, "package-lock.json"),
  ...SHARED,
];
const built = ["geo-map.js", "geo-map.css", "geo-style.js"].map((name) => [name, join(STATIC, name)]);
const manifest = {
  sources: digest(sources),
  files: Object.fromEntries(built.map(([name, path]) => [name, digest([path])])),
  tests: digest([join(HERE, "built/tests.mjs")]),
};
writeFileSync(join(STATIC, "geo-map.json"), `${JSON.stringify(manifest, null, 2)}\n`);
