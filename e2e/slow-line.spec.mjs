// A line so slow that answers come in parts: what a page has asked for and wants no more is not a failure.
import { expect, test as base } from "./support/fixtures.mjs";
import { startSlowLine } from "./support/slow-line.mjs";

const HEALTH = "/api/data-lake/health";
const STATUS = "/api/sync/status";

const test = base.extend({
  line: async ({ stack }, use) => {
    const line = await startSlowLine(stack.url);
    await use(line);
    await line.stop();
  },
  baseURL: async ({ line }, use) => {
    await use(line.url);
  },
});

test("an answer that is taken back in its middle is not told as a failure", async ({ page, enter, line }) => {
  const health = line.hold(HEALTH);
  line.hold(STATUS);
  const begun = page.waitForResponse(`**${HEALTH}`);
  await enter("admin", "/admin/odoo");
  await begun;
  await expect.poll(() => health.length).toBe(1);

  // With the state of the sync the page asks anew.
  line.letGo(STATUS);
  await expect.poll(() => [health.length > 1, health[0].isCut, health.at(-1).isCut]).toEqual([true, true, false]);
  await expect(page.locator("[data-indicator]")).toBeVisible();
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(1);
  await expect(page.getByText("could not be loaded")).toHaveCount(0);

  line.letGo(HEALTH);
  await expect(page.locator("[data-fact=generation] .font-medium")).toHaveText(/^\d+$/);
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
});
