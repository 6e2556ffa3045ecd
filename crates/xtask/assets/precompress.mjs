// Writes a .br and a .gz beside each file of a folder that gets smaller by it, and prints the sizes as JSON.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const COMPRESSED_ALREADY = new Set([".br", ".gz", ".woff2", ".png", ".jpg", ".webp", ".avif", ".ico"]);
// The chunk of the page that everybody sees first.
const FIRST_PAGE = "dashboard";

const root = process.argv[2];
const sizes = { raw: 0, brotli: 0, fonts: 0, firstUse: 0 };
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && ![".br", ".gz"].includes(extname(entry.name)))
  .map((entry) => join(entry.parentPath, entry.name));
const comesLater = laterModules(files.find((path) => basename(path) === "__wasm_split.js"));
for (const path of files) {
  const raw = readFileSync(path);
  if (extname(path) === ".woff2") {
    sizes.fonts += raw.length;
    continue;
  }
  const sent = COMPRESSED_ALREADY.has(extname(path)) ? raw.length : compress(path, raw);
  sizes.raw += raw.length;
  sizes.brotli += sent;
  if (!comesLater(basename(path))) sizes.firstUse += sent;
}
console.log(JSON.stringify(sizes));

// Tells which modules neither the app's beginning nor its first page needs, by the script that loads them.
function laterModules(script) {
  const text = readFileSync(script, "utf8");
  const loader = text.split(`__wasm_split_load_${FIRST_PAGE} =`)[1]?.split("export const")[0];
  if (!loader) throw new Error(`${script} loads no ${FIRST_PAGE}`);
  const needed = new Set([`split_${FIRST_PAGE}.wasm`, ...[...loader.matchAll(/__chunk_(\d+)/g)].map(([, number]) => `chunk_${number}.wasm`)]);
  return (name) => /^(split|chunk)_.*\.wasm$/.test(name) && !needed.has(name);
}

// The size that a browser gets.
function compress(path, raw) {
  const brotli = brotliCompressSync(raw, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
  });
  const gzip = gzipSync(raw, { level: 9 });
  if (brotli.length < raw.length) writeFileSync(`${path}.br`, brotli);
  if (gzip.length < raw.length) writeFileSync(`${path}.gz`, gzip);
  return Math.min(brotli.length, raw.length);
}
