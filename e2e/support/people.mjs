// One person for each role; those who sell carry the login of a user of the stand-in Odoo as their e-mail address.
import { randomBytes } from "node:crypto";

export async function choosePeople(controlUrl) {
  const company = await (await fetch(`${controlUrl}/control/people`)).json();
  const [first] = company.account_managers;
  return {
    super_admin: person("super_admin", "Super admin", "super@e2e.example"),
    admin: person("admin", "Admin", "admin@e2e.example"),
    sales_manager: person("sales_manager", company.team_leader.name, company.team_leader.login),
    account_manager: person("account_manager", first.name, first.login),
  };
}

function person(role, name, email) {
  return { role, name, email, password: password() };
}

function password() {
  return randomBytes(15).toString("base64url");
}
