// Everything around an account, in the golden company with business.json added to it: figures as worked out in around.json.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lineage, readLineage } from "./support/dashboard.mjs";
import { expectAccessible } from "./support/fixtures.mjs";
import { expect, test } from "./support/own-stack.mjs";
import { root } from "./support/places.mjs";

test.use({ stackName: "around", company: "business" });

const expected = JSON.parse(readFileSync(join(root, "crates/testkit/golden/around.json"), "utf8"));

const tab = (page, name) => page.getByRole("tab", { name: new RegExp(`^${name}`) });
const total = (page, name) => page.locator(`#part [data-total=${name}]`);
const idOf = (kind, ids) => ids.map((id) => `odoo_${kind}_${id}`);
const attributes = (places, name) => places.evaluateAll((items, name) => items.map((item) => item.getAttribute(name)), name);
const sorted = (ids) => [...ids].sort();

for (const reader of ["admin", "amira", "bruno"]) {
  test(`${reader} sees of each account the rows that its tabs count and no others`, async ({ page, enter }) => {
    test.setTimeout(180_000);
    await enter(reader, "/accounts");
    for (const [account, around] of Object.entries(expected[reader])) {
      await page.goto(`/accounts/odoo_account_${account}?full=1&tab=people`);
      const counts = {
        People: Object.keys(around.people).length,
        Deals: around.deals.open + around.deals.won,
        Invoices: [...around.invoices, ...around.credit_notes, ...around.drafts].length,
        Orders: [...around.orders, ...around.quotations].length,
        Activities: Object.values(around.touches).flat().length,
      };
      for (const [name, count] of Object.entries(counts)) await expect(tab(page, name).locator("[data-count]")).toHaveText(String(count));

      const contacts = page.locator("#part [data-contact]");
      const people = { ...around.people, ...around.addresses };
      await expect(contacts).toHaveCount(Object.keys(people).length);
      const numbers = await contacts.evaluateAll((items) =>
        items.map(({ dataset }) => [dataset.contact.split("_").at(-1), Number(dataset.deals), Number(dataset.invoices)]),
      );
      for (const [id, deals, invoices] of numbers) {
        expect([deals, invoices], `${account} ${id}`).toEqual([people[id].deals.length, people[id].invoices.length]);
      }

      await tab(page, "Invoices").click();
      await expect(page).toHaveURL(/tab=invoices/);
      const invoices = page.locator("#part [data-invoice]");
      await expect(invoices).toHaveCount(counts.Invoices);
      const ids = [...around.invoices, ...around.credit_notes, ...around.drafts];
      expect(sorted(await attributes(invoices, "data-invoice"))).toEqual(sorted(idOf("invoice", ids)));
      if (counts.Invoices > 0) {
        await expect(total(page, "invoiced")).toHaveAttribute("data-amount", around.billing.invoiced.amount);
        await expect(total(page, "outstanding")).toHaveAttribute("data-amount", around.billing.outstanding.amount);
      } else {
        await expect(page.getByText("Odoo has no invoice, credit note or draft for this account.")).toBeVisible();
      }

      await tab(page, "Orders").click();
      await expect(page.locator("#part [data-order]")).toHaveCount(counts.Orders);
      await tab(page, "Activities").click();
      await expect(page.locator("#part [data-touch]")).toHaveCount(counts.Activities);
      const kinds = await attributes(page.locator("#part [data-touch]"), "data-kind");
      for (const [kind, ids] of Object.entries(around.touches)) expect(kinds.filter((found) => found === kind)).toHaveLength(ids.length);
    }
  });
}

test("a person opens to their own deals and invoices and closes again", async ({ page, enter }) => {
  await enter("bruno", "/accounts/odoo_account_10?tab=people");
  const ulla = page.locator("[data-contact=odoo_contact_40]");
  await expect(page.locator("[data-contact]")).toHaveCount(5);
  await expect(ulla).toContainText("1 deal · 2 invoices");
  await ulla.getByRole("button").click();
  await expect(ulla.locator("[data-deal]")).toHaveText(/Sample lenses/);
  expect(await attributes(ulla.locator("[data-invoice]"), "data-invoice")).toEqual(["odoo_invoice_7", "odoo_invoice_2"]);
  await ulla.getByRole("button").click();
  await expect(ulla.locator("[data-deal]")).toHaveCount(0);
  const nobody = page.locator("[data-contact=odoo_contact_70]");
  await nobody.getByRole("button").click();
  await expect(nobody.getByText("No deal and no invoice with them in your reach.")).toBeVisible();
  await expect(nobody.getByRole("link", { name: "veit@alpenglow.example" })).toHaveAttribute("href", "mailto:veit@alpenglow.example");
});

