// What admins do about the connection to Odoo: test and break it, change the interval, decide about deletions, mend what was refused.
import { expectAccessible } from "./support/fixtures.mjs";
import { tabTo } from "./support/keys.mjs";
import { expect, test } from "./support/own-stack.mjs";
import { syncPill, toneOf } from "./support/screen.mjs";

test.describe.configure({ mode: "serial" });
// Without motion there is no moment between two colours.
test.use({ stackName: "admin", contextOptions: { reducedMotion: "reduce" } });

const kind = (page, entity, count) => page.locator(`[data-entity=${entity}] [data-count=${count}]`);
const outcome = (page) => page.locator("[data-test]");
const total = (page, name) => page.locator(`[data-totals] [data-figure=${name}]`);
const lastRun = (page) => page.locator("[data-last-run]");

async function syncNow(page) {
  const before = await lastRun(page).getAttribute("data-last-run");
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(lastRun(page)).not.toHaveAttribute("data-last-run", before);
  // A run is named as soon as it begins, and says how it ended when it has.
  await expect(lastRun(page)).toContainText(/ · (Success|Partial) · /);
  await expect(page.getByRole("button", { name: "Sync now" })).toBeEnabled();
}

test("the page of the connection says how it is and what lies in the lake", async ({ page, enter, stack }) => {
  await enter("admin", "/admin/odoo");
  await expect(page.locator("[data-indicator=connected]")).toHaveText("Connected");
  // 14 companies and people that stand for themselves, one of them archived, and our own four; the rest belongs to them.
  await expect(kind(page, "account", "active")).toHaveText("18");
  await expect(kind(page, "contact", "active")).toHaveText("10");
  await expect(kind(page, "opportunity", "active")).toHaveText("28");
  await expect(kind(page, "employee", "active")).toHaveText("7");
  await expect(kind(page, "opportunity", "held")).toHaveText("0");
  await expect(page.locator("[data-fact=held] dd")).toHaveText("0");
  await expect(page.getByLabel("Address")).toHaveValue(new RegExp(`^${stack.odooUrl}/?$`));
  await expect(page.getByLabel("Database")).toHaveValue("golden");
  await expect(page.getByLabel("Login")).toHaveValue("admin");
  // A key goes in and never comes out.
  await expect(page.getByLabel("API key", { exact: true })).toHaveValue("");
  await expect(page.getByRole("switch", { name: "Enabled" })).toHaveAttribute("aria-checked", "true");
});

test("the test of the connection says exactly what is wrong and changes nothing", async ({ page, enter, stack }) => {
  await enter("admin", "/admin/odoo");
  const test = page.getByRole("button", { name: "Test connection" });
  await test.click();
  await expect(outcome(page)).toContainText("The connection works");
  await expect(outcome(page)).toContainText("Odoo 18.0");
  await expect(outcome(page)).toContainText("JSON-RPC");

  // Another database needs the key anew: a stored one goes nowhere else.
  await page.getByLabel("Database").fill("silver");
  await test.click();
  await expect(page.getByText("Enter the key: a stored one is never sent to another server, database or login.")).toBeVisible();
  const key = page.getByLabel("API key", { exact: true });
  await key.fill(stack.apiKey);
  await test.click();
  await expect(outcome(page)).toContainText("Odoo does not know this database.");

  await page.getByLabel("Database").fill("golden");
  await key.fill("not-the-key");
  await test.click();
  await expect(outcome(page)).toContainText("Odoo refuses the login: the user name or the key is wrong, or the key has ended.");

  await expectAccessible(page);

  // Nobody speaks https there.
  await page.getByLabel("Address").fill(stack.odooUrl.replace("http:", "https:"));
  await test.click();
  await expect(outcome(page)).toContainText("The server's certificate is not valid, or it does not speak https.");

  await page.getByLabel("Address").fill("https://no-such-server.invalid");
  await test.click();
  await expect(outcome(page)).toContainText("No server has this name. Check the address for typing errors.");

  await page.getByLabel("Address").fill("http://127.0.0.1:9");
  await test.click();
  await expect(outcome(page)).toContainText("The server is known, but nobody answers there.");

  // The server of the app is no Odoo.
  await page.getByLabel("Address").fill(stack.url.replace("localhost", "127.0.0.1"));
  await test.click();
  await expect(outcome(page)).toContainText("Something answers at this address, but it is not Odoo.");

  await page.reload();
  await expect(page.getByLabel("Database")).toHaveValue("golden");
  await expect(page.locator("[data-indicator=connected]")).toBeVisible();
});

test("a connection that is broken on purpose shows on every screen and is mended in the same place", async ({ page, secondPage, enter, stack }) => {
  const bruno = secondPage;
  await enter("bruno", "/accounts", bruno);
  await expect(syncPill(bruno)).toHaveText(/^Synced /);
  await enter("admin", "/admin/odoo");
  const key = page.getByLabel("API key", { exact: true });
  await key.fill("not-the-key");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByText("Saved")).toBeVisible();
  await expect(page.locator("[data-indicator=needsrefresh]")).toHaveText("Key needs renewal", { timeout: 20_000 });
  await expect(syncPill(bruno)).toHaveText("Odoo refuses the login", { timeout: 20_000 });
  expect(await toneOf(syncPill(bruno))).toBe("warning");

  await key.fill(stack.apiKey);
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.locator("[data-indicator=connected]")).toHaveText("Connected", { timeout: 20_000 });
  await expect(syncPill(bruno)).toHaveText("Synced just now", { timeout: 20_000 });
});

