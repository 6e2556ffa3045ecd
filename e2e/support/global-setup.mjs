// Starts the stand-in Odoo with the golden company and the server with an empty lake, and waits for the first sync.
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Api } from "./api.mjs";
import { choosePeople } from "./people.mjs";
import { binary, fromTarget, mongodPath } from "./places.mjs";
import { freePort, poll, run, Server } from "./processes.mjs";

export const stackFile = fromTarget("e2e/stack.json");

export default async function globalSetup() {
  mkdirSync(fromTarget("e2e"), { recursive: true });
  const started = [];
  const data = mkdtempSync(fromTarget("e2e/data-"));
  // The server first, while its Odoo still answers; its folder last.
  const tearDown = async () => {
    for (const server of started.reverse()) await server.stop();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const stack = await start(data, started);
    writeFileSync(stackFile, JSON.stringify(stack), { mode: 0o600 });
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

async function start(data, started) {
  const apiKey = randomBytes(20).toString("hex");
  const odoo = new Server("odoo-sim", binary("odoo-sim"), ["--listen", "127.0.0.1:0", "--company", "golden"], {
    env: { ...process.env, ODOO_SIM_API_KEY: apiKey },
  });
  started.push(odoo);
  const odooUrl = await odoo.address();
  const people = await choosePeople(odooUrl);

  const url = `http://localhost:${await freePort()}`;
  const superAdmin = people.super_admin;
  const options = {
    cwd: data,
    env: {
      ...withoutOwnSettings(process.env),
      SALESCOMMAND_LISTEN: `127.0.0.1:${new URL(url).port}`,
      SALESCOMMAND_PUBLIC_URL: url,
      SALESCOMMAND_DATA_DIR: data,
      SALESCOMMAND_MONGOD: mongodPath(),
      SALESCOMMAND_SITE_DIR: fromTarget("site"),
      SALESCOMMAND_ODOO_URL: odooUrl,
      SALESCOMMAND_ODOO_DATABASE: "demo",
      SALESCOMMAND_ODOO_USERNAME: "admin",
      SALESCOMMAND_ODOO_API_KEY: apiKey,
      SALESCOMMAND_ADMIN_EMAIL: superAdmin.email,
      SALESCOMMAND_ADMIN_PASSWORD: superAdmin.password,
    },
  };
  const server = new Server("salescommand", binary("salescommand"), ["serve"], options);
  started.push(server);
  await server.address();
  await poll("the server is ready", 60_000, async () => {
    server.mustRun();
    return (await new Api(url).get("/api/ready")).status === 200;
  });
  for (const { role, email, password } of Object.values(people).filter((person) => person !== superAdmin)) {
    await run(binary("salescommand"), ["user", "add", "--email", email, "--role", role], `${password}\n`, options);
  }
  const api = await new Api(url).signIn(superAdmin);
  await poll("the first sync is done", 120_000, async () => {
    server.mustRun();
    const status = (await api.get("/api/sync/status")).body;
    if (status?.last_run?.state === "failed") throw new Error(JSON.stringify(status.last_run.errors));
    return Boolean(status?.last_success);
  });
  return { url, odooUrl, people };
}

// What a developer has set for a server of their own must not reach this one.
function withoutOwnSettings(environment) {
  const kept = ([name]) => !name.startsWith("SALESCOMMAND_") || name === "SALESCOMMAND_LOG";
  return Object.fromEntries(Object.entries(environment).filter(kept));
}
