// Reads from the screen what a person reads there: accounts with their figures, totals, the rows behind a figure.

// The list in its order, as cards or as table, in the form of `expected.mjs`.
export function readList(page) {
  return page.locator("[data-item][data-account]").evaluateAll(read);
}

export async function readTotals(page) {
  const [totals] = await page.locator("[data-totals]").evaluateAll(read);
  return totals.figures;
}

// The figures over the open account's deals.
export async function readOpenAccount(page) {
  const [account] = await page.locator("#account [data-account]").evaluateAll(read);
  return { id: account.id, figures: account.figures };
}

// Runs in the page.
function read(places) {
  const clean = (text) => text.replaceAll("\u00a0", " ").replace(/\s+/g, " ").trim();
  return places.map((place) => {
    const figures = {};
    for (const shown of place.querySelectorAll("[data-figure]")) {
      const { figure, amount, currency } = shown.dataset;
      const text = clean(shown.textContent).replace(/ ?USD$/, "");
      const beside = shown.closest("td, dd").querySelector(".text-warning");
      const notConverted = beside && clean(beside.textContent).replace(/ not converted$/, "");
      figures[figure] = currency === undefined ? { amount, text } : { amount, currency, text, notConverted };
    }
    const link = place.querySelector("a");
    return {
      id: place.dataset.account,
      // In a table the initials stand before the name.
      name: link && clean((link.lastElementChild ?? link).textContent),
      figures,
      yourDealsOnly: clean(place.textContent).includes("Your deals only"),
    };
  });
}

// The rows of the open tab of the open account, and what stands at their foot.
export function readDeals(page) {
  return page.locator("#deals").evaluate((panel) => {
    const clean = (text) => text.replaceAll("\u00a0", " ").replace(/\s+/g, " ").trim();
    const deals = [...panel.querySelectorAll("tr[data-deal]")].map((row) => ({
      id: row.dataset.deal,
      amount: row.dataset.amount ?? null,
      text: [...row.cells].map((cell) => clean(cell.innerText)),
    }));
    const sums = [...panel.querySelectorAll("[data-sum-of]")].map((cell) => {
      const beside = cell.querySelector(".text-warning");
      const text = clean(cell.innerText.replace(beside?.innerText ?? "", ""));
      return [cell.dataset.sumOf, { amount: cell.dataset.amount ?? null, text, notConverted: beside && clean(beside.innerText) }];
    });
    return { deals, sums: Object.fromEntries(sums) };
  });
}

// Exactly: in units of the last digit.
export function exactSum(amounts) {
  const digits = Math.max(0, ...amounts.map((amount) => (amount.split(".")[1] ?? "").length));
  const units = (amount) => {
    const [whole, fraction = ""] = amount.split(".");
    return BigInt(whole + fraction.padEnd(digits, "0"));
  };
  const sum = amounts.reduce((total, amount) => total + units(amount), 0n);
  const text = (sum < 0n ? -sum : sum).toString().padStart(digits + 1, "0");
  const sign = sum < 0n ? "-" : "";
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

// The pill that tells how fresh the figures are.
export function syncPill(page) {
  return page.getByRole("banner").locator("button[aria-haspopup=dialog]");
}

// Which of the theme's colours the pill's icon has.
export function toneOf(pill) {
  return pill.evaluate((button) => {
    const icon = button.querySelector("svg");
    if (!icon) return "waiting";
    const probe = document.body.appendChild(document.createElement("i"));
    const tones = ["positive", "accent", "warning", "negative"].filter((tone) => {
      probe.style.color = `var(--${tone})`;
      return getComputedStyle(probe).color === getComputedStyle(icon).color;
    });
    probe.remove();
    return tones.join(" ");
  });
}
