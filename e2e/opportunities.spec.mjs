// Opportunities as board and as table: exact figures for each reader, filter, order, search, what is remembered.
import { NEW, PROPOSITION, QUALIFIED, WON, choose, column, expectDeals } from "./support/deals.mjs";
import { expect, test } from "./support/fixtures.mjs";

const figure = (place, name) => place.locator(`[data-figure=${name}]`);
const totals = (page) => page.locator("[data-totals]");

// Worked out by hand from the golden company's deals.
const boards = [
  {
    reader: "admin",
    columns: {
      [NEW]: { deals: 9, pipeline: "15,017.96", weighted: "3,727.74" },
      [QUALIFIED]: { deals: 6, pipeline: "21,023.75", weighted: "5,434.90", beside: ["+ 12,000.001\u00a0OMR", "+ 6,000.001\u00a0OMR"] },
      [PROPOSITION]: { deals: 5, pipeline: "279,450.76", weighted: "215,211.61" },
    },
    total: { deals: "20 deals", pipeline: "315,492.47", weighted: "224,374.25" },
  },
  {
    reader: "bruno",
    columns: {
      [NEW]: { deals: 4, pipeline: "5,401.30", weighted: "2,300.53" },
      [QUALIFIED]: { deals: 0, pipeline: "0.00", weighted: "0.00" },
      [PROPOSITION]: { deals: 1, pipeline: "13,640.00", weighted: "5,456.00" },
    },
    total: { deals: "5 deals", pipeline: "19,041.30", weighted: "7,756.53" },
  },
  {
    reader: "chen",
    columns: {
      [NEW]: { deals: 2, pipeline: "4,566.66", weighted: "122.21" },
      [QUALIFIED]: { deals: 2, pipeline: "9,834.87", weighted: "2,920.46" },
      [PROPOSITION]: { deals: 1, pipeline: "700.00", weighted: "700.00" },
    },
    total: { deals: "5 deals", pipeline: "15,101.53", weighted: "3,742.67" },
  },
];

for (const { reader, columns, total } of boards) {
  test(`${reader} sees on the board and in the table the exact sums of their deals and no others`, async ({ page, enter }) => {
    await enter(reader, "/opportunities?view=board");
    await expect(page.locator("section[data-column]")).toHaveCount(3);
    for (const [stage, { deals, pipeline, weighted, beside = [] }] of Object.entries(columns)) {
      const place = column(page, stage);
      await expect(place.locator("[data-count]")).toHaveText(String(deals));
      await expect(place.locator("[data-deal]")).toHaveCount(deals);
      await expect(figure(place, "pipeline")).toHaveText(pipeline);
      await expect(figure(place, "weighted")).toHaveText(weighted);
      await expect(place.locator("dl .text-warning")).toHaveText(beside);
      if (deals === 0) await expect(place.getByText("No deals")).toBeVisible();
    }
    await expect(figure(totals(page), "pipeline")).toHaveText(`${total.pipeline}USD`);
    await expect(figure(totals(page), "weighted")).toHaveText(`${total.weighted}USD`);
    await expect(totals(page)).toContainText(total.deals);

    await page.getByRole("button", { name: "Table" }).click();
    await expect(page.getByRole("table", { name: "Opportunities" })).toBeVisible();
    await expect(page.locator("tr[data-deal]")).toHaveCount(parseInt(total.deals, 10));
    await expect(figure(totals(page), "pipeline")).toHaveText(total.pipeline);
    await expect(figure(totals(page), "weighted")).toHaveText(total.weighted);
    await expect(totals(page)).toContainText(total.deals);
    await expect(page.getByRole("banner").getByText(parseInt(total.deals, 10).toString(), { exact: true })).toBeVisible();
  });
}

test("won deals have a column and a sum of their own when they are asked for", async ({ page, enter }) => {
  await enter("bruno", "/opportunities?view=board");
  await expect(column(page, WON)).toHaveCount(0);
  await choose(page, "Show", "Won");
  await expect(page).toHaveURL("/opportunities?view=board&show=won");
  await expect(page.locator("section[data-column]")).toHaveCount(1);
  await expect(column(page, WON).locator("[data-count]")).toHaveText("5");
  await expect(figure(column(page, WON), "won")).toHaveText("123,469,157.60");
  await expect(figure(totals(page), "won")).toHaveText("123,469,157.60USD");
  await expect(figure(totals(page), "pipeline")).toHaveCount(0);
  // The last one first: 8 August, 30 June, 5 May, 3 March, 2 February.
  await expectDeals(page, [29, 3, 6, 7, 20]);

  await choose(page, "Show", "Lost");
  await expectDeals(column(page, QUALIFIED), [4]);
  await expect(figure(totals(page), "lost")).toHaveText("64,000.00USD");

  await choose(page, "Show", "All");
  await expect(page.locator("section[data-column]")).toHaveCount(4);
  await expect(figure(totals(page), "pipeline")).toHaveText("19,041.30USD");
  await expect(figure(totals(page), "won")).toHaveText("123,469,157.60USD");
  await expect(figure(totals(page), "lost")).toHaveText("64,000.00USD");
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(page).toHaveURL("/opportunities?view=board");
  await expect(column(page, WON)).toHaveCount(0);
});

