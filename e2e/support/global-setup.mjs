// Starts the stand-in Odoo with the golden company and the server with an empty lake, and waits for the first sync.
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Api } from "./api.mjs";
import { choosePeople } from "./people.mjs";
import { binary, fromTarget, mongodPath } from "./places.mjs";
import { poll, run, Server } from "./processes.mjs";

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
  const anyPort = "127.0.0.1:0";
  const arguments_ = ["--listen", anyPort, "--control", anyPort, "--company", "golden"];
  const odoo = new Server("odoo-sim", binary("odoo-sim"), arguments_, {
    env: { ...process.env, ODOO_SIM_DATABASE: "golden", ODOO_SIM_LOGIN: "admin", ODOO_SIM_API_KEY: apiKey },
  });
  started.push(odoo);
  const odooUrl = await odoo.address();
  const controlUrl = await odoo.address("control");
  const people = await choosePeople(controlUrl);

  const superAdmin = people.super_admin;
  const options = {
    cwd: data,
    env: {
      ...withoutOwnSettings(process.env),
      SALESCOMMAND_LISTEN: anyPort,
      SALESCOMMAND_DATA_DIR: data,
      SALESCOMMAND_MONGOD: mongodPath(),
      SALESCOMMAND_SITE_DIR: fromTarget("site"),
      SALESCOMMAND_ODOO_URL: odooUrl,
      SALESCOMMAND_ODOO_DATABASE: "golden",
      SALESCOMMAND_ODOO_USERNAME: "admin",
      SALESCOMMAND_ODOO_API_KEY: apiKey,
      SALESCOMMAND_ADMIN_EMAIL: superAdmin.email,
      SALESCOMMAND_ADMIN_PASSWORD: superAdmin.password,
    },
  };
  const server = new Server("salescommand", binary("salescommand"), ["serve"], options);
  started.push(server);
  // The server calls itself `localhost`, at its port, when nothing else is said.
  const url = `http://localhost:${new URL(await server.address()).port}`;
  await poll("the server is ready", 60_000, async () => {
    server.mustRun();
    return (await new Api(url).get("/api/ready")).status === 200;
  });
  for (const { role, name, email, password } of Object.values(people).filter((person) => person !== superAdmin)) {
    const added = ["user", "add", "--approved", "--email", email, "--name", name, "--role", role];
    await run(binary("salescommand"), added, `${password}\n`, options);
  }
  const api = await new Api(url).signIn(superAdmin);
  await poll("the first sync is done", 120_000, async () => {
    server.mustRun();
    const status = (await api.get("/api/sync/status")).body;
    if (status?.last_run?.state === "failed") throw new Error(JSON.stringify(status.last_run.errors));
    return Boolean(status?.last_success);
  });
  return { url, controlUrl, people };
}

// What a developer has set for a server of their own must not reach this one.
function withoutOwnSettings(environment) {
  const kept = ([name]) => !name.startsWith("SALESCOMMAND_") || name === "SALESCOMMAND_LOG";
  return Object.fromEntries(Object.entries(environment).filter(kept));
}
