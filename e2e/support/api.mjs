// The server's JSON API as a signed-in browser would call it.
export class Api {
  #url;
  #cookie = "";

  constructor(url) {
    this.#url = url;
  }

  async signIn({ email, password }) {
    const answer = await this.post("/api/auth/login", { email, password });
    if (!this.#cookie) throw new Error(`sign-in of the first super admin: status ${answer.status}`);
    return this;
  }

  get(path) {
    return this.#send("GET", path);
  }

  post(path, body) {
    return this.#send("POST", path, body);
  }

  // The status: there is nothing else to say.
  async remove(path, version) {
    return (await this.#send("DELETE", path, undefined, { "if-match": `"${version}"` })).status;
  }

  async #send(method, path, body, more = {}) {
    const headers = { accept: "application/json", origin: this.#url, "x-salescommand": "1", ...more };
    if (this.#cookie) headers.cookie = this.#cookie;
    if (body) headers["content-type"] = "application/json";
    const answer = await fetch(this.#url + path, { method, headers, body: body && JSON.stringify(body) });
    const set = answer.headers.getSetCookie()[0];
    if (set) this.#cookie = set.split(";")[0];
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  }
}
