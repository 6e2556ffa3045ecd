// Every screen, for each role: reached by the menu, opened by its address, left by Back; searched from; its views switched.
import { expect, expectAccessible, test } from "./support/fixtures.mjs";

const heading = (page) => page.getByRole("heading", { level: 1 });
const main = (page) => page.getByRole("navigation", { name: "Main" });
const SALES = { Dashboard: "/dashboard", Accounts: "/accounts", Opportunities: "/opportunities", Goals: "/goals", Activities: "/activities" };
const ADMIN = { Odoo: "/admin/odoo", "Sync runs": "/admin/sync", Settings: "/admin/settings" };
// Those that are reached from another admin page.
const WITHIN = { "Held deletions": "/admin/held", Quarantine: "/admin/quarantine", Jobs: "/admin/jobs", "System health": "/admin/health" };

async function searches(page) {
  const palette = page.getByRole("dialog", { name: "Search everything" });
  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);
}

for (const [person, screens] of [["bruno", SALES], ["amira", SALES], ["admin", { ...SALES, ...ADMIN }], ["super_admin", { ...SALES, ...ADMIN }]]) {
  test(`${person} reaches each screen by the menu and by its address, and searches from each`, async ({ page, enter }) => {
    await enter(person, "/");
    await expect(page).toHaveURL("/dashboard");
    for (const [name, path] of Object.entries(screens)) {
      await main(page).getByRole("link", { name, exact: true }).click();
      await expect(page).toHaveURL(path);
      await expect(heading(page)).toHaveText(name);
      await expect(page).toHaveTitle(`${name} · SalesCommand`);
      await expect(main(page).locator("[aria-current=page]")).toHaveText(name);
      await searches(page);
    }
    // Back through all of them, the last one first.
    const names = Object.keys(screens);
    for (const name of names.slice(0, -1).reverse()) {
      await page.goBack();
      await expect(heading(page)).toHaveText(name);
    }
    for (const [name, path] of Object.entries(screens)) {
      await page.goto(path);
      await expect(heading(page)).toHaveText(name);
    }
  });
}

test("an admin reaches what lies within administration", async ({ page, enter }) => {
  await enter("admin", "/admin/odoo");
  for (const [name, path] of Object.entries(WITHIN)) {
    await page.getByRole("navigation", { name: "Administration" }).getByRole("link", { name }).click();
    await expect(page).toHaveURL(path);
    await expect(heading(page)).toHaveText(name);
    await searches(page);
    await page.reload();
    await expect(heading(page)).toHaveText(name);
    await expect(main(page).locator("[aria-current]")).toHaveText("Odoo");
  }
});

for (const { path, twin, of, other, others } of [
  { path: "/accounts", twin: "Table", of: "view=table", other: "Cards", others: (page) => page.getByRole("table", { name: "Accounts" }) },
  { path: "/opportunities", twin: "Table", of: "view=table", other: "Board", others: (page) => page.locator("tr[data-deal]").first() },
]) {
  test(`the view of ${path} is switched, stays in the address, and survives reloading and going back`, async ({ page, enter }) => {
    await enter("amira", path);
    await expect(page.getByRole("button", { name: other, exact: true })).toHaveAttribute("aria-pressed", "true");
    await expect(others(page)).toHaveCount(0);
    await page.getByRole("button", { name: twin, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`[?&]${of}`));
    await expect(others(page)).toBeVisible();
    await page.reload();
    await expect(others(page)).toBeVisible();
    await expect(page.getByRole("button", { name: twin, exact: true })).toHaveAttribute("aria-pressed", "true");
    await page.getByRole("button", { name: other, exact: true }).click();
    await expect(others(page)).toHaveCount(0);
    await page.goBack();
    await expect(others(page)).toBeVisible();
  });
}

test("each chart of the dashboard is a table at the press of a button, and a chart again", async ({ page, enter }) => {
  await enter("amira", "/dashboard");
  await expect(page.locator("[data-tile]").first()).toBeVisible();
  const switches = page.getByRole("main").getByRole("button", { name: /^Show as/ });
  const count = await switches.count();
  expect(count).toBeGreaterThan(0);
  for (let at = 0; at < count; at += 1) {
    const region = page.getByRole("region").filter({ has: page.getByRole("button", { name: /^Show as/ }) }).nth(at);
    const before = await region.getByRole("table").count();
    await region.getByRole("button", { name: /^Show as/ }).click();
    await expect(region.getByRole("table")).toHaveCount(before + 1);
    await region.getByRole("button", { name: /^Show as/ }).click();
    await expect(region.getByRole("table")).toHaveCount(before);
  }
});

