// One stack: the stand-in Odoo with the golden company, the server with an empty lake, its people, the first sync done.
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Api } from "./api.mjs";
import { choosePeople } from "./people.mjs";
import { binary, fromTarget, mongodPath, root } from "./places.mjs";
import { poll, run, Server } from "./processes.mjs";

// `name` tells the logs of one stack from those of another.
export async function startStack(name, company = "golden") {
  mkdirSync(fromTarget("e2e"), { recursive: true });
  const started = [];
  const data = mkdtempSync(fromTarget("e2e/data-"));
  // The server first, while its Odoo still answers; its folder last.
  const stop = async () => {
    for (const server of started.reverse()) await server.stop();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    return { stack: await start(name, data, started, company), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function companyArguments(company, data) {
  if (company === "golden") return ["--company", "golden"];
  const read = (file) => Object.entries(JSON.parse(readFileSync(join(root, "crates/testkit/golden", file), "utf8")));
  const all = {};
  for (const [model, rows] of [...read("company.json"), ...read(`${company}.json`)]) all[model] = [...(all[model] ?? []), ...rows];
  const file = join(data, "company.json");
  writeFileSync(file, JSON.stringify(all));
  return ["--company-file", file];
}

async function start(name, data, started, company) {
  const apiKey = randomBytes(20).toString("hex");
  const anyPort = "127.0.0.1:0";
  const arguments_ = ["--listen", anyPort, "--control", anyPort, ...companyArguments(company, data)];
  const odoo = new Server(`${name}-odoo-sim`, binary("odoo-sim"), arguments_, {
    env: { ...process.env, ODOO_SIM_DATABASE: "golden", ODOO_SIM_LOGIN: "admin", ODOO_SIM_API_KEY: apiKey },
  });
  started.push(odoo);
  const odooUrl = await odoo.address();
  const controlUrl = await odoo.address("control");
  const people = choosePeople();

  const superAdmin = people.super_admin;
  const options = {
    cwd: data,
    env: {
      ...withoutOwnSettings(process.env),
      SALESCOMMAND_LISTEN: anyPort,
      SALESCOMMAND_DATA_DIR: data,
      SALESCOMMAND_MONGOD: mongodPath(),
      SALESCOMMAND_SITE_DIR: fromTarget("site"),
      // What the golden company's figures were worked out for.
      SALESCOMMAND_TIME_ZONE: "Asia/Dubai",
      // The clock's own runs stay as far as possible from those that tests ask for.
      SALESCOMMAND_SYNC_INTERVAL_MINUTES: "60",
      SALESCOMMAND_ODOO_URL: odooUrl,
      SALESCOMMAND_ODOO_DATABASE: "golden",
      SALESCOMMAND_ODOO_USERNAME: "admin",
      SALESCOMMAND_ODOO_API_KEY: apiKey,
      SALESCOMMAND_ADMIN_EMAIL: superAdmin.email,
      SALESCOMMAND_ADMIN_PASSWORD: superAdmin.password,
    },
  };
  const server = new Server(`${name}-salescommand`, binary("salescommand"), ["serve"], options);
  started.push(server);
  // The server calls itself `localhost`, at its port, when nothing else is said.
  const url = `http://localhost:${new URL(await server.address()).port}`;
  await poll("the server is ready", 60_000, async () => {
    server.mustRun();
    return (await new Api(url).get("/api/ready")).status === 200;
  });
  const others = Object.values(people).filter((person) => person !== superAdmin);
  await Promise.all(
    others.map(({ role, name, email, password, pending }) => {
      const added = ["user", "add", "--email", email, "--name", name, "--role", role];
      if (!pending) added.push("--approved");
      return run(binary("salescommand"), added, `${password}\n`, options);
    }),
  );
  const api = await new Api(url).signIn(superAdmin);
  await poll("the first sync is done", 120_000, async () => {
    server.mustRun();
    const status = (await api.get("/api/sync/status")).body;
    if (status?.last_run?.state === "failed") throw new Error(JSON.stringify(status.last_run.errors));
    return Boolean(status?.last_success);
  });
  return { url, odooUrl, controlUrl, apiKey, people };
}

// What a developer has set for a server of their own must not reach this one.
function withoutOwnSettings(environment) {
  const kept = ([name]) => !name.startsWith("SALESCOMMAND_") || name === "SALESCOMMAND_LOG";
  return Object.fromEntries(Object.entries(environment).filter(kept));
}
