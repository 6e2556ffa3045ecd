// The forecast on the dashboard, and the categories that admins give to stages. Amounts as worked out in figures.json.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lineage, readLineage } from "./support/dashboard.mjs";
import { expectAccessible } from "./support/fixtures.mjs";
import { expect, test } from "./support/own-stack.mjs";
import { root } from "./support/places.mjs";

test.describe.configure({ mode: "serial" });
test.use({ stackName: "forecast", contextOptions: { reducedMotion: "reduce" } });

const golden = JSON.parse(readFileSync(join(root, "crates/testkit/golden/figures.json"), "utf8"));
const panel = (page) => page.getByRole("region", { name: "Forecast", exact: true });
const part = (page, figure) => panel(page).locator(`[data-forecast=${figure}] [data-figure]`);
// In cents: amounts are too exact for floats.
const cents = (text) => BigInt(text.replace(".", ""));

for (const reader of ["admin", "bruno", "chen"]) {
  test(`${reader} reads parts that add up to the total, and opens what has no day`, async ({ page, enter }) => {
    const expected = golden[reader].forecast.all_time;
    await enter(reader, "/dashboard?period=all_time");
    const undated = part(page, "undated");
    await expect(undated).toHaveAttribute("data-amount", expected.undated.amount);
    if (expected.won.deals > 0) await expect(part(page, "won")).toHaveAttribute("data-amount", expected.won.amount);
    // Which of them are overdue depends on the day; that each is in one part does not.
    await expect(panel(page).locator("[data-figure=forecast]")).toHaveAttribute("data-amount", /./);
    const shown = await panel(page).locator("[data-forecast] [data-figure]").evaluateAll((figures) => figures.map(({ dataset }) => [dataset.figure, dataset.amount]));
    const inside = shown.filter(([figure]) => !["forecast_omitted", "undated"].includes(figure));
    const total = await panel(page).locator("[data-figure=forecast]").getAttribute("data-amount");
    expect(inside.reduce((sum, [, amount]) => sum + cents(amount), 0n)).toBe(cents(total));
    expect(total).toBe(expected.total.amount);

    await undated.click();
    await expect(lineage(page)).toBeVisible();
    await expect(page.locator("#lineage tr[data-row]")).toHaveCount(expected.undated.deals);
    const opened = await readLineage(page);
    expect(opened.amount).toBe(expected.undated.amount);
    const sum = opened.rows.filter(({ value }) => value).reduce((sum, { value }) => sum + cents(value), 0n);
    expect(sum).toBe(cents(expected.undated.amount));
  });
}

test("a past period is what was won in it, and one without anything says so", async ({ page, enter }) => {
  await enter("bruno", "/dashboard?from=2026-07-01&until=2026-10-01");
  const expected = golden.bruno.forecast.q3_2026;
  await expect(panel(page).locator("[data-figure=forecast]")).toHaveAttribute("data-amount", expected.total.amount);
  await expect(part(page, "won")).toHaveAttribute("data-amount", expected.won.amount);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(panel(page)).toBeVisible();
  await expectAccessible(page);
});

test("a deal counts as somebody says of it, and it stays said", async ({ page, enter }) => {
  await enter("bruno", "/opportunities/odoo_opportunity_1");
  const said = page.locator("#deal [data-deal-forecast]").getByRole("button");
  const say = async (category) => {
    await said.click();
    await page.getByRole("option", { name: category, exact: true }).click();
    await expect(said).toContainText(category);
  };
  await expect(said).toContainText("As its stage: Pipeline");
  await say("Left out");
  await page.reload();
  await expect(said).toContainText("Left out");
  await expectAccessible(page);
  await say("Commit");
  await page.goto("/activities");
  await expect(page.getByText("changed the forecast of").first()).toBeVisible();
  // In the past it counts as overdue, whatever is said of it: the total has it in any case.
  await page.goto("/dashboard?period=all_time");
  await expect(panel(page).locator("[data-figure=forecast]")).toHaveAttribute("data-amount", golden.bruno.forecast.all_time.total.amount);
  await page.goto("/opportunities/odoo_opportunity_1");
  await say("As its stage: Pipeline");
});

test("an admin says how sure a stage is, and it stays said", async ({ page, enter }) => {
  await enter("admin", "/admin/settings");
  const form = page.getByRole("region", { name: "Forecast", exact: true });
  const stage = (name) => form.getByRole("group", { name }).getByRole("button");
  for (const name of ["New", "Qualified", "Proposition"]) await expect(stage(name)).toContainText("Pipeline");
  await expect(form.getByRole("group", { name: "Won" })).toHaveCount(0);
  for (const [name, category] of [["Proposition", "Commit"], ["New", "Left out"]]) {
    await stage(name).click();
    await page.getByRole("option", { name: category, exact: true }).click();
    await expect(stage(name)).toContainText(category);
  }
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("status")).toHaveText("Saved");
  // The other form of the same record saves after it without undoing it.
  const rotting = page.getByRole("region", { name: "Rotting deals" });
  await rotting.getByLabel("New", { exact: true }).fill("12");
  await rotting.getByRole("button", { name: "Save" }).click();
  await expect(rotting.getByRole("status")).toHaveText("Saved");
  await page.reload();
  await expect(stage("Proposition")).toContainText("Commit");
  await expect(stage("New")).toContainText("Left out");
  await expect(stage("Qualified")).toContainText("Pipeline");
  await expect(rotting.getByLabel("New", { exact: true })).toHaveValue("12");
  await expectAccessible(page);
});