test("the sums of the invoices stand at their foot and what is overdue in the tone of what is bad", async ({ page, enter }) => {
  await enter("bruno", "/accounts/odoo_account_10?full=1&tab=invoices");
  await expect(page.locator("tr[data-invoice]")).toHaveCount(7);
  await expect(total(page, "invoiced")).toHaveText("2,105.00");
  await expect(total(page, "outstanding")).toHaveText("1,299.70");
  await expect(total(page, "overdue")).toHaveText("425.05");
  await expect(total(page, "overdue")).toHaveClass(/text-negative/);
  await expect(total(page, "in_payment")).toHaveText("30.00\u00a0USD in payment");
  await expect(page.locator("tr[data-invoice=odoo_invoice_1]")).toContainText("1,050.00");
  await expect(page.locator("tr[data-invoice=odoo_invoice_1]")).toContainText("1,000.00\u00a0EUR");
  await expect(page.locator("tr[data-invoice=odoo_invoice_4]")).toContainText("No number yet");
  await page.goto("/accounts/odoo_account_10?full=1");
  await expect(page.locator("#part [data-figure=invoiced]")).toHaveText("2,105.00USD");
});

test("activities are shown by their kind, planned ones first", async ({ page, enter }) => {
  await enter("bruno", "/accounts/odoo_account_10?tab=activities");
  const rows = page.locator("[data-touch]");
  await expect(rows).toHaveCount(12);
  await expect(rows.first()).toContainText("Ask Ulla");
  await expect(rows.first()).toContainText("Overdue since 8 Aug 2026");
  await page.getByRole("button", { name: /^Comments/ }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole("button", { name: /^All/ }).click();
  await expect(rows).toHaveCount(12);
});

test("an account leads to its parent and its subsidiaries and adds up with them", async ({ page, enter }) => {
  await enter("amira", "/accounts/odoo_account_11?full=1");
  const child = page.locator("[data-relative=odoo_account_12]");
  await expect(child).toContainText("Blue Harbor Logistics");
  await page.getByRole("button", { name: "Add up with subsidiaries" }).click();
  const { figures, billing } = expected.amira[11].rollup;
  const sums = { ...figures, ...billing };
  for (const name of ["pipeline", "weighted", "won", "invoiced", "outstanding", "overdue"]) {
    const figure = page.locator(`[data-rollup=${name}] [data-amount]`);
    await expect(figure).toHaveAttribute("data-amount", sums[name].amount);
    await figure.click();
    await expect(page.locator("#lineage tr[data-row]").first()).toBeVisible();
    const opened = await readLineage(page);
    expect(opened.amount, name).toBe(sums[name].amount);
    expect(opened.facts.Filter, name).toMatch(/and everything below it$/);
    await page.keyboard.press("Escape");
    await expect(lineage(page)).toHaveCount(0);
  }
  await child.getByRole("link").click();
  await expect(page.locator("#account-name")).toHaveText("Blue Harbor Logistics");
  await page.locator("[data-relative=odoo_account_11]").getByRole("link").click();
  await expect(page.locator("#account-name")).toHaveText("Blue Harbor Shipping");
});

test("an empty part says why and one that failed is asked for again", async ({ page, enter, expectedMessages }) => {
  expectedMessages.push(/net::ERR_FAILED/);
  await enter("admin", "/accounts/odoo_account_21?tab=people");
  await expect(page.getByText("Odoo has no contact below this company. Archived ones are not shown.")).toBeVisible();
  await tab(page, "Orders").click();
  await expect(page.getByText("Odoo has no order or quotation for this account.")).toBeVisible();
  await page.route("**/invoices?*", (route) => route.abort());
  await tab(page, "Invoices").click();
  await expect(page.getByText("The list could not be loaded")).toBeVisible();
  await page.unroute("**/invoices?*");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator("[data-invoice]")).toHaveCount(1);
});

