// What changes in Odoo reaches the open screens; what looks wrong there is held back or said, and no figure moves.
import { expect, test } from "./support/own-stack.mjs";
import { syncPill, toneOf } from "./support/screen.mjs";

test.describe.configure({ mode: "serial" });
test.use({ stackName: "changes" });

const items = (page) => page.locator("[data-item][data-account]");
const figure = (page, account, name) => page.locator(`[data-item][data-account=odoo_account_${account}] [data-figure=${name}]`);
const total = (page, name) => page.locator(`[data-totals] [data-figure=${name}]`);
const syncCard = (page) => page.getByRole("dialog", { name: "Sync with Odoo" });

async function syncNow(page) {
  await syncPill(page).click();
  await syncCard(page).getByRole("button", { name: "Sync now" }).click();
}

// A page asks for the state every 15 seconds and at once when somebody comes back to it.
async function comeBackTo(page) {
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
}

test("a change reaches the open screen of the account manager without reloading", async ({ page, secondPage, enter, odoo }) => {
  const bruno = secondPage;
  await enter("bruno", "/accounts?view=table", bruno);
  await expect(figure(bruno, 10, "pipeline")).toHaveText("13,640.30");
  await expect(total(bruno, "pipeline")).toHaveText("14,640.30");
  await bruno.evaluate(() => (window.notReloaded = true));
  await enter("admin", "/accounts");

  // 12,400.00 EUR become 20,000.00 EUR, at 1.10 22,000.00 USD; 40 % of them are 8,800.00 USD.
  await odoo.write("crm.lead", 1, { expected_revenue: 20000.0 });
  // Deal 22, 1,000.00 USD, is gone.
  await odoo.unlink("crm.lead", [22]);
  // Slow enough to watch, whichever run comes first.
  await odoo.fail({ kind: "hang", ms: 3500, model: "crm.lead" });
  await syncNow(page);
  await expect(syncCard(page).getByRole("button", { name: "Syncing" })).toBeDisabled();
  await expect(syncCard(page).getByRole("progressbar")).toBeVisible();
  expect(await toneOf(syncPill(page))).toBe("accent");
  await odoo.clearFaults();
  await expect(syncPill(page)).toHaveText("Synced just now");
  expect(await toneOf(syncPill(page))).toBe("positive");
  await expect(syncCard(page).getByRole("row", { name: /^deals/i })).toHaveText(/^deals\s*0\s*1\s*1\s*0$/i);

  await expect(figure(bruno, 10, "pipeline")).toHaveText("22,000.30", { timeout: 20_000 });
  await expect(figure(bruno, 10, "weighted")).toHaveText("8,800.03");
  await expect(items(bruno)).toHaveCount(4);
  await expect(total(bruno, "pipeline")).toHaveText("22,000.30");
  await expect(total(bruno, "weighted")).toHaveText("8,800.03");
  await expect(total(bruno, "open_deals")).toHaveText("2");
  expect(await bruno.evaluate(() => window.notReloaded)).toBe(true);
});

test("new names and a new account and an archived one arrive in an open list and an open account", async ({ page, secondPage, enter, odoo }) => {
  const chen = secondPage;
  await enter("chen", "/accounts/odoo_account_14?rows=won", chen);
  await expect(chen.locator("#account").getByText("東京 · Manufacturing · Japan")).toBeVisible();
  await expect(chen.locator("tr[data-deal=odoo_opportunity_13]")).toContainText("Won · Chen Wei");
  await chen.evaluate(() => (window.notReloaded = true));
  await enter("admin", "/accounts?view=table");
  await expect(items(page)).toHaveCount(11);

  await odoo.rename("res.partner.industry", 5, "Precision optics");
  await odoo.rename("crm.stage", 4, "Closed won");
  await odoo.archive("res.partner", 23);
  const { id } = await odoo.create("res.partner", { name: "Zürcher Uhren AG", is_company: true, user_id: 7, country_id: 57 });
  // 1,234.56 USD; half of it is 617.28.
  await odoo.create("crm.lead", {
    name: "Watch glasses", type: "opportunity", partner_id: id, user_id: 7, team_id: 1, stage_id: 2, company_id: 1,
    expected_revenue: 1234.56, probability: 50.0,
  });
  await syncNow(page);

  await expect(figure(page, id, "pipeline")).toHaveText("1,234.56");
  await expect(figure(page, id, "weighted")).toHaveText("617.28");
  await expect(figure(page, 23, "pipeline")).toHaveCount(0);
  await expect(items(page)).toHaveCount(11);
  await expect(page.getByRole("cell", { name: "Precision optics" })).toHaveCount(3);
  await expect(page.getByRole("cell", { name: "Manufacturing" })).toHaveCount(0);

  await comeBackTo(chen);
  await expect(chen.locator("#account").getByText("東京 · Precision optics · Japan")).toBeVisible();
  await expect(chen.locator("tr[data-deal=odoo_opportunity_13]")).toContainText("Closed won · Chen Wei");
  expect(await chen.evaluate(() => window.notReloaded)).toBe(true);
  await chen.getByRole("button", { name: "Close" }).click();
  await expect(figure(chen, id, "pipeline")).toHaveText("1,234.56USD");
});

