// Bundles entry.js into chart.bundle.js; the same bytes on every run.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

await build({
  entryPoints: ["entry.js"],
  outfile: "chart.bundle.js",
  bundle: true,
  charset: "ascii",
  format: "iife",
  globalName: "ChartLibrary",
  legalComments: "none",
  minify: true,
  target: ["es2020"],
});
const digest = createHash("sha256").update(readFileSync("chart.bundle.js")).digest("hex");
writeFileSync("chart.bundle.js.sha256", `${digest}  chart.bundle.js\n`);
console.log(digest);
