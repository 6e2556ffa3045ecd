// The app comes in pieces: each page's code when it is opened, the rest when there is time, and never a blank page.
import { expect, expectAccessible, test } from "./support/fixtures.mjs";

const heading = (page, name) => page.getByRole("heading", { level: 1, name });
const open = (page, name) => page.getByRole("navigation").getByRole("link", { name, exact: true }).click();

// Only what is asked for is fetched: the browser never says that it has time.
const busy = (page) => page.addInitScript(() => (window.requestIdleCallback = () => 0));

// Names of the generated files in the order in which they came, and the sizes on the line of all that came.
function watchFiles(page) {
  const seen = { names: [], sizes: [] };
  page.on("requestfinished", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/") || pathname.endsWith(".woff2")) return;
    const [, name] = /^\/app-[0-9a-f]{16}\/(.+)$/.exec(pathname) ?? [];
    if (name) seen.names.push(name);
    seen.sizes.push(request.sizes());
  });
  return seen;
}

const splits = ({ names }) => names.filter((name) => name.startsWith("split_")).sort();

test("the first page is the beginning and one chunk, each fetched once, in less than 600 kB", async ({ page, enter }) => {
  const seen = watchFiles(page);
  await busy(page);
  await enter("amira", "/dashboard");
  await expect(page.locator("[data-tile] [data-figure=won]")).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect([...seen.names].sort()).toEqual(["__wasm_split.js", "app.css", "app.js", "app_bg.wasm", "split_dashboard.wasm"]);
  const bytes = (await Promise.all(seen.sizes)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(600_000);
  // The font that is fetched beforehand is the one that the page is written in.
  const font = "/fonts/inter-latin-wght-normal.woff2";
  expect(await page.locator(`link[rel=preload][as=font][href="${font}"]`).count()).toBe(1);
  expect(await page.evaluate((font) => performance.getEntriesByName(new URL(font, location).href).length, font)).toBe(1);
  expect(await page.evaluate(() => document.fonts.check('13px "Inter Variable"'))).toBe(true);
});

test("another page fetches its chunk when it is opened, once", async ({ page, enter }) => {
  const seen = watchFiles(page);
  await busy(page);
  await enter("amira", "/goals");
  for (const name of ["Goals", "Dashboard", "Accounts", "Opportunities", "Goals", "Accounts"]) {
    await open(page, name);
    await expect(heading(page, name)).toBeVisible();
  }
  expect(splits(seen)).toEqual(["split_accounts.wasm", "split_dashboard.wasm", "split_goals.wasm", "split_opportunities.wasm"]);
  expect(new Set(seen.names).size).toBe(seen.names.length);
});

test("what the navigation shows is fetched when there is time, and nothing else", async ({ page, enter }) => {
  const seen = watchFiles(page);
  await enter("amira", "/dashboard");
  await expect
    .poll(() => splits(seen))
    .toEqual(["split_accounts.wasm", "split_activities.wasm", "split_dashboard.wasm", "split_goals.wasm", "split_opportunities.wasm", "split_profile.wasm"]);
  await page.route("**/*.wasm", (route) => route.abort());
  await open(page, "Goals");
  await expect(heading(page, "Goals")).toBeVisible();
  await page.goto("about:blank");
  expect(splits(seen)).not.toContain("split_admin.wasm");
});

test.describe("a chunk that does not come", () => {
  test.use({ expectedMessages: [/net::ERR_FAILED|Failed to fetch/] });

  test("says so within the frame, and comes when it is tried again", async ({ page, enter }) => {
    const failure = page.getByRole("alert");
    await busy(page);
    await page.route("**/split_goals.wasm", (route) => route.abort());
    await enter("amira", "/dashboard");
    await expect(heading(page, "Dashboard")).toBeVisible();
    await page.route("/", (route) => route.abort());
    await open(page, "Goals");
    await expect(failure).toContainText("This page could not be loaded");
    await expect(failure).toContainText("The server cannot be reached. Check your connection.");
    await expect(page).toHaveTitle("This page could not be loaded · SalesCommand");
    await expectAccessible(page);
    // The frame and the other pages work.
    await open(page, "Dashboard");
    await expect(heading(page, "Dashboard")).toBeVisible();
    await open(page, "Goals");
    await expect(failure).toBeVisible();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(heading(page, "Goals")).toBeVisible();
  });
});

test.describe("a chunk of a version that is not there any more", () => {
  test.use({ expectedMessages: [/Failed to load resource: .* 404 |HTTP status code is not ok/] });

  for (const { how, minutesOpen, misses } of [
    { how: "at the press of a button where the page has only just come", minutesOpen: 0, misses: 2 },
    { how: "by itself where the page has been open for a while", minutesOpen: 1, misses: 1 },
  ]) {
    test(`leads to the new version, ${how}`, async ({ page, enter }) => {
      await busy(page);
      await page.addInitScript((later) => {
        const now = performance.now.bind(performance);
        // However slow the machine is: a page that has only just come.
        performance.now = () => now() / 1_000 + later;
      }, minutesOpen * 60_000);
      await enter("amira", "/dashboard");
      await expect(heading(page, "Dashboard")).toBeVisible();
      await page.evaluate(() => (window.isOld = true));
      await page.route("**/split_goals.wasm", (route) => route.fulfill({ status: 404 }), { times: misses });
      await page.route("/", (route) => route.fulfill({ body: '<script type="module" src="/app-fedcba9876543210/app.js">' }));
      await open(page, "Goals");
      if (misses > 1) await page.getByRole("button", { name: "Try again" }).click();
      await expect(heading(page, "Goals")).toBeVisible();
      expect(await page.evaluate(() => window.isOld)).toBeUndefined();
      await expect(page).toHaveURL("/goals");
    });
  }
});
