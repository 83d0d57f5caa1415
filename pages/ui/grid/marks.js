// Keep and remove: shown at once, sent in batches, held until the server has them on disk.

const WAIT_MS = 120, RETRY_MS = 1500;

export class Marks {
  // told(kind): "waiting" while something is not stored, "stored", or "failed" (it goes on trying).
  constructor(base, told) {
    this.base = base;
    this.told = told;
    this.waiting = new Map(); // row → true keep, false remove, null as suggested
    this.under_way = new Map();
    this.timer = 0;
    this.failed = false;
  }

  has(row) { return this.waiting.has(row) || this.under_way.has(row); }
  get(row) { return this.waiting.has(row) ? this.waiting.get(row) : this.under_way.get(row); }
  get size() { return this.waiting.size + this.under_way.size; }

  put(row, keep) {
    this.waiting.set(row, keep);
    this.told("waiting");
    this.later(WAIT_MS);
  }

  later(ms) {
    if (!this.timer) this.timer = setTimeout(() => { this.timer = 0; this.send(); }, ms);
  }

  async send() {
    if (this.under_way.size || !this.waiting.size) return;
    [this.under_way, this.waiting] = [this.waiting, new Map()];
    try {
      const answer = await fetch(`${this.base}marks`, {
        method: "POST", keepalive: true, body: JSON.stringify([...this.under_way]),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      this.stored = this.under_way;
      this.under_way = new Map();
      this.failed = false;
      this.told("stored");
      if (this.waiting.size) this.later(0);
    } catch {
      this.waiting = new Map([...this.under_way, ...this.waiting]);
      this.under_way = new Map();
      this.failed = true;
      this.told("failed");
      this.later(RETRY_MS);
    }
  }
}
