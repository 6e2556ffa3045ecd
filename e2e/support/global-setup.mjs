// Starts the stack that all journeys share which change nothing in Odoo.
import { mkdirSync, writeFileSync } from "node:fs";
import { fromTarget } from "./places.mjs";
import { startStack } from "./stack.mjs";

export const stackFile = fromTarget("e2e/stack.json");

export default async function globalSetup() {
  mkdirSync(fromTarget("e2e"), { recursive: true });
  const { stack, stop } = await startStack("shared");
  writeFileSync(stackFile, JSON.stringify(stack), { mode: 0o600 });
  return stop;
}
