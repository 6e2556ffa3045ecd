// Signing in and out, the end of a session, and what this browser remembers: theme, sidebar, language.
import { expect, fillSignIn, test } from "./support/fixtures.mjs";
import { syncPill } from "./support/screen.mjs";

const items = (page) => page.locator("[data-item][data-account]");
const accounts = (page) => page.getByRole("heading", { level: 1, name: "Accounts" });
const youMenu = (page) => page.getByRole("navigation").locator("button[aria-haspopup=dialog]");

test("somebody who is not signed in is led to the sign-in page and after it to where they wanted to go", async ({ page, stack }) => {
  const wanted = "/accounts/odoo_account_10?view=table&country=odoo_country_57&rows=won";
  await page.goto(wanted);
  await expect(page).toHaveURL(`/sign-in?to=${encodeURIComponent(wanted)}`);
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await fillSignIn(page, stack.people.bruno);
  await expect(page).toHaveURL(wanted);
  await expect(page.locator("#account-name")).toHaveText("Alpenglow Optik GmbH");
  await page.goBack();
  await expect(page).not.toHaveURL(/sign-in/);
});

test("after signing out neither the session nor a way back is left", async ({ page, signIn, context }) => {
  await signIn("chen", { at: "/accounts" });
  await expect(items(page)).toHaveCount(4);
  // Nothing is still asked in the name of who goes.
  await expect(syncPill(page)).toHaveText(/^Synced/);
  await page.waitForLoadState("networkidle");
  await youMenu(page).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  expect(await context.cookies()).toEqual([]);
  await page.goBack();
  await expect(page).toHaveURL(/^[^?]*\/sign-in/);
  await expect(page.locator("[data-account], [data-figure]")).toHaveCount(0);
  await page.goto("/accounts");
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
});

test("the session's cookie is out of reach for scripts", async ({ page, signIn, context }) => {
  await signIn("eli", { at: "/accounts" });
  await expect(accounts(page)).toBeVisible();
  const cookies = await context.cookies();
  expect(cookies.map(({ name, httpOnly, sameSite, path }) => ({ name, httpOnly, sameSite, path }))).toEqual([
    { name: "salescommand", httpOnly: true, sameSite: "Lax", path: "/" },
  ]);
  expect(await page.evaluate(() => document.cookie)).toBe("");
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).toBe("{}");
});

test.describe("a session that has ended", () => {
  test.use({ expectedMessages: [/console: Failed to load resource: .* 401 /] });

  test("leads to the sign-in page and back to the same address", async ({ page, enter, stack, context }) => {
    const here = "/accounts?view=table&sort=won&industry=odoo_industry_8";
    await enter("amira", here);
    await expect(items(page)).toHaveCount(3);
    // It ends while the list is asked for: ended earlier, other questions might lead away before the click.
    await page.route("**/api/accounts?*sort=pipeline*", async (route) => {
      await context.clearCookies();
      await route.continue();
    });
    await page.getByRole("columnheader", { name: "Pipeline" }).getByRole("button").click();
    await expect(page).toHaveURL(/\/sign-in\?to=/);
    await expect(page.locator("[data-account], [data-figure]")).toHaveCount(0);
    await page.unrouteAll();
    await fillSignIn(page, stack.people.amira);
    await expect(page).toHaveURL("/accounts?view=table&industry=odoo_industry_8&sort=pipeline");
    await expect(items(page)).toHaveCount(3);
  });

  test("a wrong password and an unknown address are refused in the same words", async ({ page, stack }) => {
    await page.goto("/sign-in?to=/accounts");
    const refusals = [];
    for (const email of [stack.people.dana.email, "nobody@e2e.example"]) {
      await fillSignIn(page, { email, password: "not-the-password" });
      await expect(page.getByRole("alert")).toHaveText("E-mail and password do not match.");
      refusals.push(await page.getByRole("alert").textContent());
      await page.reload();
    }
    expect(refusals[0]).toBe(refusals[1]);
    await expect(page).toHaveURL("/sign-in?to=/accounts");
    await fillSignIn(page, stack.people.dana);
    await expect(items(page)).toHaveCount(2);
  });
});

test("an address in capital letters is the same person", async ({ page, stack }) => {
  await page.goto("/sign-in?to=/accounts");
  await fillSignIn(page, { ...stack.people.amira, email: "AMIRA@Golden.Example" });
  await expect(items(page)).toHaveCount(9);
});

test("the sign-in page leads nowhere but into this app", async ({ page, stack }) => {
  await page.goto("/sign-in?to=https://evil.example/");
  await fillSignIn(page, stack.people.eli);
  await expect(page).toHaveURL("/dashboard");
});

