// Won by month against target, and coverage: exact for each role, with nothing set, as a table, opened to rows, on a phone.
import { expect, expectAccessible, test } from "./support/fixtures.mjs";
import { lineage, readLineage, tile } from "./support/dashboard.mjs";

test.use({ contextOptions: { reducedMotion: "reduce" } });

const clean = (text) => text.replaceAll("\u00a0", " ").replace(/\s+/g, " ").trim();
const months = (page) => page.getByRole("region", { name: "Won by month" });
const coverage = (page) => page.locator("[data-coverage]");
// The period of the whole year is the same whatever today is; deals 1, 8 and 24 are expected to close in it.
const YEAR = "from=2026-01-01&until=2027-01-01";

async function removeAll(api) {
  for (const { id, version, made_by } of (await api.get("/api/goals")).body.items) {
    if (!made_by) expect(await api.remove(`/api/goals/${id}`, version)).toBe(204);
  }
}

async function set(api, form) {
  const { status } = await api.post("/api/goals", { metric: "won", span: "year", from: "2026-05-05", ...form });
  expect(status).toBe(201);
}

test.beforeEach(async ({ apiOf }) => removeAll(await apiOf("super_admin")));
test.afterAll(async ({ stack }) => {
  const { Api } = await import("./support/api.mjs");
  await removeAll(await new Api(stack.url).signIn(stack.people.super_admin));
});

async function open(enter, page, reader, query = YEAR) {
  await enter(reader, `/dashboard?${query}`);
  await expect(tile(page, "won")).toBeVisible();
}

test("without a goal there is no line and no coverage, and the panel says what draws one", async ({ page, enter }) => {
  await open(enter, page, "bruno");
  await expect(page.locator("[data-target]")).toHaveCount(0);
  await expect(coverage(page)).toHaveText(/–.*No target: not every day of the period has a goal on won revenue/);
  await expect(months(page)).toContainText("A goal on won revenue draws a target here.");
  await months(page).getByRole("link", { name: "Goals" }).click();
  await expect(page).toHaveURL(/\/goals/);
  // All time has no target at all.
  await open(enter, page, "bruno", "period=all_time");
  await expect(coverage(page)).toHaveCount(0);
});

test("each month has its part of a goal over a year, by days, and the table says the same", async ({ page, enter, apiOf }) => {
  await set(await apiOf("super_admin"), { assignee: "odoo_user_6", target: "365000" });
  await open(enter, page, "bruno");
  // 1,000 a day.
  const july = page.locator("[data-month='2026-07-01']");
  await expect(july.locator("[data-target]")).toHaveAttribute("data-target", "31000.00");
  await expect(page.locator("[data-month='2026-02-01'] [data-target]")).toHaveAttribute("data-target", "28000.00");
  await july.focus();
  await expect(months(page)).toContainText("Jul 2026: 8,640.00\u00a0USD, 1 deal · Target 31,000.00\u00a0USD");
  await expect(months(page)).not.toContainText("draws a target here");
  await months(page).getByRole("button", { name: "Show as table" }).click();
  await expect(months(page).getByRole("row", { name: /Jul 2026/ })).toHaveText(/Jul 2026\s*1\s*8,640\.00\s*31,000\.00/);
  // Of Chen's nothing is to be seen.
  await open(enter, page, "chen");
  await expect(page.locator("[data-target]")).toHaveCount(0);
});

test("coverage says what is left and opens to the deals that cover it", async ({ page, enter, apiOf }) => {
  const api = await apiOf("super_admin");
  // North has won 123,475,693.16 in 2026; of its deals 13,640.00 and 5,000.00 are expected to close in it.
  await set(api, { assignee: "odoo_team_1", target: "123512973.16" });
  await open(enter, page, "amira");
  await expect(coverage(page)).toHaveAttribute("data-coverage", "0.5");
  await expect(coverage(page)).toHaveText("0.5\u00a0×");
  expect(clean(await page.locator("div:has(> dd > button [data-coverage])").innerText())).toContain("37,280.00 of 123,512,973.16 USD left · from 1 goal");
  await coverage(page).click();
  await expect(page).toHaveURL(/explain=closing/);
  await expect(lineage(page).locator("tr[data-row]")).toHaveCount(2);
  const told = await readLineage(page);
  expect([told.figure, told.amount]).toEqual(["= Closing", "18640.00"]);
  await page.keyboard.press("Escape");

  // The same team chosen by an admin; what is reached is covered.
  await removeAll(api);
  await set(api, { assignee: "odoo_team_1", target: "100" });
  await open(enter, page, "super_admin", `${YEAR}&team=odoo_team_1`);
  await expect(coverage(page)).toHaveText("Covered");
  // A person without a goal of their own has none of the team's.
  await open(enter, page, "super_admin", `${YEAR}&salesperson=odoo_user_6`);
  await expect(coverage(page)).toHaveText(/–/);
});

test("on a phone the line and the coverage fit, and nothing scrolls sideways", async ({ page, enter, apiOf }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await set(await apiOf("super_admin"), { assignee: "odoo_user_6", target: "365000" });
  await open(enter, page, "bruno");
  await expect(page.locator("[data-target]").first()).toBeAttached();
  await expect(coverage(page)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
});
