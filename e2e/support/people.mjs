// One person for each role; those who sell carry the login of a user of the stand-in Odoo as their e-mail address.
import { randomBytes } from "node:crypto";

export const roles = ["super_admin", "admin", "sales_manager", "account_manager"];

export async function choosePeople(odooUrl) {
  const logins = await (await fetch(`${odooUrl}/control/people`)).json();
  const emails = { super_admin: ["super@e2e.example"], admin: ["admin@e2e.example"], ...logins };
  const people = roles.map((role) => [role, { role, email: emails[role][0], password: password() }]);
  return Object.fromEntries(people);
}

function password() {
  return randomBytes(15).toString("base64url");
}
