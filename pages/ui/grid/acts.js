// What people decide: sent one act at a time, in order, and held until the server has it on disk.
// Pictures are sent by path and digest, so an act stays true when the dataset is indexed again
// meanwhile; a token makes the server store it once, however often it is sent.

const RETRY_MS = 1500, RETRY_AT_MOST_MS = 30000; // doubled each time
const BROKEN_AT_MOST = 5; // times that the server fails at one act; the later ones have to go on
const OUTLIVES_THE_TAB = 60000; // bytes that a browser still sends when the tab is closed
const GONE = "This dataset was removed or has changed, so it is not saved. Reload the page.";
const BROKEN = "Not saved: the server failed at this decision. Tell whoever runs it, then decide again.";
const YIELDED = "Not saved: what somebody else decided stays.";
const TURNS = ["undo", "redo"];

export class Acts {
  // rows: facts by row. told(kind, words): "waiting" while something is not stored, "stored",
  // "failed" (it goes on trying), "refused" (with the reason) or "dropped" (for somebody else's).
  // conflict(act, answer): asks what to do when somebody else said something: empty for mine, else
  // words that say what is not saved.
  constructor({ address, rows, told, conflict }) {
    Object.assign(this, { address, rows, told, conflict });
    this.waiting = []; // not stored, the first of them under way
    this.stored = []; // stored, but the page has not been drawn with it yet
    this.sending = false;
    this.failures = 0; // in a row
    this.overruled = new Set(); // `first id`: entries of others, over which mine stands in a group
  }

  get size() { return this.waiting.length; }
  get ahead() { return [...this.stored, ...this.waiting]; } // what the page does not show by itself

  put(act) {
    this.waiting.push({ ...act, token: token() });
    try { this.told(this.failures ? "failed" : "waiting"); } finally { if (!this.failures) this.send(); }
  }

  // The page shows all entries up to this one.
  covered(seen) { this.stored = this.stored.filter((act) => act.id > seen); }

  async send() {
    if (this.sending || !this.waiting.length) return;
    this.sending = true;
    const [act] = this.waiting, [kind, words] = await this.deliver(act);
    this.sending = false;
    this.failures = kind === "failed" ? this.failures + 1 : 0;
    const lost = kind === "refused" || kind === "dropped" ? this.withdraw() : "";
    if (kind === "stored") this.stored.push(act);
    if (kind !== "failed" && kind !== "again") this.waiting.shift();
    try {
      if (kind !== "again") this.told(kind, words && words + lost);
    } finally {
      if (kind === "failed") setTimeout(() => this.send(), this.pause());
      else this.send();
    }
  }

  pause() { return Math.min(RETRY_AT_MOST_MS, RETRY_MS * 2 ** (this.failures - 1)); }

  // The first act is not stored: an undo of it would take back another one, so it is not sent.
  withdraw() {
    const lost = turnsUpon(this.waiting);
    this.waiting = this.waiting.filter((act) => !lost.has(act));
    return lost.size ? ` The ${[...new Set([...lost].map(({ act }) => act))].join(" and ")} after it was left out.` : "";
  }

  async deliver(act) {
    let answer, said;
    try {
      const body = await this.body(act);
      if (!body) return ["refused", GONE];
      answer = await this.request(body);
      said = await answer.json().catch(() => ({})); // unread, it would keep its share of what may
    } catch { // outlive the tab
      return ["failed"];
    }
    return this.heard(act, answer, said);
  }

  heard(act, { ok, status }, said) {
    if (ok) {
      act.id = said.id;
      return ["stored"];
    }
    if (status === 409) return this.contested(act, said);
    if (status < 500) return ["refused", said.error ?? GONE];
    act.broken = (act.broken ?? 0) + (status === 500); // others pass: it is away, or its disk is full
    return act.broken < BROKEN_AT_MOST ? ["failed"] : ["refused", BROKEN];
  }

  // Somebody else said something. People are asked once a group for each of their entries: what
  // waits behind the act that they chose about was done on the same screen; the choice holds for it.
  async contested(act, answer) {
    const ids = (answer.conflict ?? []).map(({ id }) => id), of = (id) => `${act.first} ${id}`;
    if (!ids.length) return ["failed"]; // the answer was cut off
    if (ids.every((id) => act.yields?.has(of(id)))) return ["dropped", YIELDED];
    const known = act.first !== undefined && ids.every((id) => this.overruled.has(of(id)));
    const not = known ? "" : await this.asked(act, answer);
    if (not) {
      for (const later of this.waiting.filter(({ first }) => first === act.first && first !== undefined)) {
        later.yields = new Set([...(later.yields ?? []), ...ids.map(of)]);
      }
      return ["dropped", not];
    }
    for (const id of ids) this.overruled.add(of(id));
    // Not `last` of the answer: whatever came after those that were looked at has to be shown too.
    act.seen = { ...act.seen, seen: Math.max(...ids) };
    return ["again"];
  }

  async asked(act, answer) {
    try {
      return await this.conflict(act, answer);
    } catch (error) { // theirs is on disk; the queue must not stand still
      reportError(error);
      return YIELDED;
    }
  }

  // The act as the server reads it; null when its pictures are gone.
  async body(act) {
    const { members = [], right = [], token } = act;
    const facts = await this.rows.all([...members.map(([row]) => row), ...right]);
    if (!facts) return null;
    const named = facts.map(({ path, digest }) => [path, digest]);
    return new Blob([JSON.stringify({
      ...act.seen, act: act.act, token, why: act.why ?? "", text: act.text ?? "",
      verdict: act.verdict ?? null, right: named.slice(members.length),
      members: members.map(([, keep], at) => [...named[at], keep ?? null]),
    })]);
  }

  async request(body) {
    const ask = (keepalive) => fetch(this.address, { method: "POST", keepalive, body });
    return body.size < OUTLIVES_THE_TAB ? ask(true).catch(() => ask(false)) : ask(false);
  }
}

// Those of the waiting that are an undo or redo and would, without the first, hit something else.
function turnsUpon([first, ...later]) {
  const done = [], undone = [], lost = new Set([first]);
  for (const act of [first, ...later]) {
    const undo = act.act === "undo", redo = act.act === "redo";
    if (undo || redo) {
      const of = (undo ? done : undone).pop(); // undefined: it is stored already
      if (of ? lost.has(of) : redo || TURNS.includes(first.act)) lost.add(act);
    } else undone.length = 0;
    (undo ? undone : done).push(act);
  }
  lost.delete(first);
  return lost;
}

function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
