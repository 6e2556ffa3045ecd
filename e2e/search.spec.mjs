// Search over everything: what is found, by whom, and where it leads.
import { expect, expectAccessible, test } from "./support/fixtures.mjs";

const found = (page) => page.locator("[data-found]");
const names = (page) => found(page).locator("span:first-child");

async function search(page, text) {
  // Keys that are pressed before the app has started are nobody's.
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  // At once: a pause within the word would be a question for half of it.
  await page.keyboard.insertText(text);
}

test("from any page by keys alone, each kind under its own head, and Enter opens what is chosen", async ({ page, enter }) => {
  await enter("admin", "/dashboard");
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  await search(page, "zoe");
  await expect(names(page)).toHaveText(["Café Zoé", "Zoé Martin"]);
  await expect(page.getByRole("group", { name: "contacts" }).locator("[data-found]")).toContainText("Café Zoé");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/accounts/odoo_account_13");
  await expect(page.getByRole("dialog", { name: "Search everything" })).toHaveCount(0);

  await search(page, "lens");
  await expect(names(page)).toHaveText(["Lens line 2026", "Lens line 2027", "Sample lenses"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(found(page).nth(2)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/opportunities/odoo_opportunity_2");
});

test("a salesperson leads to their deals, and Esc leads back to where one was", async ({ page, enter }) => {
  await enter("admin", "/accounts");
  await expect(page.locator("[data-item][data-account]")).toHaveCount(11);
  await search(page, "bruno");
  await expect(names(page)).toHaveText(["Bruno Costa"]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Search everything" })).toHaveCount(0);
  await expect(page).toHaveURL("/accounts");
  await search(page, "bruno");
  await found(page).click();
  await expect(page).toHaveURL("/opportunities?salesperson=odoo_user_6");
});

test("nobody finds what is out of reach, and the search says so", async ({ page, enter }) => {
  await enter("bruno", "/dashboard");
  await page.getByRole("button", { name: "Search everything" }).click();
  await expect(page.getByText("Type the beginning of a name")).toBeVisible();
  await page.keyboard.type("espresso");
  await expect(page.getByText("Nothing in your reach is called “espresso”")).toBeVisible();
  await expect(found(page)).toHaveCount(0);
  await page.getByRole("combobox").fill("alpen");
  await expect(names(page).first()).toHaveText("Alpenglow Optik GmbH");
});

test.describe("when the server fails", () => {
  test.use({ expectedMessages: ["net::ERR_FAILED"] });

  test("the search says so and works again with the next letter", async ({ page, enter }) => {
    await enter("admin", "/dashboard");
    await page.route("**/api/search?*", (route) => route.abort());
    await search(page, "zo");
    await expect(page.getByText("The search failed.")).toBeVisible();
    await page.unroute("**/api/search?*");
    await page.keyboard.type("e");
    await expect(names(page)).toHaveText(["Café Zoé", "Zoé Martin"]);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("a button opens the search", async ({ page, enter }) => {
    await enter("chen", "/dashboard");
    await page.getByRole("button", { name: "Search everything" }).click();
    await page.keyboard.type("espresso");
    await expect(names(page)).toHaveText(["Espresso machines"]);
    await expectAccessible(page);
    await found(page).click();
    await expect(page).toHaveURL("/opportunities/odoo_opportunity_11");
  });
});
