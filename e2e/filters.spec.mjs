// Search, filters, order and view: each is in the address, so reloading, Back and a link show the same list.
import { expectedOf } from "./support/expected.mjs";
import { expect, test } from "./support/fixtures.mjs";
import { exactSum } from "./support/screen.mjs";

const items = (page) => page.locator("[data-item][data-account]");

// In this order; names of `odoo_account_…` without their beginning.
async function expectAccounts(page, numbers) {
  await expect
    .poll(() => items(page).evaluateAll((items) => items.map((item) => Number(item.dataset.account.replace("odoo_account_", "")))))
    .toEqual(numbers);
}

// The foot sums what is listed, exactly.
async function expectTotalsOf(page, numbers) {
  const listed = expectedOf("admin").accounts.filter(({ id }) => numbers.includes(Number(id.replace("odoo_account_", ""))));
  for (const figure of ["pipeline", "weighted", "won"]) {
    const sum = exactSum(listed.map(({ figures }) => figures[figure].amount));
    await expect(page.locator(`[data-totals] [data-figure=${figure}]`)).toHaveAttribute("data-amount", sum);
  }
}

async function choose(page, filter, option) {
  await page.getByRole("group", { name: "Filters" }).getByRole("button", { name: filter }).first().click();
  await page.getByRole("listbox", { name: filter }).getByRole("option", { name: option }).click();
}

const ALL_BY_NAME = [10, 12, 11, 13, 16, 21, 18, 22, 23, 15, 14];

test.describe("search", () => {
  const searches = [
    { text: "cafe zoe", found: [13] },
    { text: "CAFÉ", found: [13] },
    { text: "ELEKTRIZITATEN", found: [16] },
    { text: "blue harbor", found: [12, 11] },
    { text: "東京", found: [14] },
    { text: "عمان", found: [15] },
  ];

  test("finds names in any script without regard to case and accents and keeps the words", async ({ page, enter }) => {
    const field = page.getByRole("searchbox", { name: "Search accounts" });
    await enter("admin", "/accounts");
    await expectAccounts(page, ALL_BY_NAME);
    for (const { text, found } of searches) {
      await field.fill(text);
      await expect(page).toHaveURL((url) => url.searchParams.get("q") === text);
      await expectAccounts(page, found);
      await expectTotalsOf(page, found);
      await page.reload();
      await expectAccounts(page, found);
      await expect(field).toHaveValue(text);
    }
  });
});

test.describe("filters", () => {
  const filters = [
    { filter: "Industry", option: "Manufacturing 3", query: "industry=odoo_industry_5", found: [10, 22, 14] },
    { filter: "Industry", option: "No industry 3", query: "industry=none", found: [21, 18, 15] },
    { filter: "Salesperson", option: "Chen Wei 3", query: "salesperson=odoo_user_7", found: [12, 13, 14] },
    { filter: "Salesperson", option: "No salesperson 3", query: "salesperson=none", found: [16, 21, 23] },
    { filter: "Country", option: "Germany 4", query: "country=odoo_country_57", found: [10, 16, 18, 22] },
  ];

  for (const { filter, option, query, found } of filters) {
    test(`${filter}: ${option}`, async ({ page, enter }) => {
      await enter("admin", "/accounts?view=table");
      await expectAccounts(page, ALL_BY_NAME);
      await choose(page, filter, option);
      await expectAccounts(page, found);
      await expectTotalsOf(page, found);
      await expect(page).toHaveURL(`/accounts?view=table&${query}`);
      await page.reload();
      await expectAccounts(page, found);
      await page.getByRole("button", { name: `Clear ${filter.toLowerCase()}` }).click();
      await expect(page).toHaveURL("/accounts?view=table");
      await expectAccounts(page, ALL_BY_NAME);
    });
  }

  test("hold together and go back with the browser and are cleared at once", async ({ page, enter }) => {
    await enter("admin", "/accounts");
    await expectAccounts(page, ALL_BY_NAME);
    await choose(page, "Country", "Germany");
    await expectAccounts(page, [10, 16, 18, 22]);
    await choose(page, "Industry", "Manufacturing");
    await expectAccounts(page, [10, 22]);
    await choose(page, "Salesperson", "Lena Left");
    await expectAccounts(page, [22]);
    await expectTotalsOf(page, [22]);

    await page.goBack();
    await expectAccounts(page, [10, 22]);
    await page.goBack();
    await expectAccounts(page, [10, 16, 18, 22]);
    await page.goForward();
    await expectAccounts(page, [10, 22]);
    await expect(page).toHaveURL("/accounts?country=odoo_country_57&industry=odoo_industry_5");

    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await expectAccounts(page, ALL_BY_NAME);
    await expect(page).toHaveURL("/accounts");
  });

  test("that fit nothing say so and how to go on", async ({ page, enter }) => {
    await enter("admin", "/accounts?view=table&q=zoe&country=odoo_country_57&sort=won");
    await expect(page.getByText("No account matches")).toBeVisible();
    await expect(page.getByText("Nothing in your reach fits the search and the filters.")).toBeVisible();
    await expectAccounts(page, []);
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(page).toHaveURL("/accounts?view=table&sort=won");
    await expect(items(page)).toHaveCount(11);
  });

  test("offer a reader only what their own accounts have", async ({ page, enter }) => {
    await enter("dana", "/accounts");
    await expectAccounts(page, [18, 15]);
    await page.getByRole("group", { name: "Filters" }).getByRole("button", { name: "Country" }).click();
    await expect(page.getByRole("option")).toHaveText([/^Germany\s*1$/, /^Oman\s*1$/]);
    await page.keyboard.press("Escape");
    await page.getByRole("group", { name: "Filters" }).getByRole("button", { name: "Salesperson" }).click();
    await expect(page.getByRole("option")).toHaveText([/^Dana Novak\s*2$/]);
  });
});

