// Which part of a long list is on screen, and the ways to the parts before and after it.

import { button, make } from "../grid/dom.js";

export class Pager {
  constructor(what, go) {
    this.what = what;
    this.element = make("nav", "pager");
    this.element.setAttribute("aria-label", `Pages of ${what}`);
    this.where = make("span", "where");
    this.where.setAttribute("role", "status");
    this.back = button("plain", "← Previous", "", `Previous ${what}`);
    this.on = button("plain", "Next →", "", `Next ${what}`);
    this.back.addEventListener("click", () => go(this.page - 1));
    this.on.addEventListener("click", () => go(this.page + 1));
    this.element.append(this.where, make("span", "space"), this.back, this.on);
  }

  update({ page, pages, first, all }, shown) {
    this.page = page;
    const last = first + shown - 1;
    this.where.textContent = pages > 1
      ? `${first.toLocaleString("en")} – ${last.toLocaleString("en")} of ${all.toLocaleString("en")} ${this.what}`
      : `${all.toLocaleString("en")} ${all === 1 ? this.what.replace(/s$/, "") : this.what}`;
    this.back.hidden = this.on.hidden = pages < 2;
    this.back.disabled = page <= 1;
    this.on.disabled = page >= pages;
  }
}
