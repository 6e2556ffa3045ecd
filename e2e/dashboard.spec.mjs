// The dashboard, and what its figures are made of: exact for each reader, in words, by keys, in both themes and on a phone.
// What is expected was worked out from `crates/testkit/golden/company.json` by hand and by the definitions of docs/numbers.md.
import { expect, expectAccessible, test } from "./support/fixtures.mjs";
import { lineage, readLineage, readMonths, readStages, readTiles, tile } from "./support/dashboard.mjs";
import { tabTo } from "./support/keys.mjs";
import { exactSum } from "./support/screen.mjs";

// Without motion there is no moment between two colours.
test.use({ contextOptions: { reducedMotion: "reduce" } });

const Q3 = "from=2026-07-01&until=2026-10-01";
const Q2 = "from=2026-04-01&until=2026-07-01";

// Overdue and rotting deals are left out: how many there are depends on today.
const readers = {
  // All deals, also those without an account, on an archived account, and of nobody.
  admin: {
    allTime: {
      pipeline: "315492.47", weighted: "224374.25", won: "123475693.16", win_rate: "0.8571", open_deals: "20", new_deals: "27",
      average_deal: "20579282.19", sales_cycle: "114.7", lost: "64000.00", win_rate_by_value: "0.9995", won_deals: "6",
    },
    inQ3: { won: "15625.66", win_rate: "1", new_deals: "0", average_deal: "5208.55", sales_cycle: "187.8", lost: "0.00", won_deals: "3" },
    stages: [["New", "9 deals", "15017.96"], ["Qualified", "6 deals", "21023.75"], ["Proposition", "5 deals", "279450.76"]],
    months: { "2026-02": "777.00", "2026-03": "2500.50", "2026-05": "123456790.00", "2026-07": "8640.00", "2026-08": "450.10", "2026-09": "6535.56" },
    notConverted: "+ 12,000.001\u00a0OMR not converted",
  },
  // Her teams' deals and those of the people below her: all that were ever won or lost.
  amira: {
    allTime: {
      pipeline: "297353.59", weighted: "214424.81", won: "123475693.16", win_rate: "0.8571", open_deals: "15", new_deals: "22",
      average_deal: "20579282.19", sales_cycle: "114.7", lost: "64000.00", win_rate_by_value: "0.9995", won_deals: "6",
    },
    inQ3: { won: "15625.66", win_rate: "1", new_deals: "0", average_deal: "5208.55", sales_cycle: "187.8", lost: "0.00", won_deals: "3" },
    stages: [["New", "7 deals", "11967.96"], ["Qualified", "4 deals", "20934.87"], ["Proposition", "4 deals", "264450.76"]],
    months: { "2026-02": "777.00", "2026-03": "2500.50", "2026-05": "123456790.00", "2026-07": "8640.00", "2026-08": "450.10", "2026-09": "6535.56" },
  },
  bruno: {
    allTime: {
      pipeline: "19041.30", weighted: "7756.53", won: "123469157.60", win_rate: "0.8333", open_deals: "5", new_deals: "11",
      average_deal: "24693831.52", sales_cycle: "92.4", lost: "64000.00", win_rate_by_value: "0.9995", won_deals: "5",
    },
    inQ3: { won: "9090.10", win_rate: "1", new_deals: "0", average_deal: "4545.05", sales_cycle: "168.8", lost: "0.00", won_deals: "2" },
    stages: [["New", "4 deals", "5401.30"], ["Proposition", "1 deal", "13640.00"]],
    months: { "2026-02": "777.00", "2026-03": "2500.50", "2026-05": "123456790.00", "2026-07": "8640.00", "2026-08": "450.10" },
  },
  chen: {
    allTime: {
      pipeline: "15101.53", weighted: "3742.67", won: "6535.56", win_rate: "1", open_deals: "5", new_deals: "6",
      average_deal: "6535.56", sales_cycle: "225.9", lost: "0.00", win_rate_by_value: "1", won_deals: "1",
    },
    inQ3: { won: "6535.56", win_rate: "1", new_deals: "0", average_deal: "6535.56", sales_cycle: "225.9", lost: "0.00", won_deals: "1" },
    stages: [["New", "2 deals", "4566.66"], ["Qualified", "2 deals", "9834.87"], ["Proposition", "1 deal", "700.00"]],
    months: { "2026-09": "6535.56" },
  },
};