test("a row has its own currency where that is another one and says what no rate converts", async ({ page, enter }) => {
  await enter("admin", "/opportunities?view=table");
  const cell = (deal, name) => page.locator(`tr[data-deal=odoo_opportunity_${deal}] td[data-column=${name}]`);
  await expect(cell(1, "own_currency")).toHaveText("12,400.00\u00a0EUR");
  await expect(cell(1, "expected")).toHaveText("13,640.00");
  await expect(cell(1, "weighted")).toHaveText("5,456.00");
  await expect(cell(1, "probability")).toHaveText("40\u00a0%");
  await expect(cell(1, "closing")).toContainText("15 Dec 2026");
  await expect(cell(1, "stage")).toHaveText("Proposition");
  await expect(cell(1, "account")).toHaveText("Alpenglow Optik GmbH");
  await expect(cell(16, "own_currency")).toHaveText("");
  await expect(cell(15, "own_currency")).toHaveText("12,000.001\u00a0OMR");
  await expect(cell(15, "expected").locator("[title]")).toHaveAttribute("title", "No exchange rate is known");
  // Without an account: the company that Odoo has in words.
  await expect(cell(25, "account")).toHaveText("Prospect Nowhere");
  await expect(page.locator("[data-totals]")).toContainText("+ 12,000.001\u00a0OMR");
});

test.describe("search", () => {
  test("finds deals by their own and their account's name on the board and in the table", async ({ page, enter }) => {
    const field = page.getByRole("searchbox", { name: "Search deals" });
    await enter("admin", "/opportunities?view=board");
    await field.fill("harbor");
    await expect(page).toHaveURL("/opportunities?view=board&q=harbor");
    await expectDeals(column(page, QUALIFIED), [10]);
    await expectDeals(column(page, PROPOSITION), [8, 27]);
    await expectDeals(column(page, NEW), []);
    await expect(figure(totals(page), "pipeline")).toHaveText("10,794.88USD");
    await page.getByRole("button", { name: "Table" }).click();
    await expectDeals(page, [8, 10, 27]);
    await expect(figure(totals(page), "weighted")).toHaveText("3,750.47");
    await page.reload();
    await expect(field).toHaveValue("harbor");
    await expectDeals(page, [8, 10, 27]);
    await field.fill("CAFE terr");
    await expect(page.getByText("No deal matches")).toBeVisible();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(page.locator("tr[data-deal]")).toHaveCount(20);
  });
});

test.describe("filters", () => {
  const filters = [
    { chip: "Salesperson", option: "Bruno Costa", query: "salesperson=odoo_user_6", found: [1, 2, 22, 25, 28] },
    { chip: "Salesperson", option: "No salesperson", query: "salesperson=none", found: [23, 24, 26] },
    { chip: "Team", option: "South", query: "team=odoo_team_2", found: [15, 16, 19, 24, 27] },
    { chip: "Stage", option: "Proposition", query: "stage=odoo_stage_3", found: [1, 8, 16, 18, 27] },
  ];

  for (const { chip, option, query, found } of filters) {
    test(`${chip}: ${option}`, async ({ page, enter }) => {
      await enter("admin", "/opportunities?view=table");
      await choose(page, chip, option);
      await expect(page).toHaveURL(`/opportunities?view=table&${query}`);
      await expectDeals(page, found);
      await page.reload();
      await expectDeals(page, found);
      await page.getByRole("button", { name: `Clear ${chip.toLowerCase()}` }).click();
      await expect(page).toHaveURL("/opportunities?view=table");
      await expect(page.locator("tr[data-deal]")).toHaveCount(20);
    });
  }

  test("of stages are not on the board and hold together there with others", async ({ page, enter }) => {
    await enter("admin", "/opportunities?view=board&team=odoo_team_2");
    await expect(page.getByRole("group", { name: "Filters" }).getByRole("button", { name: "Stage" })).toHaveCount(0);
    await expectDeals(column(page, QUALIFIED), [15, 19]);
    await choose(page, "Salesperson", "Dana Novak");
    await expectDeals(column(page, PROPOSITION), [16]);
    await expectDeals(column(page, NEW), []);
    await page.goBack();
    await expectDeals(column(page, PROPOSITION), [16, 27]);
  });

  test("by what is late shows what is over its closing day", async ({ page, enter }) => {
    await enter("admin", "/opportunities?view=board&salesperson=odoo_user_5");
    await expect(column(page, QUALIFIED).getByText("Overdue since 1 Nov 2026").first()).toBeAttached();
    await choose(page, "Show", "Overdue");
    await expectDeals(page, [5]);
    await expect(figure(totals(page), "pipeline")).toHaveText("5,000.00USD");
  });

  test("by a period take only what was won in it", async ({ page, enter }) => {
    await enter("admin", "/opportunities?view=table&show=won&period=this_year");
    await expectDeals(page, [13, 29, 3, 6, 7, 20]);
    await choose(page, "Period", "All time");
    await expect(page).toHaveURL("/opportunities?view=table&show=won");
    // 123,469,157.60 of Bruno's and 6,535.56 of Chen's.
    await expect(figure(totals(page), "won")).toHaveText("123,475,693.16");
  });

  test("by an account come from a link and go with one press", async ({ page, enter }) => {
    await enter("admin", "/opportunities?view=table&account=odoo_account_10");
    await expectDeals(page, [5, 1, 2]);
    await expect(page.getByRole("group", { name: "Filters" }).getByText("Alpenglow Optik GmbH")).toBeVisible();
    await page.getByRole("button", { name: "Clear account" }).click();
    await expect(page.locator("tr[data-deal]")).toHaveCount(20);
  });
});

