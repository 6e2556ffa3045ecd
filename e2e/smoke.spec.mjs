// The app opens: somebody who is not signed in gets the sign-in page.
import { expect, expectNoAxeViolations, test } from "./support/fixtures.mjs";

test("the sign-in page opens without errors and is accessible", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByLabel("E-mail")).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
  await expectNoAxeViolations(page);
});

for (const role of ["super_admin", "admin", "sales_manager", "account_manager"]) {
  test(`the ${role} signs in and sees the accounts`, async ({ signIn, page }) => {
    await signIn(role);
    await expectNoAxeViolations(page);
  });
}