async function open(enter, page, reader, query) {
  await enter(reader, `/dashboard?${query}`);
  await expect(tile(page, "won")).toBeVisible();
}

for (const [reader, expected] of Object.entries(readers)) {
  test(`${reader} reads the exact figures of all time and of a quarter, by stage and by month`, async ({ page, enter }) => {
    await open(enter, page, reader, "period=all_time");
    expect(await readTiles(page)).toMatchObject(expected.allTime);
    expect(await readStages(page)).toEqual(expected.stages);
    expect(await readMonths(page)).toEqual({ count: 12, won: expected.months });
    // All time has none before it.
    await expect(page.locator("[data-comparison]")).toHaveCount(0);
    const beside = page.locator("[data-tile]").first().getByText("not converted");
    if (expected.notConverted) await expect(beside).toHaveText(expected.notConverted);
    else await expect(beside).toHaveCount(0);

    await open(enter, page, reader, Q3);
    const { pipeline, weighted, open_deals } = expected.allTime;
    expect(await readTiles(page)).toMatchObject({ pipeline, weighted, open_deals, ...expected.inQ3 });
  });

  test(`the rows behind each figure of ${reader} add up to it`, async ({ page, enter }) => {
    await open(enter, page, reader, "period=all_time");
    for (const [figure, amount] of Object.entries(await readTiles(page))) {
      await tile(page, figure).click();
      await expect(page).toHaveURL(new RegExp(`explain=${figure}`));
      await expect(page.locator("#lineage tr[data-sum], #lineage [data-facts]").first()).toBeVisible();
      await expect(page.locator("#lineage").getByText("=", { exact: false }).last()).toBeVisible();
      const told = await readLineage(page);
      expect(told.amount, figure).toBe(amount);
      const values = told.rows.map(({ value }) => value).filter((value) => value !== null);
      expect(told.sums.reduce((rows, sum) => rows + sum.rows, 0)).toBe(told.rows.length);
      if (told.rows.length > 0) expect(exactSum(values)).toBe(exactSum(told.sums.map((sum) => sum.amount)));
      if (["pipeline", "weighted", "won", "lost"].includes(figure)) expect(exactSum(["0.00", ...values])).toBe(amount);
      if (figure.endsWith("_deals")) expect(String(told.rows.length)).toBe(amount);
      await page.keyboard.press("Escape");
      await expect(page.locator("#lineage")).toHaveCount(0);
    }
  });
}

test("everybody lands on the one dashboard, which is the first in the navigation", async ({ page, signIn }) => {
  await signIn("eli");
  await expect(page).toHaveURL("/dashboard");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Dashboard");
  const first = page.getByRole("navigation").getByRole("link").first();
  await expect(first).toHaveText("Dashboard");
  await expect(first).toHaveAttribute("aria-current", "page");
  await expect(tile(page, "pipeline")).toHaveText(/110\.01/);
});

test("a figure stands beside that of the period before, in colour and sign, and nothing is not zero", async ({ page, enter }) => {
  await open(enter, page, "admin", Q3);
  const shown = (figure) => page.locator("[data-tile]").filter({ has: page.locator(`[data-figure=${figure}]`) }).locator("[data-comparison]");
  // 15,625.66 after 123,456,790.00 is nearly all of it; one of two won before, all three now.
  await expect(shown("won")).toContainText("▼ 99.9\u00a0%");
  await expect(shown("won").locator(".text-negative")).toHaveCount(1);
  await expect(shown("won")).toHaveAttribute("title", "The period before: 123,456,790.00\u00a0USD");
  await expect(shown("win_rate")).toContainText("▲ 50 points");
  await expect(shown("win_rate").locator(".text-positive")).toHaveCount(1);
  await expect(shown("won_deals")).toContainText("▲ 2");
  // Less that is lost is better.
  await expect(shown("lost")).toContainText("▼ 100\u00a0%");
  await expect(shown("lost").locator(".text-positive")).toHaveCount(1);
  await expect(shown("pipeline")).toHaveCount(0);

  await open(enter, page, "chen", Q2);
  expect(await readTiles(page)).toMatchObject({ won: "0.00", win_rate: null, average_deal: null, sales_cycle: null });
  await expect(tile(page, "win_rate")).toHaveText(/–.*No data: no deal was closed in the period/);
});

