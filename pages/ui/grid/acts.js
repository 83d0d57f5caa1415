// What people decide: sent one act at a time, in order, and held until the server has it on disk.
// Pictures are sent by path and digest, so an act stays true when the dataset is indexed again
// meanwhile; a token makes the server store it once, however often it is sent.

const RETRY_MS = 1500;
const OUTLIVES_THE_TAB = 60000; // bytes that a browser still sends when the tab is closed
const GONE = "This dataset was removed or has changed, so it is not saved. Reload the page.";

export class Acts {
  // rows: facts by row. told(kind, words): "waiting" while something is not stored, "stored",
  // "failed" (it goes on trying), "refused" (with the reason) or "dropped" (for somebody else's).
  // conflict(act, answer): what to do when somebody else said something: "mine" or "theirs".
  constructor({ address, rows, told, conflict }) {
    Object.assign(this, { address, rows, told, conflict });
    this.waiting = []; // not stored, the first of them under way
    this.stored = []; // stored, but the page has not been drawn with it yet
    this.sending = false;
  }

  get size() { return this.waiting.length; }
  get ahead() { return [...this.stored, ...this.waiting]; } // what the page does not show by itself

  put(act) {
    this.waiting.push({ ...act, token: token() });
    this.told("waiting");
    this.send();
  }

  // The page shows all entries up to this one.
  covered(seen) { this.stored = this.stored.filter((act) => act.id > seen); }

  async send() {
    if (this.sending || !this.waiting.length) return;
    this.sending = true;
    const [act] = this.waiting, [kind, words] = await this.deliver(act);
    this.sending = false;
    if (kind === "stored") this.stored.push(act);
    if (kind !== "failed" && kind !== "again") this.waiting.shift();
    if (kind !== "again") this.told(kind, words);
    if (kind === "failed") setTimeout(() => this.send(), RETRY_MS);
    else this.send();
  }

  async deliver(act) {
    try {
      const body = await this.body(act);
      return body ? await this.heard(act, await this.request(body)) : ["refused", GONE];
    } catch {
      return ["failed"];
    }
  }

  async heard(act, answer) {
    const said = await answer.json().catch(() => ({})); // unread, it would keep its share of what
    if (answer.ok) { // may outlive the tab
      act.id = said.id;
      return ["stored"];
    }
    if (answer.status >= 500) return ["failed"];
    if (answer.status !== 409) return ["refused", said.error ?? GONE];
    if (await this.conflict(act, said) !== "mine") return ["dropped"];
    act.over = true;
    return ["again"];
  }

  // The act as the server reads it; null when its pictures are gone.
  async body(act) {
    const { members = [], right = [], token, over = false } = act;
    const facts = await this.rows.all([...members.map(([row]) => row), ...right]);
    if (!facts) return null;
    const named = facts.map(({ path, digest }) => [path, digest]);
    return new Blob([JSON.stringify({
      ...act.seen, act: act.act, token, over, why: act.why ?? "", text: act.text ?? "",
      verdict: act.verdict ?? null, right: named.slice(members.length),
      members: members.map(([, keep], at) => [...named[at], keep ?? null]),
    })]);
  }

  async request(body) {
    const ask = (keepalive) => fetch(this.address, { method: "POST", keepalive, body });
    return body.size < OUTLIVES_THE_TAB ? ask(true).catch(() => ask(false)) : ask(false);
  }
}

function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