test.describe("order", () => {
  const orders = [
    { head: "Deal", sort: "name", once: [14, 8, 11, 12, 10], twice: [10, 12, 11, 8, 14] },
    { head: "Stage", sort: "stage", once: [11, 14, 10, 12, 8], twice: [8, 12, 10, 14, 11] },
    { head: "Expected", sort: "expected", once: [10, 14, 8, 11, 12], twice: [12, 11, 8, 14, 10] },
    { head: "Weighted", sort: "weighted", once: [10, 8, 11, 14, 12], twice: [12, 14, 11, 8, 10] },
    { head: "Probability", sort: "probability", once: [8, 12, 11, 10, 14], twice: [14, 10, 11, 12, 8] },
  ];

  for (const { head, sort, once, twice } of orders) {
    test(`by ${head} by its head both ways`, async ({ page, enter }) => {
      await enter("chen", "/opportunities?view=table");
      await expectDeals(page, [8, 10, 11, 12, 14]);
      const column = page.getByRole("columnheader", { name: new RegExp(`^${head}`) });
      await column.getByRole("button").click();
      await expectDeals(page, once);
      await expect(page).toHaveURL(`/opportunities?view=table&sort=${sort}`);
      await column.getByRole("button").click();
      await expectDeals(page, twice);
      await page.reload();
      await expectDeals(page, twice);
    });
  }

  test("on the board is that of the cards of each column", async ({ page, enter }) => {
    await enter("chen", "/opportunities?view=board");
    await expectDeals(column(page, NEW), [11, 14]);
    await page.getByRole("button", { name: "Sort" }).click();
    await page.getByRole("option", { name: "Expected" }).click();
    await expectDeals(column(page, NEW), [14, 11]);
    await expectDeals(column(page, QUALIFIED), [10, 12]);
    await page.getByRole("button", { name: "Descending; turn around" }).click();
    await expectDeals(column(page, QUALIFIED), [12, 10]);
  });
});

test("what a person folds stays folded for them and nobody else", async ({ page, enter }) => {
  await enter("admin", "/opportunities?view=board");
  await page.getByRole("button", { name: "Fold New" }).click();
  await expect(column(page, NEW)).toHaveAttribute("data-folded", "");
  await expect(column(page, NEW).locator("[data-deal]")).toHaveCount(0);
  await expect(column(page, NEW).locator("[data-count]")).toHaveText("9");
  expect((await column(page, NEW).boundingBox()).width).toBe(40);
  expect((await column(page, QUALIFIED).boundingBox()).width).toBe(288);
  await expect(page.getByRole("button", { name: "Unfold New" })).toBeFocused();
  await page.reload();
  await expect(column(page, NEW)).toHaveAttribute("data-folded", "");
  await enter("bruno", "/opportunities?view=board");
  await expect(column(page, NEW).locator("[data-deal]")).toHaveCount(4);
  await enter("admin", "/opportunities?view=board");
  await page.getByRole("button", { name: "Unfold New" }).click();
  await expect(column(page, NEW).locator("[data-deal]")).toHaveCount(9);
});

test("the view and the columns of the table are remembered", async ({ page, enter }) => {
  await enter("admin", "/opportunities");
  await expect(page.locator("section[data-column]")).toHaveCount(3);
  await page.getByRole("button", { name: "Table" }).click();
  await expect(page).toHaveURL("/opportunities?view=table");
  const probability = page.getByRole("columnheader", { name: "Probability" });
  await expect(probability).toBeVisible();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Probability" }).uncheck();
  await expect(probability).toHaveCount(0);
  await page.goto("/opportunities");
  await expect(page.getByRole("table", { name: "Opportunities" })).toBeVisible();
  await expect(probability).toHaveCount(0);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("button", { name: "As it was" }).click();
  await expect(probability).toBeVisible();
});
