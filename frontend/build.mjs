// Builds what the pages load into src/derman/web/static. See README.md.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "../src/derman/web/static");
const own = join(out, "derman");
const vendor = join(out, "vendor");

/** Order matters: the layers are declared in the first. */
const STYLES = ["tokens", "base", "controls", "facts", "overlays", "frames"];
const TURKISH = "ĞğİŞş₺";
/** No text is lighter or heavier. */
const WEIGHTS = { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 700 } } };
const signs = (ranges) => ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at))).join("");
const LOOK = { legalComments: "none", minify: true, target: "es2022", charset: "utf8" };

/** What the built files were made from; a test compares it with the sources, so that nobody forgets to build. */
async function digest() {
  const hash = createHash("sha256");
  for (const folder of ["css", "js", "vendor"]) {
    for (const name of (await readdir(join(here, folder))).sort()) hash.update(`${folder}/${name}\n`).update(await readFile(join(here, folder, name)));
  }
  hash.update(await readFile(join(here, "icons.json")));
  return hash.digest("hex");
}

async function styles() {
  const layers = "@layer tokens, base, layout, components, area;\n";
  const parts = await Promise.all(STYLES.map((name) => readFile(join(here, "css", `${name}.css`), "utf8")));
  const { code } = await esbuild.transform(layers + parts.join("\n"), { loader: "css", minify: true, charset: "utf8", target: "chrome123" });
  await writeFile(join(own, "derman.css"), code);
}

async function scripts() {
  const banner = { js: "/* htmx 4, Zero-Clause BSD: see ../vendor/LICENCES.md */" };
  await esbuild.build({ ...LOOK, entryPoints: [join(here, "js/derman.js")], bundle: true, format: "esm", outfile: join(own, "derman.js"), banner });
  await esbuild.build({ ...LOOK, entryPoints: [join(here, "js/workspace.js")], bundle: true, format: "esm", outfile: join(own, "workspace.js") });
  await esbuild.build({ ...LOOK, entryPoints: [join(here, "js/completing.js")], bundle: true, format: "esm", outfile: join(own, "completing.js") });
  await esbuild.build({ ...LOOK, entryPoints: [join(here, "js/sheet.js")], bundle: true, format: "esm", outfile: join(own, "sheet.js") });
  await esbuild.build({ ...LOOK, entryPoints: [join(here, "js/article.js")], bundle: true, format: "esm", outfile: join(own, "article.js") });
  // for pages of other sites: nothing beside it, and nothing of it in their window
  await esbuild.build({ ...LOOK, entryPoints: [join(here, "js/help.js")], bundle: true, format: "iife", loader: { ".css": "text" }, outfile: join(own, "help.js") });
  await esbuild.build({ ...LOOK, entryPoints: [join(here, "vendor/tiptap-article.js")], alias: { "@floating-ui/dom": join(here, "vendor/no-floating-ui.js") }, bundle: true, format: "esm", outfile: join(vendor, "tiptap-article.js"), banner: { js: "/* Tiptap 3, ProseMirror, MIT: see LICENCES.md */" } });
  await esbuild.build({ ...LOOK, entryPoints: [join(here, "vendor/tiptap.js")], alias: { "@floating-ui/dom": join(here, "vendor/no-floating-ui.js") }, bundle: true, format: "esm", outfile: join(vendor, "tiptap.js"), banner: { js: "/* Tiptap 3, ProseMirror, MIT: see LICENCES.md */" } });
}

async function fonts() {
  const files = join(modules, "@fontsource-variable/inter/files");
  await mkdir(join(vendor, "fonts"), { recursive: true });
  const latin = await readFile(join(files, "inter-latin-wght-normal.woff2"));
  await writeFile(join(vendor, "fonts/inter-latin.woff2"), await subsetFont(latin, signs([[0x20, 0x7e], [0xa0, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2c6, 0x2c6], [0x2da, 0x2da], [0x2dc, 0x2dc], [0x2010, 0x2027], [0x202f, 0x203a], [0x20ac, 0x20ac], [0x2122, 0x2122], [0x2190, 0x2193], [0x2212, 0x2212]]), WEIGHTS));
  // the other letters of Europe's languages in Latin script; rarer ones come from the reader's own fonts
  const more = await readFile(join(files, "inter-latin-ext-wght-normal.woff2"));
  await writeFile(join(vendor, "fonts/inter-latin-ext.woff2"), await subsetFont(more, signs([[0x100, 0x17f], [0x218, 0x21b], [0x1e9e, 0x1e9e]]), WEIGHTS));
  const turkish = await subsetFont(await readFile(join(files, "inter-latin-ext-wght-normal.woff2")), TURKISH, WEIGHTS);
  await writeFile(join(vendor, "fonts/inter-turkish.woff2"), turkish);
}

/** For PDFs, which need whole fonts of one weight each: as TrueType, in the room that writes them. */
async function paper() {
  const to = join(here, "../src/derman/transcripts/fonts");
  await mkdir(to, { recursive: true });
  const ranges = {
    latin: [[0x20, 0x7e], [0xa0, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2c6, 0x2c6], [0x2da, 0x2da], [0x2dc, 0x2dc], [0x2010, 0x2027], [0x202f, 0x203a], [0x20ac, 0x20ac], [0x2122, 0x2122], [0x2190, 0x2193], [0x2212, 0x2212]],
    "latin-ext": [[0x100, 0x24f], [0x1e00, 0x1eff], [0x20a0, 0x20c0]],
    cyrillic: [[0x400, 0x45f], [0x490, 0x491], [0x4b0, 0x4b1], [0x2116, 0x2116]],
    greek: [[0x370, 0x3ff]],
  };
  for (const [name, wanted] of Object.entries(ranges)) {
    const file = await readFile(join(modules, `@fontsource-variable/inter/files/inter-${name}-wght-normal.woff2`));
    for (const [weight, wght] of [["regular", 400], ["bold", 650]]) {
      await writeFile(join(to, `inter-${name}-${weight}.ttf`), await subsetFont(file, signs(wanted), { targetFormat: "truetype", variationAxes: { wght } }));
    }
  }
}

async function icons() {
  const names = JSON.parse(await readFile(join(here, "icons.json"), "utf8"));
  const symbols = [];
  for (const [name, file] of Object.entries(names)) {
    const svg = await readFile(join(modules, `lucide-static/icons/${file}.svg`), "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s+/g, " ").replaceAll("> <", "><").trim();
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`);
  }
  const mark = await readFile(join(here, "mark.svg"), "utf8");
  symbols.push(mark.replace(/<svg[^>]*viewBox="([^"]+)"[^>]*>/, '<symbol id="mark" viewBox="$1">').replace("</svg>", "</symbol>").trim());
  await mkdir(join(own, "icons"), { recursive: true });
  await writeFile(join(own, "icons/icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide icons, ISC: see vendor/LICENCES.md -->\n${symbols.join("\n")}\n</svg>\n`);
  await copyFile(join(here, "mark.svg"), join(own, "icons/mark.svg"));
  await writeFile(join(own, "icons/chevron.svg"), '<svg xmlns="http://www.w3.org/2000/svg" width="14" height="14" viewBox="0 0 24 24" fill="none" stroke="#7b8a92" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"><path d="m6 9 6 6 6-6"/></svg>\n');
}

await mkdir(own, { recursive: true });
await mkdir(vendor, { recursive: true });
await Promise.all([styles(), scripts(), fonts(), paper(), icons()]);
await writeFile(join(here, "built.txt"), `${await digest()}\n`);
