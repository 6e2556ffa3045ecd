// What admins put into the menu of each role: sidebar, a phone's bar, the palette and the first page follow; addresses stay open.
import { expectAccessible } from "./support/fixtures.mjs";
import { expect, test } from "./support/own-stack.mjs";

test.describe.configure({ mode: "serial" });
test.use({ stackName: "menus", contextOptions: { reducedMotion: "reduce" } });

const PAGE = "/admin/settings";
const SALES = ["Dashboard", "Accounts", "Opportunities", "Goals", "Activities"];
const menus = (page) => page.getByRole("region", { name: "Menus", exact: true });
const box = (page, name, role) => menus(page).getByRole("checkbox", { name: `${name}: ${role}`, exact: true });
const links = (page) => page.getByRole("navigation", { name: "Main" }).getByRole("listitem").getByRole("link");

async function save(page) {
  await menus(page).getByRole("button", { name: "Save" }).click();
  await expect(menus(page).getByRole("status")).toHaveText("Saved");
}

async function open(page, enter, person = "admin") {
  await enter(person, PAGE, page);
  await expect(box(page, "Dashboard", "Admin")).toBeVisible();
}

async function pagesOfPalette(page) {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  const pages = page.getByRole("group", { name: "Pages" }).getByRole("option");
  await expect(pages.first()).toBeVisible();
  const names = await pages.allTextContents();
  await page.keyboard.press("Escape");
  return names;
}

test("as long as nothing is set everybody sees what they may use, and the form says what cannot be chosen", async ({ page, enter }) => {
  await open(page, enter);
  await expect(links(page)).toHaveText([...SALES, "Odoo", "Sync runs", "Settings"]);
  await expect(menus(page).getByRole("columnheader")).toHaveText(["Page", "Account manager", "Sales manager", "Admin", "Super admin"]);
  // Five pages for four roles and three for two.
  await expect(menus(page).getByRole("checkbox")).toHaveCount(26);
  await expect(menus(page).getByRole("checkbox", { checked: true })).toHaveCount(26);
  await expect(menus(page).getByText("Not for this role")).toHaveCount(6);
  for (const role of ["Admin", "Super admin"]) await expect(box(page, "Settings", role)).toBeDisabled();
  await expectAccessible(page);
});

test("an account manager's menu loses pages and a sales manager's does not", async ({ page, secondPage, enter }) => {
  await open(page, enter);
  for (const name of ["Dashboard", "Goals"]) await box(page, name, "Account manager").uncheck();
  await save(page);

  await enter("bruno", "/", secondPage);
  // The first page of the menu that is left.
  await expect(secondPage).toHaveURL("/accounts");
  await expect(links(secondPage)).toHaveText(["Accounts", "Opportunities", "Activities"]);
  expect(await pagesOfPalette(secondPage)).toEqual(["Accounts", "Opportunities", "Activities"]);
  // Hidden is not closed.
  await secondPage.goto("/dashboard?period=all_time");
  await expect(secondPage.locator("[data-tile] [data-figure=won]")).toBeVisible();
  await expect(links(secondPage)).toHaveText(["Accounts", "Opportunities", "Activities"]);

  await enter("amira", "/", secondPage);
  await expect(secondPage).toHaveURL("/dashboard");
  await expect(links(secondPage)).toHaveText(SALES);
  expect(await pagesOfPalette(secondPage)).toEqual(SALES);
});

test("a phone's bar has room for what is left, and the palette opens a page by a part of its name", async ({ page, enter }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enter("bruno", "/accounts");
  await expect(links(page)).toHaveText(["Accounts", "Opportunities", "Activities"]);
  await page.getByRole("button", { name: "Search everything" }).click();
  await page.keyboard.type("tunit");
  await expect(page.getByRole("option")).toHaveText(["Opportunities"]);
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/opportunities");
});

test("signing in by the form leads to the first page of the menu", async ({ page, signIn }) => {
  await signIn("bruno", { at: "/sign-in" });
  await expect(page).toHaveURL("/accounts");
});

