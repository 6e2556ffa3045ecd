// Writes a .br and a .gz beside each file of a folder that gets smaller by it, and prints the sizes as JSON.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const COMPRESSED_ALREADY = new Set([".br", ".gz", ".woff2", ".png", ".jpg", ".webp", ".avif", ".ico"]);

const [root, firstPage] = process.argv.slice(2);
// Modules that are fetched when their page is opened.
const comesLater = (name) => /^(split|chunk)_.*\.wasm$/.test(name) && name !== `split_${firstPage}.wasm`;
const sizes = { raw: 0, brotli: 0, fonts: 0, firstUse: 0 };
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || [".br", ".gz"].includes(extname(entry.name))) continue;
  const path = join(entry.parentPath, entry.name);
  const raw = readFileSync(path);
  if (extname(path) === ".woff2") {
    sizes.fonts += raw.length;
    continue;
  }
  const sent = COMPRESSED_ALREADY.has(extname(path)) ? raw.length : compress(path, raw);
  sizes.raw += raw.length;
  sizes.brotli += sent;
  if (!comesLater(entry.name)) sizes.firstUse += sent;
}
console.log(JSON.stringify(sizes));

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
