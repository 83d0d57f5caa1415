// The keys: every action with its key, which can be changed here.

import { button, make } from "./dom.js";
import { keyInWords, keyOf } from "./keys.js";

export class Help {
  constructor(grid) {
    this.grid = grid;
    this.dialog = make("dialog", "help");
    this.dialog.setAttribute("aria-label", "Keys");
    this.said = make("p", "help-said");
    this.said.setAttribute("role", "status");
    this.parts = make("div", "help-parts");
    const bar = make("div", "bar"), close = button("plain", "Close", "close");
    close.autofocus = true;
    bar.append(
      make("h2", "help-title", "Keys"), make("span", "space"),
      button("plain", "Reset all keys", "reset"), close,
    );
    this.dialog.append(bar, this.said, this.parts);
    this.dialog.addEventListener("click", (event) => this.click(event));
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("close", () => this.wait(null));
  }

  open() {
    this.wait(null);
    this.draw();
    this.dialog.showModal();
  }

  draw() {
    const actions = this.grid.keymap.actions.filter(({ id }) => !this.grid.refuses(id)), parts = [...new Set(actions.map((action) => action.part))];
    this.parts.replaceChildren(...parts.map((part) => {
      const section = make("section"), list = make("ul");
      list.append(...actions.filter((action) => action.part === part).map((action) => this.line(action)));
      section.append(make("h3", "", part), list);
      return section;
    }));
  }

  line(action) {
    const line = make("li"), { keymap } = this.grid, key = keymap.inWords(action.id);
    const one = button("key-button", key, "bind", `${action.words}: ${key}. Change the key.`);
    one.action = action;
    one.classList.toggle("own", keymap.keyFor(action.id) !== action.key);
    line.append(make("span", "", action.words), one);
    return line;
  }

  // Wait for a key for this button, or for none.
  wait(one) {
    if (this.waiting) this.waiting.classList.remove("waiting");
    this.waiting = one;
    if (!one) return this.say("To change a key, press its button and then the new key.");
    one.classList.add("waiting");
    one.textContent = "Press a key";
    this.say(`Press the new key for “${one.action.words}”, or Esc to leave it.`);
  }

  say(words, bad = false) {
    this.said.textContent = words;
    this.said.classList.toggle("bad", bad);
  }

  click(event) {
    if (event.target === this.dialog) return this.dialog.close();
    const one = event.target.closest("[data-act]"), act = one?.dataset.act;
    if (act === "close") this.dialog.close();
    else if (act === "reset") this.reset();
    else if (act === "bind") {
      const { id } = one.action;
      this.draw(); // another one may have been waiting
      this.wait(this.buttonOf(id));
      this.waiting.focus();
    }
  }

  reset() {
    this.grid.keymap.reset();
    this.changed();
    this.wait(null);
    this.say("All keys are as they were at first.");
  }

  buttonOf(id) { return [...this.parts.querySelectorAll("button")].find((one) => one.action.id === id); }

  key(event) {
    event.stopPropagation();
    if (!this.waiting) {
      if (this.grid.keymap.actionFor(keyOf(event)) === "help") this.dialog.close();
      return;
    }
    if (event.key === "Tab") return;
    event.preventDefault(); // also of Escape, which would close the whole
    const { action } = this.waiting, key = keyOf(event);
    if (event.key === "Escape") return this.leave(action);
    if (!key) return;
    const owner = this.grid.keymap.bind(action.id, key);
    if (owner) return this.say(`${keyInWords(key)} already means “${owner.words}”. Press another key.`, true);
    this.leave(action);
    this.say(`${keyInWords(key)} now means “${action.words}”.`);
  }

  leave(action) {
    this.wait(null);
    this.changed();
    this.buttonOf(action.id).focus();
  }

  changed() {
    this.draw();
    this.grid.keysChanged();
  }
}