for (const width of [390, 1440]) {
  test(`each part is accessible and has room at ${width} px`, async ({ page, enter }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 844 });
    await enter("bruno", "/accounts/odoo_account_10");
    for (const [name, rows] of [
      ["People", "[data-contact]"],
      ["Invoices", "[data-invoice]"],
      ["Orders", "[data-order]"],
      ["Activities", "[data-touch]"],
      ["Overview", "[data-month]"],
    ]) {
      await tab(page, name).click();
      await expect(page.locator(`#part ${rows}`).first()).toBeVisible();
      const overflows = await page.locator("#part").evaluate((part) => part.scrollWidth > part.clientWidth);
      expect(overflows, name).toBe(false);
      await expectAccessible(page);
    }
    await tab(page, "Invoices").click();
    await expect(page.locator("#part [data-invoice]")).toHaveCount(7);
    await expect(page.locator("#part tr[data-invoice]")).toHaveCount(width === 390 ? 0 : 7);
    await expect(total(page, "outstanding")).toHaveText("1,299.70");
  });
}

test("what an account owes opens to its documents, from the overview and from the list, and leads back", async ({ page, enter }) => {
  const { billing, invoices, credit_notes } = expected.admin["10"];
  await enter("admin", "/accounts/odoo_account_10?full=1");
  for (const figure of ["invoiced", "outstanding", "overdue"]) {
    await page.locator(`[data-figure=${figure}]`).click();
    await expect(lineage(page)).toBeVisible();
    await expect(page.locator("#lineage tr[data-row]").first()).toBeVisible();
    const opened = await readLineage(page);
    expect(opened.amount, figure).toBe(billing[figure].amount);
    const posted = [...invoices, ...credit_notes].map((id) => `odoo_invoice_${id}`);
    for (const { id } of opened.rows) expect(posted, figure).toContain(id);
    if (figure === "invoiced") expect(opened.rows).toHaveLength(posted.length);
    await page.keyboard.press("Escape");
    await expect(lineage(page)).toHaveCount(0);
    await expect(page.locator(`button:has([data-figure=${figure}])`)).toBeFocused();
  }
  await tab(page, "Invoices").click();
  await page.locator("#part button:has([data-total=outstanding])").click();
  await expect(page.locator("#lineage [data-foot] [data-figure=outstanding]")).toHaveAttribute("data-amount", billing.outstanding.amount);
  await expectAccessible(page);
  await page.locator("#lineage tr[data-row] a").first().click();
  await expect(page).toHaveURL(/odoo_account_10\?.*tab=invoices/);
});

test("orders and quotations open to their rows, and so do the figures in words", async ({ page, enter }) => {
  await enter("bruno", "/accounts/odoo_account_10?full=1");
  // 1,705.00 of this fiscal year and 30.00 in payment: below the figures of all time.
  for (const [text, figure, amount] of [[/1,705\.00/, "Invoiced", "1705.00"], [/30\.00/, "In payment", "30.00"]]) {
    await page.locator("dd button").filter({ hasText: text }).first().click();
    await expect(page.locator("#lineage tr[data-row]").first()).toBeVisible();
    const told = await readLineage(page);
    expect([told.figure, told.amount]).toEqual([`= ${figure}`, amount]);
    await page.keyboard.press("Escape");
    await expect(lineage(page)).toHaveCount(0);
  }
  await tab(page, "Orders").click();
  // 1,000 EUR at 1.05; 300.00 and 40.00.
  for (const [name, amount, ids] of [["orders", "1050.00", [1]], ["quotations", "340.00", [2, 3]]]) {
    await page.locator(`#part button:has([data-total=${name}])`).click();
    await expect(page.locator("#lineage tr[data-row]")).toHaveCount(ids.length);
    const told = await readLineage(page);
    expect(told.amount, name).toBe(amount);
    expect(sorted(told.rows.map(({ id }) => id))).toEqual(idOf("order", ids));
    await page.keyboard.press("Escape");
    await expect(lineage(page)).toHaveCount(0);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator("#part button:has([data-total=orders])").click();
  await expect(page.locator("#lineage tr[data-row=odoo_order_1]")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
