// What the reasons of an account's health weigh: admins set it, and every score follows.
import { expectAccessible } from "./support/fixtures.mjs";
import { expect, test } from "./support/own-stack.mjs";

test.describe.configure({ mode: "serial" });
test.use({ stackName: "weights", contextOptions: { reducedMotion: "reduce" } });

const PAGE = "/admin/settings";
const weights = (page) => page.getByRole("region", { name: "Account health" });
const field = (page, label) => weights(page).getByLabel(label, { exact: true });
const USUAL = {
  "Touched in the last 14 days": "15",
  "Touched in the last 30 days": "5",
  "Not touched for 60 days": "-15",
  "Never touched": "-20",
  "An activity is planned": "10",
  "Open pipeline": "10",
  "A deal won in the last 180 days": "15",
  "All open deals rot": "-15",
  "Overdue invoices": "-10",
  "Many overdue invoices": "-20",
};

async function open(page, enter, person = "admin") {
  await enter(person, PAGE, page);
  await expect(field(page, "Open pipeline")).toBeVisible();
}

async function save(page) {
  await weights(page).getByRole("button", { name: "Save" }).click();
  await expect(weights(page).getByRole("status")).toHaveText("Saved");
}

// Bruno's account with one open deal that has not moved since 20 September, without a touch, an invoice or anything won.
async function expectHealth(page, state, score, points) {
  await page.goto("/accounts/odoo_account_23");
  const line = page.locator("#account [data-health-reasons]");
  await expect(line.locator("[data-health]")).toHaveAttribute("data-health", state);
  await expect(line.locator("[data-health]")).toHaveAttribute("data-score", score);
  expect(await line.locator("[data-points]").evaluateAll((reasons) => reasons.map(({ dataset }) => dataset.points))).toEqual(points);
}

test("the usual points stand in the form, each with its reason in words", async ({ page, enter }) => {
  await open(page, enter);
  await expect(weights(page).getByRole("textbox")).toHaveCount(10);
  for (const [label, value] of Object.entries(USUAL)) await expect(field(page, label)).toHaveValue(value);
  await expectAccessible(page);
});

test("a score and its reasons follow the points, and the defaults bring them back", async ({ page, secondPage, enter }) => {
  await enter("bruno", "/accounts", secondPage);
  // 50 − 20 + 10 − 15
  await expectHealth(secondPage, "at_risk", "25", ["-20", "10", "-15"]);

  await open(page, enter);
  await field(page, "Never touched").fill("−5");
  await field(page, "Open pipeline").fill("45");
  await field(page, "All open deals rot").fill("0");
  await save(page);
  // 50 − 5 + 45
  await expectHealth(secondPage, "healthy", "90", ["-5", "45"]);
  await page.reload();
  await expect(field(page, "Never touched")).toHaveValue("-5");

  await weights(page).getByRole("button", { name: "Back to the defaults" }).click();
  for (const [label, value] of Object.entries(USUAL)) await expect(field(page, label)).toHaveValue(value);
  // Not before they are saved.
  await expectHealth(secondPage, "healthy", "90", ["-5", "45"]);
  await save(page);
  await expectHealth(secondPage, "at_risk", "25", ["-20", "10", "-15"]);
});

test("an open page follows without reloading", async ({ page, secondPage, enter }) => {
  await enter("bruno", "/accounts/odoo_account_23", secondPage);
  const chip = secondPage.locator("#account [data-health-reasons] [data-health]");
  await expect(chip).toHaveAttribute("data-score", "25");
  await open(page, enter);
  await field(page, "Never touched").fill("-6");
  await save(page);
  await expect(chip).toHaveAttribute("data-score", "39");
  await field(page, "Never touched").fill("");
  await save(page);
  await expect(field(page, "Never touched")).toHaveValue("-20");
  await expect(chip).toHaveAttribute("data-score", "25");
});

test("points of the wrong sign or beyond the bounds are named at their fields and nothing is sent", async ({ page, enter }) => {
  await open(page, enter);
  const sent = [];
  page.on("request", (request) => request.method() === "PUT" && sent.push(request.url()));
  await field(page, "Open pipeline").fill("51");
  await field(page, "Never touched").fill("5");
  await field(page, "Overdue invoices").fill("few");
  await weights(page).getByRole("button", { name: "Save" }).click();
  const wrong = async (label) => weights(page).locator(`[id="${await field(page, label).getAttribute("aria-describedby")}"]`);
  await expect(await wrong("Open pipeline")).toHaveText("Enter whole points, from 0 to 50.");
  for (const label of ["Never touched", "Overdue invoices"]) await expect(await wrong(label)).toHaveText("Enter whole points, from −50 to 0.");
  await expect(weights(page).locator("[aria-invalid]")).toHaveCount(3);
  await expect(field(page, "Never touched")).toBeFocused();
  await expectAccessible(page);
  expect(sent).toEqual([]);
});

test.describe("two windows", () => {
  test.use({ expectedMessages: [/status of 412/] });

  test("the second save is told that somebody changed it, and is shown the newest", async ({ page, secondPage, enter }) => {
    await open(page, enter);
    await open(secondPage, enter, "super_admin");
    await field(page, "Open pipeline").fill("11");
    await save(page);
    await field(secondPage, "Open pipeline").fill("12");
    await weights(secondPage).getByRole("button", { name: "Save" }).click();
    await expect(weights(secondPage).getByRole("alert")).toHaveText("Somebody has changed this meanwhile. Load it again.");
    await weights(secondPage).getByRole("button", { name: "Load again" }).click();
    await expect(field(secondPage, "Open pipeline")).toHaveValue("11");
  });
});

test("on a phone the form has one column and does not scroll sideways", async ({ page, enter }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, enter);
  const left = async (label) => (await field(page, label).boundingBox()).x;
  expect(await left("Open pipeline")).toBe(await left("Never touched"));
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  await expectAccessible(page, { width: 390 });
});
