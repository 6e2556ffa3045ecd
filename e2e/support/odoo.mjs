// The hidden hand in the stand-in Odoo: its control port.
export class Odoo {
  #url;

  constructor(controlUrl) {
    this.#url = controlUrl;
  }

  async #send(method, path, body) {
    const answer = await fetch(`${this.#url}/control/${path}`, { method, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`control ${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  create(model, values) {
    return this.#send("POST", "create", { model, values });
  }

  write(model, id, values) {
    return this.#send("POST", "write", { model, id, values });
  }

  rename(model, id, name) {
    return this.#send("POST", "rename", { model, id, name });
  }

  archive(model, id) {
    return this.#send("POST", "archive", { model, id });
  }

  unlink(model, ids) {
    return this.#send("POST", "unlink", { model, ids });
  }

  fail(rule) {
    return this.#send("POST", "faults", rule);
  }

  distort(distortion) {
    return this.#send("POST", "distort", distortion);
  }

  clearFaults() {
    return this.#send("DELETE", "faults");
  }
}
