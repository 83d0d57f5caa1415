// The shot that is pointed at: its picture, its time, and the way to its group.

import { make } from "../grid/dom.js";

export class Preview {
  constructor() {
    this.element = make("aside", "preview");
    this.box = make("div", "box");
    this.image = make("img");
    this.image.alt = "";
    this.image.addEventListener("error", () => this.box.classList.add("gone"));
    this.image.addEventListener("load", () => this.box.classList.remove("gone"));
    this.box.append(this.image);
    this.words = make("div", "words");
    this.words.setAttribute("aria-live", "polite");
    [this.name, this.time, this.group, this.fate] = ["name", "quiet", "group", "fate"].map((name) => make("p", name));
    this.words.append(this.name, this.time, this.group, this.fate);
    this.link = make("a", "plain link", "Open the group");
    this.link.target = "_self";
    this.element.append(this.box, this.words, this.link);
  }

  show({ name, time, place, group, fate, paid, hue, source, link }) {
    if (this.image.getAttribute("src") !== source) this.image.src = source;
    this.name.textContent = name;
    this.name.title = name;
    this.time.textContent = `${time} · ${place}`;
    this.group.textContent = group;
    this.fate.textContent = fate;
    this.fate.classList.toggle("paid", paid);
    this.element.classList.toggle("single", hue === "");
    this.element.style.setProperty("--hue", hue === "" ? 0 : hue);
    this.link.hidden = !link;
    if (link) this.link.href = link;
    else this.link.removeAttribute("href");
  }

  // Go to the group, as a press on the link would.
  open() {
    if (!this.link.hidden) this.link.click();
  }
}
