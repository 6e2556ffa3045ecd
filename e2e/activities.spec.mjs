// Activities: exact rows for two roles as worked out in feed.json, each filter, the address, the file, a phone, news of a sync.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Api } from "./support/api.mjs";
import { expectAccessible } from "./support/fixtures.mjs";
import { expect, test } from "./support/own-stack.mjs";
import { root } from "./support/places.mjs";
import { poll } from "./support/processes.mjs";

test.use({ stackName: "activities", company: "business" });

const expected = JSON.parse(readFileSync(join(root, "crates/testkit/golden/feed.json"), "utf8"));
const clean = (text) => text.replaceAll("\u00a0", " ").replace(/\s+/g, " ").trim();
// Of Odoo; what people do here, such as signing in, comes with the journeys themselves.
const told = (page) => page.locator("[data-entry^=odoo_]");
const entry = (page, id) => page.locator(`[data-entry=odoo_${id}]`);
const idsOf = (rows) => rows.map(({ id }) => id);
const shownIds = (rows) => rows.evaluateAll((items) => items.map(({ dataset }) => dataset.entry));
const filters = (page) => page.getByRole("group", { name: "Filters" });

async function expectRows(page, ids) {
  await expect(told(page)).toHaveCount(ids.length);
  expect(await shownIds(told(page))).toEqual(ids);
}

for (const reader of ["admin", "bruno"]) {
  test(`${reader} sees what happened day by day, newest first, and nothing else`, async ({ page, enter }) => {
    await enter(reader, "/activities");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Activities");
    await expectRows(page, idsOf(expected[reader]));
    // Dubai is four hours ahead of UTC all year.
    const dayInDubai = (at) => new Date(Date.parse(at) + 4 * 3_600_000).toISOString().slice(0, 10);
    const days = [...new Set(expected[reader].map(({ at }) => dayInDubai(at)))];
    const sections = page.locator("[data-day]").filter({ has: told(page) });
    expect(await sections.evaluateAll((items) => items.map(({ dataset }) => dataset.day))).toEqual(days);
    await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText(/^Today · /);
    expect(clean(await entry(page, "message_2").innerText())).toBe("Bruno Costa wrote a note on Lens line 2027 Text · Alpenglow Optik GmbH 13:00 Odoo");
    expect(clean(await entry(page, "message_1").innerText())).toBe("Ulla Köhler wrote an e-mail about Alpenglow Optik GmbH Question · Text 13:00 Odoo");
    expect(clean(await entry(page, "message_4").innerText())).toContain("Bruno Costa called about Lens line 2026 Call");
    expect(clean(await entry(page, "event_1").innerText())).toContain("Bruno Costa met about Lens line 2027 Demo");
    expect(clean(await entry(page, "activity_2").innerText())).toContain("made a plan for Ulla Köhler Call · Overdue since 8 Aug 2026 · Ask Ulla");
    // It hangs on no record that has a page.
    expect(clean(await entry(page, "activity_9").innerText())).toBe("Bruno Costa made a plan To-Do · Due 3 Mar 2099 · Own company 12:00 Odoo");
    await expect(entry(page, "message_1").locator("time")).toHaveAttribute("title", "10 Jun 2026, 13:00 (Asia/Dubai)");
    await expect(entry(page, "message_2").getByRole("link", { name: "Lens line 2027" })).toHaveAttribute("href", "/opportunities/odoo_opportunity_1");
    await entry(page, "message_2").getByRole("link", { name: "Alpenglow Optik GmbH" }).click();
    await expect(page).toHaveURL(/\/accounts\/odoo_account_10/);
    await page.goBack();
    await expectRows(page, idsOf(expected[reader]));
  });
}

test("each filter changes the rows and the address, which a reload and the way back keep", async ({ page, enter }) => {
  const all = expected.admin;
  await enter("admin", "/activities");
  await expectRows(page, idsOf(all));

  await filters(page).getByRole("button", { name: "Type" }).click();
  const types = page.getByRole("dialog", { name: "Type" });
  await types.getByLabel("E-mails").check();
  await expect(page).toHaveURL(/type=email/);
  const emails = idsOf(all.filter(({ type }) => type === "email"));
  expect(emails).toHaveLength(4);
  await expectRows(page, emails);
  await types.getByLabel("Meetings").check();
  const both = idsOf(all.filter(({ type }) => ["email", "meeting"].includes(type)));
  await expectRows(page, both);
  await page.reload();
  await expectRows(page, both);
  await expect(filters(page).getByRole("button", { name: "Type" }).first()).toContainText("E-mails, Meetings");
  // A second press takes it back.
  await filters(page).getByRole("button", { name: "Type" }).first().click();
  await types.getByLabel("E-mails").uncheck();
  await expectRows(page, ["odoo_event_1", "odoo_event_5", "odoo_event_4"]);
  await page.keyboard.press("Escape");
  await page.goBack();
  await expectRows(page, both);
  await filters(page).getByRole("button", { name: "Clear", exact: true }).click();
  await expect(page).toHaveURL("/activities");

  await filters(page).getByRole("button", { name: "Person" }).click();
  await page.getByRole("option", { name: "Chen Wei" }).click();
  await expect(page).toHaveURL(/user=odoo_user_7/);
  await expectRows(page, ["odoo_message_11", "odoo_message_9", "odoo_activity_5"]);
  await filters(page).getByRole("button", { name: "Clear", exact: true }).click();

  await filters(page).getByLabel("From").fill("2026-05-09");
  await expect(page).toHaveURL(/from=2026-05-09/);
  await filters(page).getByLabel("To").fill("2026-05-12");
  // The last day is among them.
  await expect(page).toHaveURL(/until=2026-05-13/);
  await expectRows(page, ["odoo_message_4", "odoo_message_12", "odoo_message_11"]);
  await page.reload();
  await expect(filters(page).getByLabel("To")).toHaveValue("2026-05-12");
  await expectRows(page, ["odoo_message_4", "odoo_message_12", "odoo_message_11"]);

  await page.goto("/activities?account=odoo_account_11");
  await expectRows(page, idsOf(all.filter((one) => one.account === "odoo_account_11")));
  await expect(filters(page).getByRole("button", { name: "Account" }).first()).toContainText("Blue Harbor Shipping");
});

