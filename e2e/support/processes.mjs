// Starts servers that end with us, waits for what they say, stops them in order.
import { execFile, spawn } from "node:child_process";
import { createWriteStream, existsSync } from "node:fs";
import { fromTarget } from "./places.mjs";

// xtask's guard asks the kernel to end the program when this process dies, however it dies.
function guarded(program, args) {
  const xtask = fromTarget("debug/xtask");
  return existsSync(xtask) && process.platform === "linux"
    ? [xtask, ["guard", String(process.pid), "--", program, ...args]]
    : [program, args];
}

export class Server {
  #child;
  #ended;
  #addresses = {};
  #said = "";

  constructor(name, program, args, options) {
    this.name = name;
    const log = createWriteStream(fromTarget("e2e", `${name}.log`));
    this.#child = spawn(...guarded(program, args), { ...options, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        log.write(text);
        this.#said = (this.#said + text).slice(-20_000);
        for (const [, what, url] of this.#said.matchAll(/(listening|control) on (http:\/\/[0-9.:]+)/g)) {
          this.#addresses[what] ??= url;
        }
      });
    }
    this.#ended = new Promise((done) => this.#child.once("exit", (code, signal) => done(signal ?? code)));
  }

  // The address in the line `listening on http://127.0.0.1:PORT`, or `control on …`.
  async address(what = "listening") {
    return poll(`${this.name} says where it listens`, 60_000, async () => {
      this.mustRun();
      return this.#addresses[what];
    });
  }

  mustRun() {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`${this.name} ended by itself (${signalCode ?? exitCode}):\n${this.#said.slice(-4_000)}`);
    }
  }

  async stop() {
    this.#child.kill("SIGTERM");
    const late = setTimeout(() => this.#child.kill("SIGKILL"), 30_000);
    await this.#ended;
    clearTimeout(late);
  }
}

// Runs a short command with a text on its standard input.
export function run(program, args, input, options) {
  return new Promise((done, fail) => {
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error) fail(new Error(`${program} ${args.join(" ")}: ${error.message}\n${stdout}${stderr}`));
      else done(stdout);
    });
    child.stdin.end(input);
  });
}

// Asks until the answer is neither false nor undefined.
export async function poll(what, limit, ask) {
  const until = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > until) throw new Error(`waited ${limit / 1000} s until ${what}`);
    await new Promise((go) => setTimeout(go, 50));
  }
}
