// Each reader signs in by the form and sees exactly their accounts and figures, as cards and as table.
import { expectedOf, idsOf } from "./support/expected.mjs";
import { expect, test } from "./support/fixtures.mjs";
import { readList, readTotals, syncPill } from "./support/screen.mjs";

const byId = (accounts) => [...accounts].sort((one, other) => one.id.localeCompare(other.id));

const readers = [
  { person: "super_admin", reader: "admin", count: "11", role: "Super admin", isAdmin: true },
  { person: "admin", reader: "admin", count: "11", role: "Admin", isAdmin: true },
  { person: "amira", reader: "amira", count: "9", role: "Sales manager" },
  { person: "bruno", reader: "bruno", count: "5", role: "Account manager" },
  { person: "chen", reader: "chen", count: "4", role: "Account manager" },
  { person: "dana", reader: "dana", count: "2", role: "Account manager" },
  { person: "eli", reader: "eli", count: "1", role: "Account manager" },
];

for (const { person, reader, count, role, isAdmin = false } of readers) {
  test(`${person} sees the accounts and figures that are theirs as cards and as table`, async ({ page, signIn, stack }) => {
    const expected = expectedOf(reader);
    await signIn(person, { at: "/accounts" });
    await expect(page).toHaveURL("/accounts");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Accounts");
    await expect(page.getByRole("banner").getByText(count, { exact: true })).toBeVisible();

    await expect(page.locator("[data-item]")).toHaveCount(expected.accounts.length);
    expect(byId(await readList(page))).toEqual(byId(expected.accounts));
    expect(await readTotals(page)).toEqual(expected.totals);

    await page.getByRole("button", { name: "Table" }).click();
    await expect(page.getByRole("table", { name: "Accounts" })).toBeVisible();
    expect(byId(await readList(page))).toEqual(byId(expected.accounts));
    expect(await readTotals(page)).toEqual(expected.totals);

    await syncPill(page).click();
    const card = page.getByRole("dialog", { name: "Sync with Odoo" });
    await expect(card.getByText("Last complete sync")).toBeVisible();
    await expect(card.getByRole("button", { name: "Sync now" })).toHaveCount(isAdmin ? 1 : 0);
    await expect(page.getByRole("link", { name: "Sync runs" })).toHaveCount(isAdmin ? 1 : 0);
    await page.keyboard.press("Escape");

    await page.getByRole("navigation").getByRole("button", { name: role }).click();
    const menu = page.getByRole("dialog", { name: "You: " });
    await expect(menu.getByText(role, { exact: true })).toBeVisible();
    await expect(menu.getByText(stack.people[person].email, { exact: true })).toBeVisible();
  });
}

test("figures stand on the screen as they were worked out by hand", async ({ page, enter }) => {
  const figure = (account, name) => page.locator(`[data-item][data-account=odoo_account_${account}] [data-figure=${name}]`);
  await enter("admin", "/accounts?view=table");
  await expect(figure(11, "won")).toHaveText("123,459,290.50");
  await expect(figure(10, "pipeline")).toHaveText("18,640.30");
  await expect(figure(10, "weighted")).toHaveText("6,706.03");
  await expect(figure(10, "won")).toHaveText("8,640.00");
  await expect(figure(10, "open_deals")).toHaveText("3");
  await expect(figure(13, "pipeline")).toHaveText("216.66");
  await expect(figure(14, "won")).toHaveText("6,535.56");
  await expect(figure(16, "pipeline")).toHaveText("250,000.75");
  await expect(figure(21, "pipeline")).toHaveText("0.00");
  const totals = page.locator("[data-totals]");
  await expect(totals.locator("[data-figure=pipeline]")).toHaveText("311,041.47");
  await expect(totals.locator("[data-figure=weighted]")).toHaveText("222,168.75");
  await expect(totals.locator("[data-figure=won]")).toHaveText("123,474,916.16");
  await expect(totals.locator("[data-figure=open_deals]")).toHaveText("17");
  await expect(totals).toContainText("11 accounts");
  await expect(totals).toContainText("+ 12,000.001 OMR");
});

test("what no rate converts stands beside the figure in words", async ({ page, enter }) => {
  await enter("dana", "/accounts");
  const card = page.locator("[data-account=odoo_account_15]");
  await expect(card.locator("[data-figure=pipeline]")).toHaveText("15,000.00USD");
  await expect(card.getByText("+ 12,000.001 OMR not converted")).toBeVisible();
  await expect(page.locator("[data-totals]").getByText("+ 12,000.001 OMR")).toBeVisible();
  await expect(page.locator("[data-totals]").getByText("+ 6,000.001 OMR")).toBeVisible();
});

test("a card with other people's deals says that its figures are a part", async ({ page, enter }) => {
  await enter("bruno", "/accounts");
  const card = page.locator("[data-account=odoo_account_10]");
  await expect(card.getByText("Your deals only")).toHaveAttribute("title", "Other people have deals here too. The figures are your part.");
  await card.getByRole("link", { name: "Alpenglow Optik GmbH" }).click();
  await expect(page.locator("#account").getByText("Other people have deals here too. The figures are your part.")).toBeVisible();
});

