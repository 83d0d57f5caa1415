// Which key does what: one meaning each, changed by people and remembered by the browser.

const KEPT_AS = "dedup.keys";
const SHOWN = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", " ": "Space" };
const WITHOUT_MEANING = ["Shift", "Control", "Alt", "AltGraph", "Meta", "Tab", "Escape", "Dead", "CapsLock"];
const ALWAYS = { // as everywhere; and = is + without Shift
  "Ctrl+z": "undo", "Ctrl+Shift+z": "redo", "Ctrl+y": "redo", "=": "closer",
};

// What was pressed, as `x`, `Shift+u`, `Enter`, `Ctrl+z`; empty for what can have no meaning.
export function keyOf(event) {
  if (event.altKey || WITHOUT_MEANING.includes(event.key)) return "";
  let { key } = event;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (key.length === 1) key = key.toLowerCase();
  if (letter && key.length === 1 && key > "~") key = letter.toLowerCase(); // another script
  const shifted = event.shiftKey && (key.length > 1 || (key >= "a" && key <= "z"));
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${shifted ? "Shift+" : ""}${key}`;
}

export function keyInWords(key) {
  const at = key.length > 1 ? key.lastIndexOf("+", key.length - 2) + 1 : 0, last = key.slice(at);
  const words = SHOWN[last] ?? (last.length === 1 ? last.toUpperCase() : last);
  return key.slice(0, at).replaceAll("+", " ") + words;
}

export class Keymap {
  constructor(actions) {
    this.actions = actions;
    this.chosen = read();
  }

  keyFor(id) { return this.chosen[id] ?? this.actions.find((action) => action.id === id)?.key ?? ""; }

  // The name of the action of a key, or nothing.
  actionFor(key) {
    return ALWAYS[key] ?? this.actions.find(({ id }) => this.keyFor(id) === key)?.id;
  }

  // Give an action another key; the action that has it already comes back, and nothing is changed.
  bind(id, key) {
    const owner = this.actionFor(key);
    if (owner && owner !== id) return this.actions.find((action) => action.id === owner);
    this.chosen = { ...this.chosen, [id]: key };
    write(this.chosen);
    return null;
  }

  reset() {
    this.chosen = {};
    write(this.chosen);
  }

  inWords(id) { return keyInWords(this.keyFor(id)); }

  // ` (K)` behind the words of a button.
  hint(id) { return ` (${this.inWords(id)})`; }
}

// The browser may refuse to remember anything; then keys last as long as the page.
function read() {
  try {
    const chosen = JSON.parse(localStorage.getItem(KEPT_AS) ?? "{}");
    return Object.fromEntries(Object.entries(chosen).filter(([, key]) => typeof key === "string"));
  } catch {
    return {};
  }
}

function write(chosen) {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(chosen));
  } catch { /* see above */ }
}