test("a connection that is switched off reads nothing until it is switched on again", async ({ page, enter }) => {
  await enter("admin", "/admin/odoo");
  const enabled = page.getByRole("switch", { name: "Enabled" });
  await enabled.click();
  await expect(enabled).toHaveAttribute("aria-checked", "false");
  await expect(page.locator("[data-indicator=notconfigured]")).toHaveText("Not connected");
  await expect(page.getByRole("button", { name: "Sync now" })).toBeDisabled();
  await enabled.click();
  await expect(enabled).toHaveAttribute("aria-checked", "true");
  await expect(page.locator("[data-indicator=connected]")).toHaveText("Connected", { timeout: 20_000 });
});

test("the interval is between 5 and 60 minutes and holds without a restart", async ({ page, enter }) => {
  await enter("admin", "/admin/odoo");
  const minutes = page.getByLabel("Compare with Odoo every");
  await expect(minutes).toHaveValue("60");
  const form = page.locator("form[data-interval]");
  for (const wrong of ["4", "61", ""]) {
    await minutes.fill(wrong);
    await form.getByRole("button", { name: "Save" }).click();
    await expect(minutes).toHaveAttribute("aria-invalid", "true");
  }
  await expect(form).toContainText("Between 5 and 60 minutes");
  await minutes.fill("45");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.locator("form[data-interval='45']")).toBeVisible();
  await page.getByRole("link", { name: "Sync runs" }).last().click();
  await expect(page.getByText("Every 45 minutes Odoo is compared with what is shown here.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("Every 45 minutes Odoo is compared with what is shown here.")).toBeVisible();
});

test("a change in Odoo reaches an open screen at once and leaves it where it was", async ({ page, secondPage, enter, odoo }) => {
  const bruno = secondPage;
  await bruno.setViewportSize({ width: 390, height: 500 });
  await enter("bruno", "/accounts", bruno);
  await expect(bruno.locator("[data-item]")).toHaveCount(5);
  const box = bruno.getByRole("list", { name: "Accounts" }).locator("..");
  await box.evaluate((box) => box.scrollTo(0, 150));
  const first = bruno.locator("[data-item=\"0\"]");
  await first.evaluate((item) => (item.dataset.same = "yes"));
  await enter("admin", "/admin/odoo");
  await expect(syncPill(bruno)).toHaveText(/./);
  // From here on only the server can tell.
  await bruno.route("**/api/sync/status", () => {});
  await odoo.write("crm.lead", 1, { expected_revenue: 20000.0 });
  await syncNow(page);
  // 20,000.00 EUR at 1.10, and 0.30 USD beside them.
  await expect(bruno.locator("[data-account=odoo_account_10] [data-figure=pipeline]")).toHaveText("22,000.30USD");
  expect(await box.evaluate((box) => box.scrollTop)).toBe(150);
  await expect(first).toHaveAttribute("data-same", "yes");
});

test("the history of a record shows what changed by which run and leads to Odoo", async ({ page, enter }) => {
  await enter("admin", "/accounts/odoo_account_10");
  await page.getByRole("link", { name: "How this record changed" }).click();
  await expect(page.getByRole("heading", { name: "Alpenglow Optik GmbH" })).toBeVisible();
  await page.goto("/admin/records/odoo_opportunity_1");
  const versions = page.locator("[data-change]");
  await expect(versions).toHaveCount(2);
  await expect(versions.first()).toContainText("Changed");
  await expect(versions.first().locator("[data-field=expected_revenue]")).toContainText(/12400.*20000/);
  await expect(page.getByRole("link", { name: "Open in Odoo" })).toHaveAttribute("href", /^http.*crm\.lead|^http.*opportunity|^http.*\/1$/);
  await versions.first().getByRole("link", { name: "Show the run" }).click();
  await expect(page).toHaveURL(/\/admin\/sync\?run=/);
  const changed = page.locator("[data-changed=odoo_opportunity_1]");
  await expect(changed.locator("[data-field=expected_revenue]")).toContainText(/12400.*20000/);
  await expectAccessible(page);
  await changed.getByRole("link").click();
  await expect(page).toHaveURL("/admin/records/odoo_opportunity_1");
});

test("a single record is read again on demand and its history grows on the open page", async ({ page, enter, odoo }) => {
  await enter("admin", "/admin/records/odoo_opportunity_27");
  const versions = page.locator("[data-change]");
  await expect(versions).toHaveCount(1);
  const before = await page.getByRole("heading", { level: 2 }).textContent();
  await odoo.write("crm.lead", 27, { name: "Asked for by hand" });
  await page.getByRole("button", { name: "Ask Odoo again" }).click();
  await expect(page.getByRole("heading", { name: "Asked for by hand" })).toBeVisible({ timeout: 20_000 });
  await expect(versions).toHaveCount(2);
  await expect(versions.first().locator("[data-field=name]")).toContainText(`${before}becomesAsked for by hand`);
  await expectAccessible(page);
});

test("held deletions are chosen and released and kept and every figure follows", async ({ page, secondPage, enter, odoo }) => {
  const amira = secondPage;
  await enter("admin", "/admin/odoo");
  await odoo.unlink("crm.lead", [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  await syncNow(page);
  await expect(page.locator("[data-fact=held] dd")).toHaveText("12");
  await expect(page.locator("[data-indicator=warning]")).toHaveText("Needs attention");
  await page.getByRole("link", { name: "Deletions are held back and wait for a decision." }).click();
  const rows = page.locator("[data-held]");
  await expect(rows).toHaveCount(12);
  await enter("amira", "/accounts?view=table", amira);
  await expect(amira.locator("[data-account=odoo_account_10] [data-figure=won]")).toHaveText("8,640.00");

  // Kept by the question's other answer.
  await page.locator("[data-held=odoo_opportunity_3]").getByRole("checkbox").check();
  await page.getByRole("button", { name: "Delete here too" }).click();
  const question = page.getByRole("alertdialog", { name: "Delete 1 record?" });
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  await expect(page.getByText("1 selected")).toBeVisible();

  await page.locator("[data-held=odoo_opportunity_2]").getByRole("checkbox").check();
  await page.getByRole("button", { name: "Delete here too" }).click();
  await page.getByRole("alertdialog", { name: "Delete 2 records?" }).getByRole("button", { name: "Delete 2" }).click();
  await expect(page.getByText("2 records released for deletion.")).toBeVisible();
  await expect(rows).toHaveCount(10);
  // Deal 3, 8,640.00 USD won, is gone; so is deal 2, 0.30 USD open.
  await expect(amira.locator("[data-account=odoo_account_10] [data-figure=won]")).toHaveText("0.00");
  await expect(amira.locator("[data-account=odoo_account_11] [data-figure=won]")).toHaveText("123,459,290.50");

  // The other answer, by keys only.
  const last = page.getByRole("alertdialog", { name: "Keep 10 records?" });
  await expect(async () => {
    // News of the publication may draw the list anew between the two keys.
    if (!(await last.isVisible())) {
      await tabTo(page, page.getByRole("button", { name: "Keep all of this run" }).first());
      await page.keyboard.press("Enter");
    }
    await expect(last).toBeVisible({ timeout: 3_000 });
  }).toPass();
  const keep = last.getByRole("button", { name: "Keep 10" });
  await expect(keep).toBeEnabled();
  await tabTo(page, keep);
  await page.keyboard.press("Enter");
  await expect(page.getByText("10 records kept.")).toBeVisible();
  await expect(amira.locator("[data-account=odoo_account_11] [data-figure=won]")).toHaveText("123,459,290.50");
  await page.goto("/admin/records/odoo_opportunity_3");
  await expect(page.getByText("Gone in Odoo")).toBeVisible();
  await expect(page.locator("[data-change=Deleted]")).toHaveCount(1);
});

test("a record that was refused is listed with the reason and taken when it is mended", async ({ page, enter, odoo }) => {
  await enter("admin", "/admin/odoo");
  await odoo.distort({ model: "crm.lead", id: 14, field: "probability", value: 250.0 });
  await odoo.write("crm.lead", 14, { name: "Broken on purpose" });
  await syncNow(page);
  await expect(page.locator("[data-fact=quarantined] dd")).toHaveText("1");
  await page.getByRole("link", { name: "Quarantine" }).first().click();
  const refused = page.locator("[data-quarantined=odoo_opportunity_14]");
  await expect(refused).toContainText("crm.lead 14");
  await expectAccessible(page);
  await expect(refused).toContainText("probability is not between 0 and 100");
  await odoo.clearFaults();
  await refused.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Nothing is in quarantine")).toBeVisible({ timeout: 20_000 });
});

test("jobs tell when they ran and are started by hand", async ({ page, enter }) => {
  await enter("admin", "/admin/jobs");
  const compare = page.locator("[data-job=full_compare]");
  await expect(syncPill(page)).toHaveText(/^Synced/);
  await expect(compare).toContainText("Daily at 02:00");
  await expect(page.locator("[data-job=sync]")).toContainText("Every 45 minutes");
  await compare.getByRole("button", { name: "Run now" }).press("Enter");
  await expect(page.getByText("Started.")).toBeVisible();
  await expect(compare).toContainText("Done", { timeout: 30_000 });
  await expect(page.getByText("No job was given up.")).toBeVisible();
});

test("users and departments are synced by themselves and say so", async ({ page, enter }) => {
  await enter("admin", "/admin/odoo");
  for (const [button, mode] of [["Sync users", "Users"], ["Sync departments", "Departments"]]) {
    await page.getByRole("button", { name: button }).click();
    await expect(page.getByRole("status").filter({ hasText: "Started." })).toBeVisible();
    await expect(lastRun(page)).toContainText(`${mode} · Success`, { timeout: 20_000 });
  }
});
