// Where binaries, tools and results are; `cargo xtask test` names them, and a run by hand finds them by itself.
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

export function fromTarget(...parts) {
  return join(process.env.SALESCOMMAND_TARGET_DIR ?? process.env.CARGO_TARGET_DIR ?? join(root, "target"), ...parts);
}

export function binary(name) {
  const path = fromTarget("debug", name);
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`cargo build --tests --bins\``);
  return path;
}

export function chromiumPath() {
  const found = process.env.SALESCOMMAND_CHROMIUM ?? inPath(["chromium", "chromium-browser", "google-chrome"]);
  if (!found) throw new Error("no Chromium in PATH: run `cargo xtask setup`");
  return found;
}

export function mongodPath() {
  return process.env.SALESCOMMAND_MONGOD ?? fromTarget("tools/mongod-6.0.5/bin/mongod");
}

function inPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}