test("Odoo that is down leaves the figures as they are and the pill says of when they are", async ({ page, enter, odoo }) => {
  await enter("admin", "/accounts?view=table");
  await expect(items(page)).toHaveCount(11);
  const before = await total(page, "pipeline").textContent();
  await odoo.fail({ kind: "drop" });
  await syncNow(page);
  await expect(syncCard(page).getByText("Odoo cannot be reached.")).toBeVisible({ timeout: 20_000 });
  await expect(syncPill(page)).toHaveText(/^As of \d\d:\d\d$/);
  expect(await toneOf(syncPill(page))).toBe("negative");
  await expect(syncCard(page).getByText("Failed")).toBeVisible();
  await expect(total(page, "pipeline")).toHaveText(before);
  await expect(items(page)).toHaveCount(11);

  await odoo.clearFaults();
  await syncCard(page).getByRole("button", { name: "Sync now" }).click();
  await expect(syncPill(page)).toHaveText("Synced just now");
  expect(await toneOf(syncPill(page))).toBe("positive");
});

test("a refused login turns the pill amber and says what an admin has to do", async ({ page, enter, odoo }) => {
  await enter("admin", "/accounts");
  await expect(items(page)).toHaveCount(11);
  // Odoo's answer to a wrong key is `false`; this is its answer to a withdrawn one.
  await odoo.fail({ kind: "error", name: "odoo.exceptions.AccessDenied", message: "Access Denied" });
  await syncNow(page);
  await expect(syncPill(page)).toHaveText("Odoo refuses the login", { timeout: 20_000 });
  expect(await toneOf(syncPill(page))).toBe("warning");
  await expect(syncCard(page).getByText("Odoo refuses the login of the integration. An admin has to renew its key.")).toBeVisible();
  await expect(items(page)).toHaveCount(11);
  await odoo.clearFaults();
  await syncCard(page).getByRole("button", { name: "Sync now" }).click();
  await expect(async () => {
    await comeBackTo(page);
    await expect(syncPill(page)).toHaveText("Synced just now", { timeout: 500 });
  }).toPass();
});

test("deletions of unusually many records are held back in words and no figure moves", async ({ page, secondPage, enter, odoo }) => {
  const amira = secondPage;
  await enter("admin", "/accounts?view=table");
  await expect(items(page)).toHaveCount(11);
  const figures = () => page.locator("[data-totals] [data-figure]").allTextContents();
  const before = await figures();

  await odoo.unlink("crm.lead", [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  await syncNow(page);
  const held = "12 deals gone in Odoo, deletion held back";
  await expect(syncCard(page).getByText(held)).toBeVisible();
  await expect(syncCard(page).getByText("Unusually many records are gone in Odoo; their deletion is held back.")).toBeVisible();
  await expect(syncPill(page)).toHaveText("Synced just now");
  expect(await toneOf(syncPill(page))).toBe("warning");
  expect(await figures()).toEqual(before);

  await syncCard(page).getByRole("link", { name: "All runs" }).click();
  const notice = page.getByRole("region", { name: "Deletions are held back" });
  await expect(notice.getByText(held)).toBeVisible();
  await expect(notice).toContainText("12 of 28 would go in one run");
  const newest = page.getByRole("row").nth(1);
  await expect(newest).toContainText("Partial");
  await newest.getByRole("button").click();
  await expect(page).toHaveURL(/run=/);
  await expect(page.getByRole("row", { name: /^deals/i }).first()).toContainText("12");

  await enter("amira", "/accounts?view=table", amira);
  await expect(figure(amira, 11, "won")).toHaveText("123,459,290.50");
  await expect.poll(() => toneOf(syncPill(amira))).toBe("warning");
});

test("a change reaches the open dashboard and the rows behind a figure", async ({ page, secondPage, enter, odoo }) => {
  const eli = secondPage;
  const pipeline = eli.locator("[data-tile] [data-figure=pipeline]");
  await enter("eli", "/dashboard", eli);
  await expect(pipeline).toHaveAttribute("data-amount", "110.01");
  await eli.evaluate(() => (window.notReloaded = true));
  await enter("admin", "/accounts");
  // 200.00 EUR at 1.10.
  await odoo.write("crm.lead", 27, { expected_revenue: 200.0 });
  await syncNow(page);
  await expect(pipeline).toHaveAttribute("data-amount", "220.00", { timeout: 20_000 });
  await pipeline.click();
  await expect(eli.locator("#lineage tr[data-row=odoo_opportunity_27]")).toHaveAttribute("data-value", "220.00");
  expect(await eli.evaluate(() => window.notReloaded)).toBe(true);
});
