// How the journeys run: one after the other, in the system's Chromium, against real binaries.
import { defineConfig } from "@playwright/test";
import { chromiumPath, fromTarget } from "./support/places.mjs";

export default defineConfig({
  testDir: ".",
  outputDir: fromTarget("e2e-results"),
  globalSetup: "./support/global-setup.mjs",
  // One lake for all journeys; each test makes its own changes visible to the next one.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // A whole journey, on a machine that compiles at the same time.
  timeout: 120_000,
  // No promise about time: those are said where they are made. News that a broken stream lost come after 15 s.
  expect: { timeout: 30_000 },
  reporter: [["list"], ["html", { outputFolder: fromTarget("e2e-report"), open: "never" }]],
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    actionTimeout: 30_000,
    locale: "en-GB",
    timezoneId: "UTC",
    // It takes as long again as half of the journeys: `--trace retain-on-failure` for one that is looked into.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromiumPath(),
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
