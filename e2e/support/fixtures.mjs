// What each journey starts with: the running stack, sign-in by role, accessibility, and an eye on the console.
import { test as base, expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
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

  // Each error on the console, each exception and each request to another host fails the test.
  page: async ({ page, baseURL, expectedMessages }, use) => {
    const problems = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) && !isQuestionWhoIAm(message)) {
        problems.push(`console: ${message.text()} (${message.location().url})`);
      }
    });
    page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
    page.on("request", (request) => {
      const url = request.url();
      if (url.startsWith("http") && !url.startsWith(`${baseURL}/`)) problems.push(`foreign request: ${url}`);
    });
    await use(page);
    const isExpected = (problem) =>
      expectedMessages.some((expected) => (expected instanceof RegExp ? expected.test(problem) : problem.includes(expected)));
    expect(problems.filter((problem) => !isExpected(problem))).toEqual([]);
  },

  // Signs in as a role through the form, as a person does.
  signIn: async ({ page, stack }, use) => {
    await use(async (role) => {
      const { email, password } = stack.people[role];
      await page.goto("/");
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
    });
  },
});

// The app asks at its start who is signed in; "nobody" is an answer that Chromium reports as an error.
function isQuestionWhoIAm(message) {
  return message.location().url.endsWith("/api/auth/me") && message.text().includes("401");
}

// WCAG 2.2 AA and good practice, for all that the page shows now.
export async function expectNoAxeViolations(page) {
  // Through the debugger, not as a script of the page, which its content security policy would refuse.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  });
  expect(found).toEqual([]);
}
