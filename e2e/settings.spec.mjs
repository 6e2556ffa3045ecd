// What admins decide for the organisation: every figure follows with the next question, and what is wrong is said where it is.
// What is expected was worked out from `crates/testkit/golden/company.json` by hand.
import { lineage, readLineage, tile } from "./support/dashboard.mjs";
import { expectAccessible } from "./support/fixtures.mjs";
import { tabTo } from "./support/keys.mjs";
import { expect, test } from "./support/own-stack.mjs";

test.describe.configure({ mode: "serial" });
// Without motion there is no moment between two colours.
test.use({ stackName: "settings", contextOptions: { reducedMotion: "reduce" } });

const PAGE = "/admin/settings";
const part = (page, name) => page.getByRole("region", { name });
const calendar = (page) => part(page, "Calendar and currency");
const rotting = (page) => part(page, "Rotting deals");
const goals = (page) => part(page, "Status of goals");
const field = (place, label) => place.getByLabel(label, { exact: true });
const wrongOf = async (place, label) => {
  const note = await field(place, label).getAttribute("aria-describedby");
  return place.locator(`[id="${note}"]`);
};

async function save(place) {
  await place.getByRole("button", { name: "Save" }).click();
  await expect(place.getByRole("status")).toHaveText("Saved");
}

async function open(page, enter) {
  await enter("admin", PAGE);
  await expect(field(rotting(page), "Days in any stage")).toBeVisible();
}

const chooseMonth = async (page, month) => {
  await calendar(page).getByRole("button", { name: "Fiscal year begins in" }).click();
  await page.getByRole("option", { name: month, exact: true }).click();
};

