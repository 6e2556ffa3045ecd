// Going through a page as somebody does who has no mouse.
import { expect } from "@playwright/test";

// By as many presses as it takes, but not by more than a page has places.
export async function tabTo(page, place) {
  await expect(place).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await place.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  const at = await page.locator("*:focus").evaluate((element) => element.outerHTML);
  throw new Error(`the focus never came there; it is at ${at}`);
}