test("the theme follows the system until somebody chooses and the choice stays", async ({ page, enter }) => {
  const background = () => page.getByRole("banner").evaluate((bar) => getComputedStyle(bar).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await enter("eli", "/accounts");
  await expect(items(page)).toHaveCount(1);
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await background();
  expect(dark).not.toBe(light);

  await youMenu(page).click();
  await page.getByRole("group", { name: "Theme" }).getByRole("button", { name: "Light" }).click();
  await expect.poll(background).toBe(light);
  await page.reload();
  await expect(items(page)).toHaveCount(1);
  expect(await background()).toBe(light);
  await youMenu(page).click();
  await expect(page.getByRole("button", { name: "Light" })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Dark" }).click();
  await page.emulateMedia({ colorScheme: "light" });
  await page.reload();
  await expect(items(page)).toHaveCount(1);
  expect(await background()).toBe(dark);
  await youMenu(page).click();
  await page.getByRole("button", { name: "System" }).click();
  await expect.poll(background).toBe(light);
});

for (const { chosen, system, expected } of [
  { chosen: "dark", system: "light", expected: "dark" },
  { chosen: "light", system: "dark", expected: "light" },
  { chosen: null, system: "dark", expected: "dark" },
  { chosen: null, system: "light", expected: "light" },
]) {
  test(`with ${chosen ?? "no theme"} chosen and a ${system} system nothing but ${expected} is ever painted`, async ({ page, enter }) => {
    await page.emulateMedia({ colorScheme: system });
    // Each colour that the page's ground had, from before the first paint on.
    await page.addInitScript((chosen) => {
      if (chosen) localStorage.setItem("theme", chosen);
      window.grounds = [];
      const look = () => {
        if (document.body) {
          // The scheme says what the browser paints where the page says nothing yet.
          const { backgroundColor, colorScheme } = getComputedStyle(document.body);
          const root = getComputedStyle(document.documentElement);
          window.grounds.push([root.backgroundColor, backgroundColor, root.colorScheme, colorScheme].join(" | "));
        }
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, chosen);
    // The app comes late: what is seen before it must be of the theme already.
    await page.route("**/app_bg.wasm", async (route) => {
      await page.waitForFunction(() => window.grounds.length > 5);
      await route.continue();
    });
    await enter("eli", "/accounts");
    await expect(items(page)).toHaveCount(1);
    const grounds = await page.evaluate(() => [...new Set(window.grounds)]);
    expect(grounds).toHaveLength(1);
    const lightness = await page.evaluate(() => {
      const canvas = document.createElement("canvas").getContext("2d");
      const colours = [document.documentElement, document.body].map((part) => getComputedStyle(part).backgroundColor);
      canvas.fillStyle = colours.find((colour) => colour !== "rgba(0, 0, 0, 0)");
      canvas.fillRect(0, 0, 1, 1);
      return canvas.getImageData(0, 0, 1, 1).data[0];
    });
    if (expected === "dark") expect(lightness).toBeLessThan(64);
    else expect(lightness).toBeGreaterThan(224);
  });
}

test("the sidebar stays folded and its links keep their names", async ({ page, enter }) => {
  await enter("admin", "/accounts");
  const sidebar = page.getByRole("navigation", { name: "Main" });
  const width = async () => (await sidebar.boundingBox()).width;
  await expect(sidebar.getByText("Sync runs")).toBeVisible();
  const wide = await width();
  await page.getByRole("button", { name: "Fold sidebar" }).click();
  await expect(sidebar.getByText("Sync runs")).toBeHidden();
  expect(await width()).toBeLessThan(wide / 3);
  await page.reload();
  await expect(sidebar.getByRole("link", { name: "Sync runs" })).toBeVisible();
  await expect(sidebar.getByText("Sync runs")).toBeHidden();
  await page.getByRole("button", { name: "Unfold sidebar" }).click();
  await expect(sidebar.getByText("Sync runs")).toBeVisible();
  expect(await width()).toBe(wide);
});

test("Indonesian words and numbers stay after reloading", async ({ page, enter }) => {
  await enter("dana", "/accounts");
  await youMenu(page).click();
  await page.getByRole("button", { name: "Indonesia" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Akun" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "id");
  const card = page.locator("[data-account=odoo_account_15]");
  await expect(card.locator("[data-figure=pipeline]")).toHaveText("15.000,00USD");
  await expect(card.getByText("+ 12.000,001 OMR belum dikonversi")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Akun" })).toBeVisible();
  await expect(page.locator("[data-totals] [data-figure=pipeline]")).toHaveText("15.088,88USD");
  await card.getByRole("link").click();
  await page.getByRole("tab", { name: /^Deal/ }).click();
  await expect(page.getByRole("tab", { name: "Terbuka" })).toBeVisible();
  await expect(page.locator("tr[data-deal=odoo_opportunity_15]")).toContainText("belum dikonversi");
  await page.keyboard.press("Escape");
  await youMenu(page).click();
  await page.getByRole("button", { name: "English" }).click();
  await expect(accounts(page)).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test.describe("a browser in Indonesian", () => {
  test.use({ locale: "id-ID" });

  test("is greeted in Indonesian", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("button", { name: "Masuk" })).toBeVisible();
    await expect(page.getByLabel("Kata sandi")).toBeVisible();
  });
});
