// A picture as large as the window allows, over the page; Escape, a click or the button closes it.

import { button, make } from "../grid/dom.js";

export class Enlarged {
  constructor() {
    this.dialog = make("dialog", "enlarged");
    this.dialog.setAttribute("aria-label", "The picture, enlarged");
    this.image = make("img");
    this.path = make("span", "path");
    const bar = make("div", "bar");
    bar.append(this.path, button("plain", "Close", "close"));
    this.dialog.append(bar, this.image);
    this.dialog.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("keydown", (event) => event.stopPropagation());
  }

  // source: the thumbnail, which is there at once; large: the picture itself, where it is known
  show({ path, source, large }) {
    this.path.textContent = path;
    this.image.alt = path;
    this.image.style.backgroundImage = `url("${source}")`;
    this.image.onerror = () => { this.image.onerror = null; this.image.src = source; };
    this.image.src = large || source;
    this.dialog.showModal();
  }
}
