// Keep and remove: shown at once, sent in batches, held until the server has them on disk.
// They are sent by path and digest, so they stay true when the dataset is indexed again meanwhile.

const WAIT_MS = 120, RETRY_MS = 1500, AT_ONCE = 1000;
const OUTLIVES_THE_TAB = 60000; // bytes that a browser still sends when the tab is closed

export class Marks {
  // told(marks, kind): "waiting" while something is not stored, "stored" (then `stored` holds it),
  // "failed" (it goes on trying) or "refused" (it cannot be stored any more).
  constructor(address, rows, told) {
    this.address = address;
    this.rows = rows;
    this.told = told;
    this.waiting = new Map(); // row → true keep, false remove, null as suggested
    this.under_way = new Map();
    this.stored = new Map();
    this.timer = 0;
    this.lost = 0; // decisions that were refused
  }

  has(row) { return this.waiting.has(row) || this.under_way.has(row); }
  get(row) { return this.waiting.has(row) ? this.waiting.get(row) : this.under_way.get(row); }
  get size() { return this.waiting.size + this.under_way.size; }

  put(marks) {
    if (!marks.length) return;
    for (const [row, keep] of marks) this.waiting.set(row, keep);
    this.told(this, "waiting");
    this.later(WAIT_MS);
  }

  later(ms) {
    if (!this.timer) this.timer = setTimeout(() => { this.timer = 0; this.send(); }, ms);
  }

  async send() {
    if (this.under_way.size || !this.waiting.size) return;
    this.under_way = new Map([...this.waiting].slice(0, AT_ONCE));
    for (const row of this.under_way.keys()) this.waiting.delete(row);
    const kind = await this.post();
    if (kind === "stored") this.stored = this.under_way;
    if (kind === "failed") this.waiting = new Map([...this.under_way, ...this.waiting]);
    if (kind === "refused") {
      this.lost = this.size;
      this.waiting.clear();
    }
    this.under_way = new Map();
    this.told(this, kind);
    if (this.waiting.size) this.later(kind === "failed" ? RETRY_MS : 0);
  }

  async request(body) {
    const ask = (keepalive) => fetch(this.address, { method: "POST", keepalive, body });
    return body.size < OUTLIVES_THE_TAB ? ask(true).catch(() => ask(false)) : ask(false);
  }

  async post() {
    try {
      const facts = await this.rows.all([...this.under_way.keys()]);
      if (!facts) return "refused";
      const keeps = [...this.under_way.values()];
      const body = JSON.stringify(facts.map(({ path, digest }, n) => [path, digest, keeps[n]]));
      const answer = await this.request(new Blob([body]));
      await answer.text(); // an unread answer keeps its share of what may outlive the tab
      if (answer.ok) return "stored";
      return answer.status >= 500 ? "failed" : "refused";
    } catch {
      return "failed";
    }
  }
}