test("period and salesperson and team change the figures and stand in the address", async ({ page, enter }) => {
  await enter("admin", "/dashboard");
  await expect(page.getByRole("button", { name: "This quarter" })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "All time" }).click();
  await expect(page).toHaveURL("/dashboard?period=all_time");
  await expect(tile(page, "won")).toHaveAttribute("data-amount", "123475693.16");

  await page.getByRole("button", { name: "Salesperson" }).click();
  await page.getByRole("option", { name: /Chen Wei/ }).click();
  await expect(page).toHaveURL("/dashboard?period=all_time&salesperson=odoo_user_7");
  await expect(tile(page, "won")).toHaveAttribute("data-amount", "6535.56");
  await expect(tile(page, "pipeline")).toHaveAttribute("data-amount", "15101.53");
  await page.getByRole("button", { name: "Clear salesperson" }).click();
  await expect(tile(page, "won")).toHaveAttribute("data-amount", "123475693.16");

  await page.getByRole("button", { name: "Team" }).click();
  await page.getByRole("option", { name: /South/ }).click();
  await expect(page).toHaveURL("/dashboard?period=all_time&team=odoo_team_2");
  // Dana's two that can be converted and 88.88, Eli's, and one of nobody: 15,000.00 + 88.88 + 110.01 + 3,000.00.
  await expect(tile(page, "pipeline")).toHaveAttribute("data-amount", "18198.89");
  await page.goBack();
  await expect(tile(page, "won")).toHaveAttribute("data-amount", "123475693.16");

  // One who reads only their own deals has no choice of people.
  await open(enter, page, "bruno", "period=all_time");
  await expect(page.getByRole("button", { name: "Salesperson" })).toHaveCount(0);
});

test("a figure tells its definition, conditions, rates and rows", async ({ page, enter }) => {
  await open(enter, page, "admin", "period=all_time&salesperson=odoo_user_7");
  await tile(page, "won").click();
  const panel = lineage(page);
  await expect(panel.getByRole("heading", { name: "Won" })).toBeFocused();
  await expect(panel).toContainText("Expected revenue of deals that were won in the period, converted at the rate of their closing day.");
  await expect(panel.locator("tr[data-row]")).toHaveCount(1);
  const { facts, rows, sums, figure, amount } = await readLineage(page);
  expect(facts).toMatchObject({
    Period: "All time",
    Filter: "Salesperson: Chen Wei",
    "Time zone": "Asia/Dubai",
    Currency: "USD",
    Estimated: "Closing day of 1 deal: Odoo has none, so their last change of stage stands in.",
  });
  // 1,000,001 JPY on 15 September: 1.08 USD for one EUR, 165.25 JPY for one EUR.
  expect(facts.Rates).toMatch(/^1 JPY = 0\.0065355522 USD/);
  expect(facts.Data).toMatch(/^Synced .* · run .* · Definition 2$/);
  expect(rows).toEqual([{ id: "odoo_opportunity_13", value: "6535.56" }]);
  expect(sums).toEqual([{ state: "Won", rows: 1, amount: "6535.56" }]);
  expect([figure, amount]).toEqual(["= Won", "6535.56"]);
  await expect(panel.locator("tr[data-row]")).toContainText("Precision stage");
  await expect(panel.locator("tr[data-row]")).toContainText("15 Sep 2026");
  await expect(panel.locator("tr[data-row]")).toContainText("1,000,001\u00a0JPY");
  await panel.getByRole("button", { name: "Close" }).click();

  await page.goto("/dashboard?period=all_time&explain=win_rate");
  await expect(lineage(page).locator("tr[data-row]")).toHaveCount(7);
  const rate = await readLineage(page);
  expect(rate.sums).toEqual([{ state: "Won", rows: 6, amount: "123475693.16" }, { state: "Lost", rows: 1, amount: "64000.00" }]);
  expect([rate.figure, rate.amount]).toEqual(["= Win rate 6 ÷ 7", "0.8571"]);
  // Esc leads back to the figure, though it was never pressed.
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL("/dashboard?period=all_time");
});