test.describe("an address that leads nowhere", () => {
  test("says so and leads on", async ({ page, enter }) => {
    await enter("bruno", "/nowhere/at/all");
    await expect(heading(page)).toBeAttached();
    await page.getByRole("main").getByRole("link").click();
    await expect(page).toHaveURL("/accounts");
  });
});

const youMenu = (page) => main(page).locator("button[aria-haspopup=dialog]");
const linked = { bruno: ["Bruno Costa", "true"], amira: ["Amira Haddad", "true"], admin: [/^Not linked to an Odoo user; your role sees everything/, "false"], unlinked: [/uma@e2e\.example/, "false"] };

for (const [person, role, seesHealth] of [
  ["bruno", "Account manager", false],
  ["amira", "Sales manager", false],
  ["unlinked", "Account manager", false],
  ["admin", "Admin", true],
  ["super_admin", "Super admin", true],
]) {
  test(`the menu of ${person} has the role and the profile, and the system's health for admins alone`, async ({ page, enter, stack }) => {
    await enter(person, "/accounts");
    await youMenu(page).click();
    const menu = page.getByRole("dialog", { name: "You: " });
    await expect(menu.getByText(role, { exact: true })).toBeVisible();
    await expect(menu.getByRole("link")).toHaveText(seesHealth ? ["Profile", "System health"] : ["Profile"]);
    await menu.getByRole("link", { name: "Profile" }).click();
    await expect(page).toHaveURL("/profile");
    await expect(menu).toHaveCount(0);
    await expect(heading(page)).toHaveText("Profile");
    const profile = page.getByRole("region", { name: "Profile" });
    // The first one is named by the server.
    await expect(profile.getByRole("heading")).toHaveText(person === "super_admin" ? "Administrator" : stack.people[person].name);
    await expect(profile).toContainText(stack.people[person].email);
    await expect(profile).toContainText(role);
    if (linked[person]) {
      const [text, is] = linked[person];
      await expect(profile.locator("[data-linked]")).toHaveText(text);
      await expect(profile.locator("[data-linked]")).toHaveAttribute("data-linked", is);
    }
    await expectAccessible(page);
  });
}

test("the system's health tells of the connection, the lake and alerts, to admins only", async ({ page, enter, apiOf }) => {
  await enter("super_admin", "/accounts");
  await youMenu(page).click();
  await page.getByRole("link", { name: "System health" }).click();
  await expect(page).toHaveURL("/admin/health");
  await expect(page.locator("[data-indicator]")).toHaveAttribute("data-indicator", /connected|warning/);
  await expect(page.locator("[data-fact]").first()).toBeVisible();
  const alerts = page.getByRole("region", { name: "Alerts" });
  await expect(alerts.getByText("Nothing is wrong")).toBeVisible();
  await expect(alerts).toContainText("No mail server is configured");
  await expectAccessible(page);
  await enter("bruno", "/admin/health");
  await expect(page.getByText("For admins only")).toBeVisible();
  expect((await (await apiOf("bruno")).get("/api/alerts")).status).toBe(403);
});

test.describe("alerts that cannot be loaded", () => {
  test.use({ expectedMessages: [/net::ERR_FAILED/] });

  test("say so and are tried again", async ({ page, enter }) => {
    await page.route("**/api/alerts", (route) => route.abort());
    await enter("admin", "/admin/jobs");
    // Its news would ask for the alerts again.
    await expect(page.getByRole("banner").getByRole("button", { name: /Synced/ })).toBeVisible();
    await page.getByRole("navigation", { name: "Administration" }).getByRole("link", { name: "System health" }).click();
    await expect(page.getByText("The alerts could not be loaded")).toBeVisible();
    await page.unroute("**/api/alerts");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByText("Nothing is wrong")).toBeVisible();
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("each screen of the bar opens, and profile and theme are in the person's menu", async ({ page, enter }) => {
    await enter("amira", "/dashboard");
    for (const [name, path] of Object.entries(SALES)) {
      await main(page).getByRole("link", { name, exact: true }).click();
      await expect(page).toHaveURL(path);
      await expect(heading(page)).toHaveText(name);
    }
    await youMenu(page).click();
    await page.getByRole("link", { name: "Profile" }).click();
    await expect(page).toHaveURL("/profile");
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  });
});
