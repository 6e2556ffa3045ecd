// Every page and state, in both themes, on a desktop's and on a phone's width: no violation that axe-core finds.
import { expect, expectAccessible, test } from "./support/fixtures.mjs";
import { syncPill } from "./support/screen.mjs";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

// Without motion there is no moment between two colours.
test.use({ contextOptions: { reducedMotion: "reduce" } });

const items = (page) => page.locator("[data-item][data-account]");
const oneItem = (page) => expect(items(page).first()).toBeVisible();

const states = [
  { state: "sign-in", path: "/sign-in", ready: (page) => expect(page.getByLabel("E-mail")).toBeVisible() },
  {
    state: "a refused sign-in",
    path: "/sign-in",
    messages: [/status of 401/],
    ready: async (page) => {
      await page.getByLabel("E-mail").fill("nobody@e2e.example");
      await page.getByLabel("Password", { exact: true }).fill("not-the-password");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(page.getByRole("alert")).toHaveText("E-mail and password do not match.");
    },
  },
  { state: "set-up", path: "/setup", ready: (page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible() },
  {
    state: "a list that cannot be loaded",
    reader: "chen",
    path: "/accounts",
    messages: [/net::ERR_FAILED/],
    before: (page) => page.route("**/api/accounts?*", (route) => route.abort()),
    ready: (page) => expect(page.getByText("Accounts could not be loaded")).toBeVisible(),
  },
  {
    state: "a list that is being loaded",
    reader: "chen",
    path: "/accounts",
    before: (page) => page.route("**/api/accounts?*", () => new Promise(() => {})),
    ready: (page) => expect(page.getByRole("status", { name: "Loading" })).toBeVisible(),
  },
  { state: "cards", reader: "admin", path: "/accounts", ready: oneItem },
  { state: "cards of a part", reader: "bruno", path: "/accounts", ready: oneItem },
  { state: "table", reader: "admin", path: "/accounts?view=table&sort=won&industry=odoo_industry_5", ready: oneItem },
  {
    state: "an empty result",
    reader: "admin",
    path: "/accounts?q=nothing-of-the-kind",
    ready: (page) => expect(page.getByText("No account matches")).toBeVisible(),
  },
  {
    state: "somebody without a link to Odoo",
    reader: "unlinked",
    path: "/accounts",
    ready: (page) => expect(page.getByText("You are not linked to Odoo")).toBeVisible(),
  },
  {
    state: "somebody who waits for approval",
    reader: "pending",
    path: "/accounts",
    ready: (page) => expect(page.getByText("An admin has not approved your account yet.")).toBeVisible(),
  },
  {
    state: "an open account with what is not converted",
    reader: "dana",
    path: "/accounts/odoo_account_15?view=table&tab=deals",
    ready: (page) => expect(page.locator("tr[data-deal]")).toHaveCount(2),
  },
  {
    state: "won deals on the whole page",
    reader: "admin",
    path: "/accounts/odoo_account_11?full=1&rows=won",
    ready: (page) => expect(page.locator("tr[data-deal]")).toHaveCount(2),
  },
  {
    state: "an account without deals",
    reader: "admin",
    path: "/accounts/odoo_account_21?tab=deals",
    ready: (page) => expect(page.getByText("No open deals").or(page.getByText("No deal won yet"))).toBeVisible(),
  },
  {
    state: "an account of others",
    reader: "eli",
    path: "/accounts/odoo_account_21",
    messages: [/status of 404/],
    ready: (page) => expect(page.getByText("This account is not there")).toBeVisible(),
  },
  { state: "a page that is not there", reader: "eli", path: "/nowhere", ready: (page) => expect(page.getByRole("heading", { name: "No page here" })).toBeVisible() },
  {
    state: "runs of the sync",
    reader: "admin",
    path: "/admin/sync",
    ready: async (page) => {
      await page.getByRole("row").nth(1).getByRole("button").click();
      await expect(page.getByRole("row", { name: /^deals/i }).first()).toBeVisible();
    },
  },
  { state: "the connection to Odoo", reader: "admin", path: "/admin/odoo", ready: (page) => expect(page.locator("[data-entity=account]")).toBeVisible() },
  { state: "no held deletions", reader: "admin", path: "/admin/held", ready: (page) => expect(page.getByText("Nothing is held back")).toBeVisible() },
  { state: "an empty quarantine", reader: "admin", path: "/admin/quarantine", ready: (page) => expect(page.getByText("Nothing is in quarantine")).toBeVisible() },
  { state: "jobs", reader: "admin", path: "/admin/jobs", ready: (page) => expect(page.locator("[data-job=sync]")).toBeVisible() },
  {
    state: "the history of a record",
    reader: "admin",
    path: "/admin/records/odoo_opportunity_1",
    ready: (page) => expect(page.locator("[data-change]")).toHaveCount(1),
  },
  {
    state: "the history of a record that is not there",
    reader: "admin",
    path: "/admin/records/odoo_opportunity_999999",
    messages: [/status of 404/],
    ready: (page) => expect(page.getByText("No such record")).toBeVisible(),
  },
  ...[
    ["the connection", "/admin/odoo", "**/api/integrations/odoo", "The connection could not be loaded"],
    ["runs", "/admin/sync", "**/api/sync/history?*", "The runs could not be loaded"],
    ["held deletions", "/admin/held", "**/api/sync/held?*", "The list could not be loaded"],
    ["the quarantine", "/admin/quarantine", "**/api/sync/quarantine?*", "The list could not be loaded"],
    ["jobs", "/admin/jobs", "**/api/jobs", "The jobs could not be loaded"],
    ["a history", "/admin/records/odoo_opportunity_1", "**/api/sync/records/*", "The history could not be loaded"],
  ].flatMap(([what, path, question, words]) => [
    {
      state: `${what} that cannot be loaded`,
      reader: "admin",
      path,
      messages: [/net::ERR_FAILED/],
      before: (page) => page.route(question, (route) => route.abort()),
      ready: async (page) => {
        const failed = page.getByRole("alert").filter({ hasText: words });
        await expect(failed.getByRole("button", { name: "Try again" })).toBeVisible();
      },
    },
    {
      state: `${what} while loading`,
      reader: "admin",
      path,
      before: (page) => page.route(question, () => new Promise(() => {})),
      ready: (page) => expect(page.getByRole("status", { name: "Loading" }).first()).toBeVisible(),
    },
  ]),
  {
    state: "runs of the sync, for others",
    reader: "chen",
    path: "/admin/sync",
    ready: (page) => expect(page.getByText("For admins only")).toBeVisible(),
  },
];

for (const { state, reader, path, before = () => {}, ready, messages = [] } of states) {
  test.describe(state, () => {
    test.use({ expectedMessages: messages });

    test("has no violation in any theme and size", async ({ page, enter }) => {
      await before(page);
      if (reader) await enter(reader, path);
      else await page.goto(path);
      await ready(page);
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await expectAccessible(page, size);
        await expectNoSidewaysScroll(page);
      }
    });
  });
}

