// One figure, one value: on the card, on the account's page, as the sum of its rows, and in the API.
import { expectedOf } from "./support/expected.mjs";
import { expect, test } from "./support/fixtures.mjs";
import { exactSum, readDeals, readList, readOpenAccount } from "./support/screen.mjs";

for (const reader of ["admin", "amira", "bruno", "chen", "dana", "eli"]) {
  test(`every figure of ${reader} is the same on card and account and API and the sum of its rows`, async ({ page, enter, apiOf }) => {
    const api = await apiOf(reader);
    await enter(reader, "/accounts");
    const { accounts } = expectedOf(reader);
    await expect(page.locator("[data-item]")).toHaveCount(accounts.length);
    const cards = await readList(page);
    for (const { id, name, figures } of accounts) {
      await page.locator(`[data-item][data-account=${id}]`).getByRole("link").click();
      await expect(page.locator("#account-name")).toHaveText(name);
      await page.getByRole("tab", { name: /^Deals/ }).click();
      await expect(page.locator(`#account [data-account=${id}] #deals`)).toBeVisible();

      expect(await readOpenAccount(page)).toEqual({ id, figures });
      const card = cards.find((card) => card.id === id);
      const { figures: inApi } = (await api.get(`/api/accounts/${id}`)).body;
      for (const figure of ["pipeline", "weighted", "won"]) {
        expect(card.figures[figure].amount).toBe(figures[figure].amount);
        expect(inApi[figure].value).toEqual({ amount: figures[figure].amount, currency: "USD" });
      }
      expect(inApi.open_deals).toBe(Number(figures.open_deals.amount));

      await page.locator("#tab-open").click();
      await expectSumOfRows(page, "pipeline", figures);
      await page.locator("#tab-won").click();
      await expectSumOfRows(page, "won", figures);
      await page.getByRole("button", { name: "Close" }).click();
      await expect(page.locator("#account")).toHaveCount(0);
    }
  });
}

async function expectSumOfRows(page, figure, figures) {
  await expect(page.locator(`#tab-${figure === "won" ? "won" : "open"}`)).toHaveAttribute("aria-selected", "true");
  const { deals, sums } = await readDeals(page);
  if (figure === "pipeline") expect(deals.length).toBe(Number(figures.open_deals.amount));
  if (deals.length === 0) {
    expect(figures[figure].amount).toBe("0.00");
    return;
  }
  const converted = deals.map(({ amount }) => amount).filter((amount) => amount !== null);
  expect(exactSum(converted)).toBe(figures[figure].amount);
  const { amount, text, notConverted } = figures[figure];
  expect(sums[figure]).toEqual({ amount, text, notConverted });
  const { weighted } = figures;
  if (figure === "pipeline") expect(sums.weighted).toEqual({ amount: weighted.amount, text: weighted.text, notConverted: weighted.notConverted });
}

test("the rows behind a figure are the deals of the account with their own currency and converted value", async ({ page, enter }) => {
  await enter("admin", "/accounts/odoo_account_10?rows=open&full=1");
  await expect(page.locator("tr[data-deal]")).toHaveCount(3);
  const { deals, sums } = await readDeals(page);
  const rows = Object.fromEntries(deals.map(({ id, text }) => [id, text]));
  expect(rows).toEqual({
    odoo_opportunity_1: ["Lens line 2027 Proposition · Bruno Costa", "15 Dec 2026", "12,400.00 EUR", "5,456.00 40 %", "13,640.00"],
    odoo_opportunity_2: ["Sample lenses New · Bruno Costa", "–", "0.30 USD", "0.03 10 %", "0.30"],
    odoo_opportunity_5: ["Inspection service Qualified · Amira Haddad", "1 Nov 2026", "5,000.00 USD", "1,250.00 25 %", "5,000.00"],
  });
  expect(sums).toEqual({
    weighted: { amount: "6706.03", text: "6,706.03", notConverted: null },
    pipeline: { amount: "18640.30", text: "18,640.30", notConverted: null },
  });

  // Won on 1 July in Dubai, where the browser is in UTC: still 30 June.
  await page.locator("#tab-won").click();
  await expect(page).toHaveURL(/rows=won/);
  await expect(page.locator("tr[data-deal]")).toHaveCount(1);
  expect((await readDeals(page)).deals).toEqual([
    { id: "odoo_opportunity_3", amount: "8640.00", text: ["Lens line 2026 Won · Bruno Costa", "30 Jun 2026, 23:30", "8,000.00 EUR", "8,640.00"] },
  ]);
});

test("a negative deal has a minus and a deal without a rate says so instead of a figure", async ({ page, enter }) => {
  await enter("chen", "/accounts/odoo_account_13?rows=open&full=1");
  const returned = page.locator("tr[data-deal=odoo_opportunity_12]");
  await expect(returned).toContainText("−150.00");
  await expect(returned).toContainText("−75.00");
  await enter("dana", "/accounts/odoo_account_15?rows=open&full=1");
  const rollout = page.locator("tr[data-deal=odoo_opportunity_15]");
  await expect(rollout).toContainText("12,000.001\u00a0OMR");
  await expect(rollout).toContainText("not converted");
  const sum = page.locator("tr[data-sum]");
  await expect(sum).toContainText("15,000.00");
  await expect(sum.locator("[data-sum-of=pipeline]")).toContainText("+ 12,000.001\u00a0OMR");
  await expect(sum.locator("[data-sum-of=weighted]")).toContainText("+ 6,000.001\u00a0OMR");
});
