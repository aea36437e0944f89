/**
 * A server that behaves like the contract (`docs/architecture.md` 2.2) in memory, and can be made to lose answers, to be out of reach,
 * to let another device in first, or to lie. Strict: an unknown route or member fails the test.
 */

import { b64, sha256, unb64 } from "../../../static/js/crypto/encoding.js";
import { frame } from "../../../static/js/crypto/framing.js";

/** One lie, loss or rival at a time, for the next request whose path begins so. */
export class Server {
  accounts = new Map();
  commits = new Map();
  records = new Map();
  pages = new Map();
  drafts = new Map();
  requests = [];
  #account;
  #troubles = [];

  /** The same accounts, pages and records, apart from this one. */
  copy() {
    const copy = new Server();
    for (const name of ["commits", "records", "pages", "drafts"]) copy[name] = new Map(this[name]);
    copy.accounts = new Map([...this.accounts].map(([login, account]) => [login, { ...account }]));
    return copy;
  }

  /** @param {string} start of the path @param {(answer: () => Promise<Response>) => Promise<Response>} act */
  once(start, act) {
    this.#troubles.push({ start, act });
  }

  /** The fetch that the flows see. */
  fetch = async (url, init) => {
    const path = String(url).replace("/api/v1/", "");
    this.requests.push(`${init.method} ${path}`);
    const json = init.body === undefined ? undefined : JSON.parse(init.body);
    const answer = () => this.#route(init.method, path, json);
    const trouble = this.#troubles.find(({ start }) => path.startsWith(start));
    if (!trouble) return answer();
    this.#troubles.splice(this.#troubles.indexOf(trouble), 1);
    return trouble.act(answer);
  };

  async #route(method, path, json) {
    const [name, id] = path.split(/[/?]/);
    switch (`${method} ${name}`) {
      case "POST logins":
        return ok({ auth_version: 1, params: this.accounts.get(json.login).params });
      case "POST accounts":
        return this.#register(json);
      case "POST sessions":
        if (id === "leave") return new Response(null, { status: 204 });
        return this.#session(id === "unlock" ? this.#account : this.accounts.get(json.login), json.auth);
      case "POST recoveries":
        return this.#recover(json);
      case "POST access":
        return this.#change(json);
      case "GET access":
        return this.#session(this.#account, this.#account.auth);
      case "GET catalogue":
        return this.catalogue(Number(id.replace("since=", "")));
      case "POST commits":
        return this.commit(json);
      case "POST records":
        return this.#read(json.records);
      case "GET drafts":
        return ok({ drafts: [...this.drafts].map(([draft_id, sealed]) => ({ draft_id, sealed, at: "2026-01-01T00:00:00Z" })) });
      case "PUT drafts":
        this.drafts.set(id, json.sealed);
        return new Response(null, { status: 204 });
      case "DELETE drafts":
        return this.drafts.delete(id) ? new Response(null, { status: 204 }) : refuse(404, "not_found");
      default:
        throw new Error(`no such route: ${method} ${path}`);
    }
  }

  async #register(account) {
    if (this.accounts.has(account.login)) return refuse(409, "login_taken");
    this.accounts.set(account.login, { ...account, seq: 0 });
    this.#account = this.accounts.get(account.login);
    await this.commit(account.commit);
    return this.#session(this.#account, account.auth);
  }

  #session(account, auth) {
    if (account?.auth !== auth) return refuse(401, "login_refused");
    this.#account = account;
    const { vault_id, login, seq, slots, identity, epoch = 1 } = account;
    return ok({ vault_id, login, epoch, seq, slots, identity, quota: 1e9, used: 0, idle_seconds: 1800, drafts: this.drafts.size, via: "password", notices: [], opened_on: "2026-01-01" });
  }

  /** By the phrase alone; what proves it takes the place of the password until the ways in change. */
  #recover({ login, way, auth }) {
    const account = this.accounts.get(login);
    if (way !== "phrase" || account?.phrase_auth !== auth) return refuse(401, "login_refused");
    account.recovering = true;
    return this.#session(account, account.auth);
  }

  /** A request repeated proves the password of after; a rotation brings identity, drafts and epoch. */
  async #change({ auth, commit, slots, password, phrase_auth: phrase, people, epoch, identity, drafts }) {
    const account = this.#account;
    if (this.commits.has(commit.commit_id)) return this.#session(account, password?.auth ?? auth);
    if (auth === null ? !account.recovering : auth !== account.auth) return refuse(401, "login_refused");
    const kept = await this.commit(commit);
    if (!kept.ok) return kept;
    const stays = slots.some(({ kind }) => kind === "phrase") ? account.phrase_auth : null;
    Object.assign(account, { slots, phrase_auth: phrase ?? stays, recovering: false, epoch }, password ?? {}, people ? { people } : {});
    if (identity !== null) {
      account.identity = identity;
      this.drafts = new Map(drafts.map(({ draft_id: id, sealed }) => [id, sealed]));
    }
    return this.#session(account, account.auth);
  }

  /** @param {number} since */
  catalogue(since) {
    const { seq, root } = this.#account;
    if (seq === since) return new Response(null, { status: 204 });
    const newer = [...this.pages.values()].filter((page) => page.version > since);
    return new Response(frame(seq, unb64(root), newer));
  }

  /** Compare-and-set on `seq`, idempotent by `commit_id`. */
  async commit(commit) {
    const known = this.commits.get(commit.commit_id);
    if (known) return ok(known);
    if (commit.seq !== this.#account.seq + 1) return refuse(409, "conflict", { seq: this.#account.seq });
    Object.assign(this.#account, { seq: commit.seq, root: commit.root });
    for (const { number, version, sealed } of commit.pages) this.pages.set(number, { number, version, sealed: unb64(sealed) });
    for (const { item_id, version, sealed } of commit.records) this.records.set(`${item_id}/${version}`, unb64(sealed));
    const answer = { seq: commit.seq, root_hash: b64(await sha256(unb64(commit.root))) };
    this.commits.set(commit.commit_id, answer);
    return ok(answer);
  }

  #read(wanted) {
    const found = wanted.map(({ item_id, version }) => this.records.get(`${item_id}/${version}`));
    if (found.includes(undefined)) return refuse(404, "not_found");
    const pieces = found.flatMap((sealed) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(sealed.length);
      return [length, sealed];
    });
    return new Response(Buffer.concat(pieces));
  }
}

const ok = (json) => new Response(JSON.stringify(json), { headers: { Date: new Date().toUTCString() } });

const refuse = (status, code, details = {}) => new Response(JSON.stringify({ error: { code, message: "", details } }), { status });