test.describe("order", () => {
  // From the largest; what is equal stands in the order of its ids, turned around with the rest.
  const orders = [
    { head: "Pipeline", sort: "pipeline", down: [16, 10, 15, 12, 22, 23, 14, 11, 13, 18, 21], up: [21, 18, 13, 11, 14, 23, 22, 12, 15, 10, 16] },
    { head: "Weighted", sort: "weighted", down: [16, 15, 10, 12, 23, 22, 11, 13, 18, 21, 14], up: [14, 21, 18, 13, 11, 22, 23, 12, 10, 15, 16] },
    { head: "Won", sort: "won", down: [11, 10, 14, 13, 23, 22, 21, 18, 16, 15, 12], up: [12, 15, 16, 18, 21, 22, 23, 13, 14, 10, 11] },
    { head: "Open deals", sort: "open_deals", down: [23, 10, 15, 13, 12, 22, 18, 16, 14, 11, 21], up: [21, 11, 14, 16, 18, 22, 12, 13, 15, 10, 23] },
  ];

  for (const { head, sort, down, up } of orders) {
    test(`by ${head} by its head both ways`, async ({ page, enter }) => {
      await enter("admin", "/accounts?view=table");
      await expectAccounts(page, ALL_BY_NAME);
      const column = page.getByRole("columnheader", { name: head });
      await column.getByRole("button").click();
      await expectAccounts(page, down);
      await expect(column).toHaveAttribute("aria-sort", "descending");
      await expect(page).toHaveURL(`/accounts?view=table&sort=${sort}`);
      await column.getByRole("button").click();
      await expectAccounts(page, up);
      await expect(column).toHaveAttribute("aria-sort", "ascending");
      await page.reload();
      await expectAccounts(page, up);
      await page.goBack();
      await expectAccounts(page, down);
    });
  }

  test("by name the other way round among cards", async ({ page, enter }) => {
    await enter("admin", "/accounts");
    await expectAccounts(page, ALL_BY_NAME);
    await page.getByRole("button", { name: "Ascending; turn around" }).click();
    await expectAccounts(page, ALL_BY_NAME.toReversed());
    await expect(page).toHaveURL("/accounts?direction=desc");
    await page.getByRole("button", { name: "Sort" }).click();
    await page.getByRole("option", { name: "Won" }).click();
    await expectAccounts(page, [11, 10, 14, 13, 23, 22, 21, 18, 16, 15, 12]);
  });
});

test("the view is in the address and Back leads to the other one", async ({ page, enter }) => {
  await enter("admin", "/accounts?sort=won");
  await expect(page.getByRole("list", { name: "Accounts" })).toBeVisible();
  await page.getByRole("button", { name: "Table" }).click();
  await expect(page.getByRole("table", { name: "Accounts" })).toBeVisible();
  await expect(page).toHaveURL("/accounts?sort=won&view=table");
  await page.reload();
  await expect(page.getByRole("table", { name: "Accounts" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("list", { name: "Accounts" })).toBeVisible();
});

test.describe("a list that cannot be loaded", () => {
  test.use({ expectedMessages: [/net::ERR_FAILED/] });

  test("says so and is asked for again on demand", async ({ page, enter }) => {
    await page.route("**/api/accounts?*", (route) => route.abort());
    await enter("admin", "/accounts");
    await expect(page.getByRole("alert")).toContainText("Accounts could not be loaded");
    await expect(page.getByRole("alert")).toContainText("The server cannot be reached. Check your connection.");
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await expectAccounts(page, ALL_BY_NAME);
  });

  test("does not leave the figures of another list under its name", async ({ page, enter }) => {
    await enter("admin", "/accounts?view=table");
    await expectAccounts(page, ALL_BY_NAME);
    await page.route("**/api/accounts?*", (route) => route.abort());
    await page.getByRole("columnheader", { name: "Won" }).getByRole("button").click();
    await expect(page.getByRole("alert")).toContainText("Accounts could not be loaded");
    await expect(page.locator("[data-figure]")).toHaveCount(0);
    await expect(page.getByRole("banner").getByText("11", { exact: true })).toHaveCount(0);
    await page.goBack();
    await expect(page.locator("[data-item]")).toHaveCount(11);
  });
});

test("an address with words that nobody knows shows the whole list", async ({ page, enter }) => {
  await enter("admin", "/accounts?view=board&sort=colour&direction=up");
  await expectAccounts(page, ALL_BY_NAME);
});
