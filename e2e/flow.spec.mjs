// Pipeline flow on the dashboard: what changed since the first sync, as steps, as a table, as one sentence, and in rows.
// Amounts worked out by hand from `crates/testkit/golden/company.json`.
import { lineage, readLineage } from "./support/dashboard.mjs";
import { expectAccessible } from "./support/fixtures.mjs";
import { expect, test } from "./support/own-stack.mjs";
import { syncPill } from "./support/screen.mjs";

test.describe.configure({ mode: "serial" });
test.use({ stackName: "flow", contextOptions: { reducedMotion: "reduce" } });

const panel = (page) => page.getByRole("region", { name: "Pipeline flow", exact: true });
const sentence = (page) => panel(page).locator("[data-flow-sentence]");
const step = (page, name) => panel(page).locator(`[data-flow=${name}] button`);

function readSteps(page) {
  return panel(page)
    .locator("[data-flow]")
    .evaluateAll((steps) => steps.map(({ dataset }) => [dataset.flow, Number(dataset.deals), dataset.signed]));
}

// The lake is younger than any period: the panel says so, and offers what there is.
async function open(enter, page, reader) {
  await enter(reader, "/dashboard?period=all_time");
  await expect(panel(page).getByText(/^No history before /)).toBeVisible();
  await panel(page).getByRole("button", { name: "Show what changed since then" }).click();
  await expect(sentence(page)).toBeVisible();
}

const OPENING = { admin: [20, "315492.47"], bruno: [5, "19041.30"], chen: [5, "15101.53"] };

test("nothing is told of the time before the first sync, and since then nothing has changed", async ({ page, enter }) => {
  await open(enter, page, "admin");
  await expect(sentence(page)).toHaveText("The pipeline stands at 315,492.47\u00a0USD, as before.");
  const [deals, amount] = OPENING.admin;
  expect(await readSteps(page)).toEqual([["flow_opening", deals, amount], ["flow_closing", deals, amount]]);
  await expect(panel(page).getByText("+ 12,000.001\u00a0OMR not converted")).toHaveCount(2);
});

test("what changed stands there step by step and in one sentence, and each step opens its deals", async ({ page, enter, odoo }) => {
  await open(enter, page, "admin");
  // Chen's deal 8, 700.00, is won; Bruno's 25, 4,400.00, is Chen's; his 22, 1,000.00, is gone; Amira's 18 goes from 250,000.75
  // to 260,000.75; a new one of Bruno's over 300.00.
  await odoo.write("crm.lead", 8, { stage_id: 4 });
  await odoo.write("crm.lead", 25, { user_id: 7, team_id: 1 });
  await odoo.unlink("crm.lead", [22]);
  await odoo.write("crm.lead", 18, { expected_revenue: 260000.75 });
  await odoo.create("crm.lead", {
    name: "Fresh one", type: "opportunity", user_id: 6, team_id: 1, stage_id: 1, company_id: 1, expected_revenue: 300.0, probability: 10.0,
  });
  await syncPill(page).click();
  await page.getByRole("dialog", { name: "Sync with Odoo" }).getByRole("button", { name: "Sync now" }).click();

  await expect(sentence(page)).toHaveText(
    "The pipeline grew by 8,600.00\u00a0USD to 324,092.47\u00a0USD: 300.00 new and 10,000.00 raised came in; 700.00 won and 1,000.00 removed went out.",
    { timeout: 20_000 },
  );
  const steps = [
    ["flow_opening", 20, "315492.47"],
    ["flow_new", 1, "300.00"],
    ["flow_raised", 1, "10000.00"],
    ["flow_won", 1, "-700.00"],
    ["flow_removed", 1, "-1000.00"],
    ["flow_closing", 19, "324092.47"],
  ];
  expect(await readSteps(page)).toEqual(steps);
  await page.keyboard.press("Escape");

  for (const [name, deals, signed] of steps) {
    await step(page, name).click();
    await expect(lineage(page).locator("tr[data-row]")).toHaveCount(deals);
    const told = await readLineage(page);
    expect(told.amount, name).toBe(signed.replace("-", ""));
    await page.keyboard.press("Escape");
    await expect(lineage(page)).toHaveCount(0);
  }
  await step(page, "flow_removed").click();
  await expect(lineage(page).locator("tr[data-row]")).toContainText("Orphan one");
  await expect(lineage(page).locator("tr[data-row] a")).toHaveCount(0);
  await expect(lineage(page).locator("tr[data-sum]")).toContainText("Deleted since");
});

test("a deal that changed hands went out for one and came in for the other", async ({ page, secondPage, enter }) => {
  await open(enter, page, "bruno");
  expect(await readSteps(page)).toEqual([
    ["flow_opening", ...OPENING.bruno],
    ["flow_new", 1, "300.00"],
    ["flow_removed", 1, "-1000.00"],
    ["flow_handed_over", 1, "-4400.00"],
    ["flow_closing", 4, "13941.30"],
  ]);
  await enter("chen", "/dashboard?period=all_time", secondPage);
  await panel(secondPage).getByRole("button", { name: "Show what changed since then" }).click();
  await expect(sentence(secondPage)).toHaveText(
    "The pipeline grew by 3,700.00\u00a0USD to 18,801.53\u00a0USD: 4,400.00 received came in; 700.00 won went out.",
  );
});

test("the flow is a table at the press of a button, in both themes and on a phone", async ({ page, enter }) => {
  await open(enter, page, "admin");
  await expectAccessible(page);
  await panel(page).getByRole("button", { name: "Show as table" }).click();
  await expect(panel(page).getByRole("row", { name: /^Won/ })).toContainText("\u2212700.00");
  await expect(panel(page).getByRole("row", { name: /^At the end/ })).toContainText("324,092.47");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  await panel(page).getByRole("button", { name: "Show as chart" }).click();
  await expect(sentence(page)).toBeVisible();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
