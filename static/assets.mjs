// Copies what pages need from the installed packages to static/vendor, which git ignores.
// Run after `npm ci`: node static/assets.mjs

import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "..", "node_modules");
const vendor = join(here, "vendor");

const copies = {
  "htmx.org/dist/htmx.min.js": "htmx.min.js",
  "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
  "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
};
const onlyForTests = { "axe-core/axe.min.js": "dev/axe.min.js" };

await mkdir(join(vendor, "dev"), { recursive: true });

for (const [from, to] of Object.entries(copies)) {
  await copyFile(join(packages, from), join(vendor, to));
}
for (const [from, to] of Object.entries(onlyForTests)) {
  if (existsSync(join(packages, from))) await copyFile(join(packages, from), join(vendor, to));
}

// Tabler goes into a cascade layer, so that our own rules win without a fight over specificity.
const tabler = await readFile(join(packages, "@tabler/core/dist/css/tabler.min.css"), "utf8");
const bare = tabler.replace(/\/\*# sourceMappingURL=.*?\*\//s, "").replace(/^@charset[^;]*;/, "");
await writeFile(join(vendor, "tabler.min.css"), `@layer tabler{${bare}}\n`);

console.log("Styles, scripts and fonts are in static/vendor.");
