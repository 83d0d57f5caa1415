// Somebody else said another thing of this pair before one's own answer was stored.

import { button, make } from "../grid/dom.js";

// Empty: mine stands; else the words that say what is not saved. Escape leaves theirs.
export function conflicting(root, { reviewer, verdict }, mine) {
  const dialog = make("dialog", "contested"), title = make("h2", "", `${reviewer} answered this pair before you`);
  title.id = "contested-title";
  title.tabIndex = -1; // no button: whoever goes on pressing keys must not choose unseen
  title.autofocus = true;
  dialog.setAttribute("aria-labelledby", title.id);
  const choices = make("div", "choices");
  const theirs = button("plain", `Keep “${verdict}”`), own = button("plain", `Use mine: “${mine}”`);
  theirs.addEventListener("click", () => dialog.close("theirs"));
  own.addEventListener("click", () => dialog.close("mine"));
  choices.append(theirs, own);
  dialog.append(title, make("p", "", `They said “${verdict}”, you said “${mine}”. Nothing was overwritten; both stay in the log.`), choices);
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  root.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "mine" ? "" : `Not saved: ${mine}. What ${reviewer} said stays.`);
    });
  });
}
