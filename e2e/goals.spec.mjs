// Goals: exact figures on the board for each role, setting, changing and deleting one, targets of roles, a phone.
import { expect, expectAccessible, test } from "./support/fixtures.mjs";

const clean = (text) => text.replaceAll("\u00a0", " ").replace(/\s+/g, " ").trim();
const cards = (page) => page.locator("li[data-goal]");
const card = (page, id) => page.locator(`li[data-goal="${id}"]`);
const tile = (page, name) => page.locator(`[data-tile=${name}] dd`);

// In the third quarter of 2026: over, whatever the day. Bruno has won 8,640.00 and 450.10, Chen 6,535.56.
const quarter = { span: "quarter", from: "2026-08-08" };

async function set(api, form) {
  const { status, body } = await api.post("/api/goals", { ...quarter, ...form });
  expect(status).toBe(201);
  return body.id;
}

async function removeAll(api) {
  const { items } = (await api.get("/api/goals")).body;
  for (const { id, version, made_by } of items) {
    if (!made_by) expect(await api.remove(`/api/goals/${id}`, version)).toBe(204);
  }
  for (const { id, version } of (await api.get("/api/config/targets")).body.items) {
    expect(await api.remove(`/api/config/targets/${id}`, version)).toBe(204);
  }
}

test.beforeEach(async ({ apiOf }) => removeAll(await apiOf("super_admin")));
test.afterAll(async ({ stack }) => {
  const { Api } = await import("./support/api.mjs");
  await removeAll(await new Api(stack.url).signIn(stack.people.super_admin));
});

