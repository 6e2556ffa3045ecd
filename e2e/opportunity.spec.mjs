// One opportunity beside the list and over the whole page, what the list says when it is not there, and accessibility.
import { choose, expectDeals } from "./support/deals.mjs";
import { expect, expectAccessible, test } from "./support/fixtures.mjs";
import { tabTo } from "./support/keys.mjs";

const heading = (page) => page.locator("#deal-name");

test.describe("one deal", () => {
  test("stands beside the list with all that is known of it and by a link and over the whole page", async ({ page, enter }) => {
    await enter("admin", "/opportunities?view=board");
    await page.getByRole("link", { name: "Lens line 2027" }).click();
    await expect(page).toHaveURL("/opportunities?view=board&deal=odoo_opportunity_1");
    const panel = page.locator("#deal");
    const expectAll = async () => {
      await expect(heading(page)).toContainText("Lens line 2027");
      await expect(panel.locator("[data-part=expected]")).toContainText("12,400.00");
      await expect(panel.locator("[data-part=expected]")).toContainText("= 13,640.00\u00a0USD");
      await expect(panel.locator("[data-part=weighted]")).toContainText("5,456.00");
      await expect(panel.locator("[data-part=probability]")).toContainText("40\u00a0%");
      await expect(panel.locator("[data-part=closing]")).toContainText("15 Dec 2026");
      await expect(panel.locator("[data-state]")).toHaveText("Open");
      await expect(panel.getByRole("listitem").last()).toContainText("Proposition");
      await expect(panel.getByText("Closing day never pushed")).toBeVisible();
      await expect(panel.getByText("Amount never changed")).toBeVisible();
      await expect(panel.getByText(/^Seen since/)).toBeVisible();
      await expect(panel.getByText("Bruno Costa")).toBeVisible();
      await expect(panel.getByText("North")).toBeVisible();
    };
    await expectAll();
    expect((await panel.boundingBox()).width).toBe(720);
    await page.reload();
    await expectAll();
    await page.getByRole("button", { name: "Show on the whole page" }).click();
    await expect(page).toHaveURL("/opportunities/odoo_opportunity_1?view=board");
    await expectAll();
    await page.getByRole("button", { name: "Show beside the list" }).click();
    await expect(page).toHaveURL("/opportunities?view=board&deal=odoo_opportunity_1");
    await panel.getByRole("link", { name: "Alpenglow Optik GmbH" }).click();
    await expect(page).toHaveURL("/accounts/odoo_account_10");
    // And back from the account's rows.
    await page.getByRole("tab", { name: /^Deals/ }).click();
    await page.locator("tr[data-deal=odoo_opportunity_1]").getByRole("link").click();
    await expect(page).toHaveURL("/opportunities/odoo_opportunity_1");
    await expectAll();
  });

  test("of a lead without an account shows whom Odoo has in words", async ({ page, enter }) => {
    await enter("bruno", "/opportunities/odoo_opportunity_25");
    await expect(heading(page)).toContainText("Cold call");
    await expect(page.locator("#deal").getByText("Nora Where")).toBeVisible();
    await expect(page.locator("#deal").getByText("Prospect Nowhere")).toBeVisible();
  });

  test("is opened and left and gone on from by keys in the table", async ({ page, enter }) => {
    await enter("chen", "/opportunities?view=table&sort=expected");
    await expectDeals(page, [10, 14, 8, 11, 12]);
    await tabTo(page, page.getByRole("link", { name: "Warehouse Osaka" }));
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("link", { name: "Calibration" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL("/opportunities?view=table&sort=expected&deal=odoo_opportunity_14");
    await expect(heading(page)).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(heading(page)).toContainText("Crane cameras");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await expect(heading(page)).toContainText("Warehouse Osaka");
    await expect(page.getByRole("button", { name: "Previous deal" })).toBeDisabled();
    await page.keyboard.press("Escape");
    await expect(page.locator("#deal")).toHaveCount(0);
    await expect(page).toHaveURL("/opportunities?view=table&sort=expected");
    await expect(page.getByRole("link", { name: "Warehouse Osaka" })).toBeFocused();
  });

  test("is opened and left and gone on from by keys on the board", async ({ page, enter }) => {
    await enter("chen", "/opportunities?view=board");
    await tabTo(page, page.getByRole("link", { name: "Espresso machines" }));
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("link", { name: "Calibration" })).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("link", { name: "Returned grinders" })).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("link", { name: "Crane cameras" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(heading(page)).toBeFocused();
    // From column to column.
    await page.keyboard.press("ArrowUp");
    await expect(heading(page)).toContainText("Returned grinders");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("link", { name: "Returned grinders" })).toBeFocused();
  });

  test.describe("out of reach", () => {
    test.use({ expectedMessages: [/console: Failed to load resource: .* 404 .*\/api\/opportunities\//] });

    test("is not found, by its address and in the API", async ({ page, enter, apiOf }) => {
      for (const path of ["/opportunities/odoo_opportunity_1", "/opportunities?deal=odoo_opportunity_1", "/opportunities/nonsense"]) {
        await enter("chen", path);
        await expect(page.getByText("This deal is not there")).toBeVisible();
        await expect(page.locator("#deal [data-part]")).toHaveCount(0);
      }
      const answer = await (await apiOf("chen")).get("/api/opportunities/odoo_opportunity_1");
      expect([answer.status, answer.body.code]).toEqual([404, "not_found"]);
      await page.getByRole("button", { name: "Back to the list" }).click();
      await expect(page).toHaveURL("/opportunities");
    });
  });
});

test("somebody whom Odoo does not know reads why there is nothing", async ({ page, enter }) => {
  for (const view of ["board", "table"]) {
    await enter("unlinked", `/opportunities?view=${view}`);
    await expect(page.getByText("You are not linked to Odoo")).toBeVisible();
    await expect(page.locator("[data-deal]")).toHaveCount(0);
  }
});

test.describe("a list that cannot be loaded", () => {
  test.use({ expectedMessages: [/net::ERR_FAILED/] });

  test("says so and is asked for again on demand and leaves no figures of another one", async ({ page, enter }) => {
    await page.route(/\/api\/opportunities(\/board)?\?/, (route) => route.abort());
    await enter("chen", "/opportunities?view=board");
    await expect(page.getByRole("alert")).toContainText("Deals could not be loaded");
    await page.goto("/opportunities?view=table");
    await expect(page.getByRole("alert")).toContainText("Deals could not be loaded");
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.locator("tr[data-deal]")).toHaveCount(5);
    await page.getByRole("button", { name: "Board" }).click();
    await expect(page.locator("[data-deal]")).toHaveCount(5);
    await page.route(/\/api\/opportunities(\/board)?\?/, (route) => route.abort());
    await choose(page, "Show", "Won");
    await expect(page.getByRole("alert")).toContainText("Deals could not be loaded");
    await expect(page.locator("[data-figure]")).toHaveCount(0);
  });
});

test.describe("accessibility", () => {
  // Without motion there is no moment between two colours.
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  const anyDeal = (page) => expect(page.locator("[data-deal]").first()).toBeVisible();
  const states = [
    { state: "the board", path: "/opportunities?view=board&show=all", ready: anyDeal },
    {
      state: "a board with a folded column",
      path: "/opportunities?view=board",
      ready: (page) => page.getByRole("button", { name: "Fold New" }).click(),
    },
    { state: "the table", path: "/opportunities?view=table&show=all", ready: anyDeal },
    { state: "no match", path: "/opportunities?view=table&q=nothing-of-the-kind", ready: (page) => expect(page.getByText("No deal matches")).toBeVisible() },
    {
      state: "a board that is being loaded",
      path: "/opportunities?view=board",
      before: (page) => page.route("**/api/opportunities/board?*", () => new Promise(() => {})),
      ready: (page) => expect(page.getByRole("status", { name: "Loading" })).toBeVisible(),
    },
    { state: "one deal beside the list", path: "/opportunities?view=table&deal=odoo_opportunity_5", ready: (page) => expect(page.locator("#way")).toBeVisible() },
    { state: "one deal over the whole page", path: "/opportunities/odoo_opportunity_15", ready: (page) => expect(page.locator("#way")).toBeVisible() },
  ];

  for (const { state, path, before = () => {}, ready } of states) {
    test(`${state} has no violation in any theme and size and scrolls not sideways`, async ({ page, enter }) => {
      await before(page);
      await enter("admin", path);
      await ready(page);
      for (const size of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
        await page.setViewportSize(size);
        await expectAccessible(page, size);
        await expectNoSidewaysScroll(page);
      }
    });
  }
});

async function expectNoSidewaysScroll(page) {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, "pixels beyond the right edge").toBe(0);
}
