// Who signs in: the readers of the golden company's `expected.json`, one person for each role, and two who see nothing.
import { randomBytes } from "node:crypto";

// Those who sell carry the login of a user of the golden company as their e-mail address.
export function choosePeople() {
  return {
    super_admin: person("super_admin", "Sarah Super", "super@e2e.example"),
    admin: person("admin", "Adam Admin", "admin@e2e.example"),
    // Odoo writes her login with a capital letter.
    amira: person("sales_manager", "Amira Haddad", "amira@golden.example"),
    bruno: person("account_manager", "Bruno Costa", "bruno@golden.example"),
    chen: person("account_manager", "Chen Wei", "chen@golden.example"),
    dana: person("account_manager", "Dana Novak", "dana@golden.example"),
    eli: person("account_manager", "Eli Berg", "eli@golden.example"),
    unlinked: person("account_manager", "Uma Unlinked", "uma@e2e.example"),
    pending: { ...person("account_manager", "Paul Pending", "paul@e2e.example"), pending: true },
  };
}

function person(role, name, email) {
  return { role, name, email, password: randomBytes(15).toString("base64url") };
}