test("an admin finds the page in the navigation and reads what holds", async ({ page, enter }) => {
  await enter("admin", "/dashboard");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL(PAGE);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Settings");
  await expect(field(calendar(page), "Time zone")).toHaveValue("Asia/Dubai");
  await expect(field(calendar(page), "Reporting currency")).toHaveValue("USD");
  await expect(calendar(page).getByRole("button", { name: "Fiscal year begins in" })).toContainText("Jan");
  await expect(field(rotting(page), "Days in any stage")).toHaveValue("30");
  await expect(rotting(page).getByRole("group", { name: "Days in single stages" }).locator("label")).toHaveText(["New", "Qualified", "Proposition"]);
  for (const stage of ["New", "Qualified", "Proposition"]) await expect(field(rotting(page), stage)).toHaveValue("");
  const thresholds = { "On track from, in %": "90", "At risk from, in %": "60", "Too early to judge, in % of the period": "10", "But at least, in days": "3" };
  for (const [label, value] of Object.entries(thresholds)) await expect(field(goals(page), label)).toHaveValue(value);
  // The zones are those that the browser knows.
  const zones = await page.locator("datalist#zones option").evaluateAll((options) => options.map(({ value }) => value));
  expect(zones).toEqual(expect.arrayContaining(["Asia/Dubai", "Asia/Jakarta", "America/New_York"]));
  expect(new Set(zones).size).toBe(zones.length);
  await expect(page.locator("[aria-invalid]")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Connection and interval" })).toHaveAttribute("href", "/admin/odoo");
});

test("the dashboard's rotting deals follow a stage's limit, set by keys only", async ({ page, enter }) => {
  const rottingDeals = async (amount) => {
    await page.goto("/dashboard?period=all_time");
    await expect(tile(page, "rotting_deals")).toHaveAttribute("data-amount", amount);
  };
  // All 20 open deals came into their stage on 20 September 2026, which is more than 30 days ago.
  await enter("admin", PAGE);
  await rottingDeals("20");

  await page.goto(PAGE);
  await tabTo(page, field(rotting(page), "New"));
  await page.keyboard.type("3650");
  await page.keyboard.press("Enter");
  await expect(rotting(page).getByRole("status")).toHaveText("Saved");
  // Nine of them are in New.
  await rottingDeals("11");

  await page.goto(PAGE);
  await expect(field(rotting(page), "New")).toHaveValue("3650");
  await field(rotting(page), "New").fill("");
  await field(rotting(page), "Days in any stage").fill("3650");
  await field(rotting(page), "Proposition").fill("1");
  await expect(rotting(page).getByRole("status")).toHaveText("");
  await save(rotting(page));
  // The five in Proposition, no others.
  await rottingDeals("5");

  await page.goto(PAGE);
  await field(rotting(page), "Days in any stage").fill("");
  await field(rotting(page), "Proposition").fill("");
  await save(rotting(page));
  // What is left empty is the default again, and says so.
  await expect(field(rotting(page), "Days in any stage")).toHaveValue("30");
  await rottingDeals("20");
});

test("limits that are no days are named at their fields and nothing is sent", async ({ page, enter }) => {
  await open(page, enter);
  const sent = [];
  page.on("request", (request) => request.method() === "PUT" && sent.push(request.url()));
  await field(rotting(page), "Days in any stage").fill("0");
  await field(rotting(page), "Qualified").fill("soon");
  await field(rotting(page), "Proposition").fill("3651");
  await rotting(page).getByRole("button", { name: "Save" }).click();
  for (const label of ["Days in any stage", "Qualified", "Proposition"]) {
    await expect(field(rotting(page), label)).toHaveAttribute("aria-invalid", "true");
    await expect(await wrongOf(rotting(page), label)).toHaveText("Enter whole days, from 1 to 3,650.");
  }
  await expect(field(rotting(page), "New")).not.toHaveAttribute("aria-invalid", "true");
  await expect(field(rotting(page), "Days in any stage")).toBeFocused();
  await expect(rotting(page).getByRole("status")).toHaveText("");
  await expectAccessible(page);
  expect(sent).toEqual([]);
});

// What was won by month in Dubai; see the months of the dashboard.
const won = [["2026-02", 77_700n], ["2026-03", 250_050n], ["2026-05", 12_345_679_000n], ["2026-07", 864_000n], ["2026-08", 45_010n], ["2026-09", 653_556n]];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// The fiscal year around today in Dubai, in words, and what was won in it.
function yearFrom(first) {
  const [year, month] = new Date(Date.now() + 4 * 3_600_000).toISOString().split("-").map(Number);
  const start = month >= first ? year : year - 1;
  const text = (year, month) => `${year}-${String(month).padStart(2, "0")}`;
  const isInside = (at) => at >= text(start, first) && at < text(start + 1, first);
  const cents = won.filter(([at]) => isInside(at)).reduce((sum, [, amount]) => sum + amount, 0n);
  const last = new Date(Date.UTC(start + 1, first - 1, 0));
  return {
    period: `1 ${months[first - 1]} ${start} – ${last.getUTCDate()} ${months[last.getUTCMonth()]} ${last.getUTCFullYear()}`,
    amount: `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`,
  };
}

test("this year is that of the fiscal month, and what was won follows it", async ({ page, enter }) => {
  const expectYear = async (first) => {
    const { period, amount } = yearFrom(first);
    await page.goto("/dashboard?period=this_year");
    await expect(page.getByRole("button", { name: "This year" })).toHaveAttribute("aria-pressed", "true");
    await expect(tile(page, "won")).toHaveAttribute("data-amount", amount);
    await tile(page, "won").click();
    await expect(lineage(page).getByRole("heading", { name: "Won" })).toBeFocused();
    await expect(page.locator("#lineage [data-facts]")).toBeVisible();
    expect((await readLineage(page)).facts.Period).toBe(period);
  };
  await enter("admin", PAGE);
  await expectYear(1);
  await page.goto(PAGE);
  await chooseMonth(page, "Jul");
  await save(calendar(page));
  await expectYear(7);
  await page.goto(PAGE);
  await expect(calendar(page).getByRole("button", { name: "Fiscal year begins in" })).toContainText("Jul");
  await chooseMonth(page, "Jan");
  await save(calendar(page));
  await expectYear(1);
});

test.describe("what the server refuses", () => {
  test.use({ expectedMessages: [/status of 422/] });

  test("is said at the field: no such zone, no such currency", async ({ page, enter }) => {
    await open(page, enter);
    await field(calendar(page), "Time zone").fill("Asia/Atlantis");
    await field(calendar(page), "Reporting currency").fill("XYZ");
    await calendar(page).getByRole("button", { name: "Save" }).click();
    await expect(await wrongOf(calendar(page), "Time zone")).toHaveText("There is no such zone. Choose one of the list, such as Asia/Dubai.");
    await expect(await wrongOf(calendar(page), "Reporting currency")).toHaveText("Odoo knows no such currency. Enter a code of three letters, such as EUR.");
    await expect(field(calendar(page), "Time zone")).toBeFocused();
    await expect(calendar(page).getByRole("alert")).toHaveText("");
    await expectAccessible(page);

    await field(calendar(page), "Time zone").fill("Asia/Jakarta");
    await field(calendar(page), "Reporting currency").fill("eur");
    await save(calendar(page));
    await expect(page.locator("[aria-invalid]")).toHaveCount(0);
    await expect(field(calendar(page), "Reporting currency")).toHaveValue("EUR");
    await page.goto("/dashboard?period=all_time&explain=won");
    await expect(page.locator("#lineage [data-facts]")).toBeVisible();
    expect((await readLineage(page)).facts).toMatchObject({ "Time zone": "Asia/Jakarta", Currency: "EUR" });

    // Emptied, both go back to the server's own.
    await page.goto(PAGE);
    await field(calendar(page), "Time zone").fill("");
    await field(calendar(page), "Reporting currency").fill("");
    await save(calendar(page));
    await expect(field(calendar(page), "Time zone")).toHaveValue("Asia/Dubai");
    await expect(field(calendar(page), "Reporting currency")).toHaveValue("USD");
  });

  test("thresholds in the wrong order are refused, and goals follow the right ones", async ({ page, enter, apiOf }) => {
    const api = await apiOf("super_admin");
    // Half of Bruno's pipeline of 19,041.30, in the middle of a long time.
    const form = { assignee: "odoo_user_6", metric: "pipeline", target: "38082.60", span: "days", from: "2026-01-01", until: "2029-01-01" };
    const made = await api.post("/api/goals", form);
    expect(made.status).toBe(201);
    const status = async (expected) => {
      await page.goto("/goals");
      await expect(page.locator(`li[data-goal="${made.body.id}"]`)).toHaveAttribute("data-status", expected);
    };
    await open(page, enter);
    await status("behind");

    await page.goto(PAGE);
    await field(goals(page), "At risk from, in %").fill("95");
    await goals(page).getByRole("button", { name: "Save" }).click();
    await expect(await wrongOf(goals(page), "At risk from, in %")).toHaveText(/up to that of being on track/);
    await expect(field(goals(page), "On track from, in %")).not.toHaveAttribute("aria-invalid", "true");
    await field(goals(page), "At risk from, in %").fill("45.5");
    await save(goals(page));
    await status("at_risk");

    await page.goto(PAGE);
    await expect(field(goals(page), "At risk from, in %")).toHaveValue("45.5");
    await field(goals(page), "On track from, in %").fill("50");
    await save(goals(page));
    await status("on_track");

    await page.goto(PAGE);
    for (const label of ["On track from, in %", "At risk from, in %"]) await field(goals(page), label).fill("");
    await save(goals(page));
    await expect(field(goals(page), "On track from, in %")).toHaveValue("90");
    await status("behind");
    expect(await api.remove(`/api/goals/${made.body.id}`, made.body.version)).toBe(204);
  });
});

test.describe("two windows", () => {
  test.use({ expectedMessages: [/status of 412/] });

  test("the second save is told that somebody changed it, and is shown the newest", async ({ page, secondPage, enter }) => {
    const other = secondPage;
    await open(page, enter);
    await enter("super_admin", PAGE, other);
    await field(rotting(other), "Days in any stage").fill("45");
    await chooseMonth(other, "Apr");
    await field(rotting(page), "Days in any stage").fill("31");
    await save(rotting(page));
    // Of the same record, but of this window's own version.
    await chooseMonth(page, "Oct");
    await save(calendar(page));

    await rotting(other).getByRole("button", { name: "Save" }).click();
    await expect(rotting(other).getByRole("alert")).toHaveText("Somebody has changed this meanwhile. Load it again.");
    await expect(field(rotting(other), "Days in any stage")).toHaveValue("45");
    await expectAccessible(other);
    await rotting(other).getByRole("button", { name: "Load again" }).click();
    await expect(field(rotting(other), "Days in any stage")).toHaveValue("31");
    await expect(calendar(other).getByRole("button", { name: "Fiscal year begins in" })).toContainText("Oct");
    await expect(other.getByText("Somebody has changed this meanwhile.")).toHaveCount(0);
    await field(rotting(other), "Days in any stage").fill("30");
    await save(rotting(other));
    await chooseMonth(other, "Jan");
    await save(calendar(other));
  });
});

test("a save of one form keeps what is typed in the others", async ({ page, enter }) => {
  await open(page, enter);
  await field(calendar(page), "Reporting currency").fill("JPY");
  await field(rotting(page), "New").fill("60");
  await save(rotting(page));
  await expect(field(calendar(page), "Reporting currency")).toHaveValue("JPY");
  await field(rotting(page), "New").fill("");
  await save(rotting(page));
});

test("account managers and sales managers have no way there and are told that they may not", async ({ page, enter, apiOf }) => {
  for (const reader of ["bruno", "amira"]) {
    await enter(reader, PAGE);
    await expect(page.getByText("For admins only")).toBeVisible();
    await expect(page.getByRole("main").locator("form, input, button, nav")).toHaveCount(0);
    await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" })).toHaveCount(0);
    const api = await apiOf(reader);
    for (const path of ["/api/config/organisation", "/api/config/goal-thresholds"]) {
      const { status, body } = await api.get(path);
      expect(`${status} ${body.code}`).toBe("403 forbidden");
    }
  }
});

test.describe("settings that cannot be loaded", () => {
  test.use({ expectedMessages: [/net::ERR_FAILED/] });

  test("say so and are tried again", async ({ page, enter }) => {
    await page.route("**/api/config/organisation", (route) => route.abort());
    await enter("admin", PAGE);
    await expect(page.getByText("The settings could not be loaded")).toBeVisible();
    await expect(goals(page)).toBeVisible();
    await expectAccessible(page);
    await page.unroute("**/api/config/organisation");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(field(rotting(page), "Days in any stage")).toHaveValue("30");
  });
});

for (const size of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
  test(`the page has no violation in any theme and does not scroll sideways at ${size.width} px`, async ({ page, enter }) => {
    await page.setViewportSize(size);
    await page.route("**/api/config/organisation", () => new Promise(() => {}), { times: 1 });
    await enter("admin", PAGE);
    await expect(goals(page)).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(1);
    await expectAccessible(page, size);
    await open(page, enter);
    await expectAccessible(page, size);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(beyond, "pixels beyond the right edge").toBe(0);
    // A phone's bar has no room for it: the other admin pages lead there.
    await page.goto("/admin/odoo");
    await page.getByRole("navigation", { name: "Administration" }).getByRole("link", { name: "Settings" }).click();
    await expect(page).toHaveURL(PAGE);
  });
}

test.describe("in Indonesian", () => {
  test.use({ locale: "id-ID" });

  test("labels and refusals are in the reader's language", async ({ page, enter }) => {
    await enter("admin", PAGE);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pengaturan");
    const place = part(page, "Deal mandek");
    await field(place, "Hari di tahap mana saja").fill("0");
    await place.getByRole("button", { name: "Simpan" }).click();
    await expect(await wrongOf(place, "Hari di tahap mana saja")).toHaveText("Isi hari bulat, dari 1 sampai 3.650.");
  });
});