test("a goal opens to the days that were put down, as a line and as a list", async ({ page, enter, apiOf }) => {
  const api = await apiOf("super_admin");
  const running = { span: "year", from: new Date().toISOString().slice(0, 10) };
  const id = await set(api, { assignee: "odoo_user_6", metric: "won", target: "1000", name: "This year", ...running });
  const later = await set(api, { assignee: "odoo_user_7", metric: "won", target: "10000", name: "Over" });
  const { body } = await api.post("/api/jobs/kpi_snapshots/run", {});
  await expect.poll(async () => (await api.get(`/api/jobs/${body.job.id}`)).body.state, { timeout: 60_000 }).toBe("done");
  await enter("super_admin", "/goals");
  await card(page, id).getByRole("button", { name: "History" }).click();
  const history = page.getByRole("dialog", { name: "History: This year" });
  await expect(history.locator("tr[data-day]")).toHaveCount(1);
  const achievement = await card(page, id).locator("[data-achievement]").innerText();
  await expect(history.locator("tr[data-day]")).toContainText(achievement);
  await expect(history.getByRole("img", { name: "Achievement" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await card(page, later).getByRole("button", { name: "History" }).click();
  await expect(page.getByRole("dialog", { name: "History: Over" })).toContainText("Nothing yet");
});

test("the board shows each goal with its exact figures, and the counts add up", async ({ page, enter, apiOf }) => {
  const api = await apiOf("super_admin");
  const reached = await set(api, { assignee: "odoo_user_6", metric: "won", target: "9000", name: "Autumn" });
  const missed = await set(api, { assignee: "odoo_user_7", metric: "won", target: "10000" });
  const rate = await set(api, { assignee: "odoo_team_1", metric: "win_rate", target: "0.8" });
  const nothing = await set(api, { assignee: "odoo_user_8", metric: "average_deal", target: "100" });

  await enter("super_admin", "/goals");
  await expect(cards(page)).toHaveCount(4);
  await expect(card(page, reached)).toHaveAttribute("data-status", "achieved");
  await expect(card(page, reached).getByRole("heading")).toHaveText("Autumn");
  await expect(card(page, reached).locator("[data-actual]")).toHaveAttribute("data-actual", "9090.10");
  const text = clean(await card(page, reached).innerText());
  expect(text).toContain("Bruno Costa");
  expect(text).toContain("9,090.10 USD of 9,000 USD 101 %");
  expect(clean(await card(page, missed).innerText())).toContain("6,535.56 USD of 10,000 USD 65.36 %");
  expect(clean(await card(page, rate).innerText())).toContain("100 % of 80 % 125 %");
  expect(clean(await card(page, nothing).innerText())).toContain("No deal was closed in the period yet");
  await expect(tile(page, "on_track")).toHaveText("2");
  await expect(tile(page, "at_risk")).toHaveText("0");
  await expect(tile(page, "missed")).toHaveText("1");
  // 1.01, 0.6536 and 1.25.
  await expect(tile(page, "average")).toHaveText("97.12\u00a0%");

  await page.getByRole("button", { name: /^Missed/ }).click();
  await expect(page).toHaveURL(/status=missed/);
  await expect(cards(page)).toHaveCount(1);
  await expect(card(page, missed)).toBeVisible();
  await page.getByRole("button", { name: /^All/ }).click();
  await expect(cards(page)).toHaveCount(4);
  await page.getByRole("button", { name: "Whose" }).click();
  await page.getByRole("option", { name: "Chen Wei" }).click();
  await expect(page).toHaveURL(/assignee=odoo_user_7/);
  await expect(cards(page)).toHaveCount(1);

  await card(page, missed).locator("[data-explain]").click();
  await expect(page).toHaveURL(/explain=won/);
  await expect(page.getByText("6,535.56").last()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/explain=/);
});

test("an account manager sees their own goals and those of their team and cannot change them", async ({ page, enter, apiOf }) => {
  const api = await apiOf("super_admin");
  const own = await set(api, { assignee: "odoo_user_6", metric: "won", target: "9000" });
  await set(api, { assignee: "odoo_user_7", metric: "won", target: "9000" });
  const team = await set(api, { assignee: "odoo_team_1", metric: "won", target: "20000" });
  await enter("bruno", "/goals");
  await expect(cards(page)).toHaveCount(2);
  await expect(card(page, own)).toContainText("101");
  // Of his team's 15,625.66 he sees his own rows; Chen's deal is named as one.
  await expect(card(page, team).locator("[data-actual]")).toHaveAttribute("data-actual", "15625.66");
  await expect(card(page, team)).toContainText("1 record beyond your reach");
  await expect(page.getByRole("button", { name: "New goal" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Change goal" })).toHaveCount(0);
});

test.describe("a manager", () => {
  test.use({ expectedMessages: [/status of 422/] });

  test("sets, changes and deletes a goal of one of her people", async ({ page, enter }) => {
    await enter("amira", "/goals");
    await expect(page.getByText("No goals yet")).toBeVisible();
    await page.getByRole("button", { name: "New goal" }).click();
    const form = page.locator("#goal-form");
    await expect(form.getByRole("heading", { name: "New goal" })).toBeFocused();
    await form.getByLabel("Target").fill("nothing");
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form.getByText("Choose for whom")).toBeVisible();
    await form.getByRole("button", { name: "Whose" }).click();
    await expect(form.getByRole("option")).toHaveText(["Amira Haddad", "Bruno Costa", "Chen Wei", "Eli Berg", "North"]);
    await form.getByRole("option", { name: "Bruno Costa" }).click();
    await form.getByRole("button", { name: "Period" }).click();
    await form.getByRole("option", { name: "Two days" }).click();
    await form.getByLabel("From").fill("2026-07-01");
    await form.getByLabel("Last day").fill("2026-09-30");
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form.getByText("must be a number with at most 2 digits")).toBeVisible();
    await form.getByLabel("Target").fill("10000");
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form).toHaveCount(0);
    await expect(cards(page)).toHaveCount(1);
    await expect(cards(page)).toHaveAttribute("data-status", "missed");
    expect(clean(await cards(page).innerText())).toContain("9,090.10 USD of 10,000 USD 90.9 %");
    expect(clean(await cards(page).innerText())).toContain("1 Jul 2026 – 30 Sep 2026");

    await page.getByRole("button", { name: "Change goal" }).click();
    await expect(form.getByLabel("Last day")).toHaveValue("2026-09-30");
    await form.getByLabel("Target").fill("9090.10");
    await form.getByRole("button", { name: "Save" }).click();
    await expect(cards(page)).toHaveAttribute("data-status", "achieved");

    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
    await expect(cards(page)).toHaveCount(1);
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("No goals yet")).toBeVisible();
  });
});

test("the target of a role is reported over its people, each record once", async ({ page, enter, apiOf }) => {
  const api = await apiOf("super_admin");
  const target = { ...quarter, role: "account_manager", metric: "won", target: "4000" };
  const { status, body } = await api.post("/api/config/targets", target);
  expect(status).toBe(201);
  await enter("super_admin", "/goals");
  const row = page.locator(`tr[data-target="${body.id}"]`);
  await expect(row.locator("[data-actual]")).toHaveAttribute("data-actual", "15625.66");
  await expect(row.locator("[data-together]")).toHaveAttribute("data-together", "16000");
  expect(clean(await row.innerText())).toContain("97.66 %");
  expect(clean(await row.innerText())).toContain("2 · 0 · 2");
  await expect(cards(page)).toHaveCount(4);
  await row.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No targets yet")).toBeVisible();
  await expect(cards(page)).toHaveCount(0);

  await page.getByRole("button", { name: "New target" }).click();
  const form = page.locator("#goal-form");
  await form.getByRole("button", { name: "Role" }).click();
  await form.getByRole("option", { name: "Sales manager" }).click();
  await form.getByLabel("Target").fill("1000");
  await form.getByLabel("From").fill("2026-08-08");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.locator("tr[data-target]")).toHaveCount(1);
  await expect(cards(page)).toHaveCount(1);
});

test.describe("when the board cannot be loaded", () => {
  test.use({ expectedMessages: [/net::ERR_FAILED/] });

  test("the page says so and tries again", async ({ page, enter }) => {
    await page.route("**/api/goals/board*", (route) => route.abort());
    await enter("chen", "/goals");
    await expect(page.getByText("The goals could not be loaded")).toBeVisible();
    await page.unroute("**/api/goals/board*");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByText("No goals yet")).toBeVisible();
  });
});

test.describe("without motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  for (const size of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    test(`board and form are accessible and fit ${size.width} px`, async ({ page, enter, apiOf }) => {
      const api = await apiOf("super_admin");
      await set(api, { assignee: "odoo_user_6", metric: "won", target: "9000", name: "A goal with a rather long name that does not fit" });
      await set(api, { assignee: "everybody", metric: "pipeline", target: "900000", span: "year" });
      await api.post("/api/config/targets", { ...quarter, role: "account_manager", metric: "won", target: "4000" });
      await page.setViewportSize(size);
      await enter("super_admin", "/goals");
      await expect(cards(page)).toHaveCount(6);
      const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(await overflow()).toBeLessThanOrEqual(0);
      await expectAccessible(page);
      await page.getByRole("button", { name: "New goal" }).click();
      await expect(page.locator("#goal-form")).toBeVisible();
      expect(await overflow()).toBeLessThanOrEqual(0);
      await expectAccessible(page);
    });
  }
});