test("an admin's own menu follows the save at once, and settings stay in it", async ({ page, enter }) => {
  await open(page, enter);
  for (const name of [...SALES, "Odoo", "Sync runs"]) await box(page, name, "Admin").uncheck();
  await save(page);
  await expect(links(page)).toHaveText(["Settings"]);
  // Saved, so nothing is asked.
  await page.goto("/");
  await expect(page).toHaveURL(PAGE);
  await expect(box(page, "Dashboard", "Admin")).not.toBeChecked();
  for (const name of [...SALES, "Odoo", "Sync runs"]) await box(page, name, "Admin").check();
  await save(page);
  await expect(links(page)).toHaveCount(8);
});

test("a role without any page is refused before it is sent", async ({ page, enter }) => {
  await open(page, enter);
  const sent = [];
  page.on("request", (request) => request.method() === "PUT" && sent.push(request.url()));
  for (const name of SALES) await box(page, name, "Sales manager").uncheck();
  await menus(page).getByRole("button", { name: "Save" }).click();
  await expect(menus(page).getByText("Leave each role at least one page.")).toBeVisible();
  await expect(box(page, "Dashboard", "Sales manager")).toHaveAttribute("aria-invalid", "true");
  await expect(box(page, "Dashboard", "Sales manager")).toBeFocused();
  await expect(box(page, "Dashboard", "Admin")).not.toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  expect(sent).toEqual([]);
});

test("who leaves with something typed is asked, by a link and by the palette", async ({ page, enter }) => {
  await open(page, enter);
  const asked = [];
  let answer = false;
  page.on("dialog", async (dialog) => {
    asked.push(dialog.message());
    await (answer ? dialog.accept() : dialog.dismiss());
  });
  // Nothing typed: nothing asked.
  await links(page).getByText("Accounts", { exact: true }).click();
  await expect(page).toHaveURL("/accounts");
  await links(page).getByText("Settings", { exact: true }).click();
  await box(page, "Goals", "Sales manager").uncheck();
  expect(asked).toEqual([]);
  await links(page).getByText("Accounts", { exact: true }).click();
  await expect.poll(() => asked).toEqual(["What you have changed is not saved. Leave anyway?"]);
  await expect(page).toHaveURL(PAGE);
  await expect(box(page, "Goals", "Sales manager")).not.toBeChecked();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("accou");
  await expect(page.locator("[data-page]").first()).toBeVisible();
  await page.getByRole("option", { name: "Accounts", exact: true }).click();
  await expect.poll(() => asked.length).toBe(2);
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(PAGE);
  answer = true;
  await links(page).getByText("Accounts", { exact: true }).click();
  await expect(page).toHaveURL("/accounts");
  // What is gone is not asked about again.
  await links(page).getByText("Goals", { exact: true }).click();
  await expect(page).toHaveURL("/goals");
  expect(asked).toHaveLength(3);
});

test.describe("two windows", () => {
  test.use({ expectedMessages: [/status of 412/] });

  test("the second save is told that somebody changed it, and is shown the newest", async ({ page, secondPage, enter }) => {
    await open(page, enter);
    await open(secondPage, enter, "super_admin");
    await box(page, "Activities", "Sales manager").uncheck();
    await save(page);
    await box(secondPage, "Goals", "Sales manager").uncheck();
    await menus(secondPage).getByRole("button", { name: "Save" }).click();
    await expect(menus(secondPage).getByRole("alert")).toHaveText("Somebody has changed this meanwhile. Load it again.");
    await menus(secondPage).getByRole("button", { name: "Load again" }).click();
    await expect(box(secondPage, "Goals", "Sales manager")).toBeChecked();
    await expect(box(secondPage, "Activities", "Sales manager")).not.toBeChecked();
    await box(secondPage, "Activities", "Sales manager").check();
    await save(secondPage);
  });
});

test.describe("menus that cannot be loaded", () => {
  test.use({ expectedMessages: [/net::ERR_FAILED/] });

  test("say so and are tried again", async ({ page, enter }) => {
    await page.route("**/api/config/navigation", (route) => route.abort());
    await enter("admin", PAGE);
    await expect(page.getByText("The settings could not be loaded")).toBeVisible();
    await page.unroute("**/api/config/navigation");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(box(page, "Dashboard", "Admin")).toBeChecked();
  });
});

test("only admins read what is set", async ({ apiOf }) => {
  for (const reader of ["bruno", "amira"]) {
    const { status, body } = await (await apiOf(reader)).get("/api/config/navigation");
    expect(`${status} ${body.code}`).toBe("403 forbidden");
  }
});
