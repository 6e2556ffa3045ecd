// For journeys that change what is in Odoo: a stack that only this file's tests share, started and stopped with them.
import { test as base, expect } from "./fixtures.mjs";
import { Odoo } from "./odoo.mjs";
import { startStack } from "./stack.mjs";

export { expect };

export const test = base.extend({
  // Each file says `test.use({ stackName: … })`: with another name comes another stack, where nothing was changed yet.
  stackName: ["own", { scope: "worker", option: true }],
  // `business`: the golden company with invoices, orders, activities and more people.
  company: ["golden", { scope: "worker", option: true }],

  stack: [
    async ({ stackName, company }, use) => {
      const { stack, stop } = await startStack(stackName, company);
      await use(stack);
      await stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],

  odoo: async ({ stack }, use) => {
    const odoo = new Odoo(stack.controlUrl);
    await use(odoo);
    await odoo.clearFaults();
  },
});
