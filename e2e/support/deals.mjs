// Reads deals from the screen and chooses among them.
import { expect } from "./fixtures.mjs";

export const NEW = "odoo_stage_1";
export const QUALIFIED = "odoo_stage_2";
export const PROPOSITION = "odoo_stage_3";
export const WON = "odoo_stage_4";

export const column = (page, stage) => page.locator(`section[data-column=${stage}]`);

// In this order; names of `odoo_opportunity_…` without their beginning.
export async function expectDeals(place, numbers) {
  await expect
    .poll(() =>
      place.locator("[data-item][data-deal]").evaluateAll((items) => items.map((item) => Number(item.dataset.deal.replace("odoo_opportunity_", "")))),
    )
    .toEqual(numbers);
}

export async function choose(page, chip, option) {
  await page.getByRole("group", { name: "Filters" }).getByRole("button", { name: chip }).first().click();
  await page.getByRole("listbox", { name: chip }).getByRole("option", { name: option }).click();
}
