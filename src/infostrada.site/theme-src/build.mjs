// Builds the committed bundles: node build.mjs (after npm ci). The manifest records what they were built from.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/infostrada/site/theme/static");
const fonts = join(here, "node_modules/@fontsource-variable/source-sans-3");
const faces = ["latin", "latin-ext"].map((part) => `source-sans-3-${part}-wght-normal.woff2`);

// The letters of Polish beyond latin: a page of ours needs no other of the sixty kilobytes of latin-ext.
const polish = "ĄĆĘŁŃŚŹŻąćęłńśźż";

function sources(folder, prefix = "") {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules")
    .flatMap((entry) =>
      entry.isDirectory()
        ? sources(join(folder, entry.name), `${prefix}${entry.name}/`)
        : [`${prefix}${entry.name}`],
    );
}

function digestOfSources() {
  const digest = createHash("sha256");
  for (const name of sources(here).sort()) {
    digest.update(`${name}\0`).update(readFileSync(join(here, name))).update("\0");
  }
  return digest.digest("hex");
}

function styles(name) {
  const built = sass.compile(join(here, "scss", `${name}.scss`), {
    loadPaths: [join(here, "node_modules")],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
    charset: false,
  });
  const small = esbuild.transformSync(built.css, {
    loader: "css",
    minify: true,
    target: ["chrome110", "firefox115", "safari16"],
    legalComments: "none",
  });
  writeFileSync(join(target, `${name}.css`), small.code);
}

mkdirSync(target, { recursive: true });
for (const face of faces) copyFileSync(join(fonts, "files", face), join(target, face));
writeFileSync(
  join(target, "source-sans-3-polish-wght-normal.woff2"),
  await subsetFont(readFileSync(join(fonts, "files", faces[1])), polish, { targetFormat: "woff2" }),
);
copyFileSync(join(fonts, "LICENSE"), join(target, "source-sans-3-LICENSE.txt"));
copyFileSync(join(here, "files/favicon.svg"), join(target, "favicon.svg"));
for (const name of ["site", "desk", "editor"]) styles(name);
esbuild.buildSync({
  entryPoints: ["site", "desk"].map((name) => join(here, `js/${name}.js`)),
  outdir: target,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome110", "firefox115", "safari16"],
});

const files = {};
for (const name of readdirSync(target).sort()) {
  if (name === "manifest.json") continue;
  const content = readFileSync(join(target, name));
  files[name] = {
    sha256: createHash("sha256").update(content).digest("hex"),
    bytes: content.length,
    gzip: gzipSync(content, { level: 9 }).length,
  };
}
writeFileSync(
  join(target, "manifest.json"),
  `${JSON.stringify({ sources: digestOfSources(), files }, null, 2)}\n`,
);
for (const [name, file] of Object.entries(files)) console.log(name, file.bytes, file.gzip);