test("where nothing matches the page says so and leads back", async ({ page, enter }) => {
  await enter("eli", "/activities?type=call");
  await expect(page.getByText("Nothing like that happened")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).toHaveURL("/activities");
  await expect(page.locator("[data-type=signed_in]").first()).toContainText("Eli Berg signed in");
  await expect(told(page)).toHaveCount(0);
});

test.describe("a server that fails", () => {
  test.use({ expectedMessages: [/status of 500/] });

  test("is named, and asked again", async ({ page, enter }) => {
    const path = /\/api\/activities\?/;
    await page.route(path, (route) => route.fulfill({ status: 500, contentType: "application/json", body: "{}" }));
    await enter("bruno", "/activities");
    await expect(page.getByText("The activities could not be loaded")).toBeVisible();
    await page.unroute(path);
    await page.getByRole("button", { name: "Try again" }).click();
    await expectRows(page, idsOf(expected.bruno));
  });
});

test("admins get what they see as a file, others have no button for it", async ({ page, enter }) => {
  await enter("admin", "/activities?type=email%2Cnote");
  const seen = idsOf(expected.admin.filter(({ type }) => ["email", "note"].includes(type)));
  await expectRows(page, seen);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download CSV" }).click()]);
  expect(download.suggestedFilename()).toBe("activities.csv");
  const lines = readFileSync(await download.path(), "utf8").trimEnd().split("\r\n");
  expect(lines[0]).toBe(
    "timestamp,type,title,entity_type,entity_id,account_id,account,user_id,user_name,source,fields,from,to,kind,subject,excerpt,due_on",
  );
  expect(lines).toHaveLength(seen.length + 1);
  // The newest one is a note; before it comes the e-mail.
  expect(lines[2]).toBe(
    "2026-06-12T09:00:00.000Z,email,Inspection service,opportunity,odoo_opportunity_5,odoo_account_10,Alpenglow Optik GmbH," +
      "odoo_user_5,Amira Haddad,odoo,,,,,Offer,Text,",
  );
});

test("an account manager has no file to download", async ({ page, enter }) => {
  await enter("bruno", "/activities");
  await expectRows(page, idsOf(expected.bruno));
  await expect(page.getByRole("link", { name: "Download CSV" })).toHaveCount(0);
});

test("the page is accessible in both themes", async ({ page, enter }) => {
  await enter("admin", "/activities");
  await expectRows(page, idsOf(expected.admin));
  await expectAccessible(page);
  await filters(page).getByRole("button", { name: "Type" }).click();
  await expect(page.getByRole("dialog", { name: "Type" })).toBeVisible();
  await expectAccessible(page);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, locale: "id-ID" });

  test("the feed is reached from the bar, fits the screen and speaks Indonesian", async ({ page, enter }) => {
    await enter("bruno", "/dashboard");
    await page.getByRole("navigation").getByRole("link", { name: "Aktivitas" }).click();
    await expect(page).toHaveURL("/activities");
    await expectRows(page, idsOf(expected.bruno));
    expect(clean(await entry(page, "message_2").innerText())).toContain("Bruno Costa menulis catatan di Lens line 2027");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    const right = await told(page).evaluateAll((rows) => Math.max(...rows.map((row) => row.getBoundingClientRect().right)));
    expect(right).toBeLessThanOrEqual(390);
    await expectAccessible(page);
  });
});

test("what a sync finds changed comes by itself", async ({ page, enter, odoo, stack }) => {
  await enter("chen", "/activities");
  await expectRows(page, idsOf(expected.chen));
  const api = await new Api(stack.url).signIn(stack.people.super_admin);
  const before = (await api.get("/api/sync/status")).body.generation;
  await odoo.write("crm.lead", 10, { stage_id: 3 });
  expect((await api.post("/api/sync/trigger", {})).status).toBe(202);
  await poll("the sync is published", 60_000, async () => (await api.get("/api/sync/status")).body.generation > before);
  const moved = page.locator("[data-type=stage_changed]");
  await expect(moved).toHaveCount(1);
  expect(clean(await moved.innerText())).toMatch(/^Warehouse Osaka moved from Qualified to Proposition Blue Harbor Logistics · Salesperson Chen Wei \d\d:\d\d Odoo$/);
});

test("what is due stands there for whoever has to do it", async ({ page, enter }) => {
  const due = page.getByRole("region", { name: "Activities due" });
  // Chen sees the records of Bruno's activities.
  await enter("chen", "/dashboard");
  await expect(due).toContainText("Nothing is due within seven days");
  await enter("bruno", "/dashboard");
  await expect(due.locator("[data-due]")).toHaveText(["2 overdue"]);
  const rows = due.locator("[data-touch]");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("Ask Ulla");
  await expect(rows.first()).toContainText("Overdue since 8 Aug 2026");
  await expect(rows.last()).toContainText("Remind");
});
