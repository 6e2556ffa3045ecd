// Goals on activities done: set from the form, measured, opened to the activities, nothing done, on a phone.
import { expectAccessible } from "./support/fixtures.mjs";
import { expect, test } from "./support/own-stack.mjs";

test.use({ stackName: "activity-goals", company: "business", contextOptions: { reducedMotion: "reduce" } });

const card = (page, id) => page.locator(`li[data-goal="${id}"]`);
const rows = (page) => page.locator("#lineage tr[data-row]").evaluateAll((rows) => rows.map((row) => row.dataset.row).sort());

async function set(api, form) {
  const { status, body } = await api.post("/api/goals", { metric: "activities_done", target: "20", span: "month", from: "2026-05-05", ...form });
  expect(status).toBe(201);
  return body.id;
}

test("a manager sets one in the form, and it is measured", async ({ page, enter }) => {
  await enter("amira", "/goals");
  await page.getByRole("button", { name: "New goal" }).click();
  const form = page.locator("#goal-form");
  await form.getByRole("button", { name: "Whose" }).click();
  await form.getByRole("option", { name: "North" }).click();
  await form.getByRole("button", { name: "What" }).click();
  await form.getByRole("option", { name: "Activities done" }).click();
  await form.getByLabel("Target").fill("6");
  await form.getByLabel("From").fill("2026-05-05");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toHaveCount(0);
  // As worked out in activities.json: six in May 2026, all in her reach.
  const goal = page.locator("li[data-goal]");
  await expect(goal.locator("[data-actual]")).toHaveAttribute("data-actual", "6");
  await expect(goal).toHaveAttribute("data-status", "achieved");
});

test("each reader opens it to the activities in reach, and the others are named as a number", async ({ page, enter, apiOf }) => {
  const goal = await set(await apiOf("super_admin"), { assignee: "odoo_team_1" });
  await enter("chen", "/goals");
  await expect(card(page, goal).locator("[data-actual]")).toHaveAttribute("data-actual", "6");
  await expect(card(page, goal)).toContainText("2 records beyond your reach");
  await card(page, goal).locator("[data-explain]").click();
  await expect(page).toHaveURL(/explain=activities_done/);
  const panel = page.locator("#lineage");
  await expect(panel.locator("tr[data-row]")).toHaveCount(4);
  expect(await rows(page)).toEqual(["odoo_message_11", "odoo_message_6", "odoo_message_7", "odoo_message_9"]);
  // What it was, on what, who did it and when; no amount.
  const comment = panel.locator("tr[data-row=odoo_message_9]");
  await expect(comment).toContainText("Comments · ");
  await expect(comment).toContainText("Chen Wei");
  await expect(comment).toContainText("8 May 2026");
  await expect(panel).not.toContainText("not converted");
  await expect(panel).not.toContainText("USD 0");
  await comment.getByRole("link").click();
  await expect(page).toHaveURL(/\/opportunities\/odoo_opportunity_8/);
});

test("where nothing was done the panel says so, on a phone", async ({ page, enter, apiOf }) => {
  const goal = await set(await apiOf("super_admin"), { assignee: "odoo_user_8" });
  await page.setViewportSize({ width: 390, height: 844 });
  await enter("dana", "/goals");
  await expect(card(page, goal).locator("[data-actual]")).toHaveAttribute("data-actual", "0");
  await card(page, goal).locator("[data-explain]").click();
  await expect(page.locator("#lineage")).toContainText("No activity is part of this figure");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
});