const panels = [
  {
    panel: "a filter",
    open: (page) => page.getByRole("group", { name: "Filters" }).getByRole("button", { name: "Industry" }).click(),
    name: "Industry",
  },
  { panel: "the sync's card", open: (page) => syncPill(page).click(), name: "Sync with Odoo" },
  { panel: "the person's menu", open: (page) => page.getByRole("navigation").locator("button[aria-haspopup=dialog]").click(), name: "You: " },
];

for (const { panel, open, name } of panels) {
  test(`${panel} when open has no violation in any theme and size`, async ({ page, enter }) => {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await enter("admin", "/accounts");
      await oneItem(page);
      await open(page);
      await expect(page.getByRole("dialog", { name })).toBeVisible();
      await expectAccessible(page, size);
    }
  });
}

test("enlarged to 400 % a whole row stands between the bars", async ({ page, enter }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  for (const view of ["cards", "table"]) {
    await enter("admin", `/accounts?view=${view}`);
    await oneItem(page);
    // Filters that come later push the rows down.
    await expect(async () => {
      const [row, top, bottom] = await Promise.all([
        items(page).first().boundingBox(),
        page.getByRole("banner").boundingBox(),
        page.getByRole("navigation").boundingBox(),
      ]);
      expect(row.y).toBeGreaterThanOrEqual(top.y + top.height);
      expect(row.y + row.height).toBeLessThanOrEqual(bottom.y);
    }).toPass();
    await expectNoSidewaysScroll(page);
    // The sums come at the end of the list.
    await page.locator("[data-totals]").scrollIntoViewIfNeeded();
    await expect(page.locator("[data-totals] [data-figure=pipeline]")).toBeInViewport();
  }
});

async function expectNoSidewaysScroll(page) {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, "pixels beyond the right edge").toBe(0);
}
