// The whole journey without a mouse.
import { expect, test } from "./support/fixtures.mjs";
import { tabTo } from "./support/keys.mjs";

const items = (page) => page.locator("[data-item][data-account]");

test("sign in and search and open an account and close it by keys only", async ({ page, stack }) => {
  const { email, password } = stack.people.admin;
  await page.goto("/accounts");
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.keyboard.type(email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await expect(items(page)).toHaveCount(11);

  // `/` leads to the search of the list.
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("harbor");
  await expect(items(page)).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("searchbox")).toHaveValue("");
  await expect(items(page)).toHaveCount(11);
  await page.keyboard.type("harbor");
  await expect(items(page)).toHaveCount(2);

  const logistics = page.getByRole("link", { name: "Blue Harbor Logistics" });
  await tabTo(page, logistics);
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("link", { name: "Blue Harbor Shipping" })).toBeFocused();
  await page.keyboard.press("Home");
  await expect(logistics).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/accounts/odoo_account_12?q=harbor");
  await expect(page.locator("#account-name")).toBeFocused();
  await tabTo(page, page.getByRole("tab", { name: /^Deals/ }));
  await page.keyboard.press("Enter");
  await expect(page.locator("tr[data-deal]")).toHaveCount(2);

  // Down and up go through the list behind the panel.
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("#account-name")).toHaveText("Blue Harbor Shipping");
  const won = page.getByRole("tab", { name: "Won" });
  await tabTo(page, won);
  await page.keyboard.press("Enter");
  await expect(page.locator("tr[data-deal]")).toHaveCount(2);
  await expect(page.locator("tr[data-sum]")).toContainText("123,459,290.50");

  await page.keyboard.press("Escape");
  await expect(page.locator("#account")).toHaveCount(0);
  await expect(page).toHaveURL("/accounts?q=harbor");
  await expect(page.getByRole("link", { name: "Blue Harbor Shipping" })).toBeFocused();
});

test("a filter is chosen and taken back by keys and the focus comes back to its button", async ({ page, enter }) => {
  await enter("admin", "/accounts");
  await expect(items(page)).toHaveCount(11);
  const industry = page.getByRole("group", { name: "Filters" }).getByRole("button", { name: "Industry" }).first();
  await tabTo(page, industry);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listbox", { name: "Industry" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("listbox")).toHaveCount(0);
  await expect(industry).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listbox", { name: "Industry" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(items(page)).toHaveCount(3);
  await expect(page).toHaveURL("/accounts?industry=odoo_industry_5");
});

test("a filter that is left before it was drawn harms nothing", async ({ page, enter }) => {
  await enter("admin", "/accounts");
  await expect(items(page)).toHaveCount(11);
  const industry = page.getByRole("group", { name: "Filters" }).getByRole("button", { name: "Industry" }).first();
  // Both within one frame, as keys that are held down do it.
  const opened = await industry.evaluate(async (button) => {
    let opened = 0;
    for (let time = 0; time < 20; time += 1) {
      button.click();
      await new Promise((done) => setTimeout(done, 0));
      opened += document.querySelectorAll("[role=listbox]").length;
      button.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
      await new Promise(requestAnimationFrame);
    }
    return opened;
  });
  expect(opened).toBe(20);
  await expect(page.getByRole("listbox")).toHaveCount(0);
  await industry.press("Enter");
  await expect(page.getByRole("listbox", { name: "Industry" })).toBeFocused();
});

test("the first key leads past the navigation and a table's row opens by Enter", async ({ page, enter }) => {
  await enter("chen", "/accounts?view=table");
  await expect(items(page)).toHaveCount(4);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await tabTo(page, page.getByRole("link", { name: "Blue Harbor Logistics" }));
  await page.keyboard.press("End");
  await expect(page.getByRole("link", { name: "東京精密株式会社" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#account-name")).toHaveText("東京精密株式会社");
});

test("an admin goes from page to page and is told of a wrong interval by keys only", async ({ page, enter }) => {
  await enter("admin", "/admin/odoo");
  const minutes = page.getByLabel("Compare with Odoo every");
  await tabTo(page, minutes);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("61");
  await page.keyboard.press("Enter");
  await expect(minutes).toHaveAttribute("aria-invalid", "true");
  await expect(minutes).toHaveAccessibleDescription(/^Between 5 and 60 minutes/);
  for (const [name, path] of [["Held deletions", "held"], ["Jobs", "jobs"], ["Sync runs", "sync"]]) {
    await page.keyboard.press("Control+Home");
    const link = page.getByRole("navigation", { name: "Administration" }).getByRole("link", { name });
    await tabTo(page, link);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`/admin/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  }
  const run = page.getByRole("row").nth(1).getByRole("button");
  await tabTo(page, run);
  await page.keyboard.press("Enter");
  await expect(run).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Enter");
  await expect(run).toHaveAttribute("aria-expanded", "false");
});