test("bars and months open their rows, and are a table at the press of a button", async ({ page, enter }) => {
  await open(enter, page, "admin", "period=all_time");
  await page.locator("[data-stage=Qualified]").click();
  await expect(lineage(page).locator("tr[data-row]")).toHaveCount(6);
  const stage = await readLineage(page);
  expect(stage.facts).toMatchObject({ Filter: "Stage: Qualified", "Not converted": "12,000.001 OMR" });
  expect(stage.amount).toBe("21023.75");
  await page.keyboard.press("Escape");
  await expect(page.locator("[data-stage=Qualified]")).toBeFocused();
  await page.locator("[data-month='2026-07-01']").press("Enter");
  await expect(lineage(page).locator("tr[data-row]")).toHaveCount(1);
  // At 23:30 UTC on 30 June it is July in Dubai.
  expect(await readLineage(page)).toMatchObject({ facts: { Period: "1 Jul 2026 – 31 Jul 2026" }, rows: [{ id: "odoo_opportunity_3", value: "8640.00" }] });
  await page.keyboard.press("Escape");
  await expect(page.locator("[data-month='2026-07-01']")).toBeFocused();

  const stages = page.getByRole("region", { name: "Pipeline by stage" });
  await stages.getByRole("button", { name: "Show as table" }).click();
  await expect(stages.getByRole("row", { name: /Proposition/ })).toHaveText(/Proposition\s*5\s*279,450\.76\s*215,211\.61/);
  await stages.getByRole("button", { name: "Show as chart" }).click();
  await expect(page.locator("[data-stage]")).toHaveCount(3);
});

test("a manager reads what each person has won, and each of these figures opens", async ({ page, enter }) => {
  await open(enter, page, "amira", "period=all_time");
  const person = (id) => page.locator(`tr[data-person=${id}]`);
  await expect(page.locator("tr[data-person]")).toHaveCount(6);
  await expect(person("odoo_user_6")).toHaveText(/Bruno Costa\s*123,469,157\.60\s*5\s*83\.33\s%\s*19,041\.30\s*5/);
  await expect(person("odoo_user_7")).toHaveText(/Chen Wei\s*6,535\.56\s*1\s*100\s%\s*15,101\.53\s*5/);
  await person("odoo_user_7").locator("[data-figure=pipeline]").click();
  await expect(lineage(page).locator("tr[data-row]")).toHaveCount(5);
  expect(await readLineage(page)).toMatchObject({ amount: "15101.53", facts: { Filter: "Salesperson: Chen Wei" } });
  await page.keyboard.press("Escape");
  await expect(lineage(page)).toHaveCount(0);

  await open(enter, page, "bruno", "period=all_time");
  await expect(page.locator("tr[data-person]")).toHaveCount(0);
});

test("what needs attention says why, and the largest deals stand beside it", async ({ page, enter }) => {
  await enter("admin", "/dashboard");
  const top = page.getByRole("region", { name: "Largest open deals" }).locator("li");
  await expect(top).toHaveCount(8);
  await expect(top.first()).toContainText("Danube modernisation");
  await expect(top.first()).toContainText("250,000.75");
  const attention = page.getByRole("region", { name: "Need attention" });
  // Its closing day was 1 November.
  const service = attention.locator("li[data-deal=odoo_opportunity_5]");
  await expect(service).toContainText("Overdue since 1 Nov 2026");
  await expect(service).toContainText(/\d+ days in its stage/);
  await expect(attention.getByRole("link", { name: /^All \d+$/ })).toHaveAttribute("href", "/opportunities?show=attention");
});

