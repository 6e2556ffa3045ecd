// Reads from the screen what a person reads on the dashboard and in the panel behind a figure.

// Figure → exact amount, as the tiles have it.
export function readTiles(page) {
  return page.locator("[data-tile] [data-figure]").evaluateAll((shown) =>
    Object.fromEntries(shown.map(({ dataset }) => [dataset.figure, dataset.amount ?? null])),
  );
}

// Stage, deals, pipeline as they stand above each bar.
export function readStages(page) {
  return page.locator("[data-stage]").evaluateAll((bars) =>
    bars.map((bar) => [bar.dataset.stage, bar.querySelector(".text-muted").textContent.trim(), bar.querySelector("[data-figure]").dataset.amount]),
  );
}

// `2026-07` → amount; months without anything are left out.
export async function readMonths(page) {
  const bars = await page.locator("[data-month]").evaluateAll((bars) => bars.map(({ dataset }) => [dataset.month.slice(0, 7), dataset.amount]));
  return { count: bars.length, won: Object.fromEntries(bars.filter(([, amount]) => amount !== "0.00")) };
}

export const tile = (page, figure) => page.locator(`[data-tile] [data-figure=${figure}]`);

export const lineage = (page) => page.getByRole("dialog", { name: /./ }).and(page.locator("#lineage"));

// All rows, the sums at their foot, and the figure below them.
export function readLineage(page) {
  return page.locator("#lineage").evaluate((panel) => {
    const clean = (text) => text.replaceAll("\u00a0", " ").replace(/\s+/g, " ").trim();
    const rows = [...panel.querySelectorAll("tr[data-row]")].map(({ dataset }) => ({ id: dataset.row, value: dataset.value ?? null }));
    const sums = [...panel.querySelectorAll("tr[data-sum]")].map(({ dataset }) => ({ state: dataset.sum, rows: Number(dataset.rows), amount: dataset.amount }));
    const foot = panel.querySelector("[data-foot] tr:last-child");
    const facts = panel.querySelector("[data-facts]");
    const named = [...facts.querySelectorAll("dt")].map((term) => [clean(term.textContent), clean(term.nextElementSibling.textContent)]);
    return {
      rows,
      sums,
      facts: Object.fromEntries(named),
      figure: clean(foot.cells[0].textContent),
      amount: foot.querySelector("[data-figure]").dataset.amount ?? null,
    };
  });
}
