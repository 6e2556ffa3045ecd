// A way to the server on which bodies of answers stop in their middle until they are let go, as on a bad mobile line.
import { createServer, request } from "node:http";

export async function startSlowLine(target) {
  const { host, hostname, port, origin } = new URL(target);
  // By path: what to do with the rest of each answer that waits.
  const held = new Map();

  const server = createServer((asked, answer) => {
    const headers = { ...asked.headers, host, ...(asked.headers.origin && { origin }) };
    const onward = request({ hostname, port, method: asked.method, path: asked.url, headers }, (come) => {
      answer.writeHead(come.statusCode, come.headers);
      const waiting = held.get(asked.url);
      if (!waiting) return void come.pipe(answer);
      come.once("data", (bytes) => {
        answer.write(bytes.subarray(0, 1));
        come.pause();
        const go = () => {
          answer.write(bytes.subarray(1));
          come.pipe(answer);
        };
        if (held.get(asked.url) !== waiting) return void go();
        const line = { isCut: false, go };
        answer.once("close", () => (line.isCut = true));
        waiting.push(line);
      });
    });
    onward.on("error", () => answer.destroy());
    answer.once("close", () => onward.destroy());
    asked.pipe(onward);
  });
  await new Promise((listening) => server.listen(0, "localhost", listening));

  return {
    url: `http://localhost:${server.address().port}`,
    // The answers of that path that wait since then, each with what became of it.
    hold: (path) => held.set(path, []).get(path),
    letGo: (path) => {
      const lines = held.get(path);
      held.delete(path);
      lines.filter(({ isCut }) => !isCut).forEach(({ go }) => go());
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((stopped) => server.close(stopped));
    },
  };
}