test.describe("accounts of others", () => {
  test.use({ expectedMessages: [/console: Failed to load resource: .* 404 .*\/api\/accounts\//] });

  for (const reader of ["amira", "bruno", "chen", "dana", "eli"]) {
    test(`${reader} does not get to them by their address`, async ({ page, enter, apiOf }) => {
      const others = idsOf("admin").filter((id) => !idsOf(reader).includes(id));
      await enter(reader, `/accounts/${others[0]}`);
      await expect(page.getByText("This account is not there")).toBeVisible();
      await expect(page.locator("#account [data-figure], #account [data-deal]")).toHaveCount(0);
      const api = await apiOf(reader);
      const answers = await Promise.all(others.map((id) => api.get(`/api/accounts/${id}`)));
      expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual(others.map(() => "404 not_found"));
      await page.getByRole("button", { name: "Back to the list" }).click();
      await expect(page).toHaveURL("/accounts");
    });
  }
});

test("somebody whom Odoo does not know reads why there is nothing", async ({ page, signIn }) => {
  await signIn("unlinked", { at: "/accounts" });
  await expect(page.getByText("You are not linked to Odoo")).toBeVisible();
  await expect(
    page.getByText("No Odoo user has uma@e2e.example as its login, so there are no deals to show. Ask an admin to correct the login in Odoo."),
  ).toBeVisible();
  await expect(page.locator("[data-account], [data-figure]")).toHaveCount(0);
});

test.describe("somebody who waits for approval", () => {
  test("reads that and sees nothing else", async ({ page, signIn, apiOf }) => {
    await signIn("pending");
    await expect(page.getByRole("heading", { name: "Waiting for approval" })).toBeVisible();
    await expect(page.getByText("An admin has not approved your account yet.")).toBeVisible();
    await expect(page.getByRole("navigation")).toHaveCount(0);
    await expect(page.locator("[data-account], [data-figure]")).toHaveCount(0);
    const answer = await (await apiOf("pending")).get("/api/accounts");
    expect([answer.status, answer.body.code]).toEqual([403, "pending_approval"]);
  });
});

test("a card says of which industry the account is", async ({ page, enter }) => {
  const card = (account) => page.locator(`[data-item][data-account=odoo_account_${account}]`);
  await enter("admin", "/accounts");
  await expect(card(10)).toContainText("Manufacturing · Germany");
  await expect(card(12)).toContainText("Transportation");
  await expect(card(15)).not.toContainText(/Manufacturing|Transportation|Food/);
});

test("a card of the sync says for everybody how it is and how far behind figures can be and how many people it knows", async ({ page, enter }) => {
  await enter("eli", "/dashboard");
  await syncPill(page).click();
  const card = page.getByRole("dialog", { name: "Sync with Odoo" });
  await expect(card.locator("[data-indicator]")).toHaveText("Connected");
  // Every 60 minutes, and a run takes less than one.
  await expect(card.getByText("61 min behind Odoo")).toBeVisible();
  await expect(card.getByText("7 employees synced")).toBeVisible();
});

test("as many cards stand in a row as the window has room for and all are equally high", async ({ page, enter }) => {
  await enter("admin", "/accounts");
  await expect(page.locator("[data-item]")).toHaveCount(11);
  const boxes = await page.locator("[data-item] article").evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect().toJSON()));
  expect(boxes.filter(({ top }) => top === boxes[0].top).length).toBe(4);
  expect(new Set(boxes.map(({ height }) => height)).size).toBe(1);
});

test.describe("what only admins may see", () => {
  const pages = ["/admin/odoo", "/admin/sync", "/admin/held", "/admin/quarantine", "/admin/jobs", "/admin/records/odoo_opportunity_1", "/admin/settings"];
  const questions = [
    "/api/integrations/odoo", "/api/data-lake/health", "/api/data-lake/stats", "/api/sync/settings", "/api/sync/history", "/api/sync/held",
    "/api/sync/quarantine", "/api/sync/records/odoo_opportunity_1", "/api/jobs", "/api/config/organisation", "/api/config/goal-thresholds",
  ];

  for (const reader of ["amira", "bruno"]) {
    test(`${reader} sees nothing of it by its address and has no way there`, async ({ page, enter, apiOf }) => {
      for (const path of pages) {
        await enter(reader, path);
        await expect(page.getByText("For admins only")).toBeVisible();
        await expect(page.getByRole("main").locator("table, form, button, dl, nav")).toHaveCount(0);
        await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link")).toHaveText(["Dashboard", "Accounts", "Opportunities", "Goals", "Activities"]);
      }
      const api = await apiOf(reader);
      const answers = await Promise.all(questions.map((path) => api.get(path)));
      expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual(questions.map(() => "403 forbidden"));
    });
  }
});