test("figures of accounts open their rows from table and page", async ({ page, enter }) => {
  const card = page.locator("[data-item][data-account=odoo_account_10]");
  await enter("admin", "/accounts?view=table");
  await card.locator("[data-figure=weighted]").click();
  await expect(lineage(page).locator("tr[data-row]")).toHaveCount(3);
  expect(await readLineage(page)).toMatchObject({ amount: "6706.03" });
  await page.keyboard.press("Escape");
  await expect(card.locator("button:has([data-figure=weighted])")).toBeFocused();
  await expect(page).toHaveURL("/accounts?view=table");

  await enter("admin", "/accounts/odoo_account_10");
  await page.locator("#account [data-figure=won]").click();
  await expect(lineage(page).locator("tr[data-row]")).toHaveCount(1);
  expect(await readLineage(page)).toMatchObject({ amount: "8640.00", rows: [{ id: "odoo_opportunity_3", value: "8640.00" }] });
  // Esc closes what lies above, and only that.
  await page.keyboard.press("Escape");
  await expect(lineage(page)).toHaveCount(0);
  await expect(page.locator("#account-name")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator("#account")).toHaveCount(0);
});

test("a figure of data that are not kept any more is shown anew, and says so", async ({ page, enter, expectedMessages }) => {
  expectedMessages.push(/status of 410/);
  await enter("chen", "/dashboard?period=all_time&explain=won%3Fgeneration%3D999999");
  const panel = lineage(page);
  await expect(panel.locator("tr[data-row]")).toHaveCount(1);
  await expect(panel.getByRole("status")).toHaveText("The data have changed since this figure was shown. This is the newest.");
});

test("the dashboard is read and opened by keys only", async ({ page, enter }) => {
  await open(enter, page, "bruno", "period=all_time");
  const won = page.locator("button:has([data-figure=won])").first();
  await tabTo(page, won);
  await page.keyboard.press("Enter");
  await expect(lineage(page).getByRole("heading")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(lineage(page)).toHaveCount(0);
  await expect(won).toBeFocused();
  await tabTo(page, page.locator("[data-stage=New]"));
  await page.keyboard.press("Enter");
  await expect(lineage(page).locator("tr[data-row]")).toHaveCount(4);
});

test("somebody whom Odoo does not know reads on the dashboard why there is nothing", async ({ page, enter }) => {
  await enter("unlinked", "/dashboard");
  await expect(page.getByText("You are not linked to Odoo")).toBeVisible();
  await expect(page.locator("[data-figure]")).toHaveCount(0);
});

test.describe("a dashboard that cannot be loaded", () => {
  test.use({ expectedMessages: [/net::ERR_FAILED/] });

  test("says so and is tried again", async ({ page, enter }) => {
    await page.route("**/api/dashboard/overview*", (route) => route.abort());
    await enter("chen", "/dashboard?period=all_time");
    await expect(page.getByText("The dashboard could not be loaded")).toBeVisible();
    await expectAccessible(page);
    await page.unroute("**/api/dashboard/overview*");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(tile(page, "won")).toHaveAttribute("data-amount", "6535.56");
  });
});

for (const size of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
  test(`dashboard and panel have no violation in any theme and do not scroll sideways at ${size.width} px`, async ({ page, enter }) => {
    await page.setViewportSize(size);
    await page.route("**/api/dashboard/overview*", () => new Promise(() => {}), { times: 1 });
    await enter("admin", "/dashboard?period=all_time");
    await expect(page.getByRole("status", { name: "Loading" })).toBeVisible();
    await expectAccessible(page, size);
    for (const query of ["period=all_time", Q3]) {
      await open(enter, page, "admin", query);
      await expectAccessible(page, size);
      await expectNoSidewaysScroll(page);
    }
    const asTable = page.getByRole("button", { name: "Show as table" });
    await asTable.first().click();
    await asTable.first().click();
    await expect(asTable).toHaveCount(0);
    await expectAccessible(page, size);
    await tile(page, "pipeline").first().click();
    await expect(lineage(page).locator("tr[data-row]")).toHaveCount(20);
    await expectAccessible(page, size);
    await expectNoSidewaysScroll(page);
  });
}

async function expectNoSidewaysScroll(page) {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, "pixels beyond the right edge").toBe(0);
}
