// What each reader must see, worked out apart from the product: `crates/testkit/golden/expected.json`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./places.mjs";

const readers = JSON.parse(readFileSync(join(root, "crates/testkit/golden/expected.json"), "utf8"));

// The accounts in the form in which `screen.mjs` reads them.
export function expectedOf(reader) {
  const { accounts, totals } = readers[reader];
  return {
    accounts: Object.entries(accounts).map(([id, account]) => ({
      id,
      name: account.name,
      figures: figures(account),
      yourDealsOnly: account.your_deals_only,
    })),
    totals: figures(totals),
  };
}

export function idsOf(reader) {
  return Object.keys(readers[reader].accounts);
}

function figures({ pipeline, weighted, won, open_deals }) {
  return {
    pipeline: money(pipeline),
    weighted: money(weighted),
    won: money(won),
    open_deals: { amount: String(open_deals), text: String(open_deals) },
  };
}

function money({ amount, not_converted }) {
  return { amount, currency: "USD", text: written(amount), notConverted: notConverted(not_converted) };
}

function notConverted(sums) {
  const [first] = Object.entries(sums);
  return first ? `+ ${written(first[1])} ${first[0]}` : null;
}

// `-1250.5` as people read it: `−1,250.5`.
export function written(amount) {
  const [, sign, whole, fraction] = /^(-?)(\d+)(\.\d+)?$/.exec(amount);
  const groups = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(0, end - 3), end));
  return (sign && "−") + groups.join(",") + (fraction ?? "");
}
