// What each journey starts with: the running stack, signing in, accessibility, and an eye on the console.
import { test as base, expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Api } from "./api.mjs";
import { stackFile } from "./global-setup.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export { expect };

export const test = base.extend({
  stack: [
    async ({}, use) => {
      await use(JSON.parse(readFileSync(stackFile, "utf8")));
    },
    { scope: "worker" },
  ],

  baseURL: async ({ stack }, use) => {
    await use(stack.url);
  },

  // Messages that a test expects, as texts or patterns; all others fail it.
  expectedMessages: async ({}, use) => {
    await use([]);
  },

  // Each error on the console, each exception, each breach of the content security policy and each request to another
  // host fails the test.
  page: async ({ page, baseURL, expectedMessages }, use) => {
    const problems = await watch(page, baseURL);
    await use(page);
    expectNothingElse(problems, expectedMessages);
  },

  // A second person's browser, watched like the first.
  secondPage: async ({ browser, contextOptions, baseURL, expectedMessages }, use) => {
    const context = await browser.newContext({ ...contextOptions, baseURL });
    const page = await context.newPage();
    const problems = await watch(page, baseURL);
    await use(page);
    expectNothingElse(problems, expectedMessages);
    await context.close();
  },

  // Signs in through the form, as a person does.
  signIn: async ({ page, stack }, use) => {
    await use(async (person, { at = "/" } = {}) => {
      await page.goto(at);
      await fillSignIn(page, stack.people[person]);
    });
  },

  // Without the form, where a test is about something else: the browser gets the session's cookie.
  enter: async ({ page, stack }, use) => {
    await use(async (person, path, on = page) => {
      // Whoever was signed in before is not any more, and an open page would go on asking in their name.
      if (on.url() !== "about:blank") await on.goto("about:blank");
      await startSession(on, stack, person);
      await on.goto(path);
    });
  },

  // The API as that person reads it.
  apiOf: async ({ stack }, use) => {
    await use((person) => new Api(stack.url).signIn(stack.people[person]));
  },
});

export async function fillSignIn(page, { email, password }) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function startSession(page, stack, person) {
  const { email, password } = stack.people[person];
  const headers = { origin: stack.url, "x-salescommand": "1" };
  const answer = await page.request.post("/api/auth/login", { data: { email, password }, headers });
  expect(answer.status()).toBe(200);
}

async function watch(page, baseURL) {
  const problems = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !isQuestionWhoIAm(message) && !isOfSlowness(message)) {
      problems.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (url.startsWith("http") && !url.startsWith(`${baseURL}/`)) problems.push(`foreign request: ${url}`);
  });
  await page.exposeFunction("reportBreach", (breach) => problems.push(`content security policy: ${breach}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      window.reportBreach(`${violatedDirective} ${blockedURI}`),
    );
  });
  return problems;
}

function expectNothingElse(problems, expectedMessages) {
  const isExpected = (problem) =>
    expectedMessages.some((expected) => (expected instanceof RegExp ? expected.test(problem) : problem.includes(expected)));
  expect(problems.filter((problem) => !isExpected(problem))).toEqual([]);
}

// The app asks at its start who is signed in; "nobody" is an answer that Chromium reports as an error.
function isQuestionWhoIAm(message) {
  return message.location().url.endsWith("/api/auth/me") && message.text().includes("401");
}

// Some seconds after loading the first text is not there yet, and with it the font that was fetched for it.
function isOfSlowness(message) {
  return message.type() === "warning" && message.text().includes("preloaded using link preload but not used");
}

// In both themes, at the page's own size or the one that is named.
export async function expectAccessible(page, { width } = page.viewportSize()) {
  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
    await comeToRest(page);
    expect(await findAxeViolations(page), `${theme}, ${width} px`).toEqual([]);
  }
}

// What fades in or changes its colour has not the contrast yet that it is going to have. What never ends, like the shimmer
// of a page that loads, is not waited for.
async function comeToRest(page) {
  await page.evaluate(async () => {
    const ends = (animation) => Number.isFinite(animation.effect.getComputedTiming().endTime);
    const moving = document.getAnimations().filter(ends);
    await Promise.all(moving.map((animation) => animation.finished.catch(() => "replaced by another one")));
  });
}

// WCAG 2.2 AA and good practice, for all that the page shows now.
async function findAxeViolations(page) {
  // Through the debugger, not as a script of the page, which its content security policy would refuse.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  });
}
